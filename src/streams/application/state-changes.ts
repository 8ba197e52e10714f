/** A state that others may wait for, and follow from the present one on. */
export class StateChanges<S extends string> {
  #state: S;
  readonly #final: ReadonlySet<S>;
  #waiters: (() => void)[] = [];

  /** `final`: no other follows on these. */
  constructor(first: S, final: readonly S[]) {
    this.#state = first;
    this.#final = new Set(final);
  }

  get current(): S {
    return this.#state;
  }

  get isFinal(): boolean {
    return this.#final.has(this.#state);
  }

  /** False where nothing changes by it. */
  set(state: S): boolean {
    if (state === this.#state || this.isFinal) return false;
    this.#state = state;
    for (const wake of this.#waiters.splice(0)) wake();
    return true;
  }

  /** When it is one of these, or a final one; answers which. */
  async until(states: readonly S[]): Promise<S> {
    while (!states.includes(this.#state) && !this.isFinal) await this.#next();
    return this.#state;
  }

  /** The present state, then what it becomes, to a final one. What passes while nobody asks is left out. */
  async *[Symbol.asyncIterator](): AsyncIterableIterator<S> {
    let told = this.#state;
    yield told;
    while (!this.#final.has(told)) {
      if (told === this.#state) await this.#next();
      if (told === this.#state) continue;
      told = this.#state;
      yield told;
    }
  }

  #next(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }
}
