/** The latest record of each key of a changelog, on the disk: `timestamp (8), value` under the bytes of the key. */
import type { RecordHeader } from '../../runtime/record-context.ts';
import type { Changelog } from '../state-store.ts';
import { latin1 } from '../store-serdes.ts';
import { DiskRows } from './disk-rows.ts';
import { PersistentStore } from './persistent-store.ts';
import { TIMESTAMP_BYTES, timestamped, timestampOf } from './timestamped-bytes.ts';

export class Journal extends PersistentStore {
  protected readonly kind = 'journal';
  #rows: DiskRows = new DiskRows('', '', null);

  *records(): IterableIterator<{ key: Buffer; value: Buffer; timestamp: number }> {
    for (const [text, { bytes }] of this.#rows.between('', null)) {
      const value = bytes.subarray(TIMESTAMP_BYTES);
      yield { key: Buffer.from(text, 'latin1'), value, timestamp: timestampOf(bytes) };
    }
  }

  /** A changelog that is written down here before it goes on. */
  before(changelog: Changelog | null): Changelog {
    return {
      write: (key, value, timestamp, headers?: readonly RecordHeader[]) => {
        this.restore(bytesOf(key), value === null ? null : bytesOf(value), timestamp);
        changelog?.write(key, value, timestamp, headers);
      },
    };
  }

  restore(key: Uint8Array, value: Uint8Array | null, timestamp: number): void {
    this.#rows.set(latin1(key), value === null ? null : { bytes: timestamped(value, timestamp), value: undefined });
  }

  protected override openRows(open: (suffix: string) => DiskRows): DiskRows[] {
    this.#rows = open('');
    return [this.#rows];
  }
}

function bytesOf(data: Uint8Array | string): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data) : data;
}
