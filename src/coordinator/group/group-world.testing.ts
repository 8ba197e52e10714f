/** A group coordinator of one partition on virtual time, and members that talk to it as clients do. */
import {
  type JoinGroupResponse,
  newHeartbeatRequest,
  newJoinGroupRequest,
  newJoinGroupRequestProtocol,
  newLeaveGroupRequest,
  newOffsetCommitRequest,
  newOffsetCommitRequestPartition,
  newOffsetCommitRequestTopic,
  newOffsetFetchRequest,
  newSyncGroupRequest,
  newSyncGroupRequestAssignment,
  type OffsetFetchResponseTopic,
  type SyncGroupResponse,
  Writer,
  consumerProtocolSubscription,
  newConsumerProtocolSubscription,
} from '#protocol';
import { createSimulation, type Simulation } from '#sim';
import { MemoryLog } from '../runtime/memory-log.testing.ts';
import type { GroupCoordinatorSettings } from './group-context.ts';
import { GroupCoordinator, type GroupRequestContext } from './group-coordinator.ts';
import { groupConfigTable } from './group-config-table.ts';
import { topicHash } from './modern/metadata-hash.ts';
import { groupCoordinatorSettings } from './group-settings.ts';
import type { TopicDirectory } from './topic-directory.ts';

export const GROUP = 'group';
export const LATEST = { join: 9, sync: 5, heartbeat: 4, leave: 5, offsetCommit: 9, offsetFetch: 7 } as const;

export const DEFAULT_SETTINGS: GroupCoordinatorSettings = groupCoordinatorSettings({
  groupMinSessionTimeoutMs: 6000,
  groupMaxSessionTimeoutMs: 1_800_000,
  groupInitialRebalanceDelayMs: 3000,
  groupMaxSize: 2 ** 31 - 1,
  offsetMetadataMaxBytes: 4096,
  offsetsRetentionMinutes: 10_080,
  offsetsRetentionCheckIntervalMs: 600_000,
  offsetsCommitTimeoutMs: 5000,
  groupConsumerAssignors: ['uniform', 'range'],
  groupStreamsMaxSize: 2 ** 31 - 1,
  groupConsumerMaxSize: 2 ** 31 - 1,
  groupConsumerMigrationPolicy: 'bidirectional',
  groupShareMaxSize: 200,
  groupShareInitializeRetryIntervalMs: 30_000,
  groupConsumerRegexRefreshIntervalMs: 600_000,
});

export interface GroupWorldOptions {
  readonly seed?: number;
  readonly settings?: Partial<GroupCoordinatorSettings>;
  readonly simulation?: Simulation;
  /** What the log holds already. */
  readonly batches?: Buffer[];
  readonly topics?: TopicTable;
  readonly groupConfigs?: Map<string, string>;
}

export class TopicTable implements TopicDirectory {
  readonly #topics = new Map<string, { topicId: string; partitions: number }>();

  version = 0;

  add(name: string, partitions: number, topicId: string = idOf(name)): void {
    this.#topics.set(name, { topicId, partitions });
    this.version++;
  }

  delete(name: string): void {
    this.#topics.delete(name);
    this.version++;
  }

  topicNames(): Iterable<string> {
    return this.#topics.keys();
  }

  topicHash(name: string): bigint | null {
    const topic = this.#topics.get(name);
    if (topic === undefined) return null;
    const partitionRacks = Array.from({ length: topic.partitions }, () => []);
    return topicHash({ topicId: topic.topicId, name, partitionRacks });
  }

  topicId(name: string): string | null {
    return this.#topics.get(name)?.topicId ?? null;
  }

