/**
 * The broker's configs for 'replication': how replicas follow their leader. Names, types, ranges and defaults are
 * those of Kafka 4.3 unless the documentation of a key says otherwise.
 */
export const replicationConfigs = {
  'replica.lag.time.max.ms': {
    type: 'long',
    default: 30000,
    importance: 'high',
    doc: 'How long a follower may lag before it is no longer in sync.',
  },
  'replica.high.watermark.checkpoint.interval.ms': {
    type: 'long',
    default: 5000,
    importance: 'high',
    doc: 'How often the high watermarks are written down.',
  },
  'replica.selector.class': {
    type: 'string',
    default: null,
    doc: 'How a consumer is led to a nearby replica; a Java class.',
  },
  'replica.fetch.wait.max.ms': {
    type: 'int',
    default: 500,
    importance: 'high',
    doc: "How long a leader holds a follower's fetch back.",
  },
  'replica.fetch.min.bytes': {
    type: 'int',
    default: 1,
    importance: 'high',
    doc: "How many bytes a leader gathers for a follower's fetch.",
  },
  'replica.fetch.max.bytes': {
    type: 'int',
    default: 1048576,
    min: 0,
    doc: "The most bytes of a partition in a follower's fetch.",
  },
  'replica.fetch.response.max.bytes': {
    type: 'int',
    default: 10485760,
    min: 0,
    doc: "The most bytes in the answer to a follower's fetch.",
  },
  'replica.fetch.backoff.ms': { type: 'int', default: 1000, min: 0, doc: "The wait after a follower's failed fetch." },
  'replica.socket.timeout.ms': {
    type: 'int',
    default: 30000,
    importance: 'high',
    doc: 'The socket timeout of a follower.',
  },
  'replica.socket.receive.buffer.bytes': {
    type: 'int',
    default: 65536,
    importance: 'high',
    doc: "The receive buffer of a follower's socket.",
  },
  'num.replica.fetchers': {
    type: 'int',
    default: 1,
    min: 1,
    importance: 'high',
    updateMode: 'cluster-wide',
    doc: 'How many connections a follower fetches over.',
  },
  'follower.fetch.last.tiered.offset.enable': {
    type: 'boolean',
    default: false,
    updateMode: 'cluster-wide',
    doc: 'Whether an empty follower starts after what lies in remote storage.',
  },
} as const;
