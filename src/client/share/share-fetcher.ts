/**
 * Acquires records of the partitions that the share group gave this member, and carries its acknowledgements (KIP-932):
 * ShareFetch where the application waits for records, which takes along what was acknowledged; ShareAcknowledge where it
 * does not, or wants to know.
 *
 * Invariant: nothing is acquired before somebody waits for it, since a lock runs from the moment of acquisition; what is
 * handed out is still locked; of what was acquired every offset is acknowledged, or released when the session ends.
 */
import type { Env, Logger } from '#kernel';
import { contiguous, ZERO_UUID } from '#protocol';
import type { TopicPartition } from '../assignors/group-members.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { asClientError, codeNeedsMetadata, errorFor, type ClientError } from '../errors.ts';
import { partitionKey } from '../group/partition-lists.ts';
import type { ConsumerRecord } from '../records/consumer-record.ts';
import type { Deserializer } from '../records/serializers.ts';
import { retryDelayMs } from '../network/backoff.ts';
import type { AcknowledgeType, PlaceById } from './acknowledgements.ts';
import { readAcquired, type AcquiredRecords } from './acquired-records.ts';
import type { ShareConsumerConfig } from './share-consumer-configs.ts';
import type { AcknowledgementResult } from './share-consumer-options.ts';
import { nextAction, ShareNode } from './share-node.ts';
import { failPending, ShareRequests, type FetchedPartition, type ShareFetched } from './share-requests.ts';

export interface ShareFetcherDependencies {
  readonly env: Env;
  readonly logger: Logger;
  readonly cluster: Pick<Cluster, 'context' | 'metadata' | 'send' | 'knownVersionOf'>;
  readonly config: ShareConsumerConfig;
  readonly groupId: string;
  readonly keyDeserializer: Deserializer<unknown> | null;
  readonly valueDeserializer: Deserializer<unknown> | null;
  memberId(): string;
  /** There is something to hand out. */
  onRecords(): void;
  onAcknowledged(results: readonly AcknowledgementResult[]): void;
  /** The application has to know; the next take fails with it. */
  onError(error: ClientError): void;
}

/** A record that is locked for this member. */
interface Acquired {
  readonly record: ConsumerRecord;
  readonly place: PlaceById;
  readonly node: ShareNode;
  /** Of the session that it was acquired in. */
  readonly generation: number;
  /** Monotonic. */
  lockEndsMs: number;
}

const NO_RENEWALS = 'The broker cannot renew the lock of a record: that takes Kafka 4.2 or later (KIP-1222).';
/** So long may what was acknowledged wait for a fetch to go along with. */
const ACKNOWLEDGE_WITHIN_MS = 1000;

export class ShareFetcher {
  readonly #dependencies: ShareFetcherDependencies;
  readonly #requests: ShareRequests;
  readonly #nodes = new Map<number, ShareNode>();
  readonly #assigned = new Map<string, TopicPartition>();
  /** Acquired and not handed out yet, from `#head` on. */
  #queue: Acquired[] = [];
  #head = 0;
  /** Handed out and not acknowledged yet, by partition and offset. */
  readonly #delivered = new Map<string, Map<number, Acquired>>();
  #isWanted = false;
  #lockTimeoutMs: number | null = null;
  #lastError: ClientError | null = null;

  constructor(dependencies: ShareFetcherDependencies) {
    this.#dependencies = dependencies;
    this.#requests = new ShareRequests(dependencies);
  }

  /** As the broker said last; null before the first answer. */
  get acquisitionLockTimeoutMs(): number | null {
    return this.#lockTimeoutMs;
  }

  get lastError(): ClientError | null {
    return this.#lastError;
  }

  get bufferedCount(): number {
    return this.#queue.length - this.#head;
  }

