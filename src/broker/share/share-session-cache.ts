/**
 * Share sessions (KIP-932): which partitions a member of a share group reads, kept between its requests, so that a
 * request names only what changed. One for each member, bounded in number (`group.share.max.share.sessions`), gone with
 * the connection that it came over.
 *
 * Invariant: a session's epoch is the one that its next request has to bear; any other is refused.
 */
import { Errors } from '#protocol';

export interface ShareSessionPartition {
  readonly topicId: string;
  readonly partition: number;
}

export interface ShareSession {
  readonly groupId: string;
  readonly memberId: string;
  readonly partitions: Map<string, ShareSessionPartition>;
  /** What is called when the session is over without its member having said so. */
  forgetConnection(): void;
  epoch: number;
  /** Rises with every read, so that each partition is read first in its turn. */
  turn: number;
}

export interface SessionPeer {
  onClosed(callback: () => void): () => void;
}

const INITIAL_EPOCH = 0;
const FINAL_EPOCH = -1;
/** Far more than any consumer reads; a request that asks for more in one session is refused. */
const MAX_PARTITIONS = 100_000;

export class ShareSessionCache {
  readonly #maxSessions: number;
  /** Called with the session that has ended: what its member holds is to be released. */
  readonly #onEnded: (session: ShareSession) => void;
  readonly #sessions = new Map<string, ShareSession>();

  constructor(maxSessions: number, onEnded: (session: ShareSession) => void) {
    this.#maxSessions = maxSessions;
    this.#onEnded = onEnded;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** A session with no partitions yet in place of whatever the member had, or an error code. */
  create(groupId: string, memberId: string, peer: SessionPeer): ShareSession | number {
    const key = keyOf(groupId, memberId);
    const former = this.#sessions.get(key);
    if (former !== undefined) this.end(former);
    if (this.#sessions.size >= this.#maxSessions) return Errors.SHARE_SESSION_LIMIT_REACHED.code;
    const session: ShareSession = {
      groupId,
      memberId,
      partitions: new Map(),
      forgetConnection: peer.onClosed(() => this.end(session)),
      epoch: 1,
      turn: 0,
    };
    this.#sessions.set(key, session);
    return session;
  }

  /** The member's session if the request bears its epoch, which moves on then; else an error code. */
  next(groupId: string, memberId: string, epoch: number): ShareSession | number {
    const session = this.#sessions.get(keyOf(groupId, memberId));
    if (session === undefined) return Errors.SHARE_SESSION_NOT_FOUND.code;
    if (epoch === FINAL_EPOCH) return session;
    if (epoch === INITIAL_EPOCH || session.epoch !== epoch) return Errors.INVALID_SHARE_SESSION_EPOCH.code;
    session.epoch = session.epoch === 0x7fffffff ? 1 : session.epoch + 1;
    return session;
  }

  update(
    session: ShareSession,
    added: Iterable<ShareSessionPartition>,
    forgotten: Iterable<ShareSessionPartition>,
  ): number {
    for (const one of added) session.partitions.set(partitionKey(one), one);
    for (const one of forgotten) session.partitions.delete(partitionKey(one));
    return session.partitions.size > MAX_PARTITIONS ? Errors.INVALID_REQUEST.code : Errors.NONE.code;
  }

  end(session: ShareSession): void {
    const key = keyOf(session.groupId, session.memberId);
    if (this.#sessions.get(key) !== session) return;
    this.#sessions.delete(key);
    session.forgetConnection();
    this.#onEnded(session);
  }

  /** Ends the session of a member that its group has let go. */
  endOf(groupId: string, memberId: string): void {
    const session = this.#sessions.get(keyOf(groupId, memberId));
    if (session !== undefined) this.end(session);
  }
}

export function partitionKey({ topicId, partition }: ShareSessionPartition): string {
  return `${topicId}/${partition}`;
}

function keyOf(groupId: string, memberId: string): string {
  return `${groupId.length}:${groupId}${memberId}`;
}
