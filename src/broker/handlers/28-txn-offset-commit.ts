/**
 * TxnOffsetCommit (key 28), versions 0 to 5: a group's offsets as part of a transaction (KIP-98; members fenced KIP-447
 * from 3 on). Version 5 adds the group's partition to the transaction by itself (KIP-890); version 6, with topic ids
 * (KIP-1319), is not stable in Kafka 4.3.
 */
import type { TxnOffsetTopic } from '#coordinator';
import {
  Errors,
  txnOffsetCommitRequest,
  txnOffsetCommitResponse,
  ZERO_UUID,
  type TxnOffsetCommitRequest,
  type TxnOffsetCommitRequestTopic,
  type TxnOffsetCommitResponse,
  type TxnOffsetCommitResponseTopic,
} from '#protocol';
import { AclOperation, AclResourceType, isAuthorized } from '../authorization.ts';
import type { Handler, RequestContext } from '../handler.ts';
import { GROUP_METADATA_TOPIC } from '../internal-topics.ts';
import { confirmTransaction } from '../transaction-verification.ts';

const FIRST_VERSION_WITH_ABORTABLE = 4;
const FIRST_VERSION_THAT_ADDS = 5;
const FIRST_VERSION_WITH_TOPIC_IDS = 6;

export const handler: Handler<TxnOffsetCommitRequest, TxnOffsetCommitResponse> = {
  request: txnOffsetCommitRequest,
  response: txnOffsetCommitResponse,
  minVersion: 0,
  maxVersion: 5,
  unstableVersion: 6,
  async handle(request, context) {
    const { transactionalId, groupId } = request;
    const transactionalIdResource = { type: AclResourceType.TRANSACTIONAL_ID, name: transactionalId };
    if (!isAuthorized(context, AclOperation.WRITE, transactionalIdResource)) {
      return answerAll(request, Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code);
    }
    if (!isAuthorized(context, AclOperation.READ, { type: AclResourceType.GROUP, name: groupId })) {
      return answerAll(request, Errors.GROUP_AUTHORIZATION_FAILED.code);
    }
    const known: TxnOffsetTopic[] = [];
    const answers = request.topics.map((topic) => splitTopic(topic, context, known));
    if (known.length === 0) return { throttleTimeMs: 0, topics: answers };
    const committed = await commit(request, known, context);
    return { throttleTimeMs: 0, topics: answers.map((answer) => merged(answer, committed)) };
  },
};

/** Adds what can be committed to `known`; returns the answer for what cannot. */
function splitTopic(
  topic: TxnOffsetCommitRequestTopic,
  context: RequestContext,
  known: TxnOffsetTopic[],
): TxnOffsetCommitResponseTopic {
  const { image } = context.broker.metadata;
  const byId = context.apiVersion >= FIRST_VERSION_WITH_TOPIC_IDS;
  const found = byId ? image.topicById(topic.topicId) : image.topic(topic.name);
  const name = found?.name ?? topic.name;
  const refuse = (errorCode: number, partitions = topic.partitions): TxnOffsetCommitResponseTopic => ({
    name,
    topicId: topic.topicId,
    partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
  });
  if (byId && found === undefined) return refuse(Errors.UNKNOWN_TOPIC_ID.code);
  if (!isAuthorized(context, AclOperation.READ, { type: AclResourceType.TOPIC, name })) {
    return refuse(Errors.TOPIC_AUTHORIZATION_FAILED.code);
  }
  const isThere = (partition: number): boolean => partition >= 0 && partition < (found?.partitions.length ?? 0);
  const partitions = topic.partitions.filter(({ partitionIndex }) => isThere(partitionIndex));
  if (partitions.length > 0) {
    known.push({ name, topicId: found?.topicId ?? ZERO_UUID, topic: { ...topic, name, partitions } });
  }
  const missing = topic.partitions.filter(({ partitionIndex }) => !isThere(partitionIndex));
  return refuse(Errors.UNKNOWN_TOPIC_OR_PARTITION.code, missing);
}

async function commit(
  request: TxnOffsetCommitRequest,
  topics: readonly TxnOffsetTopic[],
  { broker, apiVersion }: RequestContext,
): Promise<TxnOffsetCommitResponse> {
  const { transactionalId, groupId, producerId, producerEpoch } = request;
  const fail = (errorCode: number): TxnOffsetCommitResponse =>
    answerAll({ ...request, topics: topics.map(({ topic }) => topic) }, errorCode);
  if (groupId === '') return fail(Errors.INVALID_GROUP_ID.code);
  const partition = broker.partitions.find(GROUP_METADATA_TOPIC, broker.groups.partitionOf(groupId));
  if (typeof partition === 'number') return fail(Errors.NOT_COORDINATOR.code);
  const confirmed = await confirmTransaction(
    broker,
    { transactionalId, producerId, producerEpoch, adds: apiVersion >= FIRST_VERSION_THAT_ADDS },
    [{ partition, baseSequence: -1 }],
  );
  const errorCode = confirmed.errorCodes[0]!;
  if (errorCode !== Errors.NONE.code) return fail(commitError(errorCode, apiVersion));
  const transaction = confirmed.verifications[0] ?? { producerId, producerEpoch };
  return broker.groups.txnOffsetCommit(request, { topics, transaction });
}

/** TRANSACTION_ABORTABLE is INVALID_TXN_STATE to clients that do not know it. */
function commitError(errorCode: number, apiVersion: number): number {
  if (errorCode === Errors.TRANSACTION_ABORTABLE.code && apiVersion < FIRST_VERSION_WITH_ABORTABLE) {
    return Errors.INVALID_TXN_STATE.code;
  }
  // Another broker's answer that is on its way is nothing that a client could act upon.
  return errorCode === Errors.NETWORK_EXCEPTION.code ? Errors.COORDINATOR_LOAD_IN_PROGRESS.code : errorCode;
}

function answerAll({ topics }: Pick<TxnOffsetCommitRequest, 'topics'>, errorCode: number): TxnOffsetCommitResponse {
  return {
    throttleTimeMs: 0,
    topics: topics.map(({ name, topicId, partitions }) => ({
      name,
      topicId,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
    })),
  };
}

function merged(
  answer: TxnOffsetCommitResponseTopic,
  committed: TxnOffsetCommitResponse,
): TxnOffsetCommitResponseTopic {
  const own = committed.topics.find(({ name }) => name === answer.name);
  return own === undefined ? answer : { ...answer, partitions: [...own.partitions, ...answer.partitions] };
}
