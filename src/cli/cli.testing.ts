/** For tests: a broker, and commands run in this process on streams of their own, or as processes. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Broker, parseBrokerConfig } from '#broker';
import { createNodeEnv } from '#kernel/node';
import { runCommandLine } from './command-line.ts';
import type { Surroundings } from './surroundings.ts';
import type { StopSignal } from './terminal/stop-signals.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A broker on a directory and a port of its own. */
export class CliBroker {
  readonly directory: string;
  readonly bootstrap: string;
  readonly #broker: Broker;

  private constructor(directory: string, broker: Broker) {
    this.directory = directory;
    this.#broker = broker;
    this.bootstrap = `127.0.0.1:${broker.addresses[0]?.port}`;
  }

  static async start(configs: Readonly<Record<string, string>> = {}): Promise<CliBroker> {
    const directory = mkdtempSync(join(tmpdir(), 'samsa-cli-'));
    const options = {
      listeners: 'PLAINTEXT://127.0.0.1:0',
      'log.dirs': join(directory, 'data'),
      'group.initial.rebalance.delay.ms': '0',
      'group.streams.initial.rebalance.delay.ms': '0',
      'offsets.topic.num.partitions': '1',
      ...configs,
    };
    const env = createNodeEnv({ logger: { level: 'error' } });
    return new CliBroker(directory, await Broker.start(env, parseBrokerConfig({ options }).config));
  }

  /** Runs a command in this process. */
  run(args: readonly string[], given: GivenSurroundings = {}): Promise<Ended> {
    return runHere(args, { bootstrap: this.bootstrap, ...given });
  }

  /** Fails where the command does. Its standard output. */
  async output(args: readonly string[], given: GivenSurroundings = {}): Promise<string> {
    const { code, stdout, stderr } = await this.run(args, given);
    if (code !== 0) throw new Error(`samsa ${args.join(' ')} ended with ${code}: ${stderr}`);
    return stdout;
  }

  async stop(): Promise<void> {
    await this.#broker.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export interface GivenSurroundings {
  readonly bootstrap?: string;
  readonly stdin?: string | Buffer | Readable;
  /** Standard output and standard error are a terminal of so many columns. */
  readonly terminal?: number;
  readonly signals?: EventEmitter;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function runHere(args: readonly string[], given: GivenSurroundings = {}): Promise<Ended> {
  const [stdout, stderr] = [new Collector(given.terminal), new Collector(given.terminal)];
  const { stdin = '' } = given;
  const surroundings: Surroundings = {
    stdin: stdin instanceof Readable ? stdin : Readable.from([Buffer.from(stdin)]),
    stdout,
    stderr,
    environment: {
      ...(given.bootstrap === undefined ? {} : { SAMSA_BOOTSTRAP: given.bootstrap }),
      ...given.environment,
    },
    signals: new FakeSignals(given.signals),
  };
  const code = await runCommandLine(args, surroundings);
  return { code, stdout: stdout.text, stderr: stderr.text };
}

class FakeSignals {
  readonly #emitter: EventEmitter;
  constructor(emitter: EventEmitter = new EventEmitter()) {
    this.#emitter = emitter;
  }
  on(name: string, listener: (signal: StopSignal) => void): unknown {
    return this.#emitter.on(name, listener);
  }
  off(name: string, listener: (signal: StopSignal) => void): unknown {
    return this.#emitter.off(name, listener);
  }
  exit(code: number): void {
    throw new Error(`a second signal: ${code}`);
  }
}

class Collector extends Writable {
  readonly isTTY: boolean;
  readonly columns: number;
  readonly #chunks: Buffer[] = [];

  constructor(columns: number | undefined) {
    super();
    this.isTTY = columns !== undefined;
    this.columns = columns ?? 0;
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString();
  }

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }
}

const COMMAND = fileURLToPath(new URL('../../bin/samsa.mjs', import.meta.url));
const DEADLINE_MS = 60_000;

/** The command in a process of its own. */
export class CliProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  #stdout = '';
  #stderr = '';
  readonly #output = new EventEmitter();

  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    this.child = spawn(process.execPath, [COMMAND, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
      timeout: DEADLINE_MS,
      killSignal: 'SIGKILL',
    });
    this.child.stdout
      ?.setEncoding('utf8')
      .on('data', (text: string) => this.#output.emit('data', (this.#stdout += text)));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    this.ended = new Promise((resolve) => {
      this.child.on('close', (code) => resolve({ code, stdout: this.#stdout, stderr: this.#stderr }));
    });
  }

  /** Resolves when it has printed so much, or has ended. */
  async prints(text: string): Promise<void> {
    const seen = new Promise<void>((resolve) => {
      const look = (): void => {
        if (!this.#stdout.includes(text)) return;
        this.#output.off('data', look);
        resolve();
      };
      this.#output.on('data', look);
      look();
    });
    await Promise.race([seen, this.ended]);
  }
}
