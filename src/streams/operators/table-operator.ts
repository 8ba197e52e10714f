/**
 * A table as the builder sees it while the topology grows: whether its rows are kept, whether it tells old values, and how
 * others look at its rows. What is asked of it later (a join that needs rows, an aggregation that needs old values) is
 * decided before its node is made, as in Kafka's KTableImpl.
 */
import type { Node } from '../runtime/node.ts';
import type { ValueGetterPlan } from './value-getter.ts';

export interface TableOperator {
  /** Its rows have a history, by which changes that come out of order are told from the latest (KIP-914). */
  readonly isVersioned: boolean;
  /** How others look at its rows; makes it keep them, where it must. */
  view(): ValueGetterPlan;
  /**
   * From now on changes carry what was there before. False where that would take a store and `mayMaterialize` forbids it.
   */
  sendOldValues(mayMaterialize: boolean): boolean;
  create(): Node;
}
