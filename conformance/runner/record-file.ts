/**
 * The file in which records go to a driver and come back from it: one plain binary layout that every language reads and
 * writes in a few lines, so that what is compared is bytes and nothing in between interprets them. Big-endian throughout:
 *
 *   topic int16 · partition int32 · offset int64 · timestamp int64 · key · value · header count int32 · (name · value)…
 *
 * where a key, a value or a name is an int32 length, −1 for null, and that many bytes. `topic` counts the command's
 * topics; −1 stands for "not said" in a partition, an offset and a timestamp.
 */
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';

export interface Header {
  readonly name: Buffer;
  readonly value: Buffer | null;
}

export interface FileRecord {
  readonly topic: number;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly Header[];
}

const noHeaders: readonly Header[] = [];

/** Grows as records are put into it. */
export class RecordWriter {
  #buffer: Buffer = Buffer.allocUnsafe(1 << 20);
  #position = 0;

  put(record: FileRecord): void {
    this.#reserve(22);
    const buffer = this.#buffer;
    let at = buffer.writeInt16BE(record.topic, this.#position);
    at = buffer.writeInt32BE(record.partition, at);
    at = buffer.writeBigInt64BE(BigInt(record.offset), at);
    this.#position = buffer.writeBigInt64BE(BigInt(record.timestamp), at);
    this.#putBytes(record.key);
    this.#putBytes(record.value);
    this.#putInt32(record.headers.length);
    for (const { name, value } of record.headers) {
      this.#putBytes(name);
      this.#putBytes(value);
    }
  }

  /** The bytes put so far, as a view that the next `put` may invalidate; `clear` starts over. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#position);
  }

  clear(): void {
    this.#position = 0;
  }

  #putInt32(value: number): void {
    this.#reserve(4);
    this.#position = this.#buffer.writeInt32BE(value, this.#position);
  }

  #putBytes(bytes: Buffer | null): void {
    this.#putInt32(bytes === null ? -1 : bytes.length);
    if (bytes === null) return;
    this.#reserve(bytes.length);
    this.#position += bytes.copy(this.#buffer, this.#position);
  }

  #reserve(length: number): void {
    if (this.#position + length <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#position + length));
    this.#buffer.copy(larger, 0, 0, this.#position);
    this.#buffer = larger;
  }
}

/** A record file that grows; what was put is on its way to the disk, and so outlives this process, after `flush`. */
export class RecordFile {
  readonly #file: number;
  readonly #writer = new RecordWriter();
  count: number = 0;

  constructor(name: string) {
    this.#file = openSync(name, 'w');
  }

  put(record: FileRecord): void {
    this.#writer.put(record);
    this.count++;
    if (this.#writer.bytes.length > 1 << 20) this.flush();
  }

  flush(): void {
    writeSync(this.#file, this.#writer.bytes);
    this.#writer.clear();
  }

  close(): void {
    this.flush();
    closeSync(this.#file);
  }
}

export function writeRecords(file: string, records: Iterable<FileRecord>): void {
  const writer = new RecordWriter();
  for (const record of records) writer.put(record);
  writeFileSync(file, writer.bytes);
}

/** Every record of the file; a record that a killed driver left half written at the end is not one. */
export function readRecords(file: string): FileRecord[] {
  const buffer = readFileSync(file);
  const records: FileRecord[] = [];
  const cursor = { at: 0 };
  try {
    while (cursor.at < buffer.length) records.push(readRecord(buffer, cursor));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return records;
}

function readRecord(buffer: Buffer, cursor: { at: number }): FileRecord {
  const start = cursor.at;
  const topic = buffer.readInt16BE(start);
  const partition = buffer.readInt32BE(start + 2);
  const offset = Number(buffer.readBigInt64BE(start + 6));
  const timestamp = Number(buffer.readBigInt64BE(start + 14));
  cursor.at = start + 22;
  const key = readBytes(buffer, cursor);
  const value = readBytes(buffer, cursor);
  const count = buffer.readInt32BE(cursor.at);
  cursor.at += 4;
  if (count === 0) return { topic, partition, offset, timestamp, key, value, headers: noHeaders };
  const headers: Header[] = [];
  for (let i = 0; i < count; i++) {
    const name = readBytes(buffer, cursor) ?? Buffer.alloc(0);
    headers.push({ name, value: readBytes(buffer, cursor) });
  }
  return { topic, partition, offset, timestamp, key, value, headers };
}

function readBytes(buffer: Buffer, cursor: { at: number }): Buffer | null {
  const length = buffer.readInt32BE(cursor.at);
  cursor.at += 4;
  if (length < 0) return null;
  if (cursor.at + length > buffer.length) throw new RangeError('the record ends before its bytes do');
  const bytes = buffer.subarray(cursor.at, cursor.at + length);
  cursor.at += length;
  return bytes;
}
