/** How calls end, for checks: what they reject with, each item of a call over several, and what comes true a moment later. */
import assert from 'node:assert/strict';
import { isKafkaError } from '../../src/client/index.ts';
import type { ClientError, PartialFailure } from '../../src/client/index.ts';
import type { World } from './scenario.ts';

export async function failure(work: Promise<unknown>): Promise<ClientError> {
  try {
    await work;
  } catch (error) {
    assert.ok(isKafkaError(error), String(error));
    return error as ClientError;
  }
  return assert.fail('it succeeds');
}

/** The code of what it rejects with; words for a call that went well. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    assert.ok(isKafkaError(error), String(error));
    return error.code;
  }
  return 'it succeeds';
}

/** The error code of each item, null where it went well. */
export async function itemCodes(work: Promise<unknown>): Promise<(string | null)[]> {
  const error = (await failure(work)) as PartialFailure;
  assert.ok(Array.isArray(error.results), `${error.code}: ${error.message}`);
  return error.results.map((result) => result.error?.code ?? null);
}

/** A broker may hear of what the controller has done a moment later. */
export async function eventually(world: World, what: string, condition: () => Promise<boolean>): Promise<void> {
  await world.until(what, async () => {
    try {
      return await condition();
    } catch (error) {
      if (isKafkaError(error)) return false;
      throw error;
    }
  });
}
