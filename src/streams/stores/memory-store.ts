/**
 * What stores in memory have in common: nothing of them outlives the task, and the changelog brings all of it back. One that
 * is to be kept all the same has a journal on the disk, the latest record of each key of its changelog, and reads it when it
 * opens: for buffers, which are in memory anyway and want no look-ups on the disk.
 */
import type { RecordHeader } from '../runtime/record-context.ts';
import { Journal } from './disk/journal.ts';
import type { StateStore, StoreContext } from './state-store.ts';

export abstract class MemoryStore implements StateStore {
  readonly name: string;
  readonly isPersistent: boolean;
  protected context: StoreContext | null = null;
  #journal: Journal | null = null;
  #changelogOffset: number | null = null;

  constructor(name: string, isPersistent: boolean = false) {
    this.name = name;
    this.isPersistent = isPersistent;
  }

  /** Also without a journal, as the store may outlive its task's turn to run: a standby goes on from there. */
  get changelogOffset(): number | null {
    return this.#journal === null ? this.#changelogOffset : this.#journal.changelogOffset;
  }

  /** Of what is not on the disk yet, about. */
  get uncommittedBytes(): number {
    return this.#journal?.uncommittedBytes ?? 0;
  }

  open(context: StoreContext): void {
    this.context = context;
    if (!this.isPersistent || context.directory === null) return;
    const journal = new Journal(this.name);
    journal.open(context);
    for (const { key, value, timestamp } of journal.records()) this.load(key, value, timestamp);
    this.#journal = journal;
    this.context = { ...context, changelog: journal.before(context.changelog) };
  }

  restore(key: Uint8Array, value: Uint8Array | null, timestamp: number, _headers: readonly RecordHeader[]): void {
    this.#journal?.restore(key, value, timestamp);
    this.load(key, value, timestamp);
  }

  flush(): void {
    // There is nothing that is held back.
  }

  commit(changelogOffset: number | null): void {
    this.#changelogOffset = changelogOffset;
    this.#journal?.commit(changelogOffset);
  }

  clear(): void {
    this.#journal?.clear();
    this.#changelogOffset = null;
    this.forget();
  }

  close(): void {
    this.forget();
    this.#changelogOffset = null;
    this.#journal?.close();
    this.#journal = null;
    this.context = null;
  }

  /** It is as when it was made. */
  protected abstract forget(): void;

  /** One record of the changelog. */
  protected abstract load(key: Uint8Array, value: Uint8Array | null, timestamp: number): void;
}
