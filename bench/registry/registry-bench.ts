/**
 * `npm run bench -- registry`: the schema registry beside the broker of `samsa start`, by HTTP from this process: look-ups by id,
 * registrations of schemas that are known and of new ones, and how long a start takes that reads 100,000 of them.
 */
import { Admin, Producer } from '../../src/client/index.ts';
import { freePort } from '../../tools/peers/port.ts';
import { residentMegabytes } from '../brokers/process-usage.ts';
import { samsaPageCache, type StartedBroker } from '../brokers/subject.ts';
import { Progress } from '../report/progress.ts';
import { Samples, type Row } from '../report/rows.ts';
import { answersPerSecond, getRequest, postRequest } from './http-load.ts';

export interface RegistryPlan {
  readonly rounds: number;
  readonly lookUps: number;
  readonly known: number;
  readonly fresh: number;
  readonly stored: number;
}

const CONNECTIONS = 32;
const RECORDS_A_BATCH = 1000;

export function registryPlan(rounds: number, isQuick: boolean): RegistryPlan {
  const scale = isQuick ? 0.1 : 1;
  return {
    rounds,
    lookUps: 100_000 * scale,
    known: 50_000 * scale,
    fresh: 10_000 * scale,
    stored: 100_000 * scale,
  };
}

export async function registryBench(plan: RegistryPlan): Promise<readonly Row[]> {
  const samples = new Samples('registry');
  const progress = new Progress(plan.rounds * 4);
  for (let round = 0; round < plan.rounds; round++) {
    await measureRequests(plan, samples, (what) => progress.step(what));
    progress.step('start');
    await measureStart(plan, samples);
  }
  progress.end();
  return samples.rows();
}

async function measureRequests(plan: RegistryPlan, samples: Samples, onStep: (what: string) => void): Promise<void> {
  const port = await freePort();
  const { peer } = await samsaPageCache.start({ config: { 'samsa.registry.listener': `127.0.0.1:${port}` } });
  const add = (row: string, value: number): void =>
    samples.add({ row, unit: '1/s', better: 'higher', standsAlone: true }, 'samsa', value);
  try {
    const path = '/subjects/orders-value/versions';
    const known = postRequest(path, bodyOf(0));
    await answersPerSecond({ port, connections: 1, requests: 1, request: () => known });
    onStep('GET /schemas/ids/N');
    const byId = getRequest('/schemas/ids/1');
    const load = { port, connections: CONNECTIONS };
    // Once to warm up.
    await answersPerSecond({ ...load, requests: plan.lookUps / 5, request: () => byId });
    add('GET /schemas/ids/N', await answersPerSecond({ ...load, requests: plan.lookUps, request: () => byId }));
    onStep('register a known schema');
    add('register a known schema', await answersPerSecond({ ...load, requests: plan.known, request: () => known }));
    onStep('register a new schema');
    const request = (index: number): Buffer => postRequest(`/subjects/s${index}-value/versions`, bodyOf(index + 1));
    add('register a new schema', await answersPerSecond({ ...load, requests: plan.fresh, request }));
  } finally {
    await peer.discard();
  }
}

/** The topic is filled by a producer, with the records that the registry itself would write. */
async function measureStart({ stored }: RegistryPlan, samples: Samples): Promise<void> {
  const first = await samsaPageCache.start({ config: { 'samsa.registry.listener': 'none' } });
  await fill(first, stored);
  await first.peer.stop();
  const port = await freePort();
  const startedAt = performance.now();
  const { peer } = await samsaPageCache.start({
    config: { 'samsa.registry.listener': `127.0.0.1:${port}` },
    resume: first.peer,
  });
  try {
    await untilReady(port);
    const seconds = (performance.now() - startedAt) / 1000;
    await answersPerSecond({ port, connections: 1, requests: 1, request: () => getRequest(`/schemas/ids/${stored}`) });
    const row = `start with ${stored} schemas`;
    samples.add({ row, unit: 's', better: 'lower', standsAlone: true }, 'samsa', seconds);
    const { peak } = residentMegabytes(peer.pid);
    samples.add({ row: `${row}, memory`, unit: 'MB', better: 'lower', standsAlone: true }, 'samsa', peak);
  } finally {
    await peer.discard();
  }
}

async function fill({ peer }: StartedBroker, count: number): Promise<void> {
  await using admin = new Admin({ bootstrapServers: peer.bootstrap });
  await admin.createTopics([{ name: '_schemas', numPartitions: 1, configs: { 'cleanup.policy': 'compact' } }]);
  await using producer = new Producer({ bootstrapServers: peer.bootstrap, clientId: 'bench' });
  for (let id = 1; id <= count; id += RECORDS_A_BATCH) {
    await producer.sendBatch(
      Array.from({ length: Math.min(RECORDS_A_BATCH, count - id + 1) }, (_, index) => recordOf(id + index)),
    );
  }
}

function recordOf(id: number): { topic: string; partition: number; key: string; value: string } {
  const subject = `subject-${id}-value`;
  const { schema } = JSON.parse(bodyOf(id)) as { schema: string };
  const key = `{"keytype":"SCHEMA","subject":"${subject}","version":1,"magic":1}`;
  const value = { subject, version: 1, id, schemaType: 'AVRO', schema, deleted: false };
  return { topic: '_schemas', partition: 0, key, value: JSON.stringify(value) };
}

/** A record of ten fields, one of them with a name of its own. */
function bodyOf(index: number): string {
  const fields = Array.from({ length: 9 }, (_, field) => ({ name: `field${field}`, type: 'string' }));
  const own = { name: `own${index}`, type: 'long' };
  return JSON.stringify({
    schema: JSON.stringify({ type: 'record', name: 'Order', namespace: 'bench', fields: [...fields, own] }),
  });
}

async function untilReady(port: number): Promise<void> {
  for (let attempt = 0; attempt < 2000; attempt++) {
    try {
      const { status } = await fetch(`http://127.0.0.1:${port}/readyz`);
      if (status === 200) return;
    } catch {
      // Not yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('the registry was not ready in time');
}
