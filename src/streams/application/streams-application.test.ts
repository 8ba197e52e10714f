import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Admin } from '#client';
import type { KafkaError, LogFields, Logger } from '#kernel';
import { string } from '#serde';
import { Topology } from '../dsl/topology.ts';
import type { RestoreProgress } from '../thread/restorer.ts';
import { quiet, StreamsWorld, wordCount } from './application.testing.ts';

const TEXTS = { key: string(), value: string() };

/** The last value of each key. */
function table(records: readonly { key: string | null; value: string | null }[]): Record<string, string | null> {
  return Object.fromEntries(records.map(({ key, value }) => [key, value]));
}

for (const processingGuarantee of ['at_least_once', 'exactly_once_v2'] as const) {
  test(`words are counted on a broker, ${processingGuarantee}`, async (context) => {
    const world = await StreamsWorld.start(context, [
      { name: 'lines', partitions: 2 },
      { name: 'words', partitions: 2 },
    ]);
    await world.send([
      { topic: 'lines', key: '1', value: 'to be or not to be' },
      { topic: 'lines', key: '2', value: 'that is the question to be asked' },
    ]);
    const application = await world.run(wordCount('shakespeare'), { processingGuarantee });
    const words = await world.read('words', 13, 'read_committed');
    assert.deepEqual(table(words), {
      to: '3',
      be: '3',
      or: '1',
      not: '1',
      that: '1',
      is: '1',
      the: '1',
      question: '1',
      asked: '1',
    });
    assert.deepEqual(
      (await world.topicNames()).filter((name) => name.startsWith('shakespeare')),
      ['shakespeare-by-word-repartition', 'shakespeare-counts-changelog'],
    );
    await application.close();
    assert.equal(application.state, 'not-running');
  });

  test(`an application that comes back goes on with its state, ${processingGuarantee}`, async (context) => {
    const world = await StreamsWorld.start(context, [
      { name: 'lines', partitions: 2 },
      { name: 'words', partitions: 2 },
    ]);
    await world.send([{ topic: 'lines', key: '1', value: 'a b a' }]);
    const first = await world.run(wordCount('again'), { processingGuarantee });
    await world.read('words', 3, 'read_committed');
    await first.close();
    await world.send([{ topic: 'lines', key: '1', value: 'a c' }]);
    await world.run(wordCount('again'), { processingGuarantee });
    assert.deepEqual(table(await world.read('words', 5, 'read_committed')), { a: '3', b: '1', c: '1' });
  });
}

test('an application that runs has the tasks that it is to have, also at its very first start', async (context) => {
  const world = await StreamsWorld.start(context, [{ name: 'lines', partitions: 2 }, 'words']);
  const application = await world.run(wordCount('first'));
  assert.deepEqual(application.threads()[0]!.activeTasks, ['0_0', '0_1', '1_0', '1_1']);
});

test('a stream is joined with a global table that was filled before the first record is processed', async (context) => {
  const world = await StreamsWorld.start(context, ['orders', { name: 'countries', partitions: 3 }, 'out']);
  await world.send([
    { topic: 'countries', key: 'at', value: 'Austria' },
    { topic: 'countries', key: 'be', value: 'Belgium' },
    { topic: 'countries', key: 'ch', value: 'Switzerland' },
    { topic: 'orders', key: '1', value: 'ch' },
    { topic: 'orders', key: '2', value: 'at' },
    { topic: 'orders', key: '3', value: 'xx' },
    { topic: 'orders', key: '4', value: 'be' },
  ]);
  const topology = new Topology('global');
  const countries = topology.globalTable('countries', { ...TEXTS, store: 'countries' });
  topology
    .stream('orders', TEXTS)
    .joinGlobal(
      countries,
      (code) => code,
      (code, name) => `${code} ${name}`,
    )
    .to('out', TEXTS);
  await world.run(topology);
  assert.deepEqual(
    (await world.read('out', 3)).map(({ value }) => value),
    ['ch Switzerland', 'at Austria', 'be Belgium'],
  );
});

