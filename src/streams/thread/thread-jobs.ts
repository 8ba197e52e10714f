/**
 * What the group and the restorer want done to the tasks of a thread: in its loop, in order, between slices of processing.
 *
 * Invariant: who asked for a job hears that it is over when it was done, or when nothing of the thread can be committed any
 * more, and not before: the group gives revoked tasks to others as soon as it hears.
 */
interface Waiting {
  readonly job: () => Promise<void>;
  readonly isOver: () => void;
}

export class ThreadJobs {
  readonly #waiting: Waiting[] = [];
  readonly #onJob: () => void;
  #atWork: Waiting | null = null;
  #hasEnded = false;

  /** `onJob`: there is something to do. */
  constructor(onJob: () => void) {
    this.#onJob = onJob;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Never rejects: what a job fails with is for the loop. */
  add(job: () => Promise<void>): Promise<void> {
    if (this.#hasEnded) return Promise.resolve();
    return new Promise((isOver) => {
      this.#waiting.push({ job, isOver });
      this.#onJob();
    });
  }

  /** Those that wait, and those that come meanwhile. Rejects with what a job fails with; the others go on waiting. */
  async run(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      this.#atWork = next;
      try {
        await next.job();
      } finally {
        next.isOver();
      }
    }
  }

  /** Nothing of the thread can be committed any more: no job is done from now on, and nobody waits for one. */
  end(): void {
    this.#hasEnded = true;
    this.#atWork?.isOver();
    for (const { isOver } of this.#waiting.splice(0)) isOver();
  }
}
