/** Share groups, KIP-932: records as items of a queue, each locked for one member until it says what became of it. */
import assert from 'node:assert/strict';
import type { ShareConsumer, ShareConsumerOptions } from '../../../src/client/index.ts';
import { pause } from '../check-world.ts';
import { textOf } from '../records.ts';
import type { ClientCheck, ClientScenario, World } from '../scenario.ts';

const LOCK_MS = 2000;
const MAX_DELIVERIES = 3;

interface Place {
  readonly topic: string;
  readonly groupId: string;
}

/** A topic and a group that begins at its beginning. */
async function newPlace(
  world: World,
  { partitions = 1, lockMs = LOCK_MS }: { partitions?: number; lockMs?: number } = {},
): Promise<Place> {
  const topic = await world.createTopic({ partitions });
  const groupId = world.unique('group');
  const configs = { 'share.auto.offset.reset': 'earliest', 'share.record.lock.duration.ms': String(lockMs) };
  const operations = Object.entries(configs).map(([name, value]) => ({ operation: 'SET', name, value }) as const);
  await world.admin().incrementalAlterConfigs([{ type: 'GROUP', name: groupId, operations }]);
  return { topic, groupId };
}

async function send(world: World, topic: string, count: number, from = 0): Promise<void> {
  await world
    .producer({ batchSize: 200 })
    .sendBatch(Array.from({ length: count }, (_, n) => ({ topic, value: String(from + n) })));
}

function member(world: World, { topic, groupId }: Place, options: Partial<ShareConsumerOptions> = {}): ShareConsumer {
  const consumer = world.shareConsumer({ groupId, ...options });
  consumer.subscribe([topic]);
  return consumer;
}

interface Received {
  readonly text: string;
  readonly deliveryCount: number;
}

/** Polls until so many have come; in implicit mode all but the last poll's are accepted by then. */
async function take(consumer: ShareConsumer, count: number): Promise<Received[]> {
  const received: Received[] = [];
  while (received.length < count) {
    for (const record of await consumer.poll(500))
      received.push({ text: textOf({ value: record.valueBytes }), deliveryCount: record.deliveryCount });
  }
  return received;
}

/** Nothing is left to be handed out to a fresh member. */
async function assertEmpty(world: World, place: Place): Promise<void> {
  const consumer = member(world, place);
  const left = await consumer.poll(1500);
  assert.deepEqual(
    left.map((record) => record.text()),
    [],
  );
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, n) => String(n));
const byNumber = (a: string, b: string): number => Number(a) - Number(b);

