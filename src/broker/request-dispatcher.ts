/**
 * From a frame to its answer's bytes: header, version check, body, handler, response.
 *
 * Invariant: whatever a frame holds, the outcome is an answer, silence where the protocol has none, or a reason to
 * close this one connection (Kafka's SocketServer and KafkaApis; KIP-511 for ApiVersions).
 */
import { AssertionFailure } from '#kernel';
import { isProtocolError, Reader, requestHeaderVersion, responseHeaderVersion, Writer } from '#protocol';
import { fallbackApiVersionsResponse } from './handlers/18-api-versions.ts';
import type { BrokerServices, ClientInfo, Handler, RequestContext } from './handler.ts';

const API_VERSIONS_KEY = 18;
const PRODUCE_KEY = 0;
/** Brokers' own: what it costs is not a client's to pay. */
const WRITE_TXN_MARKERS_KEY = 27;

/** What became of a frame. */
export interface Exchange {
  /** The answer's chunks; null where there is none; a promise while it is being worked on. */
  readonly response: Uint8Array[] | null | Promise<Uint8Array[] | null>;
  /** Whether the connection's next request may begin before this one is answered. */
  readonly overlaps: boolean;
  /** Once there is a response; null where nothing follows it. */
  readonly after: AfterAnswer | null;
}

/** What follows an answer. */
export interface AfterAnswer {
  /** How long the client is not read from (KIP-219). */
  readonly throttleTimeMs: number;
  /** Called when the answer's bytes have left, or never will. */
  readonly onSent: (() => void) | null;
}

/** A frame that costs its sender the connection. */
export class ConnectionFault extends Error {
  override readonly name = 'ConnectionFault';
}

interface Arrival {
  readonly handler: Handler<unknown, unknown>;
  readonly client: ClientInfo;
  readonly requestBytes: number;
  /** By the monotonic clock. */
  readonly began: number;
}

interface RequestHeader {
  apiKey: number;
  apiVersion: number;
  correlationId: number;
  clientId: string | null;
}

export class RequestDispatcher {
  readonly #broker: BrokerServices;
  readonly #writer = new Writer();

  constructor(broker: BrokerServices) {
    this.#broker = broker;
  }

  /** Whether the frame's request may begin while others of its kind on the same connection wait for their answers. */
  overlaps(frame: Buffer): boolean {
    return frame.length >= 2 && this.#broker.handlers.get(frame.readInt16BE(0))?.overlaps === true;
  }

  /** Throws a ConnectionFault where the connection has to be closed; so does the promise in the exchange. */
  dispatch(frame: Buffer, client: ClientInfo): Exchange {
    const began = this.#broker.env.clock.monotonic();
    const reader = new Reader(frame);
    const header = readHeader(reader);
    const handler = this.#broker.handlers.get(header.apiKey);
    if (handler === undefined) throw new ConnectionFault(`API key ${header.apiKey} is not served`);
    if (header.apiVersion < handler.minVersion || header.apiVersion > handler.maxVersion) {
      if (header.apiKey !== API_VERSIONS_KEY) {
        throw new ConnectionFault(`${handler.request.name} version ${header.apiVersion} is not served`);
      }
      const fallback = fallbackApiVersionsResponse(handler);
      return {
        response: this.#encode({ ...header, apiVersion: 0 }, handler, fallback),
        overlaps: false,
        after: null,
      };
    }
    const request = readBody(reader, header, handler);
    return this.#handle(request, header, { handler, client, requestBytes: frame.length, began });
  }

