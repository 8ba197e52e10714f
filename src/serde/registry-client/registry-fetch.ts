/**
 * One request to a schema registry at one URL, by the platform's `fetch` or by what stands in for it. What comes back is a
 * status and a body that is JSON and of a bounded size, or a failure that says why there is no answer.
 */
import type { Env } from '#kernel';
import { reasonOf } from '../serde-error.ts';

/** How the registry is reached: the part of the platform's `fetch` that is used. */
export type RegistryFetch = (url: string, request: RegistryRequest) => Promise<RegistryAnswer>;

/** One request to the registry. */
export interface RegistryRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Content type, what is accepted, and the authorization. */
  readonly headers: Record<string, string>;
  /** JSON. */
  readonly body?: string;
  /** A redirection would carry the credentials elsewhere. */
  readonly redirect: 'error';
  /** Ends the request after `requestTimeoutMs`. */
  readonly signal: AbortSignal;
}

/** The part of the platform's `Response` that is used. */
export interface RegistryAnswer {
  /** The HTTP status. */
  readonly status: number;
  /** JSON. */
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** A status and what was said with it. */
export interface RegistryReply {
  readonly status: number;
  readonly text: string;
}

/** There is no answer, for the reason that the message has. */
export class NoAnswer extends Error {}

/** Lists of all schemas of a large registry take some megabytes. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** Of the platform: what is passed on is what its type needs. */
export const platformFetch: RegistryFetch = async (url, request) => {
  const { status, body } = await fetch(url, request);
  return { status, body };
};

export interface FetchOnce {
  readonly env: Env;
  readonly fetch: RegistryFetch;
  readonly timeoutMs: number;
}

/** Rejects with NoAnswer. */
export async function fetchOnce(
  url: string,
  request: Omit<RegistryRequest, 'signal' | 'redirect'>,
  { env, fetch: call, timeoutMs }: FetchOnce,
): Promise<RegistryReply> {
  const abort = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = env.scheduler.after(
    timeoutMs,
    () => {
      const reason = new NoAnswer(`no answer within ${timeoutMs} ms`);
      reject(reason);
      abort.abort(reason);
    },
    { keepAlive: true },
  );
  const exchange = async (): Promise<RegistryReply> => {
    const { status, body } = await call(url, { ...request, redirect: 'error', signal: abort.signal });
    return { status, text: await boundedText(body) };
  };
  try {
    return await Promise.race([exchange(), late]);
  } catch (error) {
    throw error instanceof NoAnswer ? error : new NoAnswer(causeOf(error), { cause: error });
  } finally {
    timer.cancel();
  }
}

async function boundedText(body: AsyncIterable<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) throw new NoAnswer(`an answer of more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What `fetch` says is "fetch failed"; the reason is its cause. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
  return reasonOf(error);
}
