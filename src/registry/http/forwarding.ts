/**
 * What only the leader may do goes there as it came, with `X-Forward: true`, and the leader's answer comes back as it is.
 * A request that was forwarded is not forwarded again: two that think each other the leader would play ball with it.
 */
import { settlesWithin, type Env } from '#kernel';
import { forwardingFailed, unknownLeader } from '../registry-errors.ts';
import { RawAnswer, type HttpRequest } from './http-exchange.ts';

const TIMEOUT_MS = 60_000;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const HEADERS = ['accept', 'content-type', 'authorization', 'confluent-accept-unknown-properties'];

/** The part of the platform's `fetch` that is used. */
export type ForwardFetch = (url: string, request: ForwardRequest) => Promise<ForwardResponse>;

export interface ForwardRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | null;
  readonly redirect: 'error';
  readonly signal: AbortSignal;
}

export interface ForwardResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
}

export interface Forwarding {
  readonly fetch: ForwardFetch;
  /** `http://host:port`; null where nobody is known to lead. */
  readonly leaderUrl: string | null;
  readonly body: Uint8Array;
}

/** Rejects with 50003 and 50004. */
export async function forward(env: Env, request: HttpRequest, forwarding: Forwarding): Promise<RawAnswer> {
  const { fetch, leaderUrl, body } = forwarding;
  if (leaderUrl === null || request.header('x-forward') !== undefined) throw unknownLeader();
  const abort = new AbortController();
  const answer = exchange(fetch, leaderUrl.replace(/\/+$/, '') + request.target, {
    method: request.method,
    headers: forwardedHeaders(request),
    body: body.length === 0 ? null : new Uint8Array(body),
    redirect: 'error',
    signal: abort.signal,
  });
  if (!(await settlesWithin(env, answer, TIMEOUT_MS))) abort.abort(new Error(`no answer within ${TIMEOUT_MS} ms`));
  return answer.catch((error: unknown) => {
    throw forwardingFailed(`The leader at ${leaderUrl} could not be asked: ${reasonOf(error)}`);
  });
}

function forwardedHeaders(request: HttpRequest): Record<string, string> {
  const headers: Record<string, string> = { 'X-Forward': 'true' };
  for (const name of HEADERS) {
    const value = request.header(name);
    if (value !== undefined) headers[name] = value;
  }
  return headers;
}

async function exchange(fetch: ForwardFetch, url: string, request: ForwardRequest): Promise<RawAnswer> {
  const { status, headers, body } = await fetch(url, request);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error(`its answer has more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  const contentType = headers.get('content-type');
  return new RawAnswer(Buffer.concat(chunks), { status, ...(contentType === null ? {} : { contentType }) });
}

/** Node's fetch says `fetch failed` and has the reason as its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
