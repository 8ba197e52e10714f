import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Disk, DiskFile, Env } from '#kernel';
import type { Machine } from './machine.ts';
import { MachineDied } from './simulated-error.ts';
import { createSimulation } from './simulation.ts';

const SEEDS = 300;

/** Does `work` on a machine, cuts the power at once, and tells what `look` finds, for many seeds. */
async function afterPowerLoss<T>(work: (env: Env) => Promise<unknown>, look: (disk: Disk) => Promise<T>): Promise<T[]> {
  const found: T[] = [];
  for (let seed = 0; seed < SEEDS; seed++) {
    const { machine } = createSimulation(seed);
    await machine.finish(work(machine.env));
    const next = machine.crash();
    found.push(await next.finish(look(next.env.disk)));
  }
  return found;
}

async function text(disk: Disk, path: string): Promise<string | null> {
  return (await disk.stat(path)) === null ? null : (await disk.readFile(path)).toString('latin1');
}

async function durableFile(disk: Disk, path: string, contents: string): Promise<DiskFile> {
  const file = await disk.openFile(path, 'create');
  await file.writev([Buffer.from(contents)], 0);
  await file.datasync();
  await disk.syncDirectory('/');
  return file;
}

test('what was synced is there after every power loss: contents, size and names', async () => {
  const found = await afterPowerLoss(
    async ({ disk }) => {
      await disk.makeDirectory('/a/b');
      const file = await disk.openFile('/a/b/f', 'create');
      await file.writev([Buffer.from('one '), Buffer.from('two ')], 0);
      await file.truncate(7);
      await file.datasync();
      for (const path of ['/a/b', '/a', '/']) await disk.syncDirectory(path);
    },
    (disk) => text(disk, '/a/b/f'),
  );
  assert.deepEqual(new Set(found), new Set(['one two']));
});

test('an unsynced append survives, vanishes, is cut at any byte, loses single sectors or leaves zeros', async () => {
  const found = await afterPowerLoss(
    async ({ disk }) => {
      const file = await durableFile(disk, '/f', 'old');
      await file.writev([Buffer.alloc(10_000, 'n')], 3);
    },
    async (disk) => (await text(disk, '/f')) ?? '',
  );
  assert.ok(found.every((contents) => /^old[n\0]*$/.test(contents)));
  const bodies = found.map((contents) => contents.slice(3));
  assert.ok(bodies.includes('n'.repeat(10_000)), 'survives');
  assert.ok(bodies.includes(''), 'vanishes');
  assert.ok(
    bodies.some((body) => /^n+$/.test(body) && body.length % 512 !== 509 && body.length < 10_000),
    'is cut',
  );
  assert.ok(
    bodies.some((body) => /\0n/.test(body)),
    'loses sectors before others',
  );
  assert.ok(bodies.includes('\0'.repeat(10_000)), 'leaves zeros');
});

test('unsynced writes over synced bytes leave each sector old or new', async () => {
  const found = await afterPowerLoss(
    async ({ disk }) => {
      const file = await durableFile(disk, '/f', 'o'.repeat(4096));
      await file.writev([Buffer.alloc(4096, '1')], 0);
      await file.writev([Buffer.alloc(1024, '2')], 512);
    },
    async (disk) => (await text(disk, '/f')) ?? '',
  );
  assert.ok(found.every((contents) => contents.length === 4096 && /^[o12]*$/.test(contents)));
  assert.ok(new Set(found).size > 20);
});

test('a synced file whose name was not synced may be gone', async () => {
  const found = await afterPowerLoss(
    async ({ disk }) => {
      const file = await disk.openFile('/f', 'create');
      await file.writev([Buffer.from('x')], 0);
      await file.datasync();
    },
    (disk) => text(disk, '/f'),
  );
  assert.deepEqual(new Set(found), new Set([null, 'x']));
});

