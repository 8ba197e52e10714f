/**
 * Records of one partition that were fetched together, in order: what `batches()` and `eachBatch` hand out. Not the
 * batches of the log: small ones are joined, large ones come in parts, control records and aborted records are left out.
 *
 * Invariant: never empty, and its offsets grow, with gaps where the log has them.
 */
import type { ConsumerRecord } from './consumer-record.ts';

export interface ConsumerBatchPlace {
  readonly topic: string;
  readonly partition: number;
  /** As the broker last told it; -1 where it has not. */
  readonly highWatermark: number;
  /** Of the record that is handed out next. */
  readonly position: number;
}

/** Records of one partition, in order: what `batches()` and `eachBatch` hand out. Never empty. */
export class ConsumerBatch<K = Buffer, V = Buffer> implements Iterable<ConsumerRecord<K, V>> {
  /** The topic's name. */
  readonly topic: string;
  /** From 0. */
  readonly partition: number;
  /** The offset behind the last record that consumers may see. */
  readonly highWatermark: number;
  /** What to commit once all of it is processed: behind its last record, and what else of the log came with it. */
  readonly nextOffset: number;
  readonly #records: readonly ConsumerRecord<K, V>[];

  /** For the client's own use. */
  constructor(place: ConsumerBatchPlace, records: readonly ConsumerRecord<K, V>[]) {
    this.topic = place.topic;
    this.partition = place.partition;
    this.highWatermark = place.highWatermark;
    this.nextOffset = place.position;
    this.#records = records;
  }

  /** Of the first record. */
  get baseOffset(): number {
    return this.#records[0]!.offset;
  }

  /** Of the last record. */
  get lastOffset(): number {
    return this.#records.at(-1)!.offset;
  }

  /** How many records there are. */
  get count(): number {
    return this.#records.length;
  }

  /** Bytes of all keys and values. */
  get byteLength(): number {
    let bytes = 0;
    for (const record of this.#records) bytes += record.byteLength;
    return bytes;
  }

  /** The records, in order. */
  records(): readonly ConsumerRecord<K, V>[] {
    return this.#records;
  }

  /** Calls `visit` with each record, in order. */
  forEach(visit: (record: ConsumerRecord<K, V>, index: number) => void): void {
    const records = this.#records;
    for (let i = 0; i < records.length; i++) visit(records[i]!, i);
  }

  /** Over the records, in order. */
  [Symbol.iterator](): IterableIterator<ConsumerRecord<K, V>> {
    return this.#records.values();
  }
}