test('two instances share the tasks, and what one gives up the other goes on with', async (context) => {
  const world = await StreamsWorld.start(context, [
    { name: 'lines', partitions: 2 },
    { name: 'words', partitions: 2 },
  ]);
  const [one, other] = await Promise.all([world.run(wordCount('shared')), world.run(wordCount('shared'))]);
  await world.until(
    'both have tasks',
    () => one.threads()[0]!.activeTasks.length === 2 && other.threads()[0]!.activeTasks.length === 2,
  );
  await world.send(Array.from({ length: 20 }, (_, index) => ({ topic: 'lines', key: String(index), value: 'a b c' })));
  assert.equal(table(await world.read('words', 60))['a'], '20');
  await one.close();
  await world.until(
    'the other one has all tasks',
    () => other.threads()[0]!.activeTasks.length === 4 && other.state === 'running',
  );
  await world.send([{ topic: 'lines', key: 'x', value: 'a b c' }]);
  assert.deepEqual(table(await world.read('words', 63)), { a: '21', b: '21', c: '21' });
});

test('a standby has the state when the instance with its task is gone, and reads nothing of it again', async (context) => {
  const world = await StreamsWorld.start(context, ['lines', 'words']);
  const begins: number[] = [];
  const options = {
    numStandbyReplicas: 1,
    processingGuarantee: 'exactly_once_v2',
    onRestore: ({ startOffset }: RestoreProgress) => void begins.push(startOffset),
  } as const;
  const instances = await Promise.all([
    world.run(wordCount('standby'), options),
    world.run(wordCount('standby'), options),
  ]);
  const has =
    (text: string): ((instance: (typeof instances)[0]) => boolean) =>
    (instance) =>
      instance.threads()[0]!.standbyTasks.includes(text);
  await world.until('there is a standby', () => instances.some(has('1_0')));
  await world.send([{ topic: 'lines', key: '1', value: 'a b a' }]);
  await world.read('words', 3, 'read_committed');
  const follower = instances.find(has('1_0'))!;
  const counts = follower.store<string, number>('counts');
  await world.until('the standby has the counts', async () => (await counts.get('b', { allowStale: true })) === 1);
  begins.length = 0;
  await instances.find((instance) => instance !== follower)!.close();
  await world.until(
    'the standby runs',
    () => follower.threads()[0]!.activeTasks.includes('1_0') && follower.state === 'running',
  );
  await world.send([{ topic: 'lines', key: '1', value: 'a' }]);
  assert.deepEqual(table(await world.read('words', 4, 'read_committed')), { a: '3', b: '1' });
  assert.ok(begins.length > 0 && begins.every((offset) => offset > 0), `restored from ${begins.join()}`);
});

test('an error of a function ends the application, which says where; another response replaces the thread', async (context) => {
  const world = await StreamsWorld.start(context, ['lines', 'words']);
  await world.send([
    { topic: 'lines', key: '1', value: 'good' },
    { topic: 'lines', key: '2', value: 'bad' },
  ]);
  let failures = 0;
  const topology = new Topology('failing');
  topology
    .stream('lines', TEXTS)
    .mapValues((value) => {
      if (value === 'bad' && failures++ < 2) throw new Error('this is bad');
      return value;
    })
    .to('words', TEXTS);
  const first = await topology.start({ bootstrapServers: world.bootstrapServers, logger: quiet });
  await assert.rejects(async () => {
    for await (const state of first.states()) if (state === 'error') throw first.lastError!;
  }, /lines-0.*offset 1.*this is bad/s);
  const responses: unknown[] = [];
  await world.run(topology, {
    onUncaughtError: (error) => {
      responses.push(error);
      return 'replace-thread';
    },
  });
  const words = await world.read('words', 2);
  assert.equal(words.at(-1)!.value, 'bad');
  assert.equal(responses.length, 1);
});

test('threads come and go, and a paused application processes nothing', async (context) => {
  const world = await StreamsWorld.start(context, [
    { name: 'lines', partitions: 2 },
    { name: 'words', partitions: 2 },
  ]);
  const application = await world.run(wordCount('threads'));
  application.addThread();
  await world.until('each thread has two tasks', () =>
    application.threads().every(({ activeTasks }) => activeTasks.length === 2),
  );
  application.pause();
  await world.send([{ topic: 'lines', key: '1', value: 'a' }]);
  assert.match((await application.removeThread()) ?? '', /StreamThread-2$/);
  await world.until('one thread has all tasks', () => application.threads()[0]!.activeTasks.length === 4);
  application.resume();
  assert.deepEqual(table(await world.read('words', 1)), { a: '1' });
});

