/** From outside, and so alike for all: when results come, and what the process has used by the time of the last one. */
import { setTimeout as delay } from 'node:timers/promises';
import { Wire } from '../client/wire.ts';
import type { ApplicationProcess } from './application-process.ts';
import { type BrokerAddress, endOffsets } from './topics.ts';

const FIRST_POLL_MS = 2;
const POLL_MS = 20;
const FIRST_DEADLINE_MS = 120_000;
/** Who has not told all and tells nothing for so long will tell no more. */
const STALLED_MS = 60_000;

export interface Watched {
  /** By `performance.now()`. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Of the process since its start, at the time of the last result. */
  readonly cpuSeconds: number;
  /** Where the topic ends, all partitions together. */
  readonly end: number;
}

export interface WatchOptions {
  readonly address: BrokerAddress;
  readonly out: string;
  /** Where the topic ended when what is watched began. */
  readonly from?: number;
  /** So many will come at least: whoever pauses before is not at the end. */
  readonly atLeast?: number;
  readonly quietMs: number;
}

/** Resolves when results have come and then none any more for `quietMs`; under exactly once those that are committed count. */
export async function watchResults(
  application: ApplicationProcess,
  { address, out, from = 0, atLeast = 0, quietMs }: WatchOptions,
): Promise<Watched> {
  const wire = await Wire.open(address.bootstrap);
  const begunAt = performance.now();
  let seen = from;
  let firstAt = 0;
  let lastAt = 0;
  let cpuSeconds = 0;
  for (;;) {
    const count = sum(await endOffsets(wire, out));
    const now = performance.now();
    application.check();
    if (count > seen) {
      firstAt = seen === from ? now : firstAt;
      lastAt = now;
      cpuSeconds = application.cpuSeconds;
      seen = count;
    } else if (seen > from && now - lastAt > (seen - from < atLeast ? STALLED_MS : quietMs)) break;
    else if (seen === from && now - begunAt > FIRST_DEADLINE_MS) throw new Error(`no results in ${out}`);
    await delay(seen === from ? FIRST_POLL_MS : POLL_MS);
  }
  wire.close();
  return { firstAt, lastAt, cpuSeconds, end: seen };
}

function sum(offsets: readonly number[]): number {
  return offsets.reduce((all, offset) => all + offset, 0);
}
