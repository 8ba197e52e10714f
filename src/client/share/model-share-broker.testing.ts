/**
 * For tests: a broker with one share group, as small as the protocol allows, over the network of any Env. Records are
 * available, acquired under a lock, or done; each keeps a diary of what happened to it.
 */
import { assert, type Env } from '#kernel';
import {
  Errors,
  newShareAcknowledgeResponse,
  newShareAcknowledgeResponsePartitionData,
  newShareFetchResponse,
  newShareFetchResponsePartitionData,
  newShareGroupHeartbeatResponse,
  RecordBatchBuilder,
  shareAcknowledgeRequest,
  shareAcknowledgeResponse,
  shareFetchRequest,
  shareFetchResponse,
  shareGroupHeartbeatRequest,
  shareGroupHeartbeatResponse,
  type ShareAcknowledgeRequest,
  type ShareAcknowledgeResponse,
  type ShareFetchRequest,
  type ShareFetchResponse,
} from '#protocol';
import { ScriptedBroker } from '../scripted-broker.testing.ts';
import type { SessionTopic } from './share-session.ts';

export const LOCK_MS = 5000;
const DELIVERY_LIMIT = 5;
const TOPIC = 's';
export const TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAACw';

export interface ModelRecord {
  readonly offset: number;
  state: 'available' | 'acquired' | 'accepted' | 'rejected';
  deliveryCount: number;
  holder: string;
  lockEndsMs: number;
}

interface ModelBatch {
  bytes: Buffer;
  readonly records: ModelRecord[];
}

export class ModelShareBroker {
  readonly scripted: ScriptedBroker;
  readonly partitions: ModelBatch[][];
  readonly #env: Env;
  /** By member: the epoch that its next request has to have. */
  readonly #sessions = new Map<string, number>();
  /** While set, fetches get no answer. */
  isSilent = false;

  private constructor(env: Env, scripted: ScriptedBroker, partitions: number) {
    this.#env = env;
    this.scripted = scripted;
    this.partitions = Array.from({ length: partitions }, () => []);
    scripted.topics.set(TOPIC, { partitions, topicId: TOPIC_ID });
    scripted.on(shareGroupHeartbeatRequest, shareGroupHeartbeatResponse, ({ memberId, memberEpoch }) => {
      const topicPartitions = [{ topicId: TOPIC_ID, partitions: this.partitions.map((_, index) => index) }];
      const assignment = memberEpoch === 0 ? { topicPartitions } : null;
      return newShareGroupHeartbeatResponse({ memberId, memberEpoch: 1, heartbeatIntervalMs: 1000, assignment });
    });
    scripted.on(shareFetchRequest, shareFetchResponse, (request) => this.#fetch(request));
    scripted.on(shareAcknowledgeRequest, shareAcknowledgeResponse, (request) => this.#acknowledge(request));
  }

  static async start(env: Env, partitions = 1): Promise<ModelShareBroker> {
    return new ModelShareBroker(env, await ScriptedBroker.start(env), partitions);
  }

  get records(): ModelRecord[] {
    return this.partitions.flatMap((batches) => batches.flatMap(({ records }) => records));
  }

  /** One batch; null, at its end, is an offset without a record. */
  append(partition: number, values: readonly (string | null)[]): ModelBatch {
    const batches = this.partitions[partition]!;
    const baseOffset = batches.reduce((sum, { records }) => sum + records.length, 0);
    const builder = new RecordBatchBuilder({});
    for (const value of values) if (value !== null) builder.append(1, null, Buffer.from(value));
    const bytes = builder.build({ baseOffset, lastOffset: baseOffset + values.length - 1 });
    const records = values.map((_, index): ModelRecord => {
      return { offset: baseOffset + index, state: 'available', deliveryCount: 0, holder: '', lockEndsMs: 0 };
    });
    const batch = { bytes, records };
    batches.push(batch);
    return batch;
  }

  /** Connections break, and with them sessions and locks end. */
  dropConnections(): void {
    for (const memberId of this.#sessions.keys()) this.#endSession(memberId);
    this.scripted.dropConnections();
  }

  #endSession(memberId: string): void {
    this.#sessions.delete(memberId);
    for (const record of this.records) if (record.state === 'acquired' && record.holder === memberId) free(record);
  }

  #expireLocks(): void {
    const now = this.#env.clock.monotonic();
    for (const record of this.records) if (record.state === 'acquired' && record.lockEndsMs <= now) free(record);
  }

  /** The error code for a request of that epoch, and takes note of it. */
  #enterSession(memberId: string, epoch: number): number {
    const expected = this.#sessions.get(memberId);
    if (epoch === 0) {
      this.#endSession(memberId);
      this.#sessions.set(memberId, 1);
      return 0;
    }
    if (expected === undefined) return Errors.SHARE_SESSION_NOT_FOUND.code;
    if (epoch > 0 && epoch !== expected) return Errors.INVALID_SHARE_SESSION_EPOCH.code;
    this.#sessions.set(memberId, expected + 1);
    return 0;
  }

