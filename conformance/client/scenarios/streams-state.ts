/** What applications of `samsa/streams` keep: tables that come from their own topics, joins that wait, windows; through restarts and `kill -9`. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import type { Consumer } from '../../../src/client/index.ts';
import { string } from '../../../src/serde/index.ts';
import {
  kv,
  rangeQuery,
  type RestoreProgress,
  session,
  type StreamsApplication,
  Topology,
  tumbling,
  type Windowed,
} from '../../../src/streams/index.ts';
import { quickGroup, startHere } from '../counted-words.ts';
import { JoinedRecords } from '../joined-records.ts';
import type { ClientCheck, ClientScenario, World } from '../scenario.ts';

const TEXTS = { key: string(), value: string() };
const PARTITIONS = 3;
const ITEMS = 12;
const POLL_MS = 100;

/** Not by the hash of the key: `i7` lies in the partition behind that of its number. */
const placeOf = (item: string): number => (Number(item.slice(1)) + 1) % PARTITIONS;
const items = Array.from({ length: ITEMS }, (_, index) => `i${index}`);

/** Prices and discounts by item, divided in a way of their own; currencies for all; orders, divided as anything. */
class Shop {
  readonly applicationId: string;
  readonly prices: string;
  readonly #world: World;
  readonly #topics: Record<'discounts' | 'currencies' | 'orders' | 'out', string>;
  readonly #consumer: Consumer;

  private constructor(world: World, [prices, discounts, currencies, orders, out]: readonly string[]) {
    this.#world = world;
    this.applicationId = world.unique('shop');
    this.prices = prices!;
    this.#topics = { discounts: discounts!, currencies: currencies!, orders: orders!, out: out! };
    this.#consumer = world.consumer({ isolationLevel: 'read_committed', autoOffsetReset: 'earliest' });
  }

  static async create(world: World): Promise<Shop> {
    const topic = (): Promise<string> => world.createTopic({ partitions: PARTITIONS });
    const shop = new Shop(world, await Promise.all(Array.from({ length: 5 }, topic)));
    await quickGroup(world, shop.applicationId);
    shop.#consumer.assign(await shop.#consumer.partitionsFor(shop.#topics.out));
    return shop;
  }

  topology(): Topology {
    const { discounts, currencies, orders, out } = this.#topics;
    const topology = new Topology(this.applicationId, { stores: 'persistent', optimize: 'all' });
    const reduced = kv('discounts', { ...TEXTS, type: 'persistent' });
    topology.addReadOnlyStateStore(reduced, { topic: discounts, ...TEXTS }, ({ store }) => ({
      process: (value, { key, timestamp }) => store.put(key, value, timestamp),
    }));
    const table = topology.table(this.prices, { ...TEXTS, store: 'prices' });
    const names = topology.globalTable(currencies, { ...TEXTS, store: 'currencies' });
    topology
      .stream(orders, TEXTS)
      .repartition({ name: 'placed', ...TEXTS, partitioner: (_topic, item) => placeOf(item) })
      .joinTable(table, (order, price) => `${order} ${price}`, TEXTS)
      .joinGlobal(
        names,
        (order) => order.split(' ')[0]!,
        (order, name) => `${order} ${name}`,
      )
      .process({ stores: { reduced }, ...TEXTS }, ({ stores, forward }) => ({
        process: (order, { key }) => forward(key, `${order} less ${stores.reduced.get(key)?.value ?? 'nothing'}`),
      }))
      .to(out, { ...TEXTS, partitioner: (_topic, item) => PARTITIONS - 1 - placeOf(item) });
    return topology;
  }

  async send(
    what: 'prices' | 'discounts' | 'currencies' | 'orders',
    values: ReadonlyMap<string, string>,
  ): Promise<void> {
    const topic = what === 'prices' ? this.prices : this.#topics[what];
    const isPlaced = what === 'prices' || what === 'discounts';
    const records = [...values].map(([key, value]) => {
      return { topic, key, value, ...(isPlaced ? { partition: placeOf(key) } : {}) };
    });
    await this.#world.producer().sendBatch(records);
  }

