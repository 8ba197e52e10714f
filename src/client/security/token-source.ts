/**
 * Where bearer tokens come from: one given once, a function of the application, or an OpenID provider. A token whose
 * lifetime is known is kept for all connections and renewed behind them when 80 % of the lifetime (and up to 5 % more, so
 * that many clients do not come at once) are over: as Kafka's `sasl.login.refresh.window.factor` and `.jitter`. While a
 * renewal fails the old token serves as long as it is good. Never are there two requests for a token at the same time.
 */
import type { Env, Logger, Timer } from '#kernel';
import { errorFor } from '../errors.ts';
import { bounded, unavailable } from './credential-callbacks.ts';
import type { BearerToken, OidcSaslOptions, TokenSaslOptions } from './sasl-options.ts';
import { requestToken } from './token-endpoint.ts';

export interface TokenSource {
  /** What to check where a broker refuses the token. */
  readonly advice: string;
  /** A token that is good now. */
  token(): Promise<BearerToken>;
  close(): void;
}

export function tokenSource(options: TokenSaslOptions | OidcSaslOptions, env: Env, logger: Logger): TokenSource {
  if ('oidc' in options) {
    const advice = `check what the token of ${options.oidc.tokenEndpointUrl} is made out for: audience, scope, claims`;
    return new RenewedTokens(advice, (signal) => requestToken(options.oidc, env, signal), { env, logger });
  }
  const { token } = options;
  if (typeof token === 'string') {
    const advice = 'check sasl.token: its signature, audience and expiry';
    return { advice, token: () => Promise.resolve({ value: token }), close: () => {} };
  }
  const ask = async (): Promise<BearerToken> => tokenOf(await bounded('sasl.token', token, env));
  return new RenewedTokens('check the token that sasl.token gives: its signature, audience and expiry', ask, {
    env,
    logger,
  });
}

function tokenOf(given: BearerToken | string): BearerToken {
  const token = typeof given === 'string' ? { value: given } : given;
  if (typeof token?.value !== 'string' || token.value === '') {
    throw unavailable('The function sasl.token gave neither a text nor { value, lifetimeMs }');
  }
  const { lifetimeMs } = token;
  if (lifetimeMs !== undefined && !(lifetimeMs > 0)) {
    throw unavailable(`The function sasl.token gave a token with a lifetime of ${String(lifetimeMs)} ms`);
  }
  return token;
}

const RENEW_AFTER = 0.8;
const RENEW_JITTER = 0.05;
/** A renewal that failed is tried again after this part of the lifetime that is left, but not sooner than a second. */
const RETRY_PART = 0.25;
const MIN_RETRY_MS = 1000;
/** Timers of Node take no more. */
const MAX_TIMER_MS = 2 ** 31 - 1;

interface KeptToken {
  readonly token: BearerToken;
  /** By the monotonic clock. */
  readonly expiresAtMs: number;
}

class RenewedTokens implements TokenSource {
  readonly advice: string;
  readonly #ask: (signal: AbortSignal) => Promise<BearerToken>;
  readonly #env: Env;
  readonly #logger: Logger;
  #kept: KeptToken | null = null;
  #asking: Promise<BearerToken> | null = null;
  #timer: Timer | null = null;
  readonly #closing = new AbortController();

  constructor(advice: string, ask: (signal: AbortSignal) => Promise<BearerToken>, world: { env: Env; logger: Logger }) {
    this.advice = advice;
    this.#ask = ask;
    this.#env = world.env;
    this.#logger = world.logger;
  }

  token(): Promise<BearerToken> {
    const kept = this.#kept;
    if (kept !== null && this.#env.clock.monotonic() < kept.expiresAtMs) return Promise.resolve(kept.token);
    return this.#renew();
  }

  close(): void {
    this.#closing.abort(errorFor('CLIENT_CLOSED'));
    this.#timer?.cancel();
    this.#timer = null;
    this.#kept = null;
  }

  #renew(): Promise<BearerToken> {
    this.#asking ??= this.#askAndKeep().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #askAndKeep(): Promise<BearerToken> {
    // The token's lifetime runs from when it was made, which is after the question at the earliest.
    const askedAtMs = this.#env.clock.monotonic();
    const token = await this.#ask(this.#closing.signal);
    const { lifetimeMs } = token;
    if (lifetimeMs === undefined || this.#closing.signal.aborted) return token;
    this.#kept = { token, expiresAtMs: askedAtMs + lifetimeMs };
    this.#renewIn(lifetimeMs * (RENEW_AFTER + RENEW_JITTER * this.#env.random.number()));
    return token;
  }

  #renewIn(delayMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#env.scheduler.after(Math.min(delayMs, MAX_TIMER_MS), () => {
      this.#timer = null;
      this.#renew().catch((error: unknown) => this.#renewalFailed(error));
    });
  }

  #renewalFailed(error: unknown): void {
    if (this.#closing.signal.aborted) return;
    const leftMs = (this.#kept?.expiresAtMs ?? 0) - this.#env.clock.monotonic();
    const reason = error instanceof Error ? error.message : String(error);
    this.#logger.warn('the OAuth token could not be renewed', {
      error: reason,
      goodForMs: Math.max(0, Math.round(leftMs)),
    });
    // Past its end the next connection asks, and hears of the failure.
    if (leftMs > MIN_RETRY_MS) this.#renewIn(Math.max(MIN_RETRY_MS, leftMs * RETRY_PART));
  }
}
