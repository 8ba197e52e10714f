/**
 * `run` with one handler at a time for each partition, and up to `concurrency` for different ones.
 *
 * Invariant: a record whose handler threw, and all behind it, are handed out again to whoever takes records next, and are
 * not committed.
 */
import { ConsumerBatch } from '../records/consumer-batch.ts';
import type { ConsumerRecord } from '../records/consumer-record.ts';
import type { PartitionState } from './partition-state.ts';
import type { Lane, RunTask } from './run-task.ts';

/** Between two looks at the clock. */
const RECORDS_PER_LOOK = 16;

export async function runByPartition<K, V>(task: RunTask<K, V>): Promise<void> {
  await Promise.all(task.lanes.map((lane) => work(task, lane)));
}

async function work<K, V>(task: RunTask<K, V>, lane: Lane): Promise<void> {
  const { delivery, options } = task.dependencies;
  try {
    for (;;) {
      if (delivery.needsTurn) await delivery.turn();
      if (task.isStopping || (delivery.isClosed && delivery.failure === null)) return;
      delivery.notePoll();
      const state = delivery.claim();
      if (state === null) await delivery.wait();
      else if (options.eachRecord === undefined) await handBatches(task, lane, state);
      else await handRecords(task, lane, state);
    }
  } catch (error) {
    task.fail(error);
  }
}

async function handRecords<K, V>(task: RunTask<K, V>, lane: Lane, state: PartitionState): Promise<void> {
  const { delivery } = task.dependencies;
  let untilLook = RECORDS_PER_LOOK;
  for (;;) {
    const record = task.isStopping || delivery.isDue ? null : state.nextRecord();
    if (record === null) break;
    const item = record as ConsumerRecord<K, V>;
    try {
      const answer = task.call(lane, item);
      if (answer !== null) await answer;
    } catch (error) {
      await recover(task, state, { error, item, first: item });
    } finally {
      lane.startedAt = Infinity;
    }
    if (--untilLook > 0) continue;
    untilLook = RECORDS_PER_LOOK;
    if (delivery.needsTurn) await delivery.turn();
  }
  delivery.release(state);
}

async function handBatches<K, V>(task: RunTask<K, V>, lane: Lane, state: PartitionState): Promise<void> {
  const { delivery, maxPollRecords } = task.dependencies;
  const records = state.nextRecords(maxPollRecords) as readonly ConsumerRecord<K, V>[] | null;
  if (records !== null) {
    const item = new ConsumerBatch(state, records);
    try {
      const answer = task.call(lane, item);
      if (answer !== null) await answer;
    } catch (error) {
      await recover(task, state, { error, item, first: records[0]! });
    } finally {
      lane.startedAt = Infinity;
    }
  }
  delivery.release(state);
}

interface Failure<K, V> {
  readonly error: unknown;
  readonly item: ConsumerRecord<K, V> | ConsumerBatch<K, V>;
  readonly first: ConsumerRecord<K, V>;
}

/** Throws the error unless it is to be skipped, the record being the next one again. */
async function recover<K, V>(task: RunTask<K, V>, state: PartitionState, failure: Failure<K, V>): Promise<void> {
  try {
    if (await task.isSkipped(failure.error, failure.item)) return;
  } catch (error) {
    putBack(task, state, failure.first);
    throw error;
  }
  putBack(task, state, failure.first);
  throw failure.error;
}

function putBack<K, V>(task: RunTask<K, V>, state: PartitionState, first: ConsumerRecord<K, V>): void {
  state.putBack(first);
  task.dependencies.delivery.release(state);
}
