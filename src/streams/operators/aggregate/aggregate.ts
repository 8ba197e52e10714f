/** An aggregation as a table: its rows are always kept, so old values cost nothing. */
import type { Node } from '../../runtime/node.ts';
import type { TableOperator } from '../table-operator.ts';
import type { ValueGetterPlan } from '../value-getter.ts';

export class Aggregate implements TableOperator {
  readonly #view: ValueGetterPlan;
  readonly #create: (sendsOldValues: boolean) => Node;
  #sendsOldValues = false;

  constructor(view: ValueGetterPlan, create: (sendsOldValues: boolean) => Node) {
    this.#view = view;
    this.#create = create;
  }

  get isVersioned(): boolean {
    return this.#view.isVersioned;
  }

  view(): ValueGetterPlan {
    return this.#view;
  }

  sendOldValues(): boolean {
    this.#sendsOldValues = true;
    return true;
  }

  create(): Node {
    return this.#create(this.#sendsOldValues);
  }
}
