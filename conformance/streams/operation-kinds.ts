/** The operations that a topology grows by, with their operands and arguments. */
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

type Arguments = Readonly<Record<string, unknown>>;

const RECORDS = 36;
/** Windows and sessions of either kind. */
const WINDOWS: readonly ResultKind[] = ['windows', 'derivedWindows'];
const ROWS: readonly ResultKind[] = ['table', ...WINDOWS];
const STREAM: readonly ResultKind[] = ['stream'];
const TABLE: readonly ResultKind[] = ['table'];

const JOIN_TYPES = ['inner', 'left', 'outer'] as const;

/** A store that is named, in one of three cases. */
function stored(as: string, choice: number): Arguments {
  return choice % 3 === 1 ? { store: `${as}-rows` } : {};
}

/** One operand, and values of the same length or so. */
function simple(
  op: string,
  kinds: readonly ResultKind[],
  give: (from: Result, draft: Draft, as: string) => Partial<Result> & { readonly given?: Arguments },
): OperationKind {
  return {
    name: op,
    add(growing, draft) {
      const from = growing.find(kinds, draft.from);
      const as = growing.newName();
      const { given = {}, ...changes } = give(from, draft, as);
      return growing.add({ op, as, from: from.name, ...given }, { ...from, ...changes });
    },
  };
}

const streams: readonly OperationKind[] = [
  { name: 'stream', add: (growing, draft) => (growing.source('stream', draft), null) },
  { name: 'table', add: (growing, draft) => (growing.source('table', draft), null) },
  {
    name: 'topics',
    add(growing, { choice }) {
      const source =
        choice % 3 === 0 ? { topic: 'A' } : choice % 3 === 1 ? { topics: ['D', 'E'] } : { pattern: 'F[0-9]+' };
      const as = growing.newName();
      return growing.add({ op: 'stream', as, ...source }, { kind: 'stream', length: 6, rate: 1, windows: null });
    },
  },
  {
    name: 'print',
    add(growing, draft) {
      const from = growing.find(STREAM, draft.from);
      growing.end({ op: 'print', from: from.name }, []);
      return null;
    },
  },
  {
    name: 'toChosen',
    add(growing, draft) {
      const from = growing.find(STREAM, draft.from);
      const topic = `${growing.newName()}-`;
      growing.end({ op: 'toChosen', from: from.name, topic }, [`${topic}0`, `${topic}1`]);
      return null;
    },
  },
  simple('mapUpper', STREAM, () => ({})),
  simple('cut', STREAM, (_from, { numbers }) => ({ length: 1 + (numbers[0] % 9), given: { n: 1 + (numbers[0] % 9) } })),
  simple('showHeaders', STREAM, ({ length }) => ({ length: length + 20 })),
  simple('filterLen', STREAM, (_from, { numbers }) => ({ given: { n: numbers[0] % 8 } })),
  simple('selectValue', STREAM, () => ({})),
  simple('selectFirst', STREAM, () => ({})),
  simple('mapSwap', STREAM, () => ({ length: 12 })),
  simple('flatMapChars', STREAM, ({ length, rate }) => ({ length: 1, rate: rate * length })),
  simple('flatMapKeys', STREAM, ({ length, rate }) => ({ rate: rate * length })),
  simple('repartition', STREAM, (_from, { numbers, choice }, as) => ({
    given: { ...(choice % 2 === 1 ? { name: `${as}-again` } : {}), ...(numbers[0] % 3 === 1 ? { partitions: 2 } : {}) },
  })),
  simple('toTable', STREAM, (_from, { choice }, as) => ({ kind: 'table', given: stored(as, choice) })),
  simple('dedupe', STREAM, (_from, _draft, as) => ({ given: { store: `${as}-seen` } })),
  simple('tick', STREAM, ({ length, rate }, { numbers, choice }, as) => ({
    length: length + 5,
    rate: rate + 4,
    given: { store: `${as}-last`, every: 1 + (numbers[0] % 12), clock: choice % 2 === 1 ? 'wall' : 'stream' },
  })),
  {
    name: 'merge',
    add(growing, draft) {
      const from = growing.find(STREAM, draft.from);
      const other = growing.find(STREAM, draft.with, ({ name }) => name !== from.name);
      const as = growing.newName();
      const length = Math.max(from.length, other.length);
      const operation = { op: 'merge', as, from: from.name, with: other.name };
      return growing.add(operation, { ...from, length, rate: from.rate + other.rate });
    },
  },
  {
    name: 'branch',
    add(growing, draft) {
      const from = growing.find(STREAM, draft.from);
      const [as, rest] = [growing.newName(), growing.newName()];
      const result = growing.add({ op: 'branch', as, rest, from: from.name, n: draft.numbers[0] % 6 }, from);
      growing.addBeside(rest, from);
      return result;
    },
  },
];

