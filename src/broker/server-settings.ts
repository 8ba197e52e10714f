/** The socket server's settings and limits, out of the broker's config. */
import { brokerConfigTable, type BrokerConfig, type BrokerConfigValues } from './config/index.ts';
import type { ConnectionLimits, ListenerLimits } from './quotas/connection-quotas.ts';
import type { SocketServerSettings } from './socket-server.ts';

/** Kafka's default of −1 means no bound at all, which is more than a process has. */
const DEFAULT_QUEUED_BYTES = 256 * 1024 * 1024;

export function socketServerSettings(values: BrokerConfigValues): SocketServerSettings {
  const { queuedMaxRequestBytes } = values;
  return {
    maxFrameBytes: values.socketRequestMaxBytes,
    queuedMaxRequestBytes: queuedMaxRequestBytes > 0 ? queuedMaxRequestBytes : DEFAULT_QUEUED_BYTES,
    idleMs: values.connectionsMaxIdleMs,
    backlog: values.socketListenBacklogSize,
  };
}

interface ConfigsInForce {
  readonly values: BrokerConfigValues;
  /** By key, those for one listener (`listener.name.…`) among them. */
  readonly texts: ReadonlyMap<string, string>;
}

export function connectionLimits(
  { values, texts }: ConfigsInForce,
  listeners: BrokerConfig['listeners'],
): ConnectionLimits {
  const interBroker = values.interBrokerListenerName?.toUpperCase() ?? values.securityInterBrokerProtocol;
  return {
    maxConnections: values.maxConnections,
    maxCreationRate: values.maxConnectionCreationRate,
    maxConnectionsPerIp: values.maxConnectionsPerIp,
    maxConnectionsPerIpOverrides: overrides(values.maxConnectionsPerIpOverrides),
    listeners: new Map(
      listeners.flatMap(({ name }) => {
        const limits = listenerLimits(name, texts);
        return limits === null ? [] : [[name, limits]];
      }),
    ),
    protectedListener: listeners.length > 1 ? interBroker : null,
  };
}

/** Null where the listener has no limits of its own. */
function listenerLimits(name: string, texts: ReadonlyMap<string, string>): ListenerLimits | null {
  const limit = (key: 'max.connections' | 'max.connection.creation.rate'): number | null => {
    const text = texts.get(`listener.name.${name.toLowerCase()}.${key}`);
    const parsed = text === undefined ? null : brokerConfigTable.parseValue(key, text);
    return parsed !== null && 'value' in parsed && typeof parsed.value === 'number' ? parsed.value : null;
  };
  const maxConnections = limit('max.connections');
  const maxCreationRate = limit('max.connection.creation.rate');
  if (maxConnections === null && maxCreationRate === null) return null;
  return {
    maxConnections: maxConnections ?? Number.POSITIVE_INFINITY,
    maxCreationRate: maxCreationRate ?? Number.POSITIVE_INFINITY,
  };
}

/** `host:limit` pairs, separated by commas; the limit stands behind the last colon, as addresses may have some. */
function overrides(text: string): ReadonlyMap<string, number> {
  const limits = new Map<string, number>();
  for (const item of text.split(',')) {
    const colon = item.lastIndexOf(':');
    if (colon > 0) limits.set(item.slice(0, colon).trim(), Number(item.slice(colon + 1)));
  }
  return limits;
}
