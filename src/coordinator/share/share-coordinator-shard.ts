/**
 * The state machine behind one partition of `__share_group_state` (KIP-932): for each share partition its start offset,
 * the batches behind it that are not simply new, and two epochs that keep former leaders (leader epoch) and former
 * lives of the group's offsets (state epoch) from writing. All of it is lasting: a function of the log alone.
 */
import type { ShareSnapshotValue, ShareUpdateValue } from '#protocol';
import type { MemoryAccount } from '../group/state-memory.ts';
import type { CoordinatorStateMachine, LogPosition } from '../runtime/state-machine.ts';
import { type SharePartitionKey, sharePartitionKeyText } from './share-partition-key.ts';
import type { ShareStateRecord } from './share-state-records.ts';
import { combineStateBatches, type StateBatch } from './state-batches.ts';

/** What is known of a share partition. */
export interface ShareState {
  readonly key: SharePartitionKey;
  readonly snapshotEpoch: number;
  readonly stateEpoch: number;
  readonly leaderEpoch: number;
  readonly startOffset: number;
  readonly deliveryCompleteCount: number;
  readonly createTimestamp: number;
  /** Milliseconds; when the last snapshot was written. */
  readonly writeTimestamp: number;
  readonly stateBatches: readonly StateBatch[];
  /** Where the last snapshot stands in the log: what lies before it says nothing of this partition any more. */
  readonly snapshotOffset: number;
  /** Updates since that snapshot. */
  readonly updates: number;
}

const STATE_BYTES = 512;
const BATCH_BYTES = 64;

export class ShareCoordinatorShard implements CoordinatorStateMachine<ShareStateRecord> {
  readonly #states = new Map<string, ShareState>();
  readonly #memory: MemoryAccount;
  /** Behind the last record replayed. */
  #endOffset = 0;

  constructor(memory: MemoryAccount) {
    this.#memory = memory;
  }

  get states(): ReadonlyMap<string, ShareState> {
    return this.#states;
  }

  state(key: SharePartitionKey): ShareState | undefined {
    return this.#states.get(sharePartitionKeyText(key));
  }

  hasRoomFor(batches: number): boolean {
    return this.#memory.hasRoomFor(STATE_BYTES + batches * BATCH_BYTES);
  }

  /** No record below it says anything that a later one does not. */
  redundantBelow(): number {
    let offset = this.#endOffset;
    for (const { snapshotOffset } of this.#states.values()) offset = Math.min(offset, snapshotOffset);
    return offset;
  }

  replay(record: ShareStateRecord, { offset }: LogPosition): void {
    this.#endOffset = offset + 1;
    const text = sharePartitionKeyText(record.key);
    const known = this.#states.get(text);
    if (known !== undefined) this.#memory.add(-bytesOf(known));
    const state =
      record.type === 'share-snapshot'
        ? afterSnapshot(record, known, offset)
        : afterUpdate(record.key, known, { value: record.value, offset });
    if (state === null) {
      this.#states.delete(text);
      return;
    }
    this.#memory.add(bytesOf(state));
    this.#states.set(text, state);
  }

  replayTransactionEnd(): void {
    // Nobody writes transactions to this topic.
  }

  activate(): void {
    // All that there is comes from the log, and nothing in it has a deadline.
  }

  deactivate(): void {
    this.#states.clear();
    this.#memory.close();
  }
}

function bytesOf({ stateBatches, key }: ShareState): number {
  return STATE_BYTES + 2 * key.groupId.length + stateBatches.length * BATCH_BYTES;
}

function afterSnapshot(
  { key, value }: { key: SharePartitionKey; value: ShareSnapshotValue | null },
  known: ShareState | undefined,
  snapshotOffset: number,
): ShareState | null {
  if (value === null) return null;
  return {
    ...value,
    key: known?.key ?? key,
    stateEpoch: Math.max(value.stateEpoch, known?.stateEpoch ?? value.stateEpoch),
    leaderEpoch: Math.max(value.leaderEpoch, known?.leaderEpoch ?? value.leaderEpoch),
    snapshotOffset,
    updates: 0,
  };
}

/** -1 in an update means that this has not changed. */
function afterUpdate(
  key: SharePartitionKey,
  known: ShareState | undefined,
  { value, offset }: { value: ShareUpdateValue; offset: number },
): ShareState {
  const { snapshotEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches } = value;
  if (known === undefined) {
    // The snapshot it belongs to is gone from the log: it is all there is, then.
    const times = { createTimestamp: 0, writeTimestamp: 0 };
    const rest = { stateEpoch: 0, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches };
    return { key, snapshotEpoch, ...rest, ...times, snapshotOffset: offset, updates: 0 };
  }
  const newStart = startOffset === -1 ? known.startOffset : startOffset;
  return {
    ...known,
    leaderEpoch: Math.max(known.leaderEpoch, leaderEpoch),
    startOffset: newStart,
    deliveryCompleteCount,
    stateBatches: combineStateBatches(known.stateBatches, stateBatches, newStart),
    updates: known.updates + 1,
  };
}
