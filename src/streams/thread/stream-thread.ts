/**
 * One thread of an application: a member of its group, with tasks, and one loop that does everything in turns: what the
 * group says, processing, timers, commits. In Kafka Streams it is a thread of the JVM; here it is one loop in one isolate,
 * which gives way every few milliseconds, as its clients live in the same isolate.
 *
 * Invariant: tasks change and commit in the loop alone, between slices of processing.
 */
import type {
  ClientError,
  StreamsEndpoint,
  StreamsGroupStatus,
  StreamsMemberListener,
  StreamsTaskAssignment,
  StreamsTaskId,
} from '#client';
import { type Env, isKafkaError, KafkaError, type Logger, pause, settlesWithin, WakeUp } from '#kernel';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import type { OutgoingRecord } from '../runtime/stream-task.ts';
import type { StateStore } from '../stores/state-store.ts';
import { drain, undrained } from './drain.ts';
import { InputPump } from './input-pump.ts';
import { needsNewTasks } from './recoverable.ts';
import { RepartitionPurge } from './repartition-purge.ts';
import { type RestoreProgress, Restorer } from './restorer.ts';
import { type ClientSettings, type Output, ThreadClients, type ThreadIdentity } from './thread-clients.ts';
import { type ThreadTask, ThreadTasks } from './thread-tasks.ts';

/** As Kafka Streams has them: `partitions-assigned` while tasks are restored. */
export type ThreadState =
  | 'created'
  | 'starting'
  | 'partitions-revoked'
  | 'partitions-assigned'
  | 'running'
  | 'pending-shutdown'
  | 'dead';

export interface ThreadSettings {
  readonly commitIntervalMs: number;
  readonly bufferedRecordsPerPartition: number;
  readonly maxTaskIdleMs: number;
  readonly taskTimeoutMs: number;
  readonly repartitionPurgeIntervalMs: number;
  /** Of the application; null: stores keep nothing on the disk. */
  readonly stateDirectory: string | null;
  readonly clients: ClientSettings;
}

export interface StreamThreadListener {
  onState(state: ThreadState): void;
  /** The thread has ended by this, and all its tasks are closed. */
  onFailure(error: unknown): void;
  onStatus(statuses: readonly StreamsGroupStatus[]): void;
  onEndpoints(endpoints: readonly StreamsEndpoint[]): void;
  onRestore(progress: RestoreProgress): void;
  onDropped(reason: string, at: string): void;
}

export interface StreamThreadOptions {
  readonly env: Env;
  readonly logger: Logger;
  readonly plan: TopologyPlan;
  readonly settings: ThreadSettings;
  readonly identity: ThreadIdentity;
  readonly globalStores: ReadonlyMap<string, StateStore>;
  readonly listener: StreamThreadListener;
}

export interface ThreadCloseOptions {
  readonly timeoutMs: number;
  /** False: the group believes that the member comes back, until its session ends. */
  readonly leaveGroup: boolean;
}

/** How long a slice of processing may take before the event loop turns. */
const SLICE_MS = 5;
/** So many records of a task before it is another one's turn, and between two looks at the clock. */
const TURN_RECORDS = 64;
/** While tasks wait for what brokers have of their other partitions. */
const NOT_READY_MS = 10;
const RETRY_MS = 100;

export class StreamThread {
  readonly #options: StreamThreadOptions;
  readonly #env: Env;
  readonly #logger: Logger;
  readonly #clients: ThreadClients;
  readonly #pump: InputPump;
  readonly #restorer: Restorer;
  readonly #tasks: ThreadTasks;
  readonly #purge: RepartitionPurge;
  readonly #wakeUp: WakeUp;
  readonly #stop = new AbortController();
  /** What the group and the restorer want done, in order. */
  readonly #jobs: (() => Promise<void>)[] = [];
  #output: Output | null = null;
  #assignment: StreamsTaskAssignment = NOTHING;
  #state: ThreadState = 'created';
  #failure: { readonly error: unknown } | null = null;
  #running: Promise<void> | null = null;
  #closing: ThreadCloseOptions | null = null;
  #nextCommit = 0;
  /** Since when commits have failed by what may pass, by the monotonic clock. */
  #failingSince: number | null = null;
  #isPaused = false;
  /** Whether the group has nothing to say against the topics, and has assigned what it wants to. */
  #isGroupAtWork = true;

