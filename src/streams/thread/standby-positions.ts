/**
 * How far the stores of standbys, and of tasks that are still restored, have come in the topics that their tasks read (for
 * bounds on queries, KIP-796). A changelog does not say which records it comes from; what the group has committed does: all
 * that came of the records before is in the changelogs by then. So a store that has come to where its changelog ended after
 * somebody looked at the committed offsets has the effects of all records before them.
 *
 * Invariant: committed offsets are asked for first and the ends of changelogs after that, and an end is one of the log, with
 * transactions that are open, as the markers of one may come to the offsets before they come to the changelog.
 */
import type { TopicPartition } from '#client';
import type { Env, Logger, Timer } from '#kernel';
import { NO_POSITION, type Position } from '../queries/position.ts';
import type { StoreChangelog, StreamTask } from '../runtime/stream-task.ts';

export type FollowingTask = Pick<StreamTask, 'id' | 'changelogs'>;

export interface StandbyPositionsOptions<T extends FollowingTask> {
  readonly env: Env;
  readonly logger: Logger;
  /** Between two looks at what is committed. */
  readonly intervalMs: number;
  /** The partitions that the task reads when it runs. */
  inputs(this: void, task: T): Promise<readonly TopicPartition[]>;
  /** What the group has committed, in the order given; -1 where nothing is. */
  committed(this: void, partitions: readonly TopicPartition[]): Promise<readonly { readonly offset: number }[]>;
  /** Where logs end, in the order given. */
  ends(this: void, partitions: readonly TopicPartition[]): Promise<readonly { readonly offset: number }[]>;
  /** Called by a timer before each look, so that the ends of transactions count as restored. */
  passMarkers(this: void): void;
  /** Of the next record that its store is to get; null where the changelog is not read. */
  restoredTo(this: void, task: T, changelog: StoreChangelog): number | null;
}

interface Following {
  inputs: readonly TopicPartition[] | null;
  /** What its stores have for sure. */
  position: Position;
  /** What they will have when they have come to these offsets, which are in the order of the changelogs. */
  next: { readonly position: Position; readonly ends: readonly number[] } | null;
}

export class StandbyPositions<T extends FollowingTask = StreamTask> {
  readonly #options: StandbyPositionsOptions<T>;
  readonly #following = new Map<T, Following>();
  #timer: Timer | null = null;
  #isLooking = false;

  constructor(options: StandbyPositionsOptions<T>) {
    this.#options = options;
  }

  /** Of a task without a changelog of its own nothing is kept where it does not run, and so nothing is known. */
  follow(task: T): void {
    if (followed(task).length === 0 || this.#following.has(task)) return;
    this.#following.set(task, { inputs: null, position: NO_POSITION, next: null });
    this.#lookLater(0);
  }

  forget(task: T): void {
    this.#following.delete(task);
  }

  close(): void {
    this.#timer?.cancel();
    this.#following.clear();
  }

  /** Of the store; empty where nothing is known of it. */
  position(task: T, store: string): Position {
    const following = this.#following.get(task);
    if (following === undefined || !followed(task).some((one) => one.store.name === store)) return NO_POSITION;
    this.#arrive(task, following);
    return following.position;
  }

  #lookLater(delayMs: number): void {
    if (this.#timer !== null || this.#isLooking || this.#following.size === 0) return;
    this.#timer = this.#options.env.scheduler.after(delayMs, () => {
      this.#timer = null;
      this.#options.passMarkers();
      void this.#look();
    });
  }

  async #look(): Promise<void> {
    const { logger, intervalMs } = this.#options;
    this.#isLooking = true;
    try {
      for (const [task, following] of this.#following) this.#arrive(task, following);
      const asked = [...this.#following].filter(([, { next }]) => next === null);
      if (asked.length > 0) await this.#ask(asked);
    } catch (error) {
      logger.debug('How far standbys have come is not known for now', { reason: String(error) });
    }
    this.#isLooking = false;
    this.#lookLater(intervalMs);
  }

  async #ask(asked: readonly (readonly [T, Following])[]): Promise<void> {
    const { inputs, committed, ends } = this.#options;
    for (const [task, following] of asked) following.inputs ??= await inputs(task);
    const places = asked.flatMap(([, { inputs: own }]) => own!);
    const offsets = (await committed(places)).values();
    const positions = asked.map(([, { inputs: own }]) => positionBefore(own!, offsets));
    const limits = (await ends(asked.flatMap(([task]) => followed(task)))).values();
    for (const [index, [task, following]] of asked.entries()) {
      const own = followed(task).map(() => limits.next().value!.offset);
      following.next = { position: positions[index]!, ends: own };
      this.#arrive(task, following);
    }
  }

  /** Whether the stores have come to where they were to come. */
  #arrive(task: T, following: Following): void {
    const { next } = following;
    if (next === null) return;
    const { restoredTo } = this.#options;
    const isBehind = followed(task).some((one, index) => (restoredTo(task, one) ?? -1) < next.ends[index]!);
    if (isBehind) return;
    following.position = next.position;
    following.next = null;
  }
}

/** A store made of a topic that its task reads is empty in a standby. */
function followed({ changelogs }: FollowingTask): StoreChangelog[] {
  return changelogs.filter(({ isSource }) => isSource !== true);
}

function positionBefore(
  places: readonly TopicPartition[],
  offsets: Iterator<{ readonly offset: number }, unknown>,
): Position {
  const position = new Map<string, Map<number, number>>();
  for (const { topic, partition } of places) {
    const { offset } = offsets.next().value as { readonly offset: number };
    if (offset > 0) position.set(topic, new Map([[partition, offset - 1]]));
  }
  return position;
}
