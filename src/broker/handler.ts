/**
 * What a request handler is: one per API, in `handlers/NN-name.ts`, so that the folder's listing is the support
 * matrix. A handler answers with a value; errors of the protocol are values too. An exception is a bug.
 */
import type { Env, ReusedBuffers } from '#kernel';
import type { TransactionCoordinator, TransactionMarkerWriter } from '#coordinator';
import type { GroupCoordinator, ShareCoordinator } from '#coordinator';
import type { LogManager } from '#log';
import type { MetadataService } from '#metadata';
import type { MessageCodec } from '#protocol';
import type { SaslServer } from './authentication/index.ts';
import type { Authorizer, KafkaPrincipal } from './authorization.ts';
import type { BrokerConfig } from './config/index.ts';
import type { CoordinatorPartitions } from './coordinator-partitions.ts';
import type { DelegationTokens } from './delegation-tokens.ts';
import type { EffectiveConfigs } from './effective-configs.ts';
import type { FetchSessionCache } from './fetch-session-cache.ts';
import type { RequestMetrics } from './metrics/request-metrics.ts';
import type { PartitionRegistry } from './partition-registry.ts';
import type { ProducePurgatory } from './produce-purgatory.ts';
import type { RefusalLog } from './authorizer/refusal-log.ts';
import type { SchemaValidator } from './schema-validation.ts';
import type { SharePartitions } from './share/share-partitions.ts';
import type { ProducerIds } from './producer-ids.ts';
import type { ClientQuotas } from './quotas/client-quotas.ts';
import type { TopologyDescriptions } from './streams/topology-descriptions.ts';
import type { ClientTelemetry } from './telemetry/client-telemetry.ts';

export interface Handler<Request, Response> {
  readonly request: MessageCodec<Request>;
  readonly response: MessageCodec<Response>;
  /** The versions served: those of Kafka 4.3. */
  readonly minVersion: number;
  readonly maxVersion: number;
  /** Where ApiVersions has to claim an older version than is served (KAFKA-18659). */
  readonly advertisedMinVersion?: number;
  /** A version that is served only with `unstable.api.versions.enable`, as 4.3 does not have it yet. */
  readonly unstableVersion?: number;
  /** The whole API is served only with `unstable.api.versions.enable`. */
  readonly isUnstable?: boolean;
  /**
   * True where the next request of the same connection may begin before this one is answered, if it overlaps too: once
   * `handle` has returned, all that such a request could depend on has happened. Answers keep the order of requests.
   */
  readonly overlaps?: boolean;
  /** Null means that the request has no response. */
  handle(request: Request, context: RequestContext): Response | Promise<Response | null> | null;
}

/** Who asks, in which version, and through which listener. */
export interface RequestContext {
  readonly broker: BrokerServices;
  readonly apiVersion: number;
  readonly clientId: string | null;
  readonly client: ClientInfo;
  /** Milliseconds since the epoch when the request was taken up. */
  readonly now: number;
  /** Of the request with its header. */
  readonly requestBytes: number;
  /** How long the client has to wait behind this answer, which says so (KIP-219). */
  throttleTimeMs: number;
  /** Set by a handler that held the request against the quotas itself, as the answer depends on it. */
  isCharged: boolean;
  /** When work on it began, by the monotonic clock. */
  readonly beganMs: number;
  /** How long the handler worked until it returned, in milliseconds; -1 while it has not. */
  workedMs: number;
  /** Set by a handler that overlaps, for the odd request that must be finished before the next one begins. */
  isExclusive: boolean;
  /**
   * Set by a handler whose answer lies in memory that is used again: called once its bytes were taken by the client's
   * system, or never will be.
   */
  onSent: (() => void) | null;
  /** Set to close the connection instead of answering, with the reason for the log. */
  closeReason: string | null;
}

/** The connection as handlers see it. */
export interface ClientInfo {
  readonly id: number;
  /** Address without port, as group descriptions show it. */
  readonly host: string;
  readonly port: number;
  readonly listenerName: string;
  /** Who it authenticated as; changes never but from ANONYMOUS to somebody. */
  readonly principal: KafkaPrincipal;
  /** Its login by SASL; null where the listener asks for none. */
  readonly login: SaslServer | null;
  /** As ApiVersions v3+ tells it. */
  softwareName: string;
  softwareVersion: string;
  /** Calls back once when the connection has closed; the function returned takes that back. */
  onClosed(callback: () => void): () => void;
}

/** What handlers work with. */
export interface BrokerServices {
  readonly env: Env;
  readonly config: BrokerConfig;
  readonly clusterId: string;
  readonly nodeId: number;
  readonly metadata: MetadataService;
  readonly logManager: LogManager;
  readonly configs: EffectiveConfigs;
  readonly partitions: PartitionRegistry;
  readonly fetchSessions: FetchSessionCache;
  /** What answers to Fetch are read into. */
  readonly fetchBuffers: ReusedBuffers;
  readonly producePurgatory: ProducePurgatory;
  readonly producerIds: ProducerIds;
  readonly quotas: ClientQuotas;
  readonly telemetry: ClientTelemetry;
  /** Null where everybody may do everything. */
  readonly authorizer: Authorizer | null;
  readonly refusals: RefusalLog;
  /** Null where there is no registry to ask. */
  readonly schemaValidator: SchemaValidator | null;
  readonly requestMetrics: RequestMetrics;
  readonly delegationTokens: DelegationTokens;
  readonly groups: GroupCoordinator;
  readonly transactions: TransactionCoordinator;
  /** Writes markers into the partitions that this broker leads. */
  readonly transactionMarkers: TransactionMarkerWriter;
  readonly shareCoordinator: ShareCoordinator;
  readonly sharePartitions: SharePartitions;
  readonly topologyDescriptions: TopologyDescriptions;
  /** The internal topics of coordinators, by the key type with which FindCoordinator asks for them. */
  readonly coordinatorPartitions: ReadonlyMap<number, CoordinatorPartitions>;
  /** The handlers by API key, for ApiVersions. */
  readonly handlers: ReadonlyMap<number, Handler<unknown, unknown>>;
  /** Where clients that came through this listener reach this broker. */
  advertisedAddress(listenerName: string): { host: string; port: number };
}
