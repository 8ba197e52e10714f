/**
 * OffsetFetch (key 9), versions 1 to 10: all topics (2), KIP-447 stable offsets (7), KIP-709 several groups (8), KIP-848
 * topic ids (10). Needs DESCRIBE of the group and of each topic; where all topics are asked for, the others are left out.
 */
import {
  Errors,
  offsetFetchRequest,
  offsetFetchResponse,
  type OffsetFetchRequest,
  type OffsetFetchRequestGroup,
  type OffsetFetchResponse,
  type OffsetFetchResponseGroup,
} from '#protocol';
import { AclOperation, isGroupAuthorized, isTopicAuthorized } from '../authorization.ts';
import { groupContext } from '../group-context.ts';
import type { Handler, RequestContext } from '../handler.ts';

const FIRST_VERSION_WITH_GROUPS = 8;
const FIRST_VERSION_WITH_ERROR_CODE = 2;
const FIRST_VERSION_WITH_TOPIC_IDS = 10;

export const handler: Handler<OffsetFetchRequest, OffsetFetchResponse> = {
  request: offsetFetchRequest,
  response: offsetFetchResponse,
  minVersion: 1,
  maxVersion: 10,
  async handle(request, context) {
    const { broker, apiVersion } = context;
    if (broker.authorizer === null) return broker.groups.offsetFetch(request, groupContext(context));
    return apiVersion < FIRST_VERSION_WITH_GROUPS ? ofOneGroup(request, context) : ofGroups(request, context);
  },
};

async function ofGroups(request: OffsetFetchRequest, context: RequestContext): Promise<OffsetFetchResponse> {
  const isAllowed = ({ groupId }: OffsetFetchRequestGroup): boolean =>
    isGroupAuthorized(context, AclOperation.DESCRIBE, groupId);
  const groups = request.groups
    .filter(isAllowed)
    .map((group) => ({ ...group, topics: group.topics?.filter((topic) => mayDescribe(topic, context)) ?? null }));
  const response = await context.broker.groups.offsetFetch({ ...request, groups }, groupContext(context));
  const asked = new Map(request.groups.map((group) => [group.groupId, group]));
  const { code } = Errors.GROUP_AUTHORIZATION_FAILED;
  const forbidden = request.groups
    .filter((group) => !isAllowed(group))
    .map(({ groupId }): OffsetFetchResponseGroup => ({ groupId, topics: [], errorCode: code }));
  const described = response.groups.map((group) => completed(group, asked.get(group.groupId)?.topics ?? null, context));
  return { ...response, groups: [...forbidden, ...described] };
}

/** Takes out topics that were not named and are not for this client, and puts in the refusal of those that were. */
function completed(
  group: OffsetFetchResponseGroup,
  asked: OffsetFetchRequestGroup['topics'],
  context: RequestContext,
): OffsetFetchResponseGroup {
  if (group.errorCode !== Errors.NONE.code) return group;
  if (asked === null) return { ...group, topics: group.topics.filter((topic) => mayDescribe(topic, context)) };
  const forbidden = asked
    .filter((topic) => !mayDescribe(topic, context))
    .map(({ name, topicId, partitionIndexes }) => ({ name, topicId, partitions: partitionIndexes.map(refused) }));
  return { ...group, topics: [...forbidden, ...group.topics] };
}

/** Up to version 7: one group, topics by name. */
async function ofOneGroup(request: OffsetFetchRequest, context: RequestContext): Promise<OffsetFetchResponse> {
  const { apiVersion, broker } = context;
  if (!isGroupAuthorized(context, AclOperation.DESCRIBE, request.groupId)) {
    const { code: errorCode } = Errors.GROUP_AUTHORIZATION_FAILED;
    const none = { throttleTimeMs: 0, topics: [], groups: [], errorCode };
    if (apiVersion >= FIRST_VERSION_WITH_ERROR_CODE) return none;
    const topics = (request.topics ?? []).map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((partition) => ({ ...refused(partition), errorCode })),
    }));
    return { ...none, topics };
  }
  const may = ({ name }: { readonly name: string }): boolean => isTopicAuthorized(context, AclOperation.DESCRIBE, name);
  const topics = request.topics?.filter(may) ?? null;
  const response = await broker.groups.offsetFetch({ ...request, topics }, groupContext(context));
  if (request.topics === null) return { ...response, topics: response.topics.filter(may) };
  if (response.errorCode !== Errors.NONE.code) return response;
  const forbidden = request.topics
    .filter((topic) => !may(topic))
    .map(({ name, partitionIndexes }) => ({ name, partitions: partitionIndexes.map(refused) }));
  return { ...response, topics: [...forbidden, ...response.topics] };
}

/** Ids that there are not are left to the coordinator, which says so. */
function mayDescribe({ name, topicId }: { name: string; topicId: string }, context: RequestContext): boolean {
  const byId = context.apiVersion >= FIRST_VERSION_WITH_TOPIC_IDS;
  const topic = byId ? context.broker.metadata.image.topicById(topicId)?.name : name;
  return topic === undefined || isTopicAuthorized(context, AclOperation.DESCRIBE, topic);
}

function refused(partitionIndex: number): OffsetFetchResponse['topics'][number]['partitions'][number] {
  const { code: errorCode } = Errors.TOPIC_AUTHORIZATION_FAILED;
  return { partitionIndex, committedOffset: -1, committedLeaderEpoch: -1, metadata: '', errorCode };
}
