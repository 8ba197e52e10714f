/**
 * The cluster as the metadata log tells it: brokers, topics and partitions, configs, features, producer ids, and
 * who may do what. It changes by `replay` of records alone, so that the same records give the same image, wherever and whenever they are replayed.
 *
 * Readers get what is there as it is: everything reachable from the image is read-only to them, and a registration
 * that changed is a new object, so that one may be kept and compared.
 */
import { assert } from '#kernel';
import type {
  BrokerRegistrationChangeRecord,
  ConfigRecord,
  FeatureLevelRecord,
  PartitionChangeRecord,
  PartitionRecord,
  RegisterBrokerRecord,
  RemoveTopicRecord,
  TopicRecord,
  scram,
} from '#protocol';
import { AccessImage } from './access-image.ts';
import type { AccessControlEntry } from './acls-image.ts';
import type { ClientQuotasImage } from './client-quotas-image.ts';
import { configResourceKey, configResourceOf, ConfigResourceType } from './config-resource.ts';
import type { DelegationToken } from './delegation-token-image.ts';
import type { MetadataDelta } from './delta.ts';
import { partitionOf, withChange } from './partition.ts';
import type { PartitionRegistration } from './partition.ts';
import type { MetadataRecord } from './records.ts';
import type { ScramCredentials } from './scram-image.ts';
import { collisionKey } from './topic-names.ts';

export interface BrokerEndpoint {
  /** The listener's name. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly securityProtocol: number;
}

export interface BrokerRegistration {
  readonly id: number;
  /** The offset of the record that registered it: a later registration of the same id has a higher one. */
  readonly epoch: number;
  readonly incarnationId: string;
  readonly endpoints: readonly BrokerEndpoint[];
  readonly features: readonly {
    readonly name: string;
    readonly minSupportedVersion: number;
    readonly maxSupportedVersion: number;
  }[];
  readonly rack: string | null;
  readonly isFenced: boolean;
  readonly isInControlledShutdown: boolean;
  readonly logDirs: readonly string[];
}

export interface TopicImage {
  readonly name: string;
  readonly topicId: string;
  /** By partition number, without gaps. */
  readonly partitions: readonly PartitionRegistration[];
}

interface MutableTopic extends TopicImage {
  readonly partitions: PartitionRegistration[];
}

export type ConfigMap = ReadonlyMap<string, string>;

const NO_CONFIGS: ConfigMap = new Map();

export class MetadataImage {
  readonly #brokers = new Map<number, BrokerRegistration>();
  readonly #topicsByName = new Map<string, MutableTopic>();
  readonly #topicsById = new Map<string, MutableTopic>();
  /** Names of topics that have a `.` or `_`, by collision key. A collision is possible in a directory of another broker. */
  readonly #collisions = new Map<string, Set<string>>();
  readonly #configs = new Map<string, Map<string, string>>();
  readonly #access = new AccessImage();
  readonly #features = new Map<string, number>();
  #featuresEpoch = -1;
  #nextProducerId = 0;
  #partitionCount = 0;
  #nextOffset = 0;

  /** The offset that the next record will have in the log. */
  get nextOffset(): number {
    return this.#nextOffset;
  }

  get brokers(): ReadonlyMap<number, BrokerRegistration> {
    return this.#brokers;
  }

  /** By name, in the order of creation. */
  get topics(): ReadonlyMap<string, TopicImage> {
    return this.#topicsByName;
  }

  /** Finalized feature levels; a feature at level 0 is absent. */
  get features(): ReadonlyMap<string, number> {
    return this.#features;
  }

  /** The offset of the last change of a feature, -1 when there was none: clients take features from a higher epoch only. */
  get featuresEpoch(): number {
    return this.#featuresEpoch;
  }

  /** The lowest producer id that was never handed out. */
  get nextProducerId(): number {
    return this.#nextProducerId;
  }

  get partitionCount(): number {
    return this.#partitionCount;
  }

  /** ACLs by id. */
  get acls(): ReadonlyMap<string, AccessControlEntry> {
    return this.#access.acls.byId;
  }

