/** What the coordinator of share groups has from this broker: the persister, who reads, and how far logs go. */
import type { ShareGroupServices } from '#coordinator';
import { Errors } from '#protocol';
import { CoordinatorKeyType } from '../coordinator-topics.ts';
import type { BrokerServices } from '../handler.ts';

type Needed = Pick<BrokerServices, 'shareCoordinator' | 'sharePartitions' | 'coordinatorPartitions' | 'partitions'>;

/** Looks into `broker` only when it is called: the group coordinator is made before what it asks for. */
export function shareGroupServices(broker: Needed): ShareGroupServices {
  return {
    get persister() {
      return broker.shareCoordinator;
    },
    ensureStateTopic() {
      const topic = broker.coordinatorPartitions.get(CoordinatorKeyType.SHARE);
      return topic?.ensureTopic() ?? Promise.resolve(Errors.COORDINATOR_NOT_AVAILABLE.code);
    },
    endOffset(topicId, partition) {
      const found = broker.partitions.findById(topicId, partition);
      return typeof found === 'number' ? null : found.highWatermark;
    },
    memberLeft: (groupId, memberId) => broker.sharePartitions.sessions.endOf(groupId, memberId),
    groupEmptied: (groupId) => broker.sharePartitions.forgetGroup(groupId),
  };
}
