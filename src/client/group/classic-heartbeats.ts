/**
 * Heartbeats of a classic member, from its join on, on a clock of their own. When none has succeeded for a session's
 * length the coordinator is looked up again; whether the member is still one, only a coordinator can say.
 */
import type { Env } from '#kernel';
import { asClientError, type ClientError } from '../errors.ts';
import { retryDelayMs } from '../network/backoff.ts';
import type { ClassicCalls, Generation } from './classic-calls.ts';
import type { GroupConfig } from './group-membership.ts';
import { PeriodicCall } from './periodic-call.ts';

export interface ClassicHeartbeatDependencies {
  readonly env: Env;
  readonly config: Pick<
    GroupConfig,
    'heartbeatIntervalMs' | 'sessionTimeoutMs' | 'retryBackoffMs' | 'retryBackoffMaxMs'
  >;
  readonly calls: ClassicCalls;
  generation(): Generation;
  /** Answers whether the same heartbeat is to be tried again soon. */
  onError(errorCode: number): boolean;
  /** None can be sent, now or later. */
  onFailure(error: ClientError): void;
}

export class ClassicHeartbeats {
  readonly #dependencies: ClassicHeartbeatDependencies;
  readonly #periodic: PeriodicCall;
  #failures = 0;
  #lastSuccessMs = 0;

  constructor(dependencies: ClassicHeartbeatDependencies) {
    this.#dependencies = dependencies;
    const { env, config } = dependencies;
    this.#periodic = new PeriodicCall(env, config.heartbeatIntervalMs, () => this.#heartbeat());
  }

  start(): void {
    this.#succeed();
    this.#periodic.start();
  }

  stop(): void {
    this.#periodic.stop();
  }

  async #heartbeat(): Promise<number | null> {
    const { calls, generation, onError, onFailure } = this.#dependencies;
    const sentAs = generation();
    // An answer to an earlier generation says nothing of this one.
    const isCurrent = (): boolean => sentAs === generation() && this.#periodic.isRunning;
    try {
      const errorCode = await calls.heartbeat(sentAs);
      if (!isCurrent()) return null;
      if (errorCode === 0) this.#succeed();
      if (errorCode === 0 || !onError(errorCode)) return null;
    } catch (error) {
      const failure = asClientError(error);
      if (isCurrent() && !failure.retriable) onFailure(failure);
    }
    return this.#pauseMs();
  }

  #succeed(): void {
    this.#failures = 0;
    this.#lastSuccessMs = this.#dependencies.env.clock.monotonic();
  }

  #pauseMs(): number {
    const { env, config, calls } = this.#dependencies;
    this.#failures++;
    if (env.clock.monotonic() - this.#lastSuccessMs > config.sessionTimeoutMs) calls.forgetCoordinator();
    return Math.min(config.heartbeatIntervalMs, retryDelayMs(config, this.#failures, env.random));
  }
}
