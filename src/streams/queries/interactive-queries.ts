/**
 * Queries to an application's stores, wherever their partitions are (Kafka's interactive queries): what is here is read
 * here, the rest is asked of the instances that have it, by what the group last told of them.
 *
 * Invariant: there is a result for each partition that was asked for; what may pass with a rebalance is tried again for as
 * long as the caller wants.
 */
import { type Env, KafkaError, pause } from '#kernel';
import type { QueryableInstance } from './instance.ts';
import { mergedPosition, NO_POSITION, type Position } from './position.ts';
import { failed, type PartitionAnswer, type PartitionResult, type QueryDemands } from './query-answer.ts';
import type { RemoteInstances } from './remote-instances.ts';
import type { StateQuery } from './state-query.ts';
import type { CatalogStore, StoreCatalog } from './store-catalog.ts';
import type { HostInfo, KeyQueryMetadata, StoreHostMetadata, StoreOwners } from './store-owners.ts';

export interface QueryOptions {
  /** The partition of the key where the query has one, otherwise all. */
  readonly partitions?: readonly number[] | undefined;
  /** Whether standbys, and stores that are still restored, may answer, with what may be old. False where absent. */
  readonly allowStale?: boolean | undefined;
  /** How far the stores have to have come: the `position` of an earlier result, or offsets of records. */
  readonly bound?: Position | undefined;
  /** So many rows of each partition at most; where absent all, and more than 10,000 are TOO_LARGE. */
  readonly limit?: number | undefined;
  /** How long failures that may pass are tried again. 0, not at all, where absent. */
  readonly retryMs?: number | undefined;
}

export interface StateQueryResult<R> {
  /** By partition. */
  readonly partitions: ReadonlyMap<number, PartitionResult<R>>;
  /** How far the stores that answered had come. */
  readonly position: Position;
}

export interface InteractiveQueriesOptions {
  readonly env: Env;
  readonly applicationId: string;
  readonly catalog: StoreCatalog;
  readonly instance: QueryableInstance;
  readonly owners: StoreOwners;
  readonly remote: RemoteInstances;
  /** Where this instance is told to be; null where it is not. */
  readonly self: HostInfo | null;
  /** Throws once the application has ended. */
  checkRuns(): void;
}

const RETRY_MS = 50;
const RETRY_MAX_MS = 500;
const MAY_PASS = ['NOT_ACTIVE', 'NOT_PRESENT', 'NOT_UP_TO_BOUND', 'UNREACHABLE'];

interface Asked {
  readonly store: CatalogStore;
  readonly query: StateQuery<unknown>;
  readonly demands: QueryDemands;
}

export class InteractiveQueries {
  readonly #options: InteractiveQueriesOptions;

  constructor(options: InteractiveQueriesOptions) {
    this.#options = options;
  }

  /** Throws INVALID_ARGUMENT for a store or a partition that there is not, CLIENT_CLOSED where the application ends. Whatever else fails is a result. */
  async query<R>(name: string, query: StateQuery<R>, options: QueryOptions = {}): Promise<StateQueryResult<R>> {
    const { catalog, env, checkRuns } = this.#options;
    checkRuns();
    const store = catalog.get(name);
    const { retryMs = 0, allowStale = false, bound = NO_POSITION, limit } = options;
    if (limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0)) {
      throw new KafkaError('INVALID_ARGUMENT', `limit must be a whole number from 1 on, not ${limit}`);
    }
    const asked = { store, query, demands: { allowStale, bound, limit: limit ?? null } };
    const partitions = await this.#partitions(store, query, options.partitions);
    const answers = await this.#ask(asked, partitions);
    const endMs = env.clock.monotonic() + retryMs;
    for (let delayMs = RETRY_MS; ; delayMs = Math.min(2 * delayMs, RETRY_MAX_MS)) {
      const left = partitions.filter((partition) => mayPass(answers.get(partition)!));
      if (left.length === 0 || env.clock.monotonic() + delayMs > endMs) return resultOf(query, answers);
      await pause(env, delayMs);
      checkRuns();
      for (const [partition, answer] of await this.#ask(asked, left)) answers.set(partition, answer);
    }
  }

  /** Whose the key is. */
  async metadataForKey(name: string, key: unknown): Promise<KeyQueryMetadata> {
    const { catalog, owners, checkRuns } = this.#options;
    checkRuns();
    const store = catalog.get(name);
    const partition = await owners.partitionOf(store, key);
    return { partition, ...owners.hostsOf(store, partition) };
  }

  /** Instances that have partitions of the store. */
  metadataForStore(name: string): StoreHostMetadata[] {
    const { catalog, owners } = this.#options;
    return owners.metadataForStore(catalog.get(name));
  }

