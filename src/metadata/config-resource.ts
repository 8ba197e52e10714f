/** What configs belong to: a topic, a broker, all brokers (`broker` with an empty name), a group, a client metrics subscription. */

/** The numbers of the protocol (`ConfigResource.Type`). */
export const ConfigResourceType = {
  TOPIC: 2,
  BROKER: 4,
  BROKER_LOGGER: 8,
  CLIENT_METRICS: 16,
  GROUP: 32,
} as const;

export interface ConfigResource {
  readonly type: number;
  readonly name: string;
}

/** The name of the broker resource whose configs hold for all brokers. */
export const ALL_BROKERS = '';

/** Resources as keys of maps. */
export function configResourceKey(type: number, name: string): string {
  return `${type}:${name}`;
}

export function configResourceOf(key: string): ConfigResource {
  const colon = key.indexOf(':');
  return { type: Number(key.slice(0, colon)), name: key.slice(colon + 1) };
}
