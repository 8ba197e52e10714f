/**
 * Queries to the stores of this instance. What the runtime has is seen through `LocalTasks`; an answer is whole or a failure
 * with its reason, never an exception, and no larger than its bounds.
 */
import type { StateStore } from '../stores/state-store.ts';
import type { InstanceQuery, QueryableInstance } from './instance.ts';
import { isUpTo, NO_POSITION, type Position } from './position.ts';
import { failed, type PartitionAnswer, type QueryDemands } from './query-answer.ts';
import { rowsOf } from './run-lookup.ts';
import type { Lookup, QueryRow } from './state-query.ts';

/** A task of this instance, as queries see it. */
export interface QueryableTask {
  readonly partition: number;
  /** Whether it processes: neither a standby, nor still restored. */
  readonly isActive: boolean;
  /** It will process here when its stores are restored; otherwise, where it does not, it is a standby. */
  readonly isRestoring: boolean;
  /** Undefined where the task has no such store. */
  store(name: string): StateStore | undefined;
  /** Of the last records whose effects the store holds; empty where that is not known. */
  position(store: string): Position;
}

/** What this instance has at the moment. */
export interface LocalTasks {
  tasks(): Iterable<QueryableTask>;
  /** All of its rows are at every instance. */
  globalStore(name: string): StateStore | undefined;
}

/** Rows of one answer, where nobody says `limit`. */
export const MAX_ROWS = 10_000;

export class LocalStores implements QueryableInstance {
  readonly #local: LocalTasks;

  constructor(local: LocalTasks) {
    this.#local = local;
  }

  /** Of the store's partitions: who processes it here, or else follows it. */
  taskOf(store: string, partition: number): QueryableTask | null {
    let standby: QueryableTask | null = null;
    for (const task of this.#local.tasks()) {
      if (task.partition !== partition || task.store(store) === undefined) continue;
      if (task.isActive) return task;
      standby = task;
    }
    return standby;
  }

  /** Whether this instance answers for the partition. */
  has(store: string, partition: number, { allowStale }: Pick<QueryDemands, 'allowStale'>): boolean {
    if (this.#local.globalStore(store) !== undefined) return true;
    const task = this.taskOf(store, partition);
    return task !== null && (allowStale || task.isActive);
  }

  query(name: string, partition: number, { lookup, demands }: InstanceQuery): PartitionAnswer {
    const global = this.#local.globalStore(name);
    if (global !== undefined) return answerOf(global, lookup, { ...demands, position: NO_POSITION });
    const task = this.taskOf(name, partition);
    if (task === null) return failed('NOT_PRESENT', `This instance does not have partition ${partition} of ${name}`);
    if (!task.isActive && !demands.allowStale) {
      const why = task.isRestoring ? 'is still being restored here' : 'does not process here, it is a standby';
      return failed('NOT_ACTIVE', `Partition ${partition} of ${name} ${why} (allowStale reads what it has)`);
    }
    const position = task.position(name);
    if (!isUpTo(position, demands.bound, partition)) {
      return failed('NOT_UP_TO_BOUND', `Partition ${partition} of ${name} has not come as far as asked`);
    }
    return answerOf(task.store(name)!, lookup, { ...demands, position });
  }
}

function answerOf(
  store: StateStore,
  lookup: Lookup,
  { limit, position }: Pick<QueryDemands, 'limit'> & { position: Position },
): PartitionAnswer {
  try {
    const most = limit ?? MAX_ROWS;
    const found = rowsOf(store, lookup, most + 1);
    if (found === null)
      return failed('UNKNOWN_QUERY_TYPE', `The store ${store.name} cannot be asked by ${lookup.type}`);
    const rows: QueryRow[] = [];
    let isComplete = true;
    for (const row of found) {
      isComplete = rows.length < most;
      if (!isComplete) break;
      rows.push(row);
    }
    if (!isComplete && limit === null) {
      return failed('TOO_LARGE', `The answer has more than ${MAX_ROWS} rows: ask for less at a time, or give a limit`);
    }
    return { isSuccess: true, rows, isComplete, position };
  } catch (error) {
    return failed(
      'STORE_EXCEPTION',
      `The store ${store.name} failed: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
