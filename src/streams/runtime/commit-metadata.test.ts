import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeCommitMetadata, encodeCommitMetadata } from './commit-metadata.ts';

test('a partition time stands with its offset as Kafka Streams writes it', () => {
  const text = encodeCommitMetadata({ partitionTime: 1000, remembered: new Map() });
  assert.equal(text, 'AgAAAAAAAAPo');
  assert.deepEqual(decodeCommitMetadata(text), { partitionTime: 1000, remembered: new Map() });
});

test('what nodes remember comes back', () => {
  const remembered = new Map([
    ['counts', 86_400_000],
    ['größe', -1],
  ]);
  assert.deepEqual(decodeCommitMetadata(encodeCommitMetadata({ partitionTime: -1, remembered })), {
    partitionTime: -1,
    remembered,
  });
});

test('texts of version 1, of others and damaged ones say as much as is in them', () => {
  assert.equal(decodeCommitMetadata('AQAAAAAAAAPo').partitionTime, 1000);
  const nothing = { partitionTime: -1, remembered: new Map() };
  for (const text of ['', 'x', 'somebody else', 'CQAAAAAAAAPo']) assert.deepEqual(decodeCommitMetadata(text), nothing);
  const whole = encodeCommitMetadata({ partitionTime: 7, remembered: new Map([['counts', 9]]) });
  const cut = Buffer.from(whole, 'base64').subarray(0, -1).toString('base64');
  assert.deepEqual(decodeCommitMetadata(cut), { partitionTime: 7, remembered: new Map() });
});
