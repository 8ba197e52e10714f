/**
 * Records of one partition that are processed out of order, side by side: what may be committed is the first of them that
 * is not done, however many behind it are. A ring over offsets; adding and completing cost no allocation.
 */
export class Outstanding {
  #offsets: number[] = [];
  #isDone: boolean[] = [];
  #head = 0;
  /** Of the entry at index 0, counted over all that were ever added. */
  #firstTicket = 0;

  /** How many are not done, or done behind one that is not. */
  get size(): number {
    return this.#offsets.length - this.#head;
  }

  /** Offsets grow from call to call. Answers what `complete` takes. */
  add(offset: number): number {
    this.#offsets.push(offset);
    this.#isDone.push(false);
    return this.#firstTicket + this.#offsets.length - 1;
  }

  complete(ticket: number): void {
    const index = ticket - this.#firstTicket;
    if (index < this.#head) return;
    this.#isDone[index] = true;
    while (this.#head < this.#isDone.length && this.#isDone[this.#head]!) this.#head++;
    if (this.#head > 1024 || this.#head === this.#offsets.length) this.#compact();
  }

  /** The offset of the first that is not done; -1 where all are. */
  get first(): number {
    return this.#head < this.#offsets.length ? this.#offsets[this.#head]! : -1;
  }

  #compact(): void {
    this.#firstTicket += this.#head;
    this.#offsets = this.#offsets.slice(this.#head);
    this.#isDone = this.#isDone.slice(this.#head);
    this.#head = 0;
  }
}
