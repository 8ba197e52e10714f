/**
 * The registry by HTTP: each request goes through the same steps (route, who asks, content types, body, may they, the
 * operation) and has one answer, an error's in Confluent's shape.
 *
 * Invariant: whatever a client sends, the answer is no 500: that is a bug here, and is told of in the log with its stack.
 */
import type { Env } from '#kernel';
import type { SchemaRegistry } from '../registry-types.ts';
import { negotiate, REGISTRY_JSON } from './content-types.ts';
import { HttpError, overloaded, type ErrorBody } from './errors.ts';
import { fetchHandler, type FetchHandler } from './fetch-edge.ts';
import type { ForwardFetch } from './forwarding.ts';
import { errorAnswer, jsonAnswer, RawAnswer, type HttpAnswer, type HttpRequest } from './http-exchange.ts';
import { HttpMetrics, type RegistryFigures } from './http-metrics.ts';
import { nodeListener, type NodeListener } from './node-listener.ts';
import type { Operation } from './operation.ts';
import { OperationCall } from './operation-call.ts';
import { allOperations } from './operations/all-operations.ts';
import type { TopicGroups } from './operations/explain.ts';
import { preflight, withCors } from './cross-origin.ts';
import { Query } from './query-parameters.ts';
import { markOf, recentKey, RecentAnswers, type RecentAnswer, type StateMark } from './recent-answers.ts';
import { Routes } from './routes.ts';
import type { RegistrySecurity } from './security.ts';
import { readTarget, type Target } from './target.ts';

export interface RegistryHttpOptions {
  readonly registry: SchemaRegistry;
  /** Answers as Confluent's registry of that major does. */
  readonly compat?: 7 | 8;
  /** Null: everybody may do everything. */
  readonly security?: RegistrySecurity | null;
  /** How followers reach the leader: the platform's `fetch`. */
  readonly fetch: ForwardFetch;
  /** Of Samsa, for `/v1/metadata/version`. */
  readonly version?: string;
  /** For `/v1/metadata/id`. */
  readonly clusterIds?: () => Promise<ClusterIds>;
  /** Who reads a topic, for registrations that only pretend; by default nobody knows. */
  readonly topicGroups?: TopicGroups;
  /** Origins whose pages may ask, `*` for all; none by default. */
  readonly allowedOrigins?: readonly string[];
  readonly maxRequestBytes?: number;
  /** Beyond so many at a time requests are turned away with 503. */
  readonly maxConcurrent?: number;
  /** A request that takes longer is told of in the log; negative for never. */
  readonly slowMs?: number;
}

export interface ClusterIds {
  readonly kafkaCluster: string;
  readonly schemaRegistryCluster: string;
}

export type RegistryHttpSettings = Required<RegistryHttpOptions>;

const DEFAULTS = {
  compat: 8,
  security: null,
  version: '',
  clusterIds: () => Promise.resolve({ kafkaCluster: '', schemaRegistryCluster: 'schema-registry' }),
  topicGroups: () => Promise.resolve(null),
  allowedOrigins: [],
  maxRequestBytes: 16 * 1024 * 1024,
  maxConcurrent: 500,
  slowMs: 1000,
} as const;

const NO_BODY = new Uint8Array(0);

export class RegistryHttp {
  /** For servers and frameworks that have the platform's Request and Response. */
  readonly fetch: FetchHandler;
  /** For a server of Node's, plain or with TLS, that bounds headers, time and connections. */
  readonly listener: NodeListener;
  readonly #env: Env;
  readonly #settings: RegistryHttpSettings;
  readonly #operations: readonly Operation[];
  readonly #routes: Routes;
  readonly #metrics: HttpMetrics;
  readonly #recent = new RecentAnswers();
  readonly #log;

  constructor(env: Env, options: RegistryHttpOptions) {
    this.#env = env;
    this.#settings = { ...DEFAULTS, ...options };
    this.#log = env.logger.component('registry-requests');
    this.#operations = allOperations(this.#settings, () => this.#metrics.text(this.#figures()));
    this.#metrics = new HttpMetrics(this.#operations);
    this.#routes = new Routes(this.#operations);
    const handle = (request: HttpRequest): Promise<HttpAnswer> => this.handle(request);
    this.fetch = fetchHandler(handle);
    this.listener = nodeListener(handle);
  }

