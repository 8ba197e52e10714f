/**
 * The commands of the driver protocol: what every client can be asked, whatever its language. A request is one line of
 * JSON, `{"command": NAME, …arguments}`; its answer is one line, `{"reply": {…}}` or `{"error": TEXT}`; a group member tells
 * in between, unasked, `{"event": "assigned", "partitions": […]}` whenever the partitions that it owns have changed.
 */
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
    arguments: { group: string; topic: string; file: string; sessionTimeoutMs: number; heartbeatIntervalMs: number };
    reply: object;
  };
  leave: { arguments: object; reply: { count: number } };
}

export type CommandName = keyof Commands;
export type Arguments<N extends CommandName> = Commands[N]['arguments'];
export type Reply<N extends CommandName> = Commands[N]['reply'];

export type DriverEvent =
  | { readonly event: 'ready'; readonly version: string }
  | { readonly event: 'assigned'; readonly partitions: readonly number[] };
