/**
 * The commands of the driver protocol: what every client can be asked, whatever its language. A request is one line of
 * JSON, `{"command": NAME, …arguments}`; its answer is one line, `{"reply": {…}}` or `{"error": TEXT}`; a group member tells
 * in between, unasked, `{"event": "assigned", "partitions": […]}` whenever the partitions that it owns have changed.
 */
import type { ReadWithSchema, WriteWithSchema } from '../registry/commands.ts';

export type Codec = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';

/** By partition number, as a JSON object's names are text. */
export type Offsets = Readonly<Record<string, number>>;
export type Configs = Readonly<Record<string, string>>;

export interface Commands {
  createTopic: { arguments: { topic: string; partitions: number; configs: Configs }; reply: object };
  listTopics: { arguments: object; reply: { topics: string[] } };
  describeTopic: { arguments: { topic: string }; reply: { partitions: number } };
  describeConfigs: { arguments: { topic: string }; reply: { configs: Configs } };
  /** All the configs that the topic is to have: some clients only know the API that replaces them, not the one that adds to them. */
  alterConfigs: { arguments: { topic: string; configs: Configs }; reply: object };
  createPartitions: { arguments: { topic: string; count: number }; reply: object };
  deleteTopic: { arguments: { topic: string }; reply: object };
  deleteRecords: { arguments: { topic: string; offsets: Offsets }; reply: object };
  /** A number is a timestamp in milliseconds: the first offset at or after it, −1 or the end where there is none. */
  listOffsets: { arguments: { topic: string; at: 'earliest' | 'latest' | number }; reply: { offsets: Offsets } };
  /** Partitions without a committed offset are left out. */
  committed: { arguments: { group: string; topic: string }; reply: { offsets: Offsets } };
  describeGroup: { arguments: { group: string }; reply: { state: string; members: number } };
  deleteGroup: { arguments: { group: string }; reply: object };
  /**
   * Sends the file's records with acks=all, idempotently where the client can, and waits for every answer. In a
   * `transaction` (Java's driver alone) it ends as told.
   */
  produce: {
    arguments: {
      topic: string;
      codec: Codec;
      file: string;
      transaction?: { id: string; outcome: 'commit' | 'abort' };
    };
    reply: { count: number };
  };
  /**
   * Reads the topics into the file, from the beginning or, for the named partitions only, `from` these offsets, up to the
   * end as it was when the command began. No group's offsets are committed. With `isCommitted` (Java's driver alone) only
   * what is committed, up to the last stable offset.
   */
  consume: {
    arguments: { topics: readonly string[]; file: string; from?: Offsets; isCommitted?: boolean };
    reply: { count: number };
  };
  /** Joins the group, reads exactly `max` records into the file, commits just those, and leaves. */
  consumeGroup: { arguments: { group: string; topic: string; file: string; max: number }; reply: { count: number } };
  /** Becomes a member of the group and works until `leave`: records go to the file, then their offsets are committed. */
  join: {
    arguments: {
      group: string;
      topic: string;
      file: string;
      sessionTimeoutMs: number;
      heartbeatIntervalMs: number;
      /** KIP-848, where both times are the broker's to say. */
      isConsumerProtocol?: boolean;
    };
    reply: object;
  };
  leave: { arguments: object; reply: { count: number } };

  /** Opens a transactional producer under a name, up to where it has its epoch; it stays until the session ends. */
  openTransactional: { arguments: { producer: string; id: string }; reply: object };
  /** Begins a transaction, sends the values, waits until they are written, and ends it; with `none` it stays open. */
  transact: {
    arguments: { producer: string; topic: string; values: readonly string[]; end: TransactionEnd };
    reply: object;
  };
  /** Commits the transaction that the producer has open. */
  commitOpen: { arguments: { producer: string }; reply: object };
  /**
   * A member of the group reads the next `count` values of `from` and sends them, each with a `!` behind it, to `to`, by a
   * transaction of its own that holds the group's offsets too. Answers what it read.
   */
  transform: {
    arguments: { id: string; group: string; from: string; to: string; count: number; end: 'commit' | 'abort' };
    reply: { values: string[] };
  };
  /** The values of the topic's only partition from its beginning up to and including `until`, as read_committed shows them. */
  readCommitted: { arguments: { topic: string; until: string }; reply: { values: string[] } };

  /**
   * A member of the share group takes `count` deliveries and says of each what its value begins with: `accept`, `reject`,
   * or `release`, which is accepted when it comes again.
   */
  consumeShare: { arguments: { group: string; topic: string; count: number }; reply: { deliveries: Delivery[] } };

  /** Of the drivers of serdes (registry/), which know these two and nothing else. */
  writeWithSchema: { arguments: WriteWithSchema; reply: object };
  readWithSchema: { arguments: ReadWithSchema; reply: { values: unknown[] } };
}

export type TransactionEnd = 'commit' | 'abort' | 'none';

/** `deliveryCount` begins at 1. */
export interface Delivery {
  readonly value: string;
  readonly deliveryCount: number;
}

export type CommandName = keyof Commands;
/** Of transactions, of share groups, and of values with a schema. */
export type SpecialCommandName =
  | 'openTransactional'
  | 'transact'
  | 'commitOpen'
  | 'transform'
  | 'readCommitted'
  | 'consumeShare'
  | 'writeWithSchema'
  | 'readWithSchema';
export type Arguments<N extends CommandName> = Commands[N]['arguments'];
export type Reply<N extends CommandName> = Commands[N]['reply'];

export type DriverEvent =
  | { readonly event: 'ready'; readonly version: string }
  | { readonly event: 'assigned'; readonly partitions: readonly number[] };
