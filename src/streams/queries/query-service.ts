/**
 * What other instances of the application ask this one, by HTTP: `POST /v1/stores/<name>/query` with JSON (query-wire.ts).
 * Only what is here is answered, so that no question goes round in circles.
 *
 * Invariant: whatever is sent, there is one answer; pages of browsers get none.
 */
import { type HttpAnswer, type HttpRequest, isKafkaError, type Logger } from '#kernel';
import type { QueryableInstance } from './instance.ts';
import type { PartitionAnswer } from './query-answer.ts';
import { readRequest, writeAnswers } from './query-wire.ts';
import type { CatalogStore, StoreCatalog } from './store-catalog.ts';

export interface QueryServiceOptions {
  readonly applicationId: string;
  readonly logger: Logger;
  readonly catalog: StoreCatalog;
  readonly instance: QueryableInstance;
}

/** Keys are small; a list of partitions may take some. */
const MAX_REQUEST_BYTES = 1024 * 1024;
const MAX_CONCURRENT = 100;
const PATH = /^\/v1\/stores\/([^/?]+)\/query$/;
const JSON_TYPE = 'application/json';

export function queryPath(store: string): string {
  return `/v1/stores/${encodeURIComponent(store)}/query`;
}

/** Ends a request with a status. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export class QueryService {
  readonly #options: QueryServiceOptions;
  #active = 0;

  constructor(options: QueryServiceOptions) {
    this.#options = options;
  }

  /** Never rejects. */
  async handle(request: HttpRequest): Promise<HttpAnswer> {
    this.#active++;
    try {
      return answerOf(200, await this.#answer(request));
    } catch (error) {
      if (error instanceof Refusal) return answerOf(error.status, errorText(error.message));
      if (isKafkaError(error, 'INVALID_REQUEST')) return answerOf(400, errorText(error.message));
      this.#options.logger.error('A query met a bug', { reason: error instanceof Error ? error.stack : String(error) });
      return answerOf(500, errorText('Internal error'));
    } finally {
      this.#active--;
    }
  }

  async #answer(request: HttpRequest): Promise<string> {
    if (this.#active > MAX_CONCURRENT) throw new Refusal(503, 'Too many queries at a time');
    const store = this.#storeOf(request);
    const body = await request.body(MAX_REQUEST_BYTES);
    if (body === null) throw new Refusal(413, `The request has more than ${MAX_REQUEST_BYTES} bytes`);
    const { application, lookup, partitions, demands } = readRequest(store, Buffer.from(body).toString('utf8'));
    const { applicationId, instance } = this.#options;
    if (application !== applicationId)
      throw new Refusal(404, `This is an instance of ${applicationId}, not of ${application}`);
    const answers = new Map<number, PartitionAnswer>();
    for (const partition of partitions) {
      answers.set(partition, await instance.query(store.name, partition, { lookup, demands }));
    }
    return writeAnswers(store, answers);
  }

  #storeOf({ method, target, header }: HttpRequest): CatalogStore {
    const name = PATH.exec(target)?.[1];
    if (name === undefined) throw new Refusal(404, `There is nothing at ${target.slice(0, 200)}`);
    if (method !== 'POST') throw new Refusal(405, 'Queries are posted');
    // A page could otherwise ask whatever listens on its reader's machine.
    if (header('origin') !== undefined) throw new Refusal(403, 'Queries come from instances, not from pages');
    const isJson = (header('content-type') ?? '').split(';')[0]!.trim().toLowerCase() === JSON_TYPE;
    if (!isJson) throw new Refusal(415, `Queries are ${JSON_TYPE}`);
    try {
      return this.#options.catalog.get(decodeURIComponent(name));
    } catch (error) {
      throw new Refusal(404, error instanceof Error ? error.message : String(error));
    }
  }
}

function answerOf(status: number, body: string): HttpAnswer {
  return { status, body, headers: { 'Content-Type': JSON_TYPE } };
}

function errorText(message: string): string {
  return JSON.stringify({ error: message });
}
