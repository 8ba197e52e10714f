/**
 * A broker: it opens the logs, learns the metadata, opens every partition, and only then serves its listeners. Closing
 * goes the other way round and leaves a clean mark.
 *
 * Invariant: no request is served before everything that was acknowledged earlier is there again.
 */
import type { Env } from '#kernel';
import type { RecoveryProgress } from '#log';
import {
  Authentication,
  ClusterCredentials,
  listenProblem,
  OneStepLogins,
  setScramPassword,
} from './authentication/index.ts';
import { AclOperation, AclResourceType, type KafkaPrincipal } from './authorization.ts';
import type { BrokerConfig, ListenerConfig, SecurityProtocol } from './config/index.ts';
import { brokerMetrics } from './metrics/broker-metrics.ts';
import { groupProgress } from './metrics/group-metrics.ts';
import type { MetricFamily } from './metrics/metric-family.ts';
import { RequestDispatcher } from './request-dispatcher.ts';
import { ConnectionQuotas, type ConnectionLimits } from './quotas/connection-quotas.ts';
import { quotaSettings } from './quotas/quota-settings.ts';
import { ipRatesOf } from './quotas/quotas-of-cluster.ts';
import { connectionLimits, socketServerSettings } from './server-settings.ts';
import type { SchemaValidator } from './schema-validation.ts';
import { Services } from './services.ts';
import { SocketServer } from './socket-server.ts';
import { openStorage } from './storage.ts';

/** Requests in process get so long to finish when the broker closes. */
const DRAIN_MS = 5000;

export interface BrokerOptions {
  /** Told while logs are loaded, for a progress line. */
  onProgress?(progress: RecoveryProgress): void;
  /** Knows the schemas of records; without it no topic can ask for them. */
  readonly schemaValidator?: SchemaValidator;
}

/** An open listener. */
export interface BrokerAddress {
  readonly listener: string;
  readonly securityProtocol: SecurityProtocol;
  /** The port that was bound. */
  readonly port: number;
  readonly advertisedHost: string;
  readonly advertisedPort: number;
}

interface BrokerParts {
  readonly services: Services;
  readonly server: SocketServer;
  readonly authentication: Authentication;
}

export class Broker {
  readonly addresses: readonly BrokerAddress[];
  readonly #services: Services;
  readonly #server: SocketServer;
  readonly #authentication: Authentication;

  private constructor({ services, server, authentication }: BrokerParts, addresses: readonly BrokerAddress[]) {
    this.#services = services;
    this.#server = server;
    this.#authentication = authentication;
    this.addresses = addresses;
  }

  get nodeId(): number {
    return this.#services.nodeId;
  }

  get clusterId(): string {
    return this.#services.clusterId;
  }

  /** Resolves when clients are served. Fails with an error whose message says what to mend. */
  static async start(env: Env, config: BrokerConfig, options: BrokerOptions = {}): Promise<Broker> {
    const { schemaValidator = null } = options;
    const storage = await openStorage(env, config, {
      hasSchemas: schemaValidator !== null,
      onProgress: (progress) => options.onProgress?.(progress),
    });
    const services = new Services(env, config, storage, schemaValidator);
    const limits = (): ConnectionLimits => connectionLimits(services.configs, config.listeners);
    const quotas = new ConnectionQuotas(quotaSettings(config.values).window, limits());
    const takeIpRates = (): void => quotas.setIpRates(ipRatesOf(storage.metadata.image));
    takeIpRates();
    services.onQuotas(takeIpRates);
    const dispatcher = new RequestDispatcher(services);
    const server = new SocketServer(env, socketServerSettings(config.values), { dispatcher, quotas });
    services.configs.onBrokerConfigs(() => {
      quotas.setLimits(limits());
      server.limitsChanged();
    });
    let authentication: Authentication | null = null;
    try {
      authentication = await openAuthentication(services);
      const addresses = await listen(server, config.listeners, authentication);
      await services.open(addresses);
      server.serve();
      return new Broker({ services, server, authentication }, addresses);
    } catch (error) {
      authentication?.close();
      await server.close(0);
      await services.close();
      throw error;
    }
  }

