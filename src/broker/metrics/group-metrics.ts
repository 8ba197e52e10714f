/** Groups, and how far each is behind the end of what it reads. */
import type { GroupCoordinator } from '#coordinator';
import type { MetricFamily, MetricSample } from './metric-family.ts';
import { single } from './metric-family.ts';

/** With more of them than this, lag is not shown: so many series would cost whoever collects them more than they tell. */
const MAX_SHOWN_OFFSETS = 10_000;

export interface CommittedOffset {
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export interface GroupProgress {
  readonly groups: number;
  readonly offsets: readonly CommittedOffset[];
}

/** What the coordinator's partitions here hold at this moment. */
export function groupProgress(coordinator: GroupCoordinator): GroupProgress {
  let groups = 0;
  const offsets: CommittedOffset[] = [];
  for (const shard of coordinator.shards()) {
    groups += shard.lastingGroups.size;
    for (const groupId of shard.offsets.groupIds()) {
      for (const { topic, partition } of shard.offsets.partitionsOf(groupId)) {
        const offset = shard.offsets.get(groupId, topic, partition)?.offset;
        if (offset !== undefined) offsets.push({ groupId, topic, partition, offset });
      }
    }
  }
  return { groups, offsets };
}

/** `endOf` is the high watermark of a partition, -1 where there is no such partition. */
export function groupFamilies(
  { groups, offsets }: GroupProgress,
  endOf: (topic: string, partition: number) => number,
): MetricFamily[] {
  const shown = offsets.length > MAX_SHOWN_OFFSETS ? [] : offsets;
  const current: MetricSample[] = [];
  const lag: MetricSample[] = [];
  for (const { groupId, topic, partition, offset } of shown) {
    const end = endOf(topic, partition);
    if (end < 0) continue;
    const labels = { consumergroup: groupId, topic, partition: String(partition) };
    current.push({ labels, value: offset });
    lag.push({ labels, value: Math.max(0, end - offset) });
  }
  return [
    single('gauge', 'kafka_coordinator_group_groupmetadatamanager_numgroups', { help: 'Groups.', value: groups }),
    single('gauge', 'kafka_coordinator_group_groupmetadatamanager_numoffsets', {
      help: 'Offsets that groups have committed.',
      value: offsets.length,
    }),
    { name: 'kafka_consumergroup_current_offset', help: 'Committed offset.', type: 'gauge', samples: current },
    {
      name: 'kafka_consumergroup_lag',
      help: 'Records from the committed offset to the end.',
      type: 'gauge',
      samples: lag,
    },
  ];
}
