/**
 * How a record gets from a call into a batch: its parts are serialized and checked, its topic is found, and it is appended,
 * or waits in line until it can be. Invariant: records of one topic are appended in the order of their calls.
 */
import type { Env } from '#kernel';
import type { RecordHeader } from '#protocol';
import { sends } from '../diagnostics.ts';
import { asClientError, errorFor, type ClientError } from '../errors.ts';
import type { Serializer } from '../records/serializers.ts';
import type { ClientDiagnostics } from '../telemetry/client-diagnostics.ts';
import { PartitionQueue, type TopicQueue } from './partition-queue.ts';
import type { ProducerConfig } from './producer-configs.ts';
import type { ProducerRecord } from './producer-record.ts';
import { Appended, type RecordAccumulator } from './record-accumulator.ts';
import { checkedBytes, DraftContext, recordHeaders, RecordDraft } from './record-draft.ts';
import { checkedTopic, checkFields, isThenable, refusal, serialized, shapeProblem } from './record-shape.ts';
import type { DeliveryListener } from './send-call.ts';
import type { ProducerCluster, Sender } from './sender.ts';
import { TracedDelivery } from './traced-delivery.ts';
import type { TransactionManager } from './transaction-manager.ts';
import { WaitingSends, type Blocker, type WaitingSend } from './waiting-sends.ts';

/** So many records in one turn of the event loop share a reading of the clock. */
const RECORDS_PER_CLOCK = 256;

export interface IntakeOptions<K, V> {
  readonly env: Env;
  readonly cluster: ProducerCluster;
  readonly config: ProducerConfig;
  readonly accumulator: RecordAccumulator;
  readonly sender: Sender;
  readonly diagnostics: ClientDiagnostics;
  readonly transactions: TransactionManager | null;
  readonly keySerializer: Serializer<NonNullable<K>> | null;
  readonly valueSerializer: Serializer<NonNullable<V>> | null;
  /** A record without a listener failed before it was in a batch. */
  onRefused(topic: string, error: ClientError): void;
}

/** What a record may do where it cannot be appended at once. */
export type Patience =
  /** Waits, however much does. */
  | 'waits'
  /** Waits for metadata and serializers, and only while memory is left for it. */
  | 'takes-memory';

export class RecordIntake<K, V> {
  readonly waiting: WaitingSends;
  isClosed = false;
  readonly #options: IntakeOptions<K, V>;
  readonly #env: Env;
  readonly #accumulator: RecordAccumulator;
  readonly #transactions: TransactionManager | null;
  readonly #hasSerializers: boolean;
  /** Filled for each record that is appended at once. */
  readonly #draft: RecordDraft = new RecordDraft();
  #now = 0;
  #clockUses = 0;
  #isPartitionAwaited = false;

  constructor(options: IntakeOptions<K, V>) {
    this.#options = options;
    this.#env = options.env;
    this.#accumulator = options.accumulator;
    this.#transactions = options.transactions;
    this.#hasSerializers = options.keySerializer !== null || options.valueSerializer !== null;
    this.waiting = new WaitingSends({
      env: options.env,
      maxBlockMs: options.config.maxBlockMs,
      isKnown: (topic) => this.#isKnown(topic),
      metadataError: () => options.cluster.metadata.lastError,
      append: (topic, waiting) => this.#appendWaiting(topic, waiting),
      refuse: (topic, { listener, slot }, error) => this.#refuse(topic.name, listener, slot, error),
      release: (waiting) => this.#release(waiting),
    });
  }

  /**
   * Takes a record; what comes of it goes to the listener. False where it was not taken: with patience `takes-memory`, and
   * no memory.
   */
  give(record: ProducerRecord<K, V>, listener: DeliveryListener | null, slot: number, patience: Patience): boolean {
    const problem = this.#problem() ?? shapeProblem(record);
    if (problem !== null) {
      this.#refuse(record?.topic, listener, slot, problem);
      return true;
    }
    if (sends.hasSubscribers) return this.#giveTraced(record, listener, slot, patience);
    return this.#give(record, null, { listener, slot, patience });
  }

