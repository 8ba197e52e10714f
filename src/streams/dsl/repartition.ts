/** A stream through a topic of the application's own, where records are divided by their keys anew (Kafka's repartition topics). */
import type { SyncSerde } from '#serde';
import { FilterNode, PassNode } from '../operators/stateless.ts';
import { needsNullKeys } from '../plan/null-keys.ts';
import type { Partitioner, Partitions } from '../plan/plan-nodes.ts';
import type { Node } from '../runtime/node.ts';
import { type Graph, unnamed } from './graph.ts';
import { serdeOf } from './serde-of.ts';
import { Stream } from './stream.ts';

export interface RepartitionOptions<K, V> {
  /** Of the topic, without the application's id and `-repartition`. */
  readonly name?: string | undefined;
  readonly partitions?: number;
  readonly key?: SyncSerde<K> | null | undefined;
  readonly value?: SyncSerde<V> | null | undefined;
  /** The partition of each record; by the hash of its key where absent. */
  readonly partitioner?: ((topic: string, key: K, value: V, partitionCount: number) => Partitions) | undefined;
  /** For errors. */
  readonly operator: string;
  /** The application asked for this topic: no other one serves in its place. */
  readonly isExplicit?: boolean;
}

const SUFFIX = '-repartition';
/** Names that Kafka takes for generated ones of streams; the nodes of such a topic have generated names too. */
const GENERATED = /^KSTREAM.*-[0-9]{10}$/;

/** All three numbers are used up whether the names are or not, as in Kafka. */
function generatedNames(graph: Graph): { readonly sink: string; readonly filter: string; readonly source: string } {
  return {
    sink: graph.generated('KSTREAM-SINK-'),
    filter: graph.generated('KSTREAM-FILTER-'),
    source: graph.generated('KSTREAM-SOURCE-'),
  };
}

/** As if there were another topic, for one that is there already and serves. */
export function skipRepartitionNames(graph: Graph): void {
  generatedNames(graph);
}

export function repartition<K, V>(stream: Stream<K, V>, options: RepartitionOptions<K, V>): Stream<K, V> {
  const { graph, place } = stream;
  const { operator } = options;
  const key = serdeOf(options.key ?? place.key, 'key', operator);
  const value = serdeOf(options.value ?? place.value, 'value', operator);
  const prefix = options.name ?? graph.generated('KSTREAM-REPARTITION-');
  if (options.name === undefined && graph.naming === 'explicit') throw unnamed(operator);
  const topic = prefix.endsWith(SUFFIX) ? prefix : `${prefix}${SUFFIX}`;
  const generated = generatedNames(graph);
  const names = GENERATED.test(prefix)
    ? generated
    : { sink: `${topic}-sink`, filter: `${topic}-filter`, source: `${topic}-source` };
  const partitioner = (options.partitioner ?? null) as Partitioner | null;
  graph.add((plan) => {
    plan.addInternalTopic({ name: topic, partitions: options.partitions ?? null });
    const createFilter = (filter: string): Node =>
      needsNullKeys(plan, filter) ? new PassNode() : new FilterNode((_value, record) => record.key !== null);
    plan.addProcessor({ name: names.filter, parents: [place.node], create: () => createFilter(names.filter) });
    const serdes = { keySerde: key.forKeys, valueSerde: value };
    if (options.isExplicit !== true) plan.hints.repartitions.push({ ...names, ...serdes, topic, createFilter });
    plan.addSink({ name: names.sink, parents: [names.filter], topic, partitioner, ...serdes });
    plan.addSource({ name: names.source, topics: [topic], timestampExtractor: null, offsetReset: null, ...serdes });
  });
  return new Stream<K, V>(graph, {
    node: names.source,
    sources: [names.source],
    key,
    value,
    isRepartitionRequired: false,
  });
}
