/** What calls are about: how an answer names an item, and how a sentence does. */
import type { TopicPartition } from '../assignors/group-members.ts';

export interface Subject<Item> {
  /** The same for the item and for what an answer says of it; no two items of one call share it. */
  key(item: Item): string;
  /** `topic orders`. */
  describe(item: Item): string;
  /** What its error is said to be about. */
  place?(item: Item): { readonly topic?: string; readonly partition?: number };
}

export function partitionKey(topic: string, partition: number): string {
  return `${topic}-${partition}`;
}

export const partitionSubject: Subject<TopicPartition> = {
  key: ({ topic, partition }) => partitionKey(topic, partition),
  describe: ({ topic, partition }) => `partition ${partition} of topic ${topic}`,
  place: ({ topic, partition }) => ({ topic, partition }),
};

export const topicSubject: Subject<string> = {
  key: (name) => name,
  describe: (name) => `topic ${name}`,
  place: (topic) => ({ topic }),
};

export const groupSubject: Subject<string> = { key: (groupId) => groupId, describe: (groupId) => `group ${groupId}` };

export const transactionSubject: Subject<string> = { key: (id) => id, describe: (id) => `transactional id ${id}` };

export const userSubject: Subject<string> = { key: (user) => user, describe: (user) => `user ${user}` };

export const brokerSubject: Subject<number> = { key: String, describe: (brokerId) => `broker ${brokerId}` };

/** The subject of items that have something of `subject` in them. */
export function subjectBy<Item, Part>(subject: Subject<Part>, part: (item: Item) => Part): Subject<Item> {
  return {
    key: (item) => subject.key(part(item)),
    describe: (item) => subject.describe(part(item)),
    place: (item) => subject.place?.(part(item)) ?? {},
  };
}

interface TopicOfPartitions<P> {
  readonly name: string;
  readonly partitions: P[];
}

/** Partitions as most requests hold them: by topic, in the order in which they come. */
export function byTopic<Item extends TopicPartition, P>(
  partitions: readonly Item[],
  each: (item: Item) => P,
): TopicOfPartitions<P>[] {
  const topics = Map.groupBy(partitions, ({ topic }) => topic);
  return Array.from(topics, ([name, items]) => ({ name, partitions: items.map(each) }));
}
