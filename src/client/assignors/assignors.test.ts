import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { clientAssignors } from './assignors.ts';
import type { AssignableTopic, GroupAssignment, SubscribedMember, TopicPartition } from './group-members.ts';
import { readStickyUserData, readSubscription, writeAssignment } from './subscription.ts';

const NAMES = ['t0', 't1', 't2', 't3'];
const RACKS = ['a', 'b', 'c'];

function member(memberId: string, topics: readonly string[], owned: readonly TopicPartition[] = []): SubscribedMember {
  const generationId = owned.length > 0 ? 1 : -1;
  const userData = owned.length > 0 ? stickyUserData(owned, generationId) : null;
  return { memberId, instanceId: null, rackId: null, topics, ownedPartitions: owned, generationId, userData };
}

/** What Java's sticky assignor writes: topics with partitions, and the generation. */
function stickyUserData(owned: readonly TopicPartition[], generationId: number): Buffer {
  // The same layout as an assignment, but for its version before and its user data behind.
  const assignment = writeAssignment(owned).subarray(2, -4);
  const generation = Buffer.alloc(4);
  generation.writeInt32BE(generationId);
  return Buffer.concat([assignment, generation]);
}

function textOf(partitions: readonly TopicPartition[]): string[] {
  return partitions.map(({ topic, partition }) => `${topic}-${partition}`);
}

const topicsArbitrary: fc.Arbitrary<AssignableTopic[]> = fc
  .tuple(
    ...NAMES.map(() =>
      fc.tuple(fc.nat(12), fc.boolean(), fc.array(fc.subarray(RACKS), { minLength: 12, maxLength: 12 })),
    ),
  )
  .map((list) =>
    list.map(([partitions, hasRacks, racks], index) => ({
      name: NAMES[index]!,
      partitions,
      racks: hasRacks ? racks.slice(0, partitions) : null,
    })),
  );
const membersArbitrary: fc.Arbitrary<SubscribedMember[]> = fc
  .array(fc.tuple(fc.subarray(NAMES), fc.option(fc.constantFrom(...RACKS)), fc.option(fc.constantFrom('i0', 'i1'))), {
    minLength: 1,
    maxLength: 8,
  })
  .map((list) =>
    list.map(([topics, rackId, instance], index) => ({
      ...member(`m${index}`, topics),
      rackId,
      instanceId: instance === null ? null : `${instance}-${index}`,
    })),
  );

function assertWhole(
  assignment: GroupAssignment,
  topics: readonly AssignableTopic[],
  members: readonly SubscribedMember[],
): void {
  const given = textOf([...assignment.values()].flat()).sort();
  const wanted = topics
    .filter(({ name }) => members.some((m) => m.topics.includes(name)))
    .flatMap(({ name, partitions }) => Array.from({ length: partitions }, (_, partition) => `${name}-${partition}`));
  assert.deepEqual(given, wanted.sort());
  for (const { memberId, topics: subscribed } of members) {
    for (const { topic } of assignment.get(memberId)!) assert.ok(subscribed.includes(topic));
  }
}

for (const [name, assign] of clientAssignors) {
  test(`${name} gives every partition to exactly one of its subscribers, in whatever order members come`, () => {
    fc.assert(
      fc.property(topicsArbitrary, membersArbitrary, fc.infiniteStream(fc.nat()), (topics, members, order) => {
        const assignment = assign(topics, members);
        assertWhole(assignment, topics, members);
        const shuffled = members.map((m) => ({ m, key: order.next().value })).sort((a, b) => a.key - b.key);
        const again = assign(
          topics.toReversed(),
          shuffled.map(({ m }) => m),
        );
        for (const { memberId } of members) {
          assert.deepEqual(textOf(again.get(memberId)!), textOf(assignment.get(memberId)!));
        }
      }),
      { numRuns: 150 },
    );
  });

  test(`${name} divides nothing among nobody, and gives nothing of topics that do not exist`, () => {
    assert.equal(assign([{ name: 't0', partitions: 3, racks: null }], []).size, 0);
    const assignment = assign([{ name: 't0', partitions: 0, racks: null }], [member('m', ['t0', 'gone'])]);
    assert.deepEqual([...assignment], [['m', []]]);
  });
}

const sticky = clientAssignors.get('sticky')!;
const cooperative = clientAssignors.get('cooperative-sticky')!;
const oneTopic = (partitions: number): AssignableTopic[] => [{ name: 't', partitions, racks: null }];

