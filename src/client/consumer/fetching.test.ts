import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Env } from '#kernel';
import { createNodeEnv } from '#kernel/node';
import {
  Errors,
  fetchRequest,
  fetchResponse,
  metadataRequest,
  metadataResponse,
  newFetchResponseEpochEndOffset,
  newFetchResponseLeaderIdAndEpoch,
  newFetchResponseNodeEndpoint,
  newOffsetForLeaderEpochResponse,
  newOffsetForLeaderEpochResponseEpochEndOffset,
  newOffsetForLeaderEpochResponseOffsetForLeaderTopicResult,
  offsetForLeaderEpochRequest,
  offsetForLeaderEpochResponse,
  type FetchRequest,
} from '#protocol';
import { batch, marker } from '../records/records.testing.ts';
import { ScriptedBroker } from '../scripted-broker.testing.ts';
import { Consumer } from './consumer.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import { take, until } from './consumers.testing.ts';
import { ScriptedLog } from './scripted-log.testing.ts';

const TOPIC = 'orders';
const place = { topic: TOPIC, partition: 0 };

class World {
  readonly env: Env = createNodeEnv({ logger: { stream: { write: () => true } } });
  readonly log: ScriptedLog;
  readonly brokers: ScriptedBroker[] = [];
  readonly #context: TestContext;

  private constructor(context: TestContext, log: ScriptedLog) {
    this.#context = context;
    this.log = log;
  }

  static async start(context: TestContext, { partitions = 1, nodes = 1 } = {}): Promise<World> {
    const world = new World(context, new ScriptedLog(TOPIC, partitions));
    for (let nodeId = 1; nodeId <= nodes; nodeId++)
      world.brokers.push(await ScriptedBroker.start(world.env, { nodeId }));
    for (const broker of world.brokers) {
      broker.peers = world.brokers.filter((other) => other !== broker);
      broker.topics.set(TOPIC, { partitions, leader: 1 });
      world.log.serve(broker);
    }
    context.after(async () => {
      for (const broker of world.brokers) await broker.stop();
    });
    return world;
  }

  get broker(): ScriptedBroker {
    return this.brokers[0]!;
  }

  /** Of every partition, as that node is now. */
  lead(leader: number, leaderEpoch: number, topicId?: string): void {
    const { partitions } = this.broker.topics.get(TOPIC)!;
    for (const broker of this.brokers) {
      broker.topics.set(TOPIC, { partitions, leader, leaderEpoch, ...(topicId === undefined ? {} : { topicId }) });
    }
  }

  consumer(options: Partial<ConsumerOptions> = {}): Consumer {
    const consumer = new Consumer({
      bootstrapServers: this.broker.bootstrap,
      env: this.env,
      autoOffsetReset: 'earliest',
      retryBackoffMs: 5,
      retryBackoffMaxMs: 20,
      enableMetricsPush: false,
      ...options,
    });
    this.#context.after(() => consumer.close({ timeoutMs: 500 }));
    return consumer;
  }

  fetches(node = 0): FetchRequest[] {
    return this.brokers[node]!.requests(fetchRequest);
  }
}

test('records of aborted transactions are left out where the marker comes with the next fetch', async (context) => {
  const world = await World.start(context);
  world.log.batchesPerFetch = 1;
  world.log.aborted = [
    { producerId: 7, firstOffset: 0, lastOffset: 3 },
    { producerId: 7, firstOffset: 4, lastOffset: 5 },
  ];
  world.log.batches[0]!.push(
    batch({ baseOffset: 0, values: ['x1'], producerId: 7 }),
    batch({ baseOffset: 1, values: ['plain1'] }),
    batch({ baseOffset: 2, values: ['x2'], producerId: 7 }),
    marker(3, 7, false),
    batch({ baseOffset: 4, values: ['x3'], producerId: 7 }),
    marker(5, 7, false),
    batch({ baseOffset: 6, values: ['kept'], producerId: 7 }),
    marker(7, 7, true),
    batch({ baseOffset: 8, values: ['plain2'] }),
  );
  const committed = world.consumer();
  committed.assign([place]);
  assert.deepEqual(await take(committed, 3), ['plain1', 'kept', 'plain2']);
  assert.ok(world.fetches().every(({ isolationLevel }) => isolationLevel === 1));
  const all = world.consumer({ isolationLevel: 'read_uncommitted' });
  all.assign([place]);
  assert.deepEqual(await take(all, 6), ['x1', 'plain1', 'x2', 'x3', 'kept', 'plain2']);
});

