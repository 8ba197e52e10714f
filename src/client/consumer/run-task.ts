/** What both ways of `run` share: calling handlers, their failures, stopping, and who has been at work for how long. */
import type { Env, Timer } from '#kernel';
import type { ConsumerBatch } from '../records/consumer-batch.ts';
import type { ConsumerRecord } from '../records/consumer-record.ts';
import type { ClientDiagnostics } from '../telemetry/client-diagnostics.ts';
import type { RunOptions } from './consumer-options.ts';
import type { Delivery } from './delivery.ts';

export interface RunDependencies<K, V> {
  readonly env: Env;
  readonly delivery: Delivery;
  readonly diagnostics: ClientDiagnostics;
  readonly groupId: string | null;
  readonly maxPollRecords: number;
  /** How long `run`, having failed, waits for the handlers that are at work. */
  readonly stopTimeoutMs: number;
  readonly options: RunOptions<K, V>;
}

type Item<K, V> = ConsumerRecord<K, V> | ConsumerBatch<K, V>;

/** One of the handlers that may be at work side by side. */
export interface Lane {
  /** On the monotonic clock; Infinity while no handler is at work. */
  startedAt: number;
}

export class RunTask<K, V> {
  readonly dependencies: RunDependencies<K, V>;
  readonly lanes: readonly Lane[];
  isStopping = false;
  #error: unknown = null;
  #hasFailed = false;
  #settle: (() => void) | null = null;
  #stopTimer: Timer | null = null;

  constructor(dependencies: RunDependencies<K, V>) {
    this.dependencies = dependencies;
    const { concurrency = 1 } = dependencies.options;
    this.lanes = Array.from({ length: concurrency }, () => ({ startedAt: Infinity }));
  }

  /** When the handler that has been at work longest began; Infinity while none is. */
  get oldestStart(): number {
    let oldest = Infinity;
    for (const { startedAt } of this.lanes) if (startedAt < oldest) oldest = startedAt;
    return oldest;
  }

  /** Runs `work` to its end, or to `giveUp`. Rejects with what a handler threw. */
  async run(work: () => Promise<unknown>): Promise<void> {
    const { delivery, options } = this.dependencies;
    delivery.begin('run');
    const stop = (): void => this.stop();
    if (options.signal?.aborted === true) this.stop();
    options.signal?.addEventListener('abort', stop);
    try {
      await new Promise<void>((resolve) => {
        this.#settle = resolve;
        work().then(
          () => resolve(),
          (error: unknown) => {
            this.fail(error);
            resolve();
          },
        );
      });
    } finally {
      options.signal?.removeEventListener('abort', stop);
      this.#stopTimer?.cancel();
      this.isStopping = true;
      delivery.end();
    }
    if (this.#hasFailed) throw this.#error;
  }

  /** Nothing more is handed out. */
  stop(): void {
    this.isStopping = true;
    this.dependencies.delivery.notify();
  }

  /** The first failure is what `run` rejects with, once handlers at work have ended, or have had their time. */
  fail(error: unknown): void {
    if (!this.#hasFailed) {
      this.#hasFailed = true;
      this.#error = error;
      const { env, stopTimeoutMs } = this.dependencies;
      this.#stopTimer = env.scheduler.after(stopTimeoutMs, () => this.giveUp(), { keepAlive: true });
    }
    this.stop();
  }

  /** Ends `run` although handlers are at work. */
  giveUp(): void {
    this.isStopping = true;
    this.#settle?.();
  }

  /** Calls the handler; null where it has ended, otherwise what it answered to be awaited. */
  call(lane: Lane, item: Item<K, V>): PromiseLike<unknown> | null {
    const { diagnostics, env } = this.dependencies;
    const result = diagnostics.observesProcessing ? this.#observed(item) : this.#handle(item);
    if (!isThenable(result)) return null;
    lane.startedAt = env.clock.monotonic();
    return result;
  }

  /** Whether to go on as if it was processed. */
  async isSkipped(error: unknown, item: Item<K, V>): Promise<boolean> {
    const { onError } = this.dependencies.options;
    return onError !== undefined && (await onError(error, item)) === 'skip';
  }

  #handle(item: Item<K, V>): unknown {
    const { options } = this.dependencies;
    return options.eachRecord === undefined
      ? options.eachBatch(item as ConsumerBatch<K, V>)
      : options.eachRecord(item as ConsumerRecord<K, V>);
  }

  #observed(item: Item<K, V>): unknown {
    const { diagnostics, groupId, options } = this.dependencies;
    const event =
      options.eachRecord === undefined
        ? { groupId, batch: item as ConsumerBatch }
        : { groupId, record: item as ConsumerRecord };
    return diagnostics.process(event, () => this.#handle(item));
  }
}

function isThenable(result: unknown): result is PromiseLike<unknown> {
  return typeof result === 'object' && result !== null && 'then' in result && typeof result.then === 'function';
}
