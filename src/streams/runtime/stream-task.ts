/**
 * One task: the nodes and stores of a sub-topology for one partition, and the records that wait for it. Of all partitions
 * that have a record the one with the smallest timestamp is next; each record runs through to the sinks before the next
 * one is taken. The task knows no broker: records come in by `add`, and go out through a `RecordSink`.
 */
import { KafkaError } from '#kernel';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import { cachedPart } from '../stores/cache/cached-store.ts';
import type { ThreadCache } from '../stores/cache/thread-cache.ts';
import type { StateStore, StoreContext } from '../stores/state-store.ts';
import type { Node } from './node.ts';
import type { NodeContext, Punctuation, PunctuationType } from './node-context.ts';
import { decodeCommitMetadata, encodeCommitMetadata } from './commit-metadata.ts';
import { RecordLatency, type SeenClock } from '../metrics/record-latency.ts';
import type { MeasureStores } from '../metrics/recording-level.ts';
import type { MeasuredStore } from '../metrics/measured-store.ts';
import { measureStore } from '../metrics/measure-store.ts';
import { type MeasuredTask, TaskMetrics, turnTask } from '../metrics/task-metrics.ts';
import { AsyncWork } from './async-work.ts';
import { ErrorJudge } from './error-judge.ts';
import { openNodes } from './open-nodes.ts';
import { PunctuationSchedule } from './punctuation-schedule.ts';
import { QueueOrder } from './queue-order.ts';
import { RecordContext, type RecordHeader } from './record-context.ts';
import type { RecordQueue } from './record-queue.ts';
import { SourceNode } from './source-node.ts';
import { RecordView } from './record-view.ts';
import { changelogTo } from './task-changelog.ts';

/** A record in bytes, as topics have them. */
export interface RawRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly headers: readonly RecordHeader[];
}

/** A record whose key and value lie somewhere in what was fetched; starts of -1 stand for null. */
export interface PlacedRecord {
  readonly bytes: Buffer;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly offset: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly headers: readonly RecordHeader[];
}

/** A record on its way out; the partition is for the producer to choose where it is null. Text stands for its UTF-8. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly partition: number | null;
  readonly key: Uint8Array | string | null;
  readonly value: Uint8Array | string | null;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly headers: readonly RecordHeader[];
  /**
   * Set where errors of its sink may be answered. To be called, once, where the broker or the producer does not take the
   * record: gives the error that the application is to fail with, or null where the record is left out. A dead letter for it
   * has been sent by then, to the same `RecordSink`. Records without it fail the application.
   */
  readonly onRefused?: ((this: void, error: unknown) => KafkaError | null) | null;
  /**
   * Set where a partitioner has to know first how many partitions the topic has: gives those that get the record, null for
   * the producer's choice. `partition` says nothing then.
   */
  readonly choosePartitions?: ((this: void, partitionCount: number) => readonly (number | null)[]) | null;
}

/** Where tasks put what they produce. The record and its bytes are the sender's again when `send` returns: it fills them anew. */
export interface RecordSink {
  /** The bytes that key and value took; -1 where they are still to be written. */
  send(record: OutgoingRecord): number;
  /** Of a topic, by its name at the broker; null where it is not known yet. */
  partitionCount(topic: string): number | null;
}

/** Where a task goes on in a partition, as it is committed. */
export interface InputPosition {
  readonly topic: string;
  readonly partition: number;
  /** Of the next record to process. */
  readonly offset: number;
  /** Partition time, and what nodes remember (commit-metadata.ts). */
  readonly metadata: string;
}

/** A store and the partition that its changes go to. */
export interface StoreChangelog {
  readonly store: StateStore;
  readonly topic: string;
  readonly partition: number;
  /** It is a topic that the task reads: what it has not processed of it is not the store's. */
  readonly isSource?: boolean;
}

export interface StreamTaskOptions {
  readonly plan: TopologyPlan;
  /** Names of the nodes that belong to the task. */
  readonly nodes: readonly string[];
  readonly taskId: string;
  readonly partition: number;
  readonly sink: RecordSink;
  /** Where persistent stores keep their files; null: nothing may be kept. */
  readonly directory: string | null;
  /** Of the thread; where absent or null each change of a store goes on at once. */
  readonly cache?: ThreadCache | null;
  /** Of the application's global tables, by name; open already. */
  readonly globalStores: ReadonlyMap<string, StateStore>;
  /** Milliseconds since 1970. */
  wallClock(): number;
  readonly emitIntervalMs: number;
  /** How its stores are measured; absent or null: they are not. */
  readonly measureStores?: MeasureStores | null;
  /** A result of an asynchronous operator is ready, or a call is to be repeated: `process`, and a look at timers, have work. */
  onWake?(): void;
  /** `at`: the node or the store that could not take it. */
  onDropped?(reason: string, at: string): void;
}

