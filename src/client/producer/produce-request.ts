/** A Produce request with one batch for each of its partitions, and finding the batches again in the answer. */
import {
  CompressionType,
  produceRequest,
  produceResponse,
  ZERO_UUID,
  type ProduceRequest,
  type ProduceResponse,
  type ProduceResponsePartitionProduceResponse,
} from '#protocol';
import type { RequestOptions, Rpc } from '../network/rpc.ts';
import type { ProducerBatch } from './producer-batch.ts';

export const PRODUCE: Rpc<ProduceRequest, ProduceResponse> = [produceRequest, produceResponse];

/** Topics by id. */
const FIRST_WITH_TOPIC_IDS = 13;
/** The first in which a broker adds partitions to the transaction by itself (KIP-890). */
const FIRST_OF_TRANSACTION_V2 = 12;
const FIRST_WITH_ZSTD = 7;

export interface ProduceHeader {
  readonly transactionalId: string | null;
  readonly acks: number;
  readonly timeoutMs: number;
}

export function produceBody(header: ProduceHeader, batches: readonly ProducerBatch[]): ProduceRequest {
  const request: ProduceRequest = { ...header, topicData: [] };
  for (const batch of batches) {
    const { topic, partition } = batch.queue;
    let data = request.topicData.find(({ name }) => name === topic.name);
    if (data === undefined) {
      data = { name: topic.name, topicId: topic.metadata?.topicId ?? ZERO_UUID, partitionData: [] };
      request.topicData.push(data);
    }
    data.partitionData.push({ index: partition, records: batch.payload() });
  }
  return request;
}

/** Which versions can carry the request. */
export function produceVersions(
  request: ProduceRequest,
  options: { isTransactionV2: boolean; compression: CompressionType },
): Pick<RequestOptions, 'minVersion' | 'maxVersion'> {
  const hasIds = request.topicData.every(({ topicId }) => topicId !== ZERO_UUID);
  let maxVersion = hasIds ? produceRequest.maxVersion : FIRST_WITH_TOPIC_IDS - 1;
  let minVersion: number = produceRequest.minVersion;
  if (options.compression === CompressionType.ZSTD) minVersion = FIRST_WITH_ZSTD;
  if (request.transactionalId !== null) {
    if (options.isTransactionV2) minVersion = FIRST_OF_TRANSACTION_V2;
    else maxVersion = FIRST_OF_TRANSACTION_V2 - 1;
  }
  return { minVersion, maxVersion };
}

/** Calls `each` for every batch, with what the answer says of it, or undefined where it says nothing. */
export function matchAnswer(
  batches: readonly ProducerBatch[],
  answer: ProduceResponse,
  each: (batch: ProducerBatch, result: ProduceResponsePartitionProduceResponse | undefined) => void,
): void {
  for (const batch of batches) {
    const { topic, partition } = batch.queue;
    const id = topic.metadata?.topicId;
    const results = answer.responses.find(
      ({ name, topicId }) => name === topic.name || (name === '' && (topicId === id || answer.responses.length === 1)),
    );
    each(
      batch,
      results?.partitionResponses.find(({ index }) => index === partition),
    );
  }
}
