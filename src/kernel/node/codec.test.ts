import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { isKafkaError } from '../kafka-error.ts';
import { nodeCodec } from './codec.ts';

const formats = ['gzip', 'zstd'] as const;
const text = Buffer.from(Array.from({ length: 40_000 }, (_, index) => `{"id":${index},"name":"flight"}`).join('\n'));

function isCorrupt(error: unknown): boolean {
  return isKafkaError(error, 'CORRUPT_MESSAGE') && !error.retriable;
}

for (const format of formats) {
  test(`${format}: bytes of any size come back, at any level`, async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('a'), text]) {
      for (const level of [undefined, 1, 9]) {
        const compressed = await nodeCodec.compress(format, bytes, level);
        assert.ok(bytes.equals(format === 'gzip' ? gunzipSync(compressed) : zstdDecompressSync(compressed)));
        assert.ok(bytes.equals(await nodeCodec.decompress(format, compressed, bytes.length)));
      }
    }
  });

  test(`${format}: what would grow past the bound is refused`, async () => {
    const bomb = await nodeCodec.compress(format, Buffer.alloc(50_000_000));
    assert.ok(bomb.length < 100_000);
    await assert.rejects(nodeCodec.decompress(format, bomb, 1_000_000), isCorrupt);
    await assert.rejects(nodeCodec.decompress(format, bomb, 49_999_999), isCorrupt);
  });

  test(`${format}: damaged and cut bytes are refused`, async () => {
    const compressed = Buffer.from(await nodeCodec.compress(format, text));
    for (const cut of [1, 5, 20, compressed.length - 1]) {
      await assert.rejects(nodeCodec.decompress(format, compressed.subarray(0, cut), 10_000_000), isCorrupt);
    }
    compressed[0] = 0;
    await assert.rejects(nodeCodec.decompress(format, compressed, 10_000_000), isCorrupt);
  });
}
