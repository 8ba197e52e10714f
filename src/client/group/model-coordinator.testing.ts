/**
 * For tests: a coordinator of one KIP-848 group, as small as the protocol allows, and clusters of clients that reach it
 * over connections that lose and delay. It hands a partition to a member only when nobody else holds it, by what members
 * have acknowledged.
 */
import { KafkaError, type Env } from '#kernel';
import {
  Errors,
  newConsumerGroupHeartbeatResponse,
  newMetadataResponse,
  newMetadataResponseTopic,
  type ConsumerGroupHeartbeatRequest,
  type ConsumerGroupHeartbeatResponse,
  type MetadataRequest,
  type MetadataResponse,
} from '#protocol';
import type { TopicMetadata } from '../cluster/metadata-types.ts';
import { errorFor } from '../errors.ts';
import type { GroupCluster, RequestBody, Rpc } from './group-cluster.ts';

export interface ModelTopic {
  readonly name: string;
  readonly topicId: string;
  readonly partitions: number;
}

interface ModelMember {
  epoch: number;
  readonly instanceId: string | null;
  topics: readonly string[];
  /** What it may have: `topicId:partition`. */
  assigned: Set<string>;
  /** What it said last that it has. */
  held: Set<string>;
  lastHeartbeatMs: number;
}

const SESSION_MS = 10_000;
export const HEARTBEAT_INTERVAL_MS = 1000;

export class ModelCoordinator {
  readonly requests: ConsumerGroupHeartbeatRequest[] = [];
  readonly #env: Env;
  readonly topics: ModelTopic[];
  readonly #members = new Map<string, ModelMember>();
  #groupEpoch = 0;
  /** Answers instead of the group's own, the first first. */
  readonly scripted: Partial<ConsumerGroupHeartbeatResponse>[] = [];

  constructor(env: Env, topics: ModelTopic[]) {
    this.#env = env;
    this.topics = topics;
  }

  /** The members that the group counts as its own, by id. */
  get memberIds(): string[] {
    this.#expire();
    return [...this.#members.keys()];
  }

  /** Removes a member without a word. */
  fence(memberId: string): void {
    if (this.#members.delete(memberId)) this.#groupEpoch++;
  }

  heartbeat(request: ConsumerGroupHeartbeatRequest): ConsumerGroupHeartbeatResponse {
    this.requests.push(request);
    this.#expire();
    const scripted = this.scripted.shift();
    if (scripted !== undefined) return newConsumerGroupHeartbeatResponse(scripted);
    const { memberId, memberEpoch } = request;
    if (memberEpoch < 0) {
      this.fence(memberId);
      return newConsumerGroupHeartbeatResponse({ memberId, memberEpoch });
    }
    if (memberEpoch === 0) this.#join(request);
    const member = this.#members.get(memberId);
    if (member === undefined) return failed(Errors.UNKNOWN_MEMBER_ID.code);
    if (memberEpoch !== 0 && memberEpoch !== member.epoch) return failed(Errors.FENCED_MEMBER_EPOCH.code);
    this.#update(member, request);
    return this.#reconcile(memberId, member, request);
  }

  #join({ memberId, instanceId }: ConsumerGroupHeartbeatRequest): void {
    const epoch = 0;
    const lastHeartbeatMs = this.#env.clock.monotonic();
    this.#members.set(memberId, {
      epoch,
      instanceId,
      topics: [],
      assigned: new Set(),
      held: new Set(),
      lastHeartbeatMs,
    });
    this.#groupEpoch++;
  }

  #update(member: ModelMember, request: ConsumerGroupHeartbeatRequest): void {
    const { subscribedTopicNames, topicPartitions } = request;
    member.lastHeartbeatMs = this.#env.clock.monotonic();
    if (subscribedTopicNames !== null && String(subscribedTopicNames) !== String(member.topics)) {
      member.topics = subscribedTopicNames;
      this.#groupEpoch++;
    }
    if (topicPartitions !== null) {
      member.held = new Set(
        topicPartitions.flatMap(({ topicId, partitions }) => partitions.map((p) => `${topicId}:${p}`)),
      );
    }
  }

  #reconcile(
    memberId: string,
    member: ModelMember,
    request: ConsumerGroupHeartbeatRequest,
  ): ConsumerGroupHeartbeatResponse {
    const before = [...member.assigned].sort().join(' ');
    const target = this.#targetOf(memberId);
    const kept = new Set([...member.assigned].filter((partition) => target.has(partition)));
    member.assigned = kept;
    const hasLetGo = [...member.held].every((partition) => kept.has(partition));
    if (hasLetGo) {
      member.epoch = this.#groupEpoch;
      for (const partition of target) if (this.#isFree(partition, memberId)) kept.add(partition);
    } else if (member.epoch === 0) {
      member.epoch = this.#groupEpoch;
    }
    // One that says everything may have missed the last answer.
    const isFull = request.rebalanceTimeoutMs !== -1 && request.topicPartitions !== null;
    const isNews = isFull || [...kept].sort().join(' ') !== before || !hasLetGo;
    const assignment = isNews ? { topicPartitions: this.#topicPartitions(kept) } : null;
    const heartbeatIntervalMs = HEARTBEAT_INTERVAL_MS;
    return newConsumerGroupHeartbeatResponse({ memberId, memberEpoch: member.epoch, heartbeatIntervalMs, assignment });
  }

  #topicPartitions(assigned: ReadonlySet<string>): { topicId: string; partitions: number[] }[] {
    const byTopic = Map.groupBy(assigned, (partition) => partition.split(':')[0]!);
    return [...byTopic].map(([topicId, list]) => {
      return { topicId, partitions: list.map((partition) => Number(partition.split(':')[1])) };
    });
  }

  /** Partition by partition in turn among those who want the topic. */
  #targetOf(memberId: string): Set<string> {
    const target = new Set<string>();
    for (const { name, topicId, partitions } of this.topics) {
      const wanting = [...this.#members].filter(([, { topics }]) => topics.includes(name)).map(([id]) => id);
      const turn = wanting.indexOf(memberId);
      for (let p = 0; turn >= 0 && p < partitions; p++) if (p % wanting.length === turn) target.add(`${topicId}:${p}`);
    }
    return target;
  }

  #isFree(partition: string, forMember: string): boolean {
    return [...this.#members].every(
      ([id, { assigned, held }]) => id === forMember || (!assigned.has(partition) && !held.has(partition)),
    );
  }

  #expire(): void {
    const endMs = this.#env.clock.monotonic() - SESSION_MS;
    for (const [id, { lastHeartbeatMs }] of this.#members) if (lastHeartbeatMs < endMs) this.fence(id);
  }
}

