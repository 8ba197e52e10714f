/**
 * A consumer with kafkajs's calls over the client's. The client's consumer is made by `run` and again after each crash:
 * what was subscribed, paused and listened to stays with this object.
 */
import { pause } from '#kernel';
import { Consumer as ClientConsumer, type Admin } from '#client';
import { PartitionAssigners } from './assigners.ts';
import type { ClusterOptions, CommonOptions } from './cluster-options.ts';
import { EARLIEST_OFFSET, LATEST_OFFSET } from './constants.ts';
import { consumerEvents } from './consumer-types.ts';
import type {
  Consumer,
  ConsumerConfig,
  ConsumerPayloads,
  ConsumerRunConfig,
  ConsumerSubscribeTopic,
  ConsumerSubscribeTopics,
  TopicPartitionOffset,
  TopicPartitionOffsetAndMetadata,
  TopicPartitions,
} from './consumer-types.ts';
import { restarts } from './crash-policy.ts';
import { describeGroup } from './admin-groups.ts';
import { toKafkaJSError } from './error-conversion.ts';
import { KafkaJSNonRetriableError } from './errors.ts';
import { offsetReset } from './first-positions.ts';
import { GroupRun } from './group-run.ts';
import { Instrumentation } from './instrumentation.ts';
import type { Logger } from './logger.ts';
import { NetworkEvents } from './network-events.ts';
import { checkSelections, PausedPartitions, type TopicSelection } from './paused-partitions.ts';
import { commitsOf, placeOf } from './places.ts';
import type { RetryBudget } from './retry-budget.ts';
import type { OpenListener, RunContext } from './run-context.ts';
import { topicsOf } from './subscriptions.ts';
import { heartbeatOf } from './member-events.ts';

/** As long as a fetch of Kafka's own clients waits. */
const LONGEST_WAIT_MS = 500;
const DEFAULT_SESSION_TIMEOUT_MS = 30_000;
const DEFAULT_REBALANCE_TIMEOUT_MS = 60_000;
const DEFAULT_HEARTBEAT_INTERVAL_MS = 3000;
/** A handler may take so long: kafkajs has no limit but the session, which its own calls of heartbeat() keep up. */
const MIN_POLL_INTERVAL_MS = 300_000;
/** One batch is what one fetch brought of a partition. */
const ALL_RECORDS = 2_147_483_647;

export class ConsumerFacade {
  readonly logger: Logger;
  readonly #cluster: ClusterOptions;
  readonly #config: ConsumerConfig;
  readonly #budget: RetryBudget;
  readonly #instrumentation: Instrumentation<ConsumerPayloads>;
  readonly #network: NetworkEvents;
  readonly #topics = new Map<string, { fromBeginning: boolean }>();
  readonly #paused = new PausedPartitions();
  #admin: Admin | null = null;
  #run: GroupRun | null = null;
  #isStarted = false;
  /** Seeks between the call of `run` and there being something to seek in. */
  #earlySeeks: ReturnType<typeof placeOf>[] = [];
  #restart = new AbortController();

