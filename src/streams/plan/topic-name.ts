/** Names of topics that come of what an application calls its nodes, stores and itself. */
import { MAX_TOPIC_NAME_LENGTH, topicNameProblem } from '#kernel';

/** What is wrong with a name, in words, or null. */
export function invalidTopicName(name: string): string | null {
  switch (topicNameProblem(name)) {
    case null:
      return null;
    case 'empty':
    case 'dots':
      return `the name '${name}' is none that a topic can have`;
    case 'length':
      return `the name ${name} has ${name.length} characters, and may have ${MAX_TOPIC_NAME_LENGTH}`;
    case 'characters':
      return `the name '${name}' has something else in it than letters, digits, '.', '_' and '-'`;
  }
}