  /** By token id. Those that have expired are there until they are swept out. */
  get delegationTokens(): ReadonlyMap<string, DelegationToken> {
    return this.#access.delegationTokens.byId;
  }

  get clientQuotas(): ClientQuotasImage {
    return this.#access.clientQuotas;
  }

  /** Users with their credentials by mechanism. */
  scramUsers(): ReadonlyMap<string, ScramCredentials> {
    return this.#access.scram.byUser;
  }

  /** All that says who may come in, do what, and how much of it. */
  get access(): Omit<AccessImage, 'replay'> {
    return this.#access;
  }

  /** `mechanism`: 1 SCRAM-SHA-256, 2 SCRAM-SHA-512. */
  scramCredential(user: string, mechanism: number): scram.ScramCredential | undefined {
    return this.#access.scram.byUser.get(user)?.get(mechanism);
  }

  topic(name: string): TopicImage | undefined {
    return this.#topicsByName.get(name);
  }

  topicById(topicId: string): TopicImage | undefined {
    return this.#topicsById.get(topicId);
  }

  partition(topic: string, partition: number): PartitionRegistration | undefined {
    return this.#topicsByName.get(topic)?.partitions[partition];
  }

  /** An existing topic whose name differs from `name` only in `.` against `_`. */
  collidingTopic(name: string): string | undefined {
    const colliding = this.#collisions.get(collisionKey(name));
    return colliding === undefined || colliding.has(name) ? undefined : colliding.values().next().value;
  }

  /** What was set on this very resource, without what it inherits. */
  configs(type: number, name: string): ConfigMap {
    return this.#configs.get(configResourceKey(type, name)) ?? NO_CONFIGS;
  }

  /** Keys (`configResourceKey`) of all resources that have a config. */
  configResources(): IterableIterator<string> {
    return this.#configs.keys();
  }

  /** Names of the resources of one type that have a config. */
  configuredResources(type: number): string[] {
    const resources = [...this.#configs.keys()].map(configResourceOf);
    return resources.filter((resource) => resource.type === type).map(({ name }) => name);
  }

  /** Where the log begins that will be replayed: after a rewrite it does not begin at 0. */
  seek(offset: number): void {
    assert(offset >= this.#nextOffset, 'offsets of the metadata log only grow');
    this.#nextOffset = offset;
  }

  /** Applies the next record of the log. What it changes is noted in `delta`. */
  replay(record: MetadataRecord, delta?: MetadataDelta): void {
    switch (record.type) {
      case 'TopicRecord':
        this.#replayTopic(record.message, delta);
        break;
      case 'PartitionRecord':
        this.#replayPartition(record.message, delta);
        break;
      case 'PartitionChangeRecord':
        this.#replayPartitionChange(record.message, delta);
        break;
      case 'RemoveTopicRecord':
        this.#replayRemoveTopic(record.message, delta);
        break;
      case 'ConfigRecord':
        this.#replayConfig(record.message, delta);
        break;
      default:
        this.#replayOther(record, delta);
    }
    this.#nextOffset++;
  }

  #replayOther(record: MetadataRecord, delta?: MetadataDelta): void {
    switch (record.type) {
      case 'FeatureLevelRecord':
        this.#replayFeature(record.message, delta);
        break;
      case 'ProducerIdsRecord':
        this.#nextProducerId = record.message.nextProducerId;
        break;
      case 'RegisterBrokerRecord':
        this.#brokers.set(record.message.brokerId, brokerOf(record.message));
        delta?.brokerChanged(record.message.brokerId);
        break;
      case 'BrokerRegistrationChangeRecord':
        this.#replayBrokerChange(record.message, delta);
        break;
      case 'UnregisterBrokerRecord':
        this.#brokers.delete(record.message.brokerId);
        delta?.brokerChanged(record.message.brokerId);
        break;
      default:
        this.#access.replay(record, delta);
    }
  }

  #replayTopic({ name, topicId }: TopicRecord, delta?: MetadataDelta): void {
    assert(!this.#topicsByName.has(name), `topic ${name} is created once`);
    assert(!this.#topicsById.has(topicId), `topic id ${topicId} is given once`);
    const topic: MutableTopic = { name, topicId, partitions: [] };
    this.#topicsByName.set(name, topic);
    this.#topicsById.set(topicId, topic);
    const key = collisionKey(name);
    if (key.includes('_')) {
      const colliding = this.#collisions.get(key);
      if (colliding === undefined) this.#collisions.set(key, new Set([name]));
      else colliding.add(name);
    }
    delta?.topicCreated(topic);
  }

  #replayPartition(record: PartitionRecord, delta?: MetadataDelta): void {
    const topic = this.#mutableTopic(record.topicId);
    assert(record.partitionId === topic.partitions.length, `partitions of ${topic.name} come in order`);
    topic.partitions.push(partitionOf(record));
    this.#partitionCount++;
    delta?.partitionAdded(topic, record.partitionId);
  }

  #replayPartitionChange(record: PartitionChangeRecord, delta?: MetadataDelta): void {
    const topic = this.#mutableTopic(record.topicId);
    const partition = topic.partitions[record.partitionId];
    assert(partition !== undefined, `partition ${topic.name}-${record.partitionId} exists before it changes`);
    topic.partitions[record.partitionId] = withChange(partition, record);
    delta?.partitionChanged(topic, record.partitionId);
  }

