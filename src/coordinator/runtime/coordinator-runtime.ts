/**
 * The partitions of one internal topic that this broker coordinates, each with its state machine. Group coordinator and
 * transaction coordinator are two runtimes with different machines.
 */
import { assert, type Env, type Logger } from '#kernel';
import { Errors } from '#protocol';
import type { CoordinatorLog } from './coordinator-log.ts';
import { CoordinatorPartition, type Command, type TransactionEnd } from './coordinator-partition.ts';
import type { CoordinatorStateMachine, RecordSerde, StateMachineContext } from './state-machine.ts';

export interface CoordinatorRuntimeOptions<R, S> {
  readonly serde: RecordSerde<R>;
  readonly createMachine: (context: StateMachineContext<R>) => S;
  readonly logger: Logger;
  readonly commitTimeoutMs: number;
  readonly loadTimeoutMs: number;
  readonly maxWaitingForLoad: number;
}

export class CoordinatorRuntime<R, S extends CoordinatorStateMachine<R>> {
  readonly #env: Env;
  readonly #options: CoordinatorRuntimeOptions<R, S>;
  readonly #partitions = new Map<number, CoordinatorPartition<R, S>>();

  constructor(env: Env, options: CoordinatorRuntimeOptions<R, S>) {
    this.#env = env;
    this.#options = options;
  }

  /** Resolves once the log is read; commands may come before. Fails with what reading the log failed with. */
  async load(partition: number, log: CoordinatorLog): Promise<void> {
    assert(!this.#partitions.has(partition), 'a partition is loaded once until it is unloaded');
    const loading = new CoordinatorPartition<R, S>(this.#env, { ...this.#options, partition, log });
    this.#partitions.set(partition, loading);
    try {
      await loading.load();
    } catch (error) {
      this.#partitions.delete(partition);
      throw error;
    }
  }

  /** Fails everyone who waits with NOT_COORDINATOR, so that clients look for the new coordinator. */
  unload(partition: number): void {
    this.#partitions.get(partition)?.close(Errors.NOT_COORDINATOR.code);
    this.#partitions.delete(partition);
  }

  /** Everyone who waits is told to look for a coordinator again. */
  close(): void {
    for (const partition of this.#partitions.values()) partition.close(Errors.COORDINATOR_NOT_AVAILABLE.code);
    this.#partitions.clear();
  }

  /** Runs a command on the partition's machine; `onError` makes the response where the coordinator cannot answer. */
  execute<T>(partition: number, onError: (errorCode: number) => T, command: Command<R, S, T>): Promise<T> {
    const target = this.#partitions.get(partition);
    if (target === undefined) return Promise.resolve(onError(Errors.NOT_COORDINATOR.code));
    return new Promise((resolve) => {
      target.submit(command, { answer: resolve, fail: (errorCode) => resolve(onError(errorCode)) });
    });
  }

  /** Writes and applies a transaction's marker; resolves with NONE's code once it is committed, or with an error. */
  endTransaction(partition: number, marker: TransactionEnd): Promise<number> {
    const target = this.#partitions.get(partition);
    if (target === undefined) return Promise.resolve(Errors.NOT_COORDINATOR.code);
    return new Promise((resolve) => {
      target.endTransaction(marker, { answer: () => resolve(Errors.NONE.code), fail: resolve });
    });
  }

  /** Runs the command on every partition there is; the results are in no particular order. */
  executeAll<T>(onError: (errorCode: number) => T, command: Command<R, S, T>): Promise<T[]> {
    return Promise.all([...this.#partitions.keys()].map((partition) => this.execute(partition, onError, command)));
  }

  /** The machines that have read their log. */
  machines(): S[] {
    return [...this.#partitions.values()].filter((partition) => partition.isActive).map(({ machine }) => machine);
  }
}
