/**
 * The configs of a producer, with the names of Kafka 4.3's and its defaults but for `linger.ms`, which is 0: batches fill
 * while a request is out, without anybody waiting for a timer (docs/decisions/0010). Rules across several of them are
 * Java's, and stand in `checkProducerConfig`.
 */
import { defineConfigs, type ConfigTable, type ConfigValues } from '#kernel';
import { commonDefinitions, type CommonDefinitions } from '../config/common-configs.ts';
import { invalidConfig } from '../config/parse-options.ts';

const INT_MAX = 0x7fffffff;

export type ProducerDefinitions = Omit<CommonDefinitions, keyof typeof ownDefinitions> & typeof ownDefinitions;
/** The values of all producer configs, parsed, defaults filled in. */
export type ProducerConfig = ConfigValues<ProducerDefinitions>;

const ownDefinitions = {
  acks: {
    type: 'string',
    default: 'all',
    validValues: ['all', '-1', '0', '1'],
    doc: `Who must have a batch before it counts as written: \`all\` (or -1) in-sync replicas, the leader alone (1), or
      nobody (0: it was handed to the connection, and no offset is known).`,
  },
  'enable.idempotence': {
    type: 'boolean',
    default: true,
    doc: `Whether batches carry a producer id and sequence numbers, so that a retry writes nothing twice and keeps the
      order. It needs acks=all, retries above 0 and at most 5 requests in flight per connection; where one of those is set
      otherwise and this is not set at all, it is off.`,
  },
  'batch.size': {
    type: 'int',
    default: 16_384,
    min: 0,
    doc: `Bytes from which a batch is sent without waiting for \`linger.ms\` or for requests that are out. While it cannot
      be sent it goes on growing, up to max.request.size. 0 sends each record in a batch of its own.`,
  },
  'linger.ms': {
    type: 'long',
    default: 0,
    min: 0,
    doc: `How long a batch waits for more records. With 0 it leaves at the end of the turn of the event loop where nothing is
      out to its broker, and otherwise when an answer comes or batch.size is reached.`,
  },
  'max.request.size': {
    type: 'int',
    default: 1_048_576,
    min: 1,
    doc: 'The largest request in bytes, and so the largest record before compression.',
  },
  'buffer.memory': {
    type: 'long',
    default: 33_554_432,
    min: 1,
    doc: 'Bytes for records that are not acknowledged. Where they are used up, `send` waits and `trySend` declines.',
  },
  'max.block.ms': {
    type: 'long',
    default: 60_000,
    min: 0,
    doc: `How long \`send\` waits for metadata and memory, and how long initTransactions, sendOffsets, commitTransaction and
      abortTransaction wait for the cluster.`,
  },
  'delivery.timeout.ms': {
    type: 'int',
    default: 120_000,
    min: 0,
    doc: `From \`send\` (once the record has its place in a batch) to success or failure, retries included. It is at least
      linger.ms + request.timeout.ms.`,
  },
  retries: {
    type: 'int',
    default: 2_147_483_647,
    min: 0,
    doc: 'How often a batch is sent again after a failure that may pass. delivery.timeout.ms is the bound that is meant.',
  },
  'max.in.flight.requests.per.connection': {
    type: 'int',
    default: 5,
    min: 1,
    doc: `Requests to one broker that may be out at once. Without idempotence more than 1 lets a retry overtake what was
      sent after it.`,
  },
  'compression.type': {
    type: 'string',
    default: 'none',
    validValues: ['none', 'gzip', 'snappy', 'lz4', 'zstd'],
    doc: 'How batches are compressed. Large ones in gzip and zstd are compressed away from the event loop.',
  },
  'compression.gzip.level': {
    type: 'int',
    default: -1,
    validate: (level: number): string | null =>
      level === -1 || (level >= 1 && level <= 9) ? null : 'must be 1 (fast) to 9 (small), or -1 for the default',
    doc: '1 (fast) to 9 (small); -1 is the default of zlib.',
  },
  'compression.lz4.level': {
    type: 'int',
    default: 9,
    min: 1,
    max: 17,
    doc: "Taken for compatibility: this client's encoder has one level.",
  },
  'compression.zstd.level': {
    type: 'int',
    default: 3,
    min: -131_072,
    max: 22,
    doc: '1 (fast) to 22 (small); negative ones are faster still.',
  },
  'partitioner.ignore.keys': {
    type: 'boolean',
    default: false,
    doc: 'Choose partitions as if records had no keys.',
  },
  'partitioner.adaptive.partitioning.enable': {
    type: 'boolean',
    default: true,
    doc: 'Give fewer records without keys to partitions whose batches queue up (KIP-794).',
  },
  'partitioner.availability.timeout.ms': {
    type: 'long',
    default: 0,
    min: 0,
    doc: `A partition whose broker has taken nothing for so long, while batches wait, gets no records without keys; 0
      switches that off (KIP-794).`,
  },
  'transactional.id': {
    type: 'string',
    default: null,
    validate: (id: string): string | null => (id === '' ? 'must not be empty' : null),
    doc: `Makes the producer transactional. The same id in another process, or after a restart, fences this producer and ends
      what it left open.`,
  },
  'transaction.timeout.ms': {
    type: 'int',
    default: 60_000,
    min: 1,
    doc: "How long a transaction may be open before the coordinator aborts it; at most the broker's transaction.max.timeout.ms.",
  },
  'leave.out.refused.records': {
    type: 'boolean',
    default: false,
    doc: `A record that the broker refuses for what it is (too large, not valid, its timestamp) fails alone: the others of
      its batch are written, and its transaction goes on without it, as it does without one that the producer itself
      cannot send. Otherwise its batch fails with it, and so does the transaction, as with Java's producer. (A config of Samsa's own.)`,
  },
  'metadata.max.idle.ms': {
    type: 'long',
    default: 300_000,
    min: 5000,
    doc: 'A topic to which nothing was sent for so long is forgotten until it is used again.',
  },
} as const;