  topicName(topicId: string): string | null {
    for (const [name, topic] of this.#topics) if (topic.topicId === topicId) return name;
    return null;
  }

  partitionCount(name: string): number {
    return this.#topics.get(name)?.partitions ?? 0;
  }
}

/** A uuid that is the same for the same name. */
export function idOf(name: string): string {
  return Buffer.from(name.padEnd(16, '.')).subarray(0, 16).toString('base64url');
}

export class GroupWorld {
  readonly simulation: Simulation;
  readonly log: MemoryLog;
  readonly topics: TopicTable;
  /** Of all groups, by key. */
  readonly groupConfigs: Map<string, string>;
  readonly settings: GroupCoordinatorSettings;
  readonly coordinator: GroupCoordinator;

  private constructor(options: GroupWorldOptions) {
    this.simulation = options.simulation ?? createSimulation(options.seed ?? 1);
    const { env } = this.simulation;
    this.log = new MemoryLog(env, options.batches);
    this.settings = { ...DEFAULT_SETTINGS, ...options.settings };
    this.topics = options.topics ?? new TopicTable();
    this.groupConfigs = options.groupConfigs ?? new Map();
    if (options.topics === undefined) {
      this.topics.add('orders', 4);
      this.topics.add('payments', 2);
    }
    this.coordinator = new GroupCoordinator(env, {
      partitions: 1,
      topics: this.topics,
      settings: this.settings,
      groupConfigs: () => groupConfigTable.parse(this.groupConfigs).values,
    });
  }

  static async create(options: GroupWorldOptions = {}): Promise<GroupWorld> {
    const world = new GroupWorld(options);
    await world.finish(world.coordinator.load(0, world.log));
    return world;
  }

  /** A world whose coordinator has not read its log yet. */
  static unloaded(options: GroupWorldOptions = {}): GroupWorld {
    return new GroupWorld(options);
  }

  /** As after the broker starts anew: the same log, a coordinator that knows nothing else. */
  async restart(): Promise<GroupWorld> {
    this.coordinator.close();
    return GroupWorld.create({
      simulation: this.simulation,
      settings: this.settings,
      topics: this.topics,
      groupConfigs: this.groupConfigs,
      batches: this.log.batches.map((batch) => Buffer.from(batch)),
    });
  }

  finish<T>(promise: Promise<T>, withinMs?: number): Promise<T> {
    return this.simulation.finish(promise, withinMs);
  }

  advance(byMs: number): Promise<void> {
    return this.simulation.advance(byMs);
  }

  member(name: string, options: Partial<MemberOptions> = {}): GroupClient {
    return new GroupClient(this, { ...MEMBER_DEFAULTS, clientId: name, ...options });
  }

  /** Members that have joined and synced; the first one leads. Each has its own name as its assignment. */
  async stableGroup(names: readonly string[], options: Partial<MemberOptions> = {}): Promise<GroupClient[]> {
    const members = names.map((name) => this.member(name, options));
    await this.rebalance(members);
    return members;
  }

  /** All members join and sync; whoever leads gives each its client id. */
  async rebalance(members: readonly GroupClient[]): Promise<void> {
    const first = members[0]!.join();
    await this.simulation.advance(10);
    const others = members.slice(1).map((member) => member.join());
    await this.finish(Promise.all([first, ...others]));
    await this.finish(Promise.all(members.map((member) => member.sync(assignmentsByClientId(members)))));
  }

  async commit(offset: number, options: Partial<CommitOptions> = {}): Promise<number> {
    const { member, topic, partition, metadata, apiVersion, retentionTimeMs, groupId, leaderEpoch } = {
      ...COMMIT_DEFAULTS,
      ...options,
    };
    const request = newOffsetCommitRequest({
      groupId,
      generationIdOrMemberEpoch: options.generation ?? member?.generation ?? -1,
      memberId: options.memberId ?? member?.memberId ?? '',
      groupInstanceId: member?.options.instanceId ?? null,
      retentionTimeMs,
      topics: [
        newOffsetCommitRequestTopic({
          name: apiVersion < 10 ? topic : '',
          topicId: apiVersion < 10 ? idOf('') : idOf(topic),
          partitions: [
            newOffsetCommitRequestPartition({
              partitionIndex: partition,
              committedOffset: offset,
              committedMetadata: metadata,
              committedLeaderEpoch: leaderEpoch,
            }),
          ],
        }),
      ],
    });
    const response = await this.finish(this.coordinator.offsetCommit(request, context(apiVersion)));
    return response.topics[0]!.partitions[0]!.errorCode;
  }