const checks: readonly Omit<ClientCheck, 'needs'>[] = [
  {
    name: 'what is accepted is not handed out again, also not to the next member',
    run: async (world) => {
      const place = await newPlace(world, { partitions: 2 });
      await send(world, place.topic, 100);
      const consumer = member(world, place);
      const received = await take(consumer, 100);
      assert.deepEqual(received.map(({ text }) => text).toSorted(byNumber), numbers(100));
      assert.ok(received.every(({ deliveryCount }) => deliveryCount === 1));
      const results = await consumer.commit();
      assert.ok(results.every(({ error }) => error === undefined));
      await consumer.close();
      await assertEmpty(world, place);
    },
  },
  {
    name: 'several members share one partition, and each record goes to one of them',
    run: async (world) => {
      // No lock ends here, however slow the machine is.
      const place = await newPlace(world, { lockMs: 30_000 });
      const options = { maxPollRecords: 10, shareAcquireMode: 'record_limit' } as const;
      const members = [1, 2, 3].map(() => member(world, place, options));
      const received: string[][] = members.map(() => []);
      // What they are given before they have read once is locked for them all the same.
      await Promise.all(members.map((consumer) => consumer.poll(1500)));
      await send(world, place.topic, 600);
      const stop = new AbortController();
      await Promise.all(
        members.map((consumer, index) =>
          consumer.run({
            signal: stop.signal,
            eachRecord: async (record) => {
              received[index]?.push(record.text() ?? '');
              await pause(3);
              if (received.flat().length === 600) stop.abort();
            },
          }),
        ),
      );
      assert.deepEqual(received.flat().toSorted(byNumber), numbers(600));
      assert.ok(received.filter((mine) => mine.length > 0).length > 1, 'more than one had work');
    },
  },
  {
    name: 'a record that is released comes again with a higher count, and is gone after the last attempt',
    run: async (world) => {
      const place = await newPlace(world);
      await send(world, place.topic, 2);
      const consumer = member(world, place, { shareAcknowledgementMode: 'explicit' });
      const attempts: number[] = [];
      await world.until(`${MAX_DELIVERIES} attempts`, async () => {
        for (const record of await consumer.poll(300)) {
          if (record.text() === '0') attempts.push(record.deliveryCount);
          consumer.acknowledge(record, record.text() === '0' ? 'release' : 'accept');
        }
        await consumer.commit();
        return attempts.length === MAX_DELIVERIES;
      });
      assert.deepEqual(attempts, [1, 2, 3]);
      await consumer.close();
      await assertEmpty(world, place);
    },
  },
  {
    name: 'a record that is rejected never comes again',
    run: async (world) => {
      const place = await newPlace(world);
      await send(world, place.topic, 10);
      const consumer = member(world, place, { shareAcknowledgementMode: 'explicit' });
      let count = 0;
      while (count < 10) {
        for (const record of await consumer.poll(300)) {
          consumer.acknowledge(record, 'reject');
          count++;
        }
      }
      await consumer.commit();
      await consumer.close();
      await assertEmpty(world, place);
    },
  },
  {
    name: 'a lock that ends gives the record to another, and what its first member says of it is refused',
    run: async (world) => {
      const place = await newPlace(world);
      await send(world, place.topic, 1);
      const slow = member(world, place, { shareAcknowledgementMode: 'explicit' });
      let held = await slow.poll(1000);
      while (held.length === 0) held = await slow.poll(1000);
      const other = member(world, place, { shareAcknowledgementMode: 'explicit' });
      const [again] = await take(other, 1);
      assert.equal(again?.deliveryCount, 2);
      slow.acknowledge(held[0]!, 'accept');
      const [result] = await slow.commit();
      assert.equal(result?.error?.code, 'INVALID_RECORD_STATE');
    },
  },
  {
    name: 'a lock that is renewed holds for as long as the work takes',
    run: async (world) => {
      const place = await newPlace(world);
      await send(world, place.topic, 1);
      const busy = member(world, place, { shareAcknowledgementMode: 'explicit' });
      let held = await busy.poll(1000);
      while (held.length === 0) held = await busy.poll(1000);
      const other = member(world, place);
      for (let round = 0; round < 4; round++) {
        busy.acknowledge(held[0]!, 'renew');
        await busy.commit();
        assert.deepEqual(await other.poll(LOCK_MS / 2), [], 'nobody else is given it');
      }
      busy.acknowledge(held[0]!, 'accept');
      const [result] = await busy.commit();
      assert.equal(result?.error, undefined);
      assert.deepEqual(await other.poll(LOCK_MS * 1.5), []);
    },
  },
  {
    name: 'a handler that throws has its record again, and rejects it after as many attempts as it is told',
    run: async (world) => {
      const place = await newPlace(world);
      await send(world, place.topic, 3);
      const attempts = new Map<string, number>();
      const stop = new AbortController();
      await member(world, place).run({
        maxDeliveries: 2,
        signal: stop.signal,
        eachRecord: (record) => {
          const text = record.text() ?? '';
          attempts.set(text, record.deliveryCount);
          if (attempts.size === 3 && attempts.get('1') === 2) stop.abort();
          if (text === '1') throw new Error('planned');
        },
      });
      assert.deepEqual(
        [...attempts].toSorted(([a], [b]) => Number(a) - Number(b)),
        [
          ['0', 1],
          ['1', 2],
          ['2', 1],
        ],
      );
    },
  },
  {
    name: 'what a member that closes has not finished is handed out to another at once',
    run: async (world) => {
      const place = await newPlace(world);
      await send(world, place.topic, 10);
      const first = member(world, place, { shareAcknowledgementMode: 'explicit' });
      let held = await first.poll(1000);
      while (held.length === 0) held = await first.poll(1000);
      first.acknowledge(held[0]!, 'accept');
      await first.close();
      const second = member(world, place);
      const received = await take(second, 9);
      assert.deepEqual(received.map(({ text }) => text).toSorted(byNumber), numbers(10).slice(1));
    },
  },
  {
    name: 'a share group takes no notice of the consumer groups of the same topic',
    run: async (world) => {
      const place = await newPlace(world);
      await send(world, place.topic, 20);
      const consumer = world.consumer({ groupId: world.unique('classic'), autoOffsetReset: 'earliest' });
      consumer.subscribe([place.topic]);
      let count = 0;
      while (count < 20) count += (await consumer.poll(300)).length;
      assert.equal((await take(member(world, place), 20)).length, 20);
    },
  },
];

export const shareGroups: ClientScenario = {
  name: 'share-groups',
  broker: {
    configs: {
      // Members hear of each other soon.
      'group.share.min.heartbeat.interval.ms': '300',
      'group.share.heartbeat.interval.ms': '300',
      'group.share.min.record.lock.duration.ms': '1000',
      'group.share.record.lock.duration.ms': String(LOCK_MS),
      'group.share.delivery.count.limit': String(MAX_DELIVERIES),
    },
  },
  checks: checks.map((check) => ({ ...check, needs: ['share-groups'] as const })),
};
