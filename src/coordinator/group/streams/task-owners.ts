/**
 * Which processes have which tasks of a group, those that their members still have to give up included. Counted by
 * members, since threads of one process may hold the same task one after the other.
 */
import type { TaskOwners } from './current-assignment.ts';
import type { AssignedTasks, Tasks, TasksWithEpochs } from './tasks.ts';

type Counts = Map<string, number>;

export class OwnedTasks implements TaskOwners {
  /** By task, the processes and how many of their members have it. */
  readonly #active = new Map<string, Counts>();
  readonly #replicas = new Map<string, Counts>();

  activeProcess(subtopologyId: string, partition: number): string | undefined {
    return this.#active.get(taskKey(subtopologyId, partition))?.keys().next().value;
  }

  hasReplica(subtopologyId: string, partition: number, processId: string): boolean {
    return this.#replicas.get(taskKey(subtopologyId, partition))?.has(processId) === true;
  }

  add(processId: string, tasks: AssignedTasks): void {
    this.#count(processId, tasks, 1);
  }

  remove(processId: string, tasks: AssignedTasks): void {
    this.#count(processId, tasks, -1);
  }

  #count(processId: string, { active, standby, warmup }: AssignedTasks, by: number): void {
    for (const key of keysOf(active)) countProcess(this.#active, key, { processId, by });
    for (const tasks of [standby, warmup]) {
      for (const key of keysOf(tasks)) countProcess(this.#replicas, key, { processId, by });
    }
  }
}

function taskKey(subtopologyId: string, partition: number): string {
  return `${partition} ${subtopologyId}`;
}

function* keysOf(tasks: Tasks | TasksWithEpochs): Generator<string> {
  for (const [subtopologyId, partitions] of tasks) {
    for (const partition of partitions.keys()) yield taskKey(subtopologyId, partition);
  }
}

function countProcess(
  tasks: Map<string, Counts>,
  key: string,
  { processId, by }: { processId: string; by: number },
): void {
  const counts = tasks.get(key) ?? new Map<string, number>();
  const count = (counts.get(processId) ?? 0) + by;
  if (count > 0) counts.set(processId, count);
  else counts.delete(processId);
  if (counts.size > 0) tasks.set(key, counts);
  else tasks.delete(key);
}
