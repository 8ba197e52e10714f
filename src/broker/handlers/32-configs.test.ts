import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigResourceType } from '#metadata';
import {
  alterConfigsRequest,
  alterConfigsResponse,
  describeConfigsRequest,
  describeConfigsResponse,
  Errors,
  incrementalAlterConfigsRequest,
  incrementalAlterConfigsResponse,
  listConfigResourcesRequest,
  listConfigResourcesResponse,
  newAlterConfigsRequest,
  newDescribeConfigsRequest,
  newIncrementalAlterConfigsRequest,
  newListConfigResourcesRequest,
  type DescribeConfigsRequest,
  type DescribeConfigsResponseResourceResult,
  type DescribeConfigsResponseResult,
} from '#protocol';
import type { TestBroker, TestClient } from '../broker.testing.ts';
import { createTopic, withBroker } from '../requests.testing.ts';

const { TOPIC, BROKER, BROKER_LOGGER, CLIENT_METRICS, GROUP } = ConfigResourceType;
const NODE = '5';
const FROM = { topic: 1, broker: 2, allBrokers: 3, file: 4, default: 5, clientMetrics: 7, group: 8 };

/** A broker with a topic `t`. */
function withTopic(
  work: (client: TestClient, broker: TestBroker) => Promise<void>,
  configs: Record<string, string> = {},
): Promise<void> {
  return withBroker(
    async (client, broker) => {
      await createTopic(client, 't');
      await work(client, broker);
    },
    { 'node.id': NODE, ...configs },
  );
}

async function set(
  client: TestClient,
  resourceType: number,
  resourceName: string,
  values: Record<string, string>,
): Promise<number> {
  const configs = Object.entries(values).map(([name, value]) => ({ name, value, configOperation: 0 }));
  const request = newIncrementalAlterConfigsRequest({ resources: [{ resourceType, resourceName, configs }] });
  const answer = await client.call([incrementalAlterConfigsRequest, incrementalAlterConfigsResponse], request);
  return answer.responses[0]!.errorCode;
}

async function describeOne(
  client: TestClient,
  [resourceType, resourceName]: [number, string],
  {
    keys = null,
    version = 4,
    ...fields
  }: Partial<DescribeConfigsRequest> & { keys?: string[] | null; version?: number } = {},
): Promise<DescribeConfigsResponseResult> {
  const resources = [{ resourceType, resourceName, configurationKeys: keys }];
  const request = newDescribeConfigsRequest({ resources, ...fields });
  const answer = await client.call([describeConfigsRequest, describeConfigsResponse], request, version);
  return answer.results[0]!;
}

async function config(
  client: TestClient,
  resource: [number, string],
  key: string,
): Promise<DescribeConfigsResponseResourceResult> {
  const result = await describeOne(client, resource, { keys: [key], includeSynonyms: true });
  return result.configs[0]!;
}

const valueAndSource = ({ value, configSource }: DescribeConfigsResponseResourceResult): [string | null, number] => [
  value,
  configSource,
];

test('all topic configs are described, of every version, with types from version 3 on', () =>
  withTopic(async (client) => {
    for (let version = 1; version <= 4; version++) {
      const { errorCode, configs } = await describeOne(client, [TOPIC, 't'], {
        version,
        includeDocumentation: version >= 3,
      });
      assert.equal(errorCode, 0);
      assert.ok(configs.length >= 30);
      const retention = configs.find(({ name }) => name === 'retention.ms')!;
      assert.deepEqual(valueAndSource(retention), ['604800000', FROM.default]);
      assert.deepEqual([retention.readOnly, retention.isSensitive], [false, false]);
      assert.deepEqual([retention.configType, retention.documentation !== ''], version >= 3 ? [5, true] : [0, false]);
    }
  }));

test('no keys, or an empty list of them, mean all; unknown ones are left out', () =>
  withTopic(async (client) => {
    const count = async (keys: string[] | null): Promise<number> =>
      (await describeOne(client, [TOPIC, 't'], { keys })).configs.length;
    assert.equal(await count([]), await count(null));
    assert.equal(await count(['retention.ms', 'foo']), 1);
  }));