  /** Stores of the application have so many rows of this value. */
  async haveAll(application: StreamsApplication, values: Readonly<Record<string, string>>): Promise<void> {
    for (const [store, value] of Object.entries(values)) {
      await this.#world.until(`${store} has all`, async () => {
        const { partitions } = await application.query(store, rangeQuery<string, string>());
        const rows = [...partitions.values()].flatMap((result) => (result.isSuccess ? result.value : []));
        return rows.filter(([, one]) => one === value).length === ITEMS;
      });
    }
  }

  /** One result for each item, in its partition. */
  async results(expected: string): Promise<void> {
    const results = new Map<string, string>();
    while (results.size < ITEMS) {
      for (const { key, value, partition } of await this.#consumer.poll(POLL_MS)) {
        const item = String(key);
        assert.equal(partition, PARTITIONS - 1 - placeOf(item), `the partition of ${item}`);
        assert.ok(!results.has(item), `${item} comes once`);
        results.set(item, String(value));
      }
    }
    assert.deepEqual([...results].toSorted(), items.map((item) => [item, expected]).toSorted());
  }

  /** Where records of the repartition topic lie. */
  async verifyPlaced(): Promise<void> {
    const topic = `${this.applicationId}-placed-repartition`;
    const consumer = this.#world.consumer({ isolationLevel: 'read_committed', autoOffsetReset: 'earliest' });
    consumer.assign(await consumer.partitionsFor(topic));
    for (let left = ITEMS; left > 0;) {
      for (const { key, partition } of await consumer.poll(POLL_MS)) {
        assert.equal(partition, placeOf(String(key)), `the partition of ${String(key)}`);
        left--;
      }
    }
  }

  async ownTopics(): Promise<string[]> {
    const topics = await this.#world.admin().listTopics();
    return topics.map(({ name }) => name).filter((name) => name.startsWith(this.applicationId));
  }
}

const all = (value: string): Map<string, string> => new Map(items.map((item) => [item, value]));

/** Times of clicks are counted from here: a broker takes away what is old, also out of changelogs of windows. */
const BEGIN = Date.now() - (Date.now() % 60_000);

/** Clicks counted in sessions and in minutes, each of which is told once, and how many were seen. */
function clicks(applicationId: string, topics: readonly string[], onSeen: () => void): Topology {
  const [input = '', out = ''] = topics;
  const topology = new Topology(applicationId);
  const grouped = topology
    .stream(input, TEXTS)
    .peek(() => onSeen())
    .groupByKey(TEXTS);
  const named = (
    kind: string,
    { key, start, end }: Windowed<string>,
    count: number,
  ): { key: string; value: string } => {
    const [from, to] = [start, end].map((time) => (time - BEGIN) / 1000);
    return { key, value: `${kind} ${key} ${from}-${to}: ${count}` };
  };
  for (const [kind, counts] of [
    ['session', grouped.windowedBy(session('10s')).count('sessions').final({ name: 'sessions-closed' })],
    ['minute', grouped.windowedBy(tumbling('1m')).count('minutes').final({ name: 'minutes-closed' })],
  ] as const) {
    counts
      .toStream()
      .map((count, { key }) => named(kind, key, count ?? 0), TEXTS)
      .to(out, TEXTS);
  }
  return topology;
}

