/**
 * A member of a streams group (KIP-1071), from `start` to `close`: it brings the topology, gets tasks from the coordinator,
 * and has its listener run them.
 *
 * Invariant: the coordinator is told that a task is given up only after the listener has let go of it, and that one is
 * taken over only after the listener has it. `HeartbeatMember` sees to when; here is what.
 */
import { settlesWithin, type Env } from '#kernel';
import { asClientError, errorFor, type ClientError } from '../errors.ts';
import type { GroupMetadata, LeaveOptions, MembershipState } from '../group/group-membership.ts';
import { HeartbeatMember, type MemberSteps } from '../group/heartbeat-member.ts';
import { openClient, type OpenClient } from '../open-client.ts';
import { StreamsHeartbeats, type StreamsHeartbeatAnswer, type StreamsHeartbeatConfig } from './streams-heartbeats.ts';
import {
  parseStreamsMemberOptions,
  type StreamsMemberListener,
  type StreamsMemberOptions,
} from './streams-member-options.ts';
import { noStreamsGroups, streamsFatalMessage, streamsHeartbeatVerdict } from './streams-rules.ts';
import type { StreamsGroupStatus } from './streams-statuses.ts';
import { hasTasks, isSameTasks, NO_TASKS, tasksOnlyIn, type StreamsTaskAssignment } from './task-assignment.ts';

/** For the connections, after the member has left. */
const LAST_CLOSE_MS = 1000;

/** Gets the tasks of a topology that this process is to run, and gives them to a `StreamsMemberListener`. */
export class StreamsMember {
  readonly #env: Env;
  readonly #client: OpenClient;
  readonly #config: StreamsHeartbeatConfig;
  readonly #listener: StreamsMemberListener;
  readonly #heartbeats: StreamsHeartbeats;
  readonly #member: HeartbeatMember<StreamsTaskAssignment, StreamsHeartbeatAnswer>;
  /** What the listener was given last, and has not been told to let go of. */
  #owned: StreamsTaskAssignment = NO_TASKS;
  #statuses: readonly StreamsGroupStatus[] = [];
  #hasStarted = false;
  #closing: Promise<void> | null = null;

