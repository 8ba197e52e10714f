/**
 * ShareAcknowledge (key 79), versions 1 and 2: what a member of a share group says of records that it was given
 * (KIP-932); renewals since version 2 (KIP-1222). Answered once it is written down.
 */
import {
  Errors,
  errorForCode,
  newShareAcknowledgeResponse,
  type ShareAcknowledgeRequest,
  shareAcknowledgeRequest,
  type ShareAcknowledgeResponse,
  shareAcknowledgeResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';
import { acknowledgeAll, byTopic, FINAL_EPOCH, memberOf } from '../share/share-request.ts';

const NO_LEADER_HINT = { leaderId: -1, leaderEpoch: -1 };

export const handler: Handler<ShareAcknowledgeRequest, ShareAcknowledgeResponse> = {
  request: shareAcknowledgeRequest,
  response: shareAcknowledgeResponse,
  minVersion: 1,
  maxVersion: 2,
  async handle(request, context) {
    const member = memberOf(request, context);
    if (typeof member === 'number') return failed(member);
    const { sharePartitions } = context.broker;
    const { groupId, memberId } = member;
    const session = sharePartitions.sessions.next(groupId, memberId, request.shareSessionEpoch);
    if (typeof session === 'number') return failed(session);
    const acknowledged = await acknowledgeAll(request, member, context);
    if (request.shareSessionEpoch === FINAL_EPOCH) sharePartitions.sessions.end(session);
    return newShareAcknowledgeResponse({
      acquisitionLockTimeoutMs: sharePartitions.settings(groupId).lockDurationMs,
      responses: byTopic(acknowledged, ({ partition, errorCode }) => ({
        partitionIndex: partition,
        errorCode,
        errorMessage: messageOf(errorCode),
        currentLeader: NO_LEADER_HINT,
      })),
    });
  },
};

function messageOf(errorCode: number): string | null {
  return errorCode === Errors.NONE.code ? null : errorForCode(errorCode).message;
}

function failed(errorCode: number): ShareAcknowledgeResponse {
  return newShareAcknowledgeResponse({ errorCode, errorMessage: messageOf(errorCode) });
}
