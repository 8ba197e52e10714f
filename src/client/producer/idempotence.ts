/**
 * What makes retries harmless: the producer's id and epoch, and for each partition the rules by which sequences are given,
 * kept and begun anew (KIP-98, KIP-360). The decisions are those of Java's TransactionManager but for three, each of which
 * closes a way to a record that is written twice or out of order (docs/decisions/0010):
 *
 * - the first batch of a partition goes alone, since a broker that knows nothing of a producer takes any sequence;
 * - the epoch is raised for a partition only when nothing of it is on its way, so that no answer under an old sequence can
 *   be taken for one under a new;
 * - a batch that may have been written under the old epoch is not sent under the new one, but fails.
 */
import { Errors, recordBatch } from '#protocol';
import type { PartitionQueue } from './partition-queue.ts';
import { NO_IDENTITY, type ProducerIdentity } from './partition-sequences.ts';
import type { ProducerBatch } from './producer-batch.ts';

const MAX_EPOCH = 0x7fff;
/** So many last batches of a producer a broker remembers for each partition. */
const BROKER_REMEMBERS = 5;

/** What an answer says that matters to sequences. */
export interface SequenceFailure {
  readonly errorCode: number;
  /** -1 where the broker did not tell. */
  readonly logStartOffset: number;
}

export class Idempotence {
  readonly isTransactional: boolean;
  /** Told where batches were given up whose fate is not known: a transaction can only be aborted. */
  readonly #onLostTrack: () => void;
  /** Fails a batch that cannot be sent again without perhaps being there twice. */
  readonly #giveUp: (batch: ProducerBatch) => void;
  #identity: ProducerIdentity = NO_IDENTITY;
  /** Partitions that begin at sequence 0 under a new epoch, as soon as nothing of them is on its way. */
  readonly #toRestart: Set<PartitionQueue> = new Set();
  readonly #unresolved: Set<PartitionQueue> = new Set();

  constructor(options: { isTransactional: boolean; onLostTrack(): void; giveUp(batch: ProducerBatch): void }) {
    this.isTransactional = options.isTransactional;
    this.#onLostTrack = () => options.onLostTrack();
    this.#giveUp = (batch) => options.giveUp(batch);
  }

  get identity(): ProducerIdentity {
    return this.#identity;
  }

  get hasIdentity(): boolean {
    return this.#identity !== NO_IDENTITY;
  }

  /** What InitProducerId, or the end of a transaction, has given: all partitions begin at sequence 0. */
  setIdentity(identity: ProducerIdentity): void {
    this.#identity = identity;
    if (!this.isTransactional) return;
    this.#toRestart.clear();
    this.#unresolved.clear();
  }

