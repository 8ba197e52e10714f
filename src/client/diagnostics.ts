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
  /** As in the table of `diagnosticChannels`, for `node:diagnostics_channel`'s own functions. */
  readonly name: string | symbol;
  /** Whether anybody listens: where not, no message is built. */
  readonly hasSubscribers: boolean;
  /**
   * Calls `listener` at once, in the middle of the client's work: it should be short. What it throws is thrown later,
   * as an uncaught exception.
   */
  subscribe(listener: (message: M, name: string | symbol) => void): void;
  /** Takes `listener` away. */
  unsubscribe(listener: (message: M, name: string | symbol) => void): void;
  /** For the client's own use. */
  publish(message: M): void;
}

/** The life of one operation: start, end of its synchronous part, end, error; the same message object in all. */
export interface DiagnosticTracing<M extends object> {
  /** Whether anybody listens to one of the five. */
  readonly hasSubscribers: boolean;
  /** Before the operation begins. */
  readonly start: TracingStart<M>;
  /** Its synchronous part has ended. */
  readonly end: DiagnosticChannel<M>;
  /** Its promise is settled, and whoever waits for it has not been told yet. */
  readonly asyncStart: DiagnosticChannel<M>;
  /** It has ended. */
  readonly asyncEnd: DiagnosticChannel<M>;
  /** It has failed; `error` of the message says why. */
  readonly error: DiagnosticChannel<M>;
}

/** A start event, inside of which the operation runs with the stores (AsyncLocalStorage) that are bound to it. */
export interface TracingStart<M> extends DiagnosticChannel<M> {
  /** For the client's own use: publishes, and calls `run` with the bound stores set. */
  runStores<R>(message: M, run: () => R): R;
}

/** Which class the client is of. */
export type ClientKind = 'producer' | 'consumer' | 'share-consumer' | 'admin';

/** Whose event it is. The same object in all events of a client. */
export interface ClientIdentity {
  /** Its class. */
  readonly kind: ClientKind;
  /** The config `clientId`, or `samsa-` and the kind. */
  readonly clientId: string;
}

/** What all events have. */
interface ClientEvent {
  /** Whose event it is. */
  readonly client: ClientIdentity;
}

/** Something that happened to a connection to a broker. */
export interface ConnectionMessage extends ClientEvent {
  /** -1 for an address of `bootstrapServers`. */
  readonly nodeId: number;
  /** As the broker advertises it, or as it stands in `bootstrapServers`. */
  readonly host: string;
  /** The broker's port. */
  readonly port: number;
}

/** A connection is ready for requests. */
export interface ConnectionOpenedMessage extends ConnectionMessage {
  /** From the first packet to the end of TLS, ApiVersions and authentication. */
  readonly durationMs: number;
}

/** A connection that was ready has ended. */
export interface ConnectionClosedMessage extends ConnectionMessage {
  /** Why, where it was not the client's own wish. */
  readonly error?: Error | undefined;
}

/** A connection did not become ready. */
export interface ConnectionFailedMessage extends ConnectionMessage {
  /** Why: NETWORK_EXCEPTION, TLS_FAILED, SASL_AUTHENTICATION_FAILED, … */
  readonly error: Error;
}

/** SASL has succeeded over a connection. */
export interface AuthenticatedMessage extends ConnectionMessage {
  /** As `SCRAM-SHA-512`. */
  readonly mechanism: string;
  /** What the exchange took. */
  readonly durationMs: number;
  /** 0 where the broker sets no limit. */
  readonly sessionLifetimeMs: number;
  /** Not the first one of its connection (KIP-368). */
  readonly isReauthentication: boolean;
}

/** The same object from start to end; what is optional is there at the end. */
export interface RequestMessage extends ClientEvent {
  /** As in Kafka's protocol: 1 for Fetch. */
  readonly apiKey: number;
  /** As `Fetch`. */
  readonly apiName: string;
  /** The version that it is written in. */
  readonly apiVersion: number;
  /** The broker that was asked; -1 for an address of `bootstrapServers`. */
  readonly nodeId: number;
  /** Ties the answer to the request on its connection. */
  readonly correlationId: number;
  /** By `env.clock.monotonic()`, when the bytes were handed to the socket. */
  readonly startedAtMs: number;
  /** Size of the request's frame. */
  readonly requestBytes: number;
  /** Size of the answer's frame. */
  responseBytes?: number;
  /** From `startedAtMs` to the answer, or to the failure. */
  durationMs?: number;
  /** Why there is no answer. What an answer says went wrong is not here. */
  error?: Error;
}

/** A record that is about to be encoded. */
export interface SendMessage extends ClientEvent {
  /** Where the record goes. */
  readonly topic: string;
  /** As the caller gave it, before serializers. */
  readonly key: unknown;
  /** As the caller gave it, before serializers. */
  readonly value: unknown;
  /** Where the caller chose it. */
  readonly partition?: number | undefined;
  /** In milliseconds since the epoch, where the caller gave it. */
  readonly timestamp?: number | undefined;
  /** A subscriber of `start` pushes what the record is to carry besides its own headers. */
  readonly addedHeaders: [name: string, value: string | Uint8Array][];
  /** There at the end: where the record went. */
  metadata?: { readonly topic: string; readonly partition: number; readonly offset: number } | undefined;
  /** What the call rejects with. */
  error?: Error;
}

