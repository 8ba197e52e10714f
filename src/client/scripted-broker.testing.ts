/**
 * For tests: a broker whose answers the test writes, over the Network of any Env. ApiVersions, Metadata and
 * FindCoordinator are answered of themselves: it has every API in every version, is the node that everything is led by,
 * and has the topics that it was given.
 */
import type { Connection, Env, Listener } from '#kernel';
import {
  ApiKey,
  apis,
  apiVersionsRequest,
  apiVersionsResponse,
  Errors,
  findApi,
  findCoordinatorRequest,
  findCoordinatorResponse,
  FrameReader,
  metadataRequest,
  metadataResponse,
  newApiVersionsResponse,
  newFindCoordinatorResponse,
  newFindCoordinatorResponseCoordinator,
  newMetadataResponse,
  newMetadataResponseBroker,
  newMetadataResponsePartition,
  newMetadataResponseTopic,
  Reader,
  requestHeaderVersion,
  responseHeaderVersion,
  Writer,
  type MessageCodec,
  type MetadataRequest,
  type MetadataResponse,
  type MetadataResponseTopic,
} from '#protocol';

/** `close` ends the connection, `silence` answers never; bytes are sent as they are, without a frame around them. */
export type ScriptedAnswer<A> = A | 'close' | 'silence' | Uint8Array;

export interface ScriptedTopic {
  readonly partitions: number;
  /** Where absent: made of the name. */
  readonly topicId?: string;
  readonly leaderEpoch?: number;
  /** Of all partitions; this broker where absent. */
  readonly leader?: number;
}

export interface ScriptedBrokerOptions {
  readonly nodeId?: number;
  readonly clusterId?: string | null;
  /** 0, a free one, where absent. */
  readonly port?: number;
  /** The name it is advertised under. */
  readonly host?: string;
}

/** A request as it came in. */
export interface ReceivedRequest {
  readonly apiName: string;
  readonly version: number;
  readonly correlationId: number;
  readonly clientId: string | null;
  readonly body: unknown;
}

const FIRST_WITH_COORDINATOR_KEYS = 4;

type Handler = (request: unknown, version: number) => unknown;

export class ScriptedBroker {
  readonly nodeId: number;
  readonly host: string;
  clusterId: string | null;
  port = 0;
  readonly topics: Map<string, ScriptedTopic> = new Map();
  /** Named in Metadata besides this one. */
  peers: readonly ScriptedBroker[] = [];
  /** API key → range, where it is not all that the codec has; null hides the API. */
  readonly versions: Map<number, readonly [min: number, max: number] | null> = new Map();
  readonly features: { name: string; level: number }[] = [];
  /** All requests, oldest first. */
  readonly received: ReceivedRequest[] = [];
  /** Connections that were accepted so far. */
  connectionCount = 0;
  readonly #connections: Set<Connection> = new Set();
  readonly #handlers: Map<number, Handler> = new Map();
  #listener: Listener | null = null;

  private constructor({ nodeId = 1, clusterId = 'scripted', host = '127.0.0.1' }: ScriptedBrokerOptions) {
    this.nodeId = nodeId;
    this.clusterId = clusterId;
    this.host = host;
    this.on(apiVersionsRequest, apiVersionsResponse, () => this.apiVersions());
    this.on(metadataRequest, metadataResponse, (request) => this.metadata(request));
    this.on(findCoordinatorRequest, findCoordinatorResponse, ({ coordinatorKeys }, version) => {
      const here = { nodeId: this.nodeId, host: this.host, port: this.port };
      if (version < FIRST_WITH_COORDINATOR_KEYS) return newFindCoordinatorResponse(here);
      const coordinators = coordinatorKeys.map((key) => newFindCoordinatorResponseCoordinator({ key, ...here }));
      return newFindCoordinatorResponse({ coordinators });
    });
  }

  static async start(env: Env, options: ScriptedBrokerOptions = {}): Promise<ScriptedBroker> {
    const broker = new ScriptedBroker(options);
    await broker.listen(env, options.port ?? 0);
    return broker;
  }

  /** `127.0.0.1:PORT`. */
  get bootstrap(): string {
    return `127.0.0.1:${this.port}`;
  }

  get openConnections(): number {
    return this.#connections.size;
  }

  /** After `stop`: again, on the port that it had. */
  async listen(env: Env, port: number = this.port): Promise<void> {
    this.#listener = await env.network.listen({ host: '127.0.0.1', port }, (connection) => this.#serve(connection));
    this.port = this.#listener.port;
  }

  /** Answers the API from now on. The answer's body may be a promise. */
  on<Q, A>(
    request: MessageCodec<Q>,
    _response: MessageCodec<A>,
    handler: (request: Q, version: number) => ScriptedAnswer<A> | Promise<ScriptedAnswer<A>>,
  ): void {
    this.#handlers.set(request.apiKey, handler as Handler);
  }

  /** What came in of one API. */
  requests<Q>(request: MessageCodec<Q>): Q[] {
    const apiName = findApi(request.apiKey)?.name;
    return this.received.filter((one) => one.apiName === apiName).map(({ body }) => body as Q);
  }

