/**
 * Client metrics for the cluster's operators (KIP-714): asks a broker what it wants to know, and pushes that at the
 * interval the broker names, until the client closes with a last push. Where no broker wants anything this is one request
 * when the first connection is there, and one more per interval. Nothing here ever fails a caller or holds up `close`.
 *
 *     waiting      ─ connection → subscribing
 *     subscribing  ─ the broker has no KIP-714 → waiting;  nothing wanted → subscribing, an interval later;
 *                    something wanted → pushing, half to one and a half of an interval later
 *     pushing      ─ taken → pushing, an interval later;  another subscription now → subscribing at once;
 *                    too much, too often, no answer → subscribing, an interval later;  invalid → the end
 */
import type { Env, Logger, Timer } from '#kernel';
import {
  compress,
  CompressionType,
  errorForCode,
  Errors,
  getTelemetrySubscriptionsRequest,
  getTelemetrySubscriptionsResponse,
  pushTelemetryRequest,
  pushTelemetryResponse,
  ZERO_UUID,
  type ErrorEntry,
  type GetTelemetrySubscriptionsResponse,
} from '#protocol';
import { ClientError, errorFor } from '../errors.ts';
import type { RequestBody, RequestOptions, Rpc } from '../network/rpc.ts';
import type { ClientDiagnostics } from './client-diagnostics.ts';
import { encodeMetrics } from './otlp-metrics.ts';
import { TelemetryCollector } from './telemetry-collector.ts';

const GET_SUBSCRIPTIONS = [getTelemetrySubscriptionsRequest, getTelemetrySubscriptionsResponse] as const;
const PUSH = [pushTelemetryRequest, pushTelemetryResponse] as const;

/** Where a broker names no interval, or does not answer at all. */
const DEFAULT_INTERVAL_MS = 300_000;
const MAX_INTERVAL_MS = 2 ** 31 - 1;
/** The first push comes after 50 to 150 % of the interval, so that clients that start together do not push together. */
const FIRST_PUSH_AFTER = 0.5;
const FIRST_PUSH_JITTER = 1;
/** Answers in a row that ask for another try at once; then it waits all the same. */
const MAX_TRIES_AT_ONCE = 3;
/** How long `close` waits for the last push at most. */
const LAST_PUSH_MS = 2000;
const SCOPE = { name: 'samsa' } as const;

/** What is used of a `Cluster`. */
export interface TelemetryCluster {
  leastLoadedNode(options?: { timeoutMs?: number | undefined }): Promise<number>;
  versionOf<Q, A>(nodeId: number, rpc: Rpc<Q, A>): Promise<number>;
  send<Q, A>(nodeId: number, rpc: Rpc<Q, A>, body: RequestBody<Q>, options?: RequestOptions): Promise<A>;
}

export interface TelemetryOptions {
  readonly env: Env;
  readonly logger: Logger;
  readonly diagnostics: ClientDiagnostics;
  /** `enable.metrics.push`. */
  readonly isEnabled: boolean;
  /**
   * Whose metrics these are, beside the client id: `client_rack`, `group_id`, `group_instance_id`, `group_member_id`,
   * `transactional_id`, each where the client has one. Asked at every push.
   */
  labels?(): Readonly<Record<string, string>>;
}

interface Subscription {
  readonly id: number;
  readonly intervalMs: number;
  readonly maxBytes: number;
  readonly isDelta: boolean;
  readonly prefixes: readonly string[];
  readonly compressionTypes: readonly number[];
}

/** What to do next, and when. */
type Step =
  | { readonly next: 'subscribe' | 'push'; readonly inMs: number }
  | { readonly next: 'wait' }
  | { readonly next: 'stop' };

export class TelemetryReporter {
  readonly #cluster: TelemetryCluster;
  readonly #options: TelemetryOptions;
  readonly #collector: TelemetryCollector;
  readonly #refusedCompression = new Set<number>();
  readonly #waiting = new Set<PromiseWithResolvers<string>>();
  #clientInstanceId: string = ZERO_UUID;
  #subscription: Subscription | null = null;
  #timer: Timer | null = null;
  #state: 'idle' | 'running' | 'stopped' = 'idle';
  /** The step under way, for `close` to follow. */
  #step: Promise<void> | null = null;
  #triesAtOnce = 0;

  constructor(cluster: TelemetryCluster, options: TelemetryOptions) {
    this.#cluster = cluster;
    this.#options = options;
    this.#collector = new TelemetryCollector(options.diagnostics.metrics, options.env.clock);
  }

