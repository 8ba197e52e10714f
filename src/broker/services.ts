/**
 * What request handlers work with, put together: partitions, coordinators, sessions, over one storage. It follows the
 * metadata, so that every change is acted upon before it is answered.
 */
import { type Env, ReusedBuffers } from '#kernel';
import {
  GroupCoordinator,
  groupCoordinatorSettings,
  ShareCoordinator,
  TransactionCoordinator,
  transactionCoordinatorSettings,
} from '#coordinator';
import type { LogManager } from '#log';
import type { MetadataDelta, MetadataService } from '#metadata';
import { ConfigResourceType } from '#metadata';
import { uuidFromBytes } from '#protocol';
import { authorizerOf } from './authorizer/index.ts';
import { RefusalLog } from './authorizer/refusal-log.ts';
import type { StandardAuthorizer } from './authorizer/index.ts';
import type { BrokerAddress } from './broker.ts';
import type { BrokerConfig } from './config/index.ts';
import {
  CoordinatorKeyType,
  groupCoordinatorPartitions,
  shareCoordinatorPartitions,
  transactionCoordinatorPartitions,
} from './coordinator-topics.ts';
import type { CoordinatorPartitions } from './coordinator-partitions.ts';
import { DelegationTokens } from './delegation-tokens.ts';
import type { EffectiveConfigs } from './effective-configs.ts';
import { SUPPORTED_FEATURES, TRANSACTION_VERSION } from './features.ts';
import { GroupConfigsInForce } from './group-configs.ts';
import { FetchSessionCache } from './fetch-session-cache.ts';
import type { BrokerServices, Handler } from './handler.ts';
import { handlers, unstableHandlers } from './handlers/index.ts';
import { logCleanerSettings } from './log-settings.ts';
import { RequestMetrics } from './metrics/request-metrics.ts';
import { PartitionRegistry } from './partition-registry.ts';
import { ProducePurgatory } from './produce-purgatory.ts';
import { ProducerIds } from './producer-ids.ts';
import { ClientQuotas } from './quotas/client-quotas.ts';
import type { SchemaValidator } from './schema-validation.ts';
import { SharePartitions } from './share/share-partitions.ts';
import { shareGroupServices } from './share/share-group-services.ts';
import { shareCoordinatorOptions } from './share/share-coordinator-settings.ts';
import { quotaSettings } from './quotas/quota-settings.ts';
import { clientQuotasOf } from './quotas/quotas-of-cluster.ts';
import { TopologyDescriptions } from './streams/topology-descriptions.ts';
import { ClientTelemetry } from './telemetry/client-telemetry.ts';
import { LocalTransactionMarkers } from './local-transaction-markers.ts';
import type { Storage } from './storage.ts';
import { TopicNames } from './topic-names.ts';

/** Answers that are under way may have more; this is what is kept in between, some partitions' worth. */
const MAX_FREE_FETCH_BYTES = 16 * 1024 * 1024;
const PROTOCOL_NUMBERS = { PLAINTEXT: 0, SSL: 1, SASL_PLAINTEXT: 2, SASL_SSL: 3 } as const;

export class Services implements BrokerServices {
  readonly env: Env;
  readonly config: BrokerConfig;
  readonly metadata: MetadataService;
  readonly logManager: LogManager;
  readonly configs: EffectiveConfigs;
  readonly partitions: PartitionRegistry;
  readonly fetchSessions: FetchSessionCache;
  readonly fetchBuffers: ReusedBuffers = new ReusedBuffers(MAX_FREE_FETCH_BYTES);
  readonly producePurgatory: ProducePurgatory;
  readonly producerIds: ProducerIds;
  readonly quotas: ClientQuotas;
  readonly telemetry: ClientTelemetry;
  readonly authorizer: StandardAuthorizer | null;
  readonly refusals: RefusalLog;
  readonly delegationTokens: DelegationTokens;
  readonly schemaValidator: SchemaValidator | null;
  readonly requestMetrics: RequestMetrics;
  readonly groupConfigs: GroupConfigsInForce;
  readonly groups: GroupCoordinator;
  readonly transactions: TransactionCoordinator;
  readonly transactionMarkers: LocalTransactionMarkers;
  readonly shareCoordinator: ShareCoordinator;
  readonly sharePartitions: SharePartitions;
  readonly topologyDescriptions: TopologyDescriptions;
  readonly coordinatorPartitions: ReadonlyMap<number, CoordinatorPartitions>;
  readonly handlers: ReadonlyMap<number, Handler<unknown, unknown>>;
  readonly #quotaListeners: (() => void)[] = [];
  #addresses: readonly BrokerAddress[] = [];

