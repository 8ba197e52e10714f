/**
 * What a consumer is made of, and how the parts are wired: an assignment, positions for it, a fetcher, the delivery that
 * iterators take from, commits, and the group that gives and takes partitions.
 *
 * Invariant: every part works on events (an answer, a timer, a call), so that nothing depends on the application polling;
 * what ends a part ends the consumer, and close ends all parts within its time.
 */
import { type Env, type Logger, settlesWithin } from '#kernel';
import type { TopicPartition } from '../assignors/group-members.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { type ClientError, errorFor } from '../errors.ts';
import {
  createMembership,
  type GroupConfig,
  type GroupMembership,
  type GroupMetadata,
} from '../group/group-membership.ts';
import { createGroupOffsets, notAMember, type CommittingMember, type GroupOffsets } from '../group/group-offsets.ts';
import { FrameBuffers } from '../network/frame-buffers.ts';
import { openClient, type OpenClient } from '../open-client.ts';
import { Assignment } from './assignment.ts';
import { Commits } from './commits.ts';
import type { ConsumerConfig } from './consumer-configs.ts';
import type { AssignTo, CloseOptions, ConsumerCodeOptions, ConsumerStatus } from './consumer-options.ts';
import { Delivery } from './delivery.ts';
import { Fetcher } from './fetcher.ts';
import { GroupEvents } from './group-events.ts';
import type { ParsedConsumerOptions } from './parse-consumer-options.ts';
import type { PartitionState } from './partition-state.ts';
import { Positions } from './positions.ts';
import { SettledWaits } from './settled-waits.ts';
import { TopicWatch } from './topic-watch.ts';
import { Trouble } from './trouble.ts';

/** What `run` has at work, for close and for the group. */
export interface RunningTask {
  /** On the monotonic clock; Infinity while no handler is at work. */
  readonly oldestStart: number;
  giveUp(): void;
}

const DEFAULT_CLOSE_MS = 30_000;
/** Of the time for close, what handlers get; the rest is for commits, the group and connections. */
const HANDLER_SHARE = 0.75;

export class ConsumerEngine {
  readonly config: ConsumerConfig;
  readonly env: Env;
  readonly logger: Logger;
  readonly client: OpenClient;
  readonly cluster: Cluster;
  readonly assignment: Assignment = new Assignment();
  readonly delivery: Delivery;
  readonly positions: Positions;
  readonly fetcher: Fetcher;
  readonly settled: SettledWaits;
  readonly offsets: GroupOffsets | null;
  readonly commits: Commits | null;
  readonly trouble: Trouble;
  readonly topics: TopicWatch;
  membership: GroupMembership | null = null;
  /** Whether partitions are assigned by `assign`, and no group has a say. */
  isManual = false;
  /** That were subscribed to by name. */
  subscribedTopics: readonly string[] = [];
  readonly #toldOf = new Set<string>();
  task: RunningTask | null = null;
  #isSubscribed = false;
  #lastPollAt = 0;
  #handlersEndAt: number | null = null;
  #closing: Promise<void> | null = null;
  readonly #parsed: ParsedConsumerOptions;
  readonly #options: ConsumerCodeOptions<unknown, unknown>;

  constructor(parsed: ParsedConsumerOptions, options: ConsumerCodeOptions<unknown, unknown>) {
    const { config } = parsed;
    this.#parsed = parsed;
    this.#options = options;
    this.config = config;
    this.client = openClient(options, {
      kind: 'consumer',
      config,
      allowAutoTopicCreation: config.allowAutoCreateTopics,
      frameBuffers: new FrameBuffers(config.prefetchMaxBytes),
      telemetryLabels: () => this.#labels(),
    });
    const { env, logger } = this.client.context;
    this.env = env;
    this.logger = logger;
    this.cluster = this.client.cluster;
    this.trouble = new Trouble(env.clock);
    this.settled = new SettledWaits(env);
    this.delivery = this.#makeDelivery();
    this.offsets = this.#makeOffsets();
    this.positions = this.#makePositions();
    this.fetcher = this.#makeFetcher();
    this.commits = this.#makeCommits();
    this.topics = this.#makeTopicWatch();
  }

  /** Who the consumer is in its group. Throws INVALID_GROUP_ID without one. */
  groupMetadata(): GroupMetadata {
    const { groupId, groupInstanceId } = this.config;
    if (groupId === null) throw noGroup();
    const nobody = { groupId, groupInstanceId, generationId: -1, memberId: '' };
    return this.#options.groupMember?.() ?? this.membership?.groupMetadata() ?? nobody;
  }

