/**
 * One registry of a group: its state is a topic, which all of them read and one of them, the leader, writes.
 *
 * Invariant: a command is decided over all that the topic holds, by the only one who can write. A leader begins by taking
 * over the writer (no batch of the one before is taken after its own first, a NOOP) and by reading up to that NOOP; it
 * writes one batch at a time, of commands that can be decided together; after a write whose fate is not known it does both
 * again before it decides anything. So no id is given out twice, whoever takes himself for the leader
 * (docs/decisions/0023).
 */
import {
  Admin,
  FencedAppender,
  isKafkaError,
  ProtocolMember,
  type AdminOptions,
  type ConsumerOptions,
  type FencedAppenderOptions,
  type ProtocolAssignment,
} from '#client';
import { settlesWithin, type Env, type Logger, type Timer } from '#kernel';
import { operationTimedOut, RegistryError, storeError, unknownLeader } from '../registry-errors.ts';
import type { RecordPlace, RegistryCommand, RegistryWorld, SchemaRegistry, StoreRecord } from '../registry-types.ts';
import { decideTogether } from '../state/decide/decide-together.ts';
import type { ParsedSchemas } from '../state/parsed-schemas.ts';
import { RegistryState } from '../state/registry-state.ts';
import { OffsetWaits } from './offset-waits.ts';
import { settingsOf, type RegistryConfig } from './registry-configs.ts';
import {
  electLeader,
  isDuplicateUrls,
  parseAssignment,
  printIdentity,
  PROTOCOL_NAME,
  PROTOCOL_TYPE,
  urlOf,
  type RegistryAddress,
  type RegistryIdentity,
} from './registry-identity.ts';
import { StoreReader } from './store-reader.ts';
import { ensureStoreTopic } from './store-topic.ts';
import { answer, refuse, WaitingCommands } from './waiting-commands.ts';

/** What all clients of the registry are made with. */
export type RegistryClientOptions = Omit<
  AdminOptions & ConsumerOptions & FencedAppenderOptions,
  'transactionalId' | 'topic' | 'partition'
>;

export interface RegistryNodeOptions {
  readonly config: RegistryConfig;
  /** `bootstrapServers`, `tls`, `sasl`, … */
  readonly client: RegistryClientOptions;
  readonly schemas: ParsedSchemas;
  /** Where the other registries reach this one; asked when it joins the group. */
  readonly address: () => RegistryAddress;
  /** Under which the leader writes; `<schema.registry.group.id>-<topic>` where absent. One for all registries of a topic. */
  readonly transactionalId?: string;
}

const NOOP: StoreRecord = { key: Buffer.from('{"keytype":"NOOP","magic":0}'), value: null };
const TAKE_OVER_RETRY_MS = 500;
const LEAVE_MS = 2000;
/** A takeover may find a coordinator that is just being loaded. */
const TAKE_OVER_TIMEOUT_MS = 10_000;
/** A registration that is repeated finds what it has written; what else is repeated would answer otherwise. */
const MAX_ATTEMPTS = 3;

/** Does nothing until it is first asked for something. */
export function openSchemaRegistry(env: Env, options: RegistryNodeOptions): SchemaRegistry {
  return new RegistryNode(env, options);
}

interface Leading {
  readonly url: string | null;
  /** This one is to lead, as the group has decided. */
  readonly isSelf: boolean;
}

/** A write whose fate is not known, and whether it was seen since. */
interface Doubt {
  readonly record: StoreRecord;
  wasSeen: boolean;
}

