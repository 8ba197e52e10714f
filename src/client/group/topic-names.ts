/**
 * The names of topics that a coordinator gave by their ids. What the metadata does not know is asked for by id (Metadata
 * v12, which every broker with such groups has). Names once learned stay, as a topic that is deleted still has to be
 * revoked by its name.
 */
import { metadataRequest, metadataResponse, newMetadataRequest, newMetadataRequestTopic } from '#protocol';
import type { GroupCluster } from './group-cluster.ts';

const LOOKUP_BY_ID = 12;

export class TopicNames {
  readonly #cluster: GroupCluster;
  readonly #names = new Map<string, string>();

  constructor(cluster: GroupCluster) {
    this.#cluster = cluster;
  }

  readonly nameOf = (topicId: string): string | undefined => {
    const known = this.#names.get(topicId) ?? this.#cluster.metadata.topicName(topicId);
    if (known !== undefined) this.#names.set(topicId, known);
    return known;
  };

  /** Asks a broker for the names that are missing. Those of topics that it does not know yet stay unknown. */
  async learn(topicIds: Iterable<string>, nodeId: number): Promise<void> {
    const missing = [...topicIds].filter((topicId) => this.nameOf(topicId) === undefined);
    if (missing.length === 0) return;
    const topics = missing.map((topicId) => newMetadataRequestTopic({ topicId, name: null }));
    const request = newMetadataRequest({ topics, allowAutoTopicCreation: false });
    const answer = await this.#cluster.send(nodeId, [metadataRequest, metadataResponse], request, {
      minVersion: LOOKUP_BY_ID,
    });
    for (const { errorCode, name, topicId } of answer.topics) {
      if (errorCode === 0 && name !== null) this.#names.set(topicId, name);
    }
  }
}
