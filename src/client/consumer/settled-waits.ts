/** Those who wait for a partition to have a position. */
import type { Env } from '#kernel';
import { errorFor, type ClientError } from '../errors.ts';
import { Wait } from '../network/wait.ts';
import type { PartitionState } from './partition-state.ts';

export interface SettledLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export class SettledWaits {
  readonly #env: Env;
  readonly #waits = new Map<PartitionState, Wait<void>[]>();

  constructor(env: Env) {
    this.#env = env;
  }

  /** Resolves when the position is known; rejects with why it cannot be, ABORTED or REQUEST_TIMED_OUT. */
  async position(state: PartitionState, { timeoutMs, signal }: SettledLimits): Promise<number> {
    const endAt = this.#env.clock.monotonic() + timeoutMs;
    const { topic, partition } = state;
    while (state.position < 0) {
      if (state.error !== null) throw state.error;
      if (state.isRevoked)
        throw errorFor('ILLEGAL_STATE', `${topic}-${partition} is not assigned any longer`, { topic, partition });
      const wait = new Wait<void>({
        env: this.#env,
        timeoutMs: endAt - this.#env.clock.monotonic(),
        signal,
        onTimeout: () =>
          errorFor('REQUEST_TIMED_OUT', `no position for ${topic}-${partition} within ${timeoutMs} ms: see status`),
      });
      this.#waits.set(state, [...(this.#waits.get(state) ?? []), wait]);
      await wait.promise;
    }
    return state.position;
  }

  /** Something has become of the partition's position. */
  settle(state: PartitionState): void {
    const waits = this.#waits.get(state);
    this.#waits.delete(state);
    for (const wait of waits ?? []) wait.resolve();
  }

  /** Nobody's position will be known. */
  fail(error: ClientError): void {
    const all = [...this.#waits.values()].flat();
    this.#waits.clear();
    for (const wait of all) wait.reject(error);
  }
}