test('a topic takes a value from itself, from this broker, from all brokers, from the file, from the default, in this order', () =>
  withTopic(
    async (client) => {
      const seen: [string | null, number][] = [];
      const look = async (): Promise<void> =>
        void seen.push(valueAndSource(await config(client, [TOPIC, 't'], 'retention.ms')));
      await look();
      await set(client, BROKER, '', { 'log.retention.ms': '3000' });
      await look();
      await set(client, BROKER, NODE, { 'log.retention.ms': '2000' });
      await look();
      await set(client, TOPIC, 't', { 'retention.ms': '1000' });
      await look();
      assert.deepEqual(seen, [
        ['7200000', FROM.file],
        ['3000', FROM.allBrokers],
        ['2000', FROM.broker],
        ['1000', FROM.topic],
      ]);
      const { synonyms } = await config(client, [TOPIC, 't'], 'retention.ms');
      assert.deepEqual(
        synonyms.map(({ name, value, source }) => [name, value, source]),
        [
          ['retention.ms', '1000', FROM.topic],
          ['log.retention.ms', '2000', FROM.broker],
          ['log.retention.ms', '3000', FROM.allBrokers],
          ['log.retention.hours', '2', FROM.file],
          ['log.retention.hours', '168', FROM.default],
        ],
      );
    },
    { 'log.retention.hours': '2' },
  ));

test('a change of a topic or of all brokers is described by the very next request', () =>
  withTopic(async (client) => {
    assert.equal(await set(client, TOPIC, 't', { 'max.message.bytes': '1234' }), 0);
    assert.equal((await config(client, [TOPIC, 't'], 'max.message.bytes')).value, '1234');
    await set(client, BROKER, '', { 'log.segment.bytes': '2000000' });
    assert.equal((await config(client, [TOPIC, 't'], 'segment.bytes')).value, '2000000');
  }));

test('this broker describes all its configs, read-only ones as such, passwords without their value', () =>
  withTopic(
    async (client) => {
      const { configs } = await describeOne(client, [BROKER, NODE], { includeSynonyms: true });
      const byName = new Map(configs.map((one) => [one.name, one]));
      assert.ok(configs.length >= 300);
      const partitions = byName.get('num.partitions')!;
      assert.deepEqual([...valueAndSource(partitions), partitions.readOnly], ['4', FROM.file, true]);
      assert.deepEqual(
        partitions.synonyms.map(({ value, source }) => [value, source]),
        [
          ['4', FROM.file],
          ['1', FROM.default],
        ],
      );
      const password = byName.get('ssl.keystore.password')!;
      assert.deepEqual(
        [password.value, password.isSensitive, password.synonyms.map(({ value }) => value)],
        [null, true, [null]],
      );
      assert.equal(byName.get('log.retention.bytes')!.readOnly, false);
    },
    { 'num.partitions': '4', 'ssl.keystore.password': 'secret' },
  ));

test('the configs set on all brokers are those of the broker without a name', () =>
  withTopic(async (client) => {
    await set(client, BROKER, '', { 'log.retention.ms': '3000' });
    const { configs } = await describeOne(client, [BROKER, '']);
    assert.deepEqual(
      configs.map(({ name, value, configSource }) => [name, value, configSource]),
      [['log.retention.ms', '3000', FROM.allBrokers]],
    );
  }));

test('groups and client metrics have configs whether any was set or not', () =>
  withTopic(async (client) => {
    assert.equal(await set(client, GROUP, 'g', { 'consumer.session.timeout.ms': '50000' }), 0);
    assert.equal(await set(client, CLIENT_METRICS, 's', { 'interval.ms': '1000' }), 0);
    const session = 'consumer.session.timeout.ms';
    assert.deepEqual(valueAndSource(await config(client, [GROUP, 'g'], session)), ['50000', FROM.group]);
    assert.deepEqual(valueAndSource(await config(client, [GROUP, 'other'], session)), ['45000', FROM.default]);
    assert.deepEqual(valueAndSource(await config(client, [CLIENT_METRICS, 's'], 'interval.ms')), [
      '1000',
      FROM.clientMetrics,
    ]);
    assert.deepEqual(valueAndSource(await config(client, [CLIENT_METRICS, 'other'], 'interval.ms')), [
      '300000',
      FROM.default,
    ]);
  }));

test('what has no configs here is refused by itself: unknown topics, other brokers, empty names, other kinds', () =>
  withTopic(async (client) => {
    const { UNKNOWN_TOPIC_OR_PARTITION, INVALID_TOPIC_EXCEPTION, INVALID_REQUEST } = Errors;
    const expected: [number, string, number][] = [
      [TOPIC, 't', 0],
      [TOPIC, 'nope', UNKNOWN_TOPIC_OR_PARTITION.code],
      [TOPIC, 'a b', INVALID_TOPIC_EXCEPTION.code],
      [TOPIC, '', INVALID_TOPIC_EXCEPTION.code],
      [BROKER, '6', INVALID_REQUEST.code],
      [BROKER, 'x', INVALID_REQUEST.code],
      [GROUP, '', INVALID_REQUEST.code],
      [CLIENT_METRICS, '', INVALID_REQUEST.code],
      [BROKER_LOGGER, NODE, 0],
      [BROKER_LOGGER, '6', INVALID_REQUEST.code],
      [BROKER_LOGGER, '', INVALID_REQUEST.code],
      [99, 'x', INVALID_REQUEST.code],
    ];
    for (const [type, name, errorCode] of expected) {
      const result = await describeOne(client, [type, name]);
      assert.deepEqual([result.errorCode, result.resourceType, result.resourceName], [errorCode, type, name]);
    }
  }));

