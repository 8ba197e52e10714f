/**
 * What LMDB is to stores, in memory: it outlives the process that had it open. A transaction is on the medium wholly when it
 * returns, or not at all, which is what LMDB promises; real files and `kill -9` are the matter of stores/disk.
 */
import type { Databases, Rows } from '../stores/disk/store-environment.ts';

type Contents = Map<string, Buffer>;

/** All that an instance has on its disk, by directory and by database. */
export class SimulatedDatabases {
  readonly #directories = new Map<string, Map<string, Contents>>();

  /**
   * As one life of the process sees them. `dies` is asked before and after each transaction; once it has said so, nothing
   * that the process still does is written.
   */
  life(dies: () => boolean, mostUnwrittenRecords: number = 1): (directory: string) => Databases {
    let isDead = false;
    return (directory) => {
      const databases = this.#of(directory);
      return {
        mostUnwrittenRecords,
        openDB: ({ name }) => new SimulatedRows(contentsOf(databases, name)),
        transactionSync: (write) => {
          isDead ||= dies();
          if (isDead) return;
          writeWholly(databases, write);
          isDead = dies();
        },
        close: () => Promise.resolve(),
      };
    };
  }

  #of(directory: string): Map<string, Contents> {
    const known = this.#directories.get(directory) ?? new Map<string, Contents>();
    this.#directories.set(directory, known);
    return known;
  }
}

function contentsOf(databases: Map<string, Contents>, name: string): Contents {
  const known = databases.get(name) ?? new Map<string, Buffer>();
  databases.set(name, known);
  return known;
}

function writeWholly(databases: Map<string, Contents>, write: () => void): void {
  const before = [...databases.values()].map((contents) => ({ contents, rows: [...contents] }));
  try {
    write();
  } catch (error) {
    for (const { contents, rows } of before) {
      contents.clear();
      for (const [key, value] of rows) contents.set(key, value);
    }
    throw error;
  }
}

class SimulatedRows implements Rows {
  readonly #contents: Contents;

  constructor(contents: Contents) {
    this.#contents = contents;
  }

  getBinary(key: Buffer): Buffer | undefined {
    return this.#contents.get(key.toString('latin1'));
  }

  *getRange({
    start,
    end,
  }: {
    readonly start?: Buffer;
    readonly end?: Buffer;
  }): IterableIterator<{ key: Buffer; value: Buffer }> {
    const [from, to] = [start?.toString('latin1') ?? '', end?.toString('latin1')];
    const keys = [...this.#contents.keys()].filter((key) => key >= from && (to === undefined || key < to)).sort();
    for (const key of keys) yield { key: Buffer.from(key, 'latin1'), value: this.#contents.get(key)! };
  }

  putSync(key: Buffer, value: Buffer): void {
    this.#contents.set(key.toString('latin1'), Buffer.from(value));
  }

  removeSync(key: Buffer): void {
    this.#contents.delete(key.toString('latin1'));
  }

  clearSync(): void {
    this.#contents.clear();
  }

  getStats(): object {
    return { entryCount: this.#contents.size };
  }
}
