/**
 * A registry whose state is a topic: it reads the topic to its end, and decides and writes one command at a time.
 *
 * Invariant: a command is decided over all that the topic holds. What was acknowledged is applied at once where nothing lies
 * between it and what was applied before; else, and after a write whose end is not known, it waits for the reader.
 *
 * It is the one that writes: several on one topic are not told apart, so run one.
 */
import { Admin, Consumer, Producer, type AdminOptions } from '#client';
import { isKafkaError, settlesWithin, type Env } from '#kernel';
import { operationTimedOut, RegistryError, storeError } from '../registry-errors.ts';
import type { RegistryCommand, RegistrySettings, SchemaRegistry, StoreRecord } from '../registry-types.ts';
import { DEFAULT_SETTINGS } from '../registry-types.ts';
import { decide } from '../state/decide/decide.ts';
import type { ParsedSchemas } from '../state/parsed-schemas.ts';
import { RegistryState } from '../state/registry-state.ts';
import { OffsetWaits } from './offset-waits.ts';
import { ensureStoreTopic } from './store-topic.ts';

/** What all clients of the registry are made with. */
export interface RegistryClientOptions extends Pick<AdminOptions, 'clientId' | 'tls' | 'sasl' | 'requestTimeoutMs'> {
  /** `host:port`, one or several. */
  readonly bootstrapServers: string | readonly string[];
}

export interface TopicRegistryOptions {
  readonly client: RegistryClientOptions;
  readonly schemas: ParsedSchemas;
  readonly settings?: RegistrySettings;
  /** `_schemas` where absent. */
  readonly topic?: string;
  /** How long the topic may take to be read before a request is answered with 50002; reading goes on. */
  readonly initTimeoutMs?: number;
  /** How long a write may take. */
  readonly writeTimeoutMs?: number;
}

const NOOP: StoreRecord = { key: Buffer.from('{"keytype":"NOOP","magic":0}'), value: null };
const INIT_TIMEOUT_MS = 60_000;
const WRITE_TIMEOUT_MS = 30_000;

interface Clients {
  readonly admin: Admin;
  readonly producer: Producer;
  readonly consumer: Consumer;
}

export class TopicRegistry implements SchemaRegistry {
  readonly state: RegistryState;
  readonly schemas: ParsedSchemas;
  readonly #env: Env;
  readonly #options: TopicRegistryOptions;
  readonly #topic: string;
  readonly #log;
  readonly #applied = new OffsetWaits();
  #clients: Clients | null = null;
  #starting: Promise<void> | null = null;
  #isReady = false;
  #isClosed = false;
  /** Commands wait for the one before. */
  #last: Promise<unknown> = Promise.resolve();
  /** The end of a write is not known: what it wrote may still come. */
  #isUncertain = false;

  constructor(env: Env, options: TopicRegistryOptions) {
    this.#env = env;
    this.#options = options;
    this.#topic = options.topic ?? '_schemas';
    this.schemas = options.schemas;
    this.state = new RegistryState(options.settings ?? DEFAULT_SETTINGS);
    this.#log = env.logger.component('registry');
  }

  leadership(): { readonly isLeader: true } {
    return { isLeader: true };
  }

