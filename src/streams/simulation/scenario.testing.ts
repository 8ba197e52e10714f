/** What a simulated application computes: its topology, what goes in, and what may be said of what comes out. */
import { string, type SyncSerde } from '#serde';
import type { SeededRandom } from '#sim';
import type { Topology, TopologyOptions } from '../dsl/topology.ts';

/** A record of an input topic. */
export interface InputRecord {
  readonly topic: string;
  readonly key: string;
  /** Null deletes a row of a table. */
  readonly value: string | null;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
}

export interface InputSize {
  /** About how many records. */
  readonly size: number;
  /** The first timestamp, on the borders of all windows. */
  readonly begin: number;
}

/** The world as functions of an application feel it. */
export interface Surroundings {
  /** Called once for each record, in some function: fails now and then, as functions of applications do. */
  trouble(): void;
  /** Resolves after some time. */
  someTime(): Promise<void>;
}

/** How a result that nothing went wrong with may differ from another. */
export type Order = 'of-keys' | 'none';

export interface Scenario {
  /** Input topics; all have as many partitions as the output. */
  readonly inputs: readonly string[];
  /** Of each topic; 1 to 3 where absent. */
  readonly partitions?: number;
  /** Writes texts to `OUTPUT`, each as `key=value` under the key. */
  topology(surroundings: Surroundings, options: Pick<TopologyOptions, 'stores' | 'optimize'>): Topology;
  /** Topics of its own that a wave has to have passed as well, in their order, with as many partitions. */
  readonly between?: readonly string[];
  /** What passes between two waves, in milliseconds. */
  readonly restMs?: number;
  /** What goes in; of a wave nothing is sent before all that came before it was processed and committed. */
  waves(random: SeededRandom, input: InputSize): readonly (readonly InputRecord[])[];
  /** Whether the records of a partition make its results alone, so that time passes in each partition for itself. */
  readonly isPartitioned: boolean;
  /** Whether the results of a key come in one order. */
  readonly order: Order;
  /** Whether caches leave out results that others follow upon. */
  readonly isCached: boolean;
  /**
   * What has to be there at least once where records may be processed twice: all results, or of each key a number that is
   * no lower than the last one. Null: nothing is promised, and it runs under exactly-once alone.
   */
  readonly atLeastOnce: 'all' | 'last' | null;
}

export const APPLICATION = 'app';
export const OUTPUT = 'out';
export const TEXTS: { readonly key: SyncSerde<string>; readonly value: SyncSerde<string> } = {
  key: string(),
  value: string(),
};

export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

export function pick<T>(random: SeededRandom, values: readonly T[]): T {
  return values[random.below(values.length)]!;
}
