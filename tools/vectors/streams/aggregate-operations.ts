/** Operators that aggregate, and what is done with windows. */
import { string } from '#serde';
import {
  type GroupedStream,
  type GroupedTable,
  hopping,
  session,
  sliding,
  type Table,
  tumbling,
  unlimited,
  type Windowed,
  WindowedTable,
} from '#streams';
import { firstOf } from './stateless-operations.ts';
import {
  keptAs,
  namedAs,
  numberOf,
  textOf,
  type CaseOperation,
  type Operation,
  type TopologyCase,
} from './topology-case.ts';

const TEXT = string();
const KEPT = { key: TEXT, value: TEXT };

const begin = (): string => '';
const append = (aggregate: string, value: string | null): string => aggregate + String(value);
const concatenate = (one: string, other: string): string => one + other;
const merge = (one: string, other: string): string => `${one}+${other}`;

/** Of one of the operation's streams, with a name of its own where there are several of them. */
function grouped(operation: CaseOperation, built: TopologyCase, field?: string): GroupedStream<string, string> {
  const from = textOf(operation, field ?? 'from');
  return built.stream(from).groupByKey({ ...KEPT, ...groupedAs(operation, field) });
}

/** The name of the topic that records of a group go through, where it has one. */
function groupedAs({ grouping }: CaseOperation, field?: string): { readonly name?: string } {
  if (typeof grouping !== 'string') return {};
  return { name: field === undefined ? grouping : `${grouping}-${field}` };
}

function windowed(name: string | undefined, built: TopologyCase): WindowedTable<string, string> {
  const found = built.named(name);
  if (!(found instanceof WindowedTable)) throw new Error(`${name} is no windowed table`);
  return found as WindowedTable<string, string>;
}

function timeWindows(operation: CaseOperation): ReturnType<typeof hopping | typeof sliding | typeof unlimited> {
  if (operation['start'] !== undefined) return unlimited(numberOf(operation, 'start'));
  const size = numberOf(operation, 'size');
  const grace = numberOf(operation, 'grace');
  if (operation.op === 'sliding' || operation['windows'] === 'sliding') return sliding(size, { grace });
  return operation['advance'] === undefined
    ? tumbling(size, { grace })
    : hopping(size, { grace, advance: numberOf(operation, 'advance') });
}

function sessions(operation: CaseOperation): ReturnType<typeof session> {
  return session(numberOf(operation, 'gap'), { grace: numberOf(operation, 'grace') });
}

/** Of windows of time, sliding and unlimited ones. */
function timed(operation: CaseOperation, built: TopologyCase): unknown {
  const windows = grouped(operation, built).windowedBy(timeWindows(operation));
  const stream = operation['final'] === true ? windows.onWindowClose() : windows;
  const kept = { ...namedAs(operation), ...windowsKeptAs(operation) };
  if (operation['fold'] === 'count') return stream.count(kept);
  if (operation['fold'] === 'reduce') return stream.reduce(concatenate, kept);
  return stream.aggregate(begin, append, { ...KEPT, ...kept });
}

/**
 * The oracle keeps windows that are told once for a thousand days: Kafka's stores lose those that a late jump of time closes.
 * Its caches still have what stores have lost: where a case says so, nothing is.
 */
function windowsKeptAs(operation: CaseOperation): { readonly store?: string | null; readonly retention?: '1000d' } {
  if (operation['final'] !== true && operation['isLong'] !== true) return keptAs(operation);
  return { ...keptAs(operation), retention: '1000d' };
}

function inSessions(operation: CaseOperation, built: TopologyCase): unknown {
  const windows = grouped(operation, built).windowedBy(sessions(operation));
  const stream = operation['final'] === true ? windows.onWindowClose() : windows;
  const kept = { ...namedAs(operation), ...windowsKeptAs(operation) };
  if (operation['fold'] === 'count') return stream.count(kept);
  if (operation['fold'] === 'reduce') return stream.reduce(concatenate, kept);
  return stream.aggregate(begin, append, merge, { ...KEPT, ...kept });
}

