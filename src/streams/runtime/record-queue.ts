/**
 * Records of one partition that wait for their task, in a ring: where their bytes lie, and no object for any of them. A record
 * is deserialized when its turn has come, or as soon as it is there where the source's extractor has to see it for its time.
 */
import { asBuffer } from '#kernel';
import { Counted } from '../metrics/counted.ts';
import { headerBytes, placeBytes } from '../metrics/record-bytes.ts';
import type { PlanSerde, PlanSource } from '../plan/plan-nodes.ts';
import type { Node } from './node.ts';
import { type RecordContext, type RecordHeader, UNREAD } from './record-context.ts';
import type { PlacedRecord, RawRecord } from './stream-task.ts';

const FIRST_CAPACITY = 64;
const NO_BYTES = Buffer.alloc(0);
const NO_HEADERS: readonly RecordHeader[] = [];

/** What an extractor had to see, or what kept it from that. */
interface Deserialized {
  readonly key: unknown;
  readonly value: unknown;
  readonly failure: Failure | null;
}

/** What a record could not be read for, by a serde or the source's extractor: told when its turn has come. */
interface Failure {
  readonly thrown: unknown;
}

export interface RecordQueueOptions {
  readonly plan: PlanSource;
  /** By its name at the broker. */
  readonly topic: string;
  readonly partition: number;
  readonly source: Node;
  onDropped(this: void, reason: string): void;
}

/** Which of several parts of a place in the ring is which. */
const KEY_START = 0;
const KEY_END = 1;
const VALUE_START = 2;
const VALUE_END = 3;
const PARTS = 4;

export class RecordQueue {
  /** Where its records enter. */
  readonly source: Node;
  /** By its name at the broker. */
  readonly topic: string;
  /** Records that were taken and could be read, and their bytes. */
  readonly consumed: Counted = new Counted();
  bytesConsumed: number = 0;
  readonly #placeBytes: number;
  readonly #plan: PlanSource;
  readonly #partition: number;
  readonly #onDropped: (reason: string) => void;
  /** A power of two. */
  #capacity = FIRST_CAPACITY;
  #head = 0;
  #size = 0;
  /** By place in the ring. */
  #keyBytes: Buffer[] = filled(FIRST_CAPACITY, NO_BYTES);
  #valueBytes: Buffer[] = filled(FIRST_CAPACITY, NO_BYTES);
  /** Starts of -1 stand for null. */
  #bounds: Int32Array = new Int32Array(FIRST_CAPACITY * PARTS);
  #offsets: Float64Array = new Float64Array(FIRST_CAPACITY);
  #timestamps: Float64Array = new Float64Array(FIRST_CAPACITY);
  #headers: (readonly RecordHeader[])[] = filled(FIRST_CAPACITY, NO_HEADERS);
  /** Null but for a source with an extractor. */
  #deserialized: (Deserialized | null)[] | null;
  #partitionTime = -1;
  /** As the partition time will be when all that waits has been taken. */
  #addedTime = -1;
  #endOffset = -1;
  /** What was committed last, or found committed; -1 for nothing. */
  committedOffset = -1;
  /** Of the record that was taken, where its source has an extractor. */
  #taken: Deserialized | null = null;
  /** Whether anybody has to have keys; null until the first record, as nodes are connected by then. */
  #needsKeys: boolean | null = null;
  /** Whether anybody looks at values; null until the first record. */
  #readsValues: boolean | null = null;

  constructor({ plan, topic, partition, source, onDropped }: RecordQueueOptions) {
    this.#plan = plan;
    this.topic = topic;
    this.#placeBytes = placeBytes(topic);
    this.#partition = partition;
    this.source = source;
    this.#onDropped = onDropped;
    this.#deserialized = plan.timestampExtractor === null ? null : filled<Deserialized | null>(FIRST_CAPACITY, null);
  }

  /** The largest timestamp taken, -1 before the first. */
  get partitionTime(): number {
    return this.#partitionTime;
  }

