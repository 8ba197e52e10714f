/** Groups: listing, describing and deleting them. */
import type { Admin, ClassicGroupDescription } from '#client';
import type { ConsumerGroupState, GroupDescription, GroupDescriptions, GroupOverview } from './admin-types.ts';
import { failedItems } from './admin-call.ts';
import { protocolError } from './admin-topics.ts';
import { KafkaJSNonRetriableError } from './errors.ts';
import { KafkaJSDeleteGroupsError, type DeleteGroupsResult } from './plain-errors.ts';

const STATES: ReadonlyMap<string, ConsumerGroupState> = new Map([
  ['PREPARING_REBALANCE', 'PreparingRebalance'],
  ['COMPLETING_REBALANCE', 'CompletingRebalance'],
  ['STABLE', 'Stable'],
  ['DEAD', 'Dead'],
  ['EMPTY', 'Empty'],
]);

export async function listGroups(admin: Admin): Promise<{ groups: GroupOverview[] }> {
  const groups = await admin.listGroups();
  return { groups: groups.map(({ groupId, protocolType }) => ({ groupId, protocolType })) };
}

export async function describeGroups(admin: Admin, groupIds: readonly string[]): Promise<GroupDescriptions> {
  return { groups: await Promise.all(groupIds.map((groupId) => describeGroup(admin, groupId))) };
}

/** A group that there is not is a dead one. */
export async function describeGroup(admin: Admin, groupId: string): Promise<GroupDescription> {
  try {
    const [described] = await admin.describeClassicGroups([groupId]);
    if (described !== undefined) return groupDescription(described);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'GROUP_ID_NOT_FOUND')) throw error;
  }
  return { groupId, members: [], protocol: '', protocolType: '', state: 'Dead' };
}

function groupDescription(group: ClassicGroupDescription): GroupDescription {
  return {
    groupId: group.groupId,
    state: STATES.get(group.groupState) ?? 'Unknown',
    protocolType: group.protocolType,
    protocol: group.protocolData,
    members: group.members.map(({ memberId, clientId, host, memberMetadata, memberAssignment }) => {
      return { memberId, clientId, clientHost: host, memberMetadata, memberAssignment };
    }),
  };
}

export async function deleteGroups(admin: Admin, groupIds: readonly string[]): Promise<DeleteGroupsResult[]> {
  if (!Array.isArray(groupIds)) throw new KafkaJSNonRetriableError(`Invalid groupIds array ${String(groupIds)}`);
  if (groupIds.some((groupId) => typeof groupId !== 'string')) {
    throw new KafkaJSNonRetriableError('Invalid groupId name: group ids are texts');
  }
  if (groupIds.length === 0) return [];
  try {
    await admin.deleteConsumerGroups(groupIds);
  } catch (error) {
    const failed = failedItems(error, groupIds as readonly string[]);
    if (failed.length === 0) throw error;
    const groups = failed.map(({ item, error: reason }) => {
      const told = protocolError(reason);
      return { groupId: item, errorCode: told.code, error: told };
    });
    throw new KafkaJSDeleteGroupsError('Error in DeleteGroups', groups);
  }
  return groupIds.map((groupId) => ({ groupId, errorCode: 0 }));
}
