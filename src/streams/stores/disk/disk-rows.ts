/**
 * Rows of one store on the disk, by the text of their keys' bytes and in its order. What was changed since they were written
 * lies in memory in front of them: reads see it first, and a crash loses it, which is what the changelog is for.
 *
 * Invariant: the rows on the disk are those of the changelog up to the offset beside them, no more and no less.
 */
import { KafkaError } from '#kernel';
import { OrderedTexts } from '../ordered-texts.ts';
import { latin1 } from '../store-serdes.ts';
import { MAX_KEY_BYTES, type Rows, type StoreEnvironment } from './store-environment.ts';

/** A row in bytes, and what they mean where somebody has it at hand. */
export interface DiskRow {
  readonly bytes: Buffer;
  readonly value: unknown;
}

/** What a changed row takes besides its bytes, about. */
const OVERHEAD_BYTES = 100;

export class DiskRows {
  readonly #name: string;
  readonly #environment: StoreEnvironment | null;
  readonly #rows: Rows | null;
  /** Whether any has changed since whoever commits them set it to false. */
  hasUncommitted: boolean = false;
  /** Since the last `written`; null: deleted. */
  readonly #changed = new Map<string, DiskRow | null>();
  /** Of the keys of `#changed`; null until somebody reads a range. */
  #order: OrderedTexts | null = null;
  #changedBytes = 0;

  /** `environment`: null where nothing is kept, and all stays in memory. */
  constructor(name: string, store: string, environment: StoreEnvironment | null) {
    this.#name = name;
    this.#environment = environment;
    this.#rows = environment?.rows(name, store) ?? null;
  }

  /** Of what is not on the disk yet, about. */
  get changedBytes(): number {
    return this.#changedBytes;
  }

  /** How many there are; those that were changed are counted as new ones. */
  get approximateSize(): number {
    const stats = this.#rows?.getStats() as { readonly entryCount: number } | undefined;
    return (stats?.entryCount ?? 0) + this.#changed.size;
  }

  get(text: string): DiskRow | undefined {
    const changed = this.#changed.get(text);
    if (changed !== undefined) return changed ?? undefined;
    const bytes = this.#read(text);
    return bytes === undefined ? undefined : { bytes, value: undefined };
  }

  /** Null deletes. */
  set(text: string, row: DiskRow | null): void {
    if (text.length > MAX_KEY_BYTES && this.#rows !== null) throw keyTooLong(this.#name, text.length);
    this.hasUncommitted = true;
    const before = this.#changed.get(text);
    if (before === undefined) {
      this.#order?.add(text);
      this.#changedBytes += text.length + OVERHEAD_BYTES;
    }
    this.#changedBytes += (row?.bytes.length ?? 0) - (before?.bytes.length ?? 0);
    // Where nothing is on the disk there is nothing to be deleted there.
    if (row === null && this.#rows === null) {
      this.#changed.delete(text);
      this.#order?.delete(text);
      this.#changedBytes -= text.length + OVERHEAD_BYTES;
    } else this.#changed.set(text, row);
  }

  /** From one text to another, both included, as they are now; null is open. */
  *between(from: string, to: string | null): IterableIterator<readonly [string, DiskRow]> {
    this.#order ??= new OrderedTexts(this.#changed.keys());
    const changed = this.#order.between(from, to);
    const stored = this.#stored(from, to);
    try {
      let [next, other] = [changed.next(), stored.next()];
      while (next.done !== true || other.done !== true) {
        const isChanged = next.done !== true && (other.done === true || next.value <= other.value[0]);
        if (!isChanged) {
          if (!this.#changed.has(other.value[0])) yield other.value;
          other = stored.next();
          continue;
        }
        const row = this.#changed.get(next.value);
        const text: string = next.value;
        if (other.done !== true && other.value[0] === text) other = stored.next();
        next = changed.next();
        if (row !== null && row !== undefined) yield [text, row];
      }
    } finally {
      stored.return?.();
    }
  }

  /** Inside a transaction: all that has changed goes to the disk. */
  write(): void {
    const rows = this.#rows;
    if (rows === null) return;
    for (const [text, row] of this.#changed) {
      if (text === '') this.#environment!.setAbout(this.#emptyKey, row?.bytes ?? null);
      else if (row === null) rows.removeSync(Buffer.from(text, 'latin1'));
      else rows.putSync(Buffer.from(text, 'latin1'), row.bytes);
    }
  }

  /** Inside a transaction: nothing is left on the disk. */
  clear(): void {
    this.#rows?.clearSync();
    if (this.#rows !== null) this.#environment!.setAbout(this.#emptyKey, null);
  }

  /** The transaction is through. */
  written(): void {
    if (this.#rows === null) return;
    this.#changed.clear();
    this.#order = null;
    this.#changedBytes = 0;
  }

  /** Forgets what is in memory. */
  close(): void {
    this.#changed.clear();
    this.#order = null;
    this.#changedBytes = 0;
  }

  /** LMDB has no key without bytes. */
  get #emptyKey(): string {
    return `empty ${this.#name}`;
  }

  #read(text: string): Buffer | undefined {
    if (this.#rows === null) return undefined;
    return text === '' ? this.#environment!.about(this.#emptyKey) : this.#rows.getBinary(Buffer.from(text, 'latin1'));
  }

  *#stored(from: string, to: string | null): IterableIterator<readonly [string, DiskRow]> {
    if (this.#rows === null) return;
    if (from === '') {
      const bytes = this.#read('');
      if (bytes !== undefined) yield ['', { bytes, value: undefined }];
    }
    const range = {
      ...(from === '' ? {} : { start: Buffer.from(from, 'latin1') }),
      ...(to === null ? {} : { end: Buffer.from(`${to}\0`, 'latin1') }),
    };
    for (const { key, value: bytes } of this.#rows.getRange(range)) yield [latin1(key), { bytes, value: undefined }];
  }
}

function keyTooLong(store: string, length: number): KafkaError {
  return new KafkaError(
    'KEY_TOO_LONG',
    `The store ${store} cannot keep a key of ${length} bytes on the disk, where keys may have ${MAX_KEY_BYTES}: use shorter keys, or type: 'memory'`,
  );
}
