/**
 * The tasks that a thread has: those that run, those that are being restored, and standbys; made when the group gives them
 * and closed when it takes them.
 *
 * Invariant: a task that runs is read for, one that is restored or a standby is restored for, and none is both.
 *
 * The group takes a standby back before it gives out the task itself, as no process is to have both, and a task that ran
 * before it gives out its standby. So where rows are nowhere but in memory they are kept for a while after that (Kafka Streams
 * recycles its tasks): all of the changelogs would have to be read again. A standby goes on following them meanwhile, unless
 * it has files, which another thread of the instance may be given; a task that ran rests, with its stores as they were
 * committed, since it may well not be wanted here again.
 */
import type { StreamsTaskAssignment, StreamsTaskId, TopicPartition } from '#client';
import { join } from 'node:path';
import { nodeGroups, type NodeGroup } from '../plan/node-groups.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import { type InputPosition, type RecordSink, StreamTask } from '../runtime/stream-task.ts';
import type { ThreadCache } from '../stores/cache/thread-cache.ts';
import type { Position } from '../queries/position.ts';
import { measureStores, type RecordingLevel } from '../metrics/recording-level.ts';
import type { ThreadMetrics } from '../metrics/thread-metrics.ts';
import type { StateStore } from '../stores/state-store.ts';
import type { InputPump, TaskInput } from './input-pump.ts';
import type { Restorer } from './restorer.ts';
import type { StandbyPositions } from './standby-positions.ts';
import { inputsOfTask, type SourceTopic, sourceTopics, writtenTopics } from './topic-partitions.ts';
import type { ThreadClients } from './thread-clients.ts';

export interface ThreadTasksOptions {
  readonly plan: TopologyPlan;
  readonly clients: Pick<ThreadClients, 'admin' | 'consumer'>;
  readonly pump: InputPump;
  readonly restorer: Restorer;
  readonly standbyPositions: StandbyPositions;
  readonly globalStores: ReadonlyMap<string, StateStore>;
  /** What stores hold back until a commit; null: nothing. */
  readonly cache: ThreadCache | null;
  readonly metrics: ThreadMetrics;
  readonly recordingLevel: RecordingLevel;
  /** Of the application; null: stores keep nothing on the disk. */
  readonly stateDirectory: string | null;
  /** Milliseconds since 1970. */
  wallClock(): number;
  /** Milliseconds. */
  monotonic(this: void): number;
  /** Where tasks send to, asked at each record as it may change. */
  readonly sink: RecordSink;
  /** A result of an asynchronous operator is ready. */
  onWake(): void;
  onDropped(reason: string, at: string): void;
}

/** One of the thread's tasks. */
export interface ThreadTask {
  readonly task: StreamTask;
  readonly id: StreamsTaskId;
  /** Whether it is to run; otherwise it is a standby. */
  isActive: boolean;
}

/** One that was, and may be again. */
interface TakenBack {
  readonly one: ThreadTask;
  /** Its changelogs are not followed, and its files are not open. */
  readonly isResting: boolean;
  /** By the monotonic clock. */
  readonly until: number;
}

/** Between two looks of joins and final windows for what is due. */
const EMIT_INTERVAL_MS = 1000;
/** Several heartbeats, at which the group goes on step by step. */
const TAKEN_BACK_MS = 30_000;

export class ThreadTasks {
  readonly #options: ThreadTasksOptions;
  readonly #groups: ReadonlyMap<string, NodeGroup>;
  readonly #tasks = new Map<string, ThreadTask>();
  readonly #takenBack = new Map<string, TakenBack>();
  #running: readonly StreamTask[] = [];

  constructor(options: ThreadTasksOptions) {
    this.#options = options;
    this.#groups = new Map(nodeGroups(options.plan).map((group) => [String(group.id), group]));
  }

  [Symbol.iterator](): IterableIterator<ThreadTask> {
    return this.#tasks.values();
  }

  get(text: string): ThreadTask | undefined {
    return this.#tasks.get(text);
  }

  /** Tasks that process. */
  get running(): readonly StreamTask[] {
    return this.#running;
  }

  /** How far a store has come in the topics that its task reads; empty where that is not known. */
  positionOf({ task }: ThreadTask, store: string): Position {
    if (!task.isStarted) return this.#options.standbyPositions.position(task, store);
    const processed = task.processedOffsets();
    return new Map(processed.map(([topic, offset]) => [topic, new Map([[task.partition, offset]])]));
  }

  /** The partitions that a task reads when it runs. */
  async inputsOf(task: StreamTask): Promise<(TopicPartition & SourceTopic)[]> {
    const { plan, clients } = this.#options;
    const group = this.#groups.get(task.id.slice(0, task.id.indexOf('_')));
    return group === undefined ? [] : inputsOfTask(clients, sourceTopics(plan, group), task.partition);
  }

