/**
 * The configs that a single group may have (resource type GROUP, KIP-848, KIP-932, KIP-1071), with Kafka 4.3's
 * defaults; each one's default for all groups is the broker's config of the synonym. Classic groups have none.
 */
import { type ConfigTable, type ConfigValues, defineConfigs } from '#kernel';

const definitions = {
  'consumer.session.timeout.ms': {
    type: 'int',
    default: 45000,
    min: 1,
    synonyms: ['group.consumer.session.timeout.ms'],
    doc: 'How long a member of the consumer group may be silent before it is removed.',
  },
  'consumer.heartbeat.interval.ms': {
    type: 'int',
    default: 5000,
    min: 1,
    synonyms: ['group.consumer.heartbeat.interval.ms'],
    doc: 'How often members of the consumer group are to send heartbeats.',
  },
  'consumer.assignment.interval.ms': {
    type: 'int',
    default: 1000,
    min: 0,
    synonyms: ['group.consumer.assignment.interval.ms'],
    doc: 'The least time between two assignments of the consumer group.',
  },
  'consumer.assignor.offload.enable': {
    type: 'boolean',
    default: true,
    synonyms: ['group.consumer.assignor.offload.enable'],
    doc: 'Whether the assignment of the consumer group may be computed aside.',
  },
  'share.session.timeout.ms': {
    type: 'int',
    default: 45000,
    min: 1,
    synonyms: ['group.share.session.timeout.ms'],
    doc: 'How long a member of the share group may be silent before it is removed.',
  },
  'share.heartbeat.interval.ms': {
    type: 'int',
    default: 5000,
    min: 1,
    synonyms: ['group.share.heartbeat.interval.ms'],
    doc: 'How often members of the share group are to send heartbeats.',
  },
  'share.record.lock.duration.ms': {
    type: 'int',
    default: 30000,
    min: 1000,
    synonyms: ['group.share.record.lock.duration.ms'],
    doc: 'How long a member of the share group may keep a record that it has acquired.',
  },
  'share.delivery.count.limit': {
    type: 'int',
    default: 5,
    min: 2,
    max: 10,
    synonyms: ['group.share.delivery.count.limit'],
    doc: 'How often the share group delivers a record before it gives up.',
  },
  'share.partition.max.record.locks': {
    type: 'int',
    default: 2000,
    min: 100,
    synonyms: ['group.share.partition.max.record.locks'],
    doc: 'How many records of a partition the share group may have acquired at a time.',
  },
  'share.auto.offset.reset': {
    type: 'string',
    default: 'latest',
    doc: 'Where the share group begins to read a partition: `latest`, `earliest`, or `by_duration:` and an ISO 8601 duration.',
    validate: (value: string): string | null =>
      /^(latest|earliest|by_duration:P[0-9A-Z.]+)$/i.test(value)
        ? null
        : 'must be latest, earliest or by_duration: with an ISO 8601 duration',
  },
  'share.isolation.level': {
    type: 'string',
    default: 'read_uncommitted',
    validValues: ['read_committed', 'read_uncommitted'],
    doc: 'Whether the share group sees records of transactions that are still open or were aborted.',
  },
  'share.renew.acknowledge.enable': {
    type: 'boolean',
    default: true,
    doc: 'Whether members of the share group may renew their locks on records.',
  },
  'share.assignment.interval.ms': {
    type: 'int',
    default: 1000,
    min: 0,
    synonyms: ['group.share.assignment.interval.ms'],
    doc: 'The least time between two assignments of the share group.',
  },
  'share.assignor.offload.enable': {
    type: 'boolean',
    default: true,
    synonyms: ['group.share.assignor.offload.enable'],
    doc: 'Whether the assignment of the share group may be computed aside.',
  },
  'streams.session.timeout.ms': {
    type: 'int',
    default: 45000,
    min: 1,
    synonyms: ['group.streams.session.timeout.ms'],
    doc: 'How long a member of the streams group may be silent before it is removed.',
  },
  'streams.heartbeat.interval.ms': {
    type: 'int',
    default: 5000,
    min: 1,
    synonyms: ['group.streams.heartbeat.interval.ms'],
    doc: 'How often members of the streams group are to send heartbeats.',
  },
  'streams.num.standby.replicas': {
    type: 'int',
    default: 0,
    min: 0,
    synonyms: ['group.streams.num.standby.replicas'],
    doc: 'How many standby replicas each task of the streams group has.',
  },
  'streams.initial.rebalance.delay.ms': {
    type: 'int',
    default: 3000,
    min: 0,
    synonyms: ['group.streams.initial.rebalance.delay.ms'],
    doc: 'How long a new streams group waits for more members before its first assignment.',
  },
  'streams.assignment.interval.ms': {
    type: 'int',
    default: 1000,
    min: 0,
    synonyms: ['group.streams.assignment.interval.ms'],
    doc: 'The least time between two assignments of the streams group.',
  },
  'streams.assignor.offload.enable': {
    type: 'boolean',
    default: true,
    synonyms: ['group.streams.assignor.offload.enable'],
    doc: 'Whether the assignment of the streams group may be computed aside.',
  },
  'streams.task.offset.interval.ms': {
    type: 'int',
    default: 60000,
    min: 1,
    synonyms: ['group.streams.task.offset.interval.ms'],
    doc: 'How often members of the streams group tell how far their warm-up tasks are.',
  },
} as const;

export const groupConfigTable: ConfigTable<typeof definitions> = defineConfigs(definitions);
export type GroupConfigs = ConfigValues<typeof definitions>;
