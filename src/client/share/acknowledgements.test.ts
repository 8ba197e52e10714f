import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { AcknowledgementSet, type AcknowledgeType, type PlaceById } from './acknowledgements.ts';
import { ShareSession } from './share-session.ts';

const place = (partition: number, topicId = 'AAAAAAAAAAAAAAAAAAAAAQ'): PlaceById => ({
  topicId,
  topic: 't',
  partition,
});
const TYPES = ['gap', 'accept', 'release', 'reject', 'renew'] as const;

test('acknowledgements go out as runs of offsets that say of each what was said last', () => {
  const word = fc.tuple(fc.nat(2), fc.nat(20), fc.constantFrom<AcknowledgeType | 'gap'>(...TYPES));
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const set = new AcknowledgementSet();
      const wanted = new Map<string, number>();
      for (const [partition, offset, type] of words) {
        set.add(place(partition), offset, type);
        wanted.set(`${partition}:${offset}`, TYPES.indexOf(type));
      }
      const told = new Map<string, number>();
      for (const { place: at, batches, offsets } of set.partitions()) {
        let next = -1;
        for (const { firstOffset, lastOffset, acknowledgeTypes } of batches) {
          assert.ok(firstOffset > next, 'runs are ascending, and no two of them touch');
          next = lastOffset + 1;
          for (let offset = firstOffset; offset <= lastOffset; offset++) {
            const type = acknowledgeTypes[acknowledgeTypes.length === 1 ? 0 : offset - firstOffset]!;
            told.set(`${at.partition}:${offset}`, type);
            assert.equal(offsets.includes(offset), type !== 0);
          }
        }
      }
      assert.deepEqual([...told].sort(), [...wanted].sort());
      assert.equal(set.hasRenewals, [...wanted.values()].includes(4));
    }),
  );
});

test('a session names everything first, then what is new, what is gone and what is acknowledged', () => {
  const session = new ShareSession();
  const first = session.fetch([place(0), place(1)], []);
  assert.deepEqual([first.epoch, first.topics[0]!.partitions.length, first.forgottenTopicsData], [0, 2, []]);
  session.advance();
  const set = new AcknowledgementSet();
  set.add(place(1), 7, 'accept');
  const second = session.fetch([place(1), place(2)], set.partitions());
  assert.equal(second.epoch, 1);
  assert.deepEqual(second.topics, [
    {
      topicId: place(0).topicId,
      partitions: [
        { partitionIndex: 2, acknowledgementBatches: [] },
        { partitionIndex: 1, acknowledgementBatches: [{ firstOffset: 7, lastOffset: 7, acknowledgeTypes: [1] }] },
      ],
    },
  ]);
  assert.deepEqual(second.forgottenTopicsData, [{ topicId: place(0).topicId, partitions: [0] }]);
  session.advance();
  assert.deepEqual(session.fetch([place(1), place(2)], []).topics, []);
  assert.equal(session.close([]).epoch, -1);
  session.reset();
  assert.deepEqual([session.isOpen, session.fetch([place(1)], []).epoch], [false, 0]);
});
