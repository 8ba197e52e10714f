/** Rows of a table turned into others by a transformer that keeps state (Kafka's `KTable.transformValues`). */
import type { TaskAccess } from '../operators/process.ts';
import { TableTransform, type ValueTransformer } from '../operators/table-transform.ts';
import type { StateStore } from '../stores/state-store.ts';
import { unnamed } from './graph.ts';
import { keptRows } from './kept.ts';
import type { Materialized } from './materialized.ts';
import { storeAccess } from './process.ts';
import type { StoreDefinition, StoreDefinitions, StoresOf } from './store-definitions.ts';
import type { OperatorOptions } from './stream.ts';
import { Table } from './table.ts';

export interface TransformValuesOptions<K, W, D extends StoreDefinitions> extends Materialized<K, W>, OperatorOptions {
  /** What the transformer keeps, by the names under which it finds it in its context. */
  readonly stores?: D;
}

export interface ValueTransformerContext<D extends StoreDefinitions> extends TaskAccess {
  readonly stores: StoresOf<D>;
  /** A store that was added and connected otherwise, or one of the global ones, which are for reading. */
  store<S extends StateStore>(this: void, definition: StoreDefinition<S>): S;
}

export function transformValues<K, V, W, D extends StoreDefinitions>(
  { graph, place }: Table<K, V>,
  options: TransformValuesOptions<K, W, D>,
  create: (context: ValueTransformerContext<D>) => ValueTransformer<K, V, W>,
): Table<K, W> {
  const name = graph.nodeName('KTABLE-TRANSFORMVALUES-', options.name);
  const { store: storeName = null, stores, value = null, versioned } = options;
  if (versioned !== undefined && storeName === null) throw unnamed(name);
  const key = options.key ?? place.key;
  graph.handleErrors(options.onError, [name]);
  const operator = new TableTransform({
    name,
    parent: place.operator,
    storeName,
    isStoreVersioned: versioned !== undefined,
    stores: Object.values(stores ?? {}).map((definition) => definition.name),
    create: (access, storeOf) => create({ ...access, ...storeAccess(stores, storeOf) }),
  });
  graph.add((plan) => {
    plan.addProcessor({ name, parents: [place.node], create: () => operator.create() });
    if (storeName !== null) plan.addStore(keptRows(graph, { storeName, key, value, options, operator: name }), [name]);
    for (const definition of Object.values(stores ?? {})) graph.connect(plan, definition, [name]);
  });
  return new Table<K, W>(graph, { ...place, node: name, key, value, operator, storeName });
}
