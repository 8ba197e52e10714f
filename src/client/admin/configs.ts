/** Configs of topics, brokers, loggers, groups and client metrics (KIP-133, KIP-226, KIP-339, KIP-1142). */
import type { CallOptions } from './call-options.ts';
import type { AlterConfigOperation, ConfigResourceType, ConfigSource, ConfigType } from './words.ts';

/** `name` is a topic, a broker's id as text (empty: the default of all brokers), a group or a subscription. */
export interface ConfigResource {
  readonly type: ConfigResourceType;
  readonly name: string;
}

/** A resource, of which all configs are told or only those named. */
export interface DescribedConfigResource extends ConfigResource {
  readonly configNames?: readonly string[];
}

export interface DescribeConfigsOptions extends CallOptions {
  readonly includeSynonyms?: boolean;
  /** Kafka 2.6 and later. */
  readonly includeDocumentation?: boolean;
}

export interface ResourceConfigs extends ConfigResource {
  readonly entries: readonly ConfigEntry[];
}

export interface ConfigEntry {
  readonly name: string;
  /** Null where it is unset or sensitive. */
  readonly value: string | null;
  readonly source: ConfigSource;
  readonly isDefault: boolean;
  readonly isSensitive: boolean;
  readonly isReadOnly: boolean;
  /** Where the value could come from, strongest first; empty unless asked for. */
  readonly synonyms: readonly ConfigSynonym[];
  /** UNKNOWN before Kafka 2.6. */
  readonly type: ConfigType;
  readonly documentation: string | null;
}

export interface ConfigSynonym {
  readonly name: string;
  readonly value: string | null;
  readonly source: ConfigSource;
}

export interface AlterConfigOp {
  readonly operation: AlterConfigOperation;
  readonly name: string;
  /** The whole value, or for APPEND and SUBTRACT the items of a list with commas; none for DELETE. */
  readonly value?: string | null;
}

export interface ConfigAlteration extends ConfigResource {
  readonly operations: readonly AlterConfigOp[];
}

export interface AlterConfigsOptions extends CallOptions {
  readonly validateOnly?: boolean;
}
