/**
 * What a topic gets for a config that it does not set itself: the broker's own key where one was given, for instance
 * `log.retention.hours` for `retention.ms`, else the default of the topic table (ServerTopicConfigSynonyms of Kafka).
 */
import { topicConfigTable } from '#log';

export interface BrokerSynonym {
  /** The broker's key. */
  readonly name: string;
  /** In the unit of the topic's key. */
  readonly text: string;
}

/** The first of the topic config's broker keys that `texts` has, in the topic's unit; null where none is given. */
export function brokerSynonymOf(topicKey: string, texts: ReadonlyMap<string, string>): BrokerSynonym | null {
  for (const { name, factor } of topicConfigTable.entry(topicKey)?.synonyms ?? []) {
    const text = texts.get(name);
    if (text !== undefined) return { name, text: scaled(text, factor) };
  }
  return null;
}

/** -1 hours are for ever, as -1 milliseconds are. */
function scaled(text: string, factor: number): string {
  if (factor === 1) return text;
  const number = Number(text.trim());
  return String(number < 0 ? number : number * factor);
}

/** All topic configs that the broker's texts give another default, by topic key. */
export function topicDefaults(texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const defaults = new Map<string, string>();
  for (const key of topicConfigTable.keys()) {
    const synonym = brokerSynonymOf(key, texts);
    if (synonym !== null) defaults.set(key, synonym.text);
  }
  return defaults;
}
