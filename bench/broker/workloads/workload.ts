/**
 * `workload.ts KIND BOOTSTRAP TOPIC SIZES-AS-JSON`: the load of one row, by Samsa's client or by bare requests, in a
 * process of its own.
 */
import type { Marks, Outcome } from '../../load/measured-program.ts';
import { reportOutcome } from '../../load/report-outcome.ts';
import { produceFromManyConnections } from './connections-load.ts';
import { shareRecords } from './share-load.ts';
import { consumeOverTls, produceOverTls } from './tls-load.ts';
import { produceTransactions } from './transactions-load.ts';
import type { WorkloadSizes } from '../plan.ts';

export interface Load {
  readonly bootstrap: string;
  readonly topic: string;
  readonly sizes: WorkloadSizes;
  readonly marks: Marks;
}

const LOADS: Readonly<Record<string, (load: Load) => Promise<Outcome>>> = {
  transactions: produceTransactions,
  share: shareRecords,
  connections: produceFromManyConnections,
  'tls-produce': produceOverTls,
  'tls-consume': consumeOverTls,
};

const [kind = '', bootstrap = '', topic = '', json = ''] = process.argv.slice(2);
const work = LOADS[kind];
if (work === undefined) throw new Error(`there is no load «${kind}»`);
await reportOutcome((marks) => work({ bootstrap, topic, sizes: JSON.parse(json) as WorkloadSizes, marks }));
