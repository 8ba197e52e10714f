/** Queries to other instances: one request for all partitions of one of them, within its time, its answer of a bounded size. */
import type { Env } from '#kernel';
import { failed, type PartitionAnswer } from './query-answer.ts';
import { queryPath } from './query-service.ts';
import { type QueryRequest, readAnswers, writeRequest } from './query-wire.ts';
import type { CatalogStore } from './store-catalog.ts';
import type { HostInfo } from './store-owners.ts';

/** How instances are reached: the part of the platform's `fetch` that is used. */
export type QueryFetch = (url: string, request: QueryFetchRequest) => Promise<QueryFetchAnswer>;

export interface QueryFetchRequest {
  readonly method: 'POST';
  readonly headers: Record<string, string>;
  /** JSON. */
  readonly body: string;
  readonly redirect: 'error';
  /** Ends the request when its time is over. */
  readonly signal: AbortSignal;
}

export interface QueryFetchAnswer {
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** What a service writes at most, in base64 and JSON. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const MAX_REASON = 300;

/** Of the platform: what is passed on is what its type needs. */
const platformFetch: QueryFetch = async (url, request) => {
  const { status, body } = await fetch(url, request);
  return { status, body };
};

export class RemoteInstances {
  readonly #env: Env;
  readonly #fetch: QueryFetch;
  readonly #timeoutMs: number;

  constructor(env: Env, { fetch = platformFetch, timeoutMs }: { fetch?: QueryFetch | undefined; timeoutMs: number }) {
    this.#env = env;
    this.#fetch = fetch;
    this.#timeoutMs = timeoutMs;
  }

  /** An answer for each partition of the request; UNREACHABLE where none came. Never rejects. */
  async query(host: HostInfo, store: CatalogStore, request: QueryRequest): Promise<Map<number, PartitionAnswer>> {
    const place = `${host.host}:${host.port}`;
    const forAll = (answer: PartitionAnswer): Map<number, PartitionAnswer> =>
      new Map(request.partitions.map((partition) => [partition, answer]));
    try {
      const { status, text } = await this.#exchange(host, store, request);
      if (status === 400) return forAll(failed('STORE_EXCEPTION', `${place} cannot read the query: ${text}`));
      if (status !== 200) return forAll(failed('UNREACHABLE', `${place} answers with status ${status}: ${text}`));
      const answers = readAnswers(store, text);
      const missing = failed('NOT_PRESENT', `${place} says nothing of the partition`);
      return new Map(request.partitions.map((partition) => [partition, answers.get(partition) ?? missing]));
    } catch (error) {
      return forAll(failed('UNREACHABLE', `${place} does not answer: ${reasonOf(error)}`));
    }
  }

  async #exchange(
    host: HostInfo,
    store: CatalogStore,
    request: QueryRequest,
  ): Promise<{ status: number; text: string }> {
    const abort = new AbortController();
    const { promise: late, reject } = Promise.withResolvers<never>();
    const onLate = (): void => {
      const error = new Error(`no answer within ${this.#timeoutMs} ms`);
      reject(error);
      abort.abort(error);
    };
    const timer = this.#env.scheduler.after(this.#timeoutMs, onLate, { keepAlive: true });
    const exchange = async (): Promise<{ status: number; text: string }> => {
      const { status, body } = await this.#fetch(urlOf(host, store), {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: writeRequest(store, request),
        redirect: 'error',
        signal: abort.signal,
      });
      const text = await boundedText(body);
      return { status, text: status === 200 ? text : text.slice(0, MAX_REASON) };
    };
    try {
      return await Promise.race([exchange(), late]);
    } finally {
      timer.cancel();
    }
  }
}

function urlOf({ host, port }: HostInfo, store: CatalogStore): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}${queryPath(store.name)}`;
}

async function boundedText(body: AsyncIterable<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error(`its answer has more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Node's fetch says `fetch failed` and has the reason as its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
