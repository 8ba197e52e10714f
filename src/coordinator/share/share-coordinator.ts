/**
 * The share coordinator: keeps the state of share partitions in `__share_group_state`, each in the partition that its
 * key hashes to; what this broker does not coordinate is NOT_COORDINATOR. It is the persister of the partitions'
 * leaders, in this process and, through requests 83 to 87, in others. Also deletes what the log need not hold any more.
 */
import type { Env, Logger, Timer } from '#kernel';
import { coordinatorErrorCode } from '../group/coordinator-error.ts';
import { partitionForGroup } from '../group/group-hash.ts';
import { MemoryAccount, StateMemory } from '../group/state-memory.ts';
import type { CoordinatorLog } from '../runtime/coordinator-log.ts';
import { CoordinatorRuntime } from '../runtime/coordinator-runtime.ts';
import type { Turn } from '../runtime/turn.ts';
import type { Persister, SharePartitionState, SharePartitionSummary, StateOutcome, StateWrite } from './persister.ts';
import { ShareCoordinatorShard } from './share-coordinator-shard.ts';
import { type SharePartitionKey, sharePartitionKeyText } from './share-partition-key.ts';
import {
  deleteState,
  forgetShareTopics,
  initializeState,
  readError,
  readState,
  readSummary,
  type ShareStateRules,
  snapshotColdStates,
  stateError,
  summaryError,
  writeState,
} from './share-state-commands.ts';
import { type ShareStateRecord, ShareStateRecordSerde } from './share-state-records.ts';

export interface ShareCoordinatorSettings {
  /** `share.coordinator.snapshot.update.records.per.snapshot`. */
  readonly updatesPerSnapshot: number;
  /** `share.coordinator.write.timeout.ms`. */
  readonly writeTimeoutMs: number;
  /** `share.coordinator.state.topic.prune.interval.ms`. */
  readonly pruneIntervalMs: number;
  /** `share.coordinator.cold.partition.snapshot.interval.ms`. */
  readonly coldPartitionSnapshotIntervalMs: number;
}

/** A log whose beginning can be let go of. */
export interface PrunableLog extends CoordinatorLog {
  /** Deletes what lies before `offset`, durably; never more than is committed. */
  deleteBefore(offset: number): Promise<void>;
}

export interface ShareCoordinatorOptions {
  /** How many partitions `__share_group_state` has; it must never change. */
  readonly partitions: number;
  readonly settings: ShareCoordinatorSettings;
  /** Whether there is such a partition, as the metadata has it. */
  partitionExists(topicId: string, partition: number): boolean;
}

type Shard = ShareCoordinatorShard;
type StateTurn = Turn<ShareStateRecord>;

const MAX_STATE_BYTES = 256 * 1024 * 1024;
/** Twice Kafka's largest window of records in flight, each record in a state of its own. */
const MAX_STATE_BATCHES = 20_000;
const LOAD_TIMEOUT_MS = 10_000;
const MAX_WAITING_FOR_LOAD = 10_000;

export class ShareCoordinator implements Persister {
  readonly #env: Env;
  readonly #options: ShareCoordinatorOptions;
  readonly #rules: ShareStateRules;
  readonly #logger: Logger;
  readonly #runtime: CoordinatorRuntime<ShareStateRecord, Shard>;
  readonly #logs = new Map<number, PrunableLog>();
  /** Where each partition's log was cut last. */
  readonly #prunedTo = new Map<number, number>();
  readonly #timers: (Timer | null)[] = [null, null];

