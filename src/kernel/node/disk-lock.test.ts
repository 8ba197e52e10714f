import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { nodeDisk } from './disk.ts';

const DISK_MODULE = new URL('disk.ts', import.meta.url).href;

/** Locks what it is told, says how that went, and stays until it is killed. */
const LOCKER = `
  const { nodeDisk } = await import(${JSON.stringify(DISK_MODULE)});
  process.stdin.once('data', async () => {
    const outcome = await nodeDisk.lock(process.argv[1]).then(() => 'locked', (error) => error.code);
    process.stdout.write(outcome + '\\n');
  });
  process.stdout.write('ready\\n');
`;

class Locker {
  readonly process: ChildProcess;
  #lines = '';

  constructor(path: string) {
    const args = ['--conditions=source', '--input-type=module', '--eval', LOCKER, path];
    this.process = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  }

  async line(): Promise<string> {
    while (!this.#lines.includes('\n')) {
      const [chunk] = (await once(this.process.stdout ?? this.process, 'data')) as [Buffer];
      this.#lines += chunk.toString();
    }
    const [line = '', ...rest] = this.#lines.split('\n');
    this.#lines = rest.join('\n');
    return line;
  }

  lock(): void {
    this.process.stdin?.write('go\n');
  }

  async killHard(): Promise<void> {
    const gone = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await gone;
  }
}

async function inDirectory(work: (path: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'samsa-lock-'));
  try {
    await work(join(directory, '.lock'));
  } finally {
    await rm(directory, { recursive: true });
  }
}

test('a lock keeps other processes out, says who holds it, and goes with the process that is killed', () =>
  inDirectory(async (path) => {
    const holder = new Locker(path);
    assert.equal(await holder.line(), 'ready');
    holder.lock();
    assert.equal(await holder.line(), 'locked');
    await assert.rejects(nodeDisk.lock(path), (error: NodeJS.ErrnoException) => {
      assert.equal(error.code, 'EWOULDBLOCK');
      if (process.platform === 'linux') assert.match(error.message, new RegExp(`by process ${holder.process.pid}$`));
      return true;
    });
    await holder.killHard();
    const lock = await nodeDisk.lock(path);
    assert.equal((await stat(path)).size, 0);
    await lock.release();
  }));

test('of several processes that start at once, one gets the lock', () =>
  inDirectory(async (path) => {
    const lockers = Array.from({ length: 4 }, () => new Locker(path));
    for (const locker of lockers) assert.equal(await locker.line(), 'ready');
    for (const locker of lockers) locker.lock();
    const outcomes = await Promise.all(lockers.map((locker) => locker.line()));
    for (const locker of lockers) await locker.killHard();
    assert.deepEqual(outcomes.toSorted(), ['EWOULDBLOCK', 'EWOULDBLOCK', 'EWOULDBLOCK', 'locked']);
  }));

test('a file with contents is not taken for a lock file', () =>
  inDirectory(async (path) => {
    await writeFile(path, 'precious '.repeat(1000));
    await assert.rejects(nodeDisk.lock(path), /a lock file is an empty file/);
    assert.equal((await stat(path)).size, 9000);
  }));
