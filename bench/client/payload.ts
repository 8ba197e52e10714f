/**
 * The records that are produced and read back: a value begins with its record's number, so that count, order and an XOR of
 * all numbers tell whether each came exactly once. The rest is text as services send it, neither random nor constant.
 */
import { KEY_BYTES } from './plan.ts';

const NUMBER_BYTES = 4;

export class Payload {
  readonly #template: Buffer;
  readonly #keys: readonly Buffer[];

  constructor(valueBytes: number) {
    const text = '{"event":"order.created","customer":"c-20481","amount":129.95,"currency":"EUR","items":[1,2,3]},';
    this.#template = Buffer.from(text.repeat(Math.ceil(valueBytes / text.length)).slice(0, valueBytes));
    this.#keys = Array.from({ length: 4096 }, (_, i) => Buffer.from(`key-${i * 7919}`.padEnd(KEY_BYTES, '-')));
  }

  key(number: number): Buffer {
    return this.#keys[number % this.#keys.length]!;
  }

  /** A buffer of its own, as an application would make it. */
  value(number: number): Buffer {
    const value = Buffer.allocUnsafe(this.#template.length);
    value.set(this.#template);
    value.writeUInt32BE(number, 0);
    return value;
  }
}

/** What was seen of a topic. */
export class Seen {
  count = 0;
  xor = 0;
  readonly #last: number[] = [];

  /** Numbers grow within a partition where one producer sent them one after the other; else pass `ordered` as false. */
  take(partition: number, value: Uint8Array, ordered: boolean): void {
    const number = numberOf(value);
    if (ordered && number <= (this.#last[partition] ?? -1))
      throw new Error(`record ${number} of partition ${partition} came after ${this.#last[partition]}`);
    this.#last[partition] = number;
    this.count++;
    this.xor = (this.xor ^ number) >>> 0;
  }
}

/** Which record it is the value of. */
export function numberOf(value: Uint8Array): number {
  if (value.length < NUMBER_BYTES) throw new Error(`a value of ${value.length} bytes was never sent`);
  return ((value[0]! << 24) | (value[1]! << 16) | (value[2]! << 8) | value[3]!) >>> 0;
}

/** Of all numbers below `count`. */
export function xorBelow(count: number): number {
  let xor = 0;
  for (let number = 0; number < count; number++) xor ^= number;
  return xor >>> 0;
}