  async #fetch(request: ShareFetchRequest): Promise<ShareFetchResponse | 'silence'> {
    if (this.isSilent) return 'silence';
    this.#expireLocks();
    const memberId = request.memberId ?? '';
    const errorCode = this.#enterSession(memberId, request.shareSessionEpoch);
    if (errorCode !== 0) return newShareFetchResponse({ errorCode });
    const acknowledged = this.#apply(memberId, request.topics);
    assert(request.shareSessionEpoch > 0 || acknowledged.size === 0, 'nothing is acknowledged in the first request');
    if (!this.records.some(({ state }) => state === 'available')) {
      await new Promise<void>((resolve) => void this.#env.scheduler.after(request.maxWaitMs, resolve));
      this.#expireLocks();
      // Whoever sent it may be gone by now.
      if (!this.#sessions.has(memberId)) return 'silence';
    }
    const partitions = this.partitions.map((batches, partitionIndex) => {
      const limit = request.shareAcquireMode === 1 ? request.maxRecords : Infinity;
      const acquired = this.#acquire(memberId, batches, limit);
      const acknowledgeErrorCode = acknowledged.get(partitionIndex) ?? 0;
      return newShareFetchResponsePartitionData({ partitionIndex, acknowledgeErrorCode, ...acquired });
    });
    return newShareFetchResponse({
      acquisitionLockTimeoutMs: LOCK_MS,
      responses: [{ topicId: TOPIC_ID, partitions }],
    });
  }

  #acquire(
    memberId: string,
    batches: readonly ModelBatch[],
    limit: number,
  ): Pick<ReturnType<typeof newShareFetchResponsePartitionData>, 'records' | 'acquiredRecords'> {
    const acquired: ModelRecord[] = [];
    const bytes: Buffer[] = [];
    for (const batch of batches) {
      const before = acquired.length;
      for (const record of batch.records) {
        if (record.state !== 'available' || acquired.length >= limit) continue;
        record.state = 'acquired';
        record.deliveryCount++;
        record.holder = memberId;
        record.lockEndsMs = this.#env.clock.monotonic() + LOCK_MS;
        acquired.push(record);
      }
      if (acquired.length > before) bytes.push(batch.bytes);
    }
    const acquiredRecords = acquired.map(({ offset, deliveryCount }) => {
      return { firstOffset: offset, lastOffset: offset, deliveryCount };
    });
    return { records: bytes, acquiredRecords };
  }

  #acknowledge(request: ShareAcknowledgeRequest): ShareAcknowledgeResponse {
    this.#expireLocks();
    const memberId = request.memberId ?? '';
    const errorCode = this.#enterSession(memberId, request.shareSessionEpoch);
    if (errorCode !== 0) return newShareAcknowledgeResponse({ errorCode });
    const answers = [...this.#apply(memberId, request.topics)];
    if (request.shareSessionEpoch < 0) this.#endSession(memberId);
    const partitions = answers.map(([partitionIndex, code]) => {
      return newShareAcknowledgeResponsePartitionData({ partitionIndex, errorCode: code });
    });
    return newShareAcknowledgeResponse({ responses: [{ topicId: TOPIC_ID, partitions }] });
  }

  /** Error codes by partition. */
  #apply(memberId: string, topics: readonly SessionTopic[]): Map<number, number> {
    const codes = new Map<number, number>();
    for (const { partitionIndex, acknowledgementBatches } of topics.flatMap(({ partitions }) => partitions)) {
      const records = this.partitions[partitionIndex]!.flatMap((batch) => batch.records);
      for (const { firstOffset, lastOffset, acknowledgeTypes } of acknowledgementBatches) {
        for (let offset = firstOffset; offset <= lastOffset; offset++) {
          const type = acknowledgeTypes[acknowledgeTypes.length === 1 ? 0 : offset - firstOffset]!;
          const record = records[offset]!;
          const isHeld = record.state === 'acquired' && record.holder === memberId;
          if (isHeld) this.#settle(record, type);
          if (!isHeld) codes.set(partitionIndex, Errors.INVALID_RECORD_STATE.code);
          else if (!codes.has(partitionIndex)) codes.set(partitionIndex, 0);
        }
      }
    }
    return codes;
  }

  #settle(record: ModelRecord, type: number): void {
    if (type === 4) record.lockEndsMs = this.#env.clock.monotonic() + LOCK_MS;
    else if (type === 2) free(record);
    else record.state = type <= 1 ? 'accepted' : 'rejected';
  }
}

function free(record: ModelRecord): void {
  record.state = record.deliveryCount >= DELIVERY_LIMIT ? 'rejected' : 'available';
}
