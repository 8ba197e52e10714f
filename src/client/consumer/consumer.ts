/**
 * The consumer: records of topics in order, alone or as a member of a group.
 *
 *     const consumer = new Consumer({ bootstrapServers: 'localhost:9092', groupId: 'billing', autoOffsetReset: 'earliest' });
 *     consumer.subscribe('orders');
 *     for await (const record of consumer) console.log(record.text());
 *
 * It connects when there is something to do. Whatever can pass is tried again for as long as it takes, and shows in
 * `status`; what cannot ends the iterator or `run` with a ClientError. A position counts as processed, and is committed,
 * when the loop comes back for the next record, or when the handler has ended.
 */
import { Readable } from 'node:stream';
import type { TopicPartition } from '../assignors/group-members.ts';
import { partitionsFor, type PartitionInfo } from '../cluster/partition-info.ts';
import type { ClientIdentity } from '../diagnostics.ts';
import { errorFor } from '../errors.ts';
import type { GroupMetadata } from '../group/group-membership.ts';
import { ConsumerBatch } from '../records/consumer-batch.ts';
import { ConsumerRecord } from '../records/consumer-record.ts';
import type { OffsetAndMetadata, OffsetAndTimestamp, TopicPartitionOffset } from '../records/partition-offset.ts';
import type { Metric } from '../telemetry/metric-registry.ts';
import { BatchIterator, pollRecords } from './batch-iterator.ts';
import {
  checkAssignment,
  checkedSubscription,
  checkOffset,
  checkOffsets,
  checkPlace,
  checkDistinctPlaces,
  checkPlaces,
  checkPollTimeout,
  checkRun,
  checkSignal,
  checkTimestamp,
} from './checked-arguments.ts';
import { ConsumerEngine, noGroup, type Places } from './consumer-engine.ts';
import type {
  AssignTo,
  CallOptions,
  CloseOptions,
  ConsumerOptions,
  ConsumerStatus,
  IterateOptions,
  PartitionLag,
  RunOptions,
  SubscribeTo,
} from './consumer-options.ts';
import { listOffsets, type FoundOffset, type OffsetQuery, type OffsetSpec } from './list-offsets.ts';
import { parseConsumerOptions } from './parse-consumer-options.ts';
import type { PartitionState } from './partition-state.ts';
import { RecordIterator } from './record-iterator.ts';
import { RunByKey } from './run-by-key.ts';
import { runByPartition } from './run-by-partition.ts';
import { RunTask } from './run-task.ts';

/**
 * Reads records, alone or as a member of a group. Besides what each call names, calls reject with REQUEST_TIMED_OUT
 * after `timeoutMs` (`defaultApiTimeoutMs` where absent), ABORTED by their `signal`, and CLIENT_CLOSED after `close`.
 * @typeParam K what `key` of records is, by `keyDeserializer`; @typeParam V `value` by `valueDeserializer`.
 */
export class Consumer<K = Buffer, V = Buffer> implements AsyncIterable<ConsumerRecord<K, V>> {
  readonly #engine: ConsumerEngine;
  #subscription: SubscribeTo | null = null;

  /** Connects to nothing yet. Throws INVALID_CONFIG. */
  constructor(options: ConsumerOptions<K, V>) {
    const parsed = parseConsumerOptions(options as ConsumerOptions<never, never>);
    this.#engine = new ConsumerEngine(parsed, options);
  }

  /** As in its events on `diagnosticChannels`. */
  get identity(): ClientIdentity {
    return this.#engine.client.context.diagnostics.client;
  }

  /** How it is at the moment. */
  get status(): ConsumerStatus {
    return this.#engine.status;
  }

  /**
   * Joins the group for these topics, or changes what the member wants. Throws INVALID_GROUP_ID without `groupId`, and
   * ILLEGAL_STATE after `assign`.
   */
  subscribe(to: SubscribeTo): void {
    this.#engine.delivery.throwIfClosed();
    if (this.#engine.isManual) {
      throw errorFor('ILLEGAL_STATE', 'partitions were assigned by assign(): call unsubscribe() before subscribe()');
    }
    const subscription = checkedSubscription(to);
    const membership = this.#engine.join();
    this.#subscription = to;
    this.#engine.subscribedTopics = 'topics' in subscription ? subscription.topics : [];
    membership.subscribe(subscription);
    membership.start();
  }

