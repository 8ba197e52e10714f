/** One line on a terminal's standard error that is written over, and gone in the end. Elsewhere there is none. */
import type { OutputStream } from '../surroundings.ts';
import { fitted, printable } from './text-width.ts';

export class StatusLine {
  readonly #stream: OutputStream;
  #isShown = false;

  constructor(stream: OutputStream) {
    this.#stream = stream;
  }

  get isPossible(): boolean {
    return this.#stream.isTTY === true;
  }

  show(sentence: string): void {
    if (!this.isPossible) return;
    this.#isShown = true;
    this.#stream.write(`\r\u001B[K${fitted(printable(sentence), (this.#stream.columns ?? 80) - 1)}`);
  }

  [Symbol.dispose](): void {
    if (this.#isShown) this.#stream.write('\r\u001B[K');
    this.#isShown = false;
  }
}
