/**
 * A member of a classic group that divides something else than partitions: a protocol type and a protocol of the
 * application's own, as Connect's workers and schema registries have. The coordinator carries bytes: what each member says
 * of itself to the leader, and what the leader gives to each.
 *
 * Invariant: `onAssigned` and `onLost` are called in turns of one loop, and what is assigned holds until the next of either.
 */
import { defineConfigs, settlesWithin, WakeUp, type ConfigTable, type Env, type Logger } from '#kernel';
import { commonDefinitions, type CommonDefinitions } from '../config/common-configs.ts';
import { parseOptions, type OptionsOf } from '../config/parse-options.ts';
import { asClientError, errorFor, type ClientError } from '../errors.ts';
import { retryDelayMs } from '../network/backoff.ts';
import { COMMON_CODE_OPTIONS, openClient, type CommonCodeOptions, type OpenClient } from '../open-client.ts';
import { ClassicCalls, type Generation } from './classic-calls.ts';
import { ClassicHeartbeats } from './classic-heartbeats.ts';
import { heartbeatVerdict, joinVerdict, syncVerdict, type Verdict } from './classic-rules.ts';

/** What a member says of itself, as the group's leader sees it. */
export interface MemberMetadata {
  /** As the coordinator has named it. */
  readonly memberId: string;
  /** In the bytes of the application's own. */
  readonly metadata: Buffer;
}

/** What the group's leader has given to this member. */
export interface ProtocolAssignment {
  /** Counts the group's rebalances. */
  readonly generationId: number;
  /** This member's. */
  readonly memberId: string;
  /** Empty where the leader gave this member nothing. */
  readonly assignment: Buffer;
}

/** The application's part in the group. */
export interface ProtocolMemberListener {
  /** Asked at every join. */
  metadata(): Buffer;
  /** At the group's leader: what each member gets, by member id. A throw ends the membership's turn and is tried again. */
  assign(members: readonly MemberMetadata[]): ReadonlyMap<string, Buffer>;
  /** The group has divided anew; what was assigned before holds no more. */
  onAssigned(assignment: ProtocolAssignment): void;
  /** The member has been put out of the group; it joins again by itself. */
  onLost(cause: ClientError): void;
  /** It cannot join, now or later: INCONSISTENT_GROUP_PROTOCOL, GROUP_AUTHORIZATION_FAILED and the like. */
  onFatal(error: ClientError): void;
}

/** Which group, by what protocol, and its times in milliseconds. */
export interface GroupProtocol {
  /** The group's id. Needs READ on the group. */
  readonly groupId: string;
  /** One for all members of a group. */
  readonly protocolType: string;
  /** What the members' bytes are to be read by. */
  readonly protocolName: string;
  /** A member that was not heard of for so long is put out of the group. */
  readonly sessionTimeoutMs: number;
  /** How often a member is heard of. */
  readonly heartbeatIntervalMs: number;
  /** How long the group waits for its members when it rebalances. */
  readonly rebalanceTimeoutMs: number;
}

/** The configs that all clients have, and the group. */
export type ProtocolMemberOptions = OptionsOf<CommonDefinitions> &
  CommonCodeOptions &
  GroupProtocol & { readonly listener: ProtocolMemberListener };

const configs: ConfigTable<CommonDefinitions> = defineConfigs(commonDefinitions);
const OWN_OPTIONS: readonly string[] = [
  'groupId',
  'protocolType',
  'protocolName',
  'sessionTimeoutMs',
  'heartbeatIntervalMs',
  'rebalanceTimeoutMs',
  'listener',
];
const NO_GENERATION: Generation = { generationId: -1, memberId: '', protocolName: null };

/** A member of a classic group, from `start` to `close`; it joins again whenever that is needed. */
export class ProtocolMember {
  readonly #options: ProtocolMemberOptions;
  readonly #client: OpenClient;
  readonly #env: Env;
  readonly #logger: Logger;
  readonly #calls: ClassicCalls;
  readonly #heartbeats: ClassicHeartbeats;
  readonly #wakeUp: WakeUp;
  readonly #stop: AbortController = new AbortController();
  #generation: Generation = NO_GENERATION;
  #running: Promise<void> | null = null;
  /** Why it joins again; null while there is no reason. */
  #rejoinReason: string | null = null;
  /** Noted by heartbeats for the loop. */
  #noted: { readonly verdict: Verdict; readonly error: ClientError } | null = null;
  #failures = 0;

