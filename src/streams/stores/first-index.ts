/** Binary search, for lists that are kept in order by hand. */

/** The first of `length` indexes that is not before the place looked for; `length` where all are. */
export function firstIndex(length: number, isBefore: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