  get deliveredCount(): number {
    let count = 0;
    for (const offsets of this.#delivered.values()) count += offsets.size;
    return count;
  }

  assign(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#assigned.set(partitionKey(partition), partition);
    this.drive();
  }

  /** What was not handed out goes to others at once; what was can still be acknowledged. */
  revoke(partitions: readonly TopicPartition[]): void {
    const keys = new Set(partitions.map(partitionKey));
    for (const key of keys) this.#assigned.delete(key);
    const [gone, kept] = [[] as Acquired[], [] as Acquired[]];
    for (const acquired of this.#buffered()) (keys.has(partitionKey(acquired.place)) ? gone : kept).push(acquired);
    this.#queue = kept;
    this.#head = 0;
    for (const acquired of gone) this.#say(acquired, 'release');
  }

  /** Whether somebody waits for records. */
  want(isWanted: boolean): void {
    this.#isWanted = isWanted;
    if (isWanted) this.drive();
  }

  /** The next record whose lock holds; it waits to be acknowledged from then on. */
  next(): ConsumerRecord | null {
    const now = this.#now();
    while (this.#head < this.#queue.length) {
      const acquired = this.#queue[this.#head++]!;
      if (this.#head === this.#queue.length) {
        this.#queue = [];
        this.#head = 0;
      }
      if (!this.#isLocked(acquired, now)) continue;
      const key = partitionKey(acquired.place);
      const offsets = this.#delivered.get(key) ?? new Map<number, Acquired>();
      this.#delivered.set(key, offsets.set(acquired.record.offset, acquired));
      return acquired.record;
    }
    return null;
  }

  /** Whether the record was handed out and nothing was said of it yet. */
  isUnacknowledged(at: TopicPartition & { readonly offset: number }): boolean {
    return this.#delivered.get(partitionKey(at))?.has(at.offset) === true;
  }

  /** Throws ILLEGAL_STATE where the record does not wait for it, UNSUPPORTED_VERSION for `renew` at an older broker. */
  acknowledge(at: TopicPartition & { readonly offset: number }, type: AcknowledgeType): void {
    const offsets = this.#delivered.get(partitionKey(at));
    const acquired = offsets?.get(at.offset);
    if (offsets === undefined || acquired === undefined) {
      const message = `The record at offset ${at.offset} of ${partitionKey(at)} was not handed out by this consumer, or was acknowledged before.`;
      throw errorFor('ILLEGAL_STATE', message, { topic: at.topic, partition: at.partition });
    }
    if (type !== 'renew') offsets.delete(at.offset);
    else if (this.#requests.lacksRenewals(acquired.node)) throw errorFor('UNSUPPORTED_VERSION', NO_RENEWALS);
    this.#say(acquired, type);
  }

  /** Sends what was acknowledged; answers what became of it, and of what was on its way. */
  async flush(): Promise<AcknowledgementResult[]> {
    const outstanding = [...this.#nodes.values()].flatMap((node) => {
      const promises = node.outstanding();
      if (!node.pending.set.isEmpty) node.isFlushing = true;
      return promises;
    });
    this.drive();
    return (await Promise.all(outstanding)).flat();
  }

  /** Sends what was acknowledged and ends all sessions, which releases the rest. */
  async close(): Promise<void> {
    this.#isWanted = false;
    this.#queue = [];
    this.#head = 0;
    const closing = [...this.#nodes.values()].map((node) => {
      node.isClosing = true;
      return this.#drive(node);
    });
    await Promise.all(closing);
    for (const { timer } of this.#nodes.values()) timer?.cancel();
  }

  /** Goes on wherever there is something to do. */
  drive(): void {
    for (const { leader } of this.#led()) if (!this.#nodes.has(leader)) this.#nodes.set(leader, new ShareNode(leader));
    for (const node of this.#nodes.values()) void this.#drive(node);
  }

  /** The assigned partitions whose leader is known. */
  #led(): { readonly leader: number; readonly place: PlaceById }[] {
    const { metadata } = this.#dependencies.cluster;
    return [...this.#assigned.values()].flatMap(({ topic, partition }) => {
      const known = metadata.topic(topic);
      const leader = known?.partitions[partition]?.leader ?? -1;
      if (known === undefined || known.topicId === ZERO_UUID || leader < 0) return [];
      return [{ leader, place: { topicId: known.topicId, topic, partition } }];
    });
  }

  #drive(node: ShareNode): Promise<void> {
    node.isToLookAgain = true;
    node.work ??= this.#work(node);
    return node.work;
  }

  async #work(node: ShareNode): Promise<void> {
    // Whatever calls has more to do first.
    await Promise.resolve();
    while (node.isToLookAgain) {
      node.isToLookAgain = false;
      while (await this.#step(node));
    }
    node.work = null;
  }

  /** Whether there may be more to do. */
  async #step(node: ShareNode): Promise<boolean> {
    const wanted = this.#led()
      .filter(({ leader }) => leader === node.nodeId)
      .map(({ place }) => place);
    const canFetch = this.#isWanted && this.bufferedCount === 0 && wanted.length > 0;
    const action = nextAction(node, { canFetch, nowMs: this.#now() });
    try {
      switch (action) {
        case 'none':
          return false;
        case 'wait':
          this.#driveLater(node);
          return false;
        case 'fail acknowledgements':
          this.#dependencies.onAcknowledged(await failPending(node).done);
          return true;
        case 'fetch':
          await this.#fetch(node, wanted);
          break;
        case 'acknowledge':
          await this.#tell(node, () => this.#requests.acknowledge(node));
          break;
        default:
          await this.#tell(node, () => this.#requests.close(node));
      }
      node.failures = 0;
    } catch (error) {
      this.#onFailure(node, asClientError(error));
    }
    return true;
  }

  async #fetch(node: ShareNode, wanted: readonly PlaceById[]): Promise<void> {
    const sentAtMs = this.#now();
    const fetched = await this.#tell(node, () => this.#requests.fetch(node, wanted));
    const durationMs = this.#now() - sentAtMs;
    const bytes = this.#take(node, fetched);
    const { throttleTimeMs, partitions } = fetched;
    const event = { nodeId: node.nodeId, partitionCount: partitions.length, bytes, durationMs, throttleTimeMs };
    this.#dependencies.cluster.context.diagnostics.fetchAnswered(event);
  }

  /** Tells the application what became of the acknowledgements that went along. */
  async #tell<T>(node: ShareNode, request: () => Promise<T>): Promise<T> {
    const { done, set } = node.pending;
    if (!set.isEmpty) void done.then((results) => this.#dependencies.onAcknowledged(results));
    return request();
  }

  /** Answers how many bytes of batches there were. */
  #take(node: ShareNode, fetched: ShareFetched): number {
    this.#lockTimeoutMs = fetched.acquisitionLockTimeoutMs;
    this.#lastError = null;
    let hasFailed = false;
    let bytes = 0;
    for (const partition of fetched.partitions) {
      if (partition.data.errorCode === 0) bytes += this.#takePartition(node, partition);
      else hasFailed = this.#onPartitionError(partition, fetched) || hasFailed;
    }
    if (hasFailed) this.#backOff(node);
    if (this.bufferedCount > 0) this.#dependencies.onRecords();
    return bytes;
  }

  #takePartition(node: ShareNode, { place, data }: FetchedPartition): number {
    const { cluster, config, keyDeserializer, valueDeserializer } = this.#dependencies;
    if (data.acquiredRecords.length === 0) return 0;
    const { topic, partition } = place;
    const bytes = data.records === null ? Buffer.alloc(0) : contiguous(data.records);
    const source = { topic, partition, bytes, checkCrcs: config.checkCrcs, keyDeserializer, valueDeserializer };
    const acquired = readAcquired(source, data.acquiredRecords);
    const lockEndsMs = this.#now() + (this.#lockTimeoutMs ?? 0);
    const { generation } = node.session;
    for (const record of acquired.records) this.#queue.push({ record, place, node, generation, lockEndsMs });
    this.#sayOfTheRest(node, place, acquired);
    cluster.context.diagnostics.recordsConsumed({ topic, partition, ...sizesOf(acquired.records) });
    return bytes.length;
  }

