/**
 * One thread of an application: a member of its group, with tasks, and one loop that does everything in turns: what the
 * group says, processing, timers, commits. In Kafka Streams it is a thread of the JVM; here it is one loop in one isolate,
 * which gives way every few milliseconds, as its clients live in the same isolate.
 *
 * Invariant: tasks change and commit in the loop alone, between slices of processing.
 */
import type {
  ClientError,
  Metric,
  StreamsEndpoint,
  StreamsGroupStatus,
  StreamsMemberListener,
  StreamsTaskAssignment,
  StreamsTaskId,
} from '#client';
import { type Env, KafkaError, type Logger, pause, settlesWithin, WakeUp } from '#kernel';
import { MetricList } from '../metrics/metric-list.ts';
import type { RecordingLevel } from '../metrics/recording-level.ts';
import { RestoreMetrics } from '../metrics/restore-metrics.ts';
import { listTask } from '../metrics/task-metrics.ts';
import { listThread, ThreadMetrics } from '../metrics/thread-metrics.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import type { OutgoingRecord } from '../runtime/stream-task.ts';
import { ThreadCache } from '../stores/cache/thread-cache.ts';
import type { StateStore } from '../stores/state-store.ts';
import { InputPump } from './input-pump.ts';
import { MissingSources } from './missing-sources.ts';
import { Patience } from './patience.ts';
import { Processing } from './processing.ts';
import { needsNewTasks } from './recoverable.ts';
import { RepartitionPurge } from './repartition-purge.ts';
import { type RestoreProgress, Restorer } from './restorer.ts';
import { StandbyPositions } from './standby-positions.ts';
import { type ClientSettings, ThreadClients, type ThreadIdentity } from './thread-clients.ts';
import { ThreadCommits } from './thread-commits.ts';
import { ThreadJobs } from './thread-jobs.ts';
import { ThreadOutput } from './thread-output.ts';
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
  readonly recordingLevel: RecordingLevel;
  readonly repartitionPurgeIntervalMs: number;
  /** Its share of what the application's stores may hold back until a commit; 0: nothing. */
  readonly cacheMaxBytes: number;
  /** Its share of what persistent stores may keep in memory until they are committed; infinite: whatever comes. */
  readonly uncommittedMaxBytes: number;
  /** Of the application; null: stores keep nothing on the disk. */
  readonly stateDirectory: string | null;
  readonly clients: ClientSettings;
}

export interface StreamThreadListener {
  onState(state: ThreadState): void;
  /** It has other tasks, or one of them has begun to run. */
  onTasks(): void;
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

const RETRY_MS = 100;
/** Between two turns of what is counted. */
const TURN_METRICS_MS = 5000;
/** Between two looks at what standbys have to have come to. */
const MIN_LOOK_MS = 200;
const MAX_LOOK_MS = 1000;

export class StreamThread {
  readonly #options: StreamThreadOptions;
  readonly #env: Env;
  readonly #logger: Logger;
  readonly #clients: ThreadClients;
  readonly #pump: InputPump;
  readonly #restorer: Restorer;
  readonly #standbyPositions: StandbyPositions;
  readonly #missingSources: MissingSources;
  readonly #cache: ThreadCache | null;
  readonly #tasks: ThreadTasks;
  readonly #metrics = new ThreadMetrics();
  readonly #restored = new RestoreMetrics();
  #metricsTurnedAt = -Infinity;
  readonly #wakeUp: WakeUp;
  readonly #stop = new AbortController();
  readonly #jobs: ThreadJobs = new ThreadJobs(() => this.#wakeUp.wake());
  readonly #patience: Patience;
  readonly #output: ThreadOutput;
  readonly #processing: Processing;
  readonly #commits: ThreadCommits;
  #assignment: StreamsTaskAssignment = NOTHING;
  #state: ThreadState = 'created';
  #failure: { readonly error: unknown } | null = null;
  #running: Promise<void> | null = null;
  #closing: ThreadCloseOptions | null = null;
  /** Monotonic: when it has to have ended. */
  #endByMs = Infinity;
  #isPaused = false;
  /** Whether the group has nothing to say against the topics, and has assigned what it wants to. */
  #isGroupAtWork = true;

