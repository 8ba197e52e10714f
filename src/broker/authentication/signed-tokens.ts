/**
 * Bearer tokens that an issuer signed, by the issuer's public keys (JWKS, RFC 7517) from an endpoint or a file.
 *
 * Keys are fetched when they are first needed, again when they are old or when a token names a key that is not among them,
 * and no more often than the pause between attempts allows, so that made-up tokens cannot flood the issuer.
 */
import { KafkaError, settlesWithin, type Env } from '#kernel';
import { parseKeySet, verifyToken, type KeySet } from './json-web-signature.ts';
import { checkClaims, type ExpectedClaims } from './jwt-claims.ts';
import type { BearerClaims, BearerTokenValidator } from './mechanisms/oauth-bearer.ts';

/** A key that is not known is asked for again after this. */
const UNKNOWN_KEY_PAUSE_MS = 10_000;
const MAX_KEY_SET_BYTES = 1024 * 1024;

/** How an endpoint is reached: the part of the platform's `fetch` that is used. */
export type KeySetFetch = (
  url: string,
  request: { readonly redirect: 'error'; readonly signal: AbortSignal },
) => Promise<{ readonly status: number; readonly body: AsyncIterable<Uint8Array> | null }>;

export interface SignedTokenOptions extends ExpectedClaims {
  /** `https:`, `http:` or `file:`. */
  readonly keysUrl: string;
  /** Older keys are fetched again. */
  readonly refreshMs: number;
  /** Between attempts that fail. */
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
  readonly timeoutMs: number;
  readonly fetch: KeySetFetch;
}

export class SignedTokenValidator implements BearerTokenValidator {
  readonly #env: Env;
  readonly #options: SignedTokenOptions;
  readonly #log;
  readonly #abort = new AbortController();
  #keys: KeySet | null = null;
  /** By the monotonic clock. */
  #fetchedMs = Number.NEGATIVE_INFINITY;
  #notBeforeMs = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #fetching: Promise<void> | null = null;

  constructor(env: Env, options: SignedTokenOptions) {
    this.#env = env;
    this.#options = options;
    this.#log = env.logger.component('authentication');
  }

  async validate(token: string): Promise<BearerClaims | string> {
    if (this.#keys === null) await this.#fetchKeys(0);
    else if (this.#age() > this.#options.refreshMs) void this.#fetchKeys(0);
    let verification = verifyToken(token, this.#keys ?? []);
    if (verification.kind === 'unknown-key' && this.#age() > UNKNOWN_KEY_PAUSE_MS) {
      await this.#fetchKeys(UNKNOWN_KEY_PAUSE_MS);
      verification = verifyToken(token, this.#keys ?? []);
    }
    switch (verification.kind) {
      case 'verified':
        return checkClaims(verification.payload, this.#options, this.#env.clock.now());
      case 'refused':
        return verification.reason;
      default:
        return this.#keys === null ? 'there are no keys of the issuer' : 'no key of the issuer made the token';
    }
  }

  close(): void {
    this.#abort.abort(new Error('closed'));
  }

  #age(): number {
    return this.#env.clock.monotonic() - this.#fetchedMs;
  }

  /** At most one at a time, and none before its time. Never rejects: the keys that are there stay. */
  #fetchKeys(pauseMs: number): Promise<void> {
    const now = this.#env.clock.monotonic();
    if (this.#fetching !== null) return this.#fetching;
    if (now < this.#notBeforeMs || this.#abort.signal.aborted) return Promise.resolve();
    this.#notBeforeMs = now + pauseMs;
    this.#fetching = this.#fetchOnce().finally(() => (this.#fetching = null));
    return this.#fetching;
  }

  async #fetchOnce(): Promise<void> {
    try {
      this.#keys = keySet(await this.#read());
      this.#fetchedMs = this.#env.clock.monotonic();
      this.#failures = 0;
    } catch (error) {
      const { retryBackoffMs, retryBackoffMaxMs, keysUrl } = this.#options;
      const backoff = Math.min(retryBackoffMaxMs, retryBackoffMs * 2 ** Math.min(20, this.#failures++));
      this.#notBeforeMs = this.#env.clock.monotonic() + backoff;
      if (this.#abort.signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      this.#log.warn('The keys of the issuer of bearer tokens could not be had', { url: keysUrl, reason });
    }
  }

  async #read(): Promise<Uint8Array> {
    const { keysUrl, fetch, timeoutMs } = this.#options;
    if (keysUrl.startsWith('file:')) return this.#env.disk.readFile(decodeURIComponent(new URL(keysUrl).pathname));
    const abort = new AbortController();
    const stop = (): void => abort.abort(new Error('the broker closes'));
    this.#abort.signal.addEventListener('abort', stop, { once: true });
    const answer = download(fetch, keysUrl, abort.signal);
    if (!(await settlesWithin(this.#env, answer, timeoutMs)))
      abort.abort(new Error(`no answer within ${timeoutMs} ms`));
    this.#abort.signal.removeEventListener('abort', stop);
    return answer;
  }
}

async function download(fetch: KeySetFetch, url: string, signal: AbortSignal): Promise<Uint8Array> {
  const { status, body } = await fetch(url, { redirect: 'error', signal });
  if (status !== 200 || body === null) throw new Error(`the endpoint answered with status ${status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_KEY_SET_BYTES) throw new Error(`the keys take more than ${MAX_KEY_SET_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function keySet(json: Uint8Array): KeySet {
  const keys = parseKeySet(json);
  if (keys === null) throw new KafkaError('INVALID_CONFIG', 'the answer is no set of JSON Web Keys');
  return keys;
}
