/** Feature levels as `features` asks for them: `group.version=1,transaction.version=2`. */
import { KafkaError, nearestName } from '#kernel';

/** The features of Kafka 4.3 with their highest levels. Which of them this broker serves is another matter. */
export const HIGHEST_FEATURE_LEVELS: ReadonlyMap<string, number> = new Map([
  ['eligible.leader.replicas.version', 1],
  ['group.version', 1],
  ['kraft.version', 1],
  ['metadata.version', 30],
  ['share.version', 1],
  ['streams.version', 1],
  ['transaction.version', 2],
]);

/** The items have the form `name=level` already. Throws INVALID_CONFIG for a name or a level that does not exist. */
export function featureLevels(items: readonly string[]): ReadonlyMap<string, number> {
  const levels = new Map<string, number>();
  for (const item of items) {
    const [name = '', level = ''] = item.split('=');
    const highest = HIGHEST_FEATURE_LEVELS.get(name);
    if (highest === undefined) {
      const nearest = nearestName(name, HIGHEST_FEATURE_LEVELS.keys()) ?? [...HIGHEST_FEATURE_LEVELS.keys()].join(', ');
      throw new KafkaError('INVALID_CONFIG', `features: there is no feature ${name}, did you mean ${nearest}?`);
    }
    if (Number(level) > highest) {
      throw new KafkaError('INVALID_CONFIG', `features: ${name} goes from 0 to ${highest}, not to ${level}`);
    }
    levels.set(name, Number(level));
  }
  return levels;
}
