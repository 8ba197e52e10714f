/** Who waits until a record has been applied, by its offset. */
interface Wait {
  readonly offset: number;
  resolve(): void;
}

export class OffsetWaits {
  #waits: Wait[] = [];
  #reached = -1;

  reached(offset: number): void {
    this.#reached = offset;
    if (this.#waits.length === 0) return;
    for (const { offset: wanted, resolve } of this.#waits) if (wanted <= offset) resolve();
    this.#waits = this.#waits.filter(({ offset: wanted }) => wanted > offset);
  }

  until(offset: number): Promise<void> {
    if (offset <= this.#reached) return Promise.resolve();
    return new Promise((resolve) => this.#waits.push({ offset, resolve }));
  }
}
