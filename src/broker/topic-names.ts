/** The topics of the cluster as the group coordinator asks for them. */
import { topicMetadataHash, type TopicDirectory } from '#coordinator';
import type { MetadataImage } from '#metadata';

interface KnownHash {
  /** What the hash is of, shortly: another text means another hash. */
  readonly of: string;
  readonly hash: bigint;
}

export class TopicNames implements TopicDirectory {
  readonly #image: MetadataImage;
  readonly #hashes = new Map<string, KnownHash>();

  constructor(image: MetadataImage) {
    this.#image = image;
  }

  get version(): number {
    return this.#image.nextOffset;
  }

  topicId(name: string): string | null {
    return this.#image.topic(name)?.topicId ?? null;
  }

  topicName(topicId: string): string | null {
    return this.#image.topicById(topicId)?.name ?? null;
  }

  partitionCount(name: string): number {
    return this.#image.topic(name)?.partitions.length ?? 0;
  }

  topicNames(): Iterable<string> {
    return this.#image.topics.keys();
  }

  topicHash(name: string): bigint | null {
    const topic = this.#image.topic(name);
    if (topic === undefined) {
      this.#hashes.delete(name);
      return null;
    }
    const partitionRacks = topic.partitions.map(({ replicas }) =>
      replicas.map((id) => this.#image.brokers.get(id)?.rack ?? null).filter((rack) => rack !== null),
    );
    const of = JSON.stringify([topic.topicId, partitionRacks]);
    const known = this.#hashes.get(name);
    if (known?.of === of) return known.hash;
    const hash = topicMetadataHash({ topicId: topic.topicId, name, partitionRacks });
    this.#hashes.set(name, { of, hash });
    return hash;
  }
}