  /** Never rejects. */
  async handle(request: HttpRequest): Promise<HttpAnswer> {
    const startedAt = this.#env.clock.monotonic();
    const step: { operation: Operation | null; contentType: string } = { operation: null, contentType: REGISTRY_JSON };
    this.#metrics.active++;
    let answer: HttpAnswer;
    try {
      answer = await this.#answer(request, step);
    } catch (error) {
      answer = errorAnswer(this.#errorBody(error, request), step.contentType);
    }
    this.#metrics.active--;
    const elapsedMs = this.#env.clock.monotonic() - startedAt;
    this.#metrics.record(step.operation?.id ?? null, answer.status, elapsedMs / 1000);
    this.#tell(request, answer.status, elapsedMs);
    return withCors(this.#settings.allowedOrigins, request, answer);
  }

  async #answer(request: HttpRequest, step: { operation: Operation | null; contentType: string }): Promise<HttpAnswer> {
    if (this.#metrics.active > this.#settings.maxConcurrent) throw overloaded();
    const known = request.method === 'GET' ? this.#known(request, NO_BODY) : null;
    if (known !== null) {
      step.operation = known.operation;
      return known.answer;
    }
    const target = readTarget(request.target);
    if (request.method === 'OPTIONS') return this.#options(request, target);
    const { operation, parameters } = this.#routes.find(request.method, target.path);
    step.operation = operation;
    const contentType = negotiate(request.header('accept'));
    step.contentType = contentType ?? REGISTRY_JSON;
    const call = new OperationCall(this.#env, this.#settings, {
      request,
      operation,
      parameters,
      query: new Query(target.query),
      isAcceptable: contentType !== null,
    });
    const body = await call.receive();
    const again = body.length === 0 ? null : this.#known(request, body);
    if (again !== null) return again.answer;
    const before = this.#markFor(operation);
    const answer = answerOf(await call.run(), step.contentType);
    if (before !== null) this.#keep({ request, body, before }, { operation, answer, accept: request.header('accept') });
    return answer;
  }

  /** Null where the answer has to be worked out. */
  #known(request: HttpRequest, body: Uint8Array): RecentAnswer | null {
    const { registry, security } = this.#settings;
    const key = security === null ? recentKey(request, body) : null;
    const found = key === null ? null : this.#recent.find(key, request, markOf(registry.state));
    return found?.operation.isRepeatable === 'at the leader' && !registry.leadership().isLeader ? null : found;
  }

  /** Null where the answer is not to be given again; the state may not even be there. */
  #markFor({ isRepeatable }: Operation): StateMark | null {
    const { registry, security } = this.#settings;
    return security !== null || isRepeatable === undefined ? null : markOf(registry.state);
  }

  #keep(asked: { request: HttpRequest; body: Uint8Array; before: StateMark }, recent: RecentAnswer): void {
    const { registry } = this.#settings;
    if (recent.operation.isRepeatable === 'at the leader' && !registry.leadership().isLeader) return;
    const key = recentKey(asked.request, asked.body);
    if (key !== null) this.#recent.keep(key, recent, { before: asked.before, now: markOf(registry.state) });
  }

  #options(request: HttpRequest, target: Target): HttpAnswer {
    const allowed = this.#routes.allowed(target.path);
    if (allowed.length === 0) throw new HttpError(404, 'HTTP 404 Not Found');
    return (
      preflight(this.#settings.allowedOrigins, request, allowed) ?? {
        status: 200,
        headers: { Allow: allowed.join(',') },
        body: '',
      }
    );
  }

  #errorBody(error: unknown, request: HttpRequest): ErrorBody {
    if (isErrorBody(error)) {
      if (error.status >= 500 && error.status !== 503) {
        this.#log.warn(`${request.method} ${printable(request.target)}: ${error.message}`, { code: error.errorCode });
      }
      return error;
    }
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#log.error('A request met a bug of the registry', {
      method: request.method,
      target: printable(request.target),
      stack,
    });
    return { status: 500, errorCode: 500, message: 'Internal Server Error' };
  }

  #tell(request: HttpRequest, status: number, elapsedMs: number): void {
    const { slowMs } = this.#settings;
    const isSlow = slowMs >= 0 && elapsedMs >= slowMs;
    if (!isSlow && !this.#log.isEnabled('debug')) return;
    const fields = {
      method: request.method,
      target: printable(request.target),
      status,
      ms: Math.round(elapsedMs * 10) / 10,
      from: request.peer.address,
    };
    if (isSlow) this.#log.warn('A request was slow', fields);
    else this.#log.debug('Request', fields);
  }

  #figures(): RegistryFigures {
    const { registry } = this.#settings;
    const liveByType = new Map<string, number>();
    const deletedByType = new Map<string, number>();
    for (const { versions } of registry.state.schemas.subjects()) {
      for (const { content, isDeleted } of versions) {
        const counts = isDeleted ? deletedByType : liveByType;
        counts.set(content.schemaType, (counts.get(content.schemaType) ?? 0) + 1);
      }
    }
    return { isLeader: registry.leadership().isLeader, liveByType, deletedByType };
  }
}

function answerOf(value: unknown, contentType: string): HttpAnswer {
  if (!(value instanceof RawAnswer)) return jsonAnswer(200, value, contentType);
  const { status, body } = value;
  return { status, body, headers: status === 204 ? {} : { 'Content-Type': value.contentType ?? contentType } };
}

function isErrorBody(error: unknown): error is ErrorBody & Error {
  return error instanceof Error && 'status' in error && 'errorCode' in error;
}

/** A target as it may stand in a line of the log: clients choose it. */
function printable(text: string): string {
  return JSON.stringify(text.length > 500 ? `${text.slice(0, 500)}…` : text).slice(1, -1);
}
