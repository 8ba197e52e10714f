/**
 * The word count of java/WordCount.java by Samsa's streams: the same topics, stores and bytes, so that instances of both can
 * share a group. Arguments are the two topics and then configs, KEY=VALUE, in Kafka's names, and `stores=persistent`; a line
 * on standard input, or its end, closes it. It prints `STATE TASK,TASK,…` whenever that has changed, and as JSON how the
 * restoration of stores gets on.
 */
import { camelCase } from '../../../src/kernel/index.ts';
import type { StreamsOptions } from '../../../src/streams/index.ts';
import { wordCount } from './word-count-topology.ts';

const [input = '', output = '', ...given] = process.argv.slice(2);
const configs = new Map(given.map((config) => config.split(/=(.*)/s, 2) as [string, string]));
const stores = configs.get('stores') === 'persistent' ? 'persistent' : 'memory';
const topology = wordCount(configs.get('application.id') ?? '', { input, output, stores });

/** No options of an application here: it has streams groups and nothing else, and its topology has the rest. */
const OTHERS = new Set(['application.id', 'group.protocol', 'auto.offset.reset', 'stores']);
const options = [...configs].filter(([key]) => !OTHERS.has(key)).map(([key, value]) => [camelCase(key), typed(value)]);
const application = await topology.start({
  ...(Object.fromEntries(options) as StreamsOptions),
  onRestore: (progress) => console.log(JSON.stringify(progress)),
});

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
