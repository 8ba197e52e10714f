/** Incremental fetch sessions over the wire (KIP-227): broker rule F10. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Errors,
  newFetchRequestPartition,
  newFetchRequestTopic,
  type FetchRequest,
  type FetchResponse,
} from '#protocol';
import { deleteTopic } from '../admin.testing.ts';
import { batchOf, type TestClient } from '../broker.testing.ts';
import { createTopic, FETCH, fetchMessage, partitionsOf, produce, valuesOf, withBroker } from '../requests.testing.ts';
import { SimulatedBroker } from '../simulation.testing.ts';

const FOR_EVER_MS = 600_000;

interface Wanted {
  readonly offsets?: Readonly<Record<number, number>>;
  readonly forget?: readonly number[];
  readonly version?: number;
  readonly maxWaitMs?: number;
  readonly topic?: string;
}

function ask(client: TestClient, sessionId: number, sessionEpoch: number, wanted: Wanted = {}): Promise<FetchResponse> {
  const { offsets = {}, forget = [], version, maxWaitMs = 0, topic = 'a' } = wanted;
  const topicId = client.topicIds.get(topic)!;
  const partitions = Object.entries(offsets).map(([partition, fetchOffset]) =>
    newFetchRequestPartition({ partition: Number(partition), fetchOffset, partitionMaxBytes: 1_000_000 }),
  );
  const fields: Partial<FetchRequest> = {
    sessionId,
    sessionEpoch,
    topics: partitions.length === 0 ? [] : [newFetchRequestTopic({ topic, topicId, partitions })],
    forgottenTopicsData: forget.length === 0 ? [] : [{ topic, topicId, partitions: [...forget] }],
  };
  return client.call(FETCH, fetchMessage(client, topic, 0, { maxWaitMs, fields }), version);
}

const nameOf = (errorCode: number): string | undefined =>
  Object.values(Errors).find(({ code }) => code === errorCode)?.name;

const shown = (answer: FetchResponse): [number, (string | null)[]][] =>
  partitionsOf(answer).map(({ partitionIndex, records }) => [partitionIndex, valuesOf(records)]);

async function put(client: TestClient, partition: number, value: string): Promise<void> {
  assert.equal((await produce(client, 'a', batchOf([['k', value]]), { partition })).errorCode, 0);
}

/** A topic `a` with three empty partitions, and a session over all of them. */
async function withSession(
  work: (client: TestClient, sessionId: number) => Promise<void>,
  { version = 18, configs = {} }: { version?: number; configs?: Record<string, string> } = {},
): Promise<void> {
  await withBroker(async (client) => {
    await createTopic(client, 'a', { partitions: 3 });
    const first = await ask(client, 0, 0, { offsets: { 0: 0, 1: 0, 2: 0 }, version });
    assert.equal(first.errorCode, 0);
    assert.notEqual(first.sessionId, 0);
    assert.deepEqual(shown(first), [
      [0, []],
      [1, []],
      [2, []],
    ]);
    await work(client, first.sessionId);
  }, configs);
}

test('a full fetch makes a session, and what follows names and shows only what changed', () =>
  withSession(async (client, id) => {
    assert.deepEqual(shown(await ask(client, id, 1)), []);
    await put(client, 1, 'x');
    const second = await ask(client, id, 2);
    assert.equal(second.sessionId, id);
    assert.deepEqual(shown(second), [[1, ['x']]]);
    // It is shown again until the client moves on.
    assert.deepEqual(shown(await ask(client, id, 3)), [[1, ['x']]]);
    assert.deepEqual(shown(await ask(client, id, 4, { offsets: { 1: 1 } })), []);
    await put(client, 0, 'y');
    assert.deepEqual(shown(await ask(client, id, 5)), [[0, ['y']]]);
  }));

