/** Share groups as a kind of modern group, and whom their coordinator tells of members that are gone. */
import type { GroupKind } from '../modern/modern-group.ts';
import { ShareGroup } from './share-group.ts';
import { shareGroupRecords } from './share-group-records.ts';

export const shareGroupKind: GroupKind<ShareGroup> = {
  type: 'share',
  records: shareGroupRecords,
  createGroup: (groupId, services) => new ShareGroup(groupId, services),
};