  /** Of the next record to process; -1 where nothing is known of it. */
  get nextOffset(): number {
    return this.#size > 0 ? this.#offsets[this.#head]! : this.#endOffset;
  }

  /** Reading goes on from here. */
  begin(offset: number, partitionTime: number): void {
    this.#endOffset = offset;
    this.committedOffset = offset;
    this.#partitionTime = partitionTime;
    this.#addedTime = partitionTime;
  }

  /** What comes next has this offset or a later one. */
  skipTo(offset: number): void {
    this.#endOffset = Math.max(offset, this.#endOffset);
  }

  get size(): number {
    return this.#size;
  }

  /** Of the next record; only where there is one. */
  get headTimestamp(): number {
    return this.#timestamps[this.#head]!;
  }

  add({ key, value, offset, timestamp, headers }: RawRecord): void {
    const place = this.#reserve();
    const bounds = this.#bounds;
    const at = place * PARTS;
    this.#keyBytes[place] = key === null ? NO_BYTES : asBuffer(key);
    this.#valueBytes[place] = value === null ? NO_BYTES : asBuffer(value);
    bounds[at + KEY_START] = key === null ? -1 : 0;
    bounds[at + KEY_END] = key === null ? 0 : key.length;
    bounds[at + VALUE_START] = value === null ? -1 : 0;
    bounds[at + VALUE_END] = value === null ? 0 : value.length;
    this.#headers[place] = headers;
    this.#added(place, offset, timestamp);
  }

  /** A record by its place, which is the caller's again afterwards; its bytes are not. */
  addAt(record: PlacedRecord): void {
    const place = this.#reserve();
    const bounds = this.#bounds;
    const at = place * PARTS;
    this.#keyBytes[place] = record.bytes;
    this.#valueBytes[place] = record.bytes;
    bounds[at + KEY_START] = record.keyStart;
    bounds[at + KEY_END] = record.keyEnd;
    bounds[at + VALUE_START] = record.valueStart;
    bounds[at + VALUE_END] = record.valueEnd;
    this.#headers[place] = record.headers;
    this.#added(place, record.offset, record.timestamp);
  }

