/** For tests: a broker of their own, and kafkajs's objects on it that are taken away when the test ends. */
import { startTestBroker, type TestBroker } from '#broker/testing';
import type { Admin, AdminConfig, Consumer, ConsumerConfig, KafkaConfig, KafkaMessage } from './index.ts';
import { Kafka, logLevel, type LogEntry, type Message, type Producer, type ProducerConfig } from './index.ts';

const CONDITION_MS = 20_000;

export interface SeenMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly value: string | undefined;
  readonly message: KafkaMessage;
}

export class FacadeWorld {
  readonly broker: TestBroker;
  readonly log: LogEntry[] = [];
  readonly #clients: { disconnect(): Promise<void> }[] = [];
  #names = 0;

  private constructor(broker: TestBroker) {
    this.broker = broker;
  }

  static async start(configs: Readonly<Record<string, string>> = {}): Promise<FacadeWorld> {
    return new FacadeWorld(await startTestBroker(configs));
  }

  /** Whose broker comes back on its port. */
  static async startOnOnePort(): Promise<FacadeWorld> {
    const finder = await startTestBroker();
    const { port } = finder;
    await finder.stop();
    return FacadeWorld.start({ listeners: `PLAINTEXT://127.0.0.1:${port}` });
  }

  async stop(): Promise<void> {
    await this.disconnect();
    await this.broker.stop();
  }

  /** All clients so far. */
  async disconnect(): Promise<void> {
    await Promise.all(this.#clients.splice(0).map((client) => client.disconnect()));
  }

  unique(prefix: string): string {
    return `${prefix}-${++this.#names}`;
  }

  kafka(config: Partial<KafkaConfig> = {}): Kafka {
    return new Kafka({
      clientId: 'facade-test',
      brokers: [`127.0.0.1:${this.broker.port}`],
      logLevel: logLevel.DEBUG,
      logCreator: () => (entry) => this.log.push(entry),
      retry: { initialRetryTime: 10, maxRetryTime: 50 },
      ...config,
    });
  }

  async admin(config: AdminConfig = {}, kafka: Kafka = this.kafka()): Promise<Admin> {
    const admin = this.keep(kafka.admin(config));
    await admin.connect();
    return admin;
  }

  async producer(config: ProducerConfig = {}, kafka: Kafka = this.kafka()): Promise<Producer> {
    const producer = this.keep(kafka.producer(config));
    await producer.connect();
    return producer;
  }

  /** Connected; it waits 100 ms for messages at most. */
  async consumer(config: Partial<ConsumerConfig> = {}, kafka: Kafka = this.kafka()): Promise<Consumer> {
    const consumer = this.keep(kafka.consumer({ groupId: this.unique('group'), maxWaitTimeInMs: 100, ...config }));
    await consumer.connect();
    return consumer;
  }

  async topic(numPartitions = 1): Promise<string> {
    const topic = this.unique('topic');
    const admin = this.kafka().admin();
    await admin.createTopics({ topics: [{ topic, numPartitions }] });
    await admin.disconnect();
    return topic;
  }

  /** A topic of one partition with these values. */
  async filled(values: readonly string[]): Promise<string> {
    const topic = await this.topic();
    await this.send(
      topic,
      values.map((value) => ({ value })),
    );
    return topic;
  }

  async send(topic: string, messages: Message[]): Promise<void> {
    const producer = this.kafka().producer();
    await producer.connect();
    await producer.send({ topic, messages });
    await producer.disconnect();
  }

  keep<Client extends { disconnect(): Promise<void> }>(client: Client): Client {
    this.#clients.push(client);
    return client;
  }

  /** Resolves once the condition holds; looked at every few milliseconds. */
  async until(what: string, condition: () => boolean): Promise<void> {
    const { clock, scheduler } = this.broker.env;
    const deadline = clock.monotonic() + CONDITION_MS;
    while (!condition()) {
      if (clock.monotonic() > deadline) throw new Error(`It took longer than ${CONDITION_MS} ms until ${what}`);
      await new Promise<void>((resolve) => void scheduler.after(5, resolve, { keepAlive: true }));
    }
  }
}

export function seen(topic: string, partition: number, message: KafkaMessage): SeenMessage {
  return { topic, partition, offset: message.offset, value: message.value?.toString(), message };
}

/** Numbers as texts. */
export function numbers(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => String(from + index));
}
