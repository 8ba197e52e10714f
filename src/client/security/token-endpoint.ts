/**
 * The client credentials grant (RFC 6749 §4.4) as Kafka's OIDC login makes it (KIP-768): a form by POST, id and secret in
 * a Basic authorization, JSON back. Failures that may pass (no answer, 429, 5xx) are repeated with a growing pause, others
 * end it at once. Errors name the endpoint and what to check; the secret and the token stand in none of them.
 */
import { type Env, pause } from '#kernel';
import { errorFor, type ClientError } from '../errors.ts';
import { backoffMs } from '../network/backoff.ts';
import { boundedSecret, unavailable } from './credential-callbacks.ts';
import type { BearerToken, OidcOptions } from './sasl-options.ts';

/** How the token endpoint is reached: the part of the platform's `fetch` that is used. */
export type TokenFetch = (url: string, request: TokenRequest) => Promise<TokenAnswer>;

/** One request to the token endpoint. */
export interface TokenRequest {
  /** The grant is a form that is posted. */
  readonly method: 'POST';
  /** Content type, and the client's id and secret by Basic authorization (RFC 6749 §2.3.1). */
  readonly headers: Record<string, string>;
  /** The form, URL-encoded. */
  readonly body: string;
  /** A redirection would carry the credentials elsewhere. */
  readonly redirect: 'error';
  /** Ends the request after `timeoutMs`, or when the client closes. */
  readonly signal: AbortSignal;
}

/** The part of the platform's `Response` that is used. */
export interface TokenAnswer {
  /** The HTTP status. */
  readonly status: number;
  /** JSON, of 256 KiB at most. */
  readonly body: AsyncIterable<Uint8Array> | null;
}

const TIMEOUT_MS = 10_000;
const RETRY_BACKOFF_MS = 100;
const RETRY_BACKOFF_MAX_MS = 10_000;
/** Attempts in a row: the next connection begins again. */
const MAX_ATTEMPTS = 5;
/** Tokens take some kilobytes. */
const MAX_ANSWER_BYTES = 256 * 1024;
/** Of the endpoint's own words. */
const MAX_REASON = 200;

/**
 * Rejects with a ClientError SASL_AUTHENTICATION_FAILED: fatal where the endpoint refused, retriable otherwise; and with
 * the signal's reason where nobody wants the token any longer.
 */
export async function requestToken(oidc: OidcOptions, env: Env, signal: AbortSignal): Promise<BearerToken> {
  const secret = await boundedSecret('sasl.oidc.clientSecret', oidc.clientSecret, env);
  const first = oidc.retryBackoffMs ?? RETRY_BACKOFF_MS;
  const longest = Math.max(first, oidc.retryBackoffMaxMs ?? RETRY_BACKOFF_MAX_MS);
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(oidc, secret, { env, signal });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const failure = hidingSecret(error, secret);
      if (!failure.retriable || attempt >= MAX_ATTEMPTS) throw failure;
      await pause(env, backoffMs({ initialMs: first, maxMs: longest }, attempt, env.random), signal);
      if (signal.aborted) throw signal.reason;
    }
  }
}

interface Attempt {
  readonly env: Env;
  readonly signal: AbortSignal;
}

async function attemptOnce(oidc: OidcOptions, secret: string, { env, signal }: Attempt): Promise<BearerToken> {
  const timeoutMs = oidc.timeoutMs ?? TIMEOUT_MS;
  const abort = new AbortController();
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = (reason: Error): void => {
    reject(reason);
    abort.abort(reason);
  };
  const timer = env.scheduler.after(timeoutMs, () => {
    stop(unavailable(`The token endpoint ${oidc.tokenEndpointUrl} did not answer within ${timeoutMs} ms`));
  });
  const unwanted = (): void => stop(signal.reason);
  signal.addEventListener('abort', unwanted, { once: true });
  try {
    return await Promise.race([exchange(oidc, secret, abort.signal), stopped]);
  } finally {
    timer.cancel();
    signal.removeEventListener('abort', unwanted);
  }
}

