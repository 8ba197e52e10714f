import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { newOffsetFetchRequest, RecordCursor, recordBatch, ZERO_UUID } from '#protocol';
import { MemoryLog } from '../runtime/memory-log.testing.ts';
import { partitionForGroup } from './group-hash.ts';
import { type GroupRecord, GroupRecordSerde } from './group-records.ts';
import { context, GROUP, GroupWorld } from './group-world.testing.ts';
import { KAFKA_SEGMENT } from './kafka-segment.testing.ts';

const serde = new GroupRecordSerde();

interface RawRecord {
  readonly key: Buffer;
  readonly value: Buffer | null;
}

function recordsOf(batches: readonly Buffer[]): RawRecord[] {
  const records: RawRecord[] = [];
  const cursor = new RecordCursor();
  for (const bytes of batches) {
    for (let pos = 0, size; (size = recordBatch.completeSize(bytes, pos, bytes.length)) > 0; pos += size) {
      if (recordBatch.isControlBatch(bytes, pos)) continue;
      cursor.open(bytes, pos, 1 << 20);
      while (cursor.next()) {
        const { key, value } = cursor;
        records.push({ key: Buffer.from(key!), value: value === null ? null : Buffer.from(value) });
      }
    }
  }
  return records;
}

test('records that Kafka wrote are written again byte for byte', () => {
  const records = recordsOf([KAFKA_SEGMENT]);
  assert.ok(records.length > 10);
  for (const { key, value } of records) {
    const record = serde.decode(key, value);
    assert.ok(record !== null);
    assert.deepEqual(Buffer.from(serde.encodeKey(record)), key);
    assert.deepEqual(Buffer.from(serde.encodeValue(record)!), value);
  }
});

test('the life of a classic group leaves the records that Kafka leaves', async () => {
  const world = await GroupWorld.create();
  const [a] = await world.stableGroup(['a']);
  await world.commit(17, { member: a! });
  await a!.leave();
  const ours = recordsOf(world.log.batches).map(shape);
  const theirs = recordsOf([KAFKA_SEGMENT])
    .filter(({ key }) => key.includes('readers') && !key.includes('transactions'))
    .map(shape);
  assert.deepEqual(ours, theirs);
});

/** Type, version of the value, and what does not hang on names and times. */
function shape({ key, value }: RawRecord): unknown[] {
  const record = serde.decode(key, value) as GroupRecord;
  const version = value!.readInt16BE(0);
  if (record.type === 'offset-commit') return [record.type, version, record.value!.offset];
  assert.ok(record.type === 'group-metadata');
  const { protocolType, generation, protocol, leader, members } = record.value!;
  return [record.type, version, protocolType, generation, protocol, leader === null, members.length];
}

test('an offset with an expiry of its own is written as version 1, a deleted one as a tombstone', () => {
  const value = {
    offset: 3,
    leaderEpoch: 7,
    metadata: 'm',
    commitTimestamp: 1000,
    expireTimestamp: 2000,
    topicId: ZERO_UUID,
  };
  const record: GroupRecord = { type: 'offset-commit', groupId: 'g', topic: 't', partition: 1, value };
  const bytes = serde.encodeValue(record)!;
  assert.equal(Buffer.from(bytes).readInt16BE(0), 1);
  assert.deepEqual(serde.decode(serde.encodeKey(record), bytes), {
    ...record,
    value: { ...value, leaderEpoch: -1 },
  });
  const tombstone: GroupRecord = { ...record, value: null };
  assert.equal(serde.encodeValue(tombstone), null);
  assert.deepEqual(serde.decode(serde.encodeKey(tombstone), null), tombstone);
});

test('offsets under the key of before 0.9 are read', () => {
  const record: GroupRecord = { type: 'offset-commit', groupId: 'g', topic: 't', partition: 1, value: null };
  const key = Buffer.from(serde.encodeKey(record));
  key.writeInt16BE(0, 0);
  const value = Buffer.from('00000000000000000005000000000000000003e8', 'hex');
  const decoded = serde.decode(key, value);
  assert.ok(decoded?.type === 'offset-commit');
  assert.equal(decoded.value?.offset, 5);
  assert.equal(decoded.value?.commitTimestamp, 1000);
});

test('records of other types, of versions to come and damaged ones are skipped', () => {
  const record: GroupRecord = { type: 'group-metadata', groupId: 'g', value: null };
  const key = Buffer.from(serde.encodeKey(record));
  assert.equal(serde.decode(key, Buffer.from('00630000', 'hex')), null);
  assert.equal(serde.decode(key, Buffer.from('0003', 'hex')), null);
  assert.equal(serde.decode(key.subarray(0, 3), null), null);
  assert.equal(serde.decode(Buffer.alloc(0), null), null);
  for (let type = 3; type < 30; type++) {
    key.writeInt16BE(type, 0);
    assert.equal(serde.decode(key, Buffer.from('0000', 'hex')), null);
  }
});

function isConsumerGroupRecord(keyType: number): boolean {
  return (keyType >= 3 && keyType <= 8) || keyType === 16;
}