  async #partitions(
    store: CatalogStore,
    { lookup }: StateQuery<unknown>,
    chosen: readonly number[] | undefined,
  ): Promise<readonly number[]> {
    const { owners } = this.#options;
    if (chosen === undefined && 'key' in lookup) return [await owners.partitionOf(store, lookup.key)];
    const count = await owners.partitionCount(store);
    const partitions = chosen ?? Array.from({ length: count }, (_, partition) => partition);
    return [...new Set(partitions)];
  }

  async #ask(asked: Asked, partitions: readonly number[]): Promise<Map<number, PartitionAnswer>> {
    const { store, demands } = asked;
    const count = await this.#options.owners.partitionCount(store);
    const answers = new Map<number, PartitionAnswer>();
    const remote: number[] = [];
    for (const partition of partitions) {
      if (!Number.isSafeInteger(partition) || partition < 0 || partition >= count) {
        answers.set(partition, failed('DOES_NOT_EXIST', `${store.name} has ${count} partitions, none is ${partition}`));
      } else if (this.#options.instance.has(store.name, partition, demands)) {
        answers.set(partition, await this.#askHere(asked, partition));
      } else remote.push(partition);
    }
    for (const [partition, answer] of await this.#askOthers(asked, remote)) answers.set(partition, answer);
    return answers;
  }

  async #askHere({ store, query, demands }: Asked, partition: number): Promise<PartitionAnswer> {
    return this.#options.instance.query(store.name, partition, { lookup: query.lookup, demands });
  }

  /** Who processes a partition first; where stale answers will do, who follows it then. */
  async #askOthers(asked: Asked, partitions: readonly number[]): Promise<Map<number, PartitionAnswer>> {
    const answers = new Map<number, PartitionAnswer>();
    const candidates = new Map(partitions.map((partition) => [partition, this.#candidates(asked, partition)]));
    let left = partitions;
    for (let turn = 0; left.length > 0; turn++) {
      const groups = Map.groupBy(left, (partition) => hostText(candidates.get(partition)![turn]));
      await Promise.all(
        [...groups].map(async ([text, group]) => {
          const host = candidates.get(group[0]!)![turn];
          const found = host === undefined ? this.#nobody(asked, group) : this.#askHost(asked, host, group);
          for (const [partition, answer] of await found) {
            // What somebody said is more than that nobody is left.
            if (text !== '' || !answers.has(partition)) answers.set(partition, answer);
          }
        }),
      );
      left = left.filter((partition) => {
        return mayPass(answers.get(partition)!) && candidates.get(partition)![turn] !== undefined;
      });
    }
    return answers;
  }

  #candidates({ store, demands }: Asked, partition: number): HostInfo[] {
    const { activeHost, standbyHosts } = this.#options.owners.hostsOf(store, partition);
    const hosts = [...(activeHost === null ? [] : [activeHost]), ...(demands.allowStale ? standbyHosts : [])];
    const self = hostText(this.#options.self ?? undefined);
    return hosts.filter((host) => hostText(host) !== self);
  }

  #askHost(asked: Asked, host: HostInfo, partitions: readonly number[]): Promise<Map<number, PartitionAnswer>> {
    const { remote, applicationId: application } = this.#options;
    const { store, query, demands } = asked;
    return remote.query(host, store, { application, lookup: query.lookup, partitions, demands });
  }

  /** This instance says why it has no answer; where it has nothing of the partition, that nobody is known to have it. */
  async #nobody(asked: Asked, partitions: readonly number[]): Promise<Map<number, PartitionAnswer>> {
    const answers = new Map<number, PartitionAnswer>();
    for (const partition of partitions) {
      const own = await this.#askHere(asked, partition);
      const isElsewhere = !own.isSuccess && own.failure.reason === 'NOT_PRESENT';
      const message = `No instance is known to have partition ${partition} of ${asked.store.name}: instances need applicationServer to be asked`;
      answers.set(partition, isElsewhere ? failed('UNREACHABLE', message) : own);
    }
    return answers;
  }
}

function hostText(host: HostInfo | undefined): string {
  return host === undefined ? '' : `${host.host}:${host.port}`;
}

function mayPass(answer: PartitionAnswer): boolean {
  return !answer.isSuccess && MAY_PASS.includes(answer.failure.reason);
}

function resultOf<R>(query: StateQuery<R>, answers: ReadonlyMap<number, PartitionAnswer>): StateQueryResult<R> {
  const sorted = [...answers].sort(([one], [other]) => one - other);
  const partitions = sorted.map(([partition, answer]): [number, PartitionResult<R>] => {
    if (!answer.isSuccess) return [partition, answer];
    const { rows, isComplete, position } = answer;
    return [partition, { isSuccess: true, value: query.shape(rows), isComplete, position }];
  });
  const positions = sorted.flatMap(([, answer]) => (answer.isSuccess ? [answer.position] : []));
  return { partitions: new Map(partitions), position: mergedPosition(positions) };
}
