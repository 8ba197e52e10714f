import assert from 'node:assert/strict';
import test from 'node:test';
import {
  Errors,
  findCoordinatorRequest,
  heartbeatRequest,
  heartbeatResponse,
  joinGroupRequest,
  joinGroupResponse,
  leaveGroupRequest,
  leaveGroupResponse,
  newHeartbeatResponse,
  newJoinGroupResponse,
  newLeaveGroupResponse,
  newSyncGroupResponse,
  syncGroupRequest,
  syncGroupResponse,
  type ErrorName,
  type JoinGroupRequest,
} from '#protocol';
import { createSimulation, type Simulation } from '#sim';
import { openTestCluster } from '../cluster/cluster.testing.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { ScriptedBroker } from '../scripted-broker.testing.ts';
import { TestGroupMember, type TestMemberOptions } from './group-member.testing.ts';
import { readSubscription } from '../assignors/subscription.ts';

/** A coordinator with one member, which leads, and with errors as told. */
class Coordinator {
  readonly world: Simulation = createSimulation(1);
  broker!: ScriptedBroker;
  cluster!: Cluster;
  generationId = 0;
  /** Of the next answers of an API, the first first. */
  readonly errors: Record<'join' | 'sync' | 'heartbeat', ErrorName[]> = { join: [], sync: [], heartbeat: [] };

