/**
 * Runs one state machine over one partition's log: reads the log first, then takes commands one at a time. A command
 * decides on the state as it is in memory, its records are appended and applied at once, and its answers leave when
 * they are committed. Commands that come while the log is being read wait for it, within bounds.
 */
import { assert, type Env, type Logger } from '#kernel';
import { Errors } from '#protocol';
import { Alarm } from './alarm.ts';
import { appendRecords } from './append-records.ts';
import { CommitQueue } from './commit-queue.ts';
import type { CoordinatorLog } from './coordinator-log.ts';
import { loadLog, type LoadProgress } from './load-log.ts';
import type { CoordinatorStateMachine, RecordSerde, StateMachineContext } from './state-machine.ts';
import { Turn, type Waiter } from './turn.ts';

export interface CoordinatorPartitionOptions<R, S> {
  readonly partition: number;
  readonly log: CoordinatorLog;
  readonly serde: RecordSerde<R>;
  readonly createMachine: (context: StateMachineContext<R>) => S;
  readonly logger: Logger;
  readonly commitTimeoutMs: number;
  /** How long a command waits for the log to be read before it fails with COORDINATOR_LOAD_IN_PROGRESS. */
  readonly loadTimeoutMs: number;
  /** So many commands may wait; further ones fail with COORDINATOR_LOAD_IN_PROGRESS at once. */
  readonly maxWaitingForLoad: number;
}

/** Decides about one request and leaves records and answers in the turn; never throws but for a bug. */
export type Command<R, S, T> = (machine: S, turn: Turn<R>, waiter: Waiter<T>) => void;

/** A marker to be written, with what it says. */
export interface TransactionEnd {
  readonly batch: Buffer;
  readonly producerId: number;
  readonly isCommitted: boolean;
  readonly transactionVersion: number;
}

interface WaitingForLoad {
  readonly deadline: number;
  run(): void;
  fail(errorCode: number): void;
}

const PROGRESS_INTERVAL_MS = 1000;

export class CoordinatorPartition<R, S extends CoordinatorStateMachine<R>> {
  readonly machine: S;
  readonly #env: Env;
  readonly #options: CoordinatorPartitionOptions<R, S>;
  readonly #commits: CommitQueue;
  readonly #loadTimeouts: Alarm;
  #state: 'loading' | 'active' | 'closed' = 'loading';
  #waitingForLoad: WaitingForLoad[] = [];
  #endOffset: number;

