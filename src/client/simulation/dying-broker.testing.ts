/** A world whose broker is Samsa's own, whole, on a disk of its own: it loses power or is killed again and again. */
import assert from 'node:assert/strict';
import { Broker, parseBrokerConfig } from '#broker';
import type { Env } from '#kernel';
import { type Machine, MachineDied } from '#sim';
import { ClientWorld, PORT } from './world.testing.ts';

export class DyingBrokerWorld extends ClientWorld {
  deaths = 0;
  #machine: Machine;
  #broker: Broker | null = null;

  constructor(seed: number) {
    super(seed);
    this.#machine = this.world.machine;
  }

  /** `setUp` is what an operator does before anything goes wrong. Then `deaths` deaths; the broker lives on afterwards. */
  async run(setUp: (env: Env) => Promise<void>, deaths: number): Promise<void> {
    const first = await this.#machine.finish(this.#start());
    await this.look(setUp);
    this.disturb();
    for (let life = 0; life < deaths; life++) await this.#liveAndDie(life === 0 ? first : null);
    this.#broker = deaths === 0 ? first : await this.#machine.finish(this.#start());
    // A while without deaths but with all other faults, so that clients get through the middle of things too.
    await this.pass(this.random.below(this.isSmall ? 200 : 1000));
  }

  async close(): Promise<void> {
    if (this.#broker !== null) await this.#machine.finish(this.#broker.close());
  }

  #start(): Promise<Broker> {
    const options = {
      listeners: `PLAINTEXT://127.0.0.1:${PORT}`,
      'log.dirs': '/data',
      'offsets.topic.num.partitions': '1',
      'group.initial.rebalance.delay.ms': '0',
      'group.min.session.timeout.ms': '1000',
      'log.index.interval.bytes': '64',
      'auto.create.topics.enable': 'false',
    };
    this.note('broker', 'starts');
    return Broker.start(this.#machine.env, parseBrokerConfig({ options }).config);
  }

  async #liveAndDie(running: Broker | null): Promise<void> {
    const { random } = this;
    const machine = this.#machine;
    const { disk } = machine;
    const isPowerLoss = random.chance(0.7);
    if (isPowerLoss) disk.faults.crashAt(disk.mutations + 1 + random.below(random.chance(0.2) ? 30 : 100));
    const lifeMs = 30 + random.below(this.isSmall ? 300 : 1000);
    try {
      if (running === null) await machine.finish(this.#start());
    } catch (error) {
      if (!(error instanceof MachineDied)) throw error;
    }
    await this.until(() => machine.isDead, lifeMs);
    const failed = machine.logLines.find(({ message }) => message.includes('\n'));
    assert.equal(failed?.message, undefined, 'no handler of the broker fails');
    this.deaths++;
    this.note('broker', isPowerLoss ? 'loses power' : 'is killed');
    this.#machine = isPowerLoss ? machine.crash() : machine.kill();
    if (random.chance(0.5)) await this.pass(random.below(500));
  }
}