  /** Whether somebody of that name can log in by SCRAM. */
  hasScramUser(user: string): boolean {
    return this.#services.metadata.image.scramUsers().has(user);
  }

  /** Makes `user` known for a login by each of the mechanisms. Fails with a KafkaError where it cannot be written. */
  async setScramPassword(user: string, password: string): Promise<void> {
    const { metadata, env } = this.#services;
    await setScramPassword(metadata, { user, password, random: env.random });
  }

  hasTopic(name: string): boolean {
    return this.#services.metadata.image.topic(name) !== undefined;
  }

  /**
   * Logins by name and password, bearer token or certificate, as the first listener takes them that is secured; null where
   * none is. For services beside the broker that speak HTTP.
   */
  logins(): OneStepLogins | null {
    const { config, env } = this.#services;
    const security = config.listeners.map(({ name }) => this.#authentication.of(name)).find((found) => found !== null);
    if (security === undefined) return null;
    return new OneStepLogins({ security, credentials: credentialsOf(this.#services), random: env.random });
  }

  /** Whether ACLs decide; without it everything is allowed. */
  get hasAuthorizer(): boolean {
    return this.#services.authorizer !== null;
  }

  /** Whether the ACLs allow it; yes where there is no authorizer. `operation` and `type` as in AclOperation and AclResourceType. */
  isAllowed(
    requester: { readonly principal: Pick<KafkaPrincipal, 'type' | 'name'>; readonly host: string },
    operation: keyof typeof AclOperation,
    resource: { readonly type: keyof typeof AclResourceType; readonly name: string },
  ): boolean {
    const { authorizer } = this.#services;
    if (authorizer === null) return true;
    const principal = { isTokenAuthenticated: false, ...requester.principal };
    return authorizer.isAllowed({ principal, host: requester.host }, AclOperation[operation], {
      type: AclResourceType[resource.type],
      name: resource.name,
    });
  }

  /** What there is to tell of it now, for monitoring. */
  metrics(): MetricFamily[] {
    const { metadata, logManager, requestMetrics, partitions, groups, telemetry, env } = this.#services;
    return brokerMetrics({
      image: metadata.image,
      logManager,
      requests: requestMetrics,
      partitions: () => partitions.all(),
      formerTraffic: partitions.formerTraffic,
      connections: () => this.#server.connectionsByListener(),
      groups: () => groupProgress(groups),
      endOf: (topic, partition) => {
        const found = partitions.find(topic, partition);
        return typeof found === 'number' ? -1 : found.highWatermark;
      },
      clients: () => telemetry.instances(),
      monotonicNow: env.clock.monotonic(),
    });
  }

  /** Finishes what is in process, closes the logs and marks them clean. */
  async close(): Promise<void> {
    // Members of groups wait for minutes: they are told to look for a coordinator again before others are drained.
    this.#services.groups.close();
    await this.#server.close(DRAIN_MS);
    this.#authentication.close();
    await this.#services.close();
  }
}

async function openAuthentication(services: Services): Promise<Authentication> {
  const { env, config, configs } = services;
  const { listeners } = config;
  const credentials = credentialsOf(services);
  const authentication = await Authentication.open(env, { listeners, credentials }, configs.texts);
  configs.onBrokerConfigs(() => authentication.configsChanged(configs.texts));
  return authentication;
}

function credentialsOf({ env, metadata, delegationTokens }: Services): ClusterCredentials {
  return new ClusterCredentials({ image: metadata.image, clock: env.clock, tokens: delegationTokens });
}

async function listen(
  server: SocketServer,
  listeners: readonly ListenerConfig[],
  authentication: Authentication,
): Promise<BrokerAddress[]> {
  const addresses: BrokerAddress[] = [];
  for (const listener of listeners) {
    const security = authentication.of(listener.name);
    const port = await server.listen({ ...listener, security }).catch((error: unknown) => {
      throw listenProblem(error, listener);
    });
    const advertisedPort = listener.advertisedPort ?? port;
    addresses.push({
      listener: listener.name,
      securityProtocol: listener.securityProtocol,
      port,
      advertisedHost: listener.advertisedHost,
      advertisedPort,
    });
  }
  return addresses;
}
