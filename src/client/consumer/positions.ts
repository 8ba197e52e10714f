/**
 * Gives partitions their positions: the group's committed offset, or what `autoOffsetReset` says where there is none; and
 * takes positions back that have lost their ground: out of range, in a log that was truncated (KIP-320), in a topic that was
 * deleted and created anew.
 *
 * Invariant: one look at all partitions runs at a time; what fails for a reason that may pass is tried again for as long as
 * the partition is assigned, and what comes back for a partition whose `epoch` has moved on is dropped.
 */
import type { Env, Logger, Timer } from '#kernel';
import { ZERO_UUID } from '#protocol';
import type { Cluster } from '../cluster/cluster.ts';
import { asClientError, type ClientError, errorFor } from '../errors.ts';
import type { GroupOffsets } from '../group/group-offsets.ts';
import { retryDelayMs } from '../network/backoff.ts';
import type { Assignment } from './assignment.ts';
import type { ConsumerConfig } from './consumer-configs.ts';
import type { OnNoOffset } from './consumer-options.ts';
import type { PositionEvents } from './fetcher-dependencies.ts';
import { askLeaders, type OffsetSpec } from './list-offsets.ts';
import { askEpochEnds, type EpochEnd } from './epoch-ends.ts';
import type { PartitionState } from './partition-state.ts';
import type { Trouble } from './trouble.ts';

export interface PositionDependencies {
  readonly env: Env;
  readonly logger: Logger;
  readonly cluster: Cluster;
  readonly config: ConsumerConfig;
  readonly onNoOffset: OnNoOffset;
  readonly assignment: Assignment;
  readonly trouble: Trouble;
  /** Null without a group. */
  readonly offsets: GroupOffsets | null;
  /** The partition has a position now, or an error. */
  onSettled(state: PartitionState): void;
  onFatal(error: ClientError): void;
}

export class Positions implements PositionEvents {
  readonly #dependencies: PositionDependencies;
  readonly #abort = new AbortController();
  #isRunning = false;
  #isAgain = false;
  #timer: Timer | null = null;

  constructor(dependencies: PositionDependencies) {
    this.#dependencies = dependencies;
  }

  /** Some partition waits for its position, or leaders have changed. */
  wake(): void {
    if (this.#isRunning) {
      this.#isAgain = true;
      return;
    }
    this.#isRunning = true;
    queueMicrotask(() => void this.#run());
  }

  close(): void {
    this.#timer?.cancel();
    this.#abort.abort(errorFor('CLIENT_CLOSED'));
  }

  /** Metadata is new: positions are checked against leaders that have changed, and topics that have. */
  onMetadata(): void {
    const { metadata } = this.#dependencies.cluster;
    const reborn = new Set<string>();
    for (const state of this.#dependencies.assignment) {
      const topicId = metadata.topic(state.topic)?.topicId ?? ZERO_UUID;
      const leaderEpoch = metadata.partition(state.topic, state.partition)?.leaderEpoch ?? -1;
      if (topicId !== ZERO_UUID && this.#isOtherTopic(state, topicId)) reborn.add(state.topic);
      if (leaderEpoch > state.leaderEpoch) this.#onLeaderEpoch(state, leaderEpoch);
    }
    const { logger } = this.#dependencies;
    for (const topic of reborn)
      logger.warn(`topic ${topic} was deleted and created anew; its positions mean nothing now`);
    this.wake();
  }

  onOutOfRange(state: PartitionState): void {
    const { topic, partition, fetchOffset } = state;
    const { logger } = this.#dependencies;
    const where = `offset ${fetchOffset} of ${topic}-${partition} is not in the log`;
    logger.info(`${where}; going on as autoOffsetReset says`);
    this.#reset(state, errorFor('OFFSET_OUT_OF_RANGE', `${where}: seek to one that is, or set autoOffsetReset`, state));
  }

  onDiverged(state: PartitionState, end: EpochEnd): void {
    const { topic, partition, fetchOffset } = state;
    const { logger } = this.#dependencies;
    const where = `${topic}-${partition} was truncated: it ends at offset ${end.endOffset} in leader epoch ${end.epoch}`;
    const what = `${where}, before the position ${fetchOffset}`;
    if (this.#onNoOffset(state) === 'none') {
      this.#fail(state, errorFor('LOG_TRUNCATION', `${what}: seek to where to go on`, { topic, partition }));
      return;
    }
    logger.warn(`${what}; going on from there`);
    const offset = Math.min(end.endOffset, state.position);
    state.moveTo(offset, offset === end.endOffset ? end.epoch : -1);
    this.#dependencies.onSettled(state);
  }

  /** Takes the position back where it was one in a topic of the same name that is no more. */
  #isOtherTopic(state: PartitionState, topicId: string): boolean {
    const { topic, partition } = state;
    const before = state.topicId;
    state.topicId = topicId;
    if (before === null || before === topicId || state.phase === 'committed') return false;
    state.leaderEpoch = -1;
    const message = `topic ${topic} was deleted and created anew: seek to where to begin in ${topic}-${partition}`;
    this.#reset(state, errorFor('UNKNOWN_TOPIC_ID', message, { topic, partition, retriable: false }));
    return true;
  }

  #onLeaderEpoch(state: PartitionState, leaderEpoch: number): void {
    const isFirst = state.leaderEpoch < 0;
    state.leaderEpoch = leaderEpoch;
    if (state.phase !== 'known' || state.fetchedEpoch < 0) return;
    // What a position that comes from elsewhere was read in may be gone as well, so that the first leader is asked too.
    if (isFirst && state.fetchedEpoch >= leaderEpoch) return;
    state.phase = 'validate';
  }

