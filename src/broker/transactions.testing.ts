/** For tests: a transactional producer at the level of the protocol, of version 1 or 2, that takes every answer as it is. */
import {
  addOffsetsToTxnRequest,
  addOffsetsToTxnResponse,
  addPartitionsToTxnRequest,
  addPartitionsToTxnResponse,
  describeTransactionsRequest,
  describeTransactionsResponse,
  endTxnRequest,
  endTxnResponse,
  Errors,
  findCoordinatorRequest,
  findCoordinatorResponse,
  initProducerIdRequest,
  initProducerIdResponse,
  newAddPartitionsToTxnRequest,
  newFindCoordinatorRequest,
  newInitProducerIdRequest,
  newTxnOffsetCommitRequest,
  recordBatch,
  RecordCursor,
  txnOffsetCommitRequest,
  txnOffsetCommitResponse,
  ZERO_UUID,
  type DescribeTransactionsResponseTransactionState,
  type FetchResponsePartitionData,
  type InitProducerIdResponse,
  type ProduceResponsePartitionProduceResponse,
  type TxnOffsetCommitRequest,
} from '#protocol';
import { batchOf, type TestClient } from './broker.testing.ts';
import { batchesOf, produce } from './requests.testing.ts';

export const INIT = [initProducerIdRequest, initProducerIdResponse] as const;
export const END = [endTxnRequest, endTxnResponse] as const;
export const ADD = [addPartitionsToTxnRequest, addPartitionsToTxnResponse] as const;
const ADD_OFFSETS = [addOffsetsToTxnRequest, addOffsetsToTxnResponse] as const;
const TXN_OFFSET_COMMIT = [txnOffsetCommitRequest, txnOffsetCommitResponse] as const;

export async function findTransactionCoordinator(client: TestClient, transactionalId: string): Promise<number> {
  const request = newFindCoordinatorRequest({ keyType: 1, coordinatorKeys: [transactionalId] });
  const answer = await client.call([findCoordinatorRequest, findCoordinatorResponse], request);
  return answer.coordinators[0]!.errorCode;
}

export interface CommittedRecord {
  readonly offset: number;
  readonly key: string | null;
  readonly value: string;
}

/** What a read_committed consumer makes of a fetch: no markers, and nothing of aborted transactions. */
export function committedRecords({ records, abortedTransactions }: FetchResponsePartitionData): CommittedRecord[] {
  const aborts = [...(abortedTransactions ?? [])].sort((a, b) => a.firstOffset - b.firstOffset);
  const aborting = new Set<number>();
  const found: CommittedRecord[] = [];
  const cursor = new RecordCursor();
  for (const { buffer, at } of batchesOf(records)) {
    const producerId = recordBatch.producerId(buffer, at);
    while (aborts.length > 0 && aborts[0]!.firstOffset <= recordBatch.lastOffset(buffer, at)) {
      aborting.add(aborts.shift()!.producerId);
    }
    cursor.open(buffer, at, 1 << 24);
    if (recordBatch.isControlBatch(buffer, at)) aborting.delete(producerId);
    else if (!recordBatch.isTransactional(buffer, at) || !aborting.has(producerId)) {
      while (cursor.next()) {
        const { key, value } = cursor;
        found.push({
          offset: cursor.offset,
          key: key === null ? null : Buffer.from(key).toString(),
          value: Buffer.from(value!).toString(),
        });
      }
    }
    cursor.close();
  }
  return found;
}

export const committedValues = (data: FetchResponsePartitionData): string[] =>
  committedRecords(data).map(({ value }) => value);

export interface SendOptions {
  readonly partition?: number;
  readonly version?: number;
  /** Instead of the next one. */
  readonly sequence?: number;
}

export interface CommitOptions {
  readonly partition?: number;
  readonly fields?: Partial<TxnOffsetCommitRequest>;
}

export class TestProducer {
  readonly client: TestClient;
  readonly transactionalId: string;
  readonly version: 1 | 2;
  producerId = -1;
  producerEpoch = -1;
  /** A simulated broker has a clock of its own. */
  now: () => number = Date.now;
  /** Next sequence by `topic-partition`. */
  readonly sequences: Map<string, number> = new Map();
  readonly #added = new Set<string>();

  constructor(client: TestClient, transactionalId: string, version: 1 | 2 = 2) {
    this.client = client;
    this.transactionalId = transactionalId;
    this.version = version;
  }

  /** Asks until the transaction before is out of the way; fails on other errors. */
  async init(timeoutMs: number = 60_000): Promise<void> {
    await findTransactionCoordinator(this.client, this.transactionalId);
    for (let attempt = 0; attempt < 1000; attempt++) {
      const { errorCode, producerId, producerEpoch } = await this.tryInit(timeoutMs);
      if (errorCode === Errors.CONCURRENT_TRANSACTIONS.code) continue;
      if (errorCode !== 0) throw new Error(`InitProducerId answers ${errorCode}`);
      this.#take(producerId, producerEpoch);
      return;
    }
    throw new Error('the transaction before never ends');
  }

  tryInit(
    timeoutMs: number = 60_000,
    current: { producerId: number; producerEpoch: number } | null = null,
  ): Promise<InitProducerIdResponse> {
    return this.client.call(
      INIT,
      newInitProducerIdRequest({
        transactionalId: this.transactionalId,
        transactionTimeoutMs: timeoutMs,
        ...(current ?? { producerId: -1, producerEpoch: -1 }),
      }),
      5,
    );
  }

