/**
 * Kafka's rule for names of topics (Topic.validate): `[a-zA-Z0-9._-]{1,249}`, not `.` or `..`. It keeps them from being
 * paths, as a name becomes a part of paths and of metric names.
 */

export const MAX_TOPIC_NAME_LENGTH = 249;

/** Empty; `.` or `..`; longer than 249 characters; something else in it than letters, digits, `.`, `_` and `-`. */
export type TopicNameProblem = 'empty' | 'dots' | 'length' | 'characters';

/** What is wrong with `name` as the name of a topic, or null. */
export function topicNameProblem(name: string): TopicNameProblem | null {
  if (name === '') return 'empty';
  if (name === '.' || name === '..') return 'dots';
  if (name.length > MAX_TOPIC_NAME_LENGTH) return 'length';
  return /^[a-zA-Z0-9._-]+$/.test(name) ? null : 'characters';
}
