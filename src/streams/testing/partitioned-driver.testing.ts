/**
 * Topics of several partitions without a broker: a task for each, which reads that partition of every topic the topology
 * has, and has global tables of its own, as in an instance that runs it alone. What a task produces goes to the partition that its sink chooses, or else to the one that producers have for its key.
 * After each record all tasks run, one after the other, until nothing is left to do.
 */
import { partitionForKey } from '#client';
import { KafkaError } from '#kernel';
import { nodeGroups } from '../plan/node-groups.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import { GlobalTask } from '../runtime/global-task.ts';
import { type OutgoingRecord, type RecordSink, StreamTask } from '../runtime/stream-task.ts';
import { ThreadCache } from '../stores/cache/thread-cache.ts';
import type { PipedRecord, TestDriverOptions } from './topology-test-driver.ts';

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
  readonly #plan: TopologyPlan;
  readonly #tasks: readonly StreamTask[];
  readonly #globals: GlobalTask[] = [];
  readonly #inputs: ReadonlySet<string>;
  readonly #commitsByHand: boolean;
  readonly #shift: number;
  readonly #sent: PlacedOutput[] = [];
  readonly #outputs = new Map<string, PlacedOutput[]>();
  /** By topic or pattern, one for each partition. */
  readonly #offsets = new Map<string, number[]>();
  #now = 0;
  #dropped = 0;

  constructor(plan: TopologyPlan, options: PartitionedOptions) {
    this.#plan = plan;
    this.#commitsByHand = options.commitsByHand ?? false;
    this.#shift = options.shift ?? 0;
    const onDropped = (): void => void this.#dropped++;
    this.#tasks = Array.from({ length: options.partitions }, (_, partition) =>
      this.#openTask(partition, options, onDropped),
    );
    this.#inputs = new Set(this.#tasks[0]!.topics);
    this.#drain();
  }

  /** One record, and all that comes of it; what has no key goes to the partition that its time says. */
  pipe(topic: string, record: PipedRecord): void {
    const { key, timestamp } = record;
    const count = this.#tasks.length;
    const partition = ((key === null ? timestamp : partitionForKey(key, count)) + this.#shift) % count;
    const headers = record.headers ?? [];
    if (!this.#accept({ ...record, topic, partition, headers })) {
      throw new KafkaError('UNKNOWN_TOPIC', `The topology does not read ${topic}`);
    }
    this.#run();
  }

  /** What was produced to a topic since the last call. */
  take(topic: string): readonly PlacedOutput[] {
    return this.#outputs.get(topic)?.splice(0) ?? [];
  }

  /** All topics that anything was produced to, sorted. */
  producedTopics(): string[] {
    return [...this.#outputs.keys()].sort();
  }

  /** Moves the wall clock of all tasks; timers run once for it. */
  advanceWallClock(milliseconds: number): void {
    this.#now += milliseconds;
    for (const task of this.#tasks) {
      task.clock.now = this.#now;
      task.punctuateWallClock();
      this.#endOfRecord(task);
    }
    this.#run();
  }

  /** All that was processed, with what caches hold back, and what comes of it. */
  commit(): void {
    for (const task of this.#tasks) this.#commit(task);
    this.#run();
  }

  /** How many records were left out. */
  get dropped(): number {
    return this.#dropped;
  }

  [Symbol.dispose](): void {
    for (const task of this.#tasks) task.close();
    for (const global of this.#globals) global.close();
  }

  #openTask(partition: number, options: PartitionedOptions, onDropped: () => void): StreamTask {
    const { cacheMaxBytes = 0, stateDirectoryOf } = options;
    const wallClock = (): number => this.#now;
    const global = new GlobalTask(this.#plan, wallClock, onDropped);
    this.#globals.push(global);
    const nodes = nodeGroups(this.#plan).flatMap((group) => (group.isGlobal ? [] : group.nodes));
    const task = new StreamTask({
      plan: this.#plan,
      nodes,
      taskId: `0_${partition}`,
      partition,
      directory: stateDirectoryOf?.(partition) ?? null,
      cache: cacheMaxBytes > 0 ? new ThreadCache(cacheMaxBytes) : null,
      sink: this.#sinkOf(options.partitions),
      globalStores: global.stores,
      wallClock,
      emitIntervalMs: 0,
      onDropped,
    });
    task.start();
    return task;
  }

  /** At first it does not know how many partitions a topic has, as a producer that has no metadata of it yet. */
  #sinkOf(partitions: number): RecordSink {
    const known = new Set<string>();
    return {
      send: (record) => {
        const { choosePartitions } = record;
        const chosen =
          choosePartitions === null || choosePartitions === undefined
            ? [record.partition]
            : choosePartitions(partitions);
        for (const partition of chosen) this.#sent.push(placed(record, partition, partitions));
      },
      partitionCount: (topic) => {
        if (known.has(topic)) return partitions;
        known.add(topic);
        return null;
      },
    };
  }

  #accept(record: PlacedOutput): boolean {
    const { topic, partition } = record;
    const matching = this.#inputs.has(topic) ? undefined : this.#plan.matching(topic);
    const offsets = this.#offsets.get(matching?.name ?? topic) ?? this.#tasks.map(() => 0);
    this.#offsets.set(matching?.name ?? topic, offsets);
    const raw = { ...record, offset: offsets[partition]! };
    const isGlobal = this.#globals.map((global) => global.update(raw)).includes(true);
    const isInput = this.#inputs.has(topic) || matching !== undefined;
    if (isInput) this.#tasks[partition]!.add(raw);
    if (isGlobal || isInput) offsets[partition]!++;
    return isGlobal || isInput;
  }

  #run(): void {
    for (let hasMoved = true; hasMoved;) {
      hasMoved = false;
      for (const task of this.#tasks) {
        while (task.process()) {
          hasMoved = true;
          task.punctuateStreamTime();
          this.#endOfRecord(task);
        }
      }
    }
  }

  #endOfRecord(task: StreamTask): void {
    if (this.#commitsByHand) this.#drain();
    else this.#commit(task);
  }

  #commit(task: StreamTask): void {
    task.flush();
    task.committed([], () => null);
    this.#drain();
  }

  #drain(): void {
    for (const record of this.#sent.splice(0)) {
      const output = this.#outputs.get(record.topic);
      if (output === undefined) this.#outputs.set(record.topic, [record]);
      else output.push(record);
      this.#accept(record);
    }
  }
}

/** A copy, for who keeps it. */
function placed(record: OutgoingRecord, chosen: number | null, partitions: number): PlacedOutput {
  const { topic, timestamp, headers } = record;
  const [key, value] = [bytesOf(record.key), bytesOf(record.value)];
  const partition = chosen ?? (key === null ? 0 : partitionForKey(key, partitions));
  return { topic, partition, key, value, timestamp, headers: [...headers] };
}

function bytesOf(part: Uint8Array | string | null): Uint8Array | null {
  return part === null ? null : Buffer.from(part);
}
