/** Applications whose threads are workers, on a broker in this process. Isolates are dear: some tests share an application. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setEnvironmentData } from 'node:worker_threads';
import { isKafkaError } from '#kernel';
import { quiet, StreamsWorld } from '../application/application.testing.ts';
import type { StreamsApplication } from '../application/streams-application.ts';
import type { StreamsOptions } from '../application/streams-options.ts';
import { rangeQuery } from '../queries/state-query.ts';
import { HARM_DONE, HARMFUL } from './counting-topology.testing.ts';
import { startStreams, type StreamsWorkerOptions } from './start-streams.ts';

const MODULE = new URL('./counting-topology.testing.ts', import.meta.url);
const EXACTLY_ONCE = { processingGuarantee: 'exactly_once_v2', commitIntervalMs: 20 } as const;
const PARTITIONS = 4;
/** So many that each partition has some. */
const KEYS = Array.from({ length: 16 }, (_, index) => `key-${index}`);

interface Results {
  /** As they came, by key. */
  readonly counts: Readonly<Record<string, readonly number[]>>;
  readonly isolates: ReadonlySet<string>;
  readonly named: ReadonlySet<string>;
}

class WorkersWorld {
  readonly world: StreamsWorld;
  readonly stateDir: string;
  readonly #context: TestContext;

  private constructor(world: StreamsWorld, stateDir: string, context: TestContext) {
    this.world = world;
    this.stateDir = stateDir;
    this.#context = context;
  }

  static async start(context: TestContext): Promise<WorkersWorld> {
    setEnvironmentData(HARM_DONE, new Int32Array(new SharedArrayBuffer(4 * HARMFUL.length)));
    const stateDir = await mkdtemp(join(tmpdir(), 'samsa-streams-'));
    const topics = ['lines', 'words'].map((name) => ({ name, partitions: PARTITIONS }));
    const world = await StreamsWorld.start(context, [...topics, 'names']);
    context.after(() => rm(stateDir, { recursive: true }));
    await world.send([{ topic: 'names', key: 'key-0', value: 'ada' }]);
    return new WorkersWorld(world, stateDir, context);
  }

  async run(options: Partial<StreamsOptions & StreamsWorkerOptions> = {}): Promise<StreamsApplication> {
    const application = await startStreams(MODULE, {
      bootstrapServers: this.world.bootstrapServers,
      stateDir: this.stateDir,
      numStreamThreads: 2,
      statestoreCacheMaxBytes: 0,
      commitIntervalMs: 20,
      logger: quiet,
      ...options,
    });
    this.#context.after(() => application.close({ timeoutMs: 5000 }));
    await application.running();
    return application;
  }

  /** So many values of each key. */
  async sendEach(count: number): Promise<void> {
    const values = Array.from({ length: count }, (_, index) => String(index));
    await this.world.send(KEYS.flatMap((key) => values.map((value) => ({ topic: 'lines', key, value }))));
  }

  /** Out of the first so many records. */
  async results(records: number): Promise<Results> {
    const counts: Record<string, number[]> = {};
    const isolates = new Set<string>();
    const named = new Set<string>();
    for (const { key, value } of await this.world.read('words', records, 'read_committed')) {
      const [, count, isolate, name] = /^(\d+) in (\d+) for (\w+)$/.exec(value!)!;
      (counts[key!] ??= []).push(Number(count));
      isolates.add(isolate!);
      if (name !== 'nobody') named.add(`${key}: ${name}`);
    }
    return { counts, isolates, named };
  }
}

/** From 1 on, each once: what exactly once comes to. */
function eachOnce(count: number): Record<string, number[]> {
  return Object.fromEntries(KEYS.map((key) => [key, Array.from({ length: count }, (_, index) => index + 1)]));
}

