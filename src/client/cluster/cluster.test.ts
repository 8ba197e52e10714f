import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ApiKey,
  Errors,
  findCoordinatorRequest,
  findCoordinatorResponse,
  metadataRequest,
  metadataResponse,
  newFindCoordinatorResponse,
  newFindCoordinatorResponseCoordinator,
  type FindCoordinatorRequest,
  type FindCoordinatorResponse,
} from '#protocol';
import { createSimulation, type Machine, type Simulation } from '#sim';
import { errorFor, type ClientError } from '../errors.ts';
import { ScriptedBroker } from '../scripted-broker.testing.ts';
import { openTestCluster, type TestConfigs, type TestContextOptions } from './cluster.testing.ts';
import type { Cluster } from './cluster.ts';

const METADATA = [metadataRequest, metadataResponse] as const;
const FIND_COORDINATOR = [findCoordinatorRequest, findCoordinatorResponse] as const;
const FOREVER = 2 ** 40;

interface World {
  readonly world: Simulation;
  readonly machine: Machine;
  readonly broker: ScriptedBroker;
  open(configs?: TestConfigs, options?: TestContextOptions): Cluster;
  pass(ms: number): Promise<void>;
}

async function inWorld(body: (world: World) => Promise<void>): Promise<void> {
  const world = createSimulation(5);
  const { env, machine } = world;
  const clusters: Cluster[] = [];
  const run = async (): Promise<void> => {
    const broker = await ScriptedBroker.start(env);
    broker.topics.set('orders', { partitions: 2 });
    const open: World['open'] = (configs = {}, options = {}) => {
      const bootstrapServers = broker.bootstrap;
      const cluster = openTestCluster(env, { bootstrapServers, metadataMaxAgeMs: FOREVER, ...configs }, options);
      clusters.push(cluster);
      return cluster;
    };
    const pass = (ms: number): Promise<void> => new Promise((resolve) => env.scheduler.after(ms, resolve));
    await body({ world, machine, broker, open, pass });
    for (const cluster of clusters) await cluster.close();
    await broker.stop();
  };
  await machine.finish(run(), 100 * 24 * 3600 * 1000);
}

async function failure(promise: Promise<unknown>): Promise<ClientError> {
  try {
    await promise;
  } catch (error) {
    return error as ClientError;
  }
  throw new Error('it did not fail');
}

test('nothing is connected to before something is asked for', async () => {
  await inWorld(async ({ broker, open, pass }) => {
    const cluster = open();
    await pass(60_000);
    assert.equal(broker.connectionCount, 0);
    assert.equal(cluster.status.state, 'idle');
    await cluster.leastLoadedNode();
    assert.deepEqual(cluster.status, {
      state: 'connected',
      connectedNodes: [1],
      lastError: null,
      retryingSinceMs: null,
    });
    assert.equal(broker.connectionCount, 1);
  });
});

test('bootstrapServers that make no sense are INVALID_CONFIG', async () => {
  await inWorld(async ({ open }) => {
    for (const servers of [
      '',
      'localhost',
      'localhost:',
      'localhost:0',
      'localhost:65536',
      ':9092',
      'a b:1',
      '::1:1',
    ]) {
      assert.throws(() => open({ bootstrapServers: servers }), { code: 'INVALID_CONFIG' }, servers);
    }
    for (const servers of ['localhost:9092', '[::1]:9092', 'PLAINTEXT://a:1', 'a:1,b:2', ' a:1 , b:2,']) {
      open({ bootstrapServers: servers });
    }
  });
});

test('callers that need topics at the same time share requests, and what is known costs none', async () => {
  await inWorld(async ({ broker, open }) => {
    const cluster = open();
    for (const name of ['a', 'b', 'c']) broker.topics.set(name, { partitions: 1 });
    await Promise.all(['a', 'b', 'c', 'a'].map((topic) => cluster.metadata.ensure([topic], { timeoutMs: 1000 })));
    assert.ok(broker.requests(metadataRequest).length <= 2);
    const before = broker.received.length;
    await cluster.metadata.ensure(['a', 'c'], { timeoutMs: 1000 });
    assert.equal(broker.received.length, before);
    assert.deepEqual(cluster.metadata.topicNames(), ['a', 'b', 'c']);
    const { topicId } = cluster.metadata.topic('b') ?? {};
    assert.equal(cluster.metadata.topicName(topicId ?? ''), 'b');
  });
});

