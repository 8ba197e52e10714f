/** A topology for workers: counts the values of each key, and says in which isolate. Some values do harm to their worker. */
import { getEnvironmentData, threadId } from 'node:worker_threads';
import { string } from '#serde';
import { Topology } from '../dsl/topology.ts';

/** Environment data of workers: an Int32Array in shared memory, where a value that has done its harm is 1 from then on. */
export const HARM_DONE = 'samsa-test-harm-done';
/** Each does harm once, whichever worker has its record: it comes again after that. */
export const HARMFUL = ['throw', 'exit', 'throw-outside', 'fill-memory'] as const;

const TEXTS = { key: string(), value: string() };

function fail(message: string): never {
  throw new Error(message);
}

const harm: Readonly<Record<(typeof HARMFUL)[number], () => void>> = {
  exit: () => process.exit(3),
  throw: () => fail('this is bad'),
  'throw-outside': () => void setImmediate(() => fail('thrown outside of tasks')),
  'fill-memory': () => {
    for (const filled: string[][] = []; ;)
      filled.push(Array.from({ length: 10_000 }, (_, index) => `${index} ${filled.length}`));
  },
};

function doHarm(value: string): void {
  const index = HARMFUL.findIndex((one) => one === value);
  if (index < 0) return;
  const done = getEnvironmentData(HARM_DONE) as Int32Array;
  if (Atomics.exchange(done, index, 1) === 0) harm[HARMFUL[index]!]();
}

const topology = new Topology('counting-in-workers');
const names = topology.globalTable('names', { ...TEXTS, store: 'names' });
topology
  .stream('lines', TEXTS)
  .peek((value) => doHarm(value))
  .groupByKey()
  .count({ store: 'counts', type: 'persistent' })
  .toStream()
  .mapValues((count) => `${count} in ${threadId}`)
  .leftJoinGlobal(
    names,
    (_, { key }) => key,
    (count, name) => `${count} for ${name ?? 'nobody'}`,
  )
  .to('words', TEXTS);

export default topology;
