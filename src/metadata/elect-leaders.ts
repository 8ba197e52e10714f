/** ElectLeaders (KIP-183, KIP-460) as a decision: the preferred replica, or where nobody leads whoever has the partition. */
import { newPartitionChangeRecord } from '#protocol';
import { apiError, NO_ERROR } from './api-error.ts';
import type { ApiError, ElectLeadersCommand, ElectLeadersResult, ElectionResult } from './commands.ts';
import { MAX_RECORDS_PER_REQUEST } from './controller-context.ts';
import type { ControllerContext, Decision } from './controller-context.ts';
import type { MetadataImage } from './image.ts';
import { isrOf } from './new-partition.ts';
import { NO_LEADER } from './partition.ts';
import type { PartitionRegistration } from './partition.ts';
import { metadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';

const ElectionType = { PREFERRED: 0, UNCLEAN: 1 } as const;

export function decideElectLeaders(
  { image }: ControllerContext,
  { electionType, topicPartitions }: ElectLeadersCommand,
): Decision<ElectLeadersResult> {
  if (electionType !== ElectionType.PREFERRED && electionType !== ElectionType.UNCLEAN) {
    return {
      records: [],
      response: { ...apiError('INVALID_REQUEST', `Unknown election type ${electionType}`), results: [] },
    };
  }
  const records: MetadataRecord[] = [];
  const isPreferred = electionType === ElectionType.PREFERRED;
  const results =
    topicPartitions === null
      ? electAll(image, isPreferred, records)
      : topicPartitions.map(({ topic, partitions }) => ({
          topic,
          partitionResult: partitions.map((partitionId): ElectionResult => {
            return { partitionId, ...elect(image, { topic, partitionId, isPreferred }, records) };
          }),
        }));
  if (records.length > MAX_RECORDS_PER_REQUEST) {
    const response = {
      ...apiError('POLICY_VIOLATION', 'Unable to perform excessively large batch operation.'),
      results: [],
    };
    return { records: [], response };
  }
  return { records, response: { ...NO_ERROR, results } };
}

/** Of all partitions, those that have the wanted leader already are not told of. */
function electAll(
  image: MetadataImage,
  isPreferred: boolean,
  records: MetadataRecord[],
): ElectLeadersResult['results'] {
  const notNeeded = apiError('ELECTION_NOT_NEEDED').errorCode;
  return [...image.topics.values()].flatMap(({ name: topic, partitions }) => {
    const partitionResult = partitions
      .map((_, partitionId): ElectionResult => {
        return { partitionId, ...elect(image, { topic, partitionId, isPreferred }, records) };
      })
      .filter(({ errorCode }) => errorCode !== notNeeded);
    return partitionResult.length === 0 ? [] : [{ topic, partitionResult }];
  });
}

interface Election {
  readonly topic: string;
  readonly partitionId: number;
  readonly isPreferred: boolean;
}

function elect(image: MetadataImage, election: Election, records: MetadataRecord[]): ApiError {
  const { topic: name, partitionId, isPreferred } = election;
  const topic = image.topic(name);
  if (topic === undefined) return apiError('UNKNOWN_TOPIC_OR_PARTITION', `No such topic as ${name}`);
  const partition = topic.partitions[partitionId];
  if (partition === undefined) {
    return apiError('UNKNOWN_TOPIC_OR_PARTITION', `No such partition as ${name}-${partitionId}`);
  }
  const isNeeded = isPreferred ? partition.leader !== partition.replicas[0] : partition.leader === NO_LEADER;
  if (!isNeeded) return apiError('ELECTION_NOT_NEEDED');
  const leader = isPreferred ? preferredOf(image, partition) : isrOf(image, partition.replicas)[0];
  if (leader === undefined) {
    return apiError(isPreferred ? 'PREFERRED_LEADER_NOT_AVAILABLE' : 'ELIGIBLE_LEADERS_NOT_AVAILABLE');
  }
  const change = { partitionId, topicId: topic.topicId, leader };
  // An unclean leader is in sync with nobody but itself.
  const newIsr = { isr: [leader], eligibleLeaderReplicas: [], lastKnownElr: [] };
  const isClean = partition.isr.includes(leader);
  const record = newPartitionChangeRecord(isClean ? change : { ...change, ...newIsr });
  records.push(metadataRecord('PartitionChangeRecord', record));
  return NO_ERROR;
}

function preferredOf(image: MetadataImage, { replicas, isr }: PartitionRegistration): number | undefined {
  const [preferred] = replicas;
  return preferred !== undefined && isr.includes(preferred) ? isrOf(image, [preferred])[0] : undefined;
}
