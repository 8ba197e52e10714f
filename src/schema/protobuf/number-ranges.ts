/** A set of numbers that is given as ranges, asked in the logarithm of their count. */
import type { ProtoRange } from './proto-ast.ts';

export class NumberRanges {
  /** In order and apart from one another. */
  readonly #ranges: { start: number; end: number }[] = [];

  constructor(ranges: readonly ProtoRange[]) {
    for (const { start, end } of ranges.toSorted((left, right) => left.start - right.start)) {
      const last = this.#ranges.at(-1);
      if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
      else this.#ranges.push({ start, end });
    }
  }

  has(number: number): boolean {
    let [low, high] = [0, this.#ranges.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const { start, end } = this.#ranges[middle]!;
      if (number < start) high = middle - 1;
      else if (number > end) low = middle + 1;
      else return true;
    }
    return false;
  }
}
