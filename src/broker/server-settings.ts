/** The socket server's settings, out of the broker's config. */
import type { BrokerConfigValues } from './config/index.ts';
import type { SocketServerSettings } from './socket-server.ts';

/** Kafka's default of −1 means no bound at all, which is more than a process has. */
const DEFAULT_QUEUED_BYTES = 256 * 1024 * 1024;

export function socketServerSettings(values: BrokerConfigValues): SocketServerSettings {
  const { queuedMaxRequestBytes } = values;
  return {
    maxFrameBytes: values.socketRequestMaxBytes,
    queuedMaxRequestBytes: queuedMaxRequestBytes > 0 ? queuedMaxRequestBytes : DEFAULT_QUEUED_BYTES,
    maxConnections: values.maxConnections,
    maxConnectionsPerIp: values.maxConnectionsPerIp,
    maxConnectionsPerIpOverrides: overrides(values.maxConnectionsPerIpOverrides),
    idleMs: values.connectionsMaxIdleMs,
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
