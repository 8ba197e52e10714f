/** The configs that consumers and share consumers have in common, with the names and defaults of Kafka 4.3's. */
export type ConsumingDefinitions = typeof consumingDefinitions;

export const consumingDefinitions = {
  'max.poll.interval.ms': {
    type: 'int',
    default: 300_000,
    min: 1,
    doc: `The longest time between two takes of an iterator, or that a handler of \`run\` may take. A consumer that is
      slower leaves the group, and joins again when the application comes back.`,
  },
  'fetch.min.bytes': {
    type: 'int',
    default: 1,
    min: 0,
    importance: 'high',
    doc: 'A broker waits for so many bytes, up to fetch.max.wait.ms, before it answers a fetch.',
  },
  'fetch.max.wait.ms': {
    type: 'int',
    default: 500,
    min: 0,
    importance: 'low',
    doc: 'The longest that a broker waits for fetch.min.bytes.',
  },
  'fetch.max.bytes': {
    type: 'int',
    default: 52_428_800,
    min: 0,
    doc: 'What one answer to a fetch may hold. A record batch that is larger still comes through.',
  },
  'check.crcs': {
    type: 'boolean',
    default: true,
    importance: 'low',
    doc: 'Check the checksum of every record batch.',
  },
  'default.api.timeout.ms': {
    type: 'int',
    default: 60_000,
    min: 0,
    doc: 'How long calls that ask brokers may take where they are given no timeout of their own.',
  },
  'exclude.internal.topics': {
    type: 'boolean',
    default: true,
    doc: 'Whether a pattern leaves out internal topics such as __consumer_offsets.',
  },
  'allow.auto.create.topics': {
    type: 'boolean',
    default: true,
    doc: 'Whether asking for a topic that does not exist may create it, where the broker does so.',
  },
} as const;
