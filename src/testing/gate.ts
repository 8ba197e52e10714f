/**
 * What stands between one life of a broker and the world: open, shut for a while (as a process that got SIGSTOP), or
 * shut for good (as one that was killed). Everything that would call the broker goes through it.
 */
export class Gate {
  #state: 'open' | 'shut' | 'gone' = 'open';
  #waiting: (() => void)[] = [];

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  get isGone(): boolean {
    return this.#state === 'gone';
  }

  /** Runs the task now, or when the gate opens again, or never. */
  run(task: () => void): void {
    if (this.#state === 'open') task();
    else if (this.#state === 'shut') this.#waiting.push(task);
  }

  shut(): void {
    if (this.#state === 'open') this.#state = 'shut';
  }

  open(): void {
    if (this.#state !== 'shut') return;
    this.#state = 'open';
    while (this.isOpen && this.#waiting.length > 0) this.#waiting.shift()!();
  }

  /** Nothing comes through any more. */
  remove(): void {
    this.#state = 'gone';
    this.#waiting = [];
  }
}
