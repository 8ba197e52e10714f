/**
 * ListOffsets (key 2), versions 1 to 11. KIP-79 by timestamp, KIP-207 leader epochs, KIP-734 greatest timestamp,
 * KIP-405 and KIP-1005 tiered timestamps, which without tiers have nothing to tell.
 */
import {
  Errors,
  listOffsetsRequest,
  listOffsetsResponse,
  newListOffsetsResponse,
  newListOffsetsResponsePartitionResponse,
  type ListOffsetsRequest,
  type ListOffsetsRequestPartition,
  type ListOffsetsResponse,
  type ListOffsetsResponsePartitionResponse,
} from '#protocol';
import { AclOperation, isTopicAuthorized } from '../authorization.ts';
import type { Handler } from '../handler.ts';
import type { Partition } from '../partition.ts';
import { checkLeaderEpoch } from '../partition-reader.ts';

const LATEST = -1;
const EARLIEST = -2;
const MAX_TIMESTAMP = -3;
const EARLIEST_LOCAL = -4;
const LATEST_TIERED = -5;
const EARLIEST_PENDING_UPLOAD = -6;
const READ_COMMITTED = 1;
const FIRST_VERSION_WITH_EPOCH = 4;

/** The first version that has each special timestamp. */
const FIRST_VERSION: ReadonlyMap<number, number> = new Map([
  [LATEST, 1],
  [EARLIEST, 1],
  [MAX_TIMESTAMP, 7],
  [EARLIEST_LOCAL, 8],
  [LATEST_TIERED, 9],
  [EARLIEST_PENDING_UPLOAD, 11],
]);

interface Found {
  readonly offset: number;
  readonly timestamp: number;
  readonly leaderEpoch: number;
}

const NOTHING: Found = { offset: -1, timestamp: -1, leaderEpoch: -1 };

export const handler: Handler<ListOffsetsRequest, ListOffsetsResponse> = {
  request: listOffsetsRequest,
  response: listOffsetsResponse,
  minVersion: 1,
  maxVersion: 11,
  async handle(request, context) {
    const { apiVersion, broker } = context;
    const duplicates = duplicatePartitions(request);
    const isReadCommitted = request.isolationLevel === READ_COMMITTED;
    const response = newListOffsetsResponse();
    for (const topic of request.topics) {
      const partitions: ListOffsetsResponsePartitionResponse[] = [];
      response.topics.push({ name: topic.name, partitions });
      const isAllowed = isTopicAuthorized(context, AclOperation.DESCRIBE, topic.name);
      for (const wanted of topic.partitions) {
        const partition = isAllowed
          ? broker.partitions.find(topic.name, wanted.partitionIndex)
          : Errors.TOPIC_AUTHORIZATION_FAILED.code;
        const isDuplicate = isAllowed && duplicates.has(`${topic.name}/${wanted.partitionIndex}`);
        partitions.push(
          isDuplicate
            ? refused(wanted, Errors.INVALID_REQUEST.code)
            : await answer(partition, wanted, { apiVersion, isReadCommitted }),
        );
      }
    }
    return response;
  },
};

async function answer(
  partition: Partition | number,
  wanted: ListOffsetsRequestPartition,
  { apiVersion, isReadCommitted }: { apiVersion: number; isReadCommitted: boolean },
): Promise<ListOffsetsResponsePartitionResponse> {
  if (typeof partition === 'number') return refused(wanted, partition);
  const firstVersion = wanted.timestamp < 0 ? FIRST_VERSION.get(wanted.timestamp) : 0;
  if (firstVersion === undefined || apiVersion < firstVersion) return refused(wanted, Errors.UNSUPPORTED_VERSION.code);
  const epochError = checkLeaderEpoch(partition, wanted.currentLeaderEpoch);
  if (epochError !== Errors.NONE.code) return refused(wanted, epochError);
  const { offset, timestamp, leaderEpoch } = await find(partition, wanted.timestamp, isReadCommitted);
  const answered = { partitionIndex: wanted.partitionIndex, offset, timestamp };
  const hasEpoch = apiVersion >= FIRST_VERSION_WITH_EPOCH;
  return newListOffsetsResponsePartitionResponse(hasEpoch ? { ...answered, leaderEpoch } : answered);
}

async function find(partition: Partition, timestamp: number, isReadCommitted: boolean): Promise<Found> {
  const { log, leaderEpoch } = partition;
  const end = partition.visibleEnd(isReadCommitted);
  switch (timestamp) {
    case LATEST:
      return { offset: end, timestamp: -1, leaderEpoch };
    case EARLIEST:
    case EARLIEST_LOCAL:
      return { offset: log.logStartOffset, timestamp: -1, leaderEpoch: log.epochForOffset(log.logStartOffset) };
    case LATEST_TIERED:
    case EARLIEST_PENDING_UPLOAD:
      return NOTHING;
    case MAX_TIMESTAMP:
      return (await log.maxTimestamp(end)) ?? NOTHING;
    default:
      return (await log.offsetForTimestamp(timestamp, end)) ?? NOTHING;
  }
}

function refused(wanted: ListOffsetsRequestPartition, errorCode: number): ListOffsetsResponsePartitionResponse {
  return newListOffsetsResponsePartitionResponse({ partitionIndex: wanted.partitionIndex, errorCode });
}

function duplicatePartitions(request: ListOffsetsRequest): ReadonlySet<string> {
  const seen = new Set<string>();
  const duplicates = new Set<string>();
  for (const topic of request.topics) {
    for (const { partitionIndex } of topic.partitions) {
      const key = `${topic.name}/${partitionIndex}`;
      if (seen.has(key)) duplicates.add(key);
      seen.add(key);
    }
  }
  return duplicates;
}
