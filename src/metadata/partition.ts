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
  const replicas = shared(record.replicas);
  return {
    replicas,
    isr: isSame(record.isr, replicas) ? replicas : shared(record.isr),
    removingReplicas: shared(record.removingReplicas),
    addingReplicas: shared(record.addingReplicas),
    leader: record.leader,
    leaderEpoch: record.leaderEpoch,
    partitionEpoch: record.partitionEpoch,
    leaderRecoveryState: record.leaderRecoveryState,
    directories: record.directories.every((directory) => directory === UNASSIGNED_DIRECTORY)
      ? unassigned(record.directories.length)
      : record.directories,
    eligibleLeaderReplicas: shared(record.eligibleLeaderReplicas ?? NONE),
    lastKnownElr: shared(record.lastKnownElr ?? NONE),
  };
}

/** Lists of one broker or none, which are nearly all there are on a small cluster, are kept once. */
const singles = new Map<number, readonly number[]>();
const unassignedLists: (readonly string[])[] = [];
const MAX_SINGLES = 1000;

function shared(brokerIds: readonly number[]): readonly number[] {
  const [id] = brokerIds;
  if (id === undefined) return NONE;
  if (brokerIds.length > 1) return brokerIds;
  const known = singles.get(id);
  if (known !== undefined) return known;
  if (singles.size < MAX_SINGLES) singles.set(id, brokerIds);
  return brokerIds;
}

function unassigned(count: number): readonly string[] {
  return (unassignedLists[count] ??= Array.from({ length: count }, () => UNASSIGNED_DIRECTORY));
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i]);
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
