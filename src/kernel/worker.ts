/**
 * Threads of the process that have an isolate each, and talk with whoever started them by messages, which are structured
 * clones. The real ones are Node's worker threads; simulated worlds have none.
 */

/** A worker, as who started it sees it. */
export interface Worker {
  /** Arrives in the order of the calls; lost where the worker has ended. */
  post(message: unknown): void;
  /** Ends it wherever it is. Resolves when it is gone. */
  terminate(): Promise<void>;
}

export interface WorkerOptions {
  /** What it runs. */
  readonly module: URL;
  /** For debuggers. */
  readonly name: string;
  /** Cloned, it is the `data` of the worker's port. */
  readonly data: unknown;
  readonly limits?: WorkerLimits | undefined;
  onMessage(message: unknown): void;
  /** It has ended; called once, after its last message. */
  onExit(exit: WorkerExit): void;
}

/** Of the worker's own memory: one that needs more ends, and no other with it. */
export interface WorkerLimits {
  readonly maxOldGenerationSizeMb?: number | undefined;
  readonly maxYoungGenerationSizeMb?: number | undefined;
  readonly stackSizeMb?: number | undefined;
}

export interface WorkerExit {
  /** 0 where it came to its end, or what it gave to `process.exit`. */
  readonly code: number;
  /** What nobody has caught in it; undefined where there was nothing. */
  readonly error: unknown;
}

export type StartWorker = (options: WorkerOptions) => Worker;

/** Who started this worker, as the worker sees it. */
export interface WorkerPort {
  readonly data: unknown;
  post(message: unknown): void;
  /** To be called once; messages that came before are not lost. While it listens the worker does not end. */
  listen(onMessage: (message: unknown) => void): void;
}
