/**
 * The broker's configs for 'topics': how topics come to be and go, and what bounds a request about them. Names, types,
 * ranges and defaults are those of Kafka 4.3 unless the documentation of a key says otherwise.
 */
export const topicManagementConfigs = {
  'auto.create.topics.enable': {
    type: 'boolean',
    default: true,
    importance: 'high',
    doc: 'Whether asking for a topic that does not exist creates it.',
  },
  'delete.topic.enable': { type: 'boolean', default: true, importance: 'high', doc: 'Whether topics may be deleted.' },
  'num.partitions': {
    type: 'int',
    default: 1,
    min: 1,
    doc: 'How many partitions a topic gets where its creator does not say.',
  },
  'default.replication.factor': {
    type: 'int',
    default: 1,
    doc: 'How many replicas a topic gets where its creator does not say.',
  },
  'min.insync.replicas': {
    type: 'int',
    default: 1,
    min: 1,
    importance: 'high',
    updateMode: 'cluster-wide',
    doc: `How many replicas in sync a write with \`acks=all\` needs. The default of the topic config of the same name.`,
  },
  'message.max.bytes': {
    type: 'int',
    default: 1048588,
    min: 0,
    importance: 'high',
    updateMode: 'cluster-wide',
    doc: 'The largest record batch, after compression. The default of the topic config `max.message.bytes`.',
  },
  'fetch.max.bytes': {
    type: 'int',
    default: 57671680,
    min: 1024,
    doc: 'The most bytes in the answer to one fetch; the first batch is given even where it is larger.',
  },
  'max.incremental.fetch.session.cache.slots': {
    type: 'int',
    default: 1000,
    min: 0,
    doc: 'How many incremental fetch sessions (KIP-227) the broker keeps.',
  },
  'max.request.partition.size.limit': {
    type: 'int',
    default: 2000,
    min: 1,
    doc: 'The most partitions in one answer to DescribeTopicPartitions.',
  },
  'fetch.purgatory.purge.interval.requests': {
    type: 'int',
    default: 1000,
    doc: 'After how many fetches Kafka clears finished ones out of its waiting room.',
  },
  'producer.purgatory.purge.interval.requests': {
    type: 'int',
    default: 1000,
    doc: 'After how many produce requests Kafka clears finished ones out of its waiting room.',
  },
  'delete.records.purgatory.purge.interval.requests': {
    type: 'int',
    default: 1,
    doc: 'After how many DeleteRecords requests Kafka clears finished ones out of its waiting room.',
  },
  'share.fetch.purgatory.purge.interval.requests': {
    type: 'int',
    default: 1000,
    doc: 'After how many share fetches Kafka clears finished ones out of its waiting room.',
  },
  'create.topic.policy.class.name': {
    type: 'class',
    default: null,
    importance: 'low',
    doc: 'A Java class that judges new topics.',
  },
  'alter.config.policy.class.name': {
    type: 'class',
    default: null,
    importance: 'low',
    doc: 'A Java class that judges changes of configs.',
  },
  'unclean.leader.election.enable': {
    type: 'boolean',
    default: false,
    importance: 'high',
    updateMode: 'cluster-wide',
    doc: `Whether a replica that is not in sync may become leader when no other is left. The default of the topic
      config of the same name.`,
  },
  'unclean.leader.election.interval.ms': {
    type: 'long',
    default: 300000,
    min: 1,
    internal: true,
    doc: 'How often the controller looks for partitions that need such an election.',
  },
  'auto.leader.rebalance.enable': {
    type: 'boolean',
    default: true,
    importance: 'high',
    doc: 'Whether leadership goes back to the preferred replicas by itself.',
  },
  'leader.imbalance.check.interval.seconds': {
    type: 'long',
    default: 300,
    min: 1,
    importance: 'high',
    doc: 'How often the controller looks at the balance of leaders.',
  },
  'compression.type': {
    type: 'string',
    default: 'producer',
    validValues: ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'],
    importance: 'high',
    updateMode: 'cluster-wide',
    doc: `How batches are stored: as the producer compressed them, or in this codec. The default of the topic config of
      the same name.`,
  },
  'compression.gzip.level': {
    type: 'int',
    default: -1,
    min: -1,
    max: 9,
    validate: (value: number): string | null => notZero(value),
    updateMode: 'cluster-wide',
    doc: "The level where `compression.type` is `gzip`; -1 is zlib's own default.",
  },
  'compression.lz4.level': {
    type: 'int',
    default: 9,
    min: 1,
    max: 17,
    updateMode: 'cluster-wide',
    doc: 'The level where `compression.type` is `lz4`.',
  },
  'compression.zstd.level': {
    type: 'int',
    default: 3,
    min: -131072,
    max: 22,
    updateMode: 'cluster-wide',
    doc: 'The level where `compression.type` is `zstd`.',
  },
} as const;

function notZero(value: number): string | null {
  return value === 0 ? 'Value must be between 1 and 9, or -1' : null;
}
