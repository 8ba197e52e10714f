/**
 * A share session: what one broker knows of the partitions that this member fetches there, so that requests name changes
 * only (KIP-932). Its epoch counts the requests. Pure: the fetcher sends what it builds, one request at a time.
 *
 * Invariant: after a failure the session begins anew at epoch 0, naming everything and acknowledging nothing, as the
 * broker releases what a session had acquired when that ends.
 */
import type { PartitionAcknowledgements, PlaceById } from './acknowledgements.ts';

/** By topic id, as both requests carry them. */
export interface SessionTopic {
  topicId: string;
  partitions: { partitionIndex: number; acknowledgementBatches: PartitionAcknowledgements['batches'] }[];
}

export interface SessionFetch {
  readonly epoch: number;
  readonly topics: SessionTopic[];
  readonly forgottenTopicsData: { topicId: string; partitions: number[] }[];
}

const INITIAL_EPOCH = 0;
const FINAL_EPOCH = -1;
const LAST_EPOCH = 0x7fffffff;

export class ShareSession {
  #epoch = INITIAL_EPOCH;
  /** What the broker knows. */
  #known = new Map<string, PlaceById>();
  /** A session that has ended at the broker takes no acknowledgements of what it had acquired. */
  #generation = 0;

  /** Whether the broker has it; only then can anything be acknowledged. */
  get isOpen(): boolean {
    return this.#epoch !== INITIAL_EPOCH;
  }

  /** Changes when the session begins anew. */
  get generation(): number {
    return this.#generation;
  }

  /** A partition that the broker named by topic id. */
  place(topicId: string, partition: number): PlaceById | undefined {
    return this.#known.get(keyOf(topicId, partition));
  }

  /** Asks for records of `wanted`, and forgets what is not among them. */
  fetch(wanted: readonly PlaceById[], acknowledgements: readonly PartitionAcknowledgements[]): SessionFetch {
    const next = new Map(wanted.map((place) => [keyOf(place.topicId, place.partition), place]));
    const added = wanted.filter(({ topicId, partition }) => !this.#known.has(keyOf(topicId, partition)));
    const gone = [...this.#known].filter(([key]) => !next.has(key)).map(([, place]) => place);
    const epoch = this.#epoch;
    // What is acknowledged last of a partition that is forgotten still needs its name.
    for (const [key, place] of next) this.#known.set(key, place);
    for (const place of gone) this.#known.delete(keyOf(place.topicId, place.partition));
    const forgotten = Map.groupBy(gone, ({ topicId }) => topicId);
    return {
      epoch,
      topics: topicsOf(added, acknowledgements),
      forgottenTopicsData: [...forgotten].map(([topicId, list]) => {
        return { topicId, partitions: list.map(({ partition }) => partition) };
      }),
    };
  }

  /** Acknowledges alone. */
  acknowledge(acknowledgements: readonly PartitionAcknowledgements[]): { epoch: number; topics: SessionTopic[] } {
    return { epoch: this.#epoch, topics: topicsOf([], acknowledgements) };
  }

  /** Acknowledges for the last time; the broker then releases whatever is left. */
  close(acknowledgements: readonly PartitionAcknowledgements[]): { epoch: number; topics: SessionTopic[] } {
    return { epoch: FINAL_EPOCH, topics: topicsOf([], acknowledgements) };
  }

  /** The broker took the last request. */
  advance(): void {
    this.#epoch = this.#epoch === LAST_EPOCH ? 1 : this.#epoch + 1;
  }

  /** The broker has no such session, or nobody knows. */
  reset(): void {
    this.#epoch = INITIAL_EPOCH;
    this.#known = new Map();
    this.#generation++;
  }
}

function keyOf(topicId: string, partition: number): string {
  return `${topicId}:${partition}`;
}

function topicsOf(added: readonly PlaceById[], acknowledgements: readonly PartitionAcknowledgements[]): SessionTopic[] {
  const topics = new Map<string, Map<number, PartitionAcknowledgements['batches']>>();
  const add = ({ topicId, partition }: PlaceById, batches: PartitionAcknowledgements['batches']): void => {
    const partitions = topics.get(topicId) ?? new Map<number, PartitionAcknowledgements['batches']>();
    topics.set(topicId, partitions.set(partition, batches));
  };
  for (const place of added) add(place, []);
  for (const { place, batches } of acknowledgements) add(place, batches);
  return [...topics].map(([topicId, partitions]) => ({
    topicId,
    partitions: [...partitions].map(([partitionIndex, acknowledgementBatches]) => {
      return { partitionIndex, acknowledgementBatches };
    }),
  }));
}
