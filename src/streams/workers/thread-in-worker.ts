/**
 * One thread of an application in the isolate of a worker: it loads the topology's module, fills global tables of its own,
 * runs the thread, and tells the application what becomes of it.
 *
 * Invariant: the last message is `ended`, unless the isolate ends by itself; a failure is told before it.
 */
import { errorFor, type Metric } from '#client';
import type { Logger, WorkerPort } from '#kernel';
import type { ApplicationThreadListener } from '../application/application-thread.ts';
import { globalThreadName, LocalThreads, threadName } from '../application/local-threads.ts';
import { parseStreamsOptions } from '../application/streams-options.ts';
import { defaultEnv } from '../default-env.ts';
import { readRequest, writeAnswers } from '../queries/query-wire.ts';
import { failed, type PartitionAnswer } from '../queries/query-answer.ts';
import { StoreCatalog } from '../queries/store-catalog.ts';
import type { StreamThread, ThreadCloseOptions } from '../thread/stream-thread.ts';
import { DroppedCounts } from './dropped-counts.ts';
import { errorMessageOf } from './error-message.ts';
import type { FromWorker, ToWorker, WorkerStart } from './thread-messages.ts';
import { loadTopology, optionsWith } from './topology-module.ts';
import { forwardingLogger } from './worker-logger.ts';

/** After a failure of what the thread needs besides itself. */
const FAILED_CLOSE: ThreadCloseOptions = { timeoutMs: 30_000, leaveGroup: true };

/** What there is when the module is loaded. */
interface Running {
  readonly host: LocalThreads;
  readonly thread: StreamThread;
  readonly catalog: StoreCatalog;
}

export class ThreadInWorker {
  readonly #port: WorkerPort;
  readonly #start: WorkerStart;
  readonly #logger: Logger;
  readonly #dropped: DroppedCounts;
  #running: Running | null = null;
  #isPaused = false;
  #closing: ThreadCloseOptions | null = null;
  #ending: Promise<void> | null = null;

  constructor(port: WorkerPort) {
    this.#port = port;
    this.#start = port.data as WorkerStart;
    this.#logger = forwardingLogger(this.#start.logLevels, (line) => this.#post({ type: 'log', ...line }));
    this.#dropped = new DroppedCounts(defaultEnv().scheduler, (dropped) => this.#post({ type: 'dropped', dropped }));
  }

  /** Resolves when the thread has begun to join, or has failed. */
  async run(): Promise<void> {
    this.#port.listen((message) => this.#take(message as ToWorker));
    try {
      this.#running = await this.#load();
      const { host, thread } = this.#running;
      if (this.#isPaused) thread.pause();
      await host.open();
      if (this.#closing === null) thread.start();
    } catch (error) {
      this.#fail(error);
      this.#closing ??= FAILED_CLOSE;
    }
    if (this.#closing !== null) await this.#end(this.#closing);
  }

  async #load(): Promise<Running> {
    const { module, applicationId, options, number, clientId, processId, stateDirectory } = this.#start;
    const loaded = await loadTopology(module);
    const { plan } = loaded;
    if (plan.applicationId !== applicationId) {
      const message = `The module ${module} makes the topology ${applicationId} in one isolate and ${plan.applicationId} in another: it must be the same in all`;
      throw errorFor('INVALID_CONFIG', message);
    }
    const logger = this.#logger;
    const parsed = parseStreamsOptions({ ...optionsWith(loaded, options), logger });
    const host = new LocalThreads({
      env: defaultEnv(),
      logger,
      plan,
      parsed,
      clientId,
      globalThreadId: globalThreadName(threadName(clientId, number)),
      processId,
      stateDirectory,
      onDropped: (reason, at) => this.#dropped.add(reason, at),
      onFailure: (error) => this.#failAndEnd(error),
    });
    return { host, thread: host.make(number, this.#listener()), catalog: new StoreCatalog(plan) };
  }

  #listener(): ApplicationThreadListener {
    return {
      onState: () => this.#tellThread(),
      onTasks: () => this.#tellThread(),
      onFailure: (error) => this.#failAndEnd(error),
      onStatus: (statuses) => this.#post({ type: 'status', statuses }),
      onEndpoints: (endpoints) => this.#post({ type: 'endpoints', endpoints }),
      onRestore: (progress) => this.#post({ type: 'restored', progress }),
      onDropped: (reason, at) => this.#dropped.add(reason, at),
    };
  }

  #take(message: ToWorker): void {
    const thread = this.#running?.thread;
    switch (message.type) {
      case 'pause':
        this.#isPaused = true;
        thread?.pause();
        break;
      case 'resume':
        this.#isPaused = false;
        thread?.resume();
        break;
      case 'request-shutdown':
        thread?.requestShutdown();
        break;
      case 'close':
        this.#closing = message;
        if (thread !== undefined) void this.#end(message);
        break;
      case 'metrics':
        this.#post({ type: 'metrics', id: message.id, metrics: this.#metrics() });
        break;
      case 'query':
        void this.#answer(message);
        break;
    }
  }

  async #answer({ id, store: name, partition, body }: Extract<ToWorker, { type: 'query' }>): Promise<void> {
    if (this.#running === null) return;
    const { catalog, host } = this.#running;
    const store = catalog.get(name);
    let answer: PartitionAnswer;
    try {
      const { lookup, demands } = readRequest(store, body);
      answer = await host.stores.query(name, partition, { lookup, demands });
    } catch (error) {
      answer = failed('STORE_EXCEPTION', error instanceof Error ? error.message : String(error));
    }
    this.#post({ type: 'answer', id, body: writeAnswers(store, new Map([[partition, answer]])) });
  }

  #metrics(): readonly Metric[] {
    if (this.#running === null) return [];
    const { thread, host } = this.#running;
    return [...thread.metrics(), ...host.globalMetrics()];
  }

  #tellThread(): void {
    const { thread } = this.#running!;
    const tasks = Array.from(thread.tasks, ({ id, task, isActive }) => {
      return { id, text: task.id, isActive, isStarted: task.isStarted };
    });
    this.#post({ type: 'thread', state: thread.state, tasks, memberId: thread.memberId });
  }

  /** In this order: a thread that is closed fails nobody. */
  #failAndEnd(error: unknown): void {
    this.#fail(error);
    void this.#end(FAILED_CLOSE);
  }

  #fail(error: unknown): void {
    this.#post({ type: 'failed', error: errorMessageOf(error) });
  }

  #end(options: ThreadCloseOptions): Promise<void> {
    this.#ending ??= this.#close(options);
    return this.#ending;
  }

  async #close(options: ThreadCloseOptions): Promise<void> {
    await this.#running?.thread.close(options);
    await this.#running?.host.close(options.timeoutMs);
    this.#dropped.tell();
    this.#post({ type: 'ended' });
  }

  #post(message: FromWorker): void {
    this.#port.post(message);
  }
}
