/**
 * Keys for one listener only: `listener.name.<name>.<key>`, and `listener.name.<name>.<mechanism>.<key>` for one SASL
 * mechanism of it. The listener's name is written in lower case.
 */
import { brokerConfigTable } from './broker-config-table.ts';

const PREFIX = 'listener.name.';

export interface ListenerKey {
  /** In lower case. */
  readonly listener: string;
  /** In lower case, null where the key is for the whole listener. */
  readonly mechanism: string | null;
  /** The key of the broker table, known or not. */
  readonly key: string;
}

/** Null where the key has no such prefix. */
export function withoutListenerPrefix(key: string): ListenerKey | null {
  if (!key.startsWith(PREFIX)) return null;
  const [listener = '', ...parts] = key.slice(PREFIX.length).split('.');
  const rest = parts.join('.');
  const afterMechanism = parts.slice(1).join('.');
  const isForMechanism = !brokerConfigTable.has(rest) && brokerConfigTable.has(afterMechanism);
  if (isForMechanism) return { listener, mechanism: parts[0] ?? null, key: afterMechanism };
  return { listener, mechanism: null, key: rest };
}
