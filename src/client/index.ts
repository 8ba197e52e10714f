/** The door of `client/`: what Kafka's clients do on their own side. */
export { clientAssignors } from './assignors/assignors.ts';
export type {
  AssignableTopic,
  Assignor,
  GroupAssignment,
  SubscribedMember,
  TopicPartition,
} from './assignors/group-members.ts';
export { readStickyUserData, readSubscription, writeAssignment } from './assignors/subscription.ts';
export type { StickyUserData } from './assignors/subscription.ts';
