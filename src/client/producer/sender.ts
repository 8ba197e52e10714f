/**
 * Sends batches: for each broker what its partitions have, one batch of a partition a request, up to
 * `max.in.flight.requests.per.connection` requests at a time, and does with each batch what the answer asks for.
 *
 * When: with nothing out, at the end of the turn of the event loop in which a record came; with requests out, when one is
 * answered or a batch has reached `batch.size`; with `linger.ms`, when it is over. What failed waits out its backoff.
 *
 * Invariant: batches of a partition leave in the order of their ordinals. With idempotence a batch that is sent again goes
 * when all before it has been settled, so that the broker never sees a later one first.
 */
import { assert, type Env, type Timer } from '#kernel';
import { Errors, type ProduceResponse, type ProduceResponsePartitionProduceResponse } from '#protocol';
import type { Cluster } from '../cluster/cluster.ts';
import type { BatchMessage } from '../diagnostics.ts';
import { asClientError, codeNeedsMetadata, type ClientError } from '../errors.ts';
import { retryDelayMs } from '../network/backoff.ts';
import {
  answerOf,
  deliveryTimedOut,
  isRefusedRecord,
  lostTrack,
  mayBeWritten,
  outcomeOf,
  recordErrors,
  refusedLate,
  type BatchAnswer,
} from './batch-outcome.ts';
import { splitBatch } from './batch-split.ts';
import { BrokerSender } from './broker-sender.ts';
import type { Idempotence } from './idempotence.ts';
import type { PartitionQueue } from './partition-queue.ts';
import { matchAnswer, PRODUCE, produceBody, produceVersions } from './produce-request.ts';
import type { ProducerBatch } from './producer-batch.ts';
import type { ProducerConfig, ProducerRules } from './producer-configs.ts';
import type { ClientDiagnostics } from '../telemetry/client-diagnostics.ts';
import type { RecordAccumulator } from './record-accumulator.ts';

/** The backoff for a broker that still ends the last transaction: it takes milliseconds. */
const CONCURRENT_TRANSACTIONS_BACKOFF_MS = 20;
const NEVER = Number.POSITIVE_INFINITY;
/** What is worth a request before the end of the turn: the broker works on it while more comes. */
const EAGER_BYTES = 32 * 1024;
/** The same where the broker has something to work on. */
const EAGER_BYTES_BUSY = 192 * 1024;
/** What is worth a second request at the end of the turn: with one alone, client and broker work by turns. */
const SECOND_REQUEST_BYTES = 16 * 1024;

export type ProducerCluster = Pick<
  Cluster,
  'metadata' | 'send' | 'post' | 'features' | 'leastLoadedNode' | 'coordinator' | 'forgetCoordinator' | 'versionOf'
>;

/** What a transaction has to say about sending. */
export interface TransactionGate {
  readonly transactionalId: string;
  readonly isV2: boolean;
  /** Whether the coordinator knows that the partition takes part, where it has to. */
  mayWrite(queue: PartitionQueue): boolean;
  onBatchFailed(error: ClientError): void;
}

export interface SenderOptions {
  readonly env: Env;
  readonly cluster: ProducerCluster;
  readonly config: ProducerConfig;
  readonly rules: ProducerRules;
  readonly idempotence: Idempotence | null;
  readonly diagnostics: ClientDiagnostics;
  /** There are batches to send, and no producer id. */
  onNeedsIdentity(): void;
  /** The batch has ended; its listeners have been told. */
  onDone(batch: ProducerBatch, baseOffset: number): void;
}

interface OutRequest {
  readonly sender: BrokerSender;
  readonly batches: readonly ProducerBatch[];
}

