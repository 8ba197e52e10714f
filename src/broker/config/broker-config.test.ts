/** A broker's configuration from file, environment and command line, and the sentences it is refused with. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseProperties } from '#kernel';
import { parseBrokerConfig } from './broker-config.ts';
import type { ParsedBrokerConfig } from './broker-config.ts';

function fromFile(text: string, options: Record<string, string> = {}): ParsedBrokerConfig {
  return parseBrokerConfig({ file: { name: 'server.properties', pairs: parseProperties(text) }, options });
}

function refused(options: Record<string, string>, sentence: RegExp): void {
  assert.throws(() => parseBrokerConfig({ options }), { code: 'INVALID_CONFIG', message: sentence });
}

describe('a broker config', () => {
  test('nothing given is a node with the id 1 on localhost:9092 with its data in ./data', () => {
    const { config, warnings } = parseBrokerConfig();
    assert.equal(config.nodeId, 1);
    assert.deepEqual(config.logDirs, ['data']);
    assert.equal(config.values.flushAck, 'fsync');
    assert.equal(config.clusterId, null);
    assert.deepEqual(warnings, []);
    assert.ok(Object.isFrozen(config));
  });

  test('the file that comes with Kafka starts a broker as it is, once --insecure allows its listener', () => {
    const { config, warnings } = fromFile(KAFKA_SERVER_PROPERTIES, { 'samsa.insecure': 'true' });
    assert.equal(config.nodeId, 3);
    assert.deepEqual(config.logDirs, ['/var/lib/kafka/a', '/var/lib/kafka/b']);
    assert.deepEqual(
      config.listeners.map(({ name, port }) => [name, port]),
      [['PLAINTEXT', 9092]],
    );
    assert.equal(config.values.numNetworkThreads, 3);
    assert.deepEqual(warnings, []);
  });

  test('the environment is stronger than the file, the command line stronger than both', () => {
    const { config } = parseBrokerConfig({
      file: {
        name: 'f',
        pairs: new Map([
          ['num.partitions', '2'],
          ['node.id', '2'],
          ['broker.rack', 'a'],
        ]),
      },
      environment: { KAFKA_NUM_PARTITIONS: '3', KAFKA_NODE_ID: '3', HOME: '/root' },
      options: { 'num.partitions': '4' },
    });
    assert.equal(config.values.numPartitions, 4);
    assert.equal(config.nodeId, 3);
    assert.equal(config.values.brokerRack, 'a');
    assert.equal(config.staticTexts.get('num.partitions'), '4');
  });

  test('an unknown key in the file is one warning with the nearest known key, and the broker starts', () => {
    const { warnings } = fromFile('log.retention.houres=1\nretention.ms=5\nzookeeper.connect=a:2181\nblub=1\n');
    assert.deepEqual(warnings, [
      'server.properties: log.retention.houres is no config of a broker, log.retention.hours is the nearest; it is ignored',
      'server.properties: retention.ms is no config of a broker, log.retention.ms is the nearest; it is ignored',
      'server.properties: zookeeper.connect is a config that Kafka 4 no longer has; it is ignored',
      'server.properties: blub is no config of a broker; it is ignored',
    ]);
  });

  test('an unknown key on the command line is refused', () => {
    refused({ 'nod.id': '1' }, /^command line: nod.id is no config of a broker, node.id is the nearest$/);
  });

  test('a wrong value is refused with where it stands and what would be right', () => {
    assert.throws(() => fromFile('log.segment.bytes=12\nnum.partitions=0\n'), {
      message:
        'server.properties: Invalid value 0 for configuration num.partitions: Value must be at least 1 (and log.segment.bytes)',
    });
    refused({ 'flush.ack': 'never' }, /String must be one of: fsync, page-cache/);
    refused({ 'log.dirs': ' ' }, /log.dirs names no directory/);
    refused({ 'log.dirs': 'a,b,a' }, /log.dirs names a twice/);
    refused({ 'samsa.cluster.id': '../x' }, /make a cluster id/);
  });

  test('a key for one listener obeys the rule of the key behind the prefix', () => {
    const { config, warnings } = fromFile(
      'listener.name.plaintext.max.connections=7\nlistener.name.internal.scram-sha-256.sasl.jaas.config=x\n',
    );
    assert.equal(config.staticTexts.get('listener.name.plaintext.max.connections'), '7');
    assert.deepEqual(warnings, []);
    refused(
      { 'listener.name.plaintext.max.connections': 'x' },
      /listener.name.plaintext.max.connections: Not a number/,
    );
    refused({ 'listener.name.plaintext.max.konnections': '1' }, /listener.name.plaintext.max.konnections is no config/);
  });

  test('node.id and broker.id are one thing', () => {
    assert.equal(parseBrokerConfig({ options: { 'broker.id': '5' } }).config.nodeId, 5);
    assert.equal(parseBrokerConfig({ options: { 'broker.id': '5', 'node.id': '5' } }).config.nodeId, 5);
    refused({ 'broker.id': '5', 'node.id': '6' }, /broker.id 5 and node.id 6 are the same thing/);
  });

  test('rules across keys are kept', () => {
    refused(
      { 'group.min.session.timeout.ms': '9', 'group.max.session.timeout.ms': '8' },
      /must not be larger than group.max/,
    );
    refused({ 'log.retention.ms': '0' }, /log.retention.ms must be -1, for ever, or at least 1, not 0/);
    refused({ 'max.connections.per.ip': '0' }, /refuses everybody/);
    refused({ 'max.connections.per.ip.overrides': 'a' }, /a is not of the form address:number/);
    refused({ 'offsets.topic.compression.codec': '9' }, /must be 0 \(none\)/);
    refused(
      { 'inter.broker.listener.name': 'PLAINTEXT', 'security.inter.broker.protocol': 'PLAINTEXT' },
      /say the same thing/,
    );
  });

  test('features are levels of features that Kafka has', () => {
    const { config } = parseBrokerConfig({ options: { features: 'group.version=0, transaction.version=2' } });
    assert.deepEqual(
      [...config.features],
      [
        ['group.version', 0],
        ['transaction.version', 2],
      ],
    );
    refused({ features: 'grop.version=1' }, /there is no feature grop.version, did you mean group.version\?/);
    refused({ features: 'group.version=9' }, /group.version goes from 0 to 1, not to 9/);
    refused({ features: 'group.version' }, /group.version is not of the form name=level/);
  });

  test('a file for classes that only Kafka loads is taken without a word', () => {
    assert.deepEqual(fromFile('rsm.config.bucket=b\nconfig.providers=f\nconfig.providers.f.class=x\n').warnings, []);
  });
});

const KAFKA_SERVER_PROPERTIES = `
process.roles=broker,controller
node.id=3
controller.quorum.bootstrap.servers=localhost:9093
listeners=PLAINTEXT://:9092,CONTROLLER://:9093
inter.broker.listener.name=PLAINTEXT
advertised.listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT
num.network.threads=3
num.io.threads=8
socket.send.buffer.bytes=102400
socket.receive.buffer.bytes=102400
socket.request.max.bytes=104857600
log.dirs=/var/lib/kafka/a,/var/lib/kafka/b
num.partitions=1
num.recovery.threads.per.data.dir=2
offsets.topic.replication.factor=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
log.retention.hours=168
log.segment.bytes=1073741824
log.retention.check.interval.ms=300000
`;
