/**
 * Group commit. Appends of one turn of the event loop gather in their logs; at its end each log with new bytes commits
 * once: one `writev` per segment, then, where an acknowledgement asks for it, one `fdatasync` for all that wait. While a
 * log's commit is under way its further appends gather for the next one.
 *
 * At most `maxConcurrentSyncs` logs sync at a time, the one that waited longest next: more would only fill Node's thread
 * pool. A log takes what it has gathered when its place comes up, not when it joined the queue, so groups grow with the
 * disk's slowness.
 */
import type { Env } from '#kernel';

/** A log as the committer sees it. */
export interface Committable {
  /** Whether its next commit waits for the medium, and so takes a place. */
  readonly needsSync: boolean;
  /** Commits all that is gathered; a failure never gets out, it halts the process. Void when it is done on return. */
  commit(): Promise<void> | void;
  /** Whether more was gathered meanwhile. */
  readonly hasMore: boolean;
}

export class GroupCommitter {
  readonly #env: Env;
  readonly #maxConcurrentSyncs: number;
  /** Joined in this turn. */
  #joined: Committable[] = [];
  #isScheduled = false;
  readonly #waiting: Committable[] = [];
  #active = 0;

  constructor(env: Env, maxConcurrentSyncs: number) {
    this.#env = env;
    this.#maxConcurrentSyncs = maxConcurrentSyncs;
  }

  /** Lets `log` commit at the end of this turn. A log joins once, and again only after its commit ended. */
  join(log: Committable): void {
    this.#joined.push(log);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#env.scheduler.endOfTurn(this.#endTurn);
  }

  readonly #endTurn = (): void => {
    this.#isScheduled = false;
    const joined = this.#joined;
    this.#joined = [];
    for (const log of joined) {
      if (log.needsSync) this.#waiting.push(log);
      else this.#commit(log, false);
    }
    this.#fillPlaces();
  };

  #fillPlaces(): void {
    while (this.#active < this.#maxConcurrentSyncs && this.#waiting.length > 0) {
      this.#active++;
      this.#commit(this.#waiting.shift()!, true);
    }
  }

  #commit(log: Committable, hasPlace: boolean): void {
    const pending = log.commit();
    if (pending === undefined) this.#ended(log, hasPlace);
    // Rejected only where `halt` returned control by throwing, as in a simulation: nothing may follow.
    else
      pending.then(
        () => this.#ended(log, hasPlace),
        () => undefined,
      );
  }

  #ended(log: Committable, hasPlace: boolean): void {
    if (hasPlace) this.#active--;
    if (log.hasMore) this.join(log);
    // The end of the turn brings in what this turn has gathered; with nobody new there is no need to wait for it.
    if (hasPlace && !this.#isScheduled) this.#fillPlaces();
  }
}
