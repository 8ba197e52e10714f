/** Streams groups, as the coordinator knows its kinds of groups. */
import type { GroupKind } from '../modern/modern-group.ts';
import { StreamsGroup } from './streams-group.ts';
import { streamsGroupRecords } from './streams-group-records.ts';

export const streamsGroupKind: GroupKind<StreamsGroup> = {
  type: 'streams',
  records: streamsGroupRecords,
  createGroup: (groupId, services) => new StreamsGroup(groupId, services),
};
