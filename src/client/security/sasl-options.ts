/**
 * How a client says who it is: the option `sasl`, its types and what may stand in it. Nothing here shows a password, a
 * secret or a token, neither in a message nor in what a message quotes.
 */
import { nearestName } from '#kernel';
import { invalidConfig } from '../config/parse-options.ts';
import type { TokenFetch } from './token-endpoint.ts';

/** The option `sasl`: one of the mechanisms with what it needs. */
export type SaslOptions = PasswordSaslOptions | TokenSaslOptions | OidcSaslOptions;

/** Mechanisms with a name and a password: PLAIN (RFC 4616), SCRAM (RFC 5802, KIP-84). */
export type PasswordMechanism = 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';

/** A name and a password. PLAIN sends the password as it is: use it over TLS only. */
export interface PasswordSaslOptions {
  /** PLAIN, or SCRAM with SHA-256 or SHA-512. */
  readonly mechanism: PasswordMechanism;
  /** The principal is `User:` and this, unless the broker maps it. */
  readonly username: string;
  /** Never shown in errors, logs or events. */
  readonly password: Secret;
  /** SCRAM only: name and password are the id and the HMAC of a delegation token (KIP-48). */
  readonly tokenAuth?: boolean | undefined;
}

/** A text, or a function that is asked for it at every authentication. */
export type Secret = string | (() => string | Promise<string>);

/** A bearer token (RFC 7628) that the application has. */
export interface TokenSaslOptions {
  /** Tokens are for this one alone. */
  readonly mechanism: 'OAUTHBEARER';
  /**
   * The token, or a function that gives one. With `lifetimeMs` the function is called again when 80 % of it are over;
   * without it, at every authentication.
   */
  readonly token: string | (() => BearerToken | string | Promise<BearerToken | string>);
  /** SASL extensions (KIP-342): names of letters, values for the broker. */
  readonly extensions?: Readonly<Record<string, string>> | undefined;
}

/** A token, and for how long it is good. */
export interface BearerToken {
  /** The token itself, as a rule a JSON Web Token (RFC 7519). */
  readonly value: string;
  /** For how long from now the token is good. */
  readonly lifetimeMs?: number | undefined;
  /** Instead of those of the options. */
  readonly extensions?: Readonly<Record<string, string>> | undefined;
}

/** A bearer token from an OpenID provider, by the client credentials grant (RFC 6749 §4.4, KIP-768). */
export interface OidcSaslOptions {
  /** Tokens are for this one alone. */
  readonly mechanism: 'OAUTHBEARER';
  /** The provider, and who asks it. */
  readonly oidc: OidcOptions;
  /** SASL extensions (KIP-342): names of letters, values for the broker. */
  readonly extensions?: Readonly<Record<string, string>> | undefined;
}

/** How to ask the provider's token endpoint. Durations are milliseconds. */
export interface OidcOptions {
  /** As `https://idp.example.com/oauth2/token`. */
  readonly tokenEndpointUrl: string;
  /** Kafka's `sasl.oauthbearer.client.credentials.client.id`. */
  readonly clientId: string;
  /** Kafka's `sasl.oauthbearer.client.credentials.client.secret`. */
  readonly clientSecret: Secret;
  /** What to ask for (RFC 6749 §3.3); the provider's default where absent. */
  readonly scope?: string | undefined;
  /** Further fields of the form, as `{ audience: 'kafka' }`. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  /** Encode id and secret as RFC 6749 §2.3.1 has it; default false, as Kafka's `sasl.oauthbearer.header.urlencode`. */
  readonly headerUrlencode?: boolean | undefined;
  /** One request to the endpoint; default 10 s. */
  readonly timeoutMs?: number | undefined;
  /** First and longest pause between requests that failed for a reason that may pass; default 100 ms and 10 s. */
  readonly retryBackoffMs?: number | undefined;
  /** See `retryBackoffMs`. */
  readonly retryBackoffMaxMs?: number | undefined;
  /** How to reach the endpoint, where not by the platform's `fetch` (a proxy, an authority of your own). */
  readonly fetch?: TokenFetch | undefined;
}

const MECHANISMS: readonly SaslOptions['mechanism'][] = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER'];
const KEYS = {
  password: ['mechanism', 'username', 'password', 'tokenAuth'],
  bearer: ['mechanism', 'token', 'oidc', 'extensions'],
  oidc: [
    'tokenEndpointUrl',
    'clientId',
    'clientSecret',
    'scope',
    'parameters',
    'headerUrlencode',
    'timeoutMs',
    'retryBackoffMs',
    'retryBackoffMaxMs',
    'fetch',
  ],
} as const;

