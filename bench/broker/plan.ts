/** What `bench broker` measures, in full and quickly. */
export interface ThroughputCase {
  readonly recordBytes: number;
  readonly partitions: number;
  readonly compression: 'none' | 'lz4';
  readonly records: number;
}

export interface LatencyCase {
  readonly rate: number;
  readonly records: number;
  readonly warmupRecords: number;
}

export interface Plan {
  readonly rounds: number;
  readonly starts: number;
  readonly throughput: readonly ThroughputCase[];
  /** Before the first of them: no broker is judged while it still compiles itself. */
  readonly warmupRecords: number;
  readonly latency: readonly LatencyCase[];
  readonly latencyRecordBytes: number;
  /** Produced in records of 1 KiB to see what memory a broker comes to. */
  readonly memoryLoadBytes: number;
  readonly workloads: WorkloadSizes;
}

/** Of the rows whose load is Samsa's client or bare requests. */
export interface WorkloadSizes {
  readonly warmupSeconds: number;
  /** That count. */
  readonly seconds: number;
  readonly transactionalProducers: number;
  readonly shareRecords: number;
  readonly partitions: number;
  readonly idleSeconds: number;
  readonly connections: number;
  readonly compactedRecords: number;
  readonly tlsRecords: number;
  readonly recoveryBytes: number;
}

const SIZES = [
  { recordBytes: 100, records: 1_000_000 },
  { recordBytes: 1024, records: 300_000 },
];
const fullWorkloads: WorkloadSizes = {
  warmupSeconds: 15,
  seconds: 10,
  transactionalProducers: 8,
  shareRecords: 400_000,
  partitions: 5_000,
  idleSeconds: 10,
  connections: 1_000,
  compactedRecords: 3_000_000,
  tlsRecords: 400_000,
  recoveryBytes: 1_000_000_000,
};
const quickWorkloads: WorkloadSizes = {
  warmupSeconds: 1,
  seconds: 2,
  transactionalProducers: 8,
  shareRecords: 50_000,
  partitions: 500,
  idleSeconds: 2,
  connections: 100,
  compactedRecords: 300_000,
  tlsRecords: 40_000,
  recoveryBytes: 100_000_000,
};
const RATES = [1_000, 10_000, 30_000];

export function fullPlan(rounds: number): Plan {
  return {
    rounds,
    starts: 3,
    throughput: throughputCases(1),
    warmupRecords: 300_000,
    latency: latencyCases({ warmupSeconds: 4, seconds: 8 }),
    latencyRecordBytes: 1024,
    memoryLoadBytes: 2_000_000_000,
    workloads: fullWorkloads,
  };
}

/** A look, not a measurement: everything runs once and shortly. */
export function quickPlan(rounds: number): Plan {
  return {
    rounds,
    starts: 1,
    throughput: throughputCases(0.1),
    warmupRecords: 100_000,
    latency: latencyCases({ warmupSeconds: 1, seconds: 2 }),
    latencyRecordBytes: 1024,
    memoryLoadBytes: 200_000_000,
    workloads: quickWorkloads,
  };
}

function throughputCases(share: number): ThroughputCase[] {
  const cases: ThroughputCase[] = [];
  for (const { recordBytes, records } of SIZES) {
    for (const partitions of [1, 12]) {
      for (const compression of ['none', 'lz4'] as const) {
        cases.push({ recordBytes, partitions, compression, records: records * share });
      }
    }
  }
  return cases;
}

function latencyCases({ warmupSeconds, seconds }: { warmupSeconds: number; seconds: number }): LatencyCase[] {
  return RATES.map((rate) => ({
    rate,
    warmupRecords: rate * warmupSeconds,
    records: rate * (warmupSeconds + seconds),
  }));
}
