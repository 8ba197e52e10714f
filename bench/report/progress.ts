/** One line that says what is measured, how far the whole is and how long it may still take. */
export class Progress {
  readonly #total: number;
  readonly #startedAt = performance.now();
  #done = 0;

  constructor(total: number) {
    this.#total = total;
  }

  /** Says that `what` begins; the one before it is done. */
  step(what: string): void {
    const elapsedMs = performance.now() - this.#startedAt;
    const left =
      this.#done === 0 ? '' : `, about ${minutes((elapsedMs / this.#done) * (this.#total - this.#done))} left`;
    const line = `[${this.#done + 1}/${this.#total}${left}] ${what}`;
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
    else process.stderr.write(`${line}\n`);
    this.#done++;
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
    process.stderr.write(`${this.#done} measurements in ${minutes(performance.now() - this.#startedAt)}\n`);
  }
}

function minutes(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
