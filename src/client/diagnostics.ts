/**
 * What a client tells whoever listens, through `node:diagnostics_channel`: one channel an event, named `samsa:…`, each
 * with one shape of message (the table is `diagnosticChannels`). Nothing is built, measured or published for a channel
 * without a subscriber, and no channel is per record but the two that trace contexts need: `samsa:producer:send`, told
 * before the record is encoded so that a subscriber may add headers, and `samsa:consumer:process`, which runs the handler
 * of a record inside its start event. Messages carry no secrets: no passwords, no tokens, no payloads but the record's own.
 *
 * Tracing channels follow Node's own convention (`tracing:samsa:request:start`, `…:asyncEnd`, `…:error`).
 */
import { channel, tracingChannel } from 'node:diagnostics_channel';

/** One event. As Node's own `Channel`, with the type of its messages. */
export interface DiagnosticChannel<M> {
  readonly name: string | symbol;
  readonly hasSubscribers: boolean;
  subscribe(listener: (message: M, name: string | symbol) => void): void;
  unsubscribe(listener: (message: M, name: string | symbol) => void): void;
  publish(message: M): void;
}

/** The life of one operation: start, end of its synchronous part, end, error; the same message object in all. */
export interface DiagnosticTracing<M extends object> {
  readonly hasSubscribers: boolean;
  readonly start: TracingStart<M>;
  readonly end: DiagnosticChannel<M>;
  readonly asyncStart: DiagnosticChannel<M>;
  readonly asyncEnd: DiagnosticChannel<M>;
  readonly error: DiagnosticChannel<M>;
}

/** A start event, inside of which the operation runs with the stores (AsyncLocalStorage) that are bound to it. */
export interface TracingStart<M> extends DiagnosticChannel<M> {
  runStores<R>(message: M, run: () => R): R;
}

export type ClientKind = 'producer' | 'consumer' | 'share-consumer' | 'admin';

/** Whose event it is. The same object in all events of a client. */
export interface ClientIdentity {
  readonly kind: ClientKind;
  readonly clientId: string;
}

interface ClientEvent {
  readonly client: ClientIdentity;
}

export interface ConnectionMessage extends ClientEvent {
  /** -1 for an address of `bootstrapServers`. */
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

export interface ConnectionOpenedMessage extends ConnectionMessage {
  /** From the first packet to the end of TLS, ApiVersions and authentication. */
  readonly durationMs: number;
}

export interface ConnectionClosedMessage extends ConnectionMessage {
  /** Why, where it was not the client's own wish. */
  readonly error?: Error | undefined;
}

export interface ConnectionFailedMessage extends ConnectionMessage {
  readonly error: Error;
}

export interface AuthenticatedMessage extends ConnectionMessage {
  readonly mechanism: string;
  readonly durationMs: number;
  /** 0 where the broker sets no limit. */
  readonly sessionLifetimeMs: number;
  /** Not the first one of its connection (KIP-368). */
  readonly isReauthentication: boolean;
}

/** The same object from start to end; what is optional is there at the end. */
export interface RequestMessage extends ClientEvent {
  readonly apiKey: number;
  /** As `Fetch`. */
  readonly apiName: string;
  readonly apiVersion: number;
  readonly nodeId: number;
  readonly correlationId: number;
  /** By `env.clock.monotonic()`, when the bytes were handed to the socket. */
  readonly startedAtMs: number;
  /** Size of the request's frame. */
  readonly requestBytes: number;
  /** Size of the answer's frame. */
  responseBytes?: number;
  durationMs?: number;
  error?: Error;
}

/** A record that is about to be encoded. */
export interface SendMessage extends ClientEvent {
  readonly topic: string;
  /** As the caller gave it, before serializers. */
  readonly key: unknown;
  readonly value: unknown;
  /** Where the caller chose it. */
  readonly partition?: number | undefined;
  readonly timestamp?: number | undefined;
  /** A subscriber of `start` pushes what the record is to carry besides its own headers. */
  readonly addedHeaders: [name: string, value: string | Uint8Array][];
  /** There at the end: where the record went. */
  metadata?: { readonly topic: string; readonly partition: number; readonly offset: number } | undefined;
  error?: Error;
}

export interface BatchMessage extends ClientEvent {
  readonly nodeId: number;
  readonly topic: string;
  readonly partition: number;
  readonly recordCount: number;
  /** As sent, compressed where compression is on. */
  readonly batchBytes: number;
}

export interface BatchAcknowledgedMessage extends BatchMessage {
  /** -1 with acks=0. */
  readonly baseOffset: number;
  /** From the batch's first record to its sending. */
  readonly queueTimeMs: number;
  /** Of the request that carried it. */
  readonly requestLatencyMs: number;
}

export interface BatchFailedMessage extends BatchMessage {
  readonly error: Error;
}

export interface FetchMessage extends ClientEvent {
  readonly nodeId: number;
  readonly partitionCount: number;
  /** Bytes of record batches. */
  readonly bytes: number;
  readonly durationMs: number;
  readonly throttleTimeMs: number;
}

/** What a handler is called with: enough of a record or a batch to tell it and to find its headers. */
export interface ProcessedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly keyBytes: Uint8Array | null;
  readonly valueBytes: Uint8Array | null;
  readonly headers: Iterable<readonly [string, Uint8Array | null]>;
}