test('the position moves past markers and aborted records although nothing is handed out', async (context) => {
  const world = await World.start(context);
  world.log.aborted = [{ producerId: 7, firstOffset: 0, lastOffset: 1 }];
  world.log.batches[0]!.push(batch({ baseOffset: 0, values: ['x'], producerId: 7 }), marker(1, 7, false));
  const consumer = world.consumer();
  consumer.assign([place]);
  const next = consumer.records().next();
  await until(async () => (await consumer.position(place)) === 2, 'the position is behind the marker');
  world.log.batches[0]!.push(batch({ baseOffset: 2, values: ['a'] }));
  assert.equal((await next).value.text(), 'a');
});

test('a damaged batch is an error in its place until the application seeks past it', async (context) => {
  const world = await World.start(context);
  const damaged = batch({ baseOffset: 1, values: ['b'] });
  damaged[damaged.length - 1]! ^= 1;
  world.log.batches[0]!.push(batch({ baseOffset: 0, values: ['a'] }), damaged, batch({ baseOffset: 2, values: ['c'] }));
  const consumer = world.consumer();
  consumer.assign([place]);
  assert.deepEqual(await take(consumer, 1), ['a']);
  for (let i = 0; i < 2; i++) {
    await assert.rejects(take(consumer, 1), { code: 'CORRUPT_MESSAGE', message: /offset 1 of orders-0/, partition: 0 });
  }
  consumer.seek({ ...place, offset: 2 });
  assert.deepEqual(await take(consumer, 1), ['c']);
});

test('a leader that moved is followed at once where the old one says where to', async (context) => {
  const world = await World.start(context, { nodes: 2 });
  world.log.batches[0]!.push(batch({ baseOffset: 0, values: ['a'] }));
  const consumer = world.consumer({ metadataMaxAgeMs: 60_000 });
  consumer.assign([place]);
  assert.deepEqual(await take(consumer, 1), ['a']);
  const [old, next] = world.brokers as [ScriptedBroker, ScriptedBroker];
  world.log.override = (asked) => {
    if (asked.currentLeaderEpoch === 3) return null;
    return {
      records: null,
      errorCode: Errors.NOT_LEADER_OR_FOLLOWER.code,
      currentLeader: newFetchResponseLeaderIdAndEpoch({ leaderId: 2, leaderEpoch: 3 }),
    };
  };
  world.log.decorate = (response) => ({
    ...response,
    nodeEndpoints: [newFetchResponseNodeEndpoint({ nodeId: 2, host: next.host, port: next.port })],
  });
  world.log.batches[0]!.push(batch({ baseOffset: 1, values: ['b'] }));
  // Nobody has to be asked for metadata, and nobody would answer.
  for (const broker of [old, next]) broker.on(metadataRequest, metadataResponse, () => 'silence');
  assert.deepEqual(await take(consumer, 1), ['b']);
  assert.ok(world.fetches(1).length > 0);
});

test('a leader that moved is found by metadata where the old one does not say', async (context) => {
  const world = await World.start(context, { nodes: 2 });
  world.log.batches[0]!.push(batch({ baseOffset: 0, values: ['a'] }));
  world.log.override = (asked) =>
    asked.currentLeaderEpoch === 3 ? null : { records: null, errorCode: Errors.NOT_LEADER_OR_FOLLOWER.code };
  const consumer = world.consumer();
  consumer.assign([place]);
  const next = consumer.records().next();
  await until(() => world.fetches().length >= 2, 'the old leader has been asked again');
  assert.equal(consumer.status.state, 'retrying');
  world.lead(2, 3);
  assert.equal((await next).value.text(), 'a');
});

