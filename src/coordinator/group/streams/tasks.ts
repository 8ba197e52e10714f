/**
 * Tasks of a streams group (KIP-1071): a task is a subtopology and a partition of it. What a member is to have and what it
 * has is kept by subtopology, and never lists a subtopology without partitions: so equal tasks are equal maps.
 */

/** By subtopology id, the partitions. */
export type Tasks = ReadonlyMap<string, ReadonlySet<number>>;

/** By subtopology id and partition, the epoch in which the member got the task; commits of older epochs are refused. */
export type TasksWithEpochs = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** What a member is to have. */
export interface TaskAssignment {
  readonly active: Tasks;
  readonly standby: Tasks;
  readonly warmup: Tasks;
}

/** What a member has, or has to give up. */
export interface AssignedTasks {
  readonly active: TasksWithEpochs;
  readonly standby: Tasks;
  readonly warmup: Tasks;
}

/** As requests, responses and records list tasks. */
export interface TaskIds {
  subtopologyId: string;
  partitions: number[];
}

export const NO_TASKS: TaskAssignment = { active: new Map(), standby: new Map(), warmup: new Map() };
export const NO_ASSIGNED_TASKS: AssignedTasks = { active: new Map(), standby: new Map(), warmup: new Map() };

export function hasNoTasks({ active, standby, warmup }: TaskAssignment | AssignedTasks): boolean {
  return active.size === 0 && standby.size === 0 && warmup.size === 0;
}

type PartitionsById = ReadonlyMap<string, ReadonlySet<number> | ReadonlyMap<number, number>>;

function hasAnyOf(tasks: PartitionsById, others: PartitionsById): boolean {
  for (const [subtopologyId, partitions] of others) {
    const own = tasks.get(subtopologyId);
    if (own === undefined) continue;
    for (const partition of partitions.keys()) if (own.has(partition)) return true;
  }
  return false;
}

/** Whether the two have a task in common, each kind of tasks by itself. */
export function sharesTasks(tasks: TaskAssignment, others: AssignedTasks): boolean {
  return (
    hasAnyOf(tasks.active, others.active) ||
    hasAnyOf(tasks.standby, others.standby) ||
    hasAnyOf(tasks.warmup, others.warmup)
  );
}

function isSamePartitions(one: ReadonlySet<number>, other: ReadonlySet<number> | undefined): boolean {
  return other !== undefined && one.size === other.size && [...one].every((partition) => other.has(partition));
}

export function isSameTasks(one: Tasks, other: Tasks): boolean {
  return one.size === other.size && [...one].every(([id, partitions]) => isSamePartitions(partitions, other.get(id)));
}

export function isSameAssignment(one: TaskAssignment, other: TaskAssignment): boolean {
  return (
    isSameTasks(one.active, other.active) &&
    isSameTasks(one.standby, other.standby) &&
    isSameTasks(one.warmup, other.warmup)
  );
}

function isSameEpochs(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number> | undefined): boolean {
  return other !== undefined && one.size === other.size && [...one].every(([id, epoch]) => other.get(id) === epoch);
}

function isSameTasksWithEpochs(one: TasksWithEpochs, other: TasksWithEpochs): boolean {
  return one.size === other.size && [...one].every(([id, epochs]) => isSameEpochs(epochs, other.get(id)));
}

export function isSameAssignedTasks(one: AssignedTasks, other: AssignedTasks): boolean {
  return (
    isSameTasksWithEpochs(one.active, other.active) &&
    isSameTasks(one.standby, other.standby) &&
    isSameTasks(one.warmup, other.warmup)
  );
}

/** Ascending, as messages and records have them. */
export function taskIdsOf(tasks: PartitionsById): TaskIds[] {
  return [...tasks]
    .map(([subtopologyId, partitions]) => ({ subtopologyId, partitions: ascending(partitions.keys()) }))
    .sort(bySubtopology);
}

export function tasksOf(ids: readonly TaskIds[]): Tasks {
  const tasks = new Map<string, Set<number>>();
  for (const { subtopologyId, partitions } of ids) tasks.set(subtopologyId, new Set(partitions));
  return tasks;
}

export function ascending(numbers: Iterable<number>): number[] {
  return [...numbers].sort((a, b) => a - b);
}

/** By UTF-16 units, as Java compares strings. */
export function bySubtopology(one: { subtopologyId: string }, other: { subtopologyId: string }): number {
  if (one.subtopologyId === other.subtopologyId) return 0;
  return one.subtopologyId < other.subtopologyId ? -1 : 1;
}
