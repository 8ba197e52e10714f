/** Ends what waits for something that does not come: whoever measures is told what it was, instead of waiting forever. */
const STALLED_MS = 60_000;

export class Headway {
  #last: number = performance.now();

  /** Something has come. */
  made(): void {
    this.#last = performance.now();
  }

  /** Throws where nothing has come for a minute; `waitedFor` says what is missing, and how far it got. */
  check(waitedFor: () => string): void {
    if (performance.now() - this.#last > STALLED_MS) throw new Error(`nothing came for a minute: ${waitedFor()}`);
  }
}
