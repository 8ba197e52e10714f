import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PartitionSequences, type ProducerIdentity, type SequencedBatch } from './partition-sequences.ts';

const FIRST: ProducerIdentity = { producerId: 7, producerEpoch: 0 };
const SECOND: ProducerIdentity = { producerId: 7, producerEpoch: 1 };

function batch(recordCount: number): SequencedBatch {
  return { recordCount, identity: { producerId: -1, producerEpoch: -1 }, baseSequence: -1, wasResequenced: false };
}

function started(identity: ProducerIdentity = FIRST): PartitionSequences {
  const sequences = new PartitionSequences();
  sequences.startAtBeginning(identity);
  return sequences;
}

function assigned(sequences: PartitionSequences, ...counts: number[]): SequencedBatch[] {
  const batches = counts.map(batch);
  for (const one of batches) sequences.assign(one);
  return batches;
}

const bases = (batches: readonly SequencedBatch[]): number[] => batches.map(({ baseSequence }) => baseSequence);

test('sequences count records and go on from 2147483647 to 0', () => {
  const sequences = started();
  sequences.next = 0x7fffffff - 2;
  const batches = assigned(sequences, 2, 3, 1);
  assert.deepEqual(bases(batches), [0x7fffffff - 2, 0x7fffffff, 2]);
  for (const one of batches) sequences.acknowledge(one, 10);
  assert.equal(sequences.lastAcked, 2);
  assert.ok(sequences.isNext(3) && !sequences.isNext(2));
});

test('the first sequence is expected to be 0', () => {
  const sequences = started();
  assert.ok(sequences.isNext(0) && !sequences.isNext(1));
});

test('a batch that is refused for good leaves no gap', () => {
  const sequences = started();
  const [before, refused, behind, last] = assigned(sequences, 5, 3, 2, 4) as [
    SequencedBatch,
    SequencedBatch,
    SequencedBatch,
    SequencedBatch,
  ];
  sequences.closeGap(refused);
  assert.deepEqual(bases([before, behind, last]), [0, 5, 7]);
  assert.equal(sequences.next, 11);
  assert.deepEqual(
    [before, behind, last].map((one) => one.wasResequenced),
    [false, true, true],
  );
});

test('pieces of a split batch have together the sequences that it had', () => {
  const sequences = started();
  const [first, whole, last] = assigned(sequences, 1, 6, 1) as [SequencedBatch, SequencedBatch, SequencedBatch];
  const pieces = [batch(2), batch(3), batch(1)];
  sequences.replace(whole, pieces);
  assert.deepEqual(bases(sequences.inFlight), [0, 1, 3, 6, 7]);
  assert.deepEqual(sequences.inFlight, [first, ...pieces, last]);
});

test('under a new epoch what is in flight counts from 0, in order', () => {
  const sequences = started();
  const [acked, second, third] = assigned(sequences, 4, 2, 3) as [SequencedBatch, SequencedBatch, SequencedBatch];
  sequences.acknowledge(acked, 3);
  sequences.startAtBeginning(SECOND);
  assert.deepEqual(bases([second, third]), [0, 2]);
  assert.equal(second.identity, SECOND);
  assert.equal(sequences.next, 5);
  assert.ok(sequences.isNext(0));
});

test('what a batch of an older epoch was acknowledged with says nothing of the newer one', () => {
  const sequences = started();
  const [late] = assigned(sequences, 4) as [SequencedBatch];
  sequences.remove(late);
  sequences.startAtBeginning(SECOND);
  sequences.acknowledge(late, 3);
  assert.ok(sequences.isNext(0));
});

test('of several batches that were given up the last one counts', () => {
  const sequences = started();
  const [first, second] = assigned(sequences, 4, 2) as [SequencedBatch, SequencedBatch];
  sequences.markUnresolved(second);
  sequences.markUnresolved(first);
  assert.equal(sequences.unresolved, 6);
});
