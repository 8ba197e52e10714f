/**
 * Logins for those who speak HTTP rather than Kafka's protocol, by what a listener of the broker takes: a name with a
 * password (SCRAM's credentials, PLAIN's users), a bearer token, a client's certificate.
 *
 * Invariant: a password is as good here as in the listener's own exchange, no more and no longer: what was proven once is
 * remembered together with the credential that it was proven by, and not beyond a change of that.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Connection, Listener, Random, TlsListenOptions } from '#kernel';
import { scram } from '#protocol';
import type { KafkaPrincipal } from '../authorization.ts';
import type { ListenerSecurity } from './listener-security.ts';
import type { ScramCredentials } from './mechanisms/scram.ts';
import { userPrincipal } from './mechanisms/sasl-mechanism.ts';

/** Passwords that were right lately. */
const MAX_REMEMBERED = 1000;

export interface OneStepLoginOptions {
  readonly security: ListenerSecurity;
  readonly credentials: ScramCredentials;
  readonly random: Random;
}

export class OneStepLogins {
  readonly #security: ListenerSecurity;
  readonly #credentials: ScramCredentials;
  /** Keys the hashes of what was right, which are of use to nobody else then. */
  readonly #secret: Uint8Array;
  /** The hash of name and password → the stored key that they were proven by. */
  readonly #proven = new Map<string, Uint8Array>();

  constructor({ security, credentials, random }: OneStepLoginOptions) {
    this.#security = security;
    this.#credentials = credentials;
    this.#secret = random.bytes(32);
  }

  /** Whether a certificate, or nothing at all, says enough of who is there: no login is asked for. */
  get needsLogin(): boolean {
    return this.#security.mechanisms.length > 0;
  }

  get takesPasswords(): boolean {
    return this.#security.mechanisms.some((name) => name !== 'OAUTHBEARER');
  }

  get takesTokens(): boolean {
    return this.#security.mechanisms.includes('OAUTHBEARER');
  }

  /** Null where the listener speaks no TLS. */
  tls(onFailure: (remoteAddress: string, reason: string) => void): TlsListenOptions | null {
    return this.#security.tls(onFailure);
  }

  /** Is told of certificates that change. */
  bound(listener: Listener): void {
    this.#security.bound(listener);
  }

  /** Null where the name or the password is wrong. */
  async byPassword(user: string, password: string): Promise<KafkaPrincipal | null> {
    const mechanisms = this.#security.mechanisms;
    for (const mechanism of scram.SCRAM_MECHANISMS) {
      if (!mechanisms.includes(mechanism)) continue;
      if (this.#isScramPassword(mechanism, user, password)) return userPrincipal(user);
    }
    if (!mechanisms.includes('PLAIN')) return null;
    return this.#security.loginAtOnce('PLAIN', Buffer.from(`\0${user}\0${password}`, 'utf8'));
  }

  /** Null where the token is not good. */
  byToken(token: string): Promise<KafkaPrincipal | null> {
    const message = Buffer.from(`n,,\u0001auth=Bearer ${token}\u0001\u0001`, 'utf8');
    return this.#security.loginAtOnce('OAUTHBEARER', message);
  }

  /** By the certificate that a client showed, in DER; null where its name has no rule. */
  byCertificate(certificate: Uint8Array | null): KafkaPrincipal | null {
    const connection: Pick<Connection, 'getPeerX509Certificate'> = {
      getPeerX509Certificate: () => (certificate === null ? undefined : { raw: Buffer.from(certificate) }),
    };
    const principal = this.#security.principalOf(connection);
    return typeof principal === 'string' ? null : principal;
  }

  #isScramPassword(mechanism: scram.ScramMechanism, user: string, password: string): boolean {
    const credential = this.#credentials.ofUser(user, mechanism);
    const key = createHmac('sha256', this.#secret)
      .update(`${mechanism}\0${user}\0${password}`, 'utf8')
      .digest('base64');
    const proven = this.#proven.get(key);
    if (credential !== undefined && proven !== undefined && timingSafeEqual(credential.storedKey, proven)) return true;
    // As much work for a name that nobody has.
    const { salt, iterations, storedKey } = credential ?? this.#nobody(mechanism);
    const own = scram.createScramCredential(mechanism, password, { salt, iterations });
    if (!timingSafeEqual(own.storedKey, storedKey) || credential === undefined) return false;
    if (this.#proven.size >= MAX_REMEMBERED) this.#proven.clear();
    this.#proven.set(key, Buffer.from(storedKey));
    return true;
  }

  #nobody(mechanism: scram.ScramMechanism): Pick<scram.ScramCredential, 'salt' | 'iterations' | 'storedKey'> {
    const storedKey = Buffer.alloc(mechanism === 'SCRAM-SHA-256' ? 32 : 64);
    return { salt: this.#secret, storedKey, iterations: this.#credentials.usualIterations(mechanism) };
  }
}