test('a follower nearby is read from where the leader points to it, and left when it does not have the offset', async (context) => {
  const world = await World.start(context, { nodes: 2 });
  world.log.batches[0]!.push(batch({ baseOffset: 0, values: ['a'] }));
  let outOfRange = 0;
  const [leader, follower] = world.brokers as [ScriptedBroker, ScriptedBroker];
  world.log.override = () => (world.fetches(1).length === 0 ? { records: null, preferredReadReplica: 2 } : null);
  const consumer = world.consumer({ clientRack: 'near' });
  consumer.assign([place]);
  assert.deepEqual(await take(consumer, 1), ['a']);
  assert.ok(world.fetches(1).length > 0);
  assert.equal(world.fetches()[0]!.rackId, 'near');
  const atLeader = leader.requests(fetchRequest).length;
  world.log.override = ({ fetchOffset }) =>
    leader.requests(fetchRequest).length === atLeader && fetchOffset === 1
      ? (outOfRange++, { records: null, errorCode: Errors.OFFSET_OUT_OF_RANGE.code })
      : null;
  world.log.batches[0]!.push(batch({ baseOffset: 1, values: ['b'] }));
  assert.deepEqual(await take(consumer, 1), ['b'], 'the position was not reset');
  assert.equal(outOfRange, 1);
  assert.ok(follower.openConnections > 0);
});

test('a log that was truncated below the position is read on from where it ends', async (context) => {
  const world = await World.start(context);
  world.log.batches[0]!.push(batch({ baseOffset: 0, values: ['a', 'b', 'lost', 'lost'], leaderEpoch: 2 }));
  const consumer = world.consumer();
  consumer.assign([place]);
  await take(consumer, 4);
  world.log.batches[0] = [
    batch({ baseOffset: 0, values: ['a', 'b'], leaderEpoch: 2 }),
    batch({ baseOffset: 2, values: ['new'], leaderEpoch: 3 }),
  ];
  world.log.override = ({ lastFetchedEpoch, fetchOffset }) =>
    lastFetchedEpoch === 2 && fetchOffset > 2
      ? { records: null, divergingEpoch: newFetchResponseEpochEndOffset({ epoch: 2, endOffset: 2 }) }
      : null;
  assert.deepEqual(await take(consumer, 1), ['new']);
});

for (const onNoOffset of ['none', 'earliest'] as const) {
  test(`a new leader is asked whether the position is still in its log, with onNoOffset ${onNoOffset}`, async (context) => {
    const world = await World.start(context);
    world.lead(1, 2);
    world.log.batches[0]!.push(batch({ baseOffset: 0, values: ['a', 'b', 'lost'], leaderEpoch: 2 }));
    let endOffset = 3;
    world.broker.on(offsetForLeaderEpochRequest, offsetForLeaderEpochResponse, ({ topics }) => {
      assert.deepEqual(topics[0]!.partitions, [{ partition: 0, currentLeaderEpoch: 5, leaderEpoch: 2 }]);
      const partitions = [newOffsetForLeaderEpochResponseEpochEndOffset({ partition: 0, leaderEpoch: 2, endOffset })];
      return newOffsetForLeaderEpochResponse({
        topics: [newOffsetForLeaderEpochResponseOffsetForLeaderTopicResult({ topic: TOPIC, partitions })],
      });
    });
    const consumer = world.consumer({ autoOffsetReset: undefined, onNoOffset, metadataMaxAgeMs: 30 });
    consumer.assign([{ ...place, offset: 0 }]);
    await take(consumer, 3);
    endOffset = 2;
    world.log.batches[0] = [
      batch({ baseOffset: 0, values: ['a', 'b'], leaderEpoch: 2 }),
      batch({ baseOffset: 2, values: ['new'], leaderEpoch: 5 }),
    ];
    world.lead(1, 5);
    if (onNoOffset === 'none') {
      await assert.rejects(take(consumer, 1), {
        code: 'LOG_TRUNCATION',
        message: /ends at offset 2 in leader epoch 2/,
      });
      consumer.seek({ ...place, offset: 2 });
    }
    assert.deepEqual(await take(consumer, 1), ['new']);
  });
}

