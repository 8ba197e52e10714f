/** What the parts of a running consumer share. */
import type { Admin, Consumer as ClientConsumer } from '#client';
import type { Env } from '#kernel';
import type { ConsumerPayloads, ConsumerRunConfig } from './consumer-types.ts';
import type { Instrumentation } from './instrumentation.ts';
import type { RetryOptions } from './kafka-config.ts';
import type { Logger } from './logger.ts';
import type { PausedPartitions } from './paused-partitions.ts';
import type { Offsets } from './producer-types.ts';
import type { RetryBudget } from './retry-budget.ts';

export type OffsetsSentListener = (groupId: string, offsets: Offsets) => void;

export interface RunContext {
  readonly env: Env;
  readonly logger: Logger;
  readonly instrumentation: Instrumentation<ConsumerPayloads>;
  readonly groupId: string;
  /** Whether reading of each topic begins at its start. */
  readonly topics: ReadonlyMap<string, { readonly fromBeginning: boolean }>;
  readonly run: ConsumerRunConfig;
  readonly retry: RetryOptions | undefined;
  readonly budget: RetryBudget;
  readonly paused: PausedPartitions;
  readonly admin: Admin;
  /** A transaction of the same Kafka object has committed offsets of a group; the function returned ends the listening. */
  onOffsetsSent(listener: OffsetsSentListener): () => void;
  /** The client's consumer, which calls `listener`; made anew for each start. */
  open(listener: OpenListener): ClientConsumer;
}

/** How the client's consumer is tied to who runs it. */
export type OpenListener = Pick<
  ConstructorParameters<typeof ClientConsumer>[0],
  'rebalanceListener' | 'partitionAssignmentStrategy'
>;
