/** Transactions as the application uses them, over the TransactionManager. */
import type { Logger } from '#kernel';
import { errorFor, isKafkaError } from '../errors.ts';
import type { ProducerRecord, RecordMetadata } from './producer-record.ts';
import type { TransactionManager } from './transaction-manager.ts';
import type { GroupOffsetsToSend, OffsetsSource, Transaction } from './transaction.ts';

/** The producer's own calls. */
export interface TransactionalSends<K, V> {
  send(record: ProducerRecord<K, V>): Promise<RecordMetadata>;
  sendBatch(records: readonly ProducerRecord<K, V>[]): Promise<RecordMetadata[]>;
  enqueue(record: ProducerRecord<K, V>): boolean;
}

/** The handle of one transaction: it sends nothing once that is over. */
export class OpenTransaction<K, V> implements Transaction<K, V> {
  readonly #sends: TransactionalSends<K, V>;
  readonly #manager: TransactionManager;
  readonly #number: number;

  constructor(sends: TransactionalSends<K, V>, manager: TransactionManager) {
    this.#sends = sends;
    this.#manager = manager;
    this.#number = manager.number;
  }

  async send(record: ProducerRecord<K, V>): Promise<RecordMetadata> {
    this.#mustBeCurrent();
    return this.#sends.send(record);
  }

  async sendBatch(records: readonly ProducerRecord<K, V>[]): Promise<RecordMetadata[]> {
    this.#mustBeCurrent();
    return this.#sends.sendBatch(records);
  }

  enqueue(record: ProducerRecord<K, V>): boolean {
    this.#mustBeCurrent();
    return this.#sends.enqueue(record);
  }

  async sendOffsets(source: OffsetsSource | GroupOffsetsToSend): Promise<void> {
    this.#mustBeCurrent();
    await this.#manager.sendOffsets(offsetsOf(source));
  }

  #mustBeCurrent(): void {
    if (this.#manager.number !== this.#number) {
      throw errorFor('ILLEGAL_STATE', 'This transaction is over: send within the callback, or begin another one.');
    }
  }
}

export function offsetsOf(source: OffsetsSource | GroupOffsetsToSend): GroupOffsetsToSend {
  if ('offsets' in source) return source;
  return { offsets: source.offsetsToCommit(), group: source.groupMetadata() };
}

/** Commits when `work` resolves; aborts and rethrows when it throws, or when the commit shows that it has to be. */
export async function runTransaction<K, V, T>(
  manager: TransactionManager,
  options: { readonly sends: TransactionalSends<K, V>; readonly logger: Logger },
  work: (transaction: Transaction<K, V>) => Promise<T>,
): Promise<T> {
  await manager.begin();
  try {
    const result = await work(new OpenTransaction(options.sends, manager));
    await manager.commit();
    return result;
  } catch (error) {
    if (manager.isOpen) await abortQuietly(manager, options.logger);
    throw error;
  }
}

/** The error that made it necessary is the one that counts. */
async function abortQuietly(manager: TransactionManager, logger: Logger): Promise<void> {
  try {
    await manager.abort();
  } catch (error) {
    const reason = isKafkaError(error) ? `${error.code}: ${error.message}` : String(error);
    logger.warn('A transaction was not aborted', { transactionalId: manager.transactionalId, reason });
  }
}
