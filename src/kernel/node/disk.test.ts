import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { isDiskError } from '../disk.ts';
import { nodeDisk } from './disk.ts';

test('a directory that the file system will not have fails instead of being tried for ever', async () => {
  // Where there is no /proc, a file in the way is refused as well.
  const impossible = existsSync('/proc') ? '/proc/samsa/data' : `${import.meta.filename}/data`;
  await assert.rejects(nodeDisk.makeDirectory(impossible), (error) => isDiskError(error));
});
