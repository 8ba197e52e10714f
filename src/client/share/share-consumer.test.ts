import assert from 'node:assert/strict';
import test from 'node:test';
import { createSimulation, type Machine, type Simulation } from '#sim';
import { isKafkaError } from '../errors.ts';
import type { ConsumerRecord } from '../records/consumer-record.ts';
import { LOCK_MS, ModelShareBroker } from './model-share-broker.testing.ts';
import { ShareConsumer } from './share-consumer.ts';
import type { AcknowledgementResult, ShareConsumerOptions } from './share-consumer-options.ts';

class World {
  readonly world: Simulation;
  broker!: ModelShareBroker;
  readonly told: AcknowledgementResult[] = [];

  constructor(seed = 1) {
    this.world = createSimulation(seed);
  }

  async start(partitions = 1): Promise<this> {
    this.broker = await this.world.finish(ModelShareBroker.start(this.world.env, partitions));
    return this;
  }

  consumer(options: Partial<ShareConsumerOptions> = {}, machine: Machine = this.world.boot()): ShareConsumer {
    const consumer = new ShareConsumer({
      env: machine.env,
      bootstrapServers: this.broker.scripted.bootstrap,
      groupId: 'group',
      requestTimeoutMs: 2000,
      enableMetricsPush: false,
      onAcknowledged: (results) => void this.told.push(...results),
      ...options,
    });
    consumer.subscribe('s');
    return consumer;
  }

  finish<T>(work: Promise<T>): Promise<T> {
    return this.world.finish(work, 120_000);
  }

  states(): string[] {
    return this.broker.records.map(({ state, deliveryCount }) => `${state} ${deliveryCount}`);
  }
}

/** Takes so many records by a loop, and leaves the last one by `break`. */
async function take(consumer: ShareConsumer, count: number): Promise<ConsumerRecord[]> {
  const records: ConsumerRecord[] = [];
  for await (const record of consumer) {
    records.push(record);
    if (records.length === count) break;
  }
  return records;
}

test('a loop accepts a record when it comes back for the next; the one it is left at goes to another', async () => {
  const world = await new World().start();
  world.broker.append(0, ['a', 'b', 'c']);
  const first = world.consumer();
  const taken = await world.finish(take(first, 2));
  assert.deepEqual(
    taken.map((record) => [record.text(), record.deliveryCount]),
    [
      ['a', 1],
      ['b', 1],
    ],
  );
  assert.equal(first.acquisitionLockTimeoutMs, LOCK_MS);
  await world.finish(first.close());
  assert.deepEqual(world.states(), ['accepted 1', 'available 1', 'available 1']);
  const second = world.consumer();
  assert.equal((await world.finish(take(second, 1)))[0]!.deliveryCount, 2);
  await world.finish(second.close());
});

test('run accepts what its handler ends well, tries again what fails, and gives up after maxDeliveries', async () => {
  const world = await new World().start();
  world.broker.append(0, ['good', 'bad', 'good']);
  const consumer = world.consumer();
  const attempts: string[] = [];
  const running = consumer.run({
    concurrency: 2,
    maxDeliveries: 3,
    eachRecord: async (record) => {
      attempts.push(record.text()!);
      if (record.text() === 'bad') throw new Error('no');
    },
  });
  await world.world.until(() => world.broker.records.every(({ state }) => /accepted|rejected/.test(state)), 60_000);
  assert.deepEqual(world.states(), ['accepted 1', 'rejected 3', 'accepted 1']);
  assert.equal(attempts.length, 5);
  await world.finish(consumer.close());
  await world.finish(running);
});

test('run ends with the error where onError says stop, and releases the record', async () => {
  const world = await new World().start();
  world.broker.append(0, ['bad']);
  const consumer = world.consumer();
  const run = consumer.run({
    eachRecord: () => {
      throw new RangeError('no');
    },
    onError: () => 'stop',
  });
  await assert.rejects(world.finish(run), RangeError);
  await world.finish(consumer.commit());
  assert.deepEqual(world.states(), ['available 1']);
  await world.finish(consumer.close());
});

