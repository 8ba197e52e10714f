/**
 * `run` with `by: 'key'`: records go to lanes by their key, so that those of one key come one after the other while others
 * of the same partition are at work; records without a key go to any lane. Up to `maxPollRecords` of a partition are in
 * the lanes at a time, and those still come after a `pause`.
 *
 * Invariant: committed is what lies before the first record that is not done. What was done behind it is done again by
 * whoever reads on from there.
 */
import { murmur2 } from '#protocol';
import type { ConsumerRecord } from '../records/consumer-record.ts';
import { Outstanding } from './outstanding.ts';
import type { PartitionState } from './partition-state.ts';
import type { Lane, RunTask } from './run-task.ts';

interface KeyedPartition {
  readonly state: PartitionState;
  readonly epoch: number;
  readonly outstanding: Outstanding;
  /** In a lane, waiting or at work. */
  inLanes: number;
  wasCutShort: boolean;
}

interface Job<K, V> {
  readonly of: KeyedPartition;
  readonly record: ConsumerRecord<K, V>;
  readonly ticket: number;
}

interface KeyLane<K, V> {
  readonly lane: Lane;
  readonly jobs: Job<K, V>[];
  next: number;
  wake: (() => void) | null;
}

export class RunByKey<K, V> {
  readonly #task: RunTask<K, V>;
  readonly #lanes: readonly KeyLane<K, V>[];
  readonly #partitions = new Map<PartitionState, KeyedPartition>();
  #anyLane = 0;
  #isOver = false;

  constructor(task: RunTask<K, V>) {
    this.#task = task;
    this.#lanes = task.lanes.map((lane) => ({ lane, jobs: [], next: 0, wake: null }));
  }

  async run(): Promise<void> {
    const working = this.#lanes.map((lane) => this.#work(lane));
    try {
      await this.#feed();
    } catch (error) {
      this.#task.fail(error);
    }
    this.#isOver = true;
    for (const lane of this.#lanes) lane.wake?.();
    await Promise.all(working);
    for (const of of this.#partitions.values()) this.#leave(of);
  }

  async #feed(): Promise<void> {
    const { delivery } = this.#task.dependencies;
    for (;;) {
      if (delivery.needsTurn) await delivery.turn();
      if (this.#task.isStopping || (delivery.isClosed && delivery.failure === null)) return;
      delivery.notePoll();
      const state = delivery.claim();
      if (state === null) {
        await delivery.wait();
        continue;
      }
      const { epoch } = state;
      const of = { state, epoch, outstanding: new Outstanding(), inLanes: 0, wasCutShort: false };
      this.#partitions.set(state, of);
      this.#fill(of);
      if (of.inLanes === 0) this.#leave(of);
    }
  }

  /** Puts what is decoded into the lanes. */
  #fill(of: KeyedPartition): void {
    const records = of.state.nextRecords(this.#task.dependencies.maxPollRecords);
    for (const record of records ?? []) {
      const ticket = of.outstanding.add(record.offset);
      of.inLanes++;
      const lane = this.#laneFor(record as ConsumerRecord<K, V>);
      lane.jobs.push({ of, record: record as ConsumerRecord<K, V>, ticket });
      lane.wake?.();
    }
    of.state.unprocessedFrom = of.outstanding.first;
  }

  #laneFor(record: ConsumerRecord<K, V>): KeyLane<K, V> {
    const key = record.keyBytes;
    const index = key === null ? this.#anyLane++ : (murmur2(key) ^ (record.partition * 31)) >>> 0;
    return this.#lanes[index % this.#lanes.length]!;
  }

  async #work(lane: KeyLane<K, V>): Promise<void> {
    const { delivery } = this.#task.dependencies;
    for (let untilLook = 1; ; untilLook++) {
      const job = lane.jobs[lane.next];
      if (job === undefined) {
        lane.jobs.length = 0;
        lane.next = 0;
        if (this.#isOver) return;
        await new Promise<void>((resolve) => (lane.wake = resolve));
        lane.wake = null;
        continue;
      }
      lane.next++;
      if (this.#task.isStopping || job.of.state.isRevoked || job.of.state.epoch !== job.of.epoch) this.#drop(job);
      else await this.#handle(lane.lane, job);
      if (untilLook % 16 === 0 && delivery.needsTurn) await delivery.turn();
    }
  }

  async #handle(lane: Lane, job: Job<K, V>): Promise<void> {
    const task = this.#task;
    try {
      const answer = task.call(lane, job.record);
      if (answer !== null) await answer;
    } catch (error) {
      const isSkipped = await task.isSkipped(error, job.record).catch((thrown: unknown) => {
        task.fail(thrown);
        return false;
      });
      if (!isSkipped) {
        task.fail(error);
        this.#drop(job);
        return;
      }
    } finally {
      lane.startedAt = Infinity;
    }
    this.#complete(job);
  }

  #complete({ of, ticket }: Job<K, V>): void {
    of.outstanding.complete(ticket);
    of.inLanes--;
    const { state } = of;
    const isSame = state.epoch === of.epoch && !state.isRevoked;
    if (isSame) state.unprocessedFrom = of.outstanding.first;
    const { maxPollRecords } = this.#task.dependencies;
    if (isSame && !this.#task.isStopping && of.outstanding.size <= maxPollRecords / 2) this.#refill(of);
    if (of.inLanes === 0) this.#leave(of);
  }

  /** More of the same partition, so that one slow record does not hold up those of other keys. */
  #refill(of: KeyedPartition): void {
    if (of.state.isBlocked || !of.state.hasRecords) return;
    try {
      if (of.state.decode(this.#task.dependencies.maxPollRecords)) this.#fill(of);
    } catch {
      // The damage is still there when the partition is claimed again, and is thrown from there.
    }
  }

  /** It was not handed to a handler, and stays outstanding. */
  #drop({ of }: Job<K, V>): void {
    of.inLanes--;
    of.wasCutShort = true;
    if (of.inLanes === 0) this.#leave(of);
  }

  /** Nothing of the partition is in a lane any longer. */
  #leave(of: KeyedPartition): void {
    const { delivery } = this.#task.dependencies;
    const { state } = of;
    if (!this.#partitions.delete(state)) return;
    if (of.wasCutShort && state.epoch === of.epoch && !state.isRevoked) {
      // Records were taken and not processed: reading goes on from the first of them.
      state.moveTo(of.outstanding.first);
    }
    if (state.isRevoked) delivery.abandon(state);
    else delivery.release(state);
  }
}
