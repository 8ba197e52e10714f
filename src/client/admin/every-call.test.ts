/** What holds for every call of Admin: it is one of Java's, and it ends. */
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { apis, ApiKey, apiVersionsRequest, apiVersionsResponse, metadataRequest, metadataResponse } from '#protocol';
import { Admin } from './admin.ts';
import { failure, onScript } from './admin.testing.ts';
import { allCalls } from './all-calls.testing.ts';

/** The methods of org.apache.kafka.clients.admin.Admin 4.3. */
const JAVA_METHODS = `
  abortTransaction addRaftVoter alterClientQuotas alterConsumerGroupOffsets alterPartitionReassignments
  alterReplicaLogDirs alterShareGroupOffsets alterStreamsGroupOffsets alterUserScramCredentials clientInstanceId close
  createAcls createDelegationToken createPartitions createTopics deleteAcls deleteConsumerGroupOffsets
  deleteConsumerGroups deleteRecords deleteShareGroupOffsets deleteShareGroups deleteStreamsGroupOffsets
  deleteStreamsGroups deleteTopics describeAcls describeClassicGroups describeClientQuotas describeCluster
  describeConfigs describeConsumerGroups describeDelegationToken describeFeatures describeLogDirs
  describeMetadataQuorum describeProducers describeReplicaLogDirs describeShareGroups describeStreamsGroups
  describeTopics describeTransactions describeUserScramCredentials electLeaders expireDelegationToken fenceProducers
  forceTerminateTransaction incrementalAlterConfigs listClientMetricsResources listConfigResources
  listConsumerGroupOffsets listConsumerGroups listGroups listOffsets listPartitionReassignments
  listShareGroupOffsets listStreamsGroupOffsets listTopics listTransactions metrics registerMetricForSubscription
  removeMembersFromConsumerGroup removeRaftVoter renewDelegationToken unregisterBroker
  unregisterMetricFromSubscription updateFeatures
`;

/** They hand one metric of the application to the push (KIP-1076); here one call hands over all of them. */
const OMITTED = ['registerMetricForSubscription', 'unregisterMetricFromSubscription'];
/** Besides Java's. */
const OWN = ['constructor', 'identity', 'registerMetricsForSubscription', 'status'];

test("Admin has the methods of Java's Admin 4.3 but for those that are left out on purpose, and no other", () => {
  const java = JAVA_METHODS.trim().split(/\s+/);
  const own = Object.getOwnPropertyNames(Admin.prototype);
  assert.deepEqual(
    java.filter((name) => !own.includes(name)),
    OMITTED,
  );
  assert.deepEqual(own.filter((name) => !java.includes(name)).toSorted(), OWN);
});

const calls = Object.entries(allCalls);
/** It says so without asking, unless metrics are to be pushed. */
const asking = calls.filter(([name]) => name !== 'clientInstanceId');
const TIMEOUT_MS = 7000;

test('each call rejects within its timeout where brokers do not answer', async () => {
  await onScript(async ({ brokers: [broker], admin, now }) => {
    broker.topics.set('orders', { partitions: 1 });
    for (const [name, call] of asking) {
      const startedAt = now();
      const isAnswered = name === 'listTopics' || name === 'describeFeatures';
      if (isAnswered) continue;
      const { code, message } = await failure(call(admin, { timeoutMs: TIMEOUT_MS }));
      assert.equal(code, 'REQUEST_TIMED_OUT', `${name}: ${message}`);
      assert.ok(now() - startedAt < TIMEOUT_MS + 100, `${name} takes ${now() - startedAt} ms`);
      assert.match(message, /7000 ms/);
    }
  });
});

test('each call rejects with ABORTED once its signal is, and leaves no listener on it', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    broker.topics.set('orders', { partitions: 1 });
    broker.on(metadataRequest, metadataResponse, () => 'silence');
    for (const [name, call] of asking) {
      const aborting = new AbortController();
      const pending = failure(call(admin, { signal: aborting.signal }));
      aborting.abort(new Error('enough'));
      const { code, cause } = await pending;
      assert.equal(code, 'ABORTED', name);
      assert.equal((cause as Error).message, 'enough');
      assert.equal(getEventListeners(aborting.signal, 'abort').length, 0, name);
    }
  });
});

test('each call names the API and the broker where the broker does not have it', async () => {
  const needed: readonly number[] = [ApiKey.Metadata, ApiKey.ApiVersions, ApiKey.FindCoordinator];
  const answeredByOldOnes = ['describeCluster', 'describeFeatures', 'describeTopics', 'listTopics'];
  await onScript(async ({ brokers: [broker], admin }) => {
    broker.topics.set('orders', { partitions: 1 });
    for (const { apiKey } of apis) if (!needed.includes(apiKey)) broker.versions.set(apiKey, null);
    for (const [name, call] of asking) {
      if (answeredByOldOnes.includes(name)) {
        await call(admin);
        continue;
      }
      const { code, message } = await failure(call(admin));
      assert.equal(code, 'UNSUPPORTED_VERSION', `${name}: ${message}`);
      assert.match(message, /[Bb]roker 1/);
    }
  });
});

test('each call rejects with CLIENT_CLOSED when the client closes, and after it', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    broker.on(apiVersionsRequest, apiVersionsResponse, () => 'silence');
    const pending = asking.map(async ([, call]) => (await failure(call(admin))).code);
    await admin.close();
    assert.deepEqual(new Set(await Promise.all(pending)), new Set(['CLIENT_CLOSED']));
    for (const [name, call] of asking) assert.equal((await failure(call(admin))).code, 'CLIENT_CLOSED', name);
    assert.equal(admin.status.state, 'closed');
  });
});

test('nothing connects before the first call, and close without one ends at once', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    assert.equal(admin.status.state, 'idle');
    await admin.close();
    await admin.close();
    assert.equal(broker.connectionCount, 0);
  });
});
