/**
 * A member of a classic consumer group: JoinGroup, SyncGroup, Heartbeat, LeaveGroup by the rules of Kafka's consumer
 * (KIP-62, KIP-345 static members, KIP-394 member ids, KIP-429 cooperative rebalancing, KIP-800 reasons).
 *
 * One loop does all that takes turns (revoke, join, sync, assign, release what was lost); heartbeats and the watch over
 * polls run beside it and only leave notes for it. Invariant: a partition is joined away (`JoinGroup` sent without it)
 * only after its revocation has resolved, and whatever was lost is released before the member joins again.
 */
import { type Logger, pause, settlesWithin, WakeUp } from '#kernel';
import type { JoinGroupResponse } from '#protocol';
import { asClientError, errorFor, type ClientError } from '../errors.ts';
import type { TopicPartition } from '../assignors/group-members.ts';
import { readAssignment, writeSubscription } from '../assignors/subscription.ts';
import { retryDelayMs } from '../network/backoff.ts';
import { ClassicCalls, type Generation } from './classic-calls.ts';
import { ClassicHeartbeats } from './classic-heartbeats.ts';
import { assignableTopics, divide, LeaderView, readMembers, topicsOf } from './classic-leader.ts';
import {
  commitVerdict,
  fatalMessage,
  heartbeatVerdict,
  joinVerdict,
  syncVerdict,
  type Verdict,
} from './classic-rules.ts';
import { commonProtocol, type GroupAssignor } from './group-assignor.ts';
import { ListenerCalls } from './listener-calls.ts';
import type {
  GroupMembership,
  GroupMetadata,
  LeaveOptions,
  MembershipDependencies,
  MembershipState,
  Subscription,
} from './group-membership.ts';
import { describePartitions, sameNames, without } from './partition-lists.ts';
import { PollClock } from './poll-clock.ts';
import { SubscribedTopics } from './subscribed-topics.ts';

const NO_GENERATION: Generation = { generationId: -1, memberId: '', protocolName: null };

/** What an attempt to join came to: done, to be made again at once, or again after a pause. */
type Progress = 'done' | 'at once' | 'later';

/** From `start` and `subscribe` to `leave` or a fatal error. */
interface Run {
  /** Aborted when the member begins to leave. */
  readonly controller: AbortController;
  done: Promise<void>;
  leaving: Promise<void> | null;
  readonly stopWatching: () => void;
}

export class ClassicMembership implements GroupMembership {
  readonly #dependencies: MembershipDependencies;
  readonly #logger: Logger;
  readonly #calls: ClassicCalls;
  readonly #listener: ListenerCalls;
  readonly #topics: SubscribedTopics;
  readonly #wakeUp: WakeUp;
  readonly #pollClock: PollClock;
  readonly #heartbeats: ClassicHeartbeats;
  #state: MembershipState = 'unsubscribed';
  #isStarted = false;
  #run: Run | null = null;
  /** Aborted where the member must not join after all. */
  #attempt: AbortController | null = null;
  #generation: Generation = NO_GENERATION;
  /** Why the member has to join; null where it has not. */
  #rejoinReason: string | null = null;
  /** Why what the member has is not its own any more; null where it is. */
  #lostCause: ClientError | null = null;
  #fatal: ClientError | null = null;
  /** What it told the group that it wants. */
  #joinedTopics: readonly string[] = [];
  readonly #leaderView: LeaderView = new LeaderView();

