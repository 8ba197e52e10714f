/** The configs of a share consumer, with the names and defaults of Kafka 4.3's. What other groups have and share groups lack is not among them. */
import { defineConfigs, type ConfigTable, type ConfigValues } from '#kernel';
import { commonDefinitions, type CommonDefinitions } from '../config/common-configs.ts';

export type ShareConsumerDefinitions = Omit<CommonDefinitions, keyof typeof ownDefinitions> & typeof ownDefinitions;
/** The parsed values. */
export type ShareConsumerConfig = ConfigValues<ShareConsumerDefinitions>;

const ownDefinitions = {
  'group.id': {
    type: 'string',
    default: null,
    importance: 'high',
    doc: 'The share group. It has to be set; its configs at the broker (share.auto.offset.reset and others) say where it begins.',
  },
  'share.acknowledgement.mode': {
    type: 'string',
    default: 'implicit',
    validValues: ['implicit', 'explicit'],
    doc: `\`implicit\`: a record is accepted when the loop comes back for the next one. \`explicit\`: the application
      acknowledges each record.`,
  },
  'share.acquire.mode': {
    type: 'string',
    default: 'batch_optimized',
    validValues: ['batch_optimized', 'record_limit'],
    doc: `\`batch_optimized\`: whole record batches are acquired, which may be more records than max.poll.records;
      \`record_limit\`: that many at most (KIP-1206).`,
  },
  'max.poll.records': {
    type: 'int',
    default: 500,
    min: 1,
    doc: 'How many records are acquired at once, about. Each is locked from then on until it is acknowledged.',
  },
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
  'client.rack': {
    type: 'string',
    default: '',
    importance: 'low',
    doc: "Where this client is, in the words of the brokers' broker.rack.",
  },
} as const;

/** Kafka 4.3's share consumer configs with types, ranges and defaults: what ShareConsumerOptions is made from. */
export const shareConsumerConfigs: ConfigTable<ShareConsumerDefinitions> = defineConfigs({
  ...commonDefinitions,
  ...ownDefinitions,
});
