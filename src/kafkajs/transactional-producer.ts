/**
 * The one of the client's producers that has the transactional id. Its compression is that of the first `send` of a
 * transaction: where this is another than before, the transaction, still empty, is begun again by a producer of that codec.
 */
import { Producer, type Bytes, type ProducerOptions, type Transaction } from '#client';
import { CompressionTypes } from './constants.ts';
import { codecOf } from './producer-pool.ts';

type ClientTransaction = Transaction<Bytes, Bytes>;

export class TransactionalProducer {
  readonly #options: ProducerOptions;
  readonly #onOpened: (producer: Producer) => void;
  #compression: CompressionTypes = CompressionTypes.None;
  #producer: Producer | null = null;
  #transaction: ClientTransaction | null = null;
  /** Whether the transaction has something in it. */
  #isUsed = false;

  constructor(options: ProducerOptions, onOpened: (producer: Producer) => void) {
    this.#options = options;
    this.#onOpened = onOpened;
  }

  /** Of the transaction at hand. */
  get compression(): CompressionTypes {
    return this.#compression;
  }

  get isInTransaction(): boolean {
    return this.#transaction !== null;
  }

  async begin(): Promise<void> {
    const producer = this.#open();
    await producer.initTransactions();
    this.#transaction = await producer.beginTransaction();
    this.#isUsed = false;
  }

  /** The transaction, to send records of this compression with. */
  async transactionFor(compression: CompressionTypes): Promise<ClientTransaction | null> {
    if (this.#transaction !== null && !this.#isUsed && compression !== this.#compression) {
      await this.#producer?.abortTransaction();
      await this.#producer?.close();
      this.#producer = null;
      this.#compression = compression;
      await this.begin();
    }
    this.#isUsed = true;
    return this.#transaction;
  }

  partitionsFor(topic: string): ReturnType<Producer['partitionsFor']> {
    return this.#open().partitionsFor(topic);
  }

  async end(how: 'commit' | 'abort'): Promise<void> {
    if (how === 'commit') await this.#producer?.commitTransaction();
    else await this.#producer?.abortTransaction();
    this.#transaction = null;
  }

  async close(timeoutMs: number): Promise<void> {
    this.#transaction = null;
    await this.#producer?.close({ timeoutMs });
  }

  #open(): Producer {
    if (this.#producer !== null) return this.#producer;
    this.#producer = new Producer({ ...this.#options, compressionType: codecOf(this.#compression) });
    this.#onOpened(this.#producer);
    return this.#producer;
  }
}
