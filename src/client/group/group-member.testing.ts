/** For tests: a consumer that only keeps a record of what its group gives it and takes away, and takes its time about it. */
import { assert, type Env } from '#kernel';
import type { ClientError } from '../errors.ts';
import type { TopicPartition } from '../assignors/group-members.ts';
import { assignorsFor } from './group-assignor.ts';
import type { GroupCluster } from './group-cluster.ts';
import { createMembership, type GroupConfig, type GroupListener, type GroupMembership } from './group-membership.ts';
import { partitionKey } from './partition-lists.ts';

export const TEST_GROUP_CONFIG: GroupConfig = {
  groupId: 'group',
  groupInstanceId: null,
  groupProtocol: 'classic',
  groupRemoteAssignor: null,
  sessionTimeoutMs: 10_000,
  heartbeatIntervalMs: 1000,
  maxPollIntervalMs: 60_000,
  requestTimeoutMs: 5000,
  retryBackoffMs: 100,
  retryBackoffMaxMs: 1000,
  clientRack: '',
  excludeInternalTopics: true,
};

export interface TestMemberOptions {
  readonly env: Env;
  readonly cluster: GroupCluster;
  readonly config?: Partial<GroupConfig>;
  readonly strategies?: readonly string[];
  /** Up to how long a call of the listener takes. */
  readonly slownessMs?: number;
  /** An assignment waits for it before it has an effect. */
  readonly whileAssigned?: () => Promise<void>;
  /** Called whenever a partition has become the member's, or has just ceased to be. */
  readonly onOwned?: (member: TestGroupMember) => void;
}

export class TestGroupMember implements GroupListener {
  readonly membership: GroupMembership;
  /** `+t-0` for what it was given, `-t-0` for what was revoked, `!t-0` for what was lost; in this order. */
  readonly events: string[] = [];
  readonly owned: Map<string, TopicPartition> = new Map();
  readonly errors: ClientError[] = [];
  fatal: ClientError | null = null;
  isWaiting = true;
  isBeingAssigned = false;
  /** While set, a revocation waits for it. */
  handler: Promise<void> | null = null;
  readonly #options: TestMemberOptions;
  #isInCall = false;

  constructor(options: TestMemberOptions) {
    const { env, cluster } = options;
    this.#options = options;
    this.membership = createMembership({
      env,
      logger: env.logger,
      cluster,
      config: { ...TEST_GROUP_CONFIG, ...options.config },
      listener: this,
      assignors: assignorsFor(options.strategies ?? ['range', 'cooperative-sticky']),
    });
  }

  join(topics: readonly string[]): this {
    this.membership.subscribe({ topics });
    this.membership.start();
    return this;
  }

  ownedPartitions(): readonly TopicPartition[] {
    return [...this.owned.values()];
  }

  get ownedNames(): string[] {
    return [...this.owned.keys()].sort();
  }

  isApplicationWaiting(): boolean {
    return this.isWaiting;
  }

  onPartitionsRevoked(partitions: readonly TopicPartition[]): Promise<void> {
    return this.#call(async () => {
      await this.handler;
      this.#remove('-', partitions);
    });
  }

  onPartitionsLost(partitions: readonly TopicPartition[]): Promise<void> {
    return this.#call(async () => this.#remove('!', partitions));
  }

  onPartitionsAssigned(partitions: readonly TopicPartition[]): Promise<void> {
    return this.#call(async () => {
      this.isBeingAssigned = true;
      await this.#options.whileAssigned?.();
      this.isBeingAssigned = false;
      for (const partition of partitions) {
        const key = partitionKey(partition);
        assert(!this.owned.has(key), `${key} is assigned twice`);
        this.owned.set(key, partition);
        this.events.push(`+${key}`);
      }
      this.#options.onOwned?.(this);
    });
  }

  onError(error: ClientError): void {
    this.errors.push(error);
  }

  onFatal(error: ClientError): void {
    this.fatal = error;
  }

  #remove(sign: string, partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) {
      const key = partitionKey(partition);
      assert(this.owned.delete(key), `${key} is taken from a member that does not have it`);
      this.events.push(`${sign}${key}`);
    }
    this.#options.onOwned?.(this);
  }

  /** One call at a time, each taking a while before it has an effect. */
  async #call(effect: () => Promise<void>): Promise<void> {
    assert(!this.#isInCall, 'the listener is called while it is being called');
    this.#isInCall = true;
    const { env, slownessMs = 0 } = this.#options;
    if (slownessMs > 0) {
      const delayMs = env.random.number() * slownessMs;
      await new Promise<void>((resolve) => void env.scheduler.after(delayMs, resolve));
    }
    try {
      await effect();
    } finally {
      this.#isInCall = false;
    }
  }
}
