/**
 * Which message of its file a Protobuf payload is: the index among the messages at each level of nesting, as zigzag varints
 * with their count before them. The first message of a file, by far the most frequent, is the single byte 0; some writers
 * spell it out as `02 00`, which is read as well.
 */
import { SerdeError } from '../serde-error.ts';

/** Nesting deeper than this is damage. */
const MAX_DEPTH = 100;

export function encodeMessageIndexes(indexes: readonly number[]): Buffer {
  if (indexes.length === 1 && indexes[0] === 0) return Buffer.from([0]);
  const bytes: number[] = [];
  for (const number of [indexes.length, ...indexes]) {
    let zigzag = number * 2;
    for (; zigzag >= 0x80; zigzag = Math.floor(zigzag / 128)) bytes.push((zigzag & 0x7f) | 0x80);
    bytes.push(zigzag);
  }
  return Buffer.from(bytes);
}

/** The last one read, as a key for look-ups without an allocation: '' for the first message of the file. */
export class MessageIndexReader {
  indexes: readonly number[] = FIRST;
  /** Behind them. */
  end = 0;

  /** Throws CORRUPT_PAYLOAD. */
  read(bytes: Uint8Array, start: number): void {
    if (bytes[start] === 0) {
      this.indexes = FIRST;
      this.end = start + 1;
      return;
    }
    this.end = start;
    const count = this.#next(bytes);
    if (count < 1 || count > MAX_DEPTH) throw damaged(`${count} message indexes`);
    const indexes: number[] = [];
    for (let i = 0; i < count; i++) {
      const index = this.#next(bytes);
      if (index < 0) throw damaged(`a message index of ${index}`);
      indexes.push(index);
    }
    this.indexes = count === 1 && indexes[0] === 0 ? FIRST : indexes;
  }

  #next(bytes: Uint8Array): number {
    let zigzag = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = bytes[this.end++];
      if (byte === undefined) throw damaged('message indexes that are cut off');
      zigzag += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
    }
    throw damaged('a message index that is no varint');
  }
}

/** The one list that stands for the first message of a file. */
export const FIRST: readonly number[] = [0];

function damaged(what: string): SerdeError {
  return new SerdeError('CORRUPT_PAYLOAD', `The payload has ${what}`);
}
