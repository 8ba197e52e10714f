/**
 * What differs between two texts, line by line: the longest common subsequence of lines, with some lines around each change.
 *
 * Invariant: bounded; texts of more lines than can be compared so are told as wholly removed and added.
 */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed' | 'gap';
  readonly text: string;
}

const CONTEXT = 3;
/** Cells of the table. */
const MAX_CELLS = 16_000_000;

export function lineDiff(before: string, after: string): readonly DiffLine[] {
  return withContext(allLines(before.trimEnd().split('\n'), after.trimEnd().split('\n')));
}

function allLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end++;
  }
  const as = (kind: DiffLine['kind'], lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind, text }));
  const old = before.slice(start, before.length - end);
  const now = after.slice(start, after.length - end);
  const middle =
    old.length * now.length > MAX_CELLS ? [...as('removed', old), ...as('added', now)] : changedLines(old, now);
  return [...as('same', before.slice(0, start)), ...middle, ...as('same', before.slice(before.length - end))];
}

function changedLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  const width = after.length + 1;
  // How many lines the texts from there on have in common.
  const common = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i * width + j] =
        before[i] === after[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ kind: 'same', text: before[i]! });
      i++;
      j++;
    } else if (
      j === after.length ||
      (i < before.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)
    ) {
      lines.push({ kind: 'removed', text: before[i++]! });
    } else {
      lines.push({ kind: 'added', text: after[j++]! });
    }
  }
  return lines;
}

function withContext(lines: readonly DiffLine[]): DiffLine[] {
  const isNear = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ kind }) => kind !== 'same'),
  );
  const kept: DiffLine[] = [];
  for (const [index, line] of lines.entries()) {
    if (isNear[index] === true) kept.push(line);
    else if (kept.length > 0 && kept.at(-1)?.kind !== 'gap') kept.push({ kind: 'gap', text: '…' });
  }
  if (kept.at(-1)?.kind === 'gap') kept.pop();
  return kept;
}
