/**
 * From what happened to a connection to one sentence for a person: who was talked to, what went wrong, and what to change
 * where the likely cause is a setting (TLS against plaintext and the reverse, another protocol, certificates, names).
 */
import { ClientError, errorFor, isKafkaError } from '../errors.ts';

/** The peer as messages name it. */
export interface Peer {
  readonly host: string;
  readonly port: number;
  readonly nodeId: number;
  readonly isTls: boolean;
}

/** `broker 1 (localhost:9092)`; a bootstrap server, whose id is not known yet, is `localhost:9092`. */
export function describePeer({ host, port, nodeId }: Pick<Peer, 'host' | 'port' | 'nodeId'>): string {
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return nodeId < 0 ? address : `broker ${nodeId} (${address})`;
}

/** The first bytes that came in over a connection, where they are no answer of a Kafka broker. Null where they may be. */
export function foreignGreeting(bytes: Uint8Array, peer: Peer): ClientError | null {
  const who = describePeer(peer);
  const context = { nodeId: peer.nodeId };
  const isTlsRecord = (bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 0x03;
  if (isTlsRecord && !peer.isTls) {
    const message = `${who} speaks TLS and the client does not: set tls (securityProtocol SSL or SASL_SSL), or use the port of a plaintext listener`;
    return errorFor('TLS_FAILED', message, context);
  }
  const text = Buffer.from(bytes).toString('latin1');
  if (/^(?:HTTP|<htm|<!do)/i.test(text)) {
    return errorFor('CORRUPT_MESSAGE', `${who} is an HTTP server, not a Kafka broker: check host and port`, {
      ...context,
      retriable: false,
    });
  }
  if (/^(?:SSH-|220 |-ERR|\+OK)/.test(text)) {
    return errorFor('CORRUPT_MESSAGE', `${who} speaks another protocol than Kafka's: check host and port`, {
      ...context,
      retriable: false,
    });
  }
  return null;
}

/** The error of an attempt to connect. */
export function connectError(error: unknown, peer: Peer): ClientError {
  if (error instanceof ClientError) return error;
  const who = describePeer(peer);
  const code = codeOf(error);
  const context = { nodeId: peer.nodeId, cause: error };
  if (peer.isTls) {
    const tls = tlsProblem(code, error);
    if (tls !== null) return errorFor('TLS_FAILED', `${who}: ${tls.sentence}`, { ...context, ...tls.context });
  }
  const problem = CONNECT_PROBLEMS[code];
  const sentence = problem ?? reasonOf(error);
  return errorFor('NETWORK_EXCEPTION', `${who} cannot be reached: ${sentence}`, context);
}

/** The error of a connection that was there and broke. */
export function brokenError(error: unknown, peer: Peer): ClientError {
  if (error instanceof ClientError) return error;
  const context = { nodeId: peer.nodeId, cause: error };
  if (peer.isTls) {
    const tls = tlsProblem(codeOf(error), error);
    if (tls !== null && tls.isCertain) {
      return errorFor('TLS_FAILED', `${describePeer(peer)}: ${tls.sentence}`, { ...context, ...tls.context });
    }
  }
  return errorFor('NETWORK_EXCEPTION', `The connection to ${describePeer(peer)} broke: ${reasonOf(error)}`, context);
}

const CONNECT_PROBLEMS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens on that port (connection refused); check that the broker runs there',
  ENOTFOUND:
    'the host name cannot be resolved; where it came from the cluster, check advertised.listeners of the broker',
  EAI_AGAIN: 'the host name cannot be resolved at present (the name server does not answer)',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network',
  ETIMEDOUT: 'it did not answer in time; check host, port and firewalls',
  ECONNRESET: 'it closed the connection',
};

interface TlsProblem {
  readonly sentence: string;
  /** Whether it is certain to be the matter of TLS. */
  readonly isCertain: boolean;
  readonly context: { readonly retriable: boolean };
}

const FINAL = { isCertain: true, context: { retriable: false } } as const;

/**
 * Kafka before 3.0 on a Java of today does not name the certificate that it misses: in TLS 1.2 it breaks the order of messages,
 * in TLS 1.3 it writes its alert with other keys.
 */
const CLIENT_REFUSED =
  /ALERT_(?:BAD_CERTIFICATE|CERTIFICATE_|UNKNOWN_CA|HANDSHAKE_FAILURE)|CERTIFICATE_REQUIRED|UNEXPECTED_MESSAGE$|BAD_RECORD_MAC$/;

/** By the codes of OpenSSL and Node; null where the failure is none of TLS. */
function tlsProblem(code: string, error: unknown): TlsProblem | null {
  const certificate = CERTIFICATE_PROBLEMS[code];
  if (certificate !== undefined) return { sentence: certificate, ...FINAL };
  const detail = reasonOf(error);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const sentence = `the broker's certificate is made out for another name (${detail}); set tls.serverName to the name in it`;
    return { sentence, ...FINAL };
  }
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return {
      sentence: `it does not speak TLS on this port, or none of the versions from tls.minVersion on: leave out tls, or use the port of a TLS listener`,
      ...FINAL,
    };
  }
  if (CLIENT_REFUSED.test(code)) {
    const sentence = `it refused the client's side of TLS (${detail}); where it asks for a client certificate, set tls.cert and tls.key to one that it trusts`;
    return { sentence, ...FINAL };
  }
  if (code === 'ERR_TLS_OPTIONS') {
    const sentence = `TLS cannot be set up with these options (${detail}); check tls.ca, cert, key, passphrase, pfx and ciphers`;
    return { sentence, ...FINAL };
  }
  if (code === 'ERR_TLS_NOT_SUPPORTED') return { sentence: 'this network has no TLS', ...FINAL };
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') return { sentence: `TLS failed (${detail})`, ...FINAL };
  const isCutOff = code === 'ECONNRESET' && /before secure TLS connection/.test(detail);
  if (!isCutOff) return null;
  const sentence =
    'it closed the connection during the TLS handshake: it may not speak TLS on this port, or be going down';
  return { sentence, isCertain: false, context: { retriable: true } };
}

const CERTIFICATE_PROBLEMS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT:
    "the broker's certificate is self-signed; set tls.ca to it, or to the authority that signs",
  SELF_SIGNED_CERT_IN_CHAIN: 'the broker shows an authority that is not trusted here; set tls.ca to it',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the authority that signed the broker's certificate is not known; set tls.ca to it",
  UNABLE_TO_GET_ISSUER_CERT: "the authority that signed the broker's certificate is not known; set tls.ca to it",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    "the authority that signed the broker's certificate is not known; set tls.ca to it",
  CERT_HAS_EXPIRED: "the broker's certificate has expired",
  CERT_NOT_YET_VALID: "the broker's certificate is not valid yet; check the clocks",
  CERT_REVOKED: "the broker's certificate was revoked",
};

function codeOf(error: unknown): string {
  if (isAggregate(error)) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** What Node's error says, in one line. An AggregateError (several addresses were tried) says what each came to. */
export function reasonOf(error: unknown): string {
  if (isAggregate(error)) return error.errors.map(reasonOf).join('; ');
  if (isKafkaError(error) || error instanceof Error) return error.message.split('\n')[0] ?? '';
  return String(error);
}

function isAggregate(error: unknown): error is AggregateError {
  return error instanceof AggregateError && error.errors.length > 0;
}
