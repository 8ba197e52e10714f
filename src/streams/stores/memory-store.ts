/** What stores in memory have in common: nothing of them outlives the task, and the changelog brings all of it back. */
import type { StateStore, StoreContext } from './state-store.ts';

export abstract class MemoryStore implements StateStore {
  readonly name: string;
  readonly isPersistent: boolean = false;
  readonly changelogOffset: number | null = null;
  protected context: StoreContext | null = null;

  constructor(name: string) {
    this.name = name;
  }

  open(context: StoreContext): void {
    this.context = context;
  }

  abstract restore(key: Uint8Array, value: Uint8Array | null, timestamp: number): void;

  flush(): void {
    // There is nothing that is held back.
  }

  commit(): void {
    // There is nothing that could be kept.
  }

  close(): void {
    this.context = null;
  }
}
