/**
 * How many connections there may be, and how fast new ones may come: in all, by listener and by address (KIP-402,
 * KIP-612; Kafka's ConnectionQuotas).
 *
 * Invariant: every connection that is admitted is counted until it is released; one that has to wait or to go is not.
 */
import { SampledRate, throttleMs, type QuotaWindow } from './sampled-rate.ts';

export interface ListenerLimits {
  readonly maxConnections: number;
  /** New connections a second. */
  readonly maxCreationRate: number;
}

export interface ConnectionLimits extends ListenerLimits {
  readonly maxConnectionsPerIp: number;
  readonly maxConnectionsPerIpOverrides: ReadonlyMap<string, number>;
  /** By name in upper case; without an entry a listener has no limits of its own. */
  readonly listeners: ReadonlyMap<string, ListenerLimits>;
  /** Its connections count, and are never kept waiting for those of other listeners; null where there is one only. */
  readonly protectedListener: string | null;
}

/** `connection_creation_rate` of addresses; null for those without one of their own. */
export interface IpRates {
  readonly byIp: ReadonlyMap<string, number>;
  readonly otherwise: number | null;
}

/** As max.connection.creation.rate has it: no limit. */
const NO_LIMIT = 0x7fffffff;
const MANY_ADDRESSES = 10_000;

export class ConnectionQuotas {
  readonly #window: QuotaWindow;
  #limits: ConnectionLimits;
  #ipRates: IpRates = { byIp: new Map(), otherwise: null };
  #total = 0;
  readonly #byListener = new Map<string, number>();
  readonly #byHost = new Map<string, number>();
  readonly #brokerRate: SampledRate;
  readonly #listenerRates = new Map<string, SampledRate>();
  readonly #ipMeters = new Map<string, SampledRate>();

  constructor(window: QuotaWindow, limits: ConnectionLimits) {
    this.#window = window;
    this.#limits = limits;
    this.#brokerRate = new SampledRate(window);
  }

  get total(): number {
    return this.#total;
  }

  setLimits(limits: ConnectionLimits): void {
    this.#limits = limits;
  }

  setIpRates(rates: IpRates): void {
    this.#ipRates = rates;
    this.#ipMeters.clear();
  }

  /** Counts that one came, and tells how long it has to wait for the rates of the broker and of its listener. */
  arrived(listener: string, now: number): number {
    const ofListener = this.#limits.listeners.get(listener);
    let waitMs = 0;
    if (ofListener !== undefined && ofListener.maxCreationRate < NO_LIMIT) {
      let rate = this.#listenerRates.get(listener);
      if (rate === undefined) this.#listenerRates.set(listener, (rate = new SampledRate(this.#window)));
      waitMs = this.#counted(rate, ofListener.maxCreationRate, now);
    }
    const isProtected = listener === this.#limits.protectedListener;
    if (isProtected || this.#limits.maxCreationRate >= NO_LIMIT) return waitMs;
    return Math.max(waitMs, this.#counted(this.#brokerRate, this.#limits.maxCreationRate, now));
  }

  /** Whether there is room for one more. */
  hasSlot(listener: string): boolean {
    const { listeners, maxConnections, protectedListener } = this.#limits;
    const ofListener = listeners.get(listener);
    if (ofListener !== undefined && (this.#byListener.get(listener) ?? 0) >= ofListener.maxConnections) return false;
    return listener === protectedListener || this.#total < maxConnections;
  }

  /** There are more than may be, as those of the protected listener are let in always: another has to go. */
  isOverfull(): boolean {
    return this.#total > this.#limits.maxConnections;
  }

  isProtected(listener: string): boolean {
    return listener === this.#limits.protectedListener;
  }

  /** How long the address has to wait before it may come again, 0 where it may come now. */
  ipThrottleMs(host: string, now: number): number {
    const limit = this.#ipRates.byIp.get(host) ?? this.#ipRates.otherwise;
    if (limit === null) return 0;
    if (this.#ipMeters.size >= MANY_ADDRESSES) this.#forgetIdle(now);
    let rate = this.#ipMeters.get(host);
    if (rate === undefined) this.#ipMeters.set(host, (rate = new SampledRate(this.#window)));
    const waitMs = this.#counted(rate, limit, now);
    // It does not come to be.
    if (waitMs > 0) rate.record(-1, now);
    return waitMs;
  }

  /** Why the connection, which is counted, has to close at once; null where it may stay. */
  admit(listener: string, host: string): string | null {
    this.#total++;
    this.#byListener.set(listener, (this.#byListener.get(listener) ?? 0) + 1);
    const fromHost = (this.#byHost.get(host) ?? 0) + 1;
    this.#byHost.set(host, fromHost);
    const { maxConnectionsPerIp, maxConnectionsPerIpOverrides } = this.#limits;
    const limit = maxConnectionsPerIpOverrides.get(host) ?? maxConnectionsPerIp;
    return fromHost > limit ? `max.connections.per.ip is ${limit}` : null;
  }

  release(listener: string, host: string): void {
    this.#total--;
    decrement(this.#byListener, listener);
    decrement(this.#byHost, host);
  }

  /** No longer than one sample, whatever the rate. */
  #counted(rate: SampledRate, limit: number, now: number): number {
    rate.record(1, now);
    return Math.min(throttleMs(rate, limit, now), this.#window.sampleMs);
  }

  #forgetIdle(now: number): void {
    const windowMs = this.#window.samples * this.#window.sampleMs;
    for (const [host, rate] of this.#ipMeters) {
      const isTooMany = this.#ipMeters.size > MANY_ADDRESSES * 5;
      if (isTooMany || now - rate.lastEventMs > windowMs) this.#ipMeters.delete(host);
    }
  }
}

function decrement(counts: Map<string, number>, key: string): void {
  const count = counts.get(key) ?? 0;
  if (count > 1) counts.set(key, count - 1);
  else counts.delete(key);
}