  constructor(env: Env, config: BrokerConfig, storage: Storage, schemaValidator: SchemaValidator | null = null) {
    const { metadata, logManager, configs } = storage;
    const { values, nodeId } = config;
    this.env = env;
    this.handlers = values.unstableApiVersionsEnable ? unstableHandlers() : handlers;
    this.config = config;
    this.metadata = metadata;
    this.logManager = logManager;
    this.configs = configs;
    this.partitions = new PartitionRegistry(env, {
      nodeId,
      logManager,
      logConfig: (topic) => configs.logConfig(topic),
    });
    this.schemaValidator = schemaValidator;
    this.requestMetrics = new RequestMetrics(env.clock, env.logger, values.samsaSlowRequestMs);
    this.fetchSessions = new FetchSessionCache(env.clock, env.random, values.maxIncrementalFetchSessionCacheSlots);
    this.producePurgatory = new ProducePurgatory(env);
    this.producerIds = new ProducerIds(() => metadata.submit('allocateProducerIds', { brokerId: nodeId }));
    this.quotas = new ClientQuotas(quotaSettings(values));
    this.quotas.setQuotas(clientQuotasOf(metadata.image));
    this.telemetry = new ClientTelemetry(env, values.telemetryMaxBytes);
    this.telemetry.setSubscriptions(metadata.image);
    configs.onBrokerConfigs(() => this.#takeBrokerConfigs());
    this.#takeBrokerConfigs();
    this.authorizer = authorizerOf(config, metadata.image);
    this.refusals = new RefusalLog(env.clock, env.logger);
    this.delegationTokens = new DelegationTokens(env, metadata, values);
    this.groupConfigs = new GroupConfigsInForce(metadata.image, configs);
    this.groups = new GroupCoordinator(env, {
      partitions: values.offsetsTopicNumPartitions,
      topics: new TopicNames(metadata.image),
      settings: groupCoordinatorSettings(values),
      groupConfigs: (groupId) => this.groupConfigs.of(groupId),
      share: shareGroupServices(this),
    });
    this.transactionMarkers = new LocalTransactionMarkers(env, this);
    this.transactions = new TransactionCoordinator(env, {
      partitions: values.transactionStateLogNumPartitions,
      settings: transactionCoordinatorSettings(values),
      markers: this.transactionMarkers,
      nextProducerId: () => this.producerIds.next(),
      transactionVersion: () => metadata.image.features.get(TRANSACTION_VERSION) ?? 0,
    });
    this.topologyDescriptions = new TopologyDescriptions(values.groupStreamsTopologyDescriptionPluginClass);
    this.shareCoordinator = new ShareCoordinator(env, shareCoordinatorOptions(values, metadata.image));
    this.sharePartitions = new SharePartitions(env, {
      partitions: this.partitions,
      persister: this.shareCoordinator,
      image: metadata.image,
      configs,
    });
    this.coordinatorPartitions = new Map([
      [CoordinatorKeyType.GROUP, groupCoordinatorPartitions(this)],
      [CoordinatorKeyType.TRANSACTION, transactionCoordinatorPartitions(this)],
      [CoordinatorKeyType.SHARE, shareCoordinatorPartitions(this)],
    ]);
  }

  get clusterId(): string {
    return this.logManager.clusterId;
  }

  get nodeId(): number {
    return this.config.nodeId;
  }

  advertisedAddress(listenerName: string): { host: string; port: number } {
    const address = this.#addresses.find(({ listener }) => listener === listenerName) ?? this.#addresses[0]!;
    return { host: address.advertisedHost, port: address.advertisedPort };
  }

  /** Registers the broker under its addresses and opens all that it leads. */
  async open(addresses: readonly BrokerAddress[]): Promise<void> {
    this.#addresses = addresses;
    await this.metadata.submit('registerBroker', {
      brokerId: this.nodeId,
      incarnationId: uuidFromBytes(this.env.random.bytes(16)),
      endpoints: addresses.map(({ listener, securityProtocol, advertisedHost, advertisedPort }) => ({
        name: listener,
        host: advertisedHost,
        port: advertisedPort,
        securityProtocol: PROTOCOL_NUMBERS[securityProtocol],
      })),
      features: SUPPORTED_FEATURES.map(({ name, minVersion, maxVersion }) => ({
        name,
        minSupportedVersion: minVersion,
        maxSupportedVersion: maxVersion,
      })),
      rack: this.config.values.brokerRack,
      logDirs: this.logManager.directories().map(({ directoryId }) => directoryId),
      wasUncleanShutdown: !this.logManager.wasCleanShutdown,
    });
    await this.partitions.retireStrays(this.metadata.image);
    await this.partitions.open([...this.metadata.image.topics.values()]);
    this.metadata.subscribe((delta) => this.#apply(delta));
    this.#loadCoordinators();
    this.delegationTokens.start();
  }

  async close(): Promise<void> {
    this.delegationTokens.close();
    this.transactions.close();
    this.groups.close();
    this.sharePartitions.close();
    this.shareCoordinator.close();
    await this.metadata.close();
    await this.logManager.close();
  }

  async #apply(delta: MetadataDelta): Promise<void> {
    this.authorizer?.apply(delta.changedAcls);
    if (delta.tokensChanged) this.delegationTokens.tokensChanged();
    const deleted = new Set(delta.deletedTopics.map(({ name }) => name));
    for (const coordinator of this.coordinatorPartitions.values()) {
      if (deleted.has(coordinator.topic)) coordinator.unloadAll();
    }
    await this.partitions.apply(delta);
    this.#tellGroups(delta);
    await this.groups.onTopicsDeleted([...deleted]);
    const deletedIds = delta.deletedTopics.map(({ topicId }) => topicId);
    this.sharePartitions.forgetTopics(new Set(deletedIds));
    await this.shareCoordinator.onTopicsDeleted(deletedIds);
    this.#loadCoordinators();
    if (delta.quotasChanged) this.#takeQuotas();
    const { changedConfigs } = delta;
    if (changedConfigs.some(({ type }) => type === ConfigResourceType.BROKER)) this.configs.brokerConfigsChanged();
    for (const { type, name } of changedConfigs) {
      if (type === ConfigResourceType.TOPIC) this.logManager.updateConfig(name, this.configs.logConfig(name));
      if (type === ConfigResourceType.BROKER) this.#updateAllTopics();
      if (type === ConfigResourceType.CLIENT_METRICS) this.telemetry.setSubscriptions(this.metadata.image);
    }
  }

  #tellGroups(delta: MetadataDelta): void {
    const { createdTopics, deletedTopics, addedPartitions, changedPartitions } = delta;
    const partitions = [...addedPartitions, ...changedPartitions];
    this.groups.onTopicsChanged({
      created: createdTopics.map(({ name }) => name),
      changed: [...deletedTopics, ...partitions.map(({ topic }) => topic)].map(({ name }) => name),
    });
    if (delta.changedConfigs.some(({ type }) => type === ConfigResourceType.GROUP)) this.groupConfigs.changed();
  }