  /**
   * COMMIT_FAILED where what the application has in hand may be another's by now: records of a partition that the group
   * took, or any while the consumer is no member. Rebalances do not wait for polls, so that this may be so at any time, and
   * neither the positions nor the membership of afterwards may stand for those records in a transaction.
   */
  checkInHand(): void {
    const { membership, assignment } = this;
    if (membership === null || this.isManual || this.config.groupId === null) return;
    const isMember = membership.groupMetadata().generationId >= 0;
    if (assignment.hasTakenInHand || (!isMember && assignment.isInHand)) throw notAMember(this.config.groupId);
  }

  /** The membership, made where there is none yet. */
  join(): GroupMembership {
    const { groupId } = this.config;
    if (groupId === null) throw noGroup();
    if (this.#options.groupMember !== undefined) {
      throw errorFor(
        'ILLEGAL_STATE',
        'groupMember is the member of the group: this consumer gets partitions by assign()',
      );
    }
    this.membership ??= createMembership({
      env: this.env,
      logger: this.logger,
      cluster: this.cluster,
      config: this.#groupConfig(groupId),
      listener: this.#makeGroupEvents(),
      assignors: this.#parsed.assignors,
    });
    this.#isSubscribed = true;
    this.commits?.start();
    return this.membership;
  }

  assign(partitions: readonly AssignTo[]): void {
    this.isManual = true;
    const wanted = new Set(partitions.map(({ topic, partition }) => `${topic}-${partition}`));
    for (const state of this.assignment) {
      if (!wanted.has(`${state.topic}-${state.partition}`)) this.assignment.remove(state);
    }
    for (const place of partitions) {
      const state = this.assignment.add(place);
      if (place.onNoOffset !== undefined) state.onNoOffset = place.onNoOffset;
      if (place.offset !== undefined) state.moveTo(place.offset);
    }
    this.commits?.start();
    this.onAssignment();
  }

  onAssignment(): void {
    this.topics.update({ isAlone: this.isManual });
    this.positions.wake();
    this.fetcher.wake();
  }

  /** The position was moved by the application. */
  onMoved(state: PartitionState): void {
    this.positions.wake();
    this.delivery.offer(state);
    this.settled.settle(state);
  }

  /** Gives up all partitions; the consumer can subscribe or assign anew. */
  async unsubscribe(timeoutMs: number): Promise<void> {
    this.#isSubscribed = false;
    if (this.membership !== null && !this.isManual) await this.membership.leave({ timeoutMs });
    else await this.commits?.commitProcessed([...this.assignment], { timeoutMs });
    this.isManual = false;
    this.commits?.stop();
    this.assignment.clear();
    this.onAssignment();
  }

  get status(): ConsumerStatus {
    const { cluster, trouble, delivery, membership } = this;
    // Where the cluster cannot be reached, that is why all else fails.
    const ofCluster = cluster.status.state === 'retrying' ? cluster.status.lastError : null;
    const lastError = delivery.failure ?? ofCluster ?? trouble.lastError;
    const retryingSinceMs = delivery.failure === null ? (trouble.sinceMs ?? cluster.status.retryingSinceMs) : null;
    let bufferedBytes = 0;
    for (const state of this.assignment) bufferedBytes += state.bufferedBytes;
    return {
      state: this.#state(lastError),
      membership: membership?.state ?? null,
      lastError,
      retryingSinceMs,
      bufferedBytes,
    };
  }

  #state(lastError: ClientError | null): ConsumerStatus['state'] {
    if (this.delivery.failure !== null) return 'failed';
    if (this.delivery.isClosed) return 'closed';
    if (this.assignment.size === 0 && !this.#isSubscribed) return 'idle';
    if (this.membership?.state === 'fenced') return 'fenced';
    if (lastError !== null) return 'retrying';
    return this.#isSubscribed && this.assignment.size === 0 && this.membership?.state !== 'stable'
      ? 'joining'
      : 'consuming';
  }

  /** The consumer cannot go on. Everything but its cleaning up ends here. */
  fail(error: ClientError): void {
    if (this.delivery.failure !== null || this.delivery.isClosed) return;
    this.logger.error('The consumer has failed', { reason: error.message });
    this.client.context.diagnostics.failed(error);
    this.delivery.fail(error);
    this.settled.fail(error);
    this.positions.close();
    this.topics.close();
    this.commits?.stop();
    void this.fetcher.close(0);
  }

