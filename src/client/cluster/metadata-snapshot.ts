/**
 * Metadata as one value, and how an answer changes it. Invariants: the leader of a partition comes from the highest
 * leader epoch that was seen (KIP-320): an answer of a broker that lags behind does not bring an old leader back. A topic
 * with another id is another topic, whose epochs begin anew (KIP-516). What has not changed stays the same object.
 */
import {
  errorForCode,
  Errors,
  ZERO_UUID,
  type ErrorEntry,
  type MetadataResponse,
  type MetadataResponsePartition,
  type MetadataResponseTopic,
} from '#protocol';
import type { BrokerNode, PartitionMetadata, TopicMetadata } from './metadata-types.ts';

export interface MetadataSnapshot {
  readonly clusterId: string | null;
  readonly controllerId: number;
  readonly brokers: ReadonlyMap<number, BrokerNode>;
  readonly topics: ReadonlyMap<string, TopicMetadata>;
  readonly namesById: ReadonlyMap<string, string>;
}

export const EMPTY_SNAPSHOT: MetadataSnapshot = {
  clusterId: null,
  controllerId: -1,
  brokers: new Map(),
  topics: new Map(),
  namesById: new Map(),
};

/** Of a topic that was asked for by name, `retain` says whether it is kept although the answer does not name it. */
export function applyMetadata(
  previous: MetadataSnapshot,
  response: MetadataResponse,
  retain: (topic: string) => boolean,
): MetadataSnapshot {
  const known = isOtherCluster(previous, response) ? EMPTY_SNAPSHOT : previous;
  const topics = new Map<string, TopicMetadata>();
  for (const [name, topic] of known.topics) {
    if (retain(name)) topics.set(name, topic);
  }
  for (const topic of response.topics) {
    if (topic.name !== null) topics.set(topic.name, mergeTopic(known.topics.get(topic.name), topic, topic.name));
  }
  const brokers = mergeBrokers(known.brokers, response);
  const isSame =
    known.clusterId === response.clusterId &&
    known.controllerId === response.controllerId &&
    brokers === known.brokers &&
    sameEntries(topics, known.topics);
  if (isSame) return known;
  const { clusterId, controllerId } = response;
  return { clusterId, controllerId, brokers, topics, namesById: namesById(topics) };
}

/** Whether an answer comes from another cluster than all before. */
export function isOtherCluster(known: MetadataSnapshot, { clusterId }: MetadataResponse): boolean {
  return known.clusterId !== null && clusterId !== null && clusterId !== known.clusterId;
}

/** A leader that a broker named in an answer (KIP-951). The same snapshot where nothing newer is learnt. */
export function applyLeader(
  snapshot: MetadataSnapshot,
  { topic, partition }: { readonly topic: string; readonly partition: number },
  leader: { readonly leaderId: number; readonly leaderEpoch: number },
): MetadataSnapshot {
  const known = snapshot.topics.get(topic);
  const before = known?.partitions[partition];
  if (known === undefined || before === undefined || leader.leaderEpoch <= before.leaderEpoch) return snapshot;
  const { leaderId, leaderEpoch } = leader;
  const partitions = known.partitions.with(partition, { ...before, leader: leaderId, leaderEpoch, error: null });
  const topics = new Map(snapshot.topics).set(topic, { ...known, partitions });
  return { ...snapshot, topics };
}

/** Brokers that an answer named besides (KIP-951, FindCoordinator). */
export function applyEndpoints(snapshot: MetadataSnapshot, endpoints: readonly BrokerNode[]): MetadataSnapshot {
  const news = endpoints.filter((node) => !sameBroker(snapshot.brokers.get(node.nodeId), node));
  if (news.length === 0) return snapshot;
  const brokers = new Map(snapshot.brokers);
  for (const node of news)
    brokers.set(node.nodeId, { ...node, rack: node.rack ?? brokers.get(node.nodeId)?.rack ?? null });
  return { ...snapshot, brokers };
}

