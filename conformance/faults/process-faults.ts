/**
 * What happens to processes and machines, done to a real Samsa on a real disk: kills under load, a process that stands still
 * for longer than its clients' sessions, disks without room, under the broker and under stores of streams, and few file
 * descriptors. Each fault has a broker of its own.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Admin, Consumer, isKafkaError, Producer, type ConsumerRecord } from '../../src/client/index.ts';
import { string } from '../../src/serde/index.ts';
import { type StreamsApplication, Topology } from '../../src/streams/index.ts';
import type { Peer } from '../../tools/peers/apache-kafka.ts';
import { resumeBroker, startBroker } from '../runner/brokers.ts';
import type { Check } from '../runner/context.ts';
import { until } from '../runner/session.ts';
import { MissingTool } from '../runner/tools.ts';
import { TransactionalLoad } from './transactional-load.ts';

export interface FaultOptions {
  /** How often the broker is killed under load. */
  readonly kills: number;
  /** Told what came of each, in one line. */
  onProgress(line: string): void;
}

const samsa = 'samsa';
const stoppedMs = 7000;
const sessionMs = 3000;
const openFilesLimit = 256;
const manyPartitions = 320;
const smallDisk = '24m';
const largerDisk = '256m';
const smallStateDisk = '1m';
const quick = { retryBackoffMs: 50, reconnectBackoffMs: 20, reconnectBackoffMaxMs: 500 } as const;

export function faultChecks(options: FaultOptions): Check[] {
  const named = (name: string, run: (one: FaultOptions) => Promise<void>): Check => ({
    name: `faults/${name}`,
    lane: name,
    run: () => run(options),
  });
  return [
    named(`transactions of the Java producer outlive ${options.kills} kills`, killUnderLoad),
    named('a broker that stands still for longer than sessions goes on', stopForLonger),
    named('a full disk ends the broker with a reason, and nothing is lost', fillDisk),
    named('a full disk under a store ends the application with what to do, and nothing is lost', fillStore),
    named(`${manyPartitions} partitions are served with ${openFilesLimit} file descriptors`, useFewDescriptors),
  ];
}

async function killUnderLoad({ kills, onProgress }: FaultOptions): Promise<void> {
  let peer = await startBroker(samsa);
  const setup = { topic: 'load', partitions: 3, logFile: `${peer.logFile}.load` };
  await createTopic(peer, setup.topic, setup.partitions);
  const options = { ...setup, bootstrap: peer.bootstrap };
  const load = await TransactionalLoad.start(options);
  try {
    await until(
      () => load.count('committed') > 0,
      60_000,
      () => 'the producer does not begin',
    );
    for (let kill = 0; kill < kills; kill++) {
      const before = load.count('committed');
      // Anywhere within a transaction, and of a start's first moments too.
      await delay((kill * 37) % 300);
      await peer.kill();
      peer = await resumeBroker(samsa, peer);
      if (kill % 3 !== 0) continue;
      await until(
        () => load.count('committed') > before,
        60_000,
        () => `nothing is committed after kill ${kill}`,
      );
    }
    await load.stop();
    await load.verify(options);
    const counts = (['committed', 'aborted', 'unknown'] as const).map((one) => `${load.count(one)} ${one}`);
    onProgress(`${kills} kills: ${counts.join(', ')} transactions`);
  } finally {
    load.kill();
    await peer.discard();
  }
}

