import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSimulation, type Simulation } from '#sim';
import { FilePool, SegmentFile } from './segment-file.ts';

/** Uses as many files one after the other, and again. */
async function useFiles(world: Simulation, pool: FilePool, count: number): Promise<number> {
  let mostOpen = 0;
  const files = Array.from({ length: count }, (_, index) => new SegmentFile(pool, `/data/${index}.log`, true));
  const work = async (): Promise<void> => {
    await world.env.disk.makeDirectory('/data');
    for (const file of [...files, ...files]) {
      await (await file.acquire()).writev([Buffer.from('x')], 0);
      file.release();
      mostOpen = Math.max(mostOpen, pool.openCount);
    }
  };
  await world.finish(work());
  return mostOpen;
}

test('more files than the process may have open are used one after the other', async () => {
  const world = createSimulation(1);
  world.disk.faults.maxOpenFiles = 20;
  const mostOpen = await useFiles(world, new FilePool(world.env.disk, 4096), 50);
  assert.ok(mostOpen <= 11, `${mostOpen} were open at a time`);
});

test('files that nobody uses make room where others have taken the rest', async () => {
  const world = createSimulation(2);
  world.disk.faults.maxOpenFiles = 20;
  const pool = new FilePool(world.env.disk, 4096);
  // As if connections came and left eight.
  world.disk.faults.maxOpenFiles = 8;
  assert.ok((await useFiles(world, pool, 30)) <= 8);
});

test('a file that is in use is not closed for another', async () => {
  const world = createSimulation(3);
  world.disk.faults.maxOpenFiles = 1;
  const pool = new FilePool(world.env.disk, 4096);
  const work = async (): Promise<void> => {
    await world.env.disk.makeDirectory('/data');
    const used = await new SegmentFile(pool, '/data/used.log', true).acquire();
    await assert.rejects(new SegmentFile(pool, '/data/other.log', true).acquire(), { code: 'EMFILE' });
    await used.writev([Buffer.from('x')], 0);
  };
  await world.finish(work());
});
