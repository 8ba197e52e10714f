/** Produce and consume of 1 KiB over TLS; what was produced is counted over the listener without. */
import { freePort } from '../../../tools/peers/port.ts';
import { fillTopic } from '../../client/wire-topic.ts';
import { isJudgedInAnyMode, recordRate, step, withPinnedBroker } from '../broker-row.ts';
import type { BrokerRow, Measurement } from '../broker-row.ts';
import { expectRecords, makeTopic, runWorkload } from './run-workload.ts';
import { RECORD_BYTES } from './tls-load.ts';

export const tlsRow: BrokerRow = {
  name: 'tls',
  steps: (_, subject) => (isJudgedInAnyMode(subject) ? 2 : 1),
  measure: measureTls,
};

async function measureTls(measurement: Measurement): Promise<void> {
  const tlsPort = await freePort();
  const bootstrap = `127.0.0.1:${tlsPort}`;
  await withPinnedBroker(
    measurement,
    async ({ plan, subject }, peer) => {
      step(measurement, 'produce over TLS');
      await makeTopic(peer, 'tls-produced');
      const produced = await runWorkload(measurement, peer, { kind: 'tls-produce', topic: 'tls-produced', bootstrap });
      await expectRecords(peer, 'tls-produced', produced.acknowledged ?? 0);
      recordRate(measurement, { name: 'produce 1 KiB over TLS', measured: produced, dependsOnMode: true });
      if (!isJudgedInAnyMode(subject)) return;
      step(measurement, 'consume over TLS');
      await makeTopic(peer, 'tls-consumed');
      const { tlsRecords: records } = plan.workloads;
      await fillTopic(peer.bootstrap, 'tls-consumed', { records, recordBytes: RECORD_BYTES });
      const consumed = await runWorkload(measurement, peer, { kind: 'tls-consume', topic: 'tls-consumed', bootstrap });
      recordRate(measurement, { name: 'consume 1 KiB over TLS', measured: consumed, dependsOnMode: false });
    },
    { tlsPort },
  );
}