  constructor(dependencies: MembershipDependencies) {
    const { env, cluster, config, listener } = dependencies;
    this.#dependencies = dependencies;
    this.#logger = dependencies.logger.component('group');
    this.#calls = new ClassicCalls(cluster, config);
    this.#listener = new ListenerCalls(listener, this.#logger);
    this.#topics = new SubscribedTopics(cluster.metadata, config.excludeInternalTopics);
    this.#wakeUp = new WakeUp(env.scheduler);
    this.#heartbeats = new ClassicHeartbeats({
      env,
      config,
      calls: this.#calls,
      generation: () => this.#generation,
      onError: (errorCode) => this.#react(heartbeatVerdict(errorCode), errorCode, 'Heartbeat') === 'later',
      onFailure: (error) => this.#fail(error),
    });
    this.#pollClock = new PollClock(env, config.maxPollIntervalMs, {
      onExpired: () => this.#onPollExpired(),
      isWaiting: () => listener.isApplicationWaiting?.() ?? false,
    });
  }

  get state(): MembershipState {
    return this.#state;
  }

  start(): void {
    this.#isStarted = true;
    this.#begin();
  }

  subscribe(subscription: Subscription): void {
    if ('serverPattern' in subscription) {
      throw errorFor('ILLEGAL_STATE', 'A pattern for the broker to match needs groupProtocol: consumer (KIP-848).');
    }
    this.#topics.set(subscription);
    if (this.#run !== null) this.rejoin('the subscription has changed');
    else this.#begin();
  }

  poll(): void {
    const wasExpired = this.#pollClock.isExpired;
    this.#pollClock.poll();
    if (wasExpired) this.#wakeUp.wake();
  }

  groupMetadata(): GroupMetadata {
    const { groupId, groupInstanceId } = this.#dependencies.config;
    const { generationId, memberId } = this.#generation;
    return { groupId, generationId, memberId, groupInstanceId };
  }

  rejoin(reason: string): void {
    if (this.#run === null) return;
    this.#rejoinReason = reason;
    this.#wakeUp.wake();
  }

  leave(options: LeaveOptions): Promise<void> {
    this.#isStarted = false;
    this.#topics.set(null);
    const run = this.#run;
    if (run === null) {
      this.#state = 'stopped';
      return Promise.resolve();
    }
    run.leaving ??= this.#leave(run, options);
    return run.leaving;
  }

  onCommitError(errorCode: number, sentAs: GroupMetadata): void {
    const { generationId, memberId } = this.#generation;
    const isOld = sentAs.generationId !== generationId || sentAs.memberId !== memberId;
    if (this.#run !== null && !isOld) this.#react(commitVerdict(errorCode), errorCode, 'OffsetCommit');
  }

  #begin(): void {
    if (!this.#isStarted || this.#run !== null || this.#topics.subscription === null) return;
    const { metadata } = this.#dependencies.cluster;
    const run: Run = {
      controller: new AbortController(),
      done: Promise.resolve(),
      leaving: null,
      stopWatching: metadata.onChange(() => this.#onMetadata()),
    };
    this.#run = run;
    this.#state = 'joining';
    this.#rejoinReason = 'the consumer has started';
    this.#fatal = null;
    this.#pollClock.start();
    run.done = this.#loop(run);
  }

  async #loop(run: Run): Promise<void> {
    const { env, config } = this.#dependencies;
    const { signal } = run.controller;
    let failures = 0;
    while (!signal.aborted) {
      await this.#releaseWhatIsLost();
      if (this.#fatal !== null) return this.#stopFor(run, this.#fatal);
      if (signal.aborted) return;
      if (this.#rejoinReason === null || this.#pollClock.isExpired) {
        await this.#wakeUp.wait();
        continue;
      }
      const progress = await this.#tryToJoin();
      failures = progress === 'later' ? failures + 1 : 0;
      if (failures > 0) await pause(env, retryDelayMs(config, failures, env.random), signal);
    }
  }

  async #tryToJoin(): Promise<Progress> {
    const attempt = new AbortController();
    const reason = this.#rejoinReason ?? '';
    this.#attempt = attempt;
    try {
      const progress = await this.#rebalance(reason, attempt.signal);
      if (progress !== 'done') this.#rejoinReason ??= reason;
      return progress;
    } catch (error) {
      this.#rejoinReason ??= reason;
      if (attempt.signal.aborted) return 'at once';
      const failure = asClientError(error);
      if (failure.retriable) {
        this.#logger.debug(`cannot join group ${this.#groupId} yet: ${failure.message}`);
        return 'later';
      }
      this.#fatal = failure;
      return 'at once';
    } finally {
      this.#attempt = null;
      // What the metadata learnt since the leader divided was not looked at during the attempt, and may not change again.
      this.#onMetadata();
    }
  }

  get #groupId(): string {
    return this.#dependencies.config.groupId;
  }

  /** Once through the protocol. */
  async #rebalance(reason: string, signal: AbortSignal): Promise<Progress> {
    if (this.#state === 'stable') this.#state = 'rebalancing';
    await this.#topics.resolve(signal);
    signal.throwIfAborted();
    await this.#prepare();
    signal.throwIfAborted();
    if (this.#lostCause !== null || this.#fatal !== null) return 'at once';
    this.#heartbeats.stop();
    this.#rejoinReason = null;
    const joined = await this.#join(reason, signal);
    if (typeof joined === 'string') return joined;
    this.#heartbeats.start();
    const assigned = await this.#sync(joined, signal);
    if (!Array.isArray(assigned)) return assigned;
    return this.#adopt(assigned);
  }

  /** Eager members let go of all they have before they join, cooperative ones of what they want no more. */
  async #prepare(): Promise<void> {
    const owned = this.#listener.ownedPartitions();
    const isEager = commonProtocol(this.#dependencies.assignors) === 'eager';
    const revoked = isEager ? owned : owned.filter(({ topic }) => !this.#topics.includes(topic));
    await this.#listener.revoke(revoked);
  }

  async #join(reason: string, signal: AbortSignal): Promise<JoinGroupResponse | Progress> {
    const { memberId, generationId } = this.#generation;
    const topics = this.#topics.names;
    const protocols = this.#protocols(topics, generationId);
    const answer = await this.#calls.join({ memberId, protocols, reason, signal });
    const verdict = joinVerdict(answer.errorCode);
    if (verdict === 'take member id') {
      this.#generation = { ...NO_GENERATION, memberId: answer.memberId };
      return 'at once';
    }
    if (verdict !== 'none') return this.#react(verdict, answer.errorCode, 'JoinGroup');
    const { protocolName } = answer;
    this.#generation = { generationId: answer.generationId, memberId: answer.memberId, protocolName };
    this.#noteJoined(topics, memberId);
    return answer;
  }

  /** The group does not notice that a static member comes back with other wishes; joined as a known member it does. */
  #noteJoined(topics: readonly string[], joinedAs: string): void {
    const isBack = joinedAs === '' && this.#dependencies.config.groupInstanceId !== null;
    const hadOthers = this.#joinedTopics.length > 0 && !sameNames(topics, this.#joinedTopics);
    this.#joinedTopics = topics;
    if (isBack && hadOthers) this.#rejoinReason ??= 'a static member came back with another subscription';
  }

  #protocols(topics: readonly string[], generationId: number): { name: string; metadata: Uint8Array }[] {
    const { assignors, config } = this.#dependencies;
    const ownedPartitions = this.#listener.ownedPartitions();
    const rackId = config.clientRack === '' ? null : config.clientRack;
    return assignors.map((assignor) => {
      const userData = assignor.subscriptionUserData?.(topics) ?? null;
      const metadata = writeSubscription({ topics, ownedPartitions, generationId, rackId, userData });
      return { name: assignor.name, metadata };
    });
  }

  async #sync(joined: JoinGroupResponse, signal: AbortSignal): Promise<TopicPartition[] | Progress> {
    const generation = this.#generation;
    const isLeader = joined.leader === generation.memberId;
    const assignments = isLeader ? await this.#assignAsLeader(joined) : [];
    if (!isLeader) this.#leaderView.forget();
    signal.throwIfAborted();
    const answer = await this.#calls.sync(generation, assignments, signal);
    if (generation !== this.#generation) return 'at once';
    const verdict = syncVerdict(answer.errorCode);
    if (verdict !== 'none') return this.#react(verdict, answer.errorCode, 'SyncGroup');
    return readAssignment(answer.assignment).partitions;
  }

  async #assignAsLeader(joined: JoinGroupResponse): ReturnType<typeof divide> {
    const { metadata } = this.#dependencies.cluster;
    const members = readMembers(joined);
    const names = topicsOf(members);
    this.#topics.alsoWatch(names);
    if (names.some((name) => metadata.topic(name) === undefined)) await metadata.refresh();
    const topics = assignableTopics(metadata, names);
    this.#leaderView.note(topics, names);
    // A static leader that came back only has to watch: the group keeps its assignment (KIP-814).
    return joined.skipAssignment ? [] : divide(this.#assignor(), topics, members);
  }

  #assignor(): GroupAssignor {
    const name = this.#generation.protocolName;
    const assignor = this.#dependencies.assignors.find((candidate) => candidate.name === name);
    if (assignor !== undefined) return assignor;
    throw errorFor(
      'INCONSISTENT_GROUP_PROTOCOL',
      `Group ${this.#groupId} chose the assignor ${name}, which this consumer does not have.`,
    );
  }

  /** Makes the assignment the consumer's own. */
  async #adopt(assigned: readonly TopicPartition[]): Promise<Progress> {
    const generation = this.#generation;
    const strangers = assigned.filter(({ topic }) => !this.#topics.includes(topic));
    if (strangers.length > 0) {
      this.#rejoinReason = `the assignment has topics that are not subscribed: ${describePartitions(strangers)}`;
      return 'later';
    }
    this.#assignor().onAssignment?.(assigned, generation.generationId);
    const owned = this.#listener.ownedPartitions();
    const revoked = without(owned, assigned);
    if (revoked.length > 0) {
      await this.#listener.revoke(revoked);
      this.#rejoinReason ??= `partitions were given up for others to get: ${describePartitions(revoked)}`;
    }
    if (generation !== this.#generation) return 'at once';
    await this.#listener.assign(without(assigned, owned));
    if (generation !== this.#generation) return 'at once';
    this.#state = this.#rejoinReason === null ? 'stable' : 'rebalancing';
    return 'done';
  }

  /** Does what an error of an answer asks for. Answers how to go on with the call. */
  #react(verdict: Verdict, errorCode: number, api: string): Progress {
    switch (verdict) {
      case 'none':
        return 'done';
      case 'again':
      case 'take member id':
        return 'later';
      case 'find coordinator':
        this.#calls.forgetCoordinator();
        return 'later';
      case 'rejoin':
        this.rejoin('the group is rebalancing');
        return 'at once';
      case 'lost generation':
      case 'lost member':
        this.#loseGeneration(errorFor(errorCode, null), verdict === 'lost generation');
        return 'at once';
      default:
        this.#fail(
          errorFor(
            errorCode,
            fatalMessage(errorCode, this.#groupId) ??
              `${api} failed in group ${this.#groupId}: ${errorFor(errorCode).message}`,
            { fatal: true },
          ),
        );
        return 'at once';
    }
  }

  /** The member is none any more. The loop releases what it had and joins again. */
  #loseGeneration(cause: ClientError, keepMemberId: boolean): void {
    this.#heartbeats.stop();
    if (this.#generation.generationId >= 0) {
      this.#logger.warn(`lost the membership of group ${this.#groupId}: ${cause.message}`);
      this.#state = 'fenced';
    }
    this.#lostCause = cause;
    this.#leaderView.forget();
    this.#generation = keepMemberId ? { ...NO_GENERATION, memberId: this.#generation.memberId } : NO_GENERATION;
    this.rejoin(`the member lost its generation: ${cause.code}`);
  }

  #fail(error: ClientError): void {
    this.#fatal ??= error;
    this.#heartbeats.stop();
    this.#attempt?.abort(error);
    this.#wakeUp.wake();
  }

  async #releaseWhatIsLost(): Promise<void> {
    const cause = this.#fatal ?? this.#lostCause;
    this.#lostCause = null;
    if (cause !== null) await this.#listener.lose(this.#listener.ownedPartitions(), cause);
  }

  #onPollExpired(): void {
    const { memberId } = this.#generation;
    const { config } = this.#dependencies;
    const message = `The application did not come back for records within maxPollIntervalMs (${config.maxPollIntervalMs} ms), so its partitions go to others; process less at a time, or raise maxPollIntervalMs.`;
    this.#attempt?.abort(errorFor('ABORTED'));
    if (memberId !== '' && config.groupInstanceId === null)
      this.#sayGoodbye(memberId, 'the poll interval was exceeded');
    this.#loseGeneration(errorFor('MAX_POLL_INTERVAL_EXCEEDED', message), false);
  }

  /** As well as can be: the session's end tells the group otherwise. */
  #sayGoodbye(memberId: string, reason: string): void {
    this.#calls.leave(memberId, reason, this.#dependencies.config.requestTimeoutMs).catch((error: unknown) => {
      this.#logger.debug(`could not leave group ${this.#groupId}: ${asClientError(error).message}`);
    });
  }

  /** Topics may match a pattern by now, or have more partitions than the leader divided. */
  #onMetadata(): void {
    const { metadata } = this.#dependencies.cluster;
    if (this.#generation.generationId < 0 || this.#attempt !== null) return;
    this.#topics.rematch();
    if (!sameNames(this.#topics.names, this.#joinedTopics))
      return this.rejoin('topics come and go that match the pattern');
    if (this.#leaderView.isOutdated(metadata)) this.rejoin('the partitions of the subscribed topics have changed');
  }

  async #leave(run: Run, options: LeaveOptions): Promise<void> {
    const { env, config } = this.#dependencies;
    const endMs = env.clock.monotonic() + options.timeoutMs;
    const leftMs = (): number => Math.max(0, endMs - env.clock.monotonic());
    run.controller.abort();
    run.stopWatching();
    this.#pollClock.stop();
    this.#attempt?.abort(errorFor('ABORTED', 'The consumer leaves its group.'));
    this.#wakeUp.wake();
    const released = run.done.then(() => this.#releaseAll());
    await settlesWithin(env, released, leftMs());
    const { memberId } = this.#generation;
    const leaves = !(options.keepMembership ?? config.groupInstanceId !== null);
    if (leaves && memberId !== '' && this.#fatal === null) {
      const timeoutMs = Math.max(1, Math.min(leftMs(), config.requestTimeoutMs));
      const left = this.#calls.leave(memberId, 'the consumer is being closed', timeoutMs);
      await settlesWithin(env, left, leftMs());
    }
    this.#end(run);
  }

  async #releaseAll(): Promise<void> {
    await this.#releaseWhatIsLost();
    await this.#listener.revoke(this.#listener.ownedPartitions());
  }

  async #stopFor(run: Run, error: ClientError): Promise<void> {
    this.#isStarted = false;
    this.#topics.set(null);
    this.#end(run);
    this.#logger.error(`group ${this.#groupId}: ${error.message}`);
    this.#listener.fatal(error);
  }

  #end(run: Run): void {
    if (this.#run !== run) return;
    run.controller.abort();
    run.stopWatching();
    this.#run = null;
    this.#heartbeats.stop();
    this.#pollClock.stop();
    this.#generation = NO_GENERATION;
    this.#rejoinReason = null;
    this.#lostCause = null;
    this.#leaderView.forget();
    this.#state = 'stopped';
    this.#begin();
  }
}
