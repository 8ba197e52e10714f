/** For tests of stores: one that is open over a changelog which is a list. */
import type { RecordHeader } from '../runtime/record-context.ts';
import type { StateStore } from './state-store.ts';

export interface Written {
  readonly key: Buffer;
  readonly value: Buffer | null;
  readonly timestamp: number;
  /** Absent where a store writes none. */
  readonly headers?: readonly RecordHeader[];
}

export interface OpenStore<S> {
  readonly store: S;
  readonly written: Written[];
  readonly dropped: string[];
}

/** `headers`: of the record at hand, at any time. */
export function openStore<S extends StateStore>(
  store: S,
  directory: string | null = null,
  headers: readonly RecordHeader[] = [],
): OpenStore<S> {
  const written: Written[] = [];
  const dropped: string[] = [];
  store.open({
    taskId: '0_0',
    directory,
    timestamp: () => 5000,
    headers: () => headers,
    drop: (reason) => void dropped.push(reason),
    changelog: {
      write(key, value, timestamp, own) {
        const bytes = { key: Buffer.from(key), value: value === null ? null : Buffer.from(value) };
        written.push({ ...bytes, timestamp, ...(own === undefined ? {} : { headers: own }) });
      },
    },
  });
  return { store, written, dropped };
}

/** Another store made of what the first one wrote. */
export function restoreFrom<S extends StateStore>(store: S, written: readonly Written[]): S {
  for (const { key, value, timestamp, headers = [] } of written) store.restore(key, value, timestamp, headers);
  return store;
}
