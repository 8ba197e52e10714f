/**
 * The broker's fetch sessions, a bounded number of them (`max.incremental.fetch.session.cache.slots`). When all slots
 * are taken, a session unused for two minutes makes room for a new one, or an old one that is smaller. Where none
 * does, the client is served without a session, which is always allowed.
 */
import type { Clock, Random } from '#kernel';
import { FetchSession } from './fetch-session.ts';

const EVICTION_MS = 120_000;

export class FetchSessionCache {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #slots: number;
  readonly #sessions = new Map<number, FetchSession>();

  constructor(clock: Clock, random: Random, slots: number) {
    this.#clock = clock;
    this.#random = random;
    this.#slots = slots;
  }

  get size(): number {
    return this.#sessions.size;
  }

  get(id: number): FetchSession | undefined {
    return this.#sessions.get(id);
  }

  remove(id: number): void {
    this.#sessions.delete(id);
  }

  touch(session: FetchSession): void {
    session.lastUsedMs = this.#clock.now();
  }

  /** Null where no slot is to be had for a session of so many partitions. */
  create(usesTopicIds: boolean, partitionCount: number): FetchSession | null {
    const now = this.#clock.now();
    if (this.#sessions.size >= this.#slots && !this.#evict(partitionCount, now)) return null;
    const session = new FetchSession(this.#freeId(), usesTopicIds, now);
    this.#sessions.set(session.id, session);
    return session;
  }

  #evict(partitionCount: number, now: number): boolean {
    let victim: FetchSession | null = null;
    for (const session of this.#sessions.values()) {
      if (now - session.lastUsedMs > EVICTION_MS) {
        victim = session;
        break;
      }
      const isOld = now - session.createdMs > EVICTION_MS;
      const isSmaller = session.partitions.size < (victim?.partitions.size ?? partitionCount);
      if (isOld && isSmaller) victim = session;
    }
    return victim !== null && this.#sessions.delete(victim.id);
  }

  #freeId(): number {
    for (;;) {
      const id = 1 + Math.floor(this.#random.number() * 0x7ffffffe);
      if (!this.#sessions.has(id)) return id;
    }
  }
}
