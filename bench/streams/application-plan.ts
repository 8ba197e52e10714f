/** Which applications are run, and over how much. */
import { streamsRows } from './topologies.ts';

export const GUARANTEES = { 'at least once': 'at_least_once', 'exactly once': 'exactly_once_v2' } as const;

export interface ApplicationCase {
  /** As in topologies.ts. */
  readonly row: string;
  readonly guarantee: keyof typeof GUARANTEES;
  readonly stores: 'memory' | 'disk';
}

export interface ApplicationPlan {
  readonly cases: readonly ApplicationCase[];
  /** Kinds of stores that are restored. */
  readonly restored: readonly ApplicationCase['stores'][];
  /** Of all topics that an application reads. */
  readonly records: number;
  /** Of those that the process has dealt with before, in an application like it. */
  readonly warmupRecords: number;
  /** In the changelog of the store that is restored. */
  readonly restoredRecords: number;
}

/** Kafka's default under exactly once; otherwise there is none so short, but the end would be waited for. */
export const COMMIT_MS: Readonly<Record<ApplicationCase['guarantee'], number>> = {
  'at least once': 1000,
  'exactly once': 100,
};

export function caseName({ row, guarantee, stores }: ApplicationCase): string {
  const hasStore = streamsRows.find(({ name }) => name === row)!.hasStore;
  return hasStore ? `${row}, ${guarantee}, ${stores}` : `${row}, ${guarantee}`;
}

/** All rows in memory, both ways; those with a store on the disk, too, and a count in all four. */
export function applicationPlan(isQuick: boolean): ApplicationPlan {
  const cases = streamsRows.flatMap(({ name: row, hasStore }): ApplicationCase[] => {
    const once: ApplicationCase = { row, guarantee: 'at least once', stores: 'memory' };
    const exactly: ApplicationCase = { row, guarantee: 'exactly once', stores: 'memory' };
    const onDisk: ApplicationCase = { row, guarantee: 'at least once', stores: 'disk' };
    if (isQuick && row !== 'count') return [once];
    if (!hasStore) return [once, exactly];
    return row === 'count' && !isQuick
      ? [once, exactly, onDisk, { ...exactly, stores: 'disk' }]
      : [once, exactly, onDisk];
  });
  if (isQuick) {
    return { cases, restored: ['memory'], records: 500_000, warmupRecords: 300_000, restoredRecords: 500_000 };
  }
  const records = 2_000_000;
  return { cases, restored: ['memory', 'disk'], records, warmupRecords: 400_000, restoredRecords: records };
}
