/** The configs of a streams application, with the names and, where nothing else is said, the defaults of Kafka Streams 4.3. */
import { commonDefinitions, type CommonDefinitions } from '#client';
import { type ConfigTable, type ConfigValues, defineConfigs } from '#kernel';

export type StreamsDefinitions = CommonDefinitions & typeof ownDefinitions;
/** The parsed values. */
export type StreamsConfig = ConfigValues<StreamsDefinitions>;

const ownDefinitions = {
  'processing.guarantee': {
    type: 'string',
    default: 'at_least_once',
    validValues: ['at_least_once', 'exactly_once_v2'],
    importance: 'high',
    doc: `\`exactly_once_v2\`: what a record leads to, and that it was processed, becomes visible in one transaction (KIP-447).
      \`at_least_once\`: a crash repeats what was processed since the last commit.`,
  },
  'commit.interval.ms': {
    type: 'long',
    default: null,
    min: 0,
    doc: 'How often what was processed is committed. 30,000 where it is not set, and 100 with exactly_once_v2.',
  },
  'num.stream.threads': {
    type: 'int',
    default: 1,
    min: 1,
    doc: `How many members of the group this instance is, each with tasks, a consumer and a producer of its own. They share the
      event loop that started them, or have a worker thread each where the application was started by startStreams.`,
  },
  'num.standby.replicas': {
    type: 'int',
    default: null,
    min: 0,
    doc: `How many other instances keep a copy of each store. It is the group's config streams.num.standby.replicas at the
      broker, which is set to it at the start where it is given.`,
  },
  'state.dir': {
    type: 'string',
    default: null,
    importance: 'high',
    doc: `Where persistent stores keep their files, in a directory for each application, which one instance at a time may have;
      a directory of the system's for temporary files where it is not set.`,
  },
  'application.server': {
    type: 'string',
    default: '',
    doc: '`host:port` at which other instances reach this one for interactive queries. It answers them only where this is set.',
  },
  'application.server.listen': {
    type: 'string',
    default: '127.0.0.1',
    doc: `The address that interactive queries are answered on, with the port of application.server: \`0.0.0.0\` for all of the
      machine's. Nobody has to say who he is there, so that it belongs into a network of one's own.`,
  },
  'statestore.cache.max.bytes': {
    type: 'long',
    default: 10_485_760,
    min: 0,
    doc: `How much stores hold back until the next commit, in bytes, of all threads together: of several changes of a row the last
      one goes on, and into the changelog. 0: every change goes on at once. A store is left out of it by \`caching: false\`.`,
  },
  'statestore.uncommitted.max.bytes': {
    type: 'long',
    default: 67_108_864,
    min: -1,
    doc: `How much persistent stores keep in memory until they are committed, in bytes, of all threads together: when it is more
      they are committed at once, whatever commit.interval.ms says (KIP-892). -1: without a bound.`,
  },
  'buffered.records.per.partition': {
    type: 'int',
    default: 1000,
    min: 1,
    doc: 'So many records of a partition wait for their task at most before the partition is paused.',
  },
  'max.task.idle.ms': {
    type: 'long',
    default: 0,
    min: -1,
    doc: `How long a task waits for a partition that has nothing, so that records of several are processed in the order of
      their times: 0 waits for what is known to be at the broker, -1 for nothing (KIP-695).`,
  },
  'max.poll.records': {
    type: 'int',
    default: 1000,
    min: 1,
    doc: 'How many records are put into queues at once, at most.',
  },
  'max.poll.interval.ms': {
    type: 'int',
    default: 300_000,
    min: 1,
    doc: 'How long the group waits in a rebalance until a member has given up tasks.',
  },
  'default.api.timeout.ms': {
    type: 'int',
    default: 60_000,
    min: 0,
    doc: 'How long calls to brokers may take, retries included.',
  },
  'task.timeout.ms': {
    type: 'long',
    default: 300_000,
    min: 0,
    doc: 'How long brokers may fail to take commits before the thread ends with their error.',
  },
  'transaction.timeout.ms': {
    type: 'int',
    default: 10_000,
    min: 1,
    doc: 'With exactly_once_v2: how long a transaction may be open before its coordinator aborts it.',
  },
  'replication.factor': {
    type: 'int',
    default: -1,
    min: -1,
    importance: 'high',
    doc: 'Of the topics that the application makes for itself; -1: as the broker does by default.',
  },
  'repartition.purge.interval.ms': {
    type: 'long',
    default: 30_000,
    min: 0,
    importance: 'low',
    doc: 'How often records of repartition topics that were processed are deleted, at most.',
  },
  'metrics.recording.level': {
    type: 'string',
    default: 'INFO',
    validValues: ['INFO', 'DEBUG', 'TRACE'],
    importance: 'low',
    doc: 'Which metrics there are: those of INFO, of DEBUG and INFO, or all.',
  },
  'client.rack': {
    type: 'string',
    default: '',
    importance: 'low',
    doc: 'Where the application runs: told to the group, and read from followers there.',
  },
} as const;

const definitions: StreamsDefinitions = { ...commonDefinitions, ...ownDefinitions };

/** All configs of a streams application. */
export const streamsConfigs: ConfigTable<StreamsDefinitions> = defineConfigs(definitions);
