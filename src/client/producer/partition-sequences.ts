/**
 * The sequence numbers of one partition (KIP-98, KIP-360): each batch of an idempotent producer carries the sequence of its
 * first record, and the broker takes it only where it follows the last one of the same producer id and epoch.
 *
 * Invariant: `inFlight` are the batches that were given a sequence and whose fate is not known, in order, without a gap
 * between one's last sequence and the next one's first; `next` follows the last of them. They are on their way or wait to
 * be sent again.
 */
import { assert } from '#kernel';
import { recordBatch } from '#protocol';

const { incrementSequence, NO_PRODUCER_EPOCH, NO_PRODUCER_ID, NO_SEQUENCE } = recordBatch;

/** Who writes: a retry under the same identity and sequence is recognised. */
export interface ProducerIdentity {
  readonly producerId: number;
  readonly producerEpoch: number;
}

export const NO_IDENTITY: ProducerIdentity = { producerId: NO_PRODUCER_ID, producerEpoch: NO_PRODUCER_EPOCH };

/** The part of a batch that sequences are about. */
export interface SequencedBatch {
  readonly recordCount: number;
  identity: ProducerIdentity;
  /** -1 before it was sent for the first time. */
  baseSequence: number;
  /** The batch was sent under another sequence before; its old request may still be out. */
  wasResequenced: boolean;
}

export class PartitionSequences<B extends SequencedBatch = SequencedBatch> {
  identity: ProducerIdentity = NO_IDENTITY;
  /** Of the next new batch. */
  next = 0;
  /** Of the last record that was acknowledged; -1 for none under this identity. */
  lastAcked: number = NO_SEQUENCE;
  /** Of the last record that was acknowledged; -1 for none. */
  lastAckedOffset = -1;
  /** The producer id of the last batch that was acknowledged: the broker keeps state of it. */
  knownProducerId: number = NO_PRODUCER_ID;
  /** Follows the last batch that was given up while it may have been written; -1 where there is none. */
  unresolved: number = NO_SEQUENCE;
  readonly inFlight: B[] = [];

  /** Gives a new batch its sequence. */
  assign(batch: B): void {
    assert(batch.baseSequence === NO_SEQUENCE, 'a batch gets its first sequence once');
    batch.identity = this.identity;
    batch.baseSequence = this.next;
    this.next = incrementSequence(this.next, batch.recordCount);
    this.inFlight.push(batch);
  }

  /** The broker has it. */
  acknowledge(batch: B, lastOffset: number): void {
    this.knownProducerId = batch.identity.producerId;
    if (batch.identity === this.identity) {
      this.lastAcked = lastSequenceOf(batch);
      if (lastOffset > this.lastAckedOffset) this.lastAckedOffset = lastOffset;
    }
    this.remove(batch);
  }

  remove(batch: B): void {
    const index = this.inFlight.indexOf(batch);
    if (index >= 0) this.inFlight.splice(index, 1);
  }

  /** Whether the broker expects this sequence, by what it has acknowledged. */
  isNext(sequence: number): boolean {
    return sequence === (this.lastAcked === NO_SEQUENCE ? 0 : incrementSequence(this.lastAcked, 1));
  }

  /** Under a new identity, or for a broker that has forgotten this one: what is in flight counts from 0. */
  startAtBeginning(identity: ProducerIdentity): void {
    this.identity = identity;
    this.next = 0;
    this.lastAcked = NO_SEQUENCE;
    this.unresolved = NO_SEQUENCE;
    for (const batch of this.inFlight) {
      this.#resequence(batch, this.next);
      this.next = incrementSequence(this.next, batch.recordCount);
    }
  }

  /** The batch was refused for good and is not in the log: those behind it move up. */
  closeGap(failed: B): void {
    if (failed.identity !== this.identity) return;
    this.remove(failed);
    let sequence = failed.baseSequence;
    for (const batch of this.inFlight) {
      if (!isBehind(batch.baseSequence, failed.baseSequence)) continue;
      this.#resequence(batch, sequence);
      sequence = incrementSequence(sequence, batch.recordCount);
    }
    this.next = sequence;
  }

  /** The batch was given up, and it may be in the log. */
  markUnresolved(batch: B): void {
    if (batch.identity !== this.identity) return;
    const follows = incrementSequence(lastSequenceOf(batch), 1);
    if (this.unresolved === NO_SEQUENCE || isBehind(follows, this.unresolved)) this.unresolved = follows;
  }

  /** Puts the pieces of a batch that was split in its place: together they have the same sequences. */
  replace(batch: B, pieces: readonly B[]): void {
    const index = this.inFlight.indexOf(batch);
    assert(index >= 0, 'a batch that is split is in flight');
    let sequence = batch.baseSequence;
    for (const piece of pieces) {
      piece.identity = batch.identity;
      piece.baseSequence = sequence;
      piece.wasResequenced = batch.wasResequenced;
      sequence = incrementSequence(sequence, piece.recordCount);
    }
    this.inFlight.splice(index, 1, ...pieces);
  }

  #resequence(batch: B, sequence: number): void {
    batch.identity = this.identity;
    batch.baseSequence = sequence;
    batch.wasResequenced = true;
  }
}

export function lastSequenceOf(batch: SequencedBatch): number {
  return incrementSequence(batch.baseSequence, batch.recordCount - 1);
}

/** Whether `sequence` comes after `other`, the numbers being a circle of 2^31 of which a partition uses a small part. */
function isBehind(sequence: number, other: number): boolean {
  const distance = (sequence - other) & 0x7fffffff;
  return distance !== 0 && distance < 0x40000000;
}
