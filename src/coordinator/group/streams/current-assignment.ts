/**
 * How a member of a streams group comes from what it has to what it is to have (KIP-1071), one step per heartbeat: first
 * it gives up what is no longer its, then it gets what nobody else has any more. The invariant: an active task is never
 * at two members, and no process has a task twice, since its threads share one state directory.
 */
import { MemberState, type StreamsGroupMember } from './streams-group-member.ts';
import {
  type AssignedTasks,
  hasNoTasks,
  NO_ASSIGNED_TASKS,
  sharesTasks,
  type TaskAssignment,
  type Tasks,
  type TasksWithEpochs,
} from './tasks.ts';

/** Who has a task now, or has not yet given it up. */
export interface TaskOwners {
  activeProcess(subtopologyId: string, partition: number): string | undefined;
  /** Whether the process has it as a standby or warm-up. */
  hasReplica(subtopologyId: string, partition: number, processId: string): boolean;
}

export interface Reconciliation {
  readonly targetEpoch: number;
  readonly target: TaskAssignment;
  /** What the member says that it has; null where it did not say. */
  readonly owned: TaskAssignment | null;
  readonly owners: TaskOwners;
}

/** The member after this heartbeat, or null where its state is unknown and it must be fenced. */
export function reconcile(member: StreamsGroupMember, reconciliation: Reconciliation): StreamsGroupMember | null {
  const { targetEpoch, owned } = reconciliation;
  switch (member.state) {
    case MemberState.STABLE:
      return member.memberEpoch === targetEpoch ? member : nextStep(member, member.memberEpoch, reconciliation);
    case MemberState.UNREVOKED_TASKS:
      if (owned === null || sharesTasks(owned, member.pendingRevocation)) return member;
      return nextStep(member, member.memberEpoch + 1, reconciliation);
    case MemberState.UNRELEASED_TASKS:
      return nextStep(member, member.memberEpoch, reconciliation);
    default:
      // Written by a later release. It can go on only from nothing.
      return owned !== null && hasNoTasks(owned) ? nextStep(member, targetEpoch, reconciliation) : null;
  }
}

interface Difference<T> {
  readonly kept: Map<string, T>;
  readonly toRevoke: Map<string, T>;
  readonly toAssign: Map<string, T>;
  readonly isWaiting: boolean;
}

function nextStep(member: StreamsGroupMember, memberEpoch: number, step: Reconciliation): StreamsGroupMember {
  const { targetEpoch, target, owned, owners } = step;
  const { processId } = member.metadata;
  const isTakenHere = (id: string, partition: number): boolean =>
    owners.activeProcess(id, partition) === processId || owners.hasReplica(id, partition, processId);
  const active = activeDifference(member.assigned.active, target.active, {
    epoch: targetEpoch,
    isTaken: (id, partition) =>
      owners.activeProcess(id, partition) !== undefined || owners.hasReplica(id, partition, processId),
  });
  const standby = difference(member.assigned.standby, target.standby, isTakenHere);
  const warmup = difference(member.assigned.warmup, target.warmup, isTakenHere);
  const toRevoke = { active: active.toRevoke, standby: standby.toRevoke, warmup: warmup.toRevoke };
  const kept = { active: active.kept, standby: standby.kept, warmup: warmup.kept };
  const next = { ...member, previousMemberEpoch: member.memberEpoch };
  if (!hasNoTasks(toRevoke) && (owned === null || sharesTasks(owned, toRevoke))) {
    return { ...next, state: MemberState.UNREVOKED_TASKS, memberEpoch, assigned: kept, pendingRevocation: toRevoke };
  }
  const isWaiting = active.isWaiting || standby.isWaiting || warmup.isWaiting;
  return {
    ...next,
    state: isWaiting ? MemberState.UNRELEASED_TASKS : MemberState.STABLE,
    memberEpoch: targetEpoch,
    assigned: merged(kept, { active: active.toAssign, standby: standby.toAssign, warmup: warmup.toAssign }),
    pendingRevocation: NO_ASSIGNED_TASKS,
  };
}

type IsTaken = (subtopologyId: string, partition: number) => boolean;

/** Kept tasks keep their epoch; new ones have that of the target. */
function activeDifference(
  current: TasksWithEpochs,
  target: Tasks,
  { epoch, isTaken }: { epoch: number; isTaken: IsTaken },
): Difference<Map<number, number>> {
  const { kept, toRevoke, toAssign, isWaiting } = difference(partitionsOf(current), target, isTaken);
  const withEpochs = (tasks: Tasks): Map<string, Map<number, number>> =>
    new Map(
      [...tasks].map(([id, partitions]) => [
        id,
        new Map([...partitions].map((partition) => [partition, current.get(id)?.get(partition) ?? epoch])),
      ]),
    );
  return { kept: withEpochs(kept), toRevoke: withEpochs(toRevoke), toAssign: withEpochs(toAssign), isWaiting };
}

function partitionsOf(tasks: TasksWithEpochs): Tasks {
  return new Map([...tasks].map(([id, epochs]) => [id, new Set(epochs.keys())]));
}

const NO_PARTITIONS: ReadonlySet<number> = new Set();

function difference(current: Tasks, target: Tasks, isTaken: IsTaken): Difference<Set<number>> {
  const kept = new Map<string, Set<number>>();
  const toRevoke = new Map<string, Set<number>>();
  const toAssign = new Map<string, Set<number>>();
  let isWaiting = false;
  for (const id of new Set([...target.keys(), ...current.keys()])) {
    const has = current.get(id) ?? NO_PARTITIONS;
    const wanted = target.get(id) ?? NO_PARTITIONS;
    const missing = [...wanted].filter((partition) => !has.has(partition));
    const free = missing.filter((partition) => !isTaken(id, partition));
    putPartitions(
      kept,
      id,
      [...has].filter((partition) => wanted.has(partition)),
    );
    putPartitions(
      toRevoke,
      id,
      [...has].filter((partition) => !wanted.has(partition)),
    );
    putPartitions(toAssign, id, free);
    if (free.length < missing.length) isWaiting = true;
  }
  return { kept, toRevoke, toAssign, isWaiting };
}

function putPartitions(tasks: Map<string, Set<number>>, subtopologyId: string, partitions: readonly number[]): void {
  if (partitions.length > 0) tasks.set(subtopologyId, new Set(partitions));
}

function merged(one: AssignedTasks, other: AssignedTasks): AssignedTasks {
  const active = new Map(one.active);
  for (const [id, epochs] of other.active) active.set(id, new Map([...(active.get(id) ?? []), ...epochs]));
  return {
    active,
    standby: union(one.standby, other.standby),
    warmup: union(one.warmup, other.warmup),
  };
}

function union(one: Tasks, other: Tasks): Tasks {
  const result = new Map(one);
  for (const [id, partitions] of other) result.set(id, new Set([...(result.get(id) ?? []), ...partitions]));
  return result;
}