  /** Takes the next record, into the task's context. What is in it is read by `readKey`, `readValue` and then `countTaken`. */
  take(record: RecordContext): void {
    const place = this.#head;
    const at = place * PARTS;
    const bounds = this.#bounds;
    const timestamp = this.#timestamps[place]!;
    record.topic = this.topic;
    record.partition = this.#partition;
    record.offset = this.#offsets[place]!;
    record.timestamp = timestamp;
    record.headers = this.#headers[place]!;
    record.keyAt(this.#keyBytes[place]!, bounds[at + KEY_START]!, bounds[at + KEY_END]!);
    record.valueAt(this.#valueBytes[place]!, bounds[at + VALUE_START]!, bounds[at + VALUE_END]!);
    if (timestamp > this.#partitionTime) this.#partitionTime = timestamp;
    this.#head = (place + 1) & (this.#capacity - 1);
    this.#size--;
    // What was fetched is not kept alive by places that wait to be filled again.
    this.#keyBytes[place] = NO_BYTES;
    this.#valueBytes[place] = NO_BYTES;
    if (this.#deserialized === null) return;
    this.#taken = this.#deserialized[place]!;
    this.#deserialized[place] = null;
  }

  /** The key of the record that was taken. Throws what its serde, or its source's extractor, threw. */
  readKey(record: RecordContext): unknown {
    if (this.#taken !== null) {
      if (this.#taken.failure !== null) throw this.#taken.failure.thrown;
      return this.#taken.key;
    }
    const { keySerde } = this.#plan;
    return (this.#needsKeys ?? this.#findKeyReaders())
      ? record.readKey(keySerde, this.topic)
      : record.leaveKey(keySerde);
  }

  /** Its value, behind its key. */
  readValue(record: RecordContext): unknown {
    if (this.#taken !== null) return this.#taken.value;
    if (this.#readsValues ?? this.#findReaders()) return record.readValue(this.#plan.valueSerde, this.topic);
    return record.hasValue ? UNREAD : null;
  }

  /** It could be read. */
  countTaken(record: RecordContext): void {
    this.consumed.total++;
    this.bytesConsumed += this.#placeBytes + record.sourceBytes;
    if (record.headers.length > 0) this.bytesConsumed += headerBytes(record.headers);
  }

  /** Keys are left as they are where reading them cannot fail and nobody would notice, and read where somebody asks after all. */
  #findKeyReaders(): boolean {
    const { keySerde } = this.#plan;
    this.#needsKeys = keySerde.readsAnyBytes !== true || this.source.needsKeys(keySerde);
    return this.#needsKeys;
  }

  /** Values are left as they are where reading them cannot fail and nobody would notice. */
  #findReaders(): boolean {
    const isReadable = this.#plan.valueSerde.readsAnyBytes === true;
    this.#readsValues = !isReadable || this.source.children.some((child) => child.readsValues);
    return this.#readsValues;
  }

  /** The place behind the last one. */
  #reserve(): number {
    if (this.#size === this.#capacity) this.#grow();
    return (this.#head + this.#size) & (this.#capacity - 1);
  }

  /** What is in the place is a record of the queue, unless its time keeps it out. */
  #added(place: number, offset: number, recordTimestamp: number): void {
    this.skipTo(offset + 1);
    this.#offsets[place] = offset;
    const timestamp = this.#deserialized === null ? recordTimestamp : this.#extract(place, recordTimestamp);
    this.#timestamps[place] = timestamp;
    if (timestamp < 0) {
      this.#onDropped('negative timestamp');
      return;
    }
    if (timestamp > this.#addedTime) this.#addedTime = timestamp;
    this.#size++;
  }

  #extract(place: number, recordTimestamp: number): number {
    const { keySerde, valueSerde, timestampExtractor } = this.#plan;
    try {
      const key = this.#part(place, KEY_START, keySerde);
      const value = this.#part(place, VALUE_START, valueSerde);
      this.#deserialized![place] = { key, value, failure: null };
      return timestampExtractor!({ key, value, timestamp: recordTimestamp }, this.#addedTime);
    } catch (thrown) {
      this.#deserialized![place] = { key: null, value: null, failure: { thrown } };
      return Math.max(0, this.#addedTime);
    }
  }

  #part(place: number, start: typeof KEY_START | typeof VALUE_START, serde: PlanSerde): unknown {
    const from = this.#bounds[place * PARTS + start]!;
    if (from < 0) return null;
    const bytes = (start === KEY_START ? this.#keyBytes : this.#valueBytes)[place]!;
    return serde.deserialize(this.topic, bytes.subarray(from, this.#bounds[place * PARTS + start + 1]));
  }

  #grow(): void {
    const from = this.#head;
    this.#keyBytes = turned(this.#keyBytes, from, NO_BYTES);
    this.#valueBytes = turned(this.#valueBytes, from, NO_BYTES);
    this.#headers = turned(this.#headers, from, NO_HEADERS);
    if (this.#deserialized !== null) this.#deserialized = turned(this.#deserialized, from, null);
    this.#offsets = turnedNumbers(this.#offsets, from, new Float64Array(this.#capacity * 2));
    this.#timestamps = turnedNumbers(this.#timestamps, from, new Float64Array(this.#capacity * 2));
    this.#bounds = turnedNumbers(this.#bounds, from * PARTS, new Int32Array(this.#capacity * 2 * PARTS));
    this.#head = 0;
    this.#capacity *= 2;
  }
}

function filled<T>(length: number, one: T): T[] {
  return Array.from<T>({ length }).fill(one);
}

/** A full ring from its first place on, in a list of twice the length. */
function turned<T>(ring: readonly T[], from: number, empty: T): T[] {
  return [...ring.slice(from), ...ring.slice(0, from), ...filled(ring.length, empty)];
}

function turnedNumbers<T extends Float64Array | Int32Array>(ring: T, from: number, into: T): T {
  into.set(ring.subarray(from));
  into.set(ring.subarray(0, from), ring.length - from);
  return into;
}
