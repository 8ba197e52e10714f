/**
 * One connection to one broker, and what waits for it. It connects when something is to be sent, waits between attempts
 * (reconnect.backoff.ms), holds requests back while the broker asked for quiet (KIP-219) or the connection authenticates
 * again (KIP-368), and closes when it is idle (connections.max.idle.ms).
 *
 * Invariants: requests leave in the order of their calls; a request is on at most one connection, once: what was in
 * flight when the connection broke has failed, what had not been sent yet goes over the next one. An attempt to connect
 * that fails fails what waits: it is the caller's to try again.
 */
import type { Connection, Timer } from '#kernel';
import type { Writer } from '#protocol';
import { asClientError, errorFor, type ClientError } from '../errors.ts';
import type { ClientContext } from '../cluster/client-context.ts';
import { backoffMs } from './backoff.ts';
import { connectError, describePeer, type Peer } from './broken-connection.ts';
import type { BrokerVersions } from './broker-versions.ts';
import { ClientConnection } from './client-connection.ts';
import { agreeOnVersions, authenticationChannel } from './handshake.ts';
import type { FrameBuffers } from './frame-buffers.ts';
import type { Exchange } from './pending-request.ts';
import type { Wait } from './wait.ts';

/** What all lanes of a client share. */
export interface LaneHost {
  readonly context: ClientContext;
  readonly writer: Writer;
  /** The version of ApiVersions that the last broker took. */
  apiVersionsVersion: number;
  /** Where the broker is to be found at present. */
  address(nodeId: number): NodeAddress | undefined;
  clusterId(): string | null;
  /** The connection is ready for requests. */
  onConnected(nodeId: number): void;
  /** A connection broke, or could not be made. */
  onFailure(nodeId: number, error: ClientError): void;
}

export interface NodeAddress {
  readonly host: string;
  readonly port: number;
}

/** What was asked for: an exchange, and whether an answer comes. */
interface Waiting {
  readonly exchange: Exchange;
  readonly isPosted: boolean;
}

const DEFAULT_MAX_RESPONSE_BYTES = 256 * 1024 * 1024;

export class BrokerLane {
  #nodeId: number;
  readonly #host: LaneHost;
  readonly #frameBuffers: FrameBuffers | null;
  #waiting: Waiting[] = [];
  #waitingForVersions: Wait<BrokerVersions>[] = [];
  #connection: ClientConnection | null = null;
  #versions: BrokerVersions | null = null;
  /** Whether requests may go: the handshake is over and no authentication is going on. */
  #isReady = false;
  #isClosed = false;
  /** Of the attempt to connect that is going on. */
  #attempt: AbortController | null = null;
  /** The broker is somewhere else by now: this connection takes nothing new. */
  #isOutdated = false;
  /** Whom the connection, or the attempt, is to. */
  #peer: Peer | null = null;
  #failuresInARow = 0;
  #lastError: ClientError | null = null;
  /** Monotonic times; 0 for none. */
  #mayConnectAtMs = 0;
  #quietUntilMs = 0;
  #authenticateAgainAtMs = 0;
  #pumpTimer: Timer | null = null;
  #idleTimer: Timer | null = null;

  /** @param frameBuffers where answers are read into, for requests whose answers are given back. */
  constructor(nodeId: number, host: LaneHost, frameBuffers: FrameBuffers | null = null) {
    this.#nodeId = nodeId;
    this.#host = host;
    this.#frameBuffers = frameBuffers;
  }

  get nodeId(): number {
    return this.#nodeId;
  }

  /** Of the connection that is there; null where none is. */
  get versions(): BrokerVersions | null {
    return this.#isReady ? this.#versions : null;
  }

  /** Requests that wait to be sent or to be answered. */
  get load(): number {
    return this.#waiting.length + (this.#connection?.inFlightCount ?? 0);
  }

  get isConnected(): boolean {
    return this.#isReady;
  }

  /** Nothing is open, going on or waiting. */
  get isIdle(): boolean {
    return this.#connection === null && this.#attempt === null && this.#waiting.length === 0;
  }