  close(options: CloseOptions = {}): Promise<void> {
    this.#closing ??= this.#close(options);
    return this.#closing;
  }

  async #close({ timeoutMs = DEFAULT_CLOSE_MS, leaveGroup }: CloseOptions): Promise<void> {
    const { env } = this;
    const startedAt = env.clock.monotonic();
    const leftMs = (): number => Math.max(0, startedAt + timeoutMs - env.clock.monotonic());
    this.#handlersEndAt = startedAt + timeoutMs * HANDLER_SHARE;
    this.delivery.close();
    this.settled.fail(errorFor('CLIENT_CLOSED', 'the consumer was closed'));
    if (this.task !== null) await settlesWithin(env, this.#handlersIdle(), timeoutMs * HANDLER_SHARE);
    this.task?.giveUp();
    this.#handlersEndAt = startedAt;
    this.commits?.stop();
    await settlesWithin(env, this.#leave(leftMs(), leaveGroup), leftMs());
    this.positions.close();
    this.topics.close();
    await this.fetcher.close(leftMs());
    await settlesWithin(env, this.client.close(Math.min(leftMs(), 1000)), leftMs());
    await this.cluster.close();
    this.assignment.clear();
  }

  async #leave(timeoutMs: number, leaveGroup: boolean | undefined): Promise<void> {
    if (this.delivery.failure === null && (this.membership === null || this.isManual)) {
      await this.commits?.commitProcessed([...this.assignment], { timeoutMs });
    }
    const keep = leaveGroup === undefined ? {} : { keepMembership: !leaveGroup };
    await this.membership?.leave({ timeoutMs, ...keep });
  }

