/**
 * `npm run bench -- client`: Samsa's client beside its peers against the same broker, first Apache Kafka, then Samsa. The
 * broker has one core and the client the other; every measurement is a process of its own, clients take turns, and what
 * was acknowledged is read back and must be there, once each. `probe` is no client but the broker's and the socket's limit.
 */
import { createTopic } from '../brokers/broker-client.ts';
import { pinBroker } from '../brokers/pinned.ts';
import { apacheKafka, samsaPageCache } from '../brokers/subject.ts';
import type { Subject } from '../brokers/subject.ts';
import { buildProgram, runProgram } from '../load/measured-program.ts';
import type { Measured } from '../load/measured-program.ts';
import { Progress } from '../report/progress.ts';
import { Samples } from '../report/rows.ts';
import type { Row } from '../report/rows.ts';
import { clientNames, REUSING } from './clients/index.ts';
import { xorBelow } from './payload.ts';
import { PARTITIONS } from './plan.ts';
import type { ClientPlan, WorkRow } from './plan.ts';
import { deleteTopic, fillTopic, readTopic, untilLed } from './wire-topic.ts';

const BROKERS: readonly Subject[] = [apacheKafka, samsaPageCache];
const PROBE = 'probe';

export async function clientBench(plan: ClientPlan): Promise<readonly Row[]> {
  const program = buildProgram(new URL('worker.ts', import.meta.url));
  const samples = new Samples('client', [PROBE, REUSING]);
  const clients = [...clientNames(), PROBE];
  const progress = new Progress(BROKERS.length * plan.rows.length * plan.rounds * clients.length);
  for (const broker of BROKERS) {
    const { peer } = await broker.start();
    pinBroker(peer.pid);
    try {
      for (const row of plan.rows) {
        await measureRow(
          { plan, row, clients, program, bootstrap: peer.bootstrap, brokerPid: peer.pid, port: peer.port },
          (client, measured) => {
            record(samples, { place: `${row.name}, on ${broker.name}`, client, row, measured });
          },
          (client) => progress.step(`${broker.name}: ${row.name}: ${client}`),
        );
      }
    } finally {
      await peer.discard();
    }
  }
  progress.end();
  return samples.rows();
}

interface RowWork {
  readonly plan: ClientPlan;
  readonly row: WorkRow;
  readonly clients: readonly string[];
  readonly program: string;
  readonly bootstrap: string;
  readonly brokerPid: number;
  readonly port: number;
}

async function measureRow(
  { plan, row, clients, program, bootstrap, brokerPid, port }: RowWork,
  onMeasured: (client: string, measured: Measured) => void,
  onBegin: (client: string) => void,
): Promise<void> {
  const shared = `bench-${row.name.replaceAll(/[^a-zA-Z0-9]+/g, '-')}`;
  if (row.kind === 'consume') {
    await createTopic(port, shared, PARTITIONS);
    await untilLed(bootstrap, shared);
    await fillTopic(bootstrap, shared, row);
  }
  for (let round = 0; round < plan.rounds; round++) {
    for (const client of clients) {
      onBegin(client);
      if (client === REUSING && row.kind === 'produce') continue;
      const topic = row.kind === 'consume' ? shared : `${shared}-${client}-${round}`;
      if (row.kind === 'produce') {
        await createTopic(port, topic, PARTITIONS);
        await untilLed(bootstrap, topic);
      }
      const measured = await runProgram({
        program,
        args: [client, bootstrap, topic, JSON.stringify(row)],
        brokerPid,
        what: `${client}, ${row.name}`,
      });
      if (measured.acknowledged !== undefined) await verify(bootstrap, topic, measured.acknowledged);
      if (row.kind === 'produce') await deleteTopic(bootstrap, topic);
      onMeasured(client, measured);
    }
  }
  if (row.kind === 'consume') await deleteTopic(bootstrap, shared);
}

/** Everything that was acknowledged is there, once. */
async function verify(bootstrap: string, topic: string, acknowledged: number): Promise<void> {
  const seen = await readTopic(bootstrap, topic, acknowledged);
  if (seen.count !== acknowledged)
    throw new Error(`${topic} has ${seen.count} records, acknowledged were ${acknowledged}`);
  if (seen.xor !== xorBelow(acknowledged)) throw new Error(`${topic} has other records than were sent`);
}

interface Sample {
  readonly place: string;
  readonly client: string;
  readonly row: WorkRow;
  readonly measured: Measured;
}

function record(samples: Samples, { place, client, row, measured }: Sample): void {
  const { records, seconds, cpuSeconds, peakMegabytes, brokerSeconds, p50Ms, p99Ms } = measured;
  const add = (what: string, unit: string, better: 'higher' | 'lower', value: number): void =>
    samples.add({ row: what === '' ? place : `${place}, ${what}`, unit, better }, client, value);
  if (p50Ms !== undefined && p99Ms !== undefined) {
    add('p50', 'ms', 'lower', p50Ms);
    add('p99', 'ms', 'lower', p99Ms);
  } else if (row.recordBytes >= 1024) add('', 'MB/s', 'higher', (records * row.recordBytes) / seconds / 1e6);
  else add('', 'records/s', 'higher', records / seconds);
  add('CPU of the client', 'µs/record', 'lower', (cpuSeconds * 1e6) / records);
  add('RSS of the client', 'MB', 'lower', peakMegabytes);
  add('the broker is busy', '% of its core', 'lower', (brokerSeconds / seconds) * 100);
}
