/**
 * The task assignor of streams groups, named `sticky` (KIP-1071), with the results of Kafka 4.3's StickyTaskAssignor: tasks
 * stay where they are as long as that keeps the members' numbers of tasks even; active tasks go to where a standby was
 * before they go elsewhere; standbys go to other processes than the active task. Racks and client tags are not looked
 * at, and there are no warm-up tasks: 4.3 has neither. To the letter of Kafka's results belong the ties: which of two
 * equally loaded processes gets a task hangs on the order of Java's hash maps and heaps.
 */
import { assert } from '#kernel';
import { JavaPriorityQueue } from './java-priority-queue.ts';
import { type AssignableTask, inStringHashOrder, type MemberLoad, ProcessLoad } from './process-load.ts';
import type { TaskAssignment, Tasks } from './tasks.ts';

/** A member, and what its last target assignment was. */
export interface AssignorMember {
  readonly memberId: string;
  /** Members with the same one share a process. */
  readonly processId: string;
  readonly active: Tasks;
  readonly standby: Tasks;
}

export interface AssignableSubtopology {
  readonly subtopologyId: string;
  readonly numberOfTasks: number;
  /** Whether it has changelogs, without which a standby would have nothing to do. */
  readonly isStateful: boolean;
}

export interface TaskAssignorOptions {
  readonly numStandbyReplicas: number;
}

/** By member id, for every member. There has to be a member. */
export function assignTasks(
  members: readonly AssignorMember[],
  subtopologies: readonly AssignableSubtopology[],
  { numStandbyReplicas }: TaskAssignorOptions,
): Map<string, TaskAssignment> {
  assert(members.length > 0, 'there is somebody to assign tasks to');
  const state = new AssignmentState(members, subtopologies, numStandbyReplicas);
  assignActive(state);
  if (numStandbyReplicas > 0) assignStandby(state, subtopologies, numStandbyReplicas);
  return new Map(
    state.members.map(({ memberId, active, standby }) => [
      memberId,
      { active: bySubtopologyId(active), standby: bySubtopologyId(standby), warmup: new Map() },
    ]),
  );
}

/** How many more members may reach the quota of tasks, and what the quota is; it falls as members reach it. */
class Quota {
  #tasks: number;
  #members: number;
  perMember: number;

  constructor(tasks: number, members: number) {
    this.#tasks = tasks;
    this.#members = members;
    this.perMember = Math.ceil(tasks / members);
  }

  onMemberGot(taskCount: number): void {
    if (taskCount !== this.perMember) return;
    this.#members--;
    this.#tasks -= taskCount;
    this.perMember = this.#members === 0 ? 0 : Math.ceil(this.#tasks / this.#members);
  }
}

class AssignmentState {
  readonly tasks: AssignableTask[];
  readonly members: MemberLoad[] = [];
  /** In the order of Kafka's hash map. */
  readonly processes: ProcessLoad[];
  readonly activeQuota: Quota;
  readonly totalQuota: Quota;

  constructor(members: readonly AssignorMember[], subtopologies: readonly AssignableSubtopology[], standbys: number) {
    const tasksById = new Map(subtopologies.map((subtopology) => [subtopology.subtopologyId, newTasks(subtopology)]));
    this.tasks = [...tasksById.values()].flat();
    const active = this.tasks.length;
    const stateful = subtopologies.filter(({ isStateful }) => isStateful);
    const standby = stateful.reduce((sum, { numberOfTasks }) => sum + numberOfTasks * standbys, 0);
    this.activeQuota = new Quota(active, members.length);
    this.totalQuota = new Quota(active + standby, members.length);
    this.processes = this.#addMembers(members, tasksById);
  }

  onActiveGiven(taskCount: number): void {
    this.activeQuota.onMemberGot(taskCount);
    this.totalQuota.onMemberGot(taskCount);
  }

  processesByLoad(): JavaPriorityQueue<ProcessLoad> {
    return new JavaPriorityQueue((one, other) => one.load < other.load, this.processes);
  }

  #addMembers(members: readonly AssignorMember[], tasks: ReadonlyMap<string, AssignableTask[]>): ProcessLoad[] {
    const processes = new Map<string, ProcessLoad>();
    for (const { memberId, processId, active, standby } of inStringHashOrder(members, (member) => member.memberId)) {
      const process = processes.get(processId) ?? new ProcessLoad(processId);
      processes.set(processId, process);
      const member = process.addMember(memberId);
      this.members.push(member);
      for (const task of tasksIn(tasks, active)) task.previousActive = member;
      for (const task of tasksIn(tasks, standby)) task.previousStandby.push(member);
    }
    let capacity = 1;
    while (capacity < members.length) capacity *= 2;
    return inStringHashOrder([...processes.values()], (process) => process.processId, capacity);
  }
}

function newTasks({ subtopologyId, numberOfTasks }: AssignableSubtopology): AssignableTask[] {
  return Array.from({ length: numberOfTasks }, (_, partition) => {
    return { subtopologyId, partition, previousActive: null, previousStandby: [] };
  });
}

