/** Members of a group with a protocol of their own, over a whole broker in a simulated world. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SimulatedBroker } from '#broker/testing';
import { ProtocolMember, type MemberMetadata } from '#client';
import type { Machine } from '#sim';

interface Member {
  readonly name: string;
  readonly machine: Machine;
  readonly member: ProtocolMember;
  /** What it was given last; null where it has lost it. */
  given: string | null;
  fatal: string | null;
}

/** The leader gives all members the names of all. */
function join(broker: SimulatedBroker, name: string, protocolType = 'names'): Member {
  const machine = broker.world.boot();
  const member = new ProtocolMember({
    env: machine.env,
    bootstrapServers: [`127.0.0.1:${broker.port}`],
    groupId: 'group',
    protocolType,
    protocolName: 'v1',
    sessionTimeoutMs: 6000,
    heartbeatIntervalMs: 1000,
    rebalanceTimeoutMs: 10_000,
    listener: {
      metadata: () => Buffer.from(name),
      assign: (members) => new Map(members.map(({ memberId }) => [memberId, Buffer.from(namesOf(members))])),
      onAssigned: ({ assignment }) => void (one.given = assignment.toString()),
      onLost: () => void (one.given = null),
      onFatal: ({ code }) => void (one.fatal = code),
    },
  });
  const one: Member = { name, machine, member, given: null, fatal: null };
  member.start();
  return one;
}

function namesOf(members: readonly MemberMetadata[]): string {
  return members
    .map(({ metadata }) => metadata.toString())
    .sort()
    .join();
}

async function withBroker(work: (broker: SimulatedBroker) => Promise<void>): Promise<void> {
  const broker = new SimulatedBroker(1);
  await broker.start();
  await broker.run(() => work(broker));
  await broker.close();
}

async function until(broker: SimulatedBroker, condition: () => boolean): Promise<void> {
  for (let i = 0; i < 3000 && !condition(); i++) await broker.pause(20);
  assert.ok(condition(), String(condition));
}

test('what the leader gives comes to each member, and again when members come and go', async () => {
  await withBroker(async (broker) => {
    const [a, b] = [join(broker, 'a'), join(broker, 'b')];
    await until(broker, () => a.given === 'a,b' && b.given === 'a,b');
    const c = join(broker, 'c');
    await until(broker, () => [a, b, c].every(({ given }) => given === 'a,b,c'));
    await b.member.close(1000);
    await until(broker, () => a.given === 'a,c' && c.given === 'a,c');
    await Promise.all([a.member.close(1000), c.member.close(1000)]);
  });
});

test('a member that dies is missed when its session ends, and one that comes back is a member again', async () => {
  await withBroker(async (broker) => {
    const [a, b] = [join(broker, 'a'), join(broker, 'b')];
    await until(broker, () => a.given === 'a,b' && b.given === 'a,b');
    b.machine.kill();
    await until(broker, () => a.given === 'a');
    const again = join(broker, 'b');
    await until(broker, () => a.given === 'a,b' && again.given === 'a,b');
    await Promise.all([a.member.close(1000), again.member.close(1000)]);
  });
});

test('members stay through a restart of the broker', async () => {
  await withBroker(async (broker) => {
    const [a, b] = [join(broker, 'a'), join(broker, 'b')];
    await until(broker, () => a.given === 'a,b' && b.given === 'a,b');
    await broker.killAndBoot();
    await broker.pause(10_000);
    await until(broker, () => a.given === 'a,b' && b.given === 'a,b');
    a.member.rejoin('a test asks for it');
    await until(broker, () => a.given === 'a,b' && b.given === 'a,b');
    await Promise.all([a.member.close(1000), b.member.close(1000)]);
  });
});

test('a group of another protocol type does not take it', async () => {
  await withBroker(async (broker) => {
    const a = join(broker, 'a');
    await until(broker, () => a.given === 'a');
    const b = join(broker, 'b', 'other');
    await until(broker, () => b.fatal === 'INCONSISTENT_GROUP_PROTOCOL');
    assert.equal(a.given, 'a');
    await Promise.all([a.member.close(1000), b.member.close(1000)]);
  });
});
