/** For tests: instances of one application with tasks made of stores alone, that reach each other without sockets. */
import { assert, type HttpRequest } from '#kernel';
import type { StreamsEndpoint } from '#client';
import { createSimulation, type Simulation } from '#sim';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import type { StateStore } from '../stores/state-store.ts';
import { InteractiveQueries } from './interactive-queries.ts';
import { LocalStores, type QueryableTask } from './local-stores.ts';
import { QueryService } from './query-service.ts';
import { type QueryFetch, RemoteInstances } from './remote-instances.ts';
import { StoreCatalog } from './store-catalog.ts';
import { StoreOwners } from './store-owners.ts';
import { StoreView } from './store-view.ts';

export interface FakeTask {
  readonly partition: number;
  isActive: boolean;
  isRestoring?: boolean;
  readonly stores: ReadonlyMap<string, StateStore>;
  /** Of the last record processed, by topic. */
  offsets: Readonly<Record<string, number>>;
}

export class FakeInstance {
  readonly tasks: FakeTask[] = [];
  readonly service: QueryService;
  readonly queries: InteractiveQueries;
  /** Requests that came from others. */
  asked = 0;
  readonly #port: number;

  constructor(cluster: FakeCluster, port: number) {
    const { plan, world } = cluster;
    const { env } = world;
    const { applicationId } = plan;
    const catalog = new StoreCatalog(plan);
    this.#port = port;
    const instance = new LocalStores({
      tasks: () => this.tasks.map(queryable),
      globalStore: (name) => cluster.globalStores.get(name),
    });
    this.service = new QueryService({ applicationId, logger: env.logger, catalog, instance });
    const owners = new StoreOwners({
      get endpoints() {
        return cluster.endpoints;
      },
      partitionCount: () => Promise.resolve(cluster.partitions),
    });
    const remote = new RemoteInstances(env, { fetch: cluster.fetch, timeoutMs: 1000 });
    const self = { host: 'instance', port };
    const checkRuns = (): void => undefined;
    this.queries = new InteractiveQueries({ env, applicationId, catalog, instance, owners, remote, self, checkRuns });
  }

  store<K, V>(name: string): StoreView<K, V> {
    return new StoreView(name, this.queries);
  }

  endpoint(topics: readonly string[]): StreamsEndpoint {
    const partitionsOf = (isActive: boolean) =>
      this.tasks
        .filter((task) => task.isActive === isActive)
        .flatMap(({ partition }) => topics.map((topic) => ({ topic, partition })));
    return {
      host: 'instance',
      port: this.#port,
      activePartitions: partitionsOf(true),
      standbyPartitions: partitionsOf(false),
    };
  }
}

export class FakeCluster {
  readonly world: Simulation = createSimulation(1);
  readonly plan: TopologyPlan;
  readonly partitions: number;
  readonly globalStores: Map<string, StateStore> = new Map();
  readonly instances: Map<number, FakeInstance> = new Map();
  /** Ports that do not answer. */
  readonly silent: Set<number> = new Set();
  /** As the group last told. */
  endpoints: StreamsEndpoint[] = [];

  constructor(plan: TopologyPlan, partitions: number) {
    this.plan = plan;
    this.partitions = partitions;
  }

  readonly fetch: QueryFetch = (url, { method, headers, body, signal }) => {
    const { port, pathname } = new URL(url);
    const instance = this.instances.get(Number(port));
    if (this.silent.has(Number(port))) {
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    }
    if (instance === undefined) return Promise.reject(new Error('connection refused'));
    instance.asked++;
    return answerOf(instance.service, { method, target: pathname, headers, body });
  };

  instance(port: number): FakeInstance {
    const instance = new FakeInstance(this, port);
    this.instances.set(port, instance);
    return instance;
  }

  /** The group tells everybody where everything is. */
  tell(topics: readonly string[]): void {
    this.endpoints = [...this.instances.values()].map((instance) => instance.endpoint(topics));
  }

  openStore(name: string): StateStore {
    const plan = this.plan.stores.get(name) ?? this.plan.globalStores.get(name)?.store;
    assert(plan !== undefined, `there is no store ${name}`);
    const store = plan.create();
    store.open({
      taskId: '0_0',
      changelog: null,
      directory: null,
      timestamp: () => 0,
      headers: () => [],
      drop: () => undefined,
    });
    return store;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return this.world.finish(work());
  }
}

export interface PlainRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export async function answerOf(
  service: QueryService,
  { method, target, headers, body }: PlainRequest,
): Promise<{ status: number; text: string; body: AsyncIterable<Uint8Array> }> {
  const bytes = Buffer.from(body);
  const request: HttpRequest = {
    method,
    target,
    header: (name) => headers[name],
    body: (maxBytes) => Promise.resolve(bytes.length > maxBytes ? null : bytes),
  };
  const answer = await service.handle(request);
  const chunks = async function* (): AsyncIterable<Uint8Array> {
    yield Buffer.from(answer.body);
  };
  return { status: answer.status, text: answer.body, body: chunks() };
}

function queryable({ partition, isActive, isRestoring = false, stores, offsets }: FakeTask): QueryableTask {
  return {
    partition,
    isActive,
    isRestoring: !isActive && isRestoring,
    store: (name) => stores.get(name),
    position: () => new Map(Object.entries(offsets).map(([topic, offset]) => [topic, new Map([[partition, offset]])])),
  };
}
