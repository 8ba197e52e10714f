import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LONG_MAX } from '#kernel';
import { logConfigFrom, maxSegmentMs } from './log-config.ts';
import { topicConfigTable } from './topic-config.ts';

test('the defaults are those of Kafka 4.3', () => {
  const { values } = topicConfigTable.parse({});
  assert.deepEqual(values.cleanupPolicy, ['delete']);
  assert.deepEqual(
    [values.retentionMs, values.retentionBytes, values.segmentBytes, values.segmentMs, values.maxMessageBytes],
    [604800000, -1, 1073741824, 604800000, 1048588],
  );
  assert.deepEqual(
    [values.flushMessages, values.messageTimestampBeforeMaxMs, values.messageTimestampAfterMaxMs],
    [LONG_MAX, LONG_MAX, 3600000],
  );
  assert.equal(values.flushAck, 'fsync');
});

test('every topic config of Kafka 4.3 is known', () => {
  const names = `cleanup.policy compression.gzip.level compression.lz4.level compression.type compression.zstd.level
    delete.retention.ms file.delete.delay.ms flush.messages flush.ms follower.replication.throttled.replicas
    index.interval.bytes leader.replication.throttled.replicas local.retention.bytes local.retention.ms
    max.compaction.lag.ms max.message.bytes message.timestamp.after.max.ms message.timestamp.before.max.ms
    message.timestamp.type min.cleanable.dirty.ratio min.compaction.lag.ms min.insync.replicas preallocate
    remote.log.copy.disable remote.log.delete.on.disable remote.storage.enable retention.bytes retention.ms segment.bytes
    segment.index.bytes segment.jitter.ms segment.ms unclean.leader.election.enable`;
  for (const name of names.split(/\s+/)) assert.ok(topicConfigTable.has(name), name);
});

test('values that Kafka refuses are refused', () => {
  for (const [name, value] of [
    ['segment.bytes', '1048575'],
    ['retention.ms', '-2'],
    ['cleanup.policy', 'remove'],
    ['compression.gzip.level', '0'],
    ['min.cleanable.dirty.ratio', '1.1'],
    ['max.compaction.lag.ms', '0'],
    ['message.timestamp.type', 'Never'],
  ] as const) {
    assert.equal(topicConfigTable.parse({ [name]: value }).problems.length, 1, name);
  }
});

test('internal.segment.bytes makes segments smaller than segment.bytes allows', () => {
  assert.equal(logConfigFrom(topicConfigTable.parse({ 'internal.segment.bytes': '500' }).values).segmentBytes, 500);
});

test('the cleanup policies may be combined, and none given', () => {
  const of = (policy: string): boolean[] => {
    const config = logConfigFrom(topicConfigTable.parse({ 'cleanup.policy': policy }).values);
    return [config.compact, config.delete];
  };
  assert.deepEqual(
    [of('compact,delete'), of('compact'), of('')],
    [
      [true, true],
      [true, false],
      [false, false],
    ],
  );
});

test('a compacted log rolls in time for its longest compaction lag', () => {
  const raw = { 'cleanup.policy': 'compact', 'max.compaction.lag.ms': '1000', 'segment.ms': '5000' };
  assert.equal(maxSegmentMs(logConfigFrom(topicConfigTable.parse(raw).values)), 1000);
  const { values } = topicConfigTable.parse({ ...raw, 'cleanup.policy': 'delete' });
  assert.equal(maxSegmentMs(logConfigFrom(values)), 5000);
});
