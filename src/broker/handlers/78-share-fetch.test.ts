/** What a member of a share group is given, for how long, and what becomes of what it says: KIP-932, broker rule N7. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  Errors,
  incrementalAlterConfigsRequest,
  incrementalAlterConfigsResponse,
  newIncrementalAlterConfigsRequest,
  newShareAcknowledgeRequest,
  shareAcknowledgeRequest,
  shareAcknowledgeResponse,
} from '#protocol';
import { batchOf, startTestBroker, type TestBroker, type TestClient } from '../broker.testing.ts';
import { createTopic, produce, valuesOf } from '../requests.testing.ts';
import { initializeShare, type SharedPartition, ShareReader, shareSummary } from '../share/share.testing.ts';
import { SimulatedBroker } from '../simulation.testing.ts';
import { TestProducer } from '../transactions.testing.ts';

const ACCEPT = 1;
const RELEASE = 2;
const REJECT = 3;
const RENEW = 4;
const RECORD_LIMIT = 1;
/** Kafka's code of a group among config resources. */
const GROUP = 32;
/** Longer than any test may take: who is answered was woken. */
const FOR_EVER_MS = 600_000;

let broker: TestBroker;
let client: TestClient;
before(async () => {
  broker = await startTestBroker({
    'share.coordinator.state.topic.num.partitions': '2',
    'group.share.max.share.sessions': '50',
  });
  client = await broker.connect();
});
after(() => broker.stop());

let names = 0;

async function share(on: TestClient = client, startOffset = 0): Promise<{ topic: string; shared: SharedPartition }> {
  const topic = `shared-${names++}`;
  const topicId = await createTopic(on, topic);
  const shared = { groupId: `group-of-${topic}`, topicId, partition: 0 };
  await initializeShare(on, shared, startOffset);
  return { topic, shared };
}

async function write(topic: string, count: number, on: TestClient = client): Promise<void> {
  const records = Array.from({ length: count }, (_, i): [null, string] => [null, `record ${i}`]);
  const { errorCode } = await produce(on, topic, batchOf(records, { timestamp: 0 }));
  assert.equal(errorCode, Errors.NONE.code);
}

function ranges(data: Awaited<ReturnType<ShareReader['read']>>): number[][] {
  return (data?.acquiredRecords ?? []).map(({ firstOffset, lastOffset, deliveryCount }) => [
    firstOffset,
    lastOffset,
    deliveryCount,
  ]);
}

test('records go to one member, and once accepted to nobody again', async () => {
  const { topic, shared } = await share();
  await write(topic, 3);
  const one = new ShareReader(client, shared, 'one');
  const other = new ShareReader(client, shared, 'other');
  const data = await one.read();
  assert.deepEqual(ranges(data), [[0, 2, 1]]);
  assert.deepEqual(valuesOf(data!.records), ['record 0', 'record 1', 'record 2']);
  assert.equal(await other.read(), undefined);
  assert.equal(await one.acknowledge(0, 2, ACCEPT), Errors.NONE.code);
  await write(topic, 1);
  assert.deepEqual(ranges(await other.read()), [[3, 3, 1]]);
  assert.equal(
    (await shareSummary(client, shared)).startOffset + (await shareSummary(client, shared)).deliveryCompleteCount,
    3,
  );
});

test('what is released comes again with a higher count, what is rejected never', async () => {
  const { topic, shared } = await share();
  await write(topic, 4);
  const reader = new ShareReader(client, shared, 'reader');
  await reader.read();
  const acknowledge = [{ firstOffset: 0, lastOffset: 3, acknowledgeTypes: [ACCEPT, RELEASE, REJECT, RELEASE] }];
  const data = await reader.read({ acknowledge });
  assert.equal(data!.acknowledgeErrorCode, Errors.NONE.code);
  assert.deepEqual(ranges(data), [
    [1, 1, 2],
    [3, 3, 2],
  ]);
});