/** A batch of records that was sent. */
export interface BatchMessage extends ClientEvent {
  /** The partition's leader; -1 where the batch was not sent. */
  readonly nodeId: number;
  /** The topic's name. */
  readonly topic: string;
  /** From 0. */
  readonly partition: number;
  /** How many records it holds. */
  readonly recordCount: number;
  /** As sent, compressed where compression is on. */
  readonly batchBytes: number;
}

/** The broker has the batch. */
export interface BatchAcknowledgedMessage extends BatchMessage {
  /** -1 with acks=0. */
  readonly baseOffset: number;
  /** From the batch's first record to its sending. */
  readonly queueTimeMs: number;
  /** Of the request that carried it. */
  readonly requestLatencyMs: number;
}

/** The batch was given up: its records' calls reject. */
export interface BatchFailedMessage extends BatchMessage {
  /** Why. */
  readonly error: Error;
}

/** A Fetch was answered. */
export interface FetchMessage extends ClientEvent {
  /** The broker that was asked. */
  readonly nodeId: number;
  /** How many partitions the answer tells of. */
  readonly partitionCount: number;
  /** Bytes of record batches. */
  readonly bytes: number;
  /** From the request to the answer, with the broker's wait for records (`fetchMaxWaitMs`). */
  readonly durationMs: number;
  /** The pause that the broker asks for (KIP-219). */
  readonly throttleTimeMs: number;
}

/** What a handler is called with: enough of a record or a batch to tell it and to find its headers. */
export interface ProcessedRecord {
  /** The topic's name. */
  readonly topic: string;
  /** From 0. */
  readonly partition: number;
  /** Its place in the partition. */
  readonly offset: number;
  /** As fetched; a view. */
  readonly keyBytes: Uint8Array | null;
  /** As fetched; a view. */
  readonly valueBytes: Uint8Array | null;
  /** In order, repetitions included. */
  readonly headers: Iterable<readonly [string, Uint8Array | null]>;
}

/** Iterates its records, decoding them. */
export interface ProcessedBatch extends Iterable<ProcessedRecord> {
  /** The topic's name. */
  readonly topic: string;
  /** From 0. */
  readonly partition: number;
  /** Of the first record. */
  readonly baseOffset: number;
  /** Of the last record. */
  readonly lastOffset: number;
  /** How many records it holds. */
  readonly count: number;
}

/** One call of a handler of `run`: of a record or of a batch, the other is absent. */
export interface ProcessMessage extends ClientEvent {
  /** Null without a group. */
  readonly groupId: string | null;
  /** With `eachRecord`. */
  readonly record?: ProcessedRecord;
  /** With `eachBatch`. */
  readonly batch?: ProcessedBatch;
  /** What the handler threw. */
  error?: Error;
}

/** Partitions came or went. */
export interface RebalanceMessage extends ClientEvent {
  /** The consumer's group. */
  readonly groupId: string;
  /** As the coordinator, or under KIP-1082 the client, gave it. */
  readonly memberId: string;
  /** Of a classic group, or the member epoch (KIP-848). */
  readonly generationId: number;
  /** As the method of RebalanceListener that is called. */
  readonly event: 'revoked' | 'lost' | 'assigned';
  /** Those that came or went; the others stay. */
  readonly partitions: readonly { readonly topic: string; readonly partition: number }[];
  /** For `assigned`: since the rebalance began. */
  readonly durationMs?: number | undefined;
}

/** An offset commit has ended. */
export interface CommitMessage extends ClientEvent {
  /** The consumer's group. */
  readonly groupId: string;
  /** Of the next record to read, each. */
  readonly offsets: readonly { readonly topic: string; readonly partition: number; readonly offset: number }[];
  /** With all its retries. */
  readonly durationMs: number;
  /** Why nothing was committed, where it failed. */
  readonly error?: Error | undefined;
}

/** An attempt failed and another one follows. */
export interface RetryMessage extends ClientEvent {
  /** What is tried again, as `FindCoordinator for group orders`. */
  readonly operation: string;
  /** The attempt that failed, 1 for the first. */
  readonly attempt: number;
  /** The pause before the next attempt (KIP-580). */
  readonly delayMs: number;
  /** What the attempt failed with. */
  readonly error: Error;
}

/** A broker asked for a pause (KIP-219). */
export interface ThrottleMessage extends ClientEvent {
  /** The broker that asks. */
  readonly nodeId: number;
  /** As `Produce`. */
  readonly apiName: string;
  /** For how long nothing is sent to it. */
  readonly throttleTimeMs: number;
}

/** Something that ends the client, or that no caller hears of otherwise. */
export interface ErrorMessage extends ClientEvent {
  /** What went wrong. */
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
