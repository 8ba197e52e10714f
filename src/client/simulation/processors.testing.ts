/** Simulated applications that read, process and write in transactions, and one that reads what they commit. */
import { Consumer } from '../consumer/consumer.ts';
import { isKafkaError, type ClientError } from '../errors.ts';
import { Producer } from '../producer/producer.ts';
import type { ConsumerRecord } from '../records/consumer-record.ts';
import { CLIENT_OPTIONS, SimulatedClient, TOPIC } from './clients.testing.ts';
import { outputValue, type CommittedReads, type ProcessedTransaction } from './exactly-once-history.testing.ts';
import type { ClientWorld } from './world.testing.ts';

export const OUTPUT = 'out';
export const PROCESSORS = 'processors';

const planned = new Error('planned');

export interface ProcessorOptions {
  readonly index: number;
  readonly isDone: () => boolean;
  readonly protocol: 'classic' | 'consumer';
  /** As applications do that do not know better, to see whether it is found out. */
  readonly commitsOutside: boolean;
}

export class SimulatedProcessor extends SimulatedClient {
  readonly transactions: ProcessedTransaction[] = [];
  readonly #options: ProcessorOptions;
  #consumer: Consumer | null = null;

  constructor(world: ClientWorld, options: ProcessorOptions) {
    super(world, `x${options.index}`);
    this.#options = options;
  }

  override describe(): string {
    return `${super.describe()} ${JSON.stringify(this.#consumer?.status)}`;
  }

  protected async live(): Promise<void> {
    while (!this.#options.isDone()) await this.#liveUntilFenced();
  }

  /** One pair of clients, until the producer cannot go on; whoever runs such a processor starts it again. */
  async #liveUntilFenced(): Promise<void> {
    const consumer = this.#newConsumer();
    this.#consumer = consumer;
    const producer = this.#producer();
    consumer.subscribe([TOPIC]);
    let isFine = true;
    while (isFine && !this.#options.isDone()) {
      const records = await consumer.poll(50);
      if (records.length > 0) isFine = await this.#process(producer, consumer, records);
    }
    await producer.close();
    await consumer.close();
  }

  /** False where both clients have to be made anew. */
  async #process(producer: Producer, consumer: Consumer, records: readonly ConsumerRecord[]): Promise<boolean> {
    const id = `${this.name}.${this.lives - 1}-${this.transactions.length}`;
    const transaction: ProcessedTransaction = { id, values: [], outcome: 'open' };
    this.transactions.push(transaction);
    const isToAbort = this.world.random.chance(0.2);
    try {
      await producer.transaction(async (open) => {
        const sending = records.map(({ partition, offset }) => {
          const value = outputValue(partition, offset, id);
          transaction.values.push(value);
          return open.send({ topic: OUTPUT, value, partition });
        });
        const results = await Promise.allSettled(sending);
        for (const result of results) if (result.status === 'rejected') throw result.reason;
        if (this.world.random.chance(0.3)) await this.pause(this.world.random.below(40));
        if (!this.#options.commitsOutside) await open.sendOffsets(consumer);
        if (isToAbort) throw planned;
        transaction.outcome = 'committing';
      });
      transaction.outcome = 'committed';
      if (this.#options.commitsOutside) await consumer.commit();
      return true;
    } catch (error) {
      if (error === planned) transaction.outcome = 'aborted';
      else if (!isKafkaError(error)) throw error;
      this.world.note(this.name, `has not committed ${id}: ${(error as Error).message}`);
      if (error !== planned && (error as ClientError).fatal) return false;
      // What was handed out counts as processed otherwise; where others have the partition by now, nothing can be sought.
      return this.#seekBack(consumer, records);
    }
  }

  #seekBack(consumer: Consumer, records: readonly ConsumerRecord[]): boolean {
    const first = new Map<number, number>();
    for (const { partition, offset } of records) if (!first.has(partition)) first.set(partition, offset);
    const owned = new Set(consumer.assignment().map(({ partition }) => partition));
    if (![...first.keys()].every((partition) => owned.has(partition)) || this.world.random.chance(0.3)) return false;
    consumer.seek([...first].map(([partition, offset]) => ({ topic: TOPIC, partition, offset })));
    return true;
  }

  #newConsumer(): Consumer {
    return new Consumer({
      ...CLIENT_OPTIONS,
      env: this.env,
      clientId: this.name,
      groupId: PROCESSORS,
      ...(this.#options.protocol === 'consumer'
        ? { groupProtocol: 'consumer' }
        : { sessionTimeoutMs: this.pick([1500, 3000]), heartbeatIntervalMs: 300 }),
      maxPollIntervalMs: 10_000,
      enableAutoCommit: false,
      isolationLevel: 'read_committed',
      autoOffsetReset: 'earliest',
      fetchMaxWaitMs: 50,
      maxPollRecords: this.pick([500, 4]),
    });
  }

  #producer(): Producer {
    return new Producer({
      ...CLIENT_OPTIONS,
      env: this.env,
      clientId: this.name,
      transactionalId: this.name,
      transactionTimeoutMs: this.pick([10_000, 2000]),
      maxInFlightRequestsPerConnection: 1 + this.world.random.below(5),
      batchSize: this.pick([16_384, 200]),
      maxBlockMs: 20_000,
      deliveryTimeoutMs: 20_000,
    });
  }
}

export interface OutputReaderOptions {
  readonly reads: CommittedReads;
  readonly partitions: number;
  readonly isolationLevel: 'read_committed' | 'read_uncommitted';
  readonly isDone: () => boolean;
}

/** Reads the output from its beginning, life for life. */
export class OutputReader extends SimulatedClient {
  readonly #options: OutputReaderOptions;

  constructor(world: ClientWorld, options: OutputReaderOptions) {
    super(world, 'reader');
    this.#options = options;
  }

  protected async live(): Promise<void> {
    const { reads, partitions, isolationLevel, isDone } = this.#options;
    const consumer = new Consumer({
      ...CLIENT_OPTIONS,
      env: this.env,
      clientId: 'reader',
      isolationLevel,
      autoOffsetReset: 'earliest',
      fetchMaxWaitMs: 50,
      maxPartitionFetchBytes: this.pick([1_048_576, 400]),
    });
    const last = Array.from({ length: partitions }, () => -1);
    consumer.assign(last.map((_, partition) => ({ topic: OUTPUT, partition })));
    while (!isDone()) {
      for (const record of await consumer.poll(50)) {
        const { partition, offset } = record;
        reads.see(partition, { offset, value: record.text() ?? '' }, last[partition] ?? -1);
        last[partition] = offset;
      }
    }
    await consumer.close();
  }
}
