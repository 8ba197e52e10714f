/**
 * One LMDB environment for each directory of a task, which its stores share: each has its rows there in a database of its
 * name, and what is to be known of them (the changelog's offset above all) in one that is for all. LMDB writes both in one
 * transaction or neither, and a process that is killed leaves the last whole transaction.
 *
 * LMDB is an optional package with a binary of its own; it is loaded when the first store is opened that needs it.
 */
import { createRequire } from 'node:module';
import { KafkaError } from '#kernel';

/** A database of an environment, in the order of its keys' bytes: what is used of LMDB's. */
export interface Rows {
  getBinary(key: Buffer): Buffer | undefined;
  /** From `start` on, without `end`. */
  getRange(range: {
    readonly start?: Buffer;
    readonly end?: Buffer;
  }): Iterable<{ readonly key: Buffer; readonly value: Buffer }>;
  putSync(key: Buffer, value: Buffer): unknown;
  removeSync(key: Buffer): unknown;
  clearSync(): unknown;
  /** LMDB's `entryCount` is in it. */
  getStats(): object;
}

/** The databases of one directory: LMDB's, or a model of it. */
export interface Databases {
  /** After how many records of a changelog a commit of its store is written; what is usual where absent. */
  readonly mostUnwrittenRecords?: number;
  openDB(options: { readonly name: string } & typeof BINARY): Rows;
  transactionSync(write: () => void): unknown;
  close(): Promise<void>;
}

/** Of LMDB, for pages of 4 KiB. */
export const MAX_KEY_BYTES = 1978;
const MAX_DATABASES = 4096;
/** So many records of the changelog are read again after a crash at most, as with Kafka's checkpoints. */
const MAX_UNWRITTEN_RECORDS = 10_000;
/** No store is called so: names of stores are names of topics. */
const ABOUT = '~about';
const BINARY = { encoding: 'binary', keyEncoding: 'binary' } as const;

const open = new Map<string, { readonly environment: StoreEnvironment; users: number }>();
/** Others than LMDB, each for the directories below one. */
const models = new Map<string, (directory: string) => Databases>();

/**
 * For simulated worlds: what lies below this directory is in such databases from now on, or (null) in LMDB's again. Whoever
 * had any of them open is gone, as with a process that was killed.
 */
export function useDatabases(below: string, model: ((directory: string) => Databases) | null): void {
  for (const directory of open.keys()) if (directory.startsWith(below)) open.delete(directory);
  if (model === null) models.delete(below);
  else models.set(below, model);
}

export class StoreEnvironment {
  readonly directory: string;
  /** A store that has so many records of its changelog in memory alone writes its next commit. */
  readonly mostUnwrittenRecords: number;
  readonly #root: Databases;
  readonly #about: Rows;

  private constructor(directory: string) {
    this.directory = directory;
    this.#root = databasesOf(directory);
    this.mostUnwrittenRecords = this.#root.mostUnwrittenRecords ?? MAX_UNWRITTEN_RECORDS;
    this.#about = this.#root.openDB({ name: ABOUT, ...BINARY });
  }

  /** Of a directory, which is made where it is not there. Who takes one gives it back by `release`. */
  static take(directory: string, store: string): StoreEnvironment {
    const known = open.get(directory);
    if (known !== undefined) {
      known.users++;
      return known.environment;
    }
    const environment = guarded({ directory, store, doing: 'open' }, () => new StoreEnvironment(directory));
    open.set(directory, { environment, users: 1 });
    return environment;
  }

  release(): void {
    const known = open.get(this.directory);
    if (known === undefined || --known.users > 0) return;
    open.delete(this.directory);
    // Nothing is left to be written by then: transactions are synchronous.
    this.#root.close().catch(() => undefined);
  }

  rows(name: string, store: string): Rows {
    return guarded({ directory: this.directory, store, doing: 'open' }, () => this.#root.openDB({ name, ...BINARY }));
  }

  about(key: string): Buffer | undefined {
    return this.#about.getBinary(Buffer.from(key));
  }

  /** Inside a transaction. */
  setAbout(key: string, bytes: Buffer | null): void {
    if (bytes === null) this.#about.removeSync(Buffer.from(key));
    else this.#about.putSync(Buffer.from(key), bytes);
  }

  /** All that `write` writes, or nothing. */
  transaction(store: string, write: () => void): void {
    guarded({ directory: this.directory, store, doing: 'write' }, () => {
      this.#root.transactionSync(write);
    });
  }
}

function databasesOf(directory: string): Databases {
  for (const [below, model] of models) if (directory.startsWith(below)) return model(directory);
  return lmdb().open<Buffer, Buffer>({ path: directory, noSubdir: false, maxDbs: MAX_DATABASES, ...BINARY });
}

function guarded<T>(at: { directory: string; store: string; doing: 'open' | 'write' }, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof KafkaError) throw error;
    const { directory, store, doing } = at;
    const reason = error instanceof Error ? error.message : String(error);
    // A full disk takes a part of what is written, which LMDB calls an input/output error.
    const remedy = /space|MAP_FULL|quota|input\/output/i.test(reason)
      ? 'make room on its disk, if that is full, and start again; nothing is lost, what was not kept comes back from the changelog'
      : 'see that it may be written and is of this machine; if it is damaged remove it, and all of it comes back from the changelog';
    throw new KafkaError(
      'STATE_STORE_FAILED',
      `The store ${store} cannot ${doing === 'open' ? 'open' : 'write to'} ${directory}: ${reason}; ${remedy}`,
      { cause: error },
    );
  }
}

function lmdb(): typeof import('lmdb') {
  try {
    return createRequire(import.meta.url)('lmdb') as typeof import('lmdb');
  } catch (error) {
    throw new KafkaError(
      'MISSING_PACKAGE',
      'Persistent stores need the package lmdb, which is optional and was not installed: npm install lmdb, or keep stores in memory',
      { cause: error },
    );
  }
}