  /** All offsets of a group, as OffsetFetch v7 shows them. */
  async offsets(groupId: string = GROUP): Promise<OffsetFetchResponseTopic[]> {
    const request = newOffsetFetchRequest({ groupId, topics: null });
    const response = await this.finish(this.coordinator.offsetFetch(request, context(LATEST.offsetFetch)));
    return response.topics;
  }

  /** The committed offset of one partition, -1 where there is none. */
  async offset(topic: string = 'orders', partition: number = 0, groupId: string = GROUP): Promise<number> {
    const topics = [{ name: topic, partitionIndexes: [partition] }];
    const request = newOffsetFetchRequest({ groupId, topics });
    const response = await this.finish(this.coordinator.offsetFetch(request, context(LATEST.offsetFetch)));
    return response.topics[0]!.partitions[0]!.committedOffset;
  }

  async describe(groupId: string = GROUP, apiVersion: number = 6) {
    const request = { groups: [groupId], includeAuthorizedOperations: false };
    const response = await this.finish(this.coordinator.describeGroups(request, context(apiVersion)));
    return response.groups[0]!;
  }

  async state(groupId: string = GROUP): Promise<string> {
    return (await this.describe(groupId)).groupState;
  }

  async memberIds(groupId: string = GROUP): Promise<string[]> {
    return (await this.describe(groupId)).members.map(({ memberId }) => memberId);
  }
}

export interface CommitOptions {
  readonly member: GroupClient | null;
  readonly topic: string;
  readonly partition: number;
  readonly metadata: string | null;
  readonly apiVersion: number;
  readonly retentionTimeMs: number;
  readonly groupId: string;
  readonly leaderEpoch: number;
  /** Instead of the member's. */
  readonly generation: number;
  readonly memberId: string;
}

const COMMIT_DEFAULTS = {
  member: null,
  topic: 'orders',
  partition: 0,
  metadata: '',
  apiVersion: LATEST.offsetCommit as number,
  retentionTimeMs: -1,
  groupId: GROUP,
  leaderEpoch: -1,
};

export interface MemberOptions {
  readonly groupId: string;
  readonly clientId: string;
  readonly instanceId: string | null;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly protocolType: string;
  /** Preferred ones first. */
  readonly protocols: readonly string[];
  /** What the member tells its leader; a subscription of these topics. */
  readonly topics: readonly string[];
  readonly joinVersion: number;
  readonly reason: string | null;
}

const MEMBER_DEFAULTS: MemberOptions = {
  groupId: GROUP,
  clientId: 'client',
  instanceId: null,
  sessionTimeoutMs: 45_000,
  rebalanceTimeoutMs: 300_000,
  protocolType: 'consumer',
  protocols: ['range'],
  topics: ['orders'],
  joinVersion: LATEST.join,
  reason: null,
};

/** A client's side of a classic group: remembers its member id and generation as clients do. */
export class GroupClient {
  options: MemberOptions;
  memberId = '';
  generation = -1;
  lastJoin: JoinGroupResponse | null = null;
  lastSync: SyncGroupResponse | null = null;
  #world: GroupWorld;

  constructor(world: GroupWorld, options: MemberOptions) {
    this.#world = world;
    this.options = options;
  }

  /** Goes on with another coordinator of the same group. */
  moveTo(world: GroupWorld): void {
    this.#world = world;
  }

  get isLeader(): boolean {
    return this.lastJoin !== null && this.lastJoin.leader === this.memberId;
  }

  get assignment(): string {
    return Buffer.from(this.lastSync?.assignment ?? []).toString();
  }

