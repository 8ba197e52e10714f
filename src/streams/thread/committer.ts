/**
 * How the work of a thread is committed: outputs and changelogs first, then the offsets of what they were made of (at least
 * once), or all of it in one transaction (exactly once, KIP-447: the group's membership fences it). Then stores are told.
 *
 * Invariant: while it commits no task processes; after an error nothing of the tasks counts as committed.
 */
import type { Consumer, GroupMetadata, OffsetAndMetadata, Producer } from '#client';
import type { StreamTask } from '../runtime/stream-task.ts';
import type { ProducerSink } from './producer-sink.ts';

export interface Committer {
  /** Before anything is produced. */
  begin(): Promise<void>;
  /** All that the tasks have done so far; answers the offsets. */
  commit(tasks: readonly StreamTask[]): Promise<readonly OffsetAndMetadata[]>;
  /** What was not committed is not to be seen. Rejects where the producer cannot go on. */
  abort(): Promise<void>;
}

/** Offsets after all that they stand for is acknowledged: a crash in between repeats it. */
export class AtLeastOnceCommitter implements Committer {
  readonly #sink: ProducerSink;
  readonly #consumer: Consumer;

  constructor(sink: ProducerSink, consumer: Consumer) {
    this.#sink = sink;
    this.#consumer = consumer;
  }

  begin(): Promise<void> {
    return Promise.resolve();
  }

  async commit(tasks: readonly StreamTask[]): Promise<readonly OffsetAndMetadata[]> {
    for (const task of tasks) task.flush();
    await this.#sink.flush();
    const offsets = tasks.flatMap(offsetsOf);
    if (offsets.length > 0) await this.#consumer.commit(offsets);
    for (const task of tasks) noteCommitted(task, this.#sink);
    return offsets;
  }

  abort(): Promise<void> {
    return Promise.resolve();
  }
}

export interface ExactlyOnceOptions {
  readonly sink: ProducerSink;
  readonly producer: Producer;
  /** Who the thread is in its group. */
  groupMetadata(): GroupMetadata;
}

/** Outputs, changelogs and offsets in one transaction. */
export class ExactlyOnceCommitter implements Committer {
  readonly #options: ExactlyOnceOptions;
  #isOpen = false;

  constructor(options: ExactlyOnceOptions) {
    this.#options = options;
  }

  async begin(): Promise<void> {
    if (this.#isOpen) return;
    await this.#options.producer.beginTransaction();
    this.#isOpen = true;
  }

  async commit(tasks: readonly StreamTask[]): Promise<readonly OffsetAndMetadata[]> {
    const { sink, producer, groupMetadata } = this.#options;
    if (tasks.length > 0) await this.begin();
    for (const task of tasks) task.flush();
    await sink.flush();
    const offsets = tasks.flatMap(offsetsOf);
    if (offsets.length > 0) await producer.sendOffsets({ offsets, group: groupMetadata() });
    if (this.#isOpen) await producer.commitTransaction();
    this.#isOpen = false;
    for (const task of tasks) noteCommitted(task, sink);
    return offsets;
  }

  async abort(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#options.producer.abortTransaction();
  }
}

function offsetsOf(task: StreamTask): OffsetAndMetadata[] {
  return task.positions().map(({ topic, partition, offset, metadata }) => ({ topic, partition, offset, metadata }));
}

function noteCommitted(task: StreamTask, sink: ProducerSink): void {
  task.committed(({ store, topic, partition }) => {
    const written = sink.offsetOf(topic, partition);
    const { changelogOffset } = store;
    return written === null || changelogOffset === null
      ? (written ?? changelogOffset)
      : Math.max(written, changelogOffset);
  });
}
