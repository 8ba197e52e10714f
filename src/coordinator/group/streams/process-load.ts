/**
 * A process of a streams application during an assignment: its members (threads), and what has been given to them so far.
 * A process holds a task at most once, be it active or standby: they would share one state directory.
 */
import { hashCapacity, inHashOrder } from '../../assignors/java-hash-order.ts';
import { javaHashCode } from '../group-hash.ts';
import { JavaPriorityQueue } from './java-priority-queue.ts';

/** A task while it is assigned, with who had it before. */
export interface AssignableTask {
  readonly subtopologyId: string;
  readonly partition: number;
  previousActive: MemberLoad | null;
  readonly previousStandby: MemberLoad[];
}

/** A member while tasks are assigned. */
export interface MemberLoad {
  readonly memberId: string;
  readonly process: ProcessLoad;
  taskCount: number;
  readonly active: AssignableTask[];
  readonly standby: AssignableTask[];
}

/** The order in which Java's HashMap has these strings, once all are in a table that began with `initialCapacity`. */
export function inStringHashOrder<T>(items: readonly T[], textOf: (item: T) => string, initialCapacity?: number): T[] {
  let capacity = initialCapacity ?? hashCapacity(items.length);
  while (items.length > Math.floor(capacity * 0.75)) capacity *= 2;
  return inHashOrder(items, capacity, (item) => {
    const hash = javaHashCode(textOf(item));
    return hash ^ (hash >>> 16);
  });
}

interface QueuedMember {
  readonly member: MemberLoad;
  readonly taskCount: number;
}

export class ProcessLoad {
  readonly processId: string;
  readonly #members: MemberLoad[] = [];
  readonly #tasks = new Set<AssignableTask>();
  #taskCount = 0;
  /** Members by their load; void as soon as a task is given past it. */
  #membersByLoad: JavaPriorityQueue<QueuedMember> | null = null;

  constructor(processId: string) {
    this.processId = processId;
  }

  /** Tasks per member. */
  get load(): number {
    return this.#taskCount / this.#members.length;
  }

  addMember(memberId: string): MemberLoad {
    const member: MemberLoad = { memberId, process: this, taskCount: 0, active: [], standby: [] };
    this.#members.push(member);
    return member;
  }

  hasTask(task: AssignableTask): boolean {
    return this.#tasks.has(task);
  }

  /** Returns how many tasks the member has now. */
  giveTo(member: MemberLoad, task: AssignableTask, isActive: boolean): number {
    this.#membersByLoad = null;
    return this.#give(member, task, isActive);
  }

  /** Returns how many tasks the member that got it has now. */
  giveToLeastLoaded(task: AssignableTask, isActive: boolean): number {
    const [only, another] = this.#members;
    if (another === undefined) return this.#give(only!, task, isActive);
    this.#membersByLoad ??= new JavaPriorityQueue<QueuedMember>(
      (one, other) => one.taskCount < other.taskCount,
      inStringHashOrder(this.#members, ({ memberId }) => memberId).map((member) => ({
        member,
        taskCount: member.taskCount,
      })),
    );
    const { member } = this.#membersByLoad.poll()!;
    const taskCount = this.#give(member, task, isActive);
    this.#membersByLoad.add({ member, taskCount });
    return taskCount;
  }

  #give(member: MemberLoad, task: AssignableTask, isActive: boolean): number {
    this.#tasks.add(task);
    this.#taskCount++;
    (isActive ? member.active : member.standby).push(task);
    return ++member.taskCount;
  }
}
