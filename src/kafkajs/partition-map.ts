/** Something for each of some partitions. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
}

export class PartitionMap<T> {
  readonly #topics = new Map<string, Map<number, T>>();

  get({ topic, partition }: Place): T | undefined {
    return this.#topics.get(topic)?.get(partition);
  }

  has(place: Place): boolean {
    return this.get(place) !== undefined;
  }

  set({ topic, partition }: Place, value: T): void {
    let partitions = this.#topics.get(topic);
    if (partitions === undefined) this.#topics.set(topic, (partitions = new Map<number, T>()));
    partitions.set(partition, value);
  }

  delete({ topic, partition }: Place): void {
    const partitions = this.#topics.get(topic);
    if (partitions?.delete(partition) === true && partitions.size === 0) this.#topics.delete(topic);
  }

  clear(): void {
    this.#topics.clear();
  }

  *[Symbol.iterator](): IterableIterator<readonly [Place, T]> {
    for (const [topic, partitions] of this.#topics) {
      for (const [partition, value] of partitions) yield [{ topic, partition }, value];
    }
  }
}
