/** One suite for every Disk: what `disk.ts` promises holds on the real file system and on the simulated one. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { createNodeEnv } from '#kernel/node';
import { createSimulation } from '#sim';
import { AssertionFailure } from './assert.ts';
import { isDiskError } from './disk.ts';
import type { Disk, DiskFile, OpenMode } from './disk.ts';

type Body = (disk: Disk, directory: string) => Promise<void>;

const implementations: Record<string, (body: Body) => Promise<void>> = {
  'the real disk': async (body) => {
    const directory = await mkdtemp(join(tmpdir(), 'samsa-disk-'));
    try {
      await body(createNodeEnv().disk, directory);
    } finally {
      await rm(directory, { recursive: true });
    }
  },
  'the simulated disk': async (body) => {
    for (let seed = 0; seed < 20; seed++) {
      const { env, machine } = createSimulation(seed);
      await machine.finish(env.disk.makeDirectory('/tmp/samsa').then(() => body(env.disk, '/tmp/samsa')));
    }
  },
};

function diskTest(claim: string, body: Body): void {
  for (const [name, run] of Object.entries(implementations)) test(`${name}: ${claim}`, () => run(body));
}

async function failsWith(code: string, operation: Promise<unknown>): Promise<void> {
  await assert.rejects(operation, (error) => {
    assert.ok(isDiskError(error, code), `${String(error)} is ${code}`);
    return true;
  });
}

async function withFile<T>(disk: Disk, path: string, work: (file: DiskFile) => Promise<T>): Promise<T> {
  const file = await disk.openFile(path, 'create');
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

function write(disk: Disk, path: string, text: string): Promise<void> {
  return withFile(disk, path, async (file) => {
    await file.writev([Buffer.from(text)], 0);
    await file.datasync();
  });
}

diskTest('what is written is read back from a newly opened file', async (disk, directory) => {
  await write(disk, `${directory}/a`, 'hello world');
  const file = await disk.openFile(`${directory}/a`, 'read');
  const target = Buffer.alloc(20, '.');
  assert.equal(await file.read(target.subarray(0, 5), 6), 5);
  assert.equal(await file.read(target.subarray(5), 9), 2);
  assert.equal(await file.read(target, 11), 0);
  assert.equal(await file.read(target, 1000), 0);
  assert.equal(target.toString(), 'worldld.............');
  assert.equal(await file.size(), 11);
  await file.close();
  assert.equal((await disk.readFile(`${directory}/a`)).toString(), 'hello world');
});

diskTest('`create` keeps what is there, `read` and `write` need a file', async (disk, directory) => {
  for (const mode of ['read', 'write'] satisfies OpenMode[]) {
    await failsWith('ENOENT', disk.openFile(`${directory}/a`, mode));
  }
  await write(disk, `${directory}/a`, 'abc');
  const file = await disk.openFile(`${directory}/a`, 'write');
  await file.writev([Buffer.from('X')], 1);
  await file.close();
  await withFile(disk, `${directory}/a`, async (again) => assert.equal(await again.size(), 3));
  assert.equal((await disk.readFile(`${directory}/a`)).toString(), 'aXc');
  await failsWith('ENOENT', disk.openFile(`${directory}/none/a`, 'create'));
});

diskTest('a file opened to read cannot be written', async (disk, directory) => {
  await write(disk, `${directory}/a`, 'abc');
  const file = await disk.openFile(`${directory}/a`, 'read');
  await failsWith('EBADF', file.writev([Buffer.from('x')], 0));
  await file.close();
});

diskTest('writev takes any number of chunks, empty ones too', async (disk, directory) => {
  await withFile(disk, `${directory}/a`, async (file) => {
    const chunks = Array.from({ length: 5000 }, (_, index) => Buffer.alloc(index % 4, index));
    await file.writev(chunks, 3);
    await file.writev([], 0);
    await file.writev([Buffer.alloc(0)], 0);
    const expected = Buffer.concat([Buffer.alloc(3), ...chunks]);
    assert.deepEqual(await disk.readFile(`${directory}/a`), expected);
    file.writevSync(chunks, 0);
    const target = Buffer.alloc(expected.length - 3);
    assert.equal(file.readSync(target, 0), target.length);
    assert.deepEqual(target, Buffer.concat(chunks));
  });
});

diskTest('synchronous writes and reads see asynchronous ones and are seen by them', async (disk, directory) => {
  await withFile(disk, `${directory}/a`, async (file) => {
    await file.writev([Buffer.from('abc')], 0);
    file.writevSync([Buffer.from('D'), Buffer.from('E')], 2);
    const target = Buffer.alloc(10);
    assert.equal(file.readSync(target, 1), 3);
    assert.equal(await file.read(target.subarray(3), 0), 4);
    assert.equal(target.subarray(0, 7).toString(), 'bDEabDE');
  });
});

diskTest('a write past the end leaves zeros between', async (disk, directory) => {
  await withFile(disk, `${directory}/a`, (file) => file.writev([Buffer.from('x')], 5));
  assert.deepEqual(await disk.readFile(`${directory}/a`), Buffer.from('\0\0\0\0\0x'));
});

diskTest('truncate cuts, and a longer size brings zeros, not what was cut', async (disk, directory) => {
  await withFile(disk, `${directory}/a`, async (file) => {
    await file.writev([Buffer.from('abcdef')], 0);
    await file.truncate(2);
    assert.equal(await file.size(), 2);
    await file.truncate(4);
    await file.datasync();
  });
  assert.deepEqual(await disk.readFile(`${directory}/a`), Buffer.from('ab\0\0'));
});

diskTest('list gives the entries sorted by name, files and directories told apart', async (disk, directory) => {
  await disk.makeDirectory(`${directory}/b/c/d`);
  for (const name of ['z', 'A', 'b.txt', '00000000000000000010.log', '9'])
    await write(disk, `${directory}/${name}`, '');
  const entries = await disk.list(directory);
  assert.deepEqual(
    entries.map((entry) => entry.name),
    ['00000000000000000010.log', '9', 'A', 'b', 'b.txt', 'z'],
  );
  assert.deepEqual(
    entries.filter((entry) => entry.isDirectory).map((entry) => entry.name),
    ['b'],
  );
  await failsWith('ENOENT', disk.list(`${directory}/none`));
  await failsWith('ENOTDIR', disk.list(`${directory}/9`));
});

diskTest('stat tells size, kind and time, and null where nothing is', async (disk, directory) => {
  await write(disk, `${directory}/a`, 'abc');
  const file = await disk.stat(`${directory}/a`);
  assert.deepEqual([file?.size, file?.isDirectory], [3, false]);
  assert.ok(Number.isInteger(file?.modifiedAtMs) && (file?.modifiedAtMs ?? 0) > 1_700_000_000_000);
  assert.equal((await disk.stat(directory))?.isDirectory, true);
  assert.equal(await disk.stat(`${directory}/none`), null);
  assert.equal(await disk.stat(`${directory}/a/below/a/file`), null);
});

diskTest('makeDirectory makes parents and takes an existing one, but no file', async (disk, directory) => {
  await disk.makeDirectory(`${directory}/a/b`);
  await disk.makeDirectory(`${directory}/a/b`);
  await disk.makeDirectory(`${directory}/a`);
  await write(disk, `${directory}/a/b/file`, '');
  await failsWith('EEXIST', disk.makeDirectory(`${directory}/a/b/file`));
});

diskTest('rename moves files and directories and replaces files', async (disk, directory) => {
  await write(disk, `${directory}/a`, 'new');
  await write(disk, `${directory}/b`, 'old');
  await disk.rename(`${directory}/a`, `${directory}/b`);
  assert.equal((await disk.readFile(`${directory}/b`)).toString(), 'new');
  assert.equal(await disk.stat(`${directory}/a`), null);
  await disk.makeDirectory(`${directory}/topic-0`);
  await write(disk, `${directory}/topic-0/log`, 'records');
  await disk.rename(`${directory}/topic-0`, `${directory}/topic-0.x-delete`);
  assert.equal((await disk.readFile(`${directory}/topic-0.x-delete/log`)).toString(), 'records');
  await disk.rename(`${directory}/b`, `${directory}/b`);
  await failsWith('ENOENT', disk.rename(`${directory}/none`, `${directory}/b`));
  await failsWith('ENOENT', disk.rename(`${directory}/b`, `${directory}/none/b`));
  await disk.makeDirectory(`${directory}/empty`);
  await failsWith('ENOTEMPTY', disk.rename(`${directory}/empty`, `${directory}/topic-0.x-delete`));
});

diskTest('an open file outlives its name', async (disk, directory) => {
  await withFile(disk, `${directory}/a`, async (file) => {
    await file.writev([Buffer.from('abc')], 0);
    await disk.removeFile(`${directory}/a`);
    assert.equal(await disk.stat(`${directory}/a`), null);
    await file.writev([Buffer.from('d')], 3);
    const target = Buffer.alloc(4);
    assert.equal(await file.read(target, 0), 4);
    assert.equal(target.toString(), 'abcd');
  });
});

diskTest('an open file keeps its contents through renames of itself and its directory', async (disk, directory) => {
  await disk.makeDirectory(`${directory}/a`);
  await withFile(disk, `${directory}/a/x.swap`, async (file) => {
    await disk.rename(`${directory}/a/x.swap`, `${directory}/a/x`);
    await disk.rename(`${directory}/a`, `${directory}/b`);
    await file.writev([Buffer.from('abc')], 0);
  });
  assert.equal((await disk.readFile(`${directory}/b/x`)).toString(), 'abc');
});

diskTest('removeFile and removeDirectory remove what is there and miss what is not', async (disk, directory) => {
  await disk.makeDirectory(`${directory}/a/b`);
  await write(disk, `${directory}/a/b/c`, 'x');
  await write(disk, `${directory}/d`, 'x');
  await disk.removeFile(`${directory}/d`);
  await disk.removeDirectory(`${directory}/a`);
  assert.deepEqual(await disk.list(directory), []);
  await failsWith('ENOENT', disk.removeFile(`${directory}/d`));
  await failsWith('ENOENT', disk.removeDirectory(`${directory}/a`));
  await failsWith('ENOENT', disk.readFile(`${directory}/d`));
});

diskTest('a directory can be synced, one that is not there not', async (disk, directory) => {
  await write(disk, `${directory}/a`, 'x');
  await disk.syncDirectory(directory);
  await failsWith('ENOENT', disk.syncDirectory(`${directory}/none`));
});

diskTest('space is told in bytes', async (disk, directory) => {
  const { totalBytes, usableBytes } = await disk.space(directory);
  assert.ok(totalBytes > 0 && usableBytes >= 0 && usableBytes <= totalBytes);
});

diskTest('a lock excludes a second one until it is released', async (disk, directory) => {
  const lock = await disk.lock(`${directory}/.lock`);
  await failsWith('EWOULDBLOCK', disk.lock(`${directory}/.lock`));
  await failsWith('EWOULDBLOCK', disk.lock(`${directory}/.lock`));
  await lock.release();
  await lock.release();
  const again = await disk.lock(`${directory}/.lock`);
  await failsWith('EWOULDBLOCK', disk.lock(`${directory}/.lock`));
  await again.release();
  assert.equal((await disk.stat(`${directory}/.lock`))?.size, 0);
  await failsWith('ENOENT', disk.lock(`${directory}/none/.lock`));
});

diskTest('a closed file is closed for good, and only after what was under way', async (disk, directory) => {
  const file = await disk.openFile(`${directory}/a`, 'create');
  const writes = Promise.all([0, 1, 2, 3].map((index) => file.writev([Buffer.alloc(1000, `${index}`)], index * 1000)));
  await file.close();
  await writes;
  assert.equal((await disk.stat(`${directory}/a`))?.size, 4000);
  await assert.rejects(file.writev([Buffer.from('x')], 0), AssertionFailure);
  await assert.rejects(file.close(), AssertionFailure);
  assert.throws(() => file.readSync(Buffer.alloc(1), 0), AssertionFailure);
});

type Step = ['write', number, number] | ['truncate', number];

diskTest('any series of writes and truncations reads as an array would', async (disk, directory) => {
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.tuple(fc.constant('write' as const), fc.nat(3000), fc.nat(2000)),
    fc.tuple(fc.constant('truncate' as const), fc.nat(4000)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      let model = Buffer.alloc(0);
      await withFile(disk, `${directory}/a`, async (file) => {
        await file.truncate(0);
        for (const [index, [kind, position, length = 0]] of steps.entries()) {
          const end = kind === 'write' && length > 0 ? position + length : 0;
          const size = kind === 'write' ? Math.max(model.length, end) : position;
          model = Buffer.concat([model.subarray(0, size), Buffer.alloc(Math.max(0, size - model.length))]);
          if (kind === 'truncate') {
            await file.truncate(position);
          } else {
            model.subarray(position, position + length).fill(index + 1);
            await file.writev([Buffer.alloc(length, index + 1)], position);
          }
        }
      });
      assert.deepEqual(await disk.readFile(`${directory}/a`), model);
    }),
    { numRuns: 20 },
  );
});
