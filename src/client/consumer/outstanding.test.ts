import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Outstanding } from './outstanding.ts';

test('what may be committed is the first record that is not done, in whatever order records are', () => {
  const property = fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 3000 }), (script) => {
    const outstanding = new Outstanding();
    const model = new Map<number, number>();
    let offset = 0;
    for (const step of script) {
      const tickets = [...model.keys()];
      if (step % 2 === 0 || tickets.length === 0) {
        offset += 1 + step;
        model.set(outstanding.add(offset), offset);
      } else {
        const ticket = tickets[step % tickets.length]!;
        outstanding.complete(ticket);
        model.delete(ticket);
      }
      assert.equal(outstanding.first, model.size === 0 ? -1 : Math.min(...model.values()));
      assert.ok(outstanding.size >= model.size);
    }
  });
  fc.assert(property, { numRuns: 50 });
});

test('a record that is told done twice changes nothing', () => {
  const outstanding = new Outstanding();
  const first = outstanding.add(5);
  const second = outstanding.add(6);
  outstanding.complete(first);
  outstanding.complete(first);
  assert.deepEqual([outstanding.first, outstanding.size], [6, 1]);
  outstanding.complete(second);
  assert.deepEqual([outstanding.first, outstanding.size], [-1, 0]);
});