  constructor(cluster: ClusterOptions, config: ConsumerConfig) {
    const { env } = cluster;
    const { groupId, sessionTimeout = DEFAULT_SESSION_TIMEOUT_MS } = config;
    const { heartbeatInterval = DEFAULT_HEARTBEAT_INTERVAL_MS } = config;
    if (typeof groupId !== 'string' || groupId === '') {
      throw new KafkaJSNonRetriableError('Consumer groupId must be a non-empty string.');
    }
    if (heartbeatInterval >= sessionTimeout) {
      throw new KafkaJSNonRetriableError(
        `Consumer heartbeatInterval (${heartbeatInterval}) must be lower than sessionTimeout (${sessionTimeout}): about a third of it`,
      );
    }
    this.logger = cluster.logger.namespace('Consumer');
    this.#cluster = cluster;
    this.#config = config;
    this.#budget = cluster.budget(config.retry);
    const { logger } = this;
    this.#instrumentation = new Instrumentation({ env, logger, of: 'consumer.events', events: consumerEvents });
    const instrumentation = this.#instrumentation;
    this.#network = new NetworkEvents(env, {
      onRequest: (payload) => {
        instrumentation.emit('consumer.network.request', payload);
        const heartbeat = heartbeatOf(payload, this.#run?.consumer ?? null);
        if (heartbeat !== null) instrumentation.emit('consumer.heartbeat', heartbeat);
      },
      onTimeout: (payload) => instrumentation.emit('consumer.network.request_timeout', payload),
      onRequestStart: ({ apiName, nodeId }) => {
        if (apiName === 'Fetch') instrumentation.emit('consumer.fetch_start', { nodeId });
      },
      onFetch: ({ nodeId, durationMs, partitionCount }) => {
        const duration = Math.round(durationMs);
        instrumentation.emit('consumer.fetch', { numberOfBatches: partitionCount, duration, nodeId });
      },
    });
    instrumentation.onListening = (isListening) => this.#network.listen(isListening);
  }

  /** As an object of functions that may be taken apart, as kafkajs's. */
  asConsumer(): Consumer {
    return {
      connect: () => this.connect(),
      disconnect: () => this.disconnect(),
      subscribe: (subscription) => this.subscribe(subscription),
      stop: () => this.stop(),
      run: (config) => this.run(config),
      commitOffsets: (topicPartitions) => this.commitOffsets(topicPartitions),
      seek: (place) => this.seek(place),
      describeGroup: async () => describeGroup(await this.#connected(), this.#config.groupId),
      pause: (topics) => this.pause(topics),
      paused: () => this.paused(),
      resume: (topics) => this.resume(topics),
      on: (name, listener) => this.#instrumentation.on(name, listener),
      logger: () => this.logger,
      events: consumerEvents,
    };
  }

  async connect(): Promise<void> {
    await this.#connected();
    this.#instrumentation.emit('consumer.connect', null);
  }

  async disconnect(): Promise<void> {
    await this.stop();
    const admin = this.#admin;
    this.#admin = null;
    await admin?.close();
    this.#network.forget();
    this.#instrumentation.emit('consumer.disconnect', null);
  }

  async stop(): Promise<void> {
    this.#restart.abort();
    this.#isStarted = false;
    this.#earlySeeks = [];
    const run = this.#run;
    if (run !== null) {
      await run.stop();
      if (this.#run === run) {
        this.#run = null;
        this.#instrumentation.emit('consumer.stop', null);
      }
    }
    this.logger.info('Stopped', { groupId: this.#config.groupId });
  }

  async subscribe(subscription: ConsumerSubscribeTopics | ConsumerSubscribeTopic): Promise<void> {
    if (this.#isStarted) throw new KafkaJSNonRetriableError('Cannot subscribe to topic while consumer is running');
    const { allowAutoTopicCreation = true } = this.#config;
    const topics = await topicsOf(subscription, { admin: () => this.#connected(), mustExist: !allowAutoTopicCreation });
    const { fromBeginning = false } = subscription;
    for (const topic of topics) this.#topics.set(topic, { fromBeginning });
  }

  async run(config: ConsumerRunConfig = {}): Promise<void> {
    const { groupId } = this.#config;
    if (this.#isStarted) {
      this.logger.warn('consumer#run was called, but the consumer is already running', { groupId });
      return;
    }
    this.#isStarted = true;
    this.#restart = new AbortController();
    this.logger.info('Starting', { groupId });
    try {
      await this.#start(config);
    } catch (error) {
      this.#isStarted = false;
      throw toKafkaJSError(error);
    }
  }

  async #start(config: ConsumerRunConfig): Promise<void> {
    const { signal } = this.#restart;
    const admin = await this.#connected();
    const common = await this.#cluster.common({ logger: this.logger, metadataMaxAge: this.#config.metadataMaxAge });
    if (signal.aborted) return;
    const { partitionAssigners = [PartitionAssigners.roundRobin] } = this.#config;
    const run: GroupRun = new GroupRun(this.#context(config, { admin, common }), partitionAssigners, {
      onCrash: (error, retryTimeMs) => void this.#onCrash(run, error, { config, retryTimeMs }),
    });
    this.#run = run;
    for (const place of this.#earlySeeks.splice(0)) run.seek(place, place.offset);
    const { sessionTimeout = DEFAULT_SESSION_TIMEOUT_MS, rebalanceTimeout = DEFAULT_REBALANCE_TIMEOUT_MS } =
      this.#config;
    await run.start(sessionTimeout + rebalanceTimeout);
  }

  #context(run: ConsumerRunConfig, { admin, common }: { admin: Admin; common: CommonOptions }): RunContext {
    const { groupId, retry } = this.#config;
    return {
      env: this.#cluster.env,
      logger: this.logger,
      instrumentation: this.#instrumentation,
      groupId,
      topics: this.#topics,
      run,
      retry,
      budget: this.#budget,
      paused: this.#paused,
      admin,
      onOffsetsSent: (heard) => this.#cluster.onOffsetsSent(heard),
      open: (listener) => this.#open(common, listener),
    };
  }

  #open(common: CommonOptions, listener: OpenListener): ClientConsumer {
    const config = this.#config;
    const consumer = new ClientConsumer({
      ...common,
      ...listener,
      groupId: config.groupId,
      sessionTimeoutMs: config.sessionTimeout ?? DEFAULT_SESSION_TIMEOUT_MS,
      heartbeatIntervalMs: config.heartbeatInterval ?? DEFAULT_HEARTBEAT_INTERVAL_MS,
      maxPollIntervalMs: Math.max(MIN_POLL_INTERVAL_MS, config.rebalanceTimeout ?? DEFAULT_REBALANCE_TIMEOUT_MS),
      maxPollRecords: ALL_RECORDS,
      enableAutoCommit: false,
      autoOffsetReset: offsetReset(this.#topics),
      maxPartitionFetchBytes: config.maxBytesPerPartition ?? 1_048_576,
      fetchMinBytes: config.minBytes ?? 1,
      fetchMaxBytes: config.maxBytes ?? 10_485_760,
      fetchMaxWaitMs: fetchWaitMs(config),
      isolationLevel: config.readUncommitted === true ? 'read_uncommitted' : 'read_committed',
      allowAutoCreateTopics: config.allowAutoTopicCreation ?? true,
      clientRack: config.rackId ?? '',
    });
    this.#network.watch(consumer, common.bootstrapServers[0]);
    return consumer;
  }

  async #onCrash(run: GroupRun, error: Error, what: { config: ConsumerRunConfig; retryTimeMs: number }): Promise<void> {
    const { groupId, retry } = this.#config;
    const { logger } = this;
    const { signal } = this.#restart;
    logger.error(`Crash: ${error.name}: ${error.message}`, { groupId, stack: error.stack });
    await run.stop();
    if (signal.aborted) return;
    this.#run = null;
    this.#instrumentation.emit('consumer.stop', null);
    this.#instrumentation.emit('consumer.disconnect', null);
    const restart = await restarts(error, { retry: { ...this.#cluster.retry, ...retry }, logger, groupId });
    this.#instrumentation.emit('consumer.crash', { error, groupId, restart });
    if (!restart || signal.aborted) {
      this.#isStarted = false;
      return;
    }
    logger.error(`Restarting the consumer in ${what.retryTimeMs}ms`, { groupId });
    await pause(this.#cluster.env, what.retryTimeMs, signal);
    if (signal.aborted) return;
    await this.#start(what.config).catch((failure: unknown) => {
      // What keeps it from starting is met like what made it crash.
      void this.#onCrash(run, toKafkaJSError(failure), what);
    });
  }

  async commitOffsets(topicPartitions: readonly TopicPartitionOffsetAndMetadata[]): Promise<void> {
    const topics = commitsOf(topicPartitions);
    await this.#mustRun().commits.asked({ topics });
  }

  seek({ topic, partition, offset }: TopicPartitionOffset): void {
    const place = placeOf({ topic, partition, offset });
    if (place.offset < 0 && place.offset !== EARLIEST_OFFSET && place.offset !== LATEST_OFFSET) {
      throw new KafkaJSNonRetriableError('Offset must not be a negative number');
    }
    if (!this.#isStarted) throw notRunning();
    if (this.#run === null) this.#earlySeeks.push(place);
    else this.#run.seek(place, place.offset);
  }

  pause(topics: readonly TopicSelection[]): void {
    checkSelections('pause', topics);
    if (!this.#isStarted) throw notRunning();
    this.#paused.pause(topics);
    this.#run?.applyPauses();
  }

  resume(topics: readonly TopicSelection[]): void {
    checkSelections('resume', topics);
    if (!this.#isStarted) throw notRunning();
    this.#paused.resume(topics);
    this.#run?.applyPauses();
  }

  paused(): TopicPartitions[] {
    const assigned = this.#run?.consumer.assignment() ?? [];
    const paused = Map.groupBy(
      assigned.filter((place) => this.#paused.isPaused(place)),
      ({ topic }) => topic,
    );
    return [...paused].map(([topic, places]) => {
      return { topic, partitions: places.map(({ partition }) => partition).sort((a, b) => a - b) };
    });
  }

  #mustRun(): GroupRun {
    if (this.#run === null) throw notRunning();
    return this.#run;
  }

  async #connected(): Promise<Admin> {
    this.#admin ??= await this.#cluster.connect(this.logger, this.#budget);
    return this.#admin;
  }
}

function notRunning(): KafkaJSNonRetriableError {
  return new KafkaJSNonRetriableError('Consumer group was not initialized, consumer#run must be called first');
}

/**
 * The next fetch of a broker waits for the one before, and with it a partition that a handler's error, a seek or a resume
 * brings back. Where any message ends a fetch, shorter ones give the same messages at the same times.
 */
function fetchWaitMs({ minBytes, maxWaitTimeInMs }: ConsumerConfig): number {
  const waitMs = maxWaitTimeInMs ?? 5000;
  return (minBytes ?? 1) > 1 ? waitMs : Math.min(waitMs, LONGEST_WAIT_MS);
}
