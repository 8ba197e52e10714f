/**
 * One request from the call to its outcome: it waits for a connection, is written once, and is settled by its answer, by
 * its deadline, by the caller's signal or by the end of its connection. Invariant: it is settled exactly once; an answer
 * that comes later is read by nobody.
 */
import type { Env } from '#kernel';
import {
  isProtocolError,
  Reader,
  requestHeaderVersion,
  responseHeaderVersion,
  type MessageCodec,
  type Writer,
} from '#protocol';
import type { RequestMessage } from '../diagnostics.ts';
import { ClientError, errorFor } from '../errors.ts';
import type { BrokerVersions } from './broker-versions.ts';
import type { RequestBody, RequestOptions, Rpc } from './rpc.ts';
import { throttleTimeMs } from './throttle-time.ts';
import { Wait } from './wait.ts';

/** A request as its connection sees it. */
export interface Exchange {
  readonly apiKey: number;
  /** `Fetch`. */
  readonly apiName: string;
  readonly isSettled: boolean;
  /** Given when it is written, -1 before. */
  readonly correlationId: number;
  readonly version: number;
  /** What was reported of its sending. */
  sent: RequestMessage | null;
  /** Set while it is on its way: what has to happen when its deadline passes. */
  onExpired: ((exchange: Exchange) => void) | null;
  /** Writes the frame, header included. Throws where there is no version, or a field that the version lacks. */
  encode(writer: Writer, header: RequestHeader): Uint8Array[];
  /** Takes the answer. Throws a ProtocolError where it cannot be read. Returns the time that the broker wants quiet for. */
  receive(frame: Buffer): number;
  fail(error: unknown): void;
  /** No answer will come. */
  dismiss(): void;
}

export interface RequestHeader {
  readonly correlationId: number;
  readonly clientId: string;
  readonly versions: BrokerVersions;
  /** `broker 1 (localhost:9092)`. */
  readonly broker: string;
}

export interface PendingRequestOptions extends RequestOptions {
  readonly timeoutMs: number;
  /** For messages: the broker, and why it could not be reached the last time, while that is so. */
  describeBroker(): string;
  lastError?(): ClientError | null;
}

const CORRELATION_BYTES = 4;

export class PendingRequest<Q, A> implements Exchange {
  readonly apiKey: number;
  readonly apiName: string;
  correlationId = -1;
  version = -1;
  onExpired: ((exchange: Exchange) => void) | null = null;
  sent: RequestMessage | null = null;
  readonly #rpc: Rpc<Q, A>;
  readonly #body: RequestBody<Q>;
  readonly #options: PendingRequestOptions;
  readonly #wait: Wait<A>;

  constructor(env: Env, rpc: Rpc<Q, A>, body: RequestBody<Q>, options: PendingRequestOptions) {
    this.#rpc = rpc;
    this.#body = body;
    this.#options = options;
    this.apiKey = rpc[0].apiKey;
    this.apiName = nameOf(rpc[0]);
    const { timeoutMs, signal } = options;
    this.#wait = new Wait({ env, timeoutMs, signal, onTimeout: () => this.#expire() });
  }

  get promise(): Promise<A> {
    return this.#wait.promise;
  }

  get isSettled(): boolean {
    return this.#wait.isSettled;
  }

  encode(writer: Writer, { correlationId, clientId, versions, broker }: RequestHeader): Uint8Array[] {
    const [request] = this.#rpc;
    const version = versions.highest(this.#rpc, this.#options);
    if (version < 0) throw versions.unsupported(request, broker, this.#options);
    this.version = version;
    this.correlationId = correlationId;
    const body = typeof this.#body === 'function' ? (this.#body as (version: number) => Q)(version) : this.#body;
    writer.beginFrame();
    writer.int16(request.apiKey);
    writer.int16(version);
    writer.int32(correlationId);
    writer.stringOrNull(clientId);
    if (requestHeaderVersion(request.apiKey, version) > 1) writer.uvarint(0);
    request.write(writer, body, version);
    return writer.finish();
  }

  receive(frame: Buffer): number {
    if (this.isSettled) return 0;
    const answer = this.read(frame, this.version);
    this.#wait.resolve(answer);
    return throttleTimeMs(answer, this.apiKey, this.version);
  }

  fail(error: unknown): void {
    this.#wait.reject(error);
  }

  /** The promise of a request without an answer is of no use to anybody. */
  dismiss(): void {
    this.promise.catch(() => {});
    this.#wait.reject(null);
  }

  protected read(frame: Buffer, version: number): A {
    const [request, response] = this.#rpc;
    const reader = new Reader(frame.subarray(CORRELATION_BYTES));
    if (responseHeaderVersion(request.apiKey, version) > 0) reader.skipTags();
    const answer = response.read(reader, version);
    reader.expectEnd();
    return answer;
  }

  #expire(): ClientError {
    const error = this.#timeoutError();
    this.#wait.reject(error);
    this.onExpired?.(this);
    return error;
  }

  #timeoutError(): ClientError {
    const { timeoutMs, describeBroker, lastError } = this.#options;
    const broker = describeBroker();
    const cause = this.correlationId < 0 ? (lastError?.() ?? null) : null;
    if (cause !== null) {
      const message = `${this.apiName} could not be sent to ${broker} within ${timeoutMs} ms: ${cause.message}`;
      return errorFor('REQUEST_TIMED_OUT', message, { cause });
    }
    return errorFor('REQUEST_TIMED_OUT', `${broker} did not answer ${this.apiName} within ${timeoutMs} ms`);
  }
}

/** `Fetch`, of its request. */
function nameOf(request: MessageCodec<unknown>): string {
  return request.name.slice(0, -'Request'.length);
}

/** What came of writing a request that could not be written: the user's own error, or the protocol's. */
export function encodingError(error: unknown, apiName: string, broker: string): unknown {
  if (error instanceof TypeError) {
    const message = `${apiName} cannot be sent to ${broker}: something that was given for it is missing, or of another type`;
    return errorFor('INVALID_REQUEST', message, { cause: error });
  }
  if (!isProtocolError(error)) return error;
  return new ClientError(error.code, `${apiName} cannot be sent to ${broker}: ${error.message}`, { cause: error });
}
