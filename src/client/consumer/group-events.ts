/**
 * What the consumer does when its group gives or takes partitions: waits for handlers, commits, calls the application's
 * listener, in that order, before the group hears that a partition is given up.
 */
import { type Env, type Logger, settlesWithin } from '#kernel';
import type { TopicPartition } from '../assignors/group-members.ts';
import { asClientError, type ClientError } from '../errors.ts';
import type { GroupListener, GroupMetadata } from '../group/group-membership.ts';
import type { ClientDiagnostics } from '../telemetry/client-diagnostics.ts';
import type { Assignment } from './assignment.ts';
import type { Commits } from './commits.ts';
import type { RebalanceListener } from './consumer-options.ts';
import type { Delivery } from './delivery.ts';
import type { PartitionState } from './partition-state.ts';
import type { Trouble } from './trouble.ts';

export interface GroupEventDependencies {
  readonly env: Env;
  readonly logger: Logger;
  readonly assignment: Assignment;
  readonly delivery: Delivery;
  readonly diagnostics: ClientDiagnostics;
  readonly trouble: Trouble;
  readonly maxPollIntervalMs: number;
  readonly listener: RebalanceListener | null;
  commits(): Commits;
  member(): GroupMetadata;
  isApplicationWaiting(): boolean;
  /** How long to wait for records in hand; 0 while the consumer closes and has done so. */
  handlerTimeoutMs(): number;
  /** Partitions were added, or removed. */
  onAssignment(): void;
  onFatal(error: ClientError): void;
}

const GROUP = 'group membership';

export class GroupEvents implements GroupListener {
  readonly #dependencies: GroupEventDependencies;

  constructor(dependencies: GroupEventDependencies) {
    this.#dependencies = dependencies;
  }

  ownedPartitions(): readonly TopicPartition[] {
    return this.#dependencies.assignment.places();
  }

  isApplicationWaiting(): boolean {
    return this.#dependencies.isApplicationWaiting();
  }

  async onPartitionsRevoked(partitions: readonly TopicPartition[]): Promise<void> {
    const { env, commits, handlerTimeoutMs, listener } = this.#dependencies;
    const states = this.#block(partitions);
    const idle = Promise.all(states.map((state) => state.whenIdle()));
    await settlesWithin(env, idle, handlerTimeoutMs());
    await commits().commitProcessed(states, {});
    await this.#tell(listener?.onPartitionsRevoked?.bind(listener), partitions);
    this.#remove('revoked', partitions);
  }

  /** Whoever has records in hand may have been why the partitions are lost: nobody waits for them. */
  async onPartitionsLost(partitions: readonly TopicPartition[], cause: ClientError): Promise<void> {
    const { listener, trouble, logger } = this.#dependencies;
    this.#block(partitions);
    logger.warn('Partitions were lost', { reason: cause.message, count: partitions.length });
    trouble.report(GROUP, cause);
    const call = listener?.onPartitionsLost ?? listener?.onPartitionsRevoked;
    await this.#tell(call?.bind(listener), partitions);
    this.#remove('lost', partitions);
  }

  async onPartitionsAssigned(partitions: readonly TopicPartition[]): Promise<void> {
    const { assignment, listener, trouble, onAssignment, delivery } = this.#dependencies;
    trouble.clear(GROUP);
    const states = partitions.map((place) => assignment.add(place));
    for (const state of states) state.isHeld = true;
    this.#report('assigned', partitions);
    await this.#tell(listener?.onPartitionsAssigned?.bind(listener), partitions);
    for (const state of states) state.isHeld = false;
    onAssignment();
    for (const state of states) delivery.offer(state);
  }

  onError(error: ClientError): void {
    this.#dependencies.trouble.report(GROUP, error);
    this.#dependencies.delivery.throwOnce(error);
  }

  onFatal(error: ClientError): void {
    this.#dependencies.onFatal(error);
  }

  /** Nothing more of these is handed out. */
  #block(partitions: readonly TopicPartition[]): PartitionState[] {
    const { assignment, delivery } = this.#dependencies;
    const states = partitions
      .map(({ topic, partition }) => assignment.get(topic, partition))
      .filter((state) => state !== undefined);
    for (const state of states) state.isRevoked = true;
    // Whoever waits in vain for records of these lets go of them.
    delivery.notify();
    return states;
  }

  #remove(event: 'revoked' | 'lost', partitions: readonly TopicPartition[]): void {
    const { assignment, diagnostics, onAssignment } = this.#dependencies;
    for (const place of partitions) {
      const state = assignment.get(place.topic, place.partition);
      if (state !== undefined) assignment.takenInHand(state);
      assignment.remove(place);
      diagnostics.partitionForgotten(place.topic, place.partition);
    }
    this.#report(event, partitions);
    onAssignment();
  }

  #report(event: 'revoked' | 'lost' | 'assigned', partitions: readonly TopicPartition[]): void {
    const { groupId, memberId, generationId } = this.#dependencies.member();
    this.#dependencies.diagnostics.rebalanced({ groupId, memberId, generationId, event, partitions });
  }

  /** What the application's listener throws goes to whoever takes records. */
  async #tell(
    call: ((partitions: readonly TopicPartition[]) => void | Promise<void>) | undefined,
    partitions: readonly TopicPartition[],
  ): Promise<void> {
    const { env, delivery, maxPollIntervalMs, logger } = this.#dependencies;
    if (call === undefined) return;
    const told = (async () => call(partitions))().catch((error: unknown) => {
      logger.error('The rebalance listener failed', { reason: asClientError(error).message });
      delivery.throwOnce(error);
    });
    await settlesWithin(env, told, maxPollIntervalMs);
  }
}
