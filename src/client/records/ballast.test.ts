import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ballast } from './ballast.ts';

const MB = 1024 * 1024;

/** Bytes of ballast for 64 MB of records of one size, with a young generation of `youngBytes`. */
function ballastFor(recordBytes: number, youngBytes: number): number {
  const ballast = new Ballast({ youngBytes: () => youngBytes });
  const records = Math.max(1, Math.floor((16 * 1024) / recordBytes));
  const batchBytes = records * recordBytes;
  let made = 0;
  for (let bytes = 0; bytes < 64 * MB; bytes += batchBytes) made += ballast.add(batchBytes, records);
  return made;
}

test('a young generation is filled for each 16 MB of buffers, by large records with ballast', () => {
  for (const recordBytes of [1024, 10_000, MB]) {
    const objects = (64 * MB * 400) / recordBytes;
    const filled = objects + ballastFor(recordBytes, 16 * MB);
    assert.ok(Math.abs(filled / (64 * MB) - 1) < 0.02, `${recordBytes} B: ${filled}`);
  }
});

test('a batch that lies about its records costs no more than it is long', () => {
  const ballast = new Ballast({ youngBytes: () => 16 * MB });
  assert.ok(ballast.add(16 * 1024, -(2 ** 31)) <= 16 * 1024);
});

test('small records fill it by themselves, and so do all where it is small', () => {
  assert.equal(ballastFor(100, 16 * MB), 0);
  assert.equal(ballastFor(1024, 4 * MB), 0);
});

test('it is looked at how large the young generation is while it grows', () => {
  let youngBytes = 1 * MB;
  const ballast = new Ballast({ youngBytes: () => youngBytes });
  assert.equal(ballast.add(16 * 1024, 16), 0);
  youngBytes = 16 * MB;
  let made = 0;
  for (let i = 0; i < 2048; i++) made += ballast.add(16 * 1024, 16);
  assert.ok(made > 0);
});
