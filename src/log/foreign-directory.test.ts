/**
 * Log directories that an Apache Kafka 4.3.1 left, cleanly, after `kill -9`, and damaged by hand, opened as our own. The
 * manifest says what Kafka's own consumer read from each.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { createNodeEnv } from '#kernel/node';
import { recordBatch, RecordCursor } from '#protocol';
import { defaultLogManagerSettings, logConfigFrom, LogManager, topicConfigTable, type UnifiedLog } from './index.ts';
import { readTarGz } from './tar.test.support.ts';

interface ManifestPartition {
  readonly topic: string;
  readonly partition: number;
  readonly logStartOffset: number;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly maxTimestamp: readonly [timestamp: number, offset: number];
  readonly records: readonly (readonly [number, number, string | null, string | null, number, number])[];
  readonly committed: readonly (readonly [first: number, last: number])[];
}

type State = 'clean' | 'killed' | 'torn';
type Manifest = Readonly<Record<State, { readonly partitions: readonly ManifestPartition[] }>>;

const testdata = new URL('../../testdata/', import.meta.url);
const manifest = JSON.parse(
  gunzipSync(readFileSync(new URL('log-files-manifest.json.gz', testdata))).toString('utf8'),
) as Manifest;
const files = readTarGz(new URL('log-files.tar.gz', testdata));

function unpack(t: TestContext, state: State): string {
  const directory = mkdtempSync(join(tmpdir(), 'samsa-log-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  for (const [name, contents] of files) {
    if (!name.startsWith(`${state}/`)) continue;
    const path = join(directory, name.slice(state.length + 1));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  return directory;
}

function open(directory: string): Promise<LogManager> {
  const config = (topic: string): Record<string, string> => ({
    'internal.segment.bytes': '6000',
    'index.interval.bytes': '500',
    'cleanup.policy': topic === 'compacted' || topic.startsWith('__') ? 'compact' : 'delete',
    'message.timestamp.type': topic === 'append-time' ? 'LogAppendTime' : 'CreateTime',
  });
  return LogManager.open(createNodeEnv({ logger: { level: 'error' } }), {
    directories: [directory],
    nodeId: 1,
    topicConfig: (topic) => logConfigFrom(topicConfigTable.parse(config(topic)).values),
    settings: { ...defaultLogManagerSettings, producerIdExpirationMs: Number.POSITIVE_INFINITY },
  });
}

/** What a consumer gets: [offset, timestamp, key, hash of the value, headers, leader epoch], and the producer of each. */
async function consume(
  log: UnifiedLog,
  range: { from: number; upperBound: number; maxBytes: number },
  onBatch: (records: Buffer, at: number) => boolean,
): Promise<ManifestPartition['records'][number][]> {
  const found: ManifestPartition['records'][number][] = [];
  const cursor = new RecordCursor();
  let offset = range.from;
  while (offset < range.upperBound) {
    const result = await log.read({
      offset,
      maxBytes: range.maxBytes,
      upperBound: range.upperBound,
      minOneBatch: true,
    });
    if (result.records.length === 0) break;
    for (const records of result.records) {
      for (let at = 0; at < records.length; at += recordBatch.sizeInBytes(records, at)) {
        if (!onBatch(records, at) || recordBatch.isControlBatch(records, at)) continue;
        cursor.open(records, at, 1e8);
        while (cursor.next()) {
          if (cursor.offset < offset) continue;
          const key = cursor.key === null ? null : Buffer.from(cursor.key).toString();
          const hash =
            cursor.value === null ? null : createHash('sha256').update(cursor.value).digest('hex').slice(0, 16);
          const epoch = recordBatch.partitionLeaderEpoch(records, at);
          found.push([cursor.offset, cursor.timestamp, key, hash, cursor.headerCount, epoch]);
        }
      }
    }
    offset = result.endOffset;
  }
  return found;
}

/** The offsets that read_committed lets through, by the aborted transactions the log tells, fetch by fetch as a client does. */
async function consumeCommitted(log: UnifiedLog, maxBytes: number): Promise<[number, number][]> {
  const runs: [number, number][] = [];
  const upperBound = log.lastStableOffset;
  let offset = log.logStartOffset;
  while (offset < upperBound) {
    const result = await log.read({ offset, maxBytes, upperBound, minOneBatch: true });
    if (result.records.length === 0) break;
    const aborted = log.abortedTransactions(offset, result.endOffset).sort((a, b) => a.firstOffset - b.firstOffset);
    const active = new Set<number>();
    const visible = await consume(log, { from: offset, upperBound: result.endOffset, maxBytes: 1e9 }, (records, at) => {
      while (aborted.length > 0 && aborted[0]!.firstOffset <= recordBatch.lastOffset(records, at)) {
        active.add(aborted.shift()!.producerId);
      }
      const producerId = recordBatch.producerId(records, at);
      if (recordBatch.isControlBatch(records, at)) active.delete(producerId);
      return !(recordBatch.isTransactional(records, at) && active.has(producerId));
    });
    for (const [at] of visible) {
      const last = runs.at(-1);
      // A run goes on over offsets that hold no record: a consumer does not see them.
      if (last !== undefined && last[1] === at - 1) last[1] = at;
      else runs.push([at, at]);
    }
    offset = result.endOffset;
  }
  return runs;
}

