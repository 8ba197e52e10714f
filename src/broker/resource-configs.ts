/**
 * The configs of groups and of client metrics subscriptions, which exist only as resources of their own (KIP-848,
 * KIP-932, KIP-1071, KIP-714). They are kept and shown for the services that will read them.
 */
import { type ConfigTable, defineConfigs } from '#kernel';

const groupDefinitions = {
  'consumer.assignment.interval.ms': {
    type: 'int',
    default: 1000,
    min: 0,
    synonyms: ['group.consumer.assignment.interval.ms'],
    doc: 'The shortest time between two assignments of a consumer group, in milliseconds.',
  },
  'consumer.heartbeat.interval.ms': {
    type: 'int',
    default: 5000,
    min: 1,
    synonyms: ['group.consumer.heartbeat.interval.ms'],
    doc: 'How often members of a consumer group send a heartbeat, in milliseconds.',
  },
  'consumer.session.timeout.ms': {
    type: 'int',
    default: 45000,
    min: 1,
    synonyms: ['group.consumer.session.timeout.ms'],
    doc: 'After how long without a heartbeat a member of a consumer group is removed, in milliseconds.',
  },
  'share.assignment.interval.ms': {
    type: 'int',
    default: 1000,
    min: 0,
    synonyms: ['group.share.assignment.interval.ms'],
    doc: 'The shortest time between two assignments of a share group, in milliseconds.',
  },
  'share.auto.offset.reset': {
    type: 'string',
    default: 'latest',
    doc: 'Where a share group begins on a new partition: latest, earliest, or by_duration: with an ISO 8601 duration.',
  },
  'share.delivery.count.limit': {
    type: 'int',
    default: 5,
    min: 2,
    synonyms: ['group.share.delivery.count.limit'],
    doc: 'How often a record is delivered to a share group before it is given up.',
  },
  'share.heartbeat.interval.ms': {
    type: 'int',
    default: 5000,
    min: 1,
    synonyms: ['group.share.heartbeat.interval.ms'],
    doc: 'How often members of a share group send a heartbeat, in milliseconds.',
  },
  'share.isolation.level': {
    type: 'string',
    default: 'read_uncommitted',
    validValues: ['read_committed', 'read_uncommitted'],
    doc: 'Whether a share group sees records of transactions that were aborted.',
  },
  'share.partition.max.record.locks': {
    type: 'int',
    default: 2000,
    min: 100,
    synonyms: ['group.share.partition.max.record.locks'],
    doc: 'How many records of a partition a share group may have in flight.',
  },
  'share.record.lock.duration.ms': {
    type: 'int',
    default: 30000,
    min: 1000,
    synonyms: ['group.share.record.lock.duration.ms'],
    doc: 'How long a record that a member acquired is kept for it, in milliseconds.',
  },
  'share.renew.acknowledge.enable': {
    type: 'boolean',
    default: true,
    doc: 'Whether members may renew the lock of a record they acquired.',
  },
  'share.session.timeout.ms': {
    type: 'int',
    default: 45000,
    min: 1,
    synonyms: ['group.share.session.timeout.ms'],
    doc: 'After how long without a heartbeat a member of a share group is removed, in milliseconds.',
  },
  'streams.assignment.interval.ms': {
    type: 'int',
    default: 1000,
    min: 0,
    synonyms: ['group.streams.assignment.interval.ms'],
    doc: 'The shortest time between two assignments of a streams group, in milliseconds.',
  },
  'streams.heartbeat.interval.ms': {
    type: 'int',
    default: 5000,
    min: 1,
    synonyms: ['group.streams.heartbeat.interval.ms'],
    doc: 'How often members of a streams group send a heartbeat, in milliseconds.',
  },
  'streams.initial.rebalance.delay.ms': {
    type: 'int',
    default: 3000,
    min: 0,
    synonyms: ['group.streams.initial.rebalance.delay.ms'],
    doc: 'How long the first assignment of an empty streams group waits for more members, in milliseconds.',
  },
  'streams.num.standby.replicas': {
    type: 'int',
    default: 0,
    min: 0,
    synonyms: ['group.streams.num.standby.replicas'],
    doc: 'How many standby copies each stateful task has.',
  },
  'streams.session.timeout.ms': {
    type: 'int',
    default: 45000,
    min: 1,
    synonyms: ['group.streams.session.timeout.ms'],
    doc: 'After how long without a heartbeat a member of a streams group is removed, in milliseconds.',
  },
} as const;

const clientMetricsDefinitions = {
  'interval.ms': {
    type: 'int',
    default: 300000,
    min: 100,
    max: 3600000,
    doc: 'How often clients push their metrics, in milliseconds.',
  },
  match: {
    type: 'list',
    default: [],
    doc: 'Which clients the subscription is for: selectors of the form name=regular expression, all of which must match.',
  },
  metrics: {
    type: 'list',
    default: [],
    doc: 'Prefixes of the names of metrics that are wanted; * stands for all.',
  },
} as const;

export const groupResourceTable: ConfigTable<typeof groupDefinitions> = defineConfigs(groupDefinitions);
export const clientMetricsTable: ConfigTable<typeof clientMetricsDefinitions> = defineConfigs(clientMetricsDefinitions);