  /** As far as they are known before there is a record. */
  topicsWrittenBy(ids: readonly StreamsTaskId[]): string[] {
    const groups = new Set(ids.flatMap(({ subtopologyId }) => this.#groups.get(subtopologyId) ?? []));
    return [...groups].flatMap((group) => writtenTopics(this.#options.plan, group));
  }

  /** Takes over what is assigned. Active tasks that are not any more were revoked before. */
  take(assignment: StreamsTaskAssignment): void {
    const active = new Map(assignment.active.map((id) => [taskText(id), id]));
    const standby = new Map([...assignment.standby, ...assignment.warmup].map((id) => [taskText(id), id]));
    for (const [text, { one, isResting }] of this.#takenBack) {
      if (!active.has(text) && !standby.has(text)) continue;
      this.#takenBack.delete(text);
      this.#tasks.set(text, one);
      if (isResting) this.#goOn(one, active.has(text));
    }
    this.#options.restorer.commitStandbys();
    for (const [text, one] of this.#tasks) {
      if (!active.has(text) && !standby.has(text)) this.#takeBack(text, one);
    }
    for (const [text, id] of active) this.#makeActive(text, id);
    for (const [text, id] of standby) {
      if (!active.has(text) && !this.#tasks.has(text)) this.#create(text, id, false);
    }
  }

  /** These are not to run here any more, and what they have done is committed. */
  revoke(ids: readonly StreamsTaskId[]): void {
    for (const text of ids.map(taskText)) {
      const one = this.#tasks.get(text);
      if (one !== undefined) this.#takeBack(text, one);
    }
  }

  /** What was taken back and is not wanted again is closed. */
  closeTakenBack(): void {
    for (const [text, { one, until }] of this.#takenBack) {
      if (until > this.#options.monotonic()) continue;
      this.#takenBack.delete(text);
      this.#close(text, one);
    }
  }

  /** Closes these, as far as they are here, or all. Nothing is committed by it. */
  close(ids?: readonly StreamsTaskId[]): void {
    if (ids === undefined) {
      for (const [text, { one }] of this.#takenBack) this.#close(text, one);
      this.#takenBack.clear();
    }
    const texts = ids === undefined ? [...this.#tasks.keys()] : ids.map(taskText);
    for (const text of texts) {
      const one = this.#tasks.get(text);
      if (one !== undefined) this.#close(text, one);
    }
  }

  /** A task has all of its state: it is read for from now on, and processes. */
  async start(task: StreamTask): Promise<void> {
    const { clients, pump, standbyPositions } = this.#options;
    if (!this.#isRestored(task)) return;
    const places = await this.inputsOf(task);
    const committed = await clients.consumer.committed(places);
    if (!this.#isRestored(task)) return;
    const inputs = places.map((place, index): TaskInput => {
      const { offset, metadata = '' } = committed[index]!;
      const { topic, partition, reset } = place;
      return { topic, partition, reset, committed: offset < 0 ? null : { topic, partition, offset, metadata } };
    });
    task.start(inputs.map((input) => input.committed).filter((place): place is InputPosition => place !== null));
    standbyPositions.forget(task);
    this.#running = [...this.#running, task];
    pump.add(task, inputs);
  }

  /** It may have been taken back, and given again, since that was told of it. */
  #isRestored(task: StreamTask): boolean {
    return this.#tasks.get(task.id)?.task === task && !task.isStarted && !this.#options.restorer.has(task);
  }

  #makeActive(text: string, id: StreamsTaskId): void {
    const one = this.#tasks.get(text);
    if (one === undefined) this.#create(text, id, true);
    else if (!one.isActive) {
      one.isActive = true;
      one.task.promoted();
      this.#options.restorer.promote(one.task);
    }
  }

  #create(text: string, id: StreamsTaskId, isActive: boolean): void {
    const { plan, sink, globalStores, cache, stateDirectory, wallClock, onWake, onDropped } = this.#options;
    const { recordingLevel, monotonic } = this.#options;
    const group = this.#groups.get(id.subtopologyId);
    if (group === undefined) return;
    const task = new StreamTask({
      plan,
      nodes: group.nodes,
      taskId: text,
      partition: id.partition,
      sink,
      directory: stateDirectory === null ? null : join(stateDirectory, text),
      cache,
      globalStores,
      wallClock: () => wallClock(),
      emitIntervalMs: EMIT_INTERVAL_MS,
      measureStores: measureStores(recordingLevel, monotonic),
      onWake: () => onWake(),
      onDropped: (reason, at) => onDropped(reason, at),
    });
    this.#tasks.set(text, { task, id, isActive });
    this.#options.metrics.tasksCreated.total++;
    this.#options.restorer.add(task, isActive);
    this.#options.standbyPositions.follow(task);
  }

  #takeBack(text: string, one: ThreadTask): void {
    const { task, isActive } = one;
    if (!task.isWorthKeeping) {
      this.#close(text, one);
      return;
    }
    this.#tasks.delete(text);
    const isResting = isActive || task.hasFiles;
    if (isResting) this.#rest(task);
    this.#takenBack.set(text, { one, isResting, until: this.#options.monotonic() + TAKEN_BACK_MS });
  }

  #rest(task: StreamTask): void {
    this.#stop(task);
    this.#options.restorer.leave(task);
    task.suspend();
  }

  /** It rested, and runs, or is a standby from now on. */
  #goOn(one: ThreadTask, isActive: boolean): void {
    const { task } = one;
    one.isActive = isActive;
    task.resume();
    if (isActive) task.promoted();
    // What a standby does not follow would be old when it is to run; on the disk rows know how old they are.
    else for (const { store, isSource } of task.changelogs) if (isSource === true && !store.isPersistent) store.clear();
    this.#options.restorer.add(task, isActive);
    this.#options.standbyPositions.follow(task);
  }

  #stop(task: StreamTask): void {
    const { pump, standbyPositions } = this.#options;
    this.#running = this.#running.filter((one) => one !== task);
    pump.remove(task);
    standbyPositions.forget(task);
  }

  #close(text: string, { task }: ThreadTask): void {
    this.#tasks.delete(text);
    this.#options.metrics.tasksClosed.total++;
    this.#stop(task);
    this.#options.restorer.remove(task);
    task.close();
  }
}

/** As Kafka Streams writes it: `0_2`. */
export function taskText({ subtopologyId, partition }: StreamsTaskId): string {
  return `${subtopologyId}_${partition}`;
}
