/** The left table's side of a foreign-key join: what its rows subscribe to, and what becomes of the answers. */
import type { Change } from '../../runtime/change.ts';
import { Node } from '../../runtime/node.ts';
import type { NodeContext } from '../../runtime/node-context.ts';
import { settled } from '../../runtime/user-function.ts';
import type { Joiner } from '../join/join-kind.ts';
import type { ValueGetter } from '../value-getter.ts';
import { murmur3 } from './murmur3.ts';
import { Instruction, type Subscription, type SubscriptionResponse } from './subscription.ts';

export interface LeftRows {
  /** The bytes of a row, by which it is told from its successors. */
  bytes(this: void, value: unknown): Uint8Array;
}

export interface RegistrationOptions extends LeftRows {
  readonly isLeft: boolean;
  /** Of the left table: changes that came out of order are left out. */
  readonly isVersioned: boolean;
  foreignKey(this: void, value: unknown, key: unknown): unknown;
  /** Whether two foreign keys are the same, in bytes. */
  isSameKey(this: void, one: unknown, other: unknown): boolean;
}

/** Each change of a row becomes what the right side has to know (Kafka's SubscriptionSendProcessorSupplier). */
export class RegistrationNode extends Node {
  readonly #options: RegistrationOptions;

  constructor(options: RegistrationOptions) {
    super();
    this.#options = options;
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    const { newValue, oldValue, isLatest } = value as Change;
    if (key === null) {
      this.context.drop('null key');
      return;
    }
    const { bytes, isVersioned } = this.#options;
    if (isVersioned && !isLatest) {
      this.context.drop('out of order');
      return;
    }
    if (newValue === null && oldValue === null) return;
    const row = { key, timestamp, hash: newValue === null ? null : murmur3(bytes(newValue)) };
    const keys = { old: this.#foreignKey(key, oldValue), next: this.#foreignKey(key, newValue) };
    if (this.#options.isLeft) this.#sendLeft(row, keys);
    else this.#sendInner(row, keys, newValue !== null);
  }

  /** Every row has a result, also one that points nowhere. */
  #sendLeft(row: Row, { old, next }: ForeignKeys): void {
    if (old !== null && !this.#isSame(old, next)) this.#send(row, old, Instruction.DELETE_NO_PROPAGATE);
    this.#send(row, next, Instruction.PROPAGATE_NULL_IF_NO_FK);
  }

  /** Where the old row had a result and the new one may have none, that has to be told. */
  #sendInner(row: Row, { old, next }: ForeignKeys, isThere: boolean): void {
    if (next === null) {
      if (isThere) this.context.drop('null foreign key');
      if (old !== null) this.#send(row, old, Instruction.DELETE_AND_PROPAGATE);
      return;
    }
    if (old === null || this.#isSame(old, next)) {
      this.#send(row, next, Instruction.PROPAGATE_ONLY_IF_FK);
      return;
    }
    this.#send(row, old, Instruction.DELETE_NO_PROPAGATE);
    this.#send(row, next, Instruction.PROPAGATE_NULL_IF_NO_FK);
  }

  #send({ key, hash, timestamp }: Row, foreignKey: unknown, instruction: number): void {
    const primaryPartition = this.context.record.partition;
    const subscription: Subscription = { hash, instruction, primaryKey: key, primaryPartition };
    this.forward(foreignKey, subscription, timestamp);
  }

  #foreignKey(key: unknown, value: unknown): unknown {
    return value === null ? null : (settled(this.#options.foreignKey(value, key), this.name) ?? null);
  }

  #isSame(one: unknown, other: unknown): boolean {
    return other !== null && this.#options.isSameKey(one, other);
  }
}

interface Row {
  readonly key: unknown;
  readonly timestamp: number;
  readonly hash: Buffer | null;
}

interface ForeignKeys {
  readonly old: unknown;
  readonly next: unknown;
}

export interface ResolverOptions extends LeftRows {
  readonly rows: ValueGetter;
  readonly isLeft: boolean;
  readonly joiner: Joiner;
}

/** Joins an answer with the row as it is now, or drops it where that has changed since (Kafka's ResponseJoinProcessorSupplier). */
export class ResolverNode extends Node {
  readonly #options: ResolverOptions;

  constructor(options: ResolverOptions) {
    super();
    this.#options = options;
  }

  override init(context: NodeContext): void {
    super.init(context);
    this.#options.rows.open(context);
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    const { hash, foreignValue } = value as SubscriptionResponse;
    const { rows, bytes, isLeft, joiner } = this.#options;
    const row = rows.get(key);
    const current = row === undefined ? null : murmur3(bytes(row.value));
    const isStale = hash === null || current === null ? hash !== current : !hash.equals(current);
    if (isStale) {
      this.context.drop('outdated answer');
      return;
    }
    const isGone = foreignValue === null && (!isLeft || row === undefined);
    const result = isGone ? null : settled(joiner(row?.value ?? null, foreignValue, key), this.name);
    this.forward(key, result, timestamp);
  }
}
