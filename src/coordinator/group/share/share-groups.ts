/**
 * The requests about share groups (KIP-932), each from its beginning to its end: some steps happen in the group's log,
 * some with the share coordinator, and a crash between two of them leaves what the next attempt mends.
 */
import {
  type AlterShareGroupOffsetsRequest,
  type AlterShareGroupOffsetsResponse,
  type DeleteShareGroupOffsetsRequest,
  type DeleteShareGroupOffsetsResponse,
  type DescribeShareGroupOffsetsRequest,
  type DescribeShareGroupOffsetsResponse,
  Errors,
  errorForCode,
  newShareGroupHeartbeatResponse,
  type ShareGroupDescribeRequest,
  type ShareGroupHeartbeatRequest,
  type ShareGroupHeartbeatResponse,
  ZERO_UUID,
} from '#protocol';
import type { Turn } from '../../runtime/turn.ts';
import { UNINITIALIZED_START_OFFSET, UNKNOWN_DELIVERY_COMPLETE_COUNT } from '../../share/persister.ts';
import { coordinatorErrorCode } from '../coordinator-error.ts';
import type { GroupCoordinatorShard } from '../group-coordinator-shard.ts';
import type { GroupRecord } from '../group-records.ts';
import type { TopicDirectory } from '../topic-directory.ts';
import { type DescribedShareGroup, describeShareGroup, describeShareGroupError } from './describe-share-group.ts';
import {
  beginGroupDeletion,
  beginOffsetAlteration,
  beginOffsetDeletion,
  completeDeletion,
  completeInitialization,
  shareHeartbeatCommand,
} from './share-group-commands.ts';
import { JOIN_EPOCH, LEAVE_EPOCH, type ShareHeartbeatResult } from './share-group-heartbeat.ts';
import { shareGroupKind } from './share-group-kind.ts';
import type { ShareGroupServices } from './share-group-services.ts';
import { initializedPartitions, type TopicToInitialize } from './state-partitions.ts';

export interface ShareGroupsOptions {
  readonly services: ShareGroupServices;
  readonly topics: TopicDirectory;
  /** Runs a command on the machine of the group's partition; `onError` makes the answer where that is not to be had. */
  execute<T>(
    groupId: string,
    onError: (errorCode: number) => T,
    decide: (shard: GroupCoordinatorShard, turn: Turn<GroupRecord>) => T,
  ): Promise<T>;
}

type OffsetsGroup = DescribeShareGroupOffsetsRequest['groups'][number];
type DescribedOffsets = DescribeShareGroupOffsetsResponse['groups'][number];
type DescribedPartition = DescribedOffsets['topics'][number]['partitions'][number];

/** Partitions of one topic, and which could not be done, each with its error code. */
interface TopicOutcome {
  readonly topic: TopicToInitialize;
  readonly failed: ReadonlyMap<number, number>;
}

export class ShareGroups {
  readonly #options: ShareGroupsOptions;

  constructor(options: ShareGroupsOptions) {
    this.#options = options;
  }