async function stopForLonger({ onProgress }: FaultOptions): Promise<void> {
  const peer = await startBroker(samsa);
  await createTopic(peer, 'stopped', 2);
  const producer = new Producer({ ...quick, bootstrapServers: peer.bootstrap, requestTimeoutMs: 2000 });
  const consumer = new Consumer({
    ...quick,
    bootstrapServers: peer.bootstrap,
    groupId: 'stopped',
    autoOffsetReset: 'earliest',
    sessionTimeoutMs: sessionMs,
    heartbeatIntervalMs: 500,
    requestTimeoutMs: 2000,
  });
  const read: string[] = [];
  const stop = new AbortController();
  consumer.subscribe(['stopped']);
  const reading = consumer.run({ eachRecord: (record) => void read.push(record.text() ?? ''), signal: stop.signal });
  try {
    const sent = await sendMany(producer, 'stopped', { from: 0, count: 200 });
    await until(
      () => read.length >= 200,
      30_000,
      () => `${read.length} were read`,
    );
    process.kill(peer.pid, 'SIGSTOP');
    const during = sendMany(producer, 'stopped', { from: 200, count: 200 });
    await delay(stoppedMs);
    process.kill(peer.pid, 'SIGCONT');
    sent.push(...(await during), ...(await sendMany(producer, 'stopped', { from: 400, count: 200 })));
    await until(
      () => new Set(read).size >= 600,
      30_000,
      () => `${new Set(read).size} of 600 were read`,
    );
    assert.deepEqual([...new Set(read)].toSorted(), sent.toSorted(), 'what was sent is what is read');
    const stored = await readAll(peer, 'stopped', 2);
    assert.equal(
      stored.length,
      new Set(stored).size,
      'retries of requests that the broker had not read write nothing twice',
    );
    onProgress(`${stoppedMs} ms without a broker: ${read.length - 600} of 600 were handed out again`);
  } finally {
    stop.abort();
    await reading.catch(() => undefined);
    await Promise.all([producer.close(), consumer.close()]);
    await peer.discard();
  }
}

/** A disk of so many bytes, as tmpfs counts them. */
function mountSmallDisk(size: string): string {
  const mount = mkdtempSync(join(tmpdir(), 'samsa-small-disk-'));
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', mount]);
  if (status === 0) return mount;
  rmSync(mount, { recursive: true });
  throw new MissingTool(`a small disk cannot be mounted here: ${String(stderr).trim()}`);
}

/** Gone at once by its name; processes that other checks begin at this moment may hold a descriptor of ours until they have begun. */
function unmountSmallDisk(mount: string): void {
  spawnSync('umount', ['--lazy', mount]);
  rmSync(mount, { recursive: true, force: true });
}

async function fillDisk({ onProgress }: FaultOptions): Promise<void> {
  const mount = mountSmallDisk(smallDisk);
  const data = join(mount, 'data');
  mkdirSync(data);
  let peer = await startBroker(samsa, { config: { 'log.dirs': data } });
  try {
    await createTopic(peer, 'full', 1);
    const sent = await sendUntilItEnds(peer);
    await until(
      () => peer.hasEnded,
      30_000,
      () => 'the broker goes on with a full disk',
    );
    const log = readFileSync(peer.logFile, 'utf8');
    assert.match(log, /no space|full|ENOSPC/i, 'it says why it ends');
    spawnSync('mount', ['-o', `remount,size=${largerDisk}`, mount]);
    peer = await resumeBroker(samsa, peer);
    const stored = await readAll(peer, 'full', 1);
    const present = new Set(stored);
    assert.equal(present.size, stored.length, 'nothing is there twice');
    for (const value of sent) assert.ok(present.has(value), `${value.slice(0, 12)} was acknowledged and is there`);
    await sendMany(new Producer({ ...quick, bootstrapServers: peer.bootstrap }), 'full', { from: 0, count: 1 });
    onProgress(`the disk took ${sent.length} records, all of which are there`);
  } finally {
    await peer.discard();
    unmountSmallDisk(mount);
  }
}

/** Those that were acknowledged. */
async function sendUntilItEnds(peer: Peer): Promise<string[]> {
  const producer = new Producer({
    ...quick,
    bootstrapServers: peer.bootstrap,
    requestTimeoutMs: 1000,
    deliveryTimeoutMs: 4000,
  });
  const acknowledged: string[] = [];
  const filling = 'x'.repeat(50_000);
  for (let number = 0; !peer.hasEnded; number++) {
    const value = `${number}-${filling}`;
    try {
      await producer.send({ topic: 'full', value });
      acknowledged.push(value);
    } catch (error) {
      if (!isKafkaError(error)) throw error;
    }
  }
  await producer.close({ timeoutMs: 1000 });
  return acknowledged;
}