  /** The last attempt failed, and the next one has to wait. */
  get isBackingOff(): boolean {
    return this.#connection === null && this.#attempt === null && this.#mayConnectAtMs > this.#now();
  }

  /** Why there is no connection; null while there is one, or none was tried. */
  get lastError(): ClientError | null {
    return this.#lastError;
  }

  submit(exchange: Exchange): void {
    this.#waiting.push({ exchange, isPosted: false });
    this.#pump();
  }

  /** For a request that is not answered. */
  post(exchange: Exchange): void {
    this.#waiting.push({ exchange, isPosted: true });
    this.#pump();
  }

  /** Resolves the wait with what the broker has, once there is a connection. */
  whenConnected(wait: Wait<BrokerVersions>): void {
    if (this.#isReady && this.#versions !== null) return wait.resolve(this.#versions);
    this.#waitingForVersions.push(wait);
    this.#pump();
  }

  /** Of a connection to a bootstrap server: which broker that is. */
  becomeNode(nodeId: number): void {
    this.#nodeId = nodeId;
    if (this.#peer === null || this.#connection === null) return;
    this.#peer = { ...this.#peer, nodeId };
    this.#connection.peer = this.#peer;
  }

  /** For one who waited for a connection in vain. */
  connectTimeout(broker: string, timeoutMs: number): ClientError {
    const cause = this.#lastError;
    const reason = cause === null ? '' : `: ${cause.message}`;
    return errorFor('REQUEST_TIMED_OUT', `${broker} could not be connected to within ${timeoutMs} ms${reason}`, {
      cause,
    });
  }

  /** The broker's address may have changed. */
  checkAddress(): void {
    const peer = this.#peer;
    const address = this.#host.address(this.nodeId);
    if (peer === null || address === undefined) return;
    this.#isOutdated = address.host !== peer.host || address.port !== peer.port;
    if (this.#isOutdated) this.#pump();
  }

  /** Ends everything; what waits fails with `error`. */
  close(error: ClientError): void {
    this.#isClosed = true;
    this.#pumpTimer?.cancel();
    this.#idleTimer?.cancel();
    this.#attempt?.abort(error);
    if (this.#attempt !== null) this.#dropUnopened(error);
    this.#attempt = null;
    this.#connection?.close(error);
    this.#failWaiting(error);
  }

  #pump(): void {
    if (this.#isClosed) return this.#failWaiting(closedError());
    this.#dropSettled();
    const connection = this.#connection;
    if (connection === null) return this.#connectWhenWanted();
    if (!this.#isReady) return;
    if (this.#isOutdated) {
      if (connection.inFlightCount === 0) connection.close(null);
      return;
    }
    if (this.#waiting.length === 0 || !this.#mayWrite(connection)) return;
    const versions = this.#versions!;
    while (this.#waiting.length > 0 && connection.canSend) {
      const { exchange, isPosted } = this.#waiting.shift()!;
      if (isPosted) connection.post(exchange, versions);
      else connection.send(exchange, versions);
    }
  }

  /** Not while the broker wants quiet, nor when the session has to be renewed first. */
  #mayWrite(connection: ClientConnection): boolean {
    const now = this.#now();
    if (this.#authenticateAgainAtMs > 0 && now >= this.#authenticateAgainAtMs) {
      void this.#authenticateAgain(connection);
      return false;
    }
    if (now >= this.#quietUntilMs) return true;
    this.#pumpAt(this.#quietUntilMs);
    return false;
  }

  #dropSettled(): void {
    if (this.#waiting.some(({ exchange }) => exchange.isSettled)) {
      this.#waiting = this.#waiting.filter(({ exchange }) => !exchange.isSettled);
    }
    if (this.#waitingForVersions.length > 0) {
      this.#waitingForVersions = this.#waitingForVersions.filter((wait) => !wait.isSettled);
    }
  }

  #pumpAt(atMs: number): void {
    this.#pumpTimer?.cancel();
    this.#pumpTimer = this.#env.scheduler.after(Math.ceil(atMs - this.#now()), () => this.#pump());
  }

  #connectWhenWanted(): void {
    if (this.#attempt !== null || (this.#waiting.length === 0 && this.#waitingForVersions.length === 0)) return;
    if (this.#mayConnectAtMs > this.#now()) return this.#pumpAt(this.#mayConnectAtMs);
    const address = this.#host.address(this.nodeId);
    if (address === undefined) {
      const message = `broker ${this.nodeId} is not among the brokers that the cluster's metadata names`;
      return this.#failWaiting(errorFor('NETWORK_EXCEPTION', message, { nodeId: this.nodeId }));
    }
    const { host, port } = address;
    void this.#connect({ host, port, nodeId: this.nodeId, isTls: this.#context.tls !== null });
  }

  async #connect(peer: Peer): Promise<void> {
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.#peer = peer;
    const startedAtMs = this.#now();
    try {
      const socket = await this.#open(peer, attempt.signal);
      if (attempt.signal.aborted) return void socket.destroy();
      const connection = this.#adopt(socket, peer);
      await this.#shakeHands(connection, peer);
      if (this.#isClosed) return;
      if (connection.isClosed) throw errorFor('NETWORK_EXCEPTION', `${describePeer(peer)} closed the connection`);
      this.#attempt = null;
      this.#onReady(peer, startedAtMs);
    } catch (error) {
      if (attempt.signal.aborted || this.#isClosed) return;
      this.#attempt = null;
      this.#connectFailed(connectError(error, peer), peer);
    }
  }

  #open({ host, port }: Peer, signal: AbortSignal): Promise<Connection> {
    const { config, tls, env } = this.#context;
    const setup = { initialMs: config.socketConnectionSetupTimeoutMs, maxMs: config.socketConnectionSetupTimeoutMaxMs };
    const timeoutMs = backoffMs(setup, this.#failuresInARow + 1, env.random);
    return env.network.connect({ host, port, timeoutMs, signal, reusesChunks: true, ...(tls === null ? {} : { tls }) });
  }

  #adopt(socket: Connection, peer: Peer): ClientConnection {
    const { clientId, diagnostics, maxResponseBytes, authenticator } = this.#context;
    const connection: ClientConnection = new ClientConnection(socket, {
      peer,
      clientId,
      diagnostics,
      hasSasl: authenticator !== null,
      frameBuffers: this.#frameBuffers,
      writer: this.#host.writer,
      maxResponseBytes: maxResponseBytes ?? DEFAULT_MAX_RESPONSE_BYTES,
      now: () => this.#now(),
      onReady: () => this.#pump(),
      onThrottled: (throttleTimeMs, apiName) => {
        this.#quietUntilMs = Math.max(this.#quietUntilMs, this.#now() + throttleTimeMs);
        diagnostics.throttled({ nodeId: this.nodeId, apiName, throttleTimeMs });
      },
      onClosed: (error) => this.#onClosed(connection, error),
    });
    this.#connection = connection;
    return connection;
  }

  async #shakeHands(connection: ClientConnection, peer: Peer): Promise<void> {
    const { versions, version } = await agreeOnVersions(connection, {
      context: this.#context,
      peer,
      clusterId: this.#host.clusterId(),
      firstVersion: this.#host.apiVersionsVersion,
    });
    this.#host.apiVersionsVersion = version;
    this.#versions = versions;
    await this.#authenticate(connection, { peer, isReauthentication: false });
  }

  async #authenticate(
    connection: ClientConnection,
    { peer, isReauthentication }: { readonly peer: Peer; readonly isReauthentication: boolean },
  ): Promise<void> {
    const { authenticator } = this.#context;
    if (authenticator === null) return;
    const channel = authenticationChannel(connection, {
      context: this.#context,
      peer,
      versions: this.#versions!,
      isReauthentication,
    });
    const { reauthenticateAfterMs } = await authenticator.authenticate(channel);
    this.#authenticateAgainAtMs = reauthenticateAfterMs === null ? 0 : this.#now() + Math.max(1, reauthenticateAfterMs);
  }

  async #authenticateAgain(connection: ClientConnection): Promise<void> {
    this.#isReady = false;
    this.#authenticateAgainAtMs = 0;
    try {
      await this.#authenticate(connection, { peer: this.#peer!, isReauthentication: true });
    } catch (error) {
      connection.close(asClientError(error, { nodeId: this.nodeId }));
    }
    if (connection.isClosed) return;
    this.#isReady = true;
    this.#pump();
  }

  #onReady(peer: Peer, startedAtMs: number): void {
    const { host, port, nodeId } = peer;
    this.#isReady = true;
    this.#failuresInARow = 0;
    this.#lastError = null;
    this.#context.diagnostics.connectionOpened({ nodeId, host, port, durationMs: this.#now() - startedAtMs });
    this.#watchIdleness(this.#context.config.connectionsMaxIdleMs);
    this.#host.onConnected(nodeId);
    for (const wait of this.#waitingForVersions.splice(0)) wait.resolve(this.#versions!);
    this.checkAddress();
    this.#pump();
  }

  #connectFailed(error: ClientError, { host, port, nodeId }: Peer): void {
    this.#dropUnopened(error);
    this.#context.diagnostics.connectionFailed({ nodeId, host, port, error });
    this.#backOff(error);
    this.#failWaiting(error);
    this.#host.onFailure(nodeId, error);
  }

  /** Ends a connection that never was ready: what is reported of it is that it failed, not that it closed. */
  #dropUnopened(error: ClientError): void {
    const connection = this.#connection;
    this.#connection = null;
    connection?.close(error);
  }

