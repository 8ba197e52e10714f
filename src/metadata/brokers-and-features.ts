/** What the cluster itself asks of the controller: registration of brokers, feature levels, blocks of producer ids. */
import { newPartitionChangeRecord, newRegisterBrokerRecord } from '#protocol';
import { apiError, NO_ERROR } from './api-error.ts';
import type {
  AllocateProducerIdsCommand,
  AllocateProducerIdsResult,
  ApiError,
  RegisterBrokerCommand,
  SetFeatureLevelsCommand,
  UnregisterBrokerCommand,
} from './commands.ts';
import type { ControllerContext, Decision } from './controller-context.ts';
import type { MetadataImage } from './image.ts';
import { NO_LEADER } from './partition.ts';
import type { PartitionRegistration } from './partition.ts';
import { metadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';

/** Ids that a broker takes at once, as in Kafka (KIP-730). What a broker did not use when it stopped is lost. */
export const PRODUCER_ID_BLOCK_SIZE = 1000;
const LAST_PRODUCER_ID = Number.MAX_SAFE_INTEGER;

/** Registers the broker as serving, and elects it where partitions wait for it. */
export function decideRegisterBroker(
  { image }: ControllerContext,
  command: RegisterBrokerCommand,
): Decision<{ brokerEpoch: number }> {
  const brokerEpoch = image.nextOffset;
  const registration = metadataRecord(
    'RegisterBrokerRecord',
    newRegisterBrokerRecord({
      brokerId: command.brokerId,
      incarnationId: command.incarnationId,
      brokerEpoch,
      endPoints: command.endpoints.map((endpoint) => ({ ...endpoint })),
      features: command.features.map((feature) => ({ ...feature })),
      rack: command.rack,
      fenced: false,
      logDirs: [...command.logDirs],
    }),
  );
  return { records: [registration, ...elections(image, command)], response: { brokerEpoch } };
}

function elections(image: MetadataImage, { brokerId, wasUncleanShutdown }: RegisterBrokerCommand): MetadataRecord[] {
  const records: MetadataRecord[] = [];
  for (const topic of image.topics.values()) {
    topic.partitions.forEach((partition, partitionId) => {
      const isElected =
        partition.leader === NO_LEADER
          ? mayLead(partition, brokerId)
          : wasUncleanShutdown && partition.leader === brokerId;
      if (!isElected) return;
      const isInSync = partition.isr.includes(brokerId);
      const change = { partitionId, topicId: topic.topicId, leader: brokerId };
      const newIsr = { isr: [brokerId], eligibleLeaderReplicas: [], lastKnownElr: [] };
      records.push(
        metadataRecord('PartitionChangeRecord', newPartitionChangeRecord(isInSync ? change : { ...change, ...newIsr })),
      );
    });
  }
  return records;
}

/**
 * A clean stop of the last replica may have left the ISR empty; the replica is then kept as eligible, or as the last
 * that was (KIP-966).
 */
function mayLead({ isr, eligibleLeaderReplicas, lastKnownElr }: PartitionRegistration, brokerId: number): boolean {
  if (isr.includes(brokerId) || eligibleLeaderReplicas.includes(brokerId)) return true;
  return isr.length === 0 && eligibleLeaderReplicas.length === 0 && lastKnownElr.includes(brokerId);
}

/** Levels that stay as they are make no record, so that the features' epoch moves with a change only. */
export function decideSetFeatureLevels(
  { image }: ControllerContext,
  command: SetFeatureLevelsCommand,
): Decision<ApiError> {
  const names = new Set(command.features.map(({ name }) => name));
  if (names.size < command.features.length) {
    return { records: [], response: apiError('INVALID_REQUEST', 'Each feature must appear at most once.') };
  }
  const records = command.features
    .filter(({ name, level }) => (image.features.get(name) ?? 0) !== level)
    .map(({ name, level }) => metadataRecord('FeatureLevelRecord', { name, featureLevel: level }));
  return { records, response: NO_ERROR };
}

/** A broker that runs would register again and again: it has to stop first (KIP-631), which the one that is asked has not. */
export function decideUnregisterBroker(
  { image }: ControllerContext,
  { brokerId, askedBrokerId }: UnregisterBrokerCommand,
): Decision<ApiError> {
  const broker = image.brokers.get(brokerId);
  if (broker === undefined) {
    const message = `Broker ID ${brokerId} is not currently registered`;
    return { records: [], response: apiError('BROKER_ID_NOT_REGISTERED', message) };
  }
  if (brokerId === askedBrokerId) {
    const message = `Broker ${brokerId} is running, and the only one that leads partitions: it cannot unregister itself.`;
    return { records: [], response: apiError('INVALID_REQUEST', message) };
  }
  const record = metadataRecord('UnregisterBrokerRecord', { brokerId, brokerEpoch: broker.epoch });
  return { records: [record], response: NO_ERROR };
}

/** The block is taken by the record's being durable, before anybody uses an id of it: no id is ever given twice. */
export function decideAllocateProducerIds(
  { image }: ControllerContext,
  { brokerId }: AllocateProducerIdsCommand,
): Decision<AllocateProducerIdsResult> {
  const broker = image.brokers.get(brokerId);
  if (broker === undefined) {
    return { records: [], response: failed(apiError('BROKER_ID_NOT_REGISTERED')) };
  }
  const producerIdStart = image.nextProducerId;
  const nextProducerId = producerIdStart + PRODUCER_ID_BLOCK_SIZE;
  if (nextProducerId > LAST_PRODUCER_ID) {
    return { records: [], response: failed(apiError('UNKNOWN_SERVER_ERROR')) };
  }
  const record = metadataRecord('ProducerIdsRecord', { brokerId, brokerEpoch: broker.epoch, nextProducerId });
  return { records: [record], response: { errorCode: 0, producerIdStart, producerIdLen: PRODUCER_ID_BLOCK_SIZE } };
}

function failed({ errorCode }: ApiError): AllocateProducerIdsResult {
  return { errorCode, producerIdStart: -1, producerIdLen: 0 };
}
