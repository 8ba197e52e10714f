/**
 * The share consumer (KIP-932): a member of a group whose members share the records of topics like the items of a queue.
 * Each record is locked for the one that acquired it, until it says what became of it or the lock ends; then it goes to
 * another, up to a number of times.
 *
 *     const consumer = new ShareConsumer({ bootstrapServers: 'localhost:9092', groupId: 'jobs' });
 *     consumer.subscribe('orders');
 *     await consumer.run({ eachRecord: (record) => work(record.json()), concurrency: 10, maxDeliveries: 3 });
 *
 * It needs brokers of Kafka 4.1 or later with share groups on (`share.version`), 4.2 for renewals and record limits.
 */
import { settlesWithin } from '#kernel';
import type { TopicPartition } from '../assignors/group-members.ts';
import { checkFunctions } from '../config/code-options.ts';
import { invalidConfig, parseOptions } from '../config/parse-options.ts';
import { checkedSubscription, checkPollTimeout, checkRun, checkSignal } from '../consumer/checked-arguments.ts';
import type { ClientIdentity } from '../diagnostics.ts';
import { errorFor, type ClientError } from '../errors.ts';
import type { GroupListener, GroupMetadata, Subscription } from '../group/group-membership.ts';
import { HeartbeatMembership } from '../group/heartbeat-membership.ts';
import { partitionKey } from '../group/partition-lists.ts';
import { Wait } from '../network/wait.ts';
import { openClient, type OpenClient } from '../open-client.ts';
import type { ConsumerRecord } from '../records/consumer-record.ts';
import type { Metric } from '../telemetry/metric-registry.ts';
import type { AcknowledgeType } from './acknowledgements.ts';
import { shareConsumerConfigs, type ShareConsumerConfig } from './share-consumer-configs.ts';
import {
  SHARE_CONSUMER_CODE_OPTIONS,
  type AcknowledgementResult,
  type CallOptions,
  type CloseOptions,
  type ShareConsumerOptions,
  type ShareConsumerStatus,
  type ShareRunOptions,
} from './share-consumer-options.ts';
import { ShareDelivery } from './share-delivery.ts';
import { ShareFetcher } from './share-fetcher.ts';
import { ShareHeartbeats } from './share-heartbeats.ts';
import { ShareIterator } from './share-iterator.ts';
import { runShareConsumer } from './share-run.ts';

/** Topics by name, or a RegExp that this client matches against the names of all topics. */
export type ShareSubscribeTo = string | readonly string[] | RegExp;

const CLOSE_TIMEOUT_MS = 30_000;

/**
 * Reads records as a member of a share group (KIP-932; Kafka 4.1 and later): each record goes to one of the members, is
 * acknowledged by itself, and comes again where it was not. @typeParam K what `key` of records is, by
 * `keyDeserializer`; @typeParam V `value` by `valueDeserializer`.
 */
export class ShareConsumer<K = Buffer, V = Buffer> implements AsyncIterable<ConsumerRecord<K, V>> {
  readonly #config: ShareConsumerConfig;
  readonly #groupId: string;
  readonly #client: OpenClient;
  readonly #membership: HeartbeatMembership;
  readonly #fetcher: ShareFetcher;
  readonly #delivery: ShareDelivery;
  readonly #stopWatching: () => void;
  #subscription: ShareSubscribeTo | null = null;
  /** What `poll` answered last; in implicit mode the next one accepts it. */
  #polled: ConsumerRecord[] = [];
  #running: Promise<void> | null = null;
  #closing: Promise<void> | null = null;

