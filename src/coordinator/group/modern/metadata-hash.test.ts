import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuidFromBytes } from '#protocol';
import { groupMetadataHash, topicHash } from './metadata-hash.ts';

test("a topic's hash is Kafka's", () => {
  const topicId = uuidFromBytes(Buffer.from('0102030405060708fffffffffffffffe', 'hex'));
  // As hash4j, which Kafka uses, makes it of the same fields.
  assert.equal(topicHash({ topicId, name: 'ordersé', partitionRacks: [['r1'], []] }), 6667390204696563334n);
});

test("a group's hash is Kafka's: over the topics in the order of their names, 0 for none", () => {
  const hashes = new Map([
    ['b', 5n],
    ['a', -7n],
  ]);
  const directory = { topicHash: (name: string): bigint | null => hashes.get(name) ?? null };
  assert.equal(groupMetadataHash(['b', 'a'], directory), -8589419398681722680n);
  assert.equal(groupMetadataHash([], directory), 0n);
});
