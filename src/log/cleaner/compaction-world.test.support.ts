/** A log that is compacted on request, in a simulated world, with producers and transactions to write it. */
import { recordBatch, RecordBatchBuilder, RecordCursor, type RecordBatchFields } from '#protocol';
import type { AppendResult } from '../index.ts';
import { batchOf, type TestRecord, TestWorld, type TestWorldOptions } from '../log.test.support.ts';

export interface SeenRecord {
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly timestamp: number;
}

export interface SeenBatch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly isControl: boolean;
  readonly producerId: number;
  readonly hasDeleteHorizon: boolean;
  readonly records: readonly SeenRecord[];
}

const COMPACTED = { 'cleanup.policy': 'compact', 'internal.segment.bytes': '600', 'file.delete.delay.ms': '0' };

export async function openCompacted(options: TestWorldOptions = {}): Promise<TestWorld> {
  // Nothing by itself: the tests say when.
  const settings = { cleaner: { ...QUIET, ...options.settings?.cleaner } };
  return TestWorld.open({ ...options, settings, config: { ...COMPACTED, ...options.config } });
}

export const QUIET = {
  isEnabled: false,
  workers: 1,
  backoffMs: 15_000,
  dedupeBufferBytes: 1 << 20,
  loadFactor: 0.9,
  maxBytesPerSecond: Infinity,
};

/** Appends one batch and waits until it is durable. */
export async function put(
  world: TestWorld,
  records: readonly (TestRecord | readonly [key: string, value: string | null])[],
  fields: RecordBatchFields = {},
): Promise<AppendResult> {
  const timestamp = world.simulation.now();
  const all = records.map((record) =>
    'length' in record ? { key: record[0], value: record[1], timestamp } : { timestamp, ...record },
  );
  const result = world.append(batchOf(all, fields), { isTransactionVerified: fields.transactional === true });
  await world.settle();
  return result;
}

/** Ends a producer's transaction. */
export async function endTransaction(world: TestWorld, producerId: number, isCommit: boolean): Promise<void> {
  const builder = new RecordBatchBuilder();
  const key = Buffer.from([0, 0, 0, isCommit ? 1 : 0]);
  builder.append(world.simulation.now(), key, Buffer.from([0, 0, 0, 0, 0, 0]));
  const marker = builder.build({ producerId, producerEpoch: 0, control: true, transactional: true });
  world.append(marker, { origin: 'coordinator' });
  await world.settle();
}

/** Begins a new segment, so that what is there may be compacted. */
export async function roll(world: TestWorld): Promise<void> {
  if (world.log.segments.active.size > 0) world.log.roll(world.simulation.now());
  await world.settle();
}

/** Compacts until nothing is due. */
export async function compact(world: TestWorld): Promise<void> {
  while (await world.finish(world.manager.cleaner.cleanFilthiest()));
  await world.settle();
}

/** All batches of the log's files, as a fetch would get them. */
export async function batches(world: TestWorld): Promise<SeenBatch[]> {
  const found: SeenBatch[] = [];
  const cursor = new RecordCursor();
  const upperBound = world.log.highWatermark;
  for (let offset = world.log.logStartOffset; offset < upperBound;) {
    const read = await world.finish(world.log.read({ offset, maxBytes: 1000, upperBound, minOneBatch: true }));
    if (read.records.length === 0) break;
    for (const bytes of read.records) {
      for (let at = 0; at < bytes.length; at += recordBatch.sizeInBytes(bytes, at)) {
        found.push(seen(bytes, at, cursor));
      }
    }
    offset = read.endOffset;
  }
  return found;
}

function seen(bytes: Buffer, at: number, cursor: RecordCursor): SeenBatch {
  const records: SeenRecord[] = [];
  if (!recordBatch.isChecksumValid(bytes, at))
    throw new Error(`batch ${recordBatch.baseOffset(bytes, at)} is not sound`);
  cursor.open(bytes, at, 1e7);
  while (cursor.next()) {
    const { offset, key, value, timestamp } = cursor;
    records.push({ offset, key: textOf(key), value: textOf(value), timestamp });
  }
  return {
    baseOffset: recordBatch.baseOffset(bytes, at),
    lastOffset: recordBatch.lastOffset(bytes, at),
    isControl: recordBatch.isControlBatch(bytes, at),
    producerId: recordBatch.producerId(bytes, at),
    hasDeleteHorizon: recordBatch.hasDeleteHorizon(bytes, at),
    records,
  };
}

function textOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString();
}

/** `offset key=value` of all records that are data. */
export async function contents(world: TestWorld): Promise<string[]> {
  const data = (await batches(world)).filter(({ isControl }) => !isControl);
  return data.flatMap(({ records }) => records.map(({ offset, key, value }) => `${offset} ${key}=${value ?? ''}`));
}
