/** The partitions that the consumer has, and the line of those that have something to hand out. */
import type { TopicPartition } from '../assignors/group-members.ts';
import { errorFor } from '../errors.ts';
import { PartitionState } from './partition-state.ts';

export class Assignment implements Iterable<PartitionState> {
  readonly #byTopic = new Map<string, Map<number, PartitionState>>();
  #all: readonly PartitionState[] = [];
  /** Partitions with records or an error, each once, the one served last at the end: that is the fairness between them. */
  readonly #line: PartitionState[] = [];
  readonly #takenInHand: Set<PartitionState> = new Set();

  get size(): number {
    return this.#all.length;
  }

  get(topic: string, partition: number): PartitionState | undefined {
    return this.#byTopic.get(topic)?.get(partition);
  }

  /** Throws ILLEGAL_STATE for a partition that is not assigned. */
  expect({ topic, partition }: TopicPartition): PartitionState {
    const state = this.get(topic, partition);
    if (state !== undefined) return state;
    const message = `${topic}-${partition} is not assigned to this consumer: see assignment()`;
    throw errorFor('ILLEGAL_STATE', message, { topic, partition });
  }

  /** The partitions, or all where none are given. */
  select(partitions: readonly TopicPartition[] | undefined): readonly PartitionState[] {
    return partitions === undefined ? this.#all : partitions.map((place) => this.expect(place));
  }

  topics(): Set<string> {
    return new Set(this.#byTopic.keys());
  }

  places(): TopicPartition[] {
    return this.#all.map(({ topic, partition }) => ({ topic, partition }));
  }

  [Symbol.iterator](): IterableIterator<PartitionState> {
    return this.#all.values();
  }

  /** What is there already stays as it is. */
  add(place: TopicPartition): PartitionState {
    const known = this.get(place.topic, place.partition);
    if (known !== undefined) return known;
    const state = new PartitionState(place);
    const partitions = this.#byTopic.get(place.topic) ?? new Map<number, PartitionState>();
    this.#byTopic.set(place.topic, partitions.set(place.partition, state));
    this.#all = [...this.#all, state];
    return state;
  }

  remove(place: TopicPartition): void {
    const state = this.get(place.topic, place.partition);
    if (state === undefined) return;
    const partitions = this.#byTopic.get(place.topic)!;
    partitions.delete(place.partition);
    if (partitions.size === 0) this.#byTopic.delete(place.topic);
    this.#all = this.#all.filter((other) => other !== state);
    state.isRevoked = true;
    state.drop();
  }

  clear(): void {
    for (const state of this.#all) this.remove(state);
  }

  /** The group took the partition while the application had records of it in hand. */
  takenInHand(state: PartitionState): void {
    if (state.isBusy) this.#takenInHand.add(state);
  }

  /** Whether the application still has records in hand of a partition that was taken. */
  get hasTakenInHand(): boolean {
    for (const state of this.#takenInHand) if (!state.isBusy) this.#takenInHand.delete(state);
    return this.#takenInHand.size > 0;
  }

  get isInHand(): boolean {
    return this.#all.some(({ isBusy }) => isBusy);
  }

  /** Puts it into the line where it has something to hand out; answers whether it stands there. */
  enqueue(state: PartitionState): boolean {
    if (state.isQueued) return true;
    if (state.isRevoked || !(state.hasRecords || state.error !== null)) return false;
    state.isQueued = true;
    this.#line.push(state);
    return true;
  }

  /**
   * Takes the first of the line that may hand out, or null. Whoever takes it enqueues it again. One that a handler has in
   * hand, is paused or waits for its position or its deserializers leaves the line: whoever changes that enqueues it.
   */
  dequeue(): PartitionState | null {
    for (let state = this.#line.shift(); state !== undefined; state = this.#line.shift()) {
      state.isQueued = false;
      if (state.isRevoked || state.isBusy || state.isPaused || state.isHeld || state.isPreparing) continue;
      if (state.error !== null || (state.phase === 'known' && state.hasRecords)) return state;
    }
    return null;
  }
}
