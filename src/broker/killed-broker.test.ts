/**
 * `samsa start` as a process on a real directory, killed with SIGKILL again and again while clients work with it through
 * real sockets; `model-clients.testing.ts` says what is checked. When it is killed is a matter of how much it has
 * acknowledged, and now and then it is before it serves at all.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createNodeEnv } from '#kernel/node';
import { SeededRandom } from '#sim';
import { TestClient } from './broker.testing.ts';
import { modelClients, verifyClients, type ClientsWorld } from './model-clients.testing.ts';

const KILLS = 5;
const COMMAND = fileURLToPath(new URL('../cli/main.ts', import.meta.url));

class KilledBroker implements ClientsWorld {
  readonly random: SeededRandom;
  isOver = false;
  readonly #env = createNodeEnv({ logger: { level: 'error' } });
  readonly #directory: string;
  readonly #flushAck: string;
  #process: ChildProcess | null = null;
  #port = 0;

  constructor(directory: string, flushAck: string, seed: number) {
    this.#directory = directory;
    this.#flushAck = flushAck;
    this.random = new SeededRandom(seed);
  }

  async connect(): Promise<TestClient> {
    if (this.#port === 0) throw new Error('the broker is down');
    return TestClient.connect(this.#env, this.#port);
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#env.scheduler.after(ms, resolve));
  }

  now(): number {
    return this.#env.clock.now();
  }

  spawn(): void {
    const options = {
      listeners: 'PLAINTEXT://127.0.0.1:0',
      'log.dirs': this.#directory,
      'offsets.topic.num.partitions': '2',
      'flush.ack': this.#flushAck,
    };
    const given = Object.entries(options).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
    this.#process = spawn(process.execPath, ['--conditions=source', COMMAND, 'start', ...given]);
  }

  /** Resolves when it serves; fails where it ends instead, with what it said. */
  async untilServing(): Promise<void> {
    const { stdout, stderr } = this.#process!;
    const said: string[] = [];
    stderr!.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    for await (const line of createInterface({ input: stdout! })) {
      const port = /127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      said.push(line);
      if (port === undefined) continue;
      this.#port = Number(port);
      stdout!.resume();
      return;
    }
    throw new Error(`the broker ended: ${said.join('\n')}`);
  }

  /** Resolves when it has taken its directory and is about to open what lies there. */
  async untilStarting(): Promise<void> {
    while (!(await readdir(this.#directory)).includes('.lock')) await this.pause(1);
    for (let turns = this.random.below(20); turns > 0; turns--) await this.pause(1);
  }

  async kill(): Promise<void> {
    this.#port = 0;
    this.#process!.kill('SIGKILL');
    if (this.#process!.exitCode === null && this.#process!.signalCode === null) await once(this.#process!, 'exit');
  }
}

async function killAgainAndAgain(flushAck: string, seed: number): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'samsa-killed-'));
  const broker = new KilledBroker(directory, flushAck, seed);
  const clients = modelClients(broker);
  const acknowledged = (): number => clients.producers.reduce((sum, producer) => sum + producer.acknowledged.size, 0);
  let failure: unknown = null;
  const work = [...clients.producers, ...clients.readers, clients.committer].map((one) =>
    one.run().catch((error: unknown) => (failure ??= error)),
  );
  try {
    for (let kills = 0; kills < KILLS && failure === null; kills++) {
      broker.spawn();
      if (broker.random.chance(0.2)) {
        await broker.untilStarting();
      } else {
        await broker.untilServing();
        const enough = acknowledged() + 1 + broker.random.below(400);
        while (acknowledged() < enough && failure === null) await broker.pause(1);
      }
      await broker.kill();
    }
    broker.isOver = true;
    broker.spawn();
    await broker.untilServing();
    await Promise.all(work);
    if (failure !== null) throw failure;
    const client = await broker.connect();
    await verifyClients(client, clients);
    client.close();
    assert.ok(acknowledged() > KILLS);
  } finally {
    broker.isOver = true;
    await broker.kill();
    await rm(directory, { recursive: true, force: true });
  }
}

for (const flushAck of ['fsync', 'page-cache']) {
  test(`with flush.ack=${flushAck} a process that is killed loses nothing that it acknowledged`, () =>
    killAgainAndAgain(flushAck, 1));
}
