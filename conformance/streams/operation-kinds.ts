/** The operations that a topology grows by, with their operands and arguments. */
import type { Draft, Result } from './growth.ts';
import { joins } from './join-kinds.ts';
import {
  derived,
  keptRows,
  type KeptRows,
  type OperationKind,
  RECORDS,
  ROWS,
  simple,
  STREAM,
  TABLE,
  WITH_HISTORY,
} from './operation-kind.ts';
import { windows } from './window-kinds.ts';

const streams: readonly OperationKind[] = [
  { name: 'stream', add: (growing, draft) => (growing.source('stream', draft), null) },
  { name: 'table', add: (growing, draft) => (growing.source('table', draft), null) },
  {
    name: 'versioned table',
    add: (growing, draft) => (growing.source('table', { ...draft, choice: WITH_HISTORY }), null),
  },
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
    given: {
      ...(choice % 2 === 1 ? { name: `${as}-again` } : {}),
      ...(numbers[0] % 3 === 1 ? { partitions: 2 } : {}),
      ...(choice % 4 === 2 ? { isDivided: true } : {}),
    },
  })),
  simple('toTable', STREAM, (_from, { choice, numbers }, as) => ({ kind: 'table', ...keptRows(as, choice, numbers) })),
  simple('dedupe', STREAM, (_from, _draft, as) => ({ given: { store: `${as}-seen` } })),
  simple('lately', STREAM, ({ length }, { numbers: [size, retention] }, as) => ({
    length: length * 2 + 20,
    given: { store: `${as}-windows`, size: 1 + (size % 12), retention: 1 + (size % 12) + (retention % 20) },
  })),
  simple('nearby', STREAM, ({ length }, { numbers: [gap, retention] }, as) => ({
    length: length + 14,
    given: { store: `${as}-sessions`, gap: gap % 10, retention: 1 + (retention % 30) },
  })),
  simple('before', STREAM, ({ length }, { numbers: [history] }, as) => ({
    length: length * 2 + 14,
    given: { store: `${as}-past`, history: history % 30 },
  })),
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
      const numbered = draft.choice % 2 === 1;
      const result = growing.add({ op: 'branch', as, rest, from: from.name, n: draft.numbers[0] % 6, numbered }, from);
      growing.addBeside(rest, from);
      return result;
    },
  },
];

const aggregated = ({ length }: Result): Partial<Result> => ({ kind: 'table', length: (length + 1) * RECORDS });

const aggregations: readonly OperationKind[] = [
  simple('count', STREAM, (_from, { choice, numbers }, as) => ({
    kind: 'table',
    length: 2,
    ...keptRows(as, choice, numbers),
  })),
  simple('groupBy', STREAM, (_from, { choice, numbers }, as) => ({
    kind: 'table',
    length: 2,
    ...keptRows(as, choice, numbers),
  })),
  simple('agg', STREAM, (from, { choice, numbers }, as) => ({ ...aggregated(from), ...keptRows(as, choice, numbers) })),
  simple('reduce', STREAM, (from, { choice, numbers }, as) => ({
    ...aggregated(from),
    ...keptRows(as, choice, numbers),
  })),
  ...(['tableGroupConcat', 'tableGroupReduce'] as const).map((op) =>
    simple(op, ROWS, (from, { choice, numbers }, as) => ({
      ...aggregated({ ...from, length: from.length * 3 }),
      windows: null,
      ...keptRows(as, choice, numbers),
    })),
  ),
  simple('tableGroupCount', ROWS, (from, { choice, numbers }, as) => ({
    kind: 'table',
    length: 2,
    rate: from.rate * 2,
    windows: null,
    ...keptRows(as, choice, numbers),
  })),
  {
    name: 'groupedTwice',
    add(growing, draft) {
      const isTable = draft.choice % 2 === 1;
      const from = growing.find(isTable ? TABLE : STREAM, draft.from);
      const [as, rest] = [growing.newName(), growing.newName()];
      const rate = from.rate * 2;
      const rows = { ...from, kind: 'table', rate, history: undefined } as const;
      const operation = { op: 'groupedTwice', as, rest, from: from.name, ...(isTable ? { isTable } : {}) };
      const result = growing.add(operation, { ...rows, length: (from.length * 3 + 1) * RECORDS });
      growing.addBeside(rest, { ...rows, length: 2 });
      return result;
    },
  },
  {
    name: 'cogroup',
    add(growing, draft) {
      const [from, other, third] = [draft.from, draft.with, draft.third].map((place) => growing.find(STREAM, place));
      const hasThird = draft.choice % 2 === 1;
      const as = growing.newName();
      const operands = { from: from!.name, with: other!.name, ...(hasThird ? { third: third!.name } : {}) };
      const length = from!.length + other!.length + third!.length;
      const { given, history } = keptRows(as, draft.numbers[0], draft.numbers);
      const operation = { op: 'cogroup', as, ...operands, ...given };
      const rate = from!.rate + other!.rate + third!.rate;
      return growing.add(operation, { kind: 'table', length: length * RECORDS, rate, windows: null, history });
    },
  },
];

const tables: readonly OperationKind[] = [
  simple('toStream', TABLE, () => ({ kind: 'stream', history: undefined })),
  simple('filterLen', ROWS, (from, { numbers, choice }, as) => {
    const { given, history } = keptIfByKey(from, as, { choice, numbers });
    return { ...derived(from), given: { n: numbers[0] % 8, ...given }, history };
  }),
  simple('mapValuesT', ROWS, (from, { numbers, choice }, as) => ({
    ...derived(from),
    length: from.length + 1,
    ...keptIfByKey(from, as, { choice, numbers }),
  })),
  simple('transformValuesT', TABLE, (from, { choice, numbers }, as) => ({
    length: from.length + 3,
    // Who looks at rows that are not kept would need the transformer's store, and has no way to say so.
    ...(choice % 2 === 1
      ? { given: { store: `${as}-rows`, state: `${as}-seen` }, history: undefined }
      : keptIfByKey(from, as, { choice, numbers })),
  })),
  simple(
    'suppressTime',
    ROWS,
    (from, { numbers, choice }) => ({
      ...derived(from),
      given: {
        ms: numbers[0] % 15,
        ...(choice % 4 === 1 ? { maxRecords: 1 + (numbers[1] % 4) } : {}),
        ...(choice % 4 === 2 ? { maxBytes: 80 + ((numbers[1] * 16) % 300) } : {}),
      },
    }),
    ({ history }) => history === undefined,
  ),
];

/** The rows of a table by windows are never kept; those of one without a store have the history of the one before it. */
function keptIfByKey(from: Result, as: string, { choice, numbers }: Pick<Draft, 'choice' | 'numbers'>): KeptRows {
  const isKept = from.kind === 'table' && choice % 3 === 1;
  return isKept ? keptRows(as, choice, numbers) : { given: {}, history: from.history };
}

export const kindsOfOperations: readonly OperationKind[] = [
  ...streams,
  ...aggregations,
  ...windows,
  ...tables,
  ...joins,
];
