/** For tests: a broker in this process on a directory of its own, and a client that speaks the protocol as told. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection, Env, LogFields, Logger, LogLevel } from '#kernel';
import { createNodeEnv } from '#kernel/node';
import {
  CompressionType,
  FrameReader,
  Reader,
  RecordBatchBuilder,
  requestHeaderVersion,
  responseHeaderVersion,
  Writer,
  type MessageCodec,
  type ProducerStamp,
} from '#protocol';
import { Broker, type BrokerOptions } from './broker.ts';
import { parseBrokerConfig } from './config/index.ts';

export interface LoggedLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

export interface TestBroker {
  readonly env: Env;
  readonly broker: Broker;
  /** What it logged, but for debug lines. */
  readonly logLines: LoggedLine[];
  readonly port: number;
  readonly directory: string;
  connect(): Promise<TestClient>;
  /** Closes and starts again on the same directory. */
  restart(): Promise<void>;
  /** Fails where a handler threw or a log line was more than a line. */
  stop(): Promise<void>;
}

export async function startTestBroker(
  configs: Readonly<Record<string, string>> = {},
  brokerOptions: BrokerOptions = {},
): Promise<TestBroker> {
  const directory = await mkdtemp(join(tmpdir(), 'samsa-broker-'));
  const logLines: LoggedLine[] = [];
  const env = createNodeEnv({ logger: collectingLogger(logLines) });
  const options = {
    listeners: 'PLAINTEXT://127.0.0.1:0',
    'log.dirs': directory,
    'group.initial.rebalance.delay.ms': '0',
    'offsets.topic.num.partitions': '3',
    'transaction.state.log.num.partitions': '3',
    ...configs,
  };
  const start = (): Promise<Broker> => Broker.start(env, parseBrokerConfig({ options }).config, brokerOptions);
  let broker = await start();
  const topicIds = new Map<string, string>();
  const clients: TestClient[] = [];
  return {
    env,
    logLines,
    directory,
    get broker() {
      return broker;
    },
    get port() {
      return broker.addresses[0]!.port;
    },
    async connect() {
      const client = await TestClient.connect(env, broker.addresses[0]!.port, topicIds);
      clients.push(client);
      return client;
    },
    async restart() {
      await broker.close();
      broker = await start();
    },
    async stop() {
      for (const client of clients) client.close();
      await broker.close();
      await rm(directory, { recursive: true, force: true });
      const long = logLines.filter(({ message }) => message.includes('\n'));
      if (long.length > 0) throw new Error(`a handler failed: ${long[0]!.message}`);
    },
  };
}

function collectingLogger(lines: LoggedLine[]): Logger {
  const log =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (level !== 'debug') lines.push({ level, message, fields });
    };
  return {
    error: log('error'),
    warn: log('warn'),
    info: log('info'),
    debug: log('debug'),
    isEnabled: (level) => level !== 'debug',
    component: () => collectingLogger(lines),
  };
}

type Waiter = { resolve(frame: Buffer): void; reject(error: Error): void };

/** Requests may be sent without waiting for answers; answers are taken in order, as a broker has to give them. */
export class TestClient {
  readonly connection: Connection;
  /** Of the topics that `createTopic` made, by name; shared by all clients of a test broker. */
  readonly topicIds: Map<string, string>;
  clientId: string | null = 'test';
  readonly #frames = new FrameReader(0x7fffffff);
  readonly #waiting: Waiter[] = [];
  /** Answers that came before anybody asked for them. */
  readonly #unclaimed: Buffer[] = [];
  readonly #closed: Promise<void>;
  #correlationId = 0;
  #isClosed = false;

  private constructor(connection: Connection, topicIds: Map<string, string>) {
    this.connection = connection;
    this.topicIds = topicIds;
    connection.on('data', (chunk) => this.#onData(chunk));
    connection.on('error', () => connection.destroy());
    this.#closed = new Promise((resolve) => {
      connection.on('close', () => {
        this.#isClosed = true;
        for (const waiter of this.#waiting.splice(0)) waiter.reject(new Error('the broker closed the connection'));
        resolve();
      });
    });
  }

  static async connect(env: Env, port: number, topicIds: Map<string, string> = new Map()): Promise<TestClient> {
    return new TestClient(await env.network.connect({ host: '127.0.0.1', port, timeoutMs: 5000 }), topicIds);
  }

  /** Over a connection of any kind. */
  static over(connection: Connection): TestClient {
    return new TestClient(connection, new Map());
  }

  /** Resolves when the broker has closed the connection. */
  whenClosed(): Promise<void> {
    return this.#closed;
  }

  close(): void {
    this.connection.destroy();
  }

  /** Sends what is queued and says that no more will come. */
  finish(): void {
    this.connection.end();
  }

  send(bytes: Uint8Array): void {
    this.connection.write(bytes);
  }

  async call<Q, A>(
    [request, response]: readonly [MessageCodec<Q>, MessageCodec<A>],
    message: Q,
    version: number = request.maxVersion,
  ): Promise<A> {
    const correlationId = this.#correlationId++;
    this.send(encodeRequest(request, message, { version, correlationId, clientId: this.clientId }));
    const frame = await this.answer();
    const reader = new Reader(frame);
    const answered = reader.int32();
    if (answered !== correlationId) throw new Error(`answer ${answered} to request ${correlationId}`);
    if (responseHeaderVersion(request.apiKey, version) > 0) reader.skipTags();
    const answer = response.read(reader, version);
    reader.expectEnd();
    return answer;
  }

  /** The next frame from the broker. */
  answer(): Promise<Buffer> {
    const unclaimed = this.#unclaimed.shift();
    if (unclaimed !== undefined) return Promise.resolve(unclaimed);
    if (this.#isClosed) return Promise.reject(new Error('the broker closed the connection'));
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #onData(chunk: Buffer): void {
    const frames: Buffer[] = [];
    this.#frames.push(chunk, frames);
    for (const frame of frames) {
      const waiter = this.#waiting.shift();
      if (waiter === undefined) this.#unclaimed.push(frame);
      else waiter.resolve(frame);
    }
  }
}

export function encodeRequest<Q>(
  request: MessageCodec<Q>,
  message: Q,
  header: { version: number; correlationId: number; clientId: string | null },
): Buffer {
  const writer = new Writer();
  writer.beginFrame();
  writer.int16(request.apiKey);
  writer.int16(header.version);
  writer.int32(header.correlationId);
  writer.stringOrNull(header.clientId);
  if (requestHeaderVersion(request.apiKey, header.version) > 1) writer.uvarint(0);
  request.write(writer, message, header.version);
  return writer.finishBuffer();
}

export interface BatchOptions {
  readonly timestamp?: number;
  readonly producer?: ProducerStamp;
  readonly compression?: CompressionType;
}

/** One batch; values are texts, keys `null` or texts. */
export function batchOf(
  records: readonly (readonly [key: string | null, value: string | null])[],
  options: BatchOptions = {},
): Buffer {
  const builder = new RecordBatchBuilder({});
  const timestamp = options.timestamp ?? Date.now();
  for (const [key, value] of records) {
    builder.append(timestamp, key === null ? null : Buffer.from(key), value === null ? null : Buffer.from(value));
  }
  return builder.build({ ...options.producer, compression: options.compression ?? CompressionType.NONE });
}
