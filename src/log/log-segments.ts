/** The segments of a log in the order of their base offsets; the last is the active one. Never empty once a log is open. */
import { assert } from '#kernel';
import type { LogSegment } from './log-segment.ts';

export class LogSegments {
  readonly #segments: LogSegment[] = [];

  get count(): number {
    return this.#segments.length;
  }

  get first(): LogSegment {
    return this.#segments[0]!;
  }

  get active(): LogSegment {
    return this.#segments[this.#segments.length - 1]!;
  }

  get sizeInBytes(): number {
    let size = 0;
    for (const segment of this.#segments) size += segment.size;
    return size;
  }

  at(index: number): LogSegment | undefined {
    return this.#segments[index];
  }

  /** A copy, to go through while segments may come and go. */
  toArray(): LogSegment[] {
    return [...this.#segments];
  }

  [Symbol.iterator](): IterableIterator<LogSegment> {
    return this.#segments[Symbol.iterator]();
  }

  /** Puts a segment behind the others. */
  add(segment: LogSegment): void {
    const last = this.#segments.at(-1);
    assert(
      last === undefined || segment.baseOffset > last.baseOffset,
      `segment ${segment.baseOffset} follows segment ${last?.baseOffset}`,
    );
    this.#segments.push(segment);
  }

  /** The index of the segment that holds `offset` if any does: the last one whose base offset is at most that; -1 without. */
  floorIndex(offset: number): number {
    const segments = this.#segments;
    let low = 0;
    let high = segments.length - 1;
    // Nearly every read is near the end.
    if (high >= 0 && segments[high]!.baseOffset <= offset) return high;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (segments[middle]!.baseOffset <= offset) low = middle + 1;
      else high = middle - 1;
    }
    return high;
  }

  /** Puts `segment` in the place of the neighbours `replaced`; false, and nothing happens, where they are not all there. */
  replace(replaced: readonly LogSegment[], segment: LogSegment): boolean {
    const start = this.#segments.indexOf(replaced[0]!);
    if (start < 0 || replaced.some((one, index) => this.#segments[start + index] !== one)) return false;
    this.#segments.splice(start, replaced.length, segment);
    return true;
  }

  /** Whether these are still there. */
  hasAll(segments: readonly LogSegment[]): boolean {
    return segments.every((segment) => this.#segments.includes(segment));
  }

  removeFirst(count: number): LogSegment[] {
    return this.#segments.splice(0, count);
  }

  /** Removes all segments from `index` on. */
  removeFrom(index: number): LogSegment[] {
    return this.#segments.splice(index);
  }
}
