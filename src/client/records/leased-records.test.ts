import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queryObjects } from 'node:v8';
import { CompressionType } from '#protocol';
import { PartitionState } from '../consumer/partition-state.ts';
import { FrameBuffers } from '../network/frame-buffers.ts';
import { ConsumerRecord } from './consumer-record.ts';
import type { FetchedRecords } from './fetched-records.ts';
import { RecordMemory } from './record-memory.ts';
import { batch, fetched, takeAll, texts } from './records.testing.ts';

const HEAP = { youngBytes: (): number => 16 * 1024 * 1024 };
const VALUES = ['a', 'b', 'c'].map((letter) => letter.repeat(1000));

/** What came in a frame that is used again. */
class LeasedFrame {
  readonly #buffers = new FrameBuffers(1024 * 1024);
  readonly #frame: Buffer;
  readonly records: FetchedRecords;

  constructor(options: { memory: RecordMemory | null; compression?: CompressionType }) {
    const bytes = batch({ baseOffset: 0, values: VALUES, key: 'k', ...options });
    this.#frame = this.#buffers.take(Math.max(bytes.length, 4096));
    bytes.copy(this.#frame);
    const lease = this.#buffers.leaseOf(this.#frame);
    this.records = fetched(this.#frame.subarray(0, bytes.length), { lease, memory: options.memory });
  }

  /** Whether it came back, overwritten by then as the next answer would. */
  isBack(): boolean {
    const next = this.#buffers.take(4096);
    next.fill('x');
    return next.buffer === this.#frame.buffer;
  }
}

for (const [name, compression] of Object.entries(CompressionType)) {
  test(`records with memory of their own outlive their frame (${name})`, () => {
    const frame = new LeasedFrame({ memory: new RecordMemory(HEAP), compression });
    const records = takeAll(frame.records, 2);
    const values = records.map(({ value }) => value!);
    assert.equal(frame.records.isLent, false);
    frame.records.release();
    assert.ok(frame.isBack());
    assert.deepEqual(texts(records), VALUES);
    assert.deepEqual(values.map(String), VALUES);
    assert.deepEqual(
      records.map(({ key }) => String(key)),
      ['k', 'k', 'k'],
    );
  });
}

test('lent records lie in their frame, and say so once it was released', () => {
  const frame = new LeasedFrame({ memory: null });
  const records = takeAll(frame.records);
  assert.equal(frame.records.isLent, true);
  assert.deepEqual(texts(records), VALUES);
  frame.records.release();
  assert.ok(frame.isBack());
  assert.throws(() => records[0]!.text(), { code: 'ILLEGAL_STATE' });
});

test('batches share a slab while they fit, and nobody writes to what was copied before', () => {
  const memory = new RecordMemory(HEAP);
  const sizes = [40_000, 20_000, 10_000, 200_000, 30_000];
  const originals = sizes.map((size, index) => Buffer.alloc(size, index));
  const copies = originals.map((bytes) => memory.copy(bytes, 1));
  for (const [index, copy] of copies.entries()) assert.deepEqual(copy, originals[index]);
  const slabs = copies.map(({ buffer }) => buffer);
  assert.equal(slabs[0], slabs[1]);
  assert.notEqual(slabs[1], slabs[2], 'it did not fit any more');
  assert.equal(slabs[3]!.byteLength, 200_000, 'what is larger than a slab has memory of its own');
  assert.equal(slabs[2], slabs[4]);
});

for (const memory of [new RecordMemory(HEAP), null]) {
  const what = memory === null ? 'a frame with lent records is left alone' : 'its frame serves the next answer';
  test(`when a position moves away from what was fetched, ${what}`, () => {
    const frame = new LeasedFrame({ memory });
    const state = new PartitionState({ topic: 'orders', partition: 3 });
    state.moveTo(0);
    state.buffer(frame.records, { offset: 3, epoch: 0, isCutOff: false });
    assert.ok(state.decode(1));
    const record = state.nextRecord()!;
    state.moveTo(100);
    assert.equal(frame.isBack(), memory !== null);
    assert.equal(record.text(), VALUES[0]);
  });

  const when = memory === null ? 'they are processed' : 'they are decoded';
  test(`records walked to their end give their frame back when ${when}`, () => {
    const frame = new LeasedFrame({ memory });
    const state = new PartitionState({ topic: 'orders', partition: 3 });
    state.moveTo(0);
    state.buffer(frame.records, { offset: 3, epoch: 0, isCutOff: false });
    assert.ok(state.decode(10));
    assert.equal(frame.isBack(), memory !== null);
    assert.equal(state.nextRecords(10)!.length, 3);
    state.release();
    assert.equal(frame.isBack(), memory === null, 'once, and at its time');
  });
}

test('records that were processed are let go of while their partition waits for its next turn', () => {
  const state = new PartitionState({ topic: 'orders', partition: 3 });
  state.moveTo(0);
  const alive = (): number => queryObjects(ConsumerRecord, { format: 'count' });
  const before = alive();
  for (const offset of [0, 3]) {
    const bytes = batch({ baseOffset: offset, values: VALUES, key: 'k' });
    state.buffer(fetched(bytes, { fetchOffset: offset }), { offset: offset + 3, epoch: 0, isCutOff: false });
  }
  assert.ok(state.decode(3));
  assert.equal(state.nextRecords(3)!.length, 3);
  assert.equal(alive() - before, 3);
  state.release();
  assert.equal(alive() - before, 0);
  assert.equal(state.position, 3);
  assert.ok(state.decode(3));
  assert.equal(state.nextRecord()!.offset, 3);
});