  /** Begins once the client has its first connection to a broker that it knows; does nothing where it is not enabled. */
  start(): void {
    if (this.#options.isEnabled) this.#options.diagnostics.onConnected(() => this.#begin());
  }

  /**
   * The id under which brokers know this client's metrics, made by the first broker that is asked: a UUID in Kafka's form.
   * Rejects with ILLEGAL_STATE where `enableMetricsPush` is false, UNSUPPORTED_VERSION where the broker takes no metrics,
   * REQUEST_TIMED_OUT, CLIENT_CLOSED.
   */
  async clientInstanceId(timeoutMs: number): Promise<string> {
    if (!this.#options.isEnabled) {
      throw errorFor('ILLEGAL_STATE', 'The client has no instance id, since enableMetricsPush is false');
    }
    if (this.#clientInstanceId !== ZERO_UUID) return this.#clientInstanceId;
    if (this.#state === 'stopped') throw errorFor('CLIENT_CLOSED');
    const waiter = Promise.withResolvers<string>();
    this.#waiting.add(waiter);
    const expire = (): void => {
      const message = `No broker gave this client an instance id within ${timeoutMs} ms`;
      waiter.reject(errorFor(Errors.REQUEST_TIMED_OUT, message));
    };
    const timer = this.#options.env.scheduler.after(timeoutMs, expire, { keepAlive: true });
    this.#begin();
    if (this.#step === null && this.#subscription === null) this.#run({ next: 'subscribe', inMs: 0 });
    try {
      return await waiter.promise;
    } finally {
      timer.cancel();
      this.#waiting.delete(waiter);
    }
  }

  /** The last push, where something is subscribed to, then nothing more. Never rejects; waits 2 s at most. */
  async close(timeoutMs: number = LAST_PUSH_MS): Promise<void> {
    if (this.#state === 'stopped') return;
    const hadBegun = this.#state === 'running';
    this.#stop(errorFor('CLIENT_CLOSED'));
    const subscription = this.#subscription;
    if (!hadBegun || subscription === null || subscription.prefixes.length === 0) return;
    const limitMs = Math.min(timeoutMs, LAST_PUSH_MS);
    if (limitMs <= 0) return;
    const { promise: expired, resolve } = Promise.withResolvers<void>();
    const timer = this.#options.env.scheduler.after(limitMs, resolve);
    await Promise.race([this.#lastPush(subscription, limitMs), expired]);
    timer.cancel();
  }

  async #lastPush(subscription: Subscription, timeoutMs: number): Promise<void> {
    try {
      await this.#step;
      await this.#push(subscription, { isLast: true, timeoutMs });
    } catch (error) {
      this.#options.logger.debug('the last push of metrics was not answered', { error: String(error) });
    }
  }

  #begin(): void {
    if (this.#state !== 'idle') return;
    this.#state = 'running';
    this.#run({ next: 'subscribe', inMs: 0 });
  }

  #stop(reason: ClientError): void {
    this.#state = 'stopped';
    this.#timer?.cancel();
    this.#timer = null;
    this.#rejectWaiting(reason);
  }

  #rejectWaiting(reason: ClientError): void {
    for (const waiter of this.#waiting) waiter.reject(reason);
    this.#waiting.clear();
  }

  #run(step: Step): void {
    if (this.#state !== 'running') return;
    if (step.next === 'stop')
      return this.#stop(errorFor(Errors.UNSUPPORTED_VERSION, 'The broker refused client metrics'));
    this.#timer?.cancel();
    if (step.next === 'wait') {
      // A broker that has what this one lacks is met over a new connection; until then there is nothing to ask.
      return this.#options.diagnostics.onNextConnection(() => this.#run({ next: 'subscribe', inMs: 0 }));
    }
    const { next } = step;
    this.#timer = this.#options.env.scheduler.after(step.inMs, () => {
      this.#timer = null;
      this.#step = this.#take(next).then((following) => {
        this.#step = null;
        this.#run(following);
      });
    });
  }

  /** Never rejects. */
  async #take(next: 'subscribe' | 'push'): Promise<Step> {
    try {
      const subscription = this.#subscription;
      return next === 'push' && subscription !== null ? await this.#pushNow(subscription) : await this.#subscribe();
    } catch (error) {
      // No connection, no answer, an unreadable answer: what it was is the cluster's to report.
      this.#options.logger.debug('metrics could not be sent', { error: String(error) });
      if (error instanceof ClientError && (error.fatal || !error.retriable)) this.#rejectWaiting(error);
      return { next: 'subscribe', inMs: this.#subscription?.intervalMs ?? DEFAULT_INTERVAL_MS };
    }
  }

  async #subscribe(): Promise<Step> {
    const nodeId = await this.#cluster.leastLoadedNode();
    if ((await this.#cluster.versionOf(nodeId, GET_SUBSCRIPTIONS)) < 0) {
      const message = `Broker ${nodeId} takes no client metrics (KIP-714): it is older than 3.7, or has no reporter for them`;
      this.#rejectWaiting(errorFor(Errors.UNSUPPORTED_VERSION, message, { nodeId }));
      return { next: 'wait' };
    }
    const answer = await this.#cluster.send(nodeId, GET_SUBSCRIPTIONS, { clientInstanceId: this.#clientInstanceId });
    if (answer.errorCode !== Errors.NONE.code) return this.#refused(errorForCode(answer.errorCode));
    return this.#subscribed(answer);
  }

  #subscribed(answer: GetTelemetrySubscriptionsResponse): Step {
    this.#clientInstanceId = answer.clientInstanceId;
    for (const waiter of this.#waiting) waiter.resolve(answer.clientInstanceId);
    const before = this.#subscription;
    const subscription = subscriptionIn(answer);
    if (before !== null && before.isDelta !== subscription.isDelta) this.#collector.reset();
    this.#subscription = subscription;
    const { intervalMs } = subscription;
    if (subscription.prefixes.length === 0) {
      this.#triesAtOnce = 0;
      return { next: 'subscribe', inMs: intervalMs };
    }
    const part = FIRST_PUSH_AFTER + FIRST_PUSH_JITTER * this.#options.env.random.number();
    return { next: 'push', inMs: Math.min(MAX_INTERVAL_MS, Math.round(intervalMs * part)) };
  }

  async #pushNow(subscription: Subscription): Promise<Step> {
    const error = await this.#push(subscription, { isLast: false });
    if (error !== null) return this.#refused(error);
    this.#triesAtOnce = 0;
    return { next: 'push', inMs: subscription.intervalMs };
  }

