/** What differs between the groups whose coordinator assigns: the heartbeat of KIP-848 and that of share groups. */
import type { AssignedPartitions } from './assigned-partitions.ts';

/** The member at the moment of a heartbeat. */
export interface MemberView {
  readonly memberId: string;
  /** 0 joins. */
  readonly memberEpoch: number;
  readonly topicNames: readonly string[];
  readonly serverPattern: string | null;
  /** What it has taken over from the assignment. */
  readonly assigned: AssignedPartitions;
  /** Whether the coordinator waits to hear of `assigned`, changed or not. */
  readonly isAcknowledging: boolean;
}

export interface HeartbeatAnswer {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  /** Null where it stays. */
  readonly memberId: string | null;
  readonly memberEpoch: number;
  readonly heartbeatIntervalMs: number;
  /** Null where it has not changed. */
  readonly assignment: AssignedPartitions | null;
}

export interface HeartbeatProtocol {
  /** The API's name, for messages. */
  readonly api: string;
  /** Rejects where no answer came. */
  heartbeat(view: MemberView, nodeId: number): Promise<HeartbeatAnswer>;
  /** The coordinator may not have got what was sent: the next heartbeat says everything. */
  forgetSent(): void;
  /** The epoch that says goodbye; null where nothing is to be said. */
  leaveEpoch(keepMembership: boolean | undefined): number | null;
  leave(memberId: string, leaveEpoch: number, options: { nodeId: number; timeoutMs: number }): Promise<void>;
}
