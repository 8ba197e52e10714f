/** The configs that an assignment hangs on, as the log keeps them: the group rebalances when they change. */
import type { GroupConfigs } from '../group-config-table.ts';
import type { AssignmentConfigs } from './streams-group.ts';

export function assignmentConfigs({ streamsNumStandbyReplicas }: GroupConfigs): AssignmentConfigs {
  return new Map([['num.standby.replicas', `${streamsNumStandbyReplicas}`]]);
}

export function isSameConfigs(one: AssignmentConfigs, other: AssignmentConfigs): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}
