/**
 * An instance of an application in a process of its own. Arguments are the input and output topics and then configs, KEY=VALUE,
 * in Kafka's names, and `stores=persistent`; a line on standard input, or its end, closes it. It prints `STATE TASK,TASK,…`
 * whenever that has changed, and as JSON how the restoration of stores gets on.
 */
import { camelCase } from '../../../src/kernel/index.ts';
import type { StreamsOptions, Topology } from '../../../src/streams/index.ts';

export interface Given {
  readonly applicationId: string;
  /** As the program was given them, with commas between several. */
  readonly input: string;
  readonly output: string;
  readonly stores: 'memory' | 'persistent';
}

/** No options of an application here: it has streams groups and nothing else, and its topology has the rest. */
const OTHERS = new Set(['application.id', 'group.protocol', 'auto.offset.reset', 'stores']);
const LOOK_MS = 50;

/** Until it is closed, or fails; ends the process. */
export async function runInstance(topologyOf: (given: Given) => Topology): Promise<never> {
  const [input = '', output = '', ...given] = process.argv.slice(2);
  const configs = new Map(given.map((config) => config.split(/=(.*)/s, 2) as [string, string]));
  const stores = configs.get('stores') === 'persistent' ? 'persistent' : 'memory';
  const topology = topologyOf({ applicationId: configs.get('application.id') ?? '', input, output, stores });
  const options = [...configs]
    .filter(([key]) => !OTHERS.has(key))
    .map(([key, value]) => [camelCase(key), typed(value)]);
  const application = await topology.start({
    ...(Object.fromEntries(options) as StreamsOptions),
    onRestore: (progress) => console.log(JSON.stringify(progress)),
  });
  const close = (): void => {
    process.stdin.pause();
    void application.close({ timeoutMs: 60_000 });
  };
  process.stdin.on('end', close);
  process.stdin.on('data', close);
  let told = '';
  while (application.state !== 'not-running' && application.state !== 'error') {
    const tasks = application.threads().flatMap(({ activeTasks }) => activeTasks);
    const now = `${application.state.toUpperCase()} ${tasks.sort().join(',')}`;
    if (now !== told) console.log(now);
    told = now;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  if (application.lastError !== null) throw application.lastError;
  process.exit(0);
}

function typed(text: string): string | number {
  return /^-?\d+$/.test(text) ? Number(text) : text;
}