  /**
   * Takes exactly these partitions, without a group's say; what was assigned before and is not named is given up. With
   * `groupId` offsets are read and committed. Throws ILLEGAL_STATE after `subscribe`.
   */
  assign(partitions: readonly AssignTo[]): void {
    this.#engine.delivery.throwIfClosed();
    if (this.#subscription !== null) {
      throw errorFor('ILLEGAL_STATE', 'the consumer has subscribed to topics: call unsubscribe() before assign()');
    }
    checkAssignment(partitions);
    this.#engine.assign(partitions);
  }

  /** Leaves the group, or gives up what was assigned, after a last automatic commit. */
  async unsubscribe({ timeoutMs }: CallOptions = {}): Promise<void> {
    this.#engine.delivery.throwIfClosed();
    this.#subscription = null;
    this.#engine.subscribedTopics = [];
    await this.#engine.unsubscribe(timeoutMs ?? this.#engine.config.defaultApiTimeoutMs);
  }

  /** What `subscribe` was called with last; null where it was not. */
  subscription(): SubscribeTo | null {
    return this.#subscription;
  }

  /** The partitions it has at the moment. */
  assignment(): TopicPartition[] {
    return this.#engine.assignment.places();
  }

  /**
   * Who it is in its group: what a transactional producer's `sendOffsets` takes. Throws INVALID_GROUP_ID without one, and
   * COMMIT_FAILED while records are in hand that may be another's by now: abort the transaction, and poll.
   */
  groupMetadata(): GroupMetadata {
    this.#engine.checkInHand();
    return this.#engine.groupMetadata();
  }

