/**
 * OAUTHBEARER (RFC 7628, KIP-255, extensions KIP-342): the client shows a token that it got elsewhere.
 *
 *     client  n,,^Aauth=Bearer TOKEN^Aname=value^A^A        ^A stands for the byte 1
 *     server  (nothing: accepted)   or   {"status":"invalid_token",…}
 *     client  ^A                    which the server then refuses in its own words
 */
import { KafkaError } from '#kernel';
import { checkExtensions, type OidcSaslOptions, type TokenSaslOptions } from './sasl-options.ts';
import { unavailable } from './credential-callbacks.ts';
import type { SaslExchange, SaslMechanism } from './sasl-mechanism.ts';
import type { TokenSource } from './token-source.ts';

const SEPARATOR = '\x01';
/** Of the server's words, in characters. */
const MAX_REFUSAL = 300;

export function bearerMechanism(options: TokenSaslOptions | OidcSaslOptions, source: TokenSource): SaslMechanism {
  return {
    name: options.mechanism,
    subject: 'the OAuth token',
    advice: source.advice,
    begin: async () => {
      const token = await source.token();
      const extensions = token.extensions ?? options.extensions ?? {};
      checkExtensions('extensions of the token', extensions);
      return new BearerExchange(firstMessage(token.value, extensions));
    },
    close: () => source.close(),
  };
}

function firstMessage(token: string, extensions: Readonly<Record<string, string>>): Uint8Array {
  if (!/^[-._~+/A-Za-z0-9]+=*$/.test(token))
    throw unavailable('The OAuth token has characters that no bearer token has');
  const pairs = Object.entries(extensions).map(([name, value]) => `${SEPARATOR}${name}=${value}`);
  return Buffer.from(`n,,${SEPARATOR}auth=Bearer ${token}${pairs.join('')}${SEPARATOR}${SEPARATOR}`, 'utf8');
}

class BearerExchange implements SaslExchange {
  readonly first: Uint8Array;
  refusal: string | undefined;

  constructor(first: Uint8Array) {
    this.first = first;
  }

  next(serverToken: Uint8Array): Uint8Array | null {
    if (this.refusal !== undefined) {
      throw new KafkaError('SASL_AUTHENTICATION_FAILED', `the server does not take the token: ${this.refusal}`);
    }
    if (serverToken.length === 0) return null;
    const text = Buffer.from(serverToken.buffer, serverToken.byteOffset, serverToken.byteLength).toString('utf8');
    this.refusal = text.slice(0, MAX_REFUSAL);
    return Buffer.from(SEPARATOR);
  }
}
