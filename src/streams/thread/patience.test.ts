import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorFor } from '#client';
import { createSimulation } from '#sim';
import { Patience } from './patience.ts';

const AWAY = errorFor('REQUEST_TIMED_OUT', null);

test('what may pass is borne for task.timeout.ms from the first failure on, and a success begins anew', async () => {
  const world = createSimulation(1);
  const patience = new Patience(world.env.clock, 1000);
  assert.ok(patience.bears(AWAY));
  await world.advance(900);
  assert.ok(patience.bears(errorFor('NOT_COORDINATOR', null)));
  await world.advance(200);
  assert.equal(patience.bears(AWAY), false);
  patience.restore();
  assert.ok(patience.bears(AWAY));
});

test('what cannot pass is not borne at all', () => {
  const patience = new Patience(createSimulation(1).env.clock, 1000);
  assert.equal(patience.bears(errorFor('TOPIC_AUTHORIZATION_FAILED', null)), false);
  assert.equal(patience.bears(new Error('a bug')), false);
});