  constructor(env: Env, options: ShareCoordinatorOptions) {
    const { settings } = options;
    this.#env = env;
    this.#options = options;
    this.#logger = env.logger.component('share-coordinator');
    this.#rules = {
      updatesPerSnapshot: settings.updatesPerSnapshot,
      maxStateBatches: MAX_STATE_BATCHES,
      partitionExists: (topicId, partition) => options.partitionExists(topicId, partition),
    };
    const memory = new StateMemory(MAX_STATE_BYTES);
    this.#runtime = new CoordinatorRuntime(env, {
      serde: new ShareStateRecordSerde(),
      createMachine: () => new ShareCoordinatorShard(new MemoryAccount(memory)),
      logger: this.#logger,
      commitTimeoutMs: settings.writeTimeoutMs,
      loadTimeoutMs: LOAD_TIMEOUT_MS,
      maxWaitingForLoad: MAX_WAITING_FOR_LOAD,
    });
    this.#every(0, settings.pruneIntervalMs, () => this.#prune());
    this.#every(1, settings.coldPartitionSnapshotIntervalMs, () => this.#snapshotCold());
  }

  /** Takes over a partition of `__share_group_state`; resolves when its log is read. Requests that come before wait. */
  load(partition: number, log: PrunableLog): Promise<void> {
    this.#logs.set(partition, log);
    return this.#runtime.load(partition, log);
  }

  unload(partition: number): void {
    this.#logs.delete(partition);
    this.#prunedTo.delete(partition);
    this.#runtime.unload(partition);
  }

  close(): void {
    for (const timer of this.#timers) timer?.cancel();
    this.#logs.clear();
    this.#runtime.close();
  }

  /** The state machines of the partitions that are loaded, to look at. */
  shards(): readonly ShareCoordinatorShard[] {
    return this.#runtime.machines();
  }

  initialize(key: SharePartitionKey, state: { stateEpoch: number; startOffset: number }): Promise<StateOutcome> {
    return this.#run(key, outcomeOf, (shard, turn) =>
      initializeState(shard, turn, { key, ...state, rules: this.#rules }),
    );
  }

  read(key: SharePartitionKey, leaderEpoch: number): Promise<SharePartitionState> {
    const onError = (errorCode: number): SharePartitionState => readError(outcomeOf(errorCode));
    return this.#run(key, onError, (shard, turn) => readState(shard, turn, { key, leaderEpoch, rules: this.#rules }));
  }

  write(key: SharePartitionKey, write: StateWrite): Promise<StateOutcome> {
    return this.#run(key, outcomeOf, (shard, turn) => writeState(shard, turn, { key, write, rules: this.#rules }));
  }

  delete(key: SharePartitionKey): Promise<StateOutcome> {
    return this.#run(key, outcomeOf, (shard, turn) => deleteState(shard, turn, { key, rules: this.#rules }));
  }

  readSummary(key: SharePartitionKey, leaderEpoch: number): Promise<SharePartitionSummary> {
    const onError = (errorCode: number): SharePartitionSummary => summaryError(outcomeOf(errorCode));
    return this.#run(key, onError, (shard) => readSummary(shard, { key, leaderEpoch, rules: this.#rules }));
  }

  /** Forgets the states of topics that are gone; resolves when that is committed. */
  async onTopicsDeleted(topicIds: readonly string[]): Promise<void> {
    if (topicIds.length === 0) return;
    const ids = new Set(topicIds);
    await this.#runtime.executeAll(
      () => 0,
      (shard, turn, waiter) => turn.answer(waiter, forgetShareTopics(shard, turn, ids)),
    );
  }

  #run<T>(
    key: SharePartitionKey,
    onError: (errorCode: number) => T,
    decide: (shard: Shard, turn: StateTurn) => T,
  ): Promise<T> {
    const partition = partitionForGroup(sharePartitionKeyText(key), this.#options.partitions);
    return this.#runtime.execute(partition, onError, (shard, turn, waiter) => turn.answer(waiter, decide(shard, turn)));
  }

  #every(slot: number, intervalMs: number, work: () => Promise<void>): void {
    this.#timers[slot] = this.#env.scheduler.after(intervalMs, () => {
      this.#every(slot, intervalMs, work);
      void work();
    });
  }

  async #prune(): Promise<void> {
    for (const [partition, log] of this.#logs) {
      const offset = await this.#runtime.execute<number>(
        partition,
        () => 0,
        (shard, turn, waiter) => turn.answer(waiter, shard.redundantBelow()),
      );
      if (offset <= (this.#prunedTo.get(partition) ?? 0) || this.#logs.get(partition) !== log) continue;
      this.#prunedTo.set(partition, offset);
      try {
        await log.deleteBefore(offset);
      } catch (error) {
        const cause = error instanceof Error ? error.message : String(error);
        this.#logger.warn('old states cannot be deleted', { partition, cause });
      }
    }
  }

  async #snapshotCold(): Promise<void> {
    const { coldPartitionSnapshotIntervalMs } = this.#options.settings;
    await this.#runtime.executeAll(
      () => 0,
      (shard, turn, waiter) => turn.answer(waiter, snapshotColdStates(shard, turn, coldPartitionSnapshotIntervalMs)),
    );
  }
}

function outcomeOf(errorCode: number): StateOutcome {
  return stateError(coordinatorErrorCode(errorCode));
}
