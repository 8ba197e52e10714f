/** What a streams group goes by: its own configs (resource GROUP), where it has them, else the broker's. */
import type { AssignmentConfigs } from './streams-group.ts';

export interface StreamsGroupConfigs {
  /** `streams.session.timeout.ms`: how long a member may be silent. */
  readonly sessionTimeoutMs: number;
  /** `streams.heartbeat.interval.ms`. */
  readonly heartbeatIntervalMs: number;
  /** `streams.num.standby.replicas`. */
  readonly numStandbyReplicas: number;
  /** `streams.initial.rebalance.delay.ms`. */
  readonly initialRebalanceDelayMs: number;
  /** `streams.assignment.interval.ms`: the least time between two assignments; 0 for none. */
  readonly assignmentIntervalMs: number;
  /** `group.streams.max.size`, in members; of the broker alone. */
  readonly maxSize: number;
}

/** The configs that an assignment hangs on, as the log keeps them: the group rebalances when they change. */
export function assignmentConfigs({ numStandbyReplicas }: StreamsGroupConfigs): AssignmentConfigs {
  return new Map([['num.standby.replicas', `${numStandbyReplicas}`]]);
}

export function isSameConfigs(one: AssignmentConfigs, other: AssignmentConfigs): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}
