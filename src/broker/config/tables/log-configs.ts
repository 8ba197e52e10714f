/**
 * The broker's configs for 'log': where partitions lie on disk, how their segments roll, how long they stay, and when
 * they are flushed. Names, types, ranges and defaults are those of Kafka 4.3 unless the documentation of a key says
 * otherwise.
 */
export const logConfigs = {
  'log.dirs': {
    type: 'list',
    default: null,
    importance: 'high',
    doc: 'The directories of partitions, comma-separated. A new partition goes where the fewest are.',
  },
  'log.dir': {
    type: 'list',
    default: ['data'],
    importance: 'high',
    doc: 'The directory of partitions where `log.dirs` is not set.',
  },
  'log.segment.bytes': {
    type: 'int',
    default: 1073741824,
    min: 1048576,
    importance: 'high',
    updateMode: 'cluster-wide',
    doc: 'The size at which a segment is closed. The default of the topic config `segment.bytes`.',
  },
  'log.roll.ms': {
    type: 'long',
    default: null,
    importance: 'high',
    updateMode: 'cluster-wide',
    doc: `The age at which a segment is closed. The default of the topic config \`segment.ms\`; stronger than
      \`log.roll.hours\`.`,
  },
  'log.roll.hours': { type: 'int', default: 168, min: 1, importance: 'high', doc: 'As `log.roll.ms`, in hours.' },
  'log.roll.jitter.ms': {
    type: 'long',
    default: null,
    importance: 'high',
    updateMode: 'cluster-wide',
    doc: `How much earlier than that, at random. The default of the topic config \`segment.jitter.ms\`; stronger than
      \`log.roll.jitter.hours\`.`,
  },
  'log.roll.jitter.hours': {
    type: 'int',
    default: 0,
    min: 0,
    importance: 'high',
    doc: 'As `log.roll.jitter.ms`, in hours.',
  },
  'log.retention.ms': {
    type: 'long',
    default: null,
    importance: 'high',
    updateMode: 'cluster-wide',
    doc: `How long records stay; -1 for ever. The default of the topic config \`retention.ms\`; stronger than
      \`log.retention.minutes\` and \`log.retention.hours\`.`,
  },
  'log.retention.minutes': {
    type: 'int',
    default: null,
    importance: 'high',
    doc: 'As `log.retention.ms`, in minutes; stronger than `log.retention.hours`.',
  },
  'log.retention.hours': { type: 'int', default: 168, importance: 'high', doc: 'As `log.retention.ms`, in hours.' },
  'log.retention.bytes': {
    type: 'long',
    default: -1,
    importance: 'high',
    updateMode: 'cluster-wide',
    doc: 'How many bytes of a partition stay; -1 for all. The default of the topic config `retention.bytes`.',
  },
  'log.retention.check.interval.ms': {
    type: 'long',
    default: 300000,
    min: 1,
    doc: 'How often segments are looked over for what retention takes.',
  },
  'log.local.retention.ms': {
    type: 'long',
    default: -2,
    min: -2,
    updateMode: 'cluster-wide',
    doc: `How long records stay on local disk where a topic also lies in remote storage; -2 for as long as anywhere.`,
  },
  'log.local.retention.bytes': {
    type: 'long',
    default: -2,
    min: -2,
    updateMode: 'cluster-wide',
    doc: 'How many bytes stay on local disk where a topic also lies in remote storage; -2 for as many as anywhere.',
  },
  'log.cleanup.policy': {
    type: 'list',
    default: ['delete'],
    validValues: ['compact', 'delete'],
    updateMode: 'cluster-wide',
    doc: `What happens to old segments: \`delete\`, \`compact\`, both or neither. The default of the topic config
      \`cleanup.policy\`.`,
  },
  'log.segment.delete.delay.ms': {
    type: 'long',
    default: 60000,
    min: 0,
    importance: 'high',
    updateMode: 'cluster-wide',
    doc: 'How long the files of a deleted segment stay. The default of the topic config `file.delete.delay.ms`.',
  },
  'log.index.interval.bytes': {
    type: 'int',
    default: 4096,
    min: 0,
    updateMode: 'cluster-wide',
    doc: `How many bytes lie between two entries of an offset index. The default of the topic config
      \`index.interval.bytes\`.`,
  },
  'log.index.size.max.bytes': {
    type: 'int',
    default: 10485760,
    min: 4,
    updateMode: 'cluster-wide',
    doc: `The most bytes of an offset index; a full one closes its segment. The default of the topic config
      \`segment.index.bytes\`.`,
  },
  'log.preallocate': {
    type: 'boolean',
    default: false,
    updateMode: 'cluster-wide',
    doc: `Whether a new segment takes its full size on disk at once. The default of the topic config \`preallocate\`.`,
  },
  'log.message.timestamp.type': {
    type: 'string',
    default: 'CreateTime',
    validValues: ['CreateTime', 'LogAppendTime'],
    updateMode: 'cluster-wide',
    doc: `Whether records carry the time of their creation or of their append. The default of the topic config
      \`message.timestamp.type\`.`,
  },
  'log.message.timestamp.before.max.ms': {
    type: 'long',
    default: 9223372036854775808,
    min: 0,
    updateMode: 'cluster-wide',
    doc: `How far a record's timestamp may lie before the broker's time. The default of the topic config of nearly the
      same name.`,
  },
  'log.message.timestamp.after.max.ms': {
    type: 'long',
    default: 3600000,
    min: 0,
    updateMode: 'cluster-wide',
    doc: `How far a record's timestamp may lie after the broker's time. The default of the topic config of nearly the
      same name.`,
  },
  'log.flush.interval.messages': {
    type: 'long',
    default: 9223372036854775808,
    min: 1,
    importance: 'high',
    updateMode: 'cluster-wide',
    doc: `After how many records a partition is flushed, where \`flush.ack\` does not flush it anyway. The default of the
      topic config \`flush.messages\`.`,
  },
  'log.flush.interval.ms': {
    type: 'long',
    default: null,
    importance: 'high',
    updateMode: 'cluster-wide',
    doc: `After how long a partition is flushed, where \`flush.ack\` does not flush it anyway. The default of the topic
      config \`flush.ms\`.`,
  },
  'log.flush.scheduler.interval.ms': {
    type: 'long',
    default: 9223372036854775808,
    importance: 'high',
    doc: 'How often Kafka looks whether a partition is due to be flushed.',
  },
  'log.flush.offset.checkpoint.interval.ms': {
    type: 'int',
    default: 60000,
    min: 0,
    importance: 'high',
    doc: 'How often the recovery points are written down.',
  },
  'log.flush.start.offset.checkpoint.interval.ms': {
    type: 'int',
    default: 60000,
    min: 0,
    importance: 'high',
    doc: 'How often the log start offsets are written down.',
  },
  'log.initial.task.delay.ms': {
    type: 'long',
    default: 30000,
    min: 0,
    importance: 'low',
    internal: true,
    doc: "How long after the start the log's periodic work begins.",
  },
  'log.dir.failure.timeout.ms': {
    type: 'long',
    default: 30000,
    min: 1,
    importance: 'low',
    doc: 'How long Kafka stays up when it cannot tell the controller about a failed log directory.',
  },
  'num.recovery.threads.per.data.dir': {
    type: 'int',
    default: 2,
    min: 1,
    importance: 'high',
    updateMode: 'cluster-wide',
    doc: 'How many logs of a directory are recovered at a time.',
  },
  'num.replica.alter.log.dirs.threads': {
    type: 'int',
    default: null,
    importance: 'high',
    doc: "Kafka's threads that move replicas between directories.",
  },
  'producer.id.expiration.ms': {
    type: 'int',
    default: 86400000,
    min: 1,
    importance: 'low',
    updateMode: 'cluster-wide',
    doc: 'How long the state of an idempotent producer stays after its last write.',
  },
  'producer.id.expiration.check.interval.ms': {
    type: 'int',
    default: 600000,
    min: 1,
    importance: 'low',
    internal: true,
    doc: 'How often expired producers are looked for.',
  },
  'log.cleaner.enable': { type: 'boolean', default: true, doc: 'Whether compacted topics are compacted.' },
  'log.cleaner.threads': {
    type: 'int',
    default: 1,
    min: 0,
    updateMode: 'cluster-wide',
    doc: 'How many partitions are compacted at a time.',
  },
  'log.cleaner.backoff.ms': {
    type: 'long',
    default: 15000,
    min: 0,
    updateMode: 'cluster-wide',
    doc: 'How long the cleaner waits when nothing is to be compacted.',
  },
  'log.cleaner.dedupe.buffer.size': {
    type: 'long',
    default: 134217728,
    updateMode: 'cluster-wide',
    doc: 'The memory for the map of keys to offsets.',
  },
  'log.cleaner.io.buffer.size': {
    type: 'int',
    default: 524288,
    min: 0,
    updateMode: 'cluster-wide',
    doc: 'The memory for reading and writing while compacting.',
  },
  'log.cleaner.io.buffer.load.factor': {
    type: 'double',
    default: 0.9,
    updateMode: 'cluster-wide',
    doc: 'How full the map of keys to offsets may become.',
  },
  'log.cleaner.io.max.bytes.per.second': {
    type: 'double',
    default: 1.7976931348623157e308,
    updateMode: 'cluster-wide',
    doc: 'The most bytes a second that the cleaner reads and writes.',
  },
  'log.cleaner.min.cleanable.ratio': {
    type: 'double',
    default: 0.5,
    min: 0,
    max: 1,
    updateMode: 'cluster-wide',
    doc: `The share of a log that must be uncompacted before it is compacted. The default of the topic config
      \`min.cleanable.dirty.ratio\`.`,
  },
  'log.cleaner.min.compaction.lag.ms': {
    type: 'long',
    default: 0,
    min: 0,
    updateMode: 'cluster-wide',
    doc: 'How long a record stays uncompacted at least. The default of the topic config `min.compaction.lag.ms`.',
  },
  'log.cleaner.max.compaction.lag.ms': {
    type: 'long',
    default: 9223372036854775808,
    min: 1,
    updateMode: 'cluster-wide',
    doc: 'How long a record stays uncompacted at most. The default of the topic config `max.compaction.lag.ms`.',
  },
  'log.cleaner.delete.retention.ms': {
    type: 'long',
    default: 86400000,
    min: 0,
    updateMode: 'cluster-wide',
    doc: `How long a compacted topic keeps the mark of a deleted key. The default of the topic config
      \`delete.retention.ms\`.`,
  },
} as const;