test('in explicit mode nothing is accepted but what is acknowledged, and commit tells what became of it', async () => {
  const world = await new World().start(2);
  world.broker.append(0, ['a', 'b', 'c', 'd']);
  world.broker.append(1, ['e']);
  const consumer = world.consumer({ shareAcknowledgementMode: 'explicit' });
  const records = await world.finish(consumer.poll(10_000));
  assert.equal(records.length, 5);
  consumer.acknowledge(records[0]!);
  consumer.acknowledge(records[1]!, 'reject');
  consumer.acknowledge(records[2]!, 'release');
  consumer.acknowledge({ topic: 's', partition: 1, offset: 0 });
  assert.throws(
    () => consumer.acknowledge(records[0]!),
    (error) => isKafkaError(error, 'ILLEGAL_STATE'),
  );
  const results = await world.finish(consumer.commit());
  assert.deepEqual(results, [
    { topic: 's', partition: 0, offsets: [0, 1, 2] },
    { topic: 's', partition: 1, offsets: [0] },
  ]);
  assert.deepEqual(world.told, results);
  assert.deepEqual(world.states(), ['accepted 1', 'rejected 1', 'available 1', 'acquired 1', 'accepted 1']);
  await world.finish(consumer.close());
});

test('what poll answers is accepted by the next poll, or by commit', async () => {
  const world = await new World().start();
  world.broker.append(0, ['a', 'b']);
  const consumer = world.consumer({ shareAcquireMode: 'record_limit', maxPollRecords: 1 });
  const first = await world.finish(consumer.poll(10_000));
  const second = await world.finish(consumer.poll(10_000));
  assert.deepEqual(
    [...first, ...second].map((record) => record.text()),
    ['a', 'b'],
  );
  await world.finish(consumer.commit());
  assert.deepEqual(world.states(), ['accepted 1', 'accepted 1']);
  assert.deepEqual(await world.finish(consumer.poll(1000)), []);
  await world.finish(consumer.close());
});

test('a share consumer says who it is in events, and what it has measured', async () => {
  const world = await new World().start();
  const consumer = world.consumer({ clientId: 'till' });
  assert.deepEqual(consumer.identity, { kind: 'share-consumer', clientId: 'till' });
  world.broker.append(0, ['a', 'b']);
  const polled = await world.finish(consumer.poll(10_000));
  const consumed = consumer.metrics().find(({ name }) => name === 'records-consumed-total');
  assert.equal(polled.length, 2);
  assert.equal(consumed?.value, 2);
  await assert.rejects(world.finish(consumer.clientInstanceId()), { code: 'ILLEGAL_STATE' });
  await world.finish(consumer.close());
});

test('a record whose lock has ended is not handed out, and its acknowledgement is refused', async () => {
  const world = await new World().start();
  world.broker.append(0, ['a', 'b']);
  const consumer = world.consumer({ shareAcknowledgementMode: 'explicit' });
  const iterator = consumer[Symbol.asyncIterator]();
  const { value: first } = await world.finish(iterator.next());
  await world.world.advance(LOCK_MS + 1000);
  const next = iterator.next();
  consumer.acknowledge(first);
  const [result] = await world.finish(consumer.commit());
  assert.equal(result!.error?.code, 'INVALID_RECORD_STATE');
  const { value: again } = await world.finish(next);
  assert.deepEqual([again.text(), again.deliveryCount], ['a', 2]);
  await world.finish(consumer.close());
});

test('renewing a record keeps it locked for as long as it is renewed', async () => {
  const world = await new World().start();
  world.broker.append(0, ['slow']);
  const consumer = world.consumer({ shareAcknowledgementMode: 'explicit' });
  const [record] = await world.finish(consumer.poll(10_000));
  for (let i = 0; i < 3; i++) {
    await world.world.advance(LOCK_MS * 0.8);
    consumer.acknowledge(record!, 'renew');
    const [{ error } = { error: undefined }] = await world.finish(consumer.commit());
    assert.equal(error, undefined);
  }
  consumer.acknowledge(record!);
  await world.finish(consumer.commit());
  assert.deepEqual(world.states(), ['accepted 1']);
  await world.finish(consumer.close());
});

