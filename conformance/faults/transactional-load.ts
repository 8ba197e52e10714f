/** Kafka's own transactional producer under load in a process of its own, what it was told, and whether that holds. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { apacheKafkaClasspath } from '../../tools/peers/apache-kafka.ts';
import { shortLivedJvm } from '../clients/registry.ts';
import { cached, requireTool, runOrThrow } from '../runner/tools.ts';

export interface LoadOptions {
  readonly bootstrap: string;
  readonly topic: string;
  readonly partitions: number;
  readonly logFile: string;
}

type Outcome = 'committed' | 'aborted' | 'unknown';

const readDeadlineMs = 120_000;

export class TransactionalLoad {
  readonly #process: ChildProcess;
  readonly #outcomes: Map<string, Outcome> = new Map();
  readonly #ended: Promise<void>;

  private constructor(process: ChildProcess) {
    this.#process = process;
    this.#ended = new Promise((resolve) => void process.once('close', () => resolve()));
    if (process.stdout === null) return;
    createInterface({ input: process.stdout }).on('line', (line) => {
      const [outcome = '', number = ''] = line.split(' ');
      this.#outcomes.set(number, outcome as Outcome);
    });
  }

  static async start(options: LoadOptions): Promise<TransactionalLoad> {
    const log = openSync(options.logFile, 'a');
    const [program = '', ...words] = await command('write', options);
    const child = spawn(program, words, { stdio: ['pipe', 'pipe', log] });
    closeSync(log);
    child.stdin?.on('error', () => undefined);
    return new TransactionalLoad(child);
  }

  count(outcome: Outcome): number {
    return [...this.#outcomes.values()].filter((one) => one === outcome).length;
  }

  /** Lets the transaction at hand end. */
  async stop(): Promise<void> {
    this.#process.stdin?.end('\n');
    await this.#ended;
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  /** Committed transactions are there whole and once, aborted ones not at all, others wholly or not. */
  async verify(options: LoadOptions): Promise<void> {
    const printed = await runOrThrow(await command('read', options), { deadlineMs: readDeadlineMs });
    const values = printed.split('\n').filter((line) => line !== '');
    assert.equal(new Set(values).size, values.length, 'no record is there twice');
    const found = new Map<string, number>();
    const counts = new Map<string, number>();
    for (const value of values) {
      const [number = '', , count = ''] = value.split('-');
      found.set(number, (found.get(number) ?? 0) + 1);
      counts.set(number, Number(count));
      assert.ok(this.#outcomes.has(number), `transaction ${number} was written`);
    }
    for (const [number, outcome] of this.#outcomes) {
      const [has, of] = [found.get(number) ?? 0, counts.get(number) ?? -1];
      const what = `${outcome} transaction ${number} has ${has} records of ${of}`;
      if (outcome === 'committed') assert.equal(has, of, what);
      else if (outcome === 'aborted') assert.equal(has, 0, what);
      else assert.ok(has === 0 || has === of, what);
    }
  }
}

async function command(mode: 'write' | 'read', { bootstrap, topic, partitions }: LoadOptions): Promise<string[]> {
  requireTool('javac', '-version');
  const classpath = await apacheKafkaClasspath();
  const source = fileURLToPath(new URL('../clients/java/TransactionalLoad.java', import.meta.url));
  const classes = await cached('java-transactional-load', [source], async (directory) => {
    await runOrThrow(['javac', '-nowarn', '-cp', classpath, '-d', directory, source]);
  });
  const words = [mode, bootstrap, topic, String(partitions)];
  return ['java', ...shortLivedJvm, '-cp', `${classes}:${classpath}`, 'TransactionalLoad', ...words];
}
