/**
 * Tasks without a broker, one for each partition of the topics: what a record comes to in its task becomes outputs, and inputs
 * where the topology reads them itself; after each record all tasks run, one after the other, until nothing is left to do. A
 * task has global tables of its own, as in an instance that runs it alone.
 */
import { measureStores, type RecordingLevel } from '../metrics/recording-level.ts';
import { nodeGroups } from '../plan/node-groups.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import { GlobalTask } from '../runtime/global-task.ts';
import type { RecordHeader } from '../runtime/record-context.ts';
import { type RecordSink, StreamTask } from '../runtime/stream-task.ts';
import { ThreadCache } from '../stores/cache/thread-cache.ts';

export interface PipedRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly headers?: readonly RecordHeader[];
}

/** What a task has produced. */
export interface DrivenOutput extends PipedRecord {
  readonly topic: string;
}

export interface DrivenTasksOptions<R extends DrivenOutput> {
  readonly partitions: number;
  /** The wall clock at the start, milliseconds since 1970. */
  readonly now: number;
  readonly cacheMaxBytes: number;
  readonly commitsByHand: boolean;
  readonly recordingLevel: RecordingLevel;
  /** Where the tasks of a partition keep their files; null: nowhere. */
  directoryOf(this: void, partition: number): string | null;
  /** Where a task sends to, over what takes its outputs. */
  sinkOf(this: void, take: (output: R) => void): RecordSink;
  /** Where an output lies when the topology reads it. */
  partitionOf(this: void, output: R): number;
  onDropped(this: void, reason: string): void;
}

const NO_HEADERS: readonly RecordHeader[] = [];

export class DrivenTasks<R extends DrivenOutput> implements Disposable {
  /** By partition. */
  readonly tasks: readonly StreamTask[];
  /** One for each task. */
  readonly globals: readonly GlobalTask[];
  /** The topics that are read by their names. */
  readonly inputs: ReadonlySet<string>;
  readonly #plan: TopologyPlan;
  readonly #options: DrivenTasksOptions<R>;
  readonly #sent: R[] = [];
  readonly #outputs = new Map<string, R[]>();
  /** By topic or pattern, one for each partition. */
  readonly #offsets = new Map<string, number[]>();
  #now: number;

  constructor(plan: TopologyPlan, options: DrivenTasksOptions<R>) {
    const { partitions, onDropped, recordingLevel } = options;
    this.#plan = plan;
    this.#options = options;
    this.#now = options.now;
    const wallClock = (): number => this.#now;
    const how = { wallClock, onDropped, measureStores: measureStores(recordingLevel, wallClock) };
    this.globals = Array.from({ length: partitions }, () => new GlobalTask(plan, how));
    // Nothing is in their topics yet.
    for (const global of this.globals) global.restored();
    this.tasks = this.globals.map(({ stores }, partition) => this.#open(partition, stores, wallClock));
    this.inputs = new Set(this.tasks[0]!.topics);
    this.#drain();
  }

  /** The wall clock, milliseconds since 1970. */
  get now(): number {
    return this.#now;
  }

  /** One record of a topic, and all that comes of it; false where the topology does not read the topic. */
  pipe(topic: string, partition: number, record: PipedRecord): boolean {
    if (!this.#accept(topic, partition, record)) return false;
    this.run();
    return true;
  }

  /** What was produced to a topic since the last call. */
  take(topic: string): readonly R[] {
    return this.#outputs.get(topic)?.splice(0) ?? [];
  }

  /** All topics that anything was produced to, sorted. */
  producedTopics(): string[] {
    return [...this.#outputs.keys()].sort();
  }

  /** Moves the wall clock of all tasks; timers run once for it. */
  advanceWallClock(milliseconds: number): void {
    this.#now += milliseconds;
    for (const global of this.globals) global.turnMetrics(this.#now);
    for (const task of this.tasks) {
      task.clock.now = this.#now;
      task.turnMetrics(this.#now);
      task.punctuateWallClock();
      this.#endOfRecord(task);
    }
    this.run();
  }

  /** All that was processed, with what caches hold back, and what comes of it. */
  commit(): void {
    for (const task of this.tasks) this.#commit(task);
    this.run();
  }

  /** Until nothing is left to do. */
  run(): void {
    for (let hasMoved = true; hasMoved;) {
      hasMoved = false;
      for (const task of this.tasks) {
        while (task.process()) {
          hasMoved = true;
          task.punctuateStreamTime();
          this.#endOfRecord(task);
        }
      }
    }
  }

  [Symbol.dispose](): void {
    for (const task of this.tasks) task.close();
    for (const global of this.globals) global.close();
  }

  #open(partition: number, globalStores: GlobalTask['stores'], wallClock: () => number): StreamTask {
    const { cacheMaxBytes, recordingLevel, directoryOf, sinkOf, onDropped } = this.#options;
    const task = new StreamTask({
      plan: this.#plan,
      nodes: nodesOf(this.#plan),
      taskId: `0_${partition}`,
      partition,
      directory: directoryOf(partition),
      cache: cacheMaxBytes > 0 ? new ThreadCache(cacheMaxBytes) : null,
      sink: sinkOf((output) => void this.#sent.push(output)),
      globalStores,
      wallClock,
      emitIntervalMs: 0,
      measureStores: measureStores(recordingLevel, wallClock),
      onDropped,
    });
    task.start();
    return task;
  }

  #accept(topic: string, partition: number, { key, value, timestamp, headers = NO_HEADERS }: PipedRecord): boolean {
    const matching = this.inputs.has(topic) ? undefined : this.#plan.matching(topic);
    // As in Kafka's driver the topics of a pattern have their offsets in common.
    const counted = matching?.name ?? topic;
    const offsets = this.#offsets.get(counted) ?? this.tasks.map(() => 0);
    this.#offsets.set(counted, offsets);
    const record = { topic, partition, offset: offsets[partition]!, key, value, timestamp, headers };
    const isGlobal = this.globals.map((global) => global.update(record)).includes(true);
    const isInput = this.inputs.has(topic) || matching !== undefined;
    if (isInput) this.tasks[partition]!.add(record);
    if (isGlobal || isInput) offsets[partition]!++;
    return isGlobal || isInput;
  }

  #endOfRecord(task: StreamTask): void {
    if (this.#options.commitsByHand) this.#drain();
    else this.#commit(task);
  }

  #commit(task: StreamTask): void {
    task.flush();
    task.committed([], () => null);
    this.#drain();
  }

  #drain(): void {
    for (const output of this.#sent.splice(0)) {
      const { topic } = output;
      const before = this.#outputs.get(topic);
      if (before === undefined) this.#outputs.set(topic, [output]);
      else before.push(output);
      this.#accept(topic, this.#options.partitionOf(output), output);
    }
  }
}

/** A copy, for who keeps it. */
export function bytesOf(part: Uint8Array | string | null): Uint8Array | null {
  return part === null ? null : Buffer.from(part);
}

/** All but those that fill global stores, in the order in which they were added: in that order stores are flushed, as in Kafka's driver. */
function nodesOf(plan: TopologyPlan): string[] {
  const global = new Set(nodeGroups(plan).flatMap(({ isGlobal, nodes }) => (isGlobal ? nodes : [])));
  return [...plan.nodes.keys()].filter((name) => !global.has(name));
}
