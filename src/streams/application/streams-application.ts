/**
 * An application that runs: one topology, and the threads of this instance that process it (Kafka's KafkaStreams).
 *
 * Invariant: `running` means that every thread here has all the tasks that it is to have and processes them; after `close`
 * nothing of the application is left in the process.
 */
import { Admin, errorFor, type Metric, type StreamsEndpoint, type StreamsGroupStatus } from '#client';
import { type Env, KafkaError, type Logger, pause } from '#kernel';
import { defaultEnv } from '../default-env.ts';
import { patternText } from '../plan/topic-pattern.ts';
import { listApplication } from '../metrics/application-metrics.ts';
import { MetricList } from '../metrics/metric-list.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import type { ThreadState } from '../thread/stream-thread.ts';
import type { QueryOptions, StateQueryResult } from '../queries/interactive-queries.ts';
import type { StateQuery } from '../queries/state-query.ts';
import type { KeyQueryMetadata, StoreHostMetadata } from '../queries/store-owners.ts';
import { StoreView } from '../queries/store-view.ts';
import { ApplicationQueries } from './application-queries.ts';
import type {
  ApplicationThread,
  ApplicationThreadListener,
  ThreadHost,
  ThreadHostParts,
} from './application-thread.ts';
import { setStandbyReplicas } from './group-configs.ts';
import { globalThreadName, LocalThreads } from './local-threads.ts';
import { StateChanges } from './state-changes.ts';
import { StateDirectory } from './state-directory.ts';
import {
  type ParsedStreamsOptions,
  parseStreamsOptions,
  type StreamsOptions,
  type UncaughtErrorResponse,
} from './streams-options.ts';
import { endpointOf, stateDirOf } from './thread-settings.ts';

/** As Kafka Streams has them. `not-running` and `error` are final. */
export type ApplicationState =
  | 'created'
  | 'rebalancing'
  | 'running'
  | 'pending-shutdown'
  | 'not-running'
  | 'pending-error'
  | 'error';

/** How an application ends. */
export interface ApplicationCloseOptions {
  /** 30 s where absent. */
  readonly timeoutMs?: number;
  /** False: the group waits for this instance's session to end before others get its tasks. True where absent. */
  readonly leaveGroup?: boolean;
}

/** A thread, as it is at the moment. */
export interface ThreadDescription {
  /** `<application>-<process>-StreamThread-<number>`. */
  readonly name: string;
  readonly state: ThreadState;
  /** Tasks that process, or will: `<subtopology>_<partition>`. */
  readonly activeTasks: readonly string[];
  readonly standbyTasks: readonly string[];
}

/** What an application is made of. */
interface ApplicationParts extends Pick<ThreadHostParts, 'env' | 'logger' | 'plan' | 'parsed'> {
  readonly stateDirectory: StateDirectory;
  readonly makeHost: MakeThreadHost;
}

/** Where threads are to run. */
export type MakeThreadHost = (parts: ThreadHostParts) => ThreadHost;

const inThisIsolate: MakeThreadHost = (parts) => new LocalThreads(parts);

const DEFAULT_CLOSE_MS = 30_000;
/** Before a thread that has failed is replaced: what it failed by may be there still. */
const REPLACE_AFTER_MS = 500;

export class StreamsApplication {
  readonly #plan: TopologyPlan;
  readonly #parsed: ParsedStreamsOptions;
  readonly #env: Env;
  readonly #logger: Logger;
  readonly #stateDirectory: StateDirectory;
  readonly #states = new StateChanges<ApplicationState>('created', ['not-running', 'error']);
  readonly #host: ThreadHost;
  readonly #admin: Admin;
  readonly #threads = new Map<number, ApplicationThread>();
  readonly #queries: ApplicationQueries;
  readonly #dropped = new Map<string, number>();
  #endpoints: readonly StreamsEndpoint[] = [];
  #isPaused = false;
  #failedThreads = 0;
  #lastError: Error | null = null;
  #closing: Promise<void> | null = null;

