/**
 * Records of a stream that wait for their table to be complete (KIP-923, Kafka's RocksDBTimeOrderedKeyValueBuffer): by their
 * timestamps, then by the bytes of their keys, then as they came.
 *
 * In the changelog a key is `0 (1), timestamp (8), key, sequence (4)`, and a value that of a waiting change without old values.
 */
import type { RecordOrigin } from '../runtime/record-context.ts';
import { decodeBufferedChange, encodeBufferedChange } from './buffered-change.ts';
import { MemoryStore } from './memory-store.ts';
import { OrderedTexts } from './ordered-texts.ts';
import { latin1, type StoreSerdes } from './store-serdes.ts';

export interface BufferedRecord {
  readonly key: unknown;
  readonly value: unknown;
  readonly origin: RecordOrigin;
}

export interface JoinBufferOptions {
  readonly name: string;
  readonly serdes: StoreSerdes<unknown, unknown>;
  readonly graceMs: number;
  readonly isPersistent?: boolean;
}

const TIME_FIRST = 0;
const TIME_BYTES = 8;
const SEQUENCE_BYTES = 4;
const PREFIX_BYTES = 1 + TIME_BYTES;

export class JoinBuffer extends MemoryStore {
  readonly #serdes: StoreSerdes<unknown, unknown>;
  readonly #graceMs: number;
  readonly #records = new Map<string, BufferedRecord>();
  readonly #order = new OrderedTexts([]);
  #observedTime = -1;
  #sequence = 0;

  constructor({ name, serdes, graceMs, isPersistent = false }: JoinBufferOptions) {
    super(name, isPersistent);
    this.#serdes = serdes;
    this.#graceMs = graceMs;
  }

  get approximateSize(): number {
    return this.#records.size;
  }

  /** False where the record is too late to wait. */
  put(record: BufferedRecord): boolean {
    const { timestamp } = record.origin;
    if (timestamp < this.#observedTime - this.#graceMs) return false;
    this.#sequence = (this.#sequence + 1) & 0x7fffffff;
    this.#observedTime = Math.max(this.#observedTime, timestamp);
    const key = this.#keyBytes(record.key, timestamp);
    this.#set(latin1(key), record);
    const changelog = this.context?.changelog;
    if (changelog !== null && changelog !== undefined) {
      const { value: newValue, origin } = record;
      const change = { time: 0, newValue, oldValue: null, priorValue: null, origin, bytes: 0 };
      changelog.write(key, encodeBufferedChange(change, this.#serdes), timestamp);
    }
    return true;
  }

  /** Takes out what has waited long enough, in order. */
  *takeDue(): IterableIterator<BufferedRecord> {
    const due = Buffer.alloc(PREFIX_BYTES);
    due.writeBigInt64BE(BigInt(Math.max(0, this.#observedTime - this.#graceMs + 1)), 1);
    for (const text of this.#order.between('', latin1(due))) {
      const record = this.#records.get(text)!;
      this.#delete(text);
      this.context?.changelog?.write(Buffer.from(text, 'latin1'), null, this.context.timestamp());
      yield record;
    }
  }

  protected override load(key: Uint8Array, value: Uint8Array | null): void {
    const text = latin1(key);
    if (value === null) {
      this.#delete(text);
      return;
    }
    const { newValue, origin } = decodeBufferedChange(Buffer.from(value), this.#serdes);
    const buffer = Buffer.from(key);
    const end = buffer.length - SEQUENCE_BYTES;
    this.#sequence = Math.max(this.#sequence, buffer.readInt32BE(end));
    this.#observedTime = Math.max(this.#observedTime, origin.timestamp);
    this.#set(text, { key: this.#serdes.key(buffer.subarray(PREFIX_BYTES, end)), value: newValue, origin });
  }

  protected override forget(): void {
    for (const text of this.#records.keys()) this.#delete(text);
    this.#observedTime = -1;
    this.#sequence = 0;
  }

  #keyBytes(key: unknown, timestamp: number): Buffer {
    const keyBytes = this.#serdes.keyBytes(key);
    const bytes = Buffer.alloc(PREFIX_BYTES + keyBytes.length + SEQUENCE_BYTES);
    bytes[0] = TIME_FIRST;
    bytes.writeBigInt64BE(BigInt(timestamp), 1);
    bytes.set(keyBytes, PREFIX_BYTES);
    bytes.writeInt32BE(this.#sequence, bytes.length - SEQUENCE_BYTES);
    return bytes;
  }

  #set(text: string, record: BufferedRecord): void {
    if (!this.#records.has(text)) this.#order.add(text);
    this.#records.set(text, record);
  }

  #delete(text: string): void {
    if (this.#records.delete(text)) this.#order.delete(text);
  }
}
