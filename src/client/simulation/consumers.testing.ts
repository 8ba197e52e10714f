/** Simulated consumers at work: members of a group that process everything, and readers that go back and forth. */
import assert from 'node:assert/strict';
import type { TopicPartition } from '../assignors/group-members.ts';
import { Consumer } from '../consumer/consumer.ts';
import { isKafkaError } from '../errors.ts';
import type { ConsumerOptions } from '../consumer/consumer-options.ts';
import type { ConsumerRecord } from '../records/consumer-record.ts';
import { CLIENT_OPTIONS, SimulatedClient, TOPIC } from './clients.testing.ts';
import type { GroupHistory, ReaderHistory } from './history.testing.ts';
import type { ClientWorld } from './world.testing.ts';

export const GROUP = 'group';

const FETCH_OPTIONS = { fetchMaxWaitMs: 50, autoOffsetReset: 'earliest', checkCrcs: true } as const;

/** What members of one group have to agree on, drawn once for each world. */
export interface GroupPlan {
  /** Who divides the partitions: a member, or the coordinator (KIP-848). */
  readonly protocol: 'classic' | 'consumer';
  readonly strategy: 'range' | 'roundrobin' | 'sticky' | 'cooperative-sticky';
  readonly isStatic: boolean;
  /** Whether members stay until all is committed, or close as soon as all is processed. */
  readonly staysForCommits: boolean;
}

/** How an application takes its records. */
type Way = 'records' | 'batches' | 'run' | 'run by key' | 'poll';

export class SimulatedMember extends SimulatedClient {
  readonly #history: GroupHistory;
  readonly #plan: GroupPlan;
  /** Per partition: the offset that has to come next, while this member keeps the partition. */
  readonly #next: Map<number, number> = new Map();
  #consumer: Consumer | null = null;

  constructor(world: ClientWorld, options: { index: number; history: GroupHistory; plan: GroupPlan }) {
    super(world, `member${options.index}`);
    this.#history = options.history;
    this.#plan = options.plan;
  }

  override describe(): string {
    const consumer = this.#consumer;
    if (consumer === null) return super.describe();
    const owned = consumer.assignment().map(({ partition }) => partition);
    return `${super.describe()} with ${owned.join()}, ${JSON.stringify(consumer.status)}`;
  }