test('every record of a real Kafka, of all kinds of groups, loads without harm', async () => {
  const path = new URL('../../../testdata/vectors/coordinator-records.jsonl.gz', import.meta.url);
  const lines = gunzipSync(readFileSync(path)).toString().trim().split('\n');
  const vectors = lines.map((line) => JSON.parse(line) as { topic: string; id: number; part: string; hex: string });
  const ours = vectors.filter(({ topic }) => topic === '__consumer_offsets');
  // Kinds of groups that are not served leave their records in the log.
  const keys = ours.filter(({ part, id }) => part === 'key' && (id <= 2 || isConsumerGroupRecord(id)));
  let decoded = 0;
  for (const key of keys) {
    for (const value of ours.filter(({ part, id }) => part === 'value' && id === key.id)) {
      const record = serde.decode(Buffer.from(key.hex, 'hex'), Buffer.from(value.hex, 'hex'));
      assert.ok(record !== null, `${key.id} ${key.hex} ${value.hex}`);
      decoded++;
      if (!isConsumerGroupRecord(key.id)) continue;
      assert.equal(Buffer.from(serde.encodeKey(record)).toString('hex'), key.hex);
      assert.equal(Buffer.from(serde.encodeValue(record)!).toString('hex'), value.hex);
    }
  }
  assert.ok(decoded > 50);
});

test('the offsets in a log that Kafka wrote are served, those of committed transactions, too', async () => {
  const world = GroupWorld.unloaded();
  world.topics.add('segments', 2);
  const log = new MemoryLog(world.simulation.env, [KAFKA_SEGMENT]);
  await world.finish(world.coordinator.load(0, log));
  assert.deepEqual(await world.offsets('readers'), [
    {
      name: 'segments',
      partitions: [
        { partitionIndex: 0, committedOffset: 17, committedLeaderEpoch: 0, metadata: 'metadata', errorCode: 0 },
      ],
    },
  ]);
  assert.equal(await world.offset('segments', 1, 'readers-in-transactions'), 9);
  const group = await world.describe('readers');
  assert.deepEqual([group.groupState, group.protocolType], ['Empty', 'consumer']);
});

test('an offset of a transaction that is open is not there yet, and requireStable says that it is coming', async () => {
  const world = GroupWorld.unloaded();
  world.topics.add('segments', 2);
  // All but the last marker.
  const end = KAFKA_SEGMENT.length - recordBatch.LOG_OVERHEAD - 66;
  assert.equal(recordBatch.completeSize(KAFKA_SEGMENT, end, KAFKA_SEGMENT.length), 78);
  const log = new MemoryLog(world.simulation.env, [KAFKA_SEGMENT.subarray(0, end)]);
  await world.finish(world.coordinator.load(0, log));
  assert.equal(await world.offset('segments', 1, 'readers-in-transactions'), 6);
  const topics = [{ name: 'segments', partitionIndexes: [1] }];
  const request = newOffsetFetchRequest({ groupId: 'readers-in-transactions', topics, requireStable: true });
  const response = await world.finish(world.coordinator.offsetFetch(request, context(7)));
  assert.equal(response.topics[0]!.partitions[0]!.errorCode, 88);
});

test('a group id hashes to the partition that Kafka takes', () => {
  const path = new URL('../../../testdata/vectors/grouphash.jsonl.gz', import.meta.url);
  for (const line of gunzipSync(readFileSync(path)).toString().trim().split('\n')) {
    const { id, partitions } = JSON.parse(line) as { id: string; partitions: [number, number][] };
    for (const [count, partition] of partitions) assert.equal(partitionForGroup(id, count), partition, id);
  }
});

test('members go on after a restart: same generation, same assignment, full sessions', async () => {
  const before = await GroupWorld.create();
  const [a, b] = await before.stableGroup(['a', 'b'], { sessionTimeoutMs: 10_000 });
  await before.commit(17, { member: a! });
  await before.advance(8000);
  const world = await before.restart();
  const survivor = world.member('b', { sessionTimeoutMs: 10_000 });
  Object.assign(survivor, { memberId: b!.memberId, generation: b!.generation });
  assert.equal(await world.state(), 'Stable');
  await world.advance(9000);
  assert.equal(await survivor.heartbeat(), 0);
  await world.finish(survivor.sync());
  assert.equal(survivor.assignment, 'b');
  assert.equal(await world.offset(), 17);
  assert.deepEqual(await world.memberIds(GROUP), [a!.memberId, b!.memberId]);
  await world.advance(2000);
  assert.equal(await survivor.heartbeat(), 27);
});

test('a restart in the middle of a rebalance takes the group back to its last stable generation', async () => {
  const before = await GroupWorld.create();
  const [a, b] = await before.stableGroup(['a', 'b']);
  void before.member('c').join();
  await before.advance(100);
  assert.equal(await before.state(), 'PreparingRebalance');
  const world = await before.restart();
  const group = await world.describe();
  assert.equal(group.groupState, 'Stable');
  assert.deepEqual(
    group.members.map(({ memberId }) => memberId),
    [a!.memberId, b!.memberId],
  );
});
