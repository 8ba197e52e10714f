/** What is made of options, and what is refused: kafkajs's scenarios of `index.spec`, `loggers`, `retry` and `errors`. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { ClientError, type ErrorContext } from '#client';
import { errorForCode } from '#protocol';
import { afterRetries, toKafkaJSError } from './error-conversion.ts';
import { legacyHash } from './legacy-hash.ts';
import {
  Kafka,
  KafkaJSConnectionError,
  KafkaJSError,
  KafkaJSNonRetriableError,
  KafkaJSNotImplemented,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSOffsetOutOfRange,
  KafkaJSProtocolError,
  KafkaJSRequestTimeoutError,
  KafkaJSSASLAuthenticationError,
  KafkaJSServerDoesNotSupportApiKey,
  KafkaJSUnsupportedMagicByteInMessageSet,
  type KafkaConfig,
  type LogEntry,
  logLevel,
  type PartitionMetadata,
  Partitioners,
} from './index.ts';
import { retryBudget } from './retry-budget.ts';
import { saslOf, tlsOf } from './security-options.ts';

const brokers = ['127.0.0.1:1'];

/** As the client makes them. */
function errorFor(code: number | string, message: string | null = null, context: ErrorContext = {}): ClientError {
  const { name, ...entry } =
    typeof code === 'number' ? errorForCode(code) : { name: code, retriable: false, message: code };
  return new ClientError(name, message ?? entry.message, { retriable: entry.retriable, ...context });
}

