/**
 * A consumer from `run` to `stop` or crash: joins the group, hands batches to the processor, retries what can pass, and
 * tells of crashes.
 *
 * Invariant: it ends once, by `stop` or by a crash, and by then the client's consumer is closed and what was resolved is
 * committed where it could be.
 */
import { pause, settlesWithin } from '#kernel';
import type { Consumer as ClientConsumer, TopicPartition } from '#client';
import { groupAssignor } from './assigners.ts';
import type { PartitionAssigner } from './assigner-types.ts';
import { BatchProcessor } from './batch-processor.ts';
import { Commits } from './commits.ts';
import type { IMemberAssignment } from './consumer-types.ts';
import { crashError, isRetriable } from './crash-policy.ts';
import { OffsetTracker } from './offset-tracker.ts';
import { PartitionMap, type Place } from './partition-map.ts';
import type { RunContext } from './run-context.ts';
import { FirstPositions } from './first-positions.ts';

/** By when a handler that is at work at `stop` has to be done; then the consumer goes without it. */
const HANDLER_MS = 30_000;
/** The same for commits, where no coordinator answers. */
const COMMIT_MS = 5000;
const CLOSE_MS = 5000;
/** How long a topic that is not there yet is waited for before the group is joined. */
const LOOK_UP_MS = 2000;

export interface GroupRunEvents {
  /** The run has ended by this error, and not by `stop`. */
  onCrash(error: Error, retryTimeMs: number): void;
}

export class GroupRun {
  readonly #context: RunContext;
  readonly #events: GroupRunEvents;
  readonly #consumer: ClientConsumer;
  readonly #tracker = new OffsetTracker();
  readonly #commits: Commits;
  readonly #processor: BatchProcessor;
  readonly #positions: FirstPositions;
  readonly #stopping = new AbortController();
  readonly #joined = new AbortController();
  readonly #seeks = new PartitionMap<number>();
  /** Seeks that came before the first assignment. */
  readonly #early: (Place & { offset: number })[] = [];
  #work: Promise<void> = Promise.resolve();
  #isLeader = false;
  #groupProtocol = '';
  #assignment: IMemberAssignment = {};
  #joiningSinceMs: number;
  /** Batches that went well since the last failure. */
  #processed = 0;
  #stopped: Promise<void> | null = null;
  readonly #offSent: () => void;

