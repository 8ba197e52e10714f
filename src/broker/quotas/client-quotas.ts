/**
 * What clients may use of this broker: bytes they produce and fetch, time their requests take, partitions they create and
 * delete (KIP-13, KIP-55, KIP-124, KIP-599). Whoever is over a quota is answered at once, told for how long, and not read
 * from for that time (KIP-219).
 *
 * Invariant: where no quota is set, a request costs one comparison.
 */
import type { PartitionMutationQuota } from '#metadata';
import { ClientMeters } from './client-meters.ts';
import type { QuotaEntity } from './quota-table.ts';
import { SampledRate, throttleMs, type QuotaWindow } from './sampled-rate.ts';
import { TokenBucket } from './token-bucket.ts';

export interface ClientQuotasSettings {
  readonly window: QuotaWindow;
  readonly controllerWindow: QuotaWindow;
}

/** All quotas of one entity, by key. */
export interface EntityQuotas {
  readonly entity: QuotaEntity;
  readonly quotas: ReadonlyMap<string, number>;
}

/** Who is measured; `throttleTimeMs` of it grows to what it is told to wait. */
export interface QuotaSubject {
  readonly client: { readonly principal: { readonly name: string } };
  readonly clientId: string | null;
  readonly now: number;
  throttleTimeMs: number;
}

/** A second of one thread is 100 %. */
const PERCENT_PER_MS = 0.1;
/** Credits that were overdrawn take a while to come back. */
const FORGET_MUTATIONS_MS = 3_600_000;

export class ClientQuotas {
  readonly #produce: ClientMeters<SampledRate>;
  readonly #fetch: ClientMeters<SampledRate>;
  readonly #request: ClientMeters<SampledRate>;
  readonly #mutations: ClientMeters<TokenBucket>;
  readonly #window: QuotaWindow;
  /** Any of those that every request may be held against. */
  isActive = false;

  constructor({ window, controllerWindow }: ClientQuotasSettings) {
    const windowMs = window.samples * window.sampleMs;
    this.#window = window;
    this.#produce = new ClientMeters(windowMs, () => new SampledRate(window));
    this.#fetch = new ClientMeters(windowMs, () => new SampledRate(window));
    this.#request = new ClientMeters(windowMs, () => new SampledRate(window));
    this.#mutations = new ClientMeters(FORGET_MUTATIONS_MS, () => new TokenBucket(controllerWindow));
  }

  /** Whether the time that requests take has to be measured. */
  get isRequestTimed(): boolean {
    return this.#request.isEnabled;
  }

  setQuotas(all: readonly EntityQuotas[]): void {
    const of = (key: string): { entity: QuotaEntity; limit: number }[] =>
      all.flatMap(({ entity, quotas }) => {
        const limit = quotas.get(key);
        return limit === undefined ? [] : [{ entity, limit }];
      });
    this.#produce.setQuotas(of('producer_byte_rate'));
    this.#fetch.setQuotas(of('consumer_byte_rate'));
    this.#request.setQuotas(of('request_percentage'));
    this.#mutations.setQuotas(of('controller_mutation_rate'));
    this.isActive = this.#produce.isEnabled || this.#fetch.isEnabled || this.#request.isEnabled;
  }

  /** Counts the bytes of a Produce request. */
  chargeProduce(subject: QuotaSubject, bytes: number, now: number): void {
    charge(this.#produce, subject, bytes, now);
  }

  /** Counts what a request took, in milliseconds; no quota makes a client wait longer than one sample for that. */
  chargeRequest(subject: QuotaSubject, tookMs: number, now: number): void {
    const metered = this.#request.find(subject.client.principal.name, subject.clientId, now);
    if (metered === null) return;
    metered.meter.record(tookMs * PERCENT_PER_MS, now);
    const throttle = Math.min(throttleMs(metered.meter, metered.limit, now), this.#window.sampleMs);
    if (throttle > subject.throttleTimeMs) subject.throttleTimeMs = throttle;
  }

  /** Counts the bytes of a Fetch answer, but where the client has to wait: then nothing is sent. */
  chargeFetch(subject: QuotaSubject, bytes: number, now: number): void {
    const metered = this.#fetch.find(subject.client.principal.name, subject.clientId, now);
    if (metered !== null) {
      metered.meter.record(bytes, now);
      const throttle = throttleMs(metered.meter, metered.limit, now);
      if (throttle > subject.throttleTimeMs) subject.throttleTimeMs = throttle;
    }
    if (subject.throttleTimeMs > 0) metered?.meter.record(-bytes, now);
  }

  /** More than so many bytes in one answer would make the client wait whatever it did before. */
  maxFetchBytes(subject: QuotaSubject, now: number): number {
    const metered = this.#fetch.find(subject.client.principal.name, subject.clientId, now);
    if (metered === null) return Number.POSITIVE_INFINITY;
    return Math.trunc((metered.limit * (this.#window.samples - 1) * this.#window.sampleMs) / 1000);
  }

  /**
   * What the controller asks before it lets partitions come or go; null where nobody limits the client. A strict one
   * refuses while the credits are overdrawn, another one only makes wait, as clients before KIP-599 know no such error.
   */
  mutationQuota(subject: QuotaSubject, isStrict: boolean, clock: () => number): PartitionMutationQuota | null {
    const metered = this.#mutations.find(subject.client.principal.name, subject.clientId, clock());
    if (metered === null) return null;
    const { meter, limit } = metered;
    const tell = (now: number): void => {
      subject.throttleTimeMs = Math.max(subject.throttleTimeMs, meter.throttleMs(limit, now));
    };
    return {
      tryTake(partitions: number): boolean {
        const now = clock();
        const isExhausted = meter.tokens(limit, now) < 0;
        if (!isStrict || !isExhausted) meter.take(partitions, limit, now);
        if (isExhausted || !isStrict) tell(now);
        return !isStrict || !isExhausted;
      },
    };
  }
}

function charge(meters: ClientMeters<SampledRate>, subject: QuotaSubject, amount: number, now: number): void {
  const metered = meters.find(subject.client.principal.name, subject.clientId, now);
  if (metered === null) return;
  metered.meter.record(amount, now);
  const throttle = throttleMs(metered.meter, metered.limit, now);
  if (throttle > subject.throttleTimeMs) subject.throttleTimeMs = throttle;
}
