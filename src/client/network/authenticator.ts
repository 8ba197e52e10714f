/**
 * What stands between a new connection and its first request: SASL, or nothing. A connection calls it once ApiVersions
 * is answered, and again, on the same connection, before the session it was given expires (KIP-368).
 */
import type { RequestBody, Rpc } from './rpc.ts';

export interface Authenticator {
  /**
   * Rejects with a ClientError: fatal SASL_AUTHENTICATION_FAILED for credentials that were refused, something retriable
   * where the attempt may be repeated on a new connection.
   */
  authenticate(channel: AuthenticationChannel): Promise<AuthenticatedSession>;
  /** Ends what runs behind the connections: the refreshing of tokens. */
  close(): void;
}

export interface AuthenticatedSession {
  /** For how long the broker takes requests over this connection, as it said; 0 where it set no limit. */
  readonly sessionLifetimeMs: number;
  /**
   * When to authenticate again, in milliseconds from now; null for never. From then on the connection sends nothing else
   * until that has ended; a broker closes a connection over which something comes after the session has expired.
   */
  readonly reauthenticateAfterMs: number | null;
}

/** The connection as an authenticator sees it. */
export interface AuthenticationChannel {
  readonly host: string;
  readonly port: number;
  readonly nodeId: number;
  /** Whether the connection was authenticated before. */
  readonly isReauthentication: boolean;
  /** Sends before everything else that waits for this connection. */
  send<Q, A>(rpc: Rpc<Q, A>, body: RequestBody<Q>): Promise<A>;
  /** The highest version that both sides have, or -1. */
  versionOf(rpc: Rpc<unknown, unknown>): number;
}
