/** A share group around a broker that dies: every record is accepted by somebody in the end, and then no one gets it again. */
import assert from 'node:assert/strict';
import { TestClient } from '#broker/testing';
import { Admin } from '../admin/admin.ts';
import { isKafkaError } from '../errors.ts';
import { ShareConsumer } from '../share/share-consumer.ts';
import { makeTopic, readLogs } from './broker-state.testing.ts';
import { CLIENT_OPTIONS, killClients, SimulatedClient, SimulatedProducer, TOPIC } from './clients.testing.ts';
import { DyingBrokerWorld } from './dying-broker.testing.ts';
import type { Logs } from './history.testing.ts';
import { sum, type Outcome } from './outcome.testing.ts';
import { ShareHistory } from './share-history.testing.ts';
import { PORT, type ClientWorld } from './world.testing.ts';

const GROUP = 'share';
/** ShareGroupHeartbeat, ShareFetch, ShareAcknowledge. */
const SHARE_KEYS = [76, 78, 79];
const CONFIGS = {
  'group.share.record.lock.duration.ms': '2000',
  'group.share.min.record.lock.duration.ms': '1000',
  'group.share.session.timeout.ms': '3000',
  'group.share.min.session.timeout.ms': '1000',
  'group.share.heartbeat.interval.ms': '300',
  'group.share.min.heartbeat.interval.ms': '100',
  'group.share.delivery.count.limit': '10',
};

class ShareMember extends SimulatedClient {
  readonly #history: ShareHistory;
  #consumer: ShareConsumer | null = null;

  constructor(world: ClientWorld, options: { index: number; history: ShareHistory }) {
    super(world, `member${options.index}`);
    this.#history = options.history;
  }

  override describe(): string {
    return `${super.describe()} ${JSON.stringify(this.#consumer?.status)}`;
  }

  protected async live(): Promise<void> {
    const { random } = this.world;
    const history = this.#history;
    const consumer = new ShareConsumer({
      ...CLIENT_OPTIONS,
      env: this.env,
      clientId: this.name,
      groupId: GROUP,
      shareAcknowledgementMode: 'explicit',
      fetchMaxWaitMs: 50,
      maxPollRecords: this.pick([500, 4]),
      onAcknowledged: (results) => {
        for (const { partition, offsets, error } of results) {
          if (error === undefined) for (const offset of offsets) history.confirm(this.name, { partition, offset });
        }
      },
    });
    this.#consumer = consumer;
    consumer.subscribe([TOPIC]);
    while (!history.isComplete) {
      const records = await consumer.poll(50);
      for (const record of records) {
        const place = { partition: record.partition, offset: record.offset };
        history.deliver(place);
        const accepts = this.world.isHealed || random.chance(0.8);
        history.say(this.name, place, accepts);
        consumer.acknowledge(record, accepts ? 'accept' : 'release');
      }
      if (random.chance(0.3)) await this.pause(random.below(30));
      if (records.length > 0) await consumer.commit({ timeoutMs: 5000 }).catch(tolerate);
    }
    await consumer.close();
  }
}

/** A commit that is not answered in time is tried again by the broker's lock. */
function tolerate(error: unknown): void {
  if (!isKafkaError(error)) throw error;
}

export async function simulateShareGroups(seed: number, onWorld: (world: ClientWorld) => void): Promise<Outcome> {
  const world = new DyingBrokerWorld(seed, CONFIGS);
  onWorld(world);
  const served = await world.servedKeys();
  const outcome = SHARE_KEYS.every((key) => served.has(key)) ? await simulateSharing(world) : { notServed: 1 };
  await world.close();
  return outcome;
}

async function simulateSharing(world: DyingBrokerWorld): Promise<Outcome> {
  const { random } = world;
  const partitions = 1 + random.below(2);
  const history = new ShareHistory();
  const producer = new SimulatedProducer(world, { index: 0, partitions });
  const members = Array.from({ length: 1 + random.below(3) }, (_, index) => new ShareMember(world, { index, history }));
  const clients = [producer, ...members];
  await world.run(
    async (env) => {
      const client = await TestClient.connect(env, PORT);
      await makeTopic(client, TOPIC, partitions);
      client.close();
      const admin = new Admin({ ...CLIENT_OPTIONS, env });
      const fromTheBeginning = { operation: 'SET', name: 'share.auto.offset.reset', value: 'earliest' } as const;
      await admin.incrementalAlterConfigs([{ type: 'GROUP', name: GROUP, operations: [fromTheBeginning] }]);
      await admin.close();
      for (const one of clients) one.start();
      world.spawn(() => killClients(world, world.boot(), clients));
    },
    random.below(world.isSmall ? 2 : 3),
  );
  let logs: Logs = [];
  world.spawn(async () => {
    const machine = world.boot();
    while (!world.isHealed || producer.isWorking) await world.pause(machine, 50);
    const client = await TestClient.connect(machine.env, PORT);
    logs = await readLogs(client, TOPIC, partitions);
    client.close();
    history.finishAt(logs);
  });
  await world.heal(() => `${clients.map((one) => one.describe()).join('; ')}; missing: ${history.missing}`);
  for (const one of producer.histories) one.verify(logs);
  assert.equal(history.missing, null);
  return {
    sent: sum(producer.histories.map(({ sent }) => sent)),
    delivered: history.deliveries,
    accepted: history.accepted,
    deaths: world.deaths,
    diskDeaths: world.diskDeaths,
    clientDeaths: sum(clients.map(({ lives }) => lives - 1)),
    faults: world.faults,
    virtualSeconds: world.world.monotonic() / 1000,
  };
}
