/**
 * A world whose broker is Samsa's own, whole, on a disk of its own. It dies again and again: of a power loss during some
 * operation of its disk, of a kill, of a disk that is full for a while, or of one that fails.
 */
import assert from 'node:assert/strict';
import { Broker, parseBrokerConfig } from '#broker';
import { failedHandler, TestClient } from '#broker/testing';
import type { Env } from '#kernel';
import { apiVersionsRequest, apiVersionsResponse, newApiVersionsRequest } from '#protocol';
import { type Machine, MachineDied } from '#sim';
import { ClientWorld, PORT } from './world.testing.ts';

/** How a life of the broker ends. */
type Death = 'power loss' | 'kill' | 'full disk' | 'failing disk';

/** What a broker says whose disk made an end of it. */
const DISK_TROUBLE = /ENOSPC|EIO|[Ww]riting|[Mm]aintaining|cannot be|full|fail/;

export class DyingBrokerWorld extends ClientWorld {
  deaths = 0;
  /** Of the deaths: those that a full or failing disk brought about. */
  diskDeaths = 0;
  readonly #configs: Readonly<Record<string, string>>;
  #machine: Machine;
  #broker: Broker | null = null;

  constructor(seed: number, configs: Readonly<Record<string, string>> = {}) {
    super(seed);
    this.#configs = configs;
    this.#machine = this.world.machine;
  }

  /** The keys that the broker serves, so that worlds can do without what it does not. Call it before anything else. */
  async servedKeys(): Promise<ReadonlySet<number>> {
    this.#broker = await this.#machine.finish(this.#start());
    return this.look(async (env) => {
      const client = await TestClient.connect(env, PORT);
      const answer = await client.call([apiVersionsRequest, apiVersionsResponse], newApiVersionsRequest(), 0);
      client.close();
      return new Set(answer.apiKeys.map(({ apiKey }) => apiKey));
    });
  }

  /** `setUp` is what an operator does before anything goes wrong. Then `deaths` deaths; the broker lives on afterwards. */
  async run(setUp: (env: Env) => Promise<void>, deaths: number): Promise<void> {
    const first = this.#broker ?? (await this.#machine.finish(this.#start()));
    await this.look(setUp);
    this.disturb();
    for (let life = 0; life < deaths; life++) await this.#liveAndDie(life === 0 ? first : null);
    this.#broker = deaths === 0 ? first : await this.#machine.finish(this.#start());
    // A while without deaths but with all other faults, so that clients get through the middle of things too.
    await this.pass(this.random.below(this.isSmall ? 200 : 1000));
  }

  async close(): Promise<void> {
    assert.equal(failedHandler(this.#machine), null, 'no handler of the broker fails');
    if (this.#broker !== null) await this.#machine.finish(this.#broker.close());
  }

  #start(): Promise<Broker> {
    const options = {
      listeners: `PLAINTEXT://127.0.0.1:${PORT}`,
      'log.dirs': '/data',
      'offsets.topic.num.partitions': '1',
      'transaction.state.log.num.partitions': '1',
      'share.coordinator.state.topic.num.partitions': '1',
      'group.initial.rebalance.delay.ms': '0',
      'group.min.session.timeout.ms': '1000',
      'log.index.interval.bytes': '64',
      'auto.create.topics.enable': 'false',
      ...this.#configs,
    };
    this.note('broker', 'starts');
    return Broker.start(this.#machine.env, parseBrokerConfig({ options }).config);
  }

  async #liveAndDie(running: Broker | null): Promise<void> {
    const { random } = this;
    const machine = this.#machine;
    const death = this.#plan(machine);
    const lifeMs = 30 + random.below(this.isSmall ? 300 : 1000);
    if (running === null) await this.#tryToStart(death);
    await this.until(() => machine.isDead, lifeMs);
    assert.equal(failedHandler(machine), null, 'no handler of the broker fails');
    this.#verifyReason(machine.deathReason, death);
    this.deaths++;
    this.note('broker', `dies: ${death}, ${machine.deathReason ?? 'in time'}`);
    this.#machine = death === 'kill' || death === 'full disk' ? machine.kill() : machine.crash();
    if (random.chance(0.5)) await this.pass(random.below(500));
  }

  /** Draws how this life is to end, and prepares the disk for it. */
  #plan({ disk }: Machine): Death {
    const { random } = this;
    const chance = random.number();
    if (chance < 0.6) {
      disk.faults.crashAt(disk.mutations + 1 + random.below(random.chance(0.2) ? 30 : 100));
      return 'power loss';
    }
    if (chance < 0.8) return 'kill';
    if (chance < 0.9) {
      disk.faults.capacityBytes = disk.volume.usedBytes() + random.below(3000);
      return 'full disk';
    }
    disk.faults.fail(random.chance(0.5) ? 'datasync' : 'write', 'EIO', { nth: 1 + random.below(30) });
    return 'failing disk';
  }

  /** A broker that finds no room, or a disk that fails, does not come up; it says why, and nothing else happens. */
  async #tryToStart(death: Death): Promise<void> {
    try {
      await this.#machine.finish(this.#start());
    } catch (error) {
      if (error instanceof MachineDied) return;
      const isDisk = death === 'full disk' || death === 'failing disk';
      if (!isDisk || !DISK_TROUBLE.test(String(error))) throw error;
      this.note('broker', `does not start: ${String(error)}`);
      this.#machine.die(`halt: ${String(error)}`);
    }
  }

  /** It stops by itself only where its disk makes it. */
  #verifyReason(reason: string | null, death: Death): void {
    if (reason === null || !reason.startsWith('halt')) return;
    const isDisk = death === 'full disk' || death === 'failing disk';
    assert.ok(isDisk, `the broker halts for no reason but its disk: ${reason}`);
    this.diskDeaths++;
  }
}