async function verify(log: UnifiedLog, expected: ManifestPartition): Promise<void> {
  const name = `${expected.topic}-${expected.partition}`;
  log.advanceHighWatermark(log.logEndOffset);
  assert.equal(log.logStartOffset, expected.logStartOffset, `${name} log start offset`);
  assert.equal(log.highWatermark, expected.highWatermark, `${name} high watermark`);
  assert.equal(log.lastStableOffset, expected.lastStableOffset, `${name} last stable offset`);
  for (const maxBytes of [1, 3000]) {
    const upperBound = log.highWatermark;
    const records = await consume(log, { from: log.logStartOffset, upperBound, maxBytes }, () => true);
    assert.deepEqual(records, expected.records, `${name} records in fetches of ${maxBytes} bytes`);
    assert.deepEqual(await consumeCommitted(log, maxBytes), expected.committed, `${name} committed, ${maxBytes} bytes`);
  }
  const [timestamp, offset] = expected.maxTimestamp;
  const max = await log.maxTimestamp(log.highWatermark);
  assert.deepEqual([max?.timestamp, max?.offset], [timestamp, offset], `${name} max timestamp`);
  await verifyLookups(log, expected);
}

async function verifyLookups(log: UnifiedLog, expected: ManifestPartition): Promise<void> {
  const { records } = expected;
  for (let i = 0; i < records.length; i += 7) {
    const timestamp = records[i]![1];
    const found = await log.offsetForTimestamp(timestamp, log.highWatermark);
    // A marker is a record too, to ListOffsets.
    const first = records.find((record) => record[1] >= timestamp)!;
    assert.ok(found !== null && found.offset <= first[0] && found.timestamp >= timestamp, `at or after ${timestamp}`);
    if (found.offset < first[0])
      assert.ok(
        records.every((record) => record[0] !== found.offset),
        'a marker',
      );
    else assert.deepEqual([found.timestamp, found.leaderEpoch], [first[1], first[5]]);
  }
  assert.equal(await log.offsetForTimestamp(expected.maxTimestamp[0] + 1, log.highWatermark), null);
}

const CLAIMS: Readonly<Record<State, string>> = {
  clean:
    'a log directory that Kafka closed opens with every record, timestamp, epoch and transaction as Kafka sees them',
  killed: 'a log directory that Kafka left by kill -9 recovers to what Kafka recovers it to',
  torn: 'a killed log directory with torn tails and lost indexes recovers to what Kafka recovers it to',
};

for (const state of ['clean', 'killed', 'torn'] as const) {
  test(CLAIMS[state], async (t) => {
    const directory = unpack(t, state);
    const manager = await open(directory);
    assert.equal(manager.clusterId, 'Zs495xzlQ4GhUPtetQHDeA');
    assert.equal(manager.isNew, false);
    assert.deepEqual([...manager.offlineLogs()], []);
    for (const expected of manifest[state].partitions)
      await verify(manager.get(expected.topic, expected.partition)!, expected);
    await manager.close();
    const again = await open(directory);
    for (const expected of manifest[state].partitions)
      await verify(again.get(expected.topic, expected.partition)!, expected);
    await again.close();
  });
}

/** A snapshot that belongs to no segment and is not the newest: Kafka too removes it when it opens the log. */
function isStraySnapshot(name: string): boolean {
  if (!name.endsWith('.snapshot')) return false;
  const newest = [...files.keys()].filter((one) => dirname(one) === dirname(name) && one.endsWith('.snapshot')).sort();
  return !files.has(name.replace('.snapshot', '.log')) && newest.at(-1) !== name;
}

/** A leader epoch under which nothing was written is forgotten at the next start, as Kafka forgets it. */
function isEpochOfNothing(name: string): boolean {
  const log = files.get(`${dirname(name)}/${'0'.repeat(20)}.log`);
  return name.endsWith('leader-epoch-checkpoint') && log?.length === 0;
}

test('a directory that Kafka closed keeps its files byte for byte when it is opened and closed again', async (t) => {
  const directory = unpack(t, 'clean');
  await (await open(directory)).close();
  const sorted = (bytes: Buffer): string => bytes.toString('latin1').split('\n').sort().join('\n');
  for (const [name, contents] of files) {
    if (!name.startsWith('clean/') || name.endsWith('.kafka_cleanshutdown')) continue;
    const path = join(directory, name.slice('clean/'.length));
    // Kafka would remove these when it opens the log, too.
    if (name.endsWith('.deleted') || isStraySnapshot(name)) assert.equal(existsSync(path), false, name);
    else if (isEpochOfNothing(name)) assert.equal(readFileSync(path, 'utf8'), '0\n0\n', name);
    else if (name.endsWith('-offset-checkpoint')) assert.equal(sorted(readFileSync(path)), sorted(contents), name);
    else assert.deepEqual(readFileSync(path), contents, name);
  }
});