  /** Asks a classic group for a new assignment (KIP-568). */
  enforceRebalance(reason = 'the application asked for it'): void {
    this.#engine.delivery.throwIfClosed();
    if (this.#engine.membership === null) throw errorFor('ILLEGAL_STATE', 'the consumer is not a member of a group');
    this.#engine.membership.rejoin(reason);
  }

  /** Records as they come, without end, until `close`. One loop at a time reads from a consumer. */
  [Symbol.asyncIterator](): AsyncIterableIterator<ConsumerRecord<K, V>> {
    return new RecordIterator<K, V>(this.#engine.delivery, undefined);
  }

  /** As the consumer itself, with a signal that ends it. */
  records({ signal }: IterateOptions = {}): AsyncIterableIterator<ConsumerRecord<K, V>> {
    checkSignal(signal);
    return new RecordIterator<K, V>(this.#engine.delivery, signal);
  }

  /** Records of one partition at a time, up to `maxPollRecords` together: the fastest way to read. */
  batches({ signal }: IterateOptions = {}): AsyncIterableIterator<ConsumerBatch<K, V>> {
    checkSignal(signal);
    const { maxPollRecords } = this.#engine.config;
    return new BatchIterator<K, V>(this.#engine.delivery, { maxPollRecords, signal });
  }

  /**
   * Calls a handler for each record or batch, up to `concurrency` at a time. Resolves after `signal` or `close`; rejects
   * with what a handler threw (its record is handed out again by the next `run` or loop), or what the consumer failed with.
   */
  async run(options: RunOptions<K, V>): Promise<void> {
    checkRun(options, ['eachRecord', 'eachBatch']);
    const engine = this.#engine;
    const { env, delivery, config } = engine;
    const task = new RunTask<K, V>({
      env,
      delivery,
      diagnostics: engine.client.context.diagnostics,
      groupId: config.groupId,
      maxPollRecords: config.maxPollRecords,
      stopTimeoutMs: config.defaultApiTimeoutMs,
      options,
    });
    try {
      await task.run(() => {
        engine.task = task;
        return options.by === 'key' ? new RunByKey(task).run() : runByPartition(task);
      });
    } finally {
      if (engine.task === task) engine.task = null;
    }
  }

  /**
   * Java's loop: up to `maxPollRecords` records as soon as there are any, none after `timeoutMs`. Those of the last call
   * count as processed.
   */
  async poll(timeoutMs: number, { signal }: IterateOptions = {}): Promise<ConsumerRecord<K, V>[]> {
    checkPollTimeout(timeoutMs);
    checkSignal(signal);
    const { delivery, config, env } = this.#engine;
    const now = (): number => env.clock.monotonic();
    return pollRecords<K, V>(delivery, { timeoutMs, maxPollRecords: config.maxPollRecords, signal, now });
  }

  /**
   * A stream of records, in object mode. A record counts as processed when the stream asks for the next one, which with
   * `pipe` may be before the other end is done with it: commit by hand there (`enableAutoCommit: false`). Throws
   * ILLEGAL_STATE with `reuseFetchBuffers`.
   */
  readable({ signal }: IterateOptions = {}): Readable {
    checkSignal(signal);
    if (this.#engine.config.reuseFetchBuffers) {
      const message = 'readable() reads ahead of whoever reads it, so that records would be overwritten in its buffer';
      throw errorFor('ILLEGAL_STATE', `${message}: leave out reuseFetchBuffers, or take records by a loop`);
    }
    const records = new RecordIterator<K, V>(this.#engine.delivery, signal, 'stream');
    return Readable.from(records, { objectMode: true, highWaterMark: 1 });
  }

  /** Nothing is handed out of these (of all, where none are given) until `resume`; they stay assigned. */
  pause(partitions?: readonly TopicPartition[]): void {
    for (const state of this.#select('pause()', partitions)) state.isPaused = true;
  }

  /** Hands out records of these again (of all, where none are given). */
  resume(partitions?: readonly TopicPartition[]): void {
    for (const state of this.#select('resume()', partitions)) {
      state.isPaused = false;
      this.#engine.delivery.offer(state);
    }
  }

  /** The partitions it has that are paused. */
  paused(): TopicPartition[] {
    const paused = [...this.#engine.assignment].filter(({ isPaused }) => isPaused);
    return paused.map(({ topic, partition }) => ({ topic, partition }));
  }

  /** The next record handed out is the first one at or behind the offset. Throws ILLEGAL_STATE for what is not assigned. */
  seek(to: OffsetAndMetadata | readonly OffsetAndMetadata[]): void {
    this.#engine.delivery.throwIfClosed();
    for (const target of isList(to) ? to : [to]) {
      checkOffset(target);
      const state = this.#engine.assignment.expect(target);
      state.moveTo(target.offset, target.leaderEpoch ?? -1);
      this.#engine.onMoved(state);
    }
  }

  /** To the first offset there is, by the time it is read from. */
  seekToBeginning(partitions?: readonly TopicPartition[]): void {
    this.#lookUp(partitions, 'earliest');
  }

  /** To the end, as it is when it is next read from. */
  seekToEnd(partitions?: readonly TopicPartition[]): void {
    this.#lookUp(partitions, 'latest');
  }

  /** To the first record at or after a time (milliseconds since the epoch), or to the end where there is none. */
  async seekToTime(
    timestamp: number,
    options: CallOptions & { readonly partitions?: readonly TopicPartition[] } = {},
  ): Promise<void> {
    checkTimestamp(timestamp);
    this.#lookUp(options.partitions, { timestamp });
    const limits = this.#limits(options);
    const states = this.#engine.assignment.select(options.partitions);
    await Promise.all(states.map((state) => this.#engine.settled.position(state, limits)));
  }

  /** Of the next record to be handed out; looked up where it is not known yet. */
  async position(place: TopicPartition, options: CallOptions = {}): Promise<number> {
    this.#engine.delivery.throwIfClosed();
    checkPlace(place);
    const state = this.#engine.assignment.expect(place);
    this.#engine.positions.wake();
    return this.#engine.settled.position(state, this.#limits(options));
  }

  /** Of the next record to be handed out, as far as it is known by now: null before. No request is made. */
  currentPosition(place: TopicPartition): number | null {
    const { position } = this.#engine.assignment.expect(place);
    return position < 0 ? null : position;
  }

  /**
   * How far behind it is in a partition, by what fetches have told so far; null before they have (Java's `currentLag`). No
   * request is made.
   */
  currentLag(place: TopicPartition): number | null {
    const state = this.#engine.assignment.expect(place);
    const { position, endOffset } = state;
    return position < 0 || endOffset < 0 ? null : Math.max(0, endOffset - position);
  }

  /** How far behind it is, for each partition it has. Asks the brokers. */
  async lag(options: CallOptions = {}): Promise<PartitionLag[]> {
    const places = this.assignment();
    const ends = await this.endOffsets(places, options);
    const lags: PartitionLag[] = [];
    for (const { topic, partition, offset: endOffset } of ends) {
      const state = this.#engine.assignment.get(topic, partition);
      if (state === undefined) continue;
      const position = await this.#engine.settled.position(state, this.#limits(options));
      lags.push({ topic, partition, position, endOffset, lag: Math.max(0, endOffset - position) });
    }
    return lags;
  }

  /**
   * Commits these offsets, or where none are given the positions, behind what the loop has in hand; with `run`, behind what
   * its handlers have processed. Rejects with COMMIT_FAILED where the group has taken the partitions away.
   */
  async commit(offsets?: readonly OffsetAndMetadata[], options: CallOptions = {}): Promise<void> {
    const { commits, delivery } = this.#engine;
    delivery.throwIfClosed();
    if (commits === null) throw noGroup();
    if (offsets !== undefined) checkOffsets(offsets);
    await commits.commit(offsets ?? this.offsetsToCommit(), this.#limits(options));
  }

  /**
   * What `commit` without offsets commits: for a producer's `sendOffsets`, which commits it with its transaction instead.
   * Throws COMMIT_FAILED as `groupMetadata` does.
   */
  offsetsToCommit(): OffsetAndMetadata[] {
    this.#engine.checkInHand();
    const { assignment, task } = this.#engine;
    const positions: OffsetAndMetadata[] = [];
    for (const state of assignment) {
      const { topic, partition, position, positionEpoch } = state;
      const place =
        task === null ? { topic, partition, offset: position, leaderEpoch: positionEpoch } : state.committable;
      if (place !== null && position >= 0) positions.push(place);
    }
    return positions;
  }

  /** What the group has committed, in the order given; offset -1 where nothing is. */
  async committed(partitions: readonly TopicPartition[], options: CallOptions = {}): Promise<OffsetAndMetadata[]> {
    const { offsets, delivery } = this.#engine;
    delivery.throwIfClosed();
    if (offsets === null) throw noGroup();
    checkPlaces('committed()', partitions);
    const { timeoutMs, signal } = this.#limits(options);
    const limits = signal === undefined ? { timeoutMs } : { timeoutMs, signal };
    return offsets.fetch(partitions, { requireStable: true, ...limits });
  }

  /** The first offset there is, in the order given. */
  async beginningOffsets(
    partitions: readonly TopicPartition[],
    options?: CallOptions,
  ): Promise<TopicPartitionOffset[]> {
    return (await this.#listOffsets(partitions, { spec: 'earliest', options })).map(withoutTime);
  }

  /** Up to where it may read: the high watermark, or the last stable offset with read_committed. In the order given. */
  async endOffsets(partitions: readonly TopicPartition[], options?: CallOptions): Promise<TopicPartitionOffset[]> {
    return (await this.#listOffsets(partitions, { spec: 'latest', options })).map(withoutTime);
  }

  /** The first record at or after a time, in the order given; null where there is none. */
  async offsetsForTimes(
    times: readonly (TopicPartition & { readonly timestamp: number })[],
    options: CallOptions = {},
  ): Promise<(OffsetAndTimestamp | null)[]> {
    checkDistinctPlaces('offsetsForTimes()', times);
    for (const { timestamp } of times) checkTimestamp(timestamp);
    const queries = times.map(({ topic, partition, timestamp }) => ({ topic, partition, spec: { timestamp } }));
    const found = await this.#ask(queries, options);
    return found.map((place) => (place.offset < 0 ? null : place));
  }

  /** Of a topic. Rejects with UNKNOWN_TOPIC_OR_PARTITION where there is none, after `timeoutMs`. */
  async partitionsFor(topic: string, options: CallOptions = {}): Promise<PartitionInfo[]> {
    this.#engine.delivery.throwIfClosed();
    return partitionsFor(this.#engine.cluster.metadata, topic, this.#limits(options));
  }

  /** The names of all topics that may be seen, sorted. */
  listTopics(options: CallOptions = {}): Promise<string[]> {
    this.#engine.delivery.throwIfClosed();
    return this.#engine.cluster.metadata.ensureAll(this.#limits(options));
  }

  /** What is measured, under the names of Kafka's consumer metrics. */
  metrics(): Metric[] {
    return this.#engine.client.context.diagnostics.metrics.snapshot();
  }

  /**
   * Metrics of the application that are pushed to brokers with the consumer's own where they ask for them (KIP-1076): `read` is
   * called at each push. `metrics()` has none of them.
   */
  registerMetricsForSubscription(read: () => readonly Metric[]): void {
    this.#engine.client.context.diagnostics.metrics.addForeign(read);
  }

  /** The id under which brokers know this consumer's metrics (KIP-714). ILLEGAL_STATE unless `enableMetricsPush` is true. */
  clientInstanceId(timeoutMs: number = this.#engine.config.defaultApiTimeoutMs): Promise<string> {
    return this.#engine.client.telemetry.clientInstanceId(timeoutMs);
  }

  /**
   * Stops handing out records, waits for handlers of `run`, commits what was processed, leaves the group and ends all
   * connections; all within `timeoutMs`. A loop ends; what it has in hand does not count as processed unless `commit` was
   * called. Never rejects, and may be called again.
   */
  close(options?: CloseOptions): Promise<void> {
    return this.#engine.close(options);
  }

  /** As `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #limits({ timeoutMs, signal }: CallOptions): { timeoutMs: number; signal: AbortSignal | undefined } {
    return { timeoutMs: timeoutMs ?? this.#engine.config.defaultApiTimeoutMs, signal };
  }

  /** The partitions that a call names, or all. */
  #select(call: string, partitions: Places): readonly PartitionState[] {
    this.#engine.delivery.throwIfClosed();
    if (partitions !== undefined) checkPlaces(call, partitions);
    return this.#engine.assignment.select(partitions);
  }

  #lookUp(partitions: Places, spec: OffsetSpec): void {
    for (const state of this.#select('a seek', partitions)) {
      state.moveToLookUp(spec);
      this.#engine.onMoved(state);
    }
  }

  #listOffsets(
    partitions: readonly TopicPartition[],
    { spec, options = {} }: { readonly spec: OffsetSpec; readonly options: CallOptions | undefined },
  ): Promise<FoundOffset[]> {
    checkDistinctPlaces(spec === 'earliest' ? 'beginningOffsets()' : 'endOffsets()', partitions);
    return this.#ask(
      partitions.map(({ topic, partition }) => ({ topic, partition, spec })),
      options,
    );
  }

  async #ask(queries: readonly OffsetQuery[], options: CallOptions): Promise<FoundOffset[]> {
    const { cluster, config, delivery } = this.#engine;
    delivery.throwIfClosed();
    if (queries.length === 0) return [];
    const isReadCommitted = config.isolationLevel === 'read_committed';
    return listOffsets(cluster, queries, { ...this.#limits(options), isReadCommitted });
  }
}

function isList(to: OffsetAndMetadata | readonly OffsetAndMetadata[]): to is readonly OffsetAndMetadata[] {
  return Array.isArray(to);
}

function withoutTime({ topic, partition, offset }: FoundOffset): TopicPartitionOffset {
  return { topic, partition, offset };
}
