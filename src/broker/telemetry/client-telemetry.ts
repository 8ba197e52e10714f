/**
 * The clients that push metrics, what each is asked for, and the latest values of each (KIP-714).
 *
 * Invariant: clients, and the series they push, are bounded; a client that is gone takes its values along. A client is
 * known for as long as the connection it came by, and at most some intervals beyond its last request.
 */
import { isKafkaError, type Clock, type Logger } from '#kernel';
import { ConfigResourceType, type MetadataImage } from '#metadata';
import {
  CompressionType,
  crc32c,
  decompress,
  Errors,
  errorForName,
  uuidToBytes,
  type PushTelemetryRequest,
} from '#protocol';
import { readMetrics, type OtlpLimits, type ReceivedMetric, type ReceivedMetrics } from './otlp-metrics.ts';
import { subscriptionOf, wantedFrom, type ClientTraits, type Subscription, type Wanted } from './subscriptions.ts';

/** As in Kafka. */
const MAX_INSTANCES = 16_384;
/** A client process has one, whatever asks for more under one name and then another is held short. */
const MAX_INSTANCES_PER_CONNECTION = 16;
const MIN_EXPIRY_MS = 60_000;
const MAX_SERIES_EACH = 1000;
const MAX_SERIES = 100_000;
const LIMITS: OtlpLimits = { maxMetrics: MAX_SERIES_EACH, maxAttributes: 16, maxLength: 256 };

/** The latest values that a client pushed, for whoever shows metrics. */
export interface ClientMetricsInstance {
  readonly clientInstanceId: string;
  readonly traits: ClientTraits;
  /** Of the client itself: `group_id`, `transactional_id`, …. */
  readonly resource: readonly (readonly [name: string, value: string])[];
  /** By name and attributes; what came as deltas is added up. */
  readonly series: ReadonlyMap<string, ReceivedMetric>;
  /** Milliseconds since the epoch; 0 before the first push. */
  readonly lastPushMs: number;
}

interface Instance extends ClientMetricsInstance {
  resource: readonly (readonly [string, string])[];
  readonly series: Map<string, ReceivedMetric>;
  lastPushMs: number;
  lastGetMs: number;
  lastSeenMs: number;
  isTerminating: boolean;
  lastError: number;
  /** Of `wanted`: another one tells that subscriptions have changed since. */
  version: number;
  wanted: Wanted;
  subscriptionId: number;
  readonly forget: () => void;
}

/** The connection a request came by. */
export interface TelemetryClient {
  onClosed(callback: () => void): () => void;
}

export interface Subscribed {
  readonly errorCode: number;
  readonly subscriptionId: number;
  readonly wanted: Wanted;
}

export class ClientTelemetry {
  readonly #clock: Clock;
  readonly #maxBytes: number;
  readonly #logger: Logger;
  readonly #instances = new Map<string, Instance>();
  /** Ids of those that came by a connection, oldest first. */
  readonly #byConnection = new WeakMap<TelemetryClient, string[]>();
  #subscriptions: readonly Subscription[] = [];
  #version = 1;
  #seriesCount = 0;

  /** `maxBytes`: `telemetry.max.bytes`, of a push as it comes and as it is without compression. */
  constructor({ clock, logger }: { clock: Clock; logger: Logger }, maxBytes: number) {
    this.#clock = clock;
    this.#logger = logger.component('telemetry');
    this.#maxBytes = maxBytes;
  }

  get maxBytes(): number {
    return this.#maxBytes;
  }

  /** To be called whenever a CLIENT_METRICS config may have changed. */
  setSubscriptions(image: MetadataImage): void {
    const { CLIENT_METRICS } = ConfigResourceType;
    const found = image
      .configuredResources(CLIENT_METRICS)
      .map((name) => subscriptionOf(image.configs(CLIENT_METRICS, name)));
    this.#subscriptions = found.filter((subscription) => subscription !== null);
    this.#version++;
  }

