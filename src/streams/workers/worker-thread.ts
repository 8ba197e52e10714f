/**
 * A thread of an application that runs in a worker, as the application sees it: what the worker told last, and messages to
 * it. The worker ends with its thread.
 *
 * Invariant: however the worker ends, the thread is `dead` then, has no tasks, and no question to it is left open; where it
 * did not say why, that is a failure of the thread.
 */
import { inspect } from 'node:util';
import type { Metric } from '#client';
import type { Env, Logger, Worker, WorkerExit, WorkerLimits } from '#kernel';
import { KafkaError, settlesWithin } from '#kernel';
import type {
  ApplicationTask,
  ApplicationThread,
  ApplicationThreadListener,
} from '../application/application-thread.ts';
import { startWorker } from '../default-env.ts';
import type { ThreadCloseOptions, ThreadState } from '../thread/stream-thread.ts';
import { errorOf } from './error-message.ts';
import type { FromWorker, ToWorker, WorkerStart } from './thread-messages.ts';
import { writeLine } from './worker-logger.ts';

export interface WorkerThreadOptions {
  readonly env: Env;
  readonly logger: Logger;
  readonly id: string;
  readonly start: WorkerStart;
  readonly limits: WorkerLimits | undefined;
  readonly listener: ApplicationThreadListener;
  /** Takes a member out of the group. */
  leave(memberId: string): Promise<void>;
}

/** A question to a worker, before it has an id. */
export interface WorkerQuestion {
  readonly store: string;
  readonly partition: number;
  readonly body: string;
}

/** A task as the worker told it. */
export interface WorkerThreadTask extends ApplicationTask {
  readonly isStarted: boolean;
}

/** For what a worker does beyond the time that its thread has to close. */
const GRACE_MS = 1000;

export class WorkerThread implements ApplicationThread {
  readonly id: string;
  readonly #options: WorkerThreadOptions;
  readonly #exited = Promise.withResolvers<void>();
  readonly #waiting = new Map<number, (body: string | null) => void>();
  readonly #measuring = new Map<number, (metrics: readonly Metric[]) => void>();
  #worker: Worker | null = null;
  #state: ThreadState = 'created';
  #tasks: readonly WorkerThreadTask[] = [];
  #memberId: string | null = null;
  #failure: { readonly error: Error } | null = null;
  #hasEnded = false;
  #isTerminated = false;
  #isPaused = false;
  #nextQuestion = 0;

  constructor(options: WorkerThreadOptions) {
    this.#options = options;
    this.id = options.id;
  }

  get state(): ThreadState {
    return this.#state;
  }

  /** As the worker told last. */
  get tasks(): readonly WorkerThreadTask[] {
    return this.#tasks;
  }

