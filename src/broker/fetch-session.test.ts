import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock, Random } from '#kernel';
import { Errors, newFetchRequest, newFetchRequestTopic, ZERO_UUID, type FetchRequest } from '#protocol';
import { openFetchContext, type FetchContext, type FetchedPartition, type FetchTarget } from './fetch-session.ts';
import { FetchSessionCache } from './fetch-session-cache.ts';

class World implements Clock, Random {
  nowMs = 1_000_000;
  #next = 0;
  now(): number {
    return this.nowMs;
  }
  monotonic(): number {
    return this.nowMs;
  }
  number(): number {
    return (this.#next += 0.001) % 1;
  }
  bytes(length: number): Uint8Array {
    return new Uint8Array(length);
  }
}

function fetching(
  partitions: readonly number[],
  session: { sessionId?: number; sessionEpoch?: number } = {},
): FetchRequest {
  const topic = newFetchRequestTopic({
    topic: 'orders',
    topicId: ZERO_UUID,
    partitions: partitions.map((partition) => ({
      partition,
      currentLeaderEpoch: -1,
      fetchOffset: 0,
      lastFetchedEpoch: -1,
      logStartOffset: -1,
      partitionMaxBytes: 1000,
      replicaDirectoryId: ZERO_UUID,
      highWatermark: -1,
    })),
  });
  return newFetchRequest({ topics: partitions.length === 0 ? [] : [topic], ...session });
}

function found(target: FetchTarget, change: Partial<FetchedPartition> = {}): FetchedPartition {
  return {
    target,
    errorCode: 0,
    highWatermark: 5,
    logStartOffset: 0,
    sizeInBytes: 0,
    hasDivergingEpoch: false,
    ...change,
  };
}

function answer(context: FetchContext, change: (target: FetchTarget) => Partial<FetchedPartition> = () => ({})) {
  const fetched = context.targets.map((target) => found(target, change(target)));
  const { sessionId, isIncluded } = context.conclude(fetched);
  return { sessionId, partitions: fetched.filter(isIncluded).map(({ target }) => target.partition) };
}

function newCache(slots = 10, world = new World()): FetchSessionCache {
  return new FetchSessionCache(world, world, slots);
}

test('a full fetch opens a session, and the next response holds only partitions with news', () => {
  const cache = newCache();
  const first = answer(openFetchContext(fetching([0, 1, 2], { sessionEpoch: 0 }), 12, cache));
  assert.ok(first.sessionId > 0);
  assert.deepEqual(first.partitions, [0, 1, 2]);
  const session = { sessionId: first.sessionId, sessionEpoch: 1 };
  assert.deepEqual(answer(openFetchContext(fetching([], session), 12, cache)).partitions, []);
  const later = openFetchContext(fetching([], { ...session, sessionEpoch: 2 }), 12, cache);
  assert.deepEqual(answer(later, ({ partition }) => ({ highWatermark: partition === 1 ? 6 : 5 })).partitions, [1]);
});

test('a partition that got records moves behind the others', () => {
  const cache = newCache();
  const { sessionId } = answer(openFetchContext(fetching([0, 1, 2], { sessionEpoch: 0 }), 12, cache));
  const second = openFetchContext(fetching([], { sessionId, sessionEpoch: 1 }), 12, cache);
  answer(second, ({ partition }) => ({ sizeInBytes: partition === 0 ? 100 : 0 }));
  const third = openFetchContext(fetching([], { sessionId, sessionEpoch: 2 }), 12, cache);
  assert.deepEqual(
    third.targets.map(({ partition }) => partition),
    [1, 2, 0],
  );
});

test('an error is told in each response, and the state after it once more', () => {
  const cache = newCache();
  const { sessionId } = answer(openFetchContext(fetching([0], { sessionEpoch: 0 }), 12, cache));
  const failing = openFetchContext(fetching([], { sessionId, sessionEpoch: 1 }), 12, cache);
  assert.deepEqual(answer(failing, () => ({ errorCode: Errors.NOT_LEADER_OR_FOLLOWER.code })).partitions, [0]);
  assert.deepEqual(answer(openFetchContext(fetching([], { sessionId, sessionEpoch: 2 }), 12, cache)).partitions, [0]);
  assert.deepEqual(answer(openFetchContext(fetching([], { sessionId, sessionEpoch: 3 }), 12, cache)).partitions, []);
});

test('an unknown session, a wrong epoch and a switch to topic ids are errors of the whole fetch', () => {
  const cache = newCache();
  const unknown = openFetchContext(fetching([], { sessionId: 77, sessionEpoch: 1 }), 12, cache);
  assert.equal(unknown.errorCode, Errors.FETCH_SESSION_ID_NOT_FOUND.code);
  const { sessionId } = answer(openFetchContext(fetching([0], { sessionEpoch: 0 }), 12, cache));
  const wrongEpoch = openFetchContext(fetching([], { sessionId, sessionEpoch: 9 }), 12, cache);
  assert.equal(wrongEpoch.errorCode, Errors.INVALID_FETCH_SESSION_EPOCH.code);
  const byId = openFetchContext(fetching([], { sessionId, sessionEpoch: 1 }), 13, cache);
  assert.equal(byId.errorCode, Errors.FETCH_SESSION_TOPIC_ID_ERROR.code);
});

test('forgotten partitions leave the session, and a session without partitions ends', () => {
  const cache = newCache();
  const { sessionId } = answer(openFetchContext(fetching([0, 1], { sessionEpoch: 0 }), 12, cache));
  const request = fetching([], { sessionId, sessionEpoch: 1 });
  request.forgottenTopicsData.push({ topic: 'orders', topicId: ZERO_UUID, partitions: [0, 1] });
  const context = openFetchContext(request, 12, cache);
  assert.deepEqual(answer(context), { sessionId: 0, partitions: [] });
  assert.equal(cache.size, 0);
});

test('epoch −1 closes the session and is served without one', () => {
  const cache = newCache();
  const { sessionId } = answer(openFetchContext(fetching([0], { sessionEpoch: 0 }), 12, cache));
  const last = answer(openFetchContext(fetching([0], { sessionId, sessionEpoch: -1 }), 12, cache));
  assert.deepEqual(last, { sessionId: 0, partitions: [0] });
  assert.equal(cache.size, 0);
});

test('with all slots taken a client is served without a session, until a session has been unused for two minutes', () => {
  const world = new World();
  const cache = newCache(1, world);
  assert.ok(answer(openFetchContext(fetching([0], { sessionEpoch: 0 }), 12, cache)).sessionId > 0);
  assert.equal(answer(openFetchContext(fetching([0], { sessionEpoch: 0 }), 12, cache)).sessionId, 0);
  world.nowMs += 120_001;
  assert.ok(answer(openFetchContext(fetching([0], { sessionEpoch: 0 }), 12, cache)).sessionId > 0);
  assert.equal(cache.size, 1);
});
