/**
 * Which broker is asked about an item, as the Java client's Admin decides it: the controller (with KRaft a broker that
 * passes the request on), any broker, a given one, the leader of a partition, the coordinator of a group or transaction.
 */
import { Errors } from '#protocol';
import type { TopicPartition } from '../assignors/group-members.ts';
import type { CoordinatorKind } from '../cluster/cluster.ts';
import { asClientError, errorFor, needsCoordinator, type ClientError } from '../errors.ts';
import type { AdminCall } from './admin-call.ts';

export interface Located<Item> {
  readonly nodes: ReadonlyMap<number, readonly Item[]>;
  /** Those for which there is nobody to ask, at present or at all. */
  readonly refused: ReadonlyMap<Item, ClientError>;
}

export interface Route<Item> {
  locate(call: AdminCall, items: readonly Item[]): Promise<Located<Item>>;
  /** The errors after which an item is located and asked about again. */
  readonly retries: ReadonlySet<string>;
  /** Told of each error that is tried again, `nodeId` -1 where nobody was asked. */
  forget?(call: AdminCall, item: Item, failure: { nodeId: number; error: ClientError }): void;
}

const CONTROLLER_RETRIES: ReadonlySet<string> = new Set(['NOT_CONTROLLER', 'THROTTLING_QUOTA_EXCEEDED']);
const LEADER_RETRIES: ReadonlySet<string> = new Set([
  'NOT_LEADER_OR_FOLLOWER',
  'LEADER_NOT_AVAILABLE',
  'REPLICA_NOT_AVAILABLE',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'OFFSET_NOT_AVAILABLE',
  'KAFKA_STORAGE_ERROR',
]);
const COORDINATOR_RETRIES: ReadonlySet<string> = new Set([
  'NOT_COORDINATOR',
  'COORDINATOR_NOT_AVAILABLE',
  'COORDINATOR_LOAD_IN_PROGRESS',
]);

/** A topic that was just made is known to all brokers within this time. */
const UNKNOWN_TOPIC_PATIENCE_MS = 3000;

/** The controller of old brokers; with KRaft the broker that metadata gives for it. */
export function toController<Item>(retries: ReadonlySet<string> = CONTROLLER_RETRIES): Route<Item> {
  return {
    retries,
    locate: async (call, items) => all(await call.cluster.controller(call.waitOptions()), items),
  };
}

/** For mutations under a quota (KIP-599), of which the caller may want to hear. */
export function toControllerUnderQuota<Item>(retryOnQuotaViolation: boolean = true): Route<Item> {
  return toController(retryOnQuotaViolation ? CONTROLLER_RETRIES : new Set(['NOT_CONTROLLER']));
}

export function toAnyBroker<Item>(): Route<Item> {
  return {
    retries: CONTROLLER_RETRIES,
    locate: async (call, items) => all(await call.cluster.leastLoadedNode(call.waitOptions()), items),
  };
}

/** The broker that the item names; any where it names none (null). */
export function toBroker<Item>(
  brokerOf: (item: Item) => number | null,
  retries: ReadonlySet<string> = CONTROLLER_RETRIES,
): Route<Item> {
  return {
    retries,
    async locate(call, items) {
      const placing = new Placing<Item>();
      const known = await knownBrokers(call, items.map(brokerOf));
      let any: number | null = null;
      for (const item of items) {
        const brokerId = brokerOf(item);
        if (brokerId === null) placing.place((any ??= await call.cluster.leastLoadedNode(call.waitOptions())), item);
        else if (known.has(brokerId)) placing.place(brokerId, item);
        else placing.refuse(item, noSuchBroker(brokerId, known));
      }
      return placing;
    },
  };
}

/** All that are in the cluster, asked for anew. */
export async function allBrokers(call: AdminCall): Promise<number[]> {
  await call.retry(() => call.cluster.metadata.refresh(call.waitOptions()));
  return call.cluster.metadata.brokers().map(({ nodeId }) => nodeId);
}

export function toLeader<Item extends TopicPartition>(): Route<Item> {
  return {
    retries: LEADER_RETRIES,
    async locate(call, items) {
      await lookUpTopics(call, items);
      const placing = new Placing<Item>();
      for (const item of items) {
        const leader = leaderOf(call, item);
        if (typeof leader === 'number') placing.place(leader, item);
        else placing.refuse(item, leader);
      }
      return placing;
    },
  };
}

