/**
 * For tests: Samsa's own broker in this process, on a directory of its own. It starts again on the port that it had, as a
 * broker does whose clients are to come back.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Broker, parseBrokerConfig } from '#broker';
import type { Env } from '#kernel';
import { createNodeEnv } from '#kernel/node';

const SILENT = { write: (): boolean => true };

export class ClientTestBroker {
  readonly env: Env;
  readonly directory: string;
  readonly #configs: Readonly<Record<string, string>>;
  #broker: Broker | null = null;
  port = 0;

  private constructor(directory: string, configs: Readonly<Record<string, string>>) {
    this.env = createNodeEnv({ logger: { stream: SILENT } });
    this.directory = directory;
    this.#configs = configs;
  }

  /** `configs` are those of the broker, with Kafka's keys. */
  static async start(configs: Readonly<Record<string, string>> = {}): Promise<ClientTestBroker> {
    const directory = await mkdtemp(join(tmpdir(), 'samsa-client-'));
    const broker = new ClientTestBroker(directory, configs);
    await broker.start();
    return broker;
  }

  get bootstrap(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** After `stop`: again on the same directory and port. */
  async start(): Promise<void> {
    const options = {
      listeners: `PLAINTEXT://127.0.0.1:${this.port}`,
      'log.dirs': this.directory,
      'group.initial.rebalance.delay.ms': '0',
      'offsets.topic.num.partitions': '3',
      ...this.#configs,
    };
    this.#broker = await Broker.start(this.env, parseBrokerConfig({ options }).config);
    this.port = this.#broker.addresses[0]!.port;
  }

  /** The directory stays. */
  async stop(): Promise<void> {
    await this.#broker?.close();
    this.#broker = null;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Stops it and removes its directory. */
  async close(): Promise<void> {
    await this.stop();
    await rm(this.directory, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