  /** All clients that pushed something and are still here. */
  instances(): ClientMetricsInstance[] {
    this.#expire();
    return [...this.#instances.values()].filter(({ lastPushMs }) => lastPushMs > 0);
  }

  has(clientInstanceId: string): boolean {
    return this.#instances.has(clientInstanceId);
  }

  /** What the client is to push, and how often; asked again too soon, it is told to wait. */
  subscribe(traits: ClientTraits, client: TelemetryClient): Subscribed {
    const now = this.#clock.now();
    const instance = this.#instance(traits, client, now);
    const isDue = now - Math.max(instance.lastGetMs, instance.lastPushMs) >= instance.wanted.intervalMs;
    if (isDue) instance.lastGetMs = now;
    const mayAskAgain =
      instance.lastError === Errors.UNKNOWN_SUBSCRIPTION_ID.code ||
      instance.lastError === Errors.UNSUPPORTED_COMPRESSION_TYPE.code;
    const errorCode = isDue || mayAskAgain ? Errors.NONE.code : Errors.THROTTLING_QUOTA_EXCEEDED.code;
    if (errorCode === Errors.NONE.code) instance.lastError = errorCode;
    return { errorCode, subscriptionId: instance.subscriptionId, wanted: instance.wanted };
  }

  /** Takes what a client pushed; returns the error code for it. */
  push(request: PushTelemetryRequest, traits: ClientTraits, client: TelemetryClient): number {
    const now = this.#clock.now();
    const instance = this.#instance(traits, client, now);
    let errorCode = this.#refusal(instance, request, now);
    instance.isTerminating = request.terminating;
    if (errorCode === Errors.NONE.code && request.metrics.length > 0) errorCode = this.#take(instance, request, now);
    instance.lastError = errorCode;
    return errorCode;
  }

  #refusal(instance: Instance, request: PushTelemetryRequest, now: number): number {
    if (instance.isTerminating) return Errors.INVALID_REQUEST.code;
    // The first push after the client has asked comes at any time, since clients spread their pushes.
    const isDue = instance.lastGetMs > instance.lastPushMs || now - instance.lastPushMs >= instance.wanted.intervalMs;
    if (isDue) instance.lastPushMs = now;
    else if (!request.terminating) return Errors.THROTTLING_QUOTA_EXCEEDED.code;
    if (request.subscriptionId !== instance.subscriptionId) return Errors.UNKNOWN_SUBSCRIPTION_ID.code;
    if (request.compressionType < CompressionType.NONE || request.compressionType > CompressionType.ZSTD) {
      return Errors.UNSUPPORTED_COMPRESSION_TYPE.code;
    }
    return request.metrics.length > this.#maxBytes ? Errors.TELEMETRY_TOO_LARGE.code : Errors.NONE.code;
  }

