/** A transaction with kafkajs's calls. Nothing can be done with it once it has ended. */
import { KafkaJSNonRetriableError } from './errors.ts';
import type { ProducerFacade, SendRecords } from './producer.ts';
import type { ProducerBatch, RecordMetadata, Transaction } from './producer-types.ts';
import type { TransactionalProducer } from './transactional-producer.ts';

/** Rejects where another one is open. */
export async function openTransaction(
  facade: ProducerFacade,
  transactional: TransactionalProducer,
): Promise<Transaction> {
  if (transactional.isInTransaction) {
    throw new KafkaJSNonRetriableError(
      'There is already an ongoing transaction for this producer. Please end the transaction before beginning another.',
    );
  }
  await failingAs(facade, transactional.begin());
  let isActive = true;
  const mustBeActive = (): void => {
    if (!isActive) throw new KafkaJSNonRetriableError('Cannot continue to use transaction once ended');
  };
  const sendRecords: SendRecords = async (records, { compression }) => {
    const transaction = await transactional.transactionFor(compression);
    mustBeActive();
    return transaction!.sendBatch(records);
  };
  const sendBatch = async (batch: ProducerBatch): Promise<RecordMetadata[]> => {
    mustBeActive();
    return facade.sendVia(batch, sendRecords, { mustBeSafe: true, topics: transactional });
  };
  const end = async (how: 'commit' | 'abort'): Promise<void> => {
    mustBeActive();
    await failingAs(facade, transactional.end(how));
    isActive = false;
  };
  return {
    sendBatch,
    send: ({ topic, messages, ...how }) => sendBatch({ ...how, topicMessages: [{ topic, messages }] }),
    sendOffsets: async ({ consumerGroupId, topics }) => {
      mustBeActive();
      const offsets = topics.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset }) => ({ topic, partition, offset: Number(offset) })),
      );
      const transaction = await transactional.transactionFor(transactional.compression);
      await failingAs(facade, transaction!.sendOffsets({ offsets, group: consumerGroupId }));
      facade.offsetsSent(consumerGroupId, { topics });
    },
    commit: () => end('commit'),
    abort: () => end('abort'),
    isActive: () => isActive && transactional.isInTransaction,
  };
}

async function failingAs<T>(facade: ProducerFacade, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw facade.failure(error);
  }
}
