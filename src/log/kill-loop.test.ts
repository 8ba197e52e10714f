/**
 * A real process on the real disk, killed with SIGKILL again and again while an idempotent producer keeps five batches
 * under way. What it was told is there stays there, in order, once.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createNodeEnv } from '#kernel/node';
import { RecordBatchBuilder } from '#protocol';
import { SeededRandom } from '#sim';
import { defaultLogManagerSettings, LogManager } from './index.ts';
import { configOf, recordsIn } from './log.test.support.ts';

export interface Produce {
  readonly id: number;
  readonly records: Uint8Array;
}

export interface Answer {
  /** -1: ready. */
  readonly id: number;
  readonly errorCode: number;
  readonly baseOffset: number;
  readonly lastOffset: number;
}

const KILLS = process.env['SAMSA_SOAK'] === 'true' ? 20 : 4;
const MAX_IN_FLIGHT = 5;

class Producer {
  /** Value → offset, as acknowledged. */
  readonly acknowledged: Map<string, number> = new Map();
  readonly sent: Set<string> = new Set();
  readonly #random: SeededRandom = new SeededRandom(11);
  #inFlight: { id: number; values: string[] }[] = [];
  #nextId = 0;

  /** One life of the broker: sends until so many batches were acknowledged, then kills it. */
  async drive(directory: string): Promise<void> {
    const child = fork(fileURLToPath(new URL('kill-loop.test.child.ts', import.meta.url)), [directory], {
      execArgv: ['--conditions=source'],
      serialization: 'advanced',
    });
    const goal = this.acknowledged.size + 20 + this.#random.below(400);
    await new Promise<void>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code) => reject(new Error(`the process ended by itself with ${code}`)));
      child.on('message', (answer: Answer) => {
        try {
          this.#take(child, answer);
        } catch (error) {
          reject(error);
        }
        if (this.acknowledged.size >= goal) resolve();
      });
    }).finally(() => child.removeAllListeners('exit').kill('SIGKILL'));
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  #take(child: ChildProcess, answer: Answer): void {
    if (answer.id === -1) {
      for (const batch of this.#inFlight) this.#send(child, batch);
    } else {
      assert.equal(answer.errorCode, 0);
      const batch = this.#inFlight.shift()!;
      assert.equal(batch.id, answer.id, 'answers come in the order of the batches');
      for (const [delta, value] of batch.values.entries()) this.acknowledged.set(value, answer.baseOffset + delta);
    }
    while (this.#inFlight.length < MAX_IN_FLIGHT) {
      const values = [`${this.#nextId}/${'x'.repeat(this.#random.below(900))}`];
      const batch = { id: this.#nextId++, values };
      this.#inFlight.push(batch);
      this.#send(child, batch);
    }
  }

  #send(child: ChildProcess, batch: { id: number; values: string[] }): void {
    const builder = new RecordBatchBuilder();
    for (const value of batch.values) {
      this.sent.add(value);
      builder.append(Date.now(), null, Buffer.from(value));
    }
    const records = builder.build({ producerId: 1, producerEpoch: 0, baseSequence: batch.id });
    if (child.connected) child.send({ id: batch.id, records } satisfies Produce);
  }
}

test('an idempotent producer loses and repeats nothing while the process is killed again and again', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'samsa-kill-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const producer = new Producer();
  for (let kill = 0; kill < KILLS; kill++) await producer.drive(directory);
  const manager = await LogManager.open(createNodeEnv({ logger: { level: 'error' } }), {
    directories: [directory],
    nodeId: 1,
    topicConfig: () => configOf(),
    settings: defaultLogManagerSettings,
  });
  const log = manager.get('t', 0)!;
  const found = new Map<string, number>();
  for await (const bytes of log.readForward(0)) {
    for (const [offset, value] of recordsIn(bytes)) {
      assert.ok(!found.has(value!), `${value!.slice(0, 20)} is there twice`);
      assert.equal(offset, found.size, 'offsets have no gaps');
      assert.equal(value!.split('/')[0], String(offset), 'records are in order');
      found.set(value!, offset);
    }
  }
  assert.ok(producer.acknowledged.size > KILLS * 20);
  for (const [value, offset] of producer.acknowledged) assert.equal(found.get(value), offset);
  for (const value of found.keys()) assert.ok(producer.sent.has(value));
  await manager.close();
});
