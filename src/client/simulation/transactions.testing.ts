/** Simulated transactional producers, and readers that are to see what they commit and nothing else. */
import assert from 'node:assert/strict';
import { Consumer } from '../consumer/consumer.ts';
import { isKafkaError, type ClientError } from '../errors.ts';
import { Producer } from '../producer/producer.ts';
import { CLIENT_OPTIONS, SimulatedClient, TOPIC } from './clients.testing.ts';
import type { ClientWorld } from './world.testing.ts';

/** `open` until its end was asked for; whoever dies before that has committed nothing. */
export interface SentTransaction {
  readonly values: string[];
  outcome: 'open' | 'committing' | 'committed' | 'aborted';
}

const planned = new Error('planned');

export class SimulatedTransactions extends SimulatedClient {
  readonly transactions: SentTransaction[] = [];
  readonly #partitions: number;
  #sent = 0;

  constructor(world: ClientWorld, { index, partitions }: { index: number; partitions: number }) {
    super(world, `t${index}`);
    this.#partitions = partitions;
  }

  protected async live(): Promise<void> {
    while (!this.world.isHealed) {
      const producer = this.#producer();
      while (!this.world.isHealed && (await this.#transact(producer))) await this.pause(this.world.random.below(50));
      await producer.close();
    }
  }

  #producer(): Producer {
    return new Producer({
      ...CLIENT_OPTIONS,
      env: this.env,
      clientId: this.name,
      transactionalId: this.name,
      maxInFlightRequestsPerConnection: 1 + this.world.random.below(5),
      batchSize: this.pick([16_384, 200]),
      maxBlockMs: 60_000,
      deliveryTimeoutMs: 60_000,
    });
  }

  /** False where the producer cannot go on and another one has to take its place. */
  async #transact(producer: Producer): Promise<boolean> {
    const transaction: SentTransaction = { values: [], outcome: 'open' };
    this.transactions.push(transaction);
    const isToAbort = this.world.random.chance(0.3);
    try {
      await producer.transaction(async (open) => {
        const sending: Promise<unknown>[] = [];
        for (let count = this.world.random.below(6); count > 0; count--) {
          const value = `${this.name}-${this.#sent++}`;
          transaction.values.push(value);
          sending.push(open.send({ topic: TOPIC, value, partition: this.world.random.below(this.#partitions) }));
          if (this.world.random.chance(0.3)) await this.pause(this.world.random.below(20));
        }
        const results = await Promise.allSettled(sending);
        for (const result of results) if (result.status === 'rejected') throw result.reason;
        if (isToAbort) throw planned;
        transaction.outcome = 'committing';
      });
      transaction.outcome = 'committed';
      this.world.note(this.name, `has committed ${transaction.values.join()}`);
      return true;
    } catch (error) {
      this.world.note(this.name, `has not committed ${transaction.values.join()}: ${String(error)}`);
      if (error === planned) {
        transaction.outcome = 'aborted';
        return true;
      }
      if (!isKafkaError(error)) throw error;
      return !(error as ClientError).fatal;
    }
  }
}

export class CommittedReader extends SimulatedClient {
  /** By partition, in the order in which they were handed out to the life at hand. */
  seen: string[][] = [];
  readonly #partitions: number;
  #target: readonly number[] | null = null;

  constructor(world: ClientWorld, partitions: number) {
    super(world, 'reader');
    this.#partitions = partitions;
  }

  /** So many records are there to see. */
  finishAt(counts: readonly number[]): void {
    this.#target = counts;
  }

  protected async live(): Promise<void> {
    this.seen = Array.from({ length: this.#partitions }, () => []);
    const consumer = new Consumer({
      ...CLIENT_OPTIONS,
      env: this.env,
      clientId: 'reader',
      isolationLevel: 'read_committed',
      autoOffsetReset: 'earliest',
      fetchMaxWaitMs: 50,
      maxPartitionFetchBytes: this.pick([1_048_576, 400]),
      maxPollRecords: this.pick([500, 3]),
    });
    consumer.assign(this.seen.map((_, partition) => ({ topic: TOPIC, partition })));
    while (!this.#hasAll()) {
      for (const record of await consumer.poll(50)) this.seen[record.partition]?.push(record.text() ?? '');
    }
    await consumer.close();
  }

  #hasAll(): boolean {
    return (
      this.#target !== null && this.#target.every((count, partition) => (this.seen[partition]?.length ?? 0) >= count)
    );
  }
}

/** All of a transaction is visible, or nothing of it: as its producer was told, or as it came out where it was not told. */
export function verifyTransactions(transactions: readonly SentTransaction[], visible: ReadonlySet<string>): void {
  for (const { values, outcome } of transactions) {
    const count = values.filter((value) => visible.has(value)).length;
    const what = `${outcome} transaction of ${values.join(', ')}: ${count} are visible`;
    if (outcome === 'committed') assert.equal(count, values.length, what);
    else if (outcome === 'committing') assert.ok(count === 0 || count === values.length, what);
    else assert.equal(count, 0, what);
  }
}
