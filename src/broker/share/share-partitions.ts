/**
 * All share partitions of this broker, and the sessions of those who read them (Kafka's SharePartitionManager). A share
 * partition is made when the first member reads it, and forgotten when its group is empty or its topic gone: what is
 * lasting of it lies with the persister.
 */
import type { Persister, SharePartitionKey } from '#coordinator';
import type { Env } from '#kernel';
import { ConfigResourceType, type ConfigMap, type MetadataImage } from '#metadata';
import { Errors } from '#protocol';
import type { BrokerConfigValues } from '../config/index.ts';
import type { EffectiveConfigs } from '../effective-configs.ts';
import type { PartitionRegistry } from '../partition-registry.ts';
import { shareGroupSettings, type ShareGroupSettings } from './share-group-settings.ts';
import { SharePartition } from './share-partition.ts';
import { partitionKey, type ShareSession, ShareSessionCache } from './share-session-cache.ts';

export interface SharePartitionsOptions {
  readonly partitions: PartitionRegistry;
  readonly persister: Persister;
  readonly image: MetadataImage;
  readonly configs: EffectiveConfigs;
}

interface CachedSettings {
  readonly own: ConfigMap;
  readonly values: BrokerConfigValues;
  readonly settings: ShareGroupSettings;
}

export class SharePartitions {
  readonly sessions: ShareSessionCache;
  readonly #env: Env;
  readonly #options: SharePartitionsOptions;
  /** By group, then by topic id and number. */
  readonly #groups = new Map<string, Map<string, SharePartition>>();
  readonly #settings = new Map<string, CachedSettings>();

  constructor(env: Env, options: SharePartitionsOptions) {
    this.#env = env;
    this.#options = options;
    const { groupShareMaxShareSessions } = options.configs.values;
    this.sessions = new ShareSessionCache(groupShareMaxShareSessions, (session) => this.#releaseAll(session));
  }

  /** As the group's configs are now. */
  settings(groupId: string): ShareGroupSettings {
    const { image, configs } = this.#options;
    const own = image.configs(ConfigResourceType.GROUP, groupId);
    const { values } = configs;
    const cached = this.#settings.get(groupId);
    if (cached !== undefined && cached.own === own && cached.values === values) return cached.settings;
    const settings = shareGroupSettings(groupId, image, configs);
    if (this.#groups.has(groupId)) this.#settings.set(groupId, { own, values, settings });
    return settings;
  }

  /** The share partition, ready to be read, or the error for whoever wants to. */
  async open(key: SharePartitionKey): Promise<SharePartition | number> {
    const sharePartition = this.find(key) ?? this.#create(key);
    if (typeof sharePartition === 'number') return sharePartition;
    const errorCode = await sharePartition.open();
    return errorCode === Errors.NONE.code ? sharePartition : toConsumer(errorCode);
  }

  /** Null where nobody has read it since it was last forgotten. */
  find(key: SharePartitionKey): SharePartition | null {
    return this.#groups.get(key.groupId)?.get(partitionKey(key)) ?? null;
  }

  get size(): number {
    let size = 0;
    for (const group of this.#groups.values()) size += group.size;
    return size;
  }

  /** The group has no members, or its offsets were set anew: what is known here is out of date. */
  forgetGroup(groupId: string): void {
    for (const sharePartition of this.#groups.get(groupId)?.values() ?? []) sharePartition.close();
    this.#groups.delete(groupId);
    this.#settings.delete(groupId);
  }

  forgetTopics(topicIds: ReadonlySet<string>): void {
    for (const group of this.#groups.values()) {
      for (const sharePartition of group.values())
        if (topicIds.has(sharePartition.key.topicId)) this.#forget(sharePartition);
    }
  }

  close(): void {
    for (const groupId of this.#groups.keys()) this.forgetGroup(groupId);
  }

  #create(key: SharePartitionKey): SharePartition | number {
    const partition = this.#options.partitions.findById(key.topicId, key.partition);
    if (typeof partition === 'number') {
      const isUnknown = partition === Errors.UNKNOWN_TOPIC_ID.code;
      return isUnknown ? Errors.UNKNOWN_TOPIC_OR_PARTITION.code : partition;
    }
    const created = new SharePartition(this.#env, {
      key,
      partition,
      persister: this.#options.persister,
      settings: () => this.settings(key.groupId),
      onFenced: (sharePartition) => this.#forget(sharePartition),
    });
    const group = this.#groups.get(key.groupId) ?? new Map<string, SharePartition>();
    group.set(partitionKey(key), created);
    this.#groups.set(key.groupId, group);
    return created;
  }

  #forget(sharePartition: SharePartition): void {
    sharePartition.close();
    const { key } = sharePartition;
    const group = this.#groups.get(key.groupId);
    if (group?.get(partitionKey(key)) !== sharePartition) return;
    group.delete(partitionKey(key));
    if (group.size > 0) return;
    this.#groups.delete(key.groupId);
    this.#settings.delete(key.groupId);
  }

  #releaseAll({ groupId, memberId }: ShareSession): void {
    for (const sharePartition of this.#groups.get(groupId)?.values() ?? []) void sharePartition.release(memberId);
  }
}

/** Why a state could not be read, in words that a consumer knows what to do about. */
export function toConsumer(errorCode: number): number {
  switch (errorCode) {
    case Errors.NOT_COORDINATOR.code:
    case Errors.COORDINATOR_NOT_AVAILABLE.code:
    case Errors.COORDINATOR_LOAD_IN_PROGRESS.code:
      return Errors.LEADER_NOT_AVAILABLE.code;
    case Errors.GROUP_ID_NOT_FOUND.code:
      return Errors.UNKNOWN_TOPIC_OR_PARTITION.code;
    case Errors.FENCED_LEADER_EPOCH.code:
    case Errors.FENCED_STATE_EPOCH.code:
      return Errors.NOT_LEADER_OR_FOLLOWER.code;
    default:
      return errorCode;
  }
}
