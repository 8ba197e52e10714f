/**
 * DescribeShareGroupOffsets (key 90), versions 0 and 1: where share groups begin to read (KIP-932), and since version 1
 * how many records they have before them (KIP-1226). Needs DESCRIBE of the group and of each topic.
 */
import {
  type DescribeShareGroupOffsetsRequest,
  describeShareGroupOffsetsRequest,
  type DescribeShareGroupOffsetsResponse,
  describeShareGroupOffsetsResponse,
  Errors,
  errorForCode,
  ZERO_UUID,
} from '#protocol';
import { AclOperation, isGroupAuthorized, isTopicAuthorized } from '../authorization.ts';
import type { Handler, RequestContext } from '../handler.ts';
import { hasShareGroups } from '../share/share-request.ts';

type Asked = DescribeShareGroupOffsetsRequest['groups'][number];
type Group = DescribeShareGroupOffsetsResponse['groups'][number];

export const handler: Handler<DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse> = {
  request: describeShareGroupOffsetsRequest,
  response: describeShareGroupOffsetsResponse,
  minVersion: 0,
  maxVersion: 1,
  async handle({ groups }, context) {
    return { throttleTimeMs: 0, groups: await Promise.all(groups.map((group) => describe(group, context))) };
  },
};

async function describe(asked: Asked, context: RequestContext): Promise<Group> {
  const { groupId, topics } = asked;
  if (!hasShareGroups(context)) return failed(groupId, Errors.UNSUPPORTED_VERSION.code);
  if (!isGroupAuthorized(context, AclOperation.DESCRIBE, groupId)) {
    return failed(groupId, Errors.GROUP_AUTHORIZATION_FAILED.code);
  }
  const mayKnow = ({ topicName }: { topicName: string }): boolean =>
    isTopicAuthorized(context, AclOperation.DESCRIBE, topicName);
  const { shareGroups } = context.broker.groups;
  if (topics === null) {
    const all = await shareGroups.describeOffsets(asked);
    return { ...all, topics: all.topics.filter(mayKnow) };
  }
  const described = await shareGroups.describeOffsets({ groupId, topics: topics.filter(mayKnow) });
  const refused = topics
    .filter((topic) => !mayKnow(topic))
    .map(({ topicName, partitions }) => ({
      topicName,
      topicId: ZERO_UUID,
      partitions: partitions.map(refusedPartition),
    }));
  return { ...described, topics: [...described.topics, ...refused] };
}

function refusedPartition(partitionIndex: number): Group['topics'][number]['partitions'][number] {
  const { code: errorCode, message: errorMessage } = errorForCode(Errors.TOPIC_AUTHORIZATION_FAILED.code);
  return { partitionIndex, startOffset: -1, leaderEpoch: 0, lag: -1, errorCode, errorMessage };
}

function failed(groupId: string, errorCode: number): Group {
  return { groupId, topics: [], errorCode, errorMessage: errorForCode(errorCode).message };
}