  /** No I/O yet. Fails with INVALID_CONFIG for options that cannot be. */
  constructor(options: ProtocolMemberOptions) {
    const config = parseOptions('group member', configs, [...COMMON_CODE_OPTIONS, ...OWN_OPTIONS], options);
    this.#options = options;
    this.#client = openClient(options, { kind: 'consumer', config, allowAutoTopicCreation: false });
    const { cluster, context } = this.#client;
    this.#env = context.env;
    this.#logger = context.logger;
    this.#wakeUp = new WakeUp(context.env.scheduler);
    const { groupId, protocolType, sessionTimeoutMs, heartbeatIntervalMs, rebalanceTimeoutMs } = options;
    const { requestTimeoutMs, retryBackoffMs, retryBackoffMaxMs } = config;
    this.#calls = new ClassicCalls(cluster, {
      groupId,
      groupInstanceId: null,
      protocolType,
      sessionTimeoutMs,
      maxPollIntervalMs: rebalanceTimeoutMs,
      requestTimeoutMs,
    });
    this.#heartbeats = new ClassicHeartbeats({
      env: context.env,
      config: { heartbeatIntervalMs, sessionTimeoutMs, retryBackoffMs, retryBackoffMaxMs },
      calls: this.#calls,
      generation: () => this.#generation,
      onError: (errorCode) => this.#onHeartbeatError(errorCode),
      onFailure: (error) => this.#note('fatal', error),
    });
  }

  /** Becomes a member, and stays one until `close`. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Asks the group to divide anew. */
  rejoin(reason: string): void {
    this.#rejoinReason ??= reason;
    this.#wakeUp.wake();
  }

  /** Leaves the group, which need not wait for the session's end then; takes `timeoutMs` at most. Never rejects. */
  async close(timeoutMs: number): Promise<void> {
    this.#stop.abort();
    this.#heartbeats.stop();
    this.#wakeUp.wake();
    const { memberId } = this.#generation;
    const left = memberId === '' ? null : this.#calls.leave(memberId, 'the member is being closed', timeoutMs);
    if (left !== null) await settlesWithin(this.#env, left, timeoutMs);
    await this.#client.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.#turn();
        this.#failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        const failure = asClientError(error);
        if (failure.fatal || !failure.retriable) this.#options.listener.onFatal(failure);
        this.#logger.debug(`group ${this.#options.groupId}: ${failure.message}`);
        await this.#wakeUp.wait(this.#pauseMs());
      }
    }
  }

  /** One generation: until it is over for this member. */
  async #turn(): Promise<void> {
    this.#rejoinReason = null;
    this.#wakeUp.clear();
    const assignment = await this.#joinAndSync();
    if (assignment === null) return;
    this.#noted = null;
    const { generationId, memberId } = this.#generation;
    this.#options.listener.onAssigned({ generationId, memberId, assignment });
    while (!this.#stop.signal.aborted && this.#rejoinReason === null && this.#noted === null) await this.#wakeUp.wait();
    this.#heartbeats.stop();
    if (this.#noted !== null) this.#actOn(this.#noted);
  }

  /** Null where it is to join once more. */
  async #joinAndSync(): Promise<Buffer | null> {
    const { signal } = this.#stop;
    const { protocolName, listener } = this.#options;
    const { memberId } = this.#generation;
    const protocols = [{ name: protocolName, metadata: listener.metadata() }];
    const joined = await this.#calls.join({ memberId, protocols, reason: 'a member joins', signal });
    const verdict = joinVerdict(joined.errorCode);
    if (verdict === 'take member id') {
      this.#generation = { ...NO_GENERATION, memberId: joined.memberId };
      return null;
    }
    if (verdict !== 'none') return this.#refused(verdict, joined.errorCode);
    this.#generation = { generationId: joined.generationId, memberId: joined.memberId, protocolName };
    this.#heartbeats.start();
    const isLeader = joined.leader === joined.memberId;
    const assignments = isLeader
      ? [
          ...listener.assign(
            joined.members.map(({ memberId: id, metadata }) => ({ memberId: id, metadata: bytesOf(metadata) })),
          ),
        ]
      : [];
    const synced = await this.#calls.sync(
      this.#generation,
      assignments.map(([id, assignment]) => ({ memberId: id, assignment })),
      signal,
    );
    const syncOutcome = syncVerdict(synced.errorCode);
    if (syncOutcome !== 'none') return this.#refused(syncOutcome, synced.errorCode);
    return bytesOf(synced.assignment);
  }

  #refused(verdict: Verdict, errorCode: number): null {
    const error = errorFor(errorCode);
    if (verdict === 'lost member' || verdict === 'lost generation') {
      this.#actOn({ verdict, error });
      return null;
    }
    if (verdict === 'rejoin') return null;
    if (verdict === 'find coordinator') this.#calls.forgetCoordinator();
    throw verdict === 'fatal' ? error : errorFor(errorCode, null, { retriable: true });
  }

  #actOn({ verdict, error }: { readonly verdict: Verdict; readonly error: ClientError }): void {
    this.#noted = null;
    this.#heartbeats.stop();
    if (verdict === 'rejoin') return;
    const { memberId } = this.#generation;
    this.#generation = verdict === 'lost generation' ? { ...NO_GENERATION, memberId } : NO_GENERATION;
    this.#options.listener.onLost(error);
    if (verdict === 'fatal') throw error;
  }

  /** Whether the heartbeat is to be tried again soon. */
  #onHeartbeatError(errorCode: number): boolean {
    const verdict = heartbeatVerdict(errorCode);
    if (verdict === 'find coordinator') this.#calls.forgetCoordinator();
    if (verdict === 'again' || verdict === 'find coordinator') return true;
    this.#note(verdict, errorFor(errorCode));
    return false;
  }

  #note(verdict: Verdict, error: ClientError): void {
    this.#noted ??= { verdict, error };
    this.#wakeUp.wake();
  }

  #pauseMs(): number {
    this.#failures++;
    return retryDelayMs(this.#client.context.config, this.#failures, this.#env.random);
  }
}

function bytesOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
