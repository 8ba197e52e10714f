/**
 * A member of a group whose coordinator assigns, whatever it assigns: partitions (KIP-848, share groups of KIP-932) or
 * tasks (streams groups of KIP-1071). All goes by heartbeat: it joins at epoch 0, gets a target, moves towards it, and
 * tells the coordinator that it has. What differs is in `MemberSteps`.
 *
 * Two loops share one `Term` (a membership from its join to its end): one sends heartbeats, whatever handlers do, the
 * other calls the steps that reach the application. Invariant: what a heartbeat says the member has (`Term.current`)
 * changes only after the application has let go of what is missing there, and an answer to an earlier term changes nothing.
 */
import { type Env, type Logger, settlesWithin, WakeUp } from '#kernel';
import { uuidFromBytes } from '#protocol';
import { asClientError, errorFor, isKafkaError, needsCoordinator, type ClientError } from '../errors.ts';
import { retryDelayMs, type RetryBackoff } from '../network/backoff.ts';
import type { CallingCluster } from './group-cluster.ts';
import type { GroupMetadata, LeaveOptions, MembershipState } from './group-membership.ts';
import type { Answer, MemberView } from './heartbeat-protocol.ts';
import type { HeartbeatVerdict } from './heartbeat-rules.ts';

export interface HeartbeatConfig extends RetryBackoff {
  readonly groupId: string;
  readonly groupInstanceId: string | null;
  readonly requestTimeoutMs: number;
}

/** A membership from its join to its end. */
export interface Term<A> {
  /** 0 until the coordinator has taken it in. */
  epoch: number;
  /** What the coordinator wants it to have; null before it has said so. */
  target: A | null;
  /** What it has; null before the first target. */
  current: A | null;
  /** Whether the coordinator has to be told of `current`. */
  isAcknowledging: boolean;
  /** Whether a heartbeat went out. */
  hasAsked: boolean;
  /** The last target that was acknowledged, as far as it could be taken over. */
  acknowledged: A | null;
}

/** What a kind of member does: on the wire, and towards the application. Steps that answer promises are awaited. */
export interface MemberSteps<A, R extends Answer<A>> {
  /** What has to be known before it joins. */
  prepare?(signal: AbortSignal): Promise<void>;
  /** False while it is to stay out of the group. */
  mayJoin?(): boolean;
  /** Rejects where no answer came. */
  heartbeat(view: MemberView<A>, nodeId: number): Promise<R>;
  /** The coordinator may not have got what was sent: the next heartbeat says everything. */
  forgetSent(): void;
  /** An answer without an error has come. */
  onAnswer?(answer: R): void;
  isSame(one: A, other: A): boolean;
  /**
   * As much of the target as can be taken over at present. With `signal` for what has to be asked first; without an answer
   * nothing changes.
   */
  attainable?(target: A, signal: AbortSignal): Promise<A>;
  /** Lets go of what is not in `next`, then takes over what is new in it. Stops between the two where it is not current. */
  take(current: A | null, next: A, isCurrent: () => boolean): Promise<void>;
  /** Lets go of all that it has, in good order. */
  release(): Promise<void>;
  /** What it has may be another's already. */
  lose(cause: ClientError): Promise<void>;
  /** The application has to know of this, and the membership goes on. */
  onError(error: ClientError): void;
  /** The membership is over. */
  onFatal(error: ClientError): void;
  verdict(errorCode: number, memberEpoch: number): HeartbeatVerdict;
  /** What the application can do about an error that will not pass; null where the broker's words have to do. */
  fatalMessage(errorCode: number, errorMessage: string | null): string | null;
  /** Why the brokers have no such heartbeat, and what to do. */
  unsupportedMessage(cause: string): string;
  /** The epoch that says goodbye; null where nothing is to be said. */
  leaveEpoch(keepMembership: boolean | undefined): number | null;
  leave(memberId: string, leaveEpoch: number, options: { nodeId: number; timeoutMs: number }): Promise<void>;
  /** A run has begun, or is over, whatever ended it. */
  onRun?(isRunning: boolean): void;
}

export interface HeartbeatMemberDependencies<A, R extends Answer<A>> {
  readonly env: Env;
  readonly logger: Logger;
  readonly cluster: CallingCluster;
  readonly config: HeartbeatConfig;
  readonly steps: MemberSteps<A, R>;
}

/** From `begin` to `leave` or a fatal error. */
interface Run {
  /** Aborted when the member begins to leave. */
  readonly controller: AbortController;
  /** Resolves when the application is not called any more. */
  work: Promise<void>;
  /** Set when no heartbeat is to be sent any more. */
  isOver: boolean;
  leaving: Promise<void> | null;
}