test('a fetch that waits is answered by new records, and by records that another member releases', async () => {
  const { topic, shared } = await share();
  const waiter = new ShareReader(await broker.connect(), shared, 'waiter');
  await waiter.fetch();
  const waiting = waiter.read({ maxWaitMs: FOR_EVER_MS });
  await write(topic, 2);
  assert.deepEqual(ranges(await waiting), [[0, 1, 1]]);
  const other = new ShareReader(await broker.connect(), shared, 'other');
  await other.fetch();
  const woken = other.read({ maxWaitMs: FOR_EVER_MS });
  assert.equal(await waiter.acknowledge(1, 1, RELEASE), Errors.NONE.code);
  assert.deepEqual(ranges(await woken), [[1, 1, 2]]);
});

test('fetches of many members that come together wait, and each write is given to one of them', async () => {
  const { topic, shared } = await share();
  const clients = await Promise.all(Array.from({ length: 4 }, () => broker.connect()));
  const readers = clients.map((one, index) => new ShareReader(one, shared, `waiting-${index}`));
  const waiting = readers.map((reader) => reader.read({ maxWaitMs: FOR_EVER_MS }));
  for (let round = 0; round < readers.length; round++) {
    await write(topic, 1);
    const { data, index } = await Promise.race(
      waiting.map((read, place) => read.then((found) => ({ data: found, index: place }))),
    );
    assert.deepEqual(ranges(data), [[round, round, 1]]);
    waiting[index] = new Promise(() => undefined);
  }
  for (const one of clients) one.close();
});

test('a member that goes without a word leaves what it held to the others, as if it had never had it', async () => {
  const { topic, shared } = await share();
  await write(topic, 2);
  const connection = await broker.connect();
  const gone = new ShareReader(connection, shared, 'gone');
  assert.deepEqual(ranges(await gone.read()), [[0, 1, 1]]);
  const heir = new ShareReader(client, shared, 'heir');
  await heir.fetch();
  const waiting = heir.read({ maxWaitMs: FOR_EVER_MS });
  connection.close();
  assert.deepEqual(ranges(await waiting), [[0, 1, 1]]);
});

test('the last request of a session acknowledges and releases the rest', async () => {
  const { topic, shared } = await share();
  await write(topic, 4);
  const leaver = new ShareReader(client, shared, 'leaver');
  await leaver.read();
  assert.equal(await leaver.acknowledge(0, 1, ACCEPT, { epoch: -1 }), Errors.NONE.code);
  assert.equal(await leaver.acknowledge(2, 2, ACCEPT), Errors.SHARE_SESSION_NOT_FOUND.code);
  assert.deepEqual(ranges(await new ShareReader(client, shared, 'next').read()), [[2, 3, 1]]);
});

test('nobody can tell of records that they do not hold', async () => {
  const { topic, shared } = await share();
  await write(topic, 4);
  const one = new ShareReader(client, shared, 'one');
  const other = new ShareReader(client, shared, 'other');
  await one.read();
  await other.fetch();
  const { INVALID_RECORD_STATE, INVALID_REQUEST, NONE } = Errors;
  assert.equal(await other.acknowledge(0, 0, ACCEPT), INVALID_RECORD_STATE.code);
  assert.equal(await one.acknowledge(2, 9, ACCEPT), INVALID_REQUEST.code, 'beyond what was given');
  assert.equal(await one.acknowledge(2, 3, ACCEPT), NONE.code, 'the one that failed has changed nothing');
  assert.equal(await one.acknowledge(2, 2, RELEASE), INVALID_RECORD_STATE.code, 'said already');
  assert.equal(await one.acknowledge(0, 1, ACCEPT), NONE.code);
  assert.equal(await one.acknowledge(0, 3, ACCEPT), NONE.code, 'all of it is done with');
});