const aggregated = ({ length }: Result): Partial<Result> => ({ kind: 'table', length: (length + 1) * RECORDS });

const aggregations: readonly OperationKind[] = [
  simple('count', STREAM, (_from, { choice }, as) => ({ kind: 'table', length: 2, given: stored(as, choice) })),
  simple('agg', STREAM, (from, { choice }, as) => ({ ...aggregated(from), given: stored(as, choice) })),
  simple('reduce', STREAM, (from, { choice }, as) => ({ ...aggregated(from), given: stored(as, choice) })),
  ...(['tableGroupConcat', 'tableGroupReduce'] as const).map((op) =>
    simple(op, ROWS, (from, { choice }, as) => ({
      ...aggregated({ ...from, length: from.length * 3 }),
      windows: null,
      given: stored(as, choice),
    })),
  ),
  simple('tableGroupCount', ROWS, (from, { choice }, as) => ({
    kind: 'table',
    length: 2,
    rate: from.rate * 2,
    windows: null,
    given: stored(as, choice),
  })),
  {
    name: 'cogroup',
    add(growing, draft) {
      const [from, other, third] = [draft.from, draft.with, draft.third].map((place) => growing.find(STREAM, place));
      const hasThird = draft.choice % 2 === 1;
      const as = growing.newName();
      const operands = { from: from!.name, with: other!.name, ...(hasThird ? { third: third!.name } : {}) };
      const length = from!.length + other!.length + third!.length;
      const operation = { op: 'cogroup', as, ...operands, ...stored(as, draft.numbers[0]) };
      const rate = from!.rate + other!.rate + third!.rate;
      return growing.add(operation, { kind: 'table', length: length * RECORDS, rate, windows: null });
    },
  },
];

/** The arguments of windows, and how many of them a record falls into. */
function windowArguments(op: string, { numbers: [size, grace, advance] }: Draft): { given: Arguments; spread: number } {
  const graceMs = grace % 12;
  if (op === 'session') return { given: { gap: 1 + (size % 10), grace: graceMs }, spread: 3 };
  if (op === 'sliding') return { given: { size: 1 + (size % 14), grace: graceMs }, spread: 6 };
  if (op === 'unlimited') return { given: { start: size % 30 }, spread: 1 };
  const sizeMs = 1 + (size % 15);
  const everyMs = 1 + (advance % sizeMs);
  if (advance % 2 === 0) return { given: { size: sizeMs, grace: graceMs }, spread: 1 };
  return { given: { size: sizeMs, grace: graceMs, advance: everyMs }, spread: Math.ceil(sizeMs / everyMs) };
}

const FOLDS = ['agg', 'reduce', 'count'] as const;

