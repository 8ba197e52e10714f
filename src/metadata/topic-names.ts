/** Names of topics, checked before anything else is done with them; which of them are Kafka's own, and which collide. */
import { MAX_TOPIC_NAME_LENGTH, topicNameProblem } from '#kernel';

/** Kafka's log of the metadata itself, which nobody may create as a topic. */
export const CLUSTER_METADATA_TOPIC = '__cluster_metadata';

const INTERNAL_TOPICS: ReadonlySet<string> = new Set([
  '__consumer_offsets',
  '__transaction_state',
  '__share_group_state',
]);

/** What is wrong with `name` as the name of a topic, as one sentence in Kafka's words, or null. */
export function invalidTopicName(name: string): string | null {
  switch (topicNameProblem(name)) {
    case null:
      return null;
    case 'empty':
      return 'Topic name is invalid: the empty string is not allowed';
    case 'dots':
      return `Topic name is invalid: '${name}' is not allowed`;
    case 'length':
      return `Topic name is invalid: the length of '${name}' is longer than the max allowed length ${MAX_TOPIC_NAME_LENGTH}`;
    case 'characters':
      return `Topic name is invalid: '${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
  }
}

/** Two topics whose names differ only in `.` against `_` have the same metrics; the second is refused. */
export function collisionKey(name: string): string {
  return name.replaceAll('.', '_');
}

export function isInternalTopic(name: string): boolean {
  return INTERNAL_TOPICS.has(name);
}
