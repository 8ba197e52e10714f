/**
 * A broker that gets damaged frames (mutated-frames.testing.ts), over the simulated network and on virtual time, since
 * damaged requests ask to wait for weeks. Drawn from a seed, so that the same run comes again. Runs as a thread of its own;
 * posts what it saw.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { SeededRandom } from '#sim';
import { apiVersionsRequest, apiVersionsResponse, FrameReader, newApiVersionsRequest } from '#protocol';
import { memoryInUse } from './memory.testing.ts';
import { MutatedFrames } from './mutated-frames.testing.ts';
import { failedHandler, SimulatedBroker } from './simulation.testing.ts';

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
  /** The whole process's resident memory, over the second half. */
  readonly grownRssBytes: number;
  readonly deathReason: string | null;
  /** What a handler threw. */
  readonly failure: string | null;
}

const FRAMES_PER_CONNECTION = 3;
const CONNECTIONS_AT_ONCE = 50;
/** What a connection gets before it is given up: some requests wait for more. */
const PATIENCE_MS = 5000;

class Fuzz {
  reached = 0;
  answered = 0;
  readonly #broker: SimulatedBroker;
  readonly #frames: MutatedFrames;

  constructor(seed: number) {
    this.#broker = new SimulatedBroker(seed, { 'auto.create.topics.enable': 'false', 'flush.ack': 'page-cache' });
    this.#frames = new MutatedFrames(new SeededRandom(seed));
  }

  async run(frames: number): Promise<FuzzReport> {
    const broker = this.#broker;
    await broker.start();
    await this.#sendUntil(frames / 2);
    const half = this.#memoryInUse();
    const halfRss = process.memoryUsage.rss();
    await this.#sendUntil(frames);
    const grownBytes = this.#memoryInUse() - half;
    const grownRssBytes = process.memoryUsage.rss() - halfRss;
    const failure = failedHandler(broker.machine);
    await broker.run(async () => {
      const client = await broker.connect();
      await client.call([apiVersionsRequest, apiVersionsResponse], newApiVersionsRequest(), 0);
    });
    const { deathReason } = broker.machine;
    await broker.close();
    return { reached: this.reached, answered: this.answered, grownBytes, grownRssBytes, deathReason, failure };
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
      const frames = Array.from({ length: FRAMES_PER_CONNECTION }, () => this.#frames.next());
      connection.write(Buffer.concat(frames));
    });
    connection.destroy();
  }

  #memoryInUse(): number {
    return memoryInUse() - this.#broker.machine.disk.volume.usedBytes();
  }
}

// Errors are many here, and a handler's failure is told by its words.
Error.stackTraceLimit = 0;
const { seed, frames } = workerData as FuzzWork;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort!.postMessage(await new Fuzz(seed).run(frames));