  /** Called whenever quotas have changed. */
  onQuotas(listener: () => void): void {
    this.#quotaListeners.push(listener);
  }

  #takeQuotas(): void {
    this.quotas.setQuotas(clientQuotasOf(this.metadata.image));
    for (const listener of this.#quotaListeners) listener();
  }

  /** What of the broker's configs may change while it runs, and is kept elsewhere. */
  #takeBrokerConfigs(): void {
    const { producerIdExpirationMs, cordonedLogDirs, replicaAlterLogDirsIoMaxBytesPerSecond } = this.configs.values;
    this.logManager.setRelocationRate(replicaAlterLogDirsIoMaxBytesPerSecond);
    this.logManager.cleaner.settings = logCleanerSettings(this.configs.values);
    this.logManager.setProducerIdExpiration(producerIdExpirationMs);
    const isAll = cordonedLogDirs.includes('*');
    this.logManager.cordon(isAll ? this.logManager.directories().map(({ path }) => path) : cordonedLogDirs);
  }

  #loadCoordinators(): void {
    for (const coordinator of this.coordinatorPartitions.values()) coordinator.loadAll();
  }

  #updateAllTopics(): void {
    for (const name of this.metadata.image.topics.keys()) {
      this.logManager.updateConfig(name, this.configs.logConfig(name));
    }
  }
}