  /** What nobody can be given: gaps are told as such, what is damaged is not given to anybody again (as Kafka's does). */
  #sayOfTheRest(node: ShareNode, place: PlaceById, { gaps, damaged, missing, error }: AcquiredRecords): void {
    const { set } = node.pending;
    for (const offset of gaps) set.add(place, offset, 'gap');
    for (const offset of damaged) set.add(place, offset, 'reject');
    for (const offset of missing) set.add(place, offset, 'release');
    if (error === null) return;
    this.#lastError = error;
    this.#dependencies.logger.error(`${damaged.length} records are rejected: ${error.message}`);
  }

  /** Answers whether to wait before the next fetch. */
  #onPartitionError({ place, data }: FetchedPartition, { nodeEndpoints }: ShareFetched): boolean {
    const { cluster, onError } = this.#dependencies;
    const { topic, partition } = place;
    const { leaderId, leaderEpoch } = data.currentLeader;
    if (leaderId >= 0) cluster.metadata.updateLeader(topic, partition, { leaderId, leaderEpoch }, nodeEndpoints);
    else if (codeNeedsMetadata(data.errorCode)) cluster.metadata.invalidate(`${topic}-${partition} has moved`);
    const error = errorFor(data.errorCode, data.errorMessage, { topic, partition });
    this.#lastError = error;
    if (!error.retriable && !codeNeedsMetadata(data.errorCode)) onError(error);
    return true;
  }

  #onFailure(node: ShareNode, error: ClientError): void {
    const { logger, onError } = this.#dependencies;
    this.#backOff(node);
    this.#lastError = error;
    logger.debug(`the share session with broker ${node.nodeId} begins anew: ${error.message}`);
    const isPassing = error.retriable || error.code.includes('SHARE_SESSION');
    if (!isPassing && !node.isClosing) onError(error);
  }

  #backOff(node: ShareNode): void {
    const { env, config } = this.#dependencies;
    node.failures++;
    node.notBeforeMs = this.#now() + retryDelayMs(config, node.failures, env.random);
  }

  /** Once the pause after a failure is over, or what was acknowledged has waited long enough. */
  #driveLater(node: ShareNode): void {
    if (node.timer !== null) return;
    const pauseMs = node.notBeforeMs - this.#now();
    const delayMs = pauseMs > 0 ? pauseMs : ACKNOWLEDGE_WITHIN_MS;
    node.timer = this.#dependencies.env.scheduler.after(delayMs, () => {
      node.timer = null;
      node.isFlushing = !node.pending.set.isEmpty;
      void this.#drive(node);
    });
  }

  #say(acquired: Acquired, type: AcknowledgeType): void {
    const { node, place, record } = acquired;
    const { pending } = node;
    pending.set.add(place, record.offset, type);
    if (type === 'renew') void pending.done.then((results) => this.#extend(acquired, results));
    void this.#drive(node);
  }

  #extend(acquired: Acquired, results: readonly AcknowledgementResult[]): void {
    const key = partitionKey(acquired.place);
    const isRenewed = results.some((result) => partitionKey(result) === key && result.error === undefined);
    if (isRenewed) acquired.lockEndsMs = this.#now() + (this.#lockTimeoutMs ?? 0);
  }

  #isLocked({ lockEndsMs, generation, node }: Acquired, nowMs: number): boolean {
    return nowMs < lockEndsMs && generation === node.session.generation;
  }

  #buffered(): Acquired[] {
    return this.#queue.slice(this.#head);
  }

  #now(): number {
    return this.#dependencies.env.clock.monotonic();
  }
}

function sizesOf(records: readonly ConsumerRecord[]): { readonly count: number; readonly bytes: number } {
  let bytes = 0;
  for (const record of records) bytes += record.byteLength;
  return { count: records.length, bytes };
}
