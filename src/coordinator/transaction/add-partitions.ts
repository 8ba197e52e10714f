/** AddPartitionsToTxn and AddOffsetsToTxn (rule T2), what Produce v12 adds by itself, and its check without adding (KIP-890). */
import { Errors } from '#protocol';
import { type Decision, refused, step } from './decision.ts';
import { ongoing, type TransactionMetadata } from './transaction-metadata.ts';
import { containsAll, type TransactionTopic } from './transaction-partitions.ts';
import { isPrepared } from './transaction-state.ts';

export interface TransactionProducer {
  readonly producerId: number;
  readonly producerEpoch: number;
}

export interface AddCommand extends TransactionProducer {
  readonly topics: readonly TransactionTopic[];
  readonly clientTransactionVersion: number;
  readonly now: number;
}

export function decideAdd(metadata: TransactionMetadata | undefined, command: AddCommand): Decision {
  const errorCode = producerError(metadata, command);
  if (metadata === undefined || errorCode !== Errors.NONE.code) return { kind: 'refused', errorCode };
  if (metadata.state === 'Ongoing' && containsAll(metadata.partitions, command.topics)) return refused(Errors.NONE);
  return step(ongoing(metadata, command.topics, command));
}

/** The error for each partition, in order, where the transaction is only looked at. */
export function verifyPartitions(
  metadata: TransactionMetadata | undefined,
  producer: TransactionProducer,
  topics: readonly TransactionTopic[],
): number[] {
  const errorCode = producerError(metadata, producer);
  return topics.flatMap(({ topic, partitions }) =>
    partitions.map((partition) => {
      if (metadata === undefined || errorCode !== Errors.NONE.code) return errorCode;
      const isPart = metadata.partitions.get(topic)?.has(partition) ?? false;
      return isPart ? Errors.NONE.code : Errors.TRANSACTION_ABORTABLE.code;
    }),
  );
}

function producerError(metadata: TransactionMetadata | undefined, producer: TransactionProducer): number {
  if (metadata === undefined || metadata.producerId !== producer.producerId) {
    return Errors.INVALID_PRODUCER_ID_MAPPING.code;
  }
  if (metadata.producerEpoch !== producer.producerEpoch) return Errors.PRODUCER_FENCED.code;
  return isPrepared(metadata.state) ? Errors.CONCURRENT_TRANSACTIONS.code : Errors.NONE.code;
}
