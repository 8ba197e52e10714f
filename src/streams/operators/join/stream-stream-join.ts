/**
 * Records of two streams that lie near each other in time (Kafka's KStreamKStreamJoin). Each side keeps its records for as
 * long as the other may find them. A record of an outer side that finds nobody waits in a store that both sides share: it
 * goes on alone once time has passed its window and the grace, and not at all if a partner has come before that.
 */
import { Node } from '../../runtime/node.ts';
import type { NodeContext } from '../../runtime/node-context.ts';
import type { RecordContext } from '../../runtime/record-context.ts';
import { settled } from '../../runtime/user-function.ts';
import { waitingRecordsOf, windowStoreOf } from '../../runtime/typed-store.ts';
import type { WindowStore } from '../../stores/state-store.ts';
import type { WaitingRecordsStore } from '../../stores/waiting-records-store.ts';
import type { Joiner } from './join-kind.ts';

/** Keeps what passes, for the other side. */
export class JoinWindowNode extends Node {
  readonly #storeName: string;
  #records: WindowStore<unknown, unknown> | null = null;

  constructor(storeName: string) {
    super();
    this.#storeName = storeName;
  }

  override init(context: NodeContext): void {
    super.init(context);
    this.#records = windowStoreOf(context, this.#storeName);
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    // First, since a stream that is joined with itself is not to meet the record itself.
    this.forward(key, value, timestamp);
    // Also without a value: its time is the store's, which lets go of what is too old.
    if (key !== null) this.#records!.put(key, value, { windowStart: timestamp, timestamp });
  }
}

/** What the two sides of a join in one task know of time. */
class JoinTime {
  streamTime = -1;
  /** The earliest record that waits, as far as is known. */
  earliestWaiting: number = Infinity;
  /** By the wall clock. */
  lastLook: number = Number.NEGATIVE_INFINITY;
}

/** One for each task: its two nodes share it. */
export class JoinTimes {
  readonly #byTask = new WeakMap<RecordContext, JoinTime>();

  of(record: RecordContext): JoinTime {
    const known = this.#byTask.get(record) ?? new JoinTime();
    this.#byTask.set(record, known);
    return known;
  }
}

export interface StreamJoinSideOptions {
  readonly isLeft: boolean;
  /** Where the other side's records are. */
  readonly otherStore: string;
  /** Null where neither side is outer. */
  readonly waitingStore: string | null;
  readonly joiner: Joiner;
  /** How far before and after a record of this side its partner may lie. */
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly graceMs: number;
  /** Records of this side go on without a partner. */
  readonly isOuter: boolean;
  readonly times: JoinTimes;
}

export class StreamJoinSideNode extends Node {
  readonly #options: StreamJoinSideOptions;
  #others: WindowStore<unknown, unknown> | null = null;
  #waiting: WaitingRecordsStore | null = null;
  #time: JoinTime = new JoinTime();

  constructor(options: StreamJoinSideOptions) {
    super();
    this.#options = options;
  }

  override init(context: NodeContext): void {
    super.init(context);
    const { otherStore, waitingStore, times } = this.#options;
    this.#others = windowStoreOf(context, otherStore);
    if (waitingStore !== null) this.#waiting = waitingRecordsOf(context, waitingStore);
    this.#time = times.of(context.record);
    // They may wait since before the task began.
    const [first] = this.#waiting?.all() ?? [];
    if (first !== undefined) this.#time.earliestWaiting = first.timestamp;
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    const { isOuter, beforeMs, afterMs } = this.#options;
    const time = this.#time;
    time.streamTime = Math.max(time.streamTime, timestamp);
    if (isOuter && key === null && value !== null) {
      this.forward(key, this.#join(key, value, null), timestamp);
      return;
    }
    if (key === null || value === null) {
      this.context.drop('null key or value');
      return;
    }
    if (timestamp === time.streamTime) this.#emitWaiting(timestamp);
    const latest = Math.max(0, timestamp + afterMs);
    let hasPartner = false;
    for (const [otherTime, other] of this.#others!.fetch(key, Math.max(0, timestamp - beforeMs), latest)) {
      hasPartner = true;
      this.#waiting?.remove({ timestamp: otherTime, isLeft: !this.#options.isLeft, key }, timestamp);
      this.forward(key, this.#join(key, value, other.value), Math.max(timestamp, otherTime));
    }
    if (hasPartner || !isOuter) return;
    // Who comes too late to be met any more waits for nothing.
    if (this.#waiting === null || latest < time.streamTime) this.forward(key, this.#join(key, value, null), timestamp);
    else this.#wait(key, value, timestamp);
  }

  #wait(key: unknown, value: unknown, timestamp: number): void {
    this.#time.earliestWaiting = Math.min(this.#time.earliestWaiting, timestamp);
    this.#waiting!.add({ timestamp, isLeft: this.#options.isLeft, key, value });
  }

  /** Those whose time is up go on alone; no more often than `emitIntervalMs` allows. */
  #emitWaiting(at: number): void {
    if (this.#waiting === null) return;
    const time = this.#time;
    const { afterMs, graceMs } = this.#options;
    if (time.earliestWaiting + afterMs + graceMs >= time.streamTime) return;
    const now = this.context.wallClock();
    // A clock that was set back has not been here before.
    if (now >= time.lastLook && now - time.lastLook < this.context.emitIntervalMs) return;
    time.lastLook = now;
    time.earliestWaiting = Infinity;
    const isOpen = { left: false, right: false };
    for (const { timestamp, isLeft, key, values } of this.#waiting.all()) {
      time.earliestWaiting = timestamp;
      if (isOpen.left && isOpen.right) return;
      if (timestamp + this.#lookBackMs(isLeft) + graceMs >= time.streamTime) {
        isOpen[isLeft ? 'left' : 'right'] = true;
        // Kafka goes from value to value: it stops at the second one of this place, or at the next place.
        if (isOpen.left && isOpen.right && values.length > 1) return;
        continue;
      }
      for (const value of values) {
        const joined = isLeft === this.#options.isLeft ? this.#join(key, value, null) : this.#join(key, null, value);
        this.forward(key, joined, timestamp);
      }
      this.#waiting.remove({ timestamp, isLeft, key }, at);
    }
  }

  /** How long after a record of the side its partner may come. */
  #lookBackMs(isLeft: boolean): number {
    const { afterMs, beforeMs } = this.#options;
    return isLeft === this.#options.isLeft ? afterMs : beforeMs;
  }

  /** This side's value first. */
  #join(key: unknown, own: unknown, other: unknown): unknown {
    const { joiner, isLeft } = this.#options;
    return settled(isLeft ? joiner(own, other, key) : joiner(other, own, key), this.name);
  }
}
