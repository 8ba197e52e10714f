/** One call of Admin: until when it may take, and its requests, none of which outlives it. */
import type { Env } from '#kernel';
import type { Cluster } from '../cluster/cluster.ts';
import { shownValue } from '../config/parse-options.ts';
import { errorFor } from '../errors.ts';
import type { RequestBody, RequestOptions, Rpc } from '../network/rpc.ts';
import type { CallOptions } from './call-options.ts';

/** What the operations need of an Admin. Small, so that a test can put a scripted cluster in its place. */
export interface AdminContext {
  readonly env: Env;
  readonly cluster: AdminCluster;
  /** For calls that name no timeout of their own. */
  readonly defaultApiTimeoutMs: number;
  /** For one request. */
  readonly requestTimeoutMs: number;
}

export type AdminCluster = Pick<
  Cluster,
  'metadata' | 'send' | 'versionOf' | 'leastLoadedNode' | 'controller' | 'coordinator' | 'forgetCoordinator' | 'retry'
>;

type VersionBounds = Pick<RequestOptions, 'minVersion' | 'maxVersion'>;

export class AdminCall {
  readonly context: AdminContext;
  /** As the method is called. */
  readonly name: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly #deadlineMs: number;

  constructor(context: AdminContext, name: string, options: CallOptions = {}) {
    const { timeoutMs = context.defaultApiTimeoutMs, signal } = options;
    if (!(timeoutMs >= 0)) throw errorFor('INVALID_REQUEST', `${name}: timeoutMs must be 0 or more, not ${timeoutMs}`);
    this.context = context;
    this.name = name;
    this.timeoutMs = timeoutMs;
    this.signal = signal;
    this.#deadlineMs = context.env.clock.monotonic() + timeoutMs;
  }

  get cluster(): AdminCluster {
    return this.context.cluster;
  }

  /** The list as it was given, where it is one and has no holes; INVALID_REQUEST otherwise. */
  list<T>(items: readonly T[]): readonly T[] {
    if (!Array.isArray(items)) throw errorFor('INVALID_REQUEST', `${this.name} takes a list, not ${shownValue(items)}`);
    const missing = items.find((item: unknown) => item === null || item === undefined) as unknown;
    if (!items.includes(missing)) return items;
    throw errorFor('INVALID_REQUEST', `${this.name} was given ${shownValue(missing)} in its list`);
  }

  remainingMs(): number {
    return Math.max(0, this.#deadlineMs - this.context.env.clock.monotonic());
  }

  /** How long one request may take; also what a request tells the broker. */
  requestTimeoutMs(): number {
    return Math.max(1, Math.ceil(Math.min(this.context.requestTimeoutMs, this.remainingMs())));
  }

  waitOptions(): { timeoutMs: number; signal: AbortSignal | undefined } {
    return { timeoutMs: this.requestTimeoutMs(), signal: this.signal };
  }

  send<Q, A>(nodeId: number, rpc: Rpc<Q, A>, body: RequestBody<Q>, bounds: VersionBounds = {}): Promise<A> {
    return this.cluster.send(nodeId, rpc, body, { ...this.waitOptions(), ...bounds });
  }

  /** The highest version that both sides have, or -1. */
  versionOf<Q, A>(nodeId: number, rpc: Rpc<Q, A>): Promise<number> {
    return this.cluster.versionOf(nodeId, rpc);
  }

  /** Repeats `attempt`, with backoff, while it fails with something retriable and there is time. */
  retry<T>(attempt: () => Promise<T>): Promise<T> {
    return this.cluster.retry(attempt, {
      timeoutMs: this.remainingMs(),
      signal: this.signal,
      describe: `finish ${this.name}`,
    });
  }
}