/** Fails with INVALID_CONFIG for options that cannot be meant. */
export function checkSaslOptions(sasl: SaslOptions): void {
  if (typeof sasl !== 'object' || sasl === null) {
    throw invalidConfig('sasl must be an object, as { mechanism: "SCRAM-SHA-512", username, password }');
  }
  if (!MECHANISMS.includes(sasl.mechanism)) {
    const given = typeof sasl.mechanism === 'string' ? `"${sasl.mechanism.slice(0, 50)}"` : 'what was given';
    throw invalidConfig(`sasl.mechanism must be one of ${MECHANISMS.join(', ')}, not ${given}`);
  }
  if (sasl.mechanism === 'OAUTHBEARER') checkBearer(sasl);
  else checkPassword(sasl);
}

function checkPassword(sasl: PasswordSaslOptions): void {
  checkKeys('sasl', sasl, KEYS.password);
  checkText('sasl.username', sasl.username);
  checkSecret('sasl.password', sasl.password);
  if (sasl.tokenAuth === true && sasl.mechanism === 'PLAIN') {
    throw invalidConfig('sasl.tokenAuth goes with SCRAM-SHA-256 and SCRAM-SHA-512 only, not with PLAIN');
  }
}

function checkBearer(sasl: TokenSaslOptions | OidcSaslOptions): void {
  checkKeys('sasl', sasl, KEYS.bearer);
  checkExtensions('sasl.extensions', sasl.extensions ?? {});
  const hasToken = 'token' in sasl && sasl.token !== undefined;
  const hasOidc = 'oidc' in sasl && sasl.oidc !== undefined;
  if (hasToken === hasOidc) {
    throw invalidConfig(
      'sasl with OAUTHBEARER needs either token or oidc: { tokenEndpointUrl, clientId, clientSecret }',
    );
  }
  if (hasOidc) checkOidc(sasl.oidc);
  else if (hasToken) checkSecret('sasl.token', sasl.token);
}

function checkOidc(oidc: OidcOptions): void {
  checkKeys('sasl.oidc', oidc, KEYS.oidc);
  checkText('sasl.oidc.clientId', oidc.clientId);
  checkSecret('sasl.oidc.clientSecret', oidc.clientSecret);
  const url = URL.canParse(oidc.tokenEndpointUrl) ? new URL(oidc.tokenEndpointUrl) : null;
  if (url === null || !['https:', 'http:'].includes(url.protocol)) {
    throw invalidConfig('sasl.oidc.tokenEndpointUrl must be an https URL, as https://idp.example.com/oauth2/token');
  }
  if (url.username !== '' || url.password !== '') {
    throw invalidConfig('sasl.oidc.tokenEndpointUrl must not carry credentials: use clientId and clientSecret');
  }
  for (const name of ['timeoutMs', 'retryBackoffMs', 'retryBackoffMaxMs'] as const) {
    const value = oidc[name];
    if (value !== undefined && !(Number.isSafeInteger(value) && value > 0)) {
      throw invalidConfig(`sasl.oidc.${name} must be a whole number of milliseconds above 0`);
    }
  }
}

/** RFC 7628 §3.1: names of letters, values of printable ASCII and white space; `auth` is the token's own. */
export function checkExtensions(where: string, extensions: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(extensions)) {
    if (!/^[A-Za-z]+$/.test(name) || name === 'auth') {
      throw invalidConfig(`${where} must have names of letters other than "auth", not "${name.slice(0, 50)}"`);
    }
    if (typeof value !== 'string' || !/^[\x20-\x7e\t\r\n]+$/.test(value)) {
      throw invalidConfig(`${where}.${name} must be a text of printable ASCII`);
    }
  }
}

function checkKeys(where: string, given: object, known: readonly string[]): void {
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue;
    const meant = nearestName(key, known);
    throw invalidConfig(`there is no ${where}.${key}${meant === null ? '' : `; did you mean ${meant}?`}`);
  }
}

function checkText(where: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') throw invalidConfig(`${where} must be a text that is not empty`);
  if (value.includes('\0')) throw invalidConfig(`${where} must not contain the character NUL`);
}

function checkSecret(where: string, value: unknown): void {
  if (typeof value === 'function') return;
  if (typeof value !== 'string' || value === '') {
    throw invalidConfig(`${where} must be a text that is not empty, or a function that gives one`);
  }
  if (value.includes('\0')) throw invalidConfig(`${where} must not contain the character NUL`);
}
