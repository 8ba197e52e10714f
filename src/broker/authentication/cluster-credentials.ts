/**
 * The credentials of SCRAM logins out of the cluster's metadata: those of users, and those that follow from delegation
 * tokens. A token's password is its HMAC in base64, as CreateDelegationToken gave it away (KIP-48).
 */
import { createHmac } from 'node:crypto';
import type { Clock } from '#kernel';
import type { MetadataImage } from '#metadata';
import { scram } from '#protocol';
import type { DelegationTokens } from '../delegation-tokens.ts';
import type { ScramCredentials, ScramLogin } from './mechanisms/scram.ts';

const CODES: Readonly<Record<scram.ScramMechanism, number>> = { 'SCRAM-SHA-256': 1, 'SCRAM-SHA-512': 2 };
/** Credentials of tokens, which take milliseconds to make. */
const MAX_CACHED = 1000;

export interface ClusterCredentialsOptions {
  readonly image: MetadataImage;
  readonly clock: Clock;
  readonly tokens: Pick<DelegationTokens, 'isEnabled' | 'hmac'>;
}

export class ClusterCredentials implements ScramCredentials {
  readonly #options: ClusterCredentialsOptions;
  readonly #ofTokens = new Map<string, scram.ScramCredential>();

  constructor(options: ClusterCredentialsOptions) {
    this.#options = options;
  }

  ofUser(user: string, mechanism: scram.ScramMechanism): scram.ScramCredential | undefined {
    return this.#options.image.scramCredential(user, CODES[mechanism]);
  }

  ofToken(tokenId: string, mechanism: scram.ScramMechanism): ScramLogin | undefined {
    const { image, clock, tokens } = this.#options;
    const token = image.delegationTokens.get(tokenId);
    if (!tokens.isEnabled || token === undefined || token.expirationTimestamp < clock.now()) return undefined;
    const colon = token.owner.indexOf(':');
    return {
      credential: this.#credentialOf(tokenId, mechanism),
      principal: {
        type: token.owner.slice(0, colon),
        name: token.owner.slice(colon + 1),
        isTokenAuthenticated: true,
      },
      expiresAtMs: token.expirationTimestamp,
    };
  }

  usualIterations(mechanism: scram.ScramMechanism): number {
    for (const credentials of this.#options.image.scramUsers().values()) {
      const credential = credentials.get(CODES[mechanism]);
      if (credential !== undefined) return credential.iterations;
    }
    return scram.MIN_SCRAM_ITERATIONS;
  }

  #credentialOf(tokenId: string, mechanism: scram.ScramMechanism): scram.ScramCredential {
    const key = `${mechanism} ${tokenId}`;
    const known = this.#ofTokens.get(key);
    if (known !== undefined) return known;
    const hmac = this.#options.tokens.hmac(tokenId);
    const salt = createHmac('sha256', hmac).update('salt', 'utf8').digest();
    const cost = { salt, iterations: scram.MIN_SCRAM_ITERATIONS };
    const credential = scram.createScramCredential(mechanism, hmac.toString('base64'), cost);
    if (this.#ofTokens.size >= MAX_CACHED) this.#ofTokens.clear();
    this.#ofTokens.set(key, credential);
    return credential;
  }
}
