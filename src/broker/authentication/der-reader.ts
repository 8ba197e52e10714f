/**
 * Reads DER (X.690), as far as certificates and key stores need it: definite lengths, tags of one byte.
 *
 * Invariant: nothing outside the bytes is looked at; what is no DER throws a DerError, whatever the bytes are.
 */
export class DerError extends Error {
  override readonly name = 'DerError';
}

/** Tags, with the bit of constructed ones. */
export const DerTag = {
  INTEGER: 0x02,
  OCTET_STRING: 0x04,
  OBJECT_IDENTIFIER: 0x06,
  UTF8_STRING: 0x0c,
  PRINTABLE_STRING: 0x13,
  TELETEX_STRING: 0x14,
  IA5_STRING: 0x16,
  UNIVERSAL_STRING: 0x1c,
  BMP_STRING: 0x1e,
  SEQUENCE: 0x30,
  SET: 0x31,
  /** `[0]`, constructed. */
  CONTEXT_0: 0xa0,
} as const;

export interface DerElement {
  readonly tag: number;
  readonly content: Buffer;
  /** Tag, length and content. */
  readonly whole: Buffer;
}

const MAX_LENGTH_BYTES = 4;

/** The element that begins at `position`. */
export function derElement(bytes: Buffer, position = 0): DerElement {
  const tag = byteAt(bytes, position);
  if ((tag & 0x1f) === 0x1f) throw new DerError('a tag of several bytes');
  const first = byteAt(bytes, position + 1);
  let length = first;
  let start = position + 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > MAX_LENGTH_BYTES) throw new DerError('a length of no definite or of absurd size');
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + byteAt(bytes, start++);
  }
  if (start + length > bytes.length) throw new DerError('an element that is longer than what it lies in');
  return { tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(position, start + length) };
}

/** The elements within a sequence or set. */
export function derChildren({ content }: DerElement): DerElement[] {
  const children: DerElement[] = [];
  for (let position = 0; position < content.length;) {
    const child = derElement(content, position);
    children.push(child);
    position += child.whole.length;
  }
  return children;
}

/** The element, where it has the tag. */
export function derExpect(element: DerElement | undefined, tag: number): DerElement {
  if (element?.tag !== tag) throw new DerError(`no element with tag ${tag} where one has to be`);
  return element;
}

/** The children of an element that has to be a sequence. */
export function derSequence(element: DerElement | undefined): DerElement[] {
  return derChildren(derExpect(element, DerTag.SEQUENCE));
}

/** `2.5.4.3` */
export function derObjectIdentifier(element: DerElement | undefined): string {
  const { content } = derExpect(element, DerTag.OBJECT_IDENTIFIER);
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (!Number.isSafeInteger(arc)) throw new DerError('an object identifier beyond 53 bits');
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [first = 0, ...rest] = arcs;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - 40 * root, ...rest].join('.');
}

/** A small number, as versions and rounds of hashing are. */
export function derInteger(element: DerElement | undefined): number {
  const { content } = derExpect(element, DerTag.INTEGER);
  if (content.length === 0 || content.length > 6) throw new DerError('a number that is too large');
  return content.readIntBE(0, content.length);
}

/** The text of a string of any of the usual kinds; null for anything else. */
export function derString({ tag, content }: DerElement): string | null {
  switch (tag) {
    case DerTag.UTF8_STRING:
      return content.toString('utf8');
    case DerTag.PRINTABLE_STRING:
    case DerTag.IA5_STRING:
    case DerTag.TELETEX_STRING:
      return content.toString('latin1');
    case DerTag.BMP_STRING:
      return Buffer.from(content.subarray(0, content.length & ~1))
        .swap16()
        .toString('utf16le');
    default:
      return null;
  }
}

function byteAt(bytes: Buffer, position: number): number {
  const byte = bytes[position];
  if (byte === undefined) throw new DerError('it ends before it should');
  return byte;
}
