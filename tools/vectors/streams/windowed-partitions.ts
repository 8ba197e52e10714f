/** To which partitions a topology's topic of windowed keys is written. */
import assert from 'node:assert/strict';
import { string } from '#serde';
import { sessionWindowed, timeWindowed, Topology } from '#streams';

export interface PartitionsQuestion {
  /** Keys of sessions, and not of windows of one size. */
  readonly session: boolean;
  readonly windows: readonly (readonly [key: string, start: number, end: number])[];
  /** Of partitions: one list of answers for each. */
  readonly counts: readonly number[];
}

export const WINDOW_SIZE_MS = 10;

export function windowedPartitions({ session, windows, counts }: PartitionsQuestion): unknown[][] {
  const key = session ? sessionWindowed(string()) : timeWindowed(string(), WINDOW_SIZE_MS);
  const topology = new Topology('partitions');
  topology.stream('in', { key, value: string() }).to('out', { name: 'out' });
  const sink = topology.build().nodes.get('out');
  assert.ok(sink?.kind === 'sink' && sink.partitioner !== null);
  const { partitioner } = sink;
  return counts.map((count) =>
    windows.map(([of, start, end]) => partitioner('out', { key: of, start, end }, '', count)),
  );
}