  #take(instance: Instance, request: PushTelemetryRequest, now: number): number {
    const { compressionType, metrics, terminating } = request;
    try {
      const bytes = decompress(compressionType, metrics, this.#maxBytes);
      const received = readMetrics(bytes, LIMITS);
      instance.resource = received.resource;
      for (const metric of received.metrics) this.#keep(instance, metric);
      if (this.#logger.isEnabled('debug')) this.#log(instance, received, terminating);
      instance.lastPushMs = now;
      this.#makeRoom(instance);
      return Errors.NONE.code;
    } catch (error) {
      if (!isKafkaError(error)) throw error;
      return error.code === 'CORRUPT_MESSAGE' ? Errors.INVALID_RECORD.code : errorForName(error.code).code;
    }
  }

  /** A line a metric, for whoever wants to see what a client pushes. */
  #log({ clientInstanceId }: Instance, { resource, metrics }: ReceivedMetrics, isLast: boolean): void {
    const text = (attributes: ReceivedMetrics['resource']): string =>
      attributes.map(([name, value]) => `${name}=${value}`).join(' ');
    for (const { name, kind, value, isDelta, isMonotonic, attributes } of metrics) {
      this.#logger.debug('a client pushed a metric', {
        client: clientInstanceId,
        isLast,
        name,
        kind: `${kind}${isDelta ? ' delta' : ''}${isMonotonic ? ' monotonic' : ''}`,
        value,
        attributes: text(attributes),
        resource: text(resource),
      });
    }
  }

  #keep(instance: Instance, metric: ReceivedMetric): void {
    const key = JSON.stringify([metric.name, metric.attributes]);
    const known = instance.series.get(key);
    if (known === undefined) {
      if (instance.series.size >= MAX_SERIES_EACH) return;
      this.#seriesCount++;
    }
    const isAdded = metric.isDelta && known !== undefined;
    instance.series.set(key, isAdded ? { ...metric, value: known.value + metric.value } : metric);
  }

  /** Whoever was silent longest loses its values first. */
  #makeRoom(newest: Instance): void {
    for (const instance of this.#instances.values()) {
      if (this.#seriesCount <= MAX_SERIES) return;
      if (instance === newest) continue;
      this.#seriesCount -= instance.series.size;
      instance.series.clear();
    }
  }

  /** The client's, as it was or as subscriptions have made it; used last, it stands at the end. */
  #instance(traits: ClientTraits, client: TelemetryClient, now: number): Instance {
    const id = traits.client_instance_id;
    let instance = this.#instances.get(id);
    if (instance === undefined) {
      this.#expire();
      if (this.#instances.size >= MAX_INSTANCES) this.#remove(this.#instances.keys().next().value!);
      instance = this.#newInstance(traits, client);
    } else {
      this.#instances.delete(id);
    }
    if (instance.version < this.#version) this.#update(instance);
    instance.lastSeenMs = now;
    this.#instances.set(id, instance);
    return instance;
  }

  #newInstance(traits: ClientTraits, client: TelemetryClient): Instance {
    const id = traits.client_instance_id;
    const ofConnection = this.#byConnection.get(client) ?? [];
    this.#byConnection.set(client, ofConnection);
    if (ofConnection.push(id) > MAX_INSTANCES_PER_CONNECTION) this.#remove(ofConnection.shift()!);
    const wanted = { metrics: [], intervalMs: 0 };
    const forget = client.onClosed(() => this.#remove(id));
    return {
      clientInstanceId: id,
      traits,
      resource: [],
      series: new Map(),
      lastPushMs: 0,
      lastGetMs: 0,
      lastSeenMs: 0,
      isTerminating: false,
      lastError: Errors.NONE.code,
      version: 0,
      wanted,
      subscriptionId: 0,
      forget,
    };
  }

  /** A changed subscription is a new beginning: the client may ask at once. */
  #update(instance: Instance): void {
    instance.version = this.#version;
    instance.wanted = wantedFrom(instance.traits, this.#subscriptions);
    instance.subscriptionId = subscriptionIdOf(instance.clientInstanceId, instance.wanted);
    instance.lastGetMs = 0;
    instance.lastPushMs = 0;
    instance.isTerminating = false;
    instance.lastError = Errors.NONE.code;
  }

  #remove(id: string): void {
    const instance = this.#instances.get(id);
    if (instance === undefined) return;
    instance.forget();
    this.#instances.delete(id);
    this.#seriesCount -= instance.series.size;
  }

  /** Those not heard of for longest stand first. */
  #expire(): void {
    const now = this.#clock.now();
    for (const [id, { lastSeenMs, wanted }] of this.#instances) {
      if (now - lastSeenMs > Math.max(MIN_EXPIRY_MS, wanted.intervalMs * 3)) this.#remove(id);
      else if (now - lastSeenMs <= MIN_EXPIRY_MS) return;
    }
  }
}

/** Tells clients that what they are asked for has changed; another client has another one. */
function subscriptionIdOf(clientInstanceId: string, { metrics, intervalMs }: Wanted): number {
  const text = Buffer.from(`${metrics.join(',')} ${intervalMs}`);
  const id = uuidToBytes(clientInstanceId)!;
  return (crc32c(text) ^ crc32c(id)) | 0;
}
