/** How aggregations of several streams stand in a topology: a node for each stream over one store, and one that brings them together. */
import type { SyncSerde } from '#serde';
import type { Aggregation } from '../operators/aggregate/aggregation.ts';
import { PassNode } from '../operators/stateless.ts';
import type { TableOperator } from '../operators/table-operator.ts';
import type { ValueGetterPlan } from '../operators/value-getter.ts';
import type { PlanStore } from '../plan/plan-nodes.ts';
import type { Node } from '../runtime/node.ts';
import type { Graph } from './graph.ts';
import type { KeptOptions } from './kept.ts';
import { addLateOfAll, type LateUse } from './late.ts';
import type { StreamPlace } from './stream.ts';

/** One of the streams and what is done with its records. */
export interface CogroupMember<K> {
  readonly graph: Graph;
  /** Where its records are read once they are divided by their keys. */
  place(this: void, storeName: string): Pick<StreamPlace<K, unknown>, 'node' | 'sources' | 'key'>;
  readonly add: Aggregation['add'];
}

export interface CogroupWork<K, A, V> {
  readonly options: KeptOptions<K, A>;
  /** Of windows: what is done with records that come too late, whichever stream they are of. */
  readonly late: LateUse<K, V> | null;
  /** Of one of the streams. */
  operator(this: void, storeName: string, node: string, add: Aggregation['add']): TableOperator;
  store(
    this: void,
    graph: Graph,
    parts: {
      readonly storeName: string;
      readonly key: SyncSerde<K> | null;
      readonly value: SyncSerde<A> | null;
    },
  ): PlanStore;
}

/** Where the aggregates of all of them are. */
export interface CogroupPlace<K, A> {
  readonly graph: Graph;
  readonly node: string;
  readonly sources: readonly string[];
  readonly key: SyncSerde<K> | null;
  readonly value: SyncSerde<A> | null;
  readonly operator: TableOperator;
  readonly storeName: string | null;
}

const AGGREGATE = 'COGROUPKSTREAM-AGGREGATE-';
const MERGE = 'COGROUPKSTREAM-MERGE-';

export function cogrouped<K, A, V>(
  members: readonly CogroupMember<K>[],
  work: CogroupWork<K, A, V>,
): CogroupPlace<K, A> {
  const { options } = work;
  const { graph } = members[0]!;
  for (const member of members) graph.expectOwn('cogroup', member);
  const storeName = graph.storeName(AGGREGATE, options.store, 'cogroup');
  const places = members.map(({ place }) => place(storeName));
  const parts = members.map(({ add }, index) => {
    const name = graph.partName(options.name, `-cogroup-agg-${index}`, AGGREGATE);
    return { name, operator: work.operator(storeName, name, add), parent: places[index]!.node };
  });
  const names = parts.map(({ name }) => name);
  graph.handleErrors(options.onError, names);
  const merge = graph.partName(options.name, '-cogroup-merge', MERGE);
  const key = options.key ?? places[0]!.key;
  const value = options.value ?? null;
  const sources = [...new Set(places.flatMap((place) => place.sources))];
  graph.add((plan) => {
    for (const { name, operator, parent } of parts) {
      plan.addProcessor({ name, parents: [parent], create: () => operator.create() });
    }
    plan.addStore(work.store(graph, { storeName, key, value }), names);
  });
  if (work.late !== null) {
    addLateOfAll({ graph, aggregations: names, sources, key }, work.late);
  }
  graph.add((plan) => {
    plan.addProcessor({ name: merge, parents: names, create: () => new PassNode() });
    if (places.length > 1) plan.copartition(sources);
  });
  const operator = new MergedAggregates(parts.map((part) => part.operator));
  return { graph, node: merge, sources, key, value, operator, storeName: options.store ?? null };
}

/** The changes of all of them, over one store. */
class MergedAggregates implements TableOperator {
  readonly isVersioned: boolean;
  readonly #parts: readonly TableOperator[];

  constructor(parts: readonly TableOperator[]) {
    this.isVersioned = parts[0]!.isVersioned;
    this.#parts = parts;
  }

  view(): ValueGetterPlan {
    return this.#parts[0]!.view();
  }

  sendOldValues(mayMaterialize: boolean): boolean {
    for (const part of this.#parts) part.sendOldValues(mayMaterialize);
    return true;
  }

  create(): Node {
    return new PassNode();
  }
}
