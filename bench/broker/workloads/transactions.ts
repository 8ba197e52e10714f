/** Transactions of 100 records each, from several producers at a time, committed one after the other by each. */
import { recordRate, step, withPinnedBroker } from '../broker-row.ts';
import type { BrokerRow } from '../broker-row.ts';
import { expectRecords, makeTopic, runWorkload } from './run-workload.ts';

export const transactionsRow: BrokerRow = {
  name: 'transactions',
  steps: () => 1,
  measure: (measurement) =>
    withPinnedBroker(measurement, async (_, peer) => {
      step(measurement, 'transactions');
      const topic = 'transactions';
      await makeTopic(peer, topic);
      const measured = await runWorkload(measurement, peer, { kind: 'transactions', topic });
      await expectRecords(peer, topic, measured.acknowledged ?? 0);
      recordRate(measurement, { name: 'produce in transactions of 100 records', measured, dependsOnMode: true });
    }),
};
