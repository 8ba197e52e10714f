/**
 * Mutated frames against a living broker, through real sockets: whatever arrives costs its own connection at most. The
 * frames are Kafka's own encodings of every request, damaged by a seed that a failure names.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { apiVersionsRequest, apiVersionsResponse, newApiVersionsRequest, Reader } from '#protocol';
import { startTestBroker, type TestBroker, type TestClient } from './broker.testing.ts';
import { handlers } from './handlers/index.ts';

const FRAMES = 200_000;
const FRAMES_PER_CONNECTION = 25;
const CONNECTIONS_AT_ONCE = 16;
const SEED = 20261125;
/** Requests that create topics are sent only with few partitions: thousands of directories test the disk, not us. */
const MAX_CREATED_PARTITIONS = 4;

interface Vector {
  readonly apiKey: number;
  readonly type: string;
  readonly version: number;
  readonly headerVersion: number;
  readonly hex: string;
}

let broker: TestBroker;
before(async () => {
  broker = await startTestBroker({ 'flush.ack': 'page-cache', 'auto.create.topics.enable': 'false' });
});
after(() => broker.stop());

test(`${FRAMES} mutated frames leave the broker alive, serving, and no larger`, async () => {
  const random = new Mulberry(SEED);
  const seeds = requestFrames();
  let sent = 0;
  const workers = Array.from({ length: CONNECTIONS_AT_ONCE }, async () => {
    while (sent < FRAMES) {
      sent += FRAMES_PER_CONNECTION;
      await sendAndClose(await broker.connect(), () => mutated(random.pick(seeds), random));
    }
  });
  const checkpoint = waitUntil(() => sent >= FRAMES / 2);
  await Promise.race([checkpoint, Promise.all(workers)]);
  const half = memoryInUse();
  await Promise.all(workers);
  const grown = memoryInUse() - half;
  assert.ok(grown < 64 * 1024 * 1024, `memory grew by ${grown} bytes over the second half`);
  const client = await broker.connect();
  const answer = await client.call([apiVersionsRequest, apiVersionsResponse], newApiVersionsRequest(), 0);
  assert.equal(answer.errorCode, 0);
});

async function sendAndClose(client: TestClient, next: () => Buffer): Promise<void> {
  const frames: Buffer[] = [];
  for (let i = 0; i < FRAMES_PER_CONNECTION; i++) frames.push(next());
  client.send(Buffer.concat(frames));
  // A frame that lies about its length makes the broker wait for more: the end of the connection settles it.
  client.finish();
  await client.whenClosed();
}

function requestFrames(): Buffer[] {
  const path = new URL('../../testdata/vectors/wire.jsonl.gz', import.meta.url);
  const vectors = gunzipSync(readFileSync(path)).toString().trim().split('\n');
  return vectors
    .map((line) => JSON.parse(line) as Vector)
    .filter(({ type, apiKey }) => type === 'request' && handlers.has(apiKey))
    .map(({ apiKey, version, headerVersion, hex }) => {
      const header = Buffer.alloc(14 + (headerVersion === 2 ? 1 : 0));
      header.writeInt16BE(apiKey, 0);
      header.writeInt16BE(version, 2);
      header.writeInt32BE(7, 4);
      header.writeInt16BE(4, 8);
      header.write('fuzz', 10);
      return withLength(Buffer.concat([header, Buffer.from(hex, 'hex')]));
    });
}

function withLength(body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length);
  return Buffer.concat([length, body]);
}

/** One to four damages: bits, bytes, numbers, cuts, repeats, a length that lies. */
function mutated(frame: Buffer, random: Mulberry): Buffer {
  let body = Buffer.from(frame.subarray(4));
  for (let damages = 1 + random.below(4); damages > 0 && body.length > 0; damages--) body = damage(body, random);
  if (createsManyPartitions(body)) return withLength(body.subarray(0, 3));
  const result = withLength(body);
  if (random.below(20) === 0) result.writeInt32BE(random.next() | 0, 0);
  return result;
}

function damage(body: Buffer, random: Mulberry): Buffer<ArrayBuffer> {
  const at = random.below(body.length);
  const copy = Buffer.from(body);
  switch (random.below(6)) {
    case 0:
      copy[at] = copy[at]! ^ (1 << random.below(8));
      return copy;
    case 1:
      copy[at] = random.pick([0, 1, 0x7f, 0x80, 0xff]);
      return copy;
    case 2:
      if (at + 4 <= copy.length) copy.writeInt32BE(random.pick([-1, 0, 0x7fffffff, -2147483648, 1 << 20]), at);
      return copy;
    case 3:
      return Buffer.from(copy.subarray(0, at));
    case 4:
      return Buffer.concat([copy.subarray(0, at), copy.subarray(random.below(at + 1), at), copy.subarray(at)]);
    default:
      return Buffer.concat([copy.subarray(0, at), Buffer.from([random.next() & 0xff]), copy.subarray(at)]);
  }
}

function createsManyPartitions(body: Buffer): boolean {
  if (body.length < 4) return false;
  const apiKey = body.readInt16BE(0);
  if (apiKey !== 19 && apiKey !== 37) return false;
  const handler = handlers.get(apiKey)!;
  try {
    const reader = new Reader(body);
    reader.int32();
    reader.int32();
    reader.stringOrNull();
    const version = body.readInt16BE(2);
    if (version >= handler.request.flexibleVersion) reader.skipTags();
    const request = handler.request.read(reader, version) as {
      topics: { numPartitions?: number; count?: number; assignments: readonly unknown[] | null }[];
    };
    return request.topics.some((topic) => {
      const partitions = Math.max(topic.numPartitions ?? 0, topic.count ?? 0, topic.assignments?.length ?? 0);
      return partitions > MAX_CREATED_PARTITIONS;
    });
  } catch {
    return false;
  }
}

function memoryInUse(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function waitUntil(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** The generator mulberry32: small, fast, the same everywhere. */
class Mulberry {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }
  below(limit: number): number {
    return this.next() % limit;
  }
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}
