import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  ApiKey,
  apiVersionsRequest,
  apiVersionsResponse,
  Errors,
  fetchRequest,
  fetchResponse,
  listOffsetsRequest,
  listOffsetsResponse,
  newFetchRequest,
  newFetchResponse,
  newListOffsetsRequest,
  newListOffsetsResponse,
} from '#protocol';
import { createSimulation, type Machine, type Simulation } from '#sim';
import { openTestCluster, type TestConfigs, type TestContextOptions } from '../cluster/cluster.testing.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { diagnosticChannels } from '../diagnostics.ts';
import { errorFor, type ClientError } from '../errors.ts';
import { ScriptedBroker } from '../scripted-broker.testing.ts';
import type { Authenticator } from './authenticator.ts';

const LIST_OFFSETS = [listOffsetsRequest, listOffsetsResponse] as const;
const FETCH = [fetchRequest, fetchResponse] as const;

interface World {
  readonly world: Simulation;
  readonly machine: Machine;
  readonly broker: ScriptedBroker;
  open(configs?: TestConfigs, options?: TestContextOptions): Promise<Cluster>;
  /** Lets virtual time pass. */
  pass(ms: number): Promise<void>;
}

/** A broker on virtual time, and clusters that know it. */
async function inWorld(body: (world: World) => Promise<void>): Promise<void> {
  const world = createSimulation(3);
  const { env, machine } = world;
  const clusters: Cluster[] = [];
  const run = async (): Promise<void> => {
    const broker = await ScriptedBroker.start(env);
    broker.on(...LIST_OFFSETS, () => newListOffsetsResponse());
    const open: World['open'] = async (configs = {}, options = {}) => {
      const cluster = openTestCluster(env, { bootstrapServers: broker.bootstrap, ...configs }, options);
      clusters.push(cluster);
      await cluster.metadata.refresh();
      return cluster;
    };
    const pass = (ms: number): Promise<void> => new Promise((resolve) => env.scheduler.after(ms, resolve));
    await body({ world, machine, broker, open, pass });
    for (const cluster of clusters) await cluster.close();
    await broker.stop();
  };
  await machine.finish(run(), 100 * 24 * 3600 * 1000);
}

function ask(cluster: Cluster, options: Parameters<Cluster['send']>[3] = {}): Promise<unknown> {
  return cluster.send(1, LIST_OFFSETS, newListOffsetsRequest(), options);
}

async function failure(promise: Promise<unknown>): Promise<ClientError> {
  try {
    await promise;
  } catch (error) {
    return error as ClientError;
  }
  throw new Error('it did not fail');
}

test('requests are sent without waiting for answers, and each gets its own', async () => {
  await inWorld(async ({ broker, open }) => {
    const gate = Promise.withResolvers<void>();
    let count = 0;
    broker.on(...LIST_OFFSETS, async () => {
      await gate.promise;
      return newListOffsetsResponse({ throttleTimeMs: 0, topics: [{ name: `t${count++}`, partitions: [] }] });
    });
    const cluster = await open();
    const answers = Array.from({ length: 300 }, () => cluster.send(1, LIST_OFFSETS, newListOffsetsRequest()));
    gate.resolve();
    const names = (await Promise.all(answers)).map(({ topics }) => topics[0]?.name);
    assert.deepEqual(
      names,
      Array.from({ length: 300 }, (_, index) => `t${index}`),
    );
    assert.equal(broker.connectionCount, 1);
  });
});

test('each lane has a connection of its own', async () => {
  await inWorld(async ({ broker, open }) => {
    broker.on(...FETCH, () => 'silence');
    const cluster = await open();
    const fetch = failure(cluster.send(1, FETCH, newFetchRequest(), { lane: 'fetch', timeoutMs: 60_000 }));
    await ask(cluster);
    assert.equal(broker.openConnections, 2);
    await cluster.close();
    assert.equal((await fetch).code, 'CLIENT_CLOSED');
  });
});