test('a broker that knows no renewals is not asked for one, and the session goes on', async () => {
  const world = await new World().start();
  world.broker.scripted.versions.set(78, [1, 1]).set(79, [1, 1]);
  world.broker.append(0, ['a']);
  const consumer = world.consumer({ shareAcknowledgementMode: 'explicit' });
  const [record] = await world.finish(consumer.poll(10_000));
  const refused = (error: unknown): boolean => isKafkaError(error, 'UNSUPPORTED_VERSION');
  assert.throws(() => consumer.acknowledge(record!, 'renew'), refused);
  consumer.acknowledge(record!);
  await world.finish(consumer.commit());
  assert.deepEqual(world.states(), ['accepted 1']);
  await world.finish(consumer.close());
  const limited = world.consumer({ shareAcquireMode: 'record_limit' });
  await assert.rejects(world.finish(limited.poll(10_000)), refused);
  await world.finish(limited.close());
});

test('what was acknowledged reaches the broker within a second though the application goes on working', async () => {
  const world = await new World().start();
  world.broker.append(0, ['a', 'b']);
  const consumer = world.consumer();
  const iterator = consumer[Symbol.asyncIterator]();
  await world.finish(iterator.next());
  await world.finish(iterator.next());
  await world.world.advance(1500);
  assert.deepEqual(world.states(), ['accepted 1', 'acquired 1']);
  await world.finish(consumer.close());
});

test('offsets without a record are told as gaps, and a damaged batch is rejected without harm to the others', async () => {
  const world = await new World().start();
  world.broker.append(0, ['a', null, null]);
  const damaged = world.broker.append(0, ['x', 'y']);
  damaged.bytes[70]! ^= 0xff;
  world.broker.append(0, ['b']);
  const consumer = world.consumer();
  const records = await world.finish(take(consumer, 2));
  assert.deepEqual(
    records.map((record) => record.text()),
    ['a', 'b'],
  );
  assert.equal(consumer.status.lastError?.code, 'CORRUPT_MESSAGE');
  await world.finish(consumer.commit());
  assert.deepEqual(
    world.states().map((state) => state.split(' ')[0]),
    ['accepted', 'accepted', 'accepted', 'rejected', 'rejected', 'acquired'],
  );
  await world.finish(consumer.close());
});

test('a broken connection ends the session: what was acquired in it is not handed out, and comes again', async () => {
  const world = await new World().start();
  world.broker.append(0, ['a', 'b', 'c']);
  const consumer = world.consumer();
  const iterator = consumer[Symbol.asyncIterator]();
  await world.finish(iterator.next());
  world.broker.dropConnections();
  await world.finish(consumer.commit());
  const taken: string[] = [];
  while (world.broker.records.some(({ state }) => state !== 'accepted')) {
    const { value } = await world.finish(Promise.race([iterator.next(), pauseFor(world, 5000)]));
    if (value === undefined) break;
    taken.push(value.text());
  }
  assert.deepEqual(new Set(taken), new Set(['a', 'b', 'c']));
  assert.ok(world.told.some(({ error }) => error !== undefined));
  await world.finish(consumer.close());
});

async function pauseFor(world: World, ms: number): Promise<{ value: undefined }> {
  await new Promise<void>((resolve) => void world.world.env.scheduler.after(ms, resolve));
  return { value: undefined };
}

test('close ends in its time though the broker is silent and a handler never returns', async () => {
  const world = await new World().start();
  world.broker.append(0, ['a']);
  const consumer = world.consumer();
  void consumer.run({ eachRecord: () => new Promise(() => undefined) });
  await world.world.until(() => consumer.status.unacknowledgedRecords === 1);
  world.broker.isSilent = true;
  const startedMs = world.world.monotonic();
  await world.finish(consumer.close({ timeoutMs: 3000 }));
  assert.ok(world.world.monotonic() - startedMs <= 3100);
  assert.equal(consumer.status.state, 'closed');
});