  async ready(): Promise<void> {
    if (this.#isReady) return;
    if (this.#isClosed) throw storeError('The registry is closed');
    this.#starting ??= this.#start();
    const starting = this.#starting;
    if (await settlesWithin(this.#env, starting, this.#options.initTimeoutMs ?? INIT_TIMEOUT_MS)) return starting;
    throw operationTimedOut(`The topic ${this.#topic} has not been read to its end yet`);
  }

  async execute(command: RegistryCommand): Promise<unknown> {
    await this.ready();
    const turn = this.#last.then(() => this.#execute(command));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isReady = false;
    await this.#last;
    await this.#starting?.catch(() => undefined);
    await this.#closeClients();
  }

  async #execute(command: RegistryCommand): Promise<unknown> {
    if (this.#isUncertain) await this.#write([NOOP]);
    const { records, answer } = decide(this.state, command, { now: this.#env.clock.now(), schemas: this.schemas });
    if (records.length > 0) await this.#write(records);
    return answer;
  }

  /** One that fails is tried again with the next request. */
  async #start(): Promise<void> {
    try {
      await this.#open();
      this.#isReady = true;
      this.#log.info('The registry has read its topic', {
        topic: this.#topic,
        schemas: this.state.schemas.versionCount,
        offset: this.state.lastOffset,
      });
    } catch (error) {
      this.#starting = null;
      await this.#closeClients();
      throw failureOf(error, `The topic ${this.#topic} cannot be read`);
    }
  }

  async #open(): Promise<void> {
    const common = { ...this.#options.client, env: this.#env };
    const clients: Clients = {
      admin: new Admin(common),
      producer: new Producer({ ...common, acks: 'all', enableIdempotence: true }),
      consumer: new Consumer({ ...common, autoOffsetReset: 'earliest' as const, enableAutoCommit: false }),
    };
    this.#clients = clients;
    await ensureStoreTopic(clients.admin, this.#topic);
    clients.consumer.assign([{ topic: this.#topic, partition: 0, offset: this.state.lastOffset + 1 }]);
    void this.#read(clients.consumer);
    // What was there before has been read once this one comes by.
    await this.#write([NOOP]);
  }

  async #read(consumer: Consumer): Promise<void> {
    try {
      for await (const { key, value, offset, timestamp } of consumer)
        this.#apply({ key, value }, { offset, timestamp });
    } catch (error) {
      if (this.#isClosed || this.#clients?.consumer !== consumer) return;
      this.#log.error('The registry cannot read its topic any more', { reason: reasonOf(error) });
      this.#isReady = false;
      this.#starting = null;
      await this.#closeClients();
    }
  }

  /** Once only: the reader comes by what was applied when it was written. */
  #apply({ key, value }: StoreRecord | { key: Buffer | null; value: Buffer | null }, place: Place): void {
    if (place.offset <= this.state.lastOffset || key === null) return;
    const problem = this.state.apply(key, value, { ...place, isLeader: false });
    if (problem !== null) this.#log.warn('A record of the registry was passed over', { reason: problem.reason });
    this.#applied.reached(this.state.lastOffset);
  }

  async #write(records: readonly StoreRecord[]): Promise<void> {
    const { producer } = this.#clients ?? {};
    if (producer === undefined) throw storeError('The registry is closed');
    this.#isUncertain = true;
    const timeoutMs = this.#options.writeTimeoutMs ?? WRITE_TIMEOUT_MS;
    const sent = producer.sendBatch(records.map((record) => ({ topic: this.#topic, partition: 0, ...record })));
    if (!(await settlesWithin(this.#env, sent, timeoutMs))) {
      throw operationTimedOut(`Nothing was acknowledged within ${timeoutMs} ms`);
    }
    const places = await sent.catch((error: unknown) => {
      throw failureOf(error, 'It could not be written');
    });
    const first = places[0]?.offset ?? -1;
    const last = places.at(-1)?.offset ?? -1;
    if (first >= 0 && first === this.state.lastOffset + 1 && last === first + records.length - 1) {
      for (const [index, record] of records.entries()) this.#apply(record, places[index]!);
    }
    if (!(await settlesWithin(this.#env, this.#applied.until(last), timeoutMs))) {
      throw operationTimedOut(`What was written was not read again within ${timeoutMs} ms`);
    }
    this.#isUncertain = false;
  }

  async #closeClients(): Promise<void> {
    const clients = this.#clients;
    this.#clients = null;
    if (clients === null) return;
    await Promise.all([clients.consumer.close(), clients.producer.close(), clients.admin.close()]);
  }
}

interface Place {
  readonly offset: number;
  readonly timestamp: number;
}

function failureOf(error: unknown, what: string): Error {
  if (error instanceof RegistryError) return error;
  if (isKafkaError(error) && error.code === 'TIMEOUT') return operationTimedOut(`${what}: ${error.message}`, error);
  return storeError(`${what}: ${reasonOf(error)}`, error);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
