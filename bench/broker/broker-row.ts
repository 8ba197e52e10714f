/** What a row, or a group of rows that are measured together, of `bench broker` is made of. */
import type { Peer } from '../../tools/peers/apache-kafka.ts';
import { pinBroker } from '../brokers/pinned.ts';
import type { StartOptions, Subject } from '../brokers/subject.ts';
import type { Measured } from '../load/measured-program.ts';
import type { Progress } from '../report/progress.ts';
import type { RowKind } from '../report/rows.ts';
import type { Plan } from './plan.ts';

export interface Measurement {
  readonly plan: Plan;
  readonly subject: Subject;
  readonly progress: Progress;
  /** Of what depends on `flush.ack` there is one row per mode. */
  record(kind: RowKind, value: number, dependsOnMode: boolean): void;
}

/** Measures one subject in one round. */
export interface BrokerRow {
  /** By which `--row` chooses it. */
  readonly name: string;
  /** How many steps of progress it takes for a subject; a subject that takes none is not measured. */
  steps(plan: Plan, subject: Subject): number;
  measure(measurement: Measurement): Promise<void>;
}

export type Measure = (measurement: Measurement, peer: Peer) => Promise<void>;

/** A freshly started broker that is gone when `measure` has ended. */
export async function withBroker(measurement: Measurement, measure: Measure, options?: StartOptions): Promise<void> {
  const { peer } = await measurement.subject.start(options);
  try {
    await measure(measurement, peer);
  } finally {
    await peer.discard();
  }
}

/** The same on a core of its own. */
export function withPinnedBroker(measurement: Measurement, measure: Measure, options?: StartOptions): Promise<void> {
  const pinned: Measure = async (same, peer) => {
    pinBroker(peer.pid);
    await measure(same, peer);
  };
  return withBroker(measurement, pinned, options);
}

/** What does not depend on `flush.ack` is measured in one mode only. */
export function isJudgedInAnyMode({ flushAck }: Subject): boolean {
  return flushAck !== 'page-cache';
}

export function step({ subject, progress }: Measurement, what: string): void {
  progress.step(`${subject.name}${subject.flushAck === null ? '' : ` ${subject.flushAck}`}: ${what}`);
}

/** Records per second, and the broker's processor time for a million of them. */
export function recordRate(
  measurement: Measurement,
  { name, measured, dependsOnMode }: { name: string; measured: Measured; dependsOnMode: boolean },
): void {
  const { records, seconds, brokerSeconds } = measured;
  measurement.record({ row: name, unit: 'records/s', better: 'higher' }, records / seconds, dependsOnMode);
  const cpu = (brokerSeconds / records) * 1e6;
  measurement.record({ row: `${name}, CPU`, unit: 's/million records', better: 'lower' }, cpu, dependsOnMode);
}
