/** Joins of tables by the same keys (Kafka's `KTable.join`, `leftJoin`, `outerJoin`). */
import type { SyncSerde } from '#serde';
import type { Joiner, JoinKind } from '../operators/join/join-kind.ts';
import { TableJoin } from '../operators/join/table-join.ts';
import { unnamed } from './graph.ts';
import { type Kept, keptOptions, keptRows } from './kept.ts';
import { Table } from './table.ts';

export interface TableJoinWork<K, W> {
  readonly kind: JoinKind;
  readonly joiner: Joiner;
  /** The joined rows are kept where they have a name. */
  readonly kept: Kept<K, W> | undefined;
}

export function joinTables<K, V, O, W>(left: Table<K, V>, right: Table<K, O>, work: TableJoinWork<K, W>): Table<K, W> {
  const { graph } = left;
  graph.expectOwn('join', right);
  const options = keptOptions(work.kept);
  const storeName = options.store === undefined ? null : graph.storeName('KTABLE-MERGE-', options.store, 'join');
  if (options.versioned !== undefined && storeName === null) throw unnamed('join');
  const merge = graph.nodeName('KTABLE-MERGE-', options.name);
  const names = {
    left: graph.partName(options.name, '-join-this', 'KTABLE-JOINTHIS-'),
    right: graph.partName(options.name, '-join-other', 'KTABLE-JOINOTHER-'),
  };
  graph.handleErrors(options.onError, [names.left, names.right, merge]);
  const { kind, joiner } = work;
  const operator = new TableJoin({
    left: left.place.operator,
    right: right.place.operator,
    kind,
    joiner,
    storeName,
    isVersioned: options.versioned !== undefined,
  });
  const views = { left: operator.viewOf('left'), right: operator.viewOf('right') };
  const sources = [...new Set([...left.place.sources, ...right.place.sources])];
  const key = options.key ?? left.place.key;
  const value: SyncSerde<W> | null = options.value ?? null;
  graph.add((plan) => {
    for (const [side, table] of [
      ['left', left],
      ['right', right],
    ] as const) {
      const create = (): ReturnType<TableJoin['create']> => operator.createSide(side);
      plan.addProcessor({ name: names[side], parents: [table.place.node], create }, views[side].stores);
    }
    plan.addProcessor({ name: merge, parents: [names.left, names.right], create: () => operator.create() });
    if (storeName !== null)
      plan.addStore(keptRows(graph, { storeName, key, value, options, operator: 'join' }), [merge]);
    plan.copartition(sources);
  });
  const { keyBytes } = left.place;
  const kept = keyBytes === undefined ? {} : { keyBytes };
  return new Table<K, W>(graph, { node: merge, sources, key, value, operator, storeName, ...kept });
}