test('a request that is not answered in time is REQUEST_TIMED_OUT and closes its connection', async () => {
  await inWorld(async ({ world, broker, open }) => {
    const cluster = await open();
    broker.on(...LIST_OFFSETS, () => 'silence');
    const began = world.now();
    const [first, second] = await Promise.all([
      failure(ask(cluster, { timeoutMs: 5000 })),
      failure(ask(cluster, { timeoutMs: 60_000 })),
    ]);
    assert.equal(first.code, 'REQUEST_TIMED_OUT');
    assert.match(first.message, /^broker 1 \(127\.0\.0\.1:\d+\) did not answer ListOffsets within 5000 ms$/);
    assert.equal(second.code, 'NETWORK_EXCEPTION');
    assert.equal(world.now() - began, 5000);
    broker.on(...LIST_OFFSETS, () => newListOffsetsResponse());
    await ask(cluster);
    assert.equal(broker.connectionCount, 2);
  });
});

test('a request that could not be sent in time says why', async () => {
  await inWorld(async ({ broker, open }) => {
    const cluster = await open({ reconnectBackoffMs: 60_000, reconnectBackoffMaxMs: 60_000 });
    await broker.stop();
    await failure(ask(cluster));
    const error = await failure(ask(cluster, { timeoutMs: 1000 }));
    assert.equal(error.code, 'REQUEST_TIMED_OUT');
    assert.match(error.message, /ListOffsets could not be sent to broker 1 .* within 1000 ms: .*broker 1 .*/);
  });
});

test('an aborted request rejects at once, its connection goes on, and no listener is left', async () => {
  await inWorld(async ({ broker, open }) => {
    const cluster = await open();
    const gate = Promise.withResolvers<void>();
    broker.on(...LIST_OFFSETS, async () => {
      await gate.promise;
      return newListOffsetsResponse();
    });
    const abort = new AbortController();
    const listeners = countListeners(abort.signal);
    const aborted = failure(ask(cluster, { signal: abort.signal }));
    const other = ask(cluster);
    const reason = new Error('enough');
    abort.abort(reason);
    const error = await aborted;
    assert.equal(error.code, 'ABORTED');
    assert.equal(error.cause, reason);
    gate.resolve();
    await other;
    await ask(cluster, { signal: new AbortController().signal });
    assert.equal((await failure(ask(cluster, { signal: abort.signal }))).code, 'ABORTED');
    assert.equal(broker.connectionCount, 1);
    assert.equal(listeners.count, 0);
  });
});

/** How many listeners the signal has that were not taken off again. */
function countListeners(signal: AbortSignal): { count: number } {
  const counter = { count: 0 };
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  Object.assign(signal, {
    addEventListener: (...args: Parameters<typeof add>) => {
      counter.count++;
      add(...args);
    },
    removeEventListener: (...args: Parameters<typeof remove>) => {
      counter.count--;
      remove(...args);
    },
  });
  return counter;
}

test('answered requests leave no listener on their signal', async () => {
  await inWorld(async ({ open }) => {
    const cluster = await open();
    const { signal } = new AbortController();
    const listeners = countListeners(signal);
    for (let round = 0; round < 20; round++) await ask(cluster, { signal });
    await cluster.metadata.ensure([], { timeoutMs: 100, signal });
    await cluster.coordinator('group', 'g', { signal });
    await cluster.retry(() => ask(cluster, { signal }), { timeoutMs: 100, signal, describe: 'ask' });
    assert.equal(listeners.count, 0);
  });
});

test('close rejects what is in flight and what waits with CLIENT_CLOSED, also while it connects', async () => {
  await inWorld(async ({ broker, machine, open }) => {
    const cluster = await open();
    broker.on(...LIST_OFFSETS, () => 'silence');
    const inFlight = failure(ask(cluster));
    const coordinator = failure(cluster.coordinator('group', 'g'));
    const ensure = failure(cluster.metadata.ensure(['no such'], { timeoutMs: 60_000 }));
    const retry = failure(cluster.retry(() => ask(cluster), { timeoutMs: 60_000, describe: 'ask' }));
    const connecting = openTestCluster(machine.env, { bootstrapServers: broker.bootstrap });
    const refresh = failure(connecting.metadata.refresh());
    await connecting.close();
    await cluster.close();
    await cluster.close();
    for (const error of await Promise.all([inFlight, coordinator, ensure, retry, refresh])) {
      assert.equal(error.code, 'CLIENT_CLOSED');
      assert.equal(error.fatal, true);
    }
    assert.equal((await failure(ask(cluster))).code, 'CLIENT_CLOSED');
    assert.equal((await failure(cluster.leastLoadedNode().then(() => ask(cluster)))).code, 'CLIENT_CLOSED');
    assert.equal((await failure(cluster.metadata.refresh())).code, 'CLIENT_CLOSED');
    assert.equal(cluster.status.state, 'closed');
  });
});

