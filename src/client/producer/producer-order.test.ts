import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSimulation, SeededRandom } from '#sim';
import { isKafkaError } from '../errors.ts';
import { ModelLeaders, TOPIC } from './model-leaders.testing.ts';
import { Producer, type ProducerOptions } from './producer.ts';

const PARTITIONS = 3;
const SEEDS = 60;

interface Sent {
  readonly partition: number;
  readonly value: string;
  outcome: number | string;
}

interface Run {
  readonly leaders: ModelLeaders;
  readonly sent: readonly Sent[];
}

/** Sends for a while through all that goes wrong, and sees to the end of it. */
async function disturbedRun(
  seed: number,
  options: Partial<ProducerOptions>,
  isRefused: (value: string) => boolean = () => false,
): Promise<Run> {
  const world = createSimulation(seed);
  const random = new SeededRandom(seed + 1_000_000);
  return world.finish(
    (async () => {
      const leaders = await ModelLeaders.start(world.env, {
        partitions: PARTITIONS,
        mishaps: 0.3,
        chance: () => random.number(),
      });
      for (const partition of leaders.partitions) partition.isRefused = isRefused;
      if (random.chance(0.3)) leaders.partitions[0]!.maxBatchBytes = 600;
      const producer = new Producer({
        env: world.boot().env,
        bootstrapServers: leaders.bootstrapServers,
        retryBackoffMs: 20,
        retryBackoffMaxMs: 100,
        requestTimeoutMs: 2000,
        enableMetricsPush: false,
        batchSize: [100, 500, 16_384][random.below(3)]!,
        lingerMs: [0, 0, 5][random.below(3)]!,
        compressionType: (['none', 'none', 'gzip', 'lz4'] as const)[random.below(4)]!,
        ...options,
      });
      const sent: Sent[] = [];
      const pending: Promise<void>[] = [];
      for (let turn = 0; turn < 40; turn++) {
        for (let i = random.below(12); i > 0; i--) {
          const record: Sent = { partition: random.below(PARTITIONS), value: `v${sent.length}`, outcome: 'pending' };
          sent.push(record);
          pending.push(deliver(producer, record));
        }
        if (random.chance(0.1)) leaders.moveLeaders();
        await new Promise<void>((resolve) => void world.env.scheduler.after(random.below(60), resolve));
      }
      leaders.isCalm = true;
      await Promise.all(pending);
      await producer.close();
      for (const broker of leaders.brokers) await broker.stop();
      return { leaders, sent };
    })(),
  );
}

async function deliver(producer: Producer, record: Sent): Promise<void> {
  const { partition, value } = record;
  try {
    record.outcome = (await producer.send({ topic: TOPIC, partition, value })).offset;
  } catch (error) {
    record.outcome = isKafkaError(error) ? error.code : String(error);
  }
}

test(`with idempotence every record is written once and in order, whatever gets lost, is refused or moves (${SEEDS} seeds)`, async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { leaders, sent } = await disturbedRun(seed, { maxInFlightRequestsPerConnection: 5 });
    const unsent = sent.filter(({ outcome }) => typeof outcome === 'string');
    assert.deepEqual(unsent, [], `seed ${seed}: all is delivered in the end`);
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const values = sent.filter((record) => record.partition === partition).map(({ value }) => value);
      assert.deepEqual(leaders.partitions[partition]!.log, values, `seed ${seed}, partition ${partition}`);
    }
    for (const { partition, value, outcome } of sent) {
      if (outcome !== -1) assert.equal(leaders.partitions[partition]!.log[Number(outcome)], value, `seed ${seed}`);
    }
  }
});

test('with a delivery timeout that is too short nothing is written twice or out of order, and what was acknowledged is there', async () => {
  let timedOut = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const options = { deliveryTimeoutMs: 600, requestTimeoutMs: 500 };
    const { leaders, sent } = await disturbedRun(seed, options);
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const { log } = leaders.partitions[partition]!;
      const mine = sent.filter((record) => record.partition === partition);
      const order = new Map(mine.map(({ value }, index) => [value, index]));
      const written = log.map((value) => order.get(value)!);
      assert.deepEqual(
        written,
        written.toSorted((a, b) => a - b),
        `seed ${seed}: in order`,
      );
      assert.equal(new Set(written).size, written.length, `seed ${seed}: once`);
      for (const { value, outcome } of mine) {
        if (typeof outcome === 'string') {
          assert.match(outcome, /^(?:REQUEST_TIMED_OUT|OUT_OF_ORDER_SEQUENCE_NUMBER)$/, `seed ${seed}`);
          timedOut++;
        } else if (outcome !== -1) assert.equal(log[outcome], value, `seed ${seed}: acknowledged is written`);
        else assert.ok(log.includes(value), `seed ${seed}: acknowledged is written`);
      }
    }
  }
  assert.ok(timedOut > 0, 'some records time out');
});

test('records that are refused and left out take nothing with them, whatever gets lost: the others are there once and in order', async () => {
  const isRefused = (value: string): boolean => Number(value.slice(1)) % 9 === 0;
  let refused = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { leaders, sent } = await disturbedRun(seed, { leaveOutRefusedRecords: true }, isRefused);
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const { log } = leaders.partitions[partition]!;
      const mine = sent.filter((record) => record.partition === partition);
      const lost = mine.filter(({ outcome }) => outcome === 'OUT_OF_ORDER_SEQUENCE_NUMBER').map(({ value }) => value);
      const wanted = mine.filter(({ outcome }) => typeof outcome === 'number').map(({ value }) => value);
      // Of what may have been written when a new epoch began nobody knows.
      assert.deepEqual(
        log.filter((value) => !lost.includes(value)),
        wanted,
        `seed ${seed}, partition ${partition}`,
      );
      assert.equal(new Set(log).size, log.length, `seed ${seed}: once`);
      for (const { value, outcome } of mine) {
        if (outcome !== 'INVALID_RECORD') continue;
        assert.ok(isRefused(value), `seed ${seed}: ${value} is valid`);
        refused++;
      }
    }
  }
  assert.ok(refused > 0, 'some records are refused');
});

test('without idempotence and one request at a time the order is kept, and what was acknowledged is there', async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const { leaders, sent } = await disturbedRun(seed, {
      enableIdempotence: false,
      maxInFlightRequestsPerConnection: 1,
    });
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const { log } = leaders.partitions[partition]!;
      const values = sent.filter((record) => record.partition === partition).map(({ value }) => value);
      // Repeated ones may stand there twice, but the first ones are in order.
      assert.deepEqual([...new Set(log)], values, `seed ${seed}`);
    }
  }
});
