/** Records that a thread leaves out, counted until the turn of the event loop ends: one message for all of them. */
import type { Scheduler } from '#kernel';
import type { DroppedRecords } from './thread-messages.ts';

export class DroppedCounts {
  readonly #scheduler: Scheduler;
  readonly #onCounted: (dropped: readonly DroppedRecords[]) => void;
  /** By place, then by reason. */
  readonly #counts = new Map<string, Map<string, number>>();

  constructor(scheduler: Scheduler, onCounted: (dropped: readonly DroppedRecords[]) => void) {
    this.#scheduler = scheduler;
    this.#onCounted = onCounted;
  }

  add(reason: string, at: string): void {
    if (this.#counts.size === 0) this.#scheduler.endOfTurn(() => this.tell());
    const reasons = this.#counts.get(at) ?? new Map<string, number>();
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    this.#counts.set(at, reasons);
  }

  /** What was not told yet. */
  tell(): void {
    if (this.#counts.size === 0) return;
    const dropped = [...this.#counts].flatMap(([at, reasons]) => {
      return [...reasons].map(([reason, count]) => ({ reason, at, count }));
    });
    this.#counts.clear();
    this.#onCounted(dropped);
  }
}
