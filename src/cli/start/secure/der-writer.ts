/** Writes DER (X.690), as far as a certificate needs it. Each function returns an element: tag, length, content. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

export function derSequenceOf(...elements: readonly Uint8Array[]): Buffer {
  return der(0x30, ...elements);
}

export function derSetOf(...elements: readonly Uint8Array[]): Buffer {
  return der(0x31, ...elements);
}

/** Of bytes that are the number's, the highest first; it is not negative. */
export function derNumber(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const digits = bytes.subarray(start);
  return der(0x02, Buffer.from((digits[0] ?? 0) >= 0x80 ? [0] : []), digits);
}

export function derBoolean(value: boolean): Buffer {
  return der(0x01, Buffer.from([value ? 0xff : 0]));
}

export function derOctets(bytes: Uint8Array): Buffer {
  return der(0x04, bytes);
}

/** `unused` bits of the last byte do not count. */
export function derBits(bytes: Uint8Array, unused: number = 0): Buffer {
  return der(0x03, Buffer.from([unused]), bytes);
}

export function derUtf8(text: string): Buffer {
  return der(0x0c, Buffer.from(text, 'utf8'));
}

/** `2.5.4.3`; arcs behind the second may be of any size. */
export function derObject(identifier: string): Buffer {
  const [first = 0, second = 0, ...rest] = identifier.split('.').map(Number);
  return der(0x06, Buffer.from([40 * first + second, ...rest.flatMap(base128)]));
}

/** UTCTime until 2049, GeneralizedTime from then on (RFC 5280 §4.1.2.5). */
export function derTime(time: Date): Buffer {
  const digits = time
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/\D/g, '');
  const isShort = time.getUTCFullYear() < 2050;
  return der(isShort ? 0x17 : 0x18, Buffer.from(`${isShort ? digits.slice(2) : digits}Z`, 'latin1'));
}

function base128(arc: number): number[] {
  const bytes = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(128 + (rest % 128));
  return bytes;
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([0x80 + bytes.length, ...bytes]);
}
