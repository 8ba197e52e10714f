/**
 * The protocol without a client: one connection, one request at a time, on the codecs alone. Checks prepare topics with it and
 * look at what a broker holds, so that what the client says is never proved by the client itself.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import {
  apiVersionsRequest,
  apiVersionsResponse,
  contiguous,
  createTopicsRequest,
  createTopicsResponse,
  errorForCode,
  fetchRequest,
  fetchResponse,
  listOffsetsRequest,
  listOffsetsResponse,
  newApiVersionsRequest,
  newCreateTopicsRequest,
  newCreateTopicsRequestCreatableTopic,
  newFetchRequest,
  newFetchRequestPartition,
  newFetchRequestTopic,
  newListOffsetsRequest,
  newListOffsetsRequestPartition,
  Reader,
  recordBatch,
  RecordCursor,
  requestHeader,
  requestHeaderVersion,
  responseHeader,
  responseHeaderVersion,
  Writer,
} from '../../src/protocol/index.ts';
import type { MessageCodec } from '../../src/protocol/index.ts';
import type { Served } from './needs.ts';

const ANSWER_WITHIN_MS = 30_000;
/** The last versions of CreateTopics, Fetch and ListOffsets that go by names; older brokers have lower ones. */
const CREATE_TOPICS_VERSION = 5;
const FETCH_VERSION = 12;
const LIST_OFFSETS_VERSION = 7;
/** The first that tells the broker's features. */
const API_VERSIONS_WITH_FEATURES = 3;
const MAX_BYTES = 50_000_000;

/** A record as it lies in the log. */
export interface StoredRecord {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [name: string, value: Buffer | null])[];
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly compression: number;
}

type Rpc<Q, A> = readonly [request: MessageCodec<Q>, response: MessageCodec<A>];

export class Wire {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #waiting: PromiseWithResolvers<Buffer> | null = null;
  #correlationId = 0;
  /** API key → the highest version of the broker. */
  #highest: ReadonlyMap<number, number> = new Map();

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#waiting?.reject(error));
    socket.on('close', () => this.#waiting?.reject(new Error('the broker closed the connection')));
  }

  /** Connects, and asks which versions the broker has. */
  static async open(port: number): Promise<Wire> {
    const wire = await Wire.#connect(port);
    const { apiKeys } = await wire.call([apiVersionsRequest, apiVersionsResponse], newApiVersionsRequest(), 0);
    wire.#highest = new Map(apiKeys.map(({ apiKey, maxVersion }) => [apiKey, maxVersion]));
    return wire;
  }