describe('Kafka', () => {
  test('refuses by name what the client has no way to do', () => {
    const refused: [Partial<KafkaConfig>, RegExp][] = [
      [{ socketFactory: () => assert.fail() }, /socketFactory is not taken/],
      [
        { sasl: { mechanism: 'aws', authorizationIdentity: 'a', accessKeyId: 'b', secretAccessKey: 'c' } },
        /aws is not taken/,
      ],
      [
        { sasl: { mechanism: 'own', authenticationProvider: () => ({ authenticate: async () => undefined }) } },
        /authenticationProvider/,
      ],
      [{ ssl: { checkServerIdentity: () => undefined } }, /ssl.checkServerIdentity is not taken/],
    ];
    for (const [config, message] of refused) {
      assert.throws(
        () => new Kafka({ brokers, ...config }),
        (error) => error instanceof KafkaJSNotImplemented && message.test(error.message),
      );
    }
    const sasl: unknown = { mechanism: 'kerberos' };
    assert.throws(() => saslOf(sasl as KafkaConfig['sasl']), /no SASL mechanism kerberos/);
  });

  test("ssl and sasl are the client's", async () => {
    assert.deepEqual([tlsOf(undefined), tlsOf(false), tlsOf(true)], [undefined, undefined, {}]);
    const tls = tlsOf({ ca: ['pem'], servername: 'broker', rejectUnauthorized: false, minVersion: 'TLSv1.3' });
    assert.deepEqual(
      [tls?.ca, tls?.serverName, tls?.rejectUnauthorized, tls?.minVersion],
      [['pem'], 'broker', false, 'TLSv1.3'],
    );
    assert.deepEqual(saslOf({ mechanism: 'plain', username: 'u', password: 'p' }), {
      mechanism: 'PLAIN',
      username: 'u',
      password: 'p',
    });
    assert.equal(saslOf({ mechanism: 'scram-sha-512', username: 'u', password: 'p' })?.mechanism, 'SCRAM-SHA-512');
    const bearer = saslOf({ mechanism: 'oauthbearer', oauthBearerProvider: async () => ({ value: 'token' }) });
    assert.ok(bearer?.mechanism === 'OAUTHBEARER' && 'token' in bearer && typeof bearer.token === 'function');
    assert.equal(await bearer.token(), 'token');
  });

  test("retry: the time is the one that kafkajs's waits and attempts take", () => {
    const budget = retryBudget({ initialRetryTime: 100, maxRetryTime: 300 }, { retries: 4 });
    assert.deepEqual([budget.retries, budget.waitMs, budget.totalMs(10)], [4, 100 + 200 + 300 + 300, 950]);
    assert.equal(retryBudget({ retries: Number.MAX_SAFE_INTEGER }).totalMs(30_000), 2_147_483_647);
    assert.deepEqual([retryBudget().retries, retryBudget().waitMs], [5, 9300]);
  });

  test('a logger has levels, namespaces and a logCreator', () => {
    const entries: LogEntry[] = [];
    const levels: number[] = [];
    const kafka = new Kafka({
      brokers,
      logLevel: logLevel.WARN,
      logCreator: (level) => {
        levels.push(level);
        return (entry) => entries.push(entry);
      },
    });
    const logger = kafka.logger();
    logger.info('not written');
    logger.warn('written', { groupId: 'g' });
    const quiet = logger.namespace('Quiet', logLevel.NOTHING);
    quiet.error('not written');
    logger.setLogLevel(logLevel.DEBUG);
    logger.namespace('Chatty').debug('written too');
    assert.deepEqual(levels, [logLevel.WARN]);
    assert.deepEqual(
      entries.map(({ namespace, label, log }) => [namespace, label, log.message, log['groupId']]),
      [
        ['', 'WARN', 'written', 'g'],
        ['Chatty', 'DEBUG', 'written too', undefined],
      ],
    );
    assert.match(entries[0]!.log.timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test('require() gives the same module, as nothing in it waits while it is loaded', () => {
    const required = createRequire(import.meta.url)('#kafkajs') as typeof import('./index.ts');
    assert.equal(required.Kafka, Kafka);
  });
});

describe('Errors', () => {
  test('codes of brokers are KafkaJSProtocolErrors, by the names that kafkajs has for them', () => {
    const types = [6, 14, 15, 16, 3].map((code) => {
      const error = toKafkaJSError(errorFor(code));
      assert.ok(error instanceof KafkaJSProtocolError && error.code === code && error.retriable);
      return error.type;
    });
    assert.deepEqual(types, [
      'NOT_LEADER_FOR_PARTITION',
      'GROUP_LOAD_IN_PROGRESS',
      'GROUP_COORDINATOR_NOT_AVAILABLE',
      'NOT_COORDINATOR_FOR_GROUP',
      'UNKNOWN_TOPIC_OR_PARTITION',
    ]);
  });

  test("each failure has kafkajs's class, and the client's error as its cause", () => {
    const classes: [Error, abstract new (...args: never[]) => Error][] = [
      [errorFor('OFFSET_OUT_OF_RANGE', null, { topic: 't', partition: 1 }), KafkaJSOffsetOutOfRange],
      [errorFor('SASL_AUTHENTICATION_FAILED'), KafkaJSSASLAuthenticationError],
      [errorFor('NETWORK_EXCEPTION'), KafkaJSConnectionError],
      [errorFor('BOOTSTRAP_FAILED'), KafkaJSConnectionError],
      [errorFor('REQUEST_TIMED_OUT'), KafkaJSRequestTimeoutError],
      [errorFor('UNSUPPORTED_VERSION'), KafkaJSServerDoesNotSupportApiKey],
      [errorFor('CLIENT_CLOSED'), KafkaJSNonRetriableError],
    ];
    for (const [error, kind] of classes) {
      const converted = toKafkaJSError(error);
      assert.ok(converted instanceof kind && converted instanceof KafkaJSError, error.message);
      assert.deepEqual([converted.cause, converted.message, converted.name], [error, error.message, kind.name]);
    }
    const own = new Error("the application's own");
    assert.equal(toKafkaJSError(own), own);
  });

  test('after retries what could pass is KafkaJSNumberOfRetriesExceeded, what could not is KafkaJSNonRetriableError', () => {
    const spent = { retryCount: 5, retryTime: 100 };
    const passing = afterRetries(errorFor('REQUEST_TIMED_OUT', null, { cause: errorFor('NETWORK_EXCEPTION') }), spent);
    assert.ok(passing instanceof KafkaJSNumberOfRetriesExceeded && passing.cause instanceof KafkaJSConnectionError);
    assert.deepEqual([passing.retryCount, passing.retryTime, passing.retriable], [5, 100, false]);
    const final = afterRetries(errorFor('TOPIC_AUTHORIZATION_FAILED'), spent);
    assert.ok(final instanceof KafkaJSNonRetriableError && !(final instanceof KafkaJSNumberOfRetriesExceeded));
    assert.equal((final.cause as KafkaJSProtocolError).type, 'TOPIC_AUTHORIZATION_FAILED');
  });

  test('errors can be made as with kafkajs', () => {
    assert.deepEqual([new KafkaJSError('x').retriable, new KafkaJSNonRetriableError('x').retriable], [true, false]);
    const error = new KafkaJSUnsupportedMagicByteInMessageSet('x');
    assert.deepEqual(
      [error.name, String(error)],
      ['KafkaJSUnsupportedMagicByteInMessageSet', 'KafkaJSUnsupportedMagicByteInMessageSet: x'],
    );
  });
});

describe('Partitioners', () => {
  const partitionMetadata = (leaders: readonly number[]): PartitionMetadata[] =>
    leaders.map((leader, partitionId) => ({ partitionErrorCode: 0, partitionId, leader, replicas: [1], isr: [1] }));

  test('DefaultPartitioner: the same key always goes where Java puts it', () => {
    const choose = Partitioners.DefaultPartitioner();
    const place = (key: string) =>
      choose({ topic: 't', partitionMetadata: partitionMetadata(Array(100).fill(1)), message: { key, value: '' } });
    // As kafkajs 2.2.4 answers.
    assert.deepEqual(['a', 'b', 'c', 'key-1', 'ключ'].map(place), PLACES.java);
    assert.equal(Partitioners.JavaCompatiblePartitioner, Partitioners.DefaultPartitioner);
  });

  test('LegacyPartitioner: the same key goes where kafkajs 1 put it', () => {
    const choose = Partitioners.LegacyPartitioner();
    const place = (key: string) =>
      choose({ topic: 't', partitionMetadata: partitionMetadata(Array(100).fill(1)), message: { key, value: '' } });
    assert.deepEqual(['a', 'b', 'c', 'key-1', 'ключ', 'a longer key, of some words'].map(place), PLACES.legacy);
    assert.deepEqual(
      HASHES.map(([key]) => legacyHash(Buffer.from(key))),
      HASHES.map(([, hash]) => hash),
    );
  });

  test('without a key the partitions that have a leader take turns, or all where none has', () => {
    const choose = Partitioners.DefaultPartitioner();
    const places = (leaders: number[]) =>
      Array.from({ length: 4 }, () =>
        choose({ topic: String(leaders), partitionMetadata: partitionMetadata(leaders), message: { value: '' } }),
      );
    assert.deepEqual(places([1, -1, 1]), [0, 2, 0, 2]);
    assert.deepEqual(places([-1, -1]), [0, 1, 0, 1]);
    assert.equal(
      choose({
        topic: 't',
        partitionMetadata: partitionMetadata([1, 1]),
        message: { key: 'a', value: '', partition: 0 },
      }),
      0,
    );
  });
});

const PLACES = {
  java: [24, 96, 94, 40, 24],
  legacy: [15, 58, 81, 51, 22, 39],
};

/** Keys of all lengths modulo four, and hashes as kafkajs's legacy partitioner makes them. */
const HASHES: readonly (readonly [string, number])[] = [
  ['', 275646684],
  ['x', 406228845],
  ['xy', -783021397],
  ['xyz', 1718087118],
  ['wxyz', -1022027223],
  ['vwxyz', -1424505299],
  ['order-4711', -918796317],
  ['é€😀', -1817070239],
];
