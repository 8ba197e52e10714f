import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors } from '#protocol';
import { ConfigResourceType } from './config-resource.ts';
import { TestController } from './metadata.testing.ts';

const { TOPIC, BROKER, BROKER_LOGGER, GROUP, CLIENT_METRICS } = ConfigResourceType;
type Operation = [name: string, value: string | null, operation?: number];

const SET = 0;
const DELETE = 1;
const APPEND = 2;
const SUBTRACT = 3;

function resource(resourceType: number, resourceName: string, ...configs: Operation[]) {
  return {
    resourceType,
    resourceName,
    configs: configs.map(([name, value, configOperation = SET]) => ({ name, value, configOperation })),
  };
}

function alter(controller: TestController, ...resources: ReturnType<typeof resource>[]): number[] {
  const command = { brokerId: 1, resources, validateOnly: false };
  return controller.run('incrementalAlterConfigs', command).map(({ errorCode }) => errorCode);
}

function withTopic(): TestController {
  const controller = new TestController();
  controller.create('a');
  return controller;
}

test('set and delete change the named configs and leave the others', () => {
  const controller = withTopic();
  assert.deepEqual(alter(controller, resource(TOPIC, 'a', ['retention.ms', '5'], ['cleanup.policy', 'compact'])), [0]);
  assert.deepEqual(alter(controller, resource(TOPIC, 'a', ['retention.ms', null, DELETE])), [0]);
  assert.deepEqual(controller.configs('a'), { 'cleanup.policy': 'compact' });
});

test('append and subtract work on lists, from the default where nothing was set', () => {
  const controller = withTopic();
  alter(controller, resource(TOPIC, 'a', ['cleanup.policy', 'compact', APPEND]));
  assert.deepEqual(controller.configs('a'), { 'cleanup.policy': 'delete,compact' });
  alter(controller, resource(TOPIC, 'a', ['cleanup.policy', 'compact,delete', APPEND]));
  assert.deepEqual(controller.configs('a'), { 'cleanup.policy': 'delete,compact' });
  alter(controller, resource(TOPIC, 'a', ['cleanup.policy', 'delete', SUBTRACT]));
  assert.deepEqual(controller.configs('a'), { 'cleanup.policy': 'compact' });
  alter(controller, resource(TOPIC, 'a', ['cleanup.policy', 'compact', SUBTRACT]));
  assert.deepEqual(controller.configs('a'), { 'cleanup.policy': '' });
});

test('append to what is no list, and an unknown or invalid config, are INVALID_CONFIG', () => {
  const controller = withTopic();
  const { code } = Errors.INVALID_CONFIG;
  assert.deepEqual(alter(controller, resource(TOPIC, 'a', ['retention.ms', '5', APPEND])), [code]);
  assert.deepEqual(alter(controller, resource(TOPIC, 'a', ['foo', '5'])), [code]);
  assert.deepEqual(alter(controller, resource(TOPIC, 'a', ['retention.ms', 'x'])), [code]);
});

test('a resource is changed as a whole or not at all, the others on their own', () => {
  const controller = withTopic();
  controller.create('b');
  const codes = alter(
    controller,
    resource(TOPIC, 'a', ['retention.ms', '5'], ['foo', '1']),
    resource(TOPIC, 'b', ['retention.ms', '6']),
  );
  assert.deepEqual(codes, [Errors.INVALID_CONFIG.code, 0]);
  assert.deepEqual([controller.configs('a'), controller.configs('b')], [{}, { 'retention.ms': '6' }]);
});

test('a null value, a key twice, a resource twice and an unknown operation are INVALID_REQUEST', () => {
  const controller = withTopic();
  const { code } = Errors.INVALID_REQUEST;
  const good = resource(TOPIC, 'a', ['retention.ms', '5']);
  assert.deepEqual(alter(controller, resource(TOPIC, 'a', ['retention.ms', null])), [code]);
  assert.deepEqual(alter(controller, resource(TOPIC, 'a', ['retention.ms', '5'], ['retention.ms', '6'])), [code]);
  assert.deepEqual(alter(controller, good, good), [code, code]);
  assert.deepEqual(alter(controller, resource(TOPIC, 'a', ['retention.ms', '5', 9])), [code]);
  assert.deepEqual(controller.configs('a'), {});
});

test('a topic that does not exist is UNKNOWN_TOPIC_OR_PARTITION, an impossible one INVALID_TOPIC_EXCEPTION', () => {
  const controller = withTopic();
  const codeOf = (type: number, name: string): number =>
    alter(controller, resource(type, name, ['retention.ms', '5']))[0]!;
  assert.equal(codeOf(TOPIC, 'nope'), Errors.UNKNOWN_TOPIC_OR_PARTITION.code);
  assert.equal(codeOf(TOPIC, 'a b'), Errors.INVALID_TOPIC_EXCEPTION.code);
  assert.equal(codeOf(TOPIC, ''), Errors.INVALID_REQUEST.code);
});

test('a broker takes configs for all brokers and for itself, not for another one', () => {
  const controller = withTopic();
  const { code } = Errors.INVALID_REQUEST;
  const codeOf = (name: string): number => alter(controller, resource(BROKER, name, ['retention.ms', '5']))[0]!;
  assert.deepEqual(['', '1', '2', 'x', '-1'].map(codeOf), [0, 0, code, code, code]);
});

test('groups and client metrics have configs before anybody uses them, loggers and what is unknown have none', () => {
  const controller = withTopic();
  const codeOf = (type: number, name: string): number =>
    alter(controller, resource(type, name, ['retention.ms', '5']))[0]!;
  const { code } = Errors.INVALID_REQUEST;
  assert.deepEqual([codeOf(GROUP, 'g'), codeOf(CLIENT_METRICS, 's')], [0, 0]);
  assert.deepEqual([codeOf(GROUP, ''), codeOf(CLIENT_METRICS, '')], [code, code]);
  assert.deepEqual([codeOf(BROKER_LOGGER, '1'), codeOf(0, 'x'), codeOf(99, 'x')], [code, code, code]);
});

test('AlterConfigs replaces all that was set', () => {
  const controller = withTopic();
  alter(controller, resource(TOPIC, 'a', ['cleanup.policy', 'compact']));
  const configs = [{ name: 'retention.ms', value: '7' }];
  const command = { brokerId: 1, resources: [{ resourceType: TOPIC, resourceName: 'a', configs }] };
  controller.run('alterConfigs', { ...command, validateOnly: true });
  assert.deepEqual(controller.configs('a'), { 'cleanup.policy': 'compact' });
  controller.run('alterConfigs', { ...command, validateOnly: false });
  assert.deepEqual(controller.configs('a'), { 'retention.ms': '7' });
});

test('what changes nothing leaves no record', () => {
  const controller = withTopic();
  alter(controller, resource(TOPIC, 'a', ['retention.ms', '5']));
  const { length } = controller.log;
  assert.deepEqual(
    alter(controller, resource(TOPIC, 'a', ['retention.ms', '5'], ['cleanup.policy', null, DELETE])),
    [0],
  );
  assert.equal(controller.log.length, length);
});
