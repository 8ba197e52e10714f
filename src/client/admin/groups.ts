/** Groups of all types: listing and deleting them, and removing members (KIP-222, KIP-518, KIP-848, KIP-1043). */
import type { CallOptions } from './call-options.ts';
import type { GroupState, GroupType } from './words.ts';

/** Each filter lets all pass where it is absent or empty. */
export interface ListGroupsOptions extends CallOptions {
  /** Kafka 2.6 and later. */
  readonly groupStates?: readonly GroupState[];
  /** Kafka 3.8 and later; before, all groups are CLASSIC. */
  readonly types?: readonly GroupType[];
  /** `consumer`, `share`, `streams`, `connect`, …; empty text: groups that only commit offsets. */
  readonly protocolTypes?: readonly string[];
}

export interface GroupListing {
  readonly groupId: string;
  /** Null before Kafka 3.8. */
  readonly type: GroupType | null;
  readonly protocolType: string;
  /** Null before Kafka 2.6. */
  readonly groupState: GroupState | null;
  /** A classic group without members of a protocol: it only keeps offsets. */
  readonly isSimpleConsumerGroup: boolean;
}

/** A member by its id, or by its `group.instance.id` where it is static (KIP-345). */
export type MemberToRemove = { readonly memberId: string } | { readonly groupInstanceId: string };

export interface RemoveMembersOptions extends CallOptions {
  /** All members where absent. */
  readonly members?: readonly MemberToRemove[];
  /** For the broker's log (KIP-800). */
  readonly reason?: string;
}
