/** What a consumer is made of, and what its calls take. Durations and timeouts are milliseconds everywhere. */
import type { Env, Logger, TlsOptions } from '#kernel';
import type { TopicPartition } from '../assignors/group-members.ts';
import type { OptionsOf } from '../config/parse-options.ts';
import type { ClientError } from '../errors.ts';
import type { GroupAssignor } from '../group/group-assignor.ts';
import type { GroupMetadata, MembershipState } from '../group/group-membership.ts';
import type { ConsumerBatch } from '../records/consumer-batch.ts';
import type { ConsumerRecord } from '../records/consumer-record.ts';
import type { Deserializer } from '../records/serializers.ts';
import type { SaslOptions } from '../security/sasl-options.ts';
import type { ConsumerDefinitions } from './consumer-configs.ts';

/** Where to begin without a committed offset: as `autoOffsetReset`, or so many milliseconds before now. */
export type OnNoOffset = 'earliest' | 'latest' | 'none' | { readonly durationMs: number };

/** Kafka's consumer configs in camel case, and what is not a text. */
export type ConsumerOptions<K = Buffer, V = Buffer> = Omit<
  OptionsOf<ConsumerDefinitions>,
  'bootstrapServers' | 'partitionAssignmentStrategy'
> &
  ConsumerCodeOptions<K, V> & {
    /** `host:port`, one or several. */
    readonly bootstrapServers: string | readonly string[];
  };

/** Options that are no texts; the configs stand in `consumerConfigs`. */
export interface ConsumerCodeOptions<K, V> {
  /** The world to run in; the real one where absent. */
  readonly env?: Env | undefined;
  /** Where the consumer's lines go; the Env's logger where absent. */
  readonly logger?: Logger | undefined;
  /** Connect over TLS: `{}` trusts the well-known authorities. */
  readonly tls?: TlsOptions | undefined;
  /** Authenticate by SASL. */
  readonly sasl?: SaslOptions | undefined;
  /** `key` and `value` of records are Buffers without. */
  readonly keyDeserializer?: Deserializer<K> | undefined;
  /** What makes `value` of records out of their bytes. */
  readonly valueDeserializer?: Deserializer<V> | undefined;
  /** Told when partitions come and go. */
  readonly rebalanceListener?: RebalanceListener | undefined;
  /** Another way to say `autoOffsetReset`; not both. */
  readonly onNoOffset?: OnNoOffset | undefined;
  /**
   * How a classic group divides partitions: Kafka's assignors by name, or objects; `range` and `cooperative-sticky`
   * where absent, as in Java.
   */
  readonly partitionAssignmentStrategy?: string | readonly (string | GroupAssignor)[] | undefined;
  /**
   * Who commits and reads the group's offsets, asked at each request, where somebody else in this process is the member
   * and this consumer gets its partitions by `assign`: `() => streamsMember.groupMetadata()`. While that is no member,
   * commits reject with COMMIT_FAILED. Needs `groupId`; `subscribe` is not possible.
   */
  readonly groupMember?: (() => GroupMetadata) | undefined;
}

/**
 * What the application does when partitions come and go. Each call is awaited, for `maxPollIntervalMs` at most, before the
 * rebalance goes on; what one throws ends the iterator or `run` with that error.
 */
export interface RebalanceListener {
  /** Before the first record of these is handed out: the place to `seek`. */
  onPartitionsAssigned?(partitions: readonly TopicPartition[]): void | Promise<void>;
  /** After the last record of these was processed and offsets were committed, while nobody else has them. */
  onPartitionsRevoked?(partitions: readonly TopicPartition[]): void | Promise<void>;
  /** These are another's already. `onPartitionsRevoked` is called where there is no such method. */
  onPartitionsLost?(partitions: readonly TopicPartition[]): void | Promise<void>;
}

/**
 * Topics by name; a RegExp that this client matches against the names of all topics; or a pattern that the broker matches
 * (RE2, `groupProtocol: 'consumer'` only).
 */
