/**
 * A broker: it opens the logs, learns the metadata, opens every partition, and only then serves its listeners. Closing
 * goes the other way round and leaves a clean mark.
 *
 * Invariant: no request is served before everything that was acknowledged earlier is there again.
 */
import type { Env } from '#kernel';
import { LogManager, type LoadProgress } from '#log';
import { FileMetaStore, MetadataService } from '#metadata';
import { adoptableTopics } from './adoption.ts';
import type { BrokerConfig, ListenerConfig, SecurityProtocol } from './config/index.ts';
import { configRules } from './config-rules.ts';
import { EffectiveConfigs } from './effective-configs.ts';
import { finalizedFeatures } from './features.ts';
import { logManagerSettings } from './log-settings.ts';
import { RequestDispatcher } from './request-dispatcher.ts';
import { Services, type Storage } from './services.ts';
import { socketServerSettings } from './server-settings.ts';
import { SocketServer } from './socket-server.ts';

/** Requests in process get so long to finish when the broker closes. */
const DRAIN_MS = 5000;

export interface BrokerOptions {
  /** Told while logs are loaded, for a progress line. */
  onProgress?(progress: LoadProgress): void;
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

export class Broker {
  readonly addresses: readonly BrokerAddress[];
  readonly #services: Services;
  readonly #server: SocketServer;

  private constructor(services: Services, server: SocketServer, addresses: readonly BrokerAddress[]) {
    this.#services = services;
    this.#server = server;
    this.addresses = addresses;
  }

  get clusterId(): string {
    return this.#services.clusterId;
  }

  /** Resolves when clients are served. Fails with an error whose message says what to mend. */
  static async start(env: Env, config: BrokerConfig, options: BrokerOptions = {}): Promise<Broker> {
    const storage = await openStorage(env, config, options);
    const services = new Services(env, config, storage);
    const server = new SocketServer(env, socketServerSettings(config.values), new RequestDispatcher(services));
    const broker = new Broker(services, server, await closingOnFailure(() => listen(server, config.listeners), server, services));
    await closingOnFailure(() => services.open(broker.addresses), server, services);
    server.serve();
    return broker;
  }

  /** Finishes what is in process, closes the logs and marks them clean. */
  async close(): Promise<void> {
    // Members of groups wait for minutes: they are told to look for a coordinator again before others are drained.
    this.#services.groups.close();
    await this.#server.close(DRAIN_MS);
    await this.#services.close();
  }
}

/** A step of the start; when it fails all that is open by then is closed. */
async function closingOnFailure<T>(step: () => Promise<T>, server: SocketServer, services: Services): Promise<T> {
  try {
    return await step();
  } catch (error) {
    await server.close(0);
    await services.close();
    throw error;
  }
}

/** The directories are locked first, then the metadata is read, which tells the configs that logs are loaded with. */
async function openStorage(env: Env, config: BrokerConfig, options: BrokerOptions): Promise<Storage> {
  const { logDirs: directories, nodeId, clusterId } = config;
  const settings = logManagerSettings(config.values);
  const logManager = await LogManager.lock(env, { directories, nodeId, clusterId, settings });
  try {
    const metadata = await openMetadata(env, config);
    const configs = new EffectiveConfigs(config, metadata.image);
    await logManager.load({
      topicConfig: (topic) => configs.logConfig(topic),
      onProgress: (progress) => options.onProgress?.(progress),
    });
    if (metadata.isNew) await bootstrap(env, config, { metadata, logManager });
    return { metadata, logManager, configs };
  } catch (error) {
    await logManager.close();
    throw error;
  }
}

function openMetadata(env: Env, config: BrokerConfig): Promise<MetadataService> {
  const { values } = config;
  return MetadataService.open(env, {
    store: new FileMetaStore(env, config.logDirs[0]!),
    settings: {
      defaultNumPartitions: values.numPartitions,
      defaultReplicationFactor: values.defaultReplicationFactor,
      clampReplicationFactor: values.samsaReplicationFactorClamp,
      deleteTopicEnable: values.deleteTopicEnable,
    },
    configRules: configRules(config),
  });
}

/** The first start of a cluster; topics that another broker left in the directories become ours. */
async function bootstrap(
  env: Env,
  config: BrokerConfig,
  { metadata, logManager }: { metadata: MetadataService; logManager: LogManager },
): Promise<void> {
  const logger = env.logger.component('broker');
  const { levels, warnings } = finalizedFeatures(config);
  for (const warning of warnings) logger.warn(warning);
  const { rejected } = await metadata.submit('bootstrap', {
    features: levels,
    topics: adoptableTopics(logManager),
    brokerId: config.nodeId,
    nextProducerId: logManager.highestProducerId() + 1,
  });
  for (const { topic, reason } of rejected) logger.warn(`a topic that was found is not taken over: ${reason}`, { topic });
}

async function listen(server: SocketServer, listeners: readonly ListenerConfig[]): Promise<BrokerAddress[]> {
  const addresses: BrokerAddress[] = [];
  for (const listener of listeners) {
    const port = await server.listen(listener);
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