  /** The answer that ApiVersions gets by default. */
  apiVersions(): ReturnType<typeof newApiVersionsResponse> {
    const apiKeys = apis
      .filter(({ listeners }) => listeners.includes('broker'))
      .flatMap(({ apiKey, request }) => {
        const range = this.versions.get(apiKey);
        const [minVersion, maxVersion] = range ?? [request.minVersion, request.maxVersion];
        return range === null ? [] : [{ apiKey, minVersion, maxVersion }];
      });
    const finalizedFeatures = this.features.map(({ name, level }) => ({
      name,
      maxVersionLevel: level,
      minVersionLevel: level,
    }));
    return newApiVersionsResponse({ apiKeys, finalizedFeatures, finalizedFeaturesEpoch: 1 });
  }

  /** The answer that Metadata gets by default. */
  metadata({ topics }: MetadataRequest): MetadataResponse {
    const brokers = [this, ...this.peers].map(({ nodeId, host, port }) =>
      newMetadataResponseBroker({ nodeId, host, port }),
    );
    const names = topics === null ? [...this.topics.keys()] : topics.map(({ name }) => name ?? '');
    return newMetadataResponse({
      brokers,
      clusterId: this.clusterId,
      controllerId: this.nodeId,
      topics: names.map((name) => this.#topic(name)),
    });
  }

  /** Ends all connections; nobody can connect until `listen`. */
  async stop(): Promise<void> {
    await this.#listener?.close();
    this.#listener = null;
    this.dropConnections();
  }

  dropConnections(): void {
    for (const connection of this.#connections) connection.destroy();
  }

  #topic(name: string): MetadataResponseTopic {
    const topic = this.topics.get(name);
    if (topic === undefined) {
      return newMetadataResponseTopic({ name, errorCode: Errors.UNKNOWN_TOPIC_OR_PARTITION.code });
    }
    const { partitions, leaderEpoch = 0, leader = this.nodeId } = topic;
    return newMetadataResponseTopic({
      name,
      topicId: topic.topicId ?? topicIdOf(name),
      partitions: Array.from({ length: partitions }, (_, partitionIndex) =>
        newMetadataResponsePartition({
          partitionIndex,
          leaderId: leader,
          leaderEpoch,
          replicaNodes: [leader],
          isrNodes: [leader],
        }),
      ),
    });
  }

  #serve(connection: Connection): void {
    this.connectionCount++;
    this.#connections.add(connection);
    const reader = new FrameReader(256 * 1024 * 1024);
    let turn: Promise<void> = Promise.resolve();
    connection.on('data', (chunk) => {
      const frames: Buffer[] = [];
      if (reader.push(chunk, frames) !== null) connection.destroy();
      for (const frame of frames) {
        // A request that cannot be read ends the connection, as at any broker.
        turn = turn.then(() => this.#answer(connection, frame)).catch(() => void connection.destroy());
      }
    });
    connection.on('error', () => connection.destroy());
    connection.on('end', () => connection.end());
    connection.on('close', () => this.#connections.delete(connection));
  }

  async #answer(connection: Connection, frame: Buffer): Promise<void> {
    const header = new Reader(frame);
    const api = findApi(header.int16())!;
    const version = header.int16();
    const correlationId = header.int32();
    const clientId = header.stringOrNull();
    const { apiKey, request: codec, response, name: apiName } = api;
    const range = this.versions.get(apiKey) ?? [codec.minVersion, codec.maxVersion];
    if (apiKey === ApiKey.ApiVersions && version > range[1]) return this.#refuseVersion(connection, correlationId);
    if (requestHeaderVersion(apiKey, version) > 1) header.skipTags();
    const body = codec.read(header, version);
    this.received.push({ apiName, version, correlationId, clientId, body });
    const handler = this.#handlers.get(apiKey);
    const answer = handler === undefined ? 'silence' : await handler(body, version);
    if (answer === 'close') connection.destroy();
    else if (answer instanceof Uint8Array) connection.write(answer);
    else if (answer !== 'silence') connection.write(encodeAnswer(response, answer, { version, correlationId }));
  }

  #refuseVersion(connection: Connection, correlationId: number): void {
    const answer = { ...this.apiVersions(), errorCode: Errors.UNSUPPORTED_VERSION.code };
    connection.write(encodeAnswer(apiVersionsResponse, answer, { version: 0, correlationId }));
  }
}

/** An answer as it goes over the wire, its length in front. */
export function encodeAnswer<A>(
  response: MessageCodec<A>,
  answer: A,
  { version, correlationId }: { readonly version: number; readonly correlationId: number },
): Buffer {
  const writer = new Writer();
  writer.beginFrame();
  writer.int32(correlationId);
  if (responseHeaderVersion(response.apiKey, version) > 0) writer.uvarint(0);
  response.write(writer, answer, version);
  return writer.finishBuffer();
}

/** 22 characters of base64url that follow from the name. */
function topicIdOf(name: string): string {
  const bytes = Buffer.alloc(16, 1);
  bytes.write(name.slice(0, 15), 1, 'latin1');
  return bytes.toString('base64url');
}