  constructor(context: RunContext, assigners: readonly PartitionAssigner[], events: GroupRunEvents) {
    this.#context = context;
    this.#events = events;
    this.#joiningSinceMs = context.env.clock.monotonic();
    this.#consumer = context.open({
      rebalanceListener: {
        onPartitionsAssigned: (partitions) => this.#onAssigned(partitions),
        onPartitionsRevoked: (partitions) => this.#onRevoked(partitions),
        onPartitionsLost: (partitions) => this.#onLost(partitions),
      },
      partitionAssignmentStrategy: assigners.map((create) => groupAssignor(create, this.#assignerDependencies())),
    });
    this.#offSent = context.onOffsetsSent((groupId, offsets) => {
      if (groupId === context.groupId) this.#tracker.committed(offsets);
    });
    this.#commits = new Commits(context, this.#consumer, this.#tracker);
    this.#positions = new FirstPositions(context, this.#consumer);
    this.#processor = new BatchProcessor({
      context,
      consumer: this.#consumer,
      tracker: this.#tracker,
      commits: this.#commits,
      isRunning: () => this.isRunning,
      seeks: (place) => this.#seeks.get(place) ?? 0,
      pause: (place) => this.#pausePlace(place),
    });
  }

  get consumer(): ClientConsumer {
    return this.#consumer;
  }

  get commits(): Commits {
    return this.#commits;
  }

  get isRunning(): boolean {
    return !this.#stopping.signal.aborted;
  }

  /** Resolves with the first assignment, with the end of the run, or after `limitMs`. Without topics nothing is run. */
  async start(limitMs: number): Promise<void> {
    if (this.#context.topics.size === 0) return;
    const topics = [...this.#context.topics.keys()];
    // Asking makes those that are to be made: the first assignment has them, as applications of kafkajs expect.
    const lookUps = topics.map((topic) => this.#consumer.partitionsFor(topic, { timeoutMs: LOOK_UP_MS }));
    await Promise.allSettled(lookUps);
    if (!this.isRunning) return;
    this.#consumer.subscribe(topics);
    this.#work = this.#runUntilEnd();
    await settlesWithin(this.#context.env, Promise.race([this.#whenJoined(), this.#work]), limitMs);
  }

  /** Waits for handlers at work, commits, leaves the group. Always ends. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  seek(place: Place, offset: number): void {
    if (!this.#joined.signal.aborted) {
      this.#early.push({ ...place, offset });
      return;
    }
    if (this.#has(place)) this.#moveTo(place, offset);
  }

  /** Makes what is paused paused, and the rest not. */
  applyPauses(): void {
    const { paused } = this.#context;
    const assigned = this.#consumer.assignment();
    this.#consumer.pause(assigned.filter((place) => paused.isPaused(place)));
    this.#consumer.resume(assigned.filter((place) => !paused.isPaused(place)));
  }

  async #stop(): Promise<void> {
    const { env } = this.#context;
    this.#stopping.abort();
    const commits = env.scheduler.after(COMMIT_MS, () => this.#commits.giveUp());
    await settlesWithin(env, this.#work, HANDLER_MS);
    await this.#commits.automatic().catch((error: unknown) => this.#warn('Offsets were not committed', error));
    commits.cancel();
    this.#offSent();
    await this.#consumer.close({ timeoutMs: CLOSE_MS });
  }

  async #runUntilEnd(): Promise<void> {
    const { env, budget, run } = this.#context;
    const { signal } = this.#stopping;
    let retryCount = 0;
    for (;;) {
      try {
        const eachBatch = (batch: Parameters<BatchProcessor['process']>[0]): Promise<void> => this.#process(batch);
        const concurrency = run.partitionsConsumedConcurrently ?? 1;
        await this.#consumer.run({ eachBatch, concurrency, signal });
        return;
      } catch (error) {
        if (signal.aborted) return;
        if (this.#processed > 0) retryCount = 0;
        this.#processed = 0;
        const hasFailed = this.#consumer.status.state === 'failed';
        if (hasFailed || !isRetriable(error) || retryCount >= budget.retries) return this.#crash(error, retryCount);
        this.#context.logger.debug('Error while processing, trying again', { retryCount, error: String(error) });
        await pause(env, budget.delayMs(retryCount++), signal);
        if (signal.aborted) return;
      }
    }
  }

  async #process(batch: Parameters<BatchProcessor['process']>[0]): Promise<void> {
    await this.#processor.process(batch);
    this.#processed++;
  }

  #crash(error: unknown, retryCount: number): void {
    const retryTime = this.#context.budget.delayMs(retryCount);
    this.#stopping.abort();
    this.#events.onCrash(crashError(error, { retryCount, retryTime }), retryTime);
  }

  async #onAssigned(partitions: readonly TopicPartition[]): Promise<void> {
    const { env, groupId, instrumentation } = this.#context;
    this.applyPauses();
    await this.#positions.begin(partitions);
    const isFirst = !this.#joined.signal.aborted;
    this.#joined.abort();
    if (isFirst)
      for (const { offset, ...place } of this.#early.splice(0)) if (this.#has(place)) this.#moveTo(place, offset);
    const { memberId } = this.#consumer.groupMetadata();
    instrumentation.emit('consumer.group_join', {
      groupId,
      memberId,
      leaderId: this.#isLeader ? memberId : '',
      isLeader: this.#isLeader,
      memberAssignment: this.#assignment,
      groupProtocol: this.#groupProtocol,
      duration: Math.round(env.clock.monotonic() - this.#joiningSinceMs),
    });
  }

  async #onRevoked(partitions: readonly TopicPartition[]): Promise<void> {
    if (this.isRunning) {
      await this.#commits.automatic().catch((error: unknown) => this.#warn('Offsets were not committed', error));
    }
    this.#onLost(partitions);
  }

  #onLost(partitions: readonly TopicPartition[]): void {
    const { env, groupId, instrumentation } = this.#context;
    for (const place of partitions) {
      this.#tracker.forget(place);
      this.#countSeek(place);
    }
    this.#isLeader = false;
    this.#joiningSinceMs = env.clock.monotonic();
    if (!this.isRunning) return;
    const { memberId } = this.#consumer.groupMetadata();
    instrumentation.emit('consumer.rebalancing', { groupId, memberId });
  }

  #moveTo(place: Place, offset: number): void {
    this.#countSeek(place);
    this.#tracker.forget(place);
    if (this.#positions.moveToEnd(place, offset)) return;
    this.#tracker.moveTo(place, offset);
    this.#consumer.seek({ ...place, offset });
  }

  /** What is at work on the partition is stale from now on. */
  #countSeek(place: Place): void {
    this.#seeks.set(place, (this.#seeks.get(place) ?? 0) + 1);
  }

  #pausePlace({ topic, partition }: Place): () => void {
    const selection = [{ topic, partitions: [partition] }];
    this.#context.paused.pause(selection);
    this.applyPauses();
    return () => {
      this.#context.paused.resume(selection);
      this.applyPauses();
    };
  }

  #has({ topic, partition }: Place): boolean {
    return this.#consumer.assignment().some((place) => place.topic === topic && place.partition === partition);
  }

  #whenJoined(): Promise<void> {
    const { signal } = this.#joined;
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  #assignerDependencies(): Parameters<typeof groupAssignor>[1] {
    const { groupId, logger, admin } = this.#context;
    return {
      groupId,
      logger,
      admin,
      listener: {
        onLead: () => {
          this.#isLeader = true;
        },
        onAssigned: (groupProtocol, assignment) => {
          this.#groupProtocol = groupProtocol;
          this.#assignment = { ...assignment };
        },
      },
    };
  }

  #warn(what: string, error: unknown): void {
    const { groupId, logger } = this.#context;
    logger.warn(what, { groupId, error: error instanceof Error ? error.message : String(error) });
  }
}