function mergeBrokers(
  known: ReadonlyMap<number, BrokerNode>,
  response: MetadataResponse,
): ReadonlyMap<number, BrokerNode> {
  const brokers = new Map<number, BrokerNode>();
  for (const { nodeId, host, port, rack } of response.brokers) {
    const before = known.get(nodeId);
    const node = { nodeId, host, port, rack };
    brokers.set(nodeId, before !== undefined && sameBroker(before, node) && before.rack === rack ? before : node);
  }
  return sameEntries(brokers, known) ? known : brokers;
}

function sameBroker(left: BrokerNode | undefined, right: BrokerNode): boolean {
  return left !== undefined && left.host === right.host && left.port === right.port;
}

function mergeTopic(known: TopicMetadata | undefined, topic: MetadataResponseTopic, name: string): TopicMetadata {
  const { topicId, isInternal } = topic;
  const error = errorOf(topic.errorCode);
  const isSameTopic =
    known !== undefined && (known.topicId === topicId || known.topicId === ZERO_UUID || topicId === ZERO_UUID);
  const before = isSameTopic ? known.partitions : [];
  const partitions = error === null ? mergePartitions(before, topic.partitions) : [];
  const isUnchanged =
    known !== undefined &&
    known.topicId === topicId &&
    known.error === error &&
    known.isInternal === isInternal &&
    partitions.length === known.partitions.length &&
    partitions.every((partition, index) => partition === known.partitions[index]);
  return isUnchanged ? known : { name, topicId, isInternal, partitions, error };
}

function mergePartitions(
  known: readonly PartitionMetadata[],
  answered: readonly MetadataResponsePartition[],
): PartitionMetadata[] {
  const partitions = Array.from(answered, (_, partition) => known[partition] ?? unknownPartition(partition));
  for (const answer of answered) {
    const before = known[answer.partitionIndex];
    if (answer.partitionIndex < 0 || answer.partitionIndex >= partitions.length) continue;
    partitions[answer.partitionIndex] = mergePartition(before, answer);
  }
  return partitions;
}

function mergePartition(known: PartitionMetadata | undefined, answer: MetadataResponsePartition): PartitionMetadata {
  const { partitionIndex: partition, leaderId, leaderEpoch, replicaNodes, isrNodes, offlineReplicas } = answer;
  if (known !== undefined && leaderEpoch >= 0 && leaderEpoch < known.leaderEpoch) return known;
  // REPLICA_NOT_AVAILABLE says that some follower is down, which is no matter of clients.
  const error = answer.errorCode === Errors.REPLICA_NOT_AVAILABLE.code ? null : errorOf(answer.errorCode);
  const leader = error === null ? leaderId : -1;
  const isUnchanged =
    known !== undefined &&
    known.leader === leader &&
    known.leaderEpoch === leaderEpoch &&
    known.error === error &&
    sameNumbers(known.replicas, replicaNodes) &&
    sameNumbers(known.isr, isrNodes) &&
    sameNumbers(known.offline, offlineReplicas);
  if (isUnchanged) return known;
  return { partition, leader, leaderEpoch, replicas: replicaNodes, isr: isrNodes, offline: offlineReplicas, error };
}

function unknownPartition(partition: number): PartitionMetadata {
  const error = Errors.LEADER_NOT_AVAILABLE;
  return { partition, leader: -1, leaderEpoch: -1, replicas: [], isr: [], offline: [], error };
}

function errorOf(code: number): ErrorEntry | null {
  return code === Errors.NONE.code ? null : errorForCode(code);
}

function namesById(topics: ReadonlyMap<string, TopicMetadata>): Map<string, string> {
  const names = new Map<string, string>();
  for (const { topicId, name } of topics.values()) {
    if (topicId !== ZERO_UUID) names.set(topicId, name);
  }
  return names;
}

function sameNumbers(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((value, index) => value === right[index]);
}

function sameEntries<K, V>(left: ReadonlyMap<K, V>, right: ReadonlyMap<K, V>): boolean {
  if (left.size !== right.size) return false;
  for (const [key, value] of left) {
    if (right.get(key) !== value) return false;
  }
  return true;
}
