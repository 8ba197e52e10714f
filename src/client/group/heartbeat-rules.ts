/** What a member that its coordinator assigns to (KIP-848, share groups) does about each error, as Kafka's consumer does. Pure. */
import { Errors } from '#protocol';

/**
 * `again`: the next heartbeat after a pause; `find coordinator`: at another broker perhaps; `fenced`: what it had is lost,
 * and it joins again at epoch 0; `report`: the application has to know, and the member goes on; `fatal`: it cannot.
 */
export type HeartbeatVerdict = 'none' | 'again' | 'find coordinator' | 'fenced' | 'report' | 'fatal';

const VERDICTS: ReadonlyMap<number, HeartbeatVerdict> = new Map([
  [Errors.NONE.code, 'none'],
  [Errors.COORDINATOR_LOAD_IN_PROGRESS.code, 'again'],
  [Errors.NOT_COORDINATOR.code, 'find coordinator'],
  [Errors.COORDINATOR_NOT_AVAILABLE.code, 'find coordinator'],
  [Errors.FENCED_MEMBER_EPOCH.code, 'fenced'],
  [Errors.UNKNOWN_MEMBER_ID.code, 'fenced'],
  [Errors.TOPIC_AUTHORIZATION_FAILED.code, 'report'],
]);

export function epochHeartbeatVerdict(errorCode: number): HeartbeatVerdict {
  return VERDICTS.get(errorCode) ?? 'fatal';
}

/** What a fatal error tells the application, and what it can do about it; null where the broker's words have to do. */
export function epochFatalMessage(errorCode: number, groupId: string): string | null {
  switch (errorCode) {
    case Errors.FENCED_INSTANCE_ID.code:
      return `Another consumer of group ${groupId} has joined with the same groupInstanceId; give each consumer its own.`;
    case Errors.UNRELEASED_INSTANCE_ID.code:
      return `The groupInstanceId is still that of another member of group ${groupId}; close that one, or wait until its session has ended.`;
    case Errors.GROUP_MAX_SIZE_REACHED.code:
      return `Group ${groupId} has as many members as the broker allows.`;
    case Errors.GROUP_AUTHORIZATION_FAILED.code:
      return `This client may not use group ${groupId}; it needs READ on the group.`;
    default:
      return null;
  }
}