test('one loop at a time; a closed consumer hands out nothing; mistakes have names', async () => {
  const world = await new World().start();
  const consumer = world.consumer();
  const waiting = consumer[Symbol.asyncIterator]().next();
  await world.world.advance(100);
  await assert.rejects(consumer[Symbol.asyncIterator]().next(), (error) => isKafkaError(error, 'ILLEGAL_STATE'));
  await world.finish(consumer.close());
  assert.equal((await world.finish(waiting)).done, true);
  assert.throws(
    () => consumer.subscribe('s'),
    (error) => isKafkaError(error, 'CLIENT_CLOSED'),
  );
  const options = { bootstrapServers: 'a:1', env: world.world.env };
  assert.throws(
    () => new ShareConsumer({ ...options, groupId: '' }),
    (error) => isKafkaError(error, 'INVALID_CONFIG'),
  );
  const misspelled = { ...options, groupId: 'g', maxPollRecord: 1 };
  assert.throws(() => new ShareConsumer(misspelled), /did you mean maxPollRecords/);
});

test('a signal ends a loop with ABORTED, and a wait of poll ends with nothing', async () => {
  const world = await new World().start();
  const consumer = world.consumer();
  const controller = new AbortController();
  const next = consumer.records({ signal: controller.signal })[Symbol.asyncIterator]().next();
  await world.world.advance(3000);
  controller.abort(new Error('enough'));
  await assert.rejects(world.finish(next), (error) => isKafkaError(error, 'ABORTED'));
  assert.deepEqual(await world.finish(consumer.poll(2000)), []);
  await world.finish(consumer.close());
});

/** Consumers that fail, are slow, are closed and lose their connections. */
async function livelyQueue(seed: number): Promise<void> {
  const world = await new World(seed).start(3);
  const { random, scheduler } = world.world.env;
  const pause = (ms: number): Promise<void> => new Promise((resolve) => void scheduler.after(ms, resolve));
  const begin = (): { consumer: ShareConsumer; running: Promise<void> } => {
    const consumer = world.consumer({
      maxPollRecords: 3,
      shareAcquireMode: random.number() < 0.5 ? 'record_limit' : 'batch_optimized',
    });
    const running = consumer.run({
      concurrency: 1 + Math.floor(random.number() * 3),
      eachRecord: async () => {
        await pause(random.number() * 400);
        if (random.number() < 0.1) throw new Error('no');
      },
    });
    return { consumer, running };
  };
  let members = [begin(), begin()];
  for (let step = 0; step < 15; step++) {
    const what = Math.floor(random.number() * 5);
    const partition = Math.floor(random.number() * 3);
    world.broker.append(
      partition,
      Array.from({ length: 1 + Math.floor(random.number() * 5) }, (_, i) => `${i}`),
    );
    if (what === 0) world.broker.dropConnections();
    if (what === 1) {
      await world.finish(members[0]!.consumer.close({ timeoutMs: 3000 }));
      await world.finish(members[0]!.running);
      members = [members[1]!, begin()];
    }
    await world.world.advance(random.number() * 2000);
  }
  await world.world.until(() => world.broker.records.every(({ state }) => /accepted|rejected/.test(state)), 120_000);
  for (const { state, deliveryCount } of world.broker.records) assert.ok(state === 'accepted' || deliveryCount === 5);
  for (const { consumer, running } of members) {
    await world.finish(consumer.close());
    await world.finish(running);
  }
  await world.world.advance(60_000);
  assert.equal(world.broker.scripted.openConnections, 0);
}

test('whatever happens, every record is accepted in the end, or was tried as often as the group allows', async () => {
  for (let seed = 1; seed <= 30; seed++) await livelyQueue(seed);
});
