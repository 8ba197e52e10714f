/** What the controller's decisions look at, and what they come to. */
import type { Random } from '#kernel';
import type { ApiError } from './commands.ts';
import type { ConfigResource } from './config-resource.ts';
import type { ConfigMap, MetadataImage } from './image.ts';
import type { MetadataRecord } from './records.ts';

export interface ControllerSettings {
  /** `num.partitions` */
  readonly defaultNumPartitions: number;
  /** `default.replication.factor` */
  readonly defaultReplicationFactor: number;
  /** `samsa.replication.factor.clamp`: a replication factor above the number of brokers means that number. */
  readonly clampReplicationFactor: boolean;
  /** `delete.topic.enable` */
  readonly deleteTopicEnable: boolean;
}

/** Which configs there are and what they may be; the broker has the tables. */
export interface ConfigRules {
  /** What is wrong with `configs`, all that would be set on the resource, or null. */
  validate(resource: ConfigResource, configs: ConfigMap): ApiError | null;
  /** Whether values of this key are lists, to which one can append. */
  isList(type: number, key: string): boolean;
  /** The value that holds where nothing is set, before brokers' configs are looked at. */
  defaultValue(type: number, key: string): string | null;
}

export interface ControllerContext {
  readonly image: MetadataImage;
  readonly settings: ControllerSettings;
  readonly configRules: ConfigRules;
  readonly random: Random;
}

export interface Decision<R> {
  readonly records: MetadataRecord[];
  readonly response: R;
}

/** So many records one request may cause, as in Kafka: one append stays one batch of a sane size. */
export const MAX_RECORDS_PER_REQUEST = 10_000;
