/**
 * One socket to one broker. Requests are written as they come, without waiting for answers; the broker answers in the
 * order of the requests.
 *
 * Invariants: an answer belongs to the oldest request in flight and carries its correlation id, or the connection is
 * broken; once it is broken for any reason every request in flight has failed and nothing more is read. A request that
 * is past its deadline ends the connection, since what comes after it in the stream can be of no use any more.
 */
import type { Connection } from '#kernel';
import { ApiKey, FrameReader, isProtocolError, type Writer } from '#protocol';
import type { ClientDiagnostics } from '../telemetry/client-diagnostics.ts';
import { errorFor, type ClientError } from '../errors.ts';
import { brokenError, describePeer, foreignGreeting, type Peer } from './broken-connection.ts';
import type { BrokerVersions } from './broker-versions.ts';
import type { FrameBuffers } from './frame-buffers.ts';
import { encodingError, type Exchange } from './pending-request.ts';

export interface ConnectionSettings {
  /** Whom it is to: see `peer`. */
  readonly peer: Peer;
  readonly clientId: string;
  readonly maxResponseBytes: number;
  /** Memory for answers; null where each gets its own. */
  readonly frameBuffers: FrameBuffers | null;
  /** May be shared: a message is written in one go. */
  readonly writer: Writer;
  readonly diagnostics: ClientDiagnostics;
  /** Whether the client authenticates by SASL. */
  readonly hasSasl: boolean;
  /** Monotonic milliseconds. */
  now(): number;
  /** An answer came, or the socket takes bytes again: more may be sent. */
  onReady(): void;
  /** The broker asked to be left alone for so long (KIP-219). */
  onThrottled(throttleMs: number, apiName: string): void;
  /** Called once. Null where this side closed it for want of use. */
  onClosed(error: ClientError | null): void;
}

/** So many requests may wait for their answers; what the broker does not take in any faster waits here. */
const MAX_IN_FLIGHT = 256;
/** With so many bytes that the broker has not taken, further requests wait: their deadlines are known here, not there. */
const MAX_UNSENT_BYTES = 4 * 1024 * 1024;
/** Not worth waiting for more: the broker may begin with it. */
const WRITE_AT_ONCE_BYTES = 64 * 1024;
const MAX_CORRELATION_ID = 0x7fffffff;
const GREETING_BYTES = 5;
/** The length in front of a frame. */
const FRAME_BYTES = 4;

/** A broker's claim of an answer's size up to this is believed, so that answers to Fetch are gathered without copies. */
const TRUSTED_FRAME_BYTES = 8 * 1024 * 1024;

export class ClientConnection {
  lastActiveMs: number;
  /** A bootstrap server gets its own id once it is known. */
  peer: Peer;
  readonly #connection: Connection;
  readonly #settings: ConnectionSettings;
  readonly #frameReader: FrameReader;
  readonly #frames: Buffer[] = [];
  readonly #inFlight: Exchange[] = [];
  #nextCorrelationId = 0;
  #outgoing: Uint8Array[] = [];
  #outgoingBytes = 0;
  /** The first bytes that the peer sent, as far as they are here. */
  #greeting: Buffer = Buffer.alloc(0);
  #hasAnswered = false;
  /** Answered something else than ApiVersions, which a broker answers to those too whom it does not know. */
  #hasServed = false;
  #isClosed = false;

