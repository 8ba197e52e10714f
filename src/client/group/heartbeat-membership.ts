/**
 * A member of a group whose coordinator assigns: KIP-848 consumer groups and share groups (KIP-932). All goes by
 * heartbeat: it joins at epoch 0, gets a target, and moves towards it: revokes what the target lacks, takes over what is
 * new, and tells the coordinator that it has.
 *
 * Two loops share one `Term` (a membership from its join to its end): one sends heartbeats, whatever handlers do, the
 * other calls the listener. Invariant: what a heartbeat says the member has (`Term.current`) changes only after the
 * listener has let go of what is missing there, and an answer to an earlier term changes nothing.
 */
import { type Env, type Logger, settlesWithin, WakeUp } from '#kernel';
import { uuidFromBytes } from '#protocol';
import { asClientError, errorFor, isKafkaError, needsCoordinator, type ClientError } from '../errors.ts';
import { retryDelayMs, type RetryBackoff } from '../network/backoff.ts';
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
import type { HeartbeatAnswer, HeartbeatProtocol, MemberView } from './heartbeat-protocol.ts';
import { epochFatalMessage, epochHeartbeatVerdict } from './heartbeat-rules.ts';
import { ListenerCalls } from './listener-calls.ts';
import { PollClock } from './poll-clock.ts';
import { SubscribedTopics } from './subscribed-topics.ts';
import { TopicNames } from './topic-names.ts';

export interface HeartbeatConfig extends RetryBackoff {
  readonly groupId: string;
  readonly groupInstanceId: string | null;
  /** Null where the application need not come back (share groups: the locks of its records end instead). */
  readonly maxPollIntervalMs: number | null;
  readonly requestTimeoutMs: number;
  readonly excludeInternalTopics: boolean;
}

export interface HeartbeatDependencies {
  readonly env: Env;
  readonly logger: Logger;
  readonly cluster: GroupCluster;
  readonly config: HeartbeatConfig;
  readonly listener: GroupListener;
  readonly protocol: HeartbeatProtocol;
}

/** A membership from its join to its end. */
interface Term {
  /** 0 until the coordinator has taken it in. */
  epoch: number;
  /** What the coordinator wants it to have; null before it has said so. */
  target: AssignedPartitions | null;
  /** What it has; null before the first target. */
  current: AssignedPartitions | null;
  /** Whether the coordinator has to be told of `current`. */
  isAcknowledging: boolean;
  /** Whether a heartbeat went out. */
  hasAsked: boolean;
  /** The last target that was acknowledged, as far as its topics had names. */
  acknowledged: AssignedPartitions | null;
}

/** From `start` and `subscribe` to `leave` or a fatal error. */
interface Run {
  /** Aborted when the member begins to leave. */
  readonly controller: AbortController;
  /** Resolves when the listener is not called any more. */
  work: Promise<void>;
  /** Set when no heartbeat is to be sent any more. */
  isOver: boolean;
  leaving: Promise<void> | null;
  readonly stopWatching: () => void;
}

const MEMBER_ID_BYTES = 16;

export class HeartbeatMembership implements GroupMembership {
  readonly #dependencies: HeartbeatDependencies;
  readonly #logger: Logger;
  readonly #listener: ListenerCalls;
  readonly #topics: SubscribedTopics;
  readonly #names: TopicNames;
  readonly #pollClock: PollClock | null;
  readonly #wakeHeartbeats: WakeUp;
  readonly #wakeWork: WakeUp;
  #memberId: string;
  #state: MembershipState = 'unsubscribed';
  #isStarted = false;
  #run: Run | null = null;
  /** Null while it is out: fenced, or gone as the application did not poll. */
  #term: Term | null = null;
  #lostCause: ClientError | null = null;
  #fatal: ClientError | null = null;
  /** Heartbeats in a row without an answer to build on. */
  #failures = 0;
  /** Whether a pattern has been matched. */
  #hasTopics = false;
  /** What heartbeats say that it wants; stays while a new pattern is being matched, and when it leaves. */
  #wanted: Pick<MemberView, 'topicNames' | 'serverPattern'> = { topicNames: [], serverPattern: null };

  constructor(dependencies: HeartbeatDependencies) {
    const { env, cluster, config, listener } = dependencies;
    this.#dependencies = dependencies;
    this.#logger = dependencies.logger.component('group');
    this.#listener = new ListenerCalls(listener, this.#logger);
    this.#topics = new SubscribedTopics(cluster.metadata, config.excludeInternalTopics);
    this.#names = new TopicNames(cluster);
    this.#wakeHeartbeats = new WakeUp(env.scheduler);
    this.#wakeWork = new WakeUp(env.scheduler);
    this.#memberId = uuidFromBytes(env.random.bytes(MEMBER_ID_BYTES));
    this.#pollClock =
      config.maxPollIntervalMs === null
        ? null
        : new PollClock(env, config.maxPollIntervalMs, {
            onExpired: () => this.#onPollExpired(),
            isWaiting: () => listener.isApplicationWaiting?.() ?? false,
          });
  }

