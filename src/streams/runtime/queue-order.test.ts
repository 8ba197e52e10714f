/** The order in which a task takes from its partitions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { QueueOrder } from './queue-order.ts';

class Times {
  readonly name: string;
  readonly #times: number[];

  constructor(name: string, times: readonly number[]) {
    this.name = name;
    this.#times = [...times];
  }

  get headTimestamp(): number {
    return this.#times[0]!;
  }

  get size(): number {
    return this.#times.length;
  }

  take(): string {
    return `${this.name}${this.#times.shift()}`;
  }
}

function takenFrom(queues: readonly Times[]): string[] {
  const order = new QueueOrder<Times>();
  for (const queue of queues) order.add(queue);
  const taken: string[] = [];
  for (let next = order.first; next !== undefined; next = order.first) {
    taken.push(next.take());
    order.firstMoved(next.size > 0);
  }
  return taken;
}

test('who is moved comes where it would come if it was taken out and put back', () => {
  const lists = Array.from({ length: 7 }, (_, queue) =>
    Array.from({ length: queue * 3 + 1 }, (_, i) => (i * queue) % 5),
  );
  const queues = lists.map((times, index) => new Times(`${index}:`, times));
  const expected: string[] = [];
  const order = new QueueOrder<Times>();
  for (const queue of lists.map((times, index) => new Times(`${index}:`, times))) order.add(queue);
  for (let next = order.take(); next !== undefined; next = order.take()) {
    expected.push(next.take());
    if (next.size > 0) order.add(next);
  }
  assert.deepEqual(takenFrom(queues), expected);
});

test('the earliest record is next, whichever partition it is in', () => {
  const queues = [new Times('a', [5, 6, 20]), new Times('b', [1, 7]), new Times('c', [3, 4, 30]), new Times('d', [2])];
  assert.deepEqual(takenFrom(queues), ['b1', 'd2', 'c3', 'c4', 'a5', 'a6', 'b7', 'a20', 'c30']);
});

test('partitions with records of one time take turns', () => {
  assert.deepEqual(takenFrom([new Times('a', [0, 0, 0]), new Times('b', [0, 0])]), ['a0', 'b0', 'a0', 'b0', 'a0']);
});

test('many partitions come in the order of their times', () => {
  const times = Array.from({ length: 50 }, (_, index) => (index * 37) % 101);
  const taken = takenFrom(times.map((time) => new Times('', [time])));
  assert.deepEqual(
    taken.map(Number),
    times.toSorted((one, other) => one - other),
  );
});
