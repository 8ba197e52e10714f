/** For tests: a scripted broker's partitions, served to Fetch, ListOffsets and OffsetForLeaderEpoch as the test has them. */
import {
  Errors,
  fetchRequest,
  fetchResponse,
  listOffsetsRequest,
  listOffsetsResponse,
  newFetchResponse,
  newFetchResponseFetchableTopicResponse,
  newFetchResponsePartitionData,
  newListOffsetsResponse,
  newOffsetForLeaderEpochResponse,
  newOffsetForLeaderEpochResponseEpochEndOffset,
  newOffsetForLeaderEpochResponseOffsetForLeaderTopicResult,
  offsetForLeaderEpochRequest,
  offsetForLeaderEpochResponse,
  newListOffsetsResponsePartitionResponse,
  newListOffsetsResponseTopicResponse,
  recordBatch,
  type FetchRequest,
  type FetchRequestPartition,
  type FetchResponse,
  type FetchResponsePartitionData,
} from '#protocol';
import type { AbortedTransaction } from '../records/aborted-transactions.ts';
import type { ScriptedBroker } from '../scripted-broker.testing.ts';

/** What is answered for a partition instead of its records; null for those. */
export type Override = (asked: FetchRequestPartition, attempt: number) => Partial<FetchResponsePartitionData> | null;

export class ScriptedLog {
  /** By partition, in order. */
  readonly batches: Buffer[][];
  aborted: readonly (AbortedTransaction & { readonly lastOffset: number })[] = [];
  /** Of the topic as it is; others are not known. Null takes any. */
  topicId: string | null = null;
  /** Batches in one answer, at most. */
  batchesPerFetch = 100;
  override: Override = () => null;
  /** What answers are given besides their partitions. */
  decorate: (response: FetchResponse) => FetchResponse | Promise<FetchResponse> = (response) => response;
  logStartOffset = 0;
  #fetches = 0;
  readonly #topic: string;

  constructor(topic: string, partitions: number) {
    this.#topic = topic;
    this.batches = Array.from({ length: partitions }, () => []);
  }

  serve(broker: ScriptedBroker): void {
    broker.on(fetchRequest, fetchResponse, (request) => this.#fetch(request));
    broker.on(listOffsetsRequest, listOffsetsResponse, ({ topics }) => {
      const answers = topics.map(({ name, partitions }) =>
        newListOffsetsResponseTopicResponse({
          name,
          partitions: partitions.map(({ partitionIndex, timestamp }) =>
            newListOffsetsResponsePartitionResponse({
              partitionIndex,
              offset: timestamp === -2 ? this.logStartOffset : this.#end(partitionIndex),
            }),
          ),
        }),
      );
      return newListOffsetsResponse({ topics: answers });
    });
    broker.on(offsetForLeaderEpochRequest, offsetForLeaderEpochResponse, ({ topics }) => {
      const answers = topics.map(({ topic, partitions }) =>
        newOffsetForLeaderEpochResponseOffsetForLeaderTopicResult({
          topic,
          partitions: partitions.map(({ partition, leaderEpoch }) =>
            newOffsetForLeaderEpochResponseEpochEndOffset({ partition, leaderEpoch, endOffset: this.#end(partition) }),
          ),
        }),
      );
      return newOffsetForLeaderEpochResponse({ topics: answers });
    });
  }

  #end(partition: number): number {
    const last = this.batches[partition]!.at(-1);
    return last === undefined ? this.logStartOffset : recordBatch.nextOffset(last, 0);
  }

  async #fetch({ topics }: FetchRequest): Promise<FetchResponse> {
    const attempt = ++this.#fetches;
    const responses = topics.map((topic) =>
      newFetchResponseFetchableTopicResponse({
        topic: this.#topic,
        topicId: topic.topicId,
        partitions: topic.partitions.map((asked) =>
          this.topicId === null || topic.topicId === this.topicId
            ? this.#partition(asked, attempt)
            : newFetchResponsePartitionData({
                partitionIndex: asked.partition,
                errorCode: Errors.UNKNOWN_TOPIC_ID.code,
              }),
        ),
      }),
    );
    const isEmpty = responses.every(({ partitions }) =>
      partitions.every(
        ({ records, errorCode, divergingEpoch }) => records === null && errorCode === 0 && divergingEpoch.endOffset < 0,
      ),
    );
    if (isEmpty) await new Promise((resolve) => setTimeout(resolve, 5));
    return this.decorate(newFetchResponse({ responses }));
  }

  #partition(asked: FetchRequestPartition, attempt: number): FetchResponsePartitionData {
    const { partition, fetchOffset } = asked;
    const highWatermark = this.#end(partition);
    const found = this.batches[partition]!.filter((bytes) => recordBatch.lastOffset(bytes, 0) >= fetchOffset);
    const sent = found.slice(0, this.batchesPerFetch);
    const upTo = sent.length === 0 ? -1 : recordBatch.lastOffset(sent.at(-1)!, 0);
    return newFetchResponsePartitionData({
      partitionIndex: partition,
      highWatermark,
      lastStableOffset: highWatermark,
      logStartOffset: this.logStartOffset,
      abortedTransactions: this.aborted.filter((one) => one.firstOffset <= upTo && one.lastOffset >= fetchOffset),
      records: sent.length === 0 ? null : Buffer.concat(sent),
      ...this.override(asked, attempt),
    });
  }
}