  get state(): MembershipState {
    return this.#state;
  }

  /** Of this member, in the group or out of it. */
  get memberId(): string {
    return this.#memberId;
  }

  start(): void {
    this.#isStarted = true;
    this.#begin();
  }

  subscribe(subscription: Subscription): void {
    this.#topics.set(subscription);
    this.#hasTopics = false;
    if (!('pattern' in subscription)) this.#takeTopics();
    if (this.#run === null) this.#begin();
    else this.#wakeWork.wake();
  }

  #takeTopics(): void {
    const { names: topicNames, serverPattern } = this.#topics;
    this.#hasTopics = true;
    const before = JSON.stringify(this.#wanted);
    this.#wanted = { topicNames: topicNames.toSorted(), serverPattern };
    if (JSON.stringify(this.#wanted) !== before) this.#wakeHeartbeats.wake();
  }

  poll(): void {
    const wasExpired = this.#pollClock?.isExpired ?? false;
    this.#pollClock?.poll();
    if (wasExpired) this.#wakeWork.wake();
  }

  groupMetadata(): GroupMetadata {
    const { groupId, groupInstanceId } = this.#dependencies.config;
    const epoch = this.#term?.epoch ?? 0;
    const isMember = epoch > 0;
    return { groupId, generationId: isMember ? epoch : -1, memberId: isMember ? this.#memberId : '', groupInstanceId };
  }

  rejoin(_reason: string): void {
    // The coordinator alone decides who gets what.
  }

  onCommitError(_errorCode: number, _sentAs: GroupMetadata): void {
    // The next heartbeat tells the member whatever a commit could.
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

  #begin(): void {
    if (!this.#isStarted || this.#run !== null || this.#topics.subscription === null) return;
    const run: Run = {
      controller: new AbortController(),
      work: Promise.resolve(),
      isOver: false,
      leaving: null,
      stopWatching: this.#dependencies.cluster.metadata.onChange(() => this.#onMetadata()),
    };
    this.#run = run;
    this.#fatal = null;
    this.#state = 'joining';
    this.#pollClock?.start();
    run.work = this.#work(run);
    void this.#beat(run);
  }

  /** All that calls the listener, one thing at a time. */
  async #work(run: Run): Promise<void> {
    const { signal } = run.controller;
    let failures = 0;
    while (!signal.aborted) {
      if (this.#fatal !== null) return this.#stopFor(run, this.#fatal);
      if (this.#lostCause !== null) {
        await this.#releaseWhatIsLost();
        continue;
      }
      const isDone = await this.#moveOn(signal);
      failures = isDone ? 0 : failures + 1;
      const { env, config } = this.#dependencies;
      await this.#wakeWork.wait(isDone ? null : retryDelayMs(config, failures, env.random));
    }
  }

  /** Joins where it is out, moves towards the target. False where it has to be tried again without being woken. */
  async #moveOn(signal: AbortSignal): Promise<boolean> {
    try {
      if (!this.#hasTopics) {
        await this.#topics.resolve(signal);
        this.#takeTopics();
      }
      if (this.#term === null && this.#pollClock?.isExpired !== true) this.#join();
      return this.#term === null || (await this.#reconcile(this.#term, signal));
    } catch (error) {
      const failure = asClientError(error);
      if (!failure.retriable && !signal.aborted) this.#fail(failure);
      return false;
    }
  }

  #join(): void {
    this.#term = {
      epoch: 0,
      hasAsked: false,
      target: null,
      current: null,
      isAcknowledging: false,
      acknowledged: null,
    };
    this.#dependencies.protocol.forgetSent();
    this.#failures = 0;
    this.#wakeHeartbeats.wake();
  }

  /** Answers whether all of the target could be taken over. */
  async #reconcile(term: Term, signal: AbortSignal): Promise<boolean> {
    const isCurrent = (): boolean => term === this.#term && !signal.aborted;
    while (isCurrent() && term.target !== null) {
      const { target } = term;
      const { cluster, config } = this.#dependencies;
      const named = onlyNamed(target, this.#names.nameOf);
      if (named.size < target.size) {
        await this.#names.learn(target.keys(), await cluster.coordinator('group', config.groupId, { signal }));
        if (!isCurrent()) return true;
      }
      const next = onlyNamed(target, this.#names.nameOf);
      const hasChanged = term.current === null || !sameAssigned(term.current, next);
      if (hasChanged) await this.#take(term, next, isCurrent);
      if (!isCurrent()) return true;
      if (hasChanged || term.acknowledged !== target) this.#acknowledge(term, target);
      if (term.target !== target) continue;
      if (next.size < target.size) return false;
      this.#state = 'stable';
      return true;
    }
    return true;
  }

  #acknowledge(term: Term, target: AssignedPartitions): void {
    term.acknowledged = target;
    term.isAcknowledging = true;
    this.#wakeHeartbeats.wake();
  }

  /** Lets go of what is not in `next`, then takes over what is new in it. */
  async #take(term: Term, next: AssignedPartitions, isCurrent: () => boolean): Promise<void> {
    const current = term.current ?? NOTHING_ASSIGNED;
    const revoked = namedPartitions(assignedOnlyIn(current, next), this.#names.nameOf);
    const added = namedPartitions(assignedOnlyIn(next, current), this.#names.nameOf);
    this.#topics.alsoWatch([...new Set(namedPartitions(next, this.#names.nameOf).map(({ topic }) => topic))]);
    await this.#listener.revoke(revoked);
    if (!isCurrent()) return;
    await this.#listener.assign(added);
    if (isCurrent()) term.current = next;
  }

  /** Heartbeats until the run is over. */
  async #beat(run: Run): Promise<void> {
    while (!run.isOver) {
      const term = this.#term;
      const delayMs = term === null ? null : await this.#heartbeat(run, term);
      if (!run.isOver) await this.#wakeHeartbeats.wait(delayMs);
    }
  }

  /** Once; answers after how long the next one is due. */
  async #heartbeat(run: Run, term: Term): Promise<number | null> {
    const { cluster, config, protocol } = this.#dependencies;
    const isCurrent = (): boolean => term === this.#term && !run.isOver;
    let nodeId = -1;
    try {
      nodeId = await cluster.coordinator('group', config.groupId);
      if (!isCurrent()) return 0;
      this.#wakeHeartbeats.clear();
      const view = this.#view(term);
      term.isAcknowledging = false;
      term.hasAsked = true;
      const answer = await protocol.heartbeat(view, nodeId);
      return isCurrent() ? this.#onAnswer(term, answer) : 0;
    } catch (error) {
      if (!isCurrent()) return 0;
      if (needsCoordinator(error) || isKafkaError(error, 'REQUEST_TIMED_OUT')) {
        cluster.forgetCoordinator('group', config.groupId, nodeId < 0 ? undefined : nodeId);
      }
      const failure = asClientError(error);
      if (!failure.retriable) this.#fail(this.#explain(failure));
      return this.#pauseMs();
    }
  }

  #view(term: Term): MemberView {
    return {
      memberId: this.#memberId,
      memberEpoch: term.epoch,
      ...this.#wanted,
      assigned: term.current ?? NOTHING_ASSIGNED,
      isAcknowledging: term.isAcknowledging,
    };
  }

  /** Before the next one, which says everything since it is not known what came through. */
  #pauseMs(): number {
    const { env, config, protocol } = this.#dependencies;
    protocol.forgetSent();
    this.#failures++;
    return retryDelayMs(config, this.#failures, env.random);
  }

  #onAnswer(term: Term, answer: HeartbeatAnswer): number | null {
    const { cluster, config } = this.#dependencies;
    const { errorCode, errorMessage } = answer;
    switch (epochHeartbeatVerdict(errorCode)) {
      case 'none':
        return this.#accept(term, answer);
      case 'again':
        return this.#pauseMs();
      case 'find coordinator':
        cluster.forgetCoordinator('group', config.groupId);
        return this.#pauseMs();
      case 'fenced':
        this.#goOut(errorFor(errorCode, errorMessage));
        return null;
      case 'report':
        this.#listener.error(errorFor(errorCode, errorMessage));
        return this.#pauseMs();
      default:
        this.#fail(errorFor(errorCode, epochFatalMessage(errorCode, config.groupId) ?? errorMessage, { fatal: true }));
        return null;
    }
  }

