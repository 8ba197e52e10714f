/** What `bench streams` runs, written as an application writes it; java/org/apache/kafka/streams/StreamsCore.java has the same. */
import { long, nullable, string } from '../../src/serde/index.ts';
import { Topology, tumbling } from '../../src/streams/index.ts';

const TEXTS = { key: string(), value: string() };
const COUNTS = { key: string(), value: nullable(long()) };

export const APPLICATION = 'bench';
/** Half of a window of the join, before and after. */
const JOIN_SPAN = '1s';

/** A row: its topology, and the topics that it reads in turn. */
export interface CoreRow {
  readonly name: string;
  readonly inputs: readonly string[];
  /** Of the records of other rows: Kafka Streams takes its time where records wait for a partner. */
  readonly share?: number;
  build(topology: Topology): void;
}

export const coreRows: readonly CoreRow[] = [
  {
    name: 'stateless',
    inputs: ['in'],
    build: (topology) =>
      topology
        .stream('in', TEXTS)
        .filter((value) => value.length > 0)
        .mapValues((value) => `${value}x`)
        .filter((value) => value.length > 1)
        .mapValues((value) => `${value}y`)
        .to('out', TEXTS),
  },
  {
    name: 'count',
    inputs: ['in'],
    build: (topology) => topology.stream('in', TEXTS).groupByKey().count('counts').toStream().to('out', COUNTS),
  },
  {
    name: 'tumbling',
    inputs: ['in'],
    build: (topology) =>
      topology
        .stream('in', TEXTS)
        .groupByKey()
        .windowedBy(tumbling('10s'))
        .count('counts')
        .toStream()
        .map((value, { key }) => ({ key: key.key, value }))
        .to('out', COUNTS),
  },
  {
    name: 'repartition',
    inputs: ['in'],
    build: (topology) =>
      topology
        .stream('in', TEXTS)
        .selectKey((value) => value.slice(0, 16), { key: string() })
        .groupByKey({ name: 'by-value' })
        .count('counts')
        .toStream()
        .to('out', COUNTS),
  },
  {
    name: 'stream-table',
    inputs: ['table', 'in'],
    build(topology) {
      const table = topology.table('table', { ...TEXTS, store: 'rows' });
      topology
        .stream('in', TEXTS)
        .joinTable(table, (value, row) => value.slice(0, 50) + row.slice(0, 50), TEXTS)
        .to('out', TEXTS);
    },
  },
  {
    name: 'stream-stream left',
    inputs: ['in', 'other'],
    share: 0.2,
    build(topology) {
      const other = topology.stream('other', TEXTS);
      topology
        .stream('in', TEXTS)
        .leftJoin(other, (left, right) => left.slice(0, 50) + (right ?? '').slice(0, 50), {
          within: JOIN_SPAN,
          store: 'joined',
        })
        .to('out', TEXTS);
    },
  },
];
