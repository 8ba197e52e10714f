/**
 * Brings stores to where their changelogs end: those of tasks that are to run, and those of standbys, which follow their
 * changelogs for as long as they are kept. One consumer of its own reads for all, and records go straight into the stores.
 *
 * Invariant: a task is told as restored when each of its stores has all that was in its changelog when it was added, records
 * of transactions that were open then included: the end is that of the log, and it is reached only when those have ended.
 * A store whose place in its changelog is not there any more begins with nothing: deletions may have been among what is gone.
 */
import { ClientError, type Consumer, type ConsumerBatch, type ConsumerRecord, type TopicPartition } from '#client';
import { type Env, isKafkaError, KafkaError, type Logger, type Timer } from '#kernel';
import type { StoreChangelog, StreamTask } from '../runtime/stream-task.ts';

/** How far the restoration of a store has come. */
export interface RestoreProgress extends TopicPartition {
  readonly taskId: string;
  readonly store: string;
  /** Where it began. */
  readonly startOffset: number;
  /** Of the next record to be restored. */
  readonly offset: number;
  /** Where it will be complete: at once, where nothing is to be restored. */
  readonly endOffset: number;
}

/** What it needs of a consumer, of an admin, and of tasks. */
export interface RestoreConsumer extends Pick<Consumer, 'assign' | 'currentPosition'> {
  batches(): AsyncIterable<RestoreBatch>;
}

export interface RestoreBatch extends Pick<ConsumerBatch, 'topic' | 'partition' | 'nextOffset'> {
  records(): Iterable<RestoreRecord>;
}

export interface RestoreRecord extends Pick<ConsumerRecord, 'keyBytes' | 'valueBytes' | 'timestamp' | 'offset'> {
  readonly headers: Iterable<readonly [string, Buffer | null]> & { readonly size: number };
}

export interface ChangelogAdmin {
  listOffsets(
    places: readonly (TopicPartition & { readonly spec: 'earliest' | 'latest' })[],
  ): Promise<readonly { readonly offset: number }[]>;
}

export type RestoredTask = Pick<StreamTask, 'id' | 'changelogs'>;

export interface RestorerOptions<T extends RestoredTask> {
  readonly env: Env;
  readonly logger: Logger;
  readonly consumer: RestoreConsumer;
  /** What the group has committed, in the order given; -1 where nothing is. */
  committed(this: void, partitions: readonly TopicPartition[]): Promise<readonly { readonly offset: number }[]>;
  readonly admin: ChangelogAdmin;
  /** All stores of a task that is to run are complete. */
  onRestored(task: T): void;
  onProgress?(progress: RestoreProgress): void;
  onError(error: unknown): void;
}

interface Restoring<T> {
  readonly changelog: StoreChangelog;
  readonly task: T;
  readonly startOffset: number;
  /** Of the next record. */
  offset: number;
  /** Null for a standby. */
  endOffset: number | null;
}

/** Between two looks whether what is left of a changelog is nothing but the ends of transactions, which nobody is told of. */
const LOOK_MS = 20;
const RETRY_MS = 100;
/** A changelog does not go on where it was read to: it was shortened at either end, or made anew. */
const IS_GONE: ReadonlySet<string> = new Set(['LOG_TRUNCATION', 'OFFSET_OUT_OF_RANGE', 'UNKNOWN_TOPIC_ID']);

export class Restorer<T extends RestoredTask = StreamTask> {
  readonly #options: RestorerOptions<T>;
  readonly #restoring = new Map<string, Restoring<T>>();
  /** What tasks are here, and whether they are to run. */
  readonly #tasks = new Map<T, { isActive: boolean; isPrepared: boolean }>();
  #isClosed = false;
  #timer: Timer | null = null;

  constructor(options: RestorerOptions<T>) {
    this.#options = options;
    options.consumer.assign([]);
  }