test('sessions work in every version that has them, by names and by topic ids', async () => {
  for (const version of [7, 12, 13, 18]) {
    await withSession(
      async (client, id) => {
        await put(client, 2, 'x');
        assert.deepEqual(shown(await ask(client, id, 1, { version })), [[2, ['x']]]);
      },
      { version },
    );
  }
});

test('an incremental fetch waits for any partition of the session', () =>
  withSession(async (client, id) => {
    const other = client;
    const waiting = ask(client, id, 1, { maxWaitMs: 200 });
    assert.deepEqual(shown(await waiting), []);
    await put(other, 2, 'x');
    assert.deepEqual(shown(await ask(client, id, 2, { maxWaitMs: FOR_EVER_MS })), [[2, ['x']]]);
  }));

test('partitions may be added to a session and forgotten', () =>
  withBroker(async (client) => {
    await createTopic(client, 'a', { partitions: 3 });
    const { sessionId } = await ask(client, 0, 0, { offsets: { 0: 0 } });
    for (const partition of [0, 1]) await put(client, partition, `p${partition}`);
    assert.deepEqual(shown(await ask(client, sessionId, 1, { offsets: { 1: 0 } })).toSorted(), [
      [0, ['p0']],
      [1, ['p1']],
    ]);
    assert.deepEqual(shown(await ask(client, sessionId, 2, { forget: [0] })), [[1, ['p1']]]);
    const emptied = await ask(client, sessionId, 3, { forget: [1] });
    assert.deepEqual([emptied.sessionId, shown(emptied)], [0, []]);
    assert.equal(nameOf((await ask(client, sessionId, 4)).errorCode), 'FETCH_SESSION_ID_NOT_FOUND');
  }));

test('a session that is not known is FETCH_SESSION_ID_NOT_FOUND as the error of the whole answer', () =>
  withBroker(async (client) => {
    await createTopic(client, 'a');
    for (const id of [12_345, 0]) {
      const answer = await ask(client, id, 1, { offsets: { 0: 0 }, maxWaitMs: FOR_EVER_MS });
      assert.deepEqual([nameOf(answer.errorCode), answer.responses], ['FETCH_SESSION_ID_NOT_FOUND', []]);
    }
  }));

test('any other epoch than the next one is INVALID_FETCH_SESSION_EPOCH, and the session goes on', () =>
  withSession(async (client, id) => {
    for (const epoch of [2, 7]) {
      assert.equal(nameOf((await ask(client, id, epoch)).errorCode), 'INVALID_FETCH_SESSION_EPOCH');
    }
    assert.equal((await ask(client, id, 1)).errorCode, 0);
    assert.equal(nameOf((await ask(client, id, 1)).errorCode), 'INVALID_FETCH_SESSION_EPOCH');
    assert.equal((await ask(client, id, 2)).errorCode, 0);
  }));

test('a session by topic ids cannot go on by names, nor the other way round', async () => {
  for (const [version, next] of [
    [13, 12],
    [12, 13],
  ] as const) {
    await withSession(
      async (client, id) => {
        assert.equal(nameOf((await ask(client, id, 1, { version: next })).errorCode), 'FETCH_SESSION_TOPIC_ID_ERROR');
      },
      { version },
    );
  }
});

test('a full fetch that names a session ends it and makes another; epoch -1 ends it and makes none', () =>
  withSession(async (client, id) => {
    const next = await ask(client, id, 0, { offsets: { 0: 0 } });
    assert.ok(next.sessionId !== 0 && next.sessionId !== id);
    assert.equal(nameOf((await ask(client, id, 1)).errorCode), 'FETCH_SESSION_ID_NOT_FOUND');
    const last = await ask(client, next.sessionId, -1, { offsets: { 0: 0 } });
    assert.deepEqual([last.sessionId, shown(last)], [0, [[0, []]]]);
    assert.equal(nameOf((await ask(client, next.sessionId, 1)).errorCode), 'FETCH_SESSION_ID_NOT_FOUND');
  }));

