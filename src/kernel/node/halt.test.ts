import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { HALT_EXIT_CODE } from './halt.ts';

test('halt leaves one line and exit code 70, and runs neither exit hooks nor what was planned', () => {
  const script = `
    const { createNodeEnv } = await import(${JSON.stringify(new URL('index.ts', import.meta.url).href)});
    process.on('exit', () => console.log('exit hook'));
    setImmediate(() => console.log('planned'));
    try {
      createNodeEnv({ logger: { format: 'human' } }).halt('fsync failed', new Error('EIO'));
    } finally {
      console.log('survived');
    }
  `;
  const args = ['--conditions=source', '--input-type=module', '--eval', script];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  assert.equal(status, HALT_EXIT_CODE);
  assert.equal(stdout, '');
  assert.match(stderr, /^[^\n]* ERROR Halting: fsync failed cause="Error: EIO[^\n]*\n$/);
});
