/** What all parts of one client share: its world, its name, its configs. */
import type { Env, Logger, TlsOptions } from '#kernel';
import type { CommonConfig } from '../config/common-configs.ts';
import type { Authenticator } from '../network/authenticator.ts';
import type { FrameBuffers } from '../network/frame-buffers.ts';
import type { ClientDiagnostics } from '../telemetry/client-diagnostics.ts';

export interface ClientContext {
  readonly env: Env;
  readonly clientId: string;
  readonly config: CommonConfig;
  readonly logger: Logger;
  /** Null for connections without TLS. */
  readonly tls: TlsOptions | null;
  /** Null for connections without SASL. */
  readonly authenticator: Authenticator | null;
  /** What events are reported to. */
  readonly diagnostics: ClientDiagnostics;
  /** Whether metadata requests may create topics, where the broker does so; true where absent. */
  readonly allowAutoTopicCreation?: boolean;
  /** A topic that nobody asked for in so long is forgotten; never where absent. (The producer's metadata.max.idle.ms.) */
  readonly metadataMaxIdleMs?: number;
  /** What answers to Fetch are read into, where they are given back; each has its own memory where absent. */
  readonly frameBuffers?: FrameBuffers;
  /** The largest answer that is taken from a broker; 256 MiB where absent. */
  readonly maxResponseBytes?: number;
}
