/**
 * Windows around records (Kafka's KStreamSlidingWindowAggregate, KIP-450): for each record of a key one that ends with it
 * and, where something follows within the difference, one that begins right behind it. Both ends are inside. A record is
 * added to every window that holds it, makes the two of its own, and that of the record before it, whose right side it may
 * be the first to enter. Records of the first moments share the window from 0 on.
 *
 * A window's row has as its timestamp the latest record in it: that is what tells which records there are.
 */
import type { NodeContext } from '../../runtime/node-context.ts';
import { windowStoreOf } from '../../runtime/typed-store.ts';
import type { Timestamped, WindowStore } from '../../stores/state-store.ts';
import type { SlidingWindows } from '../../windows/windows.ts';
import type { TableOperator } from '../table-operator.ts';
import { Aggregate } from './aggregate.ts';
import { type ClosedStarts, FinalEmission } from './final-emission.ts';
import { windowGetter } from './window-getter.ts';
import { type WindowAggregateOptions, WindowedNode } from './windowed-node.ts';

export function slidingAggregate(options: WindowAggregateOptions<SlidingWindows>): TableOperator {
  return new Aggregate(
    windowGetter(options.storeName),
    (sendsOldValues) => new SlidingAggregateNode(options, sendsOldValues),
  );
}

type Row = Timestamped<unknown>;

/** The record at hand. */
interface Arrival {
  readonly key: unknown;
  readonly value: unknown;
  readonly timestamp: number;
  readonly closeTime: number;
}

/** What the windows that are there already say about the neighbours of a record. */
interface Neighbours {
  /** Starts of all windows that were looked at. */
  readonly starts: Set<number>;
  /** The latest record before this one, as far as it matters; null where there is none. */
  previous: number | null;
  /** All that is before this record and not too far from it; null where nothing is. */
  left: Row | null;
  /** A window that holds what is behind this record; null where none does. */
  right: Row | null;
  hasLeftWindow: boolean;
}

class SlidingAggregateNode extends WindowedNode<SlidingWindows> {
  readonly #final: FinalEmission | null;
  #windows: WindowStore<unknown, unknown> | null = null;

  constructor(options: WindowAggregateOptions<SlidingWindows>, sendsOldValues: boolean) {
    super(options, sendsOldValues);
    this.#final = options.emitsFinal
      ? new FinalEmission({ closedStarts: closedStarts(options.windows), holdsEnd: true })
      : null;
  }

  override init(context: NodeContext): void {
    super.init(context);
    this.#windows = windowStoreOf(context, this.options.storeName);
    this.keepIn(this.#windows, this.#final !== null);
    this.#final?.init({ context, store: this.#windows, tell: this.tell.bind(this) });
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    if (key === null || value === null) {
      this.context.drop('null key or value');
      return;
    }
    const observed = this.observe(timestamp);
    const { differenceMs, graceMs } = this.options.windows;
    const closeTime = this.closeTime(observed - graceMs);
    this.#final?.emitClosed(closeTime);
    const arrival = { key, value, timestamp, closeTime };
    if (timestamp + differenceMs < closeTime) {
      this.context.drop('expired window');
      this.late(key, value, timestamp);
    } else if (timestamp < differenceMs) this.#addEarly(arrival);
    else this.#add(arrival);
  }

  /** From the latest window that may matter backwards, as far as the record before this one shows itself. */
  #add(arrival: Arrival): void {
    const { key, timestamp } = arrival;
    const { differenceMs } = this.options.windows;
    const found: Neighbours = { starts: new Set(), previous: null, left: null, right: null, hasLeftWindow: false };
    const from = Math.max(0, timestamp - 2 * differenceMs);
    for (const [start, row] of this.#windows!.fetchBackward(key, from, timestamp + 1)) {
      found.starts.add(start);
      const end = start + differenceMs;
      if (start === timestamp + 1) continue;
      if (end < timestamp) {
        found.left = row;
        found.previous = row.timestamp;
        break;
      }
      if (end > timestamp) found.right ??= row;
      else found.hasLeftWindow = true;
      this.#update(arrival, start, row);
      // Another record of this very time has made all windows before.
      if (end === timestamp && row.timestamp >= timestamp) return;
      if (end === timestamp) found.previous = row.timestamp;
    }
    this.#makeWindows(arrival, found);
  }

