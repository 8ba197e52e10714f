/** One remote procedure call of Kafka's protocol: a request's codec and its response's, and how its body is given. */
import type { MessageCodec } from '#protocol';

/** `[fetchRequest, fetchResponse]` of `#protocol`. */
export type Rpc<Q, A> = readonly [request: MessageCodec<Q>, response: MessageCodec<A>];

/** The request, or how to make it for the version that client and broker settled on. */
export type RequestBody<Q> = Q | ((version: number) => Q);

/**
 * A broker has one connection for each lane that is used: what waits at the broker (a fetch, a join) does not hold up
 * what must not wait (a heartbeat).
 */
export type Lane = 'default' | 'coordinator' | 'fetch';

export interface RequestOptions {
  /** From the call to the answer, connecting included; the client's requestTimeoutMs where absent. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Bounds of the version besides those of the codec and of the broker. */
  readonly minVersion?: number | undefined;
  readonly maxVersion?: number | undefined;
  readonly lane?: Lane | undefined;
}
