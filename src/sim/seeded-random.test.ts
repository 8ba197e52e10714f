import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from './seeded-random.ts';

test('neighbouring seeds give unlike numbers, evenly spread', () => {
  const firsts = Array.from({ length: 10_000 }, (_, seed) => new SeededRandom(seed).number());
  assert.equal(new Set(firsts).size, 10_000);
  const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length;
  assert.ok(Math.abs(mean - 0.5) < 0.02);
  const random = new SeededRandom(1);
  const counts = [0, 0, 0, 0, 0, 0];
  for (let draw = 0; draw < 60_000; draw++) counts[random.below(6)]! += 1;
  assert.ok(counts.every((count) => Math.abs(count - 10_000) < 500));
});

test('seeds count up to 2^53', () => {
  assert.notEqual(new SeededRandom(1).number(), new SeededRandom(1 + 2 ** 40).number());
});

test('a fork goes its own way', () => {
  const random = new SeededRandom(7);
  const fork = random.fork();
  const expected = Array.from({ length: 5 }, () => random.number());
  const other = new SeededRandom(7);
  const otherFork = other.fork();
  for (let draw = 0; draw < 100; draw++) otherFork.number();
  assert.deepEqual(
    Array.from({ length: 5 }, () => other.number()),
    expected,
  );
  assert.notEqual(fork.number(), expected[0]);
});
