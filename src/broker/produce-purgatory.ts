/**
 * The Produce requests that wait for their commit, for their timeouts' sake. One sweep a second looks after all of
 * them: no request has a timer of its own, as nearly all are done within milliseconds.
 */
import { type Env, LinkedSet } from '#kernel';
import type { DelayedProduce } from './delayed-produce.ts';

const SWEEP_MS = 1000;

export class ProducePurgatory {
  readonly #env: Env;
  readonly #waiting = new LinkedSet<DelayedProduce>();
  #isSweeping = false;

  constructor(env: Env) {
    this.#env = env;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Resolves when the request can be answered: all is committed, or its time is up. */
  async wait(request: DelayedProduce): Promise<void> {
    if (request.isDone) return;
    this.#waiting.add(request);
    if (!this.#isSweeping) this.#sweepLater();
    await request.whenDone();
    this.#waiting.delete(request);
  }

  #sweepLater(): void {
    this.#isSweeping = true;
    this.#env.scheduler.after(SWEEP_MS, () => this.#sweep());
  }

  #sweep(): void {
    const now = this.#env.clock.monotonic();
    for (const request of this.#waiting.toArray()) if (request.deadlineMs <= now) request.expire();
    this.#isSweeping = false;
    if (this.#waiting.size > 0) this.#sweepLater();
  }
}
