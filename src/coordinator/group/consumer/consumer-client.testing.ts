/** A consumer's side of the consumer protocol (KIP-848): tells only what has changed, and gives up what it must. */
import {
  type ConsumerGroupHeartbeatRequest,
  type ConsumerGroupHeartbeatResponse,
  newConsumerGroupHeartbeatRequest,
  newConsumerGroupDescribeRequest,
} from '#protocol';
import { context, GROUP, type GroupWorld, idOf } from '../group-world.testing.ts';
import type { TopicPartitionsEntry } from '../modern/topic-partitions.ts';

export interface ConsumerOptions {
  readonly groupId: string;
  readonly topics: readonly string[] | null;
  readonly regex: string | null;
  readonly instanceId: string | null;
  readonly rackId: string | null;
  readonly assignor: string | null;
  readonly rebalanceTimeoutMs: number;
  readonly apiVersion: number;
}

const DEFAULTS: ConsumerOptions = {
  groupId: GROUP,
  topics: ['orders'],
  regex: null,
  instanceId: null,
  rackId: null,
  assignor: null,
  rebalanceTimeoutMs: 300_000,
  apiVersion: 1,
};

export class ConsumerClient {
  readonly memberId: string;
  readonly options: ConsumerOptions;
  epoch = 0;
  /** What it has, as `topic-partition`. */
  owned: string[] = [];
  last: ConsumerGroupHeartbeatResponse | null = null;
  #world: GroupWorld;

  constructor(world: GroupWorld, memberId: string, options: Partial<ConsumerOptions> = {}) {
    this.#world = world;
    this.memberId = memberId;
    this.options = { ...DEFAULTS, ...options };
  }

  moveTo(world: GroupWorld): void {
    this.#world = world;
  }

  /** Joins, or joins anew. */
  async join(changes: Partial<ConsumerGroupHeartbeatRequest> = {}): Promise<number> {
    const { options } = this;
    this.epoch = 0;
    this.owned = [];
    return this.heartbeat({
      instanceId: options.instanceId,
      rackId: options.rackId,
      rebalanceTimeoutMs: options.rebalanceTimeoutMs,
      subscribedTopicNames: options.topics === null ? null : [...options.topics],
      subscribedTopicRegex: options.regex,
      serverAssignor: options.assignor,
      topicPartitions: [],
      ...changes,
    });
  }

  /** Tells nothing but that it is alive. */
  async heartbeat(changes: Partial<ConsumerGroupHeartbeatRequest> = {}): Promise<number> {
    const request = newConsumerGroupHeartbeatRequest({
      groupId: this.options.groupId,
      memberId: this.memberId,
      memberEpoch: this.epoch,
      instanceId: this.options.instanceId,
      ...changes,
    });
    const { coordinator } = this.#world;
    const response = await this.#world.finish(
      coordinator.consumerGroupHeartbeat(request, context(this.options.apiVersion)),
    );
    this.last = response;
    if (response.errorCode === 0) {
      this.epoch = response.memberEpoch;
      if (response.assignment !== null) this.owned = partitionNames(response.assignment.topicPartitions);
    }
    return response.errorCode;
  }

  /** Heartbeats, and tells what it has: once more where it was asked to give something up. */
  async poll(): Promise<number> {
    const before = this.owned.join();
    const errorCode = await this.heartbeat();
    if (errorCode !== 0 || this.owned.join() === before) return errorCode;
    return this.heartbeat({ topicPartitions: entriesOfNames(this.owned) });
  }

  leave(memberEpoch: number = -1): Promise<number> {
    return this.heartbeat({ memberEpoch });
  }
}

export function partitionNames(entries: readonly TopicPartitionsEntry[]): string[] {
  return entries
    .flatMap(({ topicId, partitions }) => partitions.map((partition) => `${nameOfId(topicId)}-${partition}`))
    .sort();
}

export function entriesOfNames(names: readonly string[]): TopicPartitionsEntry[] {
  return [...new Set(names.map(topicOf))].map((topic) => ({
    topicId: idOf(topic),
    partitions: names.filter((name) => topicOf(name) === topic).map((name) => Number(name.split('-').at(-1))),
  }));
}

function topicOf(name: string): string {
  return name.slice(0, name.lastIndexOf('-'));
}

function nameOfId(topicId: string): string {
  return Buffer.from(topicId, 'base64url').toString().replace(/\.+$/, '');
}

export async function describeConsumers(world: GroupWorld, groupId: string = GROUP) {
  const request = newConsumerGroupDescribeRequest({ groupIds: [groupId] });
  const response = await world.finish(world.coordinator.consumerGroupDescribe(request, context(1)));
  return response.groups[0]!;
}

/** Everyone polls, round by round, until nothing changes any more. */
export async function settle(world: GroupWorld, clients: readonly ConsumerClient[]): Promise<void> {
  for (let round = 0, quiet = 0; round < 40 && quiet < 3; round++) {
    const before = JSON.stringify(clients.map(({ epoch, owned }) => [epoch, owned]));
    for (const client of clients) await client.poll();
    await world.advance(1100);
    quiet = before === JSON.stringify(clients.map(({ epoch, owned }) => [epoch, owned])) ? quiet + 1 : 0;
  }
}