  /** No I/O yet. */
  constructor(options: StreamThreadOptions) {
    const { env, settings, identity, plan, listener } = options;
    this.#options = options;
    this.#env = env;
    this.#logger = options.logger;
    this.#wakeUp = new WakeUp(env.scheduler);
    this.#clients = new ThreadClients(settings.clients, identity, this.#memberListener());
    this.#pump = new InputPump({
      consumer: this.#clients.consumer,
      maxQueued: settings.bufferedRecordsPerPartition,
      maxTaskIdleMs: settings.maxTaskIdleMs,
      now: () => env.clock.monotonic(),
      onRecords: () => this.#wakeUp.wake(),
      onError: (error) => this.#fail(error),
    });
    this.#restorer = new Restorer({
      env,
      logger: this.#logger,
      consumer: this.#clients.restoreConsumer,
      admin: this.#clients.admin,
      onRestored: (task) => void this.#do(() => this.#start(task)),
      onProgress: (progress) => listener.onRestore(progress),
      onError: (error) => this.#fail(error),
    });
    this.#purge = new RepartitionPurge({
      env,
      logger: this.#logger,
      plan,
      admin: this.#clients.admin,
      intervalMs: settings.repartitionPurgeIntervalMs,
    });
    this.#tasks = this.#makeTasks();
  }

  get id(): string {
    return this.#options.identity.threadId;
  }

  get state(): ThreadState {
    return this.#state;
  }

  /** For queries: what it has at the moment. */
  get tasks(): Iterable<ThreadTask> {
    return this.#tasks;
  }

  /** Joins the group, and runs until `close` or a failure. */
  start(): void {
    this.#setState('starting');
    this.#running = this.#run();
  }

  /** Nothing is processed until `resume`; the tasks stay, and state is restored. */
  pause(): void {
    this.#isPaused = true;
    this.#pump.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#pump.resume();
    this.#wakeUp.wake();
  }

  /** Tells the group that the whole application is to end. */
  requestShutdown(): void {
    this.#clients.member.requestShutdown();
  }

  /** Commits, closes its tasks and leaves the group, within `timeoutMs`. Never rejects. */
  async close(options: ThreadCloseOptions): Promise<void> {
    this.#closing ??= options;
    if (this.#running === null) {
      await this.#closeClients(options);
      this.#setState('dead');
      return;
    }
    this.#stop.abort();
    this.#wakeUp.wake();
    if (await settlesWithin(this.#env, this.#running, options.timeoutMs)) return;
    // What it waits for fails when the clients are gone.
    await this.#closeClients({ ...options, timeoutMs: 0 });
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      this.#output = await this.#openOutput();
      if (this.#output !== null) await this.#loop();
    } catch (error) {
      this.#failure ??= { error };
    }
    await this.#end();
  }

  async #loop(): Promise<void> {
    void this.#pump.run();
    void this.#restorer.run();
    this.#clients.member.start();
    this.#nextCommit = this.#env.clock.monotonic() + this.#options.settings.commitIntervalMs;
    while (!this.#stop.signal.aborted) {
      this.#throwFailure();
      await this.#guarded(() => this.#turn());
    }
  }

  /** One round of everything. */
  async #turn(): Promise<void> {
    this.#wakeUp.clear();
    const refused = this.#output!.sink.failure;
    if (refused !== null) throw refused.error;
    for (let job = this.#jobs.shift(); job !== undefined; job = this.#jobs.shift()) await job();
    const hasWork = this.#isPaused ? false : await this.#process();
    if (!this.#isPaused) await this.#punctuate();
    if (this.#env.clock.monotonic() >= this.#nextCommit) await this.#commit();
    if (hasWork) await this.#giveWay();
    else await this.#wakeUp.wait(this.#sleepMs());
  }

  /** A slice; whether there is more to do at once. */
  async #process(): Promise<boolean> {
    const { running } = this.#tasks;
    if (!running.some((task) => task.hasRecords)) return false;
    const { sink, committer } = this.#output!;
    await committer.begin();
    const end = this.#env.clock.monotonic() + SLICE_MS;
    let hasMore = true;
    while (hasMore && !sink.isFull && this.#env.clock.monotonic() < end) {
      hasMore = false;
      for (const task of running) {
        let left = TURN_RECORDS;
        while (left > 0 && !sink.isFull && (task.deliver() || (this.#pump.isReady(task) && task.process()))) {
          task.punctuateStreamTime();
          left--;
        }
        if (left === 0) hasMore = true;
      }
    }
    if (sink.isFull) await sink.makeRoom();
    this.#pump.makeUseOfRoom();
    return hasMore;
  }

  /** Timers of the wall clock that are due. */
  async #punctuate(): Promise<void> {
    const now = this.#env.clock.now();
    for (const task of this.#tasks.running) {
      if (task.nextWallClockPunctuation > now) continue;
      await this.#output!.committer.begin();
      task.punctuateWallClock();
    }
  }

  /** `isLast`: tasks are closed afterwards. False where it failed by what may pass. */
  async #commit(isLast: boolean = false): Promise<boolean> {
    const { clock } = this.#env;
    const { committer, sink } = this.#output!;
    await this.#drain(isLast);
    const tasks = this.#tasks.running.filter((task) => task.needsCommit);
    try {
      if (tasks.length > 0 || sink.isUsed) this.#purge.onCommit(await committer.commit(tasks));
      this.#restorer.commitStandbys();
      this.#failingSince = null;
    } catch (error) {
      if (!isKafkaError(error) || !error.retriable || needsNewTasks(error)) throw error;
      this.#failingSince ??= clock.monotonic();
      if (clock.monotonic() - this.#failingSince > this.#options.settings.taskTimeoutMs) throw error;
      this.#logger.warn('A commit failed and is tried again', { reason: error.message });
      if (committer.isCommitting) {
        await pause(this.#env, RETRY_MS);
        return this.#commit(isLast);
      }
    }
    this.#nextCommit = clock.monotonic() + this.#options.settings.commitIntervalMs;
    return this.#failingSince === null;
  }

  /** Results of asynchronous operators go on before a commit that could not be without them. */
  async #drain(isLast: boolean): Promise<void> {
    const { settings } = this.#options;
    const isWhole = isLast || settings.clients.isExactlyOnce;
    const { running } = this.#tasks;
    if (undrained(running, isWhole).length === 0) return;
    await this.#output!.committer.begin();
    await drain(running, { env: this.#env, timeoutMs: settings.taskTimeoutMs, isWhole });
  }

  /** What costs the thread its tasks, but not its life: they begin anew at what is committed. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!needsNewTasks(error)) throw error;
      await this.#beginAnew(error);
    }
  }

  async #beginAnew(cause: unknown): Promise<void> {
    this.#logger.warn('The tasks of the thread begin anew at what is committed', { reason: String(cause) });
    this.#tasks.close();
    await this.#renewOutput();
    await pause(this.#env, RETRY_MS, this.#stop.signal);
    this.#tasks.take(this.#assignment);
    this.#showProgress();
  }

  /** Aborts what is open; where the producer cannot go on, or has lost records, another one takes its place. */
  async #renewOutput(): Promise<void> {
    const output = this.#output!;
    try {
      await output.committer.abort();
      if (output.sink.failure === null) return;
    } catch (error) {
      this.#logger.info('The producer cannot go on; another one takes its place', { reason: String(error) });
    }
    await output.producer.close({ timeoutMs: 0 });
    this.#output = await this.#openOutput();
  }

  /** Null where the thread was closed meanwhile. */
  async #openOutput(): Promise<Output | null> {
    const since = this.#env.clock.monotonic();
    while (!this.#stop.signal.aborted) {
      try {
        return await this.#clients.openOutput();
      } catch (error) {
        const waited = this.#env.clock.monotonic() - since;
        if (!isKafkaError(error) || !error.retriable || waited > this.#options.settings.taskTimeoutMs) throw error;
        this.#logger.warn('Transactions cannot begin yet', { reason: error.message });
        await pause(this.#env, RETRY_MS, this.#stop.signal);
      }
    }
    return null;
  }

  #memberListener(): StreamsMemberListener {
    const { listener } = this.#options;
    return {
      onTasksRevoked: (ids) => this.#do(() => this.#onRevoked(ids)),
      onTasksAssigned: (assignment) => this.#do(() => this.#onAssigned(assignment)),
      onTasksLost: (cause) => this.#do(() => this.#onLost(cause)),
      onStatus: (statuses) => this.#onStatus(statuses),
      onEndpoints: (endpoints) => listener.onEndpoints(endpoints),
      onFatal: (error) => this.#fail(error),
    };
  }

  /** In the loop, in its turn; resolves when it is done, or the thread has ended. */
  #do(job: () => Promise<void>): Promise<void> {
    if (this.#state === 'dead' || this.#stop.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      this.#jobs.push(async () => {
        try {
          await job();
        } finally {
          resolve();
        }
      });
      this.#wakeUp.wake();
    });
  }

  #onStatus(statuses: readonly StreamsGroupStatus[]): void {
    this.#isGroupAtWork = statuses.length === 0;
    if (this.#assignment !== NOTHING) this.#showProgress();
    for (const { code, detail } of statuses) this.#logger.info('The group does not work yet', { status: code, detail });
    const wrong = statuses.find(({ code }) => code === 'INCORRECTLY_PARTITIONED_TOPICS');
    if (wrong !== undefined) {
      const message = `Topics that are joined do not have the same number of partitions: ${wrong.detail}. Make them alike, or put repartition() before the join.`;
      this.#fail(new KafkaError('INVALID_TOPOLOGY', message));
    }
    this.#options.listener.onStatus(statuses);
  }

  async #onRevoked(ids: readonly StreamsTaskId[]): Promise<void> {
    this.#setState('partitions-revoked');
    const isRevoked = (id: StreamsTaskId): boolean =>
      ids.some((one) => one.subtopologyId === id.subtopologyId && one.partition === id.partition);
    this.#assignment = { ...this.#assignment, active: this.#assignment.active.filter((id) => !isRevoked(id)) };
    // All of the thread, as its output is one: nobody's offsets may pass what is still on its way.
    const isCommitted = await this.#commit(true);
    this.#tasks.close(ids);
    // What the revoked tasks have written may not be committed without their offsets.
    if (!isCommitted && this.#options.settings.clients.isExactlyOnce) {
      await this.#beginAnew('what revoked tasks have done could not be committed');
    }
  }

  async #onAssigned(assignment: StreamsTaskAssignment): Promise<void> {
    this.#assignment = assignment;
    this.#tasks.take(assignment);
    this.#showProgress();
    return Promise.resolve();
  }

  async #onLost(cause: ClientError): Promise<void> {
    this.#logger.warn('The tasks of the thread are lost', { reason: cause.message });
    this.#assignment = NOTHING;
    this.#tasks.close();
    await this.#renewOutput();
    this.#showProgress();
  }

  async #start(task: ThreadTask['task']): Promise<void> {
    await this.#output!.committer.begin();
    await this.#tasks.start(task);
    this.#showProgress();
  }

  #showProgress(): void {
    const isComplete = this.#isGroupAtWork && !this.#restorer.isRestoring && this.#jobs.length === 0;
    this.#setState(isComplete ? 'running' : 'partitions-assigned');
  }

  #makeTasks(): ThreadTasks {
    const { env, plan, settings, globalStores, listener } = this.#options;
    return new ThreadTasks({
      plan,
      clients: this.#clients,
      pump: this.#pump,
      restorer: this.#restorer,
      globalStores,
      stateDirectory: settings.stateDirectory,
      wallClock: () => env.clock.now(),
      sink: { send: (record: OutgoingRecord) => this.#output!.sink.send(record) },
      onWake: () => this.#wakeUp.wake(),
      onDropped: (reason, at) => listener.onDropped(reason, at),
    });
  }

  #giveWay(): Promise<void> {
    return new Promise((resolve) => this.#env.scheduler.endOfTurn(resolve));
  }

  #sleepMs(): number {
    const untilCommit = Math.max(0, this.#nextCommit - this.#env.clock.monotonic());
    const now = this.#env.clock.now();
    let sleepMs = untilCommit;
    for (const task of this.#tasks.running) {
      if (this.#isPaused) continue;
      if (task.hasRecords) sleepMs = Math.min(sleepMs, NOT_READY_MS);
      sleepMs = Math.min(sleepMs, Math.max(0, task.nextWallClockPunctuation - now));
    }
    return sleepMs;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wakeUp.wake();
  }

  #throwFailure(): void {
    const failure = this.#failure;
    if (failure !== null) throw failure.error;
  }

  /** Whatever has happened: what can be committed is, tasks are closed, the group is left. */
  async #end(): Promise<void> {
    const options = this.#closing ?? { timeoutMs: DEFAULT_CLOSE_MS, leaveGroup: true };
    this.#setState('pending-shutdown');
    this.#stop.abort();
    if (this.#failure === null) await this.#commitLast(options.timeoutMs / 2);
    for (const job of this.#jobs.splice(0)) await job().catch(() => undefined);
    this.#pump.close();
    this.#restorer.close();
    try {
      this.#tasks.close();
    } catch (error) {
      this.#logger.error('A task could not be closed', { reason: String(error) });
    }
    await this.#closeClients(options);
    this.#setState('dead');
    if (this.#failure !== null) this.#options.listener.onFailure(this.#failure.error);
  }

  async #commitLast(timeoutMs: number): Promise<void> {
    if (this.#output === null) return;
    const commit = this.#commit(true).catch((error: unknown) => {
      this.#logger.warn('The last commit failed', { reason: String(error) });
    });
    if (await settlesWithin(this.#env, commit, timeoutMs)) return;
    this.#logger.warn('The last commit took too long: what was processed since the one before is processed again');
  }

  async #closeClients({ timeoutMs, leaveGroup }: ThreadCloseOptions): Promise<void> {
    const output = this.#output;
    if (output !== null) {
      await output.committer.abort().catch(() => undefined);
      await output.producer.close({ timeoutMs: this.#failure === null ? timeoutMs : 0 });
    }
    await this.#clients.member.close({ timeoutMs, keepMembership: !leaveGroup });
    await this.#clients.close(timeoutMs);
  }

  #setState(state: ThreadState): void {
    if (this.#state === state || this.#state === 'dead') return;
    if (this.#state === 'pending-shutdown' && state !== 'dead') return;
    this.#state = state;
    this.#options.listener.onState(state);
  }
}

const NOTHING: StreamsTaskAssignment = { active: [], standby: [], warmup: [] };
const DEFAULT_CLOSE_MS = 30_000;