test('a new topic is asked for by itself', async () => {
  await inWorld(async ({ broker, open }) => {
    const cluster = open();
    broker.topics.set('new', { partitions: 1 });
    await cluster.metadata.ensure(['orders'], { timeoutMs: 1000 });
    await cluster.metadata.ensure(['new'], { timeoutMs: 1000 });
    const names = broker.requests(metadataRequest).map(({ topics }) => topics?.map(({ name }) => name));
    assert.deepEqual(names, [['orders'], ['new']]);
    assert.equal(cluster.metadata.topic('orders')?.partitions.length, 2);
  });
});

test('a topic that does not exist is UNKNOWN_TOPIC_OR_PARTITION when the time is over, one that appears is found', async () => {
  await inWorld(async ({ world, broker, open }) => {
    const cluster = open();
    const began = world.now();
    const error = await failure(cluster.metadata.ensure(['orders', 'odrers'], { timeoutMs: 3000 }));
    assert.equal(error.code, 'UNKNOWN_TOPIC_OR_PARTITION');
    assert.equal(error.topic, 'odrers');
    assert.match(error.message, /^Topic odrers does not exist, nor did it appear within 3000 ms/);
    assert.equal(world.now() - began, 3000);
    const found = cluster.metadata.ensure(['late'], { timeoutMs: 3000 });
    broker.topics.set('late', { partitions: 1 });
    await found;
  });
});

test('a topic whose error will not pass does not keep anybody waiting', async () => {
  await inWorld(async ({ broker, open }) => {
    broker.on(...METADATA, (request) => {
      const answer = broker.metadata(request);
      for (const topic of answer.topics) topic.errorCode = Errors.TOPIC_AUTHORIZATION_FAILED.code;
      return answer;
    });
    const cluster = open();
    await cluster.metadata.ensure(['secret'], { timeoutMs: 60_000 });
    assert.equal(cluster.metadata.topic('secret')?.error?.name, 'TOPIC_AUTHORIZATION_FAILED');
  });
});

test('a topic without any leader is waited for', async () => {
  await inWorld(async ({ broker, open, pass }) => {
    broker.topics.set('orders', { partitions: 1, leader: -1 });
    const cluster = open();
    assert.equal(
      (await failure(cluster.metadata.ensure(['orders'], { timeoutMs: 1000 }))).code,
      'LEADER_NOT_AVAILABLE',
    );
    const ready = cluster.metadata.ensure(['orders'], { timeoutMs: 10_000 });
    await pass(500);
    broker.topics.set('orders', { partitions: 1, leaderEpoch: 1 });
    await ready;
    assert.equal(cluster.metadata.partition('orders', 0)?.leader, 1);
  });
});

test('asking for topics does not create them where that is not allowed', async () => {
  await inWorld(async ({ broker, open }) => {
    const shy = open({}, { allowAutoTopicCreation: false });
    await shy.metadata.ensure(['orders'], { timeoutMs: 1000 });
    const free = open();
    await free.metadata.ensure(['orders'], { timeoutMs: 1000 });
    broker.topics.set('x', { partitions: 1 });
    await free.metadata.ensure(['x'], { timeoutMs: 1000, allowAutoTopicCreation: false });
    const flags = broker.requests(metadataRequest).map(({ allowAutoTopicCreation }) => allowAutoTopicCreation);
    assert.deepEqual(flags, [false, true, false]);
  });
});

test('a storm of invalidations is one request now and then, not one each', async () => {
  await inWorld(async ({ broker, open, pass }) => {
    const cluster = open({ retryBackoffMs: 100, retryBackoffMaxMs: 1000 });
    await cluster.metadata.ensure(['orders'], { timeoutMs: 1000 });
    const before = broker.requests(metadataRequest).length;
    for (let round = 0; round < 1000; round++) {
      cluster.metadata.invalidate('a test says so');
      await pass(1);
    }
    const requests = broker.requests(metadataRequest).length - before;
    assert.ok(requests >= 5 && requests <= 15, `${requests} requests in a second`);
  });
});

