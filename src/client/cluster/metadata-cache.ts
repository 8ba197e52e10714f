/**
 * What the client knows of the cluster's brokers, topics and partitions, and how that stays true. It is fetched when
 * somebody needs a topic that is not known, when something shows that it is out of date (`invalidate`), and every
 * metadata.max.age.ms. Requests are gathered: one is in flight at a time, and after a failure, an answer without the
 * topic that is waited for, or an invalidation right after an answer the next one waits (retry.backoff.ms, KIP-580).
 *
 * Invariant: a leader epoch never goes back while the topic's id is the same (see metadata-snapshot.ts).
 */
import type { Env, Timer } from '#kernel';
import type { MetadataResponse } from '#protocol';
import { asClientError, type ClientError } from '../errors.ts';
import { retryDelayMs } from '../network/backoff.ts';
import { closedError } from '../network/broker-lane.ts';
import { Wait } from '../network/wait.ts';
import type { ClientContext } from './client-context.ts';
import { isUsable, MetadataDemand, nameProblem, waitedInVain } from './metadata-demand.ts';
import {
  applyEndpoints,
  applyLeader,
  applyMetadata,
  EMPTY_SNAPSHOT,
  isOtherCluster,
  type MetadataSnapshot,
} from './metadata-snapshot.ts';
import type { MetadataQuery } from './metadata-source.ts';
import type { BrokerNode, EnsureOptions, PartitionMetadata, TopicMetadata } from './metadata-types.ts';

/** How often the log is told of brokers that still cannot be reached. */
const TELL_AGAIN_MS = 30_000;

export interface MetadataCacheOptions {
  readonly context: ClientContext;
  /** Asks until a broker answers, or all have failed. */
  fetch(query: MetadataQuery): Promise<MetadataResponse>;
  /** Called after each answer. */
  onAnswer(): void;
}

export class MetadataCache {
  readonly #options: MetadataCacheOptions;
  readonly #demand: MetadataDemand;
  readonly #listeners: Set<() => void> = new Set();
  #snapshot: MetadataSnapshot = EMPTY_SNAPSHOT;
  #lastError: ClientError | null = null;
  /** All that is known is to be asked for again. */
  #isOutdated = false;
  #refreshes: Wait<void>[] = [];
  #names: Wait<string[]>[] = [];
  #isRunning = false;
  #isClosed = false;
  #fruitlessRounds = 0;
  /** Monotonic. */
  #notBeforeMs = 0;
  /** Wall clock; null while all is well. */
  #failingSinceMs: number | null = null;
  /** When the log was told that no broker answers; monotonic, null while all is well. */
  #toldAtMs: number | null = null;
  #ageTimer: Timer | null = null;
  #pause: { readonly timer: Timer; readonly end: () => void } | null = null;

  constructor(options: MetadataCacheOptions) {
    this.#options = options;
    this.#demand = new MetadataDemand(options.context.metadataMaxIdleMs ?? Number.POSITIVE_INFINITY);
  }

  /** Null until metadata is known, and from brokers that tell none. */
  get clusterId(): string | null {
    return this.#snapshot.clusterId;
  }

  /** The node id to send to what only the controller does; -1 where none is known. */
  get controllerId(): number {
    return this.#snapshot.controllerId;
  }

  /** Why the last round failed; null once one succeeds. */
  get lastError(): ClientError | null {
    return this.#lastError;
  }

  /** Since when rounds fail, wall clock; null while they succeed. */
  get failingSinceMs(): number | null {
    return this.#failingSinceMs;
  }