test('a name that was synced without the contents may show an empty file', async () => {
  const found = await afterPowerLoss(
    async ({ disk }) => {
      await durableFile(disk, '/f', 'old');
      const file = await disk.openFile('/f.tmp', 'create');
      await file.writev([Buffer.from('new')], 0);
      await disk.rename('/f.tmp', '/f');
      await disk.syncDirectory('/');
    },
    (disk) => text(disk, '/f'),
  );
  assert.ok(found.includes('') && found.includes('new') && !found.includes('old') && !found.includes(null));
});

test('an unsynced rename happened or not, never half', async () => {
  const found = await afterPowerLoss(
    async ({ disk }) => {
      await disk.makeDirectory('/d');
      await durableFile(disk, '/f', 'x');
      await disk.rename('/f', '/d/g');
    },
    async (disk) => `${await text(disk, '/f')} ${await text(disk, '/d/g')}`,
  );
  assert.deepEqual(new Set(found), new Set(['x null', 'null x']));
});

test('unsynced removals may be undone, one without the other', async () => {
  const found = await afterPowerLoss(
    async ({ disk }) => {
      for (const name of ['/a', '/b']) await durableFile(disk, name, 'x');
      await disk.removeFile('/a');
      await disk.removeFile('/b');
    },
    async (disk) => (await disk.list('/')).map((entry) => entry.name).join(''),
  );
  assert.deepEqual(new Set(found), new Set(['ab', 'a', 'b', '']));
});

test('changes of one name keep their order', async () => {
  const found = await afterPowerLoss(
    async ({ disk }) => {
      await durableFile(disk, '/f', 'first');
      await disk.removeFile('/f');
      const again = await disk.openFile('/f', 'create');
      await again.writev([Buffer.from('second')], 0);
      await again.datasync();
      await disk.rename('/f', '/g');
    },
    async (disk) => `${await text(disk, '/f')} ${await text(disk, '/g')}`,
  );
  assert.deepEqual(new Set(found), new Set(['first null', 'null null', 'second null', 'null second']));
});

test('syncing one directory says nothing about another', async () => {
  const found = await afterPowerLoss(
    async ({ disk }) => {
      await disk.makeDirectory('/a');
      const file = await disk.openFile('/a/f', 'create');
      await file.datasync();
      await disk.syncDirectory('/a');
    },
    async (disk) => (await disk.stat('/a/f')) !== null,
  );
  assert.deepEqual(new Set(found), new Set([true, false]));
});

test('changes of names that were made one upon the other survive in that order', async () => {
  const found = await afterPowerLoss(
    async ({ disk }) => {
      await durableFile(disk, '/a', 'x');
      await disk.rename('/a', '/b');
      await disk.rename('/b', '/c');
    },
    async (disk) => (await disk.list('/')).map((entry) => entry.name).join(''),
  );
  assert.deepEqual(new Set(found), new Set(['a', 'b', 'c']));
});

test('a sync of one directory brings along what a rename into it stands on', async () => {
  const found = await afterPowerLoss(
    async ({ disk }) => {
      for (const path of ['/a', '/b']) await disk.makeDirectory(path);
      await disk.syncDirectory('/');
      await disk.openFile('/a/f', 'create');
      await disk.rename('/a/f', '/b/f');
      await disk.syncDirectory('/b');
    },
    async (disk) => `${await text(disk, '/a/f')} ${await text(disk, '/b/f')}`,
  );
  assert.deepEqual(new Set(found), new Set(['null ']));
});

/** Starts a change and a sync together and tells what a power loss leaves where the change was done first. */
async function syncedMeanwhile(
  change: (disk: Disk, file: DiskFile) => Promise<unknown>,
  sync: (disk: Disk, file: DiskFile) => Promise<void>,
): Promise<Set<string>> {
  const isChangedFirst: boolean[] = [];
  const found = await afterPowerLoss(
    async ({ disk }) => {
      const file = await durableFile(disk, '/f', 'a');
      const order: string[] = [];
      await Promise.all([
        sync(disk, file).then(() => order.push('sync')),
        change(disk, file).then(() => order.push('change')),
      ]);
      isChangedFirst.push(order[0] === 'change');
    },
    async (disk) => `${await text(disk, '/f')} ${await text(disk, '/g')}`,
  );
  return new Set(found.filter((_, index) => isChangedFirst[index]));
}