test('metadata is fetched anew after metadataMaxAgeMs, with the topics that are in use', async () => {
  await inWorld(async ({ broker, open, pass }) => {
    const cluster = open({ metadataMaxAgeMs: 60_000 }, { metadataMaxIdleMs: 100_000 });
    broker.topics.set('idle', { partitions: 1 });
    await cluster.metadata.ensure(['orders', 'idle'], { timeoutMs: 1000 });
    for (let round = 0; round < 4; round++) {
      await pass(50_000);
      cluster.metadata.use('orders');
    }
    const last = broker
      .requests(metadataRequest)
      .at(-1)
      ?.topics?.map(({ name }) => name);
    assert.deepEqual(last, ['orders']);
    assert.equal(cluster.metadata.topic('idle'), undefined);
    assert.notEqual(cluster.metadata.topic('orders'), undefined);
  });
});

test('whoever watches all topics hears of new ones and of those that are gone', async () => {
  await inWorld(async ({ broker, open }) => {
    const cluster = open();
    let changes = 0;
    const off = cluster.metadata.onChange(() => changes++);
    cluster.metadata.watch('all');
    assert.deepEqual(await cluster.metadata.ensureAll(), ['orders']);
    broker.topics.set('payments', { partitions: 1 });
    await cluster.metadata.refresh();
    assert.deepEqual(cluster.metadata.topicNames(), ['orders', 'payments']);
    broker.topics.delete('orders');
    await cluster.metadata.refresh();
    assert.deepEqual(cluster.metadata.topicNames(), ['payments']);
    const before = changes;
    assert.ok(before >= 3);
    await cluster.metadata.refresh();
    assert.equal(changes, before);
    off();
    broker.topics.set('more', { partitions: 1 });
    await cluster.metadata.refresh();
    assert.equal(changes, before);
  });
});

test('watched topics are kept, and those watched no longer go when nobody uses them', async () => {
  await inWorld(async ({ broker, open, pass }) => {
    const cluster = open({}, { metadataMaxIdleMs: 1000 });
    cluster.metadata.watch(new Set(['orders']));
    await cluster.metadata.refresh();
    await pass(5000);
    await cluster.metadata.refresh();
    assert.equal(cluster.metadata.topic('orders')?.partitions.length, 2);
    cluster.metadata.watch(new Set());
    await cluster.metadata.refresh();
    assert.equal(cluster.metadata.topic('orders'), undefined);
    assert.deepEqual(broker.requests(metadataRequest).at(-1)?.topics, []);
  });
});

test('when none of the known brokers can be reached the client starts over from the bootstrap servers', async () => {
  await inWorld(async ({ machine, broker, open }) => {
    const second = await ScriptedBroker.start(machine.env, { nodeId: 2 });
    broker.on(...METADATA, () => ({ ...second.metadata({ ...request, topics: [] }), clusterId: broker.clusterId }));
    const request = {
      topics: [],
      allowAutoTopicCreation: true,
      includeClusterAuthorizedOperations: false,
      includeTopicAuthorizedOperations: false,
    };
    const cluster = open();
    await cluster.metadata.refresh();
    assert.deepEqual(
      cluster.metadata.brokers().map(({ nodeId }) => nodeId),
      [2],
    );
    await cluster.versionOf(2, METADATA);
    await second.stop();
    const third = await ScriptedBroker.start(machine.env, { nodeId: 3 });
    broker.on(...METADATA, () => third.metadata({ ...request, topics: [] }));
    const answer = await cluster.retry(
      async () => cluster.send(await cluster.leastLoadedNode(), METADATA, { ...request, topics: [] }),
      { timeoutMs: 60_000, describe: 'ask anybody' },
    );
    assert.deepEqual(
      answer.brokers.map(({ nodeId }) => nodeId),
      [3],
    );
    await cluster.metadata.refresh();
    assert.deepEqual(
      cluster.metadata.brokers().map(({ nodeId }) => nodeId),
      [3],
    );
    await third.stop();
  });
});

