/**
 * All connections of one client: a lane for each broker and use. Until metadata is known, and again when none of the
 * known brokers can be reached (KIP-899), the brokers are the bootstrap servers, under negative ids.
 */
import { Writer } from '#protocol';
import type { ClientError } from '../errors.ts';
import { BrokerLane, closedError, type LaneHost, type NodeAddress } from '../network/broker-lane.ts';
import { describePeer } from '../network/broken-connection.ts';
import type { BrokerVersions } from '../network/broker-versions.ts';
import { NEWEST_API_VERSIONS } from '../network/handshake.ts';
import { PendingRequest } from '../network/pending-request.ts';
import type { Lane, RequestBody, RequestOptions, Rpc } from '../network/rpc.ts';
import { Wait } from '../network/wait.ts';
import { parseBootstrapServers } from './bootstrap-servers.ts';
import type { ClientContext } from './client-context.ts';
import type { BrokerNode } from './metadata-types.ts';

/** What lanes need to know of metadata, and tell it. */
export interface KnownBrokers {
  clusterId(): string | null;
  broker(nodeId: number): BrokerNode | undefined;
  brokers(): readonly BrokerNode[];
  /** A connection broke or could not be made. */
  onConnectionFailed(nodeId: number, error: ClientError): void;
}

export class BrokerLanes implements LaneHost {
  readonly context: ClientContext;
  readonly writer: Writer = new Writer();
  apiVersionsVersion: number = NEWEST_API_VERSIONS;
  /** The brokers to ask are the bootstrap servers, not those that metadata names. */
  isBootstrapping = true;
  lastError: ClientError | null = null;
  readonly #known: KnownBrokers;
  readonly #bootstrapServers: readonly NodeAddress[];
  readonly #lanes: Map<string, BrokerLane> = new Map();
  #features: BrokerVersions | null = null;
  #isClosed = false;

  constructor(context: ClientContext, known: KnownBrokers) {
    this.context = context;
    this.#known = known;
    this.#bootstrapServers = parseBootstrapServers(context.config.bootstrapServers);
  }

  /** Of the brokers that are connected, the features of the highest epoch. */
  get features(): BrokerVersions | null {
    return this.#features;
  }

  send<Q, A>(nodeId: number, rpc: Rpc<Q, A>, body: RequestBody<Q>, options: RequestOptions): Promise<A> {
    const lane = this.#lane(nodeId, options.lane ?? 'default');
    const exchange = new PendingRequest(this.context.env, rpc, body, {
      ...options,
      timeoutMs: options.timeoutMs ?? this.context.config.requestTimeoutMs,
      describeBroker: () => this.describe(nodeId),
      lastError: () => lane.lastError,
    });
    lane.submit(exchange);
    return exchange.promise;
  }

  /** Resolves when the request was handed to the connection. */
  async post<Q, A>(nodeId: number, rpc: Rpc<Q, A>, body: RequestBody<Q>, options: RequestOptions): Promise<void> {
    const exchange = new PendingRequest(this.context.env, rpc, body, {
      ...options,
      timeoutMs: options.timeoutMs ?? this.context.config.requestTimeoutMs,
      describeBroker: () => this.describe(nodeId),
    });
    this.#lane(nodeId, options.lane ?? 'default').post(exchange);
    try {
      await exchange.promise;
    } catch (error) {
      // Dismissed: it was written, and nothing will come.
      if (error !== null) throw error;
    }
  }

  /** Connects where needed. */
  versions(nodeId: number, options: RequestOptions): Promise<BrokerVersions> {
    const lane = this.#lane(nodeId, options.lane ?? 'default');
    const timeoutMs = options.timeoutMs ?? this.context.config.requestTimeoutMs;
    const wait = new Wait<BrokerVersions>({
      env: this.context.env,
      timeoutMs,
      signal: options.signal,
      onTimeout: () => lane.connectTimeout(this.describe(nodeId), timeoutMs),
    });
    if (!wait.isSettled) lane.whenConnected(wait);
    return wait.promise;
  }

  /** What is known without asking. */
  knownVersions(nodeId: number): BrokerVersions | null {
    for (const name of LANES) {
      const versions = this.#lanes.get(key(nodeId, name))?.versions ?? null;
      if (versions !== null) return versions;
    }
    return null;
  }

