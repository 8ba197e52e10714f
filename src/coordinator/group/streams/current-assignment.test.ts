import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { reconcile, type TaskOwners } from './current-assignment.ts';
import {
  currentAssignmentOf,
  isReconciledTo,
  MemberState,
  newMember,
  type StreamsGroupMember,
  withCurrentAssignment,
} from './streams-group-member.ts';
import { ascending, NO_TASKS, type TaskAssignment } from './tasks.ts';

function target(active: readonly number[], standby: readonly number[] = []): TaskAssignment {
  const tasks = (partitions: readonly number[]) => new Map(partitions.length === 0 ? [] : [['0', new Set(partitions)]]);
  return { active: tasks(active), standby: tasks(standby), warmup: new Map() };
}

function ownersAmong(members: readonly StreamsGroupMember[]): TaskOwners {
  const holds = (m: StreamsGroupMember, partition: number): boolean =>
    [m.assigned, m.pendingRevocation].some(({ active }) => active.get('0')?.has(partition));
  return {
    activeProcess: (_, partition) => members.find((m) => holds(m, partition))?.metadata.processId,
    hasReplica: (_, partition, processId) =>
      members.some(
        (m) =>
          m.metadata.processId === processId &&
          [m.assigned, m.pendingRevocation].some(({ standby }) => standby.get('0')?.has(partition)),
      ),
  };
}

function member(memberId: string, processId = memberId): StreamsGroupMember {
  const fresh = newMember(memberId);
  return { ...fresh, metadata: { ...fresh.metadata, processId } };
}

function ownedBy({ assigned }: StreamsGroupMember): TaskAssignment {
  return target([...(assigned.active.get('0')?.keys() ?? [])], [...(assigned.standby.get('0') ?? [])]);
}

function activeOf({ assigned }: StreamsGroupMember): number[] {
  return ascending(assigned.active.get('0')?.keys() ?? []);
}

test('a member gives up what is no longer its before it goes on to the next epoch', () => {
  let one = member('a');
  one = reconcile(one, { targetEpoch: 1, target: target([0, 1]), owned: null, owners: ownersAmong([]) })!;
  assert.deepEqual([one.state, one.memberEpoch, activeOf(one)], [MemberState.STABLE, 1, [0, 1]]);
  const step = { targetEpoch: 2, target: target([0, 2]), owners: ownersAmong([]) };
  one = reconcile(one, { ...step, owned: null })!;
  assert.deepEqual([one.state, one.memberEpoch, activeOf(one)], [MemberState.UNREVOKED_TASKS, 1, [0]]);
  const silent = reconcile(one, { ...step, owned: target([0, 1]) });
  assert.equal(silent, one);
  one = reconcile(one, { ...step, owned: target([0]) })!;
  assert.deepEqual([one.state, one.memberEpoch, activeOf(one)], [MemberState.STABLE, 2, [0, 2]]);
  assert.deepEqual(
    [...one.assigned.active.get('0')!],
    [
      [0, 1],
      [2, 2],
    ],
  );
});

test('a task that another member still has is waited for', () => {
  const other = reconcile(member('b'), { targetEpoch: 1, target: target([0]), owned: null, owners: ownersAmong([]) })!;
  const step = { targetEpoch: 2, target: target([0, 1]), owned: null };
  let one = reconcile(member('a'), { ...step, owners: ownersAmong([other]) })!;
  assert.deepEqual([one.state, one.memberEpoch, activeOf(one)], [MemberState.UNRELEASED_TASKS, 2, [1]]);
  one = reconcile(one, { ...step, owners: ownersAmong([one]) })!;
  assert.deepEqual([one.state, activeOf(one)], [MemberState.STABLE, [0, 1]]);
});

test('a standby of a task in the same process is waited for, one in another process is not', () => {
  const standby = (processId: string): StreamsGroupMember =>
    reconcile(member('b', processId), {
      targetEpoch: 1,
      target: target([], [0]),
      owned: null,
      owners: ownersAmong([]),
    })!;
  const step = { targetEpoch: 2, target: target([0]), owned: null };
  const same = reconcile(member('a', 'p'), { ...step, owners: ownersAmong([standby('p')]) })!;
  const another = reconcile(member('a', 'p'), { ...step, owners: ownersAmong([standby('q')]) })!;
  assert.deepEqual([activeOf(same), activeOf(another)], [[], [0]]);
});

test('a member whose state a later release wrote goes on only from nothing', () => {
  const strange = { ...member('a'), state: 99, memberEpoch: 5 };
  const step = { targetEpoch: 6, target: target([0]), owners: ownersAmong([]) };
  assert.equal(reconcile(strange, { ...step, owned: null }), null);
  assert.equal(reconcile(strange, { ...step, owned: target([0]) }), null);
  assert.deepEqual(activeOf(reconcile(strange, { ...step, owned: NO_TASKS })!), [0]);
});

const targets = fc.array(
  fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })), { minLength: 4, maxLength: 4 }),
  { minLength: 1, maxLength: 5 },
);

test('whatever the targets, no active task is at two members, and in the end each has what it is to have', () => {
  fc.assert(
    fc.property(targets, fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 12 }), (rounds, beats) => {
      let members = ['a', 'b', 'c'].map((id) => member(id, id === 'c' ? 'b' : id));
      const beat = (place: number, epoch: number, round: readonly (readonly [number, number])[]): void => {
        const wanted = target(
          round.flatMap(([active], partition) => (active === place ? [partition] : [])),
          round.flatMap(([active, standby], partition) => (standby === place && active !== place ? [partition] : [])),
        );
        const one = members[place]!;
        const owned = ownedBy(one);
        const next = reconcile(one, { targetEpoch: epoch, target: wanted, owned, owners: ownersAmong(members) })!;
        members = members.with(place, withCurrentAssignment(one, currentAssignmentOf(next)));
        const all = members.flatMap(activeOf);
        assert.equal(new Set(all).size, all.length);
      };
      rounds.forEach((round, i) => beats.forEach((place) => beat(place, i + 1, round)));
      const last = rounds.at(-1)!.map(([active]) => [active, active] as const);
      for (let i = 0; i < 8; i++) [0, 1, 2].forEach((place) => beat(place, rounds.length + 1, last));
      assert.ok(members.every((one) => isReconciledTo(one, rounds.length + 1)));
      assert.deepEqual(
        members.map(activeOf),
        [0, 1, 2].map((place) => last.flatMap(([active], partition) => (active === place ? [partition] : []))),
      );
    }),
    { numRuns: 200 },
  );
});
