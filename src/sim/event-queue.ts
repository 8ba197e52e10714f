/** What is still to happen, by virtual time; among events of one moment a rank drawn from the seed decides. */
export interface Event {
  readonly timeMs: number;
  readonly rank: number;
  /** Null once cancelled. */
  task: (() => void) | null;
  /** A timer of the program, as opposed to something that goes on by itself (I/O, a delivery). */
  readonly isTimer: boolean;
}

export class EventQueue {
  readonly #heap: Event[] = [];
  /** Events that are no timers and not cancelled. */
  #busyCount = 0;

  get busyCount(): number {
    return this.#busyCount;
  }

  add(event: Event): void {
    if (!event.isTimer) this.#busyCount++;
    const heap = this.#heap;
    let index = heap.length;
    heap.push(event);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as Event;
      if (!isBefore(event, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = event;
  }

  /** The next event that was not cancelled. */
  peek(): Event | undefined {
    while (this.#heap[0]?.task === null) this.#removeFirst();
    return this.#heap[0];
  }

  take(): Event | undefined {
    const first = this.peek();
    if (first === undefined) return undefined;
    this.#removeFirst();
    if (!first.isTimer) this.#busyCount--;
    return first;
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Event, heap[child] as Event)) child++;
      if (!isBefore(heap[child] as Event, last)) break;
      heap[index] = heap[child] as Event;
      index = child;
    }
    heap[index] = last;
  }
}

function isBefore(left: Event, right: Event): boolean {
  return left.timeMs < right.timeMs || (left.timeMs === right.timeMs && left.rank < right.rank);
}
