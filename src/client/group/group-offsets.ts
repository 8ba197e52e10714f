/**
 * The offsets that a group has committed: OffsetCommit (v2 to v10) and OffsetFetch (v1 to v10), as the member that the
 * consumer is at that moment, or as nobody for a consumer that takes its partitions by `assign`.
 *
 * Invariant: commits reach the coordinator in the order in which they were asked for. One is on its way at a time; those
 * that come meanwhile wait and go together as the next one, the later offset of a partition winning.
 */
import { type Env, pause } from '#kernel';
import { Errors } from '#protocol';
import { asClientError, errorFor, PartialFailure, type ClientError, type ItemResult } from '../errors.ts';
import type { TopicPartition } from '../assignors/group-members.ts';
import { retryDelayMs } from '../network/backoff.ts';
import type { GroupCluster } from './group-cluster.ts';
import type { GroupConfig, GroupMembership, GroupMetadata } from './group-membership.ts';
import { commitOffsets, fetchOffsets, type FetchAnswer, type OffsetCalls } from './offset-calls.ts';
import { offsetCommitVerdict, offsetFetchVerdict, type OffsetVerdict } from './offset-rules.ts';
import { describePartitions, partitionKey } from './partition-lists.ts';

/** A position to go on from: `offset` is that of the next record to read. */
export interface CommittedOffset extends TopicPartition {
  /** -1 where nothing is committed. */
  readonly offset: number;
  /** Of the last record read (KIP-320); absent or -1 where it is not known. */
  readonly leaderEpoch?: number;
  /** Up to 4096 bytes that are kept with the offset. */
  readonly metadata?: string;
}

export interface CommitOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface FetchOffsetsOptions extends CommitOptions {
  /** Waits until no transaction holds an offset that is not decided yet (KIP-447). */
  readonly requireStable: boolean;
}

/** Who commits. */
export interface CommittingMember extends Pick<GroupMembership, 'groupMetadata' | 'onCommitError'> {
  /** Whether its reads go with its epoch, as in groups of KIP-848 and in streams groups; `groupProtocol` says so where absent. */
  readonly isFenced?: boolean;
}

export interface GroupOffsetsDependencies {
  readonly env: Env;
  readonly cluster: GroupCluster;
  readonly config: Pick<
    GroupConfig,
    'groupId' | 'groupInstanceId' | 'groupProtocol' | 'requestTimeoutMs' | 'retryBackoffMs' | 'retryBackoffMaxMs'
  >;
  /** Null for a consumer that takes its partitions by `assign`. */
  readonly membership: CommittingMember | null;
}

export interface GroupOffsets {
  /**
   * Resolves when all are committed. Rejects with COMMIT_FAILED where the member lost its generation (its partitions may
   * be another's by now), REBALANCE_IN_PROGRESS (retriable) where the group rebalances, REQUEST_TIMED_OUT, ABORTED, an
   * authorization error, or PartialFailure where some partitions were refused for reasons of their own.
   */
  commit(offsets: readonly CommittedOffset[], options: CommitOptions): Promise<void>;
  /** In the order of `partitions`; offset -1 where nothing is committed. Null asks for all that the group has. */
  fetch(partitions: readonly TopicPartition[] | null, options: FetchOffsetsOptions): Promise<CommittedOffset[]>;
}

export function createGroupOffsets(dependencies: GroupOffsetsDependencies): GroupOffsets {
  return new CoordinatedOffsets(dependencies);
}

/** A commit that waits for its turn, or for the answer. */
interface PendingCommit {
  readonly offsets: readonly CommittedOffset[];
  readonly deadlineMs: number;
  readonly resolve: () => void;
  readonly reject: (error: ClientError) => void;
  /** Why it is still waiting. */
  lastFailure: ClientError | undefined;
  isSettled: boolean;
}

class CoordinatedOffsets implements GroupOffsets {
  readonly #dependencies: GroupOffsetsDependencies;
  readonly #calls: OffsetCalls;
  #waiting: PendingCommit[] = [];
  #isCommitting = false;

  constructor(dependencies: GroupOffsetsDependencies) {
    this.#dependencies = dependencies;
    this.#calls = { cluster: dependencies.cluster, groupId: dependencies.config.groupId };
  }

