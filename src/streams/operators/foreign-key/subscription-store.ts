/**
 * Who has subscribed to which row of the right table: by foreign key, and then by primary key. In the changelog a key is
 * `length of the foreign key (4), foreign key, primary key`.
 */
import type { PlanSerde } from '../../plan/plan-nodes.ts';
import { MemoryStore } from '../../stores/memory-store.ts';
import type { Subscription } from './subscription.ts';

const LENGTH_BYTES = 4;

export interface SubscriptionStoreOptions {
  readonly name: string;
  /** Of the changelog. */
  readonly topic: string;
  readonly foreignKeys: PlanSerde;
  readonly primaryKeys: PlanSerde;
  readonly subscriptions: PlanSerde;
  readonly isPersistent: boolean;
}

export class SubscriptionStore extends MemoryStore {
  readonly #options: SubscriptionStoreOptions;
  readonly #byForeignKey = new Map<string, Map<string, Subscription>>();
  #size = 0;

  constructor(options: SubscriptionStoreOptions) {
    super(options.name, options.isPersistent);
    this.#options = options;
  }

  get approximateSize(): number {
    return this.#size;
  }

  /** Null takes the subscription back. */
  put(foreignKey: unknown, primaryKey: unknown, subscription: Subscription | null): void {
    const { topic, foreignKeys, primaryKeys, subscriptions } = this.#options;
    const foreign = foreignKeys.serialize(topic, foreignKey) ?? Buffer.alloc(0);
    const primary = primaryKeys.serialize(topic, primaryKey) ?? Buffer.alloc(0);
    this.#set(foreign.toString('latin1'), primary.toString('latin1'), subscription);
    const changelog = this.context?.changelog;
    if (changelog === null || changelog === undefined) return;
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeInt32BE(foreign.length);
    const value = subscription === null ? null : subscriptions.serialize(topic, subscription);
    // The one changelog of tables that has the headers of the record behind each change, as in Kafka.
    const { timestamp, headers } = this.context!;
    changelog.write(Buffer.concat([length, foreign, primary]), value, timestamp(), headers());
  }

  /** Of one row, in the order of the primary keys' bytes. */
  *subscribers(foreignKey: unknown): IterableIterator<Subscription> {
    const { topic, foreignKeys } = this.#options;
    const foreign = foreignKeys.serialize(topic, foreignKey) ?? Buffer.alloc(0);
    const found = this.#byForeignKey.get(foreign.toString('latin1'));
    for (const primary of [...(found?.keys() ?? [])].sort()) {
      const subscription = found?.get(primary);
      if (subscription !== undefined) yield subscription;
    }
  }

  protected override load(key: Uint8Array, value: Uint8Array | null): void {
    const buffer = Buffer.from(key);
    const end = LENGTH_BYTES + buffer.readInt32BE(0);
    const { topic, subscriptions } = this.#options;
    const subscription = value === null ? null : (subscriptions.deserialize(topic, value) as Subscription);
    this.#set(buffer.toString('latin1', LENGTH_BYTES, end), buffer.toString('latin1', end), subscription);
  }

  protected override forget(): void {
    this.#byForeignKey.clear();
    this.#size = 0;
  }

  #set(foreign: string, primary: string, subscription: Subscription | null): void {
    const found = this.#byForeignKey.get(foreign) ?? new Map<string, Subscription>();
    this.#size -= found.size;
    if (subscription === null) found.delete(primary);
    else found.set(primary, subscription);
    this.#size += found.size;
    if (found.size === 0) this.#byForeignKey.delete(foreign);
    else this.#byForeignKey.set(foreign, found);
  }
}
