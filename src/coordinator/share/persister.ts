/**
 * Where the leaders of partitions keep what became of the records that share groups read (KIP-932's Persister). Answers
 * are values: an error code of the protocol, and nothing else where it is not NONE. What was answered to a write is on
 * disk as the configured durability has it.
 */
import type { SharePartitionKey } from './share-partition-key.ts';
import type { StateBatch } from './state-batches.ts';

/** No start offset is known yet: the group's `share.auto.offset.reset` decides. */
export const UNINITIALIZED_START_OFFSET = -1;
/** Nothing is known of how many records behind the start offset are done with. */
export const UNKNOWN_DELIVERY_COMPLETE_COUNT = -1;

export interface SharePartitionState {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly stateEpoch: number;
  readonly startOffset: number;
  readonly stateBatches: readonly StateBatch[];
}

export interface SharePartitionSummary {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly stateEpoch: number;
  readonly leaderEpoch: number;
  readonly startOffset: number;
  readonly deliveryCompleteCount: number;
}

export interface StateOutcome {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** What a leader writes; -1 leaves the start offset as it is. */
export interface StateWrite {
  readonly stateEpoch: number;
  readonly leaderEpoch: number;
  readonly startOffset: number;
  readonly deliveryCompleteCount: number;
  readonly stateBatches: readonly StateBatch[];
}

export interface Persister {
  /** A fresh state, over whatever there was of an older epoch. */
  initialize(key: SharePartitionKey, state: { stateEpoch: number; startOffset: number }): Promise<StateOutcome>;
  /** Also makes known who leads the partition: older leaders are fenced from then on. */
  read(key: SharePartitionKey, leaderEpoch: number): Promise<SharePartitionState>;
  write(key: SharePartitionKey, write: StateWrite): Promise<StateOutcome>;
  delete(key: SharePartitionKey): Promise<StateOutcome>;
  readSummary(key: SharePartitionKey, leaderEpoch: number): Promise<SharePartitionSummary>;
}