  brokers(): readonly BrokerNode[] {
    return [...this.#snapshot.brokers.values()];
  }

  broker(nodeId: number): BrokerNode | undefined {
    return this.#snapshot.brokers.get(nodeId);
  }

  /** The same object as long as nothing has changed. */
  topic(name: string): TopicMetadata | undefined {
    return this.#snapshot.topics.get(name);
  }

  partition(topic: string, partition: number): PartitionMetadata | undefined {
    return this.#snapshot.topics.get(topic)?.partitions[partition];
  }

  topicName(topicId: string): string | undefined {
    return this.#snapshot.namesById.get(topicId);
  }

  /** The topics that are known and have no error, sorted. */
  topicNames(): readonly string[] {
    const topics = [...this.#snapshot.topics.values()].filter(({ error }) => error === null);
    return topics.map(({ name }) => name).sort();
  }

  /** Says that the topic is still in use (see `ClientContext.metadataMaxIdleMs`): once a batch, not once a record. */
  use(topic: string): void {
    this.#demand.use(topic, this.#now());
  }

  /**
   * Resolves when every topic has a partition with a leader, or an error that will not pass (see `topic(name).error`);
   * for no topics, when brokers are known. Rejects with UNKNOWN_TOPIC_OR_PARTITION, LEADER_NOT_AVAILABLE or
   * REQUEST_TIMED_OUT after `timeoutMs`, with ABORTED, and at once with what is fatal (authentication, TLS).
   */
  ensure(topics: readonly string[], options: EnsureOptions): Promise<void> {
    const problem = nameProblem(topics);
    if (problem !== null) return Promise.reject(problem);
    const now = this.#now();
    for (const topic of topics) this.#demand.use(topic, now);
    const isKnown = this.#snapshot.brokers.size > 0 && topics.every((topic) => isUsable(this.#snapshot, topic));
    if (isKnown && options.signal?.aborted !== true) return Promise.resolve();
    const wait = this.#wait<void>(options, topics);
    const { allowAutoTopicCreation = this.#options.context.allowAutoTopicCreation ?? true } = options;
    this.#demand.add({ wait, topics, allowAutoTopicCreation });
    if (topics.some((topic) => !this.#snapshot.topics.has(topic))) this.#hurry();
    this.#kick();
    return wait.promise;
  }

  /** Asks for all topics; resolves with the names of those without an error, sorted. */
  ensureAll(options: Partial<EnsureOptions> = {}): Promise<string[]> {
    const wait = this.#wait<string[]>(options, []);
    this.#names.push(wait);
    this.#hurry();
    this.#kick();
    return wait.promise;
  }

  /** Something showed that what is known is out of date: it is fetched again soon. */
  invalidate(reason: string): void {
    if (this.#isClosed) return;
    const { logger } = this.#options.context;
    if (!this.#isOutdated && logger.isEnabled('debug')) logger.debug('Metadata is out of date', { reason });
    this.#isOutdated = true;
    this.#kick();
  }

  /** Fetches all that is known again; rejects when that fails. */
  refresh(options: Partial<EnsureOptions> = {}): Promise<void> {
    const wait = this.#wait<void>(options, []);
    this.#refreshes.push(wait);
    this.#isOutdated = true;
    this.#hurry();
    this.#kick();
    return wait.promise;
  }

  /** What a broker said of a partition's leader in passing (KIP-951); ignored where it is not newer than what is known. */
  updateLeader(
    topic: string,
    partition: number,
    leader: { readonly leaderId: number; readonly leaderEpoch: number },
    endpoints: readonly BrokerNode[] = [],
  ): void {
    if (leader.leaderId < 0) return;
    const withBrokers = applyEndpoints(this.#snapshot, endpoints);
    this.#become(applyLeader(withBrokers, { topic, partition }, leader));
  }

  /** Brokers that an answer named besides. */
  addEndpoints(endpoints: readonly BrokerNode[]): void {
    this.#become(applyEndpoints(this.#snapshot, endpoints));
  }

  /** The topics to keep fresh from now on, instead of those of the last call. */
  watch(topics: ReadonlySet<string> | 'all'): void {
    this.#demand.watch(topics);
    const isMissing = topics === 'all' || [...topics].some((topic) => !this.#snapshot.topics.has(topic));
    if (!isMissing || this.#isClosed) return;
    this.#isOutdated = true;
    this.#hurry();
    this.#kick();
  }

  /** Calls the listener after each change; returns what takes it off again. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Rejects all who wait with CLIENT_CLOSED. */
  close(): void {
    this.#isClosed = true;
    this.#ageTimer?.cancel();
    this.#endPause();
    this.#failAll(closedError());
    this.#listeners.clear();
  }

  #wait<T>(options: Partial<EnsureOptions>, topics: readonly string[]): Wait<T> {
    const timeoutMs = options.timeoutMs ?? this.#options.context.config.requestTimeoutMs;
    const wait = new Wait<T>({
      env: this.#env,
      timeoutMs,
      signal: options.signal,
      onTimeout: () => waitedInVain(this.#snapshot, topics, { timeoutMs, lastError: this.#lastError }),
    });
    if (this.#isClosed) wait.reject(closedError());
    return wait;
  }

  #isWanted(): boolean {
    if (this.#isClosed) return false;
    return this.#isOutdated || this.#demand.hasWaiters || this.#refreshes.some(isOpen) || this.#names.some(isOpen);
  }

  #kick(): void {
    if (this.#isRunning || !this.#isWanted()) return;
    this.#isRunning = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    while (this.#isWanted()) {
      const delayMs = this.#notBeforeMs - this.#now();
      if (delayMs > 0) await this.#rest(delayMs);
      else await this.#round();
    }
    this.#isRunning = false;
  }

  async #round(): Promise<void> {
    const query = this.#query();
    const waits = { refreshes: this.#refreshes.splice(0), names: this.#names.splice(0) };
    try {
      const response = await this.#options.fetch(query);
      if (this.#isClosed) throw closedError();
      this.#onAnswer(response, query);
      for (const wait of waits.refreshes) wait.resolve();
      for (const wait of waits.names) wait.resolve([...this.topicNames()]);
    } catch (error) {
      this.#onFailure(asClientError(error), waits);
    }
  }

  #query(): MetadataQuery {
    const isNamed = this.#names.some(isOpen);
    const isFull = this.#isOutdated || this.#snapshot.brokers.size === 0;
    const allowAutoTopicCreation =
      (this.#options.context.allowAutoTopicCreation ?? true) && this.#demand.allowsCreation;
    if (isNamed || (isFull && this.#demand.isAll)) {
      this.#isOutdated = false;
      return { topics: null, allowAutoTopicCreation };
    }
    const topics = isFull ? this.#demand.topics(this.#now()) : this.#demand.missing(this.#snapshot);
    if (isFull) this.#isOutdated = false;
    return { topics, allowAutoTopicCreation };
  }

  #onAnswer(response: MetadataResponse, { topics }: MetadataQuery): void {
    const { context } = this.#options;
    this.#lastError = null;
    this.#failingSinceMs = null;
    if (this.#toldAtMs !== null) context.logger.warn('Brokers can be reached again', { clientId: context.clientId });
    this.#toldAtMs = null;
    if (isOtherCluster(this.#snapshot, response)) {
      const from = this.#snapshot.clusterId ?? '';
      context.logger.warn('The brokers belong to another cluster now', { from, to: response.clusterId ?? '' });
    }
    const wanted = this.#demand.isAll ? null : new Set(this.#demand.topics(this.#now()));
    const named = new Set(response.topics.map(({ name }) => name));
    // An answer to a question about all topics that does not name one says that it is no more.
    const retain = (topic: string): boolean => (topics === null ? named.has(topic) : (wanted?.has(topic) ?? true));
    this.#become(applyMetadata(this.#snapshot, response, retain));
    this.#options.onAnswer();
    this.#demand.settle(this.#snapshot);
    // A topic that is watched may come, and a partition get a leader, any time: as Java's client, ask until they are there.
    const isIncomplete = this.#demand.watchedTopics.some((topic) => !isUsable(this.#snapshot, topic));
    if (isIncomplete) this.#isOutdated = true;
    this.#fruitlessRounds = this.#demand.hasWaiters || isIncomplete ? this.#fruitlessRounds + 1 : 0;
    this.#backOff(Math.max(1, this.#fruitlessRounds));
    this.#armAgeTimer();
  }

  #onFailure(
    error: ClientError,
    { refreshes, names }: { readonly refreshes: readonly Wait<void>[]; readonly names: readonly Wait<string[]>[] },
  ): void {
    for (const wait of refreshes) wait.reject(error);
    if (error.retriable) this.#names.push(...names);
    else for (const wait of names) wait.reject(error);
    if (this.#isClosed) return;
    this.#lastError = error;
    this.#failingSinceMs ??= this.#env.clock.now();
    this.#fruitlessRounds++;
    this.#backOff(this.#fruitlessRounds);
    // What will not pass is not tried again until somebody asks.
    if (!error.retriable) this.#failAll(error);
    this.#isOutdated = error.retriable;
    // What will not pass is told to who waits for it.
    if (error.retriable) this.#tell(error);
  }

  /** Where a consumer waits for brokers nobody else would say so. */
  #tell({ message: reason }: ClientError): void {
    const { logger, clientId } = this.#options.context;
    const now = this.#now();
    if (this.#toldAtMs !== null && now - this.#toldAtMs < TELL_AGAIN_MS) {
      logger.debug('Metadata cannot be fetched', { reason });
      return;
    }
    this.#toldAtMs = now;
    logger.warn('Brokers cannot be reached, and are tried again', { clientId, reason });
  }

  #become(snapshot: MetadataSnapshot): void {
    if (snapshot === this.#snapshot) return;
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener();
  }

  #backOff(rounds: number): void {
    const { config, env } = this.#options.context;
    this.#notBeforeMs = this.#now() + retryDelayMs(config, rounds, env.random);
  }

  /** Somebody needs what was not asked for yet: no need to wait, unless rounds fail. */
  #hurry(): void {
    if (this.#lastError?.retriable === true) return;
    this.#notBeforeMs = 0;
    this.#endPause();
  }

  #rest(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        this.#pause = null;
        resolve();
      };
      this.#pause = { timer: this.#env.scheduler.after(Math.ceil(delayMs), end), end };
    });
  }

  #endPause(): void {
    this.#pause?.timer.cancel();
    this.#pause?.end();
  }

  #failAll(error: ClientError): void {
    this.#demand.fail(error);
    for (const wait of this.#refreshes.splice(0)) wait.reject(error);
    for (const wait of this.#names.splice(0)) wait.reject(error);
  }

  #armAgeTimer(): void {
    this.#ageTimer?.cancel();
    const { metadataMaxAgeMs } = this.#options.context.config;
    this.#ageTimer = this.#env.scheduler.after(metadataMaxAgeMs, () =>
      this.invalidate('metadata.max.age.ms has passed'),
    );
  }

  get #env(): Env {
    return this.#options.context.env;
  }

  #now(): number {
    return this.#env.clock.monotonic();
  }
}

function isOpen(wait: { readonly isSettled: boolean }): boolean {
  return !wait.isSettled;
}
