/** What a share consumer is made of, and what its calls take and answer. Durations are milliseconds. */
import type { TopicPartition } from '../assignors/group-members.ts';
import type { OptionsOf } from '../config/parse-options.ts';
import type { CallOptions, CloseOptions } from '../consumer/consumer-options.ts';
import type { ClientError } from '../errors.ts';
import type { MembershipState } from '../group/group-membership.ts';
import { COMMON_CODE_OPTIONS, type CommonCodeOptions } from '../open-client.ts';
import type { ConsumerRecord } from '../records/consumer-record.ts';
import type { Deserializer } from '../records/serializers.ts';
import type { ShareConsumerDefinitions } from './share-consumer-configs.ts';

export type { CallOptions, CloseOptions };

/** Kafka's share consumer configs in camel case, and what is not a text. */
export type ShareConsumerOptions<K = Buffer, V = Buffer> = Omit<
  OptionsOf<ShareConsumerDefinitions>,
  'bootstrapServers' | 'groupId'
> &
  CommonCodeOptions & {
    /** `host:port`, one or several. */
    readonly bootstrapServers: string | readonly string[];
    /** The share group. */
    readonly groupId: string;
    /** `key` and `value` of records are Buffers without. */
    readonly keyDeserializer?: Deserializer<K> | undefined;
    readonly valueDeserializer?: Deserializer<V> | undefined;
    /** Told what became of acknowledgements, by partition, whenever a broker has answered. */
    readonly onAcknowledged?: ((results: readonly AcknowledgementResult[]) => void) | undefined;
  };

/** What became of what was said of one partition's records. */
export interface AcknowledgementResult extends TopicPartition {
  /** Ascending. */
  readonly offsets: readonly number[];
  /**
   * Absent where all went well. INVALID_RECORD_STATE: the lock had ended, and the record may have been given to another.
   * Of an error nothing is known of each offset by itself.
   */
  readonly error?: ClientError;
}

/** How `run` processes records. */
export interface ShareRunOptions<K, V> {
  /** Awaited where it answers a promise. The record is accepted when it has ended. */
  readonly eachRecord: (record: ConsumerRecord<K, V>) => unknown;
  /** How many handlers may be at work at a time; 1 where absent. */
  readonly concurrency?: number;
  /**
   * What to say of a record whose handler threw. Where absent it is released, for another attempt, until the group's
   * limit of attempts (`group.share.delivery.count.limit`).
   */
  readonly onError?: (error: unknown, record: ConsumerRecord<K, V>) => 'release' | 'reject' | 'accept' | 'stop';
  /** Reject a record that has failed so often (its `deliveryCount`), instead of releasing it. */
  readonly maxDeliveries?: number;
  /** No record more is handed out after it; `run` resolves once the handlers at work have ended. */
  readonly signal?: AbortSignal | undefined;
}

/** How the share consumer is at the moment. */
export interface ShareConsumerStatus {
  /**
   * `idle`: not subscribed. `joining`: waits for its group. `consuming`: all is well. `failed`: it cannot go on.
   * `closed`.
   */
  readonly state: 'idle' | 'joining' | 'consuming' | 'failed' | 'closed';
  /** How it stands in its group. */
  readonly membership: MembershipState;
  /** What failed last and has not worked since; null where all is well. */
  readonly lastError: ClientError | null;
  /** Acquired and not yet handed out. */
  readonly bufferedRecords: number;
  /** Handed out and not yet acknowledged. */
  readonly unacknowledgedRecords: number;
}

/** The code options by name, for the check of the others. */
export const SHARE_CONSUMER_CODE_OPTIONS: readonly string[] = [
  ...COMMON_CODE_OPTIONS,
  'keyDeserializer',
  'valueDeserializer',
  'onAcknowledged',
];
