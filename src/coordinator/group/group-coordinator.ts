/**
 * The group coordinator: one method per API, each answering for all versions of its request. A group lives in the
 * partition of `__consumer_offsets` that its id hashes to; what this broker does not coordinate is NOT_COORDINATOR.
 * Promises resolve when everything the response tells is committed, and reject only for a bug.
 */
import type { Env, Logger, Timer } from '#kernel';
import {
  type ConsumerGroupDescribeRequest,
  type ConsumerGroupDescribeResponse,
  type ConsumerGroupHeartbeatRequest,
  type ConsumerGroupHeartbeatResponse,
  type DeleteGroupsRequest,
  type DeleteGroupsResponse,
  type DescribeGroupsRequest,
  type DescribeGroupsResponse,
  Errors,
  errorForCode,
  type HeartbeatRequest,
  type HeartbeatResponse,
  type JoinGroupRequest,
  type JoinGroupResponse,
  type LeaveGroupRequest,
  type LeaveGroupResponse,
  newConsumerGroupHeartbeatResponse,
  type ListGroupsRequest,
  type ListGroupsResponse,
  type OffsetCommitRequest,
  type OffsetCommitResponse,
  type OffsetDeleteRequest,
  type OffsetDeleteResponse,
  type OffsetFetchRequest,
  type OffsetFetchRequestGroup,
  type OffsetFetchResponse,
  type OffsetFetchResponseGroup,
  type StreamsGroupHeartbeatRequest,
  type SyncGroupRequest,
  type SyncGroupResponse,
  type TxnOffsetCommitRequest,
  type TxnOffsetCommitResponse,
} from '#protocol';
import {
  type DescribedConsumerGroup,
  describeConsumerGroup,
  describeConsumerGroupError,
} from './consumer/describe-consumer-group.ts';
import { consumerHeartbeatCommand } from './consumer/consumer-group-commands.ts';
import { heartbeatProblem } from './consumer/validate-heartbeat.ts';
import type { GroupConfigs } from './group-config-table.ts';
import type { CoordinatorLog, TransactionVerification } from '../runtime/coordinator-log.ts';
import type { TransactionEnd } from '../runtime/coordinator-partition.ts';
import { CoordinatorRuntime } from '../runtime/coordinator-runtime.ts';
import { coordinatorErrorCode, offsetCommitErrorCode } from './coordinator-error.ts';
import {
  describeError,
  describeGroup,
  describeMissingGroup,
  type DescribedGroup,
  groupFilter,
  type ListedGroup,
  listGroup,
} from './describe-groups.ts';
import {
  deletedGroup,
  type DeletedGroup,
  deleteGroup,
  expireOffsets,
  forgetTopics,
  heartbeatCommand,
  joinCommand,
  leaveCommand,
  syncCommand,
} from './group-commands.ts';
import { createGroupContext, type GroupContext, type GroupCoordinatorSettings } from './group-context.ts';
import { GroupCoordinatorShard } from './group-coordinator-shard.ts';
import { partitionForGroup } from './group-hash.ts';
import { GroupRecordSerde, type GroupRecord } from './group-records.ts';
import { commitOffsets, offsetCommitError } from './offset-commit.ts';
import { deleteOffsets, offsetDeleteError } from './offset-delete.ts';
import { fetchOffsets, offsetFetchError } from './offset-fetch.ts';
import { joinError, syncError } from './rebalance.ts';
import {
  joinResponseFor,
  leaveResponseFor,
  leavingMembers,
  singleGroupOf,
  singleGroupResponse,
} from './response-versions.ts';
import { forgetShareGroupTopics } from './share/share-group-commands.ts';
import { NO_SHARE_SERVICES, type ShareGroupServices } from './share/share-group-services.ts';
import { ShareGroups } from './share/share-groups.ts';
import { MemoryAccount, StateMemory } from './state-memory.ts';
import { type DescribedStreamsGroup, describeStreamsGroupError } from './streams/describe-streams-group.ts';
import { describeStreamsCommand, streamsHeartbeatCommand } from './streams/streams-commands.ts';
import {
  heartbeatFailure as streamsHeartbeatFailure,
  type HeartbeatResult as StreamsHeartbeatResult,
} from './streams/streams-group-heartbeat.ts';
import { heartbeatProblem as streamsHeartbeatProblem } from './streams/validate-heartbeat.ts';
import type { TopicDirectory } from './topic-directory.ts';
import { commitTransactionalOffsets, txnOffsetCommitError, type TxnOffsetTopic } from './txn-offset-commit.ts';