  /** As `give` with patience, and tells when the record has left the line. */
  giveSlowly(record: ProducerRecord<K, V>, listener: DeliveryListener, onAdmitted: () => void): void {
    const problem = this.#problem() ?? shapeProblem(record);
    if (problem !== null) {
      this.#refuse(record?.topic, listener, 0, problem);
      return onAdmitted();
    }
    const before = this.waiting.isEmpty;
    this.give(record, listener, 0, 'waits');
    const topic = this.#accumulator.topics.get(record.topic);
    const last = before && this.waiting.isEmpty ? undefined : topic?.waiting.at(-1);
    if (last === undefined || last.listener !== listener || last.onAdmitted !== null) return onAdmitted();
    last.onAdmitted = onAdmitted;
  }

  /** Metadata has changed, perhaps. */
  onMetadata(): void {
    for (const topic of this.#accumulator.topics.values()) this.#learn(topic);
    this.#pumpAll();
  }

  /** Memory was given back. */
  onMemory(): void {
    if (!this.waiting.isEmpty) this.#pumpAll();
  }

  #pumpAll(): void {
    this.waiting.pumpAll();
    this.#noteMemoryNeed();
  }

  #problem(): ClientError | null {
    if (this.isClosed) return errorFor('CLIENT_CLOSED', 'The producer is closed.');
    return this.#transactions === null ? null : this.#transactions.problem();
  }

  #giveTraced(
    record: ProducerRecord<K, V>,
    listener: DeliveryListener | null,
    slot: number,
    patience: Patience,
  ): boolean {
    const { diagnostics } = this.#options;
    if (!diagnostics.observesSends) return this.#give(record, null, { listener, slot, patience });
    const { topic, key, value, partition, timestamp } = record;
    const message = diagnostics.sendStarted({ topic, key, value, partition, timestamp });
    if (message === null) return this.#give(record, null, { listener, slot, patience });
    const traced = new TracedDelivery(diagnostics, message, listener);
    const added = message.addedHeaders.map(([name, text]): RecordHeader => ({ key: name, value: text }));
    return this.#give(record, added, { listener: traced, slot, patience });
  }

  #give(
    record: ProducerRecord<K, V>,
    added: readonly RecordHeader[] | null,
    call: { listener: DeliveryListener | null; slot: number; patience: Patience },
  ): boolean {
    const { listener, slot } = call;
    const draft = this.#draft;
    let topic: TopicQueue;
    let later: Promise<void> | null;
    try {
      topic = this.#accumulator.topic(checkedTopic(record.topic));
      later = this.#fill(draft, record, added);
    } catch (error) {
      this.#refuse(record.topic, listener, slot, refusal(record.topic, error));
      return true;
    }
    if (later === null && topic.waiting.length === 0 && this.#isKnown(topic)) {
      const blocker = this.#appendNow(topic, draft, listener, slot);
      if (blocker === null) return true;
      if (blocker === 'memory' && call.patience === 'takes-memory') return false;
    }
    return this.#wait(topic, later, call);
  }

  #wait(
    topic: TopicQueue,
    later: Promise<void> | null,
    call: { listener: DeliveryListener | null; slot: number; patience: Patience },
  ): boolean {
    const draft = this.#draft.copy();
    let reservedBytes = 0;
    if (call.patience === 'takes-memory') {
      draft.takeBytes();
      reservedBytes = draft.approximateBytes;
      if (!this.#accumulator.pool.reserve(reservedBytes)) return false;
    }
    const waiting: WaitingSend = {
      draft,
      listener: call.listener,
      slot: call.slot,
      deadlineMs: this.#env.clock.monotonic() + this.#options.config.maxBlockMs,
      reservedBytes,
      isReady: later === null,
      error: null,
      blockedBy: 'metadata',
      onAdmitted: null,
    };
    if (later !== null) this.#finishDraft(topic, waiting);
    this.waiting.add(topic, waiting);
    this.#noteMemoryNeed();
    return true;
  }

  /** Puts what the serializers promised into the draft that waits for it. */
  #finishDraft(topic: TopicQueue, waiting: WaitingSend): void {
    const { pendingKey, pendingValue, pendingContexts } = this.#draft;
    this.#draft.pendingKey = null;
    this.#draft.pendingValue = null;
    const { draft } = waiting;
    Promise.all([pendingKey ?? draft.key, pendingValue ?? draft.value])
      .then(([key, value]) => {
        draft.key = key;
        draft.value = value;
        draft.addHeaders(pendingContexts);
      })
      .catch((error: unknown) => (waiting.error = refusal(topic.name, error)))
      .finally(() => {
        waiting.isReady = true;
        this.#pumpAll();
      });
  }

  /** Brings the record into the draft; a promise where a serializer gave one. Throws for what cannot be sent. */
  #fill(draft: RecordDraft, record: ProducerRecord<K, V>, added: readonly RecordHeader[] | null): Promise<void> | null {
    const { partition, timestamp, headers } = record;
    if (partition === undefined || partition === null) draft.partition = -1;
    else if (Number.isInteger(partition) && partition >= 0) draft.partition = partition;
    else throw new TypeError(`a partition must be a whole number from 0, not ${partition}`);
    if (timestamp === undefined || timestamp === null) draft.timestamp = this.#clock();
    else if (Number.isSafeInteger(timestamp) && timestamp >= 0) draft.timestamp = timestamp;
    else throw new TypeError(`a timestamp must be a whole number of milliseconds from 0, not ${timestamp}`);
    draft.headers = recordHeaders(headers);
    if (added !== null && added.length > 0) draft.headers = [...draft.headers, ...added];
    if (record.value === undefined) checkFields(record);
    if (this.#hasSerializers) return this.#serialize(draft, record);
    draft.key = checkedBytes(record.key, 'without a keySerializer a key');
    draft.value = checkedBytes(record.value, 'without a valueSerializer a value');
    return null;
  }

  #serialize(draft: RecordDraft, record: ProducerRecord<K, V>): Promise<void> | null {
    const { keySerializer, valueSerializer } = this.#options;
    const { topic, headers } = record;
    const contexts = [new DraftContext(topic, headers, true), new DraftContext(topic, headers, false)] as const;
    const key = serialized(keySerializer, record.key, contexts[0]);
    const value = serialized(valueSerializer, record.value, contexts[1]);
    draft.pendingKey = isThenable(key) ? key : null;
    draft.pendingValue = isThenable(value) ? value : null;
    draft.key = isThenable(key) ? null : key;
    draft.value = isThenable(value) ? null : value;
    if (draft.pendingKey === null && draft.pendingValue === null) {
      draft.addHeaders(contexts);
      return null;
    }
    draft.pendingContexts = contexts;
    return NEVER_AWAITED;
  }

  /** The time of the call: read once for many records of one turn of the event loop. */
  #clock(): number {
    if (this.#clockUses === 0 || this.#clockUses >= RECORDS_PER_CLOCK) {
      if (this.#clockUses === 0) this.#env.scheduler.endOfTurn(() => (this.#clockUses = 0));
      this.#clockUses = 0;
      this.#now = this.#env.clock.now();
    }
    this.#clockUses++;
    return this.#now;
  }

  #appendNow(topic: TopicQueue, draft: RecordDraft, listener: DeliveryListener | null, slot: number): Blocker | null {
    try {
      return this.#append(topic, draft, listener, slot);
    } catch (error) {
      this.#refuse(topic.name, listener, slot, refusal(topic.name, error));
      return null;
    }
  }

  #appendWaiting(topic: TopicQueue, waiting: WaitingSend): Blocker | null {
    const { draft, listener, slot, reservedBytes } = waiting;
    const problem = this.#transactions === null ? null : this.#transactions.problemOfWaiting();
    if (problem !== null) {
      this.#refuse(topic.name, listener, slot, problem);
      return null;
    }
    // What it held is what its batch needs.
    this.#release(waiting);
    const blocker = this.#appendNow(topic, draft, listener, slot);
    if (blocker !== null && this.#accumulator.pool.reserve(reservedBytes)) waiting.reservedBytes = reservedBytes;
    return blocker;
  }

  #release(waiting: WaitingSend): void {
    this.#accumulator.pool.free(waiting.reservedBytes);
    waiting.reservedBytes = 0;
  }

  #append(topic: TopicQueue, draft: RecordDraft, listener: DeliveryListener | null, slot: number): Blocker | null {
    switch (this.#accumulator.append(topic, draft, listener, slot)) {
      case Appended.YES:
        return null;
      case Appended.NO_MEMORY:
        return 'memory';
      case Appended.NO_PARTITION:
        this.#awaitPartition();
        return 'partition';
      case Appended.TOO_LARGE:
        this.#refuse(topic.name, listener, slot, this.#accumulator.tooLarge(topic.name, draft)!);
        return null;
    }
  }

  #refuse(topic: string, listener: DeliveryListener | null, slot: number, error: ClientError): void {
    this.#transactions?.onRecordRefused(error);
    if (listener === null) this.#options.onRefused(topic, error);
    else listener.failed(slot, error);
  }

  #noteMemoryNeed(): void {
    const { sender } = this.#options;
    sender.needsMemory = this.waiting.needsMemory;
    if (sender.needsMemory) sender.wakeAll();
  }

  #isKnown(topic: TopicQueue): boolean {
    if (topic.metadata !== null) return true;
    this.#learn(topic);
    if (topic.metadata !== null) return true;
    this.#seek(topic);
    return false;
  }

  /** Takes over what is known of the topic by now. */
  #learn(topic: TopicQueue): void {
    const { cluster, sender } = this.#options;
    const metadata = cluster.metadata.topic(topic.name) ?? null;
    if (metadata === topic.metadata) return;
    if (metadata === null || metadata.error !== null || metadata.partitions.length === 0) {
      topic.metadata = null;
      return;
    }
    topic.metadata = metadata;
    topic.partitionCount = metadata.partitions.length;
    for (const { partition, leader, leaderEpoch } of metadata.partitions) {
      topic.partitions[partition] ??= new PartitionQueue(topic, partition);
      const queue = topic.partitions[partition];
      const nodeId = queue.sender?.nodeId ?? -1;
      if (nodeId !== leader || queue.leaderEpoch !== leaderEpoch) sender.moveTo(queue, leader, leaderEpoch);
    }
  }

  /** Asks for a topic that is not known; what waits for it goes on, or fails where it cannot be had. */
  #seek(topic: TopicQueue): void {
    if (topic.isFetchingMetadata || this.isClosed) return;
    topic.isFetchingMetadata = true;
    const { cluster, config } = this.#options;
    cluster.metadata
      .ensure([topic.name], { timeoutMs: config.maxBlockMs })
      .then(() => this.#found(topic))
      .catch((error: unknown) => this.#notFound(topic, asClientError(error)));
  }

  #found(topic: TopicQueue): void {
    topic.isFetchingMetadata = false;
    const error = this.#options.cluster.metadata.topic(topic.name)?.error ?? null;
    if (error !== null && !error.retriable) {
      const message = `Topic ${topic.name} cannot be written to: ${error.message}`;
      this.waiting.fail(topic, errorFor(error, message, { topic: topic.name }));
    }
    this.#learn(topic);
    this.#pumpAll();
  }

  #notFound(topic: TopicQueue, error: ClientError): void {
    topic.isFetchingMetadata = false;
    // What may pass each record waits for as long as it has time.
    if (!error.retriable) this.waiting.fail(topic, error);
    this.#pumpAll();
  }

  /** A record names a partition that the topic does not have yet. */
  #awaitPartition(): void {
    if (this.#isPartitionAwaited) return;
    this.#isPartitionAwaited = true;
    const { cluster, config } = this.#options;
    cluster.metadata.invalidate('a record names a partition that is not known');
    this.#env.scheduler.after(config.retryBackoffMaxMs, () => {
      this.#isPartitionAwaited = false;
      this.#pumpAll();
    });
  }
}

/** Says that a promise is pending without making another. */
const NEVER_AWAITED: Promise<void> = Promise.resolve();
