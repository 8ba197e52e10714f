/**
 * The stores of a topology that can be asked for their rows: how their keys and values are written, and which topics the
 * tasks read that have them, since a key's partition there is the store's.
 */
import { KafkaError } from '#kernel';
import { nodeGroups } from '../plan/node-groups.ts';
import type { PlanRows } from '../plan/plan-nodes.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';

export interface CatalogStore {
  readonly name: string;
  readonly rows: PlanRows;
  /** All of its rows are at every instance. */
  readonly isGlobal: boolean;
  /** That its tasks read, by their names at the broker. */
  readonly sourceTopics: readonly string[];
}

export class StoreCatalog {
  readonly #applicationId: string;
  readonly #stores = new Map<string, CatalogStore>();

  constructor(plan: TopologyPlan) {
    this.#applicationId = plan.applicationId;
    for (const [name, { store }] of plan.globalStores) {
      if (store.rows !== undefined) this.#add({ name, rows: store.rows, isGlobal: true, sourceTopics: [] });
    }
    for (const { nodes, isGlobal } of nodeGroups(plan)) {
      if (isGlobal) continue;
      const sourceTopics = topicsOf(plan, nodes);
      for (const name of new Set(nodes.flatMap((node) => [...(plan.storesOf.get(node) ?? [])]))) {
        const rows = plan.stores.get(name)?.rows;
        if (rows !== undefined) this.#add({ name, rows, isGlobal: false, sourceTopics });
      }
    }
  }

  get names(): readonly string[] {
    return [...this.#stores.keys()].sort();
  }

  /** Throws INVALID_ARGUMENT for a store that there is not. */
  get(name: string): CatalogStore {
    const store = this.#stores.get(name);
    if (store !== undefined) return store;
    const known = this.#stores.size === 0 ? 'it has none that can be asked' : `there are ${this.names.join(', ')}`;
    throw new KafkaError('INVALID_ARGUMENT', `The application ${this.#applicationId} has no store ${name}: ${known}`);
  }

  #add(store: CatalogStore): void {
    this.#stores.set(store.name, store);
  }
}

function topicsOf(plan: TopologyPlan, nodes: readonly string[]): string[] {
  return nodes.flatMap((name) => {
    const node = plan.nodes.get(name);
    return node?.kind === 'source' ? node.topics.map((topic) => plan.topicName(topic)) : [];
  });
}