export interface GroupCoordinatorOptions {
  /** How many partitions `__consumer_offsets` has (`offsets.topic.num.partitions`); it must never change. */
  readonly partitions: number;
  readonly topics: TopicDirectory;
  readonly settings: GroupCoordinatorSettings;
  /** The configs in force for one group (resource type GROUP), as they are now. */
  groupConfigs(groupId: string): GroupConfigs;
  /** What share groups need; without it they cannot read anything. */
  readonly share?: ShareGroupServices;
}

export interface GroupRequestContext {
  readonly apiVersion: number;
  readonly clientId: string | null;
  /** As group descriptions are to show it: Kafka puts a slash before the address. */
  readonly clientHost: string;
  /** Which topics the client may know of; all where nothing is said. */
  readonly mayDescribeTopic?: (topic: string) => boolean;
}

const FIRST_OFFSET_FETCH_WITH_GROUPS = 8;
const FIRST_OFFSET_FETCH_WITH_TOPIC_IDS = 10;

export class GroupCoordinator {
  /** The requests about share groups. */
  readonly shareGroups: ShareGroups;
  readonly #env: Env;
  readonly #options: GroupCoordinatorOptions;
  readonly #logger: Logger;
  readonly #runtime: CoordinatorRuntime<GroupRecord, GroupCoordinatorShard>;
  #expiration: Timer | null = null;
  #isClosed = false;
  #newTopicsVersion: number;