function windowed(op: string, fold: (typeof FOLDS)[number]): OperationKind {
  return {
    name: fold === 'count' ? (op === 'win' ? 'count of windows' : `count of ${op}`) : op,
    add(growing, draft) {
      const from = growing.find(STREAM, draft.from);
      const as = growing.newName();
      const { given, spread } = windowArguments(op, draft);
      // Sessions that have closed Kafka either loses or, where they stay in the store, changes again: nothing to compare with.
      const isFinal = (op === 'win' || op === 'sliding') && draft.choice % 4 === 3;
      const folded = fold === 'agg' && draft.choice % 2 === 1 ? 'reduce' : fold;
      const options = { ...(isFinal ? { final: true } : {}), ...(folded === 'agg' ? {} : { fold: folded }) };
      const counts = isFinal ? 'derivedCounts' : 'counts';
      const texts = isFinal ? 'derivedWindows' : 'windows';
      return growing.add(
        {
          op,
          as,
          from: from.name,
          ...given,
          ...options,
          ...stored(as, isFinal && fold === 'count' ? 1 : draft.numbers[3]),
        },
        {
          kind: fold === 'count' ? counts : texts,
          length: fold === 'count' ? 2 : (from.length + 1) * 12,
          rate: from.rate * spread,
          windows: op === 'session' ? 'session' : 'time',
        },
      );
    },
  };
}

const WINDOW_OPERATIONS = ['win', 'sliding', 'session', 'unlimited'] as const;

const windowedCogroup: OperationKind = {
  name: 'cogroup of windows',
  add(growing, draft) {
    const [from, other] = [draft.from, draft.with].map((place) => growing.find(STREAM, place));
    const as = growing.newName();
    const op = WINDOW_OPERATIONS[draft.choice % 4]!;
    const { given, spread } = windowArguments(op, draft);
    const operands = { from: from!.name, with: other!.name, windows: op };
    return growing.add(
      { op: 'cogroup', as, ...operands, ...given, ...stored(as, draft.third) },
      {
        kind: 'windows',
        length: (from!.length + other!.length + 1) * 12,
        rate: (from!.rate + other!.rate) * spread,
        windows: op === 'session' ? 'session' : 'time',
      },
    );
  },
};

/** Whether final results of what it gives hold their end. */
function holdsEnd({ ops }: Growing, name: string): boolean {
  const operation = ops.find(({ as }) => as === name);
  const windowsOf = operation?.op === 'cogroup' ? operation['windows'] : operation?.op;
  return windowsOf === 'session' || windowsOf === 'sliding';
}

const windows: readonly OperationKind[] = [
  ...WINDOW_OPERATIONS.flatMap((op) => [windowed(op, 'agg'), windowed(op, 'count')]),
  windowedCogroup,
  simple('text', ['counts', 'derivedCounts'], () => ({ kind: 'derivedWindows' })),
  simple('toStreamW', ['windows', 'derivedWindows', 'finals'], () => ({ kind: 'stream', windows: null })),
  {
    name: 'suppressFinal',
    add(growing, draft) {
      const from = growing.find(['windows', 'counts'], draft.from);
      const as = growing.newName();
      const isTold = holdsEnd(growing, from.name);
      if (isTold && from.kind === 'counts') return null;
      const bounds = draft.choice % 8 === 1 ? { maxRecords: 2 + (draft.numbers[0] % 6) } : {};
      const kind = isTold ? 'finals' : from.kind === 'counts' ? 'derivedCounts' : 'derivedWindows';
      return growing.add({ op: 'suppressFinal', as, from: from.name, ...bounds }, { ...from, kind });
    },
  },
];

const tables: readonly OperationKind[] = [
  simple('toStream', TABLE, () => ({ kind: 'stream' })),
  simple('filterLen', ROWS, (from, { numbers, choice }, as) => ({
    ...derived(from),
    given: { n: numbers[0] % 8, ...(from.kind === 'table' ? stored(as, choice) : {}) },
  })),
  simple('mapValuesT', ROWS, (from, { choice }, as) => ({
    ...derived(from),
    length: from.length + 1,
    given: from.kind === 'table' ? stored(as, choice) : {},
  })),
  simple('transformValuesT', TABLE, (from, { choice }, as) => ({
    length: from.length + 3,
    // Who looks at rows that are not kept would need the transformer's store, and has no way to say so.
    given: choice % 2 === 1 ? { store: `${as}-rows`, state: `${as}-seen` } : stored(as, choice),
  })),
  simple('suppressTime', ROWS, (from, { numbers, choice }) => ({
    ...derived(from),
    given: {
      ms: numbers[0] % 15,
      ...(choice % 4 === 1 ? { maxRecords: 1 + (numbers[1] % 4) } : {}),
      ...(choice % 4 === 2 ? { maxBytes: 80 + ((numbers[1] * 16) % 300) } : {}),
    },
  })),
];

