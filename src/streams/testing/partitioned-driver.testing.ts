/**
 * Topics of several partitions without a broker: a task for each, which reads that partition of every topic the topology
 * has. What a task produces goes to the partition that its sink chooses, or else to the one that producers have for its key.
 */
import { partitionForKey } from '#client';
import { KafkaError } from '#kernel';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import type { OutgoingRecord, RecordSink } from '../runtime/stream-task.ts';
import { bytesOf, DrivenTasks, type PipedRecord } from './driven-tasks.ts';
import type { TestDriverOptions } from './topology-test-driver.ts';

/** A record with the partition that it went to. */
export interface PlacedOutput extends PipedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly headers: OutgoingRecord['headers'];
}

export interface PartitionedOptions extends Pick<TestDriverOptions, 'cacheMaxBytes' | 'commitsByHand'> {
  /** Of every topic but those of global tables, which have one. */
  readonly partitions: number;
  /** How many partitions further than their keys say the records lie that are piped; 0 where absent. */
  readonly shift?: number;
  /** Where the tasks of a partition keep their files. */
  stateDirectoryOf?(partition: number): string;
}

export class PartitionedDriver implements Disposable {
  readonly #driven: DrivenTasks<PlacedOutput>;
  readonly #partitions: number;
  readonly #shift: number;
  #dropped = 0;

  constructor(plan: TopologyPlan, options: PartitionedOptions) {
    const { partitions, shift = 0, cacheMaxBytes = 0, commitsByHand = false, stateDirectoryOf } = options;
    this.#partitions = partitions;
    this.#shift = shift;
    this.#driven = new DrivenTasks<PlacedOutput>(plan, {
      partitions,
      now: 0,
      cacheMaxBytes,
      commitsByHand,
      recordingLevel: 'INFO',
      directoryOf: (partition) => stateDirectoryOf?.(partition) ?? null,
      sinkOf: (take) => sinkTo(take, partitions),
      partitionOf: ({ partition }) => partition,
      onDropped: () => void this.#dropped++,
    });
  }

  /** One record, and all that comes of it; what has no key goes to the partition that its time says. */
  pipe(topic: string, record: PipedRecord): void {
    const { key, timestamp } = record;
    const count = this.#partitions;
    const partition = ((key === null ? timestamp : partitionForKey(key, count)) + this.#shift) % count;
    if (this.#driven.pipe(topic, partition, record)) return;
    throw new KafkaError('UNKNOWN_TOPIC', `The topology does not read ${topic}`);
  }

  /** What was produced to a topic since the last call. */
  take(topic: string): readonly PlacedOutput[] {
    return this.#driven.take(topic);
  }

  /** All topics that anything was produced to, sorted. */
  producedTopics(): string[] {
    return this.#driven.producedTopics();
  }

  /** Moves the wall clock of all tasks; timers run once for it. */
  advanceWallClock(milliseconds: number): void {
    this.#driven.advanceWallClock(milliseconds);
  }

  /** All that was processed, with what caches hold back, and what comes of it. */
  commit(): void {
    this.#driven.commit();
  }

  /** How many records were left out. */
  get dropped(): number {
    return this.#dropped;
  }

  [Symbol.dispose](): void {
    this.#driven[Symbol.dispose]();
  }
}

/** At first it does not know how many partitions a topic has, as a producer that has no metadata of it yet. */
function sinkTo(take: (output: PlacedOutput) => void, partitions: number): RecordSink {
  const known = new Set<string>();
  return {
    send: (record) => {
      const { choosePartitions } = record;
      const chosen =
        choosePartitions === null || choosePartitions === undefined ? [record.partition] : choosePartitions(partitions);
      for (const partition of chosen) take(placed(record, partition, partitions));
      return -1;
    },
    partitionCount: (topic) => {
      if (known.has(topic)) return partitions;
      known.add(topic);
      return null;
    },
  };
}

/** A copy, for who keeps it. */
function placed(record: OutgoingRecord, chosen: number | null, partitions: number): PlacedOutput {
  const { topic, timestamp, headers } = record;
  const [key, value] = [bytesOf(record.key), bytesOf(record.value)];
  const partition = chosen ?? (key === null ? 0 : partitionForKey(key, partitions));
  return { topic, partition, key, value, timestamp, headers: [...headers] };
}
