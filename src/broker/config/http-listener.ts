/** Where the broker's process answers by HTTP: metrics and health (`samsa.http.listener`), the schema registry (`samsa.registry.listener`). */
import { KafkaError } from '#kernel';
import type { BrokerConfigValues } from './broker-config-table.ts';
import { isLocal } from './listeners.ts';

/** The port that consoles of Kafka platforms have. */
const DEFAULT_PORT = 8080;
/** The port of Confluent's registry. */
const DEFAULT_REGISTRY_PORT = 8081;

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
  return listenerOf('samsa.http.listener', text, values.samsaInsecure);
}

/** The schema registry beside the broker. */
export interface RegistrySettings {
  /** Null for nowhere. */
  readonly listener: HttpListener | null;
  /** Whose answers it gives: of Confluent's registry of that major. */
  readonly compat: 7 | 8;
  readonly allowedOrigins: readonly string[];
  /** A file of client configs to log in to the broker with. */
  readonly clientConfigFile: string | null;
}

/** Throws INVALID_CONFIG for an address that other machines reach, unless requesters have to log in or that is allowed. */
export function registrySettingsOf(
  values: Pick<
    BrokerConfigValues,
    | 'samsaRegistryListener'
    | 'samsaRegistryCompat'
    | 'samsaRegistryAllowedOrigins'
    | 'samsaRegistryClientConfig'
    | 'samsaInsecure'
  >,
  asksForLogins: boolean,
): RegistrySettings {
  const text = values.samsaRegistryListener;
  const listener =
    text === null
      ? { host: 'localhost', port: DEFAULT_REGISTRY_PORT, isOptional: true }
      : listenerOf('samsa.registry.listener', text, values.samsaInsecure || asksForLogins);
  const compat = values.samsaRegistryCompat === 7 ? 7 : 8;
  return {
    listener,
    compat,
    allowedOrigins: values.samsaRegistryAllowedOrigins,
    clientConfigFile: values.samsaRegistryClientConfig,
  };
}

function listenerOf(key: string, text: string, isOpenAllowed: boolean): HttpListener | null {
  if (text === 'none') return null;
  const colon = text.lastIndexOf(':');
  const host = text.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  if (!isLocal(host) && !isOpenAllowed) {
    throw new KafkaError(
      'INVALID_CONFIG',
      `${key}: ${text} can be reached from other machines and nothing authenticates who asks: ` +
        'take localhost, or accept that with --insecure (samsa.insecure=true)',
    );
  }
  return { host, port: Number(text.slice(colon + 1)), isOptional: false };
}
