import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Errors, ZERO_UUID } from '#protocol';
import { FetchSession, type SessionPart, type WantedPartition } from './fetch-session.ts';

function wanted(partition: number, fetchOffset: number, changes: Partial<WantedPartition> = {}): WantedPartition {
  return {
    topic: 'orders',
    topicId: 'AAAAAAAAAAAAAAAAAAAAAQ',
    partition,
    fetchOffset,
    currentLeaderEpoch: 0,
    lastFetchedEpoch: -1,
    maxBytes: 1000,
    isUntold: false,
    ...changes,
  };
}

const offsets = ({ topics }: SessionPart): [number, number][] =>
  topics.flatMap(({ partitions }) =>
    partitions.map(({ partition, fetchOffset }): [number, number] => [partition, fetchOffset]),
  );
const accepted = (sessionId: number): { errorCode: number; sessionId: number } => ({ errorCode: 0, sessionId });

test('the first request is a full one, later ones name what has changed, and what is not wanted any longer', () => {
  const session = new FetchSession();
  const first = session.build([wanted(0, 5), wanted(1, 6)], 17);
  assert.deepEqual(
    [first.sessionId, first.sessionEpoch, offsets(first)],
    [
      0,
      0,
      [
        [0, 5],
        [1, 6],
      ],
    ],
  );
  assert.ok(session.handle(accepted(42)));
  const second = session.build([wanted(0, 5), wanted(1, 9), wanted(2, 0)], 17);
  assert.deepEqual(
    [second.sessionId, second.sessionEpoch, offsets(second)],
    [
      42,
      1,
      [
        [1, 9],
        [2, 0],
      ],
    ],
  );
  assert.ok(session.handle(accepted(42)));
  const third = session.build([wanted(2, 0)], 17);
  assert.deepEqual([third.sessionEpoch, offsets(third)], [2, []]);
  assert.deepEqual(third.forgottenTopicsData, [
    { topic: 'orders', topicId: 'AAAAAAAAAAAAAAAAAAAAAQ', partitions: [0, 1] },
  ]);
});

test('a topic that was created anew is forgotten by its old id and asked for by its new one', () => {
  const session = new FetchSession();
  session.build([wanted(0, 5)], 17);
  session.handle(accepted(42));
  const next = session.build([wanted(0, 5, { topicId: 'AAAAAAAAAAAAAAAAAAAAAg' })], 17);
  assert.deepEqual(
    next.topics.map(({ topicId }) => topicId),
    ['AAAAAAAAAAAAAAAAAAAAAg'],
  );
  assert.deepEqual(
    next.forgottenTopicsData.map(({ topicId }) => topicId),
    ['AAAAAAAAAAAAAAAAAAAAAQ'],
  );
});

test('a partition that was taken away and came again at its place is asked for anew: the broker would not tell of it', () => {
  const session = new FetchSession();
  session.build([wanted(0, 5, { isUntold: true }), wanted(1, 6, { isUntold: true })], 17);
  session.handle(accepted(42));
  const next = session.build([wanted(0, 5, { isUntold: true }), wanted(1, 6)], 17);
  assert.deepEqual([next.sessionId, next.sessionEpoch, offsets(next).length], [42, 0, 2]);
  session.handle(accepted(43));
  const last = session.build([wanted(0, 5), wanted(1, 6), wanted(2, 0, { isUntold: true })], 17);
  assert.deepEqual([last.sessionId, last.sessionEpoch, offsets(last)], [43, 1, [[2, 0]]]);
});

test('a broker that lost the session gets a full request for a new one', () => {
  const session = new FetchSession();
  session.build([wanted(0, 5)], 17);
  session.handle(accepted(42));
  session.build([wanted(0, 6)], 17);
  assert.equal(session.handle({ errorCode: Errors.FETCH_SESSION_ID_NOT_FOUND.code, sessionId: 0 }), false);
  const next = session.build([wanted(0, 6)], 17);
  assert.deepEqual([next.sessionId, next.sessionEpoch, offsets(next)], [0, 0, [[0, 6]]]);
});

test('after a lost connection the session is closed and another one asked for', () => {
  const session = new FetchSession();
  session.build([wanted(0, 5)], 17);
  session.handle(accepted(42));
  session.build([wanted(0, 6)], 17);
  session.reset();
  const next = session.build([wanted(0, 6)], 17);
  assert.deepEqual([next.sessionId, next.sessionEpoch, offsets(next)], [42, 0, [[0, 6]]]);
});

test('a broker that keeps no session is asked in full every time', () => {
  const session = new FetchSession();
  for (let i = 0; i < 3; i++) {
    const part = session.build([wanted(0, i)], 17);
    assert.deepEqual([part.sessionId, part.sessionEpoch, offsets(part)], [0, 0, [[0, i]]]);
    session.handle(accepted(0));
  }
  const old = session.build([wanted(0, 9, { topicId: ZERO_UUID })], 6);
  assert.deepEqual([old.sessionId, old.sessionEpoch, offsets(old)], [0, -1, [[0, 9]]]);
});

test('a session does not go on when names take the place of ids', () => {
  const session = new FetchSession();
  session.build([wanted(0, 5)], 17);
  session.handle(accepted(42));
  const next = session.build([wanted(0, 5)], 12);
  assert.deepEqual([next.sessionEpoch, offsets(next)], [0, [[0, 5]]]);
});

test('what the broker remembers is what is wanted, whatever was asked, answered or lost before', () => {
  const request = fc.record({
    partitions: fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 3 })), { maxLength: 5 }),
    outcome: fc.constantFrom('answer', 'answer', 'answer', 'lost', 'evicted'),
  });
  const property = fc.property(fc.array(request, { maxLength: 30 }), (script) => {
    const session = new FetchSession();
    const broker = new ModelSession();
    for (const { partitions, outcome } of script) {
      const latest = new Map(partitions);
      const part = session.build(
        [...latest].map(([partition, offset]) => wanted(partition, offset)),
        17,
      );
      if (outcome === 'evicted') broker.evict();
      const answer = broker.take(part);
      if (answer.errorCode === 0) assert.deepEqual(sorted(broker.partitions), sorted(latest));
      if (outcome === 'lost') session.reset();
      else session.handle(answer);
    }
  });
  fc.assert(property, { numRuns: 300 });
});

const sorted = (map: ReadonlyMap<number, number>): [number, number][] => [...map].sort(([a], [b]) => a - b);

/** The broker's half, as KIP-227 has it. */
class ModelSession {
  partitions = new Map<number, number>();
  #id = 0;
  #epoch = 0;
  #nextId = 1;

  evict(): void {
    this.#id = 0;
  }

  take(part: SessionPart): { errorCode: number; sessionId: number } {
    if (part.sessionEpoch === 0) {
      this.#id = this.#nextId++;
      this.#epoch = 1;
      this.partitions = new Map(offsets(part));
      return { errorCode: 0, sessionId: this.#id };
    }
    if (part.sessionId !== this.#id) return { errorCode: Errors.FETCH_SESSION_ID_NOT_FOUND.code, sessionId: 0 };
    if (part.sessionEpoch !== this.#epoch) {
      return { errorCode: Errors.INVALID_FETCH_SESSION_EPOCH.code, sessionId: part.sessionId };
    }
    this.#epoch++;
    for (const { partitions } of part.forgottenTopicsData)
      for (const partition of partitions) this.partitions.delete(partition);
    for (const [partition, offset] of offsets(part)) this.partitions.set(partition, offset);
    return { errorCode: 0, sessionId: this.#id };
  }
}
