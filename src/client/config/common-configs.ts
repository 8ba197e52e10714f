/**
 * The configs that every client has, with the names and defaults of Kafka 4.3's clients. A kind of client makes its table
 * of these and its own: `{ ...commonDefinitions, 'linger.ms': … }`; where a default differs it says so there.
 */
import { defineConfigs, type ConfigTable, type ConfigValues } from '#kernel';

/** The table of them, as a type. */
export type CommonDefinitions = typeof commonDefinitions;
/** The parsed values that connections and metadata go by. */
export type CommonConfig = ConfigValues<CommonDefinitions>;

/** For the tables of clients and of what is built on them. */
export const commonDefinitions = {
  'bootstrap.servers': {
    type: 'list',
    default: [],
    importance: 'high',
    doc: `Brokers to find the cluster by, as \`host:port\`. Any one of them is enough; more are for the case that one is
      down. All addresses that a host name stands for are tried.`,
  },
  'client.id': {
    type: 'string',
    default: '',
    doc: 'A name that goes with every request, so that logs, metrics and quotas of brokers can tell clients apart.',
  },
  'client.dns.lookup': {
    type: 'string',
    default: 'use_all_dns_ips',
    validValues: ['use_all_dns_ips', 'resolve_canonical_bootstrap_servers_only'],
    doc: 'How host names become addresses. Both ways try one address after the other until one takes the connection.',
  },
  'request.timeout.ms': {
    type: 'int',
    default: 30_000,
    min: 1,
    doc: 'How long to wait for the answer to one request. After it the connection is closed, and the request may be retried.',
  },
  'retry.backoff.ms': {
    type: 'long',
    default: 100,
    min: 0,
    doc: 'How long to wait before the first retry of a request that failed. Each further one doubles it, with 20 % of jitter.',
  },
  'retry.backoff.max.ms': {
    type: 'long',
    default: 1000,
    min: 0,
    doc: 'The longest wait between retries of a request.',
  },
  'reconnect.backoff.ms': {
    type: 'long',
    default: 50,
    min: 0,
    doc: `How long to wait before connecting again to a broker that could not be reached. Each failure in a row doubles
      it, with 20 % of jitter.`,
  },
  'reconnect.backoff.max.ms': {
    type: 'long',
    default: 1000,
    min: 0,
    doc: 'The longest wait between attempts to connect to one broker.',
  },
  'socket.connection.setup.timeout.ms': {
    type: 'long',
    default: 10_000,
    min: 1,
    doc: 'How long one attempt to connect (TLS included) may take. Each failure in a row doubles it, with 20 % of jitter.',
  },
  'socket.connection.setup.timeout.max.ms': {
    type: 'long',
    default: 30_000,
    min: 1,
    doc: 'The longest that one attempt to connect may take.',
  },
  'connections.max.idle.ms': {
    type: 'long',
    default: 540_000,
    min: -1,
    doc: 'A connection over which nothing went for so long is closed; -1 keeps it.',
  },
  'metadata.max.age.ms': {
    type: 'long',
    default: 300_000,
    min: 0,
    doc: 'After so long metadata is fetched anew even where nothing has failed, so that new brokers and partitions are seen.',
  },
  'metadata.recovery.strategy': {
    type: 'string',
    default: 'rebootstrap',
    validValues: ['none', 'rebootstrap'],
    doc: `What to do when none of the known brokers can be reached: \`rebootstrap\` starts over from bootstrap.servers,
      \`none\` goes on with the brokers that are known.`,
  },
  'metadata.recovery.rebootstrap.trigger.ms': {
    type: 'long',
    default: 300_000,
    min: 0,
    doc: 'Where metadata could not be had for so long, the client starts over from bootstrap.servers although brokers are connected.',
  },
  'metadata.cluster.check.enable': {
    type: 'boolean',
    default: true,
    doc: `Tell a broker on every new connection which cluster and which broker are meant (KIP-1242), where it can be told:
      an address that another cluster has taken over makes the client start over from bootstrap.servers.`,
  },
  'security.protocol': {
    type: 'string',
    default: null,
    validValues: ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'],
    doc: 'How to talk to brokers. Where it is not set, it follows from `tls` and `sasl`: PLAINTEXT where both are absent.',
  },
  'sasl.mechanism': {
    type: 'string',
    default: null,
    doc: 'The SASL mechanism. Where it is not set, it is the one that `sasl` names.',
  },
  'enable.metrics.push': {
    type: 'boolean',
    default: true,
    importance: 'low',
    doc: 'Whether metrics of the client are sent to the cluster where it asks for them (KIP-714).',
  },
} as const;

export const commonConfigs: ConfigTable<CommonDefinitions> = defineConfigs(commonDefinitions);
