import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { OrderedTexts } from './ordered-texts.ts';

test('texts that come and go are read in order, as a sorted list has them', () => {
  const step = fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.boolean());
  fc.assert(
    fc.property(fc.array(step, { maxLength: 3000, minLength: 1500 }), (steps) => {
      const model = new Set<string>();
      const order = new OrderedTexts([]);
      for (const [number, isAdded] of steps) {
        const text = String(number);
        if (isAdded && !model.has(text)) order.add(text);
        if (!isAdded && model.has(text)) order.delete(text);
        if (isAdded) model.add(text);
        else model.delete(text);
      }
      const sorted = [...model].sort();
      assert.deepEqual([...order.between('', null)], sorted);
      assert.equal(order.first, sorted[0]);
      assert.deepEqual(
        [...order.between('2', '31')],
        sorted.filter((text) => text >= '2' && text <= '31'),
      );
    }),
    { numRuns: 20 },
  );
});

test('who reads sees what was there when it began, whatever comes and goes meanwhile', () => {
  const texts = Array.from({ length: 2000 }, (_, index) => String(index).padStart(4, '0'));
  const order = new OrderedTexts(texts);
  const seen: string[] = [];
  for (const text of order.between('', null)) {
    seen.push(text);
    order.add(`${text}-behind`);
    if (text !== '1999') order.delete(String(Number(text) + 1).padStart(4, '0'));
    if (seen.length < 1000) order.add(String(Number(text) + 1).padStart(4, '0'));
    else break;
  }
  assert.deepEqual(seen, texts.slice(0, 1000));
});
