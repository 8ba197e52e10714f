/** The word count of java/WordCount.java: the same topics, stores and bytes. */
import { string } from '../../../src/serde/index.ts';
import { Topology, type TopologyOptions } from '../../../src/streams/index.ts';

const TEXTS = { key: string(), value: string() };

export interface WordCountOptions extends Pick<TopologyOptions, 'stores'> {
  readonly input: string;
  readonly output: string;
}

export function wordCount(applicationId: string, { input, output, stores = 'memory' }: WordCountOptions): Topology {
  const topology = new Topology(applicationId, { stores });
  topology
    .stream(input, TEXTS)
    .flatMapValues((line) => line.split(' '))
    .groupBy((word) => word, { name: 'words', ...TEXTS })
    .count('counts')
    .toStream()
    .mapValues((count) => String(count))
    .to(output, TEXTS);
  return topology;
}
