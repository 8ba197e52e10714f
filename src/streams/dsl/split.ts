/** A stream that is divided into branches (Kafka's split): the splitter, and a node for each branch. */
import { BranchNode, PassNode, type ValueFunction } from '../operators/stateless.ts';
import type { RecordView } from '../runtime/record-view.ts';
import { type OperatorOptions, Stream } from './stream.ts';

/** What a branch takes; null: whatever is left. */
export type Branch<K, V> = ((value: V, record: RecordView<K>) => boolean) | null;

/** A stream for each branch of a list. */
export type BranchStreams<K, V, B extends readonly Branch<K, V>[]> = { -readonly [I in keyof B]: Stream<K, V> };

export function splitStream<K, V>(
  { graph, place }: Stream<K, V>,
  branches: readonly Branch<K, V>[] | Readonly<Record<string, Branch<K, V>>>,
  options?: OperatorOptions,
): Stream<K, V>[] | Record<string, Stream<K, V>> {
  const name = graph.nodeName('KSTREAM-BRANCH-', options?.name);
  const predicates = Object.values(branches) as (ValueFunction | null)[];
  graph.handleErrors(options?.onError, [name]);
  graph.add((plan) => plan.addProcessor({ name, parents: [place.node], create: () => new BranchNode(predicates) }));
  const add = (suffix: string): Stream<K, V> => {
    const child = name + suffix;
    // Kafka generates a name for each branch, and uses but its own.
    graph.generated(child);
    graph.add((plan) => plan.addProcessor({ name: child, parents: [name], create: () => new PassNode() }));
    return new Stream<K, V>(graph, { ...place, node: child });
  };
  if (isList(branches)) return branches.map((branch, index) => add(branch === null ? '0' : String(index + 1)));
  // Kafka's names go right behind the splitter's, with what sets them apart.
  const before = graph.naming === 'java' ? '' : '-';
  return Object.fromEntries(Object.keys(branches).map((one) => [one, add(before + one)]));
}

function isList<K, V>(branches: readonly Branch<K, V>[] | object): branches is readonly Branch<K, V>[] {
  return Array.isArray(branches);
}
