/**
 * Work that covers everyone who asked before it began, such as writing a file as its subject is now: whoever asks while
 * it runs shares the next run. So a hundred requests at once cost two runs, and one is never answered by a run that began
 * before it was made.
 */
export class CoalescedWork {
  readonly #work: () => Promise<void>;
  #running: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Resolves after a run that begins from now on; fails as that run does. */
  request(): Promise<void> {
    if (this.#running === null) return (this.#running = this.#run());
    this.#next ??= this.#running.then(
      () => this.#startNext(),
      () => this.#startNext(),
    );
    return this.#next;
  }

  #startNext(): Promise<void> {
    this.#next = null;
    return (this.#running = this.#run());
  }

  async #run(): Promise<void> {
    try {
      await this.#work();
    } finally {
      this.#running = null;
    }
  }
}
