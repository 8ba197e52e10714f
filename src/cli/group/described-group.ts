/** A group of any type as `samsa group describe` shows it: who is in it, and which partitions each member reads. */
import { isKafkaError } from '#kernel';
import type {
  Admin,
  ConsumerGroupDescription,
  ShareGroupDescription,
  StreamsGroupDescription,
  TopicPartition,
} from '#client';

export interface DescribedGroup extends Pick<
  ConsumerGroupDescription,
  'groupId' | 'type' | 'groupState' | 'coordinator' | 'partitionAssignor'
> {
  readonly members: readonly DescribedMember[];
}

interface DescribedMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly host: string;
  readonly assignment: readonly TopicPartition[];
}

/** Null where there is no such group. One that only keeps offsets is described as consumers' that is DEAD. */
export async function describedGroup(admin: Admin, groupId: string): Promise<DescribedGroup | null> {
  const ofConsumers = await firstOf(admin.describeConsumerGroups([groupId]));
  if (ofConsumers !== null && ofConsumers.groupState !== 'DEAD') return ofConsumers;
  const type = (await admin.listGroups()).find((group) => group.groupId === groupId)?.type;
  if (type === 'STREAMS') {
    const group = await firstOf(admin.describeStreamsGroups([groupId]));
    return group === null ? null : streamsGroup(group);
  }
  if (type === 'SHARE') {
    const group = await firstOf(admin.describeShareGroups([groupId]));
    return group === null ? null : shareGroup(group);
  }
  return ofConsumers;
}

async function firstOf<T>(described: Promise<readonly T[]>): Promise<T | null> {
  try {
    return (await described)[0] ?? null;
  } catch (error) {
    if (!isKafkaError(error, 'GROUP_ID_NOT_FOUND')) throw error;
    return null;
  }
}

function shareGroup(group: ShareGroupDescription): DescribedGroup {
  const members = group.members.map((member) => ({ ...member, groupInstanceId: null }));
  return { ...group, type: 'SHARE', partitionAssignor: '', members };
}

/** A member of streams reads the partitions of its active tasks. */
function streamsGroup(group: StreamsGroupDescription): DescribedGroup {
  const topics = new Map(
    group.subtopologies.map(({ subtopologyId, sourceTopics, repartitionSourceTopics }) => [
      subtopologyId,
      [...sourceTopics, ...repartitionSourceTopics.map(({ name }) => name)],
    ]),
  );
  const members = group.members.map((member) => ({
    ...member,
    assignment: member.assignment.activeTasks.flatMap(({ subtopologyId, partition }) =>
      (topics.get(subtopologyId) ?? []).map((topic) => ({ topic, partition })),
    ),
  }));
  return { ...group, type: 'STREAMS', partitionAssignor: '', members };
}