  /** Joins, and joins again with the id it was given. */
  async join(changes: Partial<MemberOptions> = {}): Promise<JoinGroupResponse> {
    const response = await this.joinOnce(changes);
    return response.errorCode === 79 ? this.joinOnce() : response;
  }

  async joinOnce(changes: Partial<MemberOptions> = {}): Promise<JoinGroupResponse> {
    this.options = { ...this.options, ...changes };
    const { options } = this;
    const request = newJoinGroupRequest({
      groupId: options.groupId,
      sessionTimeoutMs: options.sessionTimeoutMs,
      rebalanceTimeoutMs: options.rebalanceTimeoutMs,
      memberId: this.memberId,
      groupInstanceId: options.instanceId,
      protocolType: options.protocolType,
      protocols: options.protocols.map((name) =>
        newJoinGroupRequestProtocol({ name, metadata: subscriptionTo(options.topics) }),
      ),
      reason: options.reason,
    });
    const response = await this.#world.coordinator.joinGroup(request, context(options.joinVersion, options.clientId));
    this.lastJoin = response;
    if (response.errorCode === 0 || response.errorCode === 79) this.memberId = response.memberId;
    if (response.errorCode === 0) this.generation = response.generationId;
    return response;
  }

  /** Asks for its assignment; a leader brings the assignments it is given, by member id. */
  async sync(
    assignments: ReadonlyMap<string, string> = new Map(),
    changes: SyncChanges = {},
  ): Promise<SyncGroupResponse> {
    const request = newSyncGroupRequest({
      groupId: this.options.groupId,
      generationId: this.generation,
      memberId: this.memberId,
      groupInstanceId: this.options.instanceId,
      assignments: this.isLeader
        ? [...assignments].map(([memberId, text]) =>
            newSyncGroupRequestAssignment({ memberId, assignment: Buffer.from(text) }),
          )
        : [],
      ...changes,
    });
    this.lastSync = await this.#world.coordinator.syncGroup(request, context(LATEST.sync));
    return this.lastSync;
  }

  async heartbeat(changes: { generationId?: number; memberId?: string } = {}): Promise<number> {
    const request = newHeartbeatRequest({
      groupId: this.options.groupId,
      generationId: this.generation,
      memberId: this.memberId,
      groupInstanceId: this.options.instanceId,
      ...changes,
    });
    const response = await this.#world.finish(this.#world.coordinator.heartbeat(request, context(LATEST.heartbeat)));
    return response.errorCode;
  }

  async leave(): Promise<number> {
    const { instanceId, groupId } = this.options;
    const members = [{ memberId: this.memberId, groupInstanceId: instanceId, reason: null }];
    const request = newLeaveGroupRequest({ groupId, members });
    const response = await this.#world.finish(this.#world.coordinator.leaveGroup(request, context(LATEST.leave)));
    return response.members[0]?.errorCode ?? response.errorCode;
  }
}

export interface SyncChanges {
  readonly generationId?: number;
  readonly memberId?: string;
  readonly protocolType?: string;
  readonly protocolName?: string;
}

export function context(apiVersion: number, clientId: string | null = 'client'): GroupRequestContext {
  return { apiVersion, clientId, clientHost: '/127.0.0.1' };
}

export function assignmentsByClientId(members: readonly GroupClient[]): Map<string, string> {
  return new Map(members.map(({ memberId, options }) => [memberId, options.clientId]));
}

/** What a promise has come to by now; undefined as long as it is pending. */
export function watch<T>(promise: Promise<T>): () => T | undefined {
  let value: T | undefined;
  void promise.then((result) => (value = result));
  return () => value;
}

function subscriptionTo(topics: readonly string[]): Buffer {
  const writer = new Writer();
  writer.begin();
  writer.int16(0);
  consumerProtocolSubscription.write(writer, newConsumerProtocolSubscription({ topics: [...topics] }), 0);
  return writer.finishBuffer();
}
