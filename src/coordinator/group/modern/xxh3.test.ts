import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xxh3 } from './xxh3.ts';

/** Of the first n bytes of 7, 38, 69, …, as another implementation (hash4j 0.22) gives it. */
const HASHES: [number, string][] = [
  [0, '2d06800538d394c2'],
  [1, '4c5cca45d0f4811f'],
  [3, '15f7093b173d005c'],
  [4, 'dca012f95811b6b9'],
  [8, 'dec6a9a43575982e'],
  [9, 'cbe393399f17ffbd'],
  [16, '7e484c18d74895d0'],
  [17, '208bde5ee2bed407'],
  [20, 'b752b00444280fd5'],
  [31, 'a937652b0119ca11'],
  [32, '03df0ac5255d1446'],
  [64, 'dd30702ab46b3745'],
  [100, '8c97158042fbf926'],
  [128, 'f92b70eaa21a6288'],
  [129, 'f8f76713f2bb60fa'],
  [160, 'c90911ffcef461e2'],
  [200, '12fdb864685f344d'],
  [240, 'ccc7375172c41f03'],
  [241, '0b3b630948ce4a00'],
  [256, 'ec85b75bafe6ca74'],
  [1000, '989765d0ea7a5ecd'],
  [1024, '23bc880ebf0d29c6'],
  [1025, 'c09fdfbc398c7d82'],
  [2048, '19f6f9c987331373'],
  [5000, '559fff92c2b7f8ee'],
  [10_000, '441f01d9711bebed'],
];

test('XXH3 of texts of all lengths is what others make of them', () => {
  for (const [length, hex] of HASHES) {
    const input = Buffer.from(Array.from({ length }, (_, i) => (i * 31 + 7) & 0xff));
    assert.equal(BigInt.asUintN(64, xxh3(input)).toString(16).padStart(16, '0'), hex, `${length} bytes`);
  }
});
