import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

/** What a process prints whose only work is one timer. */
function printed(options: string): string {
  const scheduler = new URL('./scheduler.ts', import.meta.url).href;
  const code = `import { nodeScheduler } from ${JSON.stringify(scheduler)};
    nodeScheduler.after(20, () => process.stdout.write('fired')${options});`;
  return spawnSync(process.execPath, ['--conditions=source', '--input-type=module', '-e', code], { encoding: 'utf8' })
    .stdout;
}

test('a timer keeps the process alive only where it is to', () => {
  assert.equal(printed(''), '');
  assert.equal(printed(', { keepAlive: true }'), 'fired');
});
