/** Tables whose changes are held back (Kafka's `KTable.suppress`). */
import { KafkaError } from '#kernel';
import { bytes } from '#serde';
import type { Duration } from '../windows/windows.ts';
import { Suppress, type SuppressOptions } from '../operators/aggregate/suppress.ts';
import type { PlanSerde } from '../plan/plan-nodes.ts';
import { ChangeBuffer } from '../stores/change-buffer.ts';
import { StoreSerdes } from '../stores/store-serdes.ts';
import type { Table, TablePlace } from './table.ts';

/** How much may be held back, and what happens beyond it. */
export interface SuppressBounds {
  /** Of the node; the buffer's changelog has its name. */
  readonly name?: string;
  readonly maxRecords?: number;
  readonly maxBytes?: number;
  /** `fail` ends the application; it is the default for windows, whose result must not come early. */
  readonly whenFull?: 'emit' | 'fail';
  readonly logged?: boolean;
  /** Configs of the changelog topic. */
  readonly changelogConfigs?: Readonly<Record<string, string>>;
}

export interface FinalOptions extends SuppressBounds {
  /**
   * Tells windows also when no record has come for so long, by the wall clock: all that are open are told and closed, and what
   * comes for them later is late. By the time of records alone where absent, which stands still without them.
   */
  readonly idle?: Duration;
}

export function suppressed<K, V>(
  table: Table<K, V>,
  options: SuppressBounds & {
    readonly waitMs: number;
    readonly window: { readonly holdsEnd: boolean } | null;
    readonly idle: SuppressOptions['idle'];
  },
): TablePlace<K, V> {
  const { graph, place } = table;
  if (place.operator.isVersioned) {
    throw new KafkaError(
      'INVALID_TOPOLOGY',
      `Changes of the versioned table of ${place.node} cannot be held back: suppress one whose rows are kept without a history`,
    );
  }
  const name = graph.processorName('KTABLE-SUPPRESS-', options.name);
  const storeName =
    options.name === undefined ? graph.storeName('KTABLE-SUPPRESS-', undefined, 'suppress') : `${name}-store`;
  const { waitMs, window, idle, maxRecords = Infinity, maxBytes = Infinity } = options;
  const whenFull = options.whenFull ?? (window === null ? 'emit' : 'fail');
  const operator = new Suppress({
    storeName,
    parent: place.operator,
    waitMs,
    window,
    maxRecords,
    maxBytes,
    whenFull,
    idle,
  });
  const topic = graph.changelogOf(storeName);
  const keySerde = table.keyBytes();
  const valueSerde: PlanSerde = place.value ?? bytes();
  graph.add((plan) => {
    plan.addProcessor({ name, parents: [place.node], create: () => operator.create() });
    const configs = options.changelogConfigs ?? {};
    const changelog = options.logged === false ? null : { configs, sourceTopic: null };
    const create = (): ChangeBuffer<unknown, unknown> =>
      new ChangeBuffer(storeName, new StoreSerdes(topic, keySerde, valueSerde));
    plan.addStore({ name: storeName, create, changelog }, [name]);
  });
  return { ...place, node: name, operator, storeName: null };
}
