import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LinkedSet, type Linked } from './linked-set.ts';

class Member implements Linked<Member> {
  earlier: Member | null = null;
  later: Member | null = null;
}

test('it holds what a Set holds, in the same order', () => {
  const step = fc.record({ adds: fc.boolean(), index: fc.nat(7) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const members = Array.from({ length: 8 }, () => new Member());
      const linked = new LinkedSet<Member>();
      const model = new Set<Member>();
      for (const { adds, index } of steps) {
        const member = members[index]!;
        if (!adds) assert.equal(linked.delete(member), model.delete(member));
        else if (!model.has(member)) {
          linked.add(member);
          model.add(member);
        }
        assert.equal(linked.has(member), model.has(member));
        assert.equal(linked.size, model.size);
        assert.equal(linked.first, [...model][0] ?? null);
        assert.deepEqual(linked.toArray(), [...model]);
      }
    }),
  );
});

test('what has left points to no other member', () => {
  const set = new LinkedSet<Member>();
  const [a, b, c] = [new Member(), new Member(), new Member()];
  for (const member of [a, b, c]) set.add(member);
  set.delete(b);
  assert.deepEqual([b.earlier, b.later], [null, null]);
  assert.deepEqual([a.later, c.earlier], [c, a]);
});
