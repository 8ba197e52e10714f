/**
 * What a task's asynchronous operators have on its way: functions that are at work, and results that wait to go on between
 * two records. Nothing in here runs a node by itself: results re-enter the task when it asks for them.
 */

/** One asynchronous operator in a task. */
export interface AsyncSource {
  /** Records whose results have not gone on. */
  readonly pending: number;
  /** Calls that have not settled. */
  readonly atWork: number;
  /** Whether a result can go on. */
  readonly hasReady: boolean;
  /** Whether it wants no more records for now. */
  readonly isFull: boolean;
  /** Whether its records would be lost by a crash though their offsets are not committed: what they came of is not there again. */
  readonly needsDrain: boolean;
  /** The lowest offset among pending records of a topic; infinite where there are none. */
  lowestOffset(topic: string): number;
  /** When it has something to do by the wall clock, in milliseconds since 1970; infinite where it has not. */
  readonly nextDue: number;
  /** Ends calls that take too long, begins those that are tried again. */
  tick(now: number): void;
  /** One result goes on. */
  deliver(): void;
}

export class AsyncWork {
  readonly #sources: AsyncSource[] = [];
  readonly #onWake: () => void;
  #woken: PromiseWithResolvers<void> | null = null;

  /** `onWake`: a result is ready, or a call has failed and is tried again later. Called outside of the task's own work. */
  constructor(onWake: () => void) {
    this.#onWake = onWake;
  }

  register(source: AsyncSource): void {
    this.#sources.push(source);
  }

  /** Of an operator, when one of its calls has settled. */
  wake(): void {
    this.#woken?.resolve();
    this.#woken = null;
    this.#onWake();
  }

  /** The next `wake`. */
  get woken(): Promise<void> {
    this.#woken ??= Promise.withResolvers();
    return this.#woken.promise;
  }

  get pending(): number {
    let pending = 0;
    for (const source of this.#sources) pending += source.pending;
    return pending;
  }

  get atWork(): number {
    let atWork = 0;
    for (const source of this.#sources) atWork += source.atWork;
    return atWork;
  }

  get hasReady(): boolean {
    for (const source of this.#sources) if (source.hasReady) return true;
    return false;
  }

  get isFull(): boolean {
    for (const source of this.#sources) if (source.isFull) return true;
    return false;
  }

  get needsDrain(): boolean {
    return this.#sources.some((source) => source.needsDrain);
  }

  lowestOffset(topic: string): number {
    let lowest = Infinity;
    for (const source of this.#sources) lowest = Math.min(lowest, source.lowestOffset(topic));
    return lowest;
  }

  get nextDue(): number {
    let next = Infinity;
    for (const source of this.#sources) next = Math.min(next, source.nextDue);
    return next;
  }

  tick(now: number): void {
    for (const source of this.#sources) if (source.nextDue <= now) source.tick(now);
  }

  /** One result goes on; false where none is ready. */
  deliver(): boolean {
    for (const source of this.#sources) {
      if (!source.hasReady) continue;
      source.deliver();
      return true;
    }
    return false;
  }
}
