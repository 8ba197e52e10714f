/** One aggregate for each key of a regrouped table (Kafka's KTableAggregate, KTableReduce): what leaves is subtracted before what comes is added. */
import { KafkaError } from '#kernel';
import type { Change } from '../../runtime/change.ts';
import { TableNode } from '../table-node.ts';
import type { TableOperator } from '../table-operator.ts';
import { storeGetter } from '../value-getter.ts';
import { Aggregate } from './aggregate.ts';
import type { Aggregation } from './aggregation.ts';

export interface TableAggregateOptions {
  readonly storeName: string;
  readonly isVersioned: boolean;
  readonly adder: Aggregation;
  readonly subtract: Aggregation['add'];
}

export function tableAggregate(options: TableAggregateOptions): TableOperator {
  return new Aggregate(
    storeGetter(options.storeName, options.isVersioned),
    (sendsOldValues) => new TableAggregateNode(options, sendsOldValues),
  );
}

class TableAggregateNode extends TableNode {
  readonly #options: TableAggregateOptions;

  constructor(options: TableAggregateOptions, sendsOldValues: boolean) {
    super(options.storeName, sendsOldValues);
    this.#options = options;
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    if (key === null) throw new KafkaError('NULL_KEY', `${this.name} got a record without a key, which no row has`);
    const { newValue, oldValue } = value as Change;
    const { adder, subtract } = this.#options;
    const row = this.rows!.get(key);
    const old = row?.value ?? null;
    let aggregate = old;
    if (oldValue !== null && old !== null) aggregate = subtract(old, oldValue, this.view(key, timestamp)) ?? null;
    if (newValue !== null) {
      const start = aggregate ?? adder.initialize();
      aggregate = adder.add(start, newValue, this.view(key, timestamp)) ?? null;
    }
    const isOlder = row !== undefined && (newValue !== null || oldValue !== null);
    const time = isOlder ? Math.max(timestamp, row.timestamp) : timestamp;
    this.update(key, this.change.set(aggregate, old), time);
  }
}
