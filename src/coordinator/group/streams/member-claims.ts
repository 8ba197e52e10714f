/** Whether what a member says of itself can be: its epoch, and the tasks that it has. Throws what it is told. */
import { KafkaError } from '#kernel';
import type { StreamsGroupHeartbeatRequest } from '#protocol';
import type { ConfiguredTopology } from './configured-topology.ts';
import type { StreamsGroupMember } from './streams-group-member.ts';
import type { TaskIds, Tasks, TasksWithEpochs } from './tasks.ts';

/**
 * The epoch before the last one is as good where the member has nothing but what it was given with the last: it did not
 * get the answer. Any other epoch fences it.
 */
export function requireKnownEpoch(member: StreamsGroupMember, request: StreamsGroupHeartbeatRequest): void {
  const { memberEpoch } = request;
  if (memberEpoch === member.memberEpoch) return;
  const { active, standby, warmup } = member.assigned;
  const missedAnswer =
    memberEpoch < member.memberEpoch &&
    memberEpoch === member.previousMemberEpoch &&
    hasOnly(request.activeTasks, active) &&
    hasOnly(request.standbyTasks, standby) &&
    hasOnly(request.warmupTasks, warmup);
  if (missedAnswer) return;
  const message = `the member's epoch is ${member.memberEpoch}, not ${memberEpoch}: it must give up its tasks and join anew`;
  throw new KafkaError('FENCED_MEMBER_EPOCH', message);
}

function hasOnly(owned: readonly TaskIds[] | null, assigned: Tasks | TasksWithEpochs): boolean {
  if (owned === null) return false;
  return owned.every(({ subtopologyId, partitions }) => {
    const own = assigned.get(subtopologyId);
    return own !== undefined && partitions.every((partition) => own.has(partition));
  });
}

export function requirePossibleTasks(
  { subtopologies }: ConfiguredTopology,
  { activeTasks, standbyTasks, warmupTasks }: StreamsGroupHeartbeatRequest,
): void {
  for (const { subtopologyId, partitions } of [activeTasks, standbyTasks, warmupTasks].flatMap((ids) => ids ?? [])) {
    const subtopology = subtopologies?.get(subtopologyId);
    if (subtopology === undefined) {
      throw new KafkaError('INVALID_REQUEST', `there is no subtopology ${subtopologyId} in the topology`);
    }
    const { numberOfTasks } = subtopology;
    const outside = partitions.find((partition) => partition < 0 || partition >= numberOfTasks);
    if (outside === undefined) continue;
    throw new KafkaError(
      'INVALID_REQUEST',
      `subtopology ${subtopologyId} has ${numberOfTasks} tasks, none is ${outside}`,
    );
  }
}
