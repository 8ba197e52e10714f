/**
 * What ShareFetch and ShareAcknowledge have in common (KIP-932): who may ask, which partition a topic id and a number
 * stand for, and the acknowledgements that a request carries, written down before it is answered.
 */
import { Errors } from '#protocol';
import { AclOperation, AclResourceType, isAuthorized } from '../authorization.ts';
import { SHARE_VERSION } from '../features.ts';
import type { RequestContext } from '../handler.ts';
import { type AcknowledgementBatch, readAcknowledgements } from './acknowledgement-batches.ts';
import type { ShareSessionPartition } from './share-session-cache.ts';

export const INITIAL_EPOCH = 0;
export const FINAL_EPOCH = -1;
const FIRST_VERSION_WITH_RENEWALS = 2;

export interface ShareRequest {
  readonly groupId: string | null;
  readonly memberId: string | null;
  readonly isRenewAck: boolean;
  readonly topics: readonly {
    readonly topicId: string;
    readonly partitions: readonly {
      readonly partitionIndex: number;
      readonly acknowledgementBatches: readonly AcknowledgementBatch[];
    }[];
  }[];
}

/** Who asks, once it is known that somebody may. */
export interface ShareMember {
  readonly groupId: string;
  readonly memberId: string;
}

/** Whether the cluster has finalized share groups. */
export function hasShareGroups({ broker }: RequestContext): boolean {
  return (broker.metadata.image.features.get(SHARE_VERSION) ?? 0) >= 1;
}

/** The member, or the error for the whole request. */
export function memberOf({ groupId, memberId }: ShareRequest, context: RequestContext): ShareMember | number {
  if (!hasShareGroups(context)) return Errors.UNSUPPORTED_VERSION.code;
  if (groupId === null || groupId === '') return Errors.INVALID_REQUEST.code;
  if (memberId === null || memberId === '' || memberId.length > 36) return Errors.INVALID_REQUEST.code;
  const isAllowed = isAuthorized(context, AclOperation.READ, { type: AclResourceType.GROUP, name: groupId });
  return isAllowed ? { groupId, memberId } : Errors.GROUP_AUTHORIZATION_FAILED.code;
}

/** NONE, or why the member may not have anything of the topic. */
export function topicErrorCode(topicId: string, context: RequestContext): number {
  const topic = context.broker.metadata.image.topicById(topicId);
  if (topic === undefined) return Errors.UNKNOWN_TOPIC_ID.code;
  const isAllowed = isAuthorized(context, AclOperation.READ, { type: AclResourceType.TOPIC, name: topic.name });
  return isAllowed ? Errors.NONE.code : Errors.TOPIC_AUTHORIZATION_FAILED.code;
}

export interface AcknowledgedPartition extends ShareSessionPartition {
  readonly errorCode: number;
}

export function hasAcknowledgements(request: ShareRequest): boolean {
  return request.topics.some(({ partitions }) =>
    partitions.some(({ acknowledgementBatches }) => acknowledgementBatches.length > 0),
  );
}

/** Applies what the request says of records; one result for each partition of which it says something. */
export function acknowledgeAll(
  request: ShareRequest,
  member: ShareMember,
  context: RequestContext,
): Promise<AcknowledgedPartition[]> {
  const work: Promise<AcknowledgedPartition>[] = [];
  for (const { topicId, partitions } of request.topics) {
    for (const { partitionIndex: partition, acknowledgementBatches: batches } of partitions) {
      if (batches.length === 0) continue;
      const acknowledged = acknowledge({ topicId, partition, batches }, { request, member, context });
      work.push(acknowledged.then((errorCode) => ({ topicId, partition, errorCode })));
    }
  }
  return Promise.all(work);
}

async function acknowledge(
  { topicId, partition, batches }: ShareSessionPartition & { batches: readonly AcknowledgementBatch[] },
  asked: { request: ShareRequest; member: ShareMember; context: RequestContext },
): Promise<number> {
  const { context, member, request } = asked;
  const { sharePartitions } = context.broker;
  const mayRenew = context.apiVersion >= FIRST_VERSION_WITH_RENEWALS && request.isRenewAck;
  const acknowledgements = readAcknowledgements(batches, { mayRenew });
  if (acknowledgements === null) return Errors.INVALID_REQUEST.code;
  const topicError = topicErrorCode(topicId, context);
  if (topicError !== Errors.NONE.code) return topicError;
  const { groupId, memberId } = member;
  const sharePartition = sharePartitions.find({ groupId, topicId, partition });
  if (sharePartition === null) return Errors.UNKNOWN_TOPIC_OR_PARTITION.code;
  return sharePartition.acknowledge(memberId, acknowledgements);
}

/** Partitions of one topic that follow each other share an entry. */
export function byTopic<P extends { readonly topicId: string }, R>(
  partitions: Iterable<P>,
  toResult: (partition: P) => R,
): { topicId: string; partitions: R[] }[] {
  const topics = new Map<string, R[]>();
  for (const partition of partitions) {
    const results = topics.get(partition.topicId) ?? [];
    results.push(toResult(partition));
    topics.set(partition.topicId, results);
  }
  return [...topics].map(([topicId, results]) => ({ topicId, partitions: results }));
}