test('when the slots are taken, a client is served without a session', () =>
  withSession(
    async (client, id) => {
      const second = await ask(client, 0, 0, { offsets: { 0: 0 } });
      assert.deepEqual([second.errorCode, second.sessionId, shown(second)], [0, 0, [[0, []]]]);
      assert.equal((await ask(client, id, 1)).errorCode, 0, 'the one with the slot keeps it');
    },
    { configs: { 'max.incremental.fetch.session.cache.slots': '1' } },
  ));

test('an error is told in each answer while it lasts, and what comes after it in the next', () =>
  withSession(async (client, id) => {
    const unknown = (): Promise<FetchResponse> => ask(client, id, 1, { offsets: { 9: 0 } });
    const codes = (answer: FetchResponse): unknown[] =>
      partitionsOf(answer).map(({ partitionIndex, errorCode }) => [partitionIndex, nameOf(errorCode)]);
    assert.deepEqual(codes(await unknown()), [[9, 'UNKNOWN_TOPIC_OR_PARTITION']]);
    assert.deepEqual(codes(await ask(client, id, 2)), [[9, 'UNKNOWN_TOPIC_OR_PARTITION']]);
    await put(client, 0, 'x');
    assert.deepEqual(codes(await ask(client, id, 3, { forget: [9], offsets: { 0: 5 } })), [[0, 'OFFSET_OUT_OF_RANGE']]);
    const back = await ask(client, id, 4, { offsets: { 0: 1 } });
    assert.deepEqual(codes(back), [[0, 'NONE']]);
    assert.deepEqual(codes(await ask(client, id, 5)), []);
  }));

test('a topic that is made again under its name is another one for a session by topic ids', () =>
  withSession(async (client, id) => {
    await deleteTopic(client, 'a');
    await createTopic(client, 'a', { partitions: 3 });
    const answer = await ask(client, id, 1);
    assert.deepEqual(
      partitionsOf(answer).map(({ errorCode }) => nameOf(errorCode)),
      ['UNKNOWN_TOPIC_ID', 'UNKNOWN_TOPIC_ID', 'UNKNOWN_TOPIC_ID'],
    );
  }));

test('partitions that got records give way to those that did not, so that none starves', () =>
  withSession(async (client, id) => {
    const large = 'x'.repeat(1000);
    for (const partition of [0, 1, 2]) for (let i = 0; i < 3; i++) await put(client, partition, large);
    const served: number[] = [];
    for (let epoch = 1; epoch <= 6; epoch++) {
      const fields = { sessionId: id, sessionEpoch: epoch, topics: [], maxBytes: 1 };
      const answer = await client.call(FETCH, fetchMessage(client, 'a', 0, { fields }));
      served.push(
        ...partitionsOf(answer)
          .filter(({ records }) => valuesOf(records).length > 0)
          .map((p) => p.partitionIndex),
      );
    }
    assert.deepEqual(served, [0, 1, 2, 0, 1, 2]);
  }));

test('a session that nobody used for two minutes gives its slot to another client', async () => {
  const broker = new SimulatedBroker(1, { 'max.incremental.fetch.session.cache.slots': '1' });
  await broker.start();
  await broker.run(async () => {
    const client = await broker.connect();
    await createTopic(client, 'a');
    const pause = (ms: number): Promise<void> => new Promise((done) => broker.clients.env.scheduler.after(ms, done));
    const full = async (): Promise<number> => (await ask(client, 0, 0, { offsets: { 0: 0 } })).sessionId;
    const first = await full();
    await pause(60_000);
    assert.equal(await full(), 0);
    assert.equal((await ask(client, first, 1)).errorCode, 0);
    await pause(100_000);
    assert.equal(await full(), 0, 'it was used meanwhile');
    await pause(30_000);
    assert.notEqual(await full(), 0);
    assert.equal(nameOf((await ask(client, first, 2)).errorCode), 'FETCH_SESSION_ID_NOT_FOUND');
  });
  await broker.close();
});