  async heartbeat(
    request: ShareGroupHeartbeatRequest,
    { clientId, clientHost }: { clientId: string; clientHost: string },
  ): Promise<ShareGroupHeartbeatResponse> {
    const complaint = complaintOf(request);
    if (complaint !== null) {
      return newShareGroupHeartbeatResponse({ errorCode: Errors.INVALID_REQUEST.code, errorMessage: complaint });
    }
    const isJoining = request.memberEpoch === JOIN_EPOCH;
    const run = (waitsForPartitions: boolean): Promise<ShareHeartbeatResult> =>
      this.#options.execute(request.groupId, heartbeatError, (shard, turn) =>
        shareHeartbeatCommand(shard, turn, { request, clientId, clientHost, waitsForPartitions }),
      );
    const first = await run(isJoining);
    if (first.toInitialize.length === 0) return first.response;
    const initialized = this.#initialize(request.groupId, first.toInitialize, first);
    if (!isJoining) return first.response;
    // Whoever joins is told of partitions that are new to the group at once, not with the heartbeat after next.
    await initialized;
    return (await run(false)).response;
  }

  async describe(request: ShareGroupDescribeRequest): Promise<DescribedShareGroup[]> {
    return Promise.all(
      request.groupIds.map((groupId) => {
        const onError = (errorCode: number): DescribedShareGroup => {
          const { code, message } = errorForCode(coordinatorErrorCode(errorCode));
          return describeShareGroupError(groupId, code, message);
        };
        return this.#options.execute(groupId, onError, (shard) => {
          const group = shard.modernGroup(groupId, shareGroupKind);
          if (group !== undefined) return describeShareGroup(group);
          const what = shard.groups.has(groupId) ? 'is not a share group' : 'not found';
          return describeShareGroupError(groupId, Errors.GROUP_ID_NOT_FOUND.code, `Group ${groupId} ${what}.`);
        });
      }),
    );
  }

  /** Of one group; its topics null for all that it has read. */
  async describeOffsets(asked: OffsetsGroup): Promise<DescribedOffsets> {
    const { groupId } = asked;
    const { topics: directory } = this.#options;
    const wanted = asked.topics ?? (await this.#allTopics(groupId));
    if (typeof wanted === 'number') {
      const { code, message } = errorForCode(wanted);
      return { groupId, topics: [], errorCode: code, errorMessage: message };
    }
    const topics = wanted.map(async ({ topicName, partitions }) => {
      const topicId = directory.topicId(topicName);
      const described = partitions.map((partitionIndex) => this.#describePartition(groupId, topicId, partitionIndex));
      return { topicName, topicId: topicId ?? ZERO_UUID, partitions: await Promise.all(described) };
    });
    return { groupId, topics: await Promise.all(topics), errorCode: Errors.NONE.code, errorMessage: null };
  }

  async alterOffsets(request: AlterShareGroupOffsetsRequest): Promise<AlterShareGroupOffsetsResponse> {
    const { groupId } = request;
    const failed = (errorCode: number): AlterShareGroupOffsetsResponse => {
      const { code, message } = errorForCode(coordinatorErrorCode(errorCode));
      return { throttleTimeMs: 0, errorCode: code, errorMessage: message, responses: [] };
    };
    if (groupId === '') return failed(Errors.INVALID_GROUP_ID.code);
    const begun = await this.#options.execute(
      groupId,
      (errorCode) => ({ response: failed(errorCode), toInitialize: [], stateEpoch: 0 }),
      (shard, turn) => beginOffsetAlteration(shard, turn, request),
    );
    const { response, toInitialize, stateEpoch } = begun;
    if (toInitialize.length === 0) return response;
    const offsets = new Map(toInitialize.map((topic) => [topic.topicId, topic.offsets]));
    const outcomes = await this.#initialize(groupId, toInitialize, { stateEpoch, offsets });
    this.#options.services.groupEmptied(groupId);
    for (const { topic, failed: errors } of outcomes) {
      const answered = response.responses.find(({ topicId }) => topicId === topic.topicId)!;
      for (const partition of answered.partitions) {
        const errorCode = errors.get(partition.partitionIndex);
        if (errorCode === undefined) continue;
        partition.errorCode = errorCode;
        partition.errorMessage = errorForCode(errorCode).message;
      }
    }
    return response;
  }

  async deleteOffsets(request: DeleteShareGroupOffsetsRequest): Promise<DeleteShareGroupOffsetsResponse> {
    const { groupId } = request;
    const failed = (code: number, message: string | null): DeleteShareGroupOffsetsResponse => {
      return { throttleTimeMs: 0, errorCode: code, errorMessage: message, responses: [] };
    };
    if (groupId === '') return failed(Errors.INVALID_GROUP_ID.code, errorForCode(Errors.INVALID_GROUP_ID.code).message);
    const topicNames = request.topics.map(({ topicName }) => topicName);
    const begun = await this.#options.execute(
      groupId,
      (errorCode) => {
        const { code, message } = errorForCode(coordinatorErrorCode(errorCode));
        return { errorCode: code, errorMessage: message, refused: [], topics: [] };
      },
      (shard, turn) => beginOffsetDeletion(shard, turn, { groupId, topicNames }),
    );
    if (begun.errorCode !== Errors.NONE.code) return failed(begun.errorCode, begun.errorMessage);
    const outcomes = await this.#deleteStates(groupId, begun.topics);
    const responses = outcomes.map(({ topic: { topicId, topicName }, failed: errors }) => {
      const [errorCode = Errors.NONE.code] = errors.values();
      return { topicName, topicId, errorCode, errorMessage: errorCode === 0 ? null : errorForCode(errorCode).message };
    });
    return { ...failed(Errors.NONE.code, null), responses: [...responses, ...begun.refused] };
  }

  /** Before a group is deleted its states are: NONE, also for groups of other types, or why that was not possible. */
  async beforeDeletion(groupId: string): Promise<number> {
    const topics = await this.#options.execute(
      groupId,
      () => null,
      (shard, turn) => beginGroupDeletion(shard, turn, groupId),
    );
    if (topics === null) return Errors.NONE.code;
    const outcomes = await this.#deleteStates(groupId, topics);
    const [errorCode = Errors.NONE.code] = outcomes.flatMap(({ failed }) => [...failed.values()]);
    if (errorCode === Errors.NONE.code) this.#options.services.groupEmptied(groupId);
    return errorCode;
  }

  async #allTopics(groupId: string): Promise<{ topicName: string; partitions: number[] }[] | number> {
    return this.#options.execute<{ topicName: string; partitions: number[] }[] | number>(
      groupId,
      coordinatorErrorCode,
      (shard) => {
        const group = shard.modernGroup(groupId, shareGroupKind);
        if (group === undefined) return Errors.GROUP_ID_NOT_FOUND.code;
        return [...initializedPartitions(group.statePartitions)].flatMap(([topicId, partitions]) => {
          const topicName = this.#options.topics.topicName(topicId);
          return topicName === null ? [] : [{ topicName, partitions: [...partitions] }];
        });
      },
    );
  }

  async #describePartition(
    groupId: string,
    topicId: string | null,
    partitionIndex: number,
  ): Promise<DescribedPartition> {
    const base = { partitionIndex, errorCode: Errors.NONE.code, errorMessage: null, leaderEpoch: 0, lag: -1 };
    if (topicId === null) return { ...base, startOffset: UNINITIALIZED_START_OFFSET };
    const { persister, endOffset: endOf } = this.#options.services;
    const summary = await persister.readSummary({ groupId, topicId, partition: partitionIndex }, NO_LEADER_EPOCH);
    // As Kafka: what cannot be read is not known, which is no error.
    if (summary.errorCode !== Errors.NONE.code) return { ...base, startOffset: UNINITIALIZED_START_OFFSET };
    const { startOffset, leaderEpoch, deliveryCompleteCount } = summary;
    const endOffset = endOf(topicId, partitionIndex);
    const isUnknown =
      startOffset === UNINITIALIZED_START_OFFSET ||
      deliveryCompleteCount === UNKNOWN_DELIVERY_COMPLETE_COUNT ||
      endOffset === null;
    const lag = isUnknown ? -1 : endOffset - startOffset - deliveryCompleteCount;
    return { ...base, startOffset, leaderEpoch, lag };
  }

  /** Gives the partitions a state, and writes down which have got one. */
  async #initialize(
    groupId: string,
    topics: readonly TopicToInitialize[],
    { stateEpoch, offsets }: { stateEpoch: number; offsets?: ReadonlyMap<string, ReadonlyMap<number, number>> },
  ): Promise<TopicOutcome[]> {
    const { services, execute } = this.#options;
    const topicError = await services.ensureStateTopic();
    const outcomes = await forEachPartition(topics, async ({ topicId }, partition) => {
      if (topicError !== Errors.NONE.code) return topicError;
      const startOffset = offsets?.get(topicId)?.get(partition) ?? UNINITIALIZED_START_OFFSET;
      const key = { groupId, topicId, partition };
      return (await services.persister.initialize(key, { stateEpoch, startOffset })).errorCode;
    });
    const done = partsOf(outcomes, ({ failed }, partition) => !failed.has(partition));
    const failed = partsOf(outcomes, (outcome, partition) => outcome.failed.has(partition));
    await execute(
      groupId,
      () => undefined,
      (shard, turn) => completeInitialization(shard, turn, { groupId, done, failed }),
    );
    return outcomes;
  }

  async #deleteStates(groupId: string, topics: readonly TopicToInitialize[]): Promise<TopicOutcome[]> {
    const { services, execute } = this.#options;
    const outcomes = await forEachPartition(topics, async ({ topicId }, partition) => {
      const { errorCode } = await services.persister.delete({ groupId, topicId, partition });
      // The topic is gone, and its states with it.
      return errorCode === Errors.UNKNOWN_TOPIC_OR_PARTITION.code ? Errors.NONE.code : errorCode;
    });
    const topicIds = outcomes.filter(({ failed }) => failed.size === 0).map(({ topic }) => topic.topicId);
    await execute(
      groupId,
      () => undefined,
      (shard, turn) => completeDeletion(shard, turn, { groupId, topicIds }),
    );
    return outcomes;
  }
}

