/**
 * OffsetFetch (API 9): one group up to v7, several since v8 (KIP-709), topics by id since v10. Nothing committed is no
 * error: the offset is -1. With `requireStable` (KIP-447, v7+) what a transaction is about to commit is not hidden.
 */
import {
  Errors,
  type OffsetFetchRequestGroup,
  type OffsetFetchResponseGroup,
  type OffsetFetchResponsePartitions,
  type OffsetFetchResponseTopics,
  ZERO_UUID,
} from '#protocol';
import type { Group } from './group.ts';
import type { OffsetStore, StoredOffset } from './offset-store.ts';
import type { TopicDirectory } from './topic-directory.ts';

export interface OffsetFetchCommand {
  readonly group: OffsetFetchRequestGroup;
  readonly useTopicIds: boolean;
  readonly requireStable: boolean;
  readonly topics: TopicDirectory;
}

const NO_OFFSET = -1;

/** `known` is undefined where there is no such group. */
export function fetchOffsets(
  known: Group | undefined,
  offsets: OffsetStore,
  command: OffsetFetchCommand,
): OffsetFetchResponseGroup {
  const errorCode = validate(known, command.group);
  if (errorCode !== Errors.NONE.code) return offsetFetchError(command.group.groupId, errorCode);
  const { groupId, topics } = command.group;
  const found = topics === null ? allTopics(offsets, command) : namedTopics(offsets, command);
  return { groupId, topics: found, errorCode: Errors.NONE.code };
}

/** Members of modern groups say that they are (v9+), and must not be of the past; others do not say who they are. */
function validate(group: Group | undefined, { memberId, memberEpoch }: OffsetFetchRequestGroup): number {
  if (group === undefined || group.type === 'classic' || (memberId === null && memberEpoch < 0))
    return Errors.NONE.code;
  return group.validateOffsetFetch({ memberId: memberId ?? '', memberEpoch });
}

export function offsetFetchError(groupId: string, errorCode: number): OffsetFetchResponseGroup {
  return { groupId, topics: [], errorCode };
}

export function noOffset(partitionIndex: number, errorCode: number): OffsetFetchResponsePartitions {
  return { partitionIndex, committedOffset: NO_OFFSET, committedLeaderEpoch: -1, metadata: '', errorCode };
}

function namedTopics(offsets: OffsetStore, command: OffsetFetchCommand): OffsetFetchResponseTopics[] {
  const { group, useTopicIds, topics } = command;
  return (group.topics ?? []).map((topic) => {
    const name = useTopicIds ? topics.topicName(topic.topicId) : topic.name;
    const partitions = topic.partitionIndexes.map((partition) => {
      if (name === null) return noOffset(partition, Errors.UNKNOWN_TOPIC_ID.code);
      const stored = offsets.get(group.groupId, name, partition);
      // A topic of the same name that was deleted is not the one that is asked for.
      const isSameTopic = !useTopicIds || stored === undefined || isTopic(stored, topic.topicId);
      return partitionResponse(offsets, command, { topic: name, partition, stored: isSameTopic ? stored : undefined });
    });
    return { name: topic.name, topicId: topic.topicId, partitions };
  });
}

function allTopics(offsets: OffsetStore, command: OffsetFetchCommand): OffsetFetchResponseTopics[] {
  const found: OffsetFetchResponseTopics[] = [];
  for (const [name, partitions] of offsets.ofGroup(command.group.groupId) ?? []) {
    const topicId = command.topics.topicId(name);
    if (command.useTopicIds && topicId === null) continue;
    found.push({
      name,
      topicId: topicId ?? ZERO_UUID,
      partitions: [...partitions].map(([partition, stored]) =>
        partitionResponse(offsets, command, { topic: name, partition, stored }),
      ),
    });
  }
  return found;
}

function isTopic(stored: StoredOffset, topicId: string): boolean {
  return stored.topicId === ZERO_UUID || stored.topicId === topicId;
}

function partitionResponse(
  offsets: OffsetStore,
  command: OffsetFetchCommand,
  { topic, partition, stored }: { topic: string; partition: number; stored: StoredOffset | undefined },
): OffsetFetchResponsePartitions {
  if (command.requireStable && offsets.isPending(command.group.groupId, topic, partition)) {
    return noOffset(partition, Errors.UNSTABLE_OFFSET_COMMIT.code);
  }
  if (stored === undefined) return noOffset(partition, Errors.NONE.code);
  return {
    partitionIndex: partition,
    committedOffset: stored.offset,
    committedLeaderEpoch: stored.leaderEpoch,
    metadata: stored.metadata,
    errorCode: Errors.NONE.code,
  };
}
