/** What `bench streams` runs, written as an application writes it; java/org/apache/kafka/streams/StreamsRows.java has the same. */
import { long, nullable, string } from '../../src/serde/index.ts';
import { Topology, tumbling } from '../../src/streams/index.ts';

const TEXTS = { key: string(), value: string() };
const COUNTS = { key: string(), value: nullable(long()) };

export const APPLICATION = 'bench';
/** Half of a window of the join, before and after. */
const JOIN_SPAN = '1s';

/** What a topic of a topology is called at the broker. */
export type TopicNames = (topic: string) => string;

/** A row: its topology, and the topics that it reads in turn. */
export interface StreamsRow {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly hasStore: boolean;
  /** Of the records of other rows: Kafka Streams takes its time where records wait for a partner. */
  readonly share?: number;
  /** Each record has a result. */
  readonly isOneToOne?: boolean;
  /** Whether the last results come only when later records do. */
  readonly waits?: boolean;
  build(topology: Topology, nameOf: TopicNames): void;
}

export const streamsRows: readonly StreamsRow[] = [
  {
    name: 'stateless',
    inputs: ['in'],
    isOneToOne: true,
    hasStore: false,
    build: (topology, nameOf) =>
      topology
        .stream(nameOf('in'), TEXTS)
        .filter((value) => value.length > 0)
        .mapValues((value) => `${value}x`)
        .filter((value) => value.length > 1)
        .mapValues((value) => `${value}y`)
        .to(nameOf('out'), TEXTS),
  },
  {
    name: 'count',
    inputs: ['in'],
    isOneToOne: true,
    hasStore: true,
    build: (topology, nameOf) =>
      topology.stream(nameOf('in'), TEXTS).groupByKey().count('counts').toStream().to(nameOf('out'), COUNTS),
  },
  {
    name: 'tumbling',
    inputs: ['in'],
    isOneToOne: true,
    hasStore: true,
    build: (topology, nameOf) =>
      topology
        .stream(nameOf('in'), TEXTS)
        .groupByKey()
        .windowedBy(tumbling('10s'))
        .count('counts')
        .toStream()
        .map((value, { key }) => ({ key: key.key, value }))
        .to(nameOf('out'), COUNTS),
  },
  {
    name: 'repartition',
    inputs: ['in'],
    isOneToOne: true,
    hasStore: true,
    build: (topology, nameOf) =>
      topology
        .stream(nameOf('in'), TEXTS)
        .selectKey((value) => value.slice(0, 16), { key: string() })
        .groupByKey({ name: 'by-value' })
        .count('counts')
        .toStream()
        .to(nameOf('out'), COUNTS),
  },
  {
    name: 'stream-table',
    inputs: ['table', 'in'],
    hasStore: true,
    build(topology, nameOf) {
      const table = topology.table(nameOf('table'), { ...TEXTS, store: 'rows' });
      topology
        .stream(nameOf('in'), TEXTS)
        .joinTable(table, (value, row) => value.slice(0, 50) + row.slice(0, 50), TEXTS)
        .to(nameOf('out'), TEXTS);
    },
  },
  {
    name: 'stream-stream left',
    inputs: ['in', 'other'],
    hasStore: true,
    share: 0.05,
    waits: true,
    build(topology, nameOf) {
      const other = topology.stream(nameOf('other'), TEXTS);
      topology
        .stream(nameOf('in'), TEXTS)
        .leftJoin(other, (left, right) => left.slice(0, 50) + (right ?? '').slice(0, 50), {
          within: JOIN_SPAN,
          store: 'joined',
        })
        .to(nameOf('out'), TEXTS);
    },
  },
];

export function streamsRow(name: string): StreamsRow {
  const row = streamsRows.find((one) => one.name === name);
  if (row === undefined) throw new Error(`there is no row ${name}`);
  return row;
}