  async start(version = 9): Promise<this> {
    this.broker = await this.world.finish(ScriptedBroker.start(this.world.env));
    const { broker } = this;
    broker.topics.set('t', { partitions: 2 });
    broker.versions.set(11, [0, version]).set(14, [0, Math.min(5, version)]);
    broker.versions.set(12, [0, Math.min(4, version)]).set(13, [0, Math.min(5, version)]);
    broker.on(joinGroupRequest, joinGroupResponse, (request, asked) => this.#join(request, asked));
    broker.on(syncGroupRequest, syncGroupResponse, ({ memberId, assignments }) => {
      const errorCode = this.#next('sync');
      const assignment = assignments.find((item) => item.memberId === memberId)?.assignment ?? Buffer.alloc(0);
      return newSyncGroupResponse({ errorCode, assignment: errorCode === 0 ? assignment : Buffer.alloc(0) });
    });
    broker.on(heartbeatRequest, heartbeatResponse, () => newHeartbeatResponse({ errorCode: this.#next('heartbeat') }));
    broker.on(leaveGroupRequest, leaveGroupResponse, () => newLeaveGroupResponse({}));
    this.cluster = openTestCluster(this.world.env, { bootstrapServers: broker.bootstrap });
    return this;
  }

  #next(api: 'join' | 'sync' | 'heartbeat'): number {
    return Errors[this.errors[api].shift() ?? 'NONE'].code;
  }

  #join(request: JoinGroupRequest, version: number): ReturnType<typeof newJoinGroupResponse> {
    const errorCode = this.#next('join');
    const { memberId: known, groupInstanceId, protocols } = request;
    if (errorCode !== 0) return newJoinGroupResponse({ errorCode, protocolName: version < 7 ? '' : null });
    const memberId = known === '' ? `made-${this.broker.requests(joinGroupRequest).length}` : known;
    if (version >= 4 && known === '' && groupInstanceId === null) {
      const required = Errors.MEMBER_ID_REQUIRED.code;
      return newJoinGroupResponse({ errorCode: required, memberId, protocolName: version < 7 ? '' : null });
    }
    const [{ name: protocolName, metadata }] = protocols as [(typeof protocols)[0]];
    const members = [{ memberId, groupInstanceId: version < 5 ? null : groupInstanceId, metadata }];
    const generationId = ++this.generationId;
    return newJoinGroupResponse({
      generationId,
      protocolType: 'consumer',
      protocolName,
      leader: memberId,
      memberId,
      members,
    });
  }

  joins(): JoinGroupRequest[] {
    return this.broker.requests(joinGroupRequest);
  }

  member(config: TestMemberOptions['config'] = {}): TestGroupMember {
    return new TestGroupMember({ env: this.world.env, cluster: this.cluster, config }).join(['t']);
  }

  async whenStable(member: TestGroupMember): Promise<void> {
    await this.world.until(() => member.membership.state === 'stable' && member.owned.size === 2, 30_000);
  }

  leave(member: TestGroupMember): Promise<void> {
    return this.world.finish(member.membership.leave({ timeoutMs: 1000 }));
  }
}

test('a member speaks every version of the protocol, back to brokers that have the first of each', async () => {
  for (let version = 0; version <= 9; version++) {
    const coordinator = await new Coordinator().start(version);
    const member = coordinator.member(version >= 5 ? { groupInstanceId: 'one' } : {});
    await coordinator.whenStable(member);
    await coordinator.world.until(() => coordinator.broker.requests(heartbeatRequest).length > 1, 10_000);
    const { memberId } = member.membership.groupMetadata();
    await coordinator.world.finish(member.membership.leave({ timeoutMs: 1000, keepMembership: false }));
    const [leave] = coordinator.broker.requests(leaveGroupRequest);
    assert.equal(version < 3 ? leave!.memberId : leave!.members[0]!.memberId, memberId, `v${version}`);
    const { rebalanceTimeoutMs, reason } = coordinator.joins()[0]!;
    assert.equal(rebalanceTimeoutMs, version < 1 ? -1 : 60_000);
    assert.equal(reason === null, version < 8);
  }
});

test('a static member needs brokers that know of such, and says so', async () => {
  const coordinator = await new Coordinator().start(4);
  const member = coordinator.member({ groupInstanceId: 'one' });
  await coordinator.world.until(() => member.fatal !== null, 10_000);
  assert.equal(member.fatal!.code, 'UNSUPPORTED_VERSION');
});

test('a subscription tells topics, what is owned and when, the rack, and what the assignor wants to know', async () => {
  const coordinator = await new Coordinator().start();
  const member = new TestGroupMember({
    env: coordinator.world.env,
    cluster: coordinator.cluster,
    config: { clientRack: 'r1' },
    strategies: ['cooperative-sticky', 'sticky'],
  }).join(['t']);
  await coordinator.whenStable(member);
  member.membership.rejoin('the test asks for it');
  await coordinator.world.until(() => coordinator.generationId === 2, 10_000);
  await coordinator.whenStable(member);
  const { protocols, reason } = coordinator.joins().at(-1)!;
  assert.equal(reason, 'the test asks for it');
  const [cooperative, sticky] = protocols.map(({ metadata }) => readSubscription('m', null, metadata));
  assert.deepEqual([cooperative!.topics, cooperative!.rackId, cooperative!.generationId], [['t'], 'r1', 1]);
  assert.equal(Buffer.from(cooperative!.userData!).readInt32BE(), 1);
  assert.equal(sticky!.userData, null, 'it was never the one that assigned');
});

test('errors that pass are waited out: a coordinator that loads, moves, or rebalances again', async () => {
  const coordinator = await new Coordinator().start();
  coordinator.errors.join.push('COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR', 'REBALANCE_IN_PROGRESS');
  coordinator.errors.sync.push('REBALANCE_IN_PROGRESS', 'NOT_COORDINATOR', 'UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION');
  const member = coordinator.member();
  await coordinator.whenStable(member);
  assert.ok(coordinator.broker.requests(findCoordinatorRequest).length >= 3);
  assert.ok(!member.events.some((event) => event.startsWith('-')));
  await coordinator.leave(member);
});

test('errors that do not pass end the membership at once, and tell the remedy', async () => {
  for (const error of [
    'GROUP_MAX_SIZE_REACHED',
    'GROUP_AUTHORIZATION_FAILED',
    'INCONSISTENT_GROUP_PROTOCOL',
    'INVALID_SESSION_TIMEOUT',
    'INVALID_GROUP_ID',
    'FENCED_INSTANCE_ID',
    'UNKNOWN_SERVER_ERROR',
  ] as const) {
    const coordinator = await new Coordinator().start();
    coordinator.errors.join.push(error);
    const member = coordinator.member();
    await coordinator.world.until(() => member.fatal !== null, 5000);
    assert.deepEqual([member.fatal!.code, member.fatal!.fatal, member.membership.state], [error, true, 'stopped']);
    assert.match(member.fatal!.message, /group/);
    assert.equal(coordinator.joins().length, 1);
    await coordinator.leave(member);
  }
});

test('a heartbeat tells a member that it has lost its generation, with or without its id, or its place for good', async () => {
  for (const [error, keepsId] of [
    ['ILLEGAL_GENERATION', true],
    ['UNKNOWN_MEMBER_ID', false],
  ] as const) {
    const coordinator = await new Coordinator().start();
    const member = coordinator.member();
    await coordinator.whenStable(member);
    const { memberId } = member.membership.groupMetadata();
    coordinator.errors.heartbeat.push(error);
    await coordinator.world.until(() => member.events.includes('!t-0'), 5000);
    await coordinator.whenStable(member);
    assert.equal(member.membership.groupMetadata().memberId === memberId, keepsId);
    coordinator.errors.heartbeat.push('REBALANCE_IN_PROGRESS');
    await coordinator.world.until(() => member.events.includes('-t-0'), 5000);
    await coordinator.whenStable(member);
    coordinator.errors.heartbeat.push('FENCED_INSTANCE_ID');
    await coordinator.world.until(() => member.fatal !== null, 5000);
    assert.deepEqual([member.membership.state, member.ownedNames], ['stopped', []]);
  }
});

test('a commit of an earlier generation tells a member nothing', async () => {
  const coordinator = await new Coordinator().start();
  const member = coordinator.member();
  await coordinator.whenStable(member);
  const before = member.membership.groupMetadata();
  member.membership.rejoin('again');
  await coordinator.world.until(() => coordinator.generationId === 2, 5000);
  await coordinator.whenStable(member);
  member.membership.onCommitError(Errors.UNKNOWN_MEMBER_ID.code, before);
  await coordinator.world.advance(3000);
  assert.ok(!member.events.includes('!t-0'));
  member.membership.onCommitError(Errors.UNKNOWN_MEMBER_ID.code, member.membership.groupMetadata());
  await coordinator.world.until(() => member.events.includes('!t-0'), 5000);
  await coordinator.leave(member);
});