function failed(errorCode: number): ConsumerGroupHeartbeatResponse {
  return newConsumerGroupHeartbeatResponse({ errorCode, errorMessage: 'as scripted' });
}

export interface ModelConnection {
  /** Of how many requests one is lost before, and one after, it has been answered; 0 for none. */
  readonly loss?: number;
  readonly maxDelayMs?: number;
  /** Topics that the client's metadata knows from the start. */
  readonly knownTopics?: readonly string[];
}

export interface ModelCluster extends GroupCluster {
  /** Metadata as the client has it; the second shows it to the client's listeners. */
  readonly known: Map<string, TopicMetadata>;
  changed(): void;
}

/** One client's way to the coordinator: in order, as over one connection. */
export function modelCluster(env: Env, coordinator: ModelCoordinator, connection: ModelConnection = {}): ModelCluster {
  const { loss = 0, maxDelayMs = 1, knownTopics = coordinator.topics.map(({ name }) => name) } = connection;
  const listeners = new Set<() => void>();
  const metadataOf = ({ name, topicId, partitions }: ModelTopic): TopicMetadata => ({
    name,
    topicId,
    isInternal: name.startsWith('__'),
    partitions: Array.from({ length: partitions }, (_, partition) => {
      return { partition, leader: 1, leaderEpoch: 0, replicas: [1], isr: [1], offline: [], error: null };
    }),
    error: null,
  });
  const known = new Map(
    coordinator.topics.filter(({ name }) => knownTopics.includes(name)).map((topic) => [topic.name, metadataOf(topic)]),
  );
  const later = (): Promise<void> =>
    new Promise((resolve) => void env.scheduler.after(env.random.number() * maxDelayMs, resolve));
  const isLost = (): boolean => loss > 0 && env.random.number() < 1 / loss;
  let queue: Promise<unknown> = Promise.resolve();
  const exchange = async (handle: () => unknown): Promise<unknown> => {
    await later();
    if (isLost()) throw errorFor('NETWORK_EXCEPTION', 'lost on the way there');
    const answer = handle();
    await later();
    if (isLost()) throw errorFor('NETWORK_EXCEPTION', 'lost on the way back');
    return answer;
  };
  const answerTo = (apiKey: number, request: unknown): unknown => {
    if (apiKey === 68) return coordinator.heartbeat(request as ConsumerGroupHeartbeatRequest);
    if (apiKey === 3) return metadataAnswer(coordinator, request as MetadataRequest);
    throw new KafkaError('ILLEGAL_STATE', `the model has no API ${apiKey}`);
  };
  return {
    known,
    changed: () => listeners.forEach((listener) => listener()),
    metadata: {
      brokers: () => [{ nodeId: 1, host: 'model', port: 1, rack: null }],
      topic: (name) => known.get(name),
      topicName: (topicId) => [...known.values()].find((topic) => topic.topicId === topicId)?.name,
      topicNames: () => [...known.keys()],
      ensureAll: async () => [...known.keys()],
      refresh: async () => undefined,
      invalidate: () => undefined,
      watch: () => undefined,
      onChange: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    async send<Q, A>(_nodeId: number, [codec]: Rpc<Q, A>, body: RequestBody<Q>): Promise<A> {
      const request = typeof body === 'function' ? (body as (version: number) => Q)(codec.maxVersion) : body;
      const answer = queue.then(() => exchange(() => answerTo(codec.apiKey, request)));
      queue = answer.catch(() => undefined);
      return (await answer) as A;
    },
    coordinator: async () => 1,
    forgetCoordinator: () => undefined,
  };
}

function metadataAnswer(coordinator: ModelCoordinator, request: MetadataRequest): MetadataResponse {
  const topics = (request.topics ?? []).map(({ topicId }) => {
    const topic = coordinator.topics.find((candidate) => candidate.topicId === topicId);
    const errorCode = topic === undefined ? Errors.UNKNOWN_TOPIC_ID.code : 0;
    return newMetadataResponseTopic({ errorCode, name: topic?.name ?? null, topicId });
  });
  return newMetadataResponse({ topics });
}
