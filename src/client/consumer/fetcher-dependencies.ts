/** What fetching needs of the rest of a consumer. */
import type { Env, Logger } from '#kernel';
import type { Cluster } from '../cluster/cluster.ts';
import type { ClientError } from '../errors.ts';
import type { Deserializer } from '../records/serializers.ts';
import type { Assignment } from './assignment.ts';
import type { ConsumerConfig } from './consumer-configs.ts';
import type { PartitionState } from './partition-state.ts';
import type { Trouble } from './trouble.ts';

/** What fetching finds out about positions. */
export interface PositionEvents {
  /** The offset is not in the log. */
  onOutOfRange(state: PartitionState): void;
  /** The log of the leader ends earlier in the epoch of the last record read (KIP-320). */
  onDiverged(state: PartitionState, end: { readonly epoch: number; readonly endOffset: number }): void;
}

export interface FetcherDependencies {
  readonly env: Env;
  readonly logger: Logger;
  readonly cluster: Cluster;
  readonly config: ConsumerConfig;
  readonly assignment: Assignment;
  readonly trouble: Trouble;
  readonly positions: PositionEvents;
  readonly keyDeserializer: Deserializer<unknown> | null;
  readonly valueDeserializer: Deserializer<unknown> | null;
  /** The partition has something to hand out, records or an error. */
  onRecords(state: PartitionState): void;
  /** The consumer cannot go on. */
  onFatal(error: ClientError): void;
}
