/** What an operation is by which a topology grows, and what most of them have in common. */
import type { CaseOperation } from '../../tools/vectors/streams/topology-case.ts';
import type { Draft, Result, ResultKind } from './growth.ts';

/** A topology under way. */
export interface Growing {
  readonly ops: readonly CaseOperation[];
  /** A result of one of the kinds, counted from the last; a source is put in where there is none. */
  find(kinds: readonly ResultKind[], place: number, fits?: (result: Result) => boolean): Result;
  newName(): string;
  add(operation: CaseOperation, result: Omit<Result, 'name' | 'isUsed'>): Result;
  /** An operation that gives nothing, and the topics that it writes to. */
  end(operation: CaseOperation, topics: readonly string[]): void;
  addBeside(name: string, result: Omit<Result, 'name' | 'isUsed'>): void;
  source(kind: 'stream' | 'table' | 'global', draft: Pick<Draft, 'numbers' | 'choice'>): Result;
}

export interface OperationKind {
  readonly name: string;
  /** Null where nothing is to be measured. */
  add(growing: Growing, draft: Draft): Result | null;
}

export type Arguments = Readonly<Record<string, unknown>>;

export const RECORDS = 36;
/** Windows and sessions of either kind. */
export const WINDOWS: readonly ResultKind[] = ['windows', 'derivedWindows'];
export const ROWS: readonly ResultKind[] = ['table', ...WINDOWS];
export const STREAM: readonly ResultKind[] = ['stream'];
export const TABLE: readonly ResultKind[] = ['table'];

/** A store that is named, in one of three cases. */
export function stored(as: string, choice: number): Arguments {
  return choice % 3 === 1 ? { store: `${as}-rows` } : {};
}

export interface KeptRows {
  readonly given: Arguments;
  readonly history?: number | undefined;
}

/** The choice of a store with a history. */
export const WITH_HISTORY = 4;

/** Rows by key: of those in a store of a name a half has a history. */
export function keptRows(as: string, choice: number, [length]: Draft['numbers']): KeptRows {
  const given = stored(as, choice);
  if (choice % 6 !== WITH_HISTORY) return { given, history: undefined };
  const history = length % 40;
  return { given: { ...given, versioned: history }, history };
}

/** One operand, and values of the same length or so. */
export function simple(
  op: string,
  kinds: readonly ResultKind[],
  give: (from: Result, draft: Draft, as: string) => Partial<Result> & { readonly given?: Arguments },
  fits?: (result: Result) => boolean,
): OperationKind {
  return {
    name: op,
    add(growing, draft) {
      const from = growing.find(kinds, draft.from, fits);
      const as = growing.newName();
      const { given = {}, ...changes } = give(from, draft, as);
      return growing.add({ op, as, from: from.name, ...given }, { ...from, ...changes });
    },
  };
}

export function derived({ kind }: Result): Partial<Result> {
  return kind === 'windows' ? { kind: 'derivedWindows' } : {};
}