  /**
   * The brokers to ask for something that any can answer, the best first: connected ones with the least in flight, then
   * others, then those that could not be reached a moment ago; equals in random order.
   */
  candidates(): number[] {
    const { random } = this.context.env;
    const ids = this.isBootstrapping
      ? this.#bootstrapServers.map((_, index) => -1 - index)
      : this.#known.brokers().map(({ nodeId }) => nodeId);
    const ranked = ids.map((nodeId) => ({ nodeId, rank: this.#rank(nodeId), tie: random.number() }));
    return ranked.sort((left, right) => left.rank - right.rank || left.tie - right.tie).map(({ nodeId }) => nodeId);
  }

  /** Starts over: the next to be asked are the bootstrap servers. */
  bootstrapAgain(): void {
    this.isBootstrapping = true;
  }

  /** Metadata is there: the brokers have their own ids, and some may be elsewhere by now. */
  onMetadata(): void {
    this.isBootstrapping = false;
    for (const [name, lane] of this.#lanes) {
      if (this.#adopt(lane)) continue;
      lane.checkAddress();
      const isOver = lane.nodeId < 0 || this.#known.broker(lane.nodeId) === undefined;
      if (!isOver || lane.load > 0) continue;
      this.#lanes.delete(name);
      lane.close(closedError());
    }
  }

  connectedNodes(): number[] {
    const nodes = new Set<number>();
    for (const lane of this.#lanes.values()) {
      if (lane.isConnected) nodes.add(lane.nodeId);
    }
    return [...nodes].sort((left, right) => left - right);
  }

  describe(nodeId: number): string {
    const address = this.address(nodeId);
    return address === undefined ? `broker ${nodeId}` : describePeer({ ...address, nodeId });
  }

  address(nodeId: number): NodeAddress | undefined {
    return nodeId < 0 ? this.#bootstrapServers[-1 - nodeId] : this.#known.broker(nodeId);
  }

  clusterId(): string | null {
    return this.#known.clusterId();
  }

  onConnected(nodeId: number): void {
    this.lastError = null;
    const versions = this.knownVersions(nodeId);
    if (versions !== null && (this.#features === null || versions.epoch >= this.#features.epoch)) {
      this.#features = versions;
    }
  }

  onFailure(nodeId: number, error: ClientError): void {
    this.lastError = error;
    this.#known.onConnectionFailed(nodeId, error);
  }

  close(): void {
    this.#isClosed = true;
    for (const lane of this.#lanes.values()) lane.close(closedError());
  }

  /** A connection to a bootstrap server that turns out to be a broker of the cluster stays, under the broker's id. */
  #adopt(lane: BrokerLane): boolean {
    const { nodeId } = lane;
    const address = this.address(nodeId);
    if (nodeId >= 0 || !lane.isConnected || address === undefined) return false;
    const broker = this.#known.brokers().find(({ host, port }) => host === address.host && port === address.port);
    if (broker === undefined || this.#lanes.has(key(broker.nodeId, 'default'))) return false;
    this.#lanes.delete(key(nodeId, 'default'));
    this.#lanes.set(key(broker.nodeId, 'default'), lane);
    lane.becomeNode(broker.nodeId);
    return true;
  }

  #rank(nodeId: number): number {
    const lane = this.#lanes.get(key(nodeId, 'default'));
    if (lane === undefined) return OTHERS;
    if (lane.isConnected) return Math.min(lane.load, OTHERS - 1);
    return lane.isBackingOff ? UNREACHABLE : OTHERS;
  }

  #lane(nodeId: number, name: Lane): BrokerLane {
    const laneKey = key(nodeId, name);
    const known = this.#lanes.get(laneKey);
    if (known !== undefined) return known;
    const lane = new BrokerLane(nodeId, this, name === 'fetch' ? (this.context.frameBuffers ?? null) : null);
    if (this.#isClosed) lane.close(closedError());
    else this.#lanes.set(laneKey, lane);
    return lane;
  }
}

const LANES: readonly Lane[] = ['default', 'coordinator', 'fetch'];
/** Ranks behind those of connected brokers, which are their numbers of requests. */
const OTHERS = 1_000_000;
const UNREACHABLE = 2_000_000;

function key(nodeId: number, lane: Lane): string {
  return `${nodeId} ${lane}`;
}