  constructor(env: Env, options: CoordinatorPartitionOptions<R, S>) {
    this.#env = env;
    this.#options = options;
    this.#endOffset = options.log.logEndOffset;
    this.#loadTimeouts = new Alarm(env, () => this.#expireWaitingForLoad());
    this.#commits = new CommitQueue(env, {
      log: options.log,
      timeoutMs: options.commitTimeoutMs,
      onLost: (cause) => this.#onLost(cause),
    });
    this.machine = options.createMachine({
      leaderEpoch: options.log.leaderEpoch,
      createAlarm: (ring) => new Alarm(env, () => this.#state === 'active' && this.#runTurn(ring)),
    });
  }

  get isActive(): boolean {
    return this.#state === 'active';
  }

  /** Reads the log, then runs what has waited. Fails with what reading failed with; the partition is closed then. */
  async load(): Promise<void> {
    assert(this.#state === 'loading', 'a partition is loaded once');
    const began = this.#env.clock.monotonic();
    let nextLine = began + PROGRESS_INTERVAL_MS;
    const onProgress = (progress: LoadProgress): void => {
      const now = this.#env.clock.monotonic();
      if (now < nextLine) return;
      nextLine = now + PROGRESS_INTERVAL_MS;
      this.#options.logger.info('loading', this.#fields(progress));
    };
    const { log, serde } = this.#options;
    const isCancelled = (): boolean => this.#state === 'closed';
    try {
      const loaded = await loadLog({ log, serde, machine: this.machine, onProgress, isCancelled });
      if (isCancelled()) return;
      if (loaded.records > 0) this.#options.logger.debug('loaded', this.#fields(loaded));
    } catch (error) {
      this.close(Errors.COORDINATOR_NOT_AVAILABLE.code);
      throw error;
    }
    this.#activate();
  }

  submit<T>(command: Command<R, S, T>, waiter: Waiter<T>): void {
    if (this.#state === 'active') this.#runTurn((turn) => command(this.machine, turn, waiter));
    else if (this.#state === 'closed') waiter.fail(Errors.NOT_COORDINATOR.code);
    else this.#waitForLoad(command, waiter);
  }

  /** Writes a transaction's marker and applies it; answered when that is committed. */
  endTransaction(marker: TransactionEnd, waiter: Waiter<void>): void {
    this.submit((machine, turn) => {
      const { batch, producerId, isCommitted, transactionVersion } = marker;
      const { errorCode, endOffset } = this.#options.log.append(batch, { transactionVersion });
      if (errorCode !== Errors.NONE.code) {
        turn.fail(waiter, errorCode);
        return;
      }
      this.#endOffset = endOffset;
      machine.replayTransactionEnd(producerId, isCommitted);
      turn.answer(waiter, undefined);
    }, waiter);
  }

  /** Fails everyone who waits, with `errorCode`; later commands fail with NOT_COORDINATOR. */
  close(errorCode: number): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#loadTimeouts.cancel();
    const waiting = this.#waitingForLoad;
    this.#waitingForLoad = [];
    for (const each of waiting) each.fail(errorCode);
    this.machine.deactivate(errorCode);
    this.#commits.close(errorCode);
  }

  #activate(): void {
    this.#state = 'active';
    this.#loadTimeouts.cancel();
    this.#runTurn((turn) => this.machine.activate(turn));
    const waiting = this.#waitingForLoad;
    this.#waitingForLoad = [];
    for (const each of waiting) each.run();
  }

  #waitForLoad<T>(command: Command<R, S, T>, waiter: Waiter<T>): void {
    if (this.#waitingForLoad.length >= this.#options.maxWaitingForLoad) {
      waiter.fail(Errors.COORDINATOR_LOAD_IN_PROGRESS.code);
      return;
    }
    const deadline = this.#env.clock.monotonic() + this.#options.loadTimeoutMs;
    this.#waitingForLoad.push({
      deadline,
      run: () => this.submit(command, waiter),
      fail: (errorCode) => waiter.fail(errorCode),
    });
    this.#loadTimeouts.atLatest(deadline);
  }

  #expireWaitingForLoad(): void {
    const now = this.#env.clock.monotonic();
    while (this.#waitingForLoad.length > 0 && this.#waitingForLoad[0]!.deadline <= now) {
      this.#waitingForLoad.shift()!.fail(Errors.COORDINATOR_LOAD_IN_PROGRESS.code);
    }
    const next = this.#waitingForLoad[0];
    if (next !== undefined) this.#loadTimeouts.atLatest(next.deadline);
  }

  #runTurn(decide: (turn: Turn<R>) => void): void {
    const turn = new Turn<R>(this.#env.clock.now(), this.#env.clock.monotonic());
    decide(turn);
    if (turn.records.length > 0) {
      const errorCode = this.#append(turn);
      if (errorCode !== Errors.NONE.code) {
        this.#refuse(turn, errorCode);
        return;
      }
    }
    this.#commits.deliver(turn.answers, this.#endOffset);
    if (turn.onApplied !== null && this.#state === 'active') this.#runTurn(turn.onApplied);
  }

  #append(turn: Turn<R>): number {
    return appendRecords(turn.records, {
      log: this.#options.log,
      serde: this.#options.serde,
      timestamp: turn.now,
      isDivisible: turn.isDivisible,
      transaction: turn.transaction,
      onAppended: (record, offset) => {
        this.#endOffset = offset + 1;
        this.machine.replay(record, { offset, producerId: turn.transaction?.producerId ?? -1 });
      },
    });
  }

  #refuse(turn: Turn<R>, errorCode: number): void {
    this.#options.logger.warn('records were refused', { partition: this.#options.partition, errorCode });
    const { onRefused } = turn;
    for (const answer of turn.answers) answer.fail(errorCode);
    if (onRefused !== null) this.#runTurn((next) => onRefused(next, errorCode));
  }

  #onLost(cause: unknown): void {
    const message = cause instanceof Error ? cause.message : String(cause);
    this.#options.logger.warn('the partition is lost', { partition: this.#options.partition, cause: message });
    this.close(Errors.NOT_COORDINATOR.code);
  }

  #fields(progress: LoadProgress): Record<string, number> {
    return { partition: this.#options.partition, ...progress };
  }
}
