/**
 * What a share consumer has to say about records that it was given (KIP-932), gathered until it goes to a broker: by
 * partition, runs of offsets with what became of them. Pure.
 *
 * Invariant: of one offset there is one word, the last; it stands in exactly one set until that is answered.
 */
import type { TopicPartition } from '../assignors/group-members.ts';

/**
 * `accept`: processed; `release`: for somebody to try again; `reject`: never again; `renew`: still being worked on, for
 * another acquisition lock's length (KIP-1222).
 */
export type AcknowledgeType = 'accept' | 'release' | 'reject' | 'renew';

/** On the wire. A gap is an offset that was acquired and has no record, as compaction and transactions leave them. */
const CODES: Readonly<Record<AcknowledgeType | 'gap', number>> = { gap: 0, accept: 1, release: 2, reject: 3, renew: 4 };

export interface PlaceById extends TopicPartition {
  readonly topicId: string;
}

/** As ShareFetch and ShareAcknowledge carry them. */
export interface AcknowledgementBatch {
  firstOffset: number;
  lastOffset: number;
  acknowledgeTypes: number[];
}

export interface PartitionAcknowledgements {
  readonly place: PlaceById;
  /** Ascending; gaps are not among them. */
  readonly offsets: readonly number[];
  readonly batches: AcknowledgementBatch[];
}

export class AcknowledgementSet {
  readonly #partitions = new Map<string, { readonly place: PlaceById; readonly types: Map<number, number> }>();

  get isEmpty(): boolean {
    return this.#partitions.size === 0;
  }

  get hasRenewals(): boolean {
    return [...this.#partitions.values()].some(({ types }) => [...types.values()].includes(CODES.renew));
  }

  add(place: PlaceById, offset: number, type: AcknowledgeType | 'gap'): void {
    const key = `${place.topicId}:${place.partition}`;
    const partition = this.#partitions.get(key) ?? { place, types: new Map<number, number>() };
    this.#partitions.set(key, partition);
    partition.types.set(offset, CODES[type]);
  }

  partitions(): PartitionAcknowledgements[] {
    return [...this.#partitions.values()].map(({ place, types }) => {
      const offsets = [...types.keys()].sort((a, b) => a - b);
      const told = offsets.filter((offset) => types.get(offset) !== CODES.gap);
      return { place, offsets: told, batches: batchesOf(offsets, types) };
    });
  }
}

/** Runs of offsets without a hole; one type where all of a run have the same. */
function batchesOf(offsets: readonly number[], types: ReadonlyMap<number, number>): AcknowledgementBatch[] {
  const batches: AcknowledgementBatch[] = [];
  for (const offset of offsets) {
    const type = types.get(offset)!;
    const last = batches.at(-1);
    if (last === undefined || last.lastOffset !== offset - 1) {
      batches.push({ firstOffset: offset, lastOffset: offset, acknowledgeTypes: [type] });
    } else {
      last.lastOffset = offset;
      last.acknowledgeTypes.push(type);
    }
  }
  for (const batch of batches) {
    const [first] = batch.acknowledgeTypes;
    if (batch.acknowledgeTypes.every((type) => type === first)) batch.acknowledgeTypes = [first!];
  }
  return batches;
}