test('requests out of the order of their session are refused', async () => {
  const { shared } = await share();
  const reader = new ShareReader(client, shared, 'reader');
  const { INVALID_SHARE_SESSION_EPOCH, SHARE_SESSION_NOT_FOUND, INVALID_REQUEST } = Errors;
  assert.equal((await reader.fetch({ shareSessionEpoch: 3 })).errorCode, SHARE_SESSION_NOT_FOUND.code);
  await reader.fetch();
  assert.equal((await reader.fetch({ shareSessionEpoch: 7 })).errorCode, INVALID_SHARE_SESSION_EPOCH.code);
  assert.equal(await reader.acknowledge(0, 0, ACCEPT, { epoch: 0 }), INVALID_SHARE_SESSION_EPOCH.code);
  const acknowledge = [{ firstOffset: 0, lastOffset: 0, acknowledgeTypes: [ACCEPT] }];
  assert.equal((await reader.fetch({ shareSessionEpoch: 0, acknowledge })).errorCode, INVALID_REQUEST.code);
});

test('acknowledgements that make no sense are refused', async () => {
  const { topic, shared } = await share();
  await write(topic, 4);
  const reader = new ShareReader(client, shared, 'reader');
  await reader.read();
  for (const batches of [
    [{ firstOffset: 1, lastOffset: 0, acknowledgeTypes: [ACCEPT] }],
    [{ firstOffset: 0, lastOffset: 3, acknowledgeTypes: [ACCEPT, ACCEPT] }],
    [{ firstOffset: 0, lastOffset: 3, acknowledgeTypes: [] }],
    [{ firstOffset: 0, lastOffset: 0, acknowledgeTypes: [9] }],
    [{ firstOffset: 0, lastOffset: 0, acknowledgeTypes: [RENEW] }],
    [
      { firstOffset: 1, lastOffset: 1, acknowledgeTypes: [ACCEPT] },
      { firstOffset: 0, lastOffset: 0, acknowledgeTypes: [ACCEPT] },
    ],
  ]) {
    const data = await reader.read({ acknowledge: batches });
    assert.equal(data!.acknowledgeErrorCode, Errors.INVALID_REQUEST.code, JSON.stringify(batches));
  }
});

test('with a limit of records no more are given, with one of batches the batch is whole', async () => {
  const { topic, shared } = await share();
  await write(topic, 10);
  await write(topic, 10);
  const exact = new ShareReader(client, shared, 'exact');
  assert.deepEqual(ranges(await exact.read({ maxRecords: 4, shareAcquireMode: RECORD_LIMIT })), [[0, 3, 1]]);
  const whole = new ShareReader(client, shared, 'whole');
  assert.deepEqual(ranges(await whole.read({ maxRecords: 4 })), [[4, 9, 1]]);
});

test('so many share sessions and no more', async () => {
  const { shared } = await share();
  const codes = new Set<number>();
  for (let i = 0; i < 60; i++) {
    const reader = new ShareReader(client, shared, `member-${i}`);
    codes.add((await reader.fetch()).errorCode);
  }
  assert.deepEqual([...codes], [Errors.NONE.code, Errors.SHARE_SESSION_LIMIT_REACHED.code]);
  for (let i = 0; i < 60; i++) {
    const close = newShareAcknowledgeRequest({
      groupId: shared.groupId,
      memberId: `member-${i}`,
      shareSessionEpoch: -1,
    });
    await client.call([shareAcknowledgeRequest, shareAcknowledgeResponse], close);
  }
});

test('what a member acknowledged is behind the group after a restart, what it did not comes again', async () => {
  const { topic, shared } = await share();
  await write(topic, 10);
  const connection = await broker.connect();
  const reader = new ShareReader(connection, shared, 'reader');
  await reader.read();
  await reader.acknowledge(3, 5, ACCEPT);
  connection.close();
  await broker.restart();
  client = await broker.connect();
  const again = new ShareReader(client, shared, 'again');
  assert.deepEqual(ranges(await again.read()), [
    [0, 2, 1],
    [6, 9, 1],
  ]);
});

test('a group that is new begins at the end, also if the broker starts anew before anything is acknowledged', async () => {
  const { topic, shared } = await share(client, -1);
  await write(topic, 5);
  await new ShareReader(client, shared, 'first').fetch();
  await write(topic, 2);
  await broker.restart();
  client = await broker.connect();
  assert.deepEqual(ranges(await new ShareReader(client, shared, 'second').read()), [[5, 6, 1]]);
});

