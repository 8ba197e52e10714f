/**
 * The secrets of delegation tokens (KIP-48). A token's secret is the HMAC-SHA-512 of its id under
 * `delegation.token.secret.key`: it is kept nowhere, and whoever shows it is taken for having been given the token.
 */
import { createHmac } from 'node:crypto';
import type { Env, Timer } from '#kernel';
import type { DelegationToken, MetadataService } from '#metadata';
import type { BrokerConfigValues } from './config/index.ts';

export class DelegationTokens {
  readonly #env: Env;
  readonly #metadata: MetadataService;
  readonly #values: BrokerConfigValues;
  /** Ids by secret in base64, which is also the password of a login with the token. */
  readonly #idsBySecret = new Map<string, string>();
  readonly #secretsById = new Map<string, string>();
  #sweep: Timer | null = null;
  #isClosed = false;

  constructor(env: Env, metadata: MetadataService, values: BrokerConfigValues) {
    this.#env = env;
    this.#metadata = metadata;
    this.#values = values;
    this.tokensChanged();
  }

  /** Without a key there are no tokens. */
  get isEnabled(): boolean {
    return this.#values.delegationTokenSecretKey !== null;
  }

  /** From a token's creation on, in milliseconds: how long it can be renewed, and how long it lives without. */
  get lifetimes(): { readonly maxMs: number; readonly expiryMs: number } {
    return { maxMs: this.#values.delegationTokenMaxLifetimeMs, expiryMs: this.#values.delegationTokenExpiryTimeMs };
  }

  /** The secret of the token with this id; there must be a key. */
  hmac(tokenId: string): Buffer {
    return createHmac('sha512', this.#values.delegationTokenSecretKey ?? '')
      .update(tokenId, 'utf8')
      .digest();
  }

  /** The token that has this secret, expired ones included. */
  byHmac(hmac: Uint8Array): DelegationToken | undefined {
    const tokenId = this.#idsBySecret.get(Buffer.from(hmac).toString('base64'));
    return tokenId === undefined ? undefined : this.#metadata.image.delegationTokens.get(tokenId);
  }

  /** Must follow each change of the image's tokens. */
  tokensChanged(): void {
    if (!this.isEnabled) return;
    const { delegationTokens } = this.#metadata.image;
    for (const [tokenId, secret] of this.#secretsById) {
      if (delegationTokens.has(tokenId)) continue;
      this.#secretsById.delete(tokenId);
      this.#idsBySecret.delete(secret);
    }
    for (const tokenId of delegationTokens.keys()) {
      if (this.#secretsById.has(tokenId)) continue;
      const secret = this.hmac(tokenId).toString('base64');
      this.#secretsById.set(tokenId, secret);
      this.#idsBySecret.set(secret, tokenId);
    }
  }

  /** Takes out expired tokens now and then. */
  start(): void {
    if (!this.isEnabled || this.#isClosed) return;
    this.#sweep = this.#env.scheduler.after(this.#values.delegationTokenExpiryCheckIntervalMs, () => {
      void this.#sweepExpired().then(() => this.start());
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#sweep?.cancel();
  }

  async #sweepExpired(): Promise<void> {
    const now = this.#env.clock.now();
    try {
      await this.#metadata.submit('sweepDelegationTokens', { now });
    } catch (error) {
      this.#env.logger.component('tokens').warn('expired delegation tokens stay for now', { error: String(error) });
    }
  }
}
