/** Records that come too late for their windows, as a stream of their own. */
import { PassNode } from '../operators/stateless.ts';
import type { Graph } from './graph.ts';
import { type OperatorOptions, Stream, type StreamPlace } from './stream.ts';

/** What is done with them. */
export interface LateUse<K, V> {
  readonly use: (late: Stream<K, V>) => void;
  readonly options: OperatorOptions;
}

/** Behind an aggregation, before anything else is: its node takes its first child for this one. */
export function addLate<K, V>(source: Stream<K, V>, aggregation: string, late: LateUse<K, V> | null): void {
  if (late === null) return;
  const { graph, place } = source;
  const node = graph.nodeName('KSTREAM-LATE-', late.options.name);
  graph.add((plan) => plan.addProcessor({ name: node, parents: [aggregation], create: () => new PassNode() }));
  late.use(new Stream<K, V>(graph, { ...place, node }));
}

/** The same behind aggregations of several streams: their values are of any of these types. */
export function addLateOfAll<K, V>(
  place: Pick<StreamPlace<K, V>, 'sources' | 'key'> & {
    readonly graph: Graph;
    readonly aggregations: readonly string[];
  },
  late: LateUse<K, V>,
): void {
  const { graph, aggregations, sources, key } = place;
  const node = graph.nodeName('KSTREAM-LATE-', late.options.name);
  graph.add((plan) => plan.addProcessor({ name: node, parents: aggregations, create: () => new PassNode() }));
  late.use(new Stream<K, V>(graph, { node, sources, key, value: null, isRepartitionRequired: false }));
}
