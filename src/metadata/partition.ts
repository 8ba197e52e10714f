/** One partition's registration: who has it, who leads it, and since which epoch (KIP-631, KIP-966). Never changed, only replaced. */
import type { PartitionChangeRecord, PartitionRecord } from '#protocol';

export interface PartitionRegistration {
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly removingReplicas: readonly number[];
  readonly addingReplicas: readonly number[];
  /** -1 where no replica can lead. */
  readonly leader: number;
  /** Grows with every election, also where the same broker is elected again. */
  readonly leaderEpoch: number;
  /** Grows with every change. */
  readonly partitionEpoch: number;
  /** 0 recovered, 1 recovering after an unclean election. */
  readonly leaderRecoveryState: number;
  /** Of each replica, the id of the log directory. */
  readonly directories: readonly string[];
  readonly eligibleLeaderReplicas: readonly number[];
  readonly lastKnownElr: readonly number[];
}

export const NO_LEADER = -1;
/** In a PartitionChangeRecord. */
export const NO_LEADER_CHANGE = -2;
/** The directory of a replica whose broker has not told where it put it. */
export const UNASSIGNED_DIRECTORY = 'AAAAAAAAAAAAAAAAAAAAAQ';

const NONE: readonly number[] = [];

export function partitionOf(record: PartitionRecord): PartitionRegistration {
  return {
    replicas: record.replicas,
    isr: record.isr,
    removingReplicas: record.removingReplicas,
    addingReplicas: record.addingReplicas,
    leader: record.leader,
    leaderEpoch: record.leaderEpoch,
    partitionEpoch: record.partitionEpoch,
    leaderRecoveryState: record.leaderRecoveryState,
    directories: record.directories,
    eligibleLeaderReplicas: record.eligibleLeaderReplicas ?? NONE,
    lastKnownElr: record.lastKnownElr ?? NONE,
  };
}

/** The registration after `change`. A leader that is named is elected anew, whoever it was: the leader epoch grows. */
export function withChange(partition: PartitionRegistration, change: PartitionChangeRecord): PartitionRegistration {
  const isElection = change.leader !== NO_LEADER_CHANGE;
  return {
    replicas: change.replicas ?? partition.replicas,
    isr: change.isr ?? partition.isr,
    removingReplicas: change.removingReplicas ?? partition.removingReplicas,
    addingReplicas: change.addingReplicas ?? partition.addingReplicas,
    leader: isElection ? change.leader : partition.leader,
    leaderEpoch: isElection ? partition.leaderEpoch + 1 : partition.leaderEpoch,
    partitionEpoch: partition.partitionEpoch + 1,
    leaderRecoveryState: change.leaderRecoveryState < 0 ? partition.leaderRecoveryState : change.leaderRecoveryState,
    directories: change.directories ?? partition.directories,
    eligibleLeaderReplicas: change.eligibleLeaderReplicas ?? partition.eligibleLeaderReplicas,
    lastKnownElr: change.lastKnownElr ?? partition.lastKnownElr,
  };
}
