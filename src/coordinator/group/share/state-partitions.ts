/**
 * Which partitions of a share group have a state with the share coordinator (KIP-932's ShareGroupStatePartitionMetadata).
 * A partition is assigned once it has one. Between two coordinators nothing happens at once, so that steps that were
 * begun are written down: what is being initialized is tried again, what is being deleted is not there any more.
 */
import type { ShareGroupStatePartitionMetadataValue } from '#protocol';
import { NO_PARTITIONS, type TopicPartitions } from '../modern/topic-partitions.ts';

interface NamedPartitions {
  readonly topicName: string;
  readonly partitions: ReadonlySet<number>;
}

type ByTopic = ReadonlyMap<string, NamedPartitions>;

export interface StatePartitions {
  readonly initializing: ByTopic;
  readonly initialized: ByTopic;
  /** Names by id. */
  readonly deleting: ReadonlyMap<string, string>;
}

export const NO_STATE_PARTITIONS: StatePartitions = {
  initializing: new Map(),
  initialized: new Map(),
  deleting: new Map(),
};

/** Partitions of one topic. */
export interface TopicToInitialize {
  readonly topicId: string;
  readonly topicName: string;
  readonly partitions: readonly number[];
}

export function statePartitionsOf(value: ShareGroupStatePartitionMetadataValue | null): StatePartitions {
  if (value === null) return NO_STATE_PARTITIONS;
  const byTopic = (topics: ShareGroupStatePartitionMetadataValue['initializedTopics']): ByTopic =>
    new Map(
      topics.map(({ topicId, topicName, partitions }) => [topicId, { topicName, partitions: new Set(partitions) }]),
    );
  return {
    initializing: byTopic(value.initializingTopics),
    initialized: byTopic(value.initializedTopics),
    deleting: new Map(value.deletingTopics.map(({ topicId, topicName }) => [topicId, topicName])),
  };
}

export function statePartitionsValue(state: StatePartitions): ShareGroupStatePartitionMetadataValue {
  const topics = (byTopic: ByTopic): ShareGroupStatePartitionMetadataValue['initializedTopics'] =>
    [...byTopic].map(([topicId, { topicName, partitions }]) => ({
      topicId,
      topicName,
      partitions: [...partitions].sort((a, b) => a - b),
    }));
  return {
    initializingTopics: topics(state.initializing),
    initializedTopics: topics(state.initialized),
    deletingTopics: [...state.deleting].map(([topicId, topicName]) => ({ topicId, topicName })),
  };
}

/** They are being initialized, whatever they were before. */
export function withInitializing(state: StatePartitions, topics: readonly TopicToInitialize[]): StatePartitions {
  return {
    initializing: plus(state.initializing, topics),
    initialized: state.initialized,
    deleting: without(
      state.deleting,
      topics.map(({ topicId }) => topicId),
    ),
  };
}

export function withInitialized(state: StatePartitions, topics: readonly TopicToInitialize[]): StatePartitions {
  return {
    initializing: minus(state.initializing, topics),
    initialized: plus(state.initialized, topics),
    deleting: state.deleting,
  };
}

export function withoutInitializing(state: StatePartitions, topics: readonly TopicToInitialize[]): StatePartitions {
  return { ...state, initializing: minus(state.initializing, topics) };
}

export function withDeleting(state: StatePartitions, topics: ReadonlyMap<string, string>): StatePartitions {
  return {
    initializing: without(state.initializing, topics.keys()),
    initialized: without(state.initialized, topics.keys()),
    deleting: new Map([...state.deleting, ...topics]),
  };
}

export function withoutTopics(state: StatePartitions, topicIds: Iterable<string>): StatePartitions {
  const ids = [...topicIds];
  return {
    initializing: without(state.initializing, ids),
    initialized: without(state.initialized, ids),
    deleting: without(state.deleting, ids),
  };
}

export function initializedPartitions({ initialized }: StatePartitions): TopicPartitions {
  if (initialized.size === 0) return NO_PARTITIONS;
  return new Map([...initialized].map(([topicId, { partitions }]) => [topicId, [...partitions].sort((a, b) => a - b)]));
}

function plus(byTopic: ByTopic, topics: readonly TopicToInitialize[]): ByTopic {
  const sum = new Map(byTopic);
  for (const { topicId, topicName, partitions } of topics) {
    sum.set(topicId, { topicName, partitions: new Set([...(sum.get(topicId)?.partitions ?? []), ...partitions]) });
  }
  return sum;
}

function minus(byTopic: ByTopic, topics: readonly TopicToInitialize[]): ByTopic {
  const rest = new Map(byTopic);
  for (const { topicId, partitions } of topics) {
    const known = rest.get(topicId);
    if (known === undefined) continue;
    const gone = new Set(partitions);
    const left = new Set([...known.partitions].filter((partition) => !gone.has(partition)));
    if (left.size === 0) rest.delete(topicId);
    else rest.set(topicId, { ...known, partitions: left });
  }
  return rest;
}

function without<T>(byTopic: ReadonlyMap<string, T>, topicIds: Iterable<string>): ReadonlyMap<string, T> {
  const rest = new Map(byTopic);
  for (const topicId of topicIds) rest.delete(topicId);
  return rest;
}
