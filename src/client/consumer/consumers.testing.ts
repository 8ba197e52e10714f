/** For tests: a broker with topics in it, and consumers of it that are closed when the test ends. */
import { rm } from 'node:fs/promises';
import type { TestContext } from 'node:test';
import { batchOf, createTopic, produce, TestClient } from '#broker/testing';
import {
  leaveGroupRequest,
  leaveGroupResponse,
  newLeaveGroupRequest,
  newLeaveGroupRequestMemberIdentity,
} from '#protocol';
import { ClientTestBroker } from '../test-broker.testing.ts';
import { Consumer } from './consumer.ts';
import type { ConsumerOptions } from './consumer-options.ts';

export class ConsumerWorld {
  readonly broker: ClientTestBroker;
  client: TestClient;
  readonly #consumers: { close(options: { timeoutMs: number }): Promise<void> }[] = [];

  private constructor(context: TestContext, broker: ClientTestBroker, client: TestClient) {
    this.broker = broker;
    this.client = client;
    context.after(async () => {
      await Promise.all(this.#consumers.map((consumer) => consumer.close({ timeoutMs: 2000 })));
      this.client.close();
      await broker.stop();
      await rm(broker.directory, { recursive: true, force: true });
    });
  }

  static async start(context: TestContext, configs: Readonly<Record<string, string>> = {}): Promise<ConsumerWorld> {
    const broker = await ClientTestBroker.start({ 'flush.ack': 'page-cache', ...configs });
    return new ConsumerWorld(context, broker, await TestClient.connect(broker.env, broker.port));
  }

  /** The broker stops, `meanwhile` happens, and it comes back on the same port. */
  async restart(meanwhile: () => void | Promise<void> = () => undefined): Promise<void> {
    const { topicIds } = this.client;
    this.client.close();
    await this.broker.stop();
    await meanwhile();
    await this.broker.start();
    this.client = await TestClient.connect(this.broker.env, this.broker.port, topicIds);
  }

  /** A topic with these values in its partitions, one batch for each value. */
  async topic(name: string, values: readonly (readonly string[])[]): Promise<void> {
    await createTopic(this.client, name, { partitions: values.length });
    for (const [partition, ofPartition] of values.entries()) await this.add(name, partition, ofPartition);
  }

  async add(topic: string, partition: number, values: readonly string[]): Promise<void> {
    for (const value of values) {
      const { errorCode } = await produce(this.client, topic, batchOf([[keyOf(value), value]]), { partition });
      if (errorCode !== 0) throw new Error(`produce answered ${errorCode}`);
    }
  }

  consumer<K = Buffer, V = Buffer>(options: Partial<ConsumerOptions<K, V>> = {}): Consumer<K, V> {
    const consumer = new Consumer<K, V>({
      bootstrapServers: this.broker.bootstrap,
      env: this.broker.env,
      autoOffsetReset: 'earliest',
      retryBackoffMs: 10,
      fetchMaxWaitMs: 50,
      ...options,
    });
    this.#consumers.push(consumer);
    return consumer;
  }

  /** As an operator removes a member, without its knowledge. */
  async removeMember(groupId: string, memberId: string): Promise<void> {
    const request = newLeaveGroupRequest({ groupId, members: [newLeaveGroupRequestMemberIdentity({ memberId })] });
    const { errorCode } = await this.client.call([leaveGroupRequest, leaveGroupResponse], request);
    if (errorCode !== 0) throw new Error(`leaving answered ${errorCode}`);
  }

  /** What the group has committed for the partitions of a topic. */
  async committed(groupId: string, topic: string, partitions: number): Promise<number[]> {
    const places = Array.from({ length: partitions }, (_, partition) => ({ topic, partition }));
    const offsets = await this.consumer({ groupId }).committed(places);
    return offsets.map(({ offset }) => offset);
  }
}

/** What stands before the first colon of a value is its key. */
function keyOf(value: string): string {
  return value.split(':')[0]!;
}

export const all = (topic: string, partitions: number): { topic: string; partition: number }[] =>
  Array.from({ length: partitions }, (_, partition) => ({ topic, partition }));

/** `prefix0`, `prefix1`, … */
export const numbered = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}`);

/** The texts of the next records, until there are `count` of them. */
export async function take(consumer: Consumer, count: number): Promise<(string | null)[]> {
  const texts: (string | null)[] = [];
  for await (const record of consumer) {
    texts.push(record.text());
    if (texts.length === count) break;
  }
  return texts;
}

/** Waits for a condition that nobody tells of, for some seconds at most. */
export async function until(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const giveUpAt = Date.now() + 15_000;
  while (!(await isTrue())) {
    if (Date.now() > giveUpAt) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
