/**
 * The cluster as one client sees it: connections to its brokers, its metadata, its coordinators. One for each Producer,
 * Consumer, ShareConsumer and Admin. Nothing happens before something is asked for.
 *
 * Invariant: every promise ends, by its own limit at the latest, and with CLIENT_CLOSED when the client is closed.
 */
import { asClientError, type ClientError } from '../errors.ts';
import { closedError } from '../network/broker-lane.ts';
import type { FinalizedFeatures } from '../network/broker-versions.ts';
import type { RequestBody, RequestOptions, Rpc } from '../network/rpc.ts';
import { BrokerLanes } from './broker-lanes.ts';
import type { ClientContext } from './client-context.ts';
import { Coordinators, type CoordinatorKind } from './coordinators.ts';
import { MetadataCache } from './metadata-cache.ts';
import { MetadataSource } from './metadata-source.ts';
import { Retries, type Attempt, type RetryOptions } from './retry.ts';

export type { CoordinatorKind } from './coordinators.ts';
export type { FinalizedFeatures } from '../network/broker-versions.ts';
export type { RetryOptions } from './retry.ts';

export interface WaitOptions {
  /** The client's requestTimeoutMs where absent. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ClusterStatus {
  readonly state: 'idle' | 'connected' | 'retrying' | 'closed';
  readonly connectedNodes: readonly number[];
  /** The last failure of a connection or of a metadata request, until one succeeds. */
  readonly lastError: ClientError | null;
  /** Milliseconds since the epoch; null while nothing is being retried. */
  readonly retryingSinceMs: number | null;
}

export class Cluster {
  readonly context: ClientContext;
  readonly metadata: MetadataCache;
  readonly #lanes: BrokerLanes;
  readonly #coordinators: Coordinators;
  readonly #retries: Retries;
  #isClosed = false;

