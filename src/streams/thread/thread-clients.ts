/**
 * The clients of one thread: what it reads with, restores with, writes with, and its place in the group.
 *
 * Invariant: nothing that reads makes a topic, whatever brokers allow, as in Kafka Streams: one with a single partition that
 * nobody wrote would take the place of the one that is missing.
 */
import {
  Admin,
  type CommonClientOptions,
  Consumer,
  type ConsumerOptions,
  type Metric,
  Producer,
  type ProducerOptions,
  StreamsMember,
  type StreamsMemberListener,
  type StreamsMemberOptions,
} from '#client';
import { AtLeastOnceCommitter, type Committer, ExactlyOnceCommitter } from './committer.ts';
import { ProducerSink } from './producer-sink.ts';

/** What an application says of its clients. */
export interface ClientSettings {
  /** Brokers, security and whatever else all clients have. */
  readonly common: CommonClientOptions;
  readonly applicationId: string;
  readonly isExactlyOnce: boolean;
  readonly maxPollRecords: number;
  readonly transactionTimeoutMs: number;
  readonly defaultApiTimeoutMs: number;
  /** Beyond that, of the one or the other. */
  readonly consumer: Partial<ConsumerOptions>;
  readonly restoreConsumer: Partial<ConsumerOptions>;
  readonly producer: Partial<ProducerOptions>;
  readonly member: Omit<StreamsMemberOptions, keyof CommonClientOptions | 'groupId' | 'listener'>;
}

export interface ThreadIdentity {
  /** `<application>-<process>-StreamThread-<number>`, as Kafka Streams names its threads. */
  readonly threadId: string;
  readonly transactionalId: string;
}

/** Records of changelogs that are restored at a time: they go straight into stores. */
const RESTORE_RECORDS = 10_000;

/** A producer with what stands behind it. When it cannot go on, another one takes its place. */
export interface Output {
  readonly producer: Producer;
  readonly sink: ProducerSink;
  readonly committer: Committer;
}

export class ThreadClients {
  readonly consumer: Consumer;
  readonly restoreConsumer: Consumer;
  readonly admin: Admin;
  readonly member: StreamsMember;
  readonly #settings: ClientSettings;
  readonly #identity: ThreadIdentity;

  /** No I/O yet. */
  constructor(settings: ClientSettings, identity: ThreadIdentity, listener: StreamsMemberListener) {
    this.#settings = settings;
    this.#identity = identity;
    const { common, applicationId: groupId } = settings;
    const { threadId } = identity;
    this.member = new StreamsMember({
      ...common,
      clientId: `${threadId}-consumer`,
      ...settings.member,
      groupId,
      listener,
    });
    this.consumer = new Consumer({
      ...this.#consumerOptions(`${threadId}-consumer`),
      ...settings.consumer,
      allowAutoCreateTopics: false,
      groupId,
      groupMember: () => this.member.groupMetadata(),
      enableAutoCommit: false,
    });
    this.restoreConsumer = new Consumer({
      ...this.#consumerOptions(`${threadId}-restore-consumer`),
      maxPollRecords: RESTORE_RECORDS,
      ...settings.restoreConsumer,
      allowAutoCreateTopics: false,
      // A store must not go on somewhere else in its changelog unnoticed.
      autoOffsetReset: 'none',
    });
    this.admin = new Admin({ ...common, clientId: `${threadId}-admin` });
  }

  /**
   * Another producer. With exactly-once whoever had its transactional id before is fenced. Fails at once when `stop` is aborted;
   * `onFailure`: a record could not be written.
   */
  async openOutput(stop: AbortSignal, onFailure: () => void): Promise<Output> {
    const { common, isExactlyOnce, transactionTimeoutMs } = this.#settings;
    const { threadId, transactionalId } = this.#identity;
    const producer: Producer = new Producer({
      ...common,
      clientId: `${threadId}-producer`,
      ...this.#settings.producer,
      // What handlers leave out takes nothing with it: neither the rest of its batch nor the transaction.
      leaveOutRefusedRecords: true,
      ...(isExactlyOnce ? { transactionalId, transactionTimeoutMs } : {}),
      onDelivery: (delivery) => sink.onDelivery(delivery),
    });
    const sink = new ProducerSink(producer, onFailure);
    if (isExactlyOnce) await beginTransactions(producer, stop);
    // Meanwhile the group makes up its mind.
    else void producer.warmUp();
    const committer = isExactlyOnce
      ? new ExactlyOnceCommitter({
          sink,
          producer,
          groupMetadata: () => this.member.groupMetadata(),
          beginOf: (topic, partition) => this.consumer.currentPosition({ topic, partition }),
        })
      : new AtLeastOnceCommitter(sink, this.consumer);
    return { producer, sink, committer };
  }

  /** Of those that are no producer. */
  metrics(): Metric[] {
    return [...this.consumer.metrics(), ...this.restoreConsumer.metrics(), ...this.admin.metrics()];
  }

  /** All but the member and the output, which have their order. */
  async close(timeoutMs: number): Promise<void> {
    await Promise.all([
      this.consumer.close({ timeoutMs }),
      this.restoreConsumer.close({ timeoutMs }),
      this.admin.close(),
    ]);
  }

  #consumerOptions(clientId: string): ConsumerOptions {
    const { common, isExactlyOnce, maxPollRecords, defaultApiTimeoutMs } = this.#settings;
    return {
      ...common,
      clientId,
      autoOffsetReset: 'earliest',
      isolationLevel: isExactlyOnce ? 'read_committed' : 'read_uncommitted',
      maxPollRecords,
      defaultApiTimeoutMs,
    };
  }
}

/** Nobody else closes a producer that cannot begin, or is not wanted any more before it could. */
async function beginTransactions(producer: Producer, stop: AbortSignal): Promise<void> {
  const close = (): void => void producer.close({ timeoutMs: 0 });
  stop.addEventListener('abort', close);
  try {
    await producer.initTransactions();
  } catch (error) {
    close();
    throw error;
  } finally {
    stop.removeEventListener('abort', close);
  }
}