test('with metadataRecoveryStrategy none the client stays with the brokers that it knows', async () => {
  await inWorld(async ({ machine, broker, open }) => {
    const second = await ScriptedBroker.start(machine.env, { nodeId: 2 });
    broker.on(...METADATA, (request) => second.metadata(request));
    const cluster = open({ metadataRecoveryStrategy: 'none' });
    await cluster.metadata.refresh();
    await second.stop();
    const error = await failure(cluster.metadata.ensure(['x'], { timeoutMs: 5000 }));
    assert.equal(error.code, 'REQUEST_TIMED_OUT');
    assert.match(error.message, /None of the known brokers can be reached: broker 2/);
    const before = broker.received.length;
    await failure(cluster.metadata.ensure(['y'], { timeoutMs: 5000 }));
    assert.equal(broker.received.length, before);
    await second.listen(machine.env);
    await cluster.metadata.refresh().catch(() => {});
    await cluster.metadata.ensure([], { timeoutMs: 5000 });
  });
});

test('a broker that answers REBOOTSTRAP_REQUIRED sends the client to its bootstrap servers', async () => {
  await inWorld(async ({ machine, broker, open }) => {
    const second = await ScriptedBroker.start(machine.env, { nodeId: 2 });
    broker.on(...METADATA, (request) => second.metadata(request));
    const cluster = open();
    await cluster.metadata.refresh();
    second.on(...METADATA, (request) => ({ ...second.metadata(request), errorCode: Errors.REBOOTSTRAP_REQUIRED.code }));
    broker.on(...METADATA, (request) => broker.metadata(request));
    await cluster.metadata.refresh();
    assert.deepEqual(
      cluster.metadata.brokers().map(({ nodeId }) => nodeId),
      [1],
    );
    await second.stop();
  });
});

test('without metadata for metadataRecoveryRebootstrapTriggerMs the client starts over though brokers are connected', async () => {
  await inWorld(async ({ machine, broker, open }) => {
    const second = await ScriptedBroker.start(machine.env, { nodeId: 2 });
    broker.on(...METADATA, (request) => second.metadata(request));
    const cluster = open({ metadataRecoveryRebootstrapTriggerMs: 20_000, requestTimeoutMs: 3000 });
    await cluster.metadata.refresh();
    broker.on(...METADATA, (request) => broker.metadata(request));
    second.on(...METADATA, () => 'silence');
    await cluster.metadata.ensure(['orders'], { timeoutMs: 120_000 });
    assert.deepEqual(
      cluster.metadata.brokers().map(({ nodeId }) => nodeId),
      [1],
    );
    await second.stop();
  });
});

test('while the cluster cannot be reached the status says since when and why', async () => {
  await inWorld(async ({ world, machine, broker, open }) => {
    await broker.stop();
    const cluster = open();
    const began = world.now();
    const error = await failure(cluster.leastLoadedNode({ timeoutMs: 5000 }));
    assert.equal(error.code, 'REQUEST_TIMED_OUT');
    assert.match(
      error.message,
      /None of the bootstrap servers can be reached: 127\.0\.0\.1:\d+ cannot be reached: nothing listens/,
    );
    const { state, lastError, retryingSinceMs } = cluster.status;
    assert.equal(state, 'retrying');
    assert.equal(lastError?.code, 'BOOTSTRAP_FAILED');
    assert.ok(retryingSinceMs !== null && retryingSinceMs >= began && retryingSinceMs < began + 1000);
    await broker.listen(machine.env);
    await cluster.leastLoadedNode({ timeoutMs: 5000 });
    assert.deepEqual([cluster.status.state, cluster.status.lastError], ['connected', null]);
  });
});

