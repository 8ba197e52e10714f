/** What a process that is killed puts into stores of a task's directory: the change of each number, the same in each life. */
import { string } from '#serde';
import { openStore } from '../open-store.testing.ts';
import { StoreSerdes } from '../store-serdes.ts';
import { PersistentKeyValueStore } from './persistent-key-value-store.ts';
import { PersistentWindowStore } from './persistent-window-store.ts';

const KEYS = 50;
const TICK_MS = 10;
const WINDOW_MS = 100;
const RETENTION_MS = 1000;
/** So large that nearly every commit is worth a transaction. */
const PADDING = '.'.repeat(48 * 1024);

const serdes = (): StoreSerdes<string, string> => new StoreSerdes('changelog', string(), string());

export class KilledStores {
  readonly rows: PersistentKeyValueStore<string, string>;
  readonly windows: PersistentWindowStore<string, string>;

  constructor(directory: string | null) {
    this.rows = openStore(new PersistentKeyValueStore('rows', serdes()), directory).store;
    const options = { name: 'windows', serdes: serdes(), retentionMs: RETENTION_MS, windowSizeMs: WINDOW_MS };
    this.windows = openStore(new PersistentWindowStore(options), directory).store;
  }

  putRow(number: number): void {
    this.rows.put(keyOf(number), number % 5 === 0 ? null : `row ${number}${PADDING}`, number * TICK_MS);
  }

  putWindow(number: number): void {
    const timestamp = number * TICK_MS;
    const windowStart = timestamp - (timestamp % WINDOW_MS);
    this.windows.put(keyOf(number), number % 7 === 0 ? null : `window ${number}${PADDING}`, { windowStart, timestamp });
  }

  close(): void {
    this.rows.close();
    this.windows.close();
  }
}

/** The number of the next change of a store that has kept those up to this one. */
export function nextAfter(kept: number | null): number {
  return (kept ?? -1) + 1;
}

function keyOf(number: number): string {
  return `k${(number * 31) % KEYS}`;
}
