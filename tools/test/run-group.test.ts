import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { sourceOf } from './group-modules.ts';

const folder = mkdtempSync(join(tmpdir(), 'samsa-groups-'));
after(() => rmSync(folder, { recursive: true }));

test('hooks at the top of a file are of this file alone', () => {
  const first = write('first', `before(() => { globalThis.hooks = ['first']; }); test('runs', () => {});`);
  const hook = `beforeEach(() => globalThis.hooks.push('second'));`;
  const second = write(
    'second',
    `${hook} test('asks', () => assert.deepEqual(globalThis.hooks, ['first', 'second']));`,
  );
  const third = write('third', `test('asks', () => assert.deepEqual(globalThis.hooks, ['first', 'second']));`);
  assert.deepEqual(run([first, second, third]).status, 0);
});

test('a test that fails is told with its file, and those after it run', () => {
  const first = write('fails', `test('is wrong', () => assert.fail('on purpose'));`);
  const second = write('behind', `test('runs still', () => {});`);
  const { status, output } = run([first, second]);
  assert.equal(status, 1);
  assert.match(output, /✖ is wrong/);
  assert.match(output, /fails\.test\.mjs:3/);
  assert.match(output, /on purpose/);
  assert.match(output, /✔ runs still/);
});

test('a file that cannot be loaded fails alone', () => {
  const { status, output } = run([
    write('broken', `throw new Error('no');`),
    write('after-it', `test('ran', () => {});`),
  ]);
  assert.equal(status, 1);
  assert.match(output, /✖ .*broken\.test\.mjs/);
  assert.match(output, /✔ ran/);
});

test('a process that is killed is a failure that names file and test', () => {
  const file = write(
    'killed',
    `test('dies', () => new Promise(() => setImmediate(() => process.kill(process.pid, 'SIGKILL'))));`,
  );
  const { status, output } = run([file, write('never', `test('never', () => {});`)]);
  assert.equal(status, 1);
  assert.match(output, /A process ended in \S+killed\.test\.mjs › dies, and what comes after it in \S+ did not run/);
});

test('a process that leaves with code 0 before its end is a failure', () => {
  const file = write('leaves', `test('leaves', () => process.exit(0));`);
  const { status, output } = run([file, write('not-run', `test('never', () => {});`)]);
  assert.equal(status, 1);
  assert.match(output, /left before their end: \S+leaves\.test\.mjs, \S+not-run\.test\.mjs/);
});

/** The path of a file whose third line is the body. */
function write(name: string, body: string): string {
  const path = join(folder, `${name}.test.mjs`);
  const imports = `import assert from 'node:assert/strict';\nimport { before, beforeEach, test } from 'node:test';\n`;
  writeFileSync(path, `${imports}${body}\n`);
  return path;
}

function run(files: readonly string[]): { status: number | null; output: string } {
  const path = join(folder, 'group.mjs');
  writeFileSync(path, sourceOf(files));
  // A runner within a runner reports to its parent, unless it does not know of it.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const reporter = `--test-reporter=${new URL('reporter.ts', import.meta.url).href}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--test', reporter, path], { env, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}
