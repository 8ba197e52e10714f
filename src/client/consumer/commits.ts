/**
 * Commits positions: by interval, when partitions are revoked, on close, and when the application asks.
 *
 * Invariant: an automatic commit never covers a record whose processing has not ended. One that the application asks for
 * itself covers what its loop has in hand, as that is what it means by it.
 */
import type { Env, Logger, Timer } from '#kernel';
import { asClientError, type ClientError } from '../errors.ts';
import type { GroupOffsets } from '../group/group-offsets.ts';
import type { OffsetAndMetadata } from '../records/partition-offset.ts';
import type { ClientDiagnostics } from '../telemetry/client-diagnostics.ts';
import type { Assignment } from './assignment.ts';
import type { PartitionState } from './partition-state.ts';
import type { Trouble } from './trouble.ts';

export interface CommitDependencies {
  readonly env: Env;
  readonly logger: Logger;
  readonly groupId: string;
  readonly offsets: GroupOffsets;
  readonly assignment: Assignment;
  readonly diagnostics: ClientDiagnostics;
  readonly trouble: Trouble;
  /** Null where only the application commits. */
  readonly autoCommitIntervalMs: number | null;
  /** How long an automatic commit may take. */
  readonly timeoutMs: number;
}

export interface CommitLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export class Commits {
  readonly #dependencies: CommitDependencies;
  #timer: Timer | null = null;
  #isCommitting = false;

  constructor(dependencies: CommitDependencies) {
    this.#dependencies = dependencies;
  }

  get isAutomatic(): boolean {
    return this.#dependencies.autoCommitIntervalMs !== null;
  }

  start(): void {
    const { env, autoCommitIntervalMs } = this.#dependencies;
    if (autoCommitIntervalMs === null || this.#timer !== null) return;
    this.#timer = env.scheduler.after(Math.max(1, autoCommitIntervalMs), () => {
      this.#timer = null;
      this.start();
      if (!this.#isCommitting) void this.commitProcessed([...this.#dependencies.assignment], {});
    });
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  /**
   * The automatic commit of what was processed since the last one. Never rejects: what fails is tried again at the next
   * interval, and told in the status meanwhile.
   */
  async commitProcessed(states: readonly PartitionState[], { timeoutMs }: Partial<CommitLimits>): Promise<void> {
    const { logger, trouble, autoCommitIntervalMs } = this.#dependencies;
    if (autoCommitIntervalMs === null) return;
    const offsets = states
      .filter((state) => state.committable !== null && state.committable.offset !== state.committedOffset)
      .map((state) => state.committable!);
    if (offsets.length === 0) return;
    this.#isCommitting = true;
    try {
      await this.commit(offsets, { timeoutMs: timeoutMs ?? this.#dependencies.timeoutMs });
      trouble.clear('commit offsets');
    } catch (error) {
      const failure = asClientError(error);
      trouble.report('commit offsets', failure);
      logger.warn('Offsets could not be committed', { reason: failure.message });
    } finally {
      this.#isCommitting = false;
    }
  }

  /** Rejects as `GroupOffsets.commit`. */
  async commit(offsets: readonly OffsetAndMetadata[], limits: CommitLimits): Promise<void> {
    const { env, groupId, assignment, diagnostics } = this.#dependencies;
    if (offsets.length === 0) return;
    const { timeoutMs, signal } = limits;
    const startedAt = env.clock.monotonic();
    let failure: ClientError | undefined;
    try {
      await this.#dependencies.offsets.commit(offsets, signal === undefined ? { timeoutMs } : { timeoutMs, signal });
      for (const { topic, partition, offset } of offsets) {
        const state = assignment.get(topic, partition);
        state?.onCommitted(offset);
      }
    } catch (error) {
      failure = asClientError(error);
      throw failure;
    } finally {
      diagnostics.committed({ groupId, offsets, durationMs: env.clock.monotonic() - startedAt, error: failure });
    }
  }
}