test('a sync covers what had been done when it was asked for, not what is done meanwhile', async () => {
  const contents = await syncedMeanwhile(
    (_, file) => file.writev([Buffer.from('b')], 1),
    (_, file) => file.datasync(),
  );
  assert.ok(contents.has('a null') && contents.has('ab null'));
  const names = await syncedMeanwhile(
    (disk) => disk.rename('/f', '/g'),
    (disk) => disk.syncDirectory('/'),
  );
  assert.deepEqual(names, new Set(['a null', 'null a']));
});

test('concurrent operations overtake each other', async () => {
  const found = await afterPowerLoss(
    async ({ disk }) => {
      const file = await durableFile(disk, '/f', '');
      await Promise.all(['a', 'b'].map((letter) => file.writev([Buffer.from(letter)], 0)));
      await file.datasync();
    },
    (disk) => text(disk, '/f'),
  );
  assert.deepEqual(new Set(found), new Set(['a', 'b']));
});

test('after a failed sync a second one succeeds, and the data may be lost all the same', async () => {
  const outcomes = new Set<string | null>();
  for (let seed = 0; seed < SEEDS; seed++) {
    const { machine } = createSimulation(seed);
    const { disk } = machine.env;
    const file = await machine.finish(durableFile(disk, '/f', ''));
    machine.disk.faults.fail('datasync', 'EIO');
    await machine.finish(file.writev([Buffer.from('x')], 0));
    await assert.rejects(machine.finish(file.datasync()), { code: 'EIO', syscall: 'datasync' });
    await machine.finish(file.datasync());
    assert.equal(await machine.finish(text(disk, '/f')), 'x');
    const next = machine.crash();
    outcomes.add(await next.finish(text(next.env.disk, '/f')));
  }
  assert.ok(outcomes.has('') && outcomes.has('x'));
});

test('a full disk takes a part of a write and then says ENOSPC', async () => {
  const { machine } = createSimulation(1);
  const { disk } = machine.env;
  machine.disk.faults.capacityBytes = 1000;
  const file = await machine.finish(disk.openFile('/f', 'create'));
  await machine.finish(file.writev([Buffer.alloc(700)], 0));
  await assert.rejects(machine.finish(file.writev([Buffer.alloc(700)], 700)), { code: 'ENOSPC', syscall: 'write' });
  assert.equal(await machine.finish(file.size()), 1000);
  await machine.finish(file.writev([Buffer.alloc(700)], 0));
  assert.throws(() => file.writevSync([Buffer.alloc(1)], 1000), { code: 'ENOSPC' });
  assert.equal((await machine.finish(disk.space('/'))).usableBytes, 0);
});

test('the n-th operation of a kind fails, once, where its path matches', async () => {
  const { machine } = createSimulation(1);
  const { disk } = machine.env;
  machine.disk.faults.fail('write', 'EIO', { nth: 2, path: /log$/ });
  const log = await machine.finish(disk.openFile('/log', 'create'));
  const index = await machine.finish(disk.openFile('/index', 'create'));
  for (let round = 0; round < 3; round++) await machine.finish(index.writev([Buffer.alloc(9)], 0));
  log.writevSync([Buffer.alloc(9)], 0);
  await assert.rejects(machine.finish(log.writev([Buffer.alloc(9)], 0)), { code: 'EIO' });
  await machine.finish(log.writev([Buffer.alloc(9)], 0));
});