  /** One batch of these values; with version 1 the partition is added first. */
  async send(
    topic: string,
    values: readonly string[],
    options: SendOptions = {},
  ): Promise<ProduceResponsePartitionProduceResponse> {
    const { partition = 0 } = options;
    const key = `${topic}-${partition}`;
    if (this.version === 1 && !this.#added.has(key)) {
      const errorCode = await this.add(topic, [partition]);
      if (errorCode !== 0) throw new Error(`AddPartitionsToTxn answers ${errorCode}`);
      this.#added.add(key);
    }
    const baseSequence = options.sequence ?? this.sequences.get(key) ?? 0;
    const { producerId, producerEpoch, transactionalId } = this;
    const batch = batchOf(
      values.map((value) => [null, value]),
      { timestamp: this.now(), producer: { producerId, producerEpoch, baseSequence, transactional: true } },
    );
    const version = options.version ?? (this.version === 2 ? 13 : 11);
    const answer = await produce(this.client, topic, [batch], { partition, transactionalId, version });
    if (answer.errorCode === 0) this.sequences.set(key, baseSequence + values.length);
    return answer;
  }

  async add(topic: string, partitions: readonly number[], version = 3): Promise<number> {
    const topics = [{ name: topic, partitions: [...partitions] }];
    const { transactionalId, producerId, producerEpoch } = this;
    const request =
      version >= 4
        ? newAddPartitionsToTxnRequest({
            transactions: [{ transactionalId, producerId, producerEpoch, topics, verifyOnly: false }],
          })
        : newAddPartitionsToTxnRequest({
            v3AndBelowTransactionalId: transactionalId,
            v3AndBelowProducerId: producerId,
            v3AndBelowProducerEpoch: producerEpoch,
            v3AndBelowTopics: topics,
          });
    for (let attempt = 0; ; attempt++) {
      const answer = await this.client.call(ADD, request, version);
      const results = version >= 4 ? answer.resultsByTransaction[0]!.topicResults : answer.resultsByTopicV3AndBelow;
      const errorCode = results[0]!.resultsByPartition[0]!.partitionErrorCode;
      if (errorCode !== Errors.CONCURRENT_TRANSACTIONS.code || attempt === 1000) return errorCode;
    }
  }

  async commitOffset(groupId: string, topic: string, offset: number, options: CommitOptions = {}): Promise<number> {
    const { partition: partitionIndex = 0, fields } = options;
    const { transactionalId, producerId, producerEpoch } = this;
    if (this.version === 1) {
      const request = { transactionalId, producerId, producerEpoch, groupId };
      const { errorCode } = await this.client.call(ADD_OFFSETS, request);
      if (errorCode !== 0) return errorCode;
    }
    const partition = { partitionIndex, committedOffset: offset, committedLeaderEpoch: -1, committedMetadata: '' };
    const topicId = this.client.topicIds.get(topic) ?? ZERO_UUID;
    const request = newTxnOffsetCommitRequest({
      transactionalId,
      groupId,
      producerId,
      producerEpoch,
      topics: [{ name: topic, topicId, partitions: [partition] }],
      ...fields,
    });
    const answer = await this.client.call(TXN_OFFSET_COMMIT, request, this.version === 2 ? 5 : 4);
    return answer.topics[0]!.partitions[0]!.errorCode;
  }

  /** Ends the transaction, once more while the one before it is not through. Resolves with the error code. */
  async end(committed: boolean): Promise<number> {
    for (let attempt = 0; ; attempt++) {
      const answer = await this.tryEnd(committed);
      if (answer.errorCode === Errors.CONCURRENT_TRANSACTIONS.code && attempt < 1000) continue;
      if (answer.errorCode === 0) {
        this.#added.clear();
        if (this.version === 2) this.#take(answer.producerId, answer.producerEpoch);
      }
      return answer.errorCode;
    }
  }

  tryEnd(committed: boolean) {
    const { transactionalId, producerId, producerEpoch } = this;
    const request = { transactionalId, producerId, producerEpoch, committed };
    return this.client.call(END, request, this.version === 2 ? 5 : 4);
  }

  /** As the coordinator describes it. */
  async describe(): Promise<DescribeTransactionsResponseTransactionState> {
    const codecs = [describeTransactionsRequest, describeTransactionsResponse] as const;
    const answer = await this.client.call(codecs, { transactionalIds: [this.transactionalId] });
    return answer.transactionStates[0]!;
  }

  async state(): Promise<string> {
    return (await this.describe()).transactionState;
  }

  /** Until the markers of the last transaction are written. */
  async untilComplete(): Promise<void> {
    for (let attempt = 0; attempt < 1000; attempt++) {
      const state = await this.state();
      if (state === 'Empty' || state.startsWith('Complete')) return;
    }
    throw new Error('the transaction never ends');
  }

  #take(producerId: number, producerEpoch: number): void {
    if (producerId !== this.producerId || producerEpoch !== this.producerEpoch) this.sequences.clear();
    this.producerId = producerId;
    this.producerEpoch = producerEpoch;
  }
}
