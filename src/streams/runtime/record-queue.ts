/** Records of one partition that wait for their task, the first of them deserialized. */
import type { PlanSource } from '../plan/plan-nodes.ts';
import type { Node } from './node.ts';
import type { RawRecord } from './stream-task.ts';

export interface QueuedRecord {
  readonly raw: RawRecord;
  readonly key: unknown;
  readonly value: unknown;
  /** What the source's extractor says, milliseconds since 1970. */
  readonly timestamp: number;
  /** What it could not be read for, by a serde or the source's extractor: told when its turn has come. */
  readonly failure: { readonly thrown: unknown } | null;
}

export class RecordQueue {
  /** Where its records enter. */
  readonly source: Node;
  readonly #plan: PlanSource;
  readonly #onDropped: (reason: string) => void;
  #records: QueuedRecord[] = [];
  #taken = 0;
  #partitionTime = -1;
  #endOffset = -1;
  /** Whether records were taken, or passed over, since the last commit. */
  hasMoved = false;

  constructor(plan: PlanSource, source: Node, onDropped: (reason: string) => void) {
    this.#plan = plan;
    this.source = source;
    this.#onDropped = onDropped;
  }

  /** The largest timestamp seen, -1 before the first. */
  get partitionTime(): number {
    return this.#partitionTime;
  }

  /** Of the next record to process; -1 where nothing is known of it. */
  get nextOffset(): number {
    return this.size > 0 ? this.#records[this.#taken]!.raw.offset : this.#endOffset;
  }

  /** Reading goes on from here. */
  begin(offset: number, partitionTime: number): void {
    this.#endOffset = offset;
    this.#partitionTime = partitionTime;
  }

  /** What comes next has this offset or a later one. */
  skipTo(offset: number): void {
    if (offset <= this.#endOffset) return;
    this.#endOffset = offset;
    this.hasMoved = true;
  }

  get size(): number {
    return this.#records.length - this.#taken;
  }

  /** Of the next record; only where there is one. */
  get headTimestamp(): number {
    return this.#records[this.#taken]!.timestamp;
  }

  add(raw: RawRecord): void {
    this.skipTo(raw.offset + 1);
    let record: QueuedRecord;
    try {
      record = this.#read(raw);
    } catch (thrown) {
      const timestamp = Math.max(0, this.#partitionTime);
      this.#records.push({ raw, key: null, value: null, timestamp, failure: { thrown } });
      return;
    }
    if (record.timestamp < 0) {
      this.#onDropped('negative timestamp');
      return;
    }
    this.#partitionTime = Math.max(this.#partitionTime, record.timestamp);
    this.#records.push(record);
  }

  #read(raw: RawRecord): QueuedRecord {
    const { keySerde, valueSerde, timestampExtractor } = this.#plan;
    const key = raw.key === null ? null : keySerde.deserialize(raw.topic, raw.key);
    const value = raw.value === null ? null : valueSerde.deserialize(raw.topic, raw.value);
    const timestamp =
      timestampExtractor === null
        ? raw.timestamp
        : timestampExtractor({ key, value, timestamp: raw.timestamp }, this.#partitionTime);
    return { raw, key, value, timestamp, failure: null };
  }

  take(): QueuedRecord {
    const record = this.#records[this.#taken++]!;
    // Room behind the reader is given back in one go, now and then.
    if (this.#taken === this.#records.length || this.#taken > 1024) {
      this.#records = this.#records.slice(this.#taken);
      this.#taken = 0;
    }
    return record;
  }
}
