/** For tests of bad input: a world on virtual time, what a call fails with, and how long it took to do so. */
import assert from 'node:assert/strict';
import type { Env } from '#kernel';
import { createSimulation } from '#sim';
import { ClientError } from '../errors.ts';
import { ScriptedBroker } from '../scripted-broker.testing.ts';

const DAY_MS = 24 * 3_600_000;

/** Nothing listens here. */
export const NOWHERE = '127.0.0.1:1';

export interface World {
  readonly env: Env;
  /** Node 1, which knows the topic `orders` of two partitions. */
  readonly broker: ScriptedBroker;
}

/** Runs `body` on virtual time; fails where it has not ended within a day. */
export async function inWorld(body: (world: World) => Promise<void>): Promise<void> {
  const { env, machine } = createSimulation(1);
  const run = async (): Promise<void> => {
    const broker = await ScriptedBroker.start(env);
    broker.topics.set('orders', { partitions: 2 });
    try {
      await body({ env, broker });
    } finally {
      await broker.stop();
    }
  };
  await machine.finish(run(), DAY_MS);
}

/** What the call throws or rejects with: it has to be a ClientError, in one sentence of more than a code. */
export async function failure(call: () => unknown): Promise<ClientError> {
  let value: unknown;
  try {
    value = await call();
  } catch (error) {
    assert.ok(error instanceof ClientError, `it fails with ${String(error)}`);
    assert.match(error.message, / /);
    assert.doesNotMatch(error.message, /undefined \(reading|is not a function|not iterable|destructure/);
    return error;
  }
  assert.fail(`it answers ${String(value)}`);
}

/** Like `failure`, of a call that rejects, as asynchronous calls do; it must not throw. */
export function rejection(call: () => Promise<unknown>): Promise<ClientError> {
  const promise = call();
  return failure(() => promise);
}
