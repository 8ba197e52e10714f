import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors, errorTable } from '#protocol';
import {
  asClientError,
  CLIENT_ERRORS,
  ClientError,
  errorFor,
  isKafkaError,
  KafkaError,
  needsCoordinator,
  needsMetadata,
  PartialFailure,
} from './errors.ts';

test('an error of the table has its name, its message and whether it passes', () => {
  const error = errorFor(6, null, { topic: 'orders', partition: 3, nodeId: 2 });
  assert.equal(error.code, 'NOT_LEADER_OR_FOLLOWER');
  assert.equal(error.retriable, true);
  assert.equal(error.fatal, false);
  assert.equal(error.message, Errors.NOT_LEADER_OR_FOLLOWER.message);
  assert.deepEqual([error.topic, error.partition, error.nodeId], ['orders', 3, 2]);
  assert.ok(isKafkaError(error, 'NOT_LEADER_OR_FOLLOWER'));
  assert.equal(error.name, 'KafkaError');
});

test('a code that the table does not know is named by its number', () => {
  const error = errorFor(9999);
  assert.equal(error.code, 'UNKNOWN_SERVER_ERROR');
  assert.match(error.message, /error code 9999/);
});

test('names of the client are not names of the table', () => {
  const names = new Set<string>(errorTable.map(({ name }) => name));
  for (const name of Object.keys(CLIENT_ERRORS)) assert.ok(!names.has(name), name);
});

test('no error is both fatal and retriable or abortable', () => {
  for (const { name } of errorTable) {
    const { fatal, retriable, abortable } = errorFor(name);
    assert.ok(!(fatal && (retriable || abortable)), name);
  }
  const forced = errorFor('NETWORK_EXCEPTION', null, { fatal: true, abortable: true });
  assert.deepEqual([forced.fatal, forced.retriable, forced.abortable], [true, false, false]);
});

test('what is wrapped keeps its code, and is the cause', () => {
  const cause = new KafkaError('CORRUPT_MESSAGE', 'bad', { retriable: true });
  const wrapped = asClientError(cause);
  assert.deepEqual([wrapped.code, wrapped.retriable, wrapped.cause], ['CORRUPT_MESSAGE', true, cause]);
  assert.equal(asClientError(wrapped), wrapped);
  assert.equal(asClientError(new Error('x')).code, 'UNKNOWN_SERVER_ERROR');
});

test('a partial failure says of the first failure what it is, and has all results', () => {
  const error = errorFor('TOPIC_ALREADY_EXISTS', null, { topic: 'b' });
  const failure = new PartialFailure('1 of 2 topics was not created', [
    { item: 'a', value: 1 },
    { item: 'b', error },
  ]);
  assert.equal(failure.code, 'TOPIC_ALREADY_EXISTS');
  assert.equal(failure.topic, 'b');
  assert.equal(failure.results.length, 2);
  assert.ok(failure instanceof ClientError);
});

test('what calls for new metadata or another coordinator is told by the code', () => {
  assert.ok(needsMetadata(errorFor('NOT_LEADER_OR_FOLLOWER')));
  assert.ok(!needsMetadata(errorFor('MESSAGE_TOO_LARGE')));
  assert.ok(needsCoordinator(errorFor('NOT_COORDINATOR')));
  assert.ok(!needsCoordinator(errorFor('COORDINATOR_LOAD_IN_PROGRESS')));
});
