/**
 * What the parts of a client report to, one call an event: it counts the event in the client's metrics, and publishes it
 * on its channel where someone listens (../diagnostics.ts). One of these per client, in its context as `diagnostics`.
 * No method is called per record but `sendStarted` and `process`, which are one check without a subscriber.
 */
import type { Clock } from '#kernel';
import * as channels from '../diagnostics.ts';
import type {
  AuthenticatedMessage,
  BatchAcknowledgedMessage,
  BatchFailedMessage,
  ClientIdentity,
  CommitMessage,
  ConnectionClosedMessage,
  ConnectionFailedMessage,
  ConnectionOpenedMessage,
  FetchMessage,
  ProcessMessage,
  RebalanceMessage,
  RequestMessage,
  RetryMessage,
  SendMessage,
  ThrottleMessage,
} from '../diagnostics.ts';
import { ConnectionMetrics } from './connection-metrics.ts';
import { ConsumerMetrics, CoordinatorMetrics } from './consumer-metrics.ts';
import type { ConsumedRecords } from './consumer-metrics.ts';
import { MetricRegistry } from './metric-registry.ts';
import { ProducerMetrics } from './producer-metrics.ts';

/** An event's message without what is the same in all. */
export type Event<M> = Omit<M, 'client'>;
export type RequestStart = Pick<RequestMessage, 'apiKey' | 'apiName' | 'apiVersion' | 'nodeId' | 'correlationId'> & {
  /** Size of the request's frame. */
  readonly requestBytes: number;
};

const METRIC_PREFIX = {
  producer: 'producer',
  consumer: 'consumer',
  'share-consumer': 'consumer-share',
  admin: 'admin-client',
} as const;

export class ClientDiagnostics {
  readonly client: ClientIdentity;
  readonly metrics: MetricRegistry;
  readonly #clock: Clock;
  readonly #connections: ConnectionMetrics;
  readonly #producer: ProducerMetrics | undefined;
  readonly #consumer: ConsumerMetrics | undefined;
  readonly #coordinator: CoordinatorMetrics | undefined;

  #isConnected = false;
  #onConnected: (() => void) | null = null;

  constructor(client: ClientIdentity, clock: Clock) {
    this.client = client;
    this.#clock = clock;
    this.metrics = new MetricRegistry(clock, client.clientId);
    const prefix = METRIC_PREFIX[client.kind];
    this.#connections = new ConnectionMetrics(this.metrics, prefix);
    if (client.kind === 'producer') this.#producer = new ProducerMetrics(this.metrics);
    if (client.kind === 'consumer' || client.kind === 'share-consumer') {
      this.#consumer = new ConsumerMetrics(this.metrics, prefix);
      this.#coordinator = new CoordinatorMetrics(this.metrics, prefix);
    }
  }

  /** Runs `task` when the client has had a connection to a broker that it knows by its id; once. */
  onConnected(task: () => void): void {
    this.onNextConnection(task);
    if (this.#isConnected) this.#tellConnected();
  }

  /** Runs `task` at the next connection to a broker that the client knows by its id; once. */
  onNextConnection(task: () => void): void {
    this.#onConnected = task;
  }

  #tellConnected(): void {
    const task = this.#onConnected;
    this.#onConnected = null;
    task?.();
  }

  /** The connection is ready for requests: TLS, ApiVersions and authentication are behind it. */
  connectionOpened(event: Event<ConnectionOpenedMessage>): void {
    this.#connections.opened();
    if (event.nodeId >= 0) {
      this.#isConnected = true;
      this.#tellConnected();
    }
    if (channels.connectionOpened.hasSubscribers) channels.connectionOpened.publish({ client: this.client, ...event });
  }

  /** Of a connection that was reported as opened. */
  connectionClosed(event: Event<ConnectionClosedMessage>): void {
    this.#connections.closed();
    if (channels.connectionClosed.hasSubscribers) channels.connectionClosed.publish({ client: this.client, ...event });
  }

  /** The connection was never opened. */
  connectionFailed(event: Event<ConnectionFailedMessage>): void {
    if (channels.connectionFailed.hasSubscribers) channels.connectionFailed.publish({ client: this.client, ...event });
  }

  authenticated(event: Event<AuthenticatedMessage>): void {
    this.#connections.authenticated(event.isReauthentication, event.durationMs);
    if (channels.authenticated.hasSubscribers) channels.authenticated.publish({ client: this.client, ...event });
  }

  authenticationFailed(): void {
    this.#connections.authenticationFailed();
  }

  /** The request's bytes were handed to the socket. What it answers goes into `requestAnswered` or `requestFailed`. */
  requestSent(request: RequestStart): RequestMessage {
    const { apiKey, apiName, apiVersion, nodeId, correlationId, requestBytes } = request;
    const startedAtMs = this.#clock.monotonic();
    const message = {
      client: this.client,
      apiKey,
      apiName,
      apiVersion,
      nodeId,
      correlationId,
      requestBytes,
      startedAtMs,
    };
    this.#connections.sent(nodeId, requestBytes, startedAtMs);
    if (channels.requests.hasSubscribers) {
      channels.requests.start.publish(message);
      channels.requests.end.publish(message);
    }
    return message;
  }

