/**
 * The world as Samsa sees it. Whatever is stateful takes one `Env`, and touches time, chance, files, sockets and
 * threads only through it, so that a broker runs the same in a real process and in a simulated world with a seed.
 */
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import type { Disk } from './disk.ts';
import type { Heap } from './heap.ts';
import type { Logger } from './logger.ts';
import type { Network } from './network.ts';
import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';

export interface Env {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly disk: Disk;
  readonly network: Network;
  readonly codec: Codec;
  readonly heap: Heap;
  readonly logger: Logger;
  /** Stops the process at once, without another write: for a failed fsync and whatever else must not be survived. */
  halt(reason: string, cause?: unknown): never;
}