test('what cannot be is refused before anything is done', async () => {
  const topology = wordCount('wrong');
  await assert.rejects(topology.start({}), /needs bootstrapServers/);
  await assert.rejects(
    topology.start({ bootstrapServers: 'x:1', commitInterval: 5 } as never),
    /did you mean commitIntervalMs/,
  );
  await assert.rejects(topology.start({ bootstrapServers: 'x:1', applicationServer: 'here' }), /host:port/);
  const consumer = { reuseFetchBuffers: true };
  await assert.rejects(topology.start({ bootstrapServers: 'x:1', consumer }), /consumer.reuseFetchBuffers/);
});

test('sources that are joined and have different numbers of partitions end the application with their names', async (context) => {
  const world = await StreamsWorld.start(context, [
    { name: 'left', partitions: 2 },
    { name: 'right', partitions: 3 },
    'out',
  ]);
  const topology = new Topology('uneven');
  const right = topology.table('right', { ...TEXTS, store: 'right' });
  topology
    .stream('left', TEXTS)
    .joinTable(right, (one, other) => one + other)
    .to('out', TEXTS);
  const application = await topology.start({ bootstrapServers: world.bootstrapServers, logger: quiet });
  await assert.rejects(
    application.running(),
    /do not fit the topology of \w+: .*(left|right).*same number of partitions/s,
  );
  assert.equal(application.state, 'error');
});

test('a source that stays missing ends the application by its name', async (context) => {
  const world = await StreamsWorld.start(context, ['words']);
  const application = await wordCount('early').start({ bootstrapServers: world.bootstrapServers, logger: quiet });
  const seen: string[] = [];
  for await (const state of application.states()) seen.push(state);
  assert.deepEqual(seen, ['rebalancing', 'pending-error', 'error']);
  const { code, message } = application.lastError as KafkaError;
  assert.equal(code, 'MISSING_SOURCE_TOPICS');
  assert.match(message, /of early are missing.*lines/);
});

test('a source that is deleted ends the application, which does not make it anew by reading it', async (context) => {
  const world = await StreamsWorld.start(context, ['lines', 'words']);
  const application = await world.run(wordCount('deleted'), { consumer: { metadataMaxAgeMs: 50 } });
  await using admin = new Admin({ bootstrapServers: world.bootstrapServers });
  await admin.deleteTopics(['lines']);
  await world.until('it has failed', () => application.state === 'error');
  assert.match(String(application.lastError), /of deleted are missing.*lines/);
  assert.ok(!(await world.topicNames()).includes('lines'));
});

test('an application makes no topic of results before there is one', async (context) => {
  const world = await StreamsWorld.start(context, ['lines']);
  const application = await world.run(wordCount('early'));
  await application.close();
  assert.ok(!(await world.topicNames()).includes('words'));
});

test('a global table without its topic says so, and the topic is not made by that', async (context) => {
  const world = await StreamsWorld.start(context, ['orders', 'out']);
  const topology = new Topology('global');
  topology.globalTable('countries', { ...TEXTS, store: 'by-code' });
  topology.stream('orders', TEXTS).to('out', TEXTS);
  await assert.rejects(world.run(topology, { defaultApiTimeoutMs: 200 }), {
    code: 'MISSING_SOURCE_TOPICS',
    message: /^The topic countries, which the global store by-code of global is made of, is missing.*Make it before/,
  });
  assert.deepEqual(await world.topicNames(), ['orders', 'out']);
});

