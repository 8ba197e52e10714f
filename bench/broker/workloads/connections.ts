/** Many connections, each of which produces a little: what a request costs that comes by itself, and how long it waits. */
import { residentMegabytes } from '../../brokers/process-usage.ts';
import { step, withPinnedBroker } from '../broker-row.ts';
import type { BrokerRow } from '../broker-row.ts';
import { RECORDS_PER_REQUEST } from './connections-load.ts';
import { expectRecords, makeTopic, runWorkload } from './run-workload.ts';

export const connectionsRow: BrokerRow = {
  name: 'connections',
  steps: () => 1,
  measure: (measurement) =>
    withPinnedBroker(measurement, async ({ plan, record }, peer) => {
      const name = `${plan.workloads.connections.toLocaleString('en-US')} connections`;
      step(measurement, name);
      const topic = 'connections';
      await makeTopic(peer, topic);
      const measured = await runWorkload(measurement, peer, { kind: 'connections', topic });
      const { now } = residentMegabytes(peer.pid);
      await expectRecords(peer, topic, measured.acknowledged ?? 0);
      const requests = measured.records / RECORDS_PER_REQUEST;
      const { brokerSeconds, seconds, p50Ms = Number.NaN, p99Ms = Number.NaN } = measured;
      record({ row: `${name}: requests`, unit: 'requests/s', better: 'higher' }, requests / seconds, true);
      record({ row: `${name}: CPU`, unit: 'µs/request', better: 'lower' }, (brokerSeconds / requests) * 1e6, true);
      record({ row: `${name}: p50`, unit: 'ms', better: 'lower' }, p50Ms, true);
      record({ row: `${name}: p99`, unit: 'ms', better: 'lower' }, p99Ms, true);
      record({ row: `${name}: RSS`, unit: 'MB', better: 'lower' }, now, true);
    }),
};
