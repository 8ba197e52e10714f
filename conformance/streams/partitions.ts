/** Keys in windows go to the partitions that Kafka Streams chooses: by the keys inside, whatever the window. */
import assert from 'node:assert/strict';
import { WINDOW_SIZE_MS, windowedPartitions } from '../../tools/vectors/streams/windowed-partitions.ts';
import type { Oracle } from './oracle.ts';

const KEYS = [
  '',
  'a',
  'b',
  'key',
  'größe',
  'a longer key than the others',
  ...Array.from({ length: 40 }, (_, n) => `k${n}`),
];
const COUNTS = [1, 2, 3, 7, 12, 100];
const STARTS = [0, WINDOW_SIZE_MS, 1_700_000_000_000];

export async function comparePartitions(oracle: Oracle): Promise<void> {
  const windows = KEYS.flatMap((key) => STARTS.map((start) => [key, start, start + WINDOW_SIZE_MS] as const));
  for (const session of [false, true]) {
    const question = { session, windows, counts: COUNTS };
    assert.deepEqual(windowedPartitions(question), await oracle.partitionsOf(question));
  }
}
