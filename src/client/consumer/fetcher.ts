/**
 * Fetches ahead of the application. Each broker has at most one fetch on its way, and gets the next one before what the
 * last one brought is handed out, as long as the bounds on bytes allow. A partition is asked for where it has little
 * buffered, from its leader or from the follower nearby that the leader names (KIP-392).
 *
 * Invariant: an answer's records go to a partition only where its `epoch` is still that of the request, so that nothing
 * fetched before a seek, a revocation or a truncation is ever handed out after it.
 */
import type { Timer } from '#kernel';
import { contiguous, fetchRequest, fetchResponse, recordBatch, ZERO_UUID } from '#protocol';
import type { FetchRequest, FetchResponse, FetchResponsePartitionData } from '#protocol';
import { asClientError, type ClientError, errorFor } from '../errors.ts';
import { retryDelayMs } from '../network/backoff.ts';
import { FetchedRecords } from '../records/fetched-records.ts';
import { RecordMemory } from '../records/record-memory.ts';
import { handleFetchError } from './fetch-errors.ts';
import { FetchSession, TOPIC_IDS, type SessionPart, type WantedPartition } from './fetch-session.ts';
import type { FetcherDependencies } from './fetcher-dependencies.ts';
import type { PartitionState } from './partition-state.ts';

/** One partition of a request, and what its answer is for. */
interface Item extends WantedPartition {
  readonly state: PartitionState;
  readonly stateEpoch: number;
}

interface NodeFetch {
  readonly nodeId: number;
  readonly session: FetchSession;
  isInFlight: boolean;
  /** What the request on its way may bring. */
  reservedBytes: number;
  failures: number;
  /** On the monotonic clock. */
  retryAt: number;
}

const FETCH_RPC = [fetchRequest, fetchResponse] as const;
/** How much longer than the broker's own wait an answer may take is the request timeout's business. */
const CLOSE_SESSION_TIMEOUT_MS = 1000;

export class Fetcher {
  readonly #dependencies: FetcherDependencies;
  readonly #nodes = new Map<number, NodeFetch>();
  /** Null where records are views of the frames that they came in, and valid for as long as they are in hand. */
  readonly #memory: RecordMemory | null;
  readonly #abort = new AbortController();
  #isStarted = false;
  #isScheduled = false;
  #timer: Timer | null = null;
  #timerAt = Infinity;
  /** Where the list of partitions is begun, so that each comes first in its turn. */
  #turn = 0;

  constructor(dependencies: FetcherDependencies) {
    this.#dependencies = dependencies;
    this.#memory = dependencies.config.reuseFetchBuffers ? null : new RecordMemory(dependencies.env.heap);
  }