  commit(offsets: readonly CommittedOffset[], { timeoutMs, signal }: CommitOptions): Promise<void> {
    if (offsets.length === 0) return Promise.resolve();
    if (signal?.aborted === true) return Promise.reject(aborted(signal));
    const { clock, scheduler } = this.#dependencies.env;
    return new Promise((resolve, reject) => {
      const settle = (outcome: () => void): void => {
        if (pending.isSettled) return;
        pending.isSettled = true;
        timer.cancel();
        signal?.removeEventListener('abort', onAbort);
        outcome();
      };
      const onAbort = (): void => pending.reject(aborted(signal));
      const pending: PendingCommit = {
        offsets,
        deadlineMs: clock.monotonic() + timeoutMs,
        resolve: () => settle(resolve),
        reject: (error) => settle(() => reject(error)),
        lastFailure: undefined,
        isSettled: false,
      };
      const onTimeout = (): void => pending.reject(timedOut(this.#committing, timeoutMs, pending.lastFailure));
      const timer = scheduler.after(timeoutMs, onTimeout, { keepAlive: true });
      signal?.addEventListener('abort', onAbort);
      this.#waiting.push(pending);
      if (!this.#isCommitting) void this.#commitAll();
    });
  }

  async fetch(
    partitions: readonly TopicPartition[] | null,
    { requireStable, timeoutMs, signal }: FetchOffsetsOptions,
  ): Promise<CommittedOffset[]> {
    if (partitions?.length === 0) return [];
    const { config, membership } = this.#dependencies;
    const isFenced = membership?.isFenced ?? config.groupProtocol === 'consumer';
    const attempt = async (leftMs: number): Promise<CommittedOffset[]> => {
      const member = isFenced ? this.#member() : null;
      const request = { partitions, requireStable, member: member === null || member.generationId < 0 ? null : member };
      return this.#readFetched(await fetchOffsets(this.#calls, request, { timeoutMs: leftMs, signal }), partitions);
    };
    return this.#retry(attempt, { timeoutMs, signal, what: `read the committed offsets of group ${config.groupId}` });
  }

  #readFetched(answer: FetchAnswer, asked: readonly TopicPartition[] | null): CommittedOffset[] {
    this.#throwUnlessNone(answer.errorCode, offsetFetchVerdict(answer.errorCode), {});
    for (const { topic, partition, errorCode } of answer.offsets) {
      this.#throwUnlessNone(errorCode, offsetFetchVerdict(errorCode), { topic, partition });
    }
    const found = answer.offsets.map(({ topic, partition, offset, leaderEpoch, metadata }) => {
      return { topic, partition, offset, leaderEpoch, metadata };
    });
    if (asked === null) return found;
    const byKey = new Map(found.map((offset) => [partitionKey(offset), offset]));
    return asked.map(({ topic, partition }) => {
      return byKey.get(partitionKey({ topic, partition })) ?? { topic, partition, offset: -1 };
    });
  }

  /** Takes turns until nobody waits. */
  async #commitAll(): Promise<void> {
    this.#isCommitting = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.filter(({ isSettled }) => !isSettled);
      this.#waiting = [];
      if (batch.length > 0) await this.#commitTogether(batch);
    }
    this.#isCommitting = false;
  }

