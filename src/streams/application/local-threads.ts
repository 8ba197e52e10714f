/** Threads in the isolate that makes them: they share its event loop, and one copy of the global tables. */
import type { Metric } from '#client';
import { groupTopology } from '../plan/group-topology.ts';
import type { QueryableInstance } from '../queries/instance.ts';
import { LocalStores, type QueryableTask } from '../queries/local-stores.ts';
import { rowsBehind } from '../stores/cache/cached-store.ts';
import { StreamThread } from '../thread/stream-thread.ts';
import type { ThreadTask, ThreadTasks } from '../thread/thread-tasks.ts';
import type { ApplicationThreadListener, ThreadHost, ThreadHostParts } from './application-thread.ts';
import { GlobalStream } from './global-stream.ts';
import { cacheShare, threadSettings } from './thread-settings.ts';

export class LocalThreads implements ThreadHost {
  readonly stores: QueryableInstance;
  readonly #parts: ThreadHostParts;
  readonly #global: GlobalStream;
  readonly #threads = new Map<number, StreamThread>();

  /** No I/O yet. Throws INVALID_CONFIG. */
  constructor(parts: ThreadHostParts) {
    const { env, plan, parsed, clientId, globalThreadId, onDropped, onFailure } = parts;
    this.#parts = parts;
    this.#global = new GlobalStream({
      env,
      plan,
      common: parsed.common,
      clientId,
      isExactlyOnce: parsed.config.processingGuarantee === 'exactly_once_v2',
      consumer: parsed.code.globalConsumer ?? {},
      recordingLevel: parsed.config.metricsRecordingLevel,
      threadId: globalThreadId,
      defaultApiTimeoutMs: parsed.config.defaultApiTimeoutMs,
      onDropped: (reason, at) => onDropped(reason, at),
      onFailure: (error) => onFailure(error),
    });
    this.stores = new LocalStores({
      tasks: () => this.#queryableTasks(),
      globalStore: (name) => this.#global.stores.get(name),
    });
  }

  /** Fills the global tables. */
  open(): Promise<void> {
    return this.#global.start();
  }

  make(number: number, listener: ApplicationThreadListener): StreamThread {
    const { env, logger, plan, parsed, clientId, processId, stateDirectory } = this.#parts;
    const { applicationId } = plan;
    const { replicationFactor, numStreamThreads } = parsed.config;
    const others = [...this.#threads].filter(([other, { state }]) => other !== number && state !== 'dead');
    const threads = Math.max(numStreamThreads, others.length + 1);
    for (const [, other] of others) other.resizeCache(cacheShare(parsed.config, threads));
    const topology = groupTopology(plan, { replicationFactor });
    const thread = new StreamThread({
      env,
      logger,
      plan,
      settings: threadSettings({ parsed, processId, applicationId, topology, threads, stateDirectory }),
      identity: {
        threadId: threadName(clientId, number),
        transactionalId: `${applicationId}-${processId}-${number}`,
      },
      globalStores: this.#global.stores,
      listener,
    });
    this.#threads.set(number, thread);
    return thread;
  }

  globalMetrics(): readonly Metric[] {
    return this.#global.metrics();
  }

  close(timeoutMs: number): Promise<void> {
    return this.#global.close(timeoutMs);
  }

  *#queryableTasks(): Iterable<QueryableTask> {
    for (const { tasks } of this.#threads.values()) for (const one of tasks) yield queryable(tasks, one);
  }
}

/** As Kafka Streams names its threads. */
export function threadName(clientId: string, number: number): string {
  return `${clientId}-StreamThread-${number}`;
}

/** And what fills the global tables. */
export function globalThreadName(clientId: string): string {
  return `${clientId}-GlobalStreamThread`;
}

function queryable(tasks: ThreadTasks, one: ThreadTask): QueryableTask {
  const { task, isActive } = one;
  const { partition } = task;
  return {
    partition,
    isActive: isActive && task.isStarted,
    isRestoring: isActive && !task.isStarted,
    store: (name) => {
      const store = task.store(name);
      return store === undefined ? undefined : rowsBehind(store);
    },
    position: (store) => tasks.positionOf(one, store),
  };
}
