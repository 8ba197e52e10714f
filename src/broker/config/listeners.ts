/**
 * Where the broker listens and what it tells clients about that: `listeners`, `advertised.listeners` and
 * `listener.security.protocol.map`, by Kafka's rules (SocketServerConfigs, KafkaConfig; KIP-103, KIP-797). Two rules are
 * Samsa's own: a listener of the controller stays closed, since the controller lives in the same process; and a listener
 * that other machines can reach is refused while nothing authenticates its clients.
 */
import { KafkaError } from '#kernel';
import type { BrokerConfigValues } from './broker-config-table.ts';
import { withoutListenerPrefix } from './listener-prefix.ts';

export type SecurityProtocol = 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL';

export interface ListenerConfig {
  /** In upper case. */
  readonly name: string;
  readonly securityProtocol: SecurityProtocol;
  /** As written; empty means all addresses. */
  readonly host: string;
  /**
   * The addresses to bind, one at least: `localhost` is `127.0.0.1` and `::1`, since clients try either. Where the port
   * is 0 the first one picks it for all; a machine without IPv6 goes without `::1`.
   */
  readonly bindHosts: readonly string[];
  /** 0 picks a free one. */
  readonly port: number;
  readonly advertisedHost: string;
  /** Null means the port that was bound. */
  readonly advertisedPort: number | null;
}

interface Endpoint {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** As written, for messages. */
  readonly text: string;
}

const PROTOCOLS: ReadonlySet<string> = new Set(['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL']);
const LOOPBACK = ['127.0.0.1', '::1'];

/** The listeners to open. `texts` are all configs that were given; `hostName` is advertised for one on all addresses. Throws INVALID_CONFIG with a sentence. */
export function listenersFrom(
  values: BrokerConfigValues,
  texts: ReadonlyMap<string, string>,
  hostName: string,
): readonly ListenerConfig[] {
  const protocols = protocolMap(values.listenerSecurityProtocolMap);
  const endpoints = endpointsOf('listeners', values.listeners);
  refuseTwins(endpoints);
  const controllers = new Set(values.controllerListenerNames.map((name) => name.toUpperCase()));
  const open = endpoints.filter(({ name }) => !controllers.has(name));
  if (open.length === 0) {
    throw invalid(
      `listeners names no listener for clients (${values.listeners.join(',') || 'it is empty'}): add one, for instance PLAINTEXT://localhost:9092`,
    );
  }
  const advertised = advertisedByName(values, endpoints);
  const listeners = open.map((endpoint) => {
    const securityProtocol = protocolOf(endpoint, protocols);
    refuseOpenAccess({ endpoint, securityProtocol }, values, texts);
    return { ...listenerConfig(endpoint, advertised.get(endpoint.name), hostName), securityProtocol };
  });
  checkInterBrokerListener(values, listeners);
  return Object.freeze(listeners);
}

function listenerConfig(
  endpoint: Endpoint,
  advertised: Endpoint | undefined,
  hostName: string,
): Omit<ListenerConfig, 'securityProtocol'> {
  const { name, host, port } = endpoint;
  const advertisedPort = advertised?.port ?? port;
  return {
    name,
    host,
    port,
    bindHosts: host.toLowerCase() === 'localhost' ? LOOPBACK : [host],
    advertisedHost: advertisedHost(advertised?.host ?? host, hostName),
    advertisedPort: advertisedPort === 0 ? null : advertisedPort,
  };
}

/** No client can connect to "all addresses": it is told this machine's name. */
function advertisedHost(host: string, hostName: string): string {
  return isWildcard(host) ? hostName : host;
}

function endpointsOf(key: string, items: readonly string[]): Endpoint[] {
  return items.map((text) => {
    const match = /^([A-Za-z0-9_.-]+):\/\/(\[[0-9A-Fa-f:.%\w]+\]|[^:[\]/]*):(-?\d{1,5})$/.exec(text.trim());
    const [, name = '', bracketed = '', digits = ''] = match ?? [];
    const port = Number(digits);
    if (match === null || port < 0 || port > 65535) {
      throw invalid(
        `${key}: ${text} is not of the form NAME://host:port, for instance PLAINTEXT://localhost:9092 or PLAINTEXT://[::1]:9092`,
      );
    }
    const host = bracketed.startsWith('[') ? bracketed.slice(1, -1) : bracketed;
    if (bracketed.startsWith('[') && !isIPv6(host))
      throw invalid(`${key}: ${bracketed} in ${text} is not an IPv6 address`);
    return { name: name.toUpperCase(), host, port, text: text.trim() };
  });
}

