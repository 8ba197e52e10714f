/**
 * The broker's configs for 'groups and offsets': consumer groups of both protocols and the offsets they commit. Names,
 * types, ranges and defaults are those of Kafka 4.3 unless the documentation of a key says otherwise.
 */
export const groupConfigs = {
  'group.initial.rebalance.delay.ms': {
    type: 'int',
    default: 3000,
    doc: 'How long the first rebalance of an empty classic group waits for more members.',
  },
  'group.min.session.timeout.ms': {
    type: 'int',
    default: 6000,
    doc: 'The shortest session timeout that a member of a classic group may ask for.',
  },
  'group.max.session.timeout.ms': {
    type: 'int',
    default: 1800000,
    doc: 'The longest session timeout that a member of a classic group may ask for.',
  },
  'group.max.size': { type: 'int', default: 2147483647, min: 1, doc: 'The most members of a classic group.' },
  'offset.metadata.max.bytes': {
    type: 'int',
    default: 4096,
    importance: 'high',
    doc: 'The longest metadata string of a committed offset.',
  },
  'offsets.topic.num.partitions': {
    type: 'int',
    default: 50,
    min: 1,
    importance: 'high',
    doc: 'How many partitions `__consumer_offsets` gets when it is created.',
  },
  'offsets.topic.replication.factor': {
    type: 'short',
    default: 3,
    min: 1,
    importance: 'high',
    doc: 'How many replicas `__consumer_offsets` gets, as far as there are brokers.',
  },
  'offsets.topic.segment.bytes': {
    type: 'int',
    default: 104857600,
    min: 1,
    importance: 'high',
    doc: 'The segment size of `__consumer_offsets`.',
  },
  'offsets.topic.compression.codec': {
    type: 'int',
    default: 0,
    importance: 'high',
    doc: 'The compression of `__consumer_offsets`: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd.',
  },
  'offsets.load.buffer.size': {
    type: 'int',
    default: 5242880,
    min: 1,
    importance: 'high',
    doc: 'How many bytes are read at a time when a coordinator loads its state.',
  },
  'offsets.commit.timeout.ms': {
    type: 'int',
    default: 5000,
    min: 1,
    importance: 'high',
    doc: 'How long a commit may wait for its replicas.',
  },
  'offsets.retention.minutes': {
    type: 'int',
    default: 10080,
    min: 1,
    importance: 'high',
    doc: 'How long offsets stay after their group has become empty.',
  },
  'offsets.retention.check.interval.ms': {
    type: 'long',
    default: 600000,
    min: 1,
    importance: 'high',
    doc: 'How often expired offsets are looked for.',
  },
  'group.coordinator.rebalance.protocols': {
    type: 'list',
    default: ['classic', 'consumer', 'streams'],
    validValues: ['consumer', 'classic', 'share', 'streams'],
    doc: 'The group protocols on offer. Deprecated by Kafka in favour of feature levels.',
  },
  'group.coordinator.append.linger.ms': {
    type: 'int',
    default: -1,
    min: -1,
    doc: 'How long a coordinator gathers writes; -1 lets it decide.',
  },
  'group.coordinator.cached.buffer.max.bytes': {
    type: 'int',
    default: 1048588,
    min: 524288,
    updateMode: 'cluster-wide',
    doc: 'The largest write buffer that a coordinator keeps for use again.',
  },
  'group.coordinator.threads': {
    type: 'int',
    default: 4,
    min: 1,
    importance: 'high',
    doc: "Kafka's threads of the group coordinator.",
  },
  'group.coordinator.background.threads': {
    type: 'int',
    default: 2,
    min: 1,
    importance: 'high',
    doc: "Kafka's threads for the group coordinator's long work.",
  },
  'group.consumer.assignors': {
    type: 'list',
    default: ['uniform', 'range'],
    doc: 'The assignors of consumer groups (KIP-848); the first is the default.',
  },
  'group.consumer.session.timeout.ms': {
    type: 'int',
    default: 45000,
    min: 1,
    doc: 'After how long without a heartbeat a member of a consumer group is removed.',
  },
  'group.consumer.min.session.timeout.ms': {
    type: 'int',
    default: 45000,
    min: 1,
    doc: "The lower bound of a group's own `consumer.session.timeout.ms`.",
  },
  'group.consumer.max.session.timeout.ms': {
    type: 'int',
    default: 60000,
    min: 1,
    doc: "The upper bound of a group's own `consumer.session.timeout.ms`.",
  },
  'group.consumer.heartbeat.interval.ms': {
    type: 'int',
    default: 5000,
    min: 1,
    doc: 'The heartbeat interval that members of a consumer group are told.',
  },
  'group.consumer.min.heartbeat.interval.ms': {
    type: 'int',
    default: 5000,
    min: 1,
    doc: "The lower bound of a group's own `consumer.heartbeat.interval.ms`.",
  },
  'group.consumer.max.heartbeat.interval.ms': {
    type: 'int',
    default: 15000,
    min: 1,
    doc: "The upper bound of a group's own `consumer.heartbeat.interval.ms`.",
  },
  'group.consumer.assignment.interval.ms': {
    type: 'int',
    default: 1000,
    min: 0,
    updateMode: 'cluster-wide',
    doc: 'The least time between two assignments of a consumer group.',
  },
  'group.consumer.min.assignment.interval.ms': {
    type: 'int',
    default: 0,
    min: 0,
    doc: "The lower bound of a group's own `consumer.assignment.interval.ms`.",
  },
  'group.consumer.max.assignment.interval.ms': {
    type: 'int',
    default: 15000,
    min: 0,
    doc: "The upper bound of a group's own `consumer.assignment.interval.ms`.",
  },
  'group.consumer.max.size': { type: 'int', default: 2147483647, min: 1, doc: 'The most members of a consumer group.' },
  'group.consumer.migration.policy': {
    type: 'string',
    default: 'bidirectional',
    validate: (value: string): string | null => isMigrationPolicy(value),
    doc: `Whether a group that is in use may change between the classic and the consumer protocol: \`bidirectional\`,
      \`upgrade\`, \`downgrade\` or \`disabled\`.`,
  },
  'group.consumer.regex.refresh.interval.ms': {
    type: 'int',
    default: 600000,
    min: 10000,
    internal: true,
    doc: "How often the topics that match a subscription's regular expression are looked up again.",
  },
} as const;

function isMigrationPolicy(value: string): string | null {
  const policies = ['disabled', 'downgrade', 'upgrade', 'bidirectional'];
  return policies.includes(value.toLowerCase())
    ? null
    : `String must be one of (case insensitive): ${policies.join(', ').toUpperCase()}`;
}
