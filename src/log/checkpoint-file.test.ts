import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isKafkaError } from '#kernel';
import { Simulation } from '#sim';
import {
  readEpochCheckpoint,
  readOffsetCheckpoint,
  writeEpochCheckpoint,
  writeOffsetCheckpoint,
} from './checkpoint-file.ts';

async function write(world: Simulation, path: string, text: string): Promise<void> {
  const file = await world.finish(world.disk.openFile(path, 'create'));
  await world.finish(file.writev([Buffer.from(text)], 0));
}

test('offset checkpoints are written and read as Kafka has them', async () => {
  const world = new Simulation(1);
  const entries = [
    { topic: 'a-b', partition: 3, offset: 42 },
    { topic: 'c', partition: 0, offset: 2 ** 40 },
  ];
  await world.finish(writeOffsetCheckpoint(world.disk, '/offsets', entries));
  const text = (await world.finish(world.disk.readFile('/offsets'))).toString();
  assert.equal(text, '0\n2\na-b 3 42\nc 0 1099511627776\n');
  const offsets = await world.finish(readOffsetCheckpoint(world.disk, '/offsets'));
  assert.deepEqual(
    [...offsets],
    [
      ['a-b-3', 42],
      ['c-0', 1099511627776],
    ],
  );
});

test('epoch checkpoints are written and read as Kafka has them', async () => {
  const world = new Simulation(1);
  const entries = [
    { epoch: 0, startOffset: 0 },
    { epoch: 4, startOffset: 17 },
  ];
  await world.finish(writeEpochCheckpoint(world.disk, '/epochs', entries));
  assert.equal((await world.finish(world.disk.readFile('/epochs'))).toString(), '0\n2\n0 0\n4 17\n');
  assert.deepEqual(await world.finish(readEpochCheckpoint(world.disk, '/epochs')), entries);
});

test('a checkpoint that is missing or empty says nothing', async () => {
  const world = new Simulation(1);
  assert.equal((await world.finish(readOffsetCheckpoint(world.disk, '/none'))).size, 0);
  await write(world, '/empty', '');
  assert.equal((await world.finish(readOffsetCheckpoint(world.disk, '/empty'))).size, 0);
});

for (const [what, text] of [
  ['an unknown version', '1\n0\n'],
  ['fewer entries than announced', '0\n2\nt 0 5\n'],
  ['more entries than announced', '0\n0\nt 0 5\n'],
  ['an entry without an offset', '0\n1\nt 0\n'],
  ['a negative offset', '0\n1\nt 0 -5\n'],
] as const) {
  test(`a checkpoint with ${what} is refused with a sentence that names the file`, async () => {
    const world = new Simulation(1);
    await write(world, '/damaged', text);
    const failure = await world.finish(readOffsetCheckpoint(world.disk, '/damaged')).catch((error: unknown) => error);
    assert.ok(isKafkaError(failure, 'CORRUPT_CHECKPOINT') && failure.message.includes('/damaged'));
  });
}

test('after a power loss a checkpoint holds the old offsets or the new, never a part', async () => {
  for (let point = 1; point < 12; point++) {
    const world = new Simulation(point);
    await world.finish(writeOffsetCheckpoint(world.disk, '/offsets', [{ topic: 't', partition: 0, offset: 1 }]));
    world.disk.faults.crashAt(world.disk.mutations + point);
    const writing = writeOffsetCheckpoint(world.disk, '/offsets', [{ topic: 't', partition: 0, offset: 2 }]);
    const isAnswered = await world.finish(writing).then(
      () => true,
      () => false,
    );
    const machine = world.machine.crash();
    const offset = (await machine.finish(readOffsetCheckpoint(machine.disk, '/offsets'))).get('t-0');
    assert.ok(offset === 2 || (offset === 1 && !isAnswered), `crash point ${point} leaves ${offset}`);
  }
});
