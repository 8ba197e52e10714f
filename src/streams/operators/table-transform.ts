/**
 * Rows of a table turned into others by a transformer with stores of its own (Kafka's KTableTransformValues). It is shown
 * tombstones as well, and where old values are told and its rows are not kept it is asked for those too.
 *
 * Whoever looks at its rows where they are not kept has a transformer of its own, as in Kafka.
 */
import type { Change } from '../runtime/change.ts';
import { Node } from '../runtime/node.ts';
import type { NodeContext } from '../runtime/node-context.ts';
import type { RecordHeader, RecordOrigin } from '../runtime/record-context.ts';
import type { RecordView } from '../runtime/record-view.ts';
import { type NoPromise, settled } from '../runtime/user-function.ts';
import type { StateStore } from '../stores/state-store.ts';
import { TableNode } from './table-node.ts';
import { taskAccess, type TaskAccess } from './process.ts';
import type { TableOperator } from './table-operator.ts';
import { storeGetter, type ValueGetter, type ValueGetterPlan } from './value-getter.ts';

/** What an application writes. Nothing in it may return a promise. */
export interface ValueTransformer<K, V, W> {
  /** Null stands for a row that is not there, both ways. */
  transform(value: V | null, record: RecordView<K>): W | null;
  /** The task ends; its stores are still open. */
  close?(): NoPromise;
}

export interface TableTransformOptions {
  readonly name: string;
  readonly parent: TableOperator;
  readonly storeName: string | null;
  /** Of the store. */
  readonly isStoreVersioned: boolean;
  /** Of the transformer's own, by name. */
  readonly stores: readonly string[];
  create(
    this: void,
    access: TaskAccess,
    storeOf: (name: string) => StateStore,
  ): ValueTransformer<unknown, unknown, unknown>;
}

export class TableTransform implements TableOperator {
  readonly #options: TableTransformOptions;
  #sendsOldValues = false;

  constructor(options: TableTransformOptions) {
    this.#options = options;
  }

  get isVersioned(): boolean {
    const { parent, storeName, isStoreVersioned } = this.#options;
    return storeName === null ? parent.isVersioned : isStoreVersioned;
  }

  view(): ValueGetterPlan {
    const { parent, storeName, isStoreVersioned, stores } = this.#options;
    if (storeName !== null) return storeGetter(storeName, isStoreVersioned);
    const view = parent.view();
    const create = (): ValueGetter => new TransformedRows(this.#options, view.create());
    return { stores: [...view.stores, ...stores], isVersioned: view.isVersioned, create };
  }

  sendOldValues(mayMaterialize: boolean): boolean {
    const { parent, storeName } = this.#options;
    this.#sendsOldValues ||= storeName !== null || parent.sendOldValues(mayMaterialize);
    return this.#sendsOldValues;
  }

  create(): Node {
    return new TableTransformNode(this.#options, this.#sendsOldValues);
  }
}

class TableTransformNode extends TableNode {
  readonly #options: TableTransformOptions;
  #transformer: ValueTransformer<unknown, unknown, unknown> | null = null;

  constructor(options: TableTransformOptions, sendsOldValues: boolean) {
    super(options.storeName, sendsOldValues);
    this.#options = options;
    this.name = options.name;
  }

  override init(context: NodeContext): void {
    super.init(context);
    this.open(context);
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    const change = value as Change;
    const newValue = this.transform(key, change.newValue, timestamp);
    const oldValue = this.sendsOldValues ? this.#oldValue(key, change.oldValue, timestamp) : null;
    this.update(key, this.change.set(newValue, oldValue, change.isLatest), timestamp);
  }

  transform(key: unknown, value: unknown, timestamp: number): unknown {
    return settled(this.#transformer!.transform(value, this.view(key, timestamp)), this.name) ?? null;
  }

  override close(): void {
    this.#transformer?.close?.();
    this.#transformer = null;
    super.close();
  }

  /** A transformer of its own. */
  open(context: NodeContext): void {
    this.#transformer = this.#options.create(taskAccess(this.name, context), (name) => context.store(name));
  }

  #oldValue(key: unknown, oldValue: unknown, timestamp: number): unknown {
    if (this.rows !== null) return this.rows.get(key)?.value ?? null;
    return this.transform(key, oldValue, timestamp);
  }
}

/** Of a row it is known when it was, and not where it was read; and its headers, where they are kept. */
function originOf(timestamp: number, headers: readonly RecordHeader[] = []): RecordOrigin {
  return { topic: null, partition: -1, offset: -1, timestamp, headers };
}

const NO_TIME = -1;

class TransformedRows implements ValueGetter {
  readonly #rows: ValueGetter;
  readonly #viewer: Viewer;
  #context: NodeContext | null = null;

  constructor(options: TableTransformOptions, rows: ValueGetter) {
    this.#rows = rows;
    this.#viewer = new Viewer(options, false);
  }

  open(context: NodeContext): void {
    this.#context = context;
    this.#rows.open(context);
    this.#viewer.init(context);
    context.onClose(() => this.#viewer.close());
  }

  get(key: unknown, asOfTimestamp?: number): ReturnType<ValueGetter['get']> {
    const row = this.#rows.get(key, asOfTimestamp);
    const timestamp = row?.timestamp ?? NO_TIME;
    const { record } = this.#context!;
    const before = record.capture();
    record.restore(originOf(timestamp, row?.headers));
    const value = this.#viewer.transform(key, row?.value ?? null, timestamp);
    record.restore(before);
    return value === null ? undefined : { value, timestamp };
  }
}

/** A transformer without rows and children. */
class Viewer extends TableTransformNode {
  override init(context: NodeContext): void {
    Node.prototype.init.call(this, context);
    this.open(context);
  }
}