  /** As without a committed offset; `error` where the application wants to decide itself. */
  #reset(state: PartitionState, error: ClientError): void {
    const { env } = this.#dependencies;
    const onNoOffset = this.#onNoOffset(state);
    if (onNoOffset === 'none') {
      this.#fail(state, error);
      return;
    }
    state.moveToLookUp(specFor(onNoOffset, env.clock.now()));
    this.wake();
  }

  #onNoOffset(state: PartitionState): OnNoOffset {
    return state.onNoOffset ?? this.#dependencies.onNoOffset;
  }

  #fail(state: PartitionState, error: ClientError): void {
    state.drop();
    state.fail(error, true);
    this.#dependencies.onSettled(state);
  }

  async #run(): Promise<void> {
    do {
      this.#isAgain = false;
      const now = this.#dependencies.env.clock.monotonic();
      const due = [...this.#dependencies.assignment].filter((state) => state.error === null && state.retryAt <= now);
      await Promise.all([
        this.#fetchCommitted(due.filter(({ phase }) => phase === 'committed')),
        this.#lookUp(due.filter(({ phase }) => phase === 'look-up')),
        this.#validate(due.filter(({ phase }) => phase === 'validate')),
      ]);
    } while (this.#isAgain && !this.#abort.signal.aborted);
    this.#isRunning = false;
    this.#scheduleRetry();
  }

  #scheduleRetry(): void {
    this.#timer?.cancel();
    if (this.#abort.signal.aborted) return;
    const waiting = [...this.#dependencies.assignment].filter(
      ({ phase, error }) => phase !== 'known' && error === null,
    );
    if (waiting.length === 0) return;
    const { env } = this.#dependencies;
    const delayMs = Math.min(...waiting.map(({ retryAt }) => retryAt)) - env.clock.monotonic();
    this.#timer = env.scheduler.after(Math.max(delayMs, 1), () => this.wake(), { keepAlive: true });
  }

  async #fetchCommitted(states: readonly PartitionState[]): Promise<void> {
    const { offsets, config, env, trouble } = this.#dependencies;
    if (states.length === 0) return;
    const asked = states.map((state) => ({ state, epoch: state.epoch }));
    try {
      const limits = { requireStable: true, timeoutMs: config.defaultApiTimeoutMs, signal: this.#abort.signal };
      const committed = offsets === null ? [] : await offsets.fetch(states, limits);
      trouble.clear('fetch committed offsets');
      for (const [index, { state, epoch }] of asked.entries()) {
        if (state.epoch !== epoch || state.phase !== 'committed') continue;
        const { offset = -1, leaderEpoch = -1 } = committed[index] ?? {};
        state.committedOffset = offset;
        const onNoOffset = this.#onNoOffset(state);
        if (offset >= 0) this.#settle(state, offset, leaderEpoch);
        else if (onNoOffset === 'none') this.#fail(state, noOffset(state));
        else {
          state.phase = 'look-up';
          state.lookUp = specFor(onNoOffset, env.clock.now());
          this.#isAgain = true;
        }
      }
    } catch (error) {
      this.#onFailure('fetch committed offsets', states, asClientError(error));
    }
  }

  async #lookUp(states: readonly PartitionState[]): Promise<void> {
    const { cluster, config } = this.#dependencies;
    if (states.length === 0) return;
    const queries = states.map((state) => {
      const { topic, partition, epoch, lookUp } = state;
      return { topic, partition, spec: lookUp!, state, epoch };
    });
    const limits = {
      timeoutMs: config.requestTimeoutMs,
      signal: this.#abort.signal,
      isReadCommitted: config.isolationLevel === 'read_committed',
    };
    const answers = await askLeaders(cluster, queries, limits);
    for (const { query, found, error } of answers) {
      const { state, epoch, spec } = query as (typeof queries)[number];
      if (state.epoch !== epoch || state.phase !== 'look-up' || state.lookUp !== spec) continue;
      const what = `look up an offset of ${state.topic}-${state.partition}`;
      if (found === undefined) this.#onFailure(what, [state], error);
      else if (found.offset < 0) {
        // There is no record that late: the end is where the next one comes.
        state.lookUp = 'latest';
        this.#isAgain = true;
      } else {
        this.#dependencies.trouble.clear(what);
        this.#settle(state, found.offset, found.leaderEpoch);
      }
    }
  }

  #settle(state: PartitionState, offset: number, epoch: number): void {
    const { metadata } = this.#dependencies.cluster;
    state.moveTo(offset, epoch);
    const leaderEpoch = metadata.partition(state.topic, state.partition)?.leaderEpoch ?? -1;
    state.topicId ??= metadata.topic(state.topic)?.topicId ?? null;
    if (epoch >= 0 && leaderEpoch > epoch) {
      state.phase = 'validate';
      this.#isAgain = true;
    }
    state.leaderEpoch = leaderEpoch;
    this.#dependencies.onSettled(state);
  }

  async #validate(states: readonly PartitionState[]): Promise<void> {
    const { cluster, config, trouble, onSettled } = this.#dependencies;
    if (states.length === 0) return;
    const asked = states.map((state) => {
      const { epoch, fetchOffset, fetchedEpoch } = state;
      return { state, epoch, fetchOffset, fetchedEpoch };
    });
    const limits = { timeoutMs: config.requestTimeoutMs, signal: this.#abort.signal };
    for (const { item, end, error } of await askEpochEnds(cluster, asked, limits)) {
      const { state, epoch, fetchOffset } = item;
      if (state.epoch !== epoch || state.phase !== 'validate') continue;
      const what = `validate the position in ${state.topic}-${state.partition}`;
      if (error !== undefined) {
        this.#onFailure(what, [state], error);
        continue;
      }
      trouble.clear(what);
      state.phase = 'known';
      state.failures = 0;
      if (end === null || (end.endOffset >= fetchOffset && end.epoch >= 0)) onSettled(state);
      else if (end.epoch < 0 || end.endOffset < 0) this.onOutOfRange(state);
      else this.onDiverged(state, end);
    }
  }

  #onFailure(what: string, states: readonly PartitionState[], error: ClientError): void {
    const { env, config, trouble, onFatal } = this.#dependencies;
    if (this.#abort.signal.aborted) return;
    if (error.fatal) {
      onFatal(error);
      return;
    }
    trouble.report(what, error);
    for (const state of states) {
      state.retryAt = env.clock.monotonic() + retryDelayMs(config, ++state.failures, env.random);
      if (error.retriable || isNotYetThere(error)) continue;
      // The application hears of it and may go on: then it is tried once more.
      state.fail(error, false);
      this.#dependencies.onSettled(state);
    }
  }
}

/** A partition that is assigned may be created yet. */
function isNotYetThere({ code }: ClientError): boolean {
  return code === 'UNKNOWN_TOPIC_OR_PARTITION' || code === 'REQUEST_TIMED_OUT' || code === 'NETWORK_EXCEPTION';
}

function specFor(onNoOffset: Exclude<OnNoOffset, 'none'>, nowMs: number): OffsetSpec {
  return typeof onNoOffset === 'string' ? onNoOffset : { timestamp: Math.max(0, nowMs - onNoOffset.durationMs) };
}

function noOffset({ topic, partition }: PartitionState): ClientError {
  const message = `there is no committed offset for ${topic}-${partition}, and autoOffsetReset is none: seek to where to begin`;
  return errorFor('NO_OFFSET_FOR_PARTITION', message, { topic, partition });
}