test('attempts to connect to a broker that is down wait longer after each failure', async () => {
  await inWorld(async ({ world, broker, open }) => {
    const cluster = await open({ reconnectBackoffMs: 100, reconnectBackoffMaxMs: 10_000, metadataMaxAgeMs: 2 ** 40 });
    await broker.stop();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      const began = world.now();
      const error = await failure(ask(cluster));
      assert.equal(error.code, 'NETWORK_EXCEPTION');
      waits.push(world.now() - began);
    }
    for (const [index, wait] of waits.slice(1).entries()) {
      const expected = Math.min(10_000, 100 * 2 ** index);
      assert.ok(wait >= expected * 0.8 - 1 && wait <= expected * 1.2 + 5, `${wait} after ${index + 1} failures`);
    }
  });
});

test('after a throttled answer the broker is left alone for as long as it asked, other brokers lanes are not', async () => {
  await inWorld(async ({ world, broker, open }) => {
    const cluster = await open();
    broker.on(...LIST_OFFSETS, () => newListOffsetsResponse({ throttleTimeMs: 4000 }));
    await ask(cluster);
    broker.on(...LIST_OFFSETS, () => newListOffsetsResponse());
    const began = world.now();
    await cluster.send(1, LIST_OFFSETS, newListOffsetsRequest(), { lane: 'coordinator' });
    assert.ok(world.now() - began < 100);
    await ask(cluster);
    assert.ok(world.now() - began >= 3990);
  });
});

test('an answer of an old version has been held back by the broker already, so that nothing waits again', async () => {
  await inWorld(async ({ world, broker, open }) => {
    broker.versions.set(ApiKey.ListOffsets, [1, 2]);
    const cluster = await open();
    broker.on(...LIST_OFFSETS, () => newListOffsetsResponse({ throttleTimeMs: 4000 }));
    await ask(cluster);
    const began = world.now();
    await ask(cluster);
    assert.ok(world.now() - began < 100);
  });
});

test('a connection that nothing goes over is closed after connectionsMaxIdleMs, and made again when needed', async () => {
  await inWorld(async ({ broker, open, pass }) => {
    const cluster = await open({ connectionsMaxIdleMs: 60_000, metadataMaxAgeMs: 2 ** 40 });
    await pass(40_000);
    await ask(cluster);
    await pass(59_000);
    assert.equal(broker.openConnections, 1);
    await pass(2000);
    assert.equal(broker.openConnections, 0);
    assert.equal(cluster.status.lastError, null);
    await ask(cluster);
    assert.equal(broker.connectionCount, 2);
  });
});

test('the handshake falls back to the versions of ApiVersions that the broker has', async () => {
  for (let max = 0; max <= 5; max++) {
    await inWorld(async ({ broker, open }) => {
      broker.versions.set(ApiKey.ApiVersions, [0, max]);
      const cluster = await open();
      await ask(cluster);
      await ask(cluster, { lane: 'coordinator' });
      const requests = broker.received.filter(({ apiName }) => apiName === 'ApiVersions');
      // The second connection begins with the version that the first one found.
      assert.deepEqual(
        requests.map(({ version }) => version),
        [max, max],
      );
    });
  }
});

test('a broker that only says that it does not know the version is asked in the oldest one', async () => {
  await inWorld(async ({ broker, open }) => {
    broker.versions.set(ApiKey.ApiVersions, [0, 0]);
    broker.apiVersions = () => {
      const answer = ScriptedBroker.prototype.apiVersions.call(broker);
      return broker.received.length === 0 ? { ...answer, apiKeys: [] } : answer;
    };
    broker.on(apiVersionsRequest, apiVersionsResponse, () => broker.apiVersions());
    const cluster = await open();
    await ask(cluster);
    assert.equal(broker.received[0]?.version, 0);
  });
});

