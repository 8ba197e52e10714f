/** The next target assignment of a streams group: computed when the group's epoch is past it, at most once an interval. */
import type { Turn } from '../../runtime/turn.ts';
import type { GroupRecord } from '../group-records.ts';
import type { ConfiguredTopology } from './configured-topology.ts';
import { assignTasks, type AssignorMember } from './sticky-task-assignor.ts';
import type { StreamsGroup } from './streams-group.ts';
import type { StreamsGroupMember } from './streams-group-member.ts';
import { isSameAssignment, NO_TASKS, type TaskAssignment, taskIdsOf } from './tasks.ts';

export interface TargetComputation {
  readonly groupEpoch: number;
  readonly configured: ConfiguredTopology;
  /** The member that heartbeats, as it is from now on; its records are not applied yet. */
  readonly updated: StreamsGroupMember | null;
}

/** Leaves in the turn what changes, and returns the target of every member. */
export function computeTargetAssignment(
  group: StreamsGroup,
  turn: Turn<GroupRecord>,
  computation: TargetComputation,
): Map<string, TaskAssignment> {
  const { groupEpoch, updated } = computation;
  const { groupId } = group;
  const members = new Map(group.members);
  if (updated !== null) members.set(updated.memberId, updated);
  const target = assign(group, [...members.values()], computation);
  for (const [memberId, { active, standby, warmup }] of target) {
    const before = group.targetAssignment.get(memberId);
    if (before !== undefined && isSameAssignment(before, target.get(memberId)!)) continue;
    const value = { activeTasks: taskIdsOf(active), standbyTasks: taskIdsOf(standby), warmupTasks: taskIdsOf(warmup) };
    turn.records.push({ type: 'streams-group-target-member', groupId, memberId, value });
  }
  const value = { assignmentEpoch: groupEpoch, assignmentTimestamp: turn.now };
  turn.records.push({ type: 'streams-group-target-metadata', groupId, value });
  return target;
}

function assign(
  group: StreamsGroup,
  members: readonly StreamsGroupMember[],
  { configured }: TargetComputation,
): Map<string, TaskAssignment> {
  const { subtopologies, problem } = configured;
  if (problem !== null || subtopologies === null) return new Map(members.map(({ memberId }) => [memberId, NO_TASKS]));
  const assignable = [...subtopologies.values()].map(({ subtopologyId, numberOfTasks, stateChangelogTopics }) => {
    return { subtopologyId, numberOfTasks, isStateful: stateChangelogTopics.length > 0 };
  });
  const assignorMembers = members.map(({ memberId, metadata }): AssignorMember => {
    const { active, standby } = group.targetOf(memberId);
    return { memberId, processId: metadata.processId, active, standby };
  });
  return assignTasks(assignorMembers, assignable, { numStandbyReplicas: group.configs.streamsNumStandbyReplicas });
}
