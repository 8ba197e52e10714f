/** What a streams group tells its members besides tasks (KIP-1071): statuses, and where which partitions are. */
import type {
  StreamsGroupHeartbeatResponseEndpointToPartitions,
  StreamsGroupHeartbeatResponseStatus,
  StreamsGroupHeartbeatResponseTopicPartition,
} from '#protocol';
import type { TopicPartition } from '../assignors/group-members.ts';

/** In the order of their codes on the wire. */
const STATUS_CODES = [
  'STALE_TOPOLOGY',
  'MISSING_SOURCE_TOPICS',
  'INCORRECTLY_PARTITIONED_TOPICS',
  'MISSING_INTERNAL_TOPICS',
  'SHUTDOWN_APPLICATION',
  'ASSIGNMENT_DELAYED',
] as const;

/**
 * `STALE_TOPOLOGY`: the group has a newer topology than this member. `MISSING_SOURCE_TOPICS`,
 * `INCORRECTLY_PARTITIONED_TOPICS`, `MISSING_INTERNAL_TOPICS`: nobody has tasks until the topics fit the topology.
 * `SHUTDOWN_APPLICATION`: a member has asked all of them to shut down. `ASSIGNMENT_DELAYED`: tasks come in a while.
 * `UNKNOWN_STATUS`: the broker is newer than this client.
 */
export type StreamsGroupStatusCode = (typeof STATUS_CODES)[number] | 'UNKNOWN_STATUS';

/** Something that keeps the group from its work, or that a member asked of all. */
export interface StreamsGroupStatus {
  /** What it is. */
  readonly code: StreamsGroupStatusCode;
  /** In the broker's words, with the names of topics where it is about topics. */
  readonly detail: string;
}

export function readStatuses(statuses: readonly StreamsGroupHeartbeatResponseStatus[]): StreamsGroupStatus[] {
  return statuses.map(({ statusCode, statusDetail }) => {
    const code = STATUS_CODES[statusCode];
    if (code !== undefined) return { code, detail: statusDetail };
    return { code: 'UNKNOWN_STATUS', detail: `status ${statusCode}: ${statusDetail}` };
  });
}

/** A member that answers queries of other instances, and the partitions of input topics whose state it has. */
export interface StreamsEndpoint {
  /** As its `userEndpoint` says. */
  readonly host: string;
  /** As its `userEndpoint` says. */
  readonly port: number;
  /** Of its active tasks. */
  readonly activePartitions: readonly TopicPartition[];
  /** Of its standby tasks. */
  readonly standbyPartitions: readonly TopicPartition[];
}

export function readEndpoints(
  endpoints: readonly StreamsGroupHeartbeatResponseEndpointToPartitions[],
): StreamsEndpoint[] {
  return endpoints.map(({ userEndpoint: { host, port }, activePartitions, standbyPartitions }) => {
    return {
      host,
      port,
      activePartitions: readPartitions(activePartitions),
      standbyPartitions: readPartitions(standbyPartitions),
    };
  });
}

function readPartitions(topics: readonly StreamsGroupHeartbeatResponseTopicPartition[]): TopicPartition[] {
  return topics.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })));
}
