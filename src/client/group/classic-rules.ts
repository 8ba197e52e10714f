/**
 * What a member of a classic group does about each error, by the rules of Kafka's consumer. Pure: the membership acts on
 * the verdicts.
 */
import { Errors } from '#protocol';

/**
 * `again`: the same call once more after a pause; `find coordinator`: the same, at another broker perhaps; `rejoin`: still
 * a member, but the group moves on; `lost generation` and `lost member`: what it had is no longer its own, and in the
 * second case neither is its member id; `take member id`: join at once with the id in the answer (KIP-394); `fatal`: it
 * makes no sense to go on.
 */
export type Verdict =
  | 'none'
  | 'again'
  | 'find coordinator'
  | 'rejoin'
  | 'lost generation'
  | 'lost member'
  | 'take member id'
  | 'fatal';

type Rules = ReadonlyMap<number, Verdict>;

const COMMON: readonly (readonly [number, Verdict])[] = [
  [Errors.NONE.code, 'none'],
  [Errors.COORDINATOR_NOT_AVAILABLE.code, 'find coordinator'],
  [Errors.NOT_COORDINATOR.code, 'find coordinator'],
  [Errors.UNKNOWN_MEMBER_ID.code, 'lost member'],
];

const JOIN: Rules = new Map([
  ...COMMON,
  [Errors.COORDINATOR_LOAD_IN_PROGRESS.code, 'again'],
  [Errors.REBALANCE_IN_PROGRESS.code, 'again'],
  [Errors.MEMBER_ID_REQUIRED.code, 'take member id'],
]);

const SYNC: Rules = new Map([
  ...COMMON,
  [Errors.COORDINATOR_LOAD_IN_PROGRESS.code, 'again'],
  [Errors.REBALANCE_IN_PROGRESS.code, 'rejoin'],
  [Errors.ILLEGAL_GENERATION.code, 'lost generation'],
]);

const HEARTBEAT: Rules = new Map([
  ...COMMON,
  [Errors.COORDINATOR_LOAD_IN_PROGRESS.code, 'again'],
  [Errors.REBALANCE_IN_PROGRESS.code, 'rejoin'],
  [Errors.ILLEGAL_GENERATION.code, 'lost generation'],
]);

/** Only what a commit's error says about the member; the commit itself fails or is repeated by GroupOffsets. */
const COMMIT: Rules = new Map([
  [Errors.UNKNOWN_MEMBER_ID.code, 'lost member'],
  [Errors.ILLEGAL_GENERATION.code, 'lost generation'],
  [Errors.REBALANCE_IN_PROGRESS.code, 'rejoin'],
  [Errors.FENCED_INSTANCE_ID.code, 'fatal'],
]);

export function joinVerdict(errorCode: number): Verdict {
  return JOIN.get(errorCode) ?? 'fatal';
}

export function syncVerdict(errorCode: number): Verdict {
  return SYNC.get(errorCode) ?? 'fatal';
}

export function heartbeatVerdict(errorCode: number): Verdict {
  return HEARTBEAT.get(errorCode) ?? 'fatal';
}

export function commitVerdict(errorCode: number): Verdict {
  return COMMIT.get(errorCode) ?? 'none';
}

/** What a fatal error tells the application, and what it can do about it. */
export function fatalMessage(errorCode: number, groupId: string): string | null {
  switch (errorCode) {
    case Errors.FENCED_INSTANCE_ID.code:
      return `Another consumer of group ${groupId} has joined with the same groupInstanceId; give each consumer its own.`;
    case Errors.INVALID_SESSION_TIMEOUT.code:
      return `Group ${groupId} refuses the sessionTimeoutMs of this consumer; the broker's group.min.session.timeout.ms and group.max.session.timeout.ms say what it takes.`;
    case Errors.INCONSISTENT_GROUP_PROTOCOL.code:
      return `Group ${groupId} has no assignor in common with this consumer; give all its members a partitionAssignmentStrategy that they share.`;
    case Errors.GROUP_MAX_SIZE_REACHED.code:
      return `Group ${groupId} has as many members as the broker's group.max.size allows.`;
    case Errors.GROUP_AUTHORIZATION_FAILED.code:
      return `This client may not use group ${groupId}; it needs READ on the group.`;
    case Errors.INVALID_GROUP_ID.code:
      return `The broker refuses the group id "${groupId}"; it must not be empty.`;
    default:
      return null;
  }
}
