/**
 * Records of an outer join that have no partner yet (Kafka's shared outer-join store): by timestamp, then the right side
 * before the left, then by key; under each any number of values.
 *
 * In the changelog a key is `timestamp (8), side (1; 1 is left), key`, and a value the whole list of them in the form of
 * Kafka's ListSerializer: a byte 1, how many, and each with its length, itself a byte for the side and the value.
 */
import { KafkaError } from '#kernel';
import { MemoryStore } from './memory-store.ts';
import { OrderedTexts } from './ordered-texts.ts';
import type { StoreSerdes } from './store-serdes.ts';

export interface WaitingRecords {
  readonly timestamp: number;
  readonly isLeft: boolean;
  readonly key: unknown;
  readonly values: readonly unknown[];
}

export interface WaitingRecordsOptions {
  readonly left: StoreSerdes<unknown, unknown>;
  readonly right: StoreSerdes<unknown, unknown>;
  readonly isPersistent?: boolean;
}

const PREFIX_BYTES = 9;
const VARIABLE_SIZE = 1;

export class WaitingRecordsStore extends MemoryStore {
  readonly #left: StoreSerdes<unknown, unknown>;
  readonly #right: StoreSerdes<unknown, unknown>;
  readonly #waiting = new Map<string, WaitingRecords>();
  /** Keys of `#waiting` in their order. */
  #order = new OrderedTexts([]);

  constructor(name: string, { left, right, isPersistent }: WaitingRecordsOptions) {
    super(name, isPersistent);
    this.#left = left;
    this.#right = right;
  }

  /** How many keys and times there are. */
  get approximateSize(): number {
    return this.#waiting.size;
  }

  add({ timestamp, isLeft, key, value }: { timestamp: number; isLeft: boolean; key: unknown; value: unknown }): void {
    const bytes = this.#keyBytes({ timestamp, isLeft, key });
    const text = bytes.toString('latin1');
    const values = [...(this.#waiting.get(text)?.values ?? []), value];
    this.#set(text, { timestamp, isLeft, key, values });
    this.#log(bytes, this.#listBytes(isLeft, values), timestamp);
  }

  /** Nothing of this key and time waits any longer, as of `now`; false where nothing did. */
  remove(place: Pick<WaitingRecords, 'timestamp' | 'isLeft' | 'key'>, now: number): boolean {
    const bytes = this.#keyBytes(place);
    if (!this.#delete(bytes.toString('latin1'))) return false;
    this.#log(bytes, null, now);
    return true;
  }

  /** In order, of those that wait now; what is removed meanwhile is not given. */
  *all(): IterableIterator<WaitingRecords> {
    for (const text of this.#order.between('', null)) {
      const waiting = this.#waiting.get(text);
      if (waiting !== undefined) yield waiting;
    }
  }

  protected override load(bytes: Uint8Array, value: Uint8Array | null): void {
    const buffer = Buffer.from(bytes);
    const text = buffer.toString('latin1');
    if (value === null) {
      this.#delete(text);
      return;
    }
    const isLeft = buffer[PREFIX_BYTES - 1] === 1;
    const serdes = isLeft ? this.#left : this.#right;
    const timestamp = Number(buffer.readBigInt64BE(0));
    const values = listEntries(Buffer.from(value)).map((entry) => serdes.value(entry));
    this.#set(text, { timestamp, isLeft, key: serdes.key(buffer.subarray(PREFIX_BYTES)), values });
  }

  protected override forget(): void {
    this.#waiting.clear();
    this.#order = new OrderedTexts([]);
  }

  #keyBytes({ timestamp, isLeft, key }: Pick<WaitingRecords, 'timestamp' | 'isLeft' | 'key'>): Buffer {
    const keyBytes = this.#left.keyBytes(key);
    const bytes = Buffer.alloc(PREFIX_BYTES + keyBytes.length);
    bytes.writeBigInt64BE(BigInt(timestamp));
    bytes[PREFIX_BYTES - 1] = isLeft ? 1 : 0;
    bytes.set(keyBytes, PREFIX_BYTES);
    return bytes;
  }

  #listBytes(isLeft: boolean, values: readonly unknown[]): Buffer {
    const serdes = isLeft ? this.#left : this.#right;
    const parts: Buffer[] = [Buffer.from([VARIABLE_SIZE]), int32(values.length)];
    for (const value of values) {
      const bytes = serdes.valueBytes(value) ?? Buffer.alloc(0);
      parts.push(int32(bytes.length + 1), Buffer.from([isLeft ? 1 : 0]), bytes);
    }
    return Buffer.concat(parts);
  }

  #log(key: Buffer, value: Buffer | null, timestamp: number): void {
    this.context?.changelog?.write(key, value, timestamp);
  }

  #set(text: string, waiting: WaitingRecords): void {
    if (!this.#waiting.has(text)) this.#order.add(text);
    this.#waiting.set(text, waiting);
  }

  #delete(text: string): boolean {
    if (!this.#waiting.delete(text)) return false;
    this.#order.delete(text);
    return true;
  }
}

/** The values, without the byte for their side. */
function listEntries(bytes: Buffer): Buffer[] {
  if (bytes[0] !== VARIABLE_SIZE)
    throw new KafkaError('CORRUPT_CHANGELOG', `A list of waiting records is of the unknown form ${bytes[0]}`);
  const entries: Buffer[] = [];
  let at = 5;
  for (let left = bytes.readInt32BE(1); left > 0; left--) {
    const length = bytes.readInt32BE(at);
    entries.push(bytes.subarray(at + 5, at + 4 + length));
    at += 4 + length;
  }
  return entries;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
