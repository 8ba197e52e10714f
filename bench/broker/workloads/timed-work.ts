/** Work that goes on in lanes for a while, of which a stretch in the middle counts. */
import type { Marks, Outcome } from '../../load/measured-program.ts';
import type { WorkloadSizes } from '../plan.ts';

export interface Tally {
  /** Records acknowledged. */
  acknowledged: number;
  /** Lanes end after what they are at. */
  isOver: boolean;
  /** Milliseconds of single calls, where the row is about them. */
  readonly latencies: number[];
}

export async function timedWork(
  { warmupSeconds, seconds }: WorkloadSizes,
  marks: Marks,
  start: (tally: Tally) => Promise<unknown>,
): Promise<Outcome> {
  const tally: Tally = { acknowledged: 0, isOver: false, latencies: [] };
  const lanes = start(tally);
  await Promise.race([lanes, pause(warmupSeconds)]);
  const before = tally.acknowledged;
  tally.latencies.length = 0;
  marks.begin();
  await Promise.race([lanes, pause(seconds)]);
  const records = tally.acknowledged - before;
  const used = marks.end();
  const sorted = tally.latencies.toSorted((a, b) => a - b);
  tally.isOver = true;
  await lanes;
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  const percentiles = sorted.length > 0 ? { p50Ms: at(0.5), p99Ms: at(0.99) } : {};
  return { records, acknowledged: tally.acknowledged, ...used, ...percentiles };
}

export function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, seconds * 1000));
}
