/** The door of `coordinator/`: replicated state machines over internal topics. */
export { GroupCoordinator } from './group/group-coordinator.ts';
export type { GroupCoordinatorOptions, GroupRequestContext } from './group/group-coordinator.ts';
export type { GroupCoordinatorSettings } from './group/group-context.ts';
export { groupConfigTable } from './group/group-config-table.ts';
export type { GroupConfigs } from './group/group-config-table.ts';
export { groupCoordinatorSettings } from './group/group-settings.ts';
export type { GroupCoordinatorConfigs } from './group/group-settings.ts';
export { partitionForGroup } from './group/group-hash.ts';
export type { TopicDirectory } from './group/topic-directory.ts';
export type { CoordinatorLog } from './runtime/coordinator-log.ts';
// Assignors.
export { consumerGroupAssignors, shareGroupAssignors } from './assignors/assignors.ts';
export type {
  GroupAssignor,
  GroupMember,
  MemberAssignment,
  TargetAssignment,
  TopicDescriber,
} from './assignors/group-spec.ts';
