/**
 * The broker's configs as one listener has them, and one SASL mechanism of it: `listener.name.<name>.<mechanism>.<key>` is
 * stronger than `listener.name.<name>.<key>`, and that than `<key>` (KIP-103, KIP-226).
 */
import { brokerConfigTable, withoutListenerPrefix, type BrokerConfigValues } from '../config/index.ts';

export type ConfigTexts = ReadonlyMap<string, string>;

export interface ListenerConfigs {
  /** Of the listener. */
  readonly values: BrokerConfigValues;
  /** The texts that were given for just this listener, by the broker's key. */
  readonly own: ConfigTexts;
  /** Of a mechanism of it, by its name in any case. */
  forMechanism(mechanism: string): BrokerConfigValues;
}

/** `texts` are all that were given, prefixed ones among them. */
export function listenerConfigs(texts: ConfigTexts, listener: string): ListenerConfigs {
  const name = listener.toLowerCase();
  const own = new Map<string, string>();
  const ofMechanisms = new Map<string, Map<string, string>>();
  for (const [key, text] of texts) {
    const prefixed = withoutListenerPrefix(key);
    if (prefixed?.listener.toLowerCase() !== name) continue;
    if (prefixed.mechanism === null) own.set(prefixed.key, text);
    else {
      const mechanism = prefixed.mechanism.toLowerCase();
      const ofMechanism = ofMechanisms.get(mechanism) ?? new Map<string, string>();
      ofMechanisms.set(mechanism, ofMechanism.set(prefixed.key, text));
    }
  }
  const valuesOf = (more: ConfigTexts): BrokerConfigValues =>
    brokerConfigTable.parse(new Map([...texts, ...own, ...more])).values;
  return {
    values: valuesOf(new Map()),
    own,
    forMechanism: (mechanism) => valuesOf(ofMechanisms.get(mechanism.toLowerCase()) ?? new Map()),
  };
}