  /** `responseBytes`: size of the answer's frame. Of fire-and-forget requests: 0. */
  requestAnswered(message: RequestMessage, responseBytes: number): void {
    const nowMs = this.#clock.monotonic();
    const durationMs = nowMs - message.startedAtMs;
    this.#connections.answered(message.nodeId, { bytes: responseBytes, latencyMs: durationMs, nowMs });
    this.#coordinator?.answered(message.apiKey, durationMs);
    if (!channels.requests.hasSubscribers) return;
    message.responseBytes = responseBytes;
    message.durationMs = durationMs;
    channels.requests.asyncStart.publish(message);
    channels.requests.asyncEnd.publish(message);
  }

  requestFailed(message: RequestMessage, error: Error): void {
    if (!channels.requests.hasSubscribers) return;
    message.durationMs = this.#clock.monotonic() - message.startedAtMs;
    message.error = error;
    channels.requests.error.publish(message);
    channels.requests.asyncStart.publish(message);
    channels.requests.asyncEnd.publish(message);
  }

  /** For a positive throttle time only. */
  throttled(event: Event<ThrottleMessage>): void {
    if (event.apiName === 'Produce') this.#producer?.throttled(event.throttleTimeMs);
    if (channels.throttles.hasSubscribers) channels.throttles.publish({ client: this.client, ...event });
  }

  retrying(event: Event<RetryMessage>): void {
    if (channels.retries.hasSubscribers) channels.retries.publish({ client: this.client, ...event });
  }

  /** An error that ends the client, or that no caller hears of otherwise. */
  failed(error: Error): void {
    if (channels.errors.hasSubscribers) channels.errors.publish({ client: this.client, error });
  }

  /** Whether `sendStarted` is more than a check: for those who would rather not make its argument. */
  get observesSends(): boolean {
    return channels.sends.hasSubscribers;
  }

  /**
   * Before a record is encoded: null without a subscriber. Otherwise the record takes `addedHeaders` behind its own, and
   * the message goes back to `sendEnded` once its fate is known.
   */
  sendStarted(record: Event<SendFields>): SendMessage | null {
    if (!channels.sends.hasSubscribers) return null;
    const { topic, key, value, partition, timestamp } = record;
    const message: SendMessage = { client: this.client, topic, key, value, partition, timestamp, addedHeaders: [] };
    channels.sends.start.publish(message);
    channels.sends.end.publish(message);
    return message;
  }

  sendEnded(message: SendMessage, outcome: NonNullable<SendMessage['metadata']> | Error): void {
    if (outcome instanceof Error) {
      message.error = outcome;
      channels.sends.error.publish(message);
    } else {
      message.metadata = outcome;
    }
    channels.sends.asyncStart.publish(message);
    channels.sends.asyncEnd.publish(message);
  }

  batchAcknowledged(event: Event<BatchAcknowledgedMessage>): void {
    this.#producer?.acknowledged(event, this.#clock.monotonic());
    if (channels.batchAcknowledged.hasSubscribers) {
      channels.batchAcknowledged.publish({ client: this.client, ...event });
    }
  }

  /** The batch is given up. */
  batchFailed(event: Event<BatchFailedMessage>): void {
    this.#producer?.failed(event);
    if (channels.batchFailed.hasSubscribers) channels.batchFailed.publish({ client: this.client, ...event });
  }

  /** The batch goes out once more. Report the reason by `retrying` too where it is of interest. */
  batchRetried(topic: string, recordCount: number): void {
    this.#producer?.retried(topic, recordCount);
  }

  batchSplit(): void {
    this.#producer?.split();
  }

  fetchAnswered(event: Event<FetchMessage>): void {
    this.#consumer?.fetched(event, this.#clock.monotonic());
    if (channels.fetches.hasSubscribers) channels.fetches.publish({ client: this.client, ...event });
  }

  /** Once a batch, when its first record is handed out. */
  recordsConsumed(records: ConsumedRecords): void {
    this.#consumer?.consumed(records, this.#clock.monotonic());
  }

  /** The partition is not read any longer. */
  partitionForgotten(topic: string, partition: number): void {
    this.#consumer?.forget(topic, partition);
  }

  rebalanced(event: Event<RebalanceMessage>): void {
    this.#coordinator?.rebalanced(event);
    if (channels.rebalances.hasSubscribers) channels.rebalances.publish({ client: this.client, ...event });
  }

  /** Of a commit that the coordinator answered, well or not. */
  committed(event: Event<CommitMessage>): void {
    this.#coordinator?.committed(event.durationMs);
    if (channels.commits.hasSubscribers) channels.commits.publish({ client: this.client, ...event });
  }

  /** Calls the handler of `run`, with the contexts of those who listen around it. */
  process<R>(call: Event<ProcessMessage>, handler: () => R): R {
    if (!channels.isProcessingObserved()) return handler();
    return channels.runProcessing({ client: this.client, ...call }, handler);
  }

  /** Whether `process` is more than a call: for loops that would rather not make the closure. */
  get observesProcessing(): boolean {
    return channels.isProcessingObserved();
  }
}

type SendFields = Pick<SendMessage, 'client' | 'topic' | 'key' | 'value' | 'partition' | 'timestamp'>;
