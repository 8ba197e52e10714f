/**
 * A table joined with the rows of another that its own rows point at (Kafka's `KTable.join` with a foreign key, KIP-213):
 * two topics of the application's own carry subscriptions one way and answers the other.
 */
import type { SyncSerde } from '#serde';
import { RegistrationNode, ResolverNode } from '../operators/foreign-key/left-side.ts';
import { AnswerNode, NotifyNode, SubscribeNode } from '../operators/foreign-key/right-side.ts';
import { responseSerde, subscriptionSerde, type SubscriptionResponse } from '../operators/foreign-key/subscription.ts';
import { SubscriptionStore } from '../operators/foreign-key/subscription-store.ts';
import type { Joiner } from '../operators/join/join-kind.ts';
import { TableSource } from '../operators/table-source.ts';
import type { ValueGetterPlan } from '../operators/value-getter.ts';
import type { Partitioner, PlanSerde, PlanStore } from '../plan/plan-nodes.ts';
import { changelogTopic, type TopologyPlan } from '../plan/topology-plan.ts';
import { type Graph, unnamed } from './graph.ts';
import { keptRows, type KeptOptions } from './kept.ts';
import { serdeOf } from './serde-of.ts';
import { Table } from './table.ts';

export interface ForeignKeyJoinOptions<K, F, W> extends KeptOptions<K, W> {
  /** Of the foreign keys: those of the other table where absent. */
  readonly foreignKey?: SyncSerde<F>;
  /**
   * How the topics of this table are divided, where it is not by the hash of the key (Kafka's TableJoined): answers go to
   * the partition of the row that they are for, which is where its record came from where this is absent.
   */
  readonly partitioner?: (topic: string, key: K, partitionCount: number) => number | null;
  /** The same for the other table: subscriptions go to the partition of the row that they are about. */
  readonly otherPartitioner?: (topic: string, key: F, partitionCount: number) => number | null;
}

export interface ForeignKeyJoinWork<K, V, F, W> {
  readonly isLeft: boolean;
  readonly foreignKey: (value: V, key: K) => F | null;
  readonly joiner: Joiner;
  readonly options: ForeignKeyJoinOptions<K, F, W>;
}

/** The parts of the join by their names, in the order in which Kafka gives them out. */
interface Names {
  readonly registrationTopic: string;
  readonly registration: string;
  readonly registrationSink: string;
  readonly registrationSource: string;
  readonly store: string;
  readonly subscribe: string;
  readonly answer: string;
  readonly notify: string;
  readonly responseTopic: string;
  readonly responseSink: string;
  readonly responseSource: string;
  readonly resolver: string;
  readonly output: string;
  readonly outputStore: string;
}

const PREFIX = 'KTABLE-FK-JOIN-';

function namesOf(graph: Graph, { name, store }: Pick<KeptOptions<never, never>, 'name' | 'store'>): Names {
  if (name === undefined && graph.naming === 'explicit') throw unnamed('joinByForeignKey');
  const named = (suffix: string, prefix: string): string => graph.partName(name, suffix, prefix);
  return {
    registrationTopic: `${named('-subscription-registration', `${PREFIX}SUBSCRIPTION-REGISTRATION-`)}-topic`,
    registration: named('-subscription-registration-processor', `${PREFIX}SUBSCRIPTION-REGISTRATION-`),
    registrationSink: named('-subscription-registration-sink', 'KTABLE-SINK-'),
    registrationSource: named('-subscription-registration-source', 'KTABLE-SOURCE-'),
    store: named('-subscription-store', `${PREFIX}SUBSCRIPTION-STATE-STORE-`),
    subscribe: named('-subscription-receive', `${PREFIX}SUBSCRIPTION-PROCESSOR-`),
    answer: named('-subscription-join-foreign', `${PREFIX}SUBSCRIPTION-PROCESSOR-`),
    notify: named('-foreign-join-subscription', `${PREFIX}SUBSCRIPTION-PROCESSOR-`),
    responseTopic: `${named('-subscription-response', `${PREFIX}SUBSCRIPTION-RESPONSE-`)}-topic`,
    responseSink: named('-subscription-response-sink', 'KTABLE-SINK-'),
    responseSource: named('-subscription-response-source', 'KTABLE-SOURCE-'),
    resolver: named('-subscription-response-resolver', `${PREFIX}SUBSCRIPTION-RESPONSE-RESOLVER-PROCESSOR-`),
    output: named('-result', `${PREFIX}OUTPUT-`),
    outputStore: store ?? graph.generated(`${PREFIX}OUTPUT-STATE-STORE-`),
  };
}

