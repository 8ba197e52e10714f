/**
 * Which of a task's partitions is next: the one whose first record is the earliest. Among equals the order is that of Java's
 * PriorityQueue (a binary heap), in which Kafka keeps them, so that results are Kafka's there too; who was just taken from
 * goes behind the others, so that none of them starves. Timers are kept so as well.
 */
export interface Timed {
  /** Of the first record that waits, or when a timer is due. */
  readonly headTimestamp: number;
}

export class QueueOrder<Q extends Timed> {
  readonly #heap: Q[] = [];

  get isEmpty(): boolean {
    return this.#heap.length === 0;
  }

  /** The next one, which stays; undefined where there is none. */
  get first(): Q | undefined {
    return this.#heap[0];
  }

  /** Of one that is not in it. */
  add(queue: Q): void {
    const heap = this.#heap;
    let place = heap.length;
    for (let above = (place - 1) >>> 1; place > 0; above = (place - 1) >>> 1) {
      if (queue.headTimestamp >= heap[above]!.headTimestamp) break;
      heap[place] = heap[above]!;
      place = above;
    }
    heap[place] = queue;
  }

  /** The head of the next one was taken: it goes where its new one belongs, or out where it has none. */
  firstMoved(hasHead: boolean): void {
    const heap = this.#heap;
    if (heap.length > 1) {
      const first = this.take()!;
      if (hasHead) this.add(first);
    } else if (!hasHead) heap.pop();
  }

  /** Takes out the next one. */
  take(): Q | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let place = 0;
    for (let below = 1; below < heap.length; below = 2 * place + 1) {
      if (below + 1 < heap.length && heap[below]!.headTimestamp > heap[below + 1]!.headTimestamp) below++;
      if (last.headTimestamp <= heap[below]!.headTimestamp) break;
      heap[place] = heap[below]!;
      place = below;
    }
    heap[place] = last;
    return first;
  }
}
