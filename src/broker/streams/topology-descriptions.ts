/**
 * What streams applications look like, as their members describe them (KIP-1331): kept in memory as Kafka's
 * InMemoryTopologyDescriptionPlugin does, and asked for again after a restart. Without that plugin among the configs
 * nothing is asked for and nothing kept.
 */
import type { StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription } from '#protocol';

export type TopologyDescription = StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription;

export const IN_MEMORY_PLUGIN = 'org.apache.kafka.server.streams.InMemoryTopologyDescriptionPlugin';

interface Stored {
  readonly topologyEpoch: number;
  readonly description: TopologyDescription;
  readonly nodes: number;
}

export class TopologyDescriptions {
  readonly isEnabled: boolean;
  /** Of all groups together; beyond it the oldest go, and are asked for again. */
  readonly #maxNodes: number;
  readonly #byGroup = new Map<string, Stored>();
  #nodes = 0;

  constructor(pluginClass: string | null, maxNodes: number = 1_000_000) {
    this.isEnabled = pluginClass === IN_MEMORY_PLUGIN;
    this.#maxNodes = maxNodes;
  }

  /** Null where there is none of this epoch. */
  get(groupId: string, topologyEpoch: number): TopologyDescription | null {
    const stored = this.#byGroup.get(groupId);
    return stored?.topologyEpoch === topologyEpoch ? stored.description : null;
  }

  set(groupId: string, topologyEpoch: number, description: TopologyDescription): void {
    this.delete(groupId);
    const { subtopologies, globalStores } = description;
    const nodes = subtopologies.reduce((sum, one) => sum + one.nodes.length, 1) + 2 * globalStores.length;
    this.#byGroup.set(groupId, { topologyEpoch, description, nodes });
    this.#nodes += nodes;
    for (const oldest of this.#byGroup.keys()) {
      if (this.#nodes <= this.#maxNodes) break;
      this.delete(oldest);
    }
  }

  delete(groupId: string): void {
    this.#nodes -= this.#byGroup.get(groupId)?.nodes ?? 0;
    this.#byGroup.delete(groupId);
  }
}
