/**
 * A member of a streams group is gone: it left, was not heard of, or did not give up tasks in time. The group's epoch
 * rises; the next heartbeat of another member assigns its tasks.
 */
import type { Turn } from '../../runtime/turn.ts';
import type { GroupRecord } from '../group-records.ts';
import type { AssignmentConfigs, StreamsGroup } from './streams-group.ts';
import type { StreamsMetadataRecord } from './streams-group-records.ts';

/** In the order in which Kafka writes it. */
export function removeMember(group: StreamsGroup, turn: Turn<GroupRecord>, memberId: string): void {
  const { groupId, groupEpoch, metadataHash, validatedTopologyEpoch, lastAssignmentConfigs } = group;
  turn.records.push(
    { type: 'streams-group-current-assignment', groupId, memberId, value: null },
    { type: 'streams-group-target-member', groupId, memberId, value: null },
    { type: 'streams-group-member', groupId, memberId, value: null },
    metadataRecord(groupId, {
      epoch: groupEpoch + 1,
      metadataHash,
      validatedTopologyEpoch,
      configs: lastAssignmentConfigs,
    }),
  );
}

/** Takes back all that the log says of the group. */
export function writeGroupTombstones({ groupId, members }: StreamsGroup, turn: Turn<GroupRecord>): void {
  const memberIds = [...members.keys()];
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

export interface GroupMetadata {
  readonly epoch: number;
  readonly metadataHash: bigint;
  /** -1 where the topology does not fit the topics. */
  readonly validatedTopologyEpoch: number;
  readonly configs: AssignmentConfigs;
}

const NO_EPOCH = -1;

export function metadataRecord(groupId: string, metadata: GroupMetadata): StreamsMetadataRecord {
  const { epoch, metadataHash, validatedTopologyEpoch, configs } = metadata;
  const lastAssignmentConfigs = [...configs].map(([key, value]) => ({ key, value }));
  return {
    type: 'streams-group-metadata',
    groupId,
    value: {
      epoch,
      metadataHash,
      validatedTopologyEpoch,
      lastAssignmentConfigs,
      // Of 4.4's topology descriptions (KIP-1331).
      storedDescriptionTopologyEpoch: NO_EPOCH,
      failedDescriptionTopologyEpoch: NO_EPOCH,
    },
  };
}
