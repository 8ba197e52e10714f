/** A disk in memory, with a page cache that a power cut takes: the simulation's, on the turns of the real event loop. */
import { SeededRandom, SimulatedDisk, type Volume } from '#sim';
import type { Env } from '#kernel';
import type { Gate } from './gate.ts';

export interface MemoryDiskOptions {
  readonly volume: Volume;
  readonly gate: Gate;
  readonly env: Pick<Env, 'random'>;
  nowMs(): number;
}

export function createMemoryDisk({ volume, gate, env, nowMs }: MemoryDiskOptions): SimulatedDisk {
  const disk = new SimulatedDisk(volume, {
    random: new SeededRandom(Buffer.from(env.random.bytes(4)).readUInt32BE(0)),
    nowMs,
    get isDead() {
      return gate.isGone;
    },
    schedule: (_delayMs, task) => queueMicrotask(() => gate.run(task)),
    die: () => gate.remove(),
  });
  disk.faults.latencyMs = () => 0;
  return disk;
}
