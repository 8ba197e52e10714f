/**
 * How a payload says which schema it was written with. The prefix: a zero byte and the id as 32 bits, then the payload (V0);
 * or a one and the schema's GUID (V1). The header `__key_schema_id` or `__value_schema_id` holds the same bytes, and the
 * payload is bare. A reader takes either, the header first.
 */
import { asBuffer } from '#kernel';
import { SerdeError } from '../serde-error.ts';
import type { ReadableHeaders } from '../serde.ts';

const ID_MAGIC = 0;
const GUID_MAGIC = 1;
const ID_BYTES = 5;
const GUID_BYTES = 17;

export const KEY_SCHEMA_HEADER = '__key_schema_id';
export const VALUE_SCHEMA_HEADER = '__value_schema_id';

/** The schema that a payload names, and where the payload begins. Reused by its reader: take from it before the next. */
export class SchemaIdReader {
  /** -1 where a GUID was given. */
  id = -1;
  guid: string | null = null;
  /** Of the payload within the bytes. */
  start = 0;
  /** Behind the message indexes where those stand in the header too: the bytes they are read from, and where. */
  rest: Buffer | null = null;
  readonly #header: string;

  constructor(isKey: boolean) {
    this.#header = isKey ? KEY_SCHEMA_HEADER : VALUE_SCHEMA_HEADER;
  }

  /** Throws UNKNOWN_MAGIC_BYTE or CORRUPT_PAYLOAD. */
  read(bytes: Buffer, headers: ReadableHeaders | null): void {
    const header = headers === null ? null : (headers.get(this.#header) ?? null);
    if (header === null) {
      this.start = this.#take(bytes, 'the payload');
      this.rest = null;
      return;
    }
    const source = asBuffer(header);
    const end = this.#take(source, `the header ${this.#header}`);
    this.start = 0;
    this.rest = end < source.length ? source.subarray(end) : null;
  }

  #take(bytes: Buffer, where: string): number {
    const magic = bytes.length === 0 ? -1 : bytes[0]!;
    if (magic === ID_MAGIC) {
      if (bytes.length < ID_BYTES) throw cutOff(where, bytes.length, ID_BYTES);
      this.id = (bytes[1]! << 24) | (bytes[2]! << 16) | (bytes[3]! << 8) | bytes[4]! | 0;
      this.guid = null;
      if (this.id < 0)
        throw new SerdeError('CORRUPT_PAYLOAD', `${where} names the schema id ${this.id}, which none has`);
      return ID_BYTES;
    }
    if (magic !== GUID_MAGIC) throw unknownMagic(where, magic);
    if (bytes.length < GUID_BYTES) throw cutOff(where, bytes.length, GUID_BYTES);
    this.id = -1;
    this.guid = guidText(bytes, 1);
    return GUID_BYTES;
  }
}

/** The V0 prefix. */
export function idPrefix(id: number): Buffer {
  const prefix = Buffer.alloc(ID_BYTES);
  prefix.writeInt32BE(id, 1);
  return prefix;
}

/** The V1 form. */
export function guidPrefix(guid: string): Buffer {
  return Buffer.concat([Buffer.from([GUID_MAGIC]), Buffer.from(guid.replaceAll('-', ''), 'hex')]);
}

function guidText(bytes: Buffer, start: number): string {
  const hex = bytes.toString('hex', start, start + 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function unknownMagic(where: string, magic: number): SerdeError {
  const found = magic < 0 ? 'is empty' : `begins with the byte ${magic}`;
  const message = `${where} ${found}, and not with 0 and a schema id (or 1 and a GUID): it was not written with a schema registry`;
  return new SerdeError('UNKNOWN_MAGIC_BYTE', message);
}

function cutOff(where: string, length: number, needed: number): SerdeError {
  return new SerdeError(
    'CORRUPT_PAYLOAD',
    `${where} is cut off: ${length} bytes of the ${needed} that a schema id takes`,
  );
}
