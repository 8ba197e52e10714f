/** Whatever members, time and the log do, the promises of a classic group hold. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Errors } from '#protocol';
import type { ClassicGroup } from './classic-group.ts';
import { context, GROUP, type GroupClient, GroupWorld, watch } from './group-world.testing.ts';

const MEMBERS = 5;
const STATIC_MEMBERS = 2;
/** Of each run. */
const ACTIONS = 60;
const RUNS = 400;

const ACTION_NAMES = [
  'join',
  'join',
  'join',
  'sync',
  'sync',
  'sync',
  'heartbeat',
  'commit',
  'commit',
  'change',
  'leave',
  'rebirth',
  'advance',
  'advance',
  'late',
  'hold',
  'release',
  'refuse',
  'restart',
  'delete',
] as const;

interface Action {
  readonly name: (typeof ACTION_NAMES)[number];
  readonly who: number;
  readonly much: number;
}

const action: fc.Arbitrary<Action> = fc.record({
  name: fc.constantFrom(...ACTION_NAMES),
  who: fc.nat(MEMBERS - 1),
  much: fc.nat(9),
});

test('random members, times and faults never break the promises of a group', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 10, maxLength: ACTIONS }), fc.nat(), async (actions, seed) => {
      const run = await Run.begin(seed);
      for (const each of actions) await run.step(each);
      await run.end();
    }),
    { numRuns: RUNS },
  );
});

class Run {
  world: GroupWorld;
  readonly #members: GroupClient[] = [];
  /** By generation: who led it, as its members were told. */
  readonly #leaders = new Map<number, string>();
  readonly #open: (() => unknown)[] = [];
  #nextOffset = 1;
  /** What may be committed: the last offset that was acknowledged, and those sent since that were not. */
  readonly #possible = new Set([-1]);

  private constructor(world: GroupWorld) {
    this.world = world;
    for (let i = 0; i < MEMBERS; i++) this.#members.push(this.#newMember(i));
  }

  static async begin(seed: number): Promise<Run> {
    return new Run(await GroupWorld.create({ seed: seed % 1_000_000, settings: { maxSize: 4 } }));
  }

  async step(step: Action): Promise<void> {
    await this.#perform(step);
    await this.world.advance(5);
    this.#checkGroup();
  }

  async end(): Promise<void> {
    this.world.log.release();
    this.world.log.refusal = 0;
    await this.world.advance(10);
    await this.#checkOffset();
    await this.#checkReplica();
    this.world.coordinator.close();
    await this.world.advance(10);
    for (const isAnswered of this.#open) assert.notEqual(isAnswered(), undefined, 'everyone is answered');
  }

  async #perform({ name, who, much }: Action): Promise<void> {
    const member = this.#members[who]!;
    const { log } = this.world;
    if (name === 'join') this.#join(member);
    else if (name === 'change') this.#join(member, { topics: [`topic-${much}`] });
    else if (name === 'sync') this.#sync(member);
    else if (name === 'heartbeat') this.#react(member, await member.heartbeat());
    else if (name === 'leave') this.#react(member, await member.leave());
    else if (name === 'commit') await this.#commit(member);
    else if (name === 'rebirth') this.#members[who] = this.#newMember(who);
    else if (name === 'advance') await this.world.advance(much * 500);
    else if (name === 'late') await this.world.advance(much * 8000);
    else if (name === 'hold') log.isHeld = true;
    else if (name === 'release') {
      log.refusal = 0;
      log.release();
    } else if (name === 'refuse') log.refusal = much % 2 === 0 ? Errors.NOT_ENOUGH_REPLICAS.code : 0;
    else if (name === 'restart') await this.#restart();
    else await this.#delete();
  }

