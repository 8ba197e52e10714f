import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineConfigs } from '#kernel';
import { isKafkaError } from '../errors.ts';
import { commonConfigs, commonDefinitions } from './common-configs.ts';
import { parseOptions, type OptionsOf } from './parse-options.ts';

const definitions = {
  ...commonDefinitions,
  'linger.ms': { type: 'long', default: 5, min: 0, doc: 'How long to wait.' },
  'compression.type': { type: 'string', default: 'none', validValues: ['none', 'gzip'], doc: 'How.' },
  'a.double': { type: 'double', default: 0.5, doc: 'Half.' },
} as const;
const table = defineConfigs(definitions);

function parse(options: object): ReturnType<typeof parseOptions<typeof definitions>> {
  return parseOptions('producer', table, ['env', 'tls'], options);
}

function complaint(options: object): string {
  try {
    parse(options);
  } catch (error) {
    assert.ok(isKafkaError(error, 'INVALID_CONFIG'));
    return error.message;
  }
  return '';
}

test('options that are not given have the default, those given their own value, and all are frozen', () => {
  const values = parse({ lingerMs: 20, compressionType: 'gzip', aDouble: 1.5, enableMetricsPush: false });
  assert.equal(values.lingerMs, 20);
  assert.equal(values.compressionType, 'gzip');
  assert.equal(values.aDouble, 1.5);
  assert.equal(values.enableMetricsPush, false);
  assert.equal(values.requestTimeoutMs, 30_000);
  assert.equal(values.securityProtocol, null);
  assert.ok(Object.isFrozen(values));
});

test('undefined counts as not given, code options are left alone', () => {
  assert.equal(parse({ lingerMs: undefined, env: {}, tls: { ca: '' } }).lingerMs, 5);
});

test('a list is given as a list or as a text between commas', () => {
  assert.deepEqual(parse({ bootstrapServers: ['a:1', 'b:2'] }).bootstrapServers, ['a:1', 'b:2']);
  assert.deepEqual(parse({ bootstrapServers: 'a:1, b:2' }).bootstrapServers, ['a:1', 'b:2']);
});

test('no limit is said by Infinity or by Number.MAX_SAFE_INTEGER', () => {
  assert.equal(parse({ lingerMs: Number.POSITIVE_INFINITY }).lingerMs, 2 ** 63);
  assert.equal(parse({ lingerMs: Number.MAX_SAFE_INTEGER }).lingerMs, Number.MAX_SAFE_INTEGER);
});

test('an option that does not exist is an error that suggests the one that was meant', () => {
  assert.equal(complaint({ lingerMS: 5 }), 'There is no producer config lingerMS; did you mean lingerMs?');
  assert.equal(complaint({ 'linger.ms': 5 }), 'There is no producer config linger.ms; did you mean lingerMs?');
  assert.equal(complaint({ tsl: {} }), 'There is no producer config tsl; did you mean tls?');
  assert.equal(complaint({ brokers: [] }), 'There is no producer config brokers; did you mean bootstrapServers?');
});

test('a value of the wrong type, out of range or not among the valid ones is named', () => {
  assert.equal(complaint({ lingerMs: '5' }), "lingerMs must be a whole number, not the text '5'");
  assert.equal(complaint({ lingerMs: 1.5 }), 'lingerMs must be a whole number, not 1.5');
  assert.equal(complaint({ lingerMs: Number.NaN }), 'lingerMs must be a whole number, not NaN');
  assert.equal(complaint({ lingerMs: null }), 'lingerMs must be a whole number, not null');
  assert.equal(complaint({ enableMetricsPush: 'yes' }), "enableMetricsPush must be true or false, not the text 'yes'");
  assert.equal(complaint({ bootstrapServers: [1] }), 'bootstrapServers must be a list of texts, not a list');
  assert.match(complaint({ lingerMs: -1 }), /^lingerMs cannot be -1: it must be at least 0/);
  assert.match(complaint({ compressionType: 'rar' }), /^compressionType cannot be rar: it must be one of: none, gzip/);
  assert.match(complaint({ requestTimeoutMs: 2 ** 40 }), /^requestTimeoutMs cannot be 1099511627776: it /);
});

test('the type of the options follows from the table', () => {
  const options: OptionsOf<typeof definitions> = { compressionType: 'gzip', lingerMs: 3, bootstrapServers: 'a:1' };
  assert.equal(parse(options).compressionType, 'gzip');
});

test('the common configs have the defaults of Kafka 4.3', () => {
  const values = parseOptions('admin', commonConfigs, [], {});
  assert.equal(values.reconnectBackoffMs, 50);
  assert.equal(values.reconnectBackoffMaxMs, 1000);
  assert.equal(values.retryBackoffMs, 100);
  assert.equal(values.retryBackoffMaxMs, 1000);
  assert.equal(values.metadataMaxAgeMs, 300_000);
  assert.equal(values.socketConnectionSetupTimeoutMs, 10_000);
  assert.equal(values.socketConnectionSetupTimeoutMaxMs, 30_000);
  assert.equal(values.metadataRecoveryStrategy, 'rebootstrap');
});
