/** Joins of streams with tables, whose rows their records look up (Kafka's `KStream.join` and `leftJoin` with tables). */
import { KafkaError } from '#kernel';
import type { SyncSerde } from '#serde';
import type { Joiner } from '../operators/join/join-kind.ts';
import { StreamTableJoinNode } from '../operators/join/stream-table-join.ts';
import { storeGetter, type ValueGetterPlan } from '../operators/value-getter.ts';
import type { PlanStore } from '../plan/plan-nodes.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import type { ErrorHandler } from '../runtime/error-handler.ts';
import type { RecordView } from '../runtime/record-view.ts';
import { JoinBuffer } from '../stores/join-buffer.ts';
import { StoreSerdes } from '../stores/store-serdes.ts';
import { type Duration, milliseconds } from '../windows/windows.ts';
import type { GlobalTable } from './global-table.ts';
import { unnamed } from './graph.ts';
import { divided } from './join-streams.ts';
import { serdeOf } from './serde-of.ts';
import { Stream } from './stream.ts';
import type { Table } from './table.ts';

export interface TableLookupWork<K, V> {
  readonly isLeft: boolean;
  readonly joiner: Joiner;
  /** Of the node; of the repartition topic and of the buffer too, where there are such. */
  readonly name: string | undefined;
  readonly key?: SyncSerde<K> | undefined;
  readonly value?: SyncSerde<V> | undefined;
  /** How long records wait for rows of their time; undefined: they do not. */
  readonly grace?: Duration | undefined;
  readonly onError: ErrorHandler | undefined;
}

/** Each record with the row of its key. */
export function joinWithTable<K, V, O, W>(
  stream: Stream<K, V>,
  table: Table<K, O>,
  work: TableLookupWork<K, V>,
): Stream<K, W> {
  const { graph } = stream;
  graph.expectOwn('joinTable', table);
  const { isLeft, joiner, grace } = work;
  const key = work.key ?? stream.place.key;
  const source = divided(stream, { key, value: work.value, name: work.name, suffix: '' });
  const name = graph.nodeName(isLeft ? 'KSTREAM-LEFTJOIN-' : 'KSTREAM-JOIN-', work.name);
  if (grace !== undefined && work.name === undefined && graph.naming === 'explicit') throw unnamed('joinTable');
  const buffer = grace === undefined ? null : bufferPlan(source, { ...work, key, name, grace });
  const view = table.place.operator.view();
  graph.handleErrors(work.onError, [name]);
  const sources = [...new Set([...source.place.sources, ...table.place.sources])];
  const bufferName = buffer?.store.name ?? null;
  graph.add((plan) => {
    if (buffer !== null) requireHistory(plan, view, { name, graceMs: buffer.graceMs });
    const options = { table: view, joiner, isLeft, rowKey: null, bufferName };
    const create = (): StreamTableJoinNode => new StreamTableJoinNode(options);
    plan.addProcessor({ name, parents: [source.place.node], takesNullKeys: isLeft, create });
    // Before the table's own, as in Java: `describe()` shows it where both have one place in a hash table.
    if (buffer !== null) plan.addStore(buffer.store, [name]);
    plan.connect(name, view.stores);
    plan.copartition(sources);
  });
  return new Stream<K, W>(graph, { node: name, sources, key, value: null, isRepartitionRequired: false });
}

function bufferPlan<K, V>(
  { graph, place }: Stream<K, V>,
  options: {
    readonly name: string;
    readonly key: SyncSerde<K> | null;
    readonly value?: SyncSerde<V> | undefined;
    readonly grace: Duration;
  },
): { store: PlanStore; graceMs: number } {
  const { name, key, grace } = options;
  const graceMs = milliseconds(grace, `the grace of ${name}`);
  const keySerde = serdeOf(key, 'key', name).forKeys;
  const valueSerde = serdeOf(options.value ?? place.value, 'value', name);
  const store = `${name}-Buffer`;
  const serdes = (): StoreSerdes<unknown, unknown> => new StoreSerdes(graph.changelogOf(store), keySerde, valueSerde);
  const isPersistent = graph.isPersistent(undefined);
  const create = (): JoinBuffer => new JoinBuffer({ name: store, serdes: serdes(), graceMs, isPersistent });
  return { store: { name: store, create, changelog: { configs: {}, sourceTopic: null } }, graceMs };
}

/** Who waits for rows of a time has to find them then. */
function requireHistory(
  plan: TopologyPlan,
  view: ValueGetterPlan,
  { name, graceMs }: { readonly name: string; readonly graceMs: number },
): void {
  for (const store of view.stores) {
    const { historyRetentionMs = -1 } = plan.stores.get(store) ?? {};
    if (view.isVersioned && graceMs <= historyRetentionMs) continue;
    throw new KafkaError(
      'INVALID_TOPOLOGY',
      view.isVersioned && historyRetentionMs >= 0
        ? `The join ${name} has a grace of ${graceMs} ms, and the table ${store} a history of ${historyRetentionMs} ms: keep a history of at least the grace`
        : `The join ${name} has a grace, and the rows of ${store} no history: make the table versioned, or leave the grace out`,
    );
  }
}

/** Each record with the row that it points at. */
export function joinWithGlobalTable<K, V, G, O, W>(
  stream: Stream<K, V>,
  table: GlobalTable<G, O>,
  work: Omit<TableLookupWork<K, V>, 'key' | 'grace'> & {
    readonly rowKey: (value: unknown, record: RecordView) => unknown;
  },
): Stream<K, W> {
  const { graph, place } = stream;
  graph.expectOwn('joinGlobal', table);
  const { isLeft, joiner, rowKey } = work;
  const name = graph.nodeName('KSTREAM-LEFTJOIN-', work.name);
  const view = storeGetter(table.storeName);
  graph.handleErrors(work.onError, [name]);
  graph.add((plan) =>
    plan.addProcessor({
      name,
      parents: [place.node],
      takesNullKeys: isLeft,
      create: () => new StreamTableJoinNode({ table: view, joiner, isLeft, rowKey, bufferName: null }),
    }),
  );
  return new Stream<K, W>(graph, { ...place, node: name, value: null });
}