export class StreamTask {
  /** What it counts. */
  readonly metrics: TaskMetrics = new TaskMetrics();
  /** For the ages of records; whoever runs the task moves it. */
  readonly clock: SeenClock;
  readonly #options: StreamTaskOptions;
  readonly #record = new RecordContext();
  readonly #view = new RecordView(this.#record);
  #nodes: ReadonlyMap<string, Node> = new Map();
  readonly #stores = new Map<string, StateStore>();
  #queues: ReadonlyMap<string, RecordQueue> = new Map();
  #matchQueue: (topic: string) => RecordQueue | undefined = () => undefined;
  /** Of those with records. */
  #order = new QueueOrder<RecordQueue>();
  #schedule = new PunctuationSchedule();
  readonly #judge: ErrorJudge;
  #async: AsyncWork;
  readonly #remembered = new Map<string, number>();
  readonly #changelogs: StoreChangelog[] = [];
  readonly #unlogged: StateStore[] = [];
  readonly #persistent: StateStore[] = [];
  readonly #measuredStores: MeasuredStore[] = [];
  #closers: (() => void)[] = [];
  #streamTime = -1;
  #isStarted = false;
  #hasUncommitted = false;
  #hasRemembered = false;
  #isCommitRequested = false;

  /** Opens the stores, to be restored. */
  constructor(options: StreamTaskOptions) {
    this.#options = options;
    this.clock = { now: options.wallClock() };
    const { plan, taskId, sink } = options;
    this.#judge = new ErrorJudge({
      handlers: plan,
      taskId,
      sink,
      onDropped: (reason, at) => this.#drop(reason, at),
    });
    this.#async = this.#newAsyncWork();
    this.#openStores();
  }

  /** `0_2`: the number of the sub-topology, and the partition. */
  get id(): string {
    return this.#options.taskId;
  }

  get partition(): number {
    return this.#options.partition;
  }

  /** Of its stores; none of those whose changes are not written down. */
  get changelogs(): readonly StoreChangelog[] {
    return this.#changelogs;
  }

  /** Whether it has rows in memory that would have to come back by a changelog. */
  get isWorthKeeping(): boolean {
    return this.#changelogs.some(({ store }) => !store.isPersistent);
  }

  /** Whether it has stores whose files another thread may be given. */
  get hasFiles(): boolean {
    return this.#persistent.length > 0;
  }

  /**
   * It runs no more, and what it has done is committed: what its changelogs know of stores in memory stays as it is, for
   * `resume`. Files are let go of, as others may run the task meanwhile, which is also why rows that no changelog has are
   * gone: they would be old. Of its nodes, queues and timers nothing is left.
   */
  suspend(): void {
    this.#closeNodes();
    this.#nodes = new Map();
    this.#queues = new Map();
    this.#matchQueue = (): undefined => undefined;
    this.#order = new QueueOrder();
    this.#schedule = new PunctuationSchedule();
    this.#async = this.#newAsyncWork();
    this.#remembered.clear();
    // What others write is restored into stores, past their caches.
    for (const store of this.#stores.values()) cachedPart(store)?.cache.clear();
    for (const store of this.#unlogged) if (!store.isPersistent) store.clear();
    for (const store of this.#persistent) store.close();
    this.#streamTime = -1;
    this.#isStarted = false;
  }

  /** It was suspended, and is to be a standby, or to run when its stores are complete. */
  resume(): void {
    for (const store of this.#persistent) store.open(this.#storeContext(store.name));
  }

  /** It was a standby, and is to run when its stores are complete. */
  promoted(): void {
    for (const measured of this.#measuredStores) measured.restores();
  }

  /** Its stores are complete: opens the nodes. `committed`: where reading begins, for the time of then. */
  start(committed: readonly InputPosition[] = []): void {
    const { plan, nodes: own, partition } = this.#options;
    const onDropped = (reason: string, at: string): void => this.#drop(reason, at);
    const opened = openNodes({ plan, own, partition, judge: this.#judge, onDropped });
    this.#nodes = opened.nodes;
    this.#queues = opened.queues;
    this.#matchQueue = opened.match;
    for (const { topic, offset, metadata } of committed) {
      const { partitionTime, remembered } = decodeCommitMetadata(metadata);
      this.#queues.get(topic)?.begin(offset, partitionTime);
      this.#streamTime = Math.max(this.#streamTime, partitionTime);
      for (const [key, value] of remembered) {
        this.#remembered.set(key, Math.max(value, this.#remembered.get(key) ?? value));
      }
    }
    this.#isStarted = true;
    for (const measured of this.#measuredStores) measured.restored();
    for (const node of this.#nodes.values()) {
      if (node instanceof SourceNode || node.children.length === 0) node.latency = new RecordLatency(this.clock);
      node.init(this.#nodeContext(node));
    }
    this.turnMetrics(this.clock.now);
  }

  /** As metrics name what it has. */
  get measured(): MeasuredTask {
    const { id, metrics } = this;
    const nodes = [...this.#nodes.values()];
    const caches = [...this.#stores.values()].flatMap((store) => cachedPart(store) ?? []);
    return { id, metrics, nodes, queues: new Set(this.#queues.values()), stores: this.#measuredStores, caches };
  }

  /** To be called every few seconds, with the wall clock. */
  turnMetrics(nowMs: number): void {
    turnTask(this.measured, nowMs);
  }

  #drop(reason: string, at: string): void {
    this.metrics.dropped.total++;
    this.#options.onDropped?.(reason, at);
  }

  /** Whether it processes records, and is no standby or one that is restored. */
  get isStarted(): boolean {
    return this.#isStarted;
  }

  /** Whether anything has happened since the last commit. */
  get needsCommit(): boolean {
    return this.#hasUncommitted;
  }

  /** Whether a processor asked for a commit since the last one. */
  get isCommitRequested(): boolean {
    return this.#isCommitRequested;
  }

  /**
   * Where it stands in partitions that it has read of since the last commit, or in all that it knows a place of (`isAll`): before
   * the first record that is pending.
   */
  positions(isAll: boolean = false): InputPosition[] {
    const positions: InputPosition[] = [];
    for (const [topic, queue] of this.#queues) {
      if (queue.nextOffset < 0) continue;
      const offset = Math.min(queue.nextOffset, this.#async.lowestOffset(topic));
      if (!isAll && offset === queue.committedOffset && !this.#hasRemembered) continue;
      const { partitionTime } = queue;
      const metadata = encodeCommitMetadata({ partitionTime, remembered: this.#remembered });
      positions.push({ topic, partition: this.#options.partition, offset, metadata });
    }
    return positions;
  }

  /** By topic: the offset of the last record that was processed, where one was. */
  processedOffsets(): (readonly [topic: string, offset: number])[] {
    return [...this.#queues].flatMap(([topic, { nextOffset }]) =>
      nextOffset > 0 ? [[topic, nextOffset - 1] as const] : [],
    );
  }

  /** These are committed, and what went to changelogs is safe up to `offsetOf` each. */
  committed(
    positions: readonly Pick<InputPosition, 'topic' | 'offset'>[],
    offsetOf: (changelog: StoreChangelog) => number | null,
  ): void {
    for (const { topic, offset } of positions) this.#queues.get(topic)!.committedOffset = offset;
    this.#hasUncommitted = false;
    this.#isCommitRequested = false;
    this.#hasRemembered = false;
    for (const changelog of this.#changelogs) {
      const { store, topic, isSource } = changelog;
      store.commit(isSource === true ? this.#lastCommitted(topic) : offsetOf(changelog));
    }
    for (const store of this.#unlogged) store.commit(null);
  }

  /** Of a topic that it reads: what a store that is made of it has for sure. */
  #lastCommitted(topic: string): number | null {
    const { committedOffset = 0 } = this.#queues.get(topic) ?? {};
    return committedOffset > 0 ? committedOffset - 1 : null;
  }

  /** The topics that it reads, by their names at the broker. */
  get topics(): Iterable<string> {
    return this.#queues.keys();
  }

  get streamTime(): number {
    return this.#streamTime;
  }

  store(name: string): StateStore | undefined {
    return this.#stores.get(name);
  }

  add(record: RawRecord): void {
    const queue = this.#queueOf(record.topic);
    const wasEmpty = queue.size === 0;
    queue.add(record);
    if (wasEmpty && queue.size > 0) this.#order.add(queue);
  }

  /** A record of a topic by its place, which is the caller's again afterwards; its bytes are not. */
  addAt(topic: string, record: PlacedRecord): void {
    const queue = this.#queueOf(topic);
    const wasEmpty = queue.size === 0;
    queue.addAt(record);
    if (wasEmpty && queue.size > 0) this.#order.add(queue);
  }

  /** Records to process, or results of asynchronous operators to go on. */
  get hasRecords(): boolean {
    return this.#async.hasReady || !this.#order.isEmpty;
  }

  /** What its asynchronous operators are at. */
  get asyncWork(): Omit<AsyncWork, 'register' | 'wake' | 'deliver' | 'tick'> {
    return this.#async;
  }

  /** One result of an asynchronous operator goes on; false where none is ready. */
  deliver(): boolean {
    if (!this.#async.hasReady) return false;
    this.#hasUncommitted = true;
    return this.#async.deliver();
  }

  /**
   * All results of asynchronous operators have gone on; rejects with what the application is to fail with.
   * @param pause after so many milliseconds (infinite: never), or when the signal aborts; false: nobody waits any longer
   * @returns false where nobody does
   */
  async drain(pause: (delayMs: number, signal: AbortSignal) => Promise<boolean>): Promise<boolean> {
    while (this.#async.pending > 0) {
      while (this.deliver());
      if (this.#async.pending === 0) return true;
      const controller = new AbortController();
      const woken = this.#async.woken.then(() => true);
      const delayMs = Math.max(0, this.#async.nextDue - this.#options.wallClock());
      const isAwaited = await Promise.race([woken, pause(delayMs, controller.signal)]);
      controller.abort();
      if (!isAwaited) return false;
      this.#async.tick(this.#options.wallClock());
    }
    return true;
  }

  /**
   * Runs the next record through the nodes, or first a result that is ready; false where there is none, or where an
   * asynchronous operator wants no more for now.
   */
  process(): boolean {
    if (this.deliver()) return true;
    if (this.#async.isFull) return false;
    const queue = this.#order.first;
    if (queue === undefined) return false;
    const record = this.#record;
    queue.take(record);
    this.#order.firstMoved(queue.size > 0);
    this.#hasUncommitted = true;
    let key: unknown;
    let value: unknown;
    try {
      key = queue.readKey(record);
      value = queue.readValue(record);
    } catch (thrown) {
      this.#judge.judge({ name: queue.source.name, errorKind: 'deserialization' }, thrown, record);
      return true;
    }
    queue.countTaken(record);
    const { timestamp } = record;
    if (timestamp > this.#streamTime) this.#streamTime = timestamp;
    this.metrics.processed.total++;
    this.metrics.lateness.record(this.#streamTime - timestamp);
    queue.source.latency!.processed(timestamp);
    queue.source.process(key, value, timestamp);
    return true;
  }

  punctuateStreamTime(): void {
    if (this.#schedule.next('stream-time') <= this.#streamTime) this.#punctuate('stream-time', this.#streamTime);
  }

  /** When the next timer of the wall clock is due, milliseconds since 1970; infinite where there is none. */
  get nextWallClockPunctuation(): number {
    return Math.min(this.#schedule.next('wall-clock'), this.#async.nextDue);
  }

  punctuateWallClock(): void {
    const now = this.#options.wallClock();
    this.#async.tick(now);
    this.#punctuate('wall-clock', now);
  }

  /** Whether a partition has been read up to `offset`, or there are records of it to process. */
  hasReadTo(topic: string, offset: number): boolean {
    const queue = this.#queues.get(topic);
    return queue === undefined || queue.size > 0 || queue.nextOffset >= offset;
  }

  /** How many records of a topic wait. */
  queued(topic: string): number {
    return this.#queues.get(topic)?.size ?? 0;
  }

  /** There is nothing before `offset` that was not added. */
  skipTo(topic: string, offset: number): void {
    this.#queues.get(topic)?.skipTo(offset);
  }

  /** About how much its persistent stores keep in memory until the next commit. */
  get uncommittedBytes(): number {
    let bytes = 0;
    for (const store of this.#persistent) bytes += store.uncommittedBytes;
    return bytes;
  }

  /** Whatever stores and nodes hold back goes out, and what comes of it, down to the last store. */
  flush(): void {
    do for (const store of this.#stores.values()) store.flush();
    while (this.isHoldingBack);
  }

  /** Whether the cache of a store has changes that nobody was told of. */
  get isHoldingBack(): boolean {
    for (const store of this.#stores.values()) if (cachedPart(store)?.isDirty === true) return true;
    return false;
  }

  close(): void {
    this.#closeNodes();
    for (const store of this.#stores.values()) store.close();
  }

  #closeNodes(): void {
    for (const node of this.#nodes.values()) node.close();
    for (const close of this.#closers) close();
    this.#closers = [];
  }

  #newAsyncWork(): AsyncWork {
    return new AsyncWork(() => this.#options.onWake?.());
  }

  #queueOf(topic: string): RecordQueue {
    const queue = this.#queues.get(topic) ?? this.#matchQueue(topic);
    if (queue !== undefined) return queue;
    throw new KafkaError('UNKNOWN_TOPIC', `Task ${this.#options.taskId} does not read ${topic}`);
  }

  #punctuate(type: PunctuationType, now: number): void {
    this.#schedule.run(type, now, (punctuate) => {
      this.#record.restore({ topic: null, partition: -1, offset: -1, timestamp: now, headers: [] });
      this.#hasUncommitted = true;
      const { metrics } = this;
      const startMs = this.#options.wallClock();
      punctuate(now);
      metrics.punctuated.total++;
      metrics.punctuateLatency.record(this.#options.wallClock() - startMs);
    });
  }

  #openStores(): void {
    const { plan, nodes, partition, cache: thread = null } = this.#options;
    const cache = thread === null ? null : { thread, record: this.#record };
    for (const name of new Set(nodes.flatMap((node) => [...(plan.storesOf.get(node) ?? [])]))) {
      const planned = plan.stores.get(name);
      if (planned === undefined) continue;
      const store = planned.create(cache);
      store.open(this.#storeContext(name));
      this.#stores.set(name, store);
      this.#measure(store);
      if (store.isPersistent) this.#persistent.push(store);
      const topic = plan.changelogTopic(planned);
      const isSource = planned.changelog?.sourceTopic !== null;
      if (topic === null) this.#unlogged.push(store);
      else this.#changelogs.push({ store, topic, partition, isSource });
    }
  }

  #measure(store: StateStore): void {
    const { measureStores: how = null, wallClock } = this.#options;
    const times = { wallClock: () => wallClock(), recordTimestamp: () => this.#record.timestamp };
    const measured = measureStore(store, how, times);
    if (measured !== null) this.#measuredStores.push(measured);
  }

  #storeContext(store: string): StoreContext {
    const { plan, taskId, partition, directory } = this.#options;
    const planned = plan.stores.get(store)!;
    // What a topic of the task's own says of the store is there already.
    const topic = planned.changelog?.sourceTopic === null ? plan.changelogTopic(planned) : null;
    return {
      taskId,
      changelog: topic === null ? null : changelogTo(this.#judge, topic, partition),
      directory,
      timestamp: () => this.#record.timestamp,
      headers: () => this.#record.headers,
      drop: (reason) => this.#drop(reason, store),
    };
  }

  /** A timer whose errors are answered like those of its node. */
  #guarded(node: Node, punctuate: (timestamp: number) => void): (timestamp: number) => void {
    return (timestamp) => {
      try {
        punctuate(timestamp);
      } catch (error) {
        this.#judge.judge(node, error, this.#record);
      }
    };
  }

  #nodeContext(node: Node): NodeContext {
    const { plan, taskId, globalStores, emitIntervalMs } = this.#options;
    const { applicationId } = plan;
    return {
      taskId,
      applicationId,
      record: this.#record,
      view: this.#view,
      emitIntervalMs,
      streamTime: () => this.#streamTime,
      wallClock: () => this.#options.wallClock(),
      store: (name): StateStore => {
        const isConnected = plan.storesOf.get(node.name)?.has(name) === true;
        const store = globalStores.get(name) ?? (isConnected ? this.#stores.get(name) : undefined);
        if (store === undefined)
          throw new KafkaError('UNKNOWN_STORE', `${node.name} is not connected with a store ${name}`);
        return store;
      },
      schedule: (intervalMs, type, punctuate, anchor): Punctuation => {
        const now = type === 'stream-time' ? this.#streamTime : this.#options.wallClock();
        const start = anchor ?? (type === 'stream-time' ? 0 : now);
        const notBefore = anchor === undefined ? null : now;
        return this.#schedule.add({ type, intervalMs, start, notBefore, punctuate: this.#guarded(node, punctuate) });
      },
      requestCommit: () => void (this.#isCommitRequested = true),
      onClose: (close) => void this.#closers.push(close),
      asyncWork: this.#async,
      failed: (failed, error) => this.#judge.judge(failed, error, this.#record),
      drop: (reason) => this.#drop(reason, node.name),
      remembered: (key) => this.#remembered.get(key),
      remember: (key, time): void => {
        this.#remembered.set(key, time);
        this.#hasRemembered = true;
      },
    };
  }
}
