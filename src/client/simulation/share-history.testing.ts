/**
 * What a share group was promised: each record is given to somebody until somebody's acceptance of it is confirmed, and to
 * nobody afterwards. An acceptance whose answer was lost may count or not.
 */
import assert from 'node:assert/strict';
import type { Logs } from './history.testing.ts';

export interface Place {
  readonly partition: number;
  readonly offset: number;
}

export class ShareHistory {
  deliveries = 0;
  /** By place, what each member said last: whether it accepts. */
  readonly #said: Map<string, boolean> = new Map();
  /** Acceptances that were sent, answered or not. */
  readonly #tried: Set<string> = new Set();
  readonly #confirmed: Set<string> = new Set();
  #logs: Logs | null = null;

  get accepted(): number {
    return this.#confirmed.size;
  }

  deliver(place: Place): void {
    this.deliveries++;
    const key = keyOf(place);
    assert.ok(!this.#confirmed.has(key), `${key} is delivered again after its acceptance was confirmed`);
  }

  say(member: string, place: Place, accepts: boolean): void {
    this.#said.set(`${member} ${keyOf(place)}`, accepts);
    if (accepts) this.#tried.add(keyOf(place));
  }

  confirm(member: string, place: Place): void {
    if (this.#said.get(`${member} ${keyOf(place)}`) === true) this.#confirmed.add(keyOf(place));
  }

  finishAt(logs: Logs): void {
    this.#logs = logs;
  }

  get isComplete(): boolean {
    return this.#logs !== null && this.missing === null;
  }

  /** The first record that nobody has accepted, if there is one. */
  get missing(): string | null {
    for (const [partition, log] of (this.#logs ?? []).entries()) {
      const missing = log.find(({ offset }) => !this.#tried.has(keyOf({ partition, offset })));
      if (missing !== undefined) return `${missing.value} at ${partition}:${missing.offset}`;
    }
    return null;
  }
}

function keyOf({ partition, offset }: Place): string {
  return `${partition}:${offset}`;
}
