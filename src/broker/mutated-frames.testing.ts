/**
 * Requests that are damaged by a seed: Kafka's own encodings of every version of every API, and others that this project's
 * codecs write of messages whose fields were changed, so that some damage gets past the decoder and into the handlers.
 */
import { Reader, Writer } from '#protocol';
import type { SeededRandom } from '#sim';
import { handlers } from './handlers/index.ts';
import { frameOf, requestVectors } from './request-vectors.testing.ts';

/** Requests that create topics are sent only with few partitions: thousands of directories test the disk, not us. */
const MAX_CREATED_PARTITIONS = 4;
const CREATE_TOPICS = 19;
const CREATE_PARTITIONS = 37;

/** What an int of the protocol may be that its author did not think of. */
const NUMBERS = [-1, 0, 1, 2, 127, 128, 32_767, 65_536, 2_147_483_647, -2_147_483_648, Number.MAX_SAFE_INTEGER];
/** Names that are there in the broker, or have to be, or never can be. */
const TEXTS = ['', 'a', '..', '__consumer_offsets', '__cluster_metadata', 'é', 'x'.repeat(250), '\0', '1'];
/** Numbers of 32 bits as lengths and counts lie. */
const COUNTS = [-1, 0, 0x7fffffff, -0x80000000, 1 << 20];
/** Varints: too long, past 32 bits, never ending, and ones that say two billion. */
const VARINTS = ['ffffffffff', 'ffffffff0f', '8080808080', 'ffffffff7f', '8000', 'ffffffffffffffffff7f'].map((hex) =>
  Buffer.from(hex, 'hex'),
);

export class MutatedFrames {
  readonly #random: SeededRandom;
  /** Header and body. */
  readonly #seeds: readonly Buffer[];

  constructor(random: SeededRandom) {
    this.#random = random;
    this.#seeds = requestVectors().map(({ frame }) => frame.subarray(4));
  }

  /** Length, header and body, damaged in one to four ways. */
  next(): Buffer {
    const random = this.#random;
    const seed = pick(this.#seeds, random);
    let body = Buffer.from(random.chance(0.35) ? rewritten(seed, random) : seed);
    // A rewritten request may go as it is.
    const damages = random.chance(0.5) ? 1 : random.below(5);
    for (let i = 0; i < damages && body.length > 0; i++) body = this.#damage(body);
    if (createsManyPartitions(body)) return frameOf(body.subarray(0, 3));
    const frame = frameOf(body);
    if (random.below(20) === 0) frame.writeInt32BE(random.below(2 ** 32) | 0, 0);
    return frame;
  }

  #damage(body: Buffer): Buffer<ArrayBuffer> {
    const random = this.#random;
    const at = random.below(body.length);
    const copy = Buffer.from(body);
    switch (random.below(8)) {
      case 0:
        copy[at] = copy[at]! ^ (1 << random.below(8));
        return copy;
      case 1:
        copy[at] = pick([0, 1, 0x7f, 0x80, 0xff], random);
        return copy;
      case 2:
        if (at + 4 <= copy.length) copy.writeInt32BE(pick(COUNTS, random), at);
        return copy;
      case 3:
        return Buffer.from(copy.subarray(0, at));
      case 4:
        return Buffer.concat([copy.subarray(0, at), copy.subarray(random.below(at + 1), at), copy.subarray(at)]);
      case 5:
        return Buffer.concat([copy.subarray(0, at), pick(VARINTS, random), copy.subarray(at)]);
      case 6: {
        // The head of one request, the tail of another.
        const other = pick(this.#seeds, random);
        return Buffer.concat([copy.subarray(0, at), other.subarray(random.below(other.length))]);
      }
      default:
        return Buffer.concat([copy.subarray(0, at), Buffer.from([random.below(256)]), copy.subarray(at)]);
    }
  }
}

/** The same request with some fields changed, in any version that has them; as it was where none has. */
function rewritten(body: Buffer, random: SeededRandom): Buffer {
  const header = { apiKey: body.readInt16BE(0), version: body.readInt16BE(2) };
  const handler = handlers.get(header.apiKey);
  if (handler === undefined) return body;
  const { request } = handler;
  try {
    const { message } = read(body);
    for (let changes = 1 + random.below(3); changes > 0; changes--) change(message, random);
    const span = handler.maxVersion - handler.minVersion + 1;
    const version = random.chance(0.7) ? header.version : handler.minVersion + random.below(span);
    const writer = new Writer();
    writer.beginFrame();
    writer.int16(header.apiKey);
    writer.int16(version);
    writer.int32(7);
    writer.string('test');
    if (version >= request.flexibleVersion) writer.uvarint(0);
    request.write(writer, message, version);
    return Buffer.concat(writer.finish()).subarray(4);
  } catch {
    return body;
  }
}

function read(body: Buffer): { readonly message: unknown; readonly apiKey: number } {
  const reader = new Reader(body);
  const apiKey = reader.int16();
  const version = reader.int16();
  reader.int32();
  reader.stringOrNull();
  const { request } = handlers.get(apiKey)!;
  if (version >= request.flexibleVersion) reader.skipTags();
  return { message: request.read(reader, version), apiKey };
}

/** Something in it becomes something else of its type, somewhere, or a list gets more or fewer of what it has. */
function change(container: unknown, random: SeededRandom): void {
  if (typeof container !== 'object' || container === null || Buffer.isBuffer(container)) return;
  const keys = Object.keys(container);
  if (keys.length === 0) return;
  const key = pick(keys, random);
  const fields = container as Record<string, unknown>;
  const value = fields[key];
  if (Array.isArray(value) && (value.length === 0 || random.chance(0.3))) {
    fields[key] = random.chance(0.3) ? [] : Array.from({ length: 1 + random.below(40) }, () => value[0] ?? null);
  } else if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value)) change(value, random);
  else fields[key] = other(value, random);
}

function other(value: unknown, random: SeededRandom): unknown {
  if (typeof value === 'number') return random.chance(0.3) ? value + 1 : pick(NUMBERS, random);
  if (typeof value === 'string') return random.chance(0.2) ? null : pick(TEXTS, random);
  if (typeof value === 'boolean') return !value;
  if (Buffer.isBuffer(value)) return Buffer.from(value.subarray(0, random.below(value.length + 1)));
  return value;
}

function createsManyPartitions(body: Buffer): boolean {
  if (body.length < 4) return false;
  const apiKey = body.readInt16BE(0);
  if (apiKey !== CREATE_TOPICS && apiKey !== CREATE_PARTITIONS) return false;
  try {
    const { topics } = read(body).message as {
      topics: { numPartitions?: number; count?: number; assignments: readonly unknown[] | null }[];
    };
    return topics.some((topic) => {
      const partitions = Math.max(topic.numPartitions ?? 0, topic.count ?? 0, topic.assignments?.length ?? 0);
      return partitions > MAX_CREATED_PARTITIONS;
    });
  } catch {
    return false;
  }
}

function pick<T>(items: readonly T[], random: SeededRandom): T {
  return items[random.below(items.length)]!;
}
