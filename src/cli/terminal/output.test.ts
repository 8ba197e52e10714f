/** Standard output that cannot be written: a sentence, whether the stream throws or tells its listeners. */
import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { Output } from './output.ts';

const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
const sentence = {
  code: 'OUTPUT_FAILED',
  message: 'standard output cannot be written (ENOSPC): there is no room left on its disk',
};

test('a file on a full disk, whose write throws, ends the command in a sentence', async () => {
  const stdout = new Writable({
    write() {
      throw full;
    },
  });
  const output = new Output({ stdout });
  await assert.rejects(output.write('data'), sentence);
  await assert.rejects(output.write('more'), sentence);
});

test('a stream that fails while it is waited for ends the command in the same one', async () => {
  const stdout = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => done(full) });
  await assert.rejects(new Output({ stdout }).write('data'), sentence);
});
