/**
 * A member of a streams group is gone: it left, was not heard of, or did not give up tasks in time. The group's epoch
 * rises; the next heartbeat of another member assigns its tasks.
 */
import type { Turn } from '../../runtime/turn.ts';
import type { StreamsGroup } from './streams-group.ts';
import type { StreamsGroupRecord } from './streams-group-records.ts';

/** What takes members out of the group's records, in the order in which Kafka writes it. */
export function removeMembers(group: StreamsGroup, turn: Turn<StreamsGroupRecord>, memberIds: readonly string[]): void {
  const { groupId } = group;
  for (const memberId of memberIds) {
    turn.records.push(
      { type: 'streams-group-current-assignment', groupId, memberId, value: null },
      { type: 'streams-group-target-member', groupId, memberId, value: null },
      { type: 'streams-group-member', groupId, memberId, value: null },
    );
  }
  const value = {
    epoch: group.groupEpoch + memberIds.length,
    metadataHash: group.metadataHash,
    validatedTopologyEpoch: group.validatedTopologyEpoch,
    lastAssignmentConfigs: [...group.lastAssignmentConfigs].map(([key, text]) => ({ key, value: text })),
    storedDescriptionTopologyEpoch: -1,
    failedDescriptionTopologyEpoch: -1,
  };
  turn.records.push({ type: 'streams-group-metadata', groupId, value });
}

/** Takes back all that the log says of the group. */
export function deleteStreamsGroup(group: StreamsGroup, turn: Turn<StreamsGroupRecord>): void {
  const { groupId } = group;
  const memberIds = [...group.members.keys()];
  for (const memberId of memberIds) {
    turn.records.push({ type: 'streams-group-current-assignment', groupId, memberId, value: null });
  }
  for (const memberId of memberIds) {
    turn.records.push({ type: 'streams-group-target-member', groupId, memberId, value: null });
  }
  turn.records.push({ type: 'streams-group-target-metadata', groupId, value: null });
  for (const memberId of memberIds) {
    turn.records.push({ type: 'streams-group-member', groupId, memberId, value: null });
  }
  turn.records.push(
    { type: 'streams-group-metadata', groupId, value: null },
    { type: 'streams-group-topology', groupId, value: null },
  );
}
