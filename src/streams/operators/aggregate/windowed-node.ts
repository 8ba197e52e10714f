/**
 * What the aggregations over windows have in common: which windows have closed, by time or because nothing came any more, and
 * where records go that come too late for theirs.
 */
import { Change } from '../../runtime/change.ts';
import { Node } from '../../runtime/node.ts';
import type { NodeContext } from '../../runtime/node-context.ts';
import type { RecordContext } from '../../runtime/record-context.ts';
import { tellsWhenFlushed } from '../../stores/cache/cached-store.ts';
import type { StateStore } from '../../stores/state-store.ts';
import type { Aggregation } from './aggregation.ts';
import { type IdleClosing, type IdleClosings, whenIdle } from './idle-closing.ts';

export interface WindowAggregateOptions<W> {
  readonly storeName: string;
  readonly windows: W;
  readonly aggregation: Aggregation;
  /** Each window is told once, when it has closed. */
  readonly emitsFinal: boolean;
  /** With `emitsFinal`: windows close after so long without a record; null: by time alone. */
  readonly idleMs: number | null;
  readonly idle: IdleClosings;
  /** The first child gets the records that come too late, as they came. */
  readonly hasLate: boolean;
  /** Of several aggregations into one table whose windows close for all of them at once; a time of its own where absent. */
  readonly observed?: ObservedTimes;
}

/** The largest timestamp that the aggregations of a task have seen. */
interface ObservedTime {
  time: number;
}

export class ObservedTimes {
  readonly #byTask = new WeakMap<RecordContext, ObservedTime>();

  of({ record }: NodeContext): ObservedTime {
    const known = this.#byTask.get(record) ?? { time: -1 };
    this.#byTask.set(record, known);
    return known;
  }
}

export abstract class WindowedNode<W> extends Node {
  /** Late records go on as they came. */
  override readonly readsValues: boolean;
  protected readonly options: WindowAggregateOptions<W>;
  /** Changes are told by others: when the store's cache is flushed, or once. */
  protected isSilent: boolean = false;
  readonly #sendsOldValues: boolean;
  readonly #change = new Change();
  #closing: IdleClosing | null = null;
  #observed: ObservedTime = { time: -1 };

  constructor(options: WindowAggregateOptions<W>, sendsOldValues: boolean) {
    super();
    this.options = options;
    this.#sendsOldValues = sendsOldValues;
    this.readsValues = options.hasLate || (options.aggregation.readsValues ?? true);
    if (options.hasLate) this.sideOutputs = 1;
  }

  override init(context: NodeContext): void {
    super.init(context);
    const { idle, idleMs, emitsFinal, observed } = this.options;
    if (observed !== undefined) this.#observed = observed.of(context);
    if (!idle.isUsed) return;
    const closing = idle.of(context);
    this.#closing = closing;
    if (!emitsFinal || idleMs === null) return;
    const onIdle = (): void => closing.close(this.emitOpen());
    whenIdle({ context, closing, idleMs, onIdle });
  }

  /** The store of its windows is there. `tellsOnce`: what changes in them is not told. */
  protected keepIn(store: StateStore, tellsOnce: boolean): void {
    this.isSilent = tellsOnce || tellsWhenFlushed(store, this.tell.bind(this));
  }

  /** A window has another value, and had `oldValue` before; null where there is none. */
  protected tell(window: unknown, newValue: unknown, oldValue: unknown, timestamp: number): void {
    this.forward(window, this.#change.set(newValue, this.#sendsOldValues ? oldValue : null), timestamp);
  }

  /** A record has come: the largest timestamp of all so far. */
  protected observe(timestamp: number): number {
    if (timestamp > this.#observed.time) this.#observed.time = timestamp;
    return this.#observed.time;
  }

  /** Tells all windows that are open; answers the time that they are closed by, -1 where there are none. */
  protected abstract emitOpen(): number;

  /** A record has come: which windows are closed, by the time that says so or by what was closed before. */
  protected closeTime(byTime: number): number {
    const closing = this.#closing;
    if (closing === null) return byTime;
    closing.lastInput = this.context.wallClock();
    return Math.max(byTime, closing.closeTime);
  }

  /** By that time; -1 where none were closed without it. */
  protected get idleCloseTime(): number {
    return this.#closing?.closeTime ?? -1;
  }

  /** A record that counts in no window. */
  protected late(key: unknown, value: unknown, timestamp: number): void {
    const child = this.options.hasLate ? this.children[0] : undefined;
    if (child !== undefined) this.forwardTo(child, key, value, timestamp);
  }
}
