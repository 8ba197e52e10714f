/**
 * What an application and a worker that runs one of its threads tell each other. Everything here is plain data, which
 * arrives as a structured clone, in order.
 */
import type { Metric, StreamsEndpoint, StreamsGroupStatus, StreamsTaskId } from '#client';
import type { LogLevel } from '#kernel';
import type { StreamsOptions } from '../application/streams-options.ts';
import type { ThreadState } from '../thread/stream-thread.ts';
import type { RestoreProgress } from '../thread/restorer.ts';
import type { ErrorMessage } from './error-message.ts';
import type { LogLine } from './worker-logger.ts';

/** What a worker begins with. */
export interface WorkerStart {
  /** Of the topology, as text. */
  readonly module: string;
  readonly applicationId: string;
  /** Those that are data; the module brings the others. */
  readonly options: StreamsOptions;
  readonly number: number;
  readonly clientId: string;
  readonly processId: string;
  readonly stateDirectory: string | null;
  /** What somebody wants to read. */
  readonly logLevels: readonly LogLevel[];
}

export type ToWorker =
  | { readonly type: 'pause' | 'resume' | 'request-shutdown' }
  | { readonly type: 'metrics'; readonly id: number }
  | { readonly type: 'close'; readonly timeoutMs: number; readonly leaveGroup: boolean }
  | {
      readonly type: 'query';
      readonly id: number;
      readonly store: string;
      readonly partition: number;
      /** As instances ask each other (queries/query-wire.ts). */
      readonly body: string;
    };

export type FromWorker =
  | {
      readonly type: 'thread';
      readonly state: ThreadState;
      readonly tasks: readonly WorkerTask[];
      /** In the group. */
      readonly memberId: string;
    }
  | { readonly type: 'failed'; readonly error: ErrorMessage }
  /** The thread is closed, and nothing follows. */
  | { readonly type: 'ended' }
  | { readonly type: 'status'; readonly statuses: readonly StreamsGroupStatus[] }
  | { readonly type: 'endpoints'; readonly endpoints: readonly StreamsEndpoint[] }
  | { readonly type: 'restored'; readonly progress: RestoreProgress }
  | { readonly type: 'dropped'; readonly dropped: readonly DroppedRecords[] }
  | { readonly type: 'answer'; readonly id: number; readonly body: string }
  | { readonly type: 'metrics'; readonly id: number; readonly metrics: readonly Metric[] }
  | ({ readonly type: 'log' } & LogLine);

export interface WorkerTask {
  readonly id: StreamsTaskId;
  /** As Kafka Streams writes it. */
  readonly text: string;
  /** Whether it is to run; otherwise it is a standby. */
  readonly isActive: boolean;
  /** Whether it runs by now. */
  readonly isStarted: boolean;
}

export interface DroppedRecords {
  readonly reason: string;
  readonly at: string;
  readonly count: number;
}
