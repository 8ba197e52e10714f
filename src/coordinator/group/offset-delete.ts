/** OffsetDelete (API 47, KIP-496): forgets offsets of topics that the group no longer reads. */
import { Errors, type OffsetDeleteRequest, type OffsetDeleteResponse } from '#protocol';
import type { Turn } from '../runtime/turn.ts';
import type { Group } from './group.ts';
import { offsetTombstone, type GroupRecord } from './group-records.ts';
import type { OffsetStore } from './offset-store.ts';
import type { TopicDirectory } from './topic-directory.ts';

export interface OffsetDeleteCommand {
  readonly request: OffsetDeleteRequest;
  readonly topics: TopicDirectory;
  readonly offsets: OffsetStore;
}

export function deleteOffsets(
  group: Group | undefined,
  turn: Turn<GroupRecord>,
  { request, topics, offsets }: OffsetDeleteCommand,
): OffsetDeleteResponse {
  if (group === undefined) return offsetDeleteError(Errors.GROUP_ID_NOT_FOUND.code);
  const groupError = validateGroup(group);
  if (groupError !== Errors.NONE.code) return offsetDeleteError(groupError);
  turn.isDivisible = true;
  return {
    errorCode: Errors.NONE.code,
    throttleTimeMs: 0,
    topics: request.topics.map(({ name, partitions }) => {
      const partitionCount = topics.partitionCount(name);
      const isSubscribed = group.isSubscribedTo(name);
      const results = partitions.map(({ partitionIndex }) => {
        if (partitionCount === 0) return { partitionIndex, errorCode: Errors.UNKNOWN_TOPIC_OR_PARTITION.code };
        if (isSubscribed) return { partitionIndex, errorCode: Errors.GROUP_SUBSCRIBED_TO_TOPIC.code };
        const hasOffset = offsets.get(request.groupId, name, partitionIndex) !== undefined;
        if (hasOffset || offsets.isPending(request.groupId, name, partitionIndex)) {
          turn.records.push(offsetTombstone(request.groupId, name, partitionIndex));
        }
        return { partitionIndex, errorCode: Errors.NONE.code };
      });
      return { name, partitions: results };
    }),
  };
}

/** Only of consumers is it known what they read. */
function validateGroup(group: Group): number {
  if (group.type !== 'classic') return group.validateOffsetDelete();
  return group.isEmpty || group.isConsumerGroup ? Errors.NONE.code : Errors.NON_EMPTY_GROUP.code;
}

export function offsetDeleteError(errorCode: number): OffsetDeleteResponse {
  return { errorCode, throttleTimeMs: 0, topics: [] };
}
