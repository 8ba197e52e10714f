/** Operators that aggregate, and what is done with windows. */
import { string } from '#serde';
import { hopping, session, sliding, type Table, tumbling, type Windowed, WindowedTable } from '#streams';
import { numberOf, type CaseOperation, type Operation, type TopologyCase } from './topology-case.ts';

const TEXT = string();
const KEPT = { key: TEXT, value: TEXT };

const begin = (): string => '';
const append = (aggregate: string, value: string | null): string => aggregate + String(value);

function windowed(name: string | undefined, built: TopologyCase): WindowedTable<string, string> {
  const found = built.named(name);
  if (!(found instanceof WindowedTable)) throw new Error(`${name} is no windowed table`);
  return found as WindowedTable<string, string>;
}

function win(operation: CaseOperation, built: TopologyCase): WindowedTable<string, string> {
  const size = numberOf(operation, 'size');
  const grace = numberOf(operation, 'grace');
  const windows =
    operation['advance'] === undefined
      ? tumbling(size, { grace })
      : hopping(size, { grace, advance: numberOf(operation, 'advance') });
  const stream = built.stream(operation.from).groupByKey().windowedBy(windows);
  return (operation['final'] === true ? stream.onWindowClose() : stream).aggregate(begin, append, KEPT);
}

export const aggregateOperations: Readonly<Record<string, Operation>> = {
  count: ({ from }, built) => built.stream(from).groupByKey().count().mapValues(String, { value: TEXT }),
  agg: ({ from }, built) => built.stream(from).groupByKey().aggregate(begin, append, KEPT),
  reduce: ({ from }, built) =>
    built
      .stream(from)
      .groupByKey()
      .reduce((one, other) => one + other),
  win,
  sliding(operation, built) {
    const windows = sliding(numberOf(operation, 'size'), { grace: numberOf(operation, 'grace') });
    return built.stream(operation.from).groupByKey().windowedBy(windows).aggregate(begin, append, KEPT);
  },
  session(operation, built) {
    const windows = session(numberOf(operation, 'gap'), { grace: numberOf(operation, 'grace') });
    const merge = (one: string, other: string): string => `${one}+${other}`;
    return built.stream(operation.from).groupByKey().windowedBy(windows).aggregate(begin, append, merge, KEPT);
  },
  suppressFinal: ({ from }, built) => windowed(from, built).final(),
  suppressTime: (operation, built) => built.table(operation.from).suppress(numberOf(operation, 'ms')),
  toStreamW: ({ from }, built) =>
    (built.table(from) as unknown as Table<Windowed<string>, string>)
      .toStream()
      .selectKey((_value, { key: { key, start, end } }) => `${key}@${start}/${end}`, { key: TEXT }),
  tableGroupConcat: ({ from }, built) =>
    built
      .table(from)
      .groupBy((value) => ({ key: value.slice(0, 1), value }), KEPT)
      .aggregate(
        begin,
        (aggregate, value) => `${aggregate}+${value}`,
        (aggregate, value) => `${aggregate}-${value}`,
        KEPT,
      ),
  cogroup: ({ from, with: other }, built) =>
    built
      .stream(from)
      .groupByKey()
      .cogroup<string>((aggregate, value) => aggregate + value)
      .cogroup(built.stream(other).groupByKey(), (aggregate, value) => `${aggregate}/${value}`)
      .aggregate(begin, KEPT),
};
