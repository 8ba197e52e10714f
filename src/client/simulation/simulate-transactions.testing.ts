/**
 * Transactions under faults of the network and deaths of clients, against a model of a broker that has them: read_committed
 * shows whole transactions, each once, in order, and nothing of those that were aborted.
 */
import assert from 'node:assert/strict';
import { killClients, TOPIC } from './clients.testing.ts';
import { committedRecordsOf } from './committed-log.testing.ts';
import { ModelBroker } from './model-broker.testing.ts';
import type { ModelPartition } from './model-partition.testing.ts';
import { sum, type Outcome } from './outcome.testing.ts';
import { CommittedReader, SimulatedTransactions, verifyTransactions } from './transactions.testing.ts';
import { ClientWorld, PORT } from './world.testing.ts';

export async function simulateTransactions(seed: number, onWorld: (world: ClientWorld) => void): Promise<Outcome> {
  const world = new ClientWorld(seed);
  onWorld(world);
  const { random } = world;
  const partitions = 1 + random.below(3);
  const transactionVersion = random.chance(0.6) ? 2 : 1;
  // For the same reason nothing may be held up on an old connection there.
  if (transactionVersion === 1) world.world.network.latencyMs = (chance) => chance.number() * 0.5;
  const note = (line: string): void => world.note('broker', line);
  const options = { topic: TOPIC, port: PORT, partitions, transactionVersion, random, note } as const;
  const broker = await world.world.finish(ModelBroker.start(world.world.env, options));
  const producers = Array.from(
    { length: 1 + random.below(world.isSmall ? 2 : 3) },
    (_, index) => new SimulatedTransactions(world, { index, partitions }),
  );
  const reader = new CommittedReader(world, partitions);
  const clients = [...producers, reader];
  for (const client of clients) client.start();
  world.disturb();
  world.spawn(() => killClients(world, world.boot(), clients));
  await world.pass(300 + random.below(world.isSmall ? 1000 : 3000));
  broker.isHealed = true;
  world.spawn(async () => {
    const machine = world.boot();
    while (!world.isHealed || producers.some(({ isWorking }) => isWorking)) await world.pause(machine, 50);
    // The markers of the last ones are written by then.
    await world.pause(machine, 1000);
    reader.finishAt(broker.partitions.map((partition) => visibleIn(partition).length));
  });
  await world.heal(() =>
    clients
      .filter(({ isWorking }) => isWorking)
      .map((client) => client.constructor.name)
      .join(),
  );
  const logs = broker.partitions.map((partition) => visibleIn(partition));
  assert.deepEqual(reader.seen, logs, 'the reader sees what is committed, once and in order');
  const visible = new Set(logs.flat());
  assert.equal(visible.size, sum(logs.map((log) => log.length)), 'no record is there twice');
  const transactions = producers.flatMap((producer) => producer.transactions);
  verifyTransactions(transactions, visible);
  const count = (outcome: string): number => transactions.filter((one) => one.outcome === outcome).length;
  return {
    committed: count('committed'),
    aborted: count('aborted'),
    undecided: count('committing') + count('open'),
    read: sum(reader.seen.map((values) => values.length)),
    clientDeaths: sum(clients.map(({ lives }) => lives - 1)),
    faults: world.faults,
    virtualSeconds: world.world.monotonic() / 1000,
  };
}

function visibleIn(partition: ModelPartition): string[] {
  const { records } = partition.read(0, { maxBytes: Number.MAX_SAFE_INTEGER, isCommitted: true });
  const committed = committedRecordsOf(records);
  assert.ok(committed !== null, 'every transaction has ended');
  return committed.map(({ value }) => value);
}