  /** No I/O yet. */
  constructor(options: StreamThreadOptions) {
    const { env, settings, identity } = options;
    this.#options = options;
    this.#env = env;
    this.#logger = options.logger;
    this.#wakeUp = new WakeUp(env.scheduler);
    this.#clients = new ThreadClients(settings.clients, identity, this.#memberListener());
    this.#clients.consumer.registerMetricsForSubscription(() => this.#ownMetrics());
    this.#pump = new InputPump({
      consumer: this.#clients.consumer,
      maxQueued: settings.bufferedRecordsPerPartition,
      maxTaskIdleMs: settings.maxTaskIdleMs,
      now: () => env.clock.monotonic(),
      onRecords: (count) => {
        this.#metrics.polled(count);
        this.#wakeUp.wake();
      },
      onError: (error) => this.#fail(error),
    });
    this.#restorer = new Restorer({
      env,
      logger: this.#logger,
      consumer: this.#clients.restoreConsumer,
      admin: this.#clients.admin,
      committed: (partitions) => this.#clients.consumer.committed(partitions),
      onRestored: (task) => void this.#jobs.add(() => this.#start(task)),
      onProgress: (progress) => this.#onRestore(progress),
      onError: (error) => this.#fail(error),
    });
    this.#standbyPositions = this.#makeStandbyPositions();
    this.#missingSources = new MissingSources({
      env,
      applicationId: options.plan.applicationId,
      heartbeatIntervalMs: () => this.#clients.member.heartbeatIntervalMs,
      onMissing: (error) => this.#fail(error),
    });
    this.#patience = new Patience(env.clock, settings.taskTimeoutMs);
    this.#output = new ThreadOutput({
      env,
      logger: this.#logger,
      patience: this.#patience,
      stop: this.#stop.signal,
      make: (stop) => this.#clients.openOutput(stop, () => this.#wakeUp.wake()),
    });
    this.#cache = settings.cacheMaxBytes > 0 ? new ThreadCache(settings.cacheMaxBytes) : null;
    this.#tasks = this.#makeTasks();
    this.#processing = new Processing({
      env,
      pump: this.#pump,
      tasks: this.#tasks,
      output: this.#output,
      metrics: this.#metrics,
    });
    this.#commits = this.#makeCommits();
  }

  get id(): string {
    return this.#options.identity.threadId;
  }

  get state(): ThreadState {
    return this.#state;
  }

  /** In its group. */
  get memberId(): string {
    return this.#clients.member.memberId;
  }

  /** For queries: what it has at the moment. */
  get tasks(): ThreadTasks {
    return this.#tasks;
  }

  /** There are more threads, or fewer; one that has no cache stays without. */
  resizeCache(maxBytes: number): void {
    this.#cache?.resize(maxBytes);
  }

  /** Of itself, its tasks and its clients. */
  metrics(): Metric[] {
    return [...this.#ownMetrics(), ...this.#clients.metrics(), ...this.#output.metrics()];
  }

  /** Of itself and its tasks. */
  #ownMetrics(): Metric[] {
    const { env, settings } = this.#options;
    const list = new MetricList(env.clock.now(), settings.recordingLevel);
    const { processId } = settings.clients.member;
    listThread(list, { id: this.id, state: this.#state, processId, metrics: this.#metrics });
    const processMsRate = this.#metrics.processMs.rate(list.nowMs);
    for (const { task } of this.#tasks) listTask(list, this.id, task.measured, processMsRate);
    return list.metrics;
  }

  /** Joins the group, and runs until `close` or a failure. */
  start(): void {
    this.#setState('starting');
    this.#metrics.startedMs = this.#env.clock.now();
    this.#turnMetrics();
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
    this.#endWithin(options.timeoutMs);
    if (this.#running === null) {
      await this.#closeClients();
      this.#setState('dead');
      return;
    }
    this.#stop.abort();
    this.#wakeUp.wake();
    if (await settlesWithin(this.#env, this.#running, options.timeoutMs)) return;
    // What it waits for fails when the clients are gone.
    await this.#closeClients();
    await this.#running;
  }

  async #run(): Promise<void> {
    void this.#pump.run();
    void this.#restorer.run();
    // What the group says waits for the loop.
    this.#clients.member.start();
    try {
      await this.#output.open();
      if (!this.#stop.signal.aborted) await this.#loop();
    } catch (error) {
      this.#failure ??= { error };
    }
    await this.#end();
  }

  async #loop(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#throwFailure();
      await this.#guarded(() => this.#turn());
    }
  }

  /** One round of everything. */
  async #turn(): Promise<void> {
    this.#wakeUp.clear();
    this.#turnMetrics();
    const refused = this.#output.sink.failure;
    if (refused !== null) throw refused.error;
    await this.#jobs.run();
    // Full stores take nothing before they are committed, which may have failed.
    const isHeld = this.#isPaused || this.#commits.isFull;
    const hasWork = isHeld ? false : await this.#processing.process();
    if (!isHeld) await this.#processing.punctuate();
    this.#tasks.closeTakenBack();
    if (this.#commits.dueInMs === 0) await this.#commits.commit();
    if (hasWork) await this.#giveWay();
    else await this.#wakeUp.wait(this.#sleepMs());
  }

  #turnMetrics(): void {
    const now = this.#env.clock.now();
    if (Math.abs(now - this.#metricsTurnedAt) < TURN_METRICS_MS) return;
    this.#metricsTurnedAt = now;
    this.#metrics.turn(now);
    for (const task of this.#tasks.running) task.turnMetrics(now);
  }

  #onRestore(progress: RestoreProgress): void {
    const one = this.#tasks.get(progress.taskId);
    if (one !== undefined) this.#restored.told(progress, one.task.metrics);
    this.#options.listener.onRestore(progress);
  }

  /** What costs the thread its tasks, or may pass, but not its life: they begin anew at what is committed. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!needsNewTasks(error) && !this.#patience.bears(error)) throw error;
      await this.#beginAnew(error);
    }
  }

  async #beginAnew(cause: unknown): Promise<void> {
    this.#logger.warn('The tasks of the thread begin anew at what is committed', { reason: String(cause) });
    this.#tasks.close();
    await this.#output.renew();
    await pause(this.#env, RETRY_MS, this.#stop.signal);
    this.#tasks.take(this.#assignment);
    this.#showProgress();
  }

  #memberListener(): StreamsMemberListener {
    const { listener } = this.#options;
    return {
      onTasksRevoked: (ids) => this.#jobs.add(() => this.#onRevoked(ids)),
      onTasksAssigned: (assignment) => this.#jobs.add(() => this.#onAssigned(assignment)),
      onTasksLost: (cause) => this.#jobs.add(() => this.#onLost(cause)),
      onStatus: (statuses) => this.#onStatus(statuses),
      onEndpoints: (endpoints) => listener.onEndpoints(endpoints),
      onFatal: (error) => this.#fail(error),
    };
  }

  #onStatus(statuses: readonly StreamsGroupStatus[]): void {
    this.#isGroupAtWork = statuses.length === 0;
    // The answer that says that all is well may bring tasks as well: they are to be there first.
    if (this.#assignment !== NOTHING && this.#clients.member.state === 'stable') this.#showProgress();
    for (const { code, detail } of statuses) {
      const level = PASSES_BY_ITSELF.has(code) ? 'info' : 'warn';
      this.#logger[level]('The group does not work yet', { status: code, detail });
    }
    this.#missingSources.told(statuses.find(({ code }) => code === 'MISSING_SOURCE_TOPICS')?.detail ?? null);
    const wrong = statuses.find(({ code }) => code === 'INCORRECTLY_PARTITIONED_TOPICS');
    if (wrong !== undefined) {
      const detail = wrong.detail.replace(/\.+$/, '');
      const message = `The topics do not fit the topology of ${this.#options.plan.applicationId}: ${detail}. Topics that are joined need the same number of partitions: make them alike, or put repartition() before the join. The application's own topics have as many as its sources had: where those have changed, reset the application, or give it another id.`;
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
    const isCommitted = await this.#commits.commit(true);
    if (isCommitted) this.#tasks.revoke(ids);
    else this.#tasks.close(ids);
    // What the revoked tasks have written may not be committed without their offsets.
    if (!isCommitted && this.#options.settings.clients.isExactlyOnce) {
      await this.#beginAnew('what revoked tasks have done could not be committed');
    }
  }

  async #onAssigned(assignment: StreamsTaskAssignment): Promise<void> {
    this.#assignment = assignment;
    this.#output.warmUp(this.#tasks.topicsWrittenBy(assignment.active));
    this.#tasks.take(assignment);
    this.#showProgress();
    return Promise.resolve();
  }

  async #onLost(cause: ClientError): Promise<void> {
    this.#logger.warn('The tasks of the thread are lost', { reason: cause.message });
    this.#assignment = NOTHING;
    this.#tasks.close();
    await this.#output.renew();
    this.#showProgress();
  }

  async #start(task: ThreadTask['task']): Promise<void> {
    await this.#output.committer.begin();
    await this.#tasks.start(task);
    this.#showProgress();
  }

  #showProgress(): void {
    this.#options.listener.onTasks();
    const isComplete = this.#isGroupAtWork && !this.#restorer.isRestoring && this.#jobs.isEmpty;
    this.#setState(isComplete ? 'running' : 'partitions-assigned');
  }

  #makeTasks(): ThreadTasks {
    const { env, plan, settings, globalStores, listener } = this.#options;
    return new ThreadTasks({
      plan,
      clients: this.#clients,
      pump: this.#pump,
      restorer: this.#restorer,
      standbyPositions: this.#standbyPositions,
      globalStores,
      metrics: this.#metrics,
      recordingLevel: settings.recordingLevel,
      cache: this.#cache,
      stateDirectory: settings.stateDirectory,
      wallClock: () => env.clock.now(),
      monotonic: () => env.clock.monotonic(),
      sink: {
        send: (record: OutgoingRecord) => this.#output.sink.send(record),
        partitionCount: (topic) => this.#output.sink.partitionCount(topic),
      },
      onWake: () => this.#wakeUp.wake(),
      onDropped: (reason, at) => listener.onDropped(reason, at),
    });
  }

  #makeStandbyPositions(): StandbyPositions {
    const { env, settings } = this.#options;
    const { consumer, admin } = this.#clients;
    return new StandbyPositions({
      env,
      logger: this.#logger,
      // No position comes sooner than a commit.
      intervalMs: Math.min(Math.max(settings.commitIntervalMs, MIN_LOOK_MS), MAX_LOOK_MS),
      inputs: (task) => this.#tasks.inputsOf(task),
      committed: (partitions) => consumer.committed(partitions),
      ends: (partitions) => admin.listOffsets(partitions.map((place) => ({ ...place, spec: 'latest' }))),
      passMarkers: () => this.#restorer.passMarkers(),
      restoredTo: (task, changelog) => this.#restorer.restoredTo(task, changelog),
    });
  }

  #makeCommits(): ThreadCommits {
    const { env, plan, settings } = this.#options;
    const logger = this.#logger;
    const { admin } = this.#clients;
    const { commitIntervalMs, uncommittedMaxBytes, taskTimeoutMs, repartitionPurgeIntervalMs } = settings;
    return new ThreadCommits({
      env,
      logger,
      patience: this.#patience,
      output: this.#output,
      tasks: this.#tasks,
      restorer: this.#restorer,
      purge: new RepartitionPurge({ env, logger, plan, admin, intervalMs: repartitionPurgeIntervalMs }),
      metrics: this.#metrics,
      intervalMs: commitIntervalMs,
      uncommittedMaxBytes,
      isExactlyOnce: settings.clients.isExactlyOnce,
      taskTimeoutMs,
      stop: this.#stop.signal,
    });
  }

  #giveWay(): Promise<void> {
    return new Promise((resolve) => this.#env.scheduler.endOfTurn(resolve));
  }

  #sleepMs(): number {
    const { dueInMs } = this.#commits;
    return this.#isPaused ? dueInMs : Math.min(dueInMs, this.#processing.dueInMs);
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
    this.#endWithin(DEFAULT_CLOSE_MS);
    this.#setState('pending-shutdown');
    this.#stop.abort();
    if (this.#failure === null && this.#output.isOpen) await this.#commits.commitLast(this.#leftMs / 2);
    this.#pump.close();
    this.#restorer.close();
    this.#standbyPositions.close();
    this.#missingSources.close();
    try {
      this.#tasks.close();
    } catch (error) {
      this.#logger.error('A task could not be closed', { reason: String(error) });
    }
    await this.#closeClients();
    this.#setState('dead');
    // Whatever it fails with while it is closed follows from that.
    if (this.#failure !== null && this.#closing === null) this.#options.listener.onFailure(this.#failure.error);
  }

  /** The group is told of it at least, where records that cannot be delivered take their half of the time. */
  async #closeClients(): Promise<void> {
    this.#pump.close();
    await this.#output.close({ timeoutMs: this.#leftMs / 2, isFlushed: this.#failure === null });
    this.#jobs.end();
    await this.#clients.member.close({ timeoutMs: this.#leftMs, keepMembership: this.#closing?.leaveGroup === false });
    await this.#clients.close(this.#leftMs);
  }

  /** Whoever is in a greater hurry counts. */
  #endWithin(timeoutMs: number): void {
    this.#endByMs = Math.min(this.#endByMs, this.#env.clock.monotonic() + timeoutMs);
  }

  get #leftMs(): number {
    return Math.max(0, this.#endByMs - this.#env.clock.monotonic());
  }

  #setState(state: ThreadState): void {
    if (this.#state === state || this.#state === 'dead') return;
    if (this.#state === 'pending-shutdown' && state !== 'dead') return;
    this.#state = state;
    this.#options.listener.onState(state);
  }
}

/** What nobody needs to do anything about. */
const PASSES_BY_ITSELF: ReadonlySet<StreamsGroupStatus['code']> = new Set([
  'ASSIGNMENT_DELAYED',
  'MISSING_INTERNAL_TOPICS',
]);
const NOTHING: StreamsTaskAssignment = { active: [], standby: [], warmup: [] };
const DEFAULT_CLOSE_MS = 30_000;
