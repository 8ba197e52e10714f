/** Foreign-key joins: the bytes that Kafka Streams 4.3.1 writes for the same records, and answers that come too late. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NodeContext } from '../../runtime/node-context.ts';
import { string } from '#serde';
import { Topology } from '../../dsl/topology.ts';
import { TopologyTestDriver } from '../../testing/topology-test-driver.ts';
import { murmur3 } from './murmur3.ts';
import { ResolverNode } from './left-side.ts';

const TEXTS = { key: string(), value: string() };

function driver(isLeft: boolean): TopologyTestDriver {
  const topology = new Topology('app', { naming: 'java' });
  const left = topology.table('L', TEXTS);
  const right = topology.table('R', TEXTS);
  const foreignKey = (value: string): string | null => (value.startsWith('~') ? null : value.split(':', 1)[0]!);
  const joiner = (one: string, other: string | null): string => `${one}-${other}`;
  const joined = isLeft
    ? left.leftJoinByForeignKey(right, foreignKey, joiner, TEXTS)
    : left.joinByForeignKey(right, foreignKey, joiner, TEXTS);
  joined.toStream().to('out', { key: string(), value: string() as never });
  return new TopologyTestDriver(topology.build());
}

function pipe(
  to: TopologyTestDriver,
  topic: string,
  ...[key, value, timestamp]: [string, string | null, number]
): void {
  to.pipe(topic, { key: Buffer.from(key), value: value === null ? null : Buffer.from(value), timestamp });
}

function hex(from: TopologyTestDriver, topic: string): string[] {
  const text = (bytes: Uint8Array | null): string => (bytes === null ? 'null' : Buffer.from(bytes).toString('hex'));
  return from.take(topic).map(({ key, value, timestamp }) => `${text(key)} ${text(value)} @${timestamp}`);
}

function results(from: TopologyTestDriver): string[] {
  const text = (bytes: Uint8Array | null): string => (bytes === null ? 'null' : Buffer.from(bytes).toString());
  return from.take('out').map(({ key, value, timestamp }) => `${text(key)}=${text(value)}@${timestamp}`);
}

test('hashes are those of Kafka: of nothing, of less than a block, of blocks and what is left over', () => {
  const hashes: [string, string][] = [
    ['', '9d2764a018e329428c3cf3b035938518'],
    ['a', '3361634e7e0f5188e9c7dda24eae326b'],
    ['0123456789abcdef', '1a6e941ec6a76967d7d82808f505d6b1'],
    ['0123456789abcdef0', '85e3069a748c16b6bc8c0a283538abb8'],
    ['the quick brown fox jumps over the lazy dog, twice', 'dbfcdd3b2b031b9253c38d9ea214166b'],
  ];
  for (const [text, hash] of hashes) assert.equal(murmur3(Buffer.from(text)).toString('hex'), hash, text);
  const bytes = Buffer.from(Array.from({ length: 37 }, (_, index) => (200 + index * 7) & 0xff));
  assert.equal(murmur3(bytes).toString('hex'), 'e9512ce4d199735b8c104e03677ef92d');
});

test('subscriptions, answers and the changelog of subscriptions have the bytes of Kafka', () => {
  using left = driver(true);
  pipe(left, 'R', 'x', 'right', 5);
  pipe(left, 'L', 'k', 'x:1', 10);
  pipe(left, 'L', 'k', 'y:2', 20);
  pipe(left, 'L', 'k', '~none', 30);
  pipe(left, 'L', 'k', null, 40);
  pipe(left, 'L', 'm', 'x:3', 41);
  pipe(left, 'R', 'x', null, 50);
  assert.deepEqual(hex(left, 'app-KTABLE-FK-JOIN-SUBSCRIPTION-REGISTRATION-0000000006-topic'), [
    '78 0102eb7338b21bf4bda520c874e642dcd95c6b00000000 @10',
    '78 0100a9b274e1d7491167216838df58a88e3a6b00000000 @20',
    '79 0102a9b274e1d7491167216838df58a88e3a6b00000000 @20',
    '79 01006659fc959af0da4f9610b149c5fec3166b00000000 @30',
    'null 01026659fc959af0da4f9610b149c5fec3166b00000000 @30',
    'null 81026b00000000 @40',
    '78 010283fd64225860476de3f28e8086340d886d00000000 @41',
  ]);
  assert.deepEqual(hex(left, 'app-KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-0000000014-topic'), [
    '6b 00eb7338b21bf4bda520c874e642dcd95c7269676874 @10',
    '6b 00a9b274e1d7491167216838df58a88e3a @20',
    '6b 006659fc959af0da4f9610b149c5fec316 @30',
    '6b 80 @40',
    '6d 0083fd64225860476de3f28e8086340d887269676874 @41',
    '6d 0083fd64225860476de3f28e8086340d88 @50',
  ]);
  assert.deepEqual(hex(left, 'app-KTABLE-FK-JOIN-SUBSCRIPTION-STATE-STORE-0000000010-changelog'), [
    '00000001786b 0102eb7338b21bf4bda520c874e642dcd95c6b00000000 @10',
    '00000001786b null @20',
    '00000001796b 0102a9b274e1d7491167216838df58a88e3a6b00000000 @20',
    '00000001796b null @30',
    '00000001786d 010283fd64225860476de3f28e8086340d886d00000000 @41',
  ]);
});

test('a row that points elsewhere, or nowhere, loses its result; a right row that changes tells all who point at it', () => {
  using inner = driver(false);
  pipe(inner, 'R', 'x', 'one', 5);
  pipe(inner, 'L', 'k', 'x:1', 10);
  pipe(inner, 'L', 'm', 'x:2', 11);
  pipe(inner, 'R', 'x', 'two', 7);
  pipe(inner, 'L', 'k', 'y:3', 20);
  pipe(inner, 'L', 'm', '~', 21);
  pipe(inner, 'R', 'x', 'three', 30);
  assert.deepEqual(results(inner), [
    'k=x:1-one@10',
    'm=x:2-one@11',
    'k=x:1-two@7',
    'm=x:2-two@7',
    'k=null@20',
    'm=null@21',
  ]);
});

test('an answer to a row that has changed meanwhile is dropped', () => {
  const told: unknown[] = [];
  const rows = { open: () => undefined, get: () => ({ value: 'now', timestamp: 1 }) };
  const joiner = (left: unknown, right: unknown): string => `${String(left)}-${String(right)}`;
  const node = new ResolverNode({ rows, bytes: (value) => Buffer.from(String(value)), isLeft: false, joiner });
  node.children.push(
    Object.assign(new ResolverNode({ rows, bytes: () => Buffer.alloc(0), isLeft: false, joiner }), {
      process: (_key: unknown, value: unknown) => void told.push(value),
    }),
  );
  const dropped: string[] = [];
  const context: Partial<NodeContext> = { drop: (reason) => void dropped.push(reason) };
  node.init(context as NodeContext);
  const answer = (row: string): void =>
    node.process('k', { hash: murmur3(Buffer.from(row)), foreignValue: 'right', primaryPartition: 0 }, 5);
  answer('before');
  answer('now');
  assert.deepEqual(told, ['now-right']);
  assert.deepEqual(dropped, ['outdated answer']);
});
