import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { test } from 'node:test';
import { CompressionType, RecordBatchBuilder } from '#protocol';
import { ClientError } from '../errors.ts';
import type { ConsumerRecord } from './consumer-record.ts';
import { jsonDeserializer, stringDeserializer } from './serializers.ts';
import { batch, fetched, takeAll, TIMESTAMP } from './records.testing.ts';

function withHeaders(): ConsumerRecord {
  const builder = new RecordBatchBuilder({});
  builder.append(TIMESTAMP, Buffer.from('before'), Buffer.from('x'.repeat(50)));
  builder.append(TIMESTAMP - 5, Buffer.from('k'), Buffer.from('{"n":1}'), [
    { key: 'tag', value: Buffer.from('a') },
    { key: 'tag', value: null },
  ]);
  const records = takeAll(fetched(builder.build({ baseOffset: 40, partitionLeaderEpoch: 7 })));
  return records[1]!;
}

function describe(record: ConsumerRecord): unknown {
  const { topic, partition, offset, timestamp, timestampType, leaderEpoch, deliveryCount } = record;
  const fields = { topic, partition, offset, timestamp, timestampType, leaderEpoch, deliveryCount };
  return { ...fields, key: record.key?.toString(), value: record.value?.toString(), headers: [...record.headers] };
}

test('a record tells what was produced, and who appended it', () => {
  const record = withHeaders();
  assert.deepEqual(describe(record), {
    topic: 'orders',
    partition: 3,
    offset: 41,
    timestamp: TIMESTAMP - 5,
    timestampType: 'create',
    leaderEpoch: 7,
    deliveryCount: 0,
    key: 'k',
    value: '{"n":1}',
    headers: [
      ['tag', Buffer.from('a')],
      ['tag', null],
    ],
  });
  assert.deepEqual(record.json(), { n: 1 });
  assert.equal(record.byteLength, 8);
});

test('a detached record is the same on bytes of its own', () => {
  const record = withHeaders();
  record.deliveryCount = 2;
  const copy = record.detach();
  assert.deepEqual(describe(copy), describe(record));
  assert.notEqual(copy.valueBytes!.buffer, record.valueBytes!.buffer);
  const [empty] = takeAll(fetched(batch({ baseOffset: 0, values: [null] })));
  const bare = empty!.detach();
  assert.deepEqual([bare.key, bare.value, bare.headers.size], [null, null, 0]);
});

test('null keys and values stay null, and are not handed to deserializers', () => {
  const refuse = (): never => assert.fail('called');
  const [record] = takeAll(
    fetched(batch({ baseOffset: 0, values: [null] }), { keyDeserializer: refuse, valueDeserializer: refuse }),
  );
  assert.deepEqual([record!.key, record!.value, record!.text(), record!.json()], [null, null, null, null]);
});

test('deserializers are told what they read, and may look at the headers', () => {
  const seen: unknown[] = [];
  const builder = new RecordBatchBuilder({});
  builder.append(TIMESTAMP, Buffer.from('k'), Buffer.from('[1]'), [{ key: 'type', value: Buffer.from('list') }]);
  const [record] = takeAll(
    fetched(builder.build({}), {
      keyDeserializer: stringDeserializer,
      valueDeserializer: (bytes, context) => {
        seen.push(context.topic, context.isKey, context.headers().text('type'));
        return jsonDeserializer<number[]>()(bytes, context);
      },
    }),
  );
  assert.deepEqual([record!.key, record!.value], ['k', [1]]);
  assert.deepEqual(seen, ['orders', false, 'list']);
});

test('a deserializer that throws fails with the name of the record, and the bytes are still to be had', () => {
  const cause = new Error('no such schema');
  const [record] = takeAll(
    fetched(batch({ baseOffset: 12, values: ['x'] }), {
      valueDeserializer: () => {
        throw cause;
      },
    }),
  );
  assert.throws(
    () => record!.value,
    (error: unknown) =>
      error instanceof ClientError &&
      error.code === 'DESERIALIZATION_FAILED' &&
      error.message.includes('offset 12 of orders-3') &&
      error.cause === cause &&
      error.topic === 'orders' &&
      error.partition === 3,
  );
  assert.throws(() => record!.json(), { code: 'DESERIALIZATION_FAILED' });
  assert.equal(record!.valueBytes!.toString(), 'x');
});

test('with log append time all records have the time of the batch', () => {
  const records = takeAll(fetched(batch({ baseOffset: 0, values: ['a', 'b'], logAppendTime: 99 })));
  assert.deepEqual(
    records.map(({ timestamp, timestampType }) => [timestamp, timestampType]),
    [
      [99, 'append'],
      [99, 'append'],
    ],
  );
});

test('records of compressed batches are views of what they decompressed to', () => {
  for (const compression of Object.values(CompressionType)) {
    const values = ['one', null, 'three'];
    const records = takeAll(fetched(batch({ baseOffset: 5, values, key: 'k', compression })));
    assert.deepEqual(
      records.map((record) => [record.offset, record.key?.toString(), record.text()]),
      values.map((value, index) => [5 + index, 'k', value]),
    );
    assert.ok(Buffer.isBuffer(records[0]!.value));
  }
});

test('a record shows what it is when it is printed', () => {
  const record = withHeaders();
  assert.match(inspect(record), /orders.*41.*"?\{"n":1\}/s);
  assert.equal((JSON.parse(JSON.stringify(record)) as { value: string }).value, '{"n":1}');
});
