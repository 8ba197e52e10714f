/** Interactive queries between instances of an application on a broker, by HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serveHttp } from '#kernel/node';
import { string } from '#serde';
import { Topology } from '../dsl/topology.ts';
import { keyQuery } from '../queries/state-query.ts';
import { countedLines, quiet, StreamsWorld, wordCount } from './application.testing.ts';
import type { StreamsApplication } from './streams-application.ts';

const TEXTS = { key: string(), value: string() };
const PARTITIONS = 4;
const WORDS = ['to', 'be', 'or', 'not', 'that', 'is', 'the', 'question'];

/**
 * Two that nobody listens on: below those that systems give out by themselves, so that nobody is given one before it is
 * listened on, and others in each process.
 */
async function freePorts(): Promise<[number, number]> {
  const ports: number[] = [];
  for (let port = 20_000 + (process.pid % 1000) * 10; ports.length < 2; port++)
    if (await isFree(port)) ports.push(port);
  return ports as [number, number];
}

async function isFree(port: number): Promise<boolean> {
  try {
    const server = await serveHttp({ host: '127.0.0.1', port }, () => assert.fail('nobody asks'));
    await server.close();
    return true;
  } catch {
    return false;
  }
}

test('every instance answers for every key of a store, and a query waits for what was written before', async (context) => {
  const world = await StreamsWorld.start(context, [
    { name: 'lines', partitions: PARTITIONS },
    { name: 'words', partitions: PARTITIONS },
  ]);
  const ports = await freePorts();
  const [first, second] = await Promise.all(
    ports.map((port) => world.run(wordCount('shakespeare'), { applicationServer: `127.0.0.1:${port}` })),
  );
  await world.send([{ topic: 'lines', key: '1', value: WORDS.join(' ') }]);
  await world.read('words', WORDS.length);
  for (const application of [first!, second!]) {
    const counts = application.store<string, number>('counts');
    for (const word of WORDS) assert.equal(await counts.get(word), 1);
    assert.deepEqual((await counts.all()).map(([word]) => word).sort(), WORDS.toSorted());
  }
  const owners = await Promise.all(WORDS.map((word) => first!.metadataForKey('counts', word)));
  assert.deepEqual(
    [...new Set(owners.map(({ activeHost }) => activeHost?.port))].sort(),
    ports.toSorted(),
    'both instances have keys',
  );
  await second!.close();
  for (const word of WORDS) assert.equal(await first!.store<string, number>('counts').get(word), 1);
  assert.throws(() => first!.store('count'), { code: 'INVALID_ARGUMENT', message: /there are counts/ });
});

test('a standby answers for what was written when it has all of it, and says how far it has come', async (context) => {
  const world = await StreamsWorld.start(context, [{ name: 'lines' }, { name: 'words' }]);
  const ports = await freePorts();
  const [first, second] = await Promise.all(
    ports.map((port) =>
      world.run(countedLines('follower'), { applicationServer: `127.0.0.1:${port}`, numStandbyReplicas: 1 }),
    ),
  );
  const all = [first!, second!];
  const standbysOf = (one: StreamsApplication) => one.threads().flatMap(({ standbyTasks }) => standbyTasks);
  await world.until('there is a standby', () => all.some((one) => standbysOf(one).length === 1));
  const standby = all.find((one) => standbysOf(one).length === 1)!;
  await world.send(['a', 'b', 'a'].map((key) => ({ topic: 'lines', key, value: 'x' })));
  const options = { allowStale: true, retryMs: 10_000 };
  // It reads its own store, and waits until that has come as far.
  const bound = new Map([['lines', new Map([[0, 2]])]]);
  const { partitions, position } = await standby.query('counts', keyQuery<number>('a'), { ...options, bound });
  const result = partitions.get(0)!;
  assert.ok(result.isSuccess && result.value === 2);
  assert.deepEqual(position, bound);
  const beyond = new Map([['lines', new Map([[0, 3]])]]);
  const [refused] = (
    await standby.query('counts', keyQuery('a'), { allowStale: true, bound: beyond })
  ).partitions.values();
  assert.ok(!refused!.isSuccess && refused!.failure.reason === 'NOT_UP_TO_BOUND');
});

test('a place that is taken is told when the application starts', async (context) => {
  const world = await StreamsWorld.start(context, [{ name: 'lines' }, { name: 'words' }]);
  const taken = await serveHttp({ host: '127.0.0.1', port: 0 }, () => assert.fail('nobody asks'));
  const start = world.run(wordCount('late'), { applicationServer: `127.0.0.1:${taken.port}` });
  await assert.rejects(start, { code: 'LISTEN_FAILED', message: /choose another port/ });
  await taken.close();
});

test('an application that has ended answers nothing and begins nothing: it says what it ended with', async (context) => {
  const world = await StreamsWorld.start(context, [{ name: 'lines' }, { name: 'words' }]);
  const topology = new Topology('ended');
  topology
    .stream('lines', TEXTS)
    .peek(() => {
      throw new Error('no line is good');
    })
    .groupByKey()
    .count('counts');
  const application = await topology.start({ bootstrapServers: world.bootstrapServers, logger: quiet });
  const counts = application.store<string, number>('counts');
  const ended = { code: 'CLIENT_CLOSED', message: /The application ended has ended: .*no line is good/s };
  // Nobody has the store yet, and so this is tried again.
  const waiting = assert.rejects(counts.get('a', { bound: new Map([['lines', new Map([[0, 5]])]]) }), ended);
  await world.send([{ topic: 'lines', key: 'a', value: 'x' }]);
  await waiting;
  await assert.rejects(counts.all(), ended);
  await assert.rejects(application.query('counts', keyQuery('a')), ended);
  await assert.rejects(application.metadataForKey('counts', 'a'), ended);
  assert.throws(() => application.addThread(), ended);
  await application.close();
});
