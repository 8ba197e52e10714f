/**
 * What a connection and an authentication know of each other. A connection calls `authenticate` after TLS and ApiVersions
 * and sends nothing else before it has ended; where the broker limits the session (KIP-368) it calls it again on the open
 * connection after `reauthenticateAfterMs`, once earlier requests are out and before later ones.
 */
import type { MessageCodec } from '#protocol';

/** A connection as an authentication sees it. */
export interface AuthenticationChannel {
  /** -1 for an address of `bootstrapServers`. */
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  /** Whether the connection is encrypted: what goes into the advice of an error. */
  readonly isEncrypted: boolean;
  /** The highest version both sides have by ApiVersions, or -1. */
  versionOf<Q, A>(rpc: readonly [request: MessageCodec<Q>, response: MessageCodec<A>]): number;
  /**
   * Sends a request ahead of all that waits, within the connection's time limits. Rejects as `Cluster.send` does:
   * NETWORK_EXCEPTION where the broker hangs up.
   */
  send<Q, A>(rpc: readonly [request: MessageCodec<Q>, response: MessageCodec<A>], body: Q): Promise<A>;
}

/** Proves to brokers who the client is. One per client; shared by its connections. */
export interface Authenticator {
  /** As `SCRAM-SHA-256`. */
  readonly mechanism: string;
  /**
   * Rejects with a ClientError: SASL_AUTHENTICATION_FAILED, UNSUPPORTED_SASL_MECHANISM and ILLEGAL_SASL_STATE are fatal;
   * NETWORK_EXCEPTION and a token endpoint that does not answer are retriable.
   */
  authenticate(channel: AuthenticationChannel): Promise<AuthenticatedSession>;
  /** Ends what runs behind the connections: the refreshing of tokens. */
  close(): void;
}

export interface AuthenticatedSession {
  /** What the broker allows, in milliseconds; 0 for no limit. */
  readonly sessionLifetimeMs: number;
  /** When to call `authenticate` again, in milliseconds from now; null for never. */
  readonly reauthenticateAfterMs: number | null;
}
