/**
 * What the controller is asked to do and what it answers. Field names are those of Kafka's requests and responses, so
 * that a handler passes on what it read and sends on what it gets.
 */
import type { AccessCommands, ApiError } from './access-commands.ts';
import type { BrokerEndpoint, BrokerRegistration, MetadataImage } from './image.ts';

export type * from './access-commands.ts';

/** Every command with its answer; `Commands[K]` is the type of command `K`. */
export interface Commands extends AccessCommands {
  bootstrap: { command: BootstrapCommand; response: ImportResult };
  registerBroker: { command: RegisterBrokerCommand; response: { brokerEpoch: number } };
  setFeatureLevels: { command: SetFeatureLevelsCommand; response: ApiError };
  updateFeatures: { command: UpdateFeaturesCommand; response: ApiError };
  unregisterBroker: { command: UnregisterBrokerCommand; response: ApiError };
  electLeaders: { command: ElectLeadersCommand; response: ElectLeadersResult };
  alterReassignments: { command: AlterReassignmentsCommand; response: AlterReassignmentsResult[] };
  createTopics: { command: CreateTopicsCommand; response: CreateTopicResult[] };
  deleteTopics: { command: DeleteTopicsCommand; response: DeleteTopicResult[] };
  createPartitions: { command: CreatePartitionsCommand; response: CreatePartitionsResult[] };
  incrementalAlterConfigs: { command: IncrementalAlterConfigsCommand; response: AlterConfigsResult[] };
  alterConfigs: { command: AlterConfigsCommand; response: AlterConfigsResult[] };
  allocateProducerIds: { command: AllocateProducerIdsCommand; response: AllocateProducerIdsResult };
}

export type CommandName = keyof Commands;

/** How many partitions may still come and go on behalf of whoever asks (KIP-599); what it refuses is not decided. */
export interface PartitionMutationQuota {
  tryTake(partitions: number): boolean;
}

/**
 * The first command of a cluster, and possible only then: all of it lands, or none, so that a crash between two steps
 * cannot leave a cluster that forgot the topics it was to adopt.
 */
export interface BootstrapCommand {
  readonly features: readonly FeatureLevel[];
  /** Partitions found in the log directories. */
  readonly topics: readonly FoundTopic[];
  /** What the store found of another system; MetadataService sets it. */
  readonly adopted?: MetadataImage | null;
  /** The replica of adopted partitions. */
  readonly brokerId: number;
  /** Above every producer id found in the logs. */
  readonly nextProducerId: number;
}

export interface FoundTopic {
  readonly name: string;
  /** Null where the logs do not tell: it gets a new one. */
  readonly topicId: string | null;
  readonly partitions: readonly { readonly partition: number; readonly leaderEpoch: number }[];
}

export interface ImportResult {
  /** What could not be adopted, by the name of the topic or of what else has configs, with one sentence each. */
  readonly rejected: readonly { readonly topic: string; readonly reason: string }[];
}

export interface FeatureLevel {
  readonly name: string;
  /** 0 switches it off. */
  readonly level: number;
}

/** At the start, by what the broker is told to serve and able to: nothing is asked for and nothing refused. */
export interface SetFeatureLevelsCommand {
  readonly features: readonly FeatureLevel[];
}

export interface FeatureUpdate {
  readonly feature: string;
  /** 0 switches it off. */
  readonly level: number;
  /** 1 up, 2 down safely, 3 down at any price. */
  readonly upgradeType: number;
}

export interface UpdateFeaturesCommand {
  readonly updates: readonly FeatureUpdate[];
  readonly validateOnly: boolean;
}

export interface UnregisterBrokerCommand {
  readonly brokerId: number;
  /** The broker that was asked, which can only unregister others. */
  readonly askedBrokerId: number;
}

export interface ElectLeadersCommand {
  /** 0 preferred, 1 unclean. */
  readonly electionType: number;
  /** Null: all partitions. */
  readonly topicPartitions: readonly { readonly topic: string; readonly partitions: readonly number[] }[] | null;
}