  /** What the broker says: null where it took them. */
  async #push(
    subscription: Subscription,
    options: { readonly isLast: boolean; readonly timeoutMs?: number },
  ): Promise<ErrorEntry | null> {
    const type = this.#compressionFor(subscription);
    const metrics = this.#payload(subscription, type);
    if (metrics === null) return Errors.TELEMETRY_TOO_LARGE;
    const { timeoutMs } = options;
    const nodeId = await this.#cluster.leastLoadedNode({ timeoutMs });
    const request = {
      clientInstanceId: this.#clientInstanceId,
      subscriptionId: subscription.id,
      terminating: options.isLast,
      compressionType: type,
      metrics,
    };
    const { errorCode } = await this.#cluster.send(nodeId, PUSH, request, { timeoutMs });
    if (errorCode === Errors.NONE.code) {
      this.#collector.pushed();
      return null;
    }
    if (errorCode === Errors.UNSUPPORTED_COMPRESSION_TYPE.code) this.#refusedCompression.add(type);
    return errorForCode(errorCode);
  }

  #compressionFor(subscription: Subscription): CompressionType {
    const known: readonly CompressionType[] = Object.values(CompressionType);
    const usable = known.filter((type) => !this.#refusedCompression.has(type));
    const chosen = subscription.compressionTypes.find((type) => usable.some((other) => other === type));
    return usable.find((type) => type === chosen) ?? CompressionType.NONE;
  }

  /** Null where even the metrics of the client as a whole are more than the broker takes. */
  #payload(subscription: Subscription, type: CompressionType): Uint8Array | null {
    const { prefixes, isDelta, maxBytes } = subscription;
    for (const withoutDetails of [false, true]) {
      const metrics = this.#collector.collect({ prefixes, isDelta, withoutDetails });
      const bytes = compress(type, encodeMetrics(this.#options.labels?.() ?? {}, SCOPE, metrics));
      if (bytes.length <= maxBytes) return bytes;
    }
    return null;
  }

  #refused(error: ErrorEntry): Step {
    const { logger } = this.#options;
    const intervalMs = this.#subscription?.intervalMs ?? DEFAULT_INTERVAL_MS;
    switch (error) {
      case Errors.UNKNOWN_SUBSCRIPTION_ID:
      case Errors.UNSUPPORTED_COMPRESSION_TYPE:
        this.#triesAtOnce++;
        return { next: 'subscribe', inMs: this.#triesAtOnce > MAX_TRIES_AT_ONCE ? intervalMs : 0 };
      case Errors.TELEMETRY_TOO_LARGE:
      case Errors.THROTTLING_QUOTA_EXCEEDED:
        logger.debug('the broker did not take the metrics', { error: error.name });
        return { next: 'subscribe', inMs: intervalMs };
      default:
        logger.warn('the broker refused client metrics; no more are sent', { error: error.name });
        return { next: 'stop' };
    }
  }
}

function subscriptionIn(answer: GetTelemetrySubscriptionsResponse): Subscription {
  const { pushIntervalMs, telemetryMaxBytes, requestedMetrics } = answer;
  return {
    id: answer.subscriptionId,
    intervalMs: pushIntervalMs > 0 ? pushIntervalMs : DEFAULT_INTERVAL_MS,
    maxBytes: telemetryMaxBytes > 0 ? telemetryMaxBytes : Number.POSITIVE_INFINITY,
    isDelta: answer.deltaTemporality,
    prefixes: requestedMetrics.includes('*') ? [''] : requestedMetrics,
    compressionTypes: answer.acceptedCompressionTypes,
  };
}
