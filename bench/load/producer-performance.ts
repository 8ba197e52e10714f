/** Kafka's ProducerPerformance: so many records of such a size, as fast as they go or at a fixed rate. */
import { runKafkaTool } from './kafka-tool.ts';

export interface ProduceLoad {
  readonly bootstrap: string;
  readonly topic: string;
  readonly records: number;
  readonly recordBytes: number;
  /** Records a second; absent for as fast as they go. */
  readonly rate?: number;
  /** Of `records`, so many come first and do not count. */
  readonly warmupRecords?: number;
  /** Producer configs. */
  readonly config: Readonly<Record<string, string>>;
}

export interface ProduceResult {
  readonly recordsPerSecond: number;
  /** Milliseconds from send to acknowledgement. */
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
}

export async function producerPerformance(load: ProduceLoad): Promise<ProduceResult> {
  const properties = Object.entries(load.config).map(([key, value]) => `${key}=${value}`);
  const args = ['--bootstrap-server', load.bootstrap, '--topic', load.topic];
  args.push('--num-records', String(load.records), '--record-size', String(load.recordBytes));
  args.push('--throughput', String(load.rate ?? -1), '--reporting-interval', '3600000');
  if (load.warmupRecords !== undefined) args.push('--warmup-records', String(load.warmupRecords));
  args.push('--command-property', ...properties);
  return parseProducerPerformance(await runKafkaTool('org.apache.kafka.tools.ProducerPerformance', args));
}

/** The last line with percentiles: the steady state where there was a warm-up, else all. */
export function parseProducerPerformance(output: string): ProduceResult {
  const line = output.split('\n').findLast((text) => text.includes(' 99.9th')) ?? '';
  const number = (pattern: RegExp): number => {
    const text = pattern.exec(line)?.[1];
    if (text === undefined)
      throw new Error(`ProducerPerformance printed something else than expected:\n${output.slice(-1000)}`);
    return Number(text.replaceAll(',', ''));
  };
  return {
    recordsPerSecond: number(/([\d.,]+) records\/sec/),
    p50: number(/([\d.]+) ms 50th/),
    p99: number(/([\d.]+) ms 99th/),
    p999: number(/([\d.]+) ms 99\.9th/),
  };
}
