/** Names that a topic can have (Kafka's Topic.validate). */

const MAX_LENGTH = 249;

/** What is wrong with a name, or null. */
export function topicNameProblem(name: string): string | null {
  if (name === '' || name === '.' || name === '..') return `the name '${name}' is none that a topic can have`;
  if (name.length > MAX_LENGTH) return `the name ${name} has ${name.length} characters, and may have ${MAX_LENGTH}`;
  if (/^[a-zA-Z0-9._-]+$/.test(name)) return null;
  return `the name '${name}' has something else in it than letters, digits, '.', '_' and '-'`;
}
