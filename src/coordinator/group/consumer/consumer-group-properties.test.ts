/** Random lives of consumer groups: members of both kinds of ids that join, leave, die and lose answers, topics that change, coordinators that start anew, logs that refuse. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Errors } from '#protocol';
import { GROUP, GroupWorld, idOf } from '../group-world.testing.ts';
import { ConsumerClient, describeConsumers, entriesOfNames, partitionNames } from './consumer-client.testing.ts';
import { consumerGroupKind } from './consumer-group-kind.ts';

type Step =
  | { readonly type: 'join' | 'leave' | 'away' | 'die' | 'poll' | 'lose'; readonly member: number }
  | { readonly type: 'advance'; readonly ms: number }
  | { readonly type: 'topic'; readonly topic: number; readonly partitions: number }
  | { readonly type: 'restart' | 'refuse' | 'accept' };

const MEMBERS = 5;
const TOPICS = ['orders', 'payments', 'returns'];
const SUBSCRIPTIONS: readonly { topics: string[] | null; regex: string | null }[] = [
  { topics: ['orders'], regex: null },
  { topics: ['orders', 'payments'], regex: null },
  { topics: null, regex: '.*' },
  { topics: ['returns'], regex: 'pay.*' },
];

const memberStep = fc.record({
  type: fc.constantFrom('join', 'poll', 'poll', 'poll', 'leave', 'away', 'die', 'lose'),
  member: fc.nat({ max: MEMBERS - 1 }),
});
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: memberStep },
    {
      weight: 4,
      arbitrary: fc.record({ type: fc.constant('advance' as const), ms: fc.integer({ min: 1, max: 20_000 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('topic' as const),
        topic: fc.nat({ max: TOPICS.length - 1 }),
        partitions: fc.nat({ max: 5 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ type: fc.constantFrom('restart' as const, 'refuse' as const, 'accept' as const) }),
    },
  ),
  { minLength: 10, maxLength: 60 },
);

class Member {
  client: ConsumerClient;
  isAlive = false;
  /** When it was last heard of, in milliseconds of the monotonic clock. */
  heardOf = -Infinity;
  readonly #index: number;
  #incarnation = 0;

  constructor(world: GroupWorld, index: number) {
    this.#index = index;
    this.client = this.#incarnate(world);
  }

  begin(world: GroupWorld): void {
    this.client = this.#incarnate(world);
    this.isAlive = true;
  }

  #incarnate(world: GroupWorld): ConsumerClient {
    const index = this.#index;
    return new ConsumerClient(world, `member-${index}-${this.#incarnation++}`, {
      ...SUBSCRIPTIONS[index % SUBSCRIPTIONS.length]!,
      instanceId: index >= 3 ? `instance-${index}` : null,
      rebalanceTimeoutMs: REBALANCE_TIMEOUT_MS,
    });
  }
}

const REBALANCE_TIMEOUT_MS = 30_000;
/** The shorter of the session (45 s) and the rebalance timeout: who misses the word to give up a partition is fenced by the latter. */
const UNHEARD_MS = REBALANCE_TIMEOUT_MS;

class Life {
  world: GroupWorld;
  readonly members: Member[];

  constructor(world: GroupWorld) {
    this.world = world;
    this.members = Array.from({ length: MEMBERS }, (_, index) => new Member(world, index));
  }

  get now(): number {
    return this.world.simulation.env.clock.monotonic();
  }

  async run(step: Step): Promise<void> {
    switch (step.type) {
      case 'advance':
        return this.world.advance(step.ms);
      case 'topic':
        return this.changeTopic(TOPICS[step.topic]!, step.partitions);
      case 'restart':
        this.world.log.refusal = 0;
        this.world = await this.world.restart();
        for (const { client } of this.members) client.moveTo(this.world);
        return;
      case 'refuse':
        this.world.log.refusal = Errors.NOT_ENOUGH_REPLICAS.code;
        return;
      case 'accept':
        this.world.log.refusal = 0;
        return;
      default:
        return this.runMember(step.type, this.members[step.member]!);
    }
  }