const ofStreams: Readonly<Record<string, Operation>> = {
  count: (operation, built) =>
    grouped(operation, built)
      .count({ ...namedAs(operation), ...keptAs(operation) })
      .mapValues(String, { value: TEXT }),
  groupBy: (operation, built) =>
    built
      .stream(operation.from)
      .groupBy(firstOf, { ...groupedAs(operation), key: TEXT as never, value: TEXT })
      .count({ ...namedAs(operation), ...keptAs(operation) })
      .mapValues(String, { value: TEXT }),
  groupedTwice(operation, built) {
    const rest = textOf(operation, 'rest');
    if (operation['isTable'] === true) {
      const rows = regrouped(operation, built);
      built.name(rest, rows.count().mapValues(String, { value: TEXT }));
      return rows.reduce(
        (one, other) => `${one}+${other}`,
        (one, other) => `${one}-${other}`,
      );
    }
    const records = built
      .stream(operation.from)
      .groupBy(firstOf, { ...groupedAs(operation), key: TEXT as never, value: TEXT });
    built.name(rest, records.count().mapValues(String, { value: TEXT }));
    return records.reduce(concatenate);
  },
  agg: (operation, built) =>
    grouped(operation, built).aggregate(begin, append, { ...KEPT, ...namedAs(operation), ...keptAs(operation) }),
  reduce: (operation, built) =>
    grouped(operation, built).reduce(concatenate, { ...namedAs(operation), ...keptAs(operation) }),
  win: timed,
  sliding: timed,
  unlimited: timed,
  session: inSessions,
  cogroup(operation, built) {
    const two = grouped(operation, built, 'from')
      .cogroup<string>(append)
      .cogroup(grouped(operation, built, 'with'), (aggregate, value) => `${aggregate}/${value}`);
    const cogrouped =
      operation['third'] === undefined
        ? two
        : two.cogroup(grouped(operation, built, 'third'), (aggregate, value) => `${aggregate}:${value}`);
    const common = { ...KEPT, ...namedAs(operation) };
    if (operation['windows'] === undefined) return cogrouped.aggregate(begin, { ...common, ...keptAs(operation) });
    const kept = { ...common, ...windowsKeptAs(operation) };
    return operation['windows'] === 'session'
      ? cogrouped.windowedBy(sessions(operation)).aggregate(begin, merge, kept)
      : cogrouped.windowedBy(timeWindows(operation)).aggregate(begin, kept);
  },
};

function regrouped(operation: CaseOperation, built: TopologyCase): GroupedTable<string, string> {
  const options = { ...KEPT, ...groupedAs(operation) };
  return built.table(operation.from).groupBy((value) => ({ key: value.slice(0, 1), value }), options);
}

const ofTables: Readonly<Record<string, Operation>> = {
  tableGroupConcat: (operation, built) =>
    regrouped(operation, built).aggregate(
      begin,
      (aggregate, value) => `${aggregate}+${value}`,
      (aggregate, value) => `${aggregate}-${value}`,
      { ...KEPT, ...namedAs(operation), ...keptAs(operation) },
    ),
  tableGroupReduce: (operation, built) =>
    regrouped(operation, built).reduce(
      (one, other) => `${one}+${other}`,
      (one, other) => `${one}-${other}`,
      { ...namedAs(operation), ...keptAs(operation) },
    ),
  tableGroupCount: (operation, built) =>
    regrouped(operation, built)
      .count({ ...namedAs(operation), ...keptAs(operation) })
      .mapValues(String, { value: TEXT }),
  suppressFinal: (operation, built) =>
    windowed(operation.from, built).final({ ...namedAs(operation), ...boundsOf(operation) }),
  suppressTime: (operation, built) =>
    built.table(operation.from).suppress(numberOf(operation, 'ms'), { ...namedAs(operation), ...boundsOf(operation) }),
  text: (operation, built) => built.table(operation.from).mapValues(String, { ...namedAs(operation), value: TEXT }),
  toStreamW: (operation, built) =>
    (built.table(operation.from) as unknown as Table<Windowed<string>, string>)
      .toStream(namedAs(operation))
      .selectKey((_value, { key }) => shown(key), { key: TEXT }),
};

function boundsOf(operation: CaseOperation): { readonly maxRecords?: number; readonly maxBytes?: number } {
  const bounds: { maxRecords?: number; maxBytes?: number } = {};
  if (operation['maxRecords'] !== undefined) bounds.maxRecords = numberOf(operation, 'maxRecords');
  if (operation['maxBytes'] !== undefined) bounds.maxBytes = numberOf(operation, 'maxBytes');
  return bounds;
}

function shown({ key, start, end }: Windowed<string>): string {
  return `${key}@${start}/${end === Number.MAX_SAFE_INTEGER ? 'forever' : end}`;
}

export const aggregateOperations: Readonly<Record<string, Operation>> = { ...ofStreams, ...ofTables };
