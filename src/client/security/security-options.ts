/**
 * How connections are secured, from the options `securityProtocol`, `saslMechanism`, `tls` and `sasl`. The protocol may be
 * left to follow from the other three; where it is given and they say otherwise, that is the user's mistake, never silently
 * resolved: a client that was to encrypt must not talk in the open.
 */
import { nearestName, type TlsMaterial, type TlsOptions } from '#kernel';
import { invalidConfig } from '../config/parse-options.ts';
import { checkSaslOptions, type SaslOptions } from './sasl-options.ts';

export type SecurityProtocol = 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL';

export interface SecurityOptions {
  readonly securityProtocol?: SecurityProtocol | null | undefined;
  readonly saslMechanism?: string | null | undefined;
  readonly tls?: TlsOptions | undefined;
  readonly sasl?: SaslOptions | undefined;
}

export interface Security {
  readonly protocol: SecurityProtocol;
  /** Null for connections without TLS. */
  readonly tls: TlsOptions | null;
  /** Null for connections without SASL. */
  readonly sasl: SaslOptions | null;
}

/** Fails with INVALID_CONFIG where the options contradict each other or lack something. */
export function resolveSecurity(options: SecurityOptions): Security {
  const { tls, sasl, saslMechanism } = options;
  if (sasl !== undefined) checkSaslOptions(sasl);
  if (tls !== undefined) checkTlsOptions(tls);
  const mechanism = saslMechanism ?? null;
  if (mechanism !== null && sasl === undefined) {
    throw invalidConfig(
      `saslMechanism is ${mechanism}, but sasl is not set: give sasl: { mechanism: "${mechanism}", … }`,
    );
  }
  if (mechanism !== null && mechanism !== sasl?.mechanism) {
    throw invalidConfig(
      `saslMechanism is ${mechanism}, but sasl.mechanism is ${sasl?.mechanism}: leave one of them out`,
    );
  }
  const protocol = options.securityProtocol ?? derivedProtocol(tls !== undefined, sasl !== undefined);
  checkProtocol(protocol, options);
  const isEncrypted = protocol === 'SSL' || protocol === 'SASL_SSL';
  return { protocol, tls: isEncrypted ? (tls ?? {}) : null, sasl: sasl ?? null };
}

function derivedProtocol(hasTls: boolean, hasSasl: boolean): SecurityProtocol {
  if (hasSasl) return hasTls ? 'SASL_SSL' : 'SASL_PLAINTEXT';
  return hasTls ? 'SSL' : 'PLAINTEXT';
}

function checkProtocol(protocol: SecurityProtocol, { tls, sasl }: SecurityOptions): void {
  const wantsSasl = protocol.startsWith('SASL_');
  const wantsTls = protocol.endsWith('SSL');
  if (wantsSasl && sasl === undefined) {
    throw invalidConfig(
      `securityProtocol is ${protocol}, but sasl is not set: give sasl: { mechanism, username, password }`,
    );
  }
  if (!wantsSasl && sasl !== undefined) {
    const meant = wantsTls ? 'SASL_SSL' : 'SASL_PLAINTEXT';
    throw invalidConfig(`securityProtocol is ${protocol}, but sasl is set: say ${meant}, or leave sasl out`);
  }
  if (!wantsTls && tls !== undefined) {
    const meant = wantsSasl ? 'SASL_SSL' : 'SSL';
    throw invalidConfig(`securityProtocol is ${protocol}, but tls is set: say ${meant}, or leave tls out`);
  }
}

const TLS_KEYS: readonly (keyof TlsOptions)[] = [
  'ca',
  'cert',
  'key',
  'passphrase',
  'pfx',
  'serverName',
  'rejectUnauthorized',
  'minVersion',
  'ciphers',
];

function checkTlsOptions(tls: TlsOptions): void {
  if (typeof tls !== 'object' || tls === null) {
    throw invalidConfig(
      'tls must be an object: tls: {} trusts the well-known authorities, tls: { ca } those of the PEM',
    );
  }
  for (const key of Object.keys(tls)) {
    if (TLS_KEYS.some((known) => known === key)) continue;
    const meant = nearestName(key, TLS_KEYS);
    throw invalidConfig(`there is no tls.${key}${meant === null ? '' : `; did you mean ${meant}?`}`);
  }
  for (const name of ['ca', 'cert', 'key'] as const) checkPem(`tls.${name}`, tls[name]);
  if (tls.pfx !== undefined && (tls.cert !== undefined || tls.key !== undefined)) {
    throw invalidConfig('tls.pfx holds certificate and key: leave tls.cert and tls.key out');
  }
  if ((tls.cert === undefined) !== (tls.key === undefined)) {
    const [given, lacking] = tls.cert === undefined ? ['key', 'cert'] : ['cert', 'key'];
    throw invalidConfig(`tls.${given} is set without tls.${lacking}: a client's certificate needs both`);
  }
}

/** Of a text: that it is PEM. The usual mistake is the path of the file. */
function checkPem(where: string, material: TlsMaterial | undefined): void {
  if (material === undefined || material instanceof Uint8Array) return;
  for (const text of Array.isArray(material) ? material : [material]) {
    if (typeof text !== 'string' && !(text instanceof Uint8Array)) {
      throw invalidConfig(
        `${where} must be PEM, as text or bytes, or a list of such, not a value of type ${typeof text}`,
      );
    }
    if (typeof text === 'string' && !text.includes('-----BEGIN ')) {
      throw invalidConfig(`${where} must be PEM ("-----BEGIN …"); where it is the path of a file, read the file first`);
    }
  }
}
