/** The judge: a JVM with Kafka Streams' own driver for tests (oracle/), which is sent cases and answers each. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CaseResult, StreamsCase } from '../../tools/vectors/streams/run-case.ts';
import type { PartitionsQuestion } from '../../tools/vectors/streams/windowed-partitions.ts';
import { cached, requireTool, runOrThrow } from '../runner/tools.ts';

const folder = join(import.meta.dirname, 'oracle');

/** What is asked beside the outputs. */
export interface Question extends StreamsCase {
  /** Of windows that hold their end the first final result alone (tools/vectors/streams/deviations.ts). */
  readonly finalOnce?: boolean;
  /** The bytes in the application's own topics as well. */
  readonly bytes?: boolean;
  /** Metrics of this level and those below: `INFO`, `DEBUG`, `TRACE`. */
  readonly metrics?: string;
}

/** A metric as Kafka names it. */
export interface NamedMetric {
  readonly group: string;
  readonly name: string;
  /** Null for a text; NaN as a text where nothing was measured. */
  readonly value: number | string | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** What Kafka made of a case; or why it would not have it. */
export type Answer =
  | (Omit<CaseResult, 'internal'> &
      Partial<CaseResult> & {
        readonly metrics?: readonly NamedMetric[];
        readonly application?: readonly NamedMetric[];
      })
  | { readonly refused: string };

/** The class path of the oracle, compiled; its jars come from Maven Central, once. Throws MissingTool. */
async function classpath(onProgress: (line: string) => void): Promise<string> {
  requireTool('java', '-version');
  requireTool('javac', '-version');
  const pom = join(folder, 'pom.xml');
  const libraries = await cached('streams-oracle-jars', [pom], async (directory) => {
    requireTool('mvn', '--version');
    onProgress('fetching the jars of Kafka Streams');
    const maven = ['mvn', '-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${directory}`];
    await runOrThrow(maven, { deadlineMs: 300_000 });
  });
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith('.java'))
    .map((name) => join(folder, name));
  const jars = join(libraries, '*');
  const classes = await cached('streams-oracle', sources, async (directory) => {
    onProgress('compiling the oracle');
    await runOrThrow(['javac', '-nowarn', '-cp', jars, '-d', directory, ...sources]);
  });
  return `${classes}:${jars}`;
}

export class Oracle implements AsyncDisposable {
  readonly #process: ChildProcessWithoutNullStreams;
  /** Of the questions without an answer, in order. */
  readonly #waiting: { resolve(answer: unknown): void; reject(error: Error): void }[] = [];
  readonly #ended: Promise<void>;
  #words = '';

  private constructor(process: ChildProcessWithoutNullStreams) {
    this.#process = process;
    process.stdin.on('error', () => undefined);
    process.stderr.on('data', (bytes: Buffer) => (this.#words = `${this.#words}${String(bytes)}`.slice(-4000)));
    createInterface({ input: process.stdout }).on('line', (line) => {
      this.#waiting.shift()?.resolve(JSON.parse(line));
    });
    this.#ended = new Promise((resolve) => {
      process.once('close', (code) => {
        const error = new Error(`the oracle ended with ${code}: ${this.#words}`);
        for (const { reject } of this.#waiting.splice(0)) reject(error);
        resolve();
      });
    });
  }

  static async start(onProgress: (line: string) => void): Promise<Oracle> {
    const jvm = ['-XX:+UseSerialGC', '-Xmx512m', '-Dorg.slf4j.simpleLogger.defaultLogLevel=off'];
    const threads = String(Math.min(4, availableParallelism()));
    const words = [...jvm, '-cp', await classpath(onProgress), 'Oracle', threads];
    return new Oracle(spawn('java', words, { stdio: 'pipe' }));
  }

  ask(question: Question): Promise<Answer> {
    return this.#ask(question) as Promise<Answer>;
  }

  async partitionsOf({ session, windows, counts }: PartitionsQuestion): Promise<number[][]> {
    const answer = (await this.#ask({ session, windows, counts })) as { readonly partitions: number[][] };
    return answer.partitions;
  }

  #ask(question: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#process.stdin.write(`${JSON.stringify(question)}\n`);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.stdin.end();
    await this.#ended;
  }
}