  #makeWindows(arrival: Arrival, { starts, previous, left, right, hasLeftWindow }: Neighbours): void {
    const { timestamp } = arrival;
    const { differenceMs } = this.options.windows;
    if (previous !== null && !starts.has(previous + 1) && previous + 1 + differenceMs >= timestamp) {
      this.#update(arrival, previous + 1, null);
    }
    if (!hasLeftWindow) {
      const isLeftEmpty = previous === null || timestamp - differenceMs > previous;
      this.#update(arrival, timestamp - differenceMs, isLeftEmpty ? null : left);
    }
    this.#makeRightWindow(arrival, starts, right);
  }

  /** A record whose own left window would begin before 0. */
  #addEarly(arrival: Arrival): void {
    const { key, timestamp } = arrival;
    const starts = new Set<number>();
    let shared: Row | null = null;
    let right: Row | null = null;
    let previous: number | null = null;
    for (const [start, row] of this.#windows!.fetch(key, 0, timestamp + 1)) {
      starts.add(start);
      if (start === 0) {
        shared = row;
        if (row.timestamp < timestamp) previous = row.timestamp;
      } else if (start <= timestamp) {
        right = row;
        this.#update(arrival, start, row);
      }
    }
    if (right === null && shared !== null && shared.timestamp > timestamp) right = shared;
    this.#makeRightWindow(arrival, starts, right);
    if (previous !== null && !starts.has(previous + 1)) this.#update(arrival, previous + 1, null);
    this.#update(arrival, 0, shared);
  }

  /** What is behind this record, without it. */
  #makeRightWindow({ key, timestamp }: Arrival, starts: ReadonlySet<number>, right: Row | null): void {
    const start = timestamp + 1;
    if (starts.has(start) || right === null || right.timestamp <= timestamp) return;
    this.#windows!.put(key, right.value, { windowStart: start, timestamp: right.timestamp });
    this.#tell(key, start, { value: right.value, old: null, timestamp: right.timestamp });
  }

  /** Adds the record to a window; null: one that begins with it. */
  #update({ key, value, timestamp, closeTime }: Arrival, start: number, row: Row | null): void {
    const { aggregation, windows } = this.options;
    if (start + windows.differenceMs < closeTime) {
      this.context.drop('expired window');
      return;
    }
    const old = row === null ? aggregation.initialize() : row.value;
    const aggregate = aggregation.add(old, value, this.view(key, timestamp)) ?? null;
    const time = row === null ? timestamp : Math.max(timestamp, row.timestamp);
    this.#windows!.put(key, aggregate, { windowStart: start, timestamp: time });
    this.#tell(key, start, { value: aggregate, old, timestamp: time });
  }

  #tell(
    key: unknown,
    start: number,
    { value, old, timestamp }: { value: unknown; old: unknown; timestamp: number },
  ): void {
    if (this.isSilent) return;
    const window = { key, start, end: start + this.options.windows.differenceMs };
    this.tell(window, value, old, timestamp);
  }

  protected emitOpen(): number {
    return this.#final?.emitOpen() ?? -1;
  }
}

/** A window has closed when its end, which is inside, is before the close time. */
function closedStarts({ differenceMs }: SlidingWindows): ClosedStarts {
  return (closeTime, lastCloseTime) => ({
    from: lastCloseTime < 0 ? 0 : Math.max(0, lastCloseTime - differenceMs),
    to: closeTime - differenceMs - 1,
  });
}
