/** What a run of records changed, for those who act on it: the broker opens and deletes logs, the coordinators move. */
import type { AccessControlEntry } from './acls-image.ts';
import { configResourceKey, configResourceOf, ConfigResourceType } from './config-resource.ts';
import type { ConfigResource } from './config-resource.ts';
import type { TopicImage } from './image.ts';

export interface PartitionOfTopic {
  readonly topic: TopicImage;
  readonly partition: number;
}

export interface AclChange {
  readonly acl: AccessControlEntry;
  /** Otherwise it is gone. */
  readonly isAdded: boolean;
}

export class MetadataDelta {
  /** Topics created, with all partitions they have by now. Their own configs do not count as changed. */
  readonly createdTopics: TopicImage[] = [];
  /** As they were when they were deleted. */
  readonly deletedTopics: TopicImage[] = [];
  /** Partitions that topics not in `createdTopics` got. */
  readonly addedPartitions: PartitionOfTopic[] = [];
  /** Partitions that existed before, and have another leader, leader epoch, ISR or replicas now. */
  readonly changedPartitions: PartitionOfTopic[] = [];
  readonly changedFeatures: Set<string> = new Set();
  readonly changedBrokers: Set<number> = new Set();
  /** In the order in which they happened: one ACL may have come and gone. */
  readonly changedAcls: AclChange[] = [];
  readonly #changedAccess = { scram: false, tokens: false, quotas: false };
  readonly #changedConfigs = new Set<string>();
  /** Of the topics created: ids, and keys of their config resources. */
  readonly #created = new Set<string>();
  readonly #changed = new Set<string>();

  /** Every resource of which a config was set or removed. */
  get changedConfigs(): ConfigResource[] {
    return [...this.#changedConfigs].map(configResourceOf);
  }

  get aclsChanged(): boolean {
    return this.changedAcls.length > 0;
  }

  get scramChanged(): boolean {
    return this.#changedAccess.scram;
  }

  get tokensChanged(): boolean {
    return this.#changedAccess.tokens;
  }

  get quotasChanged(): boolean {
    return this.#changedAccess.quotas;
  }

  get isEmpty(): boolean {
    return (
      this.createdTopics.length === 0 &&
      this.deletedTopics.length === 0 &&
      this.addedPartitions.length === 0 &&
      this.changedPartitions.length === 0 &&
      this.changedFeatures.size === 0 &&
      this.changedBrokers.size === 0 &&
      this.#changedConfigs.size === 0 &&
      !(this.aclsChanged || this.scramChanged || this.tokensChanged || this.quotasChanged)
    );
  }

  topicCreated(topic: TopicImage): void {
    this.createdTopics.push(topic);
    this.#created.add(topic.topicId);
    this.#created.add(configResourceKey(ConfigResourceType.TOPIC, topic.name));
  }

  topicDeleted(topic: TopicImage): void {
    this.deletedTopics.push(topic);
  }

  partitionAdded(topic: TopicImage, partition: number): void {
    if (!this.#created.has(topic.topicId)) this.addedPartitions.push({ topic, partition });
  }

  partitionChanged(topic: TopicImage, partition: number): void {
    const key = `${topic.topicId}-${partition}`;
    if (this.#created.has(topic.topicId) || this.#changed.has(key)) return;
    this.#changed.add(key);
    this.changedPartitions.push({ topic, partition });
  }

  configChanged(resourceKey: string): void {
    if (!this.#created.has(resourceKey)) this.#changedConfigs.add(resourceKey);
  }

  aclChanged(acl: AccessControlEntry, isAdded: boolean): void {
    this.changedAcls.push({ acl, isAdded });
  }

  scramCredentialChanged(): void {
    this.#changedAccess.scram = true;
  }

  delegationTokenChanged(): void {
    this.#changedAccess.tokens = true;
  }

  quotaChanged(): void {
    this.#changedAccess.quotas = true;
  }

  featureChanged(name: string): void {
    this.changedFeatures.add(name);
  }

  brokerChanged(brokerId: number): void {
    this.changedBrokers.add(brokerId);
  }
}
