import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALL_BROKERS, ConfigResourceType } from '#metadata';
import { errorForCode } from '#protocol';
import { parseBrokerConfig } from './config/index.ts';
import { configRules } from './config-rules.ts';

const { TOPIC, BROKER, GROUP, CLIENT_METRICS, BROKER_LOGGER } = ConfigResourceType;
const rules = configRules(parseBrokerConfig({ options: { 'log.retention.hours': '2' } }).config);

function verdict(type: number, name: string, configs: Record<string, string>): string {
  const error = rules.validate({ type, name }, new Map(Object.entries(configs)));
  return error === null ? 'NONE' : `${errorForCode(error.errorCode).name}: ${error.errorMessage}`;
}

test('an unknown topic config is INVALID_CONFIG and names the nearest one', () => {
  const text = verdict(TOPIC, 'orders', { 'retention.millis': '1' });
  assert.equal(text, 'INVALID_CONFIG: Unknown topic config name: retention.millis, did you mean retention.ms?');
});

test('a topic config of the wrong type or out of range is INVALID_CONFIG', () => {
  assert.match(verdict(TOPIC, 'orders', { 'retention.ms': 'soon' }), /^INVALID_CONFIG: .*retention\.ms/);
  assert.match(verdict(TOPIC, 'orders', { 'segment.bytes': '10' }), /^INVALID_CONFIG: .*segment\.bytes/);
  assert.equal(verdict(TOPIC, 'orders', { 'retention.ms': '-1', 'cleanup.policy': 'compact,delete' }), 'NONE');
});

test('min.compaction.lag.ms above max.compaction.lag.ms is INVALID_CONFIG', () => {
  const lags = { 'min.compaction.lag.ms': '2000', 'max.compaction.lag.ms': '1000' };
  assert.match(verdict(TOPIC, 'orders', lags), /^INVALID_CONFIG: min\.compaction\.lag\.ms/);
});

test('what a broker cannot change while it runs, or does not know, is INVALID_REQUEST', () => {
  assert.match(verdict(BROKER, '1', { 'node.id': '2' }), /^INVALID_REQUEST: .*node\.id/);
  assert.match(verdict(BROKER, '1', { 'no.such.key': '2' }), /^INVALID_REQUEST: .*no\.such\.key/);
  assert.match(verdict(BROKER, '1', { 'log.retention.ms': 'soon' }), /^INVALID_REQUEST: .*log\.retention\.ms/);
  assert.equal(verdict(BROKER, ALL_BROKERS, { 'log.retention.ms': '1000' }), 'NONE');
});

test('a broker takes nothing with which it could not have started', () => {
  const wrong = [
    { 'log.retention.ms': '0' },
    { 'max.connections.per.ip': '0' },
    { 'max.connections.per.ip.overrides': 'nowhere' },
    { 'log.cleaner.dedupe.buffer.size': '1000' },
    { 'cordoned.log.dirs': '/nowhere' },
  ];
  for (const configs of wrong) {
    assert.match(verdict(BROKER, '1', configs), /^INVALID_REQUEST/, JSON.stringify(configs));
  }
  assert.equal(verdict(BROKER, '1', { 'cordoned.log.dirs': 'data' }), 'NONE');
});

test('a key for one listener obeys the rules of the key behind the prefix, and secrets of TLS need one', () => {
  assert.equal(verdict(BROKER, ALL_BROKERS, { 'listener.name.plaintext.max.connections': '5' }), 'NONE');
  assert.match(verdict(BROKER, '1', { 'listener.name.plaintext.max.connections': '-5' }), /^INVALID_REQUEST/);
  assert.match(verdict(BROKER, '1', { 'listener.name.plaintext.node.id': '5' }), /^INVALID_REQUEST/);
  assert.equal(verdict(BROKER, '1', { 'listener.name.ssl.ssl.keystore.location': '/k' }), 'NONE');
  assert.match(verdict(BROKER, ALL_BROKERS, { 'listener.name.ssl.ssl.keystore.location': '/k' }), /^INVALID_REQUEST/);
  assert.match(verdict(BROKER, '1', { 'ssl.keystore.location': '/k' }), /listener prefix/);
  assert.match(verdict(BROKER, '1', { listeners: 'PLAINTEXT://:1' }), /^INVALID_REQUEST/);
});

test("a group's configs keep within the bounds that the broker sets", () => {
  const wrong = [
    { 'consumer.session.timeout.ms': '1' },
    { 'consumer.session.timeout.ms': '70000' },
    { 'consumer.heartbeat.interval.ms': '15001' },
    { 'share.record.lock.duration.ms': '3600000' },
    { 'share.partition.max.record.locks': '100000' },
    { 'streams.num.standby.replicas': '3' },
    { 'consumer.assignment.interval.ms': '99999999' },
  ];
  for (const configs of wrong) {
    assert.match(verdict(GROUP, 'readers', configs), /^INVALID_CONFIG: .* must be /, JSON.stringify(configs));
  }
  const bounds = configRules(
    parseBrokerConfig({ options: { 'group.consumer.max.session.timeout.ms': '80000' } }).config,
  );
  const configs = new Map([['consumer.session.timeout.ms', '70000']]);
  assert.equal(bounds.validate({ type: GROUP, name: 'readers' }, configs), null);
});

test('a per-broker config cannot be set for all brokers at once', () => {
  assert.match(
    verdict(BROKER, ALL_BROKERS, { 'ssl.keystore.location': '/k' }),
    /^INVALID_REQUEST: .*broker id must be specified/,
  );
});

test('groups and client metrics have configs of their own, loggers none', () => {
  assert.equal(verdict(GROUP, 'readers', { 'consumer.session.timeout.ms': '50000' }), 'NONE');
  assert.match(verdict(GROUP, 'readers', { 'retention.ms': '1' }), /^INVALID_CONFIG/);
  assert.equal(verdict(CLIENT_METRICS, 'all', { metrics: '*', 'interval.ms': '1000' }), 'NONE');
  assert.match(verdict(BROKER_LOGGER, '1', { root: 'INFO' }), /^INVALID_REQUEST/);
});

test("a topic's defaults are what the broker was started with, in the topic's unit", () => {
  assert.equal(rules.defaultValue(TOPIC, 'retention.ms'), '7200000');
  assert.equal(rules.defaultValue(TOPIC, 'cleanup.policy'), 'delete');
  assert.ok(rules.isList(TOPIC, 'cleanup.policy') && !rules.isList(TOPIC, 'retention.ms'));
});