  /** From now on partitions are fetched: the application has asked for records. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.wake();
  }

  /** Something has changed that may call for a fetch. Cheap: many calls in a turn make one look. */
  wake(): void {
    if (this.#isScheduled || !this.#isStarted) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.#sendAll();
    });
  }

  /** Ends the fetches on their way, and the sessions at the brokers as far as they can be reached. */
  async close(timeoutMs: number): Promise<void> {
    this.#isStarted = false;
    this.#timer?.cancel();
    const open = [...this.#nodes.values()].filter(({ session, isInFlight }) => session.isOpen && !isInFlight);
    this.#abort.abort(errorFor('CLIENT_CLOSED'));
    const limits = { timeoutMs: Math.min(timeoutMs, CLOSE_SESSION_TIMEOUT_MS), lane: 'fetch' } as const;
    const closed = open.map(({ nodeId, session }) =>
      this.#dependencies.cluster.send(nodeId, FETCH_RPC, this.#request(session.closing(), 0), limits),
    );
    await Promise.allSettled(closed);
  }

  #sendAll(): void {
    if (!this.#isStarted) return;
    const now = this.#dependencies.env.clock.monotonic();
    let budget = this.#budget();
    for (const [nodeId, states] of this.#wantedByNode(now)) {
      const node = this.#node(nodeId);
      if (node.isInFlight) continue;
      if (node.retryAt > now) {
        this.#wakeAt(node.retryAt, now);
        continue;
      }
      if (budget <= 0) return;
      budget -= this.#send(node, states, budget);
    }
  }

  /** Bytes that may still be asked for. What is buffered but cannot be handed out just now does not count. */
  #budget(): number {
    const { assignment, config } = this.#dependencies;
    let used = 0;
    let paused = 0;
    for (const state of assignment) {
      if (state.isPaused) paused += state.bufferedBytes;
      else if (!state.isBusy) used += state.bufferedBytes;
    }
    if (paused > config.prefetchMaxBytes) for (const state of assignment) if (state.isPaused) state.drop();
    for (const { reservedBytes } of this.#nodes.values()) used += reservedBytes;
    return config.prefetchMaxBytes - used;
  }

  #wantedByNode(now: number): Map<number, PartitionState[]> {
    const { assignment, config } = this.#dependencies;
    const byNode = new Map<number, PartitionState[]>();
    const all = [...assignment];
    const first = all.length === 0 ? 0 : this.#turn++ % all.length;
    for (let i = 0; i < all.length; i++) {
      const state = all[(first + i) % all.length]!;
      if (state.isPaused || state.isRevoked || state.phase !== 'known' || state.error !== null) continue;
      if (state.isCutOff || state.bufferedBytes >= config.maxPartitionFetchBytes) continue;
      if (state.retryAt > now) {
        this.#wakeAt(state.retryAt, now);
        continue;
      }
      const nodeId = this.#readReplica(state, now);
      if (nodeId < 0) continue;
      const ofNode = byNode.get(nodeId);
      if (ofNode === undefined) byNode.set(nodeId, [state]);
      else ofNode.push(state);
    }
    return byNode;
  }

  /** The node to fetch from; -1 while it is not known. Metadata that stays as it is tells nobody: it is asked again. */
  #readReplica(state: PartitionState, now: number): number {
    const { metadata } = this.#dependencies.cluster;
    if (state.preferredReplica >= 0) {
      if (state.preferredUntil > now && metadata.broker(state.preferredReplica) !== undefined) {
        return state.preferredReplica;
      }
      state.preferredReplica = -1;
    }
    const leader = metadata.partition(state.topic, state.partition)?.leader ?? -1;
    if (leader < 0) {
      const { config, env } = this.#dependencies;
      metadata.invalidate(`the leader of ${state.topic}-${state.partition} is not known`);
      state.retryAt = now + retryDelayMs(config, ++state.failures, env.random);
      this.#wakeAt(state.retryAt, now);
    }
    return leader;
  }

  #node(nodeId: number): NodeFetch {
    const known = this.#nodes.get(nodeId);
    if (known !== undefined) return known;
    const session = new FetchSession();
    const node = { nodeId, session, isInFlight: false, reservedBytes: 0, failures: 0, retryAt: 0 };
    this.#nodes.set(nodeId, node);
    return node;
  }

  /** Answers the bytes that it reserved. */
  #send(node: NodeFetch, states: readonly PartitionState[], budget: number): number {
    const { config, cluster } = this.#dependencies;
    const items = states.map((state) => this.#item(state));
    const maxBytes = Math.min(config.fetchMaxBytes, budget);
    node.reservedBytes = Math.min(maxBytes, states.length * config.maxPartitionFetchBytes);
    node.isInFlight = true;
    const byIds = items.every(({ topicId }) => topicId !== ZERO_UUID);
    const body = (version: number): FetchRequest => this.#request(node.session.build(items, version), maxBytes);
    const options = {
      timeoutMs: config.requestTimeoutMs + config.fetchMaxWaitMs,
      signal: this.#abort.signal,
      lane: 'fetch',
      maxVersion: byIds ? undefined : TOPIC_IDS - 1,
    } as const;
    const sentAt = this.#dependencies.env.clock.monotonic();
    cluster.send(node.nodeId, FETCH_RPC, body, options).then(
      (response) => this.#onAnswer(node, items, { response, sentAt }),
      (error: unknown) => this.#onFailure(node, asClientError(error)),
    );
    return node.reservedBytes;
  }

  #item(state: PartitionState): Item {
    const { cluster, config } = this.#dependencies;
    const { topic, partition } = state;
    return {
      topic,
      topicId: cluster.metadata.topic(topic)?.topicId ?? ZERO_UUID,
      partition,
      fetchOffset: state.fetchOffset,
      currentLeaderEpoch: cluster.metadata.partition(topic, partition)?.leaderEpoch ?? -1,
      lastFetchedEpoch: state.fetchedEpoch,
      maxBytes: config.maxPartitionFetchBytes,
      isUntold: state.highWatermark < 0,
      state,
      stateEpoch: state.epoch,
    };
  }

  #request(session: SessionPart, maxBytes: number): FetchRequest {
    const { config } = this.#dependencies;
    return {
      clusterId: null,
      replicaId: -1,
      replicaState: { replicaId: -1, replicaEpoch: -1 },
      maxWaitMs: config.fetchMaxWaitMs,
      minBytes: config.fetchMinBytes,
      maxBytes,
      isolationLevel: config.isolationLevel === 'read_committed' ? 1 : 0,
      rackId: config.clientRack,
      ...session,
    };
  }

  #onFailure(node: NodeFetch, error: ClientError): void {
    node.isInFlight = false;
    node.reservedBytes = 0;
    node.session.reset();
    if (!this.#isStarted) return;
    const { cluster, trouble, onFatal } = this.#dependencies;
    if (error.fatal || error.code === 'UNSUPPORTED_VERSION') {
      onFatal(error);
      return;
    }
    trouble.report(`fetch from node ${node.nodeId}`, error);
    for (const state of this.#dependencies.assignment) {
      if (state.preferredReplica === node.nodeId) state.preferredReplica = -1;
    }
    cluster.metadata.invalidate(`a fetch from node ${node.nodeId} failed: ${error.code}`);
    this.#backOff(node);
  }

  #backOff(node: NodeFetch): void {
    const { env, config } = this.#dependencies;
    node.retryAt = env.clock.monotonic() + retryDelayMs(config, ++node.failures, env.random);
    this.wake();
  }

  #onAnswer(node: NodeFetch, items: readonly Item[], answer: { response: FetchResponse; sentAt: number }): void {
    const { response, sentAt } = answer;
    const { cluster, trouble, env } = this.#dependencies;
    node.isInFlight = false;
    node.reservedBytes = 0;
    if (!this.#isStarted) return;
    if (!node.session.handle(response)) {
      cluster.metadata.invalidate(`node ${node.nodeId} refused a fetch: ${errorFor(response.errorCode).code}`);
      // An evicted session is everyday life; a broker that refuses every one is not to be asked in a loop.
      if (node.failures++ > 0) this.#backOff(node);
      else this.wake();
      return;
    }
    node.failures = 0;
    trouble.clear(`fetch from node ${node.nodeId}`);
    const bytes = this.#distribute(items, response);
    this.#sendAll();
    const { throttleTimeMs } = response;
    const durationMs = env.clock.monotonic() - sentAt;
    const { nodeId } = node;
    const event = { nodeId, partitionCount: items.length, bytes, durationMs, throttleTimeMs };
    cluster.context.diagnostics.fetchAnswered(event);
  }

  /** Gives each partition what came for it; answers how many bytes of batches there were. */
  #distribute(items: readonly Item[], response: FetchResponse): number {
    const byPlace = placesOf(items);
    let bytes = 0;
    for (const topic of response.responses) {
      const partitions = byPlace.get(topic.topicId !== ZERO_UUID ? topic.topicId : topic.topic);
      for (const answer of topic.partitions) {
        const item = partitions?.get(answer.partitionIndex);
        // Seeked, revoked or assigned anew since the request: this is for a position that is no more.
        if (item === undefined || item.state.isRevoked || item.state.epoch !== item.stateEpoch) continue;
        if (answer.errorCode !== 0) handleFetchError(this.#dependencies, item, { answer, response });
        else bytes += this.#take(item, answer);
      }
    }
    return bytes;
  }

  #take({ state, fetchOffset }: Item, answer: FetchResponsePartitionData): number {
    const { config, cluster, positions, onRecords, keyDeserializer, valueDeserializer, env } = this.#dependencies;
    state.failures = 0;
    state.highWatermark = answer.highWatermark;
    state.lastStableOffset = answer.lastStableOffset;
    state.logStartOffset = answer.logStartOffset;
    if (answer.divergingEpoch.endOffset >= 0) {
      positions.onDiverged(state, answer.divergingEpoch);
      return 0;
    }
    if (answer.preferredReadReplica >= 0) {
      state.preferredReplica = answer.preferredReadReplica;
      state.preferredUntil = env.clock.monotonic() + config.metadataMaxAgeMs;
    }
    const bytes = answer.records === null ? null : contiguous(answer.records);
    if (bytes === null || bytes.length === 0) return 0;
    const isReadCommitted = config.isolationLevel === 'read_committed';
    const end = endOf(bytes);
    const fetched = new FetchedRecords({
      topic: state.topic,
      partition: state.partition,
      // Kafka fills an answer to its limit with a part of a batch: it would count as buffered, and hold up the next fetch.
      bytes: end.isCutOff ? bytes : bytes.subarray(0, end.size),
      fetchOffset,
      abortedTransactions: isReadCommitted ? (answer.abortedTransactions ?? []) : null,
      checkCrcs: config.checkCrcs,
      lease: cluster.context.frameBuffers?.leaseOf(bytes) ?? null,
      memory: this.#memory,
      keyDeserializer,
      valueDeserializer,
    });
    state.buffer(fetched, end);
    onRecords(state);
    return bytes.length;
  }

  #wakeAt(at: number, now: number): void {
    if (this.#timerAt <= at) return;
    this.#timer?.cancel();
    this.#timerAt = at;
    const wake = (): void => {
      this.#timerAt = Infinity;
      this.wake();
    };
    this.#timer = this.#dependencies.env.scheduler.after(at - now, wake, { keepAlive: true });
  }
}