test('a topic that was deleted and created anew is read from where autoOffsetReset says', async (context) => {
  const world = await World.start(context);
  world.log.batches[0]!.push(batch({ baseOffset: 0, values: ['old', 'old'] }));
  const consumer = world.consumer({ metadataMaxAgeMs: 30 });
  consumer.assign([place]);
  await take(consumer, 2);
  world.log.batches[0] = [batch({ baseOffset: 0, values: ['n0', 'n1', 'n2'] })];
  world.log.topicId = 'BBBBBBBBBBBBBBBBBBBBBA';
  world.lead(1, 0, world.log.topicId);
  assert.deepEqual(await take(consumer, 3), ['n0', 'n1', 'n2']);
});

test('a topic that is gone for a while is read again once it is back', async (context) => {
  const world = await World.start(context);
  world.log.batches[0]!.push(batch({ baseOffset: 0, values: ['old'] }));
  const consumer = world.consumer();
  consumer.assign([place]);
  await take(consumer, 1);
  world.log.batches[0] = [batch({ baseOffset: 0, values: ['n0', 'n1'] })];
  world.log.topicId = 'BBBBBBBBBBBBBBBBBBBBBA';
  const next = consumer.records().next();
  const topic = world.broker.topics.get(TOPIC)!;
  world.broker.topics.delete(TOPIC);
  const metadata = (): number => world.broker.received.filter(({ apiName }) => apiName === 'Metadata').length;
  const before = metadata();
  await until(
    () => metadata() > before + 3 && consumer.status.state === 'retrying',
    'it asks for the topic again and again',
  );
  world.broker.topics.set(TOPIC, { ...topic, topicId: world.log.topicId });
  assert.equal((await next).value.text(), 'n0');
});

test('a session that the broker does not know is begun anew without a loss', async (context) => {
  const world = await World.start(context);
  let sessions = 0;
  world.log.decorate = (response) => ({ ...response, sessionId: 5 });
  world.log.batches[0]!.push(batch({ baseOffset: 0, values: ['a'] }));
  const consumer = world.consumer();
  consumer.assign([place]);
  assert.deepEqual(await take(consumer, 1), ['a']);
  world.log.decorate = (response) => {
    const request = world.fetches().at(-1)!;
    if (request.sessionId !== 5 || request.sessionEpoch <= 0) return { ...response, sessionId: 6 };
    sessions++;
    return { ...response, responses: [], sessionId: 0, errorCode: Errors.FETCH_SESSION_ID_NOT_FOUND.code };
  };
  world.log.batches[0]!.push(batch({ baseOffset: 1, values: ['b'] }));
  assert.deepEqual(await take(consumer, 1), ['b']);
  assert.equal(sessions, 1);
});

test('old brokers are read by topic names, without sessions', async (context) => {
  for (const version of [4, 6, 10, 12]) {
    const world = await World.start(context);
    world.broker.versions.set(1, [4, version]);
    world.log.batches[0]!.push(batch({ baseOffset: 0, values: ['a'] }));
    const consumer = world.consumer();
    consumer.assign([place]);
    assert.deepEqual(await take(consumer, 1), ['a']);
  }
});

test('a topic that may not be read ends the loop, and is read where that changes', async (context) => {
  const world = await World.start(context);
  world.log.batches[0]!.push(batch({ baseOffset: 0, values: ['a'] }));
  let isForbidden = true;
  world.log.override = () =>
    isForbidden ? { records: null, errorCode: Errors.TOPIC_AUTHORIZATION_FAILED.code } : null;
  const consumer = world.consumer();
  consumer.assign([place]);
  await assert.rejects(take(consumer, 1), { code: 'TOPIC_AUTHORIZATION_FAILED', topic: TOPIC });
  isForbidden = false;
  let seen: (string | null)[] = [];
  await until(async () => {
    seen = await take(consumer, 1).catch(() => []);
    return seen.length > 0;
  }, 'the topic may be read');
  assert.deepEqual(seen, ['a']);
});

test('a broker that cannot fetch at all ends the consumer with an error that stays', async (context) => {
  const world = await World.start(context);
  world.broker.versions.set(1, null);
  const consumer = world.consumer();
  consumer.assign([place]);
  for (let i = 0; i < 2; i++) await assert.rejects(take(consumer, 1), { code: 'UNSUPPORTED_VERSION' });
  assert.equal(consumer.status.state, 'failed');
  assert.equal(consumer.status.lastError!.code, 'UNSUPPORTED_VERSION');
  await assert.rejects(consumer.position(place), { code: 'UNSUPPORTED_VERSION' });
});

