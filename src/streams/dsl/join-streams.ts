/** Joins of streams with each other, within a time (Kafka's `KStream.join`, `leftJoin`, `outerJoin`). */
import { KafkaError } from '#kernel';
import type { SyncSerde } from '#serde';
import type { Joiner, JoinKind } from '../operators/join/join-kind.ts';
import { StreamSelfJoinNode, type StreamSelfJoinOptions } from '../operators/join/stream-self-join.ts';
import {
  JoinTimes,
  JoinWindowNode,
  StreamJoinSideNode,
  type StreamJoinSideOptions,
} from '../operators/join/stream-stream-join.ts';
import { PassNode } from '../operators/stateless.ts';
import type { PlanSerde, PlanStore } from '../plan/plan-nodes.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import type { ErrorHandler } from '../runtime/error-handler.ts';
import { PersistentWindowStore } from '../stores/disk/persistent-window-store.ts';
import { MemoryWindowStore } from '../stores/memory-window-store.ts';
import { StoreSerdes } from '../stores/store-serdes.ts';
import { WaitingRecordsStore } from '../stores/waiting-records-store.ts';
import { type Duration, milliseconds } from '../windows/windows.ts';
import { type Graph, unnamed } from './graph.ts';
import type { StoreType } from './materialized.ts';
import { repartition, skipRepartitionNames } from './repartition.ts';
import { serdeOf } from './serde-of.ts';
import { Stream } from './stream.ts';
import { windowChangelogConfigs } from './windowed-store.ts';

/** How near each other two records have to be. */
export interface JoinWindows {
  /** How far before and after a left record its partner may lie; or each by itself. */
  readonly within?: Duration;
  readonly before?: Duration;
  readonly after?: Duration;
  /** How late a record may be and still count; 0 where absent. */
  readonly grace?: Duration;
}

export interface StreamJoinOptions<K, V, O> extends JoinWindows {
  /** Of the nodes, and of the stores where `store` names none; but not of these where `naming` is `java`, as there. */
  readonly name?: string;
  /** What becomes of a record that fails in the join; what the topology says where absent. */
  readonly onError?: ErrorHandler;
  /** Begins the names of the stores of both sides. */
  readonly store?: string;
  /** Of the stores; what the topology says where absent. */
  readonly type?: StoreType;
  readonly key?: SyncSerde<K>;
  readonly left?: SyncSerde<V>;
  readonly right?: SyncSerde<O>;
}

export interface StreamJoinWork<K, V, O> {
  readonly kind: JoinKind;
  readonly joiner: Joiner;
  readonly options: StreamJoinOptions<K, V, O>;
}

/** The parts of a join between two streams, by their names in the plan. */
interface JoinNames {
  readonly windowed: { readonly left: string; readonly right: string };
  readonly join: { readonly left: string; readonly right: string };
  readonly merge: string;
  readonly store: { readonly left: string; readonly right: string; readonly waiting: string };
}