  /** Connects to nothing yet. Throws INVALID_CONFIG. */
  constructor(options: ShareConsumerOptions<K, V>) {
    const config = parseOptions('share consumer', shareConsumerConfigs, SHARE_CONSUMER_CODE_OPTIONS, options);
    checkFunctions(options, ['keyDeserializer', 'valueDeserializer', 'onAcknowledged']);
    const { groupId } = config;
    if (groupId === null || groupId === '')
      throw invalidConfig('groupId is missing: a share consumer belongs to a group');
    this.#config = config;
    this.#groupId = groupId;
    this.#client = openClient(options, {
      kind: 'share-consumer',
      config,
      allowAutoTopicCreation: config.allowAutoCreateTopics,
      telemetryLabels: () => ({ group_id: groupId, group_member_id: this.#membership.memberId }),
    });
    const { cluster, context } = this.#client;
    const { env, logger } = context;
    this.#fetcher = new ShareFetcher({
      env,
      logger,
      cluster,
      config,
      groupId,
      keyDeserializer: options.keyDeserializer ?? null,
      valueDeserializer: options.valueDeserializer ?? null,
      memberId: () => this.#membership.memberId,
      onRecords: () => this.#delivery.wake(),
      onAcknowledged: (results) => options.onAcknowledged?.(results),
      onError: (error) => this.#delivery.tell(error),
    });
    this.#delivery = new ShareDelivery({
      env,
      fetcher: this.#fetcher,
      hasTopics: () => this.#subscription !== null,
      onTake: () => this.#membership.poll(),
    });
    this.#membership = new HeartbeatMembership({
      env,
      logger,
      cluster,
      config: { ...config, groupId, groupInstanceId: null },
      listener: this.#listener(),
      protocol: new ShareHeartbeats(cluster, { groupId, clientRack: config.clientRack }),
    });
    this.#stopWatching = cluster.metadata.onChange(() => this.#fetcher.drive());
  }

  /** As in its events on `diagnosticChannels`. */
  get identity(): ClientIdentity {
    return this.#client.context.diagnostics.client;
  }

  /** How it is at the moment. */
  get status(): ShareConsumerStatus {
    const { state: membership } = this.#membership;
    return {
      state: this.#state,
      membership,
      lastError: this.#delivery.failure ?? this.#fetcher.lastError ?? this.#client.cluster.status.lastError,
      bufferedRecords: this.#fetcher.bufferedCount,
      unacknowledgedRecords: this.#fetcher.deliveredCount,
    };
  }

  get #state(): ShareConsumerStatus['state'] {
    if (this.#closing !== null) return 'closed';
    if (this.#delivery.failure !== null) return 'failed';
    if (this.#subscription === null) return 'idle';
    const { state } = this.#membership;
    return state === 'stable' || state === 'rebalancing' ? 'consuming' : 'joining';
  }

  /** For how long a record is locked once it is acquired, as the broker said last; null before the first fetch. */
  get acquisitionLockTimeoutMs(): number | null {
    return this.#fetcher.acquisitionLockTimeoutMs;
  }

  /** Who it is in its group. */
  groupMetadata(): GroupMetadata {
    return this.#membership.groupMetadata();
  }

  /** Joins the group for these topics, or changes what the member wants. */
  subscribe(to: ShareSubscribeTo): void {
    this.#delivery.throwIfClosed();
    const subscription = subscriptionOf(to);
    this.#subscription = to;
    this.#membership.subscribe(subscription);
    this.#membership.start();
  }

  /** What `subscribe` was called with last; null where it was not. */
  subscription(): ShareSubscribeTo | null {
    return this.#subscription;
  }

  /** Leaves the group. What was handed out can still be acknowledged. */
  async unsubscribe({ timeoutMs = this.#config.defaultApiTimeoutMs }: CallOptions = {}): Promise<void> {
    this.#delivery.throwIfClosed();
    this.#subscription = null;
    await this.#membership.leave({ timeoutMs });
  }

  /** Records as they come, without end, until `close`. One loop at a time reads from a share consumer. */
  [Symbol.asyncIterator](): AsyncIterableIterator<ConsumerRecord<K, V>> {
    return this.records();
  }

  /** As the consumer itself, with a signal that ends it. */
  records({ signal }: { readonly signal?: AbortSignal | undefined } = {}): AsyncIterableIterator<ConsumerRecord<K, V>> {
    checkSignal(signal);
    return new ShareIterator<K, V>({
      delivery: this.#delivery,
      signal,
      onDone: (record) => this.#acceptIfImplicit(record),
    });
  }

  /**
   * Up to `maxPollRecords` records; none where none came within `timeoutMs`. In implicit mode the next call, or `commit`,
   * accepts them.
   */
  async poll(
    timeoutMs: number,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<ConsumerRecord<K, V>[]> {
    checkPollTimeout(timeoutMs);
    checkSignal(signal);
    this.#delivery.begin('poll()');
    try {
      this.#acceptPolled();
      let record = await this.#delivery.take(signal, timeoutMs);
      while (record !== null) {
        this.#polled.push(record);
        record = this.#polled.length < this.#config.maxPollRecords ? this.#fetcher.next() : null;
      }
    } finally {
      this.#delivery.end();
    }
    return [...this.#polled] as ConsumerRecord<unknown, unknown>[] as ConsumerRecord<K, V>[];
  }

  /**
   * Calls a handler for each record, up to `concurrency` at a time; accepts the record when it has ended, releases it when
   * it failed. Resolves after `signal` or `close`.
   */
  async run(options: ShareRunOptions<K, V>): Promise<void> {
    checkRun(options, ['eachRecord']);
    const { diagnostics } = this.#client.context;
    const run = runShareConsumer<K, V>({
      delivery: this.#delivery,
      options,
      process: (record) => {
        const call = (): unknown => options.eachRecord(record);
        if (!diagnostics.observesProcessing) return call();
        const event = { groupId: this.#groupId, record: record as ConsumerRecord<unknown, unknown> as ConsumerRecord };
        return diagnostics.process(event, call);
      },
      acknowledge: (record, type) => {
        if (this.#fetcher.isUnacknowledged(record)) this.#fetcher.acknowledge(record, type);
      },
    });
    this.#running = run.catch(() => undefined);
    await run;
  }

  /**
   * Says what became of a record that was handed out: `accept`, `release` (to be tried again), `reject` (never again), or
   * `renew` (still at work: the lock begins anew; brokers of Kafka 4.2). It is sent with the next fetch, within a second,
   * or by `commit`. In implicit mode it goes before what the loop would say. Throws ILLEGAL_STATE where the record was not
   * handed out or something was said of it before, UNSUPPORTED_VERSION where the broker knows no `renew`.
   */
  acknowledge(record: TopicPartition & { readonly offset: number }, type: AcknowledgeType = 'accept'): void {
    this.#fetcher.acknowledge(record, type);
  }

  /**
   * Sends what was acknowledged, and answers what became of it, by partition. Rejects with REQUEST_TIMED_OUT or ABORTED
   * only: whether a partition's acknowledgements were refused stands in its result.
   */
  async commit({ timeoutMs = this.#config.defaultApiTimeoutMs, signal }: CallOptions = {}): Promise<
    AcknowledgementResult[]
  > {
    this.#delivery.throwIfClosed();
    this.#acceptPolled();
    const wait = new Wait<AcknowledgementResult[]>({
      env: this.#client.context.env,
      timeoutMs,
      signal,
      onTimeout: () =>
        errorFor(
          'REQUEST_TIMED_OUT',
          `The acknowledgements of group ${this.#groupId} were not answered within ${timeoutMs} ms.`,
        ),
    });
    this.#fetcher.flush().then(
      (results) => wait.resolve(results),
      (error: unknown) => wait.reject(error),
    );
    return wait.promise;
  }

  /** What is measured, under the names of Kafka's share consumer metrics. */
  metrics(): Metric[] {
    return this.#client.context.diagnostics.metrics.snapshot();
  }

  /** The id under which brokers know this consumer's metrics (KIP-714). ILLEGAL_STATE unless `enableMetricsPush` is true. */
  clientInstanceId(timeoutMs: number = this.#config.defaultApiTimeoutMs): Promise<string> {
    return this.#client.telemetry.clientInstanceId(timeoutMs);
  }

  /**
   * Waits for handlers at work, sends what was acknowledged, releases the rest and leaves the group. Ends within
   * `timeoutMs` (30 s where absent), whatever handlers and brokers do.
   */
  close({ timeoutMs = CLOSE_TIMEOUT_MS, leaveGroup = true }: CloseOptions = {}): Promise<void> {
    this.#closing ??= this.#close(timeoutMs, leaveGroup);
    return this.#closing;
  }

  /** As `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(timeoutMs: number, leaveGroup: boolean): Promise<void> {
    const { env } = this.#client.context;
    const endMs = env.clock.monotonic() + timeoutMs;
    const leftMs = (): number => Math.max(0, endMs - env.clock.monotonic());
    this.#delivery.close();
    if (this.#running !== null) await settlesWithin(env, this.#running, leftMs());
    await settlesWithin(env, this.#fetcher.close(), leftMs());
    await this.#membership.leave({ timeoutMs: leftMs(), keepMembership: !leaveGroup });
    this.#stopWatching();
    await this.#client.close(leftMs());
  }

  get #isImplicit(): boolean {
    return this.#config.shareAcknowledgementMode === 'implicit';
  }

  #acceptIfImplicit(record: ConsumerRecord): void {
    if (this.#isImplicit && this.#fetcher.isUnacknowledged(record)) this.#fetcher.acknowledge(record, 'accept');
  }

  #acceptPolled(): void {
    const polled = this.#polled;
    this.#polled = [];
    for (const record of polled) this.#acceptIfImplicit(record);
  }

  #listener(): GroupListener {
    const owned = new Map<string, TopicPartition>();
    const remove = async (partitions: readonly TopicPartition[]): Promise<void> => {
      for (const partition of partitions) owned.delete(partitionKey(partition));
      this.#fetcher.revoke(partitions);
    };
    return {
      ownedPartitions: () => [...owned.values()],
      isApplicationWaiting: () => this.#delivery.isWaiting,
      onPartitionsAssigned: async (partitions) => {
        for (const partition of partitions) owned.set(partitionKey(partition), partition);
        this.#fetcher.assign(partitions);
      },
      onPartitionsRevoked: remove,
      onPartitionsLost: remove,
      onError: (error: ClientError) => this.#delivery.tell(error),
      onFatal: (error: ClientError) => this.#delivery.fail(error),
    };
  }
}

function subscriptionOf(to: ShareSubscribeTo): Subscription {
  const subscription = checkedSubscription(to);
  return 'topics' in subscription ? { topics: [...new Set(subscription.topics)] } : subscription;
}