/** Those that are still in the topology. */
function* tasksIn(tasks: ReadonlyMap<string, AssignableTask[]>, wanted: Tasks): Generator<AssignableTask> {
  for (const [subtopologyId, partitions] of wanted) {
    for (const partition of partitions) {
      const task = tasks.get(subtopologyId)?.[partition];
      if (task !== undefined) yield task;
    }
  }
}

function assignActive(state: AssignmentState): void {
  const giveBack = (task: AssignableTask, member: MemberLoad | null): boolean => {
    if (member === null || member.taskCount >= state.activeQuota.perMember) return false;
    state.onActiveGiven(member.process.giveTo(member, task, true));
    return true;
  };
  const kept = state.tasks.toSorted(byPartition).filter((task) => !giveBack(task, task.previousActive));
  const left = kept.filter((task) => !giveBack(task, leastLoaded(task.previousStandby, null)));
  const processes = state.processesByLoad();
  for (const task of left.sort(bySubtopologyAndPartition)) {
    const process = processes.poll()!;
    state.onActiveGiven(process.giveToLeastLoaded(task, true));
    processes.add(process);
  }
}

function assignStandby(
  state: AssignmentState,
  subtopologies: readonly AssignableSubtopology[],
  numStandbyReplicas: number,
): void {
  const stateful = new Set(subtopologies.filter(({ isStateful }) => isStateful).map((each) => each.subtopologyId));
  const tasks = state.tasks.filter(({ subtopologyId }) => stateful.has(subtopologyId));
  const toLeastLoaded: { task: AssignableTask; replicas: number }[] = [];
  for (const task of tasks.sort((one, other) => byPartition(other, one))) {
    let replicas = numStandbyReplicas;
    while (replicas > 0 && giveBackStandby(state, task)) replicas--;
    if (replicas > 0) toLeastLoaded.push({ task, replicas });
  }
  toLeastLoaded.sort((one, other) => bySubtopologyAndPartition(other.task, one.task));
  const processes = state.processesByLoad();
  for (const { task, replicas } of toLeastLoaded) {
    let left = replicas;
    // Where there are fewer processes than replicas, the rest is left out.
    while (left > 0 && giveStandbyToLeastLoaded(state, processes, task)) left--;
  }
}

/** To the member that had the active task, or to one that had it as a standby already. */
function giveBackStandby(state: AssignmentState, task: AssignableTask): boolean {
  const { previousActive, previousStandby } = task;
  const mayHave = (member: MemberLoad): boolean => member.taskCount < state.totalQuota.perMember;
  const giveTo = (member: MemberLoad): boolean => {
    state.totalQuota.onMemberGot(member.process.giveTo(member, task, false));
    return true;
  };
  if (previousActive !== null && !previousActive.process.hasTask(task) && mayHave(previousActive)) {
    return giveTo(previousActive);
  }
  const member = leastLoaded(previousStandby, task);
  return member !== null && mayHave(member) && giveTo(member);
}

function giveStandbyToLeastLoaded(
  state: AssignmentState,
  processes: JavaPriorityQueue<ProcessLoad>,
  task: AssignableTask,
): boolean {
  const looked: ProcessLoad[] = [];
  let isGiven = false;
  while (!isGiven && processes.size > 0) {
    const process = processes.poll()!;
    looked.push(process);
    if (process.hasTask(task)) continue;
    state.totalQuota.onMemberGot(process.giveToLeastLoaded(task, false));
    isGiven = true;
  }
  for (const process of looked.reverse()) processes.add(process);
  return isGiven;
}

/**
 * The one with less to do, both in its process and by itself. As in Kafka, whether its process has the task already is
 * in the end asked of the first one's process.
 */
function leastLoaded(members: readonly MemberLoad[], standbyOf: AssignableTask | null): MemberLoad | null {
  const first = members[0];
  if (first === undefined) return null;
  let candidate = first;
  let load = first.process.load;
  for (const member of members) {
    const { process } = member;
    if (process.load >= load || member.taskCount >= candidate.taskCount) continue;
    if (standbyOf !== null && process.hasTask(standbyOf)) continue;
    candidate = member;
    load = process.load;
  }
  return standbyOf === null || !first.process.hasTask(standbyOf) ? candidate : null;
}

function byText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function byPartition(one: AssignableTask, other: AssignableTask): number {
  return one.partition - other.partition || byText(one.subtopologyId, other.subtopologyId);
}

function bySubtopologyAndPartition(one: AssignableTask, other: AssignableTask): number {
  return byText(one.subtopologyId, other.subtopologyId) || one.partition - other.partition;
}

function bySubtopologyId(tasks: readonly AssignableTask[]): Tasks {
  const result = new Map<string, Set<number>>();
  for (const { subtopologyId, partition } of tasks) {
    const partitions = result.get(subtopologyId);
    if (partitions === undefined) result.set(subtopologyId, new Set([partition]));
    else partitions.add(partition);
  }
  return result;
}
