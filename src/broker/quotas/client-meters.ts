/**
 * The meters of one kind of quota, found by user and client id. While no quota of the kind is set there is none, and
 * asking costs one comparison.
 *
 * Invariant: what a client sends under ever new client ids is bounded. A meter that has been idle for its whole window
 * knows nothing any more and goes as soon as there are many.
 */
import { QuotaTable, type QuotaEntity } from './quota-table.ts';

const MANY_METERS = 10_000;

interface Meter {
  readonly lastEventMs: number;
}

/** Where a client is measured, and against what. */
export interface Metered<M> {
  readonly limit: number;
  readonly meter: M;
}

export class ClientMeters<M extends Meter> {
  readonly #newMeter: () => M;
  readonly #windowMs: number;
  #table = new QuotaTable();
  readonly #meters = new Map<string, M>();
  /** By user, then by client id; null for those who have no limit. */
  readonly #found = new Map<string, Map<string, Metered<M> | null>>();
  #foundCount = 0;
  isEnabled = false;

  /** What idles longer than `windowMs` may be forgotten. */
  constructor(windowMs: number, newMeter: () => M) {
    this.#windowMs = windowMs;
    this.#newMeter = newMeter;
  }

  get size(): number {
    return this.#meters.size;
  }

  /** Meters go on: a new limit is held against what was measured already. */
  setQuotas(quotas: readonly { readonly entity: QuotaEntity; readonly limit: number }[]): void {
    this.#table = new QuotaTable();
    for (const { entity, limit } of quotas) this.#table.set(entity, limit);
    this.isEnabled = !this.#table.isEmpty;
    this.#forgetFound();
    if (!this.isEnabled) this.#meters.clear();
  }

  /** Null where nothing limits the client. */
  find(user: string, clientId: string | null, now: number): Metered<M> | null {
    if (!this.isEnabled) return null;
    const known = this.#found.get(user)?.get(clientId ?? '');
    return known === undefined ? this.#resolve(user, clientId ?? '', now) : known;
  }

  #resolve(user: string, clientId: string, now: number): Metered<M> | null {
    if (this.#foundCount >= MANY_METERS) this.#forgetIdle(now);
    const quota = this.#table.resolve(user, clientId);
    let metered: Metered<M> | null = null;
    if (quota !== null) {
      const meter = this.#meters.get(quota.meterKey) ?? this.#newMeter();
      this.#meters.set(quota.meterKey, meter);
      metered = { limit: quota.limit, meter };
    }
    let ofUser = this.#found.get(user);
    if (ofUser === undefined) this.#found.set(user, (ofUser = new Map()));
    ofUser.set(clientId, metered);
    this.#foundCount++;
    return metered;
  }

  #forgetIdle(now: number): void {
    for (const [key, meter] of this.#meters) {
      // The oldest go in any case once there are far too many: to lose count of some is better than to grow without end.
      const isTooMany = this.#meters.size > MANY_METERS * 5;
      if (isTooMany || now - meter.lastEventMs > this.#windowMs) this.#meters.delete(key);
    }
    this.#forgetFound();
  }

  #forgetFound(): void {
    this.#found.clear();
    this.#foundCount = 0;
  }
}
