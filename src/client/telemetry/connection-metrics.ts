/** What every kind of client measures of its connections and requests, under Kafka's names. */
import { Distribution, Meter, MetricRegistry } from './metric-registry.ts';
import type { MetricPlace } from './metric-registry.ts';

/** Traffic with the whole cluster or with one broker. */
interface Traffic {
  readonly requests: Meter;
  readonly responses: Meter;
  readonly outgoingBytes: Meter;
  readonly incomingBytes: Meter;
  readonly requestSize: Distribution;
  readonly requestLatency: Distribution;
}

interface Answer {
  readonly bytes: number;
  readonly latencyMs: number;
  readonly nowMs: number;
}

/** Nodes beyond this many share no metrics of their own: a cluster that changes its ids forever must not fill memory. */
const MAX_NODES = 1000;

export class ConnectionMetrics {
  readonly #registry: MetricRegistry;
  readonly #prefix: string;
  readonly #all: Traffic;
  readonly #byNode = new Map<number, Traffic>();
  readonly #created: Meter;
  readonly #closed: Meter;
  readonly #authentications: Meter;
  readonly #failedAuthentications: Meter;
  readonly #reauthentications: Meter;
  readonly #reauthenticationLatency: Distribution;
  #open = 0;

  /** `prefix`: `producer`, `consumer`, `admin-client`, `consumer-share`. */
  constructor(registry: MetricRegistry, prefix: string) {
    this.#registry = registry;
    this.#prefix = prefix;
    const place = { group: `${prefix}-metrics` };
    this.#all = trafficAt(registry, place);
    this.#created = registry.meter(place, 'connection-creation', 'new connections');
    this.#closed = registry.meter(place, 'connection-close', 'closed connections');
    registry.gauge(place, 'connection-count', 'the number of open connections', () => this.#open);
    this.#authentications = registry.meter(place, 'successful-authentication', 'connections that were authenticated');
    this.#failedAuthentications = registry.meter(
      place,
      'failed-authentication',
      'connections whose authentication failed',
    );
    this.#reauthentications = registry.meter(
      place,
      'successful-reauthentication',
      'authentications on an open connection',
    );
    this.#reauthenticationLatency = registry.distribution(
      place,
      'reauthentication-latency',
      'time of an authentication on an open connection, in milliseconds',
    );
  }

  opened(): void {
    this.#open++;
    this.#created.add();
  }

  closed(): void {
    this.#open--;
    this.#closed.add();
  }

  authenticated(isReauthentication: boolean, durationMs: number): void {
    if (!isReauthentication) return this.#authentications.add();
    this.#reauthentications.add();
    this.#reauthenticationLatency.record(durationMs);
  }

  authenticationFailed(): void {
    this.#failedAuthentications.add();
  }

  /** `nowMs`: by the monotonic clock. */
  sent(nodeId: number, bytes: number, nowMs: number): void {
    sentIn(this.#all, bytes, nowMs);
    const node = this.#nodeOf(nodeId);
    if (node !== undefined) sentIn(node, bytes, nowMs);
  }

  answered(nodeId: number, answer: Answer): void {
    answeredIn(this.#all, answer);
    const node = this.#nodeOf(nodeId);
    if (node !== undefined) answeredIn(node, answer);
  }

  #nodeOf(nodeId: number): Traffic | undefined {
    const known = this.#byNode.get(nodeId);
    if (known !== undefined || this.#byNode.size >= MAX_NODES) return known;
    const place = { group: `${this.#prefix}-node-metrics`, tags: { 'node-id': `node-${nodeId}` } };
    const traffic = trafficAt(this.#registry, place);
    this.#byNode.set(nodeId, traffic);
    return traffic;
  }
}

function trafficAt(registry: MetricRegistry, place: MetricPlace): Traffic {
  return {
    requests: registry.meter(place, 'request', 'requests sent'),
    responses: registry.meter(place, 'response', 'answers received'),
    outgoingBytes: registry.meter(place, 'outgoing-byte', 'bytes sent'),
    incomingBytes: registry.meter(place, 'incoming-byte', 'bytes received'),
    requestSize: registry.distribution(place, 'request-size', 'size of a request, in bytes'),
    requestLatency: registry.distribution(
      place,
      'request-latency',
      'time from a request to its answer, in milliseconds',
    ),
  };
}

function sentIn(traffic: Traffic, bytes: number, nowMs: number): void {
  traffic.requests.add(1, nowMs);
  traffic.outgoingBytes.add(bytes, nowMs);
  traffic.requestSize.record(bytes, nowMs);
}

function answeredIn(traffic: Traffic, { bytes, latencyMs, nowMs }: Answer): void {
  traffic.responses.add(1, nowMs);
  traffic.incomingBytes.add(bytes, nowMs);
  traffic.requestLatency.record(latencyMs, nowMs);
}