/** All that the nodes of one join are made of. */
interface Parts {
  readonly names: Names;
  readonly serdes: JoinSerdes;
  readonly views: { readonly left: ValueGetterPlan; readonly right: ValueGetterPlan };
  readonly nodes: { readonly left: string; readonly right: string };
  readonly isLeft: boolean;
  readonly isVersioned: { readonly left: boolean; readonly right: boolean };
  readonly joiner: Joiner;
  /** Of the subscriptions. */
  readonly isPersistent: boolean;
  readonly partitioners: { readonly left: Partitioner; readonly right: Partitioner | null };
  foreignKey(this: void, value: unknown, key: unknown): unknown;
  /** Of a row of the left table. */
  bytes(this: void, row: unknown): Uint8Array;
}

export function joinByForeignKey<K, V, F, O, W>(
  left: Table<K, V>,
  right: Table<F, O>,
  work: ForeignKeyJoinWork<K, V, F, W>,
): Table<K, W> {
  const { graph } = left;
  graph.expectOwn('joinByForeignKey', right);
  const { options, isLeft, joiner } = work;
  const names = namesOf(graph, options);
  const { registration, subscribe, answer, notify, resolver, output } = names;
  graph.handleErrors(options.onError, [registration, subscribe, answer, notify, resolver, output]);
  const operator = new TableSource(
    names.outputStore,
    typeof options.store === 'string',
    options.versioned !== undefined,
  );
  left.place.operator.sendOldValues(true);
  right.place.operator.sendOldValues(true);
  const serdes = serdesOf(left, right, options);
  const parts: Parts = {
    names,
    serdes,
    isLeft,
    isVersioned: { left: left.place.operator.isVersioned, right: right.place.operator.isVersioned },
    joiner,
    isPersistent: graph.isPersistent(options.type),
    partitioners: {
      left: byKey(options.partitioner) ?? toPrimaryPartition,
      right: byKey(options.otherPartitioner),
    },
    views: { left: left.place.operator.view(), right: right.place.operator.view() },
    nodes: { left: left.place.node, right: right.place.node },
    foreignKey: work.foreignKey,
    bytes: (row) => serdes.leftValues.serialize(names.registrationTopic, row) ?? Buffer.alloc(0),
  };
  const key = options.key ?? left.place.key;
  const value = options.value ?? null;
  graph.add((plan) => {
    addSubscriptions(plan, parts);
    addAnswers(plan, parts);
    plan.addProcessor({ name: names.output, parents: [names.resolver], create: () => operator.create() });
    if (operator.isMaterialized) {
      const rows = { storeName: names.outputStore, key, value, options, operator: 'joinByForeignKey' };
      plan.addStore(keptRows(graph, rows), [names.output]);
    }
    plan.copartition([...left.place.sources, names.responseSource]);
    plan.copartition([...right.place.sources, names.registrationSource]);
  });
  const sources = [...left.place.sources, names.responseSource];
  return new Table<K, W>(graph, {
    node: names.output,
    sources,
    key,
    value,
    operator,
    storeName: options.store ?? null,
  });
}

/** From the left rows to the right side, which keeps what they subscribe to. */
function addSubscriptions(plan: TopologyPlan, { names, serdes, nodes, ...parts }: Parts): void {
  const { isLeft, isVersioned, bytes, foreignKey } = parts;
  const asked = { topic: names.registrationTopic, keySerde: serdes.foreignKeys, valueSerde: serdes.subscriptions };
  plan.addInternalTopic({ name: names.registrationTopic, partitions: null });
  plan.addProcessor({
    name: names.registration,
    parents: [nodes.left],
    create: () =>
      new RegistrationNode({ isLeft, isVersioned: isVersioned.left, bytes, foreignKey, isSameKey: serdes.isSameKey }),
  });
  const partitioner = parts.partitioners.right;
  plan.addSink({ ...asked, name: names.registrationSink, parents: [names.registration], partitioner });
  plan.addSource({ ...source(asked), name: names.registrationSource });
  const create = (): SubscribeNode => new SubscribeNode(names.store);
  plan.addProcessor({ name: names.subscribe, parents: [names.registrationSource], create });
}

