/**
 * Names of topics. A name becomes a part of paths and of metric names, so it is checked before anything else is done
 * with it: `[a-zA-Z0-9._-]{1,249}`, not `.` or `..`.
 */

export const MAX_TOPIC_NAME_LENGTH = 249;

/** Kafka's log of the metadata itself, which nobody may create as a topic. */
export const CLUSTER_METADATA_TOPIC = '__cluster_metadata';

const INTERNAL_TOPICS: ReadonlySet<string> = new Set([
  '__consumer_offsets',
  '__transaction_state',
  '__share_group_state',
]);

/** What is wrong with `name` as the name of a topic, as one sentence, or null. */
export function invalidTopicName(name: string): string | null {
  if (name === '') return 'Topic name is invalid: the empty string is not allowed';
  if (name === '.' || name === '..') return `Topic name is invalid: '${name}' is not allowed`;
  if (name.length > MAX_TOPIC_NAME_LENGTH) {
    return `Topic name is invalid: the length of '${name}' is longer than the max allowed length ${MAX_TOPIC_NAME_LENGTH}`;
  }
  if (/^[a-zA-Z0-9._-]+$/.test(name)) return null;
  return `Topic name is invalid: '${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
}

/** Two topics whose names differ only in `.` against `_` have the same metrics; the second is refused. */
export function collisionKey(name: string): string {
  return name.replaceAll('.', '_');
}

export function isInternalTopic(name: string): boolean {
  return INTERNAL_TOPICS.has(name);
}
