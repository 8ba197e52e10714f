/** Heartbeats of groups whose coordinator assigns, and what differs between that of KIP-848 and that of share groups. */
import type { AssignedPartitions } from './assigned-partitions.ts';

/** The member at the moment of a heartbeat. */
export interface MemberView<A> {
  readonly memberId: string;
  /** 0 joins. */
  readonly memberEpoch: number;
  /** What it has taken over from the assignment; null before the first. */
  readonly current: A | null;
  /** Whether the coordinator waits to hear of `current`, changed or not. */
  readonly isAcknowledging: boolean;
}

/** What any of these heartbeats is answered with. */
export interface Answer<A> {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  /** Null where it stays. */
  readonly memberId: string | null;
  readonly memberEpoch: number;
  readonly heartbeatIntervalMs: number;
  /** Null where it has not changed. */
  readonly assignment: A | null;
}

/** A member that subscribes to topics. */
export interface SubscriberView extends MemberView<AssignedPartitions> {
  readonly topicNames: readonly string[];
  readonly serverPattern: string | null;
}

export type HeartbeatAnswer = Answer<AssignedPartitions>;

export interface HeartbeatProtocol {
  /** The API's name, for messages. */
  readonly api: string;
  /** Rejects where no answer came. */
  heartbeat(view: SubscriberView, nodeId: number): Promise<HeartbeatAnswer>;
  /** The coordinator may not have got what was sent: the next heartbeat says everything. */
  forgetSent(): void;
  /** The epoch that says goodbye; null where nothing is to be said. */
  leaveEpoch(keepMembership: boolean | undefined): number | null;
  leave(memberId: string, leaveEpoch: number, options: { nodeId: number; timeoutMs: number }): Promise<void>;
}
