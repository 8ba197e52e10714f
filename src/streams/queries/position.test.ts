import assert from 'node:assert/strict';
import { test } from 'node:test';
import { positionOf } from './position.ts';

test('the position of records that were written is the last offset of each partition, in whatever order they come', () => {
  const position = positionOf([
    { topic: 'a', partition: 0, offset: 7 },
    { topic: 'a', partition: 1, offset: 2 },
    { topic: 'a', partition: 0, offset: 5 },
    { topic: 'b', partition: 0, offset: 0 },
  ]);
  assert.deepEqual(
    position,
    new Map([
      [
        'a',
        new Map([
          [0, 7],
          [1, 2],
        ]),
      ],
      ['b', new Map([[0, 0]])],
    ]),
  );
});
