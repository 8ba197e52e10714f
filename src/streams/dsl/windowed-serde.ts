/** Windowed keys in bytes: the key, then end and start of a session, or the start of another window and a sequence of 0. */
import type { PlanSerde } from '../plan/plan-nodes.ts';
import type { Windowed } from '../stores/state-store.ts';
import { sessionKeyBytes, sessionKeyParts, windowKeyBytes, windowKeyParts } from '../stores/window-key.ts';

/**
 * @param keys of the keys inside
 * @param isSession whether both times are written, as of windows whose end does not follow from their start
 */
export function windowedSerde(keys: PlanSerde, isSession: boolean): PlanSerde {
  return {
    serialize(topic, value) {
      const { key, start, end } = value as Windowed<unknown>;
      const bytes = keys.serialize(topic, key) ?? Buffer.alloc(0);
      return isSession ? sessionKeyBytes(bytes, { start, end }) : windowKeyBytes(bytes, { start, sequence: 0 });
    },
    deserialize(topic, bytes) {
      if (bytes === null) return null;
      if (isSession) {
        const { key, start, end } = sessionKeyParts(bytes);
        return { key: keys.deserialize(topic, key), start, end };
      }
      const { key, start } = windowKeyParts(bytes);
      return { key: keys.deserialize(topic, key), start, end: start };
    },
  };
}