export class RegistryNode implements SchemaRegistry {
  readonly schemas: ParsedSchemas;
  readonly #env: Env;
  readonly #options: RegistryNodeOptions;
  readonly #config: RegistryConfig;
  readonly #topic: string;
  readonly #log: Logger;
  readonly #applied: OffsetWaits;
  readonly #appender: FencedAppender;
  readonly #reader: StoreReader;
  readonly #member: ProtocolMember;
  #state: RegistryState;
  #starting: Promise<void> | null = null;
  #isReady = false;
  #isClosed = false;
  /** What the group has decided; null before, and while this one is not in the group. */
  #leading: Leading | null = null;
  /** It has taken over, and reads what it writes. */
  #isLeader = false;
  readonly #decided: PromiseWithResolvers<void> = Promise.withResolvers();
  /** What writes comes one after the other. */
  #last: Promise<unknown> = Promise.resolve();
  readonly #waiting = new WaitingCommands();
  /** What waits will be looked at, in its turn. */
  #isTurnDue = false;
  #takeOverTimer: Timer | null = null;
  #doubt: Doubt | null = null;
  /** The topic was replaced by another while this one led. */
  #hasLostTopic = false;
  /** Of the last record that this one wrote; it is applied before anything is decided. */
  #lastWritten = -1;
  #groupTrouble = '';