const NO_LEADER_EPOCH = -1;

/** `work` answers with an error code, NONE where it is done. */
function forEachPartition(
  topics: readonly TopicToInitialize[],
  work: (topic: TopicToInitialize, partition: number) => Promise<number>,
): Promise<TopicOutcome[]> {
  return Promise.all(
    topics.map(async (topic) => {
      const codes = await Promise.all(topic.partitions.map((partition) => work(topic, partition)));
      const failed = new Map<number, number>();
      codes.forEach((code, index) => {
        if (code !== Errors.NONE.code) failed.set(topic.partitions[index]!, code);
      });
      return { topic, failed };
    }),
  );
}

function partsOf(
  outcomes: readonly TopicOutcome[],
  belongs: (outcome: TopicOutcome, partition: number) => boolean,
): TopicToInitialize[] {
  return outcomes.flatMap((outcome) => {
    const partitions = outcome.topic.partitions.filter((partition) => belongs(outcome, partition));
    return partitions.length === 0 ? [] : [{ ...outcome.topic, partitions }];
  });
}

function complaintOf({
  groupId,
  memberId,
  memberEpoch,
  rackId,
  subscribedTopicNames,
}: ShareGroupHeartbeatRequest): string | null {
  if (memberId.trim() === '') return "MemberId can't be empty.";
  if (groupId.trim() === '') return "GroupId can't be empty.";
  if (rackId !== null && rackId.trim() === '') return "RackId can't be empty.";
  if (memberEpoch < LEAVE_EPOCH) return 'MemberEpoch is invalid.';
  const isSubscribing = subscribedTopicNames !== null && subscribedTopicNames.length > 0;
  return memberEpoch === JOIN_EPOCH && !isSubscribing ? 'SubscribedTopicNames must be set in first request.' : null;
}

function heartbeatError(errorCode: number): ShareHeartbeatResult {
  const { code, message } = errorForCode(coordinatorErrorCode(errorCode));
  const response = newShareGroupHeartbeatResponse({ errorCode: code, errorMessage: message });
  return { response, toInitialize: [], stateEpoch: 0 };
}