test('every connection names the software, and the cluster and broker once they are known', async () => {
  await inWorld(async ({ broker, open }) => {
    const cluster = await open();
    await ask(cluster, { lane: 'coordinator' });
    const [first, second] = broker.requests(apiVersionsRequest);
    assert.equal(first?.clientSoftwareName, 'samsa');
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
    assert.equal(first?.clientSoftwareVersion, version);
    assert.deepEqual([first?.clusterId, first?.nodeId], [null, -1]);
    assert.deepEqual([second?.clusterId, second?.nodeId], ['scripted', 1]);
  });
});

test('a request that the broker has no version of is UNSUPPORTED_VERSION, with both ranges', async () => {
  await inWorld(async ({ broker, open }) => {
    broker.versions.set(ApiKey.ListOffsets, null);
    broker.versions.set(ApiKey.Fetch, [4, 6]);
    const cluster = await open();
    const missing = await failure(ask(cluster));
    assert.equal(missing.code, 'UNSUPPORTED_VERSION');
    assert.match(missing.message, /broker 1 \(.*\) does not serve ListOffsets; this client needs versions \d+ to \d+/);
    const old = await failure(cluster.send(1, FETCH, newFetchRequest(), { minVersion: 12 }));
    assert.match(old.message, /serves Fetch in versions 4 to 6; this client needs versions 12 to/);
    assert.equal(await cluster.versionOf(1, LIST_OFFSETS), -1);
    assert.equal(await cluster.versionOf(1, FETCH), 6);
    assert.equal(cluster.knownVersionOf(1, FETCH), 6);
    assert.equal(cluster.knownVersionOf(2, FETCH), undefined);
    assert.equal(broker.connectionCount, 1);
  });
});

test('a body that cannot be written fails alone', async () => {
  await inWorld(async ({ broker, open }) => {
    const cluster = await open();
    const thrown = new Error('no body');
    const body = (): never => {
      throw thrown;
    };
    const wide = { ...newListOffsetsRequest(), replicaId: 2 ** 40 };
    const [own, range, fine] = await Promise.all([
      failure(cluster.send(1, LIST_OFFSETS, body)),
      failure(cluster.send(1, LIST_OFFSETS, wide)),
      ask(cluster),
    ]);
    assert.equal(own, thrown);
    assert.match(range.message, /ListOffsets cannot be sent to broker 1/);
    assert.ok(fine !== undefined);
    assert.equal(broker.connectionCount, 1);
  });
});

test('requests without an answer are posted between others without mixing up their answers', async () => {
  await inWorld(async ({ broker, open }) => {
    broker.on(...FETCH, () => 'silence');
    const cluster = await open();
    const answers: Promise<unknown>[] = [];
    for (let round = 0; round < 20; round++) {
      answers.push(cluster.post(1, FETCH, newFetchRequest()));
      answers.push(ask(cluster));
    }
    await Promise.all(answers);
    assert.equal(broker.requests(fetchRequest).length, 20);
    assert.equal(broker.connectionCount, 1);
  });
});

test('a broker that metadata does not name is NETWORK_EXCEPTION', async () => {
  await inWorld(async ({ open }) => {
    const cluster = await open();
    const error = await failure(cluster.send(9, FETCH, newFetchRequest()));
    assert.equal(error.code, 'NETWORK_EXCEPTION');
    assert.match(error.message, /broker 9 is not among the brokers/);
  });
});

test('every connection is authenticated before its first request, and again before the session ends', async () => {
  await inWorld(async ({ world, broker, open, pass }) => {
    const calls: string[] = [];
    const authenticator: Authenticator = {
      authenticate: async (channel) => {
        calls.push(`${channel.isReauthentication ? 'again' : 'first'} ${channel.versionOf(FETCH)}`);
        await channel.send(FETCH, newFetchRequest());
        return { sessionLifetimeMs: 60_000, reauthenticateAfterMs: 50_000 };
      },
      close: () => void calls.push('close'),
    };
    broker.on(...FETCH, () => newFetchResponse());
    const cluster = await open({}, { authenticator });
    await ask(cluster);
    const began = world.now();
    await pass(49_000);
    await ask(cluster);
    assert.deepEqual(calls, ['first 18']);
    await pass(2000);
    await Promise.all([ask(cluster), ask(cluster)]);
    assert.deepEqual(calls, ['first 18', 'again 18']);
    const names = broker.received.map(({ apiName }) => apiName);
    assert.deepEqual(names.slice(-3), ['Fetch', 'ListOffsets', 'ListOffsets']);
    assert.ok(world.now() - began < 60_000);
    await cluster.close();
    assert.equal(calls.at(-1), 'close');
  });
});

