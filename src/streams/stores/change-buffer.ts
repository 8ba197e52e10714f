/**
 * Changes that wait until their time has come (Kafka's InMemoryTimeOrderedKeyValueChangeBuffer): of each key the latest, at
 * the place in time where the first of them stood, with where it came from and what was there before all of them. Its
 * changelog has Kafka's format of version 3, told by the header `v`.
 */
import type { RecordOrigin } from '../runtime/record-context.ts';
import { decodeBufferedChange, encodeBufferedChange } from './buffered-change.ts';
import { timeOf, timeText } from './time-text.ts';
import { MemoryStore } from './memory-store.ts';
import { OrderedTexts } from './ordered-texts.ts';
import type { StoreSerdes } from './store-serdes.ts';

export interface BufferedChange<V> {
  /** When it is due. */
  readonly time: number;
  readonly newValue: V | null;
  readonly oldValue: V | null;
  /** What the key had before the first change that waits. */
  readonly priorValue: V | null;
  readonly origin: RecordOrigin;
  readonly bytes: number;
}

/** With the key as its bytes tell it: the end of a window of time follows from its start. */
export interface DueChange<K, V> extends BufferedChange<V> {
  readonly key: K;
}

const VERSION_HEADER = [{ key: 'v', value: Buffer.from([3]) }];
/** Kafka's account of what a record takes besides its key and values: its time, timestamp, offset and partition. */
const RECORD_BYTES = 28;
const TIME_LENGTH = 8;

export class ChangeBuffer<K, V> extends MemoryStore {
  readonly #serdes: StoreSerdes<K, V>;
  readonly #byKey = new Map<string, BufferedChange<V>>();
  /** `time (8), key`. */
  #order = new OrderedTexts([]);
  readonly #dirty = new Set<string>();
  #bytes = 0;
  #onChange: (() => void) | null = null;

  constructor(name: string, serdes: StoreSerdes<K, V>) {
    super(name);
    this.#serdes = serdes;
  }

  get records(): number {
    return this.#byKey.size;
  }

  /** Of keys and values, about. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The earliest time that anything is due at; infinite where nothing waits. */
  get minTime(): number {
    const { first } = this.#order;
    return first === undefined ? Infinity : timeOf(first, 0);
  }

  /** From now on it is told when a change has come or gone. */
  onChange(changed: () => void): void {
    this.#onChange = changed;
  }

  /** The key as text, equal where its bytes are. */
  keyText(key: K): string {
    return this.#serdes.keyText(key);
  }

  /** Undefined where no change of the key waits. */
  get(key: K): BufferedChange<V> | undefined {
    return this.#byKey.get(this.#serdes.keyText(key));
  }

  put(key: K, change: Pick<BufferedChange<V>, 'time' | 'newValue' | 'oldValue' | 'origin'>): void {
    const text = this.#serdes.keyText(key);
    const waiting = this.#byKey.get(text);
    const priorValue = waiting === undefined ? change.oldValue : waiting.priorValue;
    this.#set(text, {
      ...change,
      time: waiting?.time ?? change.time,
      priorValue,
      bytes: this.#sizeOf(text, { ...change, priorValue }),
    });
    this.#dirty.add(text);
    this.#onChange?.();
  }

  /** Takes out what is due first. */
  take(): DueChange<K, V> | undefined {
    const { first } = this.#order;
    if (first === undefined) return undefined;
    const text = first.slice(TIME_LENGTH);
    const change = this.#byKey.get(text)!;
    this.#delete(text, change);
    this.#dirty.add(text);
    this.#onChange?.();
    return { ...change, key: this.#serdes.key(Buffer.from(text, 'latin1')) };
  }

  override flush(): void {
    const changelog = this.context?.changelog;
    for (const text of changelog === null || changelog === undefined ? [] : this.#dirty) {
      const change = this.#byKey.get(text);
      const key = Buffer.from(text, 'latin1');
      if (change === undefined) changelog!.write(key, null, this.context!.timestamp());
      else changelog!.write(key, encodeBufferedChange(change, this.#serdes), change.origin.timestamp, VERSION_HEADER);
    }
    this.#dirty.clear();
  }

  protected override load(key: Uint8Array, value: Uint8Array | null): void {
    const text = Buffer.from(key).toString('latin1');
    const waiting = this.#byKey.get(text);
    if (value === null) {
      if (waiting !== undefined) this.#delete(text, waiting);
      return;
    }
    const change = decodeBufferedChange(Buffer.from(value), this.#serdes);
    this.#set(text, { ...change, bytes: this.#sizeOf(text, change) });
  }

  protected override forget(): void {
    this.#byKey.clear();
    this.#order = new OrderedTexts([]);
    this.#dirty.clear();
    this.#bytes = 0;
  }

  #set(text: string, change: BufferedChange<V>): void {
    const waiting = this.#byKey.get(text);
    this.#byKey.set(text, change);
    this.#bytes += change.bytes - (waiting?.bytes ?? 0);
    if (waiting === undefined) this.#order.add(timeText(change.time) + text);
  }

  #delete(text: string, { time, bytes }: BufferedChange<V>): void {
    this.#byKey.delete(text);
    this.#order.delete(timeText(time) + text);
    this.#bytes -= bytes;
  }

  /** Kafka's account: the old value counts where it is not the one before all waiting changes, and so do the headers. */
  #sizeOf(text: string, change: Omit<BufferedChange<V>, 'time' | 'bytes'>): number {
    const { topic, headers } = change.origin;
    const prior = this.#serdes.valueBytes(change.priorValue);
    const old = this.#serdes.valueBytes(change.oldValue);
    const isSame = prior !== null && old !== null && prior.equals(old);
    let size = RECORD_BYTES + text.length + (topic?.length ?? 0) + (prior?.length ?? 0);
    size += (isSame ? 0 : (old?.length ?? 0)) + (this.#serdes.valueBytes(change.newValue)?.length ?? 0);
    for (const { key, value } of headers) size += key.length + (value?.length ?? 0);
    return size;
  }
}
