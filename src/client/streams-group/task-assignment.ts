/** Tasks of a member of a streams group (KIP-1071), as the coordinator gives them and is told of them. Immutable. */
import type { StreamsTask } from '../admin/streams-groups.ts';

/** A task: a partition of a subtopology. */
export type StreamsTaskId = StreamsTask;

/** What a member has; each list by subtopology, then by partition. No task is in it twice. */
export interface StreamsTaskAssignment {
  /** Those that it processes. */
  readonly active: readonly StreamsTaskId[];
  /** Those whose state it keeps up to date, to take over. */
  readonly standby: readonly StreamsTaskId[];
  /** Those whose state it builds, since it is to have them as active. */
  readonly warmup: readonly StreamsTaskId[];
}

export const NO_TASKS: StreamsTaskAssignment = { active: [], standby: [], warmup: [] };

/** On the wire. */
export interface TaskIds {
  subtopologyId: string;
  partitions: number[];
}

/** The three lists of a message. */
export interface TaskLists {
  activeTasks: TaskIds[] | null;
  standbyTasks: TaskIds[] | null;
  warmupTasks: TaskIds[] | null;
}

/** Null where a list is missing: then nothing has changed. */
export function readTasks({ activeTasks, standbyTasks, warmupTasks }: TaskLists): StreamsTaskAssignment | null {
  if (activeTasks === null || standbyTasks === null || warmupTasks === null) return null;
  return { active: readList(activeTasks), standby: readList(standbyTasks), warmup: readList(warmupTasks) };
}

function readList(list: readonly TaskIds[]): StreamsTaskId[] {
  const byKey = new Map<string, StreamsTaskId>();
  for (const { subtopologyId, partitions } of list) {
    for (const partition of partitions) {
      const task = { subtopologyId, partition };
      byKey.set(taskKey(task), task);
    }
  }
  return [...byKey.values()].sort(byPlace);
}

export function writeTasks({ active, standby, warmup }: StreamsTaskAssignment): TaskLists {
  return { activeTasks: writeList(active), standbyTasks: writeList(standby), warmupTasks: writeList(warmup) };
}

function writeList(tasks: readonly StreamsTaskId[]): TaskIds[] {
  const bySubtopology = Map.groupBy(tasks, ({ subtopologyId }) => subtopologyId);
  return [...bySubtopology].map(([subtopologyId, list]) => {
    return { subtopologyId, partitions: list.map(({ partition }) => partition) };
  });
}

export function hasTasks({ active, standby, warmup }: StreamsTaskAssignment): boolean {
  return active.length + standby.length + warmup.length > 0;
}

export function isSameTasks(one: StreamsTaskAssignment, other: StreamsTaskAssignment): boolean {
  return (
    isSameList(one.active, other.active) &&
    isSameList(one.standby, other.standby) &&
    isSameList(one.warmup, other.warmup)
  );
}

function isSameList(one: readonly StreamsTaskId[], other: readonly StreamsTaskId[]): boolean {
  return one.length === other.length && one.every((task, index) => byPlace(task, other[index]!) === 0);
}

/** What is in `one` and not in `other`. */
export function tasksOnlyIn(one: readonly StreamsTaskId[], other: readonly StreamsTaskId[]): StreamsTaskId[] {
  const keys = new Set(other.map(taskKey));
  return one.filter((task) => !keys.has(taskKey(task)));
}

function taskKey({ subtopologyId, partition }: StreamsTaskId): string {
  return `${partition}_${subtopologyId}`;
}

function byPlace(one: StreamsTaskId, other: StreamsTaskId): number {
  if (one.subtopologyId !== other.subtopologyId) return one.subtopologyId < other.subtopologyId ? -1 : 1;
  return one.partition - other.partition;
}