async function exchange(oidc: OidcOptions, secret: string, signal: AbortSignal): Promise<BearerToken> {
  const url = oidc.tokenEndpointUrl;
  const call = oidc.fetch ?? platformFetch;
  let status: number;
  let text: string;
  try {
    const answer = await call(url, tokenRequest(oidc, secret, signal));
    status = answer.status;
    text = await boundedText(answer.body);
  } catch (error) {
    if (error instanceof AnswerTooLarge) throw refused(`The token endpoint ${url} answered with more than 256 KiB`);
    throw unavailable(
      `The token endpoint ${url} could not be reached (${causeOf(error)}): check sasl.oidc.tokenEndpointUrl`,
    );
  }
  if (status === 200) return tokenIn(url, text);
  const reason = `The token endpoint ${url} answered ${status}${oauthReason(text)}`;
  if (status === 429 || status >= 500) throw unavailable(reason);
  throw refused(
    `${reason}: ${status === 404 ? 'check sasl.oidc.tokenEndpointUrl' : 'check sasl.oidc.clientId, clientSecret and scope'}`,
  );
}

function tokenRequest(oidc: OidcOptions, secret: string, signal: AbortSignal): TokenRequest {
  const encode = oidc.headerUrlencode === true ? formEncoded : (text: string): string => text;
  const basic = Buffer.from(`${encode(oidc.clientId)}:${encode(secret)}`, 'utf8').toString('base64');
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...oidc.parameters });
  if (oidc.scope !== undefined && oidc.scope !== '') form.set('scope', oidc.scope);
  return {
    method: 'POST',
    headers: {
      accept: 'application/json',
      authorization: `Basic ${basic}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: form.toString(),
    redirect: 'error',
    signal,
  };
}

function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

const platformFetch: TokenFetch = async (url, request) => {
  const { status, body } = await fetch(url, request);
  return { status, body };
};

class AnswerTooLarge extends Error {}

async function boundedText(body: AsyncIterable<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) throw new AnswerTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** RFC 6749 §5.1. A lifetime that is not told is read from the token where it is a JWT (RFC 7519). */
function tokenIn(url: string, text: string): BearerToken {
  const answer = jsonObject(text);
  const value = answer?.['access_token'];
  if (typeof value !== 'string' || value === '') {
    throw refused(`The token endpoint ${url} answered without an access_token: check sasl.oidc.tokenEndpointUrl`);
  }
  const seconds = Number(answer?.['expires_in'] ?? jwtLifetime(value));
  return Number.isFinite(seconds) && seconds > 0 ? { value, lifetimeMs: seconds * 1000 } : { value };
}

/** Seconds between `iat` and `exp`; NaN where the token does not say. */
function jwtLifetime(token: string): number {
  const claims = jsonObject(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  return Number(claims?.['exp']) - Number(claims?.['iat']);
}

function jsonObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    // Not JSON: said by the caller, who knows what was expected.
    return null;
  }
}

/** RFC 6749 §5.2, as ` (invalid_client: no such client)`. */
function oauthReason(text: string): string {
  const answer = jsonObject(text);
  const words = [answer?.['error'], answer?.['error_description']].filter((word) => typeof word === 'string');
  return words.length === 0 ? '' : ` (${words.join(': ').slice(0, MAX_REASON)})`;
}

/** What `fetch` says is "fetch failed"; the reason is its cause. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
  return error.message;
}

function refused(message: string): ClientError {
  return errorFor('SASL_AUTHENTICATION_FAILED', message);
}

/** An endpoint may repeat what it was sent. */
function hidingSecret(error: unknown, secret: string): ClientError {
  const failure = error instanceof Error && 'retriable' in error ? (error as ClientError) : unavailable(String(error));
  if (!failure.message.includes(secret)) return failure;
  const { retriable, fatal } = failure;
  const message = failure.message.replaceAll(secret, '[hidden]');
  return errorFor('SASL_AUTHENTICATION_FAILED', message, { retriable, fatal });
}