  constructor(env: Env, options: GroupCoordinatorOptions) {
    this.#env = env;
    this.#options = options;
    this.#logger = env.logger.component('group-coordinator');
    const { settings } = options;
    this.#newTopicsVersion = options.topics.version;
    const memory = new StateMemory(settings.maxStateBytes);
    const share = options.share ?? NO_SHARE_SERVICES;
    const createContext = (): GroupContext =>
      createGroupContext({
        settings,
        logger: this.#logger,
        random: env.random,
        memory: new MemoryAccount(memory),
        topics: options.topics,
        shareListener: share,
        groupConfigs: (groupId) => options.groupConfigs(groupId),
        newTopicsVersion: () => this.#newTopicsVersion,
      });
    this.#runtime = new CoordinatorRuntime(env, {
      serde: new GroupRecordSerde(),
      createMachine: (runtime) => new GroupCoordinatorShard(createContext(), runtime),
      logger: this.#logger,
      commitTimeoutMs: settings.commitTimeoutMs,
      loadTimeoutMs: settings.loadTimeoutMs,
      maxWaitingForLoad: settings.maxWaitingForLoad,
    });
    this.shareGroups = new ShareGroups({
      services: share,
      topics: options.topics,
      execute: (groupId, onError, decide) =>
        this.#runtime.execute(this.#partition(groupId), this.#closedOr(onError), (shard, turn, waiter) =>
          turn.answer(waiter, decide(shard, turn)),
        ),
    });
    this.#scheduleExpiration();
  }

  /**
   * Takes over a partition of `__consumer_offsets`; resolves when its log is read. Requests that come before wait.
   * Fails with what reading the log failed with, and the partition is not taken over then.
   */
  load(partition: number, log: CoordinatorLog): Promise<void> {
    return this.#runtime.load(partition, log);
  }

  /** Gives a partition up: whoever is parked looks for its new coordinator. */
  unload(partition: number): void {
    this.#runtime.unload(partition);
  }

  /** Answers everyone who is parked. Later requests get COORDINATOR_NOT_AVAILABLE. */
  close(): void {
    this.#isClosed = true;
    this.#expiration?.cancel();
    this.#runtime.close();
  }

  /** The state machines of the partitions that are loaded, to look at. */
  shards(): readonly GroupCoordinatorShard[] {
    return this.#runtime.machines();
  }

  /** Topics were created, deleted, have grown or moved: groups that read them look again at their next heartbeat. */
  onTopicsChanged({ created, changed }: { created: readonly string[]; changed: readonly string[] }): void {
    if (created.length > 0) this.#newTopicsVersion = this.#options.topics.version;
    const names = new Set([...created, ...changed]);
    if (names.size === 0) return;
    for (const shard of this.#runtime.machines()) {
      for (const group of shard.groups.values()) if (group.type !== 'classic') group.onTopicsChanged(names);
    }
  }

  /** Forgets the offsets that any group has for the topics; resolves when that is committed. */
  async onTopicsDeleted(topics: readonly string[]): Promise<void> {
    const names = new Set(topics);
    await this.#runtime.executeAll(
      () => 0,
      (shard, turn, waiter) => forgetTopics(shard, turn, { names, waiter }),
    );
    await this.#runtime.executeAll(
      () => undefined,
      (shard, turn, waiter) => turn.answer(waiter, forgetShareGroupTopics(shard, turn, names)),
    );
  }

  async joinGroup(request: JoinGroupRequest, context: GroupRequestContext): Promise<JoinGroupResponse> {
    const { apiVersion, clientHost } = context;
    const { minSessionTimeoutMs, maxSessionTimeoutMs } = this.#options.settings;
    const { groupId, memberId, sessionTimeoutMs } = request;
    const clientId = context.clientId ?? '';
    let response: JoinGroupResponse;
    if (groupId === '') response = joinError(Errors.INVALID_GROUP_ID.code, memberId);
    else if (sessionTimeoutMs < minSessionTimeoutMs || sessionTimeoutMs > maxSessionTimeoutMs) {
      response = joinError(Errors.INVALID_SESSION_TIMEOUT.code, memberId);
    } else {
      const onError = (errorCode: number): JoinGroupResponse => joinError(coordinatorErrorCode(errorCode), memberId);
      response = await this.#runtime.execute(this.#partition(groupId), this.#closedOr(onError), (shard, turn, waiter) =>
        joinCommand(shard, turn, { request, apiVersion, clientId, clientHost, waiter }),
      );
    }
    return joinResponseFor(apiVersion, response);
  }

  async syncGroup(request: SyncGroupRequest, _context: GroupRequestContext): Promise<SyncGroupResponse> {
    const { groupId } = request;
    if (groupId === '') return syncError(Errors.INVALID_GROUP_ID.code);
    const onError = (errorCode: number): SyncGroupResponse => syncError(coordinatorErrorCode(errorCode));
    return this.#runtime.execute(this.#partition(groupId), this.#closedOr(onError), (shard, turn, waiter) =>
      syncCommand(shard, turn, { request, waiter }),
    );
  }

  async heartbeat(request: HeartbeatRequest, _context: GroupRequestContext): Promise<HeartbeatResponse> {
    const { groupId } = request;
    if (groupId === '') return { throttleTimeMs: 0, errorCode: Errors.INVALID_GROUP_ID.code };
    return this.#runtime.execute(this.#partition(groupId), this.#closedOr(heartbeatError), (shard, turn, waiter) =>
      heartbeatCommand(shard, turn, { request, waiter }),
    );
  }

  async leaveGroup(request: LeaveGroupRequest, { apiVersion }: GroupRequestContext): Promise<LeaveGroupResponse> {
    const { groupId } = request;
    const onError = (errorCode: number): LeaveGroupResponse => {
      return { throttleTimeMs: 0, errorCode: coordinatorErrorCode(errorCode), members: [] };
    };
    if (groupId === '') return onError(Errors.INVALID_GROUP_ID.code);
    const members = leavingMembers(apiVersion, request);
    const response = await this.#runtime.execute(
      this.#partition(groupId),
      this.#closedOr(onError),
      (shard, turn, waiter) => leaveCommand(shard, turn, { groupId, members, waiter }),
    );
    return leaveResponseFor(apiVersion, response);
  }

  /** Joins, stays and leaves: see `consumer/`. */
  async consumerGroupHeartbeat(
    request: ConsumerGroupHeartbeatRequest,
    context: GroupRequestContext,
  ): Promise<ConsumerGroupHeartbeatResponse> {
    const { apiVersion, clientHost, mayDescribeTopic } = context;
    const { consumerGroupAssignors: assignors } = this.#options.settings;
    const problem = heartbeatProblem(request, { apiVersion, assignors });
    if (problem !== null) {
      const { errorCode, message } = problem;
      return newConsumerGroupHeartbeatResponse({ errorCode, errorMessage: message });
    }
    const onError = (errorCode: number): ConsumerGroupHeartbeatResponse =>
      newConsumerGroupHeartbeatResponse({ errorCode: coordinatorErrorCode(errorCode) });
    const clientId = context.clientId ?? '';
    const command = { request, clientId, clientHost, mayDescribe: mayDescribeTopic ?? (() => true) };
    return this.#runtime.execute(this.#partition(request.groupId), this.#closedOr(onError), (shard, turn, waiter) =>
      consumerHeartbeatCommand(shard, turn, { command, waiter }),
    );
  }

  /** `authorizedOperations` is what it is where nobody asks for it; the caller knows of operations. */
  async consumerGroupDescribe(
    request: ConsumerGroupDescribeRequest,
    _context: GroupRequestContext,
  ): Promise<ConsumerGroupDescribeResponse> {
    const describe = (groupId: string): Promise<DescribedConsumerGroup> => {
      if (groupId === '') {
        return Promise.resolve(describeConsumerGroupError(groupId, Errors.INVALID_GROUP_ID.code, null));
      }
      const onError = (errorCode: number): DescribedConsumerGroup =>
        describeConsumerGroupError(groupId, coordinatorErrorCode(errorCode), null);
      return this.#runtime.execute(this.#partition(groupId), this.#closedOr(onError), (shard, turn, waiter) =>
        turn.answer(waiter, describeConsumerGroup(shard, groupId)),
      );
    };
    return { throttleTimeMs: 0, groups: await Promise.all(request.groupIds.map(describe)) };
  }

  /** `authorizedOperations` is what it is where nobody asks for it; the caller knows of operations. */
  async describeGroups(request: DescribeGroupsRequest, context: GroupRequestContext): Promise<DescribeGroupsResponse> {
    const { apiVersion } = context;
    const describe = (groupId: string): Promise<DescribedGroup> => {
      const onError = (errorCode: number): DescribedGroup => {
        const { code, message } = errorForCode(coordinatorErrorCode(errorCode));
        return describeError(groupId, code, apiVersion >= 6 ? message : null);
      };
      return this.#runtime.execute(this.#partition(groupId), this.#closedOr(onError), (shard, turn, waiter) => {
        const group = shard.groups.get(groupId);
        if (group?.type === 'classic') turn.answer(waiter, describeGroup(group));
        else turn.answer(waiter, describeMissingGroup(groupId, { apiVersion, isOtherType: group !== undefined }));
      });
    };
    return { throttleTimeMs: 0, groups: await Promise.all(request.groups.map(describe)) };
  }

  /** The groups of the partitions that this broker coordinates. */
  async listGroups(request: ListGroupsRequest, _context: GroupRequestContext): Promise<ListGroupsResponse> {
    if (this.#isClosed) return { throttleTimeMs: 0, errorCode: Errors.COORDINATOR_NOT_AVAILABLE.code, groups: [] };
    const filter = groupFilter(request.statesFilter, request.typesFilter);
    const results = await this.#runtime.executeAll<ListedGroup[] | number>(
      coordinatorErrorCode,
      (shard, turn, waiter) =>
        turn.answer(
          waiter,
          [...shard.groups.values()].flatMap((group) => listGroup(group, filter) ?? []),
        ),
    );
    const groups: ListedGroup[] = [];
    for (const result of results) {
      if (typeof result !== 'number') groups.push(...result);
      else if (result !== Errors.NOT_COORDINATOR.code) return { throttleTimeMs: 0, errorCode: result, groups: [] };
    }
    return { throttleTimeMs: 0, errorCode: Errors.NONE.code, groups };
  }

  async deleteGroups(request: DeleteGroupsRequest, { apiVersion }: GroupRequestContext): Promise<DeleteGroupsResponse> {
    const remove = async (groupId: string): Promise<DeletedGroup> => {
      const stateError = await this.shareGroups.beforeDeletion(groupId);
      if (stateError !== Errors.NONE.code) return deletedGroup(groupId, stateError, null);
      const onError = (errorCode: number): DeletedGroup => deletedGroup(groupId, coordinatorErrorCode(errorCode), null);
      return this.#runtime.execute(this.#partition(groupId), this.#closedOr(onError), (shard, turn, waiter) =>
        turn.answer(waiter, deleteGroup(shard, turn, groupId)),
      );
    };
    const results = await Promise.all([...new Set(request.groupsNames)].map(remove));
    return {
      throttleTimeMs: 0,
      results: apiVersion >= 3 ? results : results.map((result) => ({ ...result, errorMessage: null })),
    };
  }

  /** Internal topics that are missing are the caller's to make. */
  async streamsGroupHeartbeat(
    request: StreamsGroupHeartbeatRequest,
    { clientId, clientHost }: GroupRequestContext,
  ): Promise<StreamsHeartbeatResult> {
    const problem = streamsHeartbeatProblem(request);
    if (problem !== null) return streamsHeartbeatFailure(problem.errorCode, problem.errorMessage);
    const onError = (errorCode: number): StreamsHeartbeatResult =>
      streamsHeartbeatFailure(coordinatorErrorCode(errorCode), null);
    const command = { request, clientId: clientId ?? '', clientHost };
    return this.#runtime.execute(this.#partition(request.groupId), this.#closedOr(onError), (shard, turn, waiter) =>
      streamsHeartbeatCommand(shard, turn, { command, waiter }),
    );
  }

  async streamsGroupDescribe(
    groupIds: readonly string[],
    _context: GroupRequestContext,
  ): Promise<DescribedStreamsGroup[]> {
    const describe = (groupId: string): Promise<DescribedStreamsGroup> => {
      const onError = (errorCode: number): DescribedStreamsGroup =>
        describeStreamsGroupError(groupId, coordinatorErrorCode(errorCode), null);
      if (groupId === '') return Promise.resolve(describeStreamsGroupError('', Errors.INVALID_GROUP_ID.code, null));
      return this.#runtime.execute(this.#partition(groupId), this.#closedOr(onError), (shard, turn, waiter) =>
        turn.answer(waiter, describeStreamsCommand(shard, groupId)),
      );
    };
    return Promise.all(groupIds.map(describe));
  }

  async offsetCommit(request: OffsetCommitRequest, { apiVersion }: GroupRequestContext): Promise<OffsetCommitResponse> {
    const { topics, settings } = this.#options;
    const { offsetMetadataMaxBytes } = settings;
    const onError = (errorCode: number): OffsetCommitResponse =>
      offsetCommitError({ request, apiVersion, topics }, offsetCommitErrorCode(errorCode));
    return this.#runtime.execute(this.#partition(request.groupId), this.#closedOr(onError), (shard, turn, waiter) =>
      commitOffsets(shard.groups.get(request.groupId), turn, {
        command: {
          request,
          apiVersion,
          topics,
          offsetMetadataMaxBytes,
          waiter,
          hasRoomFor: (topic, partition) => shard.hasRoomForOffset(request.groupId, topic, partition),
        },
        mayCreate: shard.hasRoomForGroups,
      }),
    );
  }

  /** The partition of `__consumer_offsets` that the group belongs to. */
  partitionOf(groupId: string): number {
    return this.#partition(groupId);
  }

  /** `topics` are those of the request that there are; the transaction's coordinator has been asked. */
  txnOffsetCommit(
    request: TxnOffsetCommitRequest,
    { topics, transaction }: { topics: readonly TxnOffsetTopic[]; transaction: TransactionVerification },
  ): Promise<TxnOffsetCommitResponse> {
    const { groupId } = request;
    const { offsetMetadataMaxBytes } = this.#options.settings;
    const onError = (errorCode: number): TxnOffsetCommitResponse =>
      txnOffsetCommitError(topics, offsetCommitErrorCode(errorCode));
    if (groupId === '') return Promise.resolve(onError(Errors.INVALID_GROUP_ID.code));
    return this.#runtime.execute(this.#partition(groupId), this.#closedOr(onError), (shard, turn, waiter) =>
      commitTransactionalOffsets(shard.groups.get(groupId), turn, {
        command: {
          request,
          topics,
          transaction,
          offsetMetadataMaxBytes,
          waiter,
          hasRoomFor: (topic, partition) => shard.hasRoomForOffset(groupId, topic, partition),
        },
        mayCreate: shard.hasRoomForGroups,
      }),
    );
  }

  /** Writes a transaction's marker; its offsets count from then on, or never will. Resolves when that is committed. */
  endTransaction(partition: number, marker: TransactionEnd): Promise<number> {
    return this.#runtime.endTransaction(partition, marker);
  }

  async offsetFetch(request: OffsetFetchRequest, { apiVersion }: GroupRequestContext): Promise<OffsetFetchResponse> {
    const { requireStable } = request;
    if (apiVersion < FIRST_OFFSET_FETCH_WITH_GROUPS) {
      const group = await this.#fetchGroup(singleGroupOf(request), { apiVersion, requireStable });
      return singleGroupResponse(apiVersion, request, group);
    }
    const groups = await Promise.all(
      request.groups.map((group) => this.#fetchGroup(group, { apiVersion, requireStable })),
    );
    return { throttleTimeMs: 0, topics: [], errorCode: Errors.NONE.code, groups };
  }

  async offsetDelete(request: OffsetDeleteRequest, _context: GroupRequestContext): Promise<OffsetDeleteResponse> {
    const { topics } = this.#options;
    const { groupId } = request;
    const onError = (errorCode: number): OffsetDeleteResponse => offsetDeleteError(coordinatorErrorCode(errorCode));
    if (groupId === '') return offsetDeleteError(Errors.INVALID_GROUP_ID.code);
    return this.#runtime.execute(this.#partition(groupId), this.#closedOr(onError), (shard, turn, waiter) =>
      turn.answer(waiter, deleteOffsets(shard.groups.get(groupId), turn, { request, topics, offsets: shard.offsets })),
    );
  }

  #fetchGroup(
    group: OffsetFetchRequestGroup,
    { apiVersion, requireStable }: { apiVersion: number; requireStable: boolean },
  ): Promise<OffsetFetchResponseGroup> {
    const useTopicIds = apiVersion >= FIRST_OFFSET_FETCH_WITH_TOPIC_IDS;
    const onError = (errorCode: number): OffsetFetchResponseGroup => {
      const isLate = errorCode === Errors.REQUEST_TIMED_OUT.code;
      // Clients before 3.9 do not know that COORDINATOR_NOT_AVAILABLE may be answered here.
      const code = isLate ? Errors.NOT_COORDINATOR.code : coordinatorErrorCode(errorCode);
      return offsetFetchError(group.groupId, code);
    };
    return this.#runtime.execute(this.#partition(group.groupId), this.#closedOr(onError), (shard, turn, waiter) => {
      const { topics } = this.#options;
      turn.answer(
        waiter,
        fetchOffsets(shard.groups.get(group.groupId), shard.offsets, { group, useTopicIds, requireStable, topics }),
      );
    });
  }

  #partition(groupId: string): number {
    return partitionForGroup(groupId, this.#options.partitions);
  }

  /** A coordinator that has been closed is not somewhere else: the broker stops. */
  #closedOr<T>(onError: (errorCode: number) => T): (errorCode: number) => T {
    return (errorCode) => onError(this.#isClosed ? Errors.COORDINATOR_NOT_AVAILABLE.code : errorCode);
  }

  #scheduleExpiration(): void {
    const { offsetsRetentionCheckIntervalMs } = this.#options.settings;
    const delayMs = Math.min(offsetsRetentionCheckIntervalMs, LONGEST_DELAY_MS);
    this.#expiration = this.#env.scheduler.after(delayMs, () => {
      this.#scheduleExpiration();
      void this.#expireOffsets();
    });
  }

  async #expireOffsets(): Promise<void> {
    const expired = await this.#runtime.executeAll(() => 0, expireOffsets);
    const records = expired.reduce((sum, count) => sum + count, 0);
    if (records > 0) this.#logger.info('offsets expired', { records });
  }
}

const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** A member that heartbeats while its coordinator loads is fine, as far as anybody knows. */
function heartbeatError(errorCode: number): HeartbeatResponse {
  const isLoading = errorCode === Errors.COORDINATOR_LOAD_IN_PROGRESS.code;
  return { throttleTimeMs: 0, errorCode: isLoading ? Errors.NONE.code : coordinatorErrorCode(errorCode) };
}
