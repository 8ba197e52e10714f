/**
 * A member of a streams group: one thread of a Kafka Streams application (KIP-1071). Values are never changed in place:
 * a heartbeat makes a new one and writes it down, and the group takes it over when the record is applied.
 */
import type { StreamsGroupCurrentMemberAssignmentValue, StreamsGroupMemberMetadataValue } from '#protocol';
import {
  type AssignedTasks,
  isSameAssignedTasks,
  NO_ASSIGNED_TASKS,
  taskIdsOf,
  type TasksWithEpochs,
  tasksOf,
} from './tasks.ts';

/** As records have it. */
export const MemberState = {
  STABLE: 1,
  /** It has to give up tasks before it goes on to the next epoch. */
  UNREVOKED_TASKS: 2,
  /** It waits for tasks that others, or its own process, still have. */
  UNRELEASED_TASKS: 3,
} as const;

export interface StreamsGroupMember {
  readonly memberId: string;
  readonly memberEpoch: number;
  readonly previousMemberEpoch: number;
  readonly state: number;
  readonly metadata: StreamsGroupMemberMetadataValue;
  readonly assigned: AssignedTasks;
  readonly pendingRevocation: AssignedTasks;
}

export function newMember(memberId: string): StreamsGroupMember {
  return {
    memberId,
    memberEpoch: 0,
    previousMemberEpoch: 0,
    state: MemberState.STABLE,
    metadata: {
      instanceId: null,
      rackId: null,
      clientId: '',
      clientHost: '',
      rebalanceTimeoutMs: -1,
      topologyEpoch: -1,
      processId: '',
      userEndpoint: null,
      clientTags: [],
    },
    assigned: NO_ASSIGNED_TASKS,
    pendingRevocation: NO_ASSIGNED_TASKS,
  };
}

export function isReconciledTo({ state, memberEpoch }: StreamsGroupMember, epoch: number): boolean {
  return state === MemberState.STABLE && memberEpoch === epoch;
}

export function isSameMetadata(one: StreamsGroupMemberMetadataValue, other: StreamsGroupMemberMetadataValue): boolean {
  return (
    one.instanceId === other.instanceId &&
    one.rackId === other.rackId &&
    one.clientId === other.clientId &&
    one.clientHost === other.clientHost &&
    one.rebalanceTimeoutMs === other.rebalanceTimeoutMs &&
    one.topologyEpoch === other.topologyEpoch &&
    one.processId === other.processId &&
    one.userEndpoint?.host === other.userEndpoint?.host &&
    one.userEndpoint?.port === other.userEndpoint?.port &&
    one.clientTags.length === other.clientTags.length &&
    one.clientTags.every(
      ({ key, value }, i) => key === other.clientTags[i]!.key && value === other.clientTags[i]!.value,
    )
  );
}

/** Whether both say the same of where the member stands and what it has. */
export function isSameCurrentAssignment(one: StreamsGroupMember, other: StreamsGroupMember): boolean {
  return (
    one.memberEpoch === other.memberEpoch &&
    one.previousMemberEpoch === other.previousMemberEpoch &&
    one.state === other.state &&
    isSameAssignedTasks(one.assigned, other.assigned) &&
    isSameAssignedTasks(one.pendingRevocation, other.pendingRevocation)
  );
}

type CurrentTaskIds = StreamsGroupCurrentMemberAssignmentValue['activeTasks'][number];

/** As the log keeps it. */
export function currentAssignmentOf(member: StreamsGroupMember): StreamsGroupCurrentMemberAssignmentValue {
  const { assigned, pendingRevocation } = member;
  return {
    memberEpoch: member.memberEpoch,
    previousMemberEpoch: member.previousMemberEpoch,
    state: member.state,
    activeTasks: withEpochs(assigned.active),
    standbyTasks: withoutEpochs(assigned.standby),
    warmupTasks: withoutEpochs(assigned.warmup),
    activeTasksPendingRevocation: withEpochs(pendingRevocation.active),
    standbyTasksPendingRevocation: withoutEpochs(pendingRevocation.standby),
    warmupTasksPendingRevocation: withoutEpochs(pendingRevocation.warmup),
  };
}

function withEpochs(tasks: TasksWithEpochs): CurrentTaskIds[] {
  return taskIdsOf(tasks).map(({ subtopologyId, partitions }) => {
    const epochs = tasks.get(subtopologyId)!;
    return { subtopologyId, partitions, assignmentEpochs: partitions.map((partition) => epochs.get(partition)!) };
  });
}

function withoutEpochs(tasks: Parameters<typeof taskIdsOf>[0]): CurrentTaskIds[] {
  return taskIdsOf(tasks).map((ids) => ({ ...ids, assignmentEpochs: null }));
}

export function withCurrentAssignment(
  member: StreamsGroupMember,
  value: StreamsGroupCurrentMemberAssignmentValue,
): StreamsGroupMember {
  const { memberEpoch } = value;
  return {
    ...member,
    memberEpoch,
    previousMemberEpoch: value.previousMemberEpoch,
    state: value.state,
    assigned: {
      active: epochsOf(value.activeTasks, memberEpoch),
      standby: tasksOf(value.standbyTasks),
      warmup: tasksOf(value.warmupTasks),
    },
    pendingRevocation: {
      active: epochsOf(value.activeTasksPendingRevocation, memberEpoch),
      standby: tasksOf(value.standbyTasksPendingRevocation),
      warmup: tasksOf(value.warmupTasksPendingRevocation),
    },
  };
}

/** Where a record has no epochs (Kafka before 4.2 wrote none), the member's own counts. */
function epochsOf(ids: readonly CurrentTaskIds[], memberEpoch: number): TasksWithEpochs {
  return new Map(
    ids.map(({ subtopologyId, partitions, assignmentEpochs }) => [
      subtopologyId,
      new Map(
        partitions.map((partition, i) => [
          partition,
          assignmentEpochs?.length === partitions.length ? assignmentEpochs[i]! : memberEpoch,
        ]),
      ),
    ]),
  );
}