/** By the topic's id where there is one, otherwise by its name; both are there, as the answer has either. */
function placesOf(items: readonly Item[]): Map<string, Map<number, Item>> {
  const byPlace = new Map<string, Map<number, Item>>();
  for (const item of items) {
    let partitions = byPlace.get(item.topic);
    if (partitions === undefined) {
      partitions = new Map();
      byPlace.set(item.topic, partitions);
      if (item.topicId !== ZERO_UUID) byPlace.set(item.topicId, partitions);
    }
    partitions.set(item.partition, item);
  }
  return byPlace;
}

/**
 * Where the whole batches end: the offset to fetch next and the epoch before it. `isCutOff` where there is none, or where
 * a length makes no sense: whoever takes the records finds out why.
 */
function endOf(bytes: Buffer): { offset: number; epoch: number; size: number; isCutOff: boolean } {
  let last = -1;
  let pos = 0;
  let size = recordBatch.completeSize(bytes, 0, bytes.length);
  while (size > 0) {
    last = pos;
    pos += size;
    size = recordBatch.completeSize(bytes, pos, bytes.length);
  }
  if (last < 0 || size < 0) return { offset: -1, epoch: -1, size: 0, isCutOff: true };
  const offset = recordBatch.nextOffset(bytes, last);
  return { offset, epoch: recordBatch.partitionLeaderEpoch(bytes, last), size: pos, isCutOff: false };
}