function derived({ kind }: Result): Partial<Result> {
  return kind === 'windows' ? { kind: 'derivedWindows' } : {};
}

function joined(left: Result, right: Result, spread: number): Omit<Result, 'name' | 'isUsed'> {
  const rate = (left.rate + right.rate) * spread;
  return { kind: left.kind, length: left.length + right.length + 1, rate, windows: left.windows };
}

const joins: readonly OperationKind[] = [
  {
    name: 'ssJoin',
    add(growing, draft) {
      const left = growing.find(STREAM, draft.from);
      const right = growing.find(STREAM, draft.with, ({ name }) => draft.choice % 8 === 7 || name !== left.name);
      const as = growing.newName();
      const [before, after, grace] = draft.numbers;
      const span = { before: before % 12, after: after % 12, grace: grace % 10 };
      const type = JOIN_TYPES[draft.choice % 3];
      return growing.add(
        { op: 'ssJoin', as, from: left.name, with: right.name, type, ...span },
        joined(left, right, 3),
      );
    },
  },
  {
    name: 'stJoin',
    add(growing, draft) {
      const left = growing.find(STREAM, draft.from);
      const right = growing.find(TABLE, draft.with);
      const as = growing.newName();
      const operation = { op: 'stJoin', as, from: left.name, with: right.name, type: JOIN_TYPES[draft.choice % 2] };
      return growing.add(operation, { ...joined(left, right, 1), rate: left.rate });
    },
  },
  {
    name: 'gJoin',
    add(growing, draft) {
      const left = growing.find(STREAM, draft.from);
      const right = growing.find(['global'], draft.with);
      const as = growing.newName();
      const operation = { op: 'gJoin', as, from: left.name, with: right.name, type: JOIN_TYPES[draft.choice % 2] };
      return growing.add(operation, { ...joined(left, right, 1), rate: left.rate });
    },
  },
  {
    name: 'ttJoin',
    add(growing, draft) {
      const left = growing.find(ROWS, draft.from);
      const isRow = left.kind === 'table';
      const kinds = isRow ? TABLE : WINDOWS;
      const right = growing.find(
        kinds,
        draft.with,
        ({ name, windows: of }) => name !== left.name && of === left.windows,
      );
      const as = growing.newName();
      if (left.windows !== right.windows) return null;
      const type = JOIN_TYPES[draft.choice % 3];
      const store = isRow ? stored(as, draft.numbers[0]) : {};
      const result = { ...joined(left, right, 1), kind: isRow ? 'table' : 'derivedWindows' } as const;
      return growing.add({ op: 'ttJoin', as, from: left.name, with: right.name, type, ...store }, result);
    },
  },
  {
    name: 'fkJoin',
    add(growing, draft) {
      const left = growing.find(TABLE, draft.from);
      const right = growing.find(TABLE, draft.with, ({ name }) => name !== left.name);
      const as = growing.newName();
      const type = JOIN_TYPES[draft.choice % 2];
      const store = stored(as, draft.numbers[0]);
      return growing.add(
        { op: 'fkJoin', as, from: left.name, with: right.name, type, ...store },
        joined(left, right, 4),
      );
    },
  },
];

export const kindsOfOperations: readonly OperationKind[] = [
  ...streams,
  ...aggregations,
  ...windows,
  ...tables,
  ...joins,
];