  start(): void {
    const { start: data, limits } = this.#options;
    this.#setState('starting');
    this.#worker = startWorker({
      module: WORKER_MODULE,
      name: this.id,
      data,
      limits,
      onMessage: (message) => this.#take(message as FromWorker),
      onExit: (exit) => void this.#onExit(exit),
    });
    if (this.#isPaused) this.#post({ type: 'pause' });
  }

  pause(): void {
    this.#isPaused = true;
    this.#post({ type: 'pause' });
  }

  resume(): void {
    this.#isPaused = false;
    this.#post({ type: 'resume' });
  }

  requestShutdown(): void {
    this.#post({ type: 'request-shutdown' });
  }

  /** Where it does not end by itself in time it is ended. Never rejects. */
  async close({ timeoutMs, leaveGroup }: ThreadCloseOptions): Promise<void> {
    if (this.#worker === null) {
      this.#setState('dead');
      return;
    }
    this.#setState('pending-shutdown');
    this.#post({ type: 'close', timeoutMs, leaveGroup });
    const { env, logger } = this.#options;
    if (await settlesWithin(env, this.#exited.promise, timeoutMs + GRACE_MS)) return;
    logger.warn('A worker does not end, and is ended: what it has not committed is processed again', {
      thread: this.id,
    });
    this.#isTerminated = true;
    await this.#worker.terminate();
    await this.#exited.promise;
  }

  /** What the worker answers; null where it has ended instead. */
  ask(question: WorkerQuestion): Promise<string | null> {
    if (this.#worker === null || this.#state === 'dead') return Promise.resolve(null);
    const id = this.#nextQuestion++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#post({ type: 'query', id, ...question });
    });
  }

  /** None where the worker has ended. */
  metrics(): Promise<readonly Metric[]> {
    if (this.#worker === null || this.#state === 'dead') return Promise.resolve([]);
    const id = this.#nextQuestion++;
    return new Promise((resolve) => {
      this.#measuring.set(id, resolve);
      this.#post({ type: 'metrics', id });
    });
  }

  #take(message: FromWorker): void {
    const { listener, logger } = this.#options;
    switch (message.type) {
      case 'thread':
        this.#takeTasks(message);
        break;
      case 'failed':
        this.#failure ??= { error: errorOf(message.error) };
        break;
      case 'ended':
        this.#hasEnded = true;
        // Its module may hold what would keep it alive.
        void this.#worker?.terminate();
        break;
      case 'answer':
        this.#answered(message.id, message.body);
        break;
      case 'metrics':
        this.#measured(message.id, message.metrics);
        break;
      case 'status':
        listener.onStatus(message.statuses);
        break;
      case 'endpoints':
        listener.onEndpoints(message.endpoints);
        break;
      case 'restored':
        listener.onRestore(message.progress);
        break;
      case 'dropped':
        for (const { reason, at, count } of message.dropped) listener.onDropped(reason, at, count);
        break;
      case 'log':
        writeLine(logger, message);
        break;
    }
  }

  #takeTasks({ state, tasks, memberId }: Extract<FromWorker, { type: 'thread' }>): void {
    this.#memberId = memberId;
    this.#tasks = tasks.map(({ id, text, isActive, isStarted }) => ({ id, task: { id: text }, isActive, isStarted }));
    this.#options.listener.onTasks();
    // It is dead when the worker is gone.
    if (state !== 'dead') this.#setState(state);
  }

  #answered(id: number, body: string | null): void {
    this.#waiting.get(id)?.(body);
    this.#waiting.delete(id);
  }

  #measured(id: number, metrics: readonly Metric[]): void {
    this.#measuring.get(id)?.(metrics);
    this.#measuring.delete(id);
  }

  async #onExit(exit: WorkerExit): Promise<void> {
    this.#tasks = [];
    for (const id of this.#waiting.keys()) this.#answered(id, null);
    for (const id of this.#measuring.keys()) this.#measured(id, []);
    if (!this.#hasEnded) await this.#leave();
    if (!this.#hasEnded && !this.#isTerminated) this.#failure ??= { error: this.#unexpected(exit) };
    this.#exited.resolve();
    this.#setState('dead');
    if (this.#failure !== null) this.#options.listener.onFailure(this.#failure.error);
  }

  /** The worker could not: its tasks would wait for its session to end. */
  async #leave(): Promise<void> {
    if (this.#memberId === null) return;
    const { leave, logger } = this.#options;
    await leave(this.#memberId).catch((error: unknown) => {
      logger.info('A worker that is gone stays in the group until its session ends', { reason: String(error) });
    });
  }

  #unexpected({ code, error }: WorkerExit): KafkaError {
    const how =
      error === undefined
        ? `it ended with exit code ${code}, as by process.exit in code of the topology's module`
        : `nobody has caught what was thrown in it: ${error instanceof Error ? error.message : inspect(error)}`;
    return new KafkaError('STREAM_THREAD_DIED', `The worker of ${this.id} is gone: ${how}`, { cause: error });
  }

  #post(message: ToWorker): void {
    if (this.#state !== 'dead') this.#worker?.post(message);
  }

  #setState(state: ThreadState): void {
    if (this.#state === state || this.#state === 'dead') return;
    if (this.#state === 'pending-shutdown' && state !== 'dead') return;
    this.#state = state;
    this.#options.listener.onState(state);
  }
}

/** Sources run as they are; what is published is compiled. */
const WORKER_MODULE = new URL(
  import.meta.url.endsWith('.ts') ? './stream-worker.ts' : './stream-worker.js',
  import.meta.url,
);