test('credentials that are refused fail everything at once, for good', async () => {
  await inWorld(async ({ world, broker, machine }) => {
    const refused = errorFor('SASL_AUTHENTICATION_FAILED', 'wrong password');
    const authenticator: Authenticator = { authenticate: () => Promise.reject(refused), close: () => {} };
    const cluster = openTestCluster(machine.env, { bootstrapServers: broker.bootstrap }, { authenticator });
    const began = world.now();
    assert.equal(await failure(cluster.metadata.ensure(['x'], { timeoutMs: 60_000 })), refused);
    assert.equal(await failure(cluster.coordinator('group', 'g')), refused);
    assert.ok(world.now() - began < 1000);
    assert.equal(refused.fatal, true);
    await cluster.close();
  });
});

test('a re-authentication that fails ends the connection, and what waits goes over the next one', async () => {
  await inWorld(async ({ broker, open, pass }) => {
    const authenticator: Authenticator = {
      authenticate: async ({ isReauthentication }) => {
        if (isReauthentication) throw errorFor('REQUEST_TIMED_OUT');
        return { sessionLifetimeMs: 10_000, reauthenticateAfterMs: 9000 };
      },
      close: () => {},
    };
    const cluster = await open({}, { authenticator });
    await pass(9500);
    await ask(cluster);
    assert.equal(broker.connectionCount, 2);
  });
});

test('the answer of ApiVersions that sends the client back to its bootstrap servers does so', async () => {
  await inWorld(async ({ broker, open }) => {
    const cluster = await open();
    broker.on(apiVersionsRequest, apiVersionsResponse, ({ clusterId }) => {
      const answer = broker.apiVersions();
      return clusterId === null ? answer : { ...answer, errorCode: Errors.REBOOTSTRAP_REQUIRED.code };
    });
    broker.clusterId = 'another';
    broker.dropConnections();
    await cluster.retry(() => ask(cluster), { timeoutMs: 10_000, describe: 'ask' }).catch(() => {});
    await cluster.metadata.refresh().catch(() => {});
    assert.equal(cluster.metadata.clusterId, 'another');
  });
});

test('each connection is reported once: as opened and closed, or as failed', async () => {
  await inWorld(async ({ world, broker, machine, open }) => {
    const events: string[] = [];
    const note =
      (what: string) =>
      ({ nodeId }: { readonly nodeId: number }): void =>
        void events.push(`${what} ${nodeId}`);
    const listeners = {
      connectionOpened: note('opened'),
      connectionClosed: note('closed'),
      connectionFailed: note('failed'),
    };
    const names = Object.keys(listeners) as (keyof typeof listeners)[];
    for (const name of names) diagnosticChannels[name].subscribe(listeners[name]);
    try {
      const cluster = await open();
      broker.dropConnections();
      await failure(ask(cluster));
      await ask(cluster);
      await cluster.close();
      assert.deepEqual(events.splice(0), ['opened -1', 'closed 1', 'opened 1', 'closed 1']);
      const authenticator: Authenticator = {
        authenticate: () => Promise.reject(errorFor('REQUEST_TIMED_OUT')),
        close: () => {},
      };
      const configs = { bootstrapServers: broker.bootstrap, reconnectBackoffMs: 1000, reconnectBackoffMaxMs: 1000 };
      const refused = openTestCluster(machine.env, configs, { authenticator });
      const began = world.now();
      await failure(refused.metadata.ensure([], { timeoutMs: 4000 }));
      assert.equal(world.now() - began, 4000);
      await refused.close();
      assert.ok(events.length >= 3 && events.length <= 6, events.join());
      assert.deepEqual([...new Set(events)], ['failed -1']);
      assert.equal(broker.openConnections, 0);
    } finally {
      for (const name of names) diagnosticChannels[name].unsubscribe(listeners[name]);
    }
  });
});
