/**
 * What the share coordinator decides for each of its requests (KIP-932): which epochs may write, and whether a change
 * goes to the log as an update or as a new snapshot.
 */
import { Errors, errorForCode } from '#protocol';
import type { Turn } from '../runtime/turn.ts';
import {
  type SharePartitionState,
  type SharePartitionSummary,
  type StateOutcome,
  type StateWrite,
  UNINITIALIZED_START_OFFSET,
  UNKNOWN_DELIVERY_COMPLETE_COUNT,
} from './persister.ts';
import type { ShareCoordinatorShard, ShareState } from './share-coordinator-shard.ts';
import type { SharePartitionKey } from './share-partition-key.ts';
import type { ShareSnapshotRecord, ShareStateRecord } from './share-state-records.ts';
import { combineStateBatches, DeliveryState } from './state-batches.ts';

export interface ShareStateRules {
  /** `share.coordinator.snapshot.update.records.per.snapshot`. */
  readonly updatesPerSnapshot: number;
  /** More batches than any window of records in flight can need; Kafka has no such bound. */
  readonly maxStateBatches: number;
  partitionExists(topicId: string, partition: number): boolean;
}

type StateTurn = Turn<ShareStateRecord>;

const DONE: StateOutcome = { errorCode: Errors.NONE.code, errorMessage: null };
const NO_EPOCH = -1;

export function stateError(errorCode: number, errorMessage: string | null = null): StateOutcome {
  return { errorCode, errorMessage: errorMessage ?? errorForCode(errorCode).message };
}

export function readError({ errorCode, errorMessage }: StateOutcome): SharePartitionState {
  return { errorCode, errorMessage, stateEpoch: 0, startOffset: 0, stateBatches: [] };
}

export function summaryError({ errorCode, errorMessage }: StateOutcome): SharePartitionSummary {
  const nothing = { stateEpoch: 0, leaderEpoch: 0, startOffset: 0 };
  return { errorCode, errorMessage, ...nothing, deliveryCompleteCount: UNKNOWN_DELIVERY_COMPLETE_COUNT };
}

export function initializeState(
  shard: ShareCoordinatorShard,
  turn: StateTurn,
  command: { key: SharePartitionKey; stateEpoch: number; startOffset: number; rules: ShareStateRules },
): StateOutcome {
  const { key, stateEpoch, startOffset, rules } = command;
  const known = shard.state(key);
  const refusal = refusalOf(key, rules);
  if (refusal !== null && refusal.errorCode === Errors.INVALID_REQUEST.code) return refusal;
  if (known !== undefined && stateEpoch !== NO_EPOCH && known.stateEpoch > stateEpoch) {
    return stateError(Errors.FENCED_STATE_EPOCH.code);
  }
  if (refusal !== null) return refusal;
  if (known === undefined && !shard.hasRoomFor(0)) return stateError(Errors.COORDINATOR_NOT_AVAILABLE.code);
  turn.records.push(
    snapshot(key, {
      snapshotEpoch: known === undefined ? 0 : known.snapshotEpoch + 1,
      stateEpoch,
      leaderEpoch: 0,
      startOffset,
      deliveryCompleteCount: startOffset === UNINITIALIZED_START_OFFSET ? UNKNOWN_DELIVERY_COMPLETE_COUNT : 0,
      createTimestamp: turn.now,
      writeTimestamp: turn.now,
      stateBatches: [],
    }),
  );
  return DONE;
}

export function readState(
  shard: ShareCoordinatorShard,
  turn: StateTurn,
  command: { key: SharePartitionKey; leaderEpoch: number; rules: ShareStateRules },
): SharePartitionState {
  const { key, leaderEpoch, rules } = command;
  const known = shard.state(key);
  const refusal = refusalOf(key, rules, { known, leaderEpoch });
  if (refusal !== null) return readError(refusal);
  if (known === undefined) return readError(uninitialized('read'));
  const { stateEpoch, startOffset, stateBatches } = known;
  if (leaderEpoch !== NO_EPOCH && leaderEpoch !== known.leaderEpoch) {
    const { deliveryCompleteCount } = known;
    turn.records.push(
      change(known, turn.now, {
        write: { stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches: [] },
        rules,
      }),
    );
  }
  return { ...DONE, stateEpoch, startOffset, stateBatches };
}

export function writeState(
  shard: ShareCoordinatorShard,
  turn: StateTurn,
  command: { key: SharePartitionKey; write: StateWrite; rules: ShareStateRules },
): StateOutcome {
  const { key, write, rules } = command;
  const known = shard.state(key);
  const refusal = refusalOf(key, rules, { known, ...write });
  if (refusal !== null) return refusal;
  if (known === undefined) return uninitialized('write');
  const batches = known.stateBatches.length + write.stateBatches.length;
  const isSound = write.stateBatches.every(isSoundBatch) && batches <= rules.maxStateBatches;
  if (!isSound) return stateError(Errors.INVALID_REQUEST.code, 'The state batches are too many, or no ranges.');
  if (!shard.hasRoomFor(write.stateBatches.length)) return stateError(Errors.COORDINATOR_NOT_AVAILABLE.code);
  turn.records.push(change(known, turn.now, { write, rules }));
  return DONE;
}

export function deleteState(
  shard: ShareCoordinatorShard,
  turn: StateTurn,
  command: { key: SharePartitionKey; rules: ShareStateRules },
): StateOutcome {
  const { key, rules } = command;
  const refusal = refusalOf(key, rules);
  if (refusal !== null) return refusal;
  if (shard.state(key) !== undefined) turn.records.push({ type: 'share-snapshot', key, value: null });
  return DONE;
}