  protected async live(): Promise<void> {
    while (!(await this.#liveUntilFenced()));
  }

  /**
   * False where another took its static name: a JoinGroup of its own that was held up on its way, or one of the life before;
   * or where it is still that of the life before (KIP-848). Whoever runs such a member starts it again.
   */
  async #liveUntilFenced(): Promise<boolean> {
    this.#next.clear();
    const consumer = new Consumer(this.#options());
    this.#consumer = consumer;
    consumer.subscribe([TOPIC]);
    const stop = new AbortController();
    const work = this.#consume(consumer, stop.signal);
    let isFenced = false;
    try {
      await Promise.race([work, this.#whenDone()]);
      stop.abort();
      await work;
    } catch (error) {
      const isName = isKafkaError(error, 'FENCED_INSTANCE_ID') || isKafkaError(error, 'UNRELEASED_INSTANCE_ID');
      if (!this.#plan.isStatic || !isName) throw error;
      isFenced = true;
      await this.pause(300);
    }
    await consumer.close();
    return !isFenced;
  }

  #options(): ConsumerOptions {
    return {
      ...CLIENT_OPTIONS,
      ...FETCH_OPTIONS,
      env: this.env,
      clientId: this.name,
      groupId: GROUP,
      ...(this.#plan.isStatic ? { groupInstanceId: this.name } : {}),
      ...this.#groupOptions(),
      // A JoinGroup whose answer is lost waits so long for it.
      maxPollIntervalMs: 10_000,
      autoCommitIntervalMs: this.pick([20, 200, 2000]),
      maxPollRecords: this.pick([500, 5]),
      fetchMaxBytes: this.pick([52_428_800, 500]),
      reuseFetchBuffers: this.pick([false, true]),
      rebalanceListener: {
        onPartitionsAssigned: (partitions) => this.#forget(partitions),
        onPartitionsRevoked: (partitions) => this.#forget(partitions),
        onPartitionsLost: (partitions) => this.#forget(partitions),
      },
    };
  }

  #groupOptions(): Partial<ConsumerOptions> {
    if (this.#plan.protocol === 'consumer') {
      const groupRemoteAssignor = this.pick([null, 'uniform', 'range']);
      return { groupProtocol: 'consumer', ...(groupRemoteAssignor === null ? {} : { groupRemoteAssignor }) };
    }
    const partitionAssignmentStrategy = [this.#plan.strategy];
    const heartbeats = { sessionTimeoutMs: this.pick([1500, 3000, 10_000]), heartbeatIntervalMs: 300 };
    return { partitionAssignmentStrategy, ...heartbeats } as const;
  }

  async #consume(consumer: Consumer, signal: AbortSignal): Promise<void> {
    const way = this.pick<Way>(['records', 'batches', 'run', 'run by key', 'poll']);
    this.world.note(this.name, `reads by ${way}`);
    try {
      await this.#consumeBy(way, consumer, signal);
    } catch (error) {
      // The iterators end with ABORTED once the signal says so.
      if (!signal.aborted || error instanceof assert.AssertionError) throw error;
    }
  }

  async #consumeBy(way: Way, consumer: Consumer, signal: AbortSignal): Promise<void> {
    const process = (record: ConsumerRecord): Promise<void> => this.#process(record);
    if (way === 'run') return consumer.run({ eachRecord: process, concurrency: 3, by: 'partition', signal });
    if (way === 'run by key') {
      // Records of one partition end in any order here.
      return consumer.run({
        eachRecord: (record) => this.#processInAnyOrder(record),
        concurrency: 3,
        by: 'key',
        signal,
      });
    }
    if (way === 'records') {
      for await (const record of consumer.records({ signal })) await process(record);
    } else if (way === 'batches') {
      for await (const batch of consumer.batches({ signal })) {
        for (const record of batch.records()) await process(record);
      }
    } else {
      while (!signal.aborted) {
        for (const record of await consumer.poll(100, { signal })) await process(record);
      }
    }
  }

  async #process(record: ConsumerRecord): Promise<void> {
    const { partition, offset } = record;
    const expected = this.#next.get(partition);
    if (expected !== undefined) assert.equal(offset, expected, `${this.name}: the next record of ${partition}`);
    this.#next.set(partition, offset + 1);
    await this.#processInAnyOrder(record);
  }

  async #processInAnyOrder(record: ConsumerRecord): Promise<void> {
    const { partition, offset } = record;
    const text = record.text();
    if (this.world.random.chance(0.2)) await this.pause(this.world.random.below(30));
    assert.equal(record.text(), text, `${this.name}: a record stays as it is while it is in hand`);
    this.#history.process(partition, offset);
  }

  #forget(partitions: readonly TopicPartition[]): void {
    for (const { partition } of partitions) this.#next.delete(partition);
  }

  async #whenDone(): Promise<void> {
    while (!(this.#plan.staysForCommits ? this.#history.isCommitted : this.#history.isComplete)) await this.pause(50);
  }
}

export class SimulatedReader extends SimulatedClient {
  readonly #history: ReaderHistory;
  readonly #partitions: number;

  constructor(world: ClientWorld, options: { history: ReaderHistory; partitions: number }) {
    super(world, 'reader');
    this.#history = options.history;
    this.#partitions = options.partitions;
  }

  protected async live(): Promise<void> {
    const { random } = this.world;
    const consumer = new Consumer({
      ...CLIENT_OPTIONS,
      ...FETCH_OPTIONS,
      env: this.env,
      clientId: 'reader',
      reuseFetchBuffers: this.pick([false, true]),
    });
    const next = Array.from({ length: this.#partitions }, () => 0);
    consumer.assign(next.map((offset, partition) => ({ topic: TOPIC, partition, offset })));
    while (!this.world.isHealed) {
      for (const record of await consumer.poll(50)) this.#see(record, next);
      const partition = random.below(this.#partitions);
      const act = random.number();
      if (act < 0.1) {
        next[partition] = random.below((next[partition] ?? 0) + 1);
        consumer.seek({ topic: TOPIC, partition, offset: next[partition] ?? 0 });
      } else if (act < 0.2) {
        consumer.pause([{ topic: TOPIC, partition }]);
      } else if (act < 0.4) {
        consumer.resume(consumer.paused());
      }
    }
    await consumer.close();
  }

  #see(record: ConsumerRecord, next: number[]): void {
    const { partition, offset } = record;
    assert.equal(offset, next[partition], `the reader skips nothing in ${partition} and goes back only where told to`);
    next[partition] = offset + 1;
    this.#history.see(partition, { offset, value: record.text() ?? '' });
  }
}
