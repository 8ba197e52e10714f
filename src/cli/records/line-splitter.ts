/**
 * Cuts a stream of bytes at a delimiter. Bytes stay bytes: a line may hold any. What comes after the last delimiter is
 * a line of its own where it is not empty.
 *
 * Invariant: a byte is looked at once, however the chunks fall, and no more is kept than one line, whose length is bound.
 */
import { KafkaError } from '#kernel';

/** The largest record that a broker can be configured to take is below 2 GiB; by default it is 1 MB. */
const MAX_LINE_BYTES = 256 * 1024 * 1024;

export class LineSplitter {
  readonly #delimiter: Buffer;
  readonly #takesCarriageReturn: boolean;
  /** What came since the last delimiter. */
  readonly #pending: Buffer[] = [];
  #pendingBytes = 0;

  /** With the delimiter `\n`, a `\r` before it belongs to the delimiter. */
  constructor(delimiter: string = '\n') {
    this.#delimiter = Buffer.from(delimiter);
    this.#takesCarriageReturn = delimiter === '\n';
  }

  /** The lines that end in this chunk: views of it, but for the first where it began in an earlier one. */
  push(chunk: Buffer): Buffer[] {
    const lines: Buffer[] = [];
    const bytes = this.#withTail(chunk);
    let start = 0;
    for (let end = bytes.indexOf(this.#delimiter); end >= 0; end = bytes.indexOf(this.#delimiter, start)) {
      lines.push(this.#line(bytes.subarray(start, end)));
      start = end + this.#delimiter.length;
    }
    this.#keep(bytes.subarray(start));
    return lines;
  }

  /** The last line, where it has no delimiter. */
  end(): Buffer[] {
    return this.#pendingBytes === 0 ? [] : [this.#line(Buffer.alloc(0))];
  }

  /** A delimiter of several bytes may straddle two chunks: the last bytes of the earlier one are looked at again. */
  #withTail(chunk: Buffer): Buffer {
    const overlap = Math.min(this.#delimiter.length - 1, this.#pendingBytes);
    if (overlap === 0) return chunk;
    let tail = Buffer.alloc(0);
    while (tail.length < overlap) tail = Buffer.concat([this.#pending.pop() ?? Buffer.alloc(0), tail]);
    this.#pendingBytes -= tail.length;
    this.#keep(tail.subarray(0, tail.length - overlap));
    return Buffer.concat([tail.subarray(tail.length - overlap), chunk]);
  }

  #line(end: Buffer): Buffer {
    const line = this.#pendingBytes === 0 ? end : Buffer.concat([...this.#pending, end]);
    this.#pending.length = 0;
    this.#pendingBytes = 0;
    return this.#takesCarriageReturn && line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    if (this.#pendingBytes > MAX_LINE_BYTES) {
      throw new KafkaError('RECORD_TOO_LARGE', `a line is longer than ${MAX_LINE_BYTES} bytes`);
    }
  }
}