  #handle(request: unknown, header: RequestHeader, { handler, client, requestBytes, began }: Arrival): Exchange {
    const { quotas, env, requestMetrics } = this.#broker;
    const metrics = requestMetrics.of(header.apiKey, handler.request.name);
    const context: RequestContext = {
      broker: this.#broker,
      apiVersion: header.apiVersion,
      clientId: header.clientId,
      client,
      now: env.clock.now(),
      requestBytes,
      throttleTimeMs: 0,
      isCharged: false,
      beganMs: began,
      workedMs: -1,
      isExclusive: false,
      onSent: null,
      closeReason: null,
    };
    const conclude = (answer: unknown): Uint8Array[] | null => {
      if (context.closeReason !== null) throw new ConnectionFault(context.closeReason);
      if (quotas.isActive) this.#charge(context, header.apiKey, answer !== null);
      const chunks =
        answer === null
          ? null
          : this.#encode(header, handler, context.throttleTimeMs > 0 ? throttled(answer, context) : answer);
      requestMetrics.finished(metrics, context, chunks === null ? 0 : sizeOf(chunks));
      return chunks;
    };
    try {
      const answer = handler.handle(request, context);
      if (quotas.isRequestTimed) context.workedMs = env.clock.monotonic() - began;
      if (!(answer instanceof Promise)) return { response: conclude(answer), overlaps: true, after: context };
      const overlaps = handler.overlaps === true && !context.isExclusive;
      const response = answer.then(conclude).catch((error: unknown) => {
        metrics.failed++;
        return this.#fail(error, handler);
      });
      return { response, overlaps, after: context };
    } catch (error) {
      metrics.failed++;
      return this.#fail(error, handler);
    }
  }

  /** Holds the request against the quotas, once its answer is known. */
  #charge(context: RequestContext, apiKey: number, isAnswered: boolean): void {
    if (context.isCharged) return;
    const { quotas, env } = this.#broker;
    const now = env.clock.now();
    // Without an answer nobody could be told of the time, as in Kafka; the bytes still count.
    const isTimed = context.workedMs >= 0 && isAnswered && apiKey !== WRITE_TXN_MARKERS_KEY;
    if (isTimed) quotas.chargeRequest(context, context.workedMs, now);
    if (apiKey === PRODUCE_KEY) quotas.chargeProduce(context, context.requestBytes, now);
  }

  /** A failed handler is a bug in Samsa. A broken assertion stops the process, anything else this connection. */
  #fail(error: unknown, handler: Handler<unknown, unknown>): never {
    if (error instanceof ConnectionFault) throw error;
    if (error instanceof AssertionFailure) this.#broker.env.halt(`${handler.request.name}: ${error.message}`, error);
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new ConnectionFault(`${handler.request.name} failed: ${detail}`);
  }

  #encode(header: RequestHeader, handler: Handler<unknown, unknown>, answer: unknown): Uint8Array[] {
    const writer = this.#writer;
    writer.beginFrame();
    writer.int32(header.correlationId);
    if (responseHeaderVersion(header.apiKey, header.apiVersion) > 0) writer.uvarint(0);
    handler.response.write(writer, answer, header.apiVersion);
    return writer.finish();
  }
}

function sizeOf(chunks: readonly Uint8Array[]): number {
  let size = 0;
  for (const chunk of chunks) size += chunk.length;
  return size;
}

/** The answer says how long to wait, where its kind can. */
function throttled(answer: unknown, { throttleTimeMs }: RequestContext): unknown {
  if (typeof answer !== 'object' || answer === null || !('throttleTimeMs' in answer)) return answer;
  return { ...answer, throttleTimeMs };
}

function readHeader(reader: Reader): RequestHeader {
  try {
    const apiKey = reader.int16();
    const apiVersion = reader.int16();
    const correlationId = reader.int32();
    const clientId = reader.stringOrNull();
    if (requestHeaderVersion(apiKey, apiVersion) > 1) reader.skipTags();
    return { apiKey, apiVersion, correlationId, clientId };
  } catch (error) {
    throw new ConnectionFault(`a request header cannot be read: ${reasonOf(error)}`);
  }
}

function readBody(reader: Reader, header: RequestHeader, handler: Handler<unknown, unknown>): unknown {
  try {
    // Bytes behind the message are let be, as Kafka does: librdkafka asks for all topics with a few too many.
    return handler.request.read(reader, header.apiVersion);
  } catch (error) {
    throw new ConnectionFault(`${handler.request.name} version ${header.apiVersion}: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  if (!isProtocolError(error)) throw error;
  return error.message;
}
