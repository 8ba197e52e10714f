/**
 * What is open before anything can be served: the metadata and the logs. The directories are locked first, then the
 * metadata is read, as it tells the configs that the logs are loaded with.
 */
import { assert, type Env } from '#kernel';
import { LogManager, type LogConfig, type RecoveryProgress } from '#log';
import { FileMetaStore, MetadataService } from '#metadata';
import { adoptableTopics } from './adoption.ts';
import type { BrokerConfig } from './config/index.ts';
import { configRules } from './config-rules.ts';
import { EffectiveConfigs } from './effective-configs.ts';
import { finalizedFeatures, namedFeatures } from './features.ts';
import { logManagerSettings } from './log-settings.ts';

export interface Storage {
  readonly metadata: MetadataService;
  readonly logManager: LogManager;
  readonly configs: EffectiveConfigs;
}

export interface StorageOptions {
  /** Topics may ask for records with schemas. */
  readonly hasSchemas: boolean;
  onProgress(this: void, progress: RecoveryProgress): void;
}

/** Fails with a KafkaError that says what to mend; nothing is left open then. */
export async function openStorage(
  env: Env,
  config: BrokerConfig,
  { hasSchemas, onProgress }: StorageOptions,
): Promise<Storage> {
  const opening = new MetadataOpening(env, config, hasSchemas);
  try {
    const logManager = await LogManager.open(env, {
      directories: config.logDirs,
      nodeId: config.nodeId,
      clusterId: config.clusterId,
      settings: logManagerSettings(config.values),
      onLocked: () => opening.open(),
      topicConfig: (topic) => opening.logConfig(topic),
      onProgress,
    });
    const { metadata, configs } = opening.opened();
    if (metadata.isNew) {
      await bootstrap(env, config, { metadata, logManager });
      // The logs were opened before it was known which topics are taken over, with which configs.
      for (const name of metadata.image.topics.keys()) logManager.updateConfig(name, configs.logConfig(name));
    } else {
      await metadata.submit('setFeatureLevels', { features: namedFeatures(config) });
    }
    return { metadata, logManager, configs };
  } catch (error) {
    await opening.close();
    throw error;
  }
}

/** The metadata, which opens in the middle of opening the logs. */
class MetadataOpening {
  readonly #env: Env;
  readonly #config: BrokerConfig;
  readonly #hasSchemas: boolean;
  #opened: Omit<Storage, 'logManager'> | null = null;

  constructor(env: Env, config: BrokerConfig, hasSchemas: boolean) {
    this.#env = env;
    this.#config = config;
    this.#hasSchemas = hasSchemas;
  }

  async open(): Promise<void> {
    const { values, logDirs } = this.#config;
    const metadata = await MetadataService.open(this.#env, {
      store: new FileMetaStore(this.#env, logDirs[0]!),
      settings: {
        defaultNumPartitions: values.numPartitions,
        defaultReplicationFactor: values.defaultReplicationFactor,
        clampReplicationFactor: values.samsaReplicationFactorClamp,
        deleteTopicEnable: values.deleteTopicEnable,
      },
      configRules: configRules(this.#config, this.#hasSchemas),
    });
    this.#opened = { metadata, configs: new EffectiveConfigs(this.#config, metadata.image) };
  }

  opened(): Omit<Storage, 'logManager'> {
    assert(this.#opened !== null, 'the metadata is open once the directories are locked');
    return this.#opened;
  }

  logConfig(topic: string): LogConfig {
    return this.opened().configs.logConfig(topic);
  }

  async close(): Promise<void> {
    await this.#opened?.metadata.close();
  }
}

/** The first start of a cluster; topics that another broker left in the directories become ours. */
async function bootstrap(env: Env, config: BrokerConfig, opened: Omit<Storage, 'configs'>): Promise<void> {
  const logger = env.logger.component('broker');
  const { levels, warnings } = finalizedFeatures(config);
  for (const warning of warnings) logger.warn(warning);
  const { rejected } = await opened.metadata.submit('bootstrap', {
    features: levels,
    topics: adoptableTopics(opened.logManager),
    brokerId: config.nodeId,
    nextProducerId: opened.logManager.highestProducerId() + 1,
  });
  for (const { topic, reason } of rejected)
    logger.warn(`a topic that was found is not taken over: ${reason}`, { topic });
}