test('a resource named twice is answered once, and what is past 10,000 resources is POLICY_VIOLATION', () =>
  withTopic(async (client) => {
    const groups = Array.from({ length: 10_000 }, (_, i) => `g${i % 9_999}`);
    const names = ['first', ...groups, 'one too many'];
    const resources = names.map((resourceName) => ({ resourceType: GROUP, resourceName, configurationKeys: ['none'] }));
    const request = newDescribeConfigsRequest({ resources });
    const { results } = await client.call([describeConfigsRequest, describeConfigsResponse], request);
    assert.equal(results.length, 10_001);
    assert.deepEqual(
      results
        .filter(({ errorCode }) => errorCode !== 0)
        .map(({ resourceName, errorCode }) => [resourceName, errorCode]),
      [['one too many', Errors.POLICY_VIOLATION.code]],
    );
  }));

test('brokers change what they can change while they run, and nothing else', () =>
  withTopic(async (client) => {
    const { code } = Errors.INVALID_REQUEST;
    assert.equal(await set(client, BROKER, NODE, { 'log.dirs': '/x' }), code);
    assert.equal(await set(client, BROKER, '', { 'num.partitions': '3' }), code);
    assert.equal(await set(client, BROKER, '6', { 'log.retention.ms': '3' }), code);
    assert.equal(await set(client, BROKER, NODE, { 'log.retention.ms': '3' }), 0);
  }));

test('AlterConfigs of every version replaces what was set, and only validates when asked to', () =>
  withTopic(async (client) => {
    const alter = async (version: number, value: string, validateOnly: boolean): Promise<number> => {
      const configs = [{ name: 'segment.ms', value }];
      const request = newAlterConfigsRequest({
        resources: [{ resourceType: TOPIC, resourceName: 't', configs }],
        validateOnly,
      });
      return (await client.call([alterConfigsRequest, alterConfigsResponse], request, version)).responses[0]!.errorCode;
    };
    for (let version = 0; version <= 2; version++) {
      await set(client, TOPIC, 't', { 'retention.ms': '5' });
      assert.equal(await alter(version, '1000', true), 0);
      assert.equal((await config(client, [TOPIC, 't'], 'retention.ms')).value, '5');
      assert.equal(await alter(version, `${2000 + version}`, false), 0);
      assert.deepEqual(valueAndSource(await config(client, [TOPIC, 't'], 'segment.ms')), [
        `${2000 + version}`,
        FROM.topic,
      ]);
      assert.equal((await config(client, [TOPIC, 't'], 'retention.ms')).configSource, FROM.default);
    }
  }));

test('configs are the same after a restart', () =>
  withTopic(async (client, broker) => {
    await set(client, TOPIC, 't', { 'retention.ms': '5' });
    await set(client, GROUP, 'g', { 'consumer.session.timeout.ms': '50000' });
    await broker.restart();
    const next = await broker.connect();
    assert.equal((await config(next, [TOPIC, 't'], 'retention.ms')).value, '5');
    assert.equal((await config(next, [GROUP, 'g'], 'consumer.session.timeout.ms')).value, '50000');
  }));

test('ListConfigResources names topics and brokers, and the groups and subscriptions that have configs', () =>
  withTopic(async (client) => {
    await set(client, GROUP, 'g', { 'consumer.session.timeout.ms': '50000' });
    await set(client, CLIENT_METRICS, 's', { 'interval.ms': '1000' });
    const list = async (resourceTypes: number[], version = 1): Promise<[number, string][] | number> => {
      const request = newListConfigResourcesRequest({ resourceTypes });
      const answer = await client.call([listConfigResourcesRequest, listConfigResourcesResponse], request, version);
      if (answer.errorCode !== 0) return answer.errorCode;
      return answer.configResources.map(({ resourceType, resourceName }) => [resourceType, resourceName]);
    };
    assert.deepEqual(await list([]), [
      [GROUP, 'g'],
      [CLIENT_METRICS, 's'],
      [BROKER_LOGGER, NODE],
      [BROKER, NODE],
      [TOPIC, 't'],
    ]);
    assert.deepEqual(await list([TOPIC, GROUP]), [
      [TOPIC, 't'],
      [GROUP, 'g'],
    ]);
    assert.deepEqual(await list([], 0), [[CLIENT_METRICS, 's']]);
    assert.equal(await list([99]), Errors.UNSUPPORTED_VERSION.code);
  }));
