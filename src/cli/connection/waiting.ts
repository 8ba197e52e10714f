/** Says on a terminal what a command waits for, once it has waited for longer than somebody is patient. */
import type { OutputStream } from '../surroundings.ts';
import { StatusLine } from '../terminal/status-line.ts';

const PATIENCE_MS = 1500;
const INTERVAL_MS = 250;

/** As clients tell it of themselves. */
interface Status {
  readonly lastError: Error | null;
}

export class Waiting {
  readonly #line: StatusLine;
  readonly #timer: NodeJS.Timeout;

  constructor(stream: OutputStream, status: () => Status) {
    this.#line = new StatusLine(stream);
    const startedAt = performance.now();
    this.#timer = setInterval(() => {
      if (performance.now() - startedAt < PATIENCE_MS) return;
      const { lastError } = status();
      if (lastError !== null) this.#line.show(`Waiting for the cluster: ${lastError.message}`);
    }, INTERVAL_MS);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#line[Symbol.dispose]();
  }
}
