/** Consumer groups as a kind of modern group. */
import type { GroupKind } from '../modern/modern-group.ts';
import { ConsumerGroup } from './consumer-group.ts';
import { consumerGroupRecords } from './consumer-group-records.ts';

export const consumerGroupKind: GroupKind<ConsumerGroup> = {
  type: 'consumer',
  records: consumerGroupRecords,
  createGroup: (groupId, services) => new ConsumerGroup(groupId, services),
};
