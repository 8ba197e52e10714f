/**
 * What stores on the disk have in common: their rows, and beside them up to where in the changelog they go and what time the
 * store has seen, all written in one transaction. Not every commit writes: what is committed may stay in memory until it is
 * worth a transaction, as a crash costs no more than reading the changelog from where the disk has come to.
 *
 * Invariant: what is written was committed; where anything has changed since the last commit, nothing is written.
 */
import { KafkaError } from '#kernel';
import type { StateStore, StoreContext } from '../state-store.ts';
import { DiskRows } from './disk-rows.ts';
import { StoreEnvironment } from './store-environment.ts';

const OFFSET_AT = 0;
const TIME_AT = 8;
const SEQUENCE_AT = 16;
const KIND_AT = 20;
/** So much stays in memory at most, and so many records as its environment says. */
const MAX_UNWRITTEN_BYTES = 1024 * 1024;
/** Of a changelog that has no record yet. */
const NO_OFFSET = -1n;
const WITH_HEADERS = ' with headers';

/** How the rows of a store are, and what there is of them elsewhere. */
export interface RowFormat {
  /** Values have headers before them; false where absent. */
  readonly withHeaders?: boolean;
  /** All rows come back from a changelog where they are not on the disk; true where absent. */
  readonly isLogged?: boolean;
}

export abstract class PersistentStore implements StateStore {
  readonly name: string;
  readonly isPersistent: boolean = true;
  /** What its rows are like, in a word: rows of another kind are not taken for its own. */
  protected abstract readonly kind: string;
  protected context: StoreContext | null = null;
  /** Of the store; moves with what is put into it. */
  protected observedTime = -1;
  /** Of rows that are kept under one key and time. */
  protected sequence = 0;
  #environment: StoreEnvironment | null = null;
  #changelogOffset: number | null = null;
  /** As on the disk. */
  #writtenOffset: number | null = null;
  /** Of what is committed and not written. */
  #unwrittenBytes = 0;
  #databases: DiskRows[] = [];

  readonly #format: RowFormat;

  constructor(name: string, format: RowFormat = {}) {
    this.name = name;
    this.#format = format;
  }

  get changelogOffset(): number | null {
    return this.#changelogOffset;
  }

  /** Of what was changed since the last commit, about; 0 where nothing is kept on the disk. */
  get uncommittedBytes(): number {
    if (this.#environment === null) return 0;
    return Math.max(0, this.#changedBytes - this.#unwrittenBytes);
  }

  get #changedBytes(): number {
    let bytes = 0;
    for (const rows of this.#databases) bytes += rows.changedBytes;
    return bytes;
  }

  open(context: StoreContext): void {
    this.context = context;
    const { directory } = context;
    this.#environment = directory === null ? null : StoreEnvironment.take(directory, this.name);
    this.#databases = this.openRows((suffix) => new DiskRows(this.name + suffix, this.name, this.#environment));
    const about = this.#environment?.about(`store ${this.name}`);
    if (about === undefined) return;
    if (!this.#isOfKind(about.toString('latin1', KIND_AT))) return;
    const offset = about.readBigInt64BE(OFFSET_AT);
    this.#changelogOffset = offset === NO_OFFSET ? null : Number(offset);
    this.#writtenOffset = this.#changelogOffset;
    this.observedTime = Number(about.readBigInt64BE(TIME_AT));
    this.sequence = about.readInt32BE(SEQUENCE_AT);
  }

  abstract restore(key: Uint8Array, value: Uint8Array | null, timestamp: number): void;

  flush(): void {
    // What is not on the disk yet is in the changelog already.
  }

  commit(changelogOffset: number | null): void {
    this.expire();
    this.#changelogOffset = changelogOffset;
    if (this.#environment === null) return;
    for (const rows of this.#databases) rows.hasUncommitted = false;
    const unread = changelogOffset === null ? Infinity : changelogOffset - (this.#writtenOffset ?? -1);
    const bytes = this.#changedBytes;
    if (unread >= this.#environment.mostUnwrittenRecords || bytes >= MAX_UNWRITTEN_BYTES)
      this.#write(this.#environment);
    else this.#unwrittenBytes = bytes;
  }

  clear(): void {
    const environment = this.#environment;
    environment?.transaction(this.name, () => {
      for (const rows of this.#databases) rows.clear();
      environment.setAbout(`store ${this.name}`, null);
    });
    for (const rows of this.#databases) rows.close();
    this.#forget();
  }

  close(): void {
    try {
      if (this.#environment !== null && this.#isWorthWriting) this.#write(this.#environment);
    } finally {
      for (const rows of this.#databases) rows.close();
      this.#environment?.release();
      this.#environment = null;
      this.#forget();
      this.context = null;
    }
  }

  /** Whether all that has changed is committed, and not on the disk yet. */
  get #isWorthWriting(): boolean {
    if (this.#changelogOffset === this.#writtenOffset) return false;
    return !this.#databases.some(({ hasUncommitted }) => hasUncommitted);
  }

  #write(environment: StoreEnvironment): void {
    const offset = this.#changelogOffset;
    const kind = this.#kindOfRows;
    const about = Buffer.alloc(KIND_AT + kind.length);
    about.writeBigInt64BE(offset === null ? NO_OFFSET : BigInt(offset), OFFSET_AT);
    about.writeBigInt64BE(BigInt(this.observedTime), TIME_AT);
    about.writeInt32BE(this.sequence, SEQUENCE_AT);
    about.write(kind, KIND_AT, 'latin1');
    environment.transaction(this.name, () => {
      for (const rows of this.#databases) rows.write();
      environment.setAbout(`store ${this.name}`, about);
    });
    for (const rows of this.#databases) rows.written();
    this.#writtenOffset = offset;
    this.#unwrittenBytes = 0;
  }

  /** The databases of the store, each by `open` with a suffix to its name. */
  protected abstract openRows(open: (suffix: string) => DiskRows): DiskRows[];

  /** Deletes what is too old, before it is written. */
  protected expire(): void {
    // Rows by key stay.
  }

  get #kindOfRows(): string {
    return this.#format.withHeaders === true ? this.kind + WITH_HEADERS : this.kind;
  }

  /** Rows that have headers now, or have none any more, are forgotten where they all come back from the changelog. */
  #isOfKind(kind: string): boolean {
    const wanted = this.#kindOfRows;
    if (kind === wanted) return true;
    const isOtherFormat = kind === this.kind || kind === this.kind + WITH_HEADERS;
    if (isOtherFormat && this.#format.isLogged !== false) {
      this.clear();
      return false;
    }
    const { directory } = this.context!;
    this.close();
    const remedy = isOtherFormat
      ? 'give it another name, or remove the directory, with which its rows are lost, since it has no changelog'
      : 'give it another name, or reset the application, its changelog too, and remove the directory';
    throw new KafkaError(
      'STATE_STORE_FAILED',
      `The store ${this.name} was of the kind '${kind}' when ${directory} was written, and is '${wanted}' now: ${remedy}`,
    );
  }

  #forget(): void {
    this.#changelogOffset = null;
    this.#writtenOffset = null;
    this.#unwrittenBytes = 0;
    this.observedTime = -1;
    this.sequence = 0;
  }
}