  /** Until `close`. */
  async run(): Promise<void> {
    const { consumer, onError } = this.#options;
    while (!this.#isClosed) {
      try {
        for await (const batch of consumer.batches()) this.#take(batch);
        return;
      } catch (error) {
        if (this.#isClosed) return;
        if (!this.#beginAnew(error)) return onError(error);
      }
    }
  }

  /** `isActive`: it is to run as soon as it is restored; otherwise it is a standby. */
  add(task: T, isActive: boolean): void {
    this.#tasks.set(task, { isActive, isPrepared: false });
    this.#prepare(task).catch((error: unknown) => {
      // Who closes it closes its clients: what fails by that is no failure.
      if (!this.#isClosed) this.#options.onError(error);
    });
  }

  /** A standby is to run: it goes on from where it has come to. */
  promote(task: T): void {
    this.add(task, true);
  }

  remove(task: T): void {
    if (!this.#tasks.delete(task)) return;
    for (const [key, restoring] of this.#restoring) if (restoring.task === task) this.#restoring.delete(key);
    this.#assign([]);
  }

  /** Nothing more is restored for the task, which stays: its stores have what they have got so far. */
  leave(task: T): void {
    for (const { changelog, offset, task: other } of this.#restoring.values()) {
      if (other === task) changelog.store.commit(lastBefore(offset));
    }
    this.remove(task);
  }

  /** Whether stores of the task are restored, or followed. */
  has(task: T): boolean {
    return this.#tasks.has(task);
  }

  /** Keeps on the disk what standbys have got so far. */
  commitStandbys(): void {
    for (const { changelog, offset, endOffset } of this.#restoring.values()) {
      if (endOffset === null && changelog.store.isPersistent) changelog.store.commit(lastBefore(offset));
    }
  }

  /** Of the next record that the store is to get, of a changelog that is read for the task; null where it is not. */
  restoredTo(task: T, changelog: TopicPartition): number | null {
    const restoring = this.#restoring.get(keyOf(changelog));
    return restoring?.task === task ? restoring.offset : null;
  }

  /** Positions pass the ends of transactions without a record that would tell of it. To be called by a timer, when no batch is on its way. */
  passMarkers(): void {
    for (const restoring of this.#restoring.values()) {
      const offset = this.#options.consumer.currentPosition(restoring.changelog) ?? -1;
      if (offset > restoring.offset) this.#advance(restoring, offset);
    }
  }

  /** Whether a task that is to run is not restored yet. */
  get isRestoring(): boolean {
    for (const { isActive } of this.#tasks.values()) if (isActive) return true;
    return false;
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#tasks.clear();
    this.#restoring.clear();
  }

  /** Finds where each changelog is to be read from, and where it ends. */
  async #prepare(task: T): Promise<void> {
    const state = this.#tasks.get(task);
    const isCurrent = (): boolean => !this.#isClosed && this.#tasks.get(task) === state && state !== undefined;
    if (task.changelogs.length === 0) return this.#finishIfRestored(task);
    const [begins, ends] = await this.#bounds(task.changelogs, isCurrent);
    if (!isCurrent()) return;
    const added: Restoring<T>[] = [];
    for (const [index, changelog] of task.changelogs.entries()) {
      // What a standby follows ends where its task is: of a topic that somebody else goes on writing nobody tells where that is.
      if (changelog.isSource === true && !state!.isActive) continue;
      const known = this.#restoring.get(keyOf(changelog));
      const startOffset = known?.offset ?? this.#beginOf(changelog, begins![index]!, ends![index]!);
      // A standby may have come further meanwhile.
      const endOffset = state!.isActive ? Math.max(startOffset, ends![index]!) : null;
      const restoring = { changelog, task, startOffset, offset: startOffset, endOffset };
      this.#restoring.set(keyOf(changelog), restoring);
      if (known === undefined) added.push(restoring);
      if (endOffset !== null) this.#tell(restoring, endOffset);
    }
    state!.isPrepared = true;
    this.#assign(added);
    this.#finishIfRestored(task);
    this.#lookLater();
  }

  /** Behind what the store has of its changelog, where that is there still; otherwise the store begins with nothing. */
  #beginOf({ store, topic, partition }: StoreChangelog, begin: number, end: number): number {
    const { changelogOffset } = store;
    if (changelogOffset === null) return begin;
    const next = changelogOffset + 1;
    if (next >= begin && next <= end) return next;
    const why = `its changelog ${topic}-${partition} goes from ${begin} to ${end}, and was read up to ${next}`;
    this.#options.logger.warn(`The store ${store.name} is restored from the beginning: ${why}`);
    store.clear();
    return begin;
  }

  /** Where reading failed since a changelog does not go on: its store begins with nothing. False for other errors. */
  #beginAnew(error: unknown): boolean {
    if (!(error instanceof ClientError) || !IS_GONE.has(error.code)) return false;
    const { topic, partition } = error;
    if (topic === undefined || partition === undefined) return false;
    const restoring = this.#restoring.get(keyOf({ topic, partition }));
    // Its task was given up meanwhile.
    if (restoring === undefined) return true;
    const { task, changelog } = restoring;
    this.#options.logger.warn(`The store ${changelog.store.name} is restored from the beginning: ${error.message}`);
    changelog.store.clear();
    this.#restoring.delete(keyOf(changelog));
    this.#assign([]);
    this.add(task, this.#tasks.get(task)!.isActive);
    return true;
  }

  /** The topics may just have been made, and their brokers may be away for a while. */
  async #bounds(
    changelogs: readonly StoreChangelog[],
    isCurrent: () => boolean,
  ): Promise<readonly [begins: number[], ends: number[]] | readonly []> {
    const { admin, env, logger } = this.#options;
    const offsets = async (spec: 'earliest' | 'latest'): Promise<number[]> => {
      const places = changelogs.map(({ topic, partition }) => ({ topic, partition, spec }));
      return (await admin.listOffsets(places)).map(({ offset }) => offset);
    };
    while (isCurrent()) {
      try {
        const [begins, ends] = await Promise.all([offsets('earliest'), offsets('latest')]);
        return [begins, await this.#limited(changelogs, begins, ends)];
      } catch (error) {
        if (!isKafkaError(error) || !error.retriable) throw error;
        logger.info(`Changelogs cannot be read yet: ${error.message}`);
        await new Promise<void>((resolve) => void env.scheduler.after(RETRY_MS, resolve, { keepAlive: true }));
      }
    }
    return [];
  }

  /** Of a topic that the task reads itself the store has what the task has processed, and no more. */
  async #limited(
    changelogs: readonly StoreChangelog[],
    begins: readonly number[],
    ends: readonly number[],
  ): Promise<number[]> {
    const sources = changelogs.filter(({ isSource }) => isSource === true);
    const committed = sources.length === 0 ? [] : await this.#options.committed(sources);
    const limits = new Map(sources.map((source, index) => [source, committed[index]!.offset]));
    return changelogs.map((changelog, index) =>
      Math.min(ends[index]!, Math.max(begins[index]!, limits.get(changelog) ?? Infinity)),
    );
  }

  #take(batch: RestoreBatch): void {
    const restoring = this.#restoring.get(keyOf(batch));
    if (restoring === undefined) return;
    const { store } = restoring.changelog;
    const limit = restoring.changelog.isSource === true ? (restoring.endOffset ?? 0) : Infinity;
    const nextOffset = Math.min(batch.nextOffset, limit);
    let offset = restoring.offset;
    try {
      for (const record of batch.records()) {
        if (record.offset >= limit) break;
        ({ offset } = record);
        const { headers } = record;
        const pairs = headers.size === 0 ? NO_HEADERS : Array.from(headers, ([key, value]) => ({ key, value }));
        // A changelog has no null keys but of other writers', which mean nothing.
        if (record.keyBytes !== null) store.restore(record.keyBytes, record.valueBytes, record.timestamp, pairs);
      }
    } catch (error) {
      throw refused(restoring.changelog, offset, error);
    }
    // What is restored fills no memory that is not there.
    if (store.uncommittedBytes > MAX_UNCOMMITTED_BYTES) store.commit(lastBefore(nextOffset));
    this.#advance(restoring, nextOffset);
  }