test('at a crash point the operation happens wholly, partly or not, and nothing happens after it', async () => {
  const sizes = new Set<number>();
  for (let seed = 0; seed < 100; seed++) {
    const { machine } = createSimulation(seed);
    machine.disk.faults.crashAt(5);
    let progress = 0;
    const work = async (): Promise<void> => {
      const file = await durableFile(machine.env.disk, '/f', '');
      progress = 1;
      await file.writev([Buffer.alloc(100)], 0);
      progress = 2;
    };
    await assert.rejects(machine.finish(work()), MachineDied);
    assert.equal(machine.disk.mutations, 5);
    assert.equal(progress, 1);
    const next = machine.kill();
    sizes.add((await next.finish(next.env.disk.readFile('/f'))).length);
  }
  assert.ok(sizes.has(0) && sizes.has(100) && sizes.size > 10);
});

test('a synchronous write is a crash point too', async () => {
  const { machine } = createSimulation(1);
  const file = await machine.finish(durableFile(machine.env.disk, '/f', ''));
  machine.disk.faults.crashAt(machine.disk.mutations + 1);
  assert.throws(() => file.writevSync([Buffer.alloc(100)], 0), MachineDied);
  assert.ok(machine.isDead);
});

test('kill -9 loses no write, and frees locks', async () => {
  for (let seed = 0; seed < 50; seed++) {
    const { machine } = createSimulation(seed);
    await machine.finish(machine.env.disk.lock('/.lock'));
    const file = await machine.finish(machine.env.disk.openFile('/f', 'create'));
    file.writevSync([Buffer.from('x')], 0);
    const next = machine.kill();
    assert.equal(await next.finish(text(next.env.disk, '/f')), 'x');
    await next.finish(next.env.disk.lock('/.lock'));
  }
});

/** A log of single bytes that numbers its files and keeps the number of the current one in a checkpoint. */
interface Store {
  append(value: number): Promise<void>;
}

type Flaw = 'none' | 'no datasync' | 'no directory sync' | 'checkpoint not synced before rename';

async function openStore(disk: Disk, flaw: Flaw): Promise<Store> {
  let number = Number((await text(disk, '/current')) ?? '0');
  return {
    append: async (value) => {
      number++;
      const file = await disk.openFile(`/${number}`, 'create');
      await file.writev([Buffer.from([value])], 0);
      if (flaw !== 'no datasync') await file.datasync();
      await file.close();
      if (flaw !== 'no directory sync') await disk.syncDirectory('/');
      const checkpoint = await disk.openFile('/current.tmp', 'create');
      await checkpoint.truncate(0);
      await checkpoint.writev([Buffer.from(String(number))], 0);
      if (flaw !== 'checkpoint not synced before rename') await checkpoint.datasync();
      await checkpoint.close();
      await disk.rename('/current.tmp', '/current');
      if (flaw !== 'no directory sync') await disk.syncDirectory('/');
    },
  };
}

/** How many of `runs` crashes lose an acknowledged value. */
async function losses(flaw: Flaw, runs: number): Promise<number> {
  const append = async (machine: Machine, acknowledged: number[]): Promise<void> => {
    const store = await openStore(machine.env.disk, flaw);
    for (let value = 1; value <= 5; value++) {
      await store.append(value);
      acknowledged.push(value);
    }
  };
  let lost = 0;
  for (let seed = 0; seed < runs; seed++) {
    const { machine } = createSimulation(seed);
    const acknowledged: number[] = [];
    machine.disk.faults.crashAt(1 + (seed % 40));
    await machine.finish(append(machine, acknowledged)).catch((error: unknown) => {
      if (!(error instanceof MachineDied)) throw error;
    });
    const next = machine.crash();
    const { disk } = next.env;
    const count = Number(await next.finish(text(disk, '/current')));
    let isLost = count < acknowledged.length;
    for (const value of acknowledged)
      isLost ||= (await next.finish(text(disk, `/${value}`))) !== String.fromCharCode(value);
    if (isLost) lost++;
  }
  return lost;
}

test('a store that syncs as it should loses nothing in 2,000 crashes', async () => {
  assert.equal(await losses('none', 2000), 0);
});

for (const flaw of ['no datasync', 'no directory sync', 'checkpoint not synced before rename'] as const) {
  test(`a store with the flaw "${flaw}" is caught`, async () => {
    assert.ok((await losses(flaw, 400)) > 10);
  });
}
