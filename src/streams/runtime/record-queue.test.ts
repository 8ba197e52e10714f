/** Records of one partition wait in order, however many there are. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { long, string } from '#serde';
import type { PlanSource } from '../plan/plan-nodes.ts';
import { Node } from './node.ts';
import { RecordContext } from './record-context.ts';
import { RecordQueue } from './record-queue.ts';
import { SourceNode } from './source-node.ts';

const PLAN: PlanSource = {
  kind: 'source',
  name: 'source',
  topics: ['in'],
  keySerde: string(),
  valueSerde: long(),
  timestampExtractor: null,
  offsetReset: null,
};

class Reader extends Node {
  override readonly readsValues: boolean;

  constructor(readsValues: boolean) {
    super();
    this.readsValues = readsValues;
  }

  process(): void {
    // What it gets is of no interest here.
  }
}

/** `readers`: whether each of the nodes behind the source looks at values. */
function queueOf(
  plan: Partial<PlanSource> = {},
  readers: readonly boolean[] = [true],
): { queue: RecordQueue; dropped: string[] } {
  const dropped: string[] = [];
  const source = new SourceNode();
  source.children.push(...readers.map((readsValues) => new Reader(readsValues)));
  const onDropped = (reason: string): void => void dropped.push(reason);
  const options = { plan: { ...PLAN, ...plan }, topic: 'in', partition: 3, source, onDropped };
  return { queue: new RecordQueue(options), dropped };
}

function raw(offset: number): Parameters<RecordQueue['add']>[0] {
  const place = { topic: 'in', partition: 3, offset, timestamp: 1000 + offset, headers: [] };
  return { ...place, key: Buffer.from(`k${offset}`), value: long().serialize('in', offset) };
}

/** As a task takes a record. */
function read(queue: RecordQueue, record: RecordContext): readonly [key: unknown, value: unknown] {
  queue.take(record);
  const key = queue.readKey(record);
  const value = queue.readValue(record);
  queue.countTaken(record);
  return [key, value];
}

test('records come out as they went in, also where the ring grows after it has turned', () => {
  for (const timestampExtractor of [null, ({ timestamp }: { timestamp: number }): number => timestamp]) {
    const { queue } = queueOf({ timestampExtractor });
    const record = new RecordContext();
    let added = 0;
    let taken = 0;
    for (const batch of [40, 60, 300, 700]) {
      for (let i = 0; i < batch; i++) queue.add(raw(added++));
      while (queue.size > batch / 3) {
        assert.equal(queue.nextOffset, taken);
        assert.deepEqual([...read(queue, record), record.offset], [`k${taken}`, taken, taken]);
        assert.deepEqual([record.topic, record.partition, record.timestamp], ['in', 3, 1000 + taken]);
        assert.equal(String(record.source!.key), `k${taken}`);
        taken++;
      }
    }
    assert.equal(queue.size, added - taken);
  }
});

test('a record by its place is that of the bytes between, and null is null', () => {
  const { queue } = queueOf({ valueSerde: string() });
  const bytes = Buffer.from('..key..value..');
  const where = { bytes, offset: 5, timestamp: 9, headers: [] };
  queue.addAt({ ...where, keyStart: 2, keyEnd: 5, valueStart: 7, valueEnd: 12 });
  queue.addAt({ ...where, offset: 6, keyStart: -1, keyEnd: 0, valueStart: -1, valueEnd: 0 });
  const record = new RecordContext();
  assert.deepEqual(read(queue, record), ['key', 'value']);
  assert.equal(String(record.source!.value), 'value');
  assert.deepEqual([...read(queue, record), record.source], [null, null, { key: null, value: null }]);
  assert.deepEqual([queue.consumed.total, queue.bytesConsumed], [2, 2 * (20 + 'in'.length) + 'keyvalue'.length]);
});

test('values that nobody looks at are not read where that cannot fail, and null is null all the same', () => {
  const values = (valueSerde: PlanSource['valueSerde'], readers: readonly boolean[]): unknown[] => {
    const { queue } = queueOf({ valueSerde }, readers);
    const record = new RecordContext();
    return [Buffer.from('value'), null].map((value, offset) => {
      queue.add({ ...raw(offset), value });
      return read(queue, record)[1];
    });
  };
  const [unread, nothing] = values(string(), [false, false]);
  assert.deepEqual([typeof unread, nothing], ['object', null]);
  assert.deepEqual(values(string(), [false, true]), ['value', null]);
  assert.throws(() => values(long(), [false]), { code: 'CORRUPT_PAYLOAD' });
});

test('a record that cannot be read fails in its turn, and the next one is read', () => {
  const { queue } = queueOf();
  queue.add({ ...raw(0), value: Buffer.from('short') });
  queue.add(raw(1));
  const record = new RecordContext();
  assert.throws(() => read(queue, record), /a long takes 8 bytes, not 5/);
  assert.deepEqual(read(queue, record), ['k1', 1]);
});

test('a record with a negative time is dropped, and reading goes on behind it', () => {
  const { queue, dropped } = queueOf();
  queue.add({ ...raw(0), timestamp: -1 });
  assert.deepEqual([queue.size, queue.nextOffset, dropped], [0, 1, ['negative timestamp']]);
});
