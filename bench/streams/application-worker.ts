/**
 * Applications of samsa/streams on a broker, one after the other in one process: `application-worker.ts ROW BOOTSTRAP GUARANTEE
 * memory|disk DIRECTORY COMMIT_MS`. Reads lines from its input: `start ID SUFFIX OUT`, whose topics of input end with the
 * suffix, and `close`. Says in lines of JSON what happens. All else is the library's default.
 */
import { createInterface } from 'node:readline';
import {
  type RestoreProgress,
  type StreamsApplication,
  type StreamsOptions,
  Topology,
} from '../../src/streams/index.ts';
import { streamsRow } from './topologies.ts';

const [name = '', bootstrapServers = '', guarantee = '', stores = '', stateDir = '', commitIntervalMs = ''] =
  process.argv.slice(2);
const row = streamsRow(name);
const options: StreamsOptions = {
  bootstrapServers,
  processingGuarantee: guarantee as 'at_least_once' | 'exactly_once_v2',
  stateDir,
  commitIntervalMs: Number(commitIntervalMs),
  // Every result is told: otherwise there are fewer.
  statestoreCacheMaxBytes: 0,
  onRestore: tellRestore,
};
const restoring = new Set<string>();
let application: StreamsApplication | null = null;

for await (const line of createInterface({ input: process.stdin })) {
  const [command, id = '', suffix = '', out = ''] = line.split(' ');
  if (command === 'close') {
    await application!.close();
    say({ event: 'closed' });
    continue;
  }
  const topology = new Topology(id, { stores: stores === 'disk' ? 'persistent' : 'memory' });
  row.build(topology, (topic) => (topic === 'out' ? out : topic + suffix));
  say({ event: 'starting' });
  application = await topology.start(options);
  application.running().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
}
process.exit(0);

/** One line for each store and partition when it begins, and one when it is complete. */
function tellRestore({ topic, partition, startOffset, offset, endOffset }: RestoreProgress): void {
  const place = `${topic}-${partition}`;
  if (!restoring.has(place)) say({ event: 'restoring', partition: place, records: endOffset - startOffset });
  restoring.add(place);
  if (offset >= endOffset) say({ event: 'restored', partition: place, records: offset - startOffset });
}

function say(event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}
