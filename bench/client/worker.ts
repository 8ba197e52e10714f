/** One client under one workload in a process of its own: `worker.ts CLIENT BOOTSTRAP TOPIC ROW-AS-JSON`. */
import type { Marks, Outcome } from '../load/measured-program.ts';
import { reportOutcome } from '../load/report-outcome.ts';
import { loadClient } from './clients/index.ts';
import { probeConsume, probeProduce } from './clients/probe.ts';
import { consumeRow } from './consume-work.ts';
import { produceRow } from './produce-work.ts';
import type { WorkRow } from './plan.ts';

const [name = '', bootstrap = '', topic = '', json = ''] = process.argv.slice(2);
const row = JSON.parse(json) as WorkRow;

await reportOutcome((marks) => (name === 'probe' ? probe(marks) : measure(marks)));

async function probe(marks: Marks): Promise<Outcome> {
  if (row.kind === 'produce') return probeProduce(bootstrap, topic, { row, marks });
  return probeConsume(bootstrap, topic, { row, marks });
}

async function measure(marks: Marks): Promise<Outcome> {
  const open = await loadClient(name);
  const client = await open(bootstrap);
  return row.kind === 'produce'
    ? produceRow(await client.openProducer(topic), { row, marks })
    : consumeRow(client, { row, topic, marks });
}
