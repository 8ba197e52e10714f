/** The right table's side of a foreign-key join: it keeps the subscriptions, and answers them. */
import type { Change } from '../../runtime/change.ts';
import { Node } from '../../runtime/node.ts';
import type { NodeContext } from '../../runtime/node-context.ts';
import { subscriptionStoreOf } from '../../runtime/typed-store.ts';
import type { ValueGetter } from '../value-getter.ts';
import { Instruction, type Subscription, type SubscriptionResponse } from './subscription.ts';
import type { SubscriptionStore } from './subscription-store.ts';

/** Takes subscriptions in, and hands them on by their foreign keys (Kafka's SubscriptionReceiveProcessorSupplier). */
export class SubscribeNode extends Node {
  readonly #storeName: string;
  #subscriptions: SubscriptionStore | null = null;

  constructor(storeName: string) {
    super();
    this.#storeName = storeName;
  }

  override init(context: NodeContext): void {
    super.init(context);
    this.#subscriptions = subscriptionStoreOf(context, this.#storeName);
  }

  process(foreignKey: unknown, value: unknown, timestamp: number): void {
    const subscription = value as Subscription;
    const { instruction, primaryKey } = subscription;
    if (foreignKey === null && instruction !== Instruction.PROPAGATE_NULL_IF_NO_FK) {
      this.context.drop('null foreign key');
      return;
    }
    const isEnding =
      instruction === Instruction.DELETE_NO_PROPAGATE || instruction === Instruction.DELETE_AND_PROPAGATE;
    if (foreignKey !== null) this.#subscriptions!.put(foreignKey, primaryKey, isEnding ? null : subscription);
    this.forward(foreignKey, subscription, timestamp);
  }
}

/** Answers a new subscription with the row as it is (Kafka's SubscriptionJoinProcessorSupplier). */
export class AnswerNode extends Node {
  readonly #rows: ValueGetter;

  constructor(rows: ValueGetter) {
    super();
    this.#rows = rows;
  }

  override init(context: NodeContext): void {
    super.init(context);
    this.#rows.open(context);
  }

  process(foreignKey: unknown, value: unknown, timestamp: number): void {
    const { hash, instruction, primaryKey, primaryPartition } = value as Subscription;
    const row = foreignKey === null ? undefined : this.#rows.get(foreignKey);
    if (instruction === Instruction.DELETE_NO_PROPAGATE) return;
    if (instruction === Instruction.PROPAGATE_ONLY_IF_FK && row === undefined) return;
    const foreignValue = instruction === Instruction.DELETE_AND_PROPAGATE ? null : (row?.value ?? null);
    const response: SubscriptionResponse = { hash, foreignValue, primaryPartition };
    this.forward(primaryKey, response, Math.max(timestamp, row?.timestamp ?? timestamp));
  }
}

/** Tells all subscribers of a row that has changed, as of its change (Kafka's ForeignTableJoinProcessorSupplier). */
export class NotifyNode extends Node {
  readonly #storeName: string;
  readonly #isVersioned: boolean;
  #subscriptions: SubscriptionStore | null = null;

  /** `isVersioned`: changes of the right table that came out of order are left out. */
  constructor(storeName: string, isVersioned: boolean) {
    super();
    this.#storeName = storeName;
    this.#isVersioned = isVersioned;
  }

  override init(context: NodeContext): void {
    super.init(context);
    this.#subscriptions = subscriptionStoreOf(context, this.#storeName);
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    const { newValue, isLatest } = value as Change;
    if (key === null) {
      this.context.drop('null key');
      return;
    }
    if (this.#isVersioned && !isLatest) {
      this.context.drop('out of order');
      return;
    }
    for (const { hash, primaryKey, primaryPartition } of this.#subscriptions!.subscribers(key)) {
      const response: SubscriptionResponse = { hash, foreignValue: newValue, primaryPartition };
      this.forward(primaryKey, response, timestamp);
    }
  }
}