export type SubscribeTo =
  | string
  | readonly string[]
  | RegExp
  | { readonly topics: readonly string[] }
  | { readonly pattern: RegExp }
  | { readonly serverPattern: string };

/** A partition to read without a group's say; from its committed offset, or as `autoOffsetReset` says, where there is no offset. */
export interface AssignTo extends TopicPartition {
  /** Where to begin. */
  readonly offset?: number;
  /** For this partition instead of what the consumer's `autoOffsetReset` or `onNoOffset` says, until it is given up. */
  readonly onNoOffset?: OnNoOffset | undefined;
}

export interface CallOptions {
  /** `defaultApiTimeoutMs` where absent. */
  readonly timeoutMs?: number | undefined;
  /** Aborts the call: it rejects with ABORTED, the signal's reason as its `cause`. */
  readonly signal?: AbortSignal | undefined;
}

/** What loops over records take. */
export interface IterateOptions {
  /** Ends the iteration with ABORTED. */
  readonly signal?: AbortSignal | undefined;
}

/** How a consumer ends. */
export interface CloseOptions {
  /** 30 s where absent. `close` ends by then, whatever handlers and brokers do. */
  readonly timeoutMs?: number | undefined;
  /** Whether to leave the group at once; a static member stays unless this is true, another one leaves unless it is false. */
  readonly leaveGroup?: boolean | undefined;
}

interface RunBase<K, V> {
  /** How many handlers may be at work at a time; 1 where absent. */
  readonly concurrency?: number;
  /** No record more is handed out after it; `run` resolves once the handlers at work have ended. */
  readonly signal?: AbortSignal | undefined;
  /**
   * What to do with a record (or batch) whose handler threw: `stop` (as without this) ends `run` with the error, `skip`
   * counts it as processed. What this throws itself ends `run`.
   */
  readonly onError?: (
    error: unknown,
    item: ConsumerRecord<K, V> | ConsumerBatch<K, V>,
  ) => 'stop' | 'skip' | Promise<'stop' | 'skip'>;
}

/** Handlers are awaited where they answer a promise. Order is kept within a partition, or within a key. */
export type RunOptions<K, V> = RunBase<K, V> &
  (
    | {
        readonly eachRecord: (record: ConsumerRecord<K, V>) => unknown;
        /** `key`: records of one key one after the other, also those of one partition with different keys side by side. */
        readonly by?: 'partition' | 'key';
        readonly eachBatch?: never;
      }
    | {
        readonly eachBatch: (batch: ConsumerBatch<K, V>) => unknown;
        readonly by?: 'partition';
        readonly eachRecord?: never;
      }
  );

/** How the consumer is at the moment: for health checks and logs. */
export interface ConsumerStatus {
  /**
   * `idle`: nothing is read. `joining`: waits for its group. `consuming`: all is well. `retrying`: something fails and is
   * tried again until it works. `fenced`: it was put out of its group and joins again. `failed`: it cannot go on. `closed`.
   */
  readonly state: 'idle' | 'joining' | 'consuming' | 'retrying' | 'fenced' | 'failed' | 'closed';
  /** Null without a group. */
  readonly membership: MembershipState | null;
  /** What failed last and has not worked since; null where all is well. */
  readonly lastError: ClientError | null;
  /** By the wall clock; null where nothing is being retried. */
  readonly retryingSinceMs: number | null;
  /** Record batches fetched and not yet handed out. */
  readonly bufferedBytes: number;
}

/** How far the consumer is behind. */
export interface PartitionLag extends TopicPartition {
  /** Of the next record to be handed out. */
  readonly position: number;
  /** Up to where it may read: the high watermark, or the last stable offset with read_committed. */
  readonly endOffset: number;
  /** Offsets between the two. */
  readonly lag: number;
}

/** The code options by name, for the check of the others. */
export const CONSUMER_CODE_OPTIONS = [
  'env',
  'logger',
  'tls',
  'sasl',
  'keyDeserializer',
  'valueDeserializer',
  'rebalanceListener',
  'onNoOffset',
  'groupMember',
] as const;