/** From the right rows back to the left side, which joins. */
function addAnswers(plan: TopologyPlan, { names, serdes, views, nodes, ...parts }: Parts): void {
  const { isLeft, bytes, joiner } = parts;
  const answered = { topic: names.responseTopic, keySerde: serdes.primaryKeys, valueSerde: serdes.responses };
  plan.addInternalTopic({ name: names.responseTopic, partitions: null });
  const answer = (): AnswerNode => new AnswerNode(views.right.create());
  plan.addProcessor({ name: names.answer, parents: [names.subscribe], create: answer }, views.right.stores);
  const notify = (): NotifyNode => new NotifyNode(names.store, parts.isVersioned.right);
  plan.addProcessor({ name: names.notify, parents: [nodes.right], create: notify });
  const { isPersistent } = parts;
  const store = subscriptionStore(plan.applicationId, names.store, { ...serdes, isPersistent });
  plan.addStore(store, [names.subscribe, names.notify]);
  plan.addSink({
    ...answered,
    name: names.responseSink,
    parents: [names.answer, names.notify],
    partitioner: parts.partitioners.left,
  });
  plan.addSource({ ...source(answered), name: names.responseSource });
  const resolve = (): ResolverNode => new ResolverNode({ rows: views.left.create(), bytes, isLeft, joiner });
  plan.addProcessor({ name: names.resolver, parents: [names.responseSource], create: resolve }, views.left.stores);
}

function toPrimaryPartition(_topic: string, _key: unknown, response: unknown): number {
  return (response as SubscriptionResponse).primaryPartition;
}

/** Values are the join's own, and none of the application's. */
function byKey(
  partitioner: ((topic: string, key: never, count: number) => number | null) | undefined,
): Partitioner | null {
  if (partitioner === undefined) return null;
  return (topic, key, _value, count) => partitioner(topic, key as never, count);
}

interface JoinSerdes {
  readonly primaryKeys: PlanSerde;
  readonly foreignKeys: PlanSerde;
  readonly leftValues: PlanSerde;
  readonly subscriptions: PlanSerde;
  readonly responses: PlanSerde;
  isSameKey(this: void, one: unknown, other: unknown): boolean;
}

function serdesOf<K, V, F, O, W>(
  left: Table<K, V>,
  right: Table<F, O>,
  options: ForeignKeyJoinOptions<K, F, W>,
): JoinSerdes {
  const what = 'joinByForeignKey';
  const primaryKeys = serdeOf(left.place.key, 'key', what).forKeys;
  const foreignKeys = serdeOf(options.foreignKey ?? right.place.key, 'key', what).forKeys;
  const bytesOf = (key: unknown): Buffer => foreignKeys.serialize('', key as F) ?? Buffer.alloc(0);
  return {
    primaryKeys,
    foreignKeys,
    leftValues: serdeOf(left.place.value, 'value', what),
    subscriptions: subscriptionSerde(primaryKeys),
    responses: responseSerde(serdeOf(right.place.value, 'value', what)),
    isSameKey: (one, other) => bytesOf(one).equals(bytesOf(other)),
  };
}

function source({ topic, keySerde, valueSerde }: { topic: string; keySerde: PlanSerde; valueSerde: PlanSerde }): {
  topics: string[];
  keySerde: PlanSerde;
  valueSerde: PlanSerde;
  timestampExtractor: null;
  offsetReset: null;
} {
  return { topics: [topic], keySerde, valueSerde, timestampExtractor: null, offsetReset: null };
}

function subscriptionStore(
  applicationId: string,
  name: string,
  { foreignKeys, primaryKeys, subscriptions, isPersistent }: JoinSerdes & Pick<Parts, 'isPersistent'>,
): PlanStore {
  const topic = changelogTopic(applicationId, name);
  return {
    name,
    create: () => new SubscriptionStore({ name, topic, foreignKeys, primaryKeys, subscriptions, isPersistent }),
    changelog: { configs: {}, sourceTopic: null },
  };
}