test('whoever waits for a cluster that cannot be reached is told at once, every half a minute, and when it is there', async () => {
  await inWorld(async ({ machine, broker, open, pass }) => {
    const told = (): string[] => machine.logLines.filter(({ level }) => level === 'warn').map(({ message }) => message);
    await broker.stop();
    const cluster = open();
    cluster.metadata.watch(new Set(['orders']));
    await pass(1000);
    assert.deepEqual(told(), ['Brokers cannot be reached, and are tried again']);
    assert.match(String(machine.logLines.find(({ level }) => level === 'warn')?.fields.reason), /nothing listens/);
    await pass(60_000);
    assert.equal(told().length, 3);
    await broker.listen(machine.env);
    await pass(1000);
    assert.deepEqual(told().slice(3), ['Brokers can be reached again']);
  });
});

test('coordinators wanted in one turn are asked for together, kept, and asked for again once forgotten', async () => {
  await inWorld(async ({ broker, open }) => {
    const cluster = open();
    const nodes = await Promise.all(['a', 'b', 'a'].map((key) => cluster.coordinator('group', key)));
    assert.deepEqual(nodes, [1, 1, 1]);
    assert.deepEqual(
      broker.requests(findCoordinatorRequest).map(({ coordinatorKeys }) => coordinatorKeys),
      [['a', 'b']],
    );
    await cluster.coordinator('group', 'a');
    assert.equal(broker.requests(findCoordinatorRequest).length, 1);
    cluster.forgetCoordinator('group', 'a', 7);
    await cluster.coordinator('group', 'a');
    assert.equal(broker.requests(findCoordinatorRequest).length, 1);
    cluster.forgetCoordinator('group', 'a', 1);
    await cluster.coordinator('group', 'a');
    assert.equal(broker.requests(findCoordinatorRequest).length, 2);
    await cluster.coordinator('transaction', 'a');
    assert.equal(broker.requests(findCoordinatorRequest).at(-1)?.keyType, 1);
  });
});

test('a broker without batched lookups is asked for one coordinator at a time', async () => {
  await inWorld(async ({ broker, open }) => {
    broker.versions.set(ApiKey.FindCoordinator, [0, 3]);
    const cluster = open();
    await Promise.all(['a', 'b'].map((key) => cluster.coordinator('transaction', key)));
    assert.deepEqual(
      broker.requests(findCoordinatorRequest).map(({ key, keyType }) => [key, keyType]),
      [
        ['a', 1],
        ['b', 1],
      ],
    );
  });
});

test('a coordinator that is not there yet is waited for, one that may not be asked for is an error at once', async () => {
  await inWorld(async ({ machine, broker, open }) => {
    const second = await ScriptedBroker.start(machine.env, { nodeId: 2 });
    let asked = 0;
    const answer = ({ coordinatorKeys: [key = ''] }: FindCoordinatorRequest): FindCoordinatorResponse => {
      const errorCode = key === 'secret' ? 30 : asked++ < 3 ? Errors.COORDINATOR_NOT_AVAILABLE.code : 0;
      const { nodeId, host, port } = second;
      return newFindCoordinatorResponse({
        coordinators: [newFindCoordinatorResponseCoordinator({ key, errorCode, nodeId, host, port })],
      });
    };
    broker.on(...FIND_COORDINATOR, answer);
    second.on(...FIND_COORDINATOR, answer);
    const cluster = open();
    assert.equal(await cluster.coordinator('group', 'orders'), 2);
    assert.equal(asked, 4);
    // The broker is known from the answer, though metadata does not name it.
    assert.ok((await cluster.versionOf(2, METADATA)) > 0);
    const error = await failure(cluster.coordinator('group', 'secret'));
    assert.equal(error.code, 'GROUP_AUTHORIZATION_FAILED');
    assert.match(error.message, /coordinator of group secret/);
    await second.stop();
  });
});