/** Another group on the same partition, which reads committed records only. */
async function committedOnly(shared: SharedPartition): Promise<SharedPartition> {
  const committed = { ...shared, groupId: `committed-${shared.groupId}` };
  await initializeShare(client, committed, 0);
  const configs = [{ name: 'share.isolation.level', configOperation: 0, value: 'read_committed' }];
  const resources = [{ resourceType: GROUP, resourceName: committed.groupId, configs }];
  const request = newIncrementalAlterConfigsRequest({ resources });
  await client.call([incrementalAlterConfigsRequest, incrementalAlterConfigsResponse], request);
  return committed;
}

test('aborted records are passed over in one fetch, however many there are', async () => {
  const { topic, shared } = await share();
  const committed = await committedOnly(shared);
  const producer = new TestProducer(client, `of-${topic}`);
  await producer.init();
  const large = 'x'.repeat(100_000);
  for (let i = 0; i < 10; i++) assert.equal((await producer.send(topic, [large])).errorCode, Errors.NONE.code);
  assert.equal(await producer.end(false), Errors.NONE.code);
  await write(topic, 1);
  const reader = new ShareReader(client, committed, 'strict');
  assert.deepEqual(ranges(await reader.read({ maxRecords: 10 })), [[11, 11, 1]]);
});

test('with share.isolation.level=read_committed nothing of open or aborted transactions is given, without it all is', async () => {
  const { topic, shared } = await share();
  const committed = await committedOnly(shared);
  const producer = new TestProducer(client, `of-${topic}`);
  await producer.init();
  for (const isCommitted of [false, true]) {
    assert.equal((await producer.send(topic, ['in a transaction'])).errorCode, Errors.NONE.code);
    assert.equal(await producer.end(isCommitted), Errors.NONE.code);
  }
  assert.equal((await producer.send(topic, ['in an open one'])).errorCode, Errors.NONE.code);
  assert.deepEqual(ranges(await new ShareReader(client, committed, 'strict').read()), [[2, 2, 1]]);
  const eager = ranges(await new ShareReader(client, shared, 'eager').read()).flatMap(([first, last]) => [first, last]);
  assert.deepEqual(eager, [0, 0, 2, 2, 4, 4], 'but no markers');
  await producer.end(false);
});

async function inVirtualTime(work: (on: TestClient, simulated: SimulatedBroker) => Promise<void>): Promise<void> {
  const simulated = new SimulatedBroker(1, { 'share.coordinator.state.topic.num.partitions': '1' });
  await simulated.start();
  await simulated.run(async () => work(await simulated.connect(), simulated));
  await simulated.close();
}

function pass(simulated: SimulatedBroker, milliseconds: number): Promise<void> {
  return new Promise((resolve) => simulated.clients.env.scheduler.after(milliseconds, resolve));
}

test('a lock ends after its time, unless it is renewed', () =>
  inVirtualTime(async (on, simulated) => {
    const { topic, shared } = await share(on);
    await write(topic, 2, on);
    const holder = new ShareReader(on, shared, 'holder');
    assert.deepEqual(ranges(await holder.read()), [[0, 1, 1]]);
    await pass(simulated, 20_000);
    assert.equal(await holder.acknowledge(0, 0, RENEW, { isRenewAck: true }), Errors.NONE.code);
    const other = new ShareReader(await simulated.connect(), shared, 'other');
    await other.fetch();
    assert.deepEqual(ranges(await other.read({ maxWaitMs: 20_000 })), [[1, 1, 2]], 'the other one ended');
    assert.equal(await holder.acknowledge(0, 0, ACCEPT), Errors.NONE.code);
    assert.equal(await holder.acknowledge(1, 1, ACCEPT), Errors.INVALID_RECORD_STATE.code);
  }));