/** Iterates its records, decoding them. */
export interface ProcessedBatch extends Iterable<ProcessedRecord> {
  readonly topic: string;
  readonly partition: number;
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly count: number;
}

/** One call of a handler of `run`: of a record or of a batch, the other is absent. */
export interface ProcessMessage extends ClientEvent {
  readonly groupId: string | null;
  readonly record?: ProcessedRecord;
  readonly batch?: ProcessedBatch;
  error?: Error;
}

export interface RebalanceMessage extends ClientEvent {
  readonly groupId: string;
  readonly memberId: string;
  /** Of a classic group, or the member epoch (KIP-848). */
  readonly generationId: number;
  readonly event: 'revoked' | 'lost' | 'assigned';
  readonly partitions: readonly { readonly topic: string; readonly partition: number }[];
  /** For `assigned`: since the rebalance began. */
  readonly durationMs?: number | undefined;
}

export interface CommitMessage extends ClientEvent {
  readonly groupId: string;
  readonly offsets: readonly { readonly topic: string; readonly partition: number; readonly offset: number }[];
  readonly durationMs: number;
  readonly error?: Error | undefined;
}

export interface RetryMessage extends ClientEvent {
  /** What is tried again, as `FindCoordinator for group orders`. */
  readonly operation: string;
  /** The attempt that failed, 1 for the first. */
  readonly attempt: number;
  readonly delayMs: number;
  readonly error: Error;
}

/** A broker asked for a pause (KIP-219). */
export interface ThrottleMessage extends ClientEvent {
  readonly nodeId: number;
  readonly apiName: string;
  readonly throttleTimeMs: number;
}

/** Something that ends the client, or that no caller hears of otherwise. */
export interface ErrorMessage extends ClientEvent {
  readonly error: Error;
}

/** Node types what a listener gets as unknown; what is published here is of one type. */
function named<M>(name: string): DiagnosticChannel<M> {
  return channel(name) as DiagnosticChannel<M>;
}

function traced<M extends object>(name: string): DiagnosticTracing<M> {
  return tracingChannel<M>(name) as DiagnosticTracing<M>;
}

