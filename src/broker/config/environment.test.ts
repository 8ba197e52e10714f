/** `KAFKA_…` variables as the container images of Apache and Confluent take them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configsFromEnvironment } from './environment.ts';

test('KAFKA_ADVERTISED_LISTENERS is advertised.listeners', () => {
  const configs = configsFromEnvironment({ KAFKA_ADVERTISED_LISTENERS: 'PLAINTEXT://a:1', PATH: '/bin' });
  assert.deepEqual([...configs], [['advertised.listeners', 'PLAINTEXT://a:1']]);
});

test('underscores and dashes are read in the way of either image, whichever gives a known key', () => {
  const key = 'listener.name.inside.scram-sha-256.sasl.jaas.config';
  const apache = configsFromEnvironment({ KAFKA_LISTENER_NAME_INSIDE_SCRAM___SHA___256_SASL_JAAS_CONFIG: 'x' });
  assert.deepEqual([...apache.keys()], [key]);
  const name = 'listener.name.sasl_inside.max.connections';
  const underscore = configsFromEnvironment({ KAFKA_LISTENER_NAME_SASL__INSIDE_MAX_CONNECTIONS: '1' });
  assert.deepEqual([...underscore.keys()], [name]);
});

test('CLUSTER_ID names the cluster', () => {
  assert.equal(configsFromEnvironment({ CLUSTER_ID: 'abc' }).get('samsa.cluster.id'), 'abc');
});

test('variables for the JVM and its logging are no configs', () => {
  const variables = { KAFKA_HEAP_OPTS: '-Xmx1g', KAFKA_OPTS: '-D', KAFKA_JMX_PORT: '1', KAFKA_LOG4J_LOGGERS: 'a=b' };
  assert.equal(configsFromEnvironment(variables).size, 0);
});
