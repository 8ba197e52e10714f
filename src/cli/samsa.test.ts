/** The command as a user runs it: processes of their own, their output, their exit codes. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../bin/samsa.mjs', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'samsa-cli-'));
const DEADLINE_MS = 60_000;

after(() => rmSync(directory, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

class Samsa {
  readonly #child: ChildProcess;
  readonly #ended: Promise<Ended>;
  #stdout = '';
  #stderr = '';
  #onOutput: () => void = () => undefined;

  constructor(args: readonly string[]) {
    this.#child = spawn(process.execPath, [command, ...args], {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: DEADLINE_MS,
      killSignal: 'SIGKILL',
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#take((this.#stdout += text)));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#take((this.#stderr += text)));
    this.#ended = new Promise((resolve) => {
      this.#child.on('close', (code) => resolve({ code, stdout: this.#stdout, stderr: this.#stderr }));
    });
  }

  get ended(): Promise<Ended> {
    return this.#ended;
  }

  /** As `| head` does once it has had enough. */
  stopReading(): void {
    this.#child.stdout?.destroy();
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves with the port once it serves. */
  serves(): Promise<number> {
    const port = new Promise<number>((resolve) => {
      this.#onOutput = () => {
        const match = /serves Kafka clients on \S+:(\d+)/.exec(this.#stdout);
        if (match !== null) resolve(Number(match[1]));
      };
      this.#onOutput();
    });
    const failed = this.#ended.then(({ stderr }): never => assert.fail(`it ended before it served: ${stderr}`));
    return Promise.race([port, failed]);
  }

  #take(_output: string): void {
    this.#onOutput();
  }
}

function run(...args: string[]): Promise<Ended> {
  return new Samsa(args).ended;
}

/** On standard error nothing but one line; exit code 1 for what failed, 2 for what was typed wrong. */
async function refuses(args: readonly string[], sentence: RegExp, exitCode = 1): Promise<void> {
  const { code, stdout, stderr } = await run(...args);
  assert.match(stderr, sentence);
  assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
  assert.equal(stdout, '');
  assert.equal(code, exitCode);
}

describe('samsa', () => {
  test('--version prints the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    assert.deepEqual(await run('--version'), { code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('help that nobody reads to its end is no failure', async () => {
    const samsa = new Samsa(['consume', '--help']);
    samsa.stopReading();
    assert.deepEqual(await samsa.ended, { code: 0, stdout: '', stderr: '' });
  });

  test('an option that does not exist, or a pair without =, is refused in one line', async () => {
    await refuses(['start', '--bogus'], /^samsa: unknown option '--bogus'$/m, 2);
    await refuses(['start', '-o', 'num.partitions'], /'num.partitions' is invalid. It is not of the form key=value/, 2);
  });

  test('config list prints what can be configured, by words of its name; list may be left out', async () => {
    const { stdout } = await run('config', 'list', '--topic', 'retention.ms');
    assert.match(stdout, /^ {2}retention\.ms=<long> \[-1,\.\.\.\] \(default: 604800000\)$/m);
    assert.doesNotMatch(stdout, /segment\.bytes/);
    assert.deepEqual(await run('config', '--topic', 'retention.ms'), { code: 0, stdout, stderr: '' });
  });
});

describe('samsa start', () => {
  test('says where it serves and what to try; SIGTERM and Ctrl-C leave a clean mark and the exit code 0', async () => {
    const data = join(directory, 'clean');
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const samsa = new Samsa(['start', '--data', data, '--listen', '127.0.0.1:0']);
      const port = await samsa.serves();
      assert.ok(!existsSync(join(data, '.kafka_cleanshutdown')), 'a running broker has no clean mark');
      samsa.kill(signal);
      const { code, stdout } = await samsa.ended;
      assert.match(stdout, new RegExp(`kcat -C -b 127.0.0.1:${port} -t greetings -e`));
      assert.equal(code, 0);
      assert.ok(existsSync(join(data, '.kafka_cleanshutdown')));
    }
  });

  test('a directory that another broker uses, and a port that another program uses, are refused', async () => {
    const data = join(directory, 'locked');
    const samsa = new Samsa(['start', '--data', data, '--listen', '127.0.0.1:0']);
    const port = await samsa.serves();
    await refuses(['start', '--data', data, '--listen', '127.0.0.1:0'], /locked is in use by another process/);
    const other = join(directory, 'other');
    const sentence = new RegExp(`127.0.0.1:${port} is in use by another program.*--listen localhost:${port + 1}`);
    await refuses(['start', '--data', other, '--listen', `127.0.0.1:${port}`], sentence);
    samsa.kill('SIGTERM');
    assert.equal((await samsa.ended).code, 0);
  });

  test('a port that is in use does not leave the directory locked or unclean', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    const { port } = server.address() as AddressInfo;
    const data = join(directory, 'reused');
    await refuses(['start', '--data', data, '--listen', `127.0.0.1:${port}`], /is in use by another program/);
    await new Promise((resolve) => server.close(resolve));
    const samsa = new Samsa(['start', '--data', data, '--listen', `127.0.0.1:${port}`]);
    assert.equal(await samsa.serves(), port);
    samsa.kill('SIGTERM');
    assert.equal((await samsa.ended).code, 0);
  });

  test('a data directory that is a file is refused', async () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    await refuses(['start', '--data', file, '--listen', '127.0.0.1:0'], /file is not a directory/);
  });

  test('a bad file, a bad value, an unknown key and an open door are refused', async () => {
    await refuses(['start', 'missing.properties'], /missing.properties does not exist: check the path/);
    const file = join(directory, 'bad.properties');
    writeFileSync(file, 'num.partitions=many\n');
    await refuses(['start', file], /bad.properties: Invalid value many for configuration num.partitions/);
    await refuses(
      ['start', '-o', 'num.partition=2'],
      /num.partition is no config of a broker, num.partitions is the nearest/,
    );
    await refuses(['start', '--listen', '0.0.0.0:0'], /can be reached from other machines.*--insecure/);
    await refuses(['start', '--listen', 'here'], /--listen here is not of the form host:port/);
    await refuses(['start', '--log-level', 'loud'], /loud is no level, there are error, warn, info, debug/);
  });
});