  #handlersIdle(): Promise<unknown> {
    return Promise.all([...this.assignment].map((state) => state.whenIdle()));
  }

  #onPoll(): void {
    const now = this.env.clock.monotonic();
    // A handler that was at work at the last poll already says that the application is late, whatever others do.
    if (this.task !== null && this.task.oldestStart < this.#lastPollAt) return;
    this.#lastPollAt = now;
    this.membership?.poll();
  }

  #isApplicationWaiting(): boolean {
    if (this.task !== null) return this.task.oldestStart === Infinity;
    return this.delivery.isWaiting;
  }

  #onSettled(state: PartitionState): void {
    this.settled.settle(state);
    this.delivery.offer(state);
  }

  #makeDelivery(): Delivery {
    return new Delivery({
      env: this.env,
      assignment: this.assignment,
      maxPollRecords: this.config.maxPollRecords,
      maxPollIntervalMs: this.config.maxPollIntervalMs,
      hasTopics: () => this.isManual || this.#isSubscribed,
      onStart: () => this.fetcher.start(),
      onProgress: (state) => this.#onProgress(state),
      onRetry: () => {
        this.cluster.metadata.invalidate('an error was told to the application, which goes on');
        this.topics.ask();
        this.positions.wake();
        this.fetcher.wake();
      },
      onPoll: () => this.#onPoll(),
    });
  }

  #onProgress(state: PartitionState): void {
    this.fetcher.wake();
    if (state.decodedCount === 0) return;
    const { topic, partition, decodedCount: count, decodedBytes: bytes, endOffset } = state;
    state.decodedCount = 0;
    const lag = endOffset < 0 ? undefined : Math.max(0, endOffset - state.decodedOffset);
    this.client.context.diagnostics.recordsConsumed({ topic, partition, count, bytes, lag });
  }

  #makeOffsets(): GroupOffsets | null {
    const { groupId } = this.config;
    if (groupId === null) return null;
    const membership = (): CommittingMember | null => this.#committingMember();
    return createGroupOffsets({
      env: this.env,
      cluster: this.cluster,
      config: this.#groupConfig(groupId),
      get membership() {
        return membership();
      },
    });
  }

  #committingMember(): CommittingMember | null {
    const { groupMember } = this.#options;
    // Whoever is the member learns by its own heartbeats what a commit could tell it.
    if (groupMember !== undefined)
      return { isFenced: true, groupMetadata: groupMember, onCommitError: () => undefined };
    return this.isManual ? null : this.membership;
  }

  #makePositions(): Positions {
    return new Positions({
      env: this.env,
      logger: this.logger,
      cluster: this.cluster,
      config: this.config,
      onNoOffset: this.#parsed.onNoOffset,
      assignment: this.assignment,
      trouble: this.trouble,
      offsets: this.offsets,
      onSettled: (state) => this.#onSettled(state),
      onFatal: (error) => this.fail(error),
    });
  }

  #makeFetcher(): Fetcher {
    return new Fetcher({
      env: this.env,
      logger: this.logger,
      cluster: this.cluster,
      config: this.config,
      assignment: this.assignment,
      trouble: this.trouble,
      positions: this.positions,
      keyDeserializer: this.#options.keyDeserializer ?? null,
      valueDeserializer: this.#options.valueDeserializer ?? null,
      onRecords: (state) => {
        if (this.assignment.enqueue(state)) this.delivery.notify();
      },
      onFatal: (error) => this.fail(error),
    });
  }

  #makeCommits(): Commits | null {
    const { groupId, enableAutoCommit, autoCommitIntervalMs, defaultApiTimeoutMs } = this.config;
    if (groupId === null || this.offsets === null) return null;
    return new Commits({
      env: this.env,
      logger: this.logger,
      groupId,
      offsets: this.offsets,
      assignment: this.assignment,
      diagnostics: this.client.context.diagnostics,
      trouble: this.trouble,
      autoCommitIntervalMs: enableAutoCommit ? autoCommitIntervalMs : null,
      timeoutMs: defaultApiTimeoutMs,
    });
  }

  #makeTopicWatch(): TopicWatch {
    return new TopicWatch({
      env: this.env,
      logger: this.logger,
      cluster: this.cluster,
      assignment: this.assignment,
      trouble: this.trouble,
      timeoutMs: this.config.defaultApiTimeoutMs,
      retryMs: this.config.retryBackoffMs,
      subscribed: () => this.subscribedTopics,
      onTopicError: (topic, error) => this.#onTopicError(topic, error),
      onKnown: () => {
        this.positions.onMetadata();
        this.fetcher.wake();
      },
      onFatal: (error) => this.fail(error),
    });
  }

  #onTopicError(topic: string, error: ClientError): void {
    for (const state of this.assignment) {
      if (state.topic !== topic || state.error !== null) continue;
      state.fail(error, false);
      this.#onSettled(state);
    }
    // A group gives nobody partitions of a topic that it cannot see, so there is no record in whose place it could stand.
    if (this.assignment.topics().has(topic) || this.#toldOf.has(topic)) return;
    this.#toldOf.add(topic);
    this.delivery.throwOnce(error);
  }

  #makeGroupEvents(): GroupEvents {
    return new GroupEvents({
      env: this.env,
      logger: this.logger,
      assignment: this.assignment,
      delivery: this.delivery,
      diagnostics: this.client.context.diagnostics,
      trouble: this.trouble,
      maxPollIntervalMs: this.config.maxPollIntervalMs,
      listener: this.#options.rebalanceListener ?? null,
      commits: () => this.commits!,
      member: () => this.groupMetadata(),
      isApplicationWaiting: () => this.#isApplicationWaiting(),
      handlerTimeoutMs: () => this.#handlerTimeoutMs(),
      onAssignment: () => this.onAssignment(),
      onFatal: (error) => this.fail(error),
    });
  }

  /** While the consumer closes, loops are not waited for: it may be one of them that closes. */
  #handlerTimeoutMs(): number {
    if (this.#handlersEndAt === null) return this.config.maxPollIntervalMs;
    return this.task === null ? 0 : Math.max(0, this.#handlersEndAt - this.env.clock.monotonic());
  }

  #groupConfig(groupId: string): GroupConfig {
    return { ...this.config, groupId };
  }

  #labels(): Record<string, string> {
    const { groupId, groupInstanceId, clientRack } = this.config;
    const memberId = groupId === null ? '' : this.groupMetadata().memberId;
    return {
      ...(clientRack === '' ? {} : { client_rack: clientRack }),
      ...(groupId === null ? {} : { group_id: groupId }),
      ...(groupInstanceId === null ? {} : { group_instance_id: groupInstanceId }),
      ...(memberId === '' ? {} : { group_member_id: memberId }),
    };
  }
}

export function noGroup(): ClientError {
  return errorFor('INVALID_GROUP_ID', 'this needs a group: give the consumer a groupId');
}

/** For what is called by the application: partitions as given, or all that are assigned. */
export type Places = readonly TopicPartition[] | undefined;
