/** The model of LMDB that simulated stores are on does as LMDB itself, and keeps what a process wrote before it died. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Databases } from '../stores/disk/store-environment.ts';
import { SimulatedDatabases } from './simulated-databases.testing.ts';

const BINARY = { encoding: 'binary', keyEncoding: 'binary' } as const;
const BYTES = [0, 1, 0x61, 0x7f, 0x80, 0xff];
const require = createRequire(import.meta.url);

function openLmdb(path: string): Databases | null {
  try {
    const { open } = require('lmdb') as typeof import('lmdb');
    return open<Buffer, Buffer>({ path, noSubdir: false, ...BINARY });
  } catch {
    return null;
  }
}

const oneKey = fc.array(fc.constantFrom(...BYTES), { minLength: 1, maxLength: 3 }).map((bytes) => Buffer.from(bytes));
const oneStep = fc.record({
  what: fc.constantFrom('put', 'put', 'remove', 'clear', 'fail'),
  key: oneKey,
  value: fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes)),
});

test('a simulated store environment has the rows, the order and the transactions of LMDB', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'lmdb-'));
  const lmdb = openLmdb(directory);
  if (lmdb === null) {
    t.skip('the optional package lmdb is not installed');
    return;
  }
  const model = new SimulatedDatabases().life(() => false)(directory);
  fc.assert(
    fc.property(fc.array(fc.array(oneStep, { maxLength: 5 }), { maxLength: 6 }), oneKey, oneKey, (all, start, end) => {
      const looks = [lmdb, model].map((databases) => {
        const rows = databases.openDB({ name: 'rows', ...BINARY });
        databases.transactionSync(() => rows.clearSync());
        for (const steps of all) {
          const write = (): void => {
            for (const { what, key, value } of steps) {
              if (what === 'put') rows.putSync(key, value);
              else if (what === 'remove') rows.removeSync(key);
              else if (what === 'clear') rows.clearSync();
              else throw new RangeError('half-way');
            }
          };
          try {
            databases.transactionSync(write);
          } catch (error) {
            assert.ok(error instanceof RangeError);
          }
        }
        const range = (of: { start?: Buffer; end?: Buffer }): string[] =>
          [...rows.getRange(of)].map(({ key, value }) => `${key.toString('hex')} ${value.toString('hex')}`);
        const { entryCount } = rows.getStats() as { entryCount: number };
        return [range({}), range({ start }), range({ start, end }), rows.getBinary(start)?.toString('hex'), entryCount];
      });
      assert.deepEqual(looks[1], looks[0]);
    }),
    { numRuns: 15 },
  );
  await lmdb.close();
  rmSync(directory, { recursive: true, force: true });
});

test('what a process does after its death is not on the disk, and what it did before is', () => {
  const disk = new SimulatedDatabases();
  let left = 3;
  const write = (databases: Databases, text: string): void => {
    const rows = databases.openDB({ name: 'rows', ...BINARY });
    databases.transactionSync(() => rows.putSync(Buffer.from(text), Buffer.from(text)));
  };
  const first = disk.life(() => left-- === 0)('state');
  for (const text of ['a', 'b', 'c']) write(first, text);
  const second = disk.life(() => false)('state');
  const rows = second.openDB({ name: 'rows', ...BINARY });
  assert.deepEqual(
    [...rows.getRange({})].map(({ key }) => key.toString()),
    ['a', 'b'],
  );
});
