/** The topics of the cluster as the group coordinator asks for them. */
import type { TopicDirectory } from '#coordinator';
import type { MetadataImage } from '#metadata';

export class TopicNames implements TopicDirectory {
  readonly #image: MetadataImage;

  constructor(image: MetadataImage) {
    this.#image = image;
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
}