async function fillStore({ onProgress }: FaultOptions): Promise<void> {
  const mount = mountSmallDisk(smallStateDisk);
  const peer = await startBroker(samsa);
  const common = { ...quick, bootstrapServers: peer.bootstrap };
  const start = (): Promise<StreamsApplication> => {
    const topology = new Topology('full', { stores: 'persistent' });
    topology.table('rows', { key: string(), value: string(), store: 'rows' });
    return topology.start({ ...common, stateDir: join(mount, 'state'), commitIntervalMs: 100 });
  };
  try {
    await createTopic(peer, 'rows', 1);
    const first = await start();
    const producer = new Producer(common);
    const value = 'x'.repeat(5000);
    let sent = 0;
    for (; first.state !== 'error' && first.state !== 'pending-error'; sent++) {
      await producer.send({ topic: 'rows', key: String(sent), value });
    }
    await producer.close();
    assert.match(first.lastError?.message ?? '', /The store rows cannot write to .*state.* make room on its disk/);
    await first.close();
    spawnSync('mount', ['-o', `remount,size=${largerDisk}`, mount]);
    const second = await start();
    await second.running();
    const rows = second.store<string, string>('rows');
    await until(
      async () => (await rows.all()).length === sent,
      30_000,
      () => `${sent} rows are there again`,
    );
    await second.close();
    onProgress(`the disk of a store was full after ${sent} rows at most, all of which came back`);
  } finally {
    await peer.discard();
    unmountSmallDisk(mount);
  }
}

async function useFewDescriptors({ onProgress }: FaultOptions): Promise<void> {
  const shell = ['bash', '-c', `ulimit -n ${openFilesLimit} && exec "$@"`, 'bash'];
  let peer = await startBroker(samsa, { wrapper: shell });
  try {
    await createTopic(peer, 'many', manyPartitions);
    const producer = new Producer({ ...quick, bootstrapServers: peer.bootstrap });
    const sent: string[] = [];
    for (let round = 0; round < 3; round++) {
      const values = Array.from({ length: manyPartitions }, (_, partition) => `${round}-${partition}`);
      await Promise.all(values.map((value, partition) => producer.send({ topic: 'many', partition, value })));
      sent.push(...values);
    }
    await producer.close();
    assert.deepEqual((await readAll(peer, 'many', manyPartitions)).toSorted(), sent.toSorted());
    await peer.kill();
    peer = await resumeBroker(samsa, peer, shell);
    assert.deepEqual((await readAll(peer, 'many', manyPartitions)).toSorted(), sent.toSorted(), 'after a kill too');
    onProgress(`${sent.length} records in ${manyPartitions} partitions, before and after a kill`);
  } finally {
    await peer.discard();
  }
}

async function createTopic(peer: Peer, name: string, partitions: number): Promise<void> {
  const admin = new Admin({ bootstrapServers: peer.bootstrap });
  await admin.createTopics([{ name, numPartitions: partitions }]);
  await admin.close();
}

interface Numbers {
  readonly from: number;
  readonly count: number;
}

async function sendMany(producer: Producer, topic: string, { from, count }: Numbers): Promise<string[]> {
  const values = Array.from({ length: count }, (_, index) => `v${from + index}`);
  await Promise.all(values.map((value) => producer.send({ topic, value })));
  return values;
}

/** Every value that is there, up to the ends of the partitions as they are. */
async function readAll(peer: Peer, topic: string, partitions: number): Promise<string[]> {
  const consumer = new Consumer({ ...quick, bootstrapServers: peer.bootstrap, autoOffsetReset: 'earliest' });
  const places = Array.from({ length: partitions }, (_, partition) => ({ topic, partition }));
  const ends = await consumer.endOffsets(places);
  consumer.assign(places);
  const wanted = ends.reduce((sum, { offset }) => sum + offset, 0);
  const read: ConsumerRecord[] = [];
  const deadline = performance.now() + 60_000;
  while (read.length < wanted && performance.now() < deadline) read.push(...(await consumer.poll(200)));
  await consumer.close();
  assert.equal(read.length, wanted, 'all records are read');
  return read.map((record) => record.text() ?? '');
}
