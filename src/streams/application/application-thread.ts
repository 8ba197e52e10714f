/**
 * Threads as an application sees them, wherever they run: in the isolate that started the application (local-threads.ts),
 * or each in a worker (workers/).
 */
import type { Metric, StreamsTaskId } from '#client';
import type { Env, Logger } from '#kernel';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import type { QueryableInstance } from '../queries/instance.ts';
import type { StreamThread, StreamThreadListener } from '../thread/stream-thread.ts';
import type { ParsedStreamsOptions } from './streams-options.ts';

export interface ApplicationThread extends Pick<
  StreamThread,
  'id' | 'state' | 'start' | 'pause' | 'resume' | 'requestShutdown' | 'close'
> {
  /** Its own, those of its tasks and of its clients. */
  metrics(): readonly Metric[] | Promise<readonly Metric[]>;
  /** Those that it has at the moment. */
  readonly tasks: Iterable<ApplicationTask>;
}

export interface ApplicationTask {
  /** As Kafka Streams writes it: `0_2`. */
  readonly task: { readonly id: string };
  readonly id: StreamsTaskId;
  /** Whether it is to run; otherwise it is a standby. */
  readonly isActive: boolean;
}

export interface ApplicationThreadListener extends StreamThreadListener {
  /** `count`: how often, once where absent. */
  onDropped(reason: string, at: string, count?: number): void;
}

/** Where the threads of an application run. */
export interface ThreadHost {
  /** Brings about what threads need from the start; rejects where that cannot be. */
  open(): Promise<void>;
  /** One that has not begun; it takes the place of another one with its number. */
  make(number: number, listener: ApplicationThreadListener): ApplicationThread;
  /** The stores of all threads, and global ones. */
  readonly stores: QueryableInstance;
  /** Of what fills the global tables for all threads; of those that have tables of their own the threads tell. */
  globalMetrics(): readonly Metric[];
  /** When all threads are closed. */
  close(timeoutMs: number): Promise<void>;
}

/** What a host makes threads of. */
export interface ThreadHostParts {
  readonly env: Env;
  readonly logger: Logger;
  readonly plan: TopologyPlan;
  readonly parsed: ParsedStreamsOptions;
  /** Names of threads and clients begin with it. */
  readonly clientId: string;
  readonly processId: string;
  /** Of what fills the global tables, in metrics. */
  readonly globalThreadId: string;
  /** Of the application; null: stores keep nothing on the disk. */
  readonly stateDirectory: string | null;
  /** A global table could not take a record. */
  onDropped(reason: string, at: string): void;
  /** What all threads need cannot go on. */
  onFailure(error: unknown): void;
}