  #advance(restoring: Restoring<T>, offset: number): void {
    restoring.offset = offset;
    if (restoring.endOffset === null) return;
    this.#tell(restoring, restoring.endOffset);
    if (offset >= restoring.endOffset) this.#finishIfRestored(restoring.task);
  }

  #tell({ changelog, task, startOffset, offset }: Restoring<T>, endOffset: number): void {
    const { store, topic, partition } = changelog;
    this.#options.onProgress?.({
      taskId: task.id,
      store: store.name,
      topic,
      partition,
      startOffset,
      offset,
      endOffset,
    });
  }

  #finishIfRestored(task: T): void {
    const state = this.#tasks.get(task);
    if (state === undefined || !state.isActive) return;
    if (task.changelogs.length > 0 && !state.isPrepared) return;
    const own = task.changelogs.map((changelog) => this.#restoring.get(keyOf(changelog))!);
    if (own.some(({ offset, endOffset }) => offset < endOffset!)) return;
    for (const { changelog, offset } of own) changelog.store.commit(lastBefore(offset));
    this.remove(task);
    this.#options.onRestored(task);
  }

  #lookLater(): void {
    if (this.#timer !== null || !this.isRestoring) return;
    this.#timer = this.#options.env.scheduler.after(LOOK_MS, () => {
      this.#timer = null;
      if (this.#isClosed) return;
      this.passMarkers();
      this.#lookLater();
    });
  }

  #assign(added: readonly Restoring<T>[]): void {
    const begins = new Map(added.map(({ changelog, startOffset }) => [keyOf(changelog), startOffset]));
    this.#options.consumer.assign(
      [...this.#restoring].map(([key, { changelog }]) => {
        const { topic, partition } = changelog;
        const offset = begins.get(key);
        return offset === undefined ? { topic, partition } : { topic, partition, offset };
      }),
    );
  }
}

const MAX_UNCOMMITTED_BYTES = 16 * 1024 * 1024;
const NO_HEADERS: readonly never[] = [];

/** A record that the store cannot read, or keep. */
function refused({ store, topic, partition }: StoreChangelog, offset: number, cause: unknown): KafkaError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new KafkaError(
    'CORRUPT_CHANGELOG',
    `The store ${store.name} cannot take the record at offset ${offset} of its changelog ${topic}-${partition}: ${reason}; where the store was of another kind or had other serdes when that was written, give it another name, or reset the application`,
    { cause },
  );
}

/** Of the records before `offset` the last; null where there are none. */
function lastBefore(offset: number): number | null {
  return offset === 0 ? null : offset - 1;
}

function keyOf({ topic, partition }: TopicPartition): string {
  return `${partition}:${topic}`;
}
