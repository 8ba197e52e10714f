/** Where the broker's metrics and health are shown by HTTP: `samsa.http.listener`. */
import { KafkaError } from '#kernel';
import type { BrokerConfigValues } from './broker-config-table.ts';
import { isLocal } from './listeners.ts';

/** The port that consoles of Kafka platforms have. */
const DEFAULT_PORT = 8080;

export interface HttpListener {
  /** Empty for all addresses. */
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Nobody asked for it: where the address is taken, it is left out. */
  readonly isOptional: boolean;
}

/** Null for nowhere. Throws INVALID_CONFIG for an address that other machines reach, unless that is allowed. */
export function httpListenerOf(
  values: Pick<BrokerConfigValues, 'samsaHttpListener' | 'samsaInsecure'>,
): HttpListener | null {
  const text = values.samsaHttpListener;
  if (text === null) return { host: 'localhost', port: DEFAULT_PORT, isOptional: true };
  if (text === 'none') return null;
  const colon = text.lastIndexOf(':');
  const host = text.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  if (!isLocal(host) && !values.samsaInsecure) {
    throw new KafkaError(
      'INVALID_CONFIG',
      `samsa.http.listener: ${text} can be reached from other machines and nothing authenticates who asks: ` +
        'take localhost, or accept that with --insecure (samsa.insecure=true)',
    );
  }
  return { host, port: Number(text.slice(colon + 1)), isOptional: false };
}
