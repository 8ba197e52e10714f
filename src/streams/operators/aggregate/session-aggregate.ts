/**
 * One aggregate for each key and session (Kafka's KStreamSessionWindowAggregate). A record opens a session of its own and
 * takes in every one of its key that is within the gap; of those that are taken in it is told that they are gone, as of
 * their ends. A record is late only if the session that it ends up in is.
 */
import type { NodeContext } from '../../runtime/node-context.ts';
import type { RecordHeader } from '../../runtime/record-context.ts';
import { settled } from '../../runtime/user-function.ts';
import { sessionStoreOf } from '../../runtime/typed-store.ts';
import type { SessionStore, Windowed } from '../../stores/state-store.ts';
import type { SessionWindows } from '../../windows/windows.ts';
import type { TableOperator } from '../table-operator.ts';
import { Aggregate } from './aggregate.ts';
import { sessionGetter } from './window-getter.ts';
import { type WindowAggregateOptions, WindowedNode } from './windowed-node.ts';

const NO_HEADERS: readonly RecordHeader[] = [];

export type SessionMerger = (key: unknown, one: unknown, other: unknown) => unknown;

export interface SessionAggregateOptions extends WindowAggregateOptions<SessionWindows> {
  readonly merge: SessionMerger;
}

export function sessionAggregate(options: SessionAggregateOptions): TableOperator {
  return new Aggregate(
    sessionGetter(options.storeName),
    (sendsOldValues) => new SessionAggregateNode(options, sendsOldValues),
  );
}

interface Arrival {
  /** Of the record, milliseconds since 1970. */
  readonly timestamp: number;
  /** The sessions that it joins, with their aggregates. */
  readonly taken: readonly (readonly [Windowed<unknown>, unknown])[];
}

class SessionAggregateNode extends WindowedNode<SessionWindows> {
  readonly #merge: SessionMerger;
  #sessions: SessionStore<unknown, unknown> | null = null;
  #nextLook = Number.NEGATIVE_INFINITY;

  constructor(options: SessionAggregateOptions, sendsOldValues: boolean) {
    super(options, sendsOldValues);
    this.#merge = options.merge;
  }

  override init(context: NodeContext): void {
    super.init(context);
    this.#sessions = sessionStoreOf(context, this.options.storeName);
    this.keepIn(this.#sessions, this.options.emitsFinal);
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    if (key === null) {
      this.context.drop('null key');
      return;
    }
    const observed = this.observe(timestamp);
    const { gapMs, graceMs } = this.options.windows;
    const closeTime = this.closeTime(observed - graceMs - gapMs);
    if (this.options.emitsFinal) this.#emitClosed(closeTime);
    // A session that was closed while nothing came is not taken in again, though it may still be there.
    const earliestEnd = Math.max(timestamp - gapMs, this.idleCloseTime);
    const taken = [...this.#sessions!.find(key, earliestEnd, timestamp + gapMs)];
    const merged = { key, start: timestamp, end: timestamp };
    for (const [{ start, end }] of taken) {
      merged.start = Math.min(merged.start, start);
      merged.end = Math.max(merged.end, end);
    }
    if (merged.end < closeTime) {
      this.context.drop('expired window');
      this.late(key, value, timestamp);
    } else this.#putAt(merged, value, { timestamp, taken });
  }

  /** The store writes down the time of the record that comes here, whatever was read from the topic. */
  #putAt(merged: Windowed<unknown>, value: unknown, arrival: Arrival): void {
    const { record } = this.context;
    const before = record.timestamp;
    record.timestamp = arrival.timestamp;
    this.#put(merged, value, arrival);
    record.timestamp = before;
  }

  #put(merged: Windowed<unknown>, value: unknown, { timestamp, taken }: Arrival): void {
    const { aggregation } = this.options;
    let aggregate = aggregation.initialize();
    for (const [, other] of taken) aggregate = settled(this.#merge(merged.key, aggregate, other), this.name);
    if (merged.start !== timestamp || merged.end !== timestamp) {
      for (const [window, old] of taken) {
        this.#sessions!.put(window, null);
        if (this.isSilent) continue;
        this.#tellWithoutHeaders(window, null, old);
      }
    }
    aggregate = aggregation.add(aggregate, value, this.view(merged.key, timestamp)) ?? null;
    this.#sessions!.put(merged, aggregate);
    if (!this.isSilent) this.#tellWithoutHeaders(merged, aggregate, null);
  }

  /** A session under way is of several records, and has no headers, as in Kafka. */
  #tellWithoutHeaders(window: Windowed<unknown>, newValue: unknown, oldValue: unknown): void {
    const { record } = this.context;
    const { headers } = record;
    record.headers = NO_HEADERS;
    this.tell(window, newValue, oldValue, window.end);
    record.headers = headers;
  }

  /** Before the record at hand changes anything: the sessions that its time has closed. */
  #emitClosed(closeTime: number): void {
    const { name } = this.#sessions!;
    const now = this.context.wallClock();
    const lastCloseTime = this.context.remembered(name) ?? -1;
    if (now < this.#nextLook || closeTime <= lastCloseTime) return;
    this.#nextLook = now + this.context.emitIntervalMs;
    for (const [window, aggregate] of this.#sessions!.findEnded(lastCloseTime, closeTime - 1)) {
      // With the headers of the record that closed it, as in Kafka.
      this.tell(window, aggregate, null, window.end);
    }
    this.context.remember(name, closeTime);
  }

  protected emitOpen(): number {
    const { name } = this.#sessions!;
    const lastCloseTime = this.context.remembered(name) ?? -1;
    let closeTime = -1;
    for (const [window, aggregate] of this.#sessions!.findEnded(lastCloseTime, Number.MAX_SAFE_INTEGER)) {
      this.tell(window, aggregate, null, window.end);
      closeTime = Math.max(closeTime, window.end + 1);
    }
    if (closeTime > lastCloseTime) this.context.remember(name, closeTime);
    return closeTime;
  }
}
