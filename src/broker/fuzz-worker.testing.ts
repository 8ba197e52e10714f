/**
 * A broker that gets damaged frames, over the simulated network and on virtual time, since damaged requests ask to wait
 * for weeks. The frames are Kafka's own encodings of every request, damaged by a seed, so that the same run comes again.
 * Runs as a thread of its own; posts what it saw.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { SeededRandom } from '#sim';
import { apiVersionsRequest, apiVersionsResponse, FrameReader, newApiVersionsRequest, Reader } from '#protocol';
import { handlers } from './handlers/index.ts';
import { memoryInUse } from './memory.testing.ts';
import { frameOf, requestVectors } from './request-vectors.testing.ts';
import { SimulatedBroker } from './simulation.testing.ts';

export interface FuzzWork {
  readonly seed: number;
  /** So many are answered, or are the one that closed its connection; those behind it are not counted. */
  readonly frames: number;
}

export interface FuzzReport {
  readonly reached: number;
  readonly answered: number;
  /** Over the second half, without what lies on the simulated disk, which is in this memory too. */
  readonly grownBytes: number;
  readonly deathReason: string | null;
  /** What a handler threw. */
  readonly failure: string | null;
}

const FRAMES_PER_CONNECTION = 6;
const CONNECTIONS_AT_ONCE = 50;
/** What a connection gets before it is given up: some requests wait for more. */
const PATIENCE_MS = 5000;
/** Requests that create topics are sent only with few partitions: thousands of directories test the disk, not us. */
const MAX_CREATED_PARTITIONS = 4;

class Fuzz {
  reached = 0;
  answered = 0;
  readonly #broker: SimulatedBroker;
  readonly #random: SeededRandom;
  readonly #seeds: readonly Buffer[];

  constructor(seed: number) {
    this.#broker = new SimulatedBroker(seed, { 'auto.create.topics.enable': 'false', 'flush.ack': 'page-cache' });
    this.#random = new SeededRandom(seed);
    this.#seeds = requestVectors().map(({ frame }) => frame.subarray(4));
  }

  async run(frames: number): Promise<FuzzReport> {
    const broker = this.#broker;
    await broker.start();
    await this.#sendUntil(frames / 2);
    const half = this.#memoryInUse();
    await this.#sendUntil(frames);
    const grownBytes = this.#memoryInUse() - half;
    const failure = broker.machine.logLines.find(({ message }) => message.includes('\n'))?.message ?? null;
    await broker.run(async () => {
      const client = await broker.connect();
      await client.call([apiVersionsRequest, apiVersionsResponse], newApiVersionsRequest(), 0);
    });
    const { deathReason } = broker.machine;
    await broker.close();
    return { reached: this.reached, answered: this.answered, grownBytes, deathReason, failure };
  }

  async #sendUntil(reached: number): Promise<void> {
    const round = (): Promise<unknown> =>
      Promise.all(Array.from({ length: CONNECTIONS_AT_ONCE }, () => this.#oneConnection()));
    const rounds = async (): Promise<void> => {
      while (this.reached < reached) await round();
    };
    await this.#broker.run(rounds, Number.MAX_SAFE_INTEGER);
  }

  async #oneConnection(): Promise<void> {
    const { network, scheduler } = this.#broker.clients.env;
    const connection = await network.connect({ host: '127.0.0.1', port: this.#broker.port, timeoutMs: 1000 });
    const answers: Buffer[] = [];
    const reader = new FrameReader(0x7fffffff);
    await new Promise<void>((resolve) => {
      const timer = scheduler.after(PATIENCE_MS, resolve);
      let isOver = false;
      const conclude = (): void => {
        // Whoever broke it is one more that was reached.
        if (!isOver) this.reached++;
        isOver = true;
        timer.cancel();
        resolve();
      };
      connection.on('error', conclude);
      connection.on('close', conclude);
      connection.on('data', (chunk) => {
        reader.push(chunk, answers);
        this.reached += answers.length;
        this.answered += answers.length;
        answers.length = 0;
      });
      const frames = Array.from({ length: FRAMES_PER_CONNECTION }, () =>
        mutated(pick(this.#seeds, this.#random), this.#random),
      );
      connection.write(Buffer.concat(frames));
    });
    connection.destroy();
  }

  #memoryInUse(): number {
    return memoryInUse() - this.#broker.machine.disk.volume.usedBytes();
  }
}

/** One to four damages: bits, bytes, numbers, cuts, repeats, a length that lies. */
function mutated(frame: Buffer, random: SeededRandom): Buffer {
  let body = Buffer.from(frame);
  const damages = random.chance(0.5) ? 1 : 1 + random.below(4);
  for (let i = 0; i < damages && body.length > 0; i++) body = damage(body, random);
  if (createsManyPartitions(body)) return frameOf(body.subarray(0, 3));
  const result = frameOf(body);
  if (random.below(20) === 0) result.writeInt32BE(random.below(2 ** 32) | 0, 0);
  return result;
}

function damage(body: Buffer, random: SeededRandom): Buffer<ArrayBuffer> {
  const at = random.below(body.length);
  const copy = Buffer.from(body);
  switch (random.below(6)) {
    case 0:
      copy[at] = copy[at]! ^ (1 << random.below(8));
      return copy;
    case 1:
      copy[at] = pick([0, 1, 0x7f, 0x80, 0xff], random);
      return copy;
    case 2:
      if (at + 4 <= copy.length) copy.writeInt32BE(pick([-1, 0, 0x7fffffff, -2147483648, 1 << 20], random), at);
      return copy;
    case 3:
      return Buffer.from(copy.subarray(0, at));
    case 4:
      return Buffer.concat([copy.subarray(0, at), copy.subarray(random.below(at + 1), at), copy.subarray(at)]);
    default:
      return Buffer.concat([copy.subarray(0, at), Buffer.from([random.below(256)]), copy.subarray(at)]);
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

function pick<T>(items: readonly T[], random: SeededRandom): T {
  return items[random.below(items.length)]!;
}

const { seed, frames } = workerData as FuzzWork;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort!.postMessage(await new Fuzz(seed).run(frames));