test('sticky moves only what evenness asks when a member joins, and keeps all that remain when one leaves', () => {
  const first = sticky(oneTopic(12), [member('a', ['t']), member('b', ['t']), member('c', ['t'])]);
  const rejoined = (id: string): SubscribedMember => member(id, ['t'], first.get(id));
  const joined = sticky(oneTopic(12), [rejoined('a'), rejoined('b'), rejoined('c'), member('d', ['t'])]);
  assert.deepEqual(
    [...joined.values()].map((list) => list.length),
    [3, 3, 3, 3],
  );
  const left = sticky(oneTopic(12), [rejoined('a'), rejoined('b')]);
  for (const id of ['a', 'b']) {
    const kept = new Set(textOf(left.get(id)!));
    assert.ok(textOf(first.get(id)!).every((partition) => kept.has(partition)));
    for (const partition of textOf(joined.get(id)!)) assert.ok(textOf(first.get(id)!).includes(partition));
  }
});

test('cooperative-sticky withholds a partition until its owner has let go, then hands it over', () => {
  const all = Array.from({ length: 6 }, (_, partition) => ({ topic: 't', partition }));
  const first = cooperative(oneTopic(6), [member('a', ['t'], all), member('b', ['t'])]);
  assert.equal(first.get('a')!.length, 3);
  assert.deepEqual(first.get('b'), []);
  const second = cooperative(oneTopic(6), [member('a', ['t'], first.get('a')), member('b', ['t'])]);
  assert.deepEqual(textOf(second.get('a')!), textOf(first.get('a')!));
  assert.equal(second.get('b')!.length, 3);
});

// Without racks: with them Kafka's rules take away what is not near even where it then comes back from another member.
test('rounds of cooperative rebalancing settle, whoever wants what', () => {
  fc.assert(
    fc.property(topicsArbitrary, membersArbitrary, membersArbitrary, (racked, before, after) => {
      const topics = racked.map((topic) => ({ ...topic, racks: null }));
      let assignment = cooperative(topics, before);
      let members = after;
      for (let round = 0; round < 8; round++) {
        members = after.map((m) => ({
          ...m,
          ownedPartitions: (assignment.get(m.memberId) ?? []).filter(({ topic }) => m.topics.includes(topic)),
          generationId: round,
        }));
        const next = cooperative(topics, members);
        const isSettled = members.every(
          ({ memberId, ownedPartitions }) =>
            String(textOf(ownedPartitions).sort()) === String(textOf(next.get(memberId)!).sort()),
        );
        assignment = next;
        if (isSettled) break;
      }
      assertWhole(assignment, topics, members);
    }),
    { numRuns: 200 },
  );
});

test('a claim of a later generation wins over one of an earlier', () => {
  const claim = (id: string, generationId: number): SubscribedMember => ({
    ...member(
      id,
      ['t'],
      [
        { topic: 't', partition: 0 },
        { topic: 't', partition: 1 },
      ],
    ),
    generationId,
  });
  const assignment = cooperative(oneTopic(4), [claim('a', 4), claim('b', 5)]);
  assert.deepEqual(textOf(assignment.get('b')!).sort(), ['t-0', 't-1']);
});

test('user data of another assignor, or cut off, counts as none', () => {
  for (const bytes of [
    null,
    Buffer.alloc(0),
    Buffer.from([1]),
    Buffer.from([0, 0, 0, 9, 0, 1]),
    Buffer.alloc(3, 0xff),
  ]) {
    assert.deepEqual(readStickyUserData(bytes), { partitions: [], generationId: -1 });
  }
  const userData = stickyUserData([{ topic: 't', partition: 3 }], 7);
  assert.deepEqual(readStickyUserData(userData), { partitions: [{ topic: 't', partition: 3 }], generationId: 7 });
  assert.equal(readStickyUserData(userData.subarray(0, -4)).generationId, -1);
});

test('a subscription of a version to come is read as the latest known', () => {
  // Version 4, one topic, no user data, nothing owned, generation 5, rack "r", and what version 4 may add.
  const bytes = Buffer.from('0004000000010001740000000000000000000000050001720102', 'hex');
  const read = readSubscription('m', null, bytes);
  assert.deepEqual([read.topics, read.generationId, read.rackId], [['t'], 5, 'r']);
});

test('a thousand partitions and a hundred members with different wishes are divided evenly', () => {
  const topics = Array.from({ length: 50 }, (_, i) => ({ name: `topic-${i}`, partitions: 20, racks: null }));
  const members = Array.from({ length: 100 }, (_, i) =>
    member(
      `member-${i}`,
      topics.filter((_topic, t) => (t * 7 + i) % 3 !== 0).map(({ name }) => name),
    ),
  );
  const sizes = [...sticky(topics, members).values()].map((list) => list.length);
  assert.equal(
    sizes.reduce((a, b) => a + b),
    1000,
  );
  assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1);
});
