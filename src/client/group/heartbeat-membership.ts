/**
 * A consumer's membership in a group whose coordinator assigns partitions: KIP-848 consumer groups and share groups
 * (KIP-932). Over `HeartbeatMember` it has a subscription, names for topic ids, and the watch over polls.
 */
import type { Env, Logger } from '#kernel';
import { errorFor, type ClientError } from '../errors.ts';
import {
  assignedOnlyIn,
  namedPartitions,
  NOTHING_ASSIGNED,
  onlyNamed,
  sameAssigned,
  type AssignedPartitions,
} from './assigned-partitions.ts';
import type { GroupCluster } from './group-cluster.ts';
import type {
  GroupListener,
  GroupMembership,
  GroupMetadata,
  LeaveOptions,
  MembershipState,
  Subscription,
} from './group-membership.ts';
import { HeartbeatMember, type HeartbeatConfig, type MemberSteps } from './heartbeat-member.ts';
import type { HeartbeatAnswer, HeartbeatProtocol, SubscriberView } from './heartbeat-protocol.ts';
import { epochFatalMessage, epochHeartbeatVerdict } from './heartbeat-rules.ts';
import { ListenerCalls } from './listener-calls.ts';
import { PollClock } from './poll-clock.ts';
import { SubscribedTopics } from './subscribed-topics.ts';
import { TopicNames } from './topic-names.ts';

export interface SubscriberConfig extends HeartbeatConfig {
  /** Null where the application need not come back (share groups: the locks of its records end instead). */
  readonly maxPollIntervalMs: number | null;
  readonly excludeInternalTopics: boolean;
}

export interface HeartbeatDependencies {
  readonly env: Env;
  readonly logger: Logger;
  readonly cluster: GroupCluster;
  readonly config: SubscriberConfig;
  readonly listener: GroupListener;
  readonly protocol: HeartbeatProtocol;
}

export class HeartbeatMembership implements GroupMembership {
  readonly #dependencies: HeartbeatDependencies;
  readonly #member: HeartbeatMember<AssignedPartitions, HeartbeatAnswer>;
  readonly #listener: ListenerCalls;
  readonly #topics: SubscribedTopics;
  readonly #names: TopicNames;
  readonly #pollClock: PollClock | null;
  #isStarted = false;
  /** Whether a pattern has been matched. */
  #hasTopics = false;
  #stopWatching: (() => void) | null = null;
  /** What heartbeats say that it wants; stays while a new pattern is being matched, and when it leaves. */
  #wanted: Pick<SubscriberView, 'topicNames' | 'serverPattern'> = { topicNames: [], serverPattern: null };

  constructor(dependencies: HeartbeatDependencies) {
    const { env, cluster, config, listener } = dependencies;
    const logger = dependencies.logger.component('group');
    this.#dependencies = dependencies;
    this.#listener = new ListenerCalls(listener, logger);
    this.#topics = new SubscribedTopics(cluster.metadata, config.excludeInternalTopics);
    this.#names = new TopicNames(cluster);
    this.#member = new HeartbeatMember({ env, logger, cluster, config, steps: this.#makeSteps() });
    this.#pollClock =
      config.maxPollIntervalMs === null
        ? null
        : new PollClock(env, config.maxPollIntervalMs, {
            onExpired: () => this.#onPollExpired(),
            isWaiting: () => listener.isApplicationWaiting?.() ?? false,
          });
  }

  get state(): MembershipState {
    return this.#member.state;
  }

  /** Of this member, in the group or out of it. */
  get memberId(): string {
    return this.#member.memberId;
  }

  start(): void {
    this.#isStarted = true;
    this.#begin();
  }

