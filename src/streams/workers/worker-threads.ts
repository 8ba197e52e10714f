/** Threads that are workers: each has an isolate, its clients and its global tables for itself, and a processor where there is one. */
import { leaveStreamsGroup, type Metric } from '#client';
import type { WorkerLimits } from '#kernel';
import type {
  ApplicationThread,
  ApplicationThreadListener,
  ThreadHost,
  ThreadHostParts,
} from '../application/application-thread.ts';
import { threadName } from '../application/local-threads.ts';
import type { StreamsOptions } from '../application/streams-options.ts';
import type { QueryableInstance } from '../queries/instance.ts';
import { WorkerStores } from './worker-stores.ts';
import { WorkerThread } from './worker-thread.ts';
import { wantedLevels } from './worker-logger.ts';

export interface WorkerThreadsOptions {
  /** Of the topology, as text. */
  readonly module: string;
  /** What workers are handed. */
  readonly options: StreamsOptions;
  readonly limits: WorkerLimits | undefined;
}

/** For a member whose worker is gone. */
const LEAVE_TIMEOUT_MS = 5000;

export class WorkerThreads implements ThreadHost {
  readonly stores: QueryableInstance;
  readonly #parts: ThreadHostParts;
  readonly #options: WorkerThreadsOptions;
  readonly #threads = new Map<number, WorkerThread>();

  constructor(parts: ThreadHostParts, options: WorkerThreadsOptions) {
    this.#parts = parts;
    this.#options = options;
    this.stores = new WorkerStores({ env: parts.env, plan: parts.plan, threads: () => this.#threads.values() });
  }

  /** Each worker has what it needs by itself. */
  open(): Promise<void> {
    return Promise.resolve();
  }

  make(number: number, listener: ApplicationThreadListener): ApplicationThread {
    const { env, logger, plan, parsed, clientId, processId, stateDirectory } = this.#parts;
    const { module, options, limits } = this.#options;
    const { applicationId } = plan;
    const logLevels = wantedLevels(logger);
    const thread = new WorkerThread({
      env,
      logger,
      id: threadName(clientId, number),
      start: { module, applicationId, options, number, clientId, processId, stateDirectory, logLevels },
      limits,
      listener,
      leave: (memberId) => {
        const common = { ...parsed.common, clientId: `${clientId}-admin` };
        return leaveStreamsGroup(common, { groupId: applicationId, memberId, timeoutMs: LEAVE_TIMEOUT_MS });
      },
    });
    this.#threads.set(number, thread);
    return thread;
  }

  globalMetrics(): readonly Metric[] {
    return [];
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
