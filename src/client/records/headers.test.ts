import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headerEntries, Headers } from './headers.ts';

test('headers keep their order and their repetitions in every form that they are given in', () => {
  const expected = [
    ['trace', '1'],
    ['tag', 'a'],
    ['tag', 'b'],
    ['none', null],
  ];
  const object = { trace: '1', tag: ['a', 'b'], none: null };
  const forms = [
    [
      ['trace', '1'],
      ['tag', 'a'],
      ['tag', 'b'],
      ['none', null],
    ] as const,
    object,
    new Map(Object.entries(object)),
    new Headers(object),
  ];
  for (const form of forms) {
    const texts = headerEntries(form).map(([name, value]) => [name, value?.toString() ?? null]);
    assert.deepEqual(texts, expected);
  }
});

test('the last header of a name is the one that counts, and all of them can be had', () => {
  const headers = new Headers([
    ['tag', 'a'],
    ['tag', null],
    ['tag', new Uint8Array([0x63])],
  ]);
  assert.equal(headers.text('tag'), 'c');
  assert.deepEqual(headers.getAll('tag'), [Buffer.from('a'), null, Buffer.from('c')]);
  assert.equal(headers.size, 3);
  assert.equal(headers.has('other'), false);
  assert.equal(headers.get('other'), undefined);
  assert.equal(headers.text('other'), undefined);
});

test('a header that is there without a value is told from one that is not there', () => {
  const headers = new Headers({ empty: null });
  assert.equal(headers.get('empty'), null);
  assert.equal(headers.text('empty'), null);
  assert.equal(JSON.stringify(headers), '[["empty",null]]');
});
