/**
 * Interactive queries of an application that runs: its tasks as queries see them, what the group told of the other
 * instances, and the service that answers them, where `applicationServer` says at which place.
 */
import type { Admin, StreamsEndpoint } from '#client';
import type { Env, HttpServer, Logger } from '#kernel';
import { serveHttp } from '../default-env.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import type { QueryableInstance } from '../queries/instance.ts';
import { InteractiveQueries } from '../queries/interactive-queries.ts';
import { QueryService } from '../queries/query-service.ts';
import { RemoteInstances } from '../queries/remote-instances.ts';
import { StoreCatalog } from '../queries/store-catalog.ts';
import { type HostInfo, StoreOwners } from '../queries/store-owners.ts';

export interface ApplicationQueriesOptions {
  readonly env: Env;
  readonly logger: Logger;
  readonly plan: TopologyPlan;
  readonly admin: Pick<Admin, 'describeTopics'>;
  /** Its own stores. */
  readonly instance: QueryableInstance;
  /** As the group last told. */
  endpoints(): readonly StreamsEndpoint[];
  /** At which other instances reach this one; null: nobody asks it. */
  readonly applicationServer: HostInfo | null;
  /** The address that the service listens on. */
  readonly listenHost: string;
  /** Throws once the application has ended. */
  checkRuns(): void;
}

/** For one request to another instance. */
const REQUEST_TIMEOUT_MS = 5000;
/** How long the number of a topic's partitions is believed. */
const COUNTS_AGE_MS = 60_000;

export class ApplicationQueries {
  /** The queries themselves. */
  readonly all: InteractiveQueries;
  /** The stores that can be asked. */
  readonly catalog: StoreCatalog;
  readonly #options: ApplicationQueriesOptions;
  readonly #service: QueryService;
  readonly #counts = new Map<string, { readonly count: Promise<number>; readonly sinceMs: number }>();
  #server: HttpServer | null = null;

  constructor(options: ApplicationQueriesOptions) {
    const { env, logger, plan, instance, applicationServer, endpoints, checkRuns } = options;
    const { applicationId } = plan;
    const catalog = new StoreCatalog(plan);
    this.catalog = catalog;
    this.#options = options;
    this.#service = new QueryService({ applicationId, logger, catalog, instance });
    const owners = new StoreOwners({
      get endpoints() {
        return endpoints();
      },
      partitionCount: (topic) => this.#partitionCount(topic),
    });
    const remote = new RemoteInstances(env, { timeoutMs: REQUEST_TIMEOUT_MS });
    this.all = new InteractiveQueries({
      env,
      applicationId,
      catalog,
      instance,
      owners,
      remote,
      self: applicationServer,
      checkRuns,
    });
  }

  /** Answers other instances from now on, where there is a place for that. Rejects with LISTEN_FAILED. */
  async start(): Promise<void> {
    const { applicationServer, listenHost } = this.#options;
    if (applicationServer === null) return;
    const place = { host: listenHost, port: applicationServer.port };
    this.#server = await serveHttp(place, (request) => this.#service.handle(request));
    if (isLoopback(listenHost) && !isLoopback(applicationServer.host)) {
      const hint = 'applicationServerListen names the address to listen on, 0.0.0.0 for all';
      this.#options.logger.warn(`Queries are answered on ${listenHost} alone, not on other machines: ${hint}`);
    }
  }

  async close(): Promise<void> {
    await this.#server?.close();
    this.#server = null;
  }

  #partitionCount(topic: string): Promise<number> {
    const { clock } = this.#options.env;
    const known = this.#counts.get(topic);
    const now = clock.monotonic();
    if (known !== undefined && now - known.sinceMs < COUNTS_AGE_MS) return known.count;
    const count = this.#describe(topic);
    this.#counts.set(topic, { count, sinceMs: now });
    count.catch(() => this.#counts.delete(topic));
    return count;
  }

  async #describe(topic: string): Promise<number> {
    const { admin, checkRuns } = this.#options;
    checkRuns();
    const [description] = await admin.describeTopics([topic]);
    return description!.partitions.length;
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