  /** Whether the first batch in the queue may be sent now. */
  maySend(queue: PartitionQueue, batch: ProducerBatch): boolean {
    if (!this.hasIdentity || this.#toRestart.has(queue)) return false;
    const { sequences } = queue;
    // What is sent again goes alone, when all before it has been settled.
    if (batch.hasSequence) return sequences.inFlight[0] === batch;
    if (sequences.inFlight.length === 0) return true;
    if (sequences.identity !== this.#identity || sequences.unresolved !== recordBatch.NO_SEQUENCE) return false;
    // A broker that has nothing of a producer takes any sequence for its first: the first batch goes alone.
    if (sequences.knownProducerId !== this.#identity.producerId) return false;
    return sequences.inFlight.length < BROKER_REMEMBERS;
  }

  /** Gives a batch that is about to be sent its sequence, where it has none. */
  stamp(queue: PartitionQueue, batch: ProducerBatch): void {
    if (batch.hasSequence) return;
    const { sequences } = queue;
    if (sequences.identity !== this.#identity) sequences.startAtBeginning(this.#identity);
    sequences.assign(batch);
  }

  /** Whether a failure passes when the batch is sent again; null where sequences have nothing to do with it. */
  canRetry(batch: ProducerBatch, failure: SequenceFailure): boolean | null {
    if (failure.errorCode === Errors.UNKNOWN_PRODUCER_ID.code) return this.#canRetryUnknownProducer(batch, failure);
    if (failure.errorCode === Errors.OUT_OF_ORDER_SEQUENCE_NUMBER.code) return this.#canRetryOutOfOrder(batch);
    return null;
  }

  acknowledge(batch: ProducerBatch, lastOffset: number): void {
    batch.queue.sequences.acknowledge(batch, lastOffset);
  }

  /** The broker refused the batch for good. */
  refused(batch: ProducerBatch, errorCode: number): void {
    const { queue } = batch;
    if (!batch.hasSequence) return;
    if (!this.isTransactional) {
      queue.sequences.remove(batch);
      this.#restart(queue);
    } else if (errorCode === Errors.UNKNOWN_PRODUCER_ID.code) {
      queue.sequences.remove(batch);
      queue.sequences.startAtBeginning(this.#identity);
    } else if (errorCode === Errors.OUT_OF_ORDER_SEQUENCE_NUMBER.code || batch.mayBeWritten) {
      queue.sequences.remove(batch);
      this.#markUnresolved(batch);
    } else queue.sequences.closeGap(batch);
  }

  /** The batch was given up by the clock; whether it is in the log is not known where it was sent. */
  gaveUp(batch: ProducerBatch): void {
    if (!batch.hasSequence) return;
    batch.queue.sequences.remove(batch);
    this.#markUnresolved(batch);
  }

  /** Before batches are chosen: settles what can be settled by now. */
  maintain(): void {
    for (const queue of this.#unresolved) {
      if (queue.sequences.inFlight.length > 0) continue;
      this.#unresolved.delete(queue);
      queue.sequences.unresolved = recordBatch.NO_SEQUENCE;
      // What came behind the batch was acknowledged, so that it was too.
      if (queue.sequences.isNext(queue.sequences.next)) continue;
      if (this.isTransactional) this.#onLostTrack();
      else this.#restart(queue);
    }
    if (this.#toRestart.size > 0 && this.hasIdentity) this.#restartQuiet();
  }

  #markUnresolved(batch: ProducerBatch): void {
    batch.queue.sequences.markUnresolved(batch);
    this.#unresolved.add(batch.queue);
  }

  #restart(queue: PartitionQueue): void {
    this.#toRestart.add(queue);
  }

  /** Raises the epoch for the partitions of which nothing is on its way. */
  #restartQuiet(): void {
    const quiet = [...this.#toRestart].filter(({ sequences }) => !sequences.inFlight.some(({ isOnWire }) => isOnWire));
    if (quiet.length === 0) return;
    const isFresh = quiet.every(({ sequences }) => sequences.identity !== this.#identity);
    if (!isFresh) {
      if (this.#identity.producerEpoch >= MAX_EPOCH) {
        // Epochs are used up: the next identity has another id.
        this.#identity = NO_IDENTITY;
        return;
      }
      const { producerId, producerEpoch } = this.#identity;
      this.#identity = { producerId, producerEpoch: producerEpoch + 1 };
    }
    for (const queue of quiet) {
      this.#toRestart.delete(queue);
      this.#unresolved.delete(queue);
      this.#dropUnsure(queue);
      queue.sequences.startAtBeginning(this.#identity);
    }
  }

  #dropUnsure(queue: PartitionQueue): void {
    for (const batch of queue.sequences.inFlight.filter(({ mayBeWritten }) => mayBeWritten)) {
      queue.sequences.remove(batch);
      this.#giveUp(batch);
    }
  }

  #canRetryUnknownProducer(batch: ProducerBatch, failure: SequenceFailure): boolean {
    const { queue } = batch;
    // Without the log's start nothing can be told from this answer: the next one may tell. And a batch under a new
    // sequence fails like the one before it for which the sequences were begun anew.
    if (failure.logStartOffset === -1 || batch.wasResequenced) return true;
    if (!this.isTransactional) {
      this.#restart(queue);
      return true;
    }
    if (queue.sequences.lastAckedOffset >= failure.logStartOffset) return false;
    // All that the broker had of this producer has been deleted by retention.
    queue.sequences.startAtBeginning(this.#identity);
    return true;
  }

  #canRetryOutOfOrder(batch: ProducerBatch): boolean {
    const { queue } = batch;
    const { sequences } = queue;
    const hasUnresolved = this.#unresolved.has(queue);
    // One before it has to be written first, or the answer is to a sequence that it does not have any more.
    if (!hasUnresolved && (batch.wasResequenced || !sequences.isNext(batch.baseSequence))) return true;
    if (this.isTransactional) return false;
    // A gap for sure; otherwise the batch that was given up may turn out to be written.
    if (!hasUnresolved || batch.baseSequence === sequences.unresolved) this.#restart(queue);
    return true;
  }
}