  private constructor({ plan, parsed, env, logger, stateDirectory, makeHost }: ApplicationParts) {
    this.#plan = plan;
    this.#parsed = parsed;
    this.#env = env;
    this.#logger = logger;
    this.#stateDirectory = stateDirectory;
    this.#host = makeHost({
      env,
      logger,
      plan,
      parsed,
      clientId: this.#clientId,
      globalThreadId: globalThreadName(this.#clientId),
      processId: stateDirectory.processId,
      stateDirectory: stateDirectory.path,
      onDropped: (reason, at) => this.#onDropped(`${at}: ${reason}`, 1),
      onFailure: (error) => this.#onFailure(null, error),
    });
    this.#admin = this.#makeAdmin();
    this.#queries = this.#makeQueries();
  }

  /**
   * Locks the directory of its state, fills the global tables, then joins the group with the configured number of threads.
   * Rejects with INVALID_CONFIG, STATE_DIRECTORY_LOCKED, or with what else kept it from starting.
   */
  static async start(
    plan: TopologyPlan,
    options: StreamsOptions,
    makeHost: MakeThreadHost = inThisIsolate,
  ): Promise<StreamsApplication> {
    const parsed = parseStreamsOptions(options);
    refusePatterns(plan);
    const env = options.env ?? defaultEnv();
    const logger = (options.logger ?? env.logger).component('streams');
    const stateDirectory = await StateDirectory.open({ env, logger, plan, stateDir: stateDirOf(parsed.config) });
    let application: StreamsApplication;
    try {
      application = new StreamsApplication({ plan, parsed, env, logger, stateDirectory, makeHost });
    } catch (error) {
      await stateDirectory.close();
      throw error;
    }
    await application.#start();
    return application;
  }

  get applicationId(): string {
    return this.#plan.applicationId;
  }

  get state(): ApplicationState {
    return this.#states.current;
  }

  /** What the application, or a thread of it, failed with last; null where nothing has. */
  get lastError(): Error | null {
    return this.#lastError;
  }

  /** The present state, then what it becomes, until the application has ended. */
  states(): AsyncIterableIterator<ApplicationState> {
    return this.#states[Symbol.asyncIterator]();
  }

  /** Resolves when it runs. Rejects with what it failed with, or CLIENT_CLOSED. */
  async running(): Promise<void> {
    if ((await this.#states.until(['running'])) === 'running') return;
    throw this.#lastError ?? errorFor('CLIENT_CLOSED', `The application ${this.applicationId} was closed`);
  }

  /** One thread more; answers its name. Throws CLIENT_CLOSED where the application has ended. */
  addThread(): string {
    this.#checkRuns();
    let number = 1;
    while (this.#threads.has(number)) number++;
    return this.#startThread(number).id;
  }

  /** One thread less, the last that was added; its tasks go to others. Answers its name, null where there is none. */
  async removeThread({ timeoutMs = DEFAULT_CLOSE_MS }: { readonly timeoutMs?: number } = {}): Promise<string | null> {
    const last = [...this.#threads].at(-1);
    if (last === undefined) return null;
    const [number, thread] = last;
    await thread.close({ timeoutMs, leaveGroup: true });
    this.#threads.delete(number);
    this.#showState();
    return thread.id;
  }

  threads(): ThreadDescription[] {
    return [...this.#threads.values()].map((thread) => {
      const tasks = [...thread.tasks];
      const idsOf = (isActive: boolean): string[] =>
        tasks
          .filter((one) => one.isActive === isActive)
          .map(({ task }) => task.id)
          .sort();
      return { name: thread.id, state: thread.state, activeTasks: idsOf(true), standbyTasks: idsOf(false) };
    });
  }

  /** Nothing is processed until `resume` (KIP-834); tasks stay where they are. */
  pause(): void {
    this.#isPaused = true;
    for (const thread of this.#threads.values()) thread.pause();
  }

  resume(): void {
    this.#isPaused = false;
    for (const thread of this.#threads.values()) thread.resume();
  }

  /** Where the instances of the application can be asked, as the group last told. */
  get endpoints(): readonly StreamsEndpoint[] {
    return this.#endpoints;
  }

  /** A store by its name, wherever its partitions are; `K` and `V` are what its serdes make. Throws INVALID_ARGUMENT. */
  store<K, V>(name: string): StoreView<K, V> {
    this.#queries.catalog.get(name);
    return new StoreView(name, this.#queries.all);
  }

  /** Asks a store; what fails is a result of its partition. Rejects with INVALID_ARGUMENT for a store that there is not. */
  query<R>(store: string, query: StateQuery<R>, options?: QueryOptions): Promise<StateQueryResult<R>> {
    return this.#queries.all.query(store, query, options);
  }

  /** Which partition a key of the store is in, and which instances have that. */
  metadataForKey(store: string, key: unknown): Promise<KeyQueryMetadata> {
    return this.#queries.all.metadataForKey(store, key);
  }

  /** Instances that have partitions of the store. */
  metadataForStore(store: string): StoreHostMetadata[] {
    return this.#queries.all.metadataForStore(store);
  }

  /**
   * What is measured, under the names, groups and tags of Kafka Streams' metrics: the application's, those of its threads,
   * tasks, nodes, topics and stores, and those of its clients. `metricsRecordingLevel` says how much.
   */
  async metrics(): Promise<Metric[]> {
    const own = this.#ownMetrics();
    const ofThreads = await Promise.all(Array.from(this.#threads.values(), async (thread) => thread.metrics()));
    return [...own, ...this.#host.globalMetrics(), ...ofThreads.flat()];
  }

  /** Records left out, by reason and the node or store that could not take them. */
  get dropped(): ReadonlyMap<string, number> {
    return this.#dropped;
  }

  /** Commits what was processed, closes all tasks and leaves the group. Never rejects, and may be called again. */
  close(options: ApplicationCloseOptions = {}): Promise<void> {
    return this.#end('not-running', options);
  }

  /** As `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #start(): Promise<void> {
    this.#states.set('rebalancing');
    try {
      await this.#setStandbys();
      await this.#host.open();
      await this.#queries.start();
    } catch (error) {
      this.#lastError = asError(error);
      await this.#end('error', {});
      throw error;
    }
    const { numStreamThreads, enableMetricsPush } = this.#parsed.config;
    for (let left = numStreamThreads; left > 0 && this.#closing === null; left--) this.addThread();
    // What nobody calls has no connection to push over.
    if (enableMetricsPush) this.#admin.clientInstanceId().catch(() => undefined);
  }

  /** Of the application as a whole. */
  #ownMetrics(): readonly Metric[] {
    const level = this.#parsed.config.metricsRecordingLevel;
    const list = new MetricList(this.#env.clock.now(), level);
    listApplication(list, {
      clientId: this.#clientId,
      processId: this.#stateDirectory.processId,
      applicationId: this.applicationId,
      state: this.state,
      threads: Array.from(this.#threads.values(), ({ state }) => state),
      failedThreads: this.#failedThreads,
      level,
    });
    return list.metrics;
  }

  get #clientId(): string {
    const { clientId } = this.#parsed.config;
    return clientId === '' ? `${this.applicationId}-${this.#stateDirectory.processId}` : clientId;
  }

  /** Pushes what the application as a whole measures, as in Kafka Streams (KIP-1076); threads push their own. */
  #makeAdmin(): Admin {
    const { config, common } = this.#parsed;
    const { enableMetricsPush } = config;
    const admin = new Admin({ ...common, clientId: `${this.#clientId}-admin`, enableMetricsPush });
    admin.registerMetricsForSubscription(() => this.#ownMetrics());
    return admin;
  }

  #makeQueries(): ApplicationQueries {
    const { config } = this.#parsed;
    const { applicationServer } = config;
    return new ApplicationQueries({
      env: this.#env,
      logger: this.#logger,
      plan: this.#plan,
      admin: this.#admin,
      instance: this.#host.stores,
      endpoints: () => this.#endpoints,
      applicationServer: applicationServer === '' ? null : endpointOf(applicationServer),
      listenHost: config.applicationServerListen,
      checkRuns: () => this.#checkRuns(),
    });
  }

  /** What has ended opens nothing any more, since nobody would close that. */
  #checkRuns(): void {
    if (this.#closing === null) return;
    const cause = this.#lastError;
    const why = cause === null ? '' : `: ${cause.message}`;
    throw errorFor(
      'CLIENT_CLOSED',
      `The application ${this.applicationId} has ended${why}`,
      cause === null ? {} : { cause },
    );
  }

  #startThread(number: number): ApplicationThread {
    const thread = this.#host.make(number, this.#listenerOf(number));
    this.#threads.set(number, thread);
    if (this.#isPaused) thread.pause();
    thread.start();
    return thread;
  }

  #listenerOf(number: number): ApplicationThreadListener {
    return {
      onState: () => this.#showState(),
      onTasks: () => undefined,

      onFailure: (error) => this.#onFailure(number, error),
      onStatus: (statuses) => this.#onStatus(statuses),
      onEndpoints: (endpoints) => void (this.#endpoints = endpoints),
      onRestore: (progress) => this.#parsed.code.onRestore?.(progress),
      onDropped: (reason, at, count = 1) => this.#onDropped(`${at}: ${reason}`, count),
    };
  }

  #onDropped(what: string, count: number): void {
    this.#dropped.set(what, (this.#dropped.get(what) ?? 0) + count);
  }

  #onStatus(statuses: readonly StreamsGroupStatus[]): void {
    if (!statuses.some(({ code }) => code === 'SHUTDOWN_APPLICATION')) return;
    this.#lastError ??= errorFor('ABORTED', `An instance of ${this.applicationId} has asked all of them to end`);
    void this.#end('error', {});
  }

  /** `number`: of the thread; null for what fills the global tables. */
  #onFailure(number: number | null, error: unknown): void {
    this.#lastError = asError(error);
    if (number !== null) this.#failedThreads++;
    const response = this.#parsed.code.onUncaughtError?.(error) ?? 'shutdown-client';
    this.#logger.error('A thread of the application has failed', { reason: String(error), response });
    if (this.#closing !== null) return;
    if (response === 'replace-thread' && number !== null) void this.#replace(number);
    else void this.#shutDown(response);
  }

  async #replace(number: number): Promise<void> {
    await pause(this.#env, REPLACE_AFTER_MS);
    if (this.#closing !== null) return;
    this.#startThread(number);
  }

  async #shutDown(response: UncaughtErrorResponse): Promise<void> {
    if (response === 'shutdown-application') {
      // The word goes out with a heartbeat of a thread that lives; one that is alone makes another member for it.
      const living = [...this.#threads.values()].find(({ state }) => state !== 'dead');
      living?.requestShutdown();
    }
    await this.#end('error', {});
  }

  #showState(): void {
    if (this.#closing !== null || this.state === 'created') return;
    const states = [...this.#threads.values()].map(({ state }) => state);
    const isRunning = states.length > 0 && states.every((state) => state === 'running');
    this.#states.set(isRunning ? 'running' : 'rebalancing');
  }

  #end(state: 'not-running' | 'error', options: ApplicationCloseOptions): Promise<void> {
    this.#closing ??= this.#close(state, options);
    return this.#closing;
  }

  async #close(
    state: 'not-running' | 'error',
    { timeoutMs = DEFAULT_CLOSE_MS, leaveGroup = true }: ApplicationCloseOptions,
  ): Promise<void> {
    this.#states.set(state === 'error' ? 'pending-error' : 'pending-shutdown');
    await Promise.all([...this.#threads.values()].map((thread) => thread.close({ timeoutMs, leaveGroup })));
    await this.#queries.close();
    await this.#host.close(timeoutMs);
    await this.#admin.close();
    await this.#stateDirectory.close();
    this.#states.set(state);
  }

  /** The group's config, where the application says how many standbys it wants. */
  async #setStandbys(): Promise<void> {
    const { numStandbyReplicas } = this.#parsed.config;
    if (numStandbyReplicas === null) return;
    await setStandbyReplicas(this.#admin, this.applicationId, numStandbyReplicas);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new KafkaError('UNKNOWN_SERVER_ERROR', String(error));
}

/** The group is told of a topology's topics by name (KIP-1071), as Kafka Streams is by its own groups of that protocol. */
function refusePatterns({ nodes }: TopologyPlan): void {
  for (const node of nodes.values()) {
    if (node.kind !== 'source' || node.pattern === undefined) continue;
    throw errorFor(
      'INVALID_CONFIG',
      `${node.name} reads topics by the pattern /${patternText(node.pattern)}/, and groups of the streams protocol know topics by name alone: name them, as in stream(['a', 'b'])`,
    );
  }
}
