/** Produces for a while with so many calls outstanding; counts what was acknowledged within the time that counts. */
import type { BenchProducer, BenchRecord } from './clients/bench-client.ts';
import { Payload } from './payload.ts';
import type { ProduceRow } from './plan.ts';
import type { Marks, Outcome } from '../load/measured-program.ts';

interface Work {
  readonly row: ProduceRow;
  readonly marks: Marks;
}

export async function produceRow(producer: BenchProducer, { row, marks }: Work): Promise<Outcome> {
  const payload = new Payload(row.recordBytes);
  const latencies: number[] = [];
  let next = 0;
  let acknowledged = 0;
  const state = { isOver: false };
  const record = (): BenchRecord => {
    const number = next++;
    return { key: payload.key(number), value: payload.value(number) };
  };
  const lane = async (): Promise<void> => {
    while (!state.isOver) {
      const sentAt = row.outstanding === 1 ? performance.now() : 0;
      if (row.batchRecords === 1) await producer.send(record());
      else await producer.sendBatch(Array.from({ length: row.batchRecords }, record));
      acknowledged += row.batchRecords;
      if (row.outstanding === 1) latencies.push(performance.now() - sentAt);
    }
  };
  const lanes = Array.from({ length: row.outstanding }, lane);
  const failed = Promise.all(lanes);
  await Promise.race([failed, seconds(row.warmupSeconds)]);
  const before = acknowledged;
  latencies.length = 0;
  marks.begin();
  await Promise.race([failed, seconds(row.seconds)]);
  const records = acknowledged - before;
  const used = marks.end();
  state.isOver = true;
  await failed;
  await producer.close();
  if (next !== acknowledged) throw new Error(`${next} records were sent and ${acknowledged} acknowledged`);
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { records, acknowledged, ...used, ...(row.outstanding === 1 && { p50Ms: at(0.5), p99Ms: at(0.99) }) };
}

function seconds(count: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, count * 1000));
}