test('answers that are garbage are tried again, and told in the status', async (context) => {
  const world = await World.start(context);
  world.log.batches[0]!.push(batch({ baseOffset: 0, values: ['a'] }));
  world.broker.on(fetchRequest, fetchResponse, () => Buffer.from([0, 0, 0, 8, 0, 0, 0, 1, 1, 2, 3, 4]));
  const consumer = world.consumer();
  consumer.assign([place]);
  const next = consumer.records().next();
  await until(() => consumer.status.state === 'retrying', 'it is retried');
  world.log.serve(world.broker);
  assert.equal((await next).value.text(), 'a');
  await until(() => consumer.status.state === 'consuming', 'all is well');
});

test('what a fetch brings after a seek is not handed out', async (context) => {
  const world = await World.start(context);
  world.log.batches[0]!.push(batch({ baseOffset: 0, values: ['a'] }), batch({ baseOffset: 1, values: ['b', 'c'] }));
  world.log.batchesPerFetch = 1;
  let answer!: () => void;
  const held = new Promise<void>((resolve) => (answer = resolve));
  world.log.decorate = async (response) => {
    await held;
    return response;
  };
  const consumer = world.consumer();
  consumer.assign([{ ...place, offset: 0 }]);
  const next = consumer.records().next();
  await until(() => world.fetches().length === 1, 'the fetch is under way');
  consumer.seek({ ...place, offset: 2 });
  answer();
  assert.equal((await next).value.text(), 'c');
});

test('a part of a batch at the end of an answer that is full does not hold up the next fetch', async (context) => {
  const world = await World.start(context);
  const whole = batch({ baseOffset: 0, values: ['a', 'b'] });
  const next = batch({ baseOffset: 2, values: ['c'] });
  world.log.batches[0]!.push(whole, next);
  const answer = Buffer.concat([whole, next.subarray(0, 30)]);
  world.log.override = ({ fetchOffset }) => (fetchOffset === 0 ? { records: answer } : null);
  const consumer = world.consumer({ maxPartitionFetchBytes: answer.length, maxPollRecords: 1 });
  consumer.assign([place]);
  const records = consumer.records();
  assert.equal((await records.next()).value.text(), 'a');
  await until(() => world.fetches().length === 2, 'what follows is fetched while the batch is in hand');
  assert.equal(world.fetches()[1]!.topics[0]!.partitions[0]!.fetchOffset, 2);
  assert.equal((await records.next()).value.text(), 'b');
  assert.equal((await records.next()).value.text(), 'c');
});

test('a loop that waits for nothing lets the event loop turn while it has records in hand', async (context) => {
  const world = await World.start(context);
  world.log.batches[0]!.push(batch({ baseOffset: 0, values: Array.from({ length: 400 }, String) }));
  const consumer = world.consumer();
  consumer.assign([place]);
  let turnedAt = -1;
  for await (const { offset } of consumer) {
    if (offset === 0) setImmediate(() => (turnedAt = 0));
    if (turnedAt === 0) turnedAt = offset;
    // Longer than a loop may go without a turn by the time that it has had the few records between two looks at the clock.
    for (const until = performance.now() + 0.5; performance.now() < until;);
    if (offset === 399) break;
  }
  assert.ok(turnedAt > 0 && turnedAt < 100, `it turned before record ${turnedAt}`);
});

test('a signal that is given by the body of a loop ends it while it has records in hand', async (context) => {
  const world = await World.start(context);
  world.log.batches[0]!.push(batch({ baseOffset: 0, values: Array.from({ length: 400 }, String) }));
  const consumer = world.consumer();
  consumer.assign([place]);
  const stop = new AbortController();
  let last = -1;
  await assert.rejects(
    async () => {
      for await (const { offset } of consumer.records({ signal: stop.signal })) {
        if (offset === 0) stop.abort();
        last = offset;
      }
    },
    { code: 'ABORTED' },
  );
  assert.ok(last < 100, `it ended behind record ${last}`);
});
