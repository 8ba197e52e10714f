/** What `bench client` measures, in full and quickly (every row: acks=all, three partitions, 16-byte keys hashed by the client). */
export interface ProduceRow {
  readonly kind: 'produce';
  readonly name: string;
  readonly recordBytes: number;
  /** Records of one call: 1 is `send`. */
  readonly batchRecords: number;
  /** Calls that wait for their answer at any moment. */
  readonly outstanding: number;
  readonly warmupSeconds: number;
  readonly seconds: number;
}

export interface ConsumeRow {
  readonly kind: 'consume';
  readonly name: string;
  readonly recordBytes: number;
  readonly by: 'batch' | 'record';
  /** In the topic; the first tenth is warm-up. */
  readonly records: number;
}

export type WorkRow = ProduceRow | ConsumeRow;

export interface ClientPlan {
  readonly rounds: number;
  readonly rows: readonly WorkRow[];
}

export const PARTITIONS = 3;
export const KEY_BYTES = 16;

/** Kinds of rows, by how their names begin. */
export const clientRowNames: readonly string[] = ['send', 'batches', 'consume'];

/** `kinds`: only these; all where there are none. */
export function clientPlan(rounds: number, isQuick: boolean, kinds: readonly string[]): ClientPlan {
  const timing = isQuick ? { warmupSeconds: 0.5, seconds: 1 } : { warmupSeconds: 1.5, seconds: 3 };
  const share = isQuick ? 0.25 : 1;
  const produce = (
    name: string,
    work: Pick<ProduceRow, 'recordBytes' | 'batchRecords' | 'outstanding'>,
  ): ProduceRow => ({
    kind: 'produce',
    name,
    ...work,
    ...timing,
  });
  const consume = (recordBytes: number, by: ConsumeRow['by'], records: number): ConsumeRow => ({
    kind: 'consume',
    name: `consume ${sizeText(recordBytes)} by ${by}`,
    recordBytes,
    by,
    records: records * share,
  });
  const rows = [
    produce('send 100 B, 1000 outstanding', { recordBytes: 100, batchRecords: 1, outstanding: 1000 }),
    produce('send 100 B, 50 outstanding', { recordBytes: 100, batchRecords: 1, outstanding: 50 }),
    produce('send 100 B, one at a time', { recordBytes: 100, batchRecords: 1, outstanding: 1 }),
    produce('batches of 100 × 100 B, 5 outstanding', { recordBytes: 100, batchRecords: 100, outstanding: 5 }),
    produce('batches of 100 × 1 KiB, 5 outstanding', { recordBytes: 1024, batchRecords: 100, outstanding: 5 }),
    consume(100, 'batch', 4_000_000),
    consume(100, 'record', 4_000_000),
    consume(1024, 'batch', 800_000),
    consume(1024, 'record', 800_000),
  ];
  const isWanted = ({ name }: WorkRow): boolean => kinds.length === 0 || kinds.some((kind) => name.startsWith(kind));
  return { rounds, rows: rows.filter(isWanted) };
}

export function sizeText(bytes: number): string {
  return bytes >= 1024 ? `${bytes / 1024} KiB` : `${bytes} B`;
}
