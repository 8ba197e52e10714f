/** What a global table is to the streams that look its rows up: the name of its store, and whose it is. */
import type { Graph } from './graph.ts';

/** A table that is whole at every instance; streams look its rows up by any key. */
export class GlobalTable<K, V> {
  readonly graph: Graph;
  /** Of its rows. */
  readonly storeName: string;
  /** For the types alone. */
  declare protected readonly row: readonly [K, V];

  constructor(graph: Graph, storeName: string) {
    this.graph = graph;
    this.storeName = storeName;
  }
}
