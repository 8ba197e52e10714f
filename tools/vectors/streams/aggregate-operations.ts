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
import { keptAs, numberOf, type CaseOperation, type Operation, type TopologyCase } from './topology-case.ts';

const TEXT = string();
const KEPT = { key: TEXT, value: TEXT };

const begin = (): string => '';
const append = (aggregate: string, value: string | null): string => aggregate + String(value);
const concatenate = (one: string, other: string): string => one + other;
const merge = (one: string, other: string): string => `${one}+${other}`;

function grouped({ from }: CaseOperation, built: TopologyCase): GroupedStream<string, string> {
  return built.stream(from).groupByKey(KEPT);
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
  const kept = windowsKeptAs(operation);
  if (operation['fold'] === 'count') return stream.count(kept);
  if (operation['fold'] === 'reduce') return stream.reduce(concatenate, kept);
  return stream.aggregate(begin, append, { ...KEPT, ...kept });
}

/**
 * The oracle keeps windows that are told once for a day: Kafka's stores lose those that a late jump of time closes. Its caches
 * still have what stores have lost: where a case says so, nothing is.
 */
function windowsKeptAs(operation: CaseOperation): { readonly store?: string; readonly retention?: '1d' } {
  return operation['final'] === true || operation['isLong'] === true
    ? { ...keptAs(operation), retention: '1d' }
    : keptAs(operation);
}

function inSessions(operation: CaseOperation, built: TopologyCase): unknown {
  const windows = grouped(operation, built).windowedBy(sessions(operation));
  const stream = operation['final'] === true ? windows.onWindowClose() : windows;
  const kept = windowsKeptAs(operation);
  if (operation['fold'] === 'count') return stream.count(kept);
  if (operation['fold'] === 'reduce') return stream.reduce(concatenate, kept);
  return stream.aggregate(begin, append, merge, { ...KEPT, ...kept });
}

const ofStreams: Readonly<Record<string, Operation>> = {
  count: (operation, built) => grouped(operation, built).count(keptAs(operation)).mapValues(String, { value: TEXT }),
  groupBy: (operation, built) =>
    built
      .stream(operation.from)
      .groupBy(firstOf, { key: TEXT as never, value: TEXT })
      .count(keptAs(operation))
      .mapValues(String, { value: TEXT }),
  agg: (operation, built) => grouped(operation, built).aggregate(begin, append, { ...KEPT, ...keptAs(operation) }),
  reduce: (operation, built) => grouped(operation, built).reduce(concatenate, keptAs(operation)),
  win: timed,
  sliding: timed,
  unlimited: timed,
  session: inSessions,
  cogroup(operation, built) {
    const { from, with: other, third } = operation;
    const two = built
      .stream(from)
      .groupByKey(KEPT)
      .cogroup<string>(append)
      .cogroup(built.stream(other).groupByKey(KEPT), (aggregate, value) => `${aggregate}/${value}`);
    const cogrouped =
      typeof third === 'string'
        ? two.cogroup(built.stream(third).groupByKey(KEPT), (aggregate, value) => `${aggregate}:${value}`)
        : two;
    if (operation['windows'] === undefined) return cogrouped.aggregate(begin, { ...KEPT, ...keptAs(operation) });
    const kept = { ...KEPT, ...windowsKeptAs(operation) };
    return operation['windows'] === 'session'
      ? cogrouped.windowedBy(sessions(operation)).aggregate(begin, merge, kept)
      : cogrouped.windowedBy(timeWindows(operation)).aggregate(begin, kept);
  },
};

function regrouped({ from }: CaseOperation, built: TopologyCase): GroupedTable<string, string> {
  return built.table(from).groupBy((value) => ({ key: value.slice(0, 1), value }), KEPT);
}

const ofTables: Readonly<Record<string, Operation>> = {
  tableGroupConcat: (operation, built) =>
    regrouped(operation, built).aggregate(
      begin,
      (aggregate, value) => `${aggregate}+${value}`,
      (aggregate, value) => `${aggregate}-${value}`,
      { ...KEPT, ...keptAs(operation) },
    ),
  tableGroupReduce: (operation, built) =>
    regrouped(operation, built).reduce(
      (one, other) => `${one}+${other}`,
      (one, other) => `${one}-${other}`,
      keptAs(operation),
    ),
  tableGroupCount: (operation, built) =>
    regrouped(operation, built).count(keptAs(operation)).mapValues(String, { value: TEXT }),
  suppressFinal: (operation, built) => windowed(operation.from, built).final(boundsOf(operation)),
  suppressTime: (operation, built) =>
    built.table(operation.from).suppress(numberOf(operation, 'ms'), boundsOf(operation)),
  text: ({ from }, built) => built.table(from).mapValues(String, { value: TEXT }),
  toStreamW: (operation, built) =>
    (built.table(operation.from) as unknown as Table<Windowed<string>, string>)
      .toStream()
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
