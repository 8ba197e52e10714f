/**
 * The word count of java/WordCount.java by Samsa's streams: the same topics, stores and bytes, so that instances of both can
 * share a group. Arguments are the two topics and then configs, KEY=VALUE, in Kafka's names; a line on standard input, or its
 * end, closes it. It prints `STATE TASK,TASK,…` whenever that has changed.
 */
import { camelCase } from '../../../src/kernel/index.ts';
import { string } from '../../../src/serde/index.ts';
import { type StreamsOptions, Topology } from '../../../src/streams/index.ts';

const [input = '', output = '', ...given] = process.argv.slice(2);
const texts = { key: string(), value: string() };
const configs = new Map(given.map((config) => config.split(/=(.*)/s, 2) as [string, string]));
const topology = new Topology(configs.get('application.id') ?? '');
topology
  .stream(input, texts)
  .flatMapValues((line) => line.split(' '))
  .groupBy((word) => word, { name: 'words', ...texts })
  .count('counts')
  .toStream()
  .mapValues((count) => String(count))
  .to(output, texts);

/** What this library has no use for, as it has streams groups and nothing else, and no cache here. */
const JAVA_ALONE = new Set(['application.id', 'group.protocol', 'statestore.cache.max.bytes', 'auto.offset.reset']);
const options = [...configs]
  .filter(([key]) => !JAVA_ALONE.has(key))
  .map(([key, value]) => [camelCase(key), typed(value)]);
const application = await topology.start(Object.fromEntries(options) as StreamsOptions);

process.stdin.on('end', () => void close());
process.stdin.on('data', () => void close());
let told = '';
while (application.state !== 'not-running' && application.state !== 'error') {
  const tasks = application.threads().flatMap(({ activeTasks }) => activeTasks);
  const now = `${application.state.toUpperCase()} ${tasks.sort().join(',')}`;
  if (now !== told) console.log(now);
  told = now;
  await new Promise((resolve) => setTimeout(resolve, 50));
}
if (application.lastError !== null) throw application.lastError;
process.exit(0);

function typed(text: string): string | number {
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

async function close(): Promise<void> {
  process.stdin.pause();
  await application.close({ timeoutMs: 60_000 });
}
