/**
 * The limit of the broker and the socket: requests of the shape that a client would send, encoded once and sent again and
 * again, answers hardly looked at. No client: no keys are hashed, nothing is retried, nothing is handed out record by record.
 */
import { recordBatch } from '../../../src/protocol/index.ts';
import { Headway } from '../headway.ts';
import { buildBatches, checkPartitions, FETCH, fetchMessage, PRODUCE, produceMessage } from '../wire-topic.ts';
import { Payload } from '../payload.ts';
import { PARTITIONS } from '../plan.ts';
import type { ConsumeRow, ProduceRow } from '../plan.ts';
import { Wire } from '../wire.ts';
import type { Marks, Outcome } from '../../load/measured-program.ts';

/** As a client with up to five requests in flight keeps them; together they hold what the row has outstanding. */
const REQUESTS_IN_FLIGHT = 5;

export async function probeProduce(
  bootstrap: string,
  topic: string,
  { row, marks }: { row: ProduceRow; marks: Marks },
): Promise<Outcome> {
  const wire = await Wire.open(bootstrap);
  const records = Math.ceil((row.outstanding * row.batchRecords) / REQUESTS_IN_FLIGHT);
  const { batches } = buildBatches(new Payload(row.recordBytes), 0, records, Infinity);
  const perRequest = batches.reduce(
    (sum, batch) => sum + (batch === undefined ? 0 : recordBatch.recordsCount(batch, 0)),
    0,
  );
  const frame = wire.encode(PRODUCE, produceMessage(topic, batches));
  const latencies: number[] = [];
  let count = 0;
  const state = { isOver: false };
  const lane = async (): Promise<void> => {
    while (!state.isOver) {
      const sentAt = performance.now();
      const { responses } = wire.decode(PRODUCE, await wire.exchange(frame));
      checkPartitions(responses[0]?.partitionResponses);
      count += perRequest;
      if (row.outstanding === 1) latencies.push(performance.now() - sentAt);
    }
  };
  const lanes = Promise.all(Array.from({ length: row.outstanding === 1 ? 1 : REQUESTS_IN_FLIGHT }, lane));
  await Promise.race([lanes, seconds(row.warmupSeconds)]);
  const before = count;
  latencies.length = 0;
  marks.begin();
  await Promise.race([lanes, seconds(row.seconds)]);
  const produced = count - before;
  const used = marks.end();
  state.isOver = true;
  await lanes;
  wire.close();
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { records: produced, ...used, ...(row.outstanding === 1 && { p50Ms: at(0.5), p99Ms: at(0.99) }) };
}

/** Fetches, and steps from batch to batch by their headers. */
export async function probeConsume(
  bootstrap: string,
  topic: string,
  { row, marks }: { row: ConsumeRow; marks: Marks },
): Promise<Outcome> {
  const wire = await Wire.open(bootstrap);
  const offsets = Array.from({ length: PARTITIONS }, () => 0);
  const warmup = Math.floor(row.records / 10);
  let count = 0;
  let counted = 0;
  const headway = new Headway();
  while (count < row.records) {
    headway.check(() => `${count} of ${row.records} records of ${topic} were read, up to ${offsets.join()}`);
    const { responses } = await wire.call(FETCH, fetchMessage(topic, offsets));
    for (const { partitionIndex, records } of responses[0]?.partitions ?? []) {
      const bytes = records instanceof Uint8Array ? records : Buffer.concat([...(records ?? [])]);
      for (
        let at = 0;
        recordBatch.completeSize(bytes, at, bytes.length) > 0;
        at += recordBatch.sizeInBytes(bytes, at)
      ) {
        count += recordBatch.recordsCount(bytes, at);
        offsets[partitionIndex] = recordBatch.nextOffset(bytes, at);
        headway.made();
      }
    }
    if (counted > 0 || count < warmup) continue;
    counted = count;
    marks.begin();
  }
  const used = marks.end();
  wire.close();
  return { records: count - counted, ...used };
}

function seconds(count: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, count * 1000));
}