test('a retried call waits longer each time, and ends with the last failure as its cause', async () => {
  await inWorld(async ({ world, open }) => {
    const cluster = open({ retryBackoffMs: 100, retryBackoffMaxMs: 1000 });
    const times: number[] = [];
    const began = world.now();
    const error = await failure(
      cluster.retry(
        async (attemptNumber, remainingMs) => {
          times.push(world.now() - began);
          assert.equal(attemptNumber, times.length);
          assert.ok(Math.abs(remainingMs - (10_000 - times.at(-1)!)) <= 1);
          throw errorFor('NOT_COORDINATOR', 'moved');
        },
        { timeoutMs: 10_000, describe: 'commit offsets of group orders' },
      ),
    );
    assert.equal(error.code, 'REQUEST_TIMED_OUT');
    assert.equal(error.message, 'Could not commit offsets of group orders within 10000 ms: moved');
    assert.equal((error.cause as ClientError).code, 'NOT_COORDINATOR');
    assert.equal(world.now() - began, 10_000);
    const waits = times.slice(1).map((time, index) => time - times[index]!);
    for (const [index, wait] of waits.entries()) {
      const expected = Math.min(1000, 100 * 2 ** index);
      assert.ok(wait >= expected * 0.8 - 1 && wait <= expected * 1.2 + 1, `wait ${index} is ${wait}`);
    }
  });
});

test('a call is not retried after what does not pass, nor after its signal, and an attempt that hangs is left behind', async () => {
  await inWorld(async ({ world, open }) => {
    const cluster = open();
    const final = errorFor('GROUP_AUTHORIZATION_FAILED');
    assert.equal(await failure(cluster.retry(() => Promise.reject(final), { timeoutMs: 1000, describe: 'x' })), final);
    const bug = new TypeError('bug');
    assert.equal(await failure(cluster.retry(() => Promise.reject(bug), { timeoutMs: 1000, describe: 'x' })), bug);
    const abort = new AbortController();
    const aborted = failure(
      cluster.retry(() => Promise.reject(errorFor('NOT_COORDINATOR')), {
        timeoutMs: 100_000,
        describe: 'x',
        signal: abort.signal,
      }),
    );
    abort.abort();
    assert.equal((await aborted).code, 'ABORTED');
    const began = world.now();
    const hung = await failure(cluster.retry(() => new Promise(() => {}), { timeoutMs: 700, describe: 'wait' }));
    assert.equal(hung.code, 'REQUEST_TIMED_OUT');
    assert.equal(world.now() - began, 700);
  });
});

test('the features of the cluster are those of the broker', async () => {
  await inWorld(async ({ broker, open }) => {
    broker.features.push({ name: 'group.version', level: 1 }, { name: 'transaction.version', level: 2 });
    const cluster = open();
    const features = await cluster.features();
    assert.equal(features.epoch, 1);
    assert.equal(features.level('transaction.version'), 2);
    assert.equal(features.level('share.version'), 0);
    assert.equal((await cluster.features(1)).level('group.version'), 1);
    assert.equal(await cluster.controller(), 1);
  });
});

test('a hint of a new leader counts at once, and its broker can be reached', async () => {
  await inWorld(async ({ machine, open }) => {
    const second = await ScriptedBroker.start(machine.env, { nodeId: 2 });
    const cluster = open();
    await cluster.metadata.ensure(['orders'], { timeoutMs: 1000 });
    const { host, port } = second;
    cluster.metadata.updateLeader('orders', 1, { leaderId: 2, leaderEpoch: 3 }, [
      { nodeId: 2, host, port, rack: null },
    ]);
    assert.equal(cluster.metadata.partition('orders', 1)?.leader, 2);
    assert.ok((await cluster.versionOf(2, METADATA)) > 0);
    cluster.metadata.updateLeader('orders', 1, { leaderId: 1, leaderEpoch: 2 });
    assert.equal(cluster.metadata.partition('orders', 1)?.leader, 2);
    await second.stop();
  });
});

test('a broker that moves to another address is followed', async () => {
  await inWorld(async ({ machine, broker, open }) => {
    const cluster = open();
    await cluster.metadata.refresh();
    const moved = await ScriptedBroker.start(machine.env, { nodeId: 1 });
    broker.on(...METADATA, (request) => moved.metadata(request));
    await cluster.metadata.refresh();
    await cluster.versionOf(1, METADATA);
    await cluster.send(1, METADATA, {
      topics: [],
      allowAutoTopicCreation: false,
      includeClusterAuthorizedOperations: false,
      includeTopicAuthorizedOperations: false,
    });
    assert.equal(moved.requests(metadataRequest).length, 1);
    assert.equal(broker.openConnections, 0);
    await moved.stop();
  });
});