export class Sender {
  /** Set once, when the accumulator is there. */
  accumulator!: RecordAccumulator;
  transactions: TransactionGate | null = null;
  /** So many callers wait for everything to be out: nothing lingers. */
  urgency = 0;
  /** Records wait for memory: nothing lingers either. */
  needsMemory = false;
  readonly #options: SenderOptions;
  readonly #env: Env;
  readonly #senders: Map<number, BrokerSender> = new Map();
  readonly #maxInFlight: number;
  readonly #lingerMs: number;
  readonly #batchSize: number;
  #wakeTimer: Timer | null = null;
  #wakeMs: number = NEVER;
  #expiryTimer: Timer | null = null;
  #isClosed = false;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#env = options.env;
    this.#maxInFlight = options.config.maxInFlightRequestsPerConnection;
    this.#lingerMs = options.config.lingerMs;
    this.#batchSize = options.config.batchSize;
  }

  /** Of a node; made where it is not there. */
  senderOf(nodeId: number): BrokerSender {
    let sender = this.#senders.get(nodeId);
    if (sender === undefined) {
      sender = new BrokerSender(nodeId, (self) => {
        self.isScheduled = false;
        this.#flush(self);
      });
      this.#senders.set(nodeId, sender);
    }
    return sender;
  }

  get requestsInFlight(): number {
    let sum = 0;
    for (const { inFlight } of this.#senders.values()) sum += inFlight;
    return sum;
  }

  onAppend(queue: PartitionQueue, batch: ProducerBatch, bytes: number): void {
    const { sender } = queue;
    if (sender === null) return;
    sender.newBytes += bytes;
    if (sender.newBytes >= EAGER_BYTES && this.#isEager(sender)) return this.#flush(sender);
    if (sender.isScheduled) return;
    if (this.#isWorthSecond(sender)) return this.#schedule(sender);
    const goes = batch.builder.sizeInBytes >= this.#batchSize || this.urgency > 0 || this.needsMemory;
    if (goes ? sender.inFlight < this.#maxInFlight : sender.inFlight === 0 && this.#lingerMs === 0) {
      this.#schedule(sender);
    }
  }

  onBatch(queue: PartitionQueue, batch: ProducerBatch): void {
    if (queue.sender === null) this.#wakeAt(batch.createdMs + this.#options.config.retryBackoffMs);
    else queue.sender.queues.add(queue);
    if (this.#lingerMs > 0) this.#wakeAt(batch.createdMs + this.#lingerMs);
    if (this.#expiryTimer === null) this.#armExpiry(batch.createdMs + this.#options.rules.deliveryTimeoutMs);
    this.#options.cluster.metadata.use(queue.topic.name);
  }

  onSealed(queue: PartitionQueue): void {
    if (queue.sender !== null) this.#schedule(queue.sender);
  }

  /** Something has changed that may let batches go: a leader, a producer id, a transaction's partitions, urgency. */
  wakeAll(): void {
    for (const sender of this.#senders.values()) if (sender.queues.size > 0) this.#schedule(sender);
  }

  /** The partition's leader is another one, or was found, or lost (-1). */
  moveTo(queue: PartitionQueue, nodeId: number, leaderEpoch: number): void {
    const sender = nodeId < 0 ? null : this.senderOf(nodeId);
    queue.leaderEpoch = leaderEpoch;
    if (queue.sender !== sender) {
      queue.sender?.queues.delete(queue);
      queue.sender = sender;
    }
    if (queue.batches.length === 0) return;
    if (sender === null) return this.#wakeAt(this.#now() + this.#options.config.retryBackoffMs);
    for (const batch of queue.batches) {
      // Whom it failed at leads no more: there is nothing to wait for (KIP-951).
      if (batch.sentToNode >= 0 && (batch.sentToNode !== nodeId || batch.sentToEpoch < leaderEpoch))
        batch.retryAtMs = 0;
    }
    sender.queues.add(queue);
    this.#schedule(sender);
  }

  /** Fails what was not sent yet, as an abort of the transaction does; with `all` also what is out. */
  failUnsent(error: ClientError, all = false): void {
    // What is begun by those who hear of the failures is not meant.
    for (const batch of this.accumulator.incomplete.toArray()) {
      if (batch.state === 'done') continue;
      if (!all && (batch.hasSequence || batch.isOnWire || batch.attempts > 0)) continue;
      batch.queue.remove(batch);
      this.#options.idempotence?.gaveUp(batch);
      this.#fail(batch, error);
    }
  }

  /** The batch may be in the log, or not, and can only be sent under a sequence that tells nothing of that. */
  giveUp(batch: ProducerBatch): void {
    batch.queue.remove(batch);
    this.#fail(batch, lostTrack(batch));
  }

  close(): void {
    this.#isClosed = true;
    this.#wakeTimer?.cancel();
    this.#expiryTimer?.cancel();
  }

  #now(): number {
    return this.#env.clock.monotonic();
  }

  #schedule(sender: BrokerSender): void {
    if (sender.isScheduled || this.#isClosed) return;
    sender.isScheduled = true;
    this.#env.scheduler.endOfTurn(sender.flush);
  }

  #flush(sender: BrokerSender): void {
    const isEager = this.#isEager(sender) || this.#isWorthSecond(sender);
    sender.newBytes = 0;
    if (this.#isClosed) return;
    const { idempotence } = this.#options;
    if (idempotence !== null) {
      idempotence.maintain();
      if (!idempotence.hasIdentity) return sender.queues.size > 0 ? this.#options.onNeedsIdentity() : undefined;
    }
    const now = this.#now();
    while (sender.inFlight < this.#maxInFlight) {
      const batches = this.#collect(sender, now, isEager);
      if (batches.length === 0) break;
      this.#send(sender, batches, now);
    }
    sender.stalledSinceMs = sender.queues.size === 0 ? -1 : sender.stalledSinceMs < 0 ? now : sender.stalledSinceMs;
  }

  #isEager({ newBytes, inFlight }: BrokerSender): boolean {
    if (this.#lingerMs > 0 || inFlight >= this.#maxInFlight) return false;
    return newBytes >= (inFlight === 0 ? EAGER_BYTES : EAGER_BYTES_BUSY);
  }

  #isWorthSecond({ newBytes, inFlight }: BrokerSender): boolean {
    return inFlight === 1 && this.#maxInFlight > 1 && this.#lingerMs === 0 && newBytes >= SECOND_REQUEST_BYTES;
  }

  /** The next request's batches, the heads of their queues; empty where nothing is due. */
  #collect(sender: BrokerSender, now: number, isEager: boolean): ProducerBatch[] {
    const candidates: ProducerBatch[] = [];
    let isDue = false;
    for (const queue of sender.queues) {
      const batch = queue.batches[0];
      if (batch === undefined) sender.queues.delete(queue);
      else if (this.#mayGo(queue, batch, now)) {
        const due = isEager || this.#isDue(sender, batch, now);
        isDue ||= due;
        if (due || this.#lingerMs === 0) candidates.push(batch);
      }
    }
    return isDue ? this.#take(sender, candidates) : [];
  }

  #mayGo(queue: PartitionQueue, batch: ProducerBatch, now: number): boolean {
    if (batch.state === 'compressing') return false;
    // One at a time means one of a partition, wherever its leader has moved.
    if (this.#maxInFlight === 1 && queue.onWireCount > 0) return false;
    if (batch.retryAtMs > now) {
      this.#wakeAt(batch.retryAtMs);
      return false;
    }
    if (this.#options.idempotence?.maySend(queue, batch) === false) return false;
    return this.transactions === null || this.transactions.mayWrite(queue);
  }

  #isDue(sender: BrokerSender, batch: ProducerBatch, now: number): boolean {
    if (batch.state === 'sealed' || batch.attempts > 0 || this.urgency > 0 || this.needsMemory) return true;
    if (batch.builder.sizeInBytes >= this.#batchSize) return true;
    if (this.#lingerMs === 0) return sender.inFlight === 0;
    const readyMs = batch.createdMs + this.#lingerMs;
    if (readyMs > now) this.#wakeAt(readyMs);
    return readyMs <= now;
  }

  /** Seals the batches and takes as many from their queues as a request may hold. */
  #take(sender: BrokerSender, candidates: readonly ProducerBatch[]): ProducerBatch[] {
    const taken: ProducerBatch[] = [];
    let bytes = 0;
    for (const batch of candidates) {
      if (!this.accumulator.seal(batch)) continue;
      bytes += batch.sizeInBytes;
      if (taken.length > 0 && bytes > this.#options.config.maxRequestSize) break;
      taken.push(batch);
      const { queue } = batch;
      queue.batches.shift();
      // Behind the others: each partition has its turn.
      sender.queues.delete(queue);
      if (queue.batches.length > 0) sender.queues.add(queue);
    }
    return taken;
  }

  #send(sender: BrokerSender, batches: readonly ProducerBatch[], now: number): void {
    const { config, rules, idempotence, cluster } = this.#options;
    for (const batch of batches) {
      batch.isTransactional = this.transactions !== null;
      idempotence?.stamp(batch.queue, batch);
      batch.sentMs = now;
      batch.attempts++;
      batch.isOnWire = true;
      batch.queue.onWireCount++;
      batch.sentToNode = sender.nodeId;
      batch.sentToEpoch = batch.queue.leaderEpoch;
    }
    sender.stalledSinceMs = -1;
    const transactionalId = this.transactions?.transactionalId ?? null;
    const body = produceBody({ transactionalId, acks: rules.acks, timeoutMs: config.requestTimeoutMs }, batches);
    const versions = produceVersions(body, {
      isTransactionV2: this.transactions?.isV2 ?? false,
      compression: this.accumulator.compression,
    });
    const request: OutRequest = { sender, batches };
    sender.inFlight++;
    const options = { ...versions, timeoutMs: config.requestTimeoutMs };
    const onFailure = (error: unknown): void => this.#onFailure(request, asClientError(error));
    if (rules.acks === 0) {
      cluster.post(sender.nodeId, PRODUCE, body, options).then(() => this.#onPosted(request), onFailure);
    } else {
      cluster.send(sender.nodeId, PRODUCE, body, options).then((answer) => this.#onAnswer(request, answer), onFailure);
    }
  }

  /** With acks=0: the connection has taken it, and reads the buffers for as long as the broker takes. */
  #onPosted(request: OutRequest): void {
    this.#ended(request);
    for (const batch of request.batches) {
      if (batch.state === 'done') continue;
      batch.isOnWire = true;
      this.#written(batch, -1, -1);
    }
    this.#goOn(request);
  }

  #onAnswer(request: OutRequest, answer: ProduceResponse): void {
    const { metadata } = this.#options.cluster;
    this.#ended(request);
    matchAnswer(request.batches, answer, (batch, result) => {
      const said = answerOf(batch, result, request.sender.nodeId);
      const leader = result?.currentLeader;
      if (leader !== undefined && leader.leaderId >= 0) {
        metadata.updateLeader(batch.queue.topic.name, batch.queue.partition, leader, answer.nodeEndpoints);
      }
      this.#settle(batch, said, result);
    });
    this.#goOn(request);
  }

  /** The request has no answer: the connection broke, time ran out, the broker cannot be talked to. */
  #onFailure(request: OutRequest, error: ClientError): void {
    this.#ended(request);
    const errorCode = Errors[error.code as keyof typeof Errors]?.code ?? Errors.UNKNOWN_SERVER_ERROR.code;
    for (const batch of request.batches)
      this.#settle(batch, { errorCode, error, logStartOffset: -1, refused: [] }, undefined);
    this.#goOn(request);
  }

  #ended({ sender, batches }: OutRequest): void {
    sender.inFlight--;
    assert(sender.inFlight >= 0, 'a request ends once');
    for (const batch of batches) {
      batch.isOnWire = false;
      batch.queue.onWireCount--;
    }
  }

  /** What waited for these batches to be settled may go, perhaps to another broker by now. */
  #goOn({ sender, batches }: OutRequest): void {
    this.#schedule(sender);
    for (const { queue } of batches) {
      if (queue.sender !== null && queue.batches.length > 0) this.#schedule(queue.sender);
    }
  }

  #settle(
    batch: ProducerBatch,
    answer: BatchAnswer,
    result: ProduceResponsePartitionProduceResponse | undefined,
  ): void {
    if (batch.state === 'done' || this.#isClosed) return;
    const { error, errorCode } = answer;
    if (error !== null) {
      batch.lastError = error;
      batch.mayBeWritten ||= mayBeWritten(errorCode);
      if (codeNeedsMetadata(errorCode)) this.#options.cluster.metadata.invalidate(error.message);
    }
    const { rules, idempotence, config } = this.#options;
    const { retries, leaveOutRefusedRecords } = config;
    const { deliveryTimeoutMs } = rules;
    const outcomeRules = { retries, deliveryTimeoutMs, idempotence, leaveOutRefusedRecords };
    const outcome = outcomeOf(batch, answer, this.#now(), outcomeRules);
    switch (outcome) {
      case 'written':
        return this.#written(batch, error === null ? (result?.baseOffset ?? -1) : -1, result?.logAppendTimeMs ?? -1);
      case 'retry':
        return this.#retry(batch, errorCode);
      case 'split':
        return this.#split(batch, answer);
      case 'expired':
        idempotence?.gaveUp(batch);
        return this.#fail(batch, deliveryTimedOut(batch, deliveryTimeoutMs));
      case 'failed':
        if (batch.mayBeWritten) idempotence?.gaveUp(batch);
        else idempotence?.refused(batch, errorCode);
        this.#failTransaction(batch, answer);
        return this.#tellFailure(batch, error!, result === undefined ? null : recordErrors(batch, result));
    }
  }

  /** It goes on without a batch that was refused, and is in no log for sure. */
  #failTransaction(batch: ProducerBatch, { error, errorCode }: BatchAnswer): void {
    const isRefused = this.#options.config.leaveOutRefusedRecords && isRefusedRecord(errorCode);
    if (!isRefused) this.transactions?.onBatchFailed(error!);
    else if (batch.mayBeWritten) this.transactions?.onBatchFailed(refusedLate(batch, error!));
  }

  #written(batch: ProducerBatch, baseOffset: number, logAppendTimeMs: number): void {
    const lastOffset = baseOffset < 0 ? -1 : baseOffset + batch.recordCount - 1;
    if (batch.hasSequence) this.#options.idempotence?.acknowledge(batch, lastOffset);
    batch.complete(baseOffset, logAppendTimeMs);
    this.#options.diagnostics.batchAcknowledged({
      ...factsOf(batch),
      baseOffset,
      queueTimeMs: batch.sentMs - batch.createdMs,
      requestLatencyMs: this.#now() - batch.sentMs,
    });
    this.#options.onDone(batch, baseOffset);
  }

  #fail(batch: ProducerBatch, error: ClientError): void {
    this.transactions?.onBatchFailed(error);
    this.#tellFailure(batch, error, null);
  }

  #tellFailure(batch: ProducerBatch, error: ClientError, errorOf: ((index: number) => ClientError) | null): void {
    batch.fail(error, errorOf);
    this.#options.diagnostics.batchFailed({ ...factsOf(batch), error });
    this.#options.onDone(batch, -1);
  }

  #retry(batch: ProducerBatch, errorCode: number): void {
    const { config, diagnostics } = this.#options;
    const { queue } = batch;
    diagnostics.batchRetried(queue.topic.name, batch.recordCount);
    const hasMoved = queue.sender?.nodeId !== batch.sentToNode || queue.leaderEpoch > batch.sentToEpoch;
    const waitMs =
      errorCode === Errors.CONCURRENT_TRANSACTIONS.code
        ? CONCURRENT_TRANSACTIONS_BACKOFF_MS
        : retryDelayMs(config, batch.attempts, this.#env.random);
    batch.retryAtMs = queue.sender !== null && hasMoved ? 0 : this.#now() + waitMs;
    this.#putBack(batch);
  }

  /** Refused records apart from the others where they are known; otherwise in pieces of half the size. */
  #split(batch: ProducerBatch, { errorCode, refused }: BatchAnswer): void {
    const { queue } = batch;
    this.#options.diagnostics.batchSplit();
    const half = Math.max(1, batch.uncompressedBytes >> 1);
    // Also of this topic's batches from now on.
    if (errorCode === Errors.MESSAGE_TOO_LARGE.code)
      queue.topic.maxBatchBytes = Math.min(half, queue.topic.maxBatchBytes);
    const limitBytes = refused.length > 0 ? NEVER : half;
    const pieces = splitBatch(this.accumulator, batch, { limitBytes, apart: new Set(refused) });
    if (batch.hasSequence) queue.sequences.replace(batch, pieces);
    batch.state = 'done';
    this.accumulator.end(batch);
    for (const piece of pieces) {
      for (const flush of batch.flushes ?? []) flush.add(piece);
      this.#putBack(piece);
      this.accumulator.seal(piece);
    }
    for (const flush of batch.flushes ?? []) flush.ended();
  }

  #putBack(batch: ProducerBatch): void {
    const { queue } = batch;
    queue.putBack(batch);
    const { sender } = queue;
    if (sender === null) return this.#wakeAt(this.#now() + this.#options.config.retryBackoffMs);
    sender.queues.add(queue);
    this.#schedule(sender);
  }

  /** One timer for whatever comes first: a backoff, a linger, a partition without a leader. */
  #wakeAt(atMs: number): void {
    if (this.#wakeMs <= atMs || this.#isClosed) return;
    this.#wakeTimer?.cancel();
    this.#wakeMs = atMs;
    const delayMs = Math.max(0, Math.ceil(atMs - this.#now()));
    this.#wakeTimer = this.#env.scheduler.after(delayMs, () => this.#onWake(), { keepAlive: true });
  }

  #onWake(): void {
    this.#wakeTimer = null;
    this.#wakeMs = NEVER;
    this.wakeAll();
    for (const { batches, sender } of this.#leaderless()) {
      assert(batches.length > 0 && sender === null, 'what has no leader waits');
      this.#options.cluster.metadata.invalidate('a partition has no leader');
      this.#wakeAt(this.#now() + this.#options.config.retryBackoffMaxMs);
    }
  }

  #leaderless(): Set<PartitionQueue> {
    const queues = new Set<PartitionQueue>();
    for (const { queue } of this.accumulator.incomplete.toArray()) {
      if (queue.sender === null && queue.batches.length > 0) queues.add(queue);
    }
    return queues;
  }

  #armExpiry(atMs: number): void {
    this.#expiryTimer?.cancel();
    if (this.#isClosed) return;
    const delayMs = Math.max(1, Math.ceil(atMs - this.#now()));
    this.#expiryTimer = this.#env.scheduler.after(delayMs, () => this.#expire());
  }

  #expire(): void {
    this.#expiryTimer = null;
    const { deliveryTimeoutMs } = this.#options.rules;
    const now = this.#now();
    let oldestMs = NEVER;
    for (const batch of this.accumulator.incomplete.toArray()) {
      if (batch.state === 'done') continue;
      if (now - batch.createdMs < deliveryTimeoutMs) {
        oldestMs = Math.min(oldestMs, batch.createdMs);
        continue;
      }
      batch.queue.remove(batch);
      this.#options.idempotence?.gaveUp(batch);
      this.#fail(batch, deliveryTimedOut(batch, deliveryTimeoutMs));
    }
    if (oldestMs !== NEVER) this.#armExpiry(oldestMs + deliveryTimeoutMs);
    this.wakeAll();
  }
}

function factsOf(batch: ProducerBatch): Omit<BatchMessage, 'client'> {
  const { queue, recordCount, sizeInBytes, sentToNode } = batch;
  return {
    nodeId: sentToNode,
    topic: queue.topic.name,
    partition: queue.partition,
    recordCount,
    batchBytes: sizeInBytes,
  };
}
