/**
 * What a kind of vectors is. To add one: write `tools/vectors/NAME.ts` that exports a `VectorKind`, and put it into
 * the list in `kinds.ts`. A file belongs to the kind with the longest name that its own name contains.
 */
export interface VectorKind {
  name: string;
  /**
   * Judges the lines (parsed JSON, as yet unchecked) and answers one outcome per line, in order. `path` is that of
   * the file, for kinds that need another one beside it. An exception counts as a failure of the line at hand and
   * ends the file, so that a check had better catch what the code under test may throw.
   */
  check(lines: readonly unknown[], path: string): Iterable<Outcome>;
}

export interface Outcome {
  ok: boolean;
  /** What the line is about and, where it failed, why. */
  what: string;
}

export function passed(what: string): Outcome {
  return { ok: true, what };
}

export function failed(what: string): Outcome {
  return { ok: false, what };
}

/** The outcome of a check that answers null or what is wrong, or throws. */
export function outcomeOf(what: string, check: () => string | null): Outcome {
  try {
    const problem = check();
    return problem === null ? passed(what) : failed(`${what}: ${problem}`);
  } catch (error) {
    return failed(`${what}: ${String(error)}`);
  }
}
