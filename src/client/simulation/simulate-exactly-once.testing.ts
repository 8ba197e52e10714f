/** Consume-transform-produce around a broker that dies: what comes in goes out exactly once, whole transactions at a time. */
import assert from 'node:assert/strict';
import { TestClient } from '#broker/testing';
import { makeTopic, stablePositions } from './broker-state.testing.ts';
import { killClients, SimulatedProducer, TOPIC } from './clients.testing.ts';
import { readCommittedTopic, type CommittedLog } from './committed-log.testing.ts';
import { DyingBrokerWorld } from './dying-broker.testing.ts';
import { CommittedOffsets, CommittedReads, verifyExactlyOnce } from './exactly-once-history.testing.ts';
import { sum, type Outcome } from './outcome.testing.ts';
import { OUTPUT, OutputReader, PROCESSORS, SimulatedProcessor } from './processors.testing.ts';
import { PORT, type ClientWorld } from './world.testing.ts';

/** EndTxn. */
const END_TRANSACTION = 26;
const CONSUMER_GROUP_HEARTBEAT = 68;

/** What is done wrong on purpose, to see whether it is found out. */
export interface ExactlyOnceFlaws {
  readonly commitsOutside?: boolean;
  readonly readsUncommitted?: boolean;
}

export async function simulateExactlyOnce(
  seed: number,
  onWorld: (world: ClientWorld) => void,
  flaws: ExactlyOnceFlaws = {},
): Promise<Outcome> {
  const world = new DyingBrokerWorld(seed, { 'transaction.abort.timed.out.transaction.cleanup.interval.ms': '500' });
  onWorld(world);
  const served = await world.servedKeys();
  const simulated = new SimulatedProcessing(world, { flaws, hasNewGroups: served.has(CONSUMER_GROUP_HEARTBEAT) });
  const outcome = served.has(END_TRANSACTION) ? await simulated.run() : { notServed: 1 };
  await world.close();
  return outcome;
}

class SimulatedProcessing {
  readonly #world: DyingBrokerWorld;
  readonly #partitions: number;
  readonly #source: SimulatedProducer;
  readonly #processors: SimulatedProcessor[];
  readonly #reader: OutputReader;
  readonly #reads: CommittedReads = new CommittedReads();
  readonly #offsets: CommittedOffsets = new CommittedOffsets();
  /** Once nothing more comes in. */
  #input: readonly CommittedLog[] | null = null;
  #output: readonly CommittedLog[] = [];
  #isDone = false;

  constructor(world: DyingBrokerWorld, { flaws, hasNewGroups }: { flaws: ExactlyOnceFlaws; hasNewGroups: boolean }) {
    const { random } = world;
    this.#world = world;
    this.#partitions = 1 + random.below(2);
    const partitions = this.#partitions;
    this.#source = new SimulatedProducer(world, { index: 0, partitions });
    const protocol = hasNewGroups && random.chance(0.4) ? 'consumer' : 'classic';
    const { commitsOutside = false, readsUncommitted = false } = flaws;
    this.#processors = Array.from(
      { length: 1 + random.below(2) },
      (_, index) => new SimulatedProcessor(world, { index, protocol, commitsOutside, isDone: () => this.#isDone }),
    );
    const isolationLevel = readsUncommitted ? 'read_uncommitted' : 'read_committed';
    const isDone = (): boolean => this.#isDone;
    this.#reader = new OutputReader(world, { reads: this.#reads, partitions, isolationLevel, isDone });
  }

  async run(): Promise<Outcome> {
    const world = this.#world;
    const clients = [this.#source, ...this.#processors, this.#reader];
    for (const client of clients) client.start();
    world.spawn(() => killClients(world, world.boot(), clients));
    world.spawn(() => this.#watch());
    const deaths = world.random.below(world.isSmall ? 2 : 3);
    await world.run(async (env) => {
      const client = await TestClient.connect(env, PORT);
      for (const topic of [TOPIC, OUTPUT]) await makeTopic(client, topic, this.#partitions);
      client.close();
    }, deaths);
    await world.heal(() => this.#hint());
    this.#verify();
    const transactions = this.#processors.flatMap((processor) => processor.transactions);
    return {
      sent: sum(this.#source.histories.map(({ sent }) => sent)),
      committed: transactions.filter(({ outcome }) => outcome === 'committed').length,
      aborted: transactions.filter(({ outcome }) => outcome === 'aborted').length,
      undecided: transactions.filter(({ outcome }) => outcome === 'open' || outcome === 'committing').length,
      read: this.#reads.reads,
      deaths: world.deaths,
      diskDeaths: world.diskDeaths,
      clientDeaths: sum(clients.map(({ lives }) => lives - 1)),
      faults: world.faults,
      virtualSeconds: world.world.monotonic() / 1000,
    };
  }

  /** Looks at the group's positions all along, and says when everything has come out. */
  async #watch(): Promise<void> {
    const world = this.#world;
    const machine = world.boot();
    while (!this.#isDone) {
      await world.pause(machine, 50 + world.random.below(300));
      const client = await TestClient.connect(machine.env, PORT).catch(() => null);
      if (client === null) continue;
      await this.#look(client).catch((error: unknown) => {
        // Whatever else fails here fails because the broker is down, and is tried again.
        if (error instanceof assert.AssertionError) throw error;
      });
      client.close();
    }
  }

  async #look(client: TestClient): Promise<void> {
    const positions = await stablePositions(client, PROCESSORS, { topic: TOPIC, partitions: this.#partitions });
    positions?.forEach((position, partition) => this.#offsets.observe(partition, position));
    if (!this.#world.isHealed || this.#source.isWorking) return;
    this.#input ??= await readCommittedTopic(client, TOPIC, this.#partitions);
    const input = this.#input;
    if (input === null || positions === null) return;
    if (!input.every(({ highWatermark }, partition) => positions[partition] === highWatermark)) return;
    const output = await readCommittedTopic(client, OUTPUT, this.#partitions);
    // Of a transaction that nobody ended a part may still be in the way, until its time is over.
    if (output === null || output.some(({ lastStableOffset, highWatermark }) => lastStableOffset < highWatermark))
      return;
    this.#output = output;
    this.#isDone = true;
  }

  #hint(): string {
    const working = [this.#source, ...this.#processors, this.#reader].filter(({ isWorking }) => isWorking);
    const ends = this.#input?.map(({ highWatermark }) => highWatermark).join();
    return `${working.map((client) => client.describe()).join('; ')}; the input ends at ${ends}, ${this.#offsets.describe()}`;
  }

  #verify(): void {
    const input = this.#input ?? [];
    for (const history of this.#source.histories) history.verify(input.map(({ records }) => records));
    const output = this.#output.map(({ records }) => records);
    const transactions = this.#processors.flatMap((processor) => processor.transactions);
    verifyExactlyOnce({ inputCounts: input.map(({ records }) => records.length), output, transactions });
    this.#reads.verify(output);
  }
}