test('an application by two workers', async (context) => {
  const workers = await WorkersWorld.start(context);
  const { world } = workers;
  const restored: string[] = [];
  const onRestore: StreamsOptions['onRestore'] = ({ store, taskId }) => void restored.push(`${store} ${taskId}`);
  const application = await workers.run({ ...EXACTLY_ONCE, onRestore });
  const hasTasks = (...counts: number[]): boolean =>
    JSON.stringify(application.threads().map(({ activeTasks }) => activeTasks.length)) === JSON.stringify(counts);

  await context.test('processes in isolates of their own, and all results are there exactly once', async () => {
    await world.until('two threads have two tasks each', () => hasTasks(2, 2));
    await workers.sendEach(10);
    const { counts, isolates, named } = await workers.results(160);
    assert.deepEqual(counts, eachOnce(10));
    assert.equal(isolates.size, 2);
    assert.ok(!isolates.has('0'), 'none of them in the isolate of the application');
    assert.deepEqual([...named], ['key-0: ada'], 'each has the global table');
    assert.match(application.threads()[1]?.name ?? '', /^counting-in-workers-[\da-f-]{36}-StreamThread-2$/);
  });

  await context.test('answers for its stores as others do: keys, ranges, global tables', async () => {
    const counts = application.store<string, number>('counts');
    for (const key of KEYS) assert.equal(await counts.get(key), 10);
    assert.deepEqual((await counts.all()).map(([key]) => key).sort(), KEYS.toSorted());
    const { partitions } = await application.query(
      'counts',
      rangeQuery<string, number>({ from: 'key-1', to: 'key-1' }),
    );
    assert.equal(partitions.size, PARTITIONS);
    assert.equal(await application.store<string, string>('names').get('key-0'), 'ada');
  });

  await context.test('tells what its workers measure', async () => {
    const processed = (await application.metrics()).filter(({ group, name }) => {
      return group === 'stream-thread-metrics' && name === 'process-total';
    });
    assert.deepEqual(
      processed.map(({ tags }) => tags['thread-id']),
      application.threads().map(({ name }) => name),
    );
    assert.equal(
      processed.reduce((sum, { value }) => sum + value, 0),
      160,
    );
  });

  await context.test('processes nothing while it is paused, in workers that come later neither', async () => {
    application.pause();
    assert.match(application.addThread(), /StreamThread-3$/);
    await world.until('three threads have tasks', () => hasTasks(2, 1, 1) || hasTasks(1, 2, 1));
    await workers.sendEach(1);
    assert.match((await application.removeThread()) ?? '', /StreamThread-3$/);
    await world.until('two threads have two tasks each again', () => hasTasks(2, 2));
    const counts = application.store<string, number>('counts');
    assert.deepEqual(new Set((await counts.all()).map(([, { value }]) => value)), new Set([10]));
    application.resume();
    assert.deepEqual((await workers.results(176)).counts, eachOnce(11));
  });

  await context.test('tells how stores are restored, and is gone when it is closed', async () => {
    await application.close();
    assert.equal(application.state, 'not-running');
    assert.ok(application.threads().every(({ state, activeTasks }) => state === 'dead' && activeTasks.length === 0));
    const asked = application.query('counts', rangeQuery<string, number>(), { partitions: [0] });
    await assert.rejects(asked, { code: 'CLIENT_CLOSED' });
    const before = restored.length;
    await workers.run({ ...EXACTLY_ONCE, numStreamThreads: 1, stateDir: join(workers.stateDir, 'another'), onRestore });
    const now = [...new Set(restored.slice(before))].sort();
    assert.deepEqual(now, ['counts 1_0', 'counts 1_1', 'counts 1_2', 'counts 1_3']);
  });
});

const DEATHS: Readonly<Record<(typeof HARMFUL)[number], readonly [code: string, message: RegExp]>> = {
  throw: ['PROCESSING_FAILED', /lines-\d, offset \d+: this is bad/],
  exit: ['STREAM_THREAD_DIED', /StreamThread-\d is gone: it ended with exit code 3/],
  'throw-outside': ['STREAM_THREAD_DIED', /StreamThread-\d is gone: nobody has caught .*: thrown outside of tasks/],
  'fill-memory': ['STREAM_THREAD_DIED', /StreamThread-\d is gone: .*memory/],
};

test('a worker that ends, by whatever, is a thread that failed, and another one goes on exactly where it was', async (context) => {
  const workers = await WorkersWorld.start(context);
  const failures: unknown[] = [];
  await workers.run({
    ...EXACTLY_ONCE,
    workerLimits: { maxOldGenerationSizeMb: 64 },
    onUncaughtError: (error) => {
      failures.push(error);
      return 'replace-thread';
    },
  });
  await workers.sendEach(1);
  for (const [index, value] of HARMFUL.entries()) {
    await workers.world.send([{ topic: 'lines', key: 'key-1', value }]);
    await workers.sendEach(1);
    const { counts } = await workers.results((index + 2) * KEYS.length + index + 1);
    const all = Array.from({ length: 2 * index + 3 }, (_, place) => place + 1);
    assert.deepEqual(counts, { ...eachOnce(index + 2), 'key-1': all });
    assert.equal(failures.length, index + 1);
    const [code, message] = DEATHS[value];
    const failure = failures[index];
    assert.ok(isKafkaError(failure, code), String(failure));
    assert.match(failure.message, message);
  }
});

test('an error in a worker ends the application, as in one isolate, unless it is answered otherwise', async (context) => {
  const workers = await WorkersWorld.start(context);
  const application = await workers.run({ numStreamThreads: 1 });
  await workers.world.send([{ topic: 'lines', key: 'key-1', value: 'throw' }]);
  for await (const state of application.states()) if (state === 'error') break;
  assert.ok(isKafkaError(application.lastError, 'PROCESSING_FAILED'));
  assert.equal(application.lastError.cause instanceof Error && application.lastError.cause.message, 'this is bad');
});

test('what cannot be handed to workers is refused by its name before anything is started', async () => {
  const bootstrapServers = 'localhost:1';
  const refused = async (options: object, message: RegExp): Promise<void> => {
    await assert.rejects(startStreams(MODULE, { bootstrapServers, ...options }), { code: 'INVALID_CONFIG', message });
  };
  const partitioner = (): number => 0;
  const remedy =
    /producer\.partitioner is a function.*export it from file:.*const options = \{ producer: \{ partitioner \} \}/;
  await refused({ producer: { partitioner } }, remedy);
  await refused({ sasl: { mechanism: 'OAUTHBEARER', token: partitioner } }, /sasl\.token is a function/);
  await refused({ consumer: { interceptor: new Date(0) } }, /consumer\.interceptor is an object of the class Date/);
  await refused({ env: {} }, /env cannot be given to workers/);
  await refused({ commitInterval: 5 }, /did you mean commitIntervalMs/);
  const load = (module: URL | string): Promise<unknown> => startStreams(module, { bootstrapServers });
  await assert.rejects(load('./topology.ts'), /no URL of a module.*import\.meta\.url/);
  await assert.rejects(load(new URL('./missing.ts', MODULE)), /missing\.ts cannot be loaded/);
  await assert.rejects(load(new URL('./start-streams.ts', MODULE)), /must have a Topology as its default export/);
});
