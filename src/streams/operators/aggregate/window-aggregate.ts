/**
 * One aggregate for each key and window, of windows that begin every so often (Kafka's KStreamWindowAggregate). A record
 * counts in each of its windows that has not closed: ended before the largest timestamp seen, less the grace. A null value
 * counts like any other.
 */
import type { NodeContext } from '../../runtime/node-context.ts';
import { windowStoreOf } from '../../runtime/typed-store.ts';
import type { WindowStore } from '../../stores/state-store.ts';
import { type TimeWindows, type UnlimitedWindows, windowStarts } from '../../windows/windows.ts';
import type { TableOperator } from '../table-operator.ts';
import { Aggregate } from './aggregate.ts';
import { type ClosedStarts, FinalEmission } from './final-emission.ts';
import { windowGetter } from './window-getter.ts';
import { type WindowAggregateOptions, WindowedNode } from './windowed-node.ts';

export function windowAggregate(options: WindowAggregateOptions<TimeWindows | UnlimitedWindows>): TableOperator {
  return new Aggregate(
    windowGetter(options.storeName),
    (sendsOldValues) => new WindowAggregateNode(options, sendsOldValues),
  );
}

class WindowAggregateNode extends WindowedNode<TimeWindows | UnlimitedWindows> {
  readonly #final: FinalEmission | null;
  #windows: WindowStore<unknown, unknown> | null = null;

  constructor(options: WindowAggregateOptions<TimeWindows | UnlimitedWindows>, sendsOldValues: boolean) {
    super(options, sendsOldValues);
    const { windows, emitsFinal } = options;
    this.#final =
      emitsFinal && windows.kind === 'time'
        ? new FinalEmission({ closedStarts: closedStarts(windows), holdsEnd: false })
        : null;
  }

  override init(context: NodeContext): void {
    super.init(context);
    this.#windows = windowStoreOf(context, this.options.storeName);
    this.keepIn(this.#windows, this.#final !== null);
    this.#final?.init({ context, store: this.#windows, tell: this.tell.bind(this) });
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    if (key === null) {
      this.context.drop('null key');
      return;
    }
    const observed = this.observe(timestamp);
    const { windows } = this.options;
    if (windows.kind === 'unlimited') {
      if (timestamp >= windows.startMs)
        this.#add(key, value, { timestamp, start: windows.startMs, end: Number.MAX_SAFE_INTEGER });
      return;
    }
    const closeTime = this.closeTime(observed - windows.graceMs);
    this.#final?.emitClosed(closeTime);
    let isLate = true;
    for (const start of windowStarts(windows, timestamp)) {
      const end = start + windows.sizeMs;
      if (end > closeTime) {
        isLate = false;
        this.#add(key, value, { timestamp, start, end });
      } else this.context.drop('expired window');
    }
    if (isLate) this.late(key, value, timestamp);
  }

  #add(
    key: unknown,
    value: unknown,
    { timestamp, start, end }: { timestamp: number; start: number; end: number },
  ): void {
    const { aggregation } = this.options;
    const row = this.#windows!.get(key, start);
    const old = row === undefined ? aggregation.initialize() : row.value;
    const time = row === undefined ? timestamp : Math.max(timestamp, row.timestamp);
    const aggregate = aggregation.add(old, value, this.view(key, timestamp)) ?? null;
    this.#windows!.put(key, aggregate, { windowStart: start, timestamp: time });
    if (this.isSilent) return;
    this.tell({ key, start, end }, aggregate, old, time);
  }

  protected emitOpen(): number {
    return this.#final?.emitOpen() ?? -1;
  }
}

/** A window has closed when it ends at the close time or before it; those that had then are left out. */
function closedStarts({ sizeMs }: TimeWindows): ClosedStarts {
  return (closeTime, lastCloseTime) => ({
    from: lastCloseTime < 0 ? 0 : Math.max(0, lastCloseTime - sizeMs + 1),
    to: closeTime - sizeMs,
  });
}
