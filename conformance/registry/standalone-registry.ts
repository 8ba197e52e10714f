/** `samsa registry` in a process of its own, which can be killed and started again at its port. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort, waitForPort } from '../../tools/peers/port.ts';

export interface StandaloneOptions {
  readonly bootstrap: string;
  readonly logFile: string;
  /** Words of the command line, behind those for where it is and what it connects to. */
  readonly words?: readonly string[];
}

export class StandaloneRegistry {
  readonly port: number;
  readonly #options: StandaloneOptions;
  #child: ChildProcess | null = null;

  private constructor(port: number, options: StandaloneOptions) {
    this.port = port;
    this.#options = options;
  }

  /** Resolves when it listens. */
  static async start(options: StandaloneOptions): Promise<StandaloneRegistry> {
    const registry = new StandaloneRegistry(await freePort(), options);
    await registry.start();
    return registry;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** At the same port as before. */
  async start(): Promise<void> {
    const { bootstrap, logFile, words = [] } = this.#options;
    const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
    const output = openSync(logFile, 'a');
    const place = ['--bootstrap', bootstrap, '--listen', `127.0.0.1:${this.port}`];
    const command = ['--conditions=source', main, 'registry', ...place, ...words];
    const child = spawn(process.execPath, command, { stdio: ['ignore', output, output] });
    closeSync(output);
    this.#child = child;
    await waitForPort(this.port, {
      deadlineMs: 60_000,
      gaveUp: () =>
        child.exitCode === null ? null : `the registry ended:\n${readFileSync(logFile, 'utf8').slice(-2000)}`,
    });
  }

  /** As `kill -9`. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  close(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await exited;
  }
}