  /** What fails while hands are being shaken is a failure to connect, and none of this one's. */
  #onClosed(connection: ClientConnection, error: ClientError | null): void {
    if (this.#connection !== connection || this.#attempt !== null) return;
    this.#connection = null;
    this.#isReady = false;
    this.#isOutdated = false;
    this.#authenticateAgainAtMs = 0;
    this.#quietUntilMs = 0;
    this.#idleTimer?.cancel();
    const { host, port } = this.#peer!;
    this.#context.diagnostics.connectionClosed({ nodeId: this.nodeId, host, port, error: error ?? undefined });
    if (this.#isClosed) return;
    if (error !== null) {
      this.#backOff(error);
      this.#host.onFailure(this.nodeId, error);
    }
    this.#pump();
  }

  #backOff(error: ClientError): void {
    const { config, env } = this.#context;
    this.#lastError = error;
    this.#failuresInARow++;
    const range = { initialMs: config.reconnectBackoffMs, maxMs: config.reconnectBackoffMaxMs };
    this.#mayConnectAtMs = this.#now() + backoffMs(range, this.#failuresInARow, env.random);
  }

  #failWaiting(error: ClientError): void {
    for (const { exchange } of this.#waiting.splice(0)) exchange.fail(error);
    for (const wait of this.#waitingForVersions.splice(0)) wait.reject(error);
  }

  #watchIdleness(delayMs: number): void {
    const maxIdleMs = this.#context.config.connectionsMaxIdleMs;
    if (maxIdleMs < 0) return;
    this.#idleTimer = this.#env.scheduler.after(Math.max(1, delayMs), () => {
      const connection = this.#connection;
      if (connection === null) return;
      const restMs = connection.lastActiveMs + maxIdleMs - this.#now();
      if (restMs <= 0 && this.load === 0) connection.close(null);
      else this.#watchIdleness(restMs > 0 ? Math.ceil(restMs) : maxIdleMs);
    });
  }

  get #context(): ClientContext {
    return this.#host.context;
  }

  get #env(): ClientContext['env'] {
    return this.#host.context.env;
  }

  #now(): number {
    return this.#env.clock.monotonic();
  }
}

export function closedError(): ClientError {
  return errorFor('CLIENT_CLOSED', 'The client was closed');
}