  subscribe(subscription: Subscription): void {
    this.#topics.set(subscription);
    this.#hasTopics = false;
    if (!('pattern' in subscription)) this.#takeTopics();
    if (this.#member.isRunning) this.#member.wake();
    else this.#begin();
  }

  #begin(): void {
    if (this.#isStarted && this.#topics.subscription !== null) this.#member.begin();
  }

  #takeTopics(): void {
    const { names: topicNames, serverPattern } = this.#topics;
    this.#hasTopics = true;
    const before = JSON.stringify(this.#wanted);
    this.#wanted = { topicNames: topicNames.toSorted(), serverPattern };
    if (JSON.stringify(this.#wanted) !== before) this.#member.heartbeatNow();
  }

  poll(): void {
    const wasExpired = this.#pollClock?.isExpired ?? false;
    this.#pollClock?.poll();
    if (wasExpired) this.#member.wake();
  }

  groupMetadata(): GroupMetadata {
    return this.#member.groupMetadata();
  }

  rejoin(_reason: string): void {
    // The coordinator alone decides who gets what.
  }

  onCommitError(_errorCode: number, _sentAs: GroupMetadata): void {
    // The next heartbeat tells the member whatever a commit could.
  }

  async leave(options: LeaveOptions): Promise<void> {
    this.#isStarted = false;
    this.#topics.set(null);
    await this.#member.leave(options);
    // It may have subscribed and started anew meanwhile.
    this.#begin();
  }

  #makeSteps(): MemberSteps<AssignedPartitions, HeartbeatAnswer> {
    const { protocol, config } = this.#dependencies;
    const listener = this.#listener;
    return {
      prepare: (signal) => this.#prepare(signal),
      mayJoin: () => this.#pollClock?.isExpired !== true,
      heartbeat: (view, nodeId) => protocol.heartbeat({ ...view, ...this.#wanted }, nodeId),
      forgetSent: () => protocol.forgetSent(),
      isSame: sameAssigned,
      attainable: (target, signal) => this.#attainable(target, signal),
      take: (current, next, isCurrent) => this.#take(current ?? NOTHING_ASSIGNED, next, isCurrent),
      release: () => listener.revoke(listener.ownedPartitions()),
      lose: (cause) => listener.lose(listener.ownedPartitions(), cause),
      onError: (error) => listener.error(error),
      onFatal: (error) => this.#onFatal(error),
      verdict: epochHeartbeatVerdict,
      fatalMessage: (errorCode) => epochFatalMessage(errorCode, config.groupId),
      unsupportedMessage: (cause) =>
        `The brokers have no ${protocol.api} as group ${config.groupId} needs it: ${cause}`,
      leaveEpoch: (keepMembership) => protocol.leaveEpoch(keepMembership),
      leave: (memberId, leaveEpoch, options) => protocol.leave(memberId, leaveEpoch, options),
      onRun: (isRunning) => this.#onRun(isRunning),
    };
  }

  async #prepare(signal: AbortSignal): Promise<void> {
    if (this.#hasTopics) return;
    await this.#topics.resolve(signal);
    this.#takeTopics();
  }

  /** What of it has names: topic ids without one are asked for. */
  async #attainable(target: AssignedPartitions, signal: AbortSignal): Promise<AssignedPartitions> {
    const { cluster, config } = this.#dependencies;
    if (onlyNamed(target, this.#names.nameOf).size < target.size) {
      await this.#names.learn(target.keys(), await cluster.coordinator('group', config.groupId, { signal }));
    }
    return onlyNamed(target, this.#names.nameOf);
  }

  async #take(current: AssignedPartitions, next: AssignedPartitions, isCurrent: () => boolean): Promise<void> {
    const revoked = namedPartitions(assignedOnlyIn(current, next), this.#names.nameOf);
    const added = namedPartitions(assignedOnlyIn(next, current), this.#names.nameOf);
    this.#topics.alsoWatch([...new Set(namedPartitions(next, this.#names.nameOf).map(({ topic }) => topic))]);
    await this.#listener.revoke(revoked);
    if (isCurrent()) await this.#listener.assign(added);
  }

  #onRun(isRunning: boolean): void {
    if (isRunning) {
      this.#stopWatching = this.#dependencies.cluster.metadata.onChange(() => this.#onMetadata());
      this.#pollClock?.start();
      return;
    }
    this.#stopWatching?.();
    this.#stopWatching = null;
    this.#pollClock?.stop();
  }

  #onPollExpired(): void {
    const { maxPollIntervalMs } = this.#dependencies.config;
    const message = `The application did not come back for records within maxPollIntervalMs (${maxPollIntervalMs} ms), so its partitions go to others; process less at a time, or raise maxPollIntervalMs.`;
    this.#member.withdraw(errorFor('MAX_POLL_INTERVAL_EXCEEDED', message));
  }

  #onMetadata(): void {
    this.#topics.rematch();
    if (this.#hasTopics) this.#takeTopics();
    // An assignment may wait for the names of its topics.
    if (this.#member.state === 'rebalancing') this.#member.wake();
  }

  #onFatal(error: ClientError): void {
    this.#isStarted = false;
    this.#topics.set(null);
    this.#listener.fatal(error);
  }
}
