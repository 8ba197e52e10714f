/** The commands about transactions, by kafkajs. */
import { randomUUID } from 'node:crypto';
import type { Consumer, Kafka, Producer, Transaction } from 'kafkajs';
import type { Arguments, Reply, SpecialCommandName, TransactionEnd } from '../../runner/commands.ts';
import type { Driver } from './driver.ts';

interface Opened {
  readonly producer: Producer;
  open: Transaction;
}

async function end(transaction: Transaction, how: TransactionEnd): Promise<void> {
  if (how === 'commit') await transaction.commit();
  if (how === 'abort') await transaction.abort();
}

/** A crash after which it begins again is none: as a coordinator loads, it does so in the time a real Kafka takes. */
function failsWhenItGivesUp(consumer: Consumer, { reject }: PromiseWithResolvers<void>): void {
  consumer.on('consumer.crash', ({ payload }) => {
    if (!payload.restart) reject(payload.error);
  });
}

class Transactions {
  readonly #kafka: Kafka;
  readonly #opened = new Map<string, Opened>();

  constructor(kafka: Kafka) {
    this.#kafka = kafka;
  }

  async open({ producer: name, id }: Arguments<'openTransactional'>): Promise<object> {
    const producer = await this.#producer(id);
    // It asks for its epoch as it begins its first transaction.
    this.#opened.set(name, { producer, open: await producer.transaction() });
    return {};
  }

  async transact(command: Arguments<'transact'>): Promise<object> {
    const opened = this.#named(command.producer);
    if (!opened.open.isActive()) opened.open = await opened.producer.transaction();
    const transaction = opened.open;
    await transaction.send({ topic: command.topic, messages: command.values.map((value) => ({ value })) });
    await end(transaction, command.end);
    return {};
  }

  async commitOpen({ producer }: Arguments<'commitOpen'>): Promise<object> {
    await this.#named(producer).open.commit();
    return {};
  }

  async transform(command: Arguments<'transform'>): Promise<Reply<'transform'>> {
    const { id, group, from, to, count } = command;
    const producer = await this.#producer(id);
    const consumer = this.#kafka.consumer({ groupId: group, maxWaitTimeInMs: 200, readUncommitted: false });
    const read: { value: string; offset: number }[] = [];
    const full = Promise.withResolvers<void>();
    failsWhenItGivesUp(consumer, full);
    await consumer.connect();
    await consumer.subscribe({ topics: [from], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ message }) => {
        if (read.length < count) read.push({ value: String(message.value), offset: Number(message.offset) });
        if (read.length === count) full.resolve();
      },
    });
    await full.promise;
    const transaction = await producer.transaction();
    await transaction.send({ topic: to, messages: read.map(({ value }) => ({ value: `${value}!` })) });
    const offset = String((read.at(-1)?.offset ?? -1) + 1);
    const topics = [{ topic: from, partitions: [{ partition: 0, offset }] }];
    await transaction.sendOffsets({ consumerGroupId: group, topics });
    await end(transaction, command.end);
    await consumer.disconnect();
    await producer.disconnect();
    return { values: read.map(({ value }) => value) };
  }

  async readCommitted({ topic, until }: Arguments<'readCommitted'>): Promise<Reply<'readCommitted'>> {
    const consumer = this.#kafka.consumer({
      groupId: `reader-${randomUUID()}`,
      maxWaitTimeInMs: 200,
      readUncommitted: false,
    });
    const values: string[] = [];
    const found = Promise.withResolvers<void>();
    failsWhenItGivesUp(consumer, found);
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ message }) => {
        values.push(String(message.value));
        if (values.at(-1) === until) found.resolve();
      },
    });
    await found.promise;
    await consumer.disconnect();
    return { values: values.slice(0, values.indexOf(until) + 1) };
  }

  #named(name: string): Opened {
    const opened = this.#opened.get(name);
    if (opened === undefined) throw new Error(`no producer was opened as ${name}`);
    return opened;
  }

  async #producer(transactionalId: string): Promise<Producer> {
    const producer = this.#kafka.producer({
      transactionalId,
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
    });
    await producer.connect();
    return producer;
  }
}

export function transactionCommands(kafka: Kafka): Pick<Driver, SpecialCommandName> {
  const transactions = new Transactions(kafka);
  return {
    openTransactional: (command) => transactions.open(command),
    transact: (command) => transactions.transact(command),
    commitOpen: (command) => transactions.commitOpen(command),
    transform: (command) => transactions.transform(command),
    readCommitted: (command) => transactions.readCommitted(command),
  };
}
