/** Passwords. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { test } from 'node:test';
import { processSurroundings } from '../surroundings.ts';
import type { Surroundings } from '../surroundings.ts';
import { readPassword } from './read-password.ts';

class Keyboard extends PassThrough {
  isTTY = true;
  readonly modes: boolean[] = [];
  setRawMode(isRaw: boolean): void {
    this.modes.push(isRaw);
  }
}

class Screen extends Writable {
  text = '';
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

function ask(keys: string, { isTerminal = true, file }: { isTerminal?: boolean; file?: string } = {}) {
  const [stdin, stderr] = [new Keyboard(), new Screen()];
  stdin.isTTY = isTerminal;
  const surroundings: Surroundings = { ...processSurroundings, stdin, stdout: stderr, stderr };
  if (isTerminal) stdin.write(keys);
  else stdin.end(keys);
  return { stdin, stderr, password: readPassword(surroundings, { user: 'alice', file }) };
}

test('a password is asked for twice and never shown, also where both are typed ahead', async () => {
  const { stdin, stderr, password } = ask('secx\u007Fret\rsecret\r');
  assert.equal(await password, 'secret');
  assert.equal(stderr.text, 'Password of alice: \nOnce more: \n');
  assert.deepEqual(stdin.modes, [true, false, true, false]);
});

test('two that differ, an empty one and Ctrl-C are no password', async () => {
  await assert.rejects(ask('a\rb\r').password, /not the same/);
  await assert.rejects(ask('\r').password, /is empty/);
  await assert.rejects(ask('sec\u0003').password, { exitCode: 130 });
});

test('without a terminal it is the first line of standard input or of a file', async () => {
  assert.equal(await ask('secret\r\nmore\n', { isTerminal: false }).password, 'secret');
  const directory = mkdtempSync(join(tmpdir(), 'samsa-password-'));
  const file = join(directory, 'password');
  writeFileSync(file, ' sp ace \n');
  assert.equal(await ask('', { file }).password, ' sp ace ');
  rmSync(directory, { recursive: true });
  await assert.rejects(ask('', { file }).password, /cannot be read \(ENOENT\)/);
});