test('a source that is missing is warned of by its name, and the application runs once it is there', async (context) => {
  const world = await StreamsWorld.start(context, ['words']);
  const warnings: string[] = [];
  const warn = (message: string, fields?: LogFields): void =>
    void warnings.push(`${message} ${JSON.stringify(fields)}`);
  const logger: Logger = { ...quiet, warn, component: () => logger };
  // Where making the topic takes longer than two heartbeats another thread goes on waiting.
  const running = world.run(wordCount('early'), { logger, onUncaughtError: () => 'replace-thread' });
  await world.until('somebody is warned', () => warnings.length > 0);
  assert.match(warnings.join(), /does not work yet.*MISSING_SOURCE_TOPICS.*lines/);
  await using admin = new Admin({ bootstrapServers: world.bootstrapServers });
  await admin.createTopics([{ name: 'lines', numPartitions: 1 }]);
  await running;
});

test('a source begins where its offsetReset says', async (context) => {
  const world = await StreamsWorld.start(context, ['first', 'recent', 'late', 'words']);
  const now = Date.now();
  const records = ['first', 'recent', 'late'].flatMap((topic) => [
    { topic, key: 'k', value: `${topic}-old`, timestamp: now - 7_200_000 },
    { topic, key: 'k', value: `${topic}-new`, timestamp: now - 60_000 },
  ]);
  await world.send(records);
  const topology = new Topology('resets');
  const recent = topology.stream('recent', { ...TEXTS, offsetReset: { byDuration: '1h' } });
  const late = topology.stream('late', { ...TEXTS, offsetReset: 'latest' });
  topology.stream('first', TEXTS).merge(recent).merge(late).to('words', TEXTS);
  await world.run(topology);
  await world.read('words', 3);
  await world.send([{ topic: 'late', key: 'k', value: 'late-next' }]);
  const values = (await world.read('words', 4)).map(({ value }) => value);
  assert.deepEqual(values.sort(), ['first-new', 'first-old', 'late-next', 'recent-new']);
});

test('a source without an offset and with the reset none ends the application by its name, until one is committed', async (context) => {
  const world = await StreamsWorld.start(context, ['lines', 'words']);
  await world.send(['a', 'b'].map((value) => ({ topic: 'lines', key: 'k', value })));
  const topology = new Topology('careful');
  topology.stream('lines', { ...TEXTS, offsetReset: 'none' }).to('words', TEXTS);
  const failed = await topology.start({ bootstrapServers: world.bootstrapServers, logger: quiet });
  for await (const state of failed.states()) if (state === 'error') break;
  const { code, message } = failed.lastError as KafkaError;
  assert.equal(code, 'NO_OFFSET_FOR_PARTITION');
  assert.match(message, /no committed offset for lines-0.*set the group's offset.*earliest, latest/s);
  await using admin = new Admin({ bootstrapServers: world.bootstrapServers });
  await admin.alterConsumerGroupOffsets('careful', [{ topic: 'lines', partition: 0, offset: 1 }]);
  await world.run(topology);
  assert.deepEqual(
    (await world.read('words', 1)).map(({ value }) => value),
    ['b'],
  );
});

test('functions that take time are at work side by side, and all of their results are there exactly once', async (context) => {
  const world = await StreamsWorld.start(context, [{ name: 'lines', partitions: 2 }, 'words']);
  const topology = new Topology('async');
  let atWork = 0;
  let mostAtWork = 0;
  topology
    .stream('lines', TEXTS)
    .mapAsync(
      async (value) => {
        mostAtWork = Math.max(mostAtWork, ++atWork);
        for (let turns = 0; turns < 20; turns++) await new Promise((resolve) => setImmediate(resolve));
        atWork--;
        return value.toUpperCase();
      },
      { concurrency: 8 },
    )
    .to('words', TEXTS);
  const options = { processingGuarantee: 'exactly_once_v2', commitIntervalMs: 20 } as const;
  const first = await world.run(topology, options);
  const values = Array.from({ length: 100 }, (_, index) => `v${index}`);
  await world.send(values.map((value) => ({ topic: 'lines', key: value, value })));
  await world.read('words', 10, 'read_committed');
  await first.close();
  await world.run(topology, options);
  const read = await world.read('words', 100, 'read_committed');
  assert.deepEqual(read.map(({ value }) => value).sort(), values.map((value) => value.toUpperCase()).sort());
  assert.ok(mostAtWork > 1);
});
