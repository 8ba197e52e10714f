/**
 * Requests to a registry that has several URLs: the one that answered last is asked first, the next where it does not
 * answer or is in trouble, and all of them again after a pause. A refusal is an answer: it is told at once, and as what it is.
 *
 * Invariant: an error says what was asked and what each URL said to it; no error and no log line has credentials in it.
 */
import { pause, type Env } from '#kernel';
import { SerdeError, type SerdeErrorCode, type SerdeErrorContext } from '../serde-error.ts';
import type { RegistryClientConfig } from './registry-client-configs.ts';
import { fetchOnce, NoAnswer, type RegistryFetch, type RegistryReply, type RegistryRequest } from './registry-fetch.ts';

/** A token, or who gives one for each request. */
export type BearerTokenSource = string | (() => string | Promise<string>);

export interface TransportOptions {
  readonly env: Env;
  readonly config: RegistryClientConfig;
  readonly fetch: RegistryFetch;
  readonly bearerToken: BearerTokenSource | null;
  /** Sent with each request. */
  readonly headers: Readonly<Record<string, string>>;
}

interface Endpoint {
  /** Without credentials and without a slash at its end. */
  readonly url: string;
  readonly authorization: string | null;
}

const CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';
/** Of the registry's own words. */
const MAX_REASON = 2000;

/** The registry is there and cannot answer at the moment. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

export class RegistryTransport {
  readonly #options: TransportOptions;
  readonly #endpoints: readonly Endpoint[];
  /** The one that answered last. */
  #first = 0;

  /** Throws TypeError for a URL that is none. */
  constructor(options: TransportOptions) {
    this.#options = options;
    const { schemaRegistryUrl, basicAuthUserInfo } = options.config;
    this.#endpoints = (schemaRegistryUrl ?? []).map((url) => endpointOf(url, basicAuthUserInfo));
  }

  /** The body of the answer, parsed. Rejects with SerdeError. */
  async request(method: RegistryRequest['method'], path: string, body?: unknown): Promise<unknown> {
    const { maxRetries, retriesWaitMs, retriesMaxWaitMs } = this.#options.config;
    const text = body === undefined ? null : JSON.stringify(body);
    for (let round = 0; ; round++) {
      const tried: string[] = [];
      const reply = await this.#round(method, path, { text, tried });
      if (reply !== null) return parsed(reply, `${method} ${path}`);
      if (round >= maxRetries) throw unavailable(`${method} ${path}`, tried, round + 1);
      await pause(this.#options.env, Math.min(retriesMaxWaitMs, retriesWaitMs * 2 ** Math.min(round, 20)));
    }
  }

  /** Asks each once, until one gives an answer that counts. */
  async #round(
    method: RegistryRequest['method'],
    path: string,
    { text, tried }: { text: string | null; tried: string[] },
  ): Promise<RegistryReply | null> {
    const count = this.#endpoints.length;
    const first = this.#first;
    for (let i = 0; i < count; i++) {
      const index = (first + i) % count;
      const { url } = this.#endpoints[index]!;
      try {
        const reply = await this.#ask(this.#endpoints[index]!, { method, path, text });
        if (!PASSING_STATUSES.has(reply.status)) {
          this.#first = index;
          return reply;
        }
        tried.push(`${url} answered ${reply.status}${registryReason(reply.text)}`);
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        tried.push(`${url} gave ${error.message}`);
      }
    }
    return null;
  }

  async #ask(
    endpoint: Endpoint,
    { method, path, text }: { method: RegistryRequest['method']; path: string; text: string | null },
  ): Promise<RegistryReply> {
    const { env, config, fetch, bearerToken } = this.#options;
    const headers: Record<string, string> = { ...this.#options.headers, accept: CONTENT_TYPE };
    if (text !== null) headers['content-type'] = CONTENT_TYPE;
    const token = typeof bearerToken === 'function' ? await bearerToken() : bearerToken;
    const authorization = token === null ? endpoint.authorization : `Bearer ${token}`;
    if (authorization !== null) headers['authorization'] = authorization;
    const request = { method, headers, ...(text === null ? {} : { body: text }) };
    return fetchOnce(`${endpoint.url}${path}`, request, { env, fetch, timeoutMs: config.requestTimeoutMs });
  }
}

function endpointOf(given: string, userInfo: string | null): Endpoint {
  if (!URL.canParse(given) || !/^https?:\/\//.test(given)) {
    throw new TypeError(`${given} is no URL of a registry, as http://localhost:8081`);
  }
  const url = new URL(given);
  const own = url.username === '' ? null : `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const credentials = own ?? userInfo;
  url.username = '';
  url.password = '';
  const authorization = credentials === null ? null : `Basic ${Buffer.from(credentials).toString('base64')}`;
  return { url: url.toString().replace(/\/+$/, ''), authorization };
}

function parsed({ status, text }: RegistryReply, what: string): unknown {
  let body: unknown = null;
  try {
    body = text === '' ? null : JSON.parse(text);
  } catch (error) {
    if (status < 300) {
      const message = `The schema registry answered ${what} with something that is no JSON: is it a registry?`;
      throw new SerdeError('SCHEMA_REGISTRY_REFUSED', message, { status, cause: error });
    }
  }
  if (status < 300) return body;
  throw refusal(what, { status, text });
}

function refusal(what: string, { status, text }: RegistryReply): SerdeError {
  const errorCode = errorCodeOf(text);
  const context: SerdeErrorContext = { status, ...(errorCode === null ? {} : { errorCode }) };
  const code = codeOf(status, errorCode);
  const shownCode = errorCode === null || errorCode === status ? String(status) : `${status}, ${errorCode}`;
  return new SerdeError(code, `The schema registry refused ${what} (${shownCode})${registryReason(text)}`, context);
}

const CODES: Readonly<Record<number, SerdeErrorCode>> = {
  40401: 'SUBJECT_NOT_FOUND',
  40402: 'VERSION_NOT_FOUND',
  40403: 'SCHEMA_NOT_FOUND',
  40404: 'SUBJECT_NOT_FOUND',
  40406: 'VERSION_NOT_FOUND',
  42201: 'INVALID_SCHEMA',
};

function codeOf(status: number, errorCode: number | null): SerdeErrorCode {
  const known = CODES[errorCode ?? 0];
  if (known !== undefined) return known;
  if (status === 401) return 'SCHEMA_REGISTRY_AUTHENTICATION_FAILED';
  if (status === 403) return 'SCHEMA_REGISTRY_AUTHORIZATION_FAILED';
  return status === 409 ? 'INCOMPATIBLE_SCHEMA' : 'SCHEMA_REGISTRY_REFUSED';
}

function errorCodeOf(text: string): number | null {
  const code = field(text, 'error_code');
  return typeof code === 'number' ? code : null;
}

/** As `: Subject not found`. */
function registryReason(text: string): string {
  const message = field(text, 'message');
  return typeof message === 'string' && message !== '' ? `: ${message.slice(0, MAX_REASON)}` : '';
}

function field(text: string, name: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  } catch {
    // Of a proxy, perhaps: it has no message of the registry's.
    return undefined;
  }
}

function unavailable(what: string, tried: readonly string[], rounds: number): SerdeError {
  const times = rounds === 1 ? 'once' : `${rounds} times`;
  const message = `The schema registry cannot be asked ${what} (tried ${times}: ${tried.join('; ')})`;
  return new SerdeError('SCHEMA_REGISTRY_UNAVAILABLE', message, { retriable: true });
}