  async runMember(type: 'join' | 'leave' | 'away' | 'die' | 'poll' | 'lose', member: Member): Promise<void> {
    const { client } = member;
    if (type === 'join') {
      if (!member.isAlive) member.begin(this.world);
      await this.join(member);
    } else if (!member.isAlive) return;
    else if (type === 'die') member.isAlive = false;
    else if (type === 'poll') await this.poll(member);
    else if (type === 'lose') {
      // The answer does not arrive: the client still has what it had.
      const { epoch, owned } = client;
      await client.heartbeat(client.epoch === 0 ? {} : { topicPartitions: entriesOfNames(owned) });
      Object.assign(client, { epoch, owned });
    } else {
      await client.leave(type === 'away' && client.options.instanceId !== null ? -2 : -1);
      member.isAlive = false;
      client.owned = [];
    }
  }

  async join(member: Member): Promise<void> {
    if ((await member.client.join()) === 0) member.heardOf = this.now;
  }

  /** As clients do: who is fenced gives everything up, and joins anew. */
  async poll(member: Member): Promise<void> {
    const { client } = member;
    const errorCode = client.epoch === 0 ? await client.join() : await client.poll();
    if (errorCode === 0) member.heardOf = this.now;
    else if (errorCode !== Errors.COORDINATOR_NOT_AVAILABLE.code) {
      client.owned = [];
      client.epoch = 0;
      if (errorCode === Errors.UNRELEASED_INSTANCE_ID.code) return;
      if (errorCode === Errors.FENCED_INSTANCE_ID.code) member.isAlive = false;
      else await this.join(member);
    }
  }

  changeTopic(name: string, partitions: number): void {
    const { topics, coordinator } = this.world;
    const present = topics.partitionCount(name);
    if (partitions === 0) topics.delete(name);
    else topics.add(name, Math.max(present, partitions));
    coordinator.onTopicsChanged({ created: present === 0 && partitions > 0 ? [name] : [], changed: [name] });
  }

  /** By what the coordinator knows, and by what members that were heard of lately believe. */
  check(): void {
    const group = this.world.coordinator.shards()[0]?.modernGroup(GROUP, consumerGroupKind);
    const known: string[] = [];
    for (const { assigned, pendingRevocation } of group?.members.values() ?? []) {
      for (const [topicId, epochs] of [...assigned, ...pendingRevocation]) {
        for (const partition of epochs.keys()) known.push(`${topicId}-${partition}`);
      }
    }
    assert.equal(new Set(known).size, known.length, 'no partition is at two members');
    const believed = this.members
      .filter(({ isAlive, heardOf }) => isAlive && this.now - heardOf < UNHEARD_MS)
      .flatMap(({ client }) => (client.epoch === 0 ? [] : client.owned));
    assert.equal(new Set(believed).size, believed.length, 'no two members believe to have one partition');
  }

  /** Everything calms down: each partition that anybody subscribes to ends up at somebody. */
  async converge(): Promise<void> {
    this.world.log.refusal = 0;
    for (const member of this.members) {
      if (!member.isAlive) continue;
      member.client.epoch = 0;
      member.client.owned = [];
    }
    for (let round = 0; round < 30; round++) {
      for (const member of this.members) if (member.isAlive) await this.poll(member);
      await this.world.advance(5000);
      this.check();
    }
    const alive = this.members.filter(({ isAlive }) => isAlive);
    if (alive.length === 0) return;
    const group = await describeConsumers(this.world);
    assert.equal(group.groupState, 'Stable');
    const wanted = TOPICS.filter((topic) => alive.some((member) => isReadBy(member, topic)))
      .flatMap((topic) =>
        Array.from({ length: this.world.topics.partitionCount(topic) }, (_, partition) => `${topic}-${partition}`),
      )
      .sort();
    assert.deepEqual(alive.flatMap(({ client }) => client.owned).sort(), wanted);
    for (const { memberId, assignment, targetAssignment } of group.members) {
      const [has, target] = [assignment, targetAssignment].map(({ topicPartitions }) =>
        partitionNames(topicPartitions),
      );
      assert.deepEqual(has, target, `${memberId} has what it is to have`);
    }
  }
}

function isReadBy({ client }: Member, topic: string): boolean {
  const { topics, regex } = client.options;
  return topics?.includes(topic) === true || (regex !== null && new RegExp(`^(?:${regex})$`).test(topic));
}

test('no partition is ever at two members, and in the end everyone has what it is to have', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(), async (life, seed) => {
      const world = await GroupWorld.create({ seed: seed + 1 });
      world.topics.add('returns', 3, idOf('returns'));
      const lived = new Life(world);
      for (const step of life) {
        await lived.run(step);
        lived.check();
      }
      await lived.converge();
    }),
    { numRuns: 60 },
  );
});
