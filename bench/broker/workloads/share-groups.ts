/** A share group takes a topic that is there already: each record acquired, handed out and accepted. */
import { Admin } from '../../../src/client/index.ts';
import { fillTopic } from '../../client/wire-topic.ts';
import { recordRate, step, withPinnedBroker } from '../broker-row.ts';
import type { BrokerRow } from '../broker-row.ts';
import { makeTopic, runWorkload } from './run-workload.ts';
import { SHARE_GROUP } from './share-load.ts';

export const shareGroupsRow: BrokerRow = {
  name: 'share-groups',
  steps: () => 1,
  measure: (measurement) =>
    withPinnedBroker(measurement, async (_, peer) => {
      step(measurement, 'share groups');
      const topic = 'shared';
      await makeTopic(peer, topic);
      await readFromTheStart(peer.bootstrap);
      await fillTopic(peer.bootstrap, topic, { records: measurement.plan.workloads.shareRecords, recordBytes: 100 });
      const measured = await runWorkload(measurement, peer, { kind: 'share', topic });
      recordRate(measurement, { name: 'share group, acquire and accept', measured, dependsOnMode: true });
    }),
};

async function readFromTheStart(bootstrap: string): Promise<void> {
  const admin = new Admin({ bootstrapServers: bootstrap });
  await admin.incrementalAlterConfigs([
    {
      type: 'GROUP',
      name: SHARE_GROUP,
      operations: [{ operation: 'SET', name: 'share.auto.offset.reset', value: 'earliest' }],
    },
  ]);
  await admin.close();
}
