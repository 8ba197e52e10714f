/** Groups of all types: listing and deleting them, and removing members (KIP-222, KIP-345, KIP-518, KIP-848, KIP-1043). */
import {
  deleteGroupsRequest,
  deleteGroupsResponse,
  leaveGroupRequest,
  leaveGroupResponse,
  listGroupsRequest,
  listGroupsResponse,
  newLeaveGroupRequest,
  type LeaveGroupRequestMemberIdentity,
  type ListGroupsResponseListedGroup,
} from '#protocol';
import { errorFor } from '../errors.ts';
import { AdminCall, type AdminContext } from './admin-call.ts';
import type { Answers } from './answers.ts';
import { askAbout, askBrokers, settled } from './ask.ts';
import type { CallOptions } from './call-options.ts';
import { describeConsumerGroups } from './consumer-groups.ts';
import { allBrokers, toCoordinator } from './routes.ts';
import { groupSubject, type Subject } from './subjects.ts';
import { groupStates, groupTypes, type GroupState, type GroupType } from './words.ts';

/** Each filter lets all pass where it is absent or empty. */
export interface ListGroupsOptions extends CallOptions {
  /** Kafka 2.6 and later. */
  readonly groupStates?: readonly GroupState[];
  /** Kafka 3.8 and later; before, all groups are CLASSIC. */
  readonly types?: readonly GroupType[];
  /** `consumer`, `share`, `streams`, `connect`, …; empty text: groups that only keep offsets. */
  readonly protocolTypes?: readonly string[];
}

/** A group of any type. */
export interface GroupListing {
  /** The group's id. */
  readonly groupId: string;
  /** Null before Kafka 3.8. */
  readonly type: GroupType | null;
  /** `consumer`, `share`, `streams`, `connect`, …; empty for a group that only keeps offsets. */
  readonly protocolType: string;
  /** Null before Kafka 2.6. */
  readonly groupState: GroupState | null;
  /** A classic group without a protocol: it only keeps offsets. */
  readonly isSimpleConsumerGroup: boolean;
}

/** A member by its id, or by its `group.instance.id` where it is static (KIP-345). */
export type MemberToRemove = { readonly memberId: string } | { readonly groupInstanceId: string };

/** Whom to remove, and why. */
export interface RemoveMembersOptions extends CallOptions {
  /** All members where absent. */
  readonly members?: readonly MemberToRemove[];
  /** For the broker's log (KIP-800). */
  readonly reason?: string;
}

const FIRST_WITH_STATES = 4;
const FIRST_WITH_TYPES = 5;

export async function listGroups(
  context: AdminContext,
  options: ListGroupsOptions = {},
  name: string = 'listGroups',
): Promise<GroupListing[]> {
  const call = new AdminCall(context, name, options);
  const { groupStates: states = [], types = [], protocolTypes = [] } = options;
  const statesFilter = states.map((state) => groupStates.toWire(state));
  const typesFilter = types.map((type) => groupTypes.toWire(type));
  const needsTypes = types.length > 0 && !types.includes('CLASSIC');
  const minVersion = needsTypes ? FIRST_WITH_TYPES : states.length > 0 ? FIRST_WITH_STATES : 0;
  const listings = await askBrokers(call, await allBrokers(call), {
    ask: (nodeId) =>
      call.send(
        nodeId,
        [listGroupsRequest, listGroupsResponse],
        (version) => ({ statesFilter, typesFilter: version < FIRST_WITH_TYPES ? [] : typesFilter }),
        { minVersion },
      ),
    read: ({ groups }) => groups.map(groupListing),
  });
  const seen = new Map(listings.flat().map((group) => [group.groupId, group]));
  return [...seen.values()].filter(({ protocolType }) => {
    return protocolTypes.length === 0 || protocolTypes.includes(protocolType);
  });
}

function groupListing({ groupId, protocolType, groupState, groupType }: ListGroupsResponseListedGroup): GroupListing {
  const type = groupType === '' ? null : groupTypes.fromWire(groupType.toLowerCase());
  return {
    groupId,
    type,
    protocolType,
    groupState: groupState === '' ? null : groupStates.fromWire(groupState),
    isSimpleConsumerGroup: protocolType === '' && (type === null || type === 'CLASSIC'),
  };
}

const CONSUMER_PROTOCOL_TYPES = ['consumer', ''];

