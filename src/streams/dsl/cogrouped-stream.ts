/** Several streams of the same keys, aggregated into one table, each with a function of its own (Kafka's CogroupedKStream). */
import { type Aggregation, folding } from '../operators/aggregate/aggregation.ts';
import { streamAggregate } from '../operators/aggregate/stream-aggregate.ts';
import { PassNode } from '../operators/stateless.ts';
import type { TableOperator } from '../operators/table-operator.ts';
import { storeGetter, type ValueGetterPlan } from '../operators/value-getter.ts';
import type { Node } from '../runtime/node.ts';
import type { RecordView } from '../runtime/record-view.ts';
import type { Sync } from '../runtime/user-function.ts';
import type { Graph } from './graph.ts';
import type { GroupedStream } from './grouped-stream.ts';
import { type Kept, keptOptions, keptRows } from './kept.ts';
import type { StreamPlace } from './stream.ts';
import { Table } from './table.ts';

/** One of the streams and what is done with its records. */
export interface CogroupMember<K> {
  readonly graph: Graph;
  /** Where its records are read once they are divided by their keys. */
  place(this: void, storeName: string): Pick<StreamPlace<K, unknown>, 'node' | 'sources' | 'key'>;
  readonly add: Aggregation['add'];
}

const AGGREGATE = 'COGROUPKSTREAM-AGGREGATE-';
const MERGE = 'COGROUPKSTREAM-MERGE-';

export class CogroupedStream<K, A> {
  readonly #members: readonly CogroupMember<K>[];

  constructor(members: readonly CogroupMember<K>[]) {
    this.#members = members;
  }

  /** Another stream, with its function. */
  cogroup<V>(
    grouped: GroupedStream<K, V>,
    add: (aggregate: A, value: V, record: RecordView<K>) => Sync<A>,
  ): CogroupedStream<K, A> {
    const place = (storeName: string): ReturnType<CogroupMember<K>['place']> => {
      const { node, sources, key } = grouped.repartitioned(storeName, 'cogroup').place;
      return { node, sources, key };
    };
    return new CogroupedStream<K, A>([...this.#members, { graph: grouped.stream.graph, place, add }]);
  }

  aggregate(initialize: () => Sync<A>, kept?: Kept<K, A>): Table<K, A> {
    const options = keptOptions(kept);
    const { graph } = this.#members[0]!;
    const storeName = graph.storeName(AGGREGATE, options.store, 'cogroup');
    const isVersioned = options.versioned !== undefined;
    const places = this.#members.map(({ place }) => place(storeName));
    const parts = this.#members.map(({ add }, index) => {
      const name = graph.partName(options.name, `-cogroup-agg-${index}`, AGGREGATE);
      const aggregation = folding(initialize, add, name);
      return { name, operator: streamAggregate(storeName, aggregation, isVersioned), parent: places[index]!.node };
    });
    graph.handleErrors(
      options.onError,
      parts.map(({ name }) => name),
    );
    const merge = graph.partName(options.name, '-cogroup-merge', MERGE);
    const key = options.key ?? places[0]!.key;
    const value = options.value ?? null;
    graph.add((plan) => {
      for (const { name, operator, parent } of parts) {
        plan.addProcessor({ name, parents: [parent], create: () => operator.create() });
      }
      const names = parts.map(({ name }) => name);
      plan.addStore(keptRows(graph, { storeName, key, value, options, operator: 'cogroup' }), names);
      plan.addProcessor({ name: merge, parents: names, create: () => new PassNode() });
      if (places.length > 1) plan.copartition([...new Set(places.flatMap(({ sources }) => sources))]);
    });
    const operators = parts.map((part) => part.operator);
    const operator = new MergedAggregates(storeName, operators, isVersioned);
    return new Table<K, A>(graph, {
      node: merge,
      sources: [...new Set(places.flatMap(({ sources }) => sources))],
      key,
      value,
      operator,
      storeName: options.store ?? null,
    });
  }
}

/** The changes of all of them, over one store. */
class MergedAggregates implements TableOperator {
  readonly isVersioned: boolean;
  readonly #storeName: string;
  readonly #parts: readonly TableOperator[];

  constructor(storeName: string, parts: readonly TableOperator[], isVersioned: boolean) {
    this.isVersioned = isVersioned;
    this.#storeName = storeName;
    this.#parts = parts;
  }

  view(): ValueGetterPlan {
    return storeGetter(this.#storeName, this.isVersioned);
  }

  sendOldValues(mayMaterialize: boolean): boolean {
    for (const part of this.#parts) part.sendOldValues(mayMaterialize);
    return true;
  }

  create(): Node {
    return new PassNode();
  }
}
