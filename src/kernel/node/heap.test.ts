import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeHeap } from './heap.ts';

test('the engine says how much fits its young generation', () => {
  const bytes = nodeHeap.youngBytes();
  assert.ok(bytes >= 512 * 1024 && bytes <= 128 * 1024 * 1024, `${bytes} bytes`);
});
