/**
 * The two copies that the blocks of snappy and lz4 are made of: literals from the input, matches from earlier output.
 * Most are some ten bytes long, where a call into the engine costs more than the copy; they go eight bytes a step and may
 * run past their end, into output that is yet to be written, wherever there is room for that. The 64-bit accessors of a
 * DataView compile to plain loads and stores here; no BigInt comes into being.
 *
 * What a copy reads and writes is the callers' to check; nothing outside the two buffers is touched in any case.
 */

/** From this length on, the engine's own copying is faster. */
const LONG_RUN = 64;
const STEP = 8;
/** Room behind a position within which a short run may go past its end. */
const SLACK = LONG_RUN + STEP;

export class BlockCopier {
  readonly #input: Uint8Array;
  readonly #output: Uint8Array;
  readonly #inputView: DataView;
  readonly #outputView: DataView;
  /** Up to here, short runs may run over. */
  readonly #inputSlack: number;
  readonly #outputSlack: number;

  constructor(input: Uint8Array, output: Uint8Array) {
    this.#input = input;
    this.#output = output;
    this.#inputView = new DataView(input.buffer, input.byteOffset, input.byteLength);
    this.#outputView = new DataView(output.buffer, output.byteOffset, output.byteLength);
    this.#inputSlack = input.length - SLACK;
    this.#outputSlack = output.length - SLACK;
  }

  /** Copies `length` bytes of the input at `from` to the output at `at`. */
  literals(from: number, at: number, length: number): void {
    if (length >= LONG_RUN) {
      this.#output.set(this.#input.subarray(from, from + length), at);
    } else if (at <= this.#outputSlack && from <= this.#inputSlack) {
      const input = this.#inputView;
      const output = this.#outputView;
      for (let i = 0; i < length; i += STEP) output.setBigUint64(at + i, input.getBigUint64(from + i, true), true);
    } else {
      const input = this.#input;
      const output = this.#output;
      for (let i = 0; i < length; i++) output[at + i] = input[from + i]!;
    }
  }

  /**
   * Repeats at `at` the `length` bytes of output that stand `distance` > 0 before it. Where the two overlap, what was
   * just written is read again, which is how both formats write runs.
   */
  match(at: number, distance: number, length: number): void {
    const from = at - distance;
    if (length >= LONG_RUN) {
      this.#longMatch(at, distance, length);
    } else if (distance >= STEP && at <= this.#outputSlack) {
      const output = this.#outputView;
      for (let i = 0; i < length; i += STEP) output.setBigUint64(at + i, output.getBigUint64(from + i, true), true);
    } else {
      const output = this.#output;
      for (let i = 0; i < length; i++) output[at + i] = output[from + i]!;
    }
  }

  /** Each round doubles the stretch that repeats, so that source and target never overlap. */
  #longMatch(at: number, distance: number, length: number): void {
    const from = at - distance;
    let copied = 0;
    while (copied < length) {
      const step = Math.min(distance + copied, length - copied);
      this.#output.copyWithin(at + copied, from, from + step);
      copied += step;
    }
  }
}