export function toCoordinator<Item>(
  kind: CoordinatorKind,
  keyOf: (item: Item) => string,
  alsoRetries: readonly string[] = [],
): Route<Item> {
  return {
    retries: new Set([...COORDINATOR_RETRIES, ...alsoRetries]),
    async locate(call, items) {
      const placing = new Placing<Item>();
      const found = items.map(async (item) => {
        try {
          placing.place(await call.cluster.coordinator(kind, keyOf(item), call.waitOptions()), item);
        } catch (error) {
          placing.refuse(item, asClientError(error));
        }
      });
      await Promise.all(found);
      return placing;
    },
    forget(call, item, { nodeId, error }) {
      if (nodeId !== -1 && needsCoordinator(error)) call.cluster.forgetCoordinator(kind, keyOf(item), nodeId);
    },
  };
}

class Placing<Item> implements Located<Item> {
  readonly nodes = new Map<number, Item[]>();
  readonly refused = new Map<Item, ClientError>();

  place(nodeId: number, item: Item): void {
    const items = this.nodes.get(nodeId);
    if (items === undefined) this.nodes.set(nodeId, [item]);
    else items.push(item);
  }

  refuse(item: Item, error: ClientError): void {
    this.refused.set(item, error);
  }
}

function all<Item>(nodeId: number, items: readonly Item[]): Located<Item> {
  return { nodes: new Map([[nodeId, items]]), refused: new Map() };
}

/** Asks for metadata anew where a broker is not in it: it may have joined since. */
async function knownBrokers(call: AdminCall, wanted: readonly (number | null)[]): Promise<Set<number>> {
  const { metadata } = call.cluster;
  const isKnown = wanted.every((brokerId) => brokerId === null || metadata.broker(brokerId) !== undefined);
  if (!isKnown) await metadata.refresh(call.waitOptions());
  return new Set(metadata.brokers().map(({ nodeId }) => nodeId));
}

function noSuchBroker(brokerId: number, known: ReadonlySet<number>): ClientError {
  const brokers = [...known].toSorted((a, b) => a - b).join(', ');
  return errorFor('BROKER_NOT_AVAILABLE', `There is no broker ${brokerId} in the cluster; it has ${brokers}.`, {
    nodeId: brokerId,
    retriable: false,
  });
}

/** What the patience with one topic ends with: what is known by then is said of each topic by itself. */
const OF_SOME_TOPIC: ReadonlySet<string> = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'REQUEST_TIMED_OUT',
]);

/** After it `metadata.topic` tells of each topic; undefined where there is none. */
async function lookUpTopics(call: AdminCall, items: readonly TopicPartition[]): Promise<void> {
  const { metadata } = call.cluster;
  const topics = [...new Set(items.map(({ topic }) => topic))];
  const timeoutMs = Math.min(UNKNOWN_TOPIC_PATIENCE_MS, call.remainingMs());
  try {
    await metadata.ensure(topics, { timeoutMs, signal: call.signal, allowAutoTopicCreation: false });
  } catch (error) {
    if (metadata.brokers().length === 0 || !OF_SOME_TOPIC.has(asClientError(error).code)) throw error;
  }
  const mayHaveGrown = items.some(({ topic, partition }) => {
    const known = metadata.topic(topic);
    return known !== undefined && known.error === null && partition >= known.partitions.length;
  });
  if (mayHaveGrown) await metadata.refresh(call.waitOptions());
}

/** A topic or partition that there is not is final here: the patience with new ones is spent. */
function leaderOf(call: AdminCall, { topic, partition }: TopicPartition): number | ClientError {
  const known = call.cluster.metadata.topic(topic);
  if (known === undefined || known.error !== null) {
    const error = known?.error ?? Errors.UNKNOWN_TOPIC_OR_PARTITION;
    const message = error === Errors.UNKNOWN_TOPIC_OR_PARTITION ? 'There is no such topic.' : error.message;
    return errorFor(error, message, { retriable: error.retriable && error !== Errors.UNKNOWN_TOPIC_OR_PARTITION });
  }
  const place = known.partitions[partition];
  if (place === undefined) {
    const message = `The topic has ${known.partitions.length} partitions, numbered from 0.`;
    return errorFor('UNKNOWN_TOPIC_OR_PARTITION', message, { retriable: false });
  }
  return place.leader === -1
    ? errorFor('LEADER_NOT_AVAILABLE', 'The partition has no leader at present.')
    : place.leader;
}
