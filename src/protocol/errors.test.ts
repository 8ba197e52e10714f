import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors } from './errors.gen.ts';
import { errorForCode, errorForName, errorTable } from './errors.ts';

test('every code from -1 to 136 has one error, found by code and by name', () => {
  assert.deepEqual(
    errorTable.map(({ code }) => code),
    Array.from({ length: 138 }, (_, i) => i - 1),
  );
  for (const entry of errorTable) {
    assert.equal(errorForCode(entry.code), entry);
    assert.equal(errorForName(entry.name), entry);
    assert.equal(Errors[entry.name], entry);
  }
});

test('what the table does not know is an UNKNOWN_SERVER_ERROR', () => {
  assert.equal(errorForCode(137), Errors.UNKNOWN_SERVER_ERROR);
  assert.equal(errorForCode(-2), Errors.UNKNOWN_SERVER_ERROR);
  assert.equal(errorForName('constructor'), Errors.UNKNOWN_SERVER_ERROR);
});

test('every message is a sentence of its own', () => {
  assert.equal(new Set(errorTable.map(({ message }) => message)).size, errorTable.length);
  for (const { message } of errorTable) assert.match(message, /^[A-Za-z].*\.$/);
});
