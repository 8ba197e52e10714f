/** Who waits until a record has been applied, by its offset. */
import { settlesWithin, type Env } from '#kernel';

interface Wait {
  readonly offset: number;
  resolve(): void;
}

export class OffsetWaits {
  readonly #env: Env;
  readonly #waits: Set<Wait> = new Set();
  #reached = -1;

  constructor(env: Env) {
    this.#env = env;
  }

  reached(offset: number): void {
    this.#reached = offset;
    for (const wait of this.#waits) if (wait.offset <= offset) wait.resolve();
  }

  /** All is to be applied anew. */
  startOver(): void {
    this.#reached = -1;
  }

  /** Whether it was applied in time. */
  async within(offset: number, timeoutMs: number): Promise<boolean> {
    if (offset <= this.#reached) return true;
    const { promise, resolve } = Promise.withResolvers<void>();
    const wait = { offset, resolve };
    this.#waits.add(wait);
    const isReached = await settlesWithin(this.#env, promise, timeoutMs);
    this.#waits.delete(wait);
    return isReached;
  }
}
