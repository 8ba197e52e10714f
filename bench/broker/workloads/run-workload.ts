/** Starts the load of a row beside the broker that is measured. */
import type { Peer } from '../../../tools/peers/apache-kafka.ts';
import { createTopic } from '../../brokers/broker-client.ts';
import { PARTITIONS } from '../../client/plan.ts';
import { readTopic, untilLed } from '../../client/wire-topic.ts';
import { buildProgram, runProgram } from '../../load/measured-program.ts';
import type { Measured } from '../../load/measured-program.ts';
import type { Measurement } from '../broker-row.ts';

let program: string | null = null;

export interface WorkloadRun {
  readonly kind: string;
  readonly topic: string;
  /** The broker's usual listener where absent. */
  readonly bootstrap?: string;
}

export function runWorkload(
  { plan, subject }: Measurement,
  peer: Peer,
  { kind, topic, bootstrap = peer.bootstrap }: WorkloadRun,
): Promise<Measured> {
  program ??= buildProgram(new URL('workload.ts', import.meta.url));
  const args = [kind, bootstrap, topic, JSON.stringify(plan.workloads)];
  return runProgram({ program, args, brokerPid: peer.pid, what: `${kind} on ${subject.name}` });
}

/** With as many partitions as the wire's hand fills and reads. */
export async function makeTopic(peer: Peer, topic: string): Promise<void> {
  await createTopic(peer.port, topic, PARTITIONS);
  await untilLed(peer.bootstrap, topic);
}

/** What was acknowledged is there, and no more. */
export async function expectRecords(peer: Peer, topic: string, records: number): Promise<void> {
  const { count } = await readTopic(peer.bootstrap, topic, records);
  if (count !== records) throw new Error(`${topic} has ${count} records, acknowledged were ${records}`);
}
