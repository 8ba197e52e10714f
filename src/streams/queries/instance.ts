/** An instance of an application, as queries reach it. */
import type { PartitionAnswer, QueryDemands } from './query-answer.ts';
import type { Lookup } from './state-query.ts';

export interface InstanceQuery {
  readonly lookup: Lookup;
  readonly demands: QueryDemands;
}

/** This instance: its tasks may be here, or in other threads. */
export interface QueryableInstance {
  /** Whether it answers for the partition at the moment, by itself. */
  has(store: string, partition: number, demands: Pick<QueryDemands, 'allowStale'>): boolean;
  /** Never rejects nor throws. */
  query(store: string, partition: number, query: InstanceQuery): PartitionAnswer | Promise<PartitionAnswer>;
}