test('a record that nobody can cope with is given up after five deliveries', () =>
  inVirtualTime(async (on, simulated) => {
    const { topic, shared } = await share(on);
    await write(topic, 1, on);
    const reader = new ShareReader(on, shared, 'reader');
    const counts: number[] = [];
    for (let i = 0; i < 8; i++) {
      const data = await reader.read();
      if (data !== undefined) counts.push(data.acquiredRecords[0]!.deliveryCount);
      await pass(simulated, 31_000);
    }
    assert.deepEqual(counts, [1, 2, 3, 4, 5]);
  }));

test('no acknowledged record comes again and none is lost, wherever the broker loses power', async () => {
  for (let seed = 1; seed <= 25; seed++) {
    const simulated = new SimulatedBroker(seed, {
      'share.coordinator.state.topic.num.partitions': '1',
      'share.coordinator.snapshot.update.records.per.snapshot': '5',
    });
    await simulated.start();
    slowSync(simulated);
    const shared = await simulated.run(async () => {
      const on = await simulated.connect();
      const made = await share(on);
      await write(made.topic, 40, on);
      return made.shared;
    });
    const accepted = new Set<number>();
    const unknown = new Set<number>();
    const random = simulated.clients.env.random;
    for (let life = 0; life < 6; life++) {
      const isOver = await consume(simulated, {
        shared,
        accepted,
        unknown,
        dieAfter: Math.floor(random.number() * 12),
        memberId: `${seed}-${life}`,
      });
      if (isOver) break;
      // A loss of power: what was not on the disk when it was answered is gone.
      simulated.machine = simulated.machine.crash();
      await simulated.start();
      slowSync(simulated);
    }
    await consume(simulated, { shared, accepted, unknown, dieAfter: Infinity, memberId: 'last' });
    const missing = Array.from({ length: 40 }, (_, i) => i).filter(
      (offset) => !accepted.has(offset) && !unknown.has(offset),
    );
    assert.deepEqual(missing, [], `seed ${seed}`);
    await simulated.close();
  }
});

/** Slower than an answer is on its way: who answers before it is written is found out. */
function slowSync({ machine }: SimulatedBroker): void {
  machine.disk.faults.latencyMs = ({ kind }) => (kind === 'datasync' ? 20 : 0.1);
}

interface Consumption {
  readonly shared: SharedPartition;
  /** Acknowledgements that were answered. */
  readonly accepted: Set<number>;
  /** Those that were on their way when the broker died. */
  readonly unknown: Set<number>;
  readonly dieAfter: number;
  readonly memberId: string;
}

/** Reads and accepts, a few records at a time, until the broker dies in the middle of a request; true when all is read. */
async function consume(
  simulated: SimulatedBroker,
  { shared, accepted, unknown, dieAfter, memberId }: Consumption,
): Promise<boolean> {
  let requests = 0;
  return simulated.run(async () => {
    const reader = new ShareReader(await simulated.connect(), shared, memberId);
    for (;;) {
      const data = await reader.read({ maxRecords: 7, shareAcquireMode: RECORD_LIMIT });
      if (data === undefined) return true;
      for (const { firstOffset, lastOffset, deliveryCount } of data.acquiredRecords) {
        assert.ok(deliveryCount <= 5);
        for (let offset = firstOffset; offset <= lastOffset; offset++) {
          assert.ok(!accepted.has(offset), `${offset} comes again after its acknowledgement was answered`);
        }
        const acknowledging = reader.acknowledge(firstOffset, lastOffset, ACCEPT);
        if (++requests > dieAfter) {
          // The request is on its way, and its answer will never be known.
          acknowledging.catch(() => undefined);
          for (let offset = firstOffset; offset <= lastOffset; offset++) unknown.add(offset);
          await pass(simulated, Math.floor(simulated.clients.env.random.number() * 3));
          return false;
        }
        assert.equal(await acknowledging, Errors.NONE.code);
        for (let offset = firstOffset; offset <= lastOffset; offset++) accepted.add(offset);
        // Half of the time right after an answer.
        if (requests === dieAfter && dieAfter % 2 === 0) return false;
      }
    }
  });
}