const checks: readonly Omit<ClientCheck, 'needs'>[] = [
  {
    name: 'tables come back from their own topics when all state is lost, and partitioners, global tables and read-only stores do as they say',
    run: async (world) => {
      const shop = await Shop.create(world);
      const stateDir = world.file('state');
      await shop.send('prices', all('10'));
      await shop.send('discounts', all('1'));
      await shop.send('currencies', new Map([['eur', 'euros']]));
      const first = await startHere(world, shop.topology(), { stateDir });
      await first.running();
      await shop.haveAll(first, { prices: '10', discounts: '1' });
      await shop.send('orders', all('eur'));
      await shop.results('eur 10 euros less 1');
      await shop.verifyPlaced();
      assert.deepEqual(await shop.ownTopics(), [`${shop.applicationId}-placed-repartition`]);
      await first.close();
      rmSync(stateDir, { recursive: true });
      await shop.send('currencies', new Map([['eur', 'Euro']]));
      const restored = new Map<string, RestoreProgress>();
      const onRestore = (one: RestoreProgress): void => void restored.set(`${one.topic}-${one.partition}`, one);
      const second = await startHere(world, shop.topology(), { stateDir, onRestore });
      await second.running();
      await shop.haveAll(second, { prices: '10', discounts: '1' });
      const ofPrices = [...restored.values()].filter(({ topic }) => topic === shop.prices);
      assert.equal(
        ofPrices.reduce((sum, { startOffset, offset }) => sum + offset - startOffset, 0),
        ITEMS,
        'all prices come from their topic, as nobody processes them again',
      );
      await shop.send('prices', all('20'));
      await shop.haveAll(second, { prices: '20' });
      await shop.send('orders', all('eur'));
      await shop.results('eur 20 Euro less 1');
    },
  },
  {
    name: 'joins by foreign keys and outer joins of streams give each result once while instances are killed',
    deadlineMs: 120_000,
    run: async (world) => {
      const records = await JoinedRecords.create(world);
      const { first, second, alone } = records.expected;
      const directories = [world.file('one'), world.file('other')] as const;
      const one = await records.startProcess(directories[0]);
      const other = await records.startProcess(directories[1]);
      await world.until('they share', () => one.isRunning && one.tasks.length > 0 && other.tasks.length > 0, 60_000);
      await records.sendFirst(0);
      await records.until(first, 1);
      await other.kill();
      await records.sendFirst(1);
      const otherAgain = await records.startProcess(directories[1]);
      await records.until(first);
      await records.sendSecond();
      await records.until(second, 1);
      await one.kill();
      const oneAgain = await records.startProcess(directories[0]);
      await records.until(second);
      while (!records.has(alone)) {
        await records.sendTime();
        await records.read();
      }
      await Promise.all([oneAgain.close(), otherAgain.close()]);
      await records.verifyWhole();
    },
  },
  {
    name: 'sessions and windows go on over restarts, and each is told once, when it is closed',
    run: async (world) => {
      const topics = [await world.createTopic(), await world.createTopic()];
      const applicationId = world.unique('clicks');
      await quickGroup(world, applicationId);
      const producer = world.producer();
      const consumer = world.consumer({ isolationLevel: 'read_committed', autoOffsetReset: 'earliest' });
      consumer.assign(await consumer.partitionsFor(topics[1]!));
      const told: string[] = [];
      // Each life of the application sees some clicks, a letter at a second, and no more; by its end so much is told.
      const live = async (seconds: string, expected: number) => {
        const clicked = seconds.split(' ').map((click) => [click[0]!, Number(click.slice(1))] as const);
        let seen = 0;
        const application = await startHere(
          world,
          clicks(applicationId, topics, () => seen++),
        );
        await application.running();
        await producer.sendBatch(
          clicked.map(([key, second]) => ({
            topic: topics[0]!,
            key,
            value: 'click',
            timestamp: BEGIN + second * 1000,
          })),
        );
        await world.until('all is seen', () => seen >= clicked.length);
        while (told.length < expected) told.push(...(await consumer.poll(POLL_MS)).map(({ value }) => String(value)));
        await application.close();
        told.push(...(await consumer.poll(POLL_MS)).map(({ value }) => String(value)));
        assert.deepEqual([seen, told.length], [clicked.length, expected], told.join('; '));
      };
      await live('a0 b2 a4', 0);
      await live('a9 b30 a21', 2);
      await live('a50 t600', 7);
      await live('t1200', 9);
      assert.deepEqual(told.toSorted(), [
        'minute a 0-60: 5',
        'minute b 0-60: 2',
        'minute t 600-660: 1',
        'session a 0-9: 3',
        'session a 21-21: 1',
        'session a 50-50: 1',
        'session b 2-2: 1',
        'session b 30-30: 1',
        'session t 600-600: 1',
      ]);
    },
  },
];

export const streamsState: ClientScenario = {
  name: 'streams-state',
  checks: checks.map((check): ClientCheck => ({ ...check, needs: ['streams-groups', 'group-configs'] })),
};
