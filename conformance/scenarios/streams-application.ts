/**
 * An instance of an application in a process of its own: the word count (clients/java/WordCount.java, clients/node/word-count.ts),
 * or another program beside that.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RestoreProgress } from '../../src/streams/index.ts';
import { apacheKafkaClasspath } from '../../tools/peers/apache-kafka.ts';
import { shortLivedJvm } from '../clients/registry.ts';
import { until } from '../runner/session.ts';
import { cached, runOrThrow } from '../runner/tools.ts';

/** Whose streams count: Kafka's or Samsa's. */
export type Implementation = 'java' | 'samsa';

export interface ApplicationOptions {
  readonly implementation: Implementation;
  readonly input: string;
  readonly output: string;
  readonly configs: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Of Samsa's: in clients/node. */
  readonly program?: 'word-count.ts' | 'joins.ts';
}

const closeDeadlineMs = 60_000;

export class StreamsApplication {
  readonly #process: ChildProcess;
  readonly #logFile: string;
  /** As Kafka Streams names it: `RUNNING`, `REBALANCING`, … */
  state = 'CREATED';
  /** Its active tasks. */
  tasks: readonly string[] = [];
  /** How its stores were restored; Samsa's alone tells. */
  readonly restored: RestoreProgress[] = [];

  private constructor(process: ChildProcess, logFile: string) {
    this.#process = process;
    this.#logFile = logFile;
    if (process.stdout === null) return;
    createInterface({ input: process.stdout }).on('line', (line) => {
      if (line.startsWith('{')) {
        this.restored.push(JSON.parse(line) as RestoreProgress);
        return;
      }
      const [state = '', tasks = ''] = line.split(' ');
      this.state = state;
      this.tasks = tasks === '' ? [] : tasks.split(',');
    });
  }

  static async start({
    implementation,
    input,
    output,
    configs,
    logFile,
    program: file = 'word-count.ts',
  }: ApplicationOptions): Promise<StreamsApplication> {
    const [program = '', ...words] = await commandOf(implementation, file);
    const log = openSync(logFile, 'a');
    const given = Object.entries(configs).map(([key, value]) => `${key}=${value}`);
    const child = spawn(program, [...words, input, output, ...given], { stdio: ['pipe', 'pipe', log] });
    closeSync(log);
    child.stdin?.on('error', () => undefined);
    return new StreamsApplication(child, logFile);
  }

  get isRunning(): boolean {
    if (this.#hasEnded) throw new Error(`the application ended with ${this.#process.exitCode}; see ${this.#logFile}`);
    return this.state === 'RUNNING';
  }

  get #hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** Ends it at once, as a crash would. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await until(
      () => this.#hasEnded,
      closeDeadlineMs,
      () => 'the killed application is still there',
    );
  }

  /** Lets it commit, give up its tasks and end. */
  async close(): Promise<void> {
    this.#process.stdin?.end('\n');
    await until(
      () => this.#hasEnded,
      closeDeadlineMs,
      () => `the application does not end; see ${this.#logFile}`,
    );
    if (this.#process.exitCode !== 0) throw new Error(`it ended with ${this.#process.exitCode}; see ${this.#logFile}`);
  }
}

async function commandOf(implementation: Implementation, file: string): Promise<string[]> {
  if (implementation === 'samsa') {
    return [
      process.execPath,
      '--conditions=source',
      fileURLToPath(new URL(`../clients/node/${file}`, import.meta.url)),
    ];
  }
  const classpath = await apacheKafkaClasspath();
  const source = fileURLToPath(new URL('../clients/java/WordCount.java', import.meta.url));
  const classes = await cached('java-streams', [source], async (directory) => {
    await runOrThrow(['javac', '-nowarn', '-cp', classpath, '-d', directory, source]);
  });
  return ['java', ...shortLivedJvm, '-cp', `${classes}:${classpath}`, 'WordCount'];
}