  /** Never rejects: each of the batch is told. */
  async #commitTogether(batch: readonly PendingCommit[]): Promise<void> {
    const offsets = merged(batch);
    const { env } = this.#dependencies;
    const timeoutMs = Math.max(...batch.map(({ deadlineMs }) => deadlineMs)) - env.clock.monotonic();
    try {
      const codes = await this.#retry((leftMs) => this.#commitOnce(offsets, leftMs), {
        timeoutMs,
        what: this.#committing,
        onFailure: (failure) => {
          for (const pending of batch) pending.lastFailure = failure;
        },
        isOver: () => batch.every(({ isSettled }) => isSettled),
      });
      for (const pending of batch) tell(pending, codes);
    } catch (error) {
      for (const pending of batch) pending.reject(asClientError(error));
    }
  }

  /** Error codes by partition. Throws where all of it failed, or is worth another try. */
  async #commitOnce(offsets: readonly CommittedOffset[], timeoutMs: number): Promise<ReadonlyMap<string, number>> {
    const { membership, config } = this.#dependencies;
    const member = this.#member();
    if (membership !== null && member.generationId < 0) throw notAMember(config.groupId);
    const answers = await commitOffsets(this.#calls, { offsets, member }, { timeoutMs });
    for (const { topic, partition, errorCode } of answers) {
      const verdict = offsetCommitVerdict(errorCode);
      if (verdict === 'none' || verdict === 'refused') continue;
      membership?.onCommitError(errorCode, member);
      this.#throwUnlessNone(errorCode, verdict, { topic, partition });
    }
    return new Map(answers.map((answer) => [partitionKey(answer), answer.errorCode]));
  }

  get #committing(): string {
    return `commit offsets of group ${this.#dependencies.config.groupId}`;
  }

  #member(): GroupMetadata {
    const { membership, config } = this.#dependencies;
    const nobody = { groupId: config.groupId, generationId: -1, memberId: '', groupInstanceId: null };
    return membership?.groupMetadata() ?? nobody;
  }

  #throwUnlessNone(errorCode: number, verdict: OffsetVerdict, context: Partial<TopicPartition>): void {
    const { cluster, config } = this.#dependencies;
    switch (verdict) {
      case 'none':
        return;
      case 'find coordinator':
        cluster.forgetCoordinator('group', config.groupId);
        break;
      case 'refresh metadata':
        cluster.metadata.invalidate(`a topic of group ${config.groupId} is not known to its coordinator`);
        break;
      case 'not a member':
        throw notAMember(config.groupId, errorFor(errorCode));
      case 'rebalancing':
        throw errorFor(
          errorCode,
          `Group ${config.groupId} rebalances; commit again afterwards what is still assigned.`,
          {
            ...context,
            retriable: true,
          },
        );
      case 'refused':
        throw errorFor(errorCode, null, context);
      default:
    }
    throw errorFor(errorCode, null, { ...context, retriable: true });
  }

  /** Until the attempt succeeds, fails for good, or time or patience is over. */
  async #retry<T>(attempt: (leftMs: number) => Promise<T>, options: RetryOptions): Promise<T> {
    const { env, config } = this.#dependencies;
    const { timeoutMs, signal, what } = options;
    const endMs = env.clock.monotonic() + timeoutMs;
    for (let failures = 1; ; failures++) {
      try {
        const leftMs = Math.max(1, endMs - env.clock.monotonic());
        return await attempt(Math.min(leftMs, config.requestTimeoutMs));
      } catch (error) {
        if (signal?.aborted === true) throw aborted(signal);
        const failure = asClientError(error);
        options.onFailure?.(failure);
        const delayMs = retryDelayMs(config, failures, env.random);
        if (!failure.retriable || failure.code === Errors.REBALANCE_IN_PROGRESS.name) throw failure;
        if (endMs - env.clock.monotonic() <= delayMs || options.isOver?.() === true) {
          throw timedOut(what, timeoutMs, failure);
        }
        await pause(env, delayMs, signal);
      }
    }
  }
}

interface RetryOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly what: string;
  readonly onFailure?: (failure: ClientError) => void;
  readonly isOver?: () => boolean;
}

/** The offsets of all, the later one of a partition. */
function merged(batch: readonly PendingCommit[]): CommittedOffset[] {
  const byKey = new Map<string, CommittedOffset>();
  for (const { offsets } of batch) for (const offset of offsets) byKey.set(partitionKey(offset), offset);
  return [...byKey.values()];
}

/** Tells one commit what became of its partitions. */
function tell(pending: PendingCommit, codes: ReadonlyMap<string, number>): void {
  const results = pending.offsets.map((item): ItemResult<TopicPartition, CommittedOffset> => {
    const { topic, partition } = item;
    const code = codes.get(partitionKey(item)) ?? 0;
    if (code === 0) return { item: { topic, partition }, value: item };
    return { item: { topic, partition }, error: errorFor(code, null, { topic, partition }) };
  });
  const failed = results.filter(({ error }) => error !== undefined);
  if (failed.length === 0) return pending.resolve();
  const message = `The offsets of ${describePartitions(failed.map(({ item }) => item))} were not committed.`;
  const [only] = results.length === 1 ? results : [];
  pending.reject(only === undefined ? new PartialFailure(message, results) : asClientError(only.error));
}

export function notAMember(groupId: string, cause?: ClientError): ClientError {
  const message = `The offsets were not committed: the consumer is not a member of group ${groupId} at present, and what it had may be another's by now.`;
  return errorFor('COMMIT_FAILED', message, { cause });
}

function timedOut(what: string, timeoutMs: number, cause?: ClientError): ClientError {
  const { topic, partition } = cause ?? {};
  const place = topic === undefined ? '' : `${topic}-${partition}: `;
  const reason = cause === undefined ? '.' : `: ${place}${cause.message}`;
  const message = `Could not ${what} within ${Math.round(timeoutMs)} ms${reason}`;
  return errorFor('REQUEST_TIMED_OUT', message, { topic, partition, cause });
}

function aborted(signal?: AbortSignal): ClientError {
  return errorFor('ABORTED', null, { cause: signal?.reason });
}