  /** No I/O yet. Fails with INVALID_CONFIG for options that cannot be. */
  constructor(options: StreamsMemberOptions) {
    const { config, heartbeat } = parseStreamsMemberOptions(options);
    const { groupId, groupInstanceId } = heartbeat;
    this.#config = heartbeat;
    this.#listener = options.listener;
    this.#client = openClient(options, {
      kind: 'consumer',
      config,
      allowAutoTopicCreation: false,
      telemetryLabels: () => ({ group_id: groupId, group_member_id: this.#member.memberId }),
    });
    const { cluster, context } = this.#client;
    const { env } = context;
    this.#env = env;
    this.#heartbeats = new StreamsHeartbeats({
      clock: env.clock,
      cluster,
      config: heartbeat,
      taskOffsets: options.taskOffsets ?? null,
    });
    this.#member = new HeartbeatMember({
      env,
      logger: context.logger.component('group'),
      cluster,
      config: { ...config, groupId, groupInstanceId },
      steps: this.#makeSteps(),
    });
  }

  /** Becomes a member, and stays one until `close` or `onFatal`. */
  start(): void {
    if (this.#closing !== null) throw errorFor('CLIENT_CLOSED', 'The streams member was closed; make another one.');
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    this.#member.begin();
  }

  /** `unsubscribed` before `start`. */
  get state(): MembershipState {
    return this.#member.state;
  }

  /** Of this member, in the group or out of it. */
  get memberId(): string {
    return this.#member.memberId;
  }

  /** How often it tells the coordinator that it is there, as that last said; milliseconds. */
  get heartbeatIntervalMs(): number {
    return this.#heartbeats.intervalMs;
  }

  /** Who the member is at the moment: what its consumer's commits and its producer's `sendOffsets` carry. */
  groupMetadata(): GroupMetadata {
    return this.#member.groupMetadata();
  }

  /** Asks all members to shut down: each of them, this one too, is told by the status `SHUTDOWN_APPLICATION` (KIP-671). */
  requestShutdown(): void {
    this.#heartbeats.requestShutdown();
    this.#member.heartbeatNow();
  }

  /**
   * Gives up all tasks (`onTasksRevoked`), leaves the group unless `keepMembership` says that it comes back, and ends its
   * connections. Takes `timeoutMs` at most, whatever the broker and the listener do. Never rejects.
   */
  close(options: LeaveOptions): Promise<void> {
    this.#closing ??= this.#close(options);
    return this.#closing;
  }

  async #close({ timeoutMs, ...options }: LeaveOptions): Promise<void> {
    const endMs = this.#env.clock.monotonic() + timeoutMs;
    const leftMs = (): number => Math.max(0, endMs - this.#env.clock.monotonic());
    await settlesWithin(this.#env, this.#member.leave({ timeoutMs, ...options }), timeoutMs);
    await settlesWithin(this.#env, this.#client.close(Math.min(leftMs(), LAST_CLOSE_MS)), leftMs());
    await this.#client.cluster.close();
  }

  #makeSteps(): MemberSteps<StreamsTaskAssignment, StreamsHeartbeatAnswer> {
    const { groupId, groupInstanceId } = this.#config;
    const heartbeats = this.#heartbeats;
    return {
      heartbeat: (view, nodeId) => heartbeats.heartbeat(view, nodeId),
      forgetSent: () => heartbeats.forgetSent(),
      onAnswer: (answer) => this.#onAnswer(answer),
      isSame: isSameTasks,
      take: (_current, next, isCurrent) => this.#take(next, isCurrent),
      release: () => this.#release(),
      lose: (cause) => this.#lose(cause),
      onError: (error) => this.#listener.onError?.(error),
      onFatal: (error) => this.#listener.onFatal(error),
      verdict: streamsHeartbeatVerdict,
      fatalMessage: (errorCode, errorMessage) =>
        streamsFatalMessage(errorCode, { groupId, groupInstanceId, errorMessage }),
      unsupportedMessage: (cause) => noStreamsGroups(groupId, cause),
      leaveEpoch: (keepMembership) => heartbeats.leaveEpoch(keepMembership),
      leave: (memberId, leaveEpoch, options) => heartbeats.leave(memberId, leaveEpoch, options),
    };
  }

  #onAnswer({ statuses, endpoints }: StreamsHeartbeatAnswer): void {
    if (statuses !== null && JSON.stringify(statuses) !== JSON.stringify(this.#statuses)) {
      this.#statuses = statuses;
      this.#listener.onStatus(statuses);
    }
    if (endpoints !== null) this.#listener.onEndpoints(endpoints);
  }

  async #take(next: StreamsTaskAssignment, isCurrent: () => boolean): Promise<void> {
    const revoked = tasksOnlyIn(this.#owned.active, next.active);
    if (revoked.length > 0) {
      await this.#call(() => this.#listener.onTasksRevoked(revoked));
      this.#owned = { ...this.#owned, active: tasksOnlyIn(this.#owned.active, revoked) };
    }
    if (!isCurrent()) return;
    // Where the call does not end well it may have some of them.
    this.#owned = next;
    await this.#call(() => this.#listener.onTasksAssigned(next));
  }

  /** Active tasks are revoked; standbys end with the empty assignment. */
  async #release(): Promise<void> {
    const owned = this.#owned;
    if (!hasTasks(owned)) return;
    this.#owned = NO_TASKS;
    try {
      if (owned.active.length > 0) await this.#listener.onTasksRevoked(owned.active);
      await this.#listener.onTasksAssigned(NO_TASKS);
    } catch (error) {
      this.#client.context.logger.error(`could not give up the tasks in good order: ${asClientError(error).message}`);
    }
  }

  async #lose(cause: ClientError): Promise<void> {
    if (!hasTasks(this.#owned)) return;
    this.#owned = NO_TASKS;
    await this.#call(() => this.#listener.onTasksLost(cause));
  }

  /** What fails there cannot be mended by another attempt. */
  async #call(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const { code, message } = asClientError(error);
      const failure = errorFor('ILLEGAL_STATE', `The listener of the streams member failed: ${message} (${code})`, {
        fatal: true,
        cause: error,
      });
      this.#member.abandon(failure);
    }
  }
}