  #accept(term: Term, answer: HeartbeatAnswer): number {
    this.#failures = 0;
    this.#memberId = answer.memberId ?? this.#memberId;
    term.epoch = answer.memberEpoch;
    if (answer.assignment !== null) term.target = answer.assignment;
    const isReconciled = term.target === null || (term.current !== null && sameAssigned(term.current, term.target));
    this.#state = isReconciled ? 'stable' : 'rebalancing';
    if (!isReconciled) this.#wakeWork.wake();
    // One that waits to acknowledge goes at once.
    return term.isAcknowledging ? 0 : answer.heartbeatIntervalMs;
  }

  /** The membership is over. What it had is released, then it joins again. */
  #goOut(cause: ClientError): void {
    const { groupId } = this.#dependencies.config;
    this.#logger.warn(`lost the membership of group ${groupId}: ${cause.message}`);
    this.#term = null;
    this.#lostCause = cause;
    this.#state = 'fenced';
    this.#wakeWork.wake();
  }

  async #releaseWhatIsLost(): Promise<void> {
    const cause = this.#lostCause;
    this.#lostCause = null;
    if (cause !== null) await this.#listener.lose(this.#listener.ownedPartitions(), cause);
  }

  #onPollExpired(): void {
    const { maxPollIntervalMs, groupId } = this.#dependencies.config;
    const message = `The application did not come back for records within maxPollIntervalMs (${maxPollIntervalMs} ms), so its partitions go to others; process less at a time, or raise maxPollIntervalMs.`;
    const isMember = this.#term !== null;
    this.#goOut(errorFor('MAX_POLL_INTERVAL_EXCEEDED', message));
    if (!isMember) return;
    this.#sayGoodbye(undefined, this.#dependencies.config.requestTimeoutMs).catch((error: unknown) => {
      this.#logger.debug(`could not leave group ${groupId}: ${asClientError(error).message}`);
    });
  }

  async #sayGoodbye(keepMembership: boolean | undefined, timeoutMs: number): Promise<void> {
    const { cluster, config, protocol } = this.#dependencies;
    const epoch = protocol.leaveEpoch(keepMembership);
    if (epoch === null) return;
    const nodeId = await cluster.coordinator('group', config.groupId, { timeoutMs });
    await protocol.leave(this.#memberId, epoch, { nodeId, timeoutMs });
  }

  #onMetadata(): void {
    this.#topics.rematch();
    if (this.#hasTopics) this.#takeTopics();
    // An assignment may wait for the names of its topics.
    if (this.#term !== null && this.#state === 'rebalancing') this.#wakeWork.wake();
  }

  #explain(failure: ClientError): ClientError {
    if (failure.code !== 'UNSUPPORTED_VERSION') return failure;
    const { protocol, config } = this.#dependencies;
    const message = `The brokers have no ${protocol.api} as group ${config.groupId} needs it: ${failure.message}`;
    return errorFor('UNSUPPORTED_VERSION', message, { cause: failure, fatal: true });
  }

  #fail(error: ClientError): void {
    this.#fatal ??= error;
    this.#term = null;
    this.#wakeWork.wake();
  }

  async #leave(run: Run, options: LeaveOptions): Promise<void> {
    const { env, config } = this.#dependencies;
    const endMs = env.clock.monotonic() + options.timeoutMs;
    const leftMs = (): number => Math.max(0, endMs - env.clock.monotonic());
    run.controller.abort();
    run.stopWatching();
    this.#pollClock?.stop();
    this.#wakeWork.wake();
    const released = run.work.then(() => this.#releaseAll());
    await settlesWithin(env, released, leftMs());
    // One that has asked to join may be a member without knowing; one whose coordinator was never found is not.
    const isMember = this.#term?.hasAsked === true;
    run.isOver = true;
    if (isMember) {
      const timeoutMs = Math.max(1, Math.min(leftMs(), config.requestTimeoutMs));
      await settlesWithin(env, this.#sayGoodbye(options.keepMembership, timeoutMs), leftMs());
    }
    this.#end(run);
  }

  async #releaseAll(): Promise<void> {
    await this.#releaseWhatIsLost();
    await this.#listener.revoke(this.#listener.ownedPartitions());
  }

  async #stopFor(run: Run, error: ClientError): Promise<void> {
    await this.#listener.lose(this.#listener.ownedPartitions(), error);
    this.#isStarted = false;
    this.#topics.set(null);
    this.#end(run);
    this.#logger.error(`group ${this.#dependencies.config.groupId}: ${error.message}`);
    this.#listener.fatal(error);
  }

  #end(run: Run): void {
    if (this.#run !== run) return;
    run.controller.abort();
    run.isOver = true;
    run.stopWatching();
    this.#run = null;
    this.#term = null;
    this.#lostCause = null;
    this.#pollClock?.stop();
    this.#wakeHeartbeats.wake();
    this.#state = 'stopped';
    this.#begin();
  }
}