  static #connect(port: number): Promise<Wire> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.removeListener('error', reject);
        resolve(new Wire(socket));
      });
    });
  }

  /** One call at a time, in a version of `upTo` or in the broker's highest where that is lower. */
  async call<Q, A>([request, response]: Rpc<Q, A>, message: Q, upTo: number = request.maxVersion): Promise<A> {
    const apiKey = request.apiKey ?? -1;
    const version = Math.min(upTo, this.#highest.get(apiKey) ?? upTo);
    const correlationId = ++this.#correlationId;
    const writer = new Writer();
    writer.beginFrame();
    const header = { requestApiKey: apiKey, requestApiVersion: version, correlationId, clientId: 'conformance' };
    requestHeader.write(writer, header, requestHeaderVersion(apiKey, version));
    request.write(writer, message, version);
    const waiting = Promise.withResolvers<Buffer>();
    this.#waiting = waiting;
    const timer = setTimeout(() => waiting.reject(new Error(`no answer to API ${apiKey}`)), ANSWER_WITHIN_MS);
    try {
      this.#socket.write(writer.finishBuffer());
      const reader = new Reader(await waiting.promise);
      const answered = responseHeader.read(reader, responseHeaderVersion(apiKey, version));
      if (answered.correlationId !== correlationId) throw new Error(`API ${apiKey}: the answer to another request`);
      return response.read(reader, version);
    } finally {
      clearTimeout(timer);
      this.#waiting = null;
    }
  }

  async served(): Promise<Served> {
    const request = newApiVersionsRequest({ clientSoftwareName: 'conformance', clientSoftwareVersion: '1' });
    const answer = await this.call([apiVersionsRequest, apiVersionsResponse], request, API_VERSIONS_WITH_FEATURES);
    if (answer.errorCode !== 0) throw new Error(`ApiVersions: ${errorForCode(answer.errorCode).name}`);
    return {
      apis: new Map(answer.apiKeys.map(({ apiKey, maxVersion }) => [apiKey, maxVersion])),
      features: new Map(answer.finalizedFeatures.map(({ name, maxVersionLevel }) => [name, maxVersionLevel])),
      knownFeatures: new Set(answer.supportedFeatures.map(({ name }) => name)),
    };
  }

  async createTopic(name: string, partitions: number, configs: Readonly<Record<string, string>> = {}): Promise<void> {
    const topic = newCreateTopicsRequestCreatableTopic({
      name,
      numPartitions: partitions,
      replicationFactor: 1,
      configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
    });
    const request = newCreateTopicsRequest({ topics: [topic], timeoutMs: ANSWER_WITHIN_MS });
    const { topics } = await this.call([createTopicsRequest, createTopicsResponse], request, CREATE_TOPICS_VERSION);
    const created = topics[0];
    if (created?.errorCode !== 0)
      throw new Error(`CreateTopics ${name}: ${errorForCode(created?.errorCode ?? -1).name} ${created?.errorMessage}`);
  }

  /** The offset at a timestamp; −2 is the beginning, −1 the end. Null while the partition has no leader. */
  async offsetAt(topic: string, partition: number, timestamp: number): Promise<number | null> {
    const asked = newListOffsetsRequestPartition({ partitionIndex: partition, timestamp });
    const request = newListOffsetsRequest({ replicaId: -1, topics: [{ name: topic, partitions: [asked] }] });
    const { topics } = await this.call([listOffsetsRequest, listOffsetsResponse], request, LIST_OFFSETS_VERSION);
    const answer = topics[0]?.partitions[0];
    return answer === undefined || answer.errorCode !== 0 ? null : answer.offset;
  }

  /** All that the partition holds up to its high watermark, control records left out, aborted ones included. */
  async read(topic: string, partition: number): Promise<StoredRecord[]> {
    const records: StoredRecord[] = [];
    const end = (await this.offsetAt(topic, partition, -1)) ?? 0;
    let offset = (await this.offsetAt(topic, partition, -2)) ?? 0;
    while (offset < end) {
      const bytes = await this.#fetch(topic, partition, offset);
      const next = decodeBatches(bytes, partition, (record) => {
        if (record.offset >= offset) records.push(record);
      });
      if (next <= offset) throw new Error(`${topic}-${partition}: nothing at ${offset}, which is below the end ${end}`);
      offset = next;
    }
    return records;
  }

  close(): void {
    this.#socket.destroy();
  }

  async #fetch(topic: string, partition: number, offset: number): Promise<Buffer> {
    const asked = newFetchRequestPartition({ partition, fetchOffset: offset, partitionMaxBytes: MAX_BYTES });
    const request = newFetchRequest({
      maxWaitMs: 0,
      minBytes: 1,
      maxBytes: MAX_BYTES,
      replicaId: -1,
      sessionEpoch: -1,
      topics: [newFetchRequestTopic({ topic, partitions: [asked] })],
    });
    const { responses } = await this.call([fetchRequest, fetchResponse], request, FETCH_VERSION);
    const answer = responses[0]?.partitions[0];
    if (answer?.errorCode !== 0) throw new Error(`Fetch: ${errorForCode(answer?.errorCode ?? -1).name}`);
    return Buffer.from(contiguous(answer.records ?? Buffer.alloc(0)));
  }

  #take(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    if (this.#received.length < 4) return;
    const length = 4 + this.#received.readInt32BE(0);
    if (this.#received.length < length) return;
    const frame = this.#received.subarray(4, length);
    this.#received = this.#received.subarray(length);
    this.#waiting?.resolve(frame);
  }
}

/** Hands on each record of the data batches; answers the offset after the last batch. */
function decodeBatches(bytes: Buffer, partition: number, onRecord: (record: StoredRecord) => void): number {
  const cursor = new RecordCursor();
  let next = -1;
  for (let at = 0; at < bytes.length;) {
    const size = recordBatch.completeSize(bytes, at, bytes.length);
    if (size <= 0) break;
    if (!recordBatch.isChecksumValid(bytes, at)) throw new Error(`a wrong checksum in partition ${partition}`);
    next = recordBatch.nextOffset(bytes, at);
    if (!recordBatch.isControlBatch(bytes, at)) {
      cursor.open(bytes, at, MAX_BYTES);
      const batch = {
        partition,
        producerId: recordBatch.producerId(bytes, at),
        producerEpoch: recordBatch.producerEpoch(bytes, at),
        compression: recordBatch.compressionType(bytes, at),
      };
      while (cursor.next()) onRecord({ ...batch, ...recordAt(cursor) });
    }
    at += size;
  }
  return next;
}

const copyOf = (bytes: Uint8Array | null): Buffer | null => (bytes === null ? null : Buffer.from(bytes));

function recordAt(cursor: RecordCursor): Pick<StoredRecord, 'offset' | 'timestamp' | 'key' | 'value' | 'headers'> {
  return {
    offset: cursor.offset,
    timestamp: cursor.timestamp,
    key: copyOf(cursor.key),
    value: copyOf(cursor.value),
    headers: cursor.headers().map(({ key, value }) => [key, copyOf(value)] as const),
  };
}
