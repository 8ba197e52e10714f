import assert from 'node:assert/strict';
import { test } from 'node:test';
import { string } from '#serde';
import { Topology } from '../dsl/topology.ts';
import { nodeGroups } from '../plan/node-groups.ts';
import { sourceTopics, writtenTopics } from './topic-partitions.ts';

const TEXTS = { key: string(), value: string() };

test('topics that the application makes for itself are always read from their first record', () => {
  const topology = new Topology('app');
  const lines = topology.stream('lines', { ...TEXTS, offsetReset: { byDuration: '90s' } });
  lines.groupBy((line) => line, { name: 'by-line', ...TEXTS }).count('counts');
  topology.table('rows', { ...TEXTS, store: 'rows' });
  const plan = topology.build();
  const topics = nodeGroups(plan).flatMap((group) => sourceTopics(plan, group));
  assert.deepEqual(Object.fromEntries(topics.map(({ topic, reset }) => [topic, reset])), {
    lines: { durationMs: 90_000 },
    'app-by-line-repartition': 'earliest',
    rows: null,
  });
});

test('what a sub-topology writes is told before there is a record, but for topics that are chosen for each', () => {
  const topology = new Topology('app', { optimize: 'all' });
  const lines = topology.stream('lines', TEXTS);
  lines.groupBy((line) => line, { name: 'by-line', ...TEXTS }).count('counts');
  lines.to(() => 'chosen', TEXTS);
  topology
    .table('rows', { ...TEXTS, store: 'rows' })
    .toStream()
    .mapValues(String)
    .to('out', TEXTS);
  const plan = topology.build();
  assert.deepEqual(
    nodeGroups(plan).map((group) => writtenTopics(plan, group)),
    [['app-by-line-repartition'], ['app-counts-changelog'], ['out']],
  );
});

test('an offset reset that there is not is refused by the name of its source', () => {
  const topology = new Topology('app');
  const wrong = (offsetReset: unknown): (() => void) => {
    return () => void topology.stream('lines', { ...TEXTS, name: 'in', offsetReset: offsetReset as 'none' });
  };
  assert.throws(wrong('first'), { code: 'INVALID_CONFIG', message: /source in must be earliest.*not first/ });
  topology.stream('others', { ...TEXTS, offsetReset: { byDuration: '1h' } });
  assert.throws(
    () => topology.stream('others', { ...TEXTS, offsetReset: 'latest' }),
    /another offsetReset .by duration 1h/,
  );
});