export interface ElectionResult extends ApiError {
  partitionId: number;
}

export interface ElectLeadersResult extends ApiError {
  results: { topic: string; partitionResult: ElectionResult[] }[];
}

export interface AlterReassignmentsCommand {
  readonly allowReplicationFactorChange: boolean;
  readonly topics: readonly {
    readonly name: string;
    /** Null replicas take a reassignment back. */
    readonly partitions: readonly { readonly partitionIndex: number; readonly replicas: readonly number[] | null }[];
  }[];
}

export interface AlterReassignmentsResult {
  name: string;
  partitions: ({ partitionIndex: number } & ApiError)[];
}

export interface RegisterBrokerCommand {
  readonly brokerId: number;
  /** A new one for each start of the process. */
  readonly incarnationId: string;
  readonly endpoints: readonly BrokerEndpoint[];
  readonly features: BrokerRegistration['features'];
  readonly rack: string | null;
  readonly logDirs: readonly string[];
  /** Elects it anew for each partition that it leads, so that what a crash took is told apart by the leader epoch. */
  readonly wasUncleanShutdown: boolean;
}

export interface CreateTopicsCommand {
  readonly topics: readonly {
    readonly name: string;
    /** -1: the broker's default. */
    readonly numPartitions: number;
    /** -1: the broker's default. */
    readonly replicationFactor: number;
    readonly assignments: readonly { readonly partitionIndex: number; readonly brokerIds: readonly number[] }[];
    readonly configs: readonly { readonly name: string; readonly value: string | null }[];
  }[];
  readonly validateOnly: boolean;
  readonly quota?: PartitionMutationQuota | null;
}

export interface CreateTopicResult extends ApiError {
  name: string;
  /** All zeros after an error. */
  topicId: string;
  /** -1 after an error. */
  numPartitions: number;
  /** -1 after an error. */
  replicationFactor: number;
}

export interface DeleteTopicsCommand {
  /** Each by its name or by its id. */
  readonly topics: readonly { readonly name: string | null; readonly topicId: string }[];
  readonly quota?: PartitionMutationQuota | null;
}

export interface DeleteTopicResult extends ApiError {
  name: string | null;
  topicId: string;
}

export interface CreatePartitionsCommand {
  readonly topics: readonly {
    readonly name: string;
    /** The new total. */
    readonly count: number;
    /** Of the new partitions. */
    readonly assignments: readonly { readonly brokerIds: readonly number[] }[] | null;
  }[];
  readonly validateOnly: boolean;
  readonly quota?: PartitionMutationQuota | null;
}

export interface CreatePartitionsResult extends ApiError {
  name: string;
}

export interface IncrementalAlterConfigsCommand {
  /** The broker that was asked: it answers for its own configs and the cluster's. */
  readonly brokerId: number;
  readonly resources: readonly {
    readonly resourceType: number;
    readonly resourceName: string;
    /** Operations: 0 set, 1 delete, 2 append, 3 subtract. */
    readonly configs: readonly {
      readonly name: string;
      readonly configOperation: number;
      readonly value: string | null;
    }[];
  }[];
  readonly validateOnly: boolean;
}

export interface AlterConfigsCommand {
  readonly brokerId: number;
  readonly resources: readonly {
    readonly resourceType: number;
    readonly resourceName: string;
    /** All that shall be set from now on. */
    readonly configs: readonly { readonly name: string; readonly value: string | null }[];
  }[];
  readonly validateOnly: boolean;
}

export interface AlterConfigsResult extends ApiError {
  resourceType: number;
  resourceName: string;
}

export interface AllocateProducerIdsCommand {
  readonly brokerId: number;
}

/** Ids from `producerIdStart` on, `producerIdLen` of them, that nobody else gets. */
export interface AllocateProducerIdsResult {
  errorCode: number;
  producerIdStart: number;
  producerIdLen: number;
}
