/**
 * Holds changes back (Kafka's KTableSuppress): until so much time has passed since the first of them, or until nothing can
 * change a window any more. What goes on is the latest change, with the origin of its record.
 *
 * A window that holds its end is told when time reaches its end, as in Kafka, though records of that very moment may still
 * come. Kafka then tells it again; here a final result is final, and they are left out as late.
 */
import { KafkaError } from '#kernel';
import { Counted } from '../../metrics/counted.ts';
import { Change } from '../../runtime/change.ts';
import { Node, type NodeCount } from '../../runtime/node.ts';
import type { NodeContext } from '../../runtime/node-context.ts';
import { changeBufferOf } from '../../runtime/typed-store.ts';
import type { ChangeBuffer } from '../../stores/change-buffer.ts';
import type { Windowed } from '../../stores/state-store.ts';
import type { TableOperator } from '../table-operator.ts';
import type { ValueGetterPlan } from '../value-getter.ts';
import { type IdleClosings, whenIdle } from './idle-closing.ts';

export interface SuppressOptions {
  readonly storeName: string;
  readonly parent: TableOperator;
  /** How long a change waits, in milliseconds of stream time. */
  readonly waitMs: number;
  /** Null: counted from the record's timestamp. Otherwise from the end of its window, which may lie inside it. */
  readonly window: { readonly holdsEnd: boolean } | null;
  readonly maxRecords: number;
  readonly maxBytes: number;
  /** Too much: `emit` lets the earliest go, `fail` ends the application. */
  readonly whenFull: 'emit' | 'fail';
  /** Windows close after so long without a record; null: by time alone. */
  readonly idle: { readonly idleMs: number; readonly closings: IdleClosings } | null;
}

export class Suppress implements TableOperator {
  readonly #options: SuppressOptions;

  constructor(options: SuppressOptions) {
    this.#options = options;
    // What is shown of a key whose change waits is what was there before.
    options.parent.sendOldValues(true);
  }

  /** Changes that are held back are told by when they came, not by their times (KIP-914). */
  readonly isVersioned = false;

  view(): ValueGetterPlan {
    const { parent, storeName } = this.#options;
    const view = parent.view();
    return {
      stores: [storeName, ...view.stores],
      isVersioned: false,
      create() {
        const getter = view.create();
        let buffer: ChangeBuffer<unknown, unknown> | null = null;
        return {
          open(context) {
            getter.open(context);
            buffer = changeBufferOf(context, storeName);
          },
          get(key) {
            const waiting = buffer?.get(key);
            if (waiting === undefined) return getter.get(key);
            const { priorValue: value } = waiting;
            return value === null ? undefined : { value, timestamp: -1 };
          },
        };
      },
    };
  }

  sendOldValues(mayMaterialize: boolean): boolean {
    return this.#options.parent.sendOldValues(mayMaterialize);
  }

  create(): Node {
    return new SuppressNode(this.#options);
  }
}

class SuppressNode extends Node {
  readonly #options: SuppressOptions;
  readonly #change = new Change();
  readonly #emitted = new Counted();
  override readonly counts: readonly NodeCount[] = [
    { name: 'suppression-emit', what: 'emitted records from the suppression buffer', counted: this.#emitted },
  ];
  #buffer: ChangeBuffer<unknown, unknown> | null = null;
  #observedTime = -1;
  /** Tells at once what a cache has held back until the windows without records were told. */
  #tellWhileIdle: () => void = () => undefined;
  /** Windows that were told, and could still change at this very moment. */
  readonly #told = new Set<string>();

  constructor(options: SuppressOptions) {
    super();
    this.#options = options;
  }

  override init(context: NodeContext): void {
    super.init(context);
    this.#buffer = changeBufferOf(context, this.#options.storeName);
    const { idle } = this.#options;
    if (idle === null) return;
    const closing = idle.closings.of(context);
    const tell = (): void => closing.close(this.#emitAll());
    const onIdle = (): void => {
      tell();
      // Caches before this node have windows as well, which come with the commit.
      context.requestCommit();
    };
    const isIdle = whenIdle({ context, closing, idleMs: idle.idleMs, onIdle });
    this.#tellWhileIdle = () => {
      if (isIdle()) tell();
    };
  }

  /** Answers the time that all windows which waited are closed by, -1 where there are none. */
  #emitAll(): number {
    let closeTime = -1;
    const ends = this.#options.window?.holdsEnd === true ? 1 : 0;
    while (this.#buffer!.records > 0) closeTime = Math.max(closeTime, this.#emitFirst() + ends);
    return closeTime;
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    const { newValue, oldValue } = value as Change;
    if (timestamp > this.#observedTime) this.#told.clear();
    this.#observedTime = Math.max(this.#observedTime, timestamp);
    if (this.#told.size > 0 && this.#told.has(this.#buffer!.keyText(key))) {
      this.context.drop('expired window');
      return;
    }
    const origin = { ...this.context.record.capture(), timestamp, source: null };
    this.#buffer!.put(key, { time: this.#dueFrom(key, timestamp), newValue, oldValue, origin });
    const { waitMs, whenFull } = this.#options;
    while (this.#buffer!.minTime <= this.#observedTime - waitMs) this.#emitFirst();
    this.#tellWhileIdle();
    if (!this.#isFull) return;
    if (whenFull === 'fail') throw this.#overflow();
    while (this.#isFull) this.#emitFirst();
  }

  #dueFrom(key: unknown, timestamp: number): number {
    return this.#options.window === null ? timestamp : (key as Windowed<unknown>).end;
  }

  get #isFull(): boolean {
    return this.#buffer!.records > this.#options.maxRecords || this.#buffer!.bytes > this.#options.maxBytes;
  }

  /** Answers what it was due from. */
  #emitFirst(): number {
    const { time, key, newValue, oldValue, origin } = this.#buffer!.take()!;
    // A window that came to nothing needs no word: of its result nobody was told.
    const { window, waitMs } = this.#options;
    if (newValue === null && window !== null) return time;
    if (window?.holdsEnd === true && (key as Windowed<unknown>).end === this.#observedTime - waitMs) {
      this.#told.add(this.#buffer!.keyText(key));
    }
    const { record } = this.context;
    const before = record.capture();
    record.restore(origin);
    this.#emitted.total++;
    this.forward(key, this.#change.set(newValue, oldValue), origin.timestamp);
    record.restore(before);
    return time;
  }

  #overflow(): KafkaError {
    const { maxRecords, maxBytes } = this.#options;
    const { records, bytes } = this.#buffer!;
    return new KafkaError(
      'BUFFER_FULL',
      `${this.name} holds back ${records} records with ${bytes} bytes, and may hold ${maxRecords} with ${maxBytes}: allow more, or let it emit early`,
    );
  }
}