/** Two listeners share no name, and a port only as one of IPv4 and one of IPv6 (KIP-797). */
function refuseTwins(endpoints: readonly Endpoint[]): void {
  for (const [index, one] of endpoints.entries()) {
    for (const other of endpoints.slice(0, index)) {
      if (one.name === other.name) throw invalid(`listeners: the name ${one.name} stands there twice`);
      const areTwoFamilies = (isIPv4(one.host) && isIPv6(other.host)) || (isIPv6(one.host) && isIPv4(other.host));
      if (one.port === other.port && one.port !== 0 && !areTwoFamilies) {
        throw invalid(`listeners: ${other.text} and ${one.text} have the same port`);
      }
    }
  }
}

function protocolMap(text: string): Map<string, string> {
  const map = new Map<string, string>();
  for (const pair of text.split(',')) {
    const [name = '', protocol = ''] = pair.split(':').map((part) => part.trim().toUpperCase());
    if (name === '' && protocol === '') continue;
    if (!PROTOCOLS.has(protocol)) {
      throw invalid(
        `listener.security.protocol.map: ${pair.trim()} is not of the form NAME:PROTOCOL with one of ${[...PROTOCOLS].join(', ')}`,
      );
    }
    if (map.has(name)) throw invalid(`listener.security.protocol.map: ${name} stands there twice`);
    map.set(name, protocol);
  }
  return map;
}

function protocolOf(endpoint: Endpoint, protocols: ReadonlyMap<string, string>): SecurityProtocol {
  const protocol = protocols.get(endpoint.name);
  if (protocol === undefined) {
    throw invalid(
      `listeners: ${endpoint.text} has no security protocol: add ${endpoint.name}:PLAINTEXT to listener.security.protocol.map`,
    );
  }
  return protocol as SecurityProtocol;
}

/** SASL authenticates clients, and TLS where it requires their certificates. */
function refuseOpenAccess(
  {
    endpoint,
    securityProtocol: protocol,
  }: { readonly endpoint: Endpoint; readonly securityProtocol: SecurityProtocol },
  values: BrokerConfigValues,
  texts: ReadonlyMap<string, string>,
): void {
  if (protocol.startsWith('SASL_') || values.samsaInsecure || isLocal(endpoint.host)) return;
  if (protocol === 'SSL' && requiresCertificates(endpoint, values, texts)) return;
  const orCertificates = protocol === 'SSL' ? 'require certificates of clients with ssl.client.auth=required, ' : '';
  throw invalid(
    `listeners: ${endpoint.text} can be reached from other machines and nothing authenticates its clients: ` +
      `listen on localhost, ${orCertificates}begin with --secure, or accept that with --insecure (samsa.insecure=true)`,
  );
}

function requiresCertificates(
  { name }: Endpoint,
  { sslClientAuth }: BrokerConfigValues,
  texts: ReadonlyMap<string, string>,
): boolean {
  for (const [key, text] of texts) {
    const prefixed = withoutListenerPrefix(key);
    const isOwn = prefixed?.listener.toUpperCase() === name && prefixed.mechanism === null;
    if (isOwn && prefixed.key === 'ssl.client.auth') return text.trim() === 'required';
  }
  return sslClientAuth === 'required';
}

function advertisedByName(values: BrokerConfigValues, endpoints: readonly Endpoint[]): Map<string, Endpoint> {
  const advertised = new Map<string, Endpoint>();
  for (const endpoint of endpointsOf('advertised.listeners', values.advertisedListeners ?? [])) {
    const { name, host, text } = endpoint;
    if (advertised.has(name)) throw invalid(`advertised.listeners: the name ${name} stands there twice`);
    if (!endpoints.some((listener) => listener.name === name)) {
      throw invalid(`advertised.listeners: ${text} has no listener of that name in listeners`);
    }
    if (isWildcard(host) && host !== '') {
      throw invalid(`advertised.listeners: ${text} is no address a client can connect to`);
    }
    advertised.set(name, endpoint);
  }
  return advertised;
}

function checkInterBrokerListener(values: BrokerConfigValues, listeners: readonly ListenerConfig[]): void {
  const name = values.interBrokerListenerName?.toUpperCase();
  if (name === undefined || listeners.some((listener) => listener.name === name)) return;
  throw invalid(
    `inter.broker.listener.name: ${name} is none of the listeners ${listeners.map((listener) => listener.name).join(', ')}`,
  );
}

function isWildcard(host: string): boolean {
  return host === '' || host === '0.0.0.0' || /^[0:]+$/.test(host);
}

/** Whether only this machine can reach the address. A name that merely resolves to one that is local does not count. */
/** Whether only this machine reaches it. */
export function isLocal(host: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|(?:::|(?:0{1,4}:){7})0{0,3}1)$/i.test(host);
}

function isIPv4(host: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host);
}

/** Scoped addresses (`fe80::1%eth0`) too. */
function isIPv6(host: string): boolean {
  return host.includes(':') && URL.canParse(`http://[${host.replace(/%.*$/, '')}]`);
}

function invalid(sentence: string): KafkaError {
  return new KafkaError('INVALID_CONFIG', sentence);
}