export function joinStreams<K, V, O, W>(
  left: Stream<K, V>,
  right: Stream<K, O>,
  work: StreamJoinWork<K, V, O>,
): Stream<K, W> {
  const { graph } = left;
  graph.expectOwn('join', right);
  const { kind, options } = work;
  const key = options.key ?? left.place.key;
  const sides = {
    left: divided(left, { key, value: options.left, name: options.name, suffix: '-left' }),
    right: divided(right, { key, value: options.right, name: options.name, suffix: '-right' }),
  };
  const names = joinNames(graph, kind, options);
  graph.handleErrors(options.onError, [...Object.values(names.windowed), ...Object.values(names.join)]);
  const span = spanOf(options);
  const stores = joinStores(graph, {
    names,
    span,
    key,
    isPersistent: graph.isPersistent(options.type),
    left: serdeOf(options.left ?? left.place.value, 'value', 'join'),
    right: serdeOf(options.right ?? right.place.value, 'value', 'join'),
  });
  const times = new JoinTimes();
  const takesNullKeys = kind !== 'inner';
  const waitingStore = kind === 'inner' ? null : names.store.waiting;
  const common = { waitingStore, joiner: work.joiner, graceMs: span.graceMs, times };
  const { leftSide, rightSide } = joinSides(common, { kind, names, span });
  graph.add((plan) => {
    for (const side of ['left', 'right'] as const) {
      const create = (): JoinWindowNode => new JoinWindowNode(names.store[side]);
      plan.addProcessor({ name: names.windowed[side], parents: [sides[side].place.node], create });
    }
    plan.addProcessor({
      name: names.join.left,
      parents: [names.windowed.left],
      takesNullKeys,
      create: () => new StreamJoinSideNode(leftSide),
    });
    plan.addProcessor({
      name: names.join.right,
      parents: [names.windowed.right],
      takesNullKeys,
      create: () => new StreamJoinSideNode(rightSide),
    });
    plan.addProcessor({
      name: names.merge,
      parents: [names.join.left, names.join.right],
      create: () => new PassNode(),
    });
    addStores(plan, stores, { names, kind });
    plan.hints.streamJoins.push({
      windowed: names.windowed,
      sides: [names.join.left, names.join.right],
      merge: names.merge,
      store: names.store.left,
      otherStores: [names.store.right, names.store.waiting],
      createSelfJoin: () => new StreamSelfJoinNode(selfJoinOf(span, names.store.left, work.joiner)),
    });
    plan.copartition([...sides.left.place.sources, ...sides.right.place.sources]);
  });
  const sources = [...new Set([...sides.left.place.sources, ...sides.right.place.sources])];
  return new Stream<K, W>(graph, { node: names.merge, sources, key, value: null, isRepartitionRequired: false });
}

/** Each side looks into the other's store, over a span of its own. */
function joinSides(
  common: Pick<StreamJoinSideOptions, 'waitingStore' | 'joiner' | 'graceMs' | 'times'>,
  {
    kind,
    names: { store },
    span: { beforeMs, afterMs },
  }: { readonly kind: JoinKind; readonly names: JoinNames; readonly span: ReturnType<typeof spanOf> },
): { readonly leftSide: StreamJoinSideOptions; readonly rightSide: StreamJoinSideOptions } {
  const isOuter = kind !== 'inner';
  const leftSide = { ...common, isLeft: true, otherStore: store.right, beforeMs, afterMs, isOuter };
  const back = { beforeMs: afterMs, afterMs: beforeMs };
  const rightSide = { ...common, ...back, isLeft: false, otherStore: store.left, isOuter: kind === 'outer' };
  return { leftSide, rightSide };
}

function addStores(
  plan: TopologyPlan,
  { left, right, waiting }: ReturnType<typeof joinStores>,
  { names, kind }: { readonly names: JoinNames; readonly kind: JoinKind },
): void {
  plan.addStore(left, [names.windowed.left, names.join.right]);
  plan.addStore(right, [names.windowed.right, names.join.left]);
  if (kind !== 'inner') plan.addStore(waiting, [names.join.left, names.join.right]);
}

/** What a stream was divided into by its last join: joins without a name share one topic, as in Kafka. */
const dividedInto = new WeakMap<object, object>();

/** A stream as a join needs it: records of one key together. */
export function divided<K, V>(
  stream: Stream<K, V>,
  {
    key,
    value,
    name,
    suffix,
  }: { key: SyncSerde<K> | null; value: SyncSerde<V> | undefined; name: string | undefined; suffix: string },
): Stream<K, V> {
  if (!stream.place.isRepartitionRequired) return stream;
  const topic = name === undefined ? stream.place.node : `${name}${suffix}`;
  if (name === undefined && stream.graph.naming === 'explicit') throw unnamed('join');
  const before = dividedInto.get(stream) as Stream<K, V> | undefined;
  if (name === undefined && before !== undefined) {
    skipRepartitionNames(stream.graph);
    return before;
  }
  const made = repartition(stream, { name: topic, key, value, operator: 'join' });
  dividedInto.set(stream, made);
  return made;
}

