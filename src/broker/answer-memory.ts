/**
 * What one answer's records were read into. It serves other answers once the client's system has taken the bytes: with
 * memory of its own for every answer, half of the broker's time would go into finding out that nobody has it any more.
 *
 * Invariant: what is given back is in no answer that has yet to leave.
 */
import type { ReusedBuffers } from '#kernel';

export class AnswerMemory {
  readonly #buffers: ReusedBuffers;
  #taken: Buffer[] = [];

  constructor(buffers: ReusedBuffers) {
    this.#buffers = buffers;
  }

  /** At least so many bytes. */
  readonly allocate = (bytes: number): Buffer => {
    const buffer = this.#buffers.take(bytes);
    this.#taken.push(buffer);
    return buffer;
  };

  /** All of it, as nobody looks at it any more. */
  readonly giveBack = (): void => {
    for (const buffer of this.#taken) this.#buffers.giveBack(buffer);
    this.#taken = [];
  };
}