export function readSummary(
  shard: ShareCoordinatorShard,
  command: { key: SharePartitionKey; leaderEpoch: number; rules: ShareStateRules },
): SharePartitionSummary {
  const { key, leaderEpoch, rules } = command;
  const known = shard.state(key);
  const refusal = refusalOf(key, rules, { known, leaderEpoch });
  if (refusal !== null) return summaryError(refusal);
  if (known === undefined) {
    const unknown = { startOffset: UNINITIALIZED_START_OFFSET, deliveryCompleteCount: UNKNOWN_DELIVERY_COMPLETE_COUNT };
    return { ...DONE, stateEpoch: 0, leaderEpoch: 0, ...unknown };
  }
  const { stateEpoch, leaderEpoch: epoch, startOffset, deliveryCompleteCount } = known;
  return { ...DONE, stateEpoch, leaderEpoch: epoch, startOffset, deliveryCompleteCount };
}

/**
 * Writes partitions anew that nobody has written for `intervalMs`, so that the log before them can go. Where all have
 * been idle since they were, there is nothing to be gained.
 */
export function snapshotColdStates(shard: ShareCoordinatorShard, turn: StateTurn, intervalMs: number): number {
  const cold = [...shard.states.values()].filter(({ writeTimestamp }) => turn.now - writeTimestamp >= intervalMs);
  const newest = cold.reduce((offset, state) => Math.max(offset, state.snapshotOffset), -1);
  const isSettled = cold.length === shard.states.size && newest - shard.redundantBelow() < cold.length;
  if (isSettled && cold.every(({ updates }) => updates === 0)) return 0;
  turn.isDivisible = true;
  for (const state of cold)
    turn.records.push(snapshot(state.key, { ...nextSnapshot(state), writeTimestamp: turn.now }));
  return cold.length;
}

/** Forgets the states of topics that are gone. */
export function forgetShareTopics(
  shard: ShareCoordinatorShard,
  turn: StateTurn,
  topicIds: ReadonlySet<string>,
): number {
  turn.isDivisible = true;
  for (const { key } of shard.states.values()) {
    if (topicIds.has(key.topicId)) turn.records.push({ type: 'share-snapshot', key, value: null });
  }
  return turn.records.length;
}

interface Claim {
  readonly known: ShareState | undefined;
  readonly leaderEpoch?: number;
  readonly stateEpoch?: number;
}

/** Null where the request may go on. Kafka's order: the partition's number, then the epochs, then the topic. */
function refusalOf(key: SharePartitionKey, rules: ShareStateRules, claim?: Claim): StateOutcome | null {
  if (key.partition < 0)
    return stateError(Errors.INVALID_REQUEST.code, 'The partition id cannot be a negative number.');
  const { known, leaderEpoch = NO_EPOCH, stateEpoch = NO_EPOCH } = claim ?? { known: undefined };
  if (known !== undefined && leaderEpoch !== NO_EPOCH && known.leaderEpoch > leaderEpoch) {
    return stateError(Errors.FENCED_LEADER_EPOCH.code);
  }
  if (known !== undefined && stateEpoch !== NO_EPOCH && known.stateEpoch > stateEpoch) {
    return stateError(Errors.FENCED_STATE_EPOCH.code);
  }
  if (rules.partitionExists(key.topicId, key.partition)) return null;
  return stateError(Errors.UNKNOWN_TOPIC_OR_PARTITION.code);
}

function uninitialized(verb: string): StateOutcome {
  return stateError(
    Errors.INVALID_REQUEST.code,
    `Cannot ${verb} the state of a share partition that was not initialized.`,
  );
}

function isSoundBatch({
  firstOffset,
  lastOffset,
  deliveryState,
  deliveryCount,
}: StateWrite['stateBatches'][number]): boolean {
  const isState = deliveryState >= DeliveryState.AVAILABLE && deliveryState <= DeliveryState.ARCHIVED;
  return firstOffset >= 0 && firstOffset <= lastOffset && isState && deliveryCount >= 0;
}

function change(
  known: ShareState,
  now: number,
  { write, rules }: { write: StateWrite; rules: ShareStateRules },
): ShareStateRecord {
  const { key, snapshotEpoch } = known;
  const { leaderEpoch, startOffset, deliveryCompleteCount } = write;
  if (known.updates < rules.updatesPerSnapshot) {
    const stateBatches = combineStateBatches([], write.stateBatches, startOffset);
    return {
      type: 'share-update',
      key,
      value: { snapshotEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches },
    };
  }
  const newStart = startOffset === -1 ? known.startOffset : startOffset;
  return snapshot(key, {
    ...nextSnapshot(known),
    stateEpoch: write.stateEpoch === NO_EPOCH ? known.stateEpoch : write.stateEpoch,
    leaderEpoch: leaderEpoch === NO_EPOCH ? known.leaderEpoch : leaderEpoch,
    startOffset: newStart,
    deliveryCompleteCount,
    writeTimestamp: now,
    stateBatches: combineStateBatches(known.stateBatches, write.stateBatches, newStart),
  });
}

function nextSnapshot(state: ShareState): NonNullable<ShareSnapshotRecord['value']> {
  const { snapshotEpoch, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, createTimestamp } = state;
  const { writeTimestamp, stateBatches } = state;
  const epochs = { snapshotEpoch: snapshotEpoch + 1, stateEpoch, leaderEpoch };
  const times = { createTimestamp, writeTimestamp };
  return { ...epochs, startOffset, deliveryCompleteCount, ...times, stateBatches: [...stateBatches] };
}

function snapshot(key: SharePartitionKey, value: NonNullable<ShareSnapshotRecord['value']>): ShareSnapshotRecord {
  return { type: 'share-snapshot', key, value };
}
