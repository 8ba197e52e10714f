/**
 * The stores of an application whose threads are workers: a query goes to the worker that has the partition, in the form in
 * which instances ask each other.
 */
import { type Env, settlesWithin } from '#kernel';
import { nodeGroups } from '../plan/node-groups.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import type { InstanceQuery, QueryableInstance } from '../queries/instance.ts';
import { failed, type PartitionAnswer, type QueryDemands } from '../queries/query-answer.ts';
import { readAnswers, writeRequest } from '../queries/query-wire.ts';
import { StoreCatalog } from '../queries/store-catalog.ts';
import type { WorkerThread, WorkerThreadTask } from './worker-thread.ts';

export interface WorkerStoresOptions {
  readonly env: Env;
  readonly plan: TopologyPlan;
  threads(): Iterable<WorkerThread>;
}

/** As for another instance. */
const ANSWER_TIMEOUT_MS = 5000;
/** A thread in one of them has filled its global tables. */
const FILLED = ['partitions-assigned', 'partitions-revoked', 'running'];

export class WorkerStores implements QueryableInstance {
  readonly #options: WorkerStoresOptions;
  readonly #catalog: StoreCatalog;
  /** By store: the sub-topologies whose tasks have it. */
  readonly #subtopologies = new Map<string, Set<string>>();

  constructor(options: WorkerStoresOptions) {
    this.#options = options;
    const { plan } = options;
    this.#catalog = new StoreCatalog(plan);
    for (const { id, nodes } of nodeGroups(plan)) {
      for (const store of nodes.flatMap((node) => [...(plan.storesOf.get(node) ?? [])])) {
        const ids = this.#subtopologies.get(store) ?? new Set();
        this.#subtopologies.set(store, ids.add(String(id)));
      }
    }
  }

  has(store: string, partition: number, { allowStale }: Pick<QueryDemands, 'allowStale'>): boolean {
    if (this.#catalog.get(store).isGlobal) return this.#filled() !== undefined;
    const owner = this.#ownerOf(store, partition);
    return owner !== null && (allowStale || isRunning(owner.task));
  }

  async query(name: string, partition: number, { lookup, demands }: InstanceQuery): Promise<PartitionAnswer> {
    const store = this.#catalog.get(name);
    const thread = store.isGlobal ? this.#filled() : this.#ownerOf(name, partition)?.thread;
    if (thread === undefined) {
      return failed('NOT_PRESENT', `This instance does not have partition ${partition} of ${name}`);
    }
    const { applicationId: application } = this.#options.plan;
    const body = writeRequest(store, { application, lookup, partitions: [partition], demands });
    const asked = thread.ask({ store: name, partition, body });
    const isThere = await settlesWithin(this.#options.env, asked, ANSWER_TIMEOUT_MS);
    if (!isThere) return failed('UNREACHABLE', `${thread.id} has not answered within ${ANSWER_TIMEOUT_MS} ms`);
    const answer = await asked;
    if (answer === null) return failed('NOT_PRESENT', `${thread.id} has ended`);
    return readAnswers(store, answer).get(partition)!;
  }

  /** Who processes the partition, or else follows it. */
  #ownerOf(store: string, partition: number): { thread: WorkerThread; task: WorkerThreadTask } | null {
    const ids = this.#subtopologies.get(store);
    let standby: { thread: WorkerThread; task: WorkerThreadTask } | null = null;
    for (const thread of this.#options.threads()) {
      for (const task of thread.tasks) {
        if (task.id.partition !== partition || ids?.has(task.id.subtopologyId) !== true) continue;
        if (isRunning(task)) return { thread, task };
        standby = { thread, task };
      }
    }
    return standby;
  }

  #filled(): WorkerThread | undefined {
    return [...this.#options.threads()].find(({ state }) => FILLED.includes(state));
  }
}

function isRunning({ isActive, isStarted }: WorkerThreadTask): boolean {
  return isActive && isStarted;
}
