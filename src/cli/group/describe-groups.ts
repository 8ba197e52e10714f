/** `samsa group describe`: the state of groups of all types, their members, and how far they are (KIP-222, KIP-848, KIP-932, KIP-1071). */
import { KafkaError, nearestName } from '#kernel';
import type { Admin } from '#client';
import { withAdmin } from '../connection/admin-session.ts';
import type { ListOptions } from '../connection/connection-options.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Output } from '../terminal/output.ts';
import { printable } from '../terminal/text-width.ts';
import { describedGroup, type DescribedGroup } from './described-group.ts';
import { groupPartitions, isSame } from './group-progress.ts';
import { wordText } from './list-groups.ts';

export async function describeGroups(
  surroundings: Surroundings,
  groupIds: readonly string[],
  options: ListOptions,
): Promise<void> {
  await withAdmin(surroundings, options, async ({ admin, output }) => {
    const described = await Promise.all(groupIds.map((groupId) => description(admin, groupId)));
    const groups = await Promise.all(described.map((group) => page(admin, group)));
    if (options.json === true) await output.json(groups);
    else await output.write(groups.map((group) => pageText(group, output)).join('\n'));
  });
}

async function description(admin: Admin, groupId: string): Promise<DescribedGroup> {
  const group = await describedGroup(admin, groupId);
  if (group === null) throw await unknownGroup(admin, groupId);
  return group;
}

type GroupPage = Awaited<ReturnType<typeof page>>;

async function page(admin: Admin, group: DescribedGroup) {
  const { groupId, members } = group;
  const partitions = await groupPartitions(
    admin,
    group,
    members.flatMap(({ assignment }) => assignment),
  );
  if (group.groupState === 'DEAD' && partitions.length === 0) throw await unknownGroup(admin, groupId);
  return {
    group: groupId,
    type: group.type,
    state: group.groupState,
    assignor: group.partitionAssignor,
    coordinator: `${group.coordinator.host}:${group.coordinator.port} (id ${group.coordinator.nodeId})`,
    // Where nothing is committed nobody can say what is still to be read.
    totalLag: partitions.every(({ lag }) => lag === null)
      ? null
      : partitions.reduce((sum, { lag }) => sum + (lag ?? 0), 0),
    members: members.map(({ memberId, groupInstanceId, clientId, host, assignment }) => ({
      member: groupInstanceId ?? memberId,
      clientId,
      host: host.replace(/^\//, ''),
      partitions: assignment.map(({ topic, partition }) => `${topic}:${partition}`),
    })),
    partitions: partitions.map((partition) => {
      const reader = members.find(({ assignment }) => assignment.some((one) => isSame(one, partition)));
      return {
        ...partition,
        member: reader === undefined ? null : (reader.groupInstanceId ?? reader.memberId),
        host: reader?.host.replace(/^\//, '') ?? null,
      };
    }),
  };
}

async function unknownGroup(admin: Admin, groupId: string): Promise<KafkaError> {
  const known = (await admin.listGroups()).map((group) => group.groupId);
  const near = nearestName(groupId, known);
  const hint = near === null ? 'samsa group list shows what there is' : `did you mean ${near}?`;
  return new KafkaError('GROUP_ID_NOT_FOUND', `there is no group ${groupId}; ${hint}`);
}

function pageText(group: GroupPage, output: Output): string {
  const facts = output.facts([
    ['Group', printable(group.group)],
    ['State', `${wordText(group.state)}, ${wordText(group.type)}${group.assignor === '' ? '' : `, ${group.assignor}`}`],
    ['Coordinator', printable(group.coordinator)],
    ['Members', group.members.length],
    ['Lag', group.totalLag],
  ]);
  const partitions = output.table(group.partitions, [
    { key: 'topic' },
    { key: 'partition' },
    { key: 'committed' },
    { key: 'end' },
    { key: 'lag' },
    { key: 'member' },
    { key: 'host' },
  ]);
  const idle = group.members.filter((member) => member.partitions.length === 0);
  const idleText =
    idle.length === 0
      ? ''
      : `\nMembers without partitions: ${idle.map(({ member }) => printable(member)).join(', ')}\n`;
  return `${facts}${group.partitions.length === 0 ? '' : `\n${partitions}`}${idleText}`;
}