  #replayRemoveTopic({ topicId }: RemoveTopicRecord, delta?: MetadataDelta): void {
    const topic = this.#mutableTopic(topicId);
    this.#topicsByName.delete(topic.name);
    this.#topicsById.delete(topicId);
    this.#partitionCount -= topic.partitions.length;
    this.#configs.delete(configResourceKey(ConfigResourceType.TOPIC, topic.name));
    const key = collisionKey(topic.name);
    const colliding = this.#collisions.get(key);
    if (colliding?.delete(topic.name) === true && colliding.size === 0) this.#collisions.delete(key);
    delta?.topicDeleted(topic);
  }

  #replayConfig({ resourceType, resourceName, name, value }: ConfigRecord, delta?: MetadataDelta): void {
    const key = configResourceKey(resourceType, resourceName);
    // A resource's map is copied on change, so that one that a reader keeps does not change under it.
    const configs = new Map(this.#configs.get(key));
    if (value === null) configs.delete(name);
    else configs.set(name, value);
    if (configs.size === 0) this.#configs.delete(key);
    else this.#configs.set(key, configs);
    delta?.configChanged(key);
  }

  #replayFeature({ name, featureLevel }: FeatureLevelRecord, delta?: MetadataDelta): void {
    if (featureLevel === 0) this.#features.delete(name);
    else this.#features.set(name, featureLevel);
    this.#featuresEpoch = this.#nextOffset;
    delta?.featureChanged(name);
  }

  #replayBrokerChange(record: BrokerRegistrationChangeRecord, delta?: MetadataDelta): void {
    const broker = this.#brokers.get(record.brokerId);
    assert(broker !== undefined, `broker ${record.brokerId} is registered before its registration changes`);
    this.#brokers.set(record.brokerId, {
      ...broker,
      isFenced: record.fenced === 0 ? broker.isFenced : record.fenced > 0,
      isInControlledShutdown: record.inControlledShutdown > 0 || broker.isInControlledShutdown,
      logDirs: record.logDirs.length === 0 ? broker.logDirs : record.logDirs,
    });
    delta?.brokerChanged(record.brokerId);
  }

  #mutableTopic(topicId: string): MutableTopic {
    const topic = this.#topicsById.get(topicId);
    assert(topic !== undefined, `topic ${topicId} exists before a record changes it`);
    return topic;
  }
}

function brokerOf(record: RegisterBrokerRecord): BrokerRegistration {
  return {
    id: record.brokerId,
    epoch: record.brokerEpoch,
    incarnationId: record.incarnationId,
    endpoints: record.endPoints,
    features: record.features,
    rack: record.rack,
    isFenced: record.fenced,
    isInControlledShutdown: record.inControlledShutdown,
    logDirs: record.logDirs,
  };
}