function joinNames(graph: Graph, kind: JoinKind, { name, store }: { name?: string; store?: string }): JoinNames {
  if (name === undefined && store === undefined && graph.naming === 'explicit') throw unnamed('join');
  const named = (suffix: string, generated: string): string => (name === undefined ? generated : `${name}${suffix}`);
  const windowed = {
    left: graph.partName(name, '-this-windowed', 'KSTREAM-WINDOWED-'),
    right: graph.partName(name, '-other-windowed', 'KSTREAM-WINDOWED-'),
  };
  // Numbers are used up for the sides whether they have names or not, as stores go by them.
  const left = graph.generated(kind === 'outer' ? 'KSTREAM-OUTERTHIS-' : 'KSTREAM-JOINTHIS-');
  const right = graph.generated(kind === 'inner' ? 'KSTREAM-JOINOTHER-' : 'KSTREAM-OUTEROTHER-');
  const suffixes = {
    left: kind === 'outer' ? '-outer-this-join' : '-this-join',
    right: kind === 'inner' ? '-other-join' : '-outer-other-join',
    waiting: kind === 'outer' ? '-outer-shared-join' : '-left-shared-join',
  };
  // Kafka's stores have the join's name only where they were given it by itself.
  const base = store ?? (graph.naming === 'explicit' ? name : undefined);
  const stored = (suffix: string, generated: string): string =>
    `${base === undefined ? generated : `${base}${suffix}`}-store`;
  return {
    windowed,
    join: { left: named(suffixes.left, left), right: named(suffixes.right, right) },
    merge: graph.partName(name, '-merge', 'KSTREAM-MERGE-'),
    store: {
      left: stored(suffixes.left, left),
      right: stored(suffixes.right, right),
      waiting: stored(suffixes.waiting, `KSTREAM-OUTERSHARED-${left.slice(-10)}`),
    },
  };
}

function spanOf({ within, before, after, grace = 0 }: JoinWindows): {
  beforeMs: number;
  afterMs: number;
  graceMs: number;
} {
  const earlier = before ?? within;
  const later = after ?? within;
  if (earlier === undefined || later === undefined) {
    throw new KafkaError(
      'INVALID_CONFIG',
      'A join of streams needs `within`, or `before` and `after`: how near each other records have to be',
    );
  }
  return {
    beforeMs: milliseconds(earlier, 'how far before a partner may lie'),
    afterMs: milliseconds(later, 'how far behind a partner may lie'),
    graceMs: milliseconds(grace, 'the grace of a join'),
  };
}

/** Where both sides are one stream, whose records are kept once. */
function selfJoinOf(span: ReturnType<typeof spanOf>, store: string, joiner: Joiner): StreamSelfJoinOptions {
  return { ...span, store, joiner, retentionMs: retentionOf(span) };
}

function retentionOf({ beforeMs, afterMs, graceMs }: ReturnType<typeof spanOf>): number {
  return beforeMs + afterMs + graceMs;
}

function joinStores<K>(
  graph: Graph,
  options: {
    names: JoinNames;
    span: ReturnType<typeof spanOf>;
    key: SyncSerde<K> | null;
    isPersistent: boolean;
    left: PlanSerde;
    right: PlanSerde;
  },
): { left: PlanStore; right: PlanStore; waiting: PlanStore } {
  const { names, span, isPersistent } = options;
  const keySerde = serdeOf(options.key, 'key', 'join').forKeys;
  const windowSizeMs = span.beforeMs + span.afterMs;
  const retentionMs = retentionOf(span);
  const serdes = (store: string, values: PlanSerde): StoreSerdes<unknown, unknown> =>
    new StoreSerdes(graph.changelogOf(store), keySerde, values);
  const Records = isPersistent ? PersistentWindowStore<unknown, unknown> : MemoryWindowStore<unknown, unknown>;
  const records = (name: string, values: PlanSerde): PlanStore => ({
    name,
    create: () =>
      new Records({ name, serdes: serdes(name, values), retentionMs, windowSizeMs, retainsDuplicates: true }),
    changelog: { configs: windowChangelogConfigs(retentionMs), sourceTopic: null },
  });
  const { left, right, waiting } = names.store;
  return {
    left: records(left, options.left),
    right: records(right, options.right),
    waiting: {
      name: waiting,
      create: () =>
        new WaitingRecordsStore(waiting, {
          left: serdes(waiting, options.left),
          right: serdes(waiting, options.right),
          isPersistent,
        }),
      changelog: { configs: {}, sourceTopic: null },
    },
  };
}