  #newMember(index: number): GroupClient {
    return this.world.member(`c${index}`, {
      instanceId: index < STATIC_MEMBERS ? `c${index}` : null,
      protocols: index % 2 === 0 ? ['range', 'sticky'] : ['sticky', 'range'],
      sessionTimeoutMs: 10_000,
      rebalanceTimeoutMs: 15_000,
      joinVersion: [9, 8, 5, 9, 3][index]!,
    });
  }

  #join(member: GroupClient, changes: { topics?: string[] } = {}): void {
    const joining = member.join(changes).then((response) => {
      this.#react(member, response.errorCode);
      if (response.errorCode !== Errors.NONE.code) return response;
      // A leader that started anew has another id and the same name.
      const told = nameOf(response.leader);
      const known = this.#leaders.get(response.generationId);
      assert.ok(known === undefined || known === told, `generation ${response.generationId} has one leader`);
      this.#leaders.set(response.generationId, told);
      return response;
    });
    this.#open.push(watch(joining));
  }

  #sync(member: GroupClient): void {
    const { generation, lastJoin } = member;
    const told = lastJoin?.members ?? [];
    const leader = nameOf(member.memberId);
    const assignments = new Map(
      told.map(({ memberId }) => [memberId, `${generation}/${leader}/${nameOf(memberId)}`] as const),
    );
    const memberId = member.memberId;
    const syncing = member.sync(assignments).then((response) => {
      if (member.memberId === memberId) this.#react(member, response.errorCode);
      const text = Buffer.from(response.assignment).toString();
      if (response.errorCode !== Errors.NONE.code || text === '') return response;
      assert.equal(text, `${generation}/${this.#leaders.get(generation)}/${nameOf(memberId)}`);
      return response;
    });
    this.#open.push(watch(syncing));
  }

  async #commit(member: GroupClient): Promise<void> {
    const offset = this.#nextOffset++;
    const errorCode = await this.world.commit(offset, { member });
    this.#react(member, errorCode);
    if (errorCode === Errors.NONE.code) this.#possible.clear();
    // Where it was not committed in time, it may have been written all the same.
    if (errorCode === Errors.NONE.code || errorCode === Errors.COORDINATOR_NOT_AVAILABLE.code) {
      this.#possible.add(offset);
    }
  }

  async #restart(): Promise<void> {
    this.world.log.release();
    await this.world.advance(10);
    await this.#checkReplica();
    this.world = await this.world.restart();
    for (const member of this.#members) member.moveTo(this.world);
    // A rebalance that had not come to its end has not happened: its generation may begin again, under another leader.
    const lasting = this.world.coordinator.shards()[0]!.lastingGroups.get(GROUP);
    const generation = lasting?.generation ?? 0;
    for (const known of this.#leaders.keys()) if (known > generation) this.#leaders.delete(known);
  }

  async #delete(): Promise<void> {
    const response = await this.world.finish(this.world.coordinator.deleteGroups({ groupsNames: [GROUP] }, context(3)));
    const errorCode = response.results[0]!.errorCode;
    const mayBeDeleted = errorCode === Errors.NONE.code || errorCode === Errors.COORDINATOR_NOT_AVAILABLE.code;
    if (!mayBeDeleted || this.world.coordinator.shards()[0]!.groups.has(GROUP)) return;
    this.#possible.clear();
    this.#possible.add(-1);
    this.#leaders.clear();
  }

  /** As clients do. */
  #react(member: GroupClient, errorCode: number): void {
    if (errorCode !== Errors.UNKNOWN_MEMBER_ID.code && errorCode !== Errors.FENCED_INSTANCE_ID.code) return;
    member.memberId = '';
    member.generation = -1;
    member.lastJoin = null;
  }

  #checkGroup(): void {
    const shard = this.world.coordinator.shards()[0]!;
    const group = shard.classicGroup(GROUP);
    if (group === undefined) return;
    checkParts(group);
    if (group.state !== 'Stable') return;
    assert.deepEqual(group.toMetadata(), shard.lastingGroups.get(GROUP), 'a stable group is in the log as it is');
    for (const { assignment, memberId } of group.members.values()) {
      const text = Buffer.from(assignment).toString();
      if (text === '') continue;
      const [generation, leader, name] = text.split('/');
      assert.equal(Number(generation), group.generation, 'members have the assignment of their generation');
      assert.equal(leader, this.#leaders.get(group.generation));
      assert.equal(name, nameOf(memberId));
    }
  }

  async #checkOffset(): Promise<void> {
    const offset = await this.world.offset();
    assert.ok(this.#possible.has(offset), `${offset} is one of ${[...this.#possible].join(', ')}`);
  }

  /** Whoever reads the log has the same lasting state. */
  async #checkReplica(): Promise<void> {
    const replica = await GroupWorld.create({
      simulation: this.world.simulation,
      settings: this.world.settings,
      batches: this.world.log.batches.map((batch) => Buffer.from(batch)),
    });
    const [ours, theirs] = [this.world, replica].map(({ coordinator }) => coordinator.shards()[0]!);
    assert.deepEqual(bare(theirs!.lastingGroups), bare(ours!.lastingGroups));
    assert.deepEqual(theirs!.offsets.ofGroup(GROUP), ours!.offsets.ofGroup(GROUP));
    replica.coordinator.close();
  }
}

/** The parts of a group agree with each other. */
function checkParts(group: ClassicGroup): void {
  const members = [...group.members.values()];
  assert.equal(group.leader === null, members.length === 0, 'there is a leader if there are members');
  if (group.leader !== null) assert.ok(group.members.has(group.leader), 'the leader is a member');
  assert.equal(group.awaitingJoinCount, members.filter(({ awaitingJoin }) => awaitingJoin !== null).length);
  if (group.state === 'Empty') assert.equal(members.length, 0);
  if (group.state === 'Stable' || group.state === 'CompletingRebalance') assert.ok(members.length > 0);
  assert.equal(
    members.some(({ awaitingSync }) => awaitingSync !== null) && group.state !== 'CompletingRebalance',
    false,
    'only while the assignment is made do members wait for it',
  );
  assert.equal(group.joinDeadline === Infinity, group.state !== 'PreparingRebalance', 'a rebalance has a deadline');
  for (const memberId of group.pendingSync) assert.ok(group.members.has(memberId));
  for (const member of members) {
    if (member.groupInstanceId !== null) {
      assert.equal(group.staticMemberId(member.groupInstanceId), member.memberId);
    }
    const isWatched = member.sessionDeadline !== Infinity || member.isExcusedFromHeartbeats;
    assert.ok(isWatched, 'nobody is a member forever without a sign of life');
  }
}

/** Buffers as text, so that views and copies compare equal. */
function bare(groups: ReadonlyMap<string, unknown>): unknown {
  return JSON.parse(JSON.stringify([...groups]));
}

/** `c3` of `c3-` and a uuid. */
function nameOf(memberId: string): string {
  return memberId.split('-')[0]!;
}
