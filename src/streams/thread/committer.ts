/**
 * How the work of a thread is committed: outputs and changelogs first, then the offsets of what they were made of (at least
 * once), or all of it in one transaction (exactly once, KIP-447: the group's membership fences it). Then stores are told.
 *
 * Invariant: while it commits no task processes; after an error nothing of the tasks counts as committed.
 */
import {
  type ClientError,
  errorFor,
  type Consumer,
  type GroupMetadata,
  type OffsetAndMetadata,
  type Producer,
} from '#client';
import { KafkaError } from '#kernel';
import type { InputPosition, StreamTask } from '../runtime/stream-task.ts';
import type { ProducerSink } from './producer-sink.ts';
import { isRefusal } from './recoverable.ts';

/** What is committed of a task. */
export type CommittingTask = Pick<StreamTask, 'flush' | 'positions' | 'committed' | 'topics' | 'partition'>;

export interface Committer {
  /** Before anything is produced. */
  begin(): Promise<void>;
  /** All that the tasks have done so far; answers the offsets. */
  commit(tasks: readonly CommittingTask[]): Promise<readonly OffsetAndMetadata[]>;
  /** A commit has failed half-way: nothing may be processed before it was called again and has ended. */
  readonly isCommitting: boolean;
  /** What was not committed is not to be seen. Rejects where the producer cannot go on. */
  abort(): Promise<void>;
}

/** Offsets after all that they stand for is acknowledged: a crash in between repeats it. */
export class AtLeastOnceCommitter implements Committer {
  readonly isCommitting = false;
  readonly #sink: Pick<ProducerSink, 'flush' | 'offsetOf'>;
  readonly #consumer: Pick<Consumer, 'commit'>;

  constructor(sink: Pick<ProducerSink, 'flush' | 'offsetOf'>, consumer: Pick<Consumer, 'commit'>) {
    this.#sink = sink;
    this.#consumer = consumer;
  }

  begin(): Promise<void> {
    return Promise.resolve();
  }

  async commit(tasks: readonly CommittingTask[]): Promise<readonly OffsetAndMetadata[]> {
    // What a buffer has told is there before its changelog says that it was told: a crash in between would lose it.
    await this.#sink.flush();
    for (const task of tasks) task.flush();
    await this.#sink.flush();
    const committing = tasks.map((task) => ({ task, positions: task.positions() }));
    const offsets = committing.flatMap(({ positions }) => positions);
    if (offsets.length > 0) await this.#consumer.commit(offsets);
    for (const one of committing) noteCommitted(one, this.#sink);
    return offsets;
  }

  abort(): Promise<void> {
    return Promise.resolve();
  }
}

export interface ExactlyOnceOptions {
  readonly sink: Pick<ProducerSink, 'flush' | 'offsetOf'>;
  readonly producer: Pick<Producer, 'sendOffsets' | 'commitTransaction' | 'abortTransaction'> & {
    beginTransaction(): Promise<unknown>;
  };
  /** Who the thread is in its group. */
  groupMetadata(): GroupMetadata;
  /** The offset at which reading a partition begins, of which nothing was read yet; null where that is not known yet. */
  beginOf(topic: string, partition: number): number | null;
}

/** Outputs, changelogs and offsets in one transaction. */
export class ExactlyOnceCommitter implements Committer {
  readonly #options: ExactlyOnceOptions;
  #isOpen = false;
  /** What is in the transaction that ends. */
  #committing: readonly TaskPositions[] | null = null;

  constructor(options: ExactlyOnceOptions) {
    this.#options = options;
  }

  get isCommitting(): boolean {
    return this.#committing !== null;
  }

  async begin(): Promise<void> {
    if (this.#isOpen) return;
    await this.#options.producer.beginTransaction();
    this.#isOpen = true;
  }

  async commit(tasks: readonly CommittingTask[]): Promise<readonly OffsetAndMetadata[]> {
    const { sink, producer } = this.#options;
    let committing: readonly TaskPositions[];
    try {
      committing = this.#committing ?? (await this.#prepare(tasks));
      if (this.#isOpen) await producer.commitTransaction();
    } catch (error) {
      throw isRefusal(error) ? refusedInTransaction(error) : error;
    }
    this.#isOpen = false;
    this.#committing = null;
    for (const one of committing) noteCommitted(one, sink);
    return committing.flatMap(({ positions }) => positions);
  }

  async abort(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#committing = null;
    await this.#options.producer.abortTransaction();
  }

  /** All but the end. */
  async #prepare(tasks: readonly CommittingTask[]): Promise<readonly TaskPositions[]> {
    const { sink, producer, groupMetadata } = this.#options;
    if (tasks.length > 0) await this.begin();
    for (const task of tasks) task.flush();
    await sink.flush();
    // Timers write without reading: only with offsets does the group fence who has lost the task meanwhile.
    const committing = tasks.map((task) => ({ task, positions: this.#positionsOf(task) }));
    const offsets = committing.flatMap(({ positions }) => positions);
    if (offsets.length > 0) await producer.sendOffsets({ offsets, group: ofMember(groupMetadata()) });
    this.#committing = committing;
    return committing;
  }

  /** All that the task knows; where it has read nothing, the place at which it begins. */
  #positionsOf(task: CommittingTask): readonly InputPosition[] {
    const positions = task.positions(true);
    if (positions.length > 0) return positions;
    const { partition } = task;
    for (const topic of task.topics) {
      const offset = this.#options.beginOf(topic, partition);
      if (offset !== null) return [{ topic, partition, offset, metadata: '' }];
    }
    return [];
  }
}

/** Who is no member says nothing of itself, and a coordinator fences nobody who says nothing: its tasks may be another's. */
function ofMember(group: GroupMetadata): GroupMetadata {
  if (group.memberId !== '') return group;
  throw errorFor(
    'COMMIT_FAILED',
    `The thread is no member of group ${group.groupId} any more: its tasks are another's`,
  );
}

/** Whatever handlers say of the record: what was written with it is gone, and comes to the same again. */
function refusedInTransaction(error: ClientError): KafkaError {
  const what = 'A topic that may not be written fails the transaction, and cannot be left out exactly once';
  return new KafkaError('PRODUCTION_FAILED', `${what}: ${error.message}`, { cause: error });
}

interface TaskPositions {
  readonly task: CommittingTask;
  readonly positions: readonly InputPosition[];
}

function noteCommitted({ task, positions }: TaskPositions, sink: Pick<ProducerSink, 'offsetOf'>): void {
  task.committed(positions, ({ store, topic, partition }) => {
    const written = sink.offsetOf(topic, partition);
    const { changelogOffset } = store;
    if (written === null || changelogOffset === null) return written ?? changelogOffset;
    return Math.max(written, changelogOffset);
  });
}
