/** The configs of a consumer, with the names and, where nothing else is said, the defaults of Kafka 4.3's. */
import { defineConfigs, type ConfigTable, type ConfigValues } from '#kernel';
import { commonDefinitions, type CommonDefinitions } from '../config/common-configs.ts';
import { consumingDefinitions, type ConsumingDefinitions } from '../config/consuming-configs.ts';

export type ConsumerDefinitions = CommonDefinitions & ConsumingDefinitions & typeof ownDefinitions;
/** The parsed values. */
export type ConsumerConfig = ConfigValues<ConsumerDefinitions>;

const ownDefinitions = {
  'group.id': {
    type: 'string',
    default: null,
    importance: 'high',
    doc: 'The group that the consumer shares its topics with, and that its offsets are committed for.',
  },
  'group.instance.id': {
    type: 'string',
    default: null,
    doc: 'Makes the consumer a static member (KIP-345): one that comes back within the session timeout keeps its partitions.',
  },
  'group.protocol': {
    type: 'string',
    default: 'classic',
    validValues: ['classic', 'consumer'],
    importance: 'high',
    doc: `How the group divides partitions: \`classic\`, where the members do, or \`consumer\` (KIP-848), where the
      coordinator does.`,
  },
  'group.remote.assignor': {
    type: 'string',
    default: null,
    doc: "With group.protocol=consumer: the coordinator's assignor, `uniform` or `range`; its default where not set.",
  },
  'session.timeout.ms': {
    type: 'int',
    default: 45_000,
    min: 1,
    importance: 'high',
    doc: 'A member of a classic group from which nothing is heard for so long is taken for dead.',
  },
  'heartbeat.interval.ms': {
    type: 'int',
    default: 3000,
    min: 1,
    importance: 'high',
    doc: 'The time between heartbeats of a member of a classic group. They do not depend on handlers.',
  },
  'partition.assignment.strategy': {
    type: 'list',
    default: ['range', 'cooperative-sticky'],
    doc: `Assignors of a classic group in order of preference: \`range\`, \`roundrobin\`, \`sticky\`, \`cooperative-sticky\`,
      or objects of your own.`,
  },
  'max.poll.records': {
    type: 'int',
    default: 500,
    min: 1,
    doc: 'How many records `poll` and `batches` hand out at once, at most.',
  },
  'enable.auto.commit': {
    type: 'boolean',
    default: true,
    doc: `Commit positions behind processed records every auto.commit.interval.ms, when partitions are revoked and on
      close. Has no effect without group.id.`,
  },
  'auto.commit.interval.ms': {
    type: 'int',
    default: 5000,
    min: 0,
    importance: 'low',
    doc: 'The time between automatic commits.',
  },
  'auto.offset.reset': {
    type: 'string',
    default: 'latest',
    doc: `Where to begin without a committed offset, or where it is out of range: \`earliest\`, \`latest\`, \`none\` (an
      error), or \`by_duration:\` and an ISO 8601 duration such as PT1H (KIP-1106).`,
    validate: (value: string): string | null =>
      /^(?:earliest|latest|none|by_duration:P.+)$/.test(value)
        ? null
        : 'must be earliest, latest, none or by_duration: with a duration such as PT1H',
  },
  'max.partition.fetch.bytes': {
    type: 'int',
    default: 1_048_576,
    min: 0,
    importance: 'high',
    doc: 'What one answer to a fetch may hold of one partition. A record batch that is larger still comes through.',
  },
  'prefetch.max.bytes': {
    type: 'int',
    default: 33_554_432,
    min: 1,
    doc: `How many bytes of record batches may be asked for ahead of the application, over all partitions. (A config of
      Samsa's own.)`,
  },
  'reuse.fetch.buffers': {
    type: 'boolean',
    default: false,
    doc: `Hand records out in the memory that answers are read into again and again, without a copy of their own: a
      record, and any key, value or header of it that is a Buffer, is valid until the application comes back for more (the
      loop's next turn, the handler's end, the next \`poll\`); \`detach()\` copies one that is kept. Saves a fifth of the
      processor time that records of 1 KiB take (of small ones next to nothing), and 10 to 30 MB of memory at full speed.
      Not with \`readable()\`. (A config of Samsa's own.)`,
  },
  'isolation.level': {
    type: 'string',
    default: 'read_committed',
    validValues: ['read_committed', 'read_uncommitted'],
    doc: `\`read_committed\` leaves out records of aborted transactions and stops before the first open one;
      \`read_uncommitted\` reads all. Kafka's own default is read_uncommitted, that of librdkafka and kafkajs this one.`,
  },
  'client.rack': {
    type: 'string',
    default: '',
    importance: 'low',
    doc: "Where this client is, in the words of the brokers' broker.rack: fetches go to a replica nearby (KIP-392).",
  },
} as const;

/** Kafka 4.3's consumer configs with types, ranges and defaults: what ConsumerOptions is made from. */
export const consumerConfigs: ConfigTable<ConsumerDefinitions> = defineConfigs({
  ...commonDefinitions,
  ...consumingDefinitions,
  ...ownDefinitions,
});
