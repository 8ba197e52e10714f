/**
 * ShareFetch (key 78), versions 1 and 2: records for a member of a share group, and what it says of earlier ones
 * (KIP-932); renewals (KIP-1222) and limits by record (KIP-1206) since version 2.
 */
import { Errors, errorForCode, newShareFetchResponse } from '#protocol';
import {
  type ShareFetchRequest,
  shareFetchRequest,
  type ShareFetchResponse,
  shareFetchResponse,
  type ShareFetchResponsePartitionData,
} from '#protocol';
import type { Handler, RequestContext } from '../handler.ts';
import { fetchShare, type ShareFetchResult } from '../share/share-fetch.ts';
import type { ShareRead } from '../share/share-reader.ts';
import {
  acknowledgeAll,
  type AcknowledgedPartition,
  byTopic,
  FINAL_EPOCH,
  hasAcknowledgements,
  INITIAL_EPOCH,
  memberOf,
  type ShareMember,
} from '../share/share-request.ts';
import { partitionKey, type ShareSession, type ShareSessionPartition } from '../share/share-session-cache.ts';

const RECORD_LIMIT = 1;
const NO_LEADER_HINT = { leaderId: -1, leaderEpoch: -1 };
const NOTHING_FETCHED: ShareFetchResult = { reads: [], failed: [] };

export const handler: Handler<ShareFetchRequest, ShareFetchResponse> = {
  request: shareFetchRequest,
  response: shareFetchResponse,
  minVersion: 1,
  maxVersion: 2,
  async handle(request, context) {
    const member = memberOf(request, context);
    if (typeof member === 'number') return failed(member);
    if (!isSound(request)) return failed(Errors.INVALID_REQUEST.code);
    const session = openSession(request, member, context);
    if (typeof session === 'number') {
      // Whoever finds no room would be back at once.
      if (session === Errors.SHARE_SESSION_LIMIT_REACHED.code) await pause(request.maxWaitMs, context);
      return failed(session);
    }
    const acknowledged = await acknowledgeAll(request, member, context);
    const isLast = request.shareSessionEpoch === FINAL_EPOCH;
    if (isLast) context.broker.sharePartitions.sessions.end(session);
    const fetched =
      isLast || request.isRenewAck ? NOTHING_FETCHED : await fetchShare(session, limitsOf(request, context), context);
    return newShareFetchResponse({
      acquisitionLockTimeoutMs: context.broker.sharePartitions.settings(member.groupId).lockDurationMs,
      responses: byTopic(collect(acknowledged, fetched), ({ data }) => data),
    });
  },
};

/** Ends early with the client. */
function pause(milliseconds: number, { broker, client }: RequestContext): Promise<void> {
  return new Promise((resolve) => {
    const timer = broker.env.scheduler.after(milliseconds, () => {
      forget();
      resolve();
    });
    const forget = client.onClosed(() => {
      timer.cancel();
      resolve();
    });
  });
}

/** What asks for renewals asks for nothing else, and what begins a session can have nothing to tell. */
function isSound(request: ShareFetchRequest): boolean {
  const { isRenewAck, maxWaitMs, minBytes, maxBytes, maxRecords, shareSessionEpoch, shareAcquireMode } = request;
  if (isRenewAck && (maxWaitMs > 0 || minBytes > 0 || maxBytes > 0 || maxRecords > 0)) return false;
  if (shareAcquireMode < 0 || shareAcquireMode > RECORD_LIMIT) return false;
  return shareSessionEpoch !== INITIAL_EPOCH || !hasAcknowledgements(request);
}

function openSession(request: ShareFetchRequest, member: ShareMember, context: RequestContext): ShareSession | number {
  const { sessions } = context.broker.sharePartitions;
  const { groupId, memberId } = member;
  const epoch = request.shareSessionEpoch;
  const session =
    epoch === INITIAL_EPOCH
      ? sessions.create(groupId, memberId, context.client)
      : sessions.next(groupId, memberId, epoch);
  if (typeof session === 'number' || epoch === FINAL_EPOCH) return session;
  const errorCode = sessions.update(session, added(request), forgotten(request));
  if (errorCode === Errors.NONE.code) return session;
  sessions.end(session);
  return errorCode;
}

function* added({ topics }: ShareFetchRequest): Generator<ShareSessionPartition> {
  for (const { topicId, partitions } of topics) {
    for (const { partitionIndex: partition } of partitions) yield { topicId, partition };
  }
}

function* forgotten({ forgottenTopicsData }: ShareFetchRequest): Generator<ShareSessionPartition> {
  for (const { topicId, partitions } of forgottenTopicsData) {
    for (const partition of partitions) yield { topicId, partition };
  }
}

function limitsOf(
  request: ShareFetchRequest,
  { broker, apiVersion }: RequestContext,
): Parameters<typeof fetchShare>[1] {
  const { minBytes, maxRecords, batchSize, maxWaitMs, shareAcquireMode } = request;
  const maxBytes = Math.min(request.maxBytes, broker.configs.values.fetchMaxBytes);
  return {
    minBytes: Math.min(minBytes, maxBytes),
    maxBytes,
    maxRecords: maxRecords > 0 ? maxRecords : 0,
    batchSize: Math.max(1, batchSize),
    maxWaitMs,
    isStrict: apiVersion >= 2 && shareAcquireMode === RECORD_LIMIT,
  };
}

interface PartitionAnswer extends ShareSessionPartition {
  readonly data: ShareFetchResponsePartitionData;
}

function collect(
  acknowledged: readonly AcknowledgedPartition[],
  { reads, failed: errors }: ShareFetchResult,
): PartitionAnswer[] {
  const answers = new Map<string, PartitionAnswer>();
  const answer = ({ topicId, partition }: ShareSessionPartition): ShareFetchResponsePartitionData => {
    const key = partitionKey({ topicId, partition });
    const known = answers.get(key);
    if (known !== undefined) return known.data;
    const data = emptyData(partition);
    answers.set(key, { topicId, partition, data });
    return data;
  };
  for (const { errorCode, ...partition } of acknowledged) {
    const data = answer(partition);
    data.acknowledgeErrorCode = errorCode;
    data.acknowledgeErrorMessage = messageOf(errorCode);
  }
  for (const { errorCode, ...partition } of errors) {
    const data = answer(partition);
    data.errorCode = errorCode;
    data.errorMessage = messageOf(errorCode);
  }
  for (const read of reads) fill(answer(read.sharePartition.key), read);
  return [...answers.values()];
}

function fill(data: ShareFetchResponsePartitionData, { acquired, records }: ShareRead): void {
  data.records = records;
  data.acquiredRecords = [...acquired];
}

function emptyData(partitionIndex: number): ShareFetchResponsePartitionData {
  return {
    partitionIndex,
    errorCode: Errors.NONE.code,
    errorMessage: null,
    acknowledgeErrorCode: Errors.NONE.code,
    acknowledgeErrorMessage: null,
    currentLeader: NO_LEADER_HINT,
    records: [],
    acquiredRecords: [],
  };
}

function messageOf(errorCode: number): string | null {
  return errorCode === Errors.NONE.code ? null : errorForCode(errorCode).message;
}

function failed(errorCode: number): ShareFetchResponse {
  return newShareFetchResponse({ errorCode, errorMessage: messageOf(errorCode) });
}