/** Kafka 4.3's producer configs with types, ranges and defaults: what ProducerOptions is made from. */
export const producerConfigs: ConfigTable<ProducerDefinitions> = defineConfigs({
  ...commonDefinitions,
  ...ownDefinitions,
});

/** The settings that follow from several configs. */
export interface ProducerRules {
  /** -1, 0 or 1. */
  readonly acks: number;
  readonly isIdempotent: boolean;
  readonly deliveryTimeoutMs: number;
}

/** `given` tells which configs the application set itself. Throws INVALID_CONFIG where they contradict each other. */
export function checkProducerConfig(config: ProducerConfig, given: ReadonlySet<string>): ProducerRules {
  const acks = config.acks === 'all' ? -1 : Number(config.acks);
  const isIdempotent = config.enableIdempotence && idempotenceConflict(config, acks, given) === null;
  if (config.transactionalId !== null && !isIdempotent) {
    const conflict = config.enableIdempotence ? idempotenceConflict(config, acks, given) : null;
    throw invalidConfig(conflict ?? 'transactionalId needs enableIdempotence, which is set to false');
  }
  const least = Math.min(config.lingerMs + config.requestTimeoutMs, INT_MAX);
  if (config.deliveryTimeoutMs < least && given.has('deliveryTimeoutMs')) {
    throw invalidConfig(
      `deliveryTimeoutMs must be at least lingerMs + requestTimeoutMs, which is ${least}, not ${config.deliveryTimeoutMs}`,
    );
  }
  return { acks, isIdempotent, deliveryTimeoutMs: Math.max(config.deliveryTimeoutMs, least) };
}

/** Why there can be no idempotence; throws where it was asked for in so many words. */
function idempotenceConflict(config: ProducerConfig, acks: number, given: ReadonlySet<string>): string | null {
  const inFlight = config.maxInFlightRequestsPerConnection;
  const conflict =
    acks !== -1
      ? `acks must be 'all' for an idempotent producer, not '${config.acks}'`
      : config.retries === 0
        ? 'retries must be above 0 for an idempotent producer'
        : inFlight > 5
          ? `maxInFlightRequestsPerConnection must be at most 5 for an idempotent producer, not ${inFlight}`
          : null;
  const isMeant = given.has('enableIdempotence') || config.transactionalId !== null;
  if (conflict !== null && isMeant) throw invalidConfig(conflict);
  return conflict;
}
