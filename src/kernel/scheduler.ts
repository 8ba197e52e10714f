/** When code runs later. The real one is Node's event loop, the simulated one a queue ordered by virtual time and seed. */
export interface Scheduler {
  /**
   * Runs `task` once, `delayMs` from now at the earliest. A pending timer does not keep the process alive, unless it is
   * to: somebody waits for what it ends, and there may be no socket open meanwhile.
   */
  after(delayMs: number, task: () => void, options?: TimerOptions): Timer;
  /** Runs `task` after the I/O events of the current turn of the loop: the place to gather what one turn produced. */
  endOfTurn(task: () => void): void;
}

export interface TimerOptions {
  readonly keepAlive?: boolean;
}

export interface Timer {
  /** Harmless when the task has run or was cancelled before. */
  cancel(): void;
}
