/** For tests of stores: one that is open over a changelog which is a list. */
import type { StateStore } from './state-store.ts';

export interface Written {
  readonly key: Buffer;
  readonly value: Buffer | null;
  readonly timestamp: number;
}

export interface OpenStore<S> {
  readonly store: S;
  readonly written: Written[];
  readonly dropped: string[];
}

export function openStore<S extends StateStore>(store: S, directory: string | null = null): OpenStore<S> {
  const written: Written[] = [];
  const dropped: string[] = [];
  store.open({
    taskId: '0_0',
    directory,
    timestamp: () => 5000,
    headers: () => [],
    drop: (reason) => void dropped.push(reason),
    changelog: {
      write(key, value, timestamp) {
        written.push({ key: Buffer.from(key), value: value === null ? null : Buffer.from(value), timestamp });
      },
    },
  });
  return { store, written, dropped };
}

/** Another store made of what the first one wrote. */
export function restoreFrom<S extends StateStore>(store: S, written: readonly Written[]): S {
  for (const { key, value, timestamp } of written) store.restore(key, value, timestamp, []);
  return store;
}
