/** The cluster as one client sees it. */
import { assert } from '#kernel';
import type { ClientError } from '../errors.ts';
import type { RequestBody, RequestOptions, Rpc } from '../network/rpc.ts';
import type { ClientContext } from './client-context.ts';
import { MetadataCache } from './metadata-cache.ts';

export type CoordinatorKind = 'group' | 'transaction' | 'share';

export interface FinalizedFeatures {
  /** -1 where the broker has none. */
  readonly epoch: number;
  /** The finalized level, 0 where the feature is not there (`group.version`, `transaction.version`, `share.version`). */
  level(name: string): number;
}

export interface RetryOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** What is being done, for messages: `commit offsets of group orders`. */
  readonly describe: string;
}

export interface WaitOptions {
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ClusterStatus {
  readonly state: 'idle' | 'connected' | 'retrying' | 'closed';
  readonly connectedNodes: readonly number[];
  /** The last failure of a connection or of a metadata request, until one succeeds. */
  readonly lastError: ClientError | null;
  /** Wall clock; null while nothing is being retried. */
  readonly retryingSinceMs: number | null;
}

export class Cluster {
  readonly context: ClientContext;
  readonly metadata: MetadataCache = new MetadataCache();

  private constructor(context: ClientContext) {
    this.context = context;
  }

  static open(context: ClientContext): Cluster {
    return new Cluster(context);
  }

  send<Q, A>(_nodeId: number, _rpc: Rpc<Q, A>, _body: RequestBody<Q>, _options: RequestOptions = {}): Promise<A> {
    assert(false, 'not yet');
  }

  post<Q, A>(_nodeId: number, _rpc: Rpc<Q, A>, _body: RequestBody<Q>): void {
    assert(false, 'not yet');
  }

  versionOf<Q, A>(_nodeId: number, _rpc: Rpc<Q, A>): Promise<number> {
    assert(false, 'not yet');
  }

  knownVersionOf<Q, A>(_nodeId: number, _rpc: Rpc<Q, A>): number | undefined {
    return undefined;
  }

  features(_nodeId?: number): Promise<FinalizedFeatures> {
    assert(false, 'not yet');
  }

  leastLoadedNode(_options: WaitOptions = {}): Promise<number> {
    assert(false, 'not yet');
  }

  controller(_options: WaitOptions = {}): Promise<number> {
    assert(false, 'not yet');
  }

  coordinator(_kind: CoordinatorKind, _key: string, _options: WaitOptions = {}): Promise<number> {
    assert(false, 'not yet');
  }

  forgetCoordinator(_kind: CoordinatorKind, _key: string, _nodeId?: number): void {}

  retry<T>(
    _attempt: (attemptNumber: number, remainingMs: number) => Promise<T>,
    _options: RetryOptions,
  ): Promise<T> {
    assert(false, 'not yet');
  }

  get status(): ClusterStatus {
    return { state: 'idle', connectedNodes: [], lastError: null, retryingSinceMs: null };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
