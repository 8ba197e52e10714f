/**
 * What a consumer and its group say to each other, whichever protocol they speak: the classic one, where members divide
 * the partitions among themselves (KIP-62, KIP-345, KIP-429), or that of KIP-848, where the coordinator does.
 *
 * Invariant: the membership awaits each call of its listener before it makes the next, and tells the coordinator that a
 * partition is given up only after `onPartitionsRevoked` for it has resolved.
 */
import type { Env, Logger } from '#kernel';
import type { ClientError } from '../errors.ts';
import type { TopicPartition } from '../assignors/group-members.ts';
import { ClassicMembership } from './classic-membership.ts';
import { consumerMembership } from './consumer-membership.ts';
import type { GroupAssignor } from './group-assignor.ts';
import type { GroupCluster } from './group-cluster.ts';

/** What a consumer wants: topics by name, by a pattern that the client matches, or by one that the broker matches (RE2, KIP-848 only). */
export type Subscription =
  | { readonly topics: readonly string[] }
  | { readonly pattern: RegExp }
  | { readonly serverPattern: string };

/**
 * `unsubscribed` wants nothing yet; `joining` is no member yet; `rebalancing` is one and gets another assignment;
 * `fenced` was a member, lost it, and joins again (after the next `poll` where it had not polled in time); `stopped` has
 * left, or failed for good.
 */
export type MembershipState = 'unsubscribed' | 'joining' | 'stable' | 'rebalancing' | 'fenced' | 'stopped';

/** Who a consumer is in its group: what offset commits and a transactional producer's `sendOffsets` carry (KIP-447). */
export interface GroupMetadata {
  /** The config `groupId`. */
  readonly groupId: string;
  /** Of a KIP-848 member its epoch; -1 outside the group. */
  readonly generationId: number;
  /** Empty outside the group. */
  readonly memberId: string;
  /** Of a static member (KIP-345). */
  readonly groupInstanceId: string | null;
}

export interface LeaveOptions {
  /** Within so many milliseconds `leave` ends, whatever the broker and the listener do. */
  readonly timeoutMs: number;
  /**
   * Whether the group is to believe that the member comes back, so that nothing is rebalanced before its session ends. A
   * static member keeps its membership unless this is false, a dynamic one leaves unless it is true.
   */
  readonly keepMembership?: boolean;
}

export interface GroupMembership {
  readonly state: MembershipState;
  /** Joins the group once there is a subscription. */
  start(): void;
  /** Replaces the subscription; a member rejoins where it differs. */
  subscribe(subscription: Subscription): void;
  /** The application is alive. Without a call for `maxPollIntervalMs` the member leaves, and joins again at the next one. */
  poll(): void;
  groupMetadata(): GroupMetadata;
  /** Asks for another assignment. Under KIP-848 the broker alone decides on that, and nothing happens. */
  rejoin(reason: string): void;
  /**
   * Revokes what the member has, leaves and forgets the subscription; never rejects. `subscribe` and `start` make it a
   * member again.
   */
  leave(options: LeaveOptions): Promise<void>;
  /** An answer to an offset commit said that the member is not what it took itself for. */
  onCommitError(errorCode: number, sentAs: GroupMetadata): void;
}

/** Implemented by the consumer. Its promises are awaited. */
export interface GroupListener {
  /** Stops handing out records of these, waits for handlers in flight, commits, calls the application's listener. */
  onPartitionsRevoked(partitions: readonly TopicPartition[]): Promise<void>;
  /** The same without a commit: somebody else may have these already. `cause` says why. */
  onPartitionsLost(partitions: readonly TopicPartition[], cause: ClientError): Promise<void>;
  /** What came in addition to what was there; empty where a rebalance brought nothing new. */
  onPartitionsAssigned(partitions: readonly TopicPartition[]): Promise<void>;
  /** What the consumer has now; changes only in the calls above. */
  ownedPartitions(): readonly TopicPartition[];
  /** Whether the application waits for records at this moment. Then it is alive without a `poll`. */
  isApplicationWaiting?(): boolean;
  /** Something the application has to know of while the membership goes on, such as a topic it may not read. */
  onError?(error: ClientError): void;
  /** The membership is over, and joins no more. What the member had is lost already. */
  onFatal(error: ClientError): void;
}

/** From the consumer's configs, under the same names. Durations in milliseconds. */
export interface GroupConfig {
  readonly groupId: string;
  readonly groupInstanceId: string | null;
  readonly groupProtocol: 'classic' | 'consumer';
  /** Of KIP-848 groups: the name of a broker's assignor, or null for its default. */
  readonly groupRemoteAssignor: string | null;
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  /** The longest time between two polls, and what the group waits for a member when it rebalances. */
  readonly maxPollIntervalMs: number;
  readonly requestTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
  /** Empty where the client tells no rack. */
  readonly clientRack: string;
  /** Whether a pattern leaves out topics such as `__consumer_offsets`. */
  readonly excludeInternalTopics: boolean;
}

export interface MembershipDependencies {
  readonly env: Env;
  readonly logger: Logger;
  readonly cluster: GroupCluster;
  readonly config: GroupConfig;
  readonly listener: GroupListener;
  /** Of classic groups, in order of preference: `assignorsFor` makes them from `partitionAssignmentStrategy`. */
  readonly assignors: readonly GroupAssignor[];
}

export function createMembership(dependencies: MembershipDependencies): GroupMembership {
  return dependencies.config.groupProtocol === 'consumer'
    ? consumerMembership(dependencies)
    : new ClassicMembership(dependencies);
}