  constructor(env: Env, options: RegistryNodeOptions) {
    const { config, client, schemas } = options;
    this.#env = env;
    this.#options = options;
    this.#config = config;
    this.#topic = config.kafkastoreTopic;
    this.#log = env.logger.component('registry');
    this.#applied = new OffsetWaits(env);
    this.schemas = schemas;
    this.#state = new RegistryState(settingsOf(config));
    const groupId = config.schemaRegistryGroupId;
    const { transactionalId = `${groupId}-${this.#topic}` } = options;
    this.#appender = new FencedAppender({ ...client, env, transactionalId, topic: this.#topic, partition: 0 });
    this.#reader = new StoreReader(env, {
      client: { ...client, env },
      topic: this.#topic,
      log: this.#log,
      lastOffset: () => this.#state.lastOffset,
      take: ({ key, value, offset, timestamp }) => this.#apply({ key, value }, { offset, timestamp }),
      onReplaced: () => this.#startOver(),
    });
    this.#member = this.#groupMember(groupId);
  }

  get state(): RegistryState {
    return this.#state;
  }

  async ready(): Promise<void> {
    if (this.#isReady) return;
    if (this.#isClosed) throw closedError();
    this.#starting ??= this.#start();
    const starting = this.#starting;
    if (await settlesWithin(this.#env, starting, this.#config.kafkastoreInitTimeoutMs)) return starting;
    throw operationTimedOut(`The topic ${this.#topic} has not been read to its end yet`);
  }

  async caughtUp(): Promise<void> {
    await this.ready();
    const timeoutMs = this.#config.kafkastoreTimeoutMs;
    const reading = this.#reader.readToEnd();
    if (!(await settlesWithin(this.#env, reading, timeoutMs))) {
      throw operationTimedOut(`The topic ${this.#topic} was not read to its end within ${timeoutMs} ms`);
    }
    await reading.catch((error: unknown) => {
      throw failureOf(error, `The topic ${this.#topic} cannot be read`);
    });
  }

  leadership(): ReturnType<SchemaRegistry['leadership']> {
    if (this.#isLeader) return { isLeader: true };
    const { url = null, isSelf = false } = this.#leading ?? {};
    return { isLeader: false, leaderUrl: isSelf ? null : url };
  }

  async execute(command: RegistryCommand): Promise<unknown> {
    await this.ready();
    const { size } = this.#waiting;
    if (size >= this.#config.samsaCommandQueueSize) throw storeError(`${size} writes wait already; try again later`);
    const answered = this.#waiting.add(command);
    this.#takeTurn();
    return answered;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#isReady = false;
    this.#takeOverTimer?.cancel();
    do await this.#last;
    while (this.#isTurnDue);
    this.#isLeader = false;
    await this.#member.close(LEAVE_MS);
    await Promise.all([this.#reader.close(), this.#appender.close()]);
    await this.#starting?.catch(() => undefined);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  // Starting.

  /** One that fails is tried again with the next request. */
  async #start(): Promise<void> {
    try {
      const beganMs = this.#env.clock.monotonic();
      await this.#ensureTopic();
      await this.#reader.open();
      const fields = { topic: this.#topic, schemas: this.#state.schemas.versionCount, offset: this.#state.lastOffset };
      this.#log.info('The registry has read its topic', {
        ...fields,
        ms: Math.round(this.#env.clock.monotonic() - beganMs),
      });
      if (!this.#isClosed) this.#member.start();
      await settlesWithin(this.#env, this.#decided.promise, this.#config.kafkastoreInitTimeoutMs);
      this.#isReady = !this.#isClosed;
    } catch (error) {
      this.#starting = null;
      throw failureOf(error, `The topic ${this.#topic} cannot be read`);
    }
    if (this.#isClosed) throw closedError();
  }

  async #ensureTopic(): Promise<void> {
    const admin = new Admin({ ...this.#options.client, env: this.#env });
    try {
      await ensureStoreTopic(admin, this.#topic, this.#config.kafkastoreTopicReplicationFactor);
    } finally {
      await admin.close();
    }
  }

  // Reading.

  /** Once only: the reader comes by what was applied when it was written. */
  #apply({ key, value }: { readonly key: Buffer | null; readonly value: Buffer | null }, place: Place): void {
    if (place.offset <= this.#state.lastOffset) return;
    if (this.#doubt !== null && key !== null && isSame(this.#doubt.record, key, value)) this.#doubt.wasSeen = true;
    // What a key says is kept as text, or as a copy.
    const problem = this.#state.apply(key ?? NO_KEY, value, { ...place, isLeader: this.#isLeader });
    this.#applied.reached(place.offset);
    if (problem === null) return;
    this.#log.warn('A record of the registry was passed over', { reason: problem.reason });
    if (problem.kind === 'idTaken' && problem.rewrite.length > 0) this.#rewrite(problem.rewrite);
  }

  #rewrite(records: readonly StoreRecord[]): void {
    this.#inTurn(() => this.#beSure().then(() => this.#write(records))).catch((error: unknown) =>
      this.#log.warn('A record could not be put right', { reason: reasonOf(error) }),
    );
  }

  /** What was read is not what the topic holds. */
  #startOver(): void {
    this.#log.error('The topic of the registry has lost records or is another one; it is read anew', {
      topic: this.#topic,
      lastOffset: this.#state.lastOffset,
    });
    this.#state = new RegistryState(settingsOf(this.#config));
    this.#applied.startOver();
    this.#lastWritten = -1;
    this.#hasLostTopic = true;
  }

  // Electing.

  #groupMember(groupId: string): ProtocolMember {
    const { kafkagroupSessionTimeoutMs, kafkagroupHeartbeatIntervalMs, kafkagroupRebalanceTimeoutMs } = this.#config;
    return new ProtocolMember({
      ...this.#options.client,
      env: this.#env,
      groupId,
      protocolType: PROTOCOL_TYPE,
      protocolName: PROTOCOL_NAME,
      sessionTimeoutMs: kafkagroupSessionTimeoutMs,
      heartbeatIntervalMs: kafkagroupHeartbeatIntervalMs,
      rebalanceTimeoutMs: kafkagroupRebalanceTimeoutMs,
      listener: {
        metadata: () => printIdentity(this.#identity()),
        assign: (members) => electLeader(members, this.#config.leaderElectionSticky),
        onAssigned: (assignment) => this.#onAssigned(assignment),
        onLost: ({ message }) => this.#follow(null, message),
        onFatal: ({ message }) => this.#onNoGroup(message),
      },
    });
  }

  /** It reads without a group, and tries again. */
  #onNoGroup(reason: string): void {
    this.#decided.resolve();
    if (reason === this.#groupTrouble) return;
    this.#groupTrouble = reason;
    this.#log.error('The registry cannot join its group, so it writes nothing', {
      groupId: this.#config.schemaRegistryGroupId,
      reason,
    });
  }

  #identity(): RegistryIdentity {
    const address = this.#options.address();
    const isEligible = this.#config.leaderEligibility && !this.#isClosed;
    return { ...address, isEligible, isLeader: this.#isLeader };
  }

  #onAssigned({ memberId, assignment }: ProtocolAssignment): void {
    const elected = parseAssignment(assignment);
    if (elected !== null && isDuplicateUrls(elected)) {
      const url = urlOf(this.#options.address());
      this.#log.error('Two registries of the group have the same URL, so none can lead', { url });
    }
    const url = elected === null || elected.leader === null ? null : urlOf(elected.leader);
    if (elected?.memberId !== memberId) {
      this.#follow({ url, isSelf: false }, url === null ? 'nobody may lead' : `${url} leads`);
      this.#decided.resolve();
      return;
    }
    const wasLeading = this.#leading?.isSelf === true && this.#isLeader;
    this.#leading = { url, isSelf: true };
    if (!wasLeading) this.#takeOverSoon(0);
  }

  #follow(leading: Leading | null, reason: string): void {
    if (this.#isLeader) this.#log.info('The registry leads no more', { reason });
    this.#isLeader = false;
    this.#leading = leading;
    this.#takeOverTimer?.cancel();
  }

  // Leading.

  #takeOverSoon(delayMs: number): void {
    this.#takeOverTimer?.cancel();
    this.#takeOverTimer = this.#env.scheduler.after(delayMs, () => {
      const leading = this.#leading;
      this.#inTurn(() => this.#takeOver(leading)).catch((error: unknown) => this.#takeOverFailed(leading, error));
    });
  }

  /** `leading` is the election that it follows; another may have come meanwhile. */
  async #takeOver(leading: Leading | null): Promise<void> {
    if (this.#isClosed || this.#leading !== leading || this.#isLeader) return;
    await this.#appender.acquire(TAKE_OVER_TIMEOUT_MS);
    await this.#catchUp(TAKE_OVER_TIMEOUT_MS);
    if (this.#leading !== leading || this.#isClosed) return;
    this.#isLeader = true;
    this.#log.info('The registry leads its group', { url: leading?.url ?? '', offset: this.#state.lastOffset });
    this.#decided.resolve();
  }

  #takeOverFailed(leading: Leading | null, error: unknown): void {
    if (this.#isClosed || this.#leading !== leading) return;
    this.#log.warn('The registry could not take over', { reason: reasonOf(error) });
    if (isKafkaError(error, 'PRODUCER_FENCED')) this.#stepDown();
    else this.#takeOverSoon(TAKE_OVER_RETRY_MS);
  }

  /** Somebody else has taken over: who, the group is to tell. */
  #stepDown(): void {
    this.#follow(null, 'another registry has taken over');
    this.#member.rejoin('another registry writes');
  }

  /** A record of its own is behind all that came before, of whomever. */
  async #catchUp(timeoutMs: number): Promise<void> {
    this.#hasLostTopic = false;
    const { baseOffset } = await this.#appender.append([NOOP], timeoutMs);
    if (await this.#applied.within(baseOffset, timeoutMs)) return;
    throw operationTimedOut(`The topic ${this.#topic} was not read up to offset ${baseOffset} within ${timeoutMs} ms`);
  }

  #takeTurn(): void {
    if (this.#isTurnDue) return;
    this.#isTurnDue = true;
    void this.#inTurn(() => this.#executeWaiting());
  }

  /** Those that wait, as many together as can be; what still waits then has a turn of its own. Never rejects. */
  async #executeWaiting(): Promise<void> {
    this.#isTurnDue = false;
    const waited = this.#waiting.size;
    try {
      await this.#beSure();
      await this.#executeTogether();
    } catch (error) {
      this.#waiting.refuse(waited, this.#failed(error));
    }
    if (this.#waiting.size > 0) this.#takeTurn();
  }

  async #executeTogether(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { records, outcomes } = decideTogether(this.#state, this.#waiting.commands, this.#world());
      const taken = this.#waiting.take(outcomes);
      answer(taken.filter(({ outcome }) => !outcome.isWritten));
      const written = taken.filter(({ outcome }) => outcome.isWritten);
      if (records.length === 0) return;
      try {
        if (await this.#isWritten(records)) return answer(written);
      } catch (error) {
        return refuse(written, this.#failed(error));
      }
      // Nothing of it is in the topic, nor ever will be: it is decided anew.
      if (attempt === MAX_ATTEMPTS) {
        return refuse(written, operationTimedOut('The topic took nothing in several attempts'));
      }
      this.#waiting.putBack(written);
    }
  }

  #world(): RegistryWorld {
    return { now: this.#env.clock.now(), schemas: this.schemas };
  }

  /** The state is all that the topic holds. */
  async #beSure(): Promise<void> {
    this.#mustLead();
    const timeoutMs = this.#config.kafkastoreTimeoutMs;
    if (!this.#appender.isUsable || this.#hasLostTopic) {
      if (!this.#appender.isUsable) await this.#appender.renew(timeoutMs);
      await this.#catchUp(timeoutMs);
    } else if (!(await this.#applied.within(this.#lastWritten, timeoutMs))) {
      throw operationTimedOut(`What was written before was not read again within ${timeoutMs} ms`);
    }
    this.#mustLead();
  }

  #mustLead(): void {
    if (!this.#isLeader) throw unknownLeader('This registry does not lead');
  }

  /** Whether the records are in the topic, and applied. Where their fate is not known, it is found out. */
  async #isWritten(records: readonly StoreRecord[]): Promise<boolean> {
    const doubt: Doubt = { record: records.at(-1)!, wasSeen: false };
    this.#doubt = doubt;
    try {
      await this.#write(records);
      return true;
    } catch (error) {
      if (this.#appender.isUsable || !this.#appender.isHolder) throw error;
      this.#log.debug('The fate of a write is not known', { reason: reasonOf(error) });
      await this.#beSure();
      return doubt.wasSeen;
    } finally {
      this.#doubt = null;
    }
  }

  async #write(records: readonly StoreRecord[]): Promise<void> {
    this.#mustLead();
    const timeoutMs = this.#config.kafkastoreTimeoutMs;
    const { baseOffset, timestamp } = await this.#appender.append(records, timeoutMs);
    this.#lastWritten = baseOffset + records.length - 1;
    if (baseOffset === this.#state.lastOffset + 1) {
      for (const [index, record] of records.entries()) this.#apply(record, { offset: baseOffset + index, timestamp });
    }
    if (await this.#applied.within(this.#lastWritten, timeoutMs)) return;
    throw operationTimedOut(`What was written was not read again within ${timeoutMs} ms`);
  }

  /** What the failure means for who leads, and what the client is told. */
  #failed(error: unknown): Error {
    if (isKafkaError(error, 'PRODUCER_FENCED')) {
      this.#stepDown();
      return unknownLeader('Another registry has taken over the writes');
    }
    return failureOf(error, 'It could not be written');
  }
}

type Place = Omit<RecordPlace, 'isLeader'>;

const NO_KEY = Buffer.alloc(0);

function isSame(record: StoreRecord, key: Buffer, value: Buffer | null): boolean {
  if (!record.key.equals(key)) return false;
  return record.value === null || value === null ? record.value === value : record.value.equals(value);
}

function closedError(): RegistryError {
  return storeError('The registry is closed');
}

function failureOf(error: unknown, what: string): Error {
  if (error instanceof RegistryError) return error;
  const message = `${what}: ${reasonOf(error)}`;
  return isKafkaError(error, 'REQUEST_TIMED_OUT') ? operationTimedOut(message, error) : storeError(message, error);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
