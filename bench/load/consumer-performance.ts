/** Kafka's ConsumerPerformance: reads a topic from its start. */
import { runKafkaTool } from './kafka-tool.ts';

export interface ConsumeLoad {
  readonly bootstrap: string;
  readonly topic: string;
  readonly records: number;
}

/** Records a second while fetching, without the time in which the group forms. */
export async function consumerPerformance({ bootstrap, topic, records }: ConsumeLoad): Promise<number> {
  const args = ['--bootstrap-server', bootstrap, '--topic', topic, '--num-records', String(records)];
  return parseConsumerPerformance(await runKafkaTool('org.apache.kafka.tools.ConsumerPerformance', args));
}

/** A line of titles and one of values, separated by commas. */
export function parseConsumerPerformance(output: string): number {
  const lines = output.split('\n').map((line) => line.split(',').map((cell) => cell.trim()));
  const titles = lines.findIndex((cells) => cells.includes('fetch.nMsg.sec'));
  const value = Number(lines[titles + 1]?.[lines[titles]?.indexOf('fetch.nMsg.sec') ?? -1]);
  if (!(value > 0))
    throw new Error(`ConsumerPerformance printed something else than expected:\n${output.slice(-1000)}`);
  return value;
}