/** Groups of consumers of both kinds, with those that only keep offsets; the options' own filters narrow that. */
export function listConsumerGroups(context: AdminContext, options: ListGroupsOptions = {}): Promise<GroupListing[]> {
  const consumers = { types: ['CLASSIC', 'CONSUMER'] as const, protocolTypes: CONSUMER_PROTOCOL_TYPES };
  return listGroups(context, { ...consumers, ...options }, 'listConsumerGroups');
}

export type DeleteGroupsCall = 'deleteConsumerGroups' | 'deleteShareGroups' | 'deleteStreamsGroups';

/** One request serves all types of groups. */
export function deleteGroups(
  context: AdminContext,
  name: DeleteGroupsCall,
  { groupIds, options }: { groupIds: readonly string[]; options: CallOptions | undefined },
): Promise<void> {
  const call = new AdminCall(context, name, options);
  const deletion = askAbout<string, undefined>(call, groupIds, {
    subject: groupSubject,
    route: toCoordinator('group', (groupId) => groupId),
    async ask(nodeId, items, answers) {
      const body = { groupsNames: [...items] };
      const answer = await call.send(nodeId, [deleteGroupsRequest, deleteGroupsResponse], body);
      for (const result of answer.results) answers.add(result.groupId, result, () => undefined);
    },
  });
  return settled(deletion);
}

const memberSubject: Subject<MemberToRemove> = {
  key: (member) => memberKey(idsOf(member)),
  describe: (member) => ('memberId' in member ? `member ${member.memberId}` : `member ${member.groupInstanceId}`),
};

interface MemberIds {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
}

function idsOf(member: MemberToRemove): MemberIds {
  return 'memberId' in member
    ? { memberId: member.memberId, groupInstanceId: null }
    : { memberId: '', groupInstanceId: member.groupInstanceId };
}

function memberKey({ memberId, groupInstanceId }: MemberIds): string {
  return groupInstanceId === null ? `id ${memberId}` : `instance ${groupInstanceId}`;
}

export async function removeMembersFromConsumerGroup(
  context: AdminContext,
  groupId: string,
  options: RemoveMembersOptions = {},
): Promise<void> {
  const call = new AdminCall(context, 'removeMembersFromConsumerGroup', options);
  const members = options.members ?? (await membersOf(call, groupId));
  const reason = options.reason ?? null;
  const removal = askAbout<MemberToRemove, undefined>(call, members, {
    subject: memberSubject,
    route: toCoordinator('group', () => groupId),
    async ask(nodeId, items, answers) {
      const rpc = [leaveGroupRequest, leaveGroupResponse] as const;
      if ((await call.versionOf(nodeId, rpc)) < FIRST_WITH_MEMBERS) {
        return removeOneByOne(call, { nodeId, groupId, members: items }, answers);
      }
      const leaving = items.map((member): LeaveGroupRequestMemberIdentity => ({ ...idsOf(member), reason }));
      const answer = await call.send(nodeId, rpc, newLeaveGroupRequest({ groupId, members: leaving }));
      if (answers.refuseAll(answer)) return;
      for (const member of answer.members) answers.add(memberKey(member), member, () => undefined);
    },
  });
  await removal;
}

const FIRST_WITH_MEMBERS = 3;

/** Before Kafka 2.4: one member in each request, by its id alone. */
async function removeOneByOne(
  call: AdminCall,
  { nodeId, groupId, members }: { nodeId: number; groupId: string; members: readonly MemberToRemove[] },
  answers: Answers<undefined>,
): Promise<void> {
  for (const member of members) {
    const { memberId, groupInstanceId } = idsOf(member);
    if (groupInstanceId !== null) {
      const message = `Broker ${nodeId} has LeaveGroup below version ${FIRST_WITH_MEMBERS}, which knows no static members.`;
      answers.refuse(memberSubject.key(member), errorFor('UNSUPPORTED_VERSION', message));
    } else {
      const body = newLeaveGroupRequest({ groupId, memberId });
      const answer = await call.send(nodeId, [leaveGroupRequest, leaveGroupResponse], body);
      answers.add(memberSubject.key(member), answer, () => undefined);
    }
  }
}

/** Static members by their instance, so that they are not expected back. */
async function membersOf(call: AdminCall, groupId: string): Promise<MemberToRemove[]> {
  const options = { timeoutMs: call.remainingMs(), ...(call.signal === undefined ? {} : { signal: call.signal }) };
  const [group] = await describeConsumerGroups(call.context, [groupId], options);
  return group!.members.map(({ memberId, groupInstanceId }) => {
    return groupInstanceId === null ? { memberId } : { groupInstanceId };
  });
}
