/** What share groups need of the broker beside their log (KIP-932): where states are kept, who reads, how far logs go. */
import { Errors } from '#protocol';
import { readError, stateError, summaryError } from '../../share/share-state-commands.ts';
import type { Persister } from '../../share/persister.ts';

/** Told of who is gone: those who hold records for them. */
export interface ShareGroupListener {
  memberLeft(groupId: string, memberId: string): void;
  /** Nobody reads the group's partitions any more, or their offsets are set anew. */
  groupEmptied(groupId: string): void;
}

export interface ShareGroupServices extends ShareGroupListener {
  readonly persister: Persister;
  /** Resolves with NONE once there is a share coordinator. */
  ensureStateTopic(): Promise<number>;
  /** Behind what consumers may see of the partition; null where that is not known here. */
  endOffset(topicId: string, partition: number): number | null;
}

const UNAVAILABLE = stateError(Errors.COORDINATOR_NOT_AVAILABLE.code);

/** For a coordinator without a share coordinator beside it. */
export const NO_SHARE_SERVICES: ShareGroupServices = {
  persister: {
    initialize: () => Promise.resolve(UNAVAILABLE),
    read: () => Promise.resolve(readError(UNAVAILABLE)),
    write: () => Promise.resolve(UNAVAILABLE),
    delete: () => Promise.resolve(UNAVAILABLE),
    readSummary: () => Promise.resolve(summaryError(UNAVAILABLE)),
  },
  ensureStateTopic: () => Promise.resolve(Errors.COORDINATOR_NOT_AVAILABLE.code),
  endOffset: () => null,
  memberLeft: () => undefined,
  groupEmptied: () => undefined,
};
