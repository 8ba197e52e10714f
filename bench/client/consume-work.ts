/** Reads a topic that is there already from its start to its end; the first tenth does not count. */
import type { BenchClient } from './clients/bench-client.ts';
import { Seen, xorBelow } from './payload.ts';
import type { ConsumeRow } from './plan.ts';
import type { Marks, Outcome } from '../load/measured-program.ts';

interface Work {
  readonly row: ConsumeRow;
  readonly topic: string;
  readonly marks: Marks;
}

export async function consumeRow(client: BenchClient, { row, topic, marks }: Work): Promise<Outcome> {
  const seen = new Seen();
  const warmup = Math.floor(row.records / 10);
  let used: ReturnType<Marks['end']> | null = null;
  await client.consume(topic, row.by, (partition, value) => {
    seen.take(partition, value, true);
    if (seen.count === warmup) marks.begin();
    if (seen.count < row.records) return false;
    used ??= marks.end();
    return true;
  });
  if (used === null || seen.count !== row.records) throw new Error(`${seen.count} of ${row.records} records came`);
  if (seen.xor !== xorBelow(row.records)) throw new Error('the records that came are not those that were sent');
  return { records: row.records - warmup, ...(used as ReturnType<Marks['end']>) };
}
