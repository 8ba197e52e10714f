/**
 * A heap that among equals gives out the same one as Java's PriorityQueue. Kafka's task assignor goes by it, and among
 * processes of equal load it decides who gets a task.
 */
export class JavaPriorityQueue<T> {
  readonly #items: T[] = [];
  readonly #isBefore: (one: T, other: T) => boolean;

  /** `isBefore` tells whether one has to come out before the other; for equals it is false both ways. */
  constructor(isBefore: (one: T, other: T) => boolean, items: Iterable<T> = []) {
    this.#isBefore = isBefore;
    for (const item of items) this.add(item);
  }

  get size(): number {
    return this.#items.length;
  }

  add(item: T): void {
    const items = this.#items;
    let index = items.length;
    while (index > 0) {
      const parent = (index - 1) >>> 1;
      const above = items[parent]!;
      if (!this.#isBefore(item, above)) break;
      items[index] = above;
      index = parent;
    }
    items[index] = item;
  }

  poll(): T | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (last !== undefined && items.length > 0) this.#siftDown(last);
    return first;
  }

  #siftDown(item: T): void {
    const items = this.#items;
    const firstLeaf = items.length >>> 1;
    let index = 0;
    while (index < firstLeaf) {
      let child = 2 * index + 1;
      if (child + 1 < items.length && this.#isBefore(items[child + 1]!, items[child]!)) child++;
      const below = items[child]!;
      if (!this.#isBefore(below, item)) break;
      items[index] = below;
      index = child;
    }
    items[index] = item;
  }
}