  constructor(connection: Connection, settings: ConnectionSettings) {
    this.#connection = connection;
    this.#settings = settings;
    const { frameBuffers } = settings;
    this.#frameReader = new FrameReader(settings.maxResponseBytes, {
      trustedBytes: TRUSTED_FRAME_BYTES,
      borrowsChunks: true,
      ...(frameBuffers === null ? {} : { allocate: (bytes) => frameBuffers.take(bytes) }),
    });
    this.peer = settings.peer;
    this.lastActiveMs = settings.now();
    connection.on('data', (chunk) => this.#onData(chunk));
    connection.on('drain', () => settings.onReady());
    connection.on('error', (error) => this.#break(brokenError(error, this.peer)));
    connection.on('end', () => this.#break(this.#endedError()));
    connection.on('close', () => this.#break(this.#endedError()));
  }

  get inFlightCount(): number {
    return this.#inFlight.length;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get canSend(): boolean {
    return (
      !this.#isClosed &&
      this.#inFlight.length < MAX_IN_FLIGHT &&
      this.#connection.writableLength + this.#outgoingBytes < MAX_UNSENT_BYTES
    );
  }

  /** Writes the request; a failure to do so is the request's alone. */
  send(exchange: Exchange, versions: BrokerVersions): void {
    if (!this.#write(exchange, versions)) return;
    exchange.onExpired = this.#onExpired;
    this.#inFlight.push(exchange);
  }

  /** Writes a request that the broker does not answer. */
  post(exchange: Exchange, versions: BrokerVersions): void {
    if (!this.#write(exchange, versions)) return;
    exchange.dismiss();
    if (exchange.sent !== null) this.#settings.diagnostics.requestAnswered(exchange.sent, 0);
  }

  /** Ends it; requests in flight fail with `error`. */
  close(error: ClientError | null): void {
    this.#break(error);
  }

  #write(exchange: Exchange, versions: BrokerVersions): boolean {
    const { writer, clientId } = this.#settings;
    const correlationId = this.#nextCorrelationId;
    const broker = describePeer(this.peer);
    try {
      const chunks = exchange.encode(writer, { correlationId, clientId, versions, broker });
      this.#enqueue(exchange, chunks);
    } catch (error) {
      exchange.fail(encodingError(error, exchange.apiName, broker));
      return false;
    }
    this.#nextCorrelationId = correlationId === MAX_CORRELATION_ID ? 0 : correlationId + 1;
    this.lastActiveMs = this.#settings.now();
    return true;
  }

  #enqueue(exchange: Exchange, chunks: readonly Uint8Array[]): void {
    if (this.#outgoing.length === 0) queueMicrotask(this.#flush);
    let requestBytes = 0;
    for (const chunk of chunks) {
      this.#outgoing.push(chunk);
      requestBytes += chunk.length;
    }
    this.#outgoingBytes += requestBytes;
    if (this.#outgoingBytes >= WRITE_AT_ONCE_BYTES) this.#flush();
    const { diagnostics } = this.#settings;
    const { apiKey, apiName, version, correlationId } = exchange;
    const { nodeId } = this.peer;
    exchange.sent = diagnostics.requestSent({
      apiKey,
      apiName,
      apiVersion: version,
      nodeId,
      correlationId,
      requestBytes,
    });
  }

  readonly #flush = (): void => {
    const chunks = this.#outgoing;
    this.#outgoing = [];
    this.#outgoingBytes = 0;
    if (this.#isClosed || chunks.length === 0) return;
    if (chunks.length > 1) this.#connection.cork();
    for (const chunk of chunks) this.#connection.write(chunk);
    if (chunks.length > 1) this.#connection.uncork();
  };

  #onData(chunk: Buffer): void {
    if (this.#isClosed) return;
    this.lastActiveMs = this.#settings.now();
    if (!this.#hasAnswered && this.#greeting.length < GREETING_BYTES) {
      this.#greeting = Buffer.concat([this.#greeting, chunk.subarray(0, GREETING_BYTES)]);
    }
    const complaint = this.#frameReader.push(chunk, this.#frames);
    for (const frame of this.#frames.splice(0)) {
      if (!this.#isClosed) this.#onFrame(frame);
    }
    if (complaint !== null) this.#break(this.#garbage(complaint));
    if (!this.#isClosed) this.#settings.onReady();
  }

  #onFrame(frame: Buffer): void {
    const exchange = this.#inFlight[0];
    if (exchange === undefined) return this.#break(this.#garbage('an answer came that nothing was asked for'));
    const correlationId = frame.length < 4 ? -1 : frame.readInt32BE(0);
    if (correlationId !== exchange.correlationId) {
      const problem = `the answer to request ${exchange.correlationId} (${exchange.apiName}) was expected, that to request ${correlationId} came`;
      return this.#break(this.#garbage(problem));
    }
    try {
      const throttleMs = exchange.receive(frame);
      this.#hasAnswered = true;
      this.#hasServed ||= exchange.apiKey !== ApiKey.ApiVersions;
      if (throttleMs > 0) this.#settings.onThrottled(throttleMs, exchange.apiName);
    } catch (error) {
      if (!isProtocolError(error)) throw error;
      return this.#break(this.#garbage(`its answer to ${exchange.apiName} cannot be read: ${error.message}`));
    }
    exchange.onExpired = null;
    this.#inFlight.shift();
    if (exchange.sent !== null) this.#settings.diagnostics.requestAnswered(exchange.sent, FRAME_BYTES + frame.length);
  }

  readonly #onExpired = (exchange: Exchange): void => {
    const who = describePeer(this.peer);
    this.#break(
      errorFor(
        'NETWORK_EXCEPTION',
        `The connection to ${who} was closed: ${exchange.apiName} was not answered in time`,
        {
          nodeId: this.peer.nodeId,
        },
      ),
    );
  };

  #endedError(): ClientError {
    const { peer } = this;
    const foreign = this.#foreign();
    if (foreign !== null) return foreign;
    const waiting = this.#inFlight[0]?.apiName;
    const during = waiting === undefined ? '' : ` while ${waiting} waited for its answer`;
    const message = `${describePeer(peer)} closed the connection${during}`;
    const hint = waiting === undefined ? '' : this.#endedHint();
    return errorFor('NETWORK_EXCEPTION', message + hint, { nodeId: peer.nodeId });
  }

  #endedHint(): string {
    if (!this.#hasAnswered) return firstAnswerHint(this.#settings.peer);
    const isUnknown = !this.#hasServed && !this.#settings.hasSasl;
    return isUnknown
      ? '; where this port is of a SASL listener, set sasl (securityProtocol SASL_PLAINTEXT or SASL_SSL)'
      : '';
  }

  /** A broker that answers so once may be well the next time, but not one that never answered anything else. */
  #garbage(problem: string): ClientError {
    const { peer } = this;
    const foreign = this.#foreign();
    if (foreign !== null) return foreign;
    const hint = this.#hasAnswered ? '' : '; check that it is a Kafka broker';
    const message = `${describePeer(peer)} broke the protocol: ${problem}${hint}`;
    return errorFor('CORRUPT_MESSAGE', message, { nodeId: peer.nodeId, retriable: this.#hasAnswered });
  }

  #foreign(): ClientError | null {
    return this.#hasAnswered ? null : foreignGreeting(this.#greeting, this.peer);
  }

  #break(error: ClientError | null): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#connection.destroy();
    const failure = error ?? errorFor('NETWORK_EXCEPTION', `The connection to ${describePeer(this.peer)} was closed`);
    for (const exchange of this.#inFlight.splice(0)) {
      exchange.onExpired = null;
      exchange.fail(failure);
      if (exchange.sent !== null) this.#settings.diagnostics.requestFailed(exchange.sent, failure);
    }
    this.#settings.onClosed(error);
  }
}

function firstAnswerHint({ isTls }: Peer): string {
  return isTls
    ? '; where it asks for a client certificate, set tls.cert and tls.key'
    : '; where this port is of a TLS listener, set tls (securityProtocol SSL or SASL_SSL)';
}
