/** What the group coordinator asks about topics; the broker answers from the cluster's metadata. */
export interface TopicDirectory {
  /** The id as text; null where there is no such topic. */
  topicId(name: string): string | null;
  /** Null where there is no such topic. */
  topicName(topicId: string): string | null;
  /** 0 where there is no such topic. */
  partitionCount(name: string): number;
  /** All topics there are. */
  topicNames(): Iterable<string>;
  /** Of the topic's id, partitions and racks (`topicHash` in `modern/metadata-hash.ts`); null where there is no such topic. */
  topicHash(name: string): bigint | null;
  /** Rises with every change of the cluster's metadata. */
  readonly version: number;
}
