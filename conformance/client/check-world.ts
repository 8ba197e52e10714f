/** What one check works in: it makes clients of the broker, and closes all of them when the check ends, however it ends. */
import { setTimeout as delay } from 'node:timers/promises';
import { Admin, Consumer, Producer, ShareConsumer, StreamsMember } from '../../src/client/index.ts';
import type {
  AdminOptions,
  ConsumerOptions,
  ProducerOptions,
  ShareConsumerOptions,
  StreamsMembershipOptions,
  StreamsMemberOptions,
} from '../../src/client/index.ts';
import type { LogFields, Logger } from '../../src/kernel/index.ts';
import type { BrokerName } from '../runner/brokers.ts';
import { until, within } from '../runner/session.ts';
import type { Session } from '../runner/session.ts';
import { isServed } from './needs.ts';
import type { Need, Served } from './needs.ts';
import type { FaultProxy } from './fault-proxy.ts';
import type { RunningBroker } from './running-broker.ts';
import type { TopicSetup, World } from './scenario.ts';
import { Wire } from './wire.ts';

/** For each thing that a check opened. */
const CLOSE_WITHIN_MS = 15_000;
const UNTIL_MS = 30_000;
const MAX_LOG_LINES = 1000;
/** A reader that waits for records is to notice new ones soon. */
const FETCH_MAX_WAIT_MS = 100;
const RETRY_BACKOFF_MAX_MS = 200;

export interface CheckWorldOptions {
  readonly broker: RunningBroker;
  readonly served: Served;
  readonly directory: string;
  /** One for all checks on a broker: its commands take turns. */
  readonly java: () => Promise<Session>;
}

export class CheckWorld implements World {
  readonly broker: RunningBroker;
  readonly #options: CheckWorldOptions;
  /** What the clients have logged, debug lines left out. */
  readonly logLines: string[] = [];
  readonly #cleanups: (() => void | Promise<void>)[] = [];
  static #names = 0;

  constructor(options: CheckWorldOptions) {
    this.broker = options.broker;
    this.#options = options;
  }

  get brokerName(): BrokerName {
    return this.broker.name;
  }

  get bootstrap(): string {
    return this.broker.bootstrap;
  }

  unique(prefix: string): string {
    return `${prefix}-${process.pid}-${++CheckWorld.#names}`;
  }

  async createTopic({ partitions = 1, configs = {} }: TopicSetup = {}): Promise<string> {
    const topic = this.unique('topic');
    const wire = await Wire.open(this.broker.port);
    try {
      // Checks write records of any age, and a broker takes away what is older than a week, 30 s after its start at first.
      await wire.createTopic(topic, partitions, { 'retention.ms': '-1', ...configs });
      const isLed = async (): Promise<boolean> => {
        for (let partition = 0; partition < partitions; partition++) {
          if ((await wire.offsetAt(topic, partition, -1)) === null) return false;
        }
        return true;
      };
      await until(isLed, UNTIL_MS, () => `${topic} has leaders`);
    } finally {
      wire.close();
    }
    return topic;
  }

  producer(options: Partial<ProducerOptions> = {}): Producer {
    return this.#closing(
      new Producer({ bootstrapServers: this.bootstrap, logger: this.logger('producer'), ...options }),
    );
  }

  consumer(options: Partial<ConsumerOptions> = {}): Consumer {
    return this.#closing(
      new Consumer({
        bootstrapServers: this.bootstrap,
        logger: this.logger('consumer'),
        fetchMaxWaitMs: FETCH_MAX_WAIT_MS,
        ...options,
      }),
    );
  }

  shareConsumer(options: Partial<ShareConsumerOptions> & { readonly groupId: string }): ShareConsumer {
    const common = { bootstrapServers: this.bootstrap, logger: this.logger('share consumer') };
    return this.#closing(new ShareConsumer({ ...common, fetchMaxWaitMs: FETCH_MAX_WAIT_MS, ...options }));
  }

  streamsMember(options: StreamsMembershipOptions & Partial<StreamsMemberOptions>): StreamsMember {
    const common = { bootstrapServers: [this.bootstrap], logger: this.logger('streams member') };
    const member = new StreamsMember({ ...common, retryBackoffMaxMs: RETRY_BACKOFF_MAX_MS, ...options });
    this.defer(() => member.close({ timeoutMs: CLOSE_WITHIN_MS }));
    return member;
  }

  admin(options: Partial<AdminOptions> = {}): Admin {
    return this.#closing(new Admin({ bootstrapServers: this.bootstrap, logger: this.logger('admin'), ...options }));
  }

  async proxy(): Promise<FaultProxy> {
    return this.#closing(await this.broker.proxy());
  }

  java(): Promise<Session> {
    return this.#options.java();
  }

  async wire(): Promise<Wire> {
    return this.#closing(await Wire.open(this.broker.port));
  }

  logger(name: string): Logger {
    const log =
      (level: string) =>
      (message: string, fields: LogFields = {}): void => {
        if (this.logLines.length < MAX_LOG_LINES)
          this.logLines.push(`${level} ${name} ${message} ${JSON.stringify(fields)}`);
      };
    return {
      error: log('error'),
      warn: log('warn'),
      info: log('info'),
      debug: () => undefined,
      isEnabled: (level) => level !== 'debug',
      component: (inner) => this.logger(`${name}/${inner}`),
    };
  }

  serves(need: Need): boolean {
    return isServed(need, this.#options.served);
  }

  defer(cleanup: () => void | Promise<void>): void {
    this.#cleanups.push(cleanup);
  }

  until(what: string, condition: () => boolean | Promise<boolean>, withinMs: number = UNTIL_MS): Promise<void> {
    return until(condition, withinMs, () => what);
  }

  file(name: string): string {
    return `${this.#options.directory}/${this.unique('file')}-${name}`;
  }

  /** Closes what was opened, last first. A client that does not close in time is a failure of the check. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (const cleanup of this.#cleanups.reverse()) {
      const work = Promise.resolve().then(cleanup);
      await within('close', CLOSE_WITHIN_MS, work, () => undefined).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  #closing<T extends { close(): unknown }>(resource: T): T {
    this.defer(async () => {
      await resource.close();
    });
    return resource;
  }
}

/** A pause in a check that has to let time pass at the broker, such as a session's timeout. */
export function pause(ms: number): Promise<void> {
  return delay(ms);
}
