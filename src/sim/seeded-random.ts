/**
 * Chance with a seed (sfc32, Chris Doty-Humphrey's small fast counter generator): the same seed gives the same numbers on
 * every machine. `fork` splits off an independent stream, so that more draws in one place do not shift all others.
 */
import type { Random } from '#kernel';

export class SeededRandom implements Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** The seed counts modulo 2^53. */
  constructor(seed: number) {
    this.#a = seed | 0;
    this.#b = Math.floor(seed / 2 ** 32) | 0;
    this.#c = 0x9e3779b9 | 0;
    for (let round = 0; round < 12; round++) this.#next();
  }

  number(): number {
    return this.#next() / 2 ** 32;
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let index = 0; index < length; index++) bytes[index] = this.#next() & 0xff;
    return bytes;
  }

  /** A whole number in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.number() * bound);
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.number() < probability;
  }

  fork(): SeededRandom {
    return new SeededRandom(this.#next() + (this.#next() & 0x1fffff) * 2 ** 32);
  }

  #next(): number {
    const result = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0;
    return result >>> 0;
  }
}
