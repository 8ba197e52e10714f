/** What a node has of the task that it runs in. */
import type { StateStore } from '../stores/state-store.ts';
import type { AsyncWork } from './async-work.ts';
import type { Node } from './node.ts';
import type { RecordContext } from './record-context.ts';
import type { RecordView } from './record-view.ts';

export type PunctuationType = 'stream-time' | 'wall-clock';

/** A timer of a node. */
export interface Punctuation {
  cancel(): void;
}

export interface NodeContext {
  /** `subtopology_partition`, as Kafka writes it. */
  readonly taskId: string;
  readonly applicationId: string;
  /** Of the record at hand. */
  readonly record: RecordContext;
  /** What user functions are shown; `Node.view` fills it. */
  readonly view: RecordView;
  /** The largest timestamp that the task has taken off its queues, -1 before the first. */
  streamTime(): number;
  /** Milliseconds since 1970. */
  wallClock(): number;
  /** A store that the plan connects with the node, or a global one; `typed-store.ts` gives it its type. */
  store(name: string): StateStore;
  /** Calls `punctuate` each time so much time has passed; no more than once at a time, however far it jumped. */
  schedule(
    intervalMs: number,
    type: PunctuationType,
    punctuate: (timestamp: number) => void,
    /** What the times are counted from, if anything but Kafka's own: milliseconds since 1970. */
    start?: number,
  ): Punctuation;
  /** The task is to be committed soon. */
  requestCommit(): void;
  /** Milliseconds of wall clock between two looks of joins and final windows for what is due: 1000, and 0 in tests. */
  readonly emitIntervalMs: number;
  /** A time that the node kept under a key of its own, by `remember`: committed with the offsets, and there again after a move. */
  remembered(key: string): number | undefined;
  remember(key: string, time: number): void;
  /** For what is no node and belongs to one: called when the task closes, with its stores still open. */
  onClose(close: () => void): void;
  /** Where an asynchronous operator says that it is one, and that results are ready. */
  readonly asyncWork: Pick<AsyncWork, 'register' | 'wake'>;
  /** What becomes of an error in a node: returns where the record is left out, and throws where it is to fail. */
  failed(node: Node, error: unknown): void;
  /** Counts a record that is left out, and why (Kafka's dropped-records). */
  drop(reason: string): void;
}