const MEMBER_ID_BYTES = 16;

export class HeartbeatMember<A, R extends Answer<A>> {
  readonly #dependencies: HeartbeatMemberDependencies<A, R>;
  readonly #steps: MemberSteps<A, R>;
  readonly #wakeHeartbeats: WakeUp;
  readonly #wakeWork: WakeUp;
  #memberId: string;
  #state: MembershipState = 'unsubscribed';
  #run: Run | null = null;
  /** Null while it is out: fenced, or gone as the application did not poll. */
  #term: Term<A> | null = null;
  #lostCause: ClientError | null = null;
  #fatal: ClientError | null = null;
  /** Heartbeats in a row without an answer to build on. */
  #failures = 0;

  constructor(dependencies: HeartbeatMemberDependencies<A, R>) {
    const { env, steps } = dependencies;
    this.#dependencies = dependencies;
    this.#steps = steps;
    this.#wakeHeartbeats = new WakeUp(env.scheduler);
    this.#wakeWork = new WakeUp(env.scheduler);
    this.#memberId = uuidFromBytes(env.random.bytes(MEMBER_ID_BYTES));
  }

  get state(): MembershipState {
    return this.#state;
  }

  /** Of this member, in the group or out of it. */
  get memberId(): string {
    return this.#memberId;
  }

  get isRunning(): boolean {
    return this.#run !== null;
  }

  groupMetadata(): GroupMetadata {
    const { groupId, groupInstanceId } = this.#dependencies.config;
    const epoch = this.#term?.epoch ?? 0;
    const isMember = epoch > 0;
    return { groupId, generationId: isMember ? epoch : -1, memberId: isMember ? this.#memberId : '', groupInstanceId };
  }

  /** Becomes a member; nothing happens where it is one. */
  begin(): void {
    if (this.#run !== null) return;
    const run: Run = { controller: new AbortController(), work: Promise.resolve(), isOver: false, leaving: null };
    this.#run = run;
    this.#fatal = null;
    this.#state = 'joining';
    this.#steps.onRun?.(true);
    run.work = this.#work(run);
    void this.#beat(run);
  }

  /** There may be something to do: more of the target can be taken over, or it may join again. */
  wake(): void {
    this.#wakeWork.wake();
  }

  /** Something has to be told to the coordinator. */
  heartbeatNow(): void {
    this.#wakeHeartbeats.wake();
  }

  /** The membership is over, as the application is. The coordinator is told; what it had is released, then it joins again. */
  withdraw(cause: ClientError): void {
    const isMember = this.#term !== null;
    this.#goOut(cause);
    if (isMember) this.#leaveInBackground();
  }

  /** The membership is over for good, as the application is. The coordinator is told. */
  abandon(cause: ClientError): void {
    const isMember = this.#term !== null;
    this.#fail(cause);
    if (isMember) this.#leaveInBackground();
  }

  leave(options: LeaveOptions): Promise<void> {
    const run = this.#run;
    if (run === null) {
      this.#state = 'stopped';
      return Promise.resolve();
    }
    run.leaving ??= this.#leave(run, options);
    return run.leaving;
  }

  /** All that calls the application, one thing at a time. */
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
      await this.#steps.prepare?.(signal);
      if (this.#term === null && this.#steps.mayJoin?.() !== false) this.#join();
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
    this.#steps.forgetSent();
    this.#failures = 0;
    this.#wakeHeartbeats.wake();
  }

  /** Answers whether all of the target could be taken over. */
  async #reconcile(term: Term<A>, signal: AbortSignal): Promise<boolean> {
    const isCurrent = (): boolean => term === this.#term && !signal.aborted;
    const steps = this.#steps;
    while (isCurrent() && term.target !== null) {
      const { target } = term;
      const next = steps.attainable === undefined ? target : await steps.attainable(target, signal);
      if (!isCurrent()) return true;
      const hasChanged = term.current === null || !steps.isSame(term.current, next);
      if (hasChanged) {
        await steps.take(term.current, next, isCurrent);
        if (!isCurrent()) return true;
        term.current = next;
      }
      if (hasChanged || term.acknowledged !== target) this.#acknowledge(term, target);
      if (term.target !== target) continue;
      if (next !== target && !steps.isSame(next, target)) return false;
      this.#state = 'stable';
      return true;
    }
    return true;
  }

  #acknowledge(term: Term<A>, target: A): void {
    term.acknowledged = target;
    term.isAcknowledging = true;
    this.#wakeHeartbeats.wake();
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
  async #heartbeat(run: Run, term: Term<A>): Promise<number | null> {
    const { cluster, config } = this.#dependencies;
    const isCurrent = (): boolean => term === this.#term && !run.isOver;
    let nodeId = -1;
    try {
      nodeId = await cluster.coordinator('group', config.groupId);
      if (!isCurrent()) return 0;
      this.#wakeHeartbeats.clear();
      const { epoch: memberEpoch, current, isAcknowledging } = term;
      term.isAcknowledging = false;
      term.hasAsked = true;
      const view = { memberId: this.#memberId, memberEpoch, current, isAcknowledging };
      const answer = await this.#steps.heartbeat(view, nodeId);
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

  /** Before the next one, which says everything since it is not known what came through. */
  #pauseMs(): number {
    const { env, config } = this.#dependencies;
    this.#steps.forgetSent();
    this.#failures++;
    return retryDelayMs(config, this.#failures, env.random);
  }

  #onAnswer(term: Term<A>, answer: R): number | null {
    const { cluster, config } = this.#dependencies;
    const { errorCode, errorMessage } = answer;
    switch (this.#steps.verdict(errorCode, term.epoch)) {
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
        this.#steps.onError(errorFor(errorCode, errorMessage));
        return this.#pauseMs();
      default:
        this.#fail(this.#explain(this.#refusal(answer)));
        return null;
    }
  }

  #refusal({ errorCode, errorMessage }: R): ClientError {
    const message = this.#steps.fatalMessage(errorCode, errorMessage) ?? errorMessage;
    return errorFor(errorCode, message, { fatal: true });
  }

  #accept(term: Term<A>, answer: R): number {
    this.#failures = 0;
    this.#memberId = answer.memberId ?? this.#memberId;
    term.epoch = answer.memberEpoch;
    if (answer.assignment !== null) term.target = answer.assignment;
    const { target, current } = term;
    const isReconciled = target === null || (current !== null && this.#steps.isSame(current, target));
    // Before anybody hears of the rest: what the answer gives is not taken over yet.
    this.#state = isReconciled ? 'stable' : 'rebalancing';
    this.#steps.onAnswer?.(answer);
    if (!isReconciled) this.#wakeWork.wake();
    // One that waits to acknowledge goes at once.
    return term.isAcknowledging ? 0 : answer.heartbeatIntervalMs;
  }

  /** The membership is over. What it had is released, then it joins again. */
  #goOut(cause: ClientError): void {
    const { logger, config } = this.#dependencies;
    logger.warn(`lost the membership of group ${config.groupId}: ${cause.message}`);
    this.#term = null;
    this.#lostCause = cause;
    this.#state = 'fenced';
    this.#wakeWork.wake();
  }