  private constructor(context: ClientContext) {
    this.context = context;
    this.#retries = new Retries(context, () => this.metadata.lastError ?? this.#lanes.lastError);
    this.#lanes = new BrokerLanes(context, {
      clusterId: () => this.metadata.clusterId,
      broker: (nodeId) => this.metadata.broker(nodeId),
      brokers: () => this.metadata.brokers(),
      onConnectionFailed: (nodeId, error) => this.#onConnectionFailed(nodeId, error),
    });
    const source = new MetadataSource(this.#lanes);
    this.metadata = new MetadataCache({
      context,
      fetch: (query) => source.fetch(query),
      onAnswer: () => this.#lanes.onMetadata(),
    });
    this.#coordinators = new Coordinators({
      endOfTurn: (task) => context.env.scheduler.endOfTurn(task),
      leastLoadedNode: () => this.leastLoadedNode(),
      versionOf: (nodeId, rpc) => this.versionOf(nodeId, rpc),
      send: (nodeId, rpc, body, bounds) => this.send(nodeId, rpc, body, bounds),
      addEndpoints: (nodes) => this.metadata.addEndpoints(nodes),
    });
  }

  /** No I/O yet. Fails with INVALID_CONFIG where bootstrapServers makes no sense. */
  static open(context: ClientContext): Cluster {
    return new Cluster(context);
  }

  /**
   * One attempt at one broker, never repeated. Rejects with a ClientError: NETWORK_EXCEPTION (retriable) when the broker
   * cannot be reached or the connection breaks, REQUEST_TIMED_OUT, UNSUPPORTED_VERSION when the two have no version in
   * common, CORRUPT_MESSAGE for an answer that cannot be read, TLS_FAILED and SASL_AUTHENTICATION_FAILED.
   */
  send<Q, A>(nodeId: number, rpc: Rpc<Q, A>, body: RequestBody<Q>, options: RequestOptions = {}): Promise<A> {
    return this.#lanes.send(nodeId, rpc, body, options);
  }

  /**
   * Sends a request that is not answered (acks=0). Resolves when it was handed to the connection, which takes no more than
   * a few megabytes ahead of the broker; what becomes of it is not known. Rejects as `send` where it could not be.
   */
  post<Q, A>(nodeId: number, rpc: Rpc<Q, A>, body: RequestBody<Q>, options: RequestOptions = {}): Promise<void> {
    return this.#lanes.post(nodeId, rpc, body, options);
  }

  /** The highest version that both sides have within the bounds, or -1. Connects where needed. */
  async versionOf<Q, A>(nodeId: number, rpc: Rpc<Q, A>, options: RequestOptions = {}): Promise<number> {
    const versions = await this.#lanes.versions(nodeId, options);
    return versions.highest(rpc, options);
  }

  /** As `versionOf`, without I/O: undefined while the broker is not connected. */
  knownVersionOf<Q, A>(nodeId: number, rpc: Rpc<Q, A>): number | undefined {
    return this.#lanes.knownVersions(nodeId)?.highest(rpc);
  }

  /** What the cluster has finalized, as the broker knew it when it was connected to; any broker where none is named. */
  async features(nodeId?: number): Promise<FinalizedFeatures> {
    if (nodeId !== undefined) return this.#lanes.versions(nodeId, {});
    if (this.#lanes.features !== null) return this.#lanes.features;
    return this.#lanes.versions(await this.leastLoadedNode(), {});
  }

  /** A broker for what any can answer. Finds the cluster where it is not known. */
  async leastLoadedNode(options: WaitOptions = {}): Promise<number> {
    await this.#brokersKnown(options);
    return this.#lanes.candidates()[0]!;
  }

  /** The broker to send to what only the controller does. With KRaft any broker is, and this one was named by one. */
  async controller(options: WaitOptions = {}): Promise<number> {
    await this.#brokersKnown(options);
    const { controllerId } = this.metadata;
    return this.metadata.broker(controllerId) === undefined ? this.leastLoadedNode(options) : controllerId;
  }

  /** Kept until `forgetCoordinator`. Retries until `timeoutMs` (requestTimeoutMs where absent). */
  coordinator(kind: CoordinatorKind, key: string, options: WaitOptions = {}): Promise<number> {
    const known = this.#coordinators.peek(kind, key);
    if (known !== undefined && this.metadata.broker(known) !== undefined) return Promise.resolve(known);
    if (known !== undefined) this.#coordinators.forget(kind, key);
    return this.retry(() => this.#coordinators.find(kind, key), {
      timeoutMs: options.timeoutMs ?? this.context.config.requestTimeoutMs,
      signal: options.signal,
      describe: `find the coordinator of ${kind} ${key}`,
    });
  }

  /** It is another one by now. With a node id: only where that is still the one that is known. */
  forgetCoordinator(kind: CoordinatorKind, key: string, nodeId?: number): void {
    this.#coordinators.forget(kind, key, nodeId);
  }

  /**
   * Runs `attempt` until it answers, waiting longer after each failure that is `retriable`; rejects with what is not, and
   * after `timeoutMs` with REQUEST_TIMED_OUT, whose cause is the last failure.
   */
  retry<T>(attempt: Attempt<T>, options: RetryOptions): Promise<T> {
    return this.#retries.run(attempt, options);
  }

  get status(): ClusterStatus {
    const connectedNodes = this.#lanes.connectedNodes();
    const lastError = this.metadata.lastError ?? this.#lanes.lastError;
    const retryingSinceMs = this.metadata.failingSinceMs;
    if (this.#isClosed) return { state: 'closed', connectedNodes, lastError, retryingSinceMs: null };
    if (retryingSinceMs !== null) return { state: 'retrying', connectedNodes, lastError, retryingSinceMs };
    return { state: connectedNodes.length > 0 ? 'connected' : 'idle', connectedNodes, lastError, retryingSinceMs };
  }

  /** Ends all connections at once; whatever is in flight or waits rejects with CLIENT_CLOSED. */
  close(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    this.#isClosed = true;
    this.#retries.close(closedError());
    this.metadata.close();
    this.#lanes.close();
    this.context.authenticator?.close();
    return Promise.resolve();
  }

  async #brokersKnown(options: WaitOptions): Promise<void> {
    if (this.metadata.brokers().length > 0) return;
    const { timeoutMs = this.context.config.requestTimeoutMs, signal } = options;
    await this.metadata.ensure([], { timeoutMs, signal });
  }

  #onConnectionFailed(nodeId: number, error: ClientError): void {
    if (this.#isClosed || nodeId < 0) return;
    this.metadata.invalidate(`${this.#lanes.describe(nodeId)}: ${asClientError(error).message}`);
  }
}
