/** The configs of a registry, with the names and, where nothing else is said, the defaults of Confluent's. What connects it to Kafka begins with `kafkastore.`. */
import { defineConfigs, KafkaError, type ConfigTable, type ConfigValues, type RawConfigs } from '#kernel';
import type { RegistrySettings } from '../registry-types.ts';

export type RegistryDefinitions = typeof registryDefinitions;
/** The parsed values. */
export type RegistryConfig = ConfigValues<RegistryDefinitions>;

const registryDefinitions = {
  'kafkastore.topic': {
    type: 'string',
    default: '_schemas',
    importance: 'high',
    doc: `The topic that holds all that is registered: one partition, compacted. It is created where it is missing, and
      refused where it is otherwise.`,
  },
  'kafkastore.topic.replication.factor': {
    type: 'int',
    default: 3,
    min: 1,
    importance: 'high',
    doc: 'How many replicas the topic is created with; as many as there are brokers where these are fewer.',
  },
  'kafkastore.bootstrap.servers': {
    type: 'list',
    default: [],
    importance: 'high',
    doc: 'Brokers to find the cluster by, as `host:port` or `PROTOCOL://host:port`.',
  },
  'kafkastore.timeout.ms': {
    type: 'int',
    default: 10_000,
    min: 1,
    doc: `How long a write may take, and then how long until it was read again; later, a request is answered with 50002.
      Confluent's registry has 500, which is less than a busy disk may take.`,
  },
  'kafkastore.init.timeout.ms': {
    type: 'int',
    default: 60_000,
    min: 1,
    doc: 'How long a request waits for the topic to be read at the start, and for a leader to be elected.',
  },
  'schema.registry.group.id': {
    type: 'string',
    default: 'schema-registry',
    doc: `The group by which registries elect the one that writes, and, with the topic, the transactional id under which
      it does. Registries on one topic must have the same.`,
  },
  'host.name': {
    type: 'string',
    default: '',
    importance: 'high',
    doc: 'The host under which the other registries reach this one; the one it listens on where empty.',
  },
  'inter.instance.protocol': {
    type: 'string',
    default: 'http',
    validValues: ['http', 'https'],
    importance: 'low',
    doc: 'How the other registries reach this one.',
  },
  'leader.eligibility': {
    type: 'boolean',
    default: true,
    doc: 'Whether this registry may become the one that writes.',
  },
  'leader.election.sticky': {
    type: 'boolean',
    default: true,
    importance: 'low',
    doc: 'Whether the one that writes goes on when another joins whose URL is smaller.',
  },
  'kafkagroup.session.timeout.ms': {
    type: 'int',
    default: 10_000,
    min: 1,
    importance: 'low',
    doc: 'A registry that has not been heard of for so long is no longer in the group.',
  },
  'kafkagroup.heartbeat.interval.ms': {
    type: 'int',
    default: 3000,
    min: 1,
    importance: 'low',
    doc: 'How often a registry tells the group that it is there.',
  },
  'kafkagroup.rebalance.timeout.ms': {
    type: 'int',
    default: 300_000,
    min: 1,
    importance: 'low',
    doc: 'How long the group waits for its members when it elects a leader.',
  },
  'schema.compatibility.level': {
    type: 'string',
    default: 'BACKWARD',
    validValues: [
      'NONE',
      'BACKWARD',
      'BACKWARD_TRANSITIVE',
      'FORWARD',
      'FORWARD_TRANSITIVE',
      'FULL',
      'FULL_TRANSITIVE',
    ],
    importance: 'high',
    doc: 'How new versions of a subject must go with those before, where no config in the registry says otherwise.',
  },
  'mode.mutability': {
    type: 'boolean',
    default: true,
    doc: 'Whether modes may be set by requests.',
  },
  'schema.search.default.limit': {
    type: 'int',
    default: 1000,
    min: 1,
    importance: 'low',
    doc: 'How many schemas a listing holds where the request names no limit.',
  },
  'samsa.schema.max.length': {
    type: 'int',
    default: 4_194_304,
    min: 1,
    importance: 'low',
    doc: 'A schema of more characters is refused (42209).',
  },
  'samsa.command.queue.size': {
    type: 'int',
    default: 10_000,
    min: 1,
    importance: 'low',
    doc: 'How many writes may wait for those before them; one more is refused with 50001.',
  },
  'samsa.compat': {
    type: 'int',
    default: 8,
    min: 7,
    max: 8,
    importance: 'low',
    doc: 'Whose answers it gives where they differ: those of Confluent’s registry 7 or 8.',
  },
} as const;

export const registryConfigs: ConfigTable<RegistryDefinitions> = defineConfigs(registryDefinitions);

/** What of `kafkastore.…` is handed to the clients as it is, without the prefix. */
const CLIENT_KEYS = /^kafkastore\.(security\.protocol|sasl\.|ssl\.)/;
/** Confluent's name of the group, shorter. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['master.eligibility', 'leader.eligibility'],
  ['kafkastore.group.id', 'schema.registry.group.id'],
  ['avro.compatibility.level', 'schema.compatibility.level'],
]);

export interface ParsedRegistryConfig {
  readonly config: RegistryConfig;
  /** Client configs by their Kafka names: `security.protocol`, `sasl.…`, `ssl.…`. */
  readonly client: ReadonlyMap<string, string>;
}

/** Fails with INVALID_CONFIG, in one sentence, for a value that cannot be and for a key that there is not. */
export function parseRegistryConfig(raw: RawConfigs): ParsedRegistryConfig {
  const texts = new Map<string, string>();
  const client = new Map<string, string>();
  const given = raw instanceof Map ? raw.entries() : Object.entries(raw);
  for (const [key, text] of given) {
    if (text === null || text === undefined) continue;
    if (CLIENT_KEYS.test(key)) client.set(key.slice('kafkastore.'.length), text);
    else texts.set(OTHER_NAMES.get(key) ?? key, text);
  }
  const { values, problems, unknown } = registryConfigs.parse(texts);
  const [problem] = problems;
  if (problem !== undefined) throw new KafkaError('INVALID_CONFIG', problem.message);
  const [key] = unknown;
  if (key === undefined) return { config: values, client };
  const meant = registryConfigs.nearest(key);
  throw new KafkaError(
    'INVALID_CONFIG',
    `There is no config ${key} of a registry${meant === null ? '' : `; did you mean ${meant}?`}`,
  );
}

/** `PLAINTEXT://host:port` is `host:port` to a client. */
export function bootstrapServersOf({ kafkastoreBootstrapServers }: RegistryConfig): readonly string[] {
  return kafkastoreBootstrapServers.map((server) => server.replace(/^[A-Za-z_]+:\/\//, ''));
}

/** What decisions go by. */
export function settingsOf(config: RegistryConfig): RegistrySettings {
  return {
    compat: config.samsaCompat === 7 ? 7 : 8,
    compatibilityLevel: config.schemaCompatibilityLevel,
    isModeMutable: config.modeMutability,
    maxSchemaLength: config.samsaSchemaMaxLength,
    schemaSearchLimit: config.schemaSearchDefaultLimit,
  };
}