  async #releaseWhatIsLost(): Promise<void> {
    const cause = this.#lostCause;
    this.#lostCause = null;
    if (cause !== null) await this.#steps.lose(cause);
  }

  #leaveInBackground(): void {
    const { logger, config } = this.#dependencies;
    this.#sayGoodbye(undefined, config.requestTimeoutMs).catch((error: unknown) => {
      logger.debug(`could not leave group ${config.groupId}: ${asClientError(error).message}`);
    });
  }

  async #sayGoodbye(keepMembership: boolean | undefined, timeoutMs: number): Promise<void> {
    const { cluster, config } = this.#dependencies;
    const epoch = this.#steps.leaveEpoch(keepMembership);
    if (epoch === null) return;
    const nodeId = await cluster.coordinator('group', config.groupId, { timeoutMs });
    await this.#steps.leave(this.#memberId, epoch, { nodeId, timeoutMs });
  }

  #explain(failure: ClientError): ClientError {
    if (failure.code !== 'UNSUPPORTED_VERSION') return failure;
    const message = this.#steps.unsupportedMessage(failure.message);
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
    this.#steps.onRun?.(false);
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
    await this.#steps.release();
  }

  async #stopFor(run: Run, error: ClientError): Promise<void> {
    const { logger, config } = this.#dependencies;
    await this.#steps.lose(error);
    this.#end(run);
    logger.error(`group ${config.groupId}: ${error.message}`);
    this.#steps.onFatal(error);
  }

  #end(run: Run): void {
    if (this.#run !== run) return;
    run.controller.abort();
    run.isOver = true;
    this.#run = null;
    this.#term = null;
    this.#lostCause = null;
    this.#wakeHeartbeats.wake();
    this.#state = 'stopped';
    this.#steps.onRun?.(false);
  }
}