export const connectionOpened: DiagnosticChannel<ConnectionOpenedMessage> = named('samsa:connection:opened');
export const connectionClosed: DiagnosticChannel<ConnectionClosedMessage> = named('samsa:connection:closed');
export const connectionFailed: DiagnosticChannel<ConnectionFailedMessage> = named('samsa:connection:failed');
export const authenticated: DiagnosticChannel<AuthenticatedMessage> = named('samsa:connection:authenticated');
export const requests: DiagnosticTracing<RequestMessage> = traced('samsa:request');
export const sends: DiagnosticTracing<SendMessage> = traced('samsa:producer:send');
export const batchAcknowledged: DiagnosticChannel<BatchAcknowledgedMessage> = named(
  'samsa:producer:batch:acknowledged',
);
export const batchFailed: DiagnosticChannel<BatchFailedMessage> = named('samsa:producer:batch:failed');
export const fetches: DiagnosticChannel<FetchMessage> = named('samsa:consumer:fetch');
export const processing: DiagnosticTracing<ProcessMessage> = traced('samsa:consumer:process');
export const rebalances: DiagnosticChannel<RebalanceMessage> = named('samsa:consumer:rebalance');
export const commits: DiagnosticChannel<CommitMessage> = named('samsa:consumer:commit');
export const retries: DiagnosticChannel<RetryMessage> = named('samsa:retry');
export const throttles: DiagnosticChannel<ThrottleMessage> = named('samsa:throttle');
export const errors: DiagnosticChannel<ErrorMessage> = named('samsa:error');

/** All of them, by what they tell: `diagnosticChannels.batchFailed.subscribe(({ topic, error }) => …)`. */
export const diagnosticChannels: {
  readonly connectionOpened: typeof connectionOpened;
  readonly connectionClosed: typeof connectionClosed;
  readonly connectionFailed: typeof connectionFailed;
  readonly authenticated: typeof authenticated;
  readonly requests: typeof requests;
  readonly sends: typeof sends;
  readonly batchAcknowledged: typeof batchAcknowledged;
  readonly batchFailed: typeof batchFailed;
  readonly fetches: typeof fetches;
  readonly processing: typeof processing;
  readonly rebalances: typeof rebalances;
  readonly commits: typeof commits;
  readonly retries: typeof retries;
  readonly throttles: typeof throttles;
  readonly errors: typeof errors;
} = {
  connectionOpened,
  connectionClosed,
  connectionFailed,
  authenticated,
  requests,
  sends,
  batchAcknowledged,
  batchFailed,
  fetches,
  processing,
  rebalances,
  commits,
  retries,
  throttles,
  errors,
};

/** What surrounds calls of handlers: it must call `run` once, at once, and return what that returns. */
export type ProcessingWrapper = <R>(message: ProcessMessage, run: () => R) => R;

/** Contexts that no AsyncLocalStorage of ours can carry (OpenTelemetry's are private to its context manager). */
const wrappers = new Set<ProcessingWrapper>();

/** Puts `wrapper` around all calls of handlers of `run`; the function returned takes it away again. */
export function wrapProcessing(wrapper: ProcessingWrapper): () => void {
  wrappers.add(wrapper);
  return () => void wrappers.delete(wrapper);
}

export function isProcessingObserved(): boolean {
  return wrappers.size > 0 || processing.hasSubscribers;
}

/** Runs a handler as an operation of `samsa:consumer:process`. A rejection of the handler stays the handler's. */
export function runProcessing<R>(message: ProcessMessage, handler: () => R): R {
  let run = (): R => traceHandler(message, handler);
  for (const wrapper of wrappers) {
    const inner = run;
    run = () => wrapper(message, inner);
  }
  return run();
}

function traceHandler<R>(message: ProcessMessage, handler: () => R): R {
  if (!processing.hasSubscribers) return handler();
  return processing.start.runStores(message, () => {
    try {
      const result = handler();
      if (isThenable(result)) settle(message, result);
      return result;
    } catch (error) {
      publishError(message, error);
      throw error;
    } finally {
      processing.end.publish(message);
    }
  });
}

function settle(message: ProcessMessage, result: PromiseLike<unknown>): void {
  const ended = (): void => {
    processing.asyncStart.publish(message);
    processing.asyncEnd.publish(message);
  };
  result.then(ended, (error: unknown) => {
    publishError(message, error);
    ended();
  });
}

function publishError(message: ProcessMessage, error: unknown): void {
  message.error = error instanceof Error ? error : new Error(String(error));
  processing.error.publish(message);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
