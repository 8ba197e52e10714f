import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { isKafkaError } from '#kernel';
import { uuidFromBytes } from '#protocol';
import { consumerGroupAssignors, shareGroupAssignors } from './assignors.ts';
import type { GroupMember, TargetAssignment, TopicDescriber } from './group-spec.ts';

const IDS = [1, 2, 3, 0xf4].map((byte) => uuidFromBytes(Buffer.alloc(16, byte)));

function describer(counts: readonly number[]): TopicDescriber {
  return { partitionCount: (id) => counts[IDS.indexOf(id)] ?? -1, isAssignable: () => true };
}

function member(
  memberId: string,
  topics: readonly string[],
  assigned: GroupMember['assignedPartitions'] = new Map(),
): GroupMember {
  return { memberId, instanceId: null, subscribedTopicIds: new Set(topics), assignedPartitions: assigned };
}

function rejoin(members: readonly GroupMember[], target: TargetAssignment): GroupMember[] {
  return members.map((m) => ({ ...m, assignedPartitions: target.get(m.memberId) ?? new Map() }));
}

function textOf(assignment: ReadonlyMap<string, readonly number[]>): string[] {
  return [...assignment].flatMap(([id, list]) => list.map((partition) => `${id}-${partition}`)).sort();
}

const countsArbitrary = fc.tuple(...IDS.map(() => fc.integer({ min: 1, max: 12 })));
const membersArbitrary = fc
  .array(fc.subarray(IDS), { minLength: 1, maxLength: 8 })
  .map((list) => list.map((topics, index) => member(`m${index}`, topics)));

for (const [name, assign] of consumerGroupAssignors) {
  test(`${name} gives every partition to exactly one of its subscribers, and the same again to the same`, () => {
    fc.assert(
      fc.property(countsArbitrary, membersArbitrary, membersArbitrary, (counts, before, members) => {
        const first = assign(before, describer(counts));
        const target = assign(rejoin(members, first), describer(counts));
        const given = members.flatMap(({ memberId }) => textOf(target.get(memberId)!)).sort();
        const wanted = IDS.filter((id) => members.some((m) => m.subscribedTopicIds.has(id))).flatMap((id) =>
          Array.from({ length: counts[IDS.indexOf(id)]! }, (_, partition) => `${id}-${partition}`),
        );
        assert.deepEqual(given, wanted.sort());
        for (const m of members)
          for (const id of target.get(m.memberId)!.keys()) assert.ok(m.subscribedTopicIds.has(id));
        const again = assign(rejoin(members, target), describer(counts));
        for (const { memberId } of members)
          assert.deepEqual(textOf(again.get(memberId)!), textOf(target.get(memberId)!));
      }),
      { numRuns: 300 },
    );
  });
}

const uniform = consumerGroupAssignors.get('uniform')!;
const simple = shareGroupAssignors.get('simple')!;
const [topicId] = IDS;

test('uniform leaves no two members that want the same further apart than one partition', () => {
  fc.assert(
    fc.property(
      countsArbitrary,
      fc.integer({ min: 1, max: 9 }),
      fc.subarray(IDS, { minLength: 1 }),
      (counts, size, ids) => {
        const members = Array.from({ length: size }, (_, i) => member(`m${i}`, ids));
        const sizes = [...uniform(members, describer(counts)).values()].map((assignment) => textOf(assignment).length);
        assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1);
      },
    ),
  );
});

test('uniform takes from members only what a new one must get', () => {
  const before = [member('a', [topicId!]), member('b', [topicId!])];
  const first = uniform(before, describer([9]));
  const members = [...rejoin(before, first), member('c', [topicId!])];
  const second = uniform(members, describer([9]));
  for (const { memberId } of before) {
    const had = textOf(first.get(memberId)!);
    assert.ok(textOf(second.get(memberId)!).every((partition) => had.includes(partition)));
    assert.equal(textOf(second.get(memberId)!).length, 3);
  }
});

test('range puts static members first, by their instances', () => {
  const range = consumerGroupAssignors.get('range')!;
  const members = [
    member('a', [topicId!]),
    { ...member('z', [topicId!]), instanceId: 'i2' },
    { ...member('y', [topicId!]), instanceId: 'i1' },
  ];
  const target = range(members, describer([4]));
  assert.deepEqual(target.get('y')!.get(topicId!), [0, 1]);
  assert.deepEqual(target.get('z')!.get(topicId!), [2]);
  assert.deepEqual(target.get('a')!.get(topicId!), [3]);
});

test('simple shares partitions when there are more members, and leaves out what may not be given yet', () => {
  const members = Array.from({ length: 7 }, (_, i) => member(`m${i}`, [topicId!]));
  const topics = { partitionCount: () => 4, isAssignable: (_: string, partition: number) => partition !== 2 };
  const target = simple(members, topics);
  const holders = new Map<number, number>();
  for (const assignment of target.values()) {
    const partitions = assignment.get(topicId!) ?? [];
    assert.ok(partitions.length >= 1 && partitions.length <= 2);
    for (const partition of partitions) holders.set(partition, (holders.get(partition) ?? 0) + 1);
  }
  assert.deepEqual(
    [...holders].sort(([a], [b]) => a - b),
    [
      [0, 3],
      [1, 3],
      [3, 3],
    ],
  );
});

test('simple gives every partition to somebody and nobody a topic it does not want', () => {
  fc.assert(
    fc.property(countsArbitrary, membersArbitrary, membersArbitrary, (counts, before, members) => {
      const target = simple(rejoin(members, simple(before, describer(counts))), describer(counts));
      const given = new Set(members.flatMap(({ memberId }) => textOf(target.get(memberId)!)));
      for (const m of members) {
        for (const id of target.get(m.memberId)!.keys()) assert.ok(m.subscribedTopicIds.has(id));
        for (const id of m.subscribedTopicIds) {
          for (let partition = 0; partition < counts[IDS.indexOf(id)]!; partition++)
            assert.ok(given.has(`${id}-${partition}`));
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('a topic that does not exist fails the assignment, and nobody gets nothing', () => {
  for (const assign of [...consumerGroupAssignors.values(), ...shareGroupAssignors.values()]) {
    const members = [member('a', [topicId!, 'gone']), member('b', [topicId!])];
    assert.throws(
      () => assign(members, describer([1])),
      (error) => isKafkaError(error, 'UNKNOWN_SERVER_ERROR'),
    );
    assert.equal(assign([], describer([])).size, 0);
    assert.deepEqual([...assign([member('a', [])], describer([]))], [['a', new Map()]]);
  }
});
