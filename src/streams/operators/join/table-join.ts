/**
 * Two tables by the same keys as one (Kafka's KTableKTableJoin): a change on either side is joined with the row that the
 * other side has. Its timestamp is the later one of the two.
 */
import { Change } from '../../runtime/change.ts';
import { Node } from '../../runtime/node.ts';
import type { NodeContext } from '../../runtime/node-context.ts';
import { settled } from '../../runtime/user-function.ts';
import { TableNode } from '../table-node.ts';
import type { TableOperator } from '../table-operator.ts';
import { storeGetter, type ValueGetter, type ValueGetterPlan } from '../value-getter.ts';
import type { Joiner, JoinKind } from './join-kind.ts';

export interface TableJoinOptions {
  readonly left: TableOperator;
  readonly right: TableOperator;
  readonly kind: JoinKind;
  readonly joiner: Joiner;
  /** Of the joined rows, where they are kept. */
  readonly storeName: string | null;
  /** Of that store: joined rows without one have no history, even where both sides have (KIP-914). */
  readonly isVersioned: boolean;
}

export class TableJoin implements TableOperator {
  readonly #options: TableJoinOptions;
  #sendsOldValues = false;

  constructor(options: TableJoinOptions) {
    this.#options = options;
    const { kind, left, right } = options;
    // That a row is gone is told only of rows that were there.
    if (kind !== 'inner') left.sendOldValues(true);
    if (kind === 'outer') right.sendOldValues(true);
  }

  get isVersioned(): boolean {
    return this.#options.isVersioned;
  }

  view(): ValueGetterPlan {
    const { left, right, storeName, isVersioned } = this.#options;
    if (storeName !== null) return storeGetter(storeName, isVersioned);
    const views = { left: left.view(), right: right.view() };
    return {
      stores: [...views.left.stores, ...views.right.stores],
      isVersioned: false,
      create: () => new JoinedRows(this.#options, views.left.create(), views.right.create()),
    };
  }

  sendOldValues(): boolean {
    const { left, right } = this.#options;
    left.sendOldValues(true);
    right.sendOldValues(true);
    this.#sendsOldValues = true;
    return true;
  }

  /** The node behind both sides. */
  create(): Node {
    return new TableJoinMergeNode(this.#options.storeName, this.#sendsOldValues);
  }

  /** The rows that one side looks at. */
  viewOf(side: 'left' | 'right'): ValueGetterPlan {
    return side === 'left' ? this.#options.right.view() : this.#options.left.view();
  }

  createSide(side: 'left' | 'right'): Node {
    const { kind, joiner, left, right } = this.#options;
    const isLeft = side === 'left';
    const mayLack = {
      own: isLeft ? kind === 'outer' : kind !== 'inner',
      other: isLeft ? kind !== 'inner' : kind === 'outer',
    };
    return new TableJoinSideNode({
      others: this.viewOf(side).create(),
      join: isLeft ? joiner : (own, other, key) => joiner(other, own, key),
      mayLackOwn: mayLack.own,
      mayLackOther: mayLack.other,
      sendsOldValues: this.#sendsOldValues,
      isOwnVersioned: isLeft ? left.isVersioned : right.isVersioned,
    });
  }
}

interface SideOptions {
  readonly others: ValueGetter;
  /** This side's value first. */
  readonly join: Joiner;
  /** A joined row needs no value of this side. */
  readonly mayLackOwn: boolean;
  /** A joined row needs no value of the other side. */
  readonly mayLackOther: boolean;
  readonly sendsOldValues: boolean;
  /** Changes of this side that came out of order are left out. */
  readonly isOwnVersioned: boolean;
}

class TableJoinSideNode extends Node {
  readonly #options: SideOptions;
  readonly #change = new Change();

  constructor(options: SideOptions) {
    super();
    this.#options = options;
  }

  override init(context: NodeContext): void {
    super.init(context);
    this.#options.others.open(context);
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    const { newValue, oldValue, isLatest } = value as Change;
    if (key === null) {
      this.context.drop('null key');
      return;
    }
    const { others, mayLackOther, sendsOldValues, isOwnVersioned } = this.#options;
    if (isOwnVersioned && !isLatest) {
      this.context.drop('out of order');
      return;
    }
    const other = others.get(key);
    if (other === undefined && (!mayLackOther || (newValue === null && oldValue === null))) return;
    const joined = this.#join(key, newValue, other?.value ?? null);
    const before = sendsOldValues ? this.#join(key, oldValue, other?.value ?? null) : null;
    const time = Math.max(timestamp, other?.timestamp ?? timestamp);
    this.forward(key, this.#change.set(joined, before, isLatest), time);
  }

  #join(key: unknown, own: unknown, other: unknown): unknown {
    if (own === null && (other === null || !this.#options.mayLackOwn)) return null;
    return settled(this.#options.join(own, other, key), this.name) ?? null;
  }
}

class TableJoinMergeNode extends TableNode {
  process(key: unknown, value: unknown, timestamp: number): void {
    const { newValue, oldValue, isLatest } = value as Change;
    this.update(key, this.change.set(newValue, this.sendsOldValues ? oldValue : null, isLatest), timestamp);
  }
}

/** Joined rows that nobody keeps, put together when they are asked for. */
class JoinedRows implements ValueGetter {
  readonly #options: TableJoinOptions;
  readonly #left: ValueGetter;
  readonly #right: ValueGetter;

  constructor(options: TableJoinOptions, left: ValueGetter, right: ValueGetter) {
    this.#options = options;
    this.#left = left;
    this.#right = right;
  }

  open(context: NodeContext): void {
    this.#left.open(context);
    this.#right.open(context);
  }

  get(key: unknown): ReturnType<ValueGetter['get']> {
    const { kind, joiner } = this.#options;
    const left = this.#left.get(key);
    if (left === undefined && kind !== 'outer') return undefined;
    const right = this.#right.get(key);
    if (right === undefined && (kind === 'inner' || left === undefined)) return undefined;
    const value = joiner(left?.value ?? null, right?.value ?? null, key);
    if (value === null || value === undefined) return undefined;
    return { value, timestamp: Math.max(left?.timestamp ?? -1, right?.timestamp ?? -1) };
  }
}
