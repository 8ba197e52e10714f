/**
 * Asks the transaction coordinator whether partitions belong to a producer's transaction, or to add them, before the
 * first batch is appended to them (KIP-890). A partition in which the transaction is open already needs no asking.
 */
import { Errors } from '#protocol';
import type { BrokerServices } from './handler.ts';
import type { Partition } from './partition.ts';
import type { PartitionVerification } from './transaction-verifications.ts';

export interface TransactionalWrite {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
  /** Whether partitions that are missing are added, as clients of version 2 expect. */
  readonly adds: boolean;
}

/** A partition, and the first sequence number of what is to be appended; -1 without one. */
export interface WritePartition {
  readonly partition: Partition;
  readonly baseSequence: number;
}

/** By partition, in the order asked for. */
export interface Confirmation {
  readonly errorCodes: readonly number[];
  /** For the append; undefined where the transaction is open. */
  readonly verifications: readonly (PartitionVerification | undefined)[];
}

/** Whether the producer's transaction has begun in the partition. */
export function hasBegun(
  partition: Partition,
  { producerId, producerEpoch }: Pick<TransactionalWrite, 'producerId' | 'producerEpoch'>,
): boolean {
  return partition.log.producers.hasOngoingTransaction(producerId, producerEpoch);
}

/** Errors are as newest clients know them, but PRODUCER_FENCED is INVALID_PRODUCER_EPOCH, as in all writes. */
export async function confirmTransaction(
  broker: Pick<BrokerServices, 'transactions' | 'configs'>,
  write: TransactionalWrite,
  partitions: readonly WritePartition[],
): Promise<Confirmation> {
  const verifications = partitions.map(({ partition, baseSequence }) =>
    hasBegun(partition, write) ? undefined : partition.verifications.begin({ ...write, baseSequence }),
  );
  const asked = partitions.flatMap(({ partition }, index) => (verifications[index] === undefined ? [] : [partition]));
  const answers = asked.length === 0 || !isNeeded(broker, write) ? [] : await ask(broker, write, asked);
  let next = 0;
  const errorCodes = verifications.map((verification) => {
    const errorCode = verification === undefined ? Errors.NONE.code : (answers[next++] ?? Errors.NONE.code);
    return errorCode === Errors.PRODUCER_FENCED.code ? Errors.INVALID_PRODUCER_EPOCH.code : errorCode;
  });
  return { errorCodes, verifications };
}

/** Looking may be switched off; adding not, as nothing else would. */
function isNeeded({ configs }: Pick<BrokerServices, 'configs'>, { adds }: TransactionalWrite): boolean {
  return adds || configs.values.transactionPartitionVerificationEnable;
}

async function ask(
  { transactions }: Pick<BrokerServices, 'transactions'>,
  { transactionalId, producerId, producerEpoch, adds }: TransactionalWrite,
  partitions: readonly Partition[],
): Promise<readonly number[]> {
  const topics = partitions.map(({ topic, partition }) => ({ topic, partitions: [partition] }));
  const request = { transactionalId, producerId, producerEpoch, topics };
  if (!adds) return transactions.verifyPartitions(request);
  const errorCode = await transactions.joinTransaction(request, 2);
  return partitions.map(() => errorCode);
}
