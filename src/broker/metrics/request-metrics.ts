/**
 * What requests cost, by API: how many, how many bytes either way, how long (Kafka's RequestMetrics), and a line in the
 * log for one that was slow though it had nothing to wait for.
 */
import type { Clock, Logger } from '#kernel';
import { RecentTimes } from './recent-times.ts';

/** Requests that wait by their nature: for records, for other members, for the time that they ask for. */
const WAITING_APIS: ReadonlySet<string> = new Set([
  'Fetch',
  'JoinGroup',
  'SyncGroup',
  'ShareFetch',
  'ShareAcknowledge',
]);

export class ApiMetrics {
  readonly name: string;
  readonly times: RecentTimes = new RecentTimes();
  requestBytes = 0;
  responseBytes = 0;
  /** Requests that ended their connection. */
  failed = 0;

  constructor(name: string) {
    this.name = name;
  }
}

export interface FinishedRequest {
  readonly apiVersion: number;
  readonly clientId: string | null;
  readonly client: { readonly host: string };
  /** By the monotonic clock. */
  readonly beganMs: number;
  readonly requestBytes: number;
}

export class RequestMetrics {
  /** `samsa.slow.request.ms`: from how many milliseconds on a request is told of in the log; negative for never. */
  slowMs: number;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #apis = new Map<number, ApiMetrics>();

  constructor(clock: Clock, logger: Logger, slowMs: number) {
    this.#clock = clock;
    this.#logger = logger.component('slow-requests');
    this.slowMs = slowMs;
  }

  apis(): Iterable<ApiMetrics> {
    return this.#apis.values();
  }

  /** Of the API with this key, whose request is called `requestName`. */
  of(apiKey: number, requestName: string): ApiMetrics {
    let metrics = this.#apis.get(apiKey);
    if (metrics === undefined) this.#apis.set(apiKey, (metrics = new ApiMetrics(requestName.replace(/Request$/, ''))));
    return metrics;
  }

  /** The answer is on its way; `responseBytes` is 0 where the request has none. */
  finished(api: ApiMetrics, request: FinishedRequest, responseBytes: number): void {
    const now = this.#clock.monotonic();
    const tookMs = now - request.beganMs;
    api.times.record(tookMs, now);
    api.requestBytes += request.requestBytes;
    api.responseBytes += responseBytes;
    if (this.slowMs >= 0 && tookMs >= this.slowMs && !WAITING_APIS.has(api.name)) this.#tell(api, request, tookMs);
  }

  #tell(api: ApiMetrics, request: FinishedRequest, tookMs: number): void {
    this.#logger.warn('a slow request', {
      api: api.name,
      version: request.apiVersion,
      client: request.clientId ?? '',
      host: request.client.host,
      ms: Math.round(tookMs),
      bytes: request.requestBytes,
    });
  }
}
