import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ApiKey,
  apis,
  listOffsetsRequest,
  listOffsetsResponse,
  metadataRequest,
  metadataResponse,
  newListOffsetsRequest,
  newListOffsetsResponse,
} from '#protocol';
import { createSimulation, type Machine } from '#sim';
import { openTestCluster } from '../cluster/cluster.testing.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { ClientError } from '../errors.ts';
import { FaultProxy, type Direction, type Fault } from '../fault-proxy.testing.ts';
import { encodeAnswer, ScriptedBroker } from '../scripted-broker.testing.ts';

const LIST_OFFSETS = [listOffsetsRequest, listOffsetsResponse] as const;
const KNOWN_APIS: readonly number[] = [ApiKey.Metadata, ApiKey.ApiVersions, ApiKey.ListOffsets];

/** A broker with few APIs, so that its answers are short, on virtual time. */
async function onBroker(
  body: (broker: ScriptedBroker, machine: Machine) => Promise<void>,
  seed: number = 1,
): Promise<void> {
  const { env, machine } = createSimulation(seed);
  const run = async (): Promise<void> => {
    const broker = await ScriptedBroker.start(env);
    for (const { apiKey } of apis) if (!KNOWN_APIS.includes(apiKey)) broker.versions.set(apiKey, null);
    broker.topics.set('orders', { partitions: 2 });
    broker.on(...LIST_OFFSETS, () => newListOffsetsResponse());
    await body(broker, machine);
    await broker.stop();
  };
  await machine.finish(run(), 24 * 3600 * 1000);
}

function listOffsets(cluster: Cluster, nodeId = 1): Promise<unknown> {
  return cluster.send(nodeId, LIST_OFFSETS, newListOffsetsRequest());
}

async function failure(promise: Promise<unknown>): Promise<ClientError> {
  try {
    await promise;
  } catch (error) {
    return error as ClientError;
  }
  throw new Error('it did not fail');
}

for (const direction of ['requests', 'answers'] satisfies Direction[]) {
  for (const kind of ['cut', 'replace'] satisfies Fault['kind'][]) {
    test(`a connection that is ${kind} at any byte of its ${direction} is made again, and the metadata arrives`, async () => {
      await onBroker(async (broker, { env }) => {
        const whole = await FaultProxy.start(env, { host: '127.0.0.1', port: broker.port });
        const probe = openTestCluster(env, { bootstrapServers: whole.bootstrap });
        await probe.metadata.ensure(['orders'], { timeoutMs: 10_000 });
        await probe.close();
        const total = whole.passed[direction];
        assert.ok(total > 50);
        for (let afterBytes = 0; afterBytes < total; afterBytes++) {
          const bytes = Buffer.from([0x7f, 0xff, 0xff, 0xff, 0xff, 0xff]);
          whole.faults.push({ direction, kind, afterBytes, bytes });
          const cluster = openTestCluster(env, { bootstrapServers: whole.bootstrap, requestTimeoutMs: 1000 });
          await cluster.metadata.ensure(['orders'], { timeoutMs: 60_000 }).catch((error: ClientError) => {
            // Garbage instead of the first answer says that this is no Kafka broker, which does not pass.
            assert.ok(kind === 'replace' && direction === 'answers' && error.code === 'CORRUPT_MESSAGE', error.message);
          });
          await cluster.close();
          whole.faults.splice(0);
        }
        await whole.stop();
      });
    });
  }
}

/** A cluster whose broker is known and connected to, so that the next answer is not the first. */
async function connected(broker: ScriptedBroker, { env }: Machine): Promise<Cluster> {
  const cluster = openTestCluster(env, { bootstrapServers: broker.bootstrap });
  await cluster.metadata.refresh();
  await listOffsets(cluster);
  return cluster;
}

const hostile: Record<
  string,
  { answer: (correlationId: number) => Uint8Array | 'close'; error: RegExp; code: string }
> = {
  'closes instead of an answer': {
    answer: () => 'close',
    code: 'NETWORK_EXCEPTION',
    error: /closed the connection while ListOffsets waited/,
  },
  'announces a negative length': {
    answer: () => Buffer.from([0xff, 0xff, 0xff, 0xf0]),
    code: 'CORRUPT_MESSAGE',
    error: /a frame announces -16 bytes/,
  },
  'announces a length beyond all bounds': {
    answer: () => Buffer.from([0x7f, 0xff, 0xff, 0xf0, 1, 2, 3]),
    code: 'CORRUPT_MESSAGE',
    error: /a frame announces 2147483632 bytes/,
  },
  'answers with a frame too short for an answer': {
    answer: () => Buffer.from([0, 0, 0, 2, 1, 2]),
    code: 'CORRUPT_MESSAGE',
    error: /the answer to request \d+ \(ListOffsets\) was expected/,
  },
  'answers under another correlation id': {
    answer: (correlationId) =>
      encodeAnswer(listOffsetsResponse, newListOffsetsResponse(), { version: 11, correlationId: correlationId + 1 }),
    code: 'CORRUPT_MESSAGE',
    error: /the answer to request \d+ \(ListOffsets\) was expected, that to request \d+ came/,
  },
  'answers with a body that ends early': {
    answer: (correlationId) => framed(correlationId, [0, 0]),
    code: 'CORRUPT_MESSAGE',
    error: /its answer to ListOffsets cannot be read/,
  },
  'answers with an array that cannot be': {
    answer: (correlationId) => framed(correlationId, [0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f]),
    code: 'CORRUPT_MESSAGE',
    error: /its answer to ListOffsets cannot be read/,
  },
  'sends more than the answer': {
    answer: (correlationId) => framed(correlationId, [0, 0, 0, 0, 0, 1, 0, 9, 9, 9]),
    code: 'CORRUPT_MESSAGE',
    error: /bytes are left behind the message/,
  },
};

function framed(correlationId: number, body: readonly number[]): Buffer {
  const frame = Buffer.alloc(8 + body.length);
  frame.writeInt32BE(4 + body.length, 0);
  frame.writeInt32BE(correlationId, 4);
  frame.set(body, 8);
  return frame;
}

for (const [what, { answer, error, code }] of Object.entries(hostile)) {
  test(`a broker that ${what} fails the request with ${code}, and the next one goes over a new connection`, async () => {
    await onBroker(async (broker, machine) => {
      const cluster = await connected(broker, machine);
      const connections = broker.connectionCount;
      broker.on(...LIST_OFFSETS, () => answer(broker.received.at(-1)!.correlationId));
      const failed = await failure(listOffsets(cluster));
      assert.equal(failed.code, code);
      assert.match(failed.message, error);
      assert.match(failed.message, /broker 1 \(127\.0\.0\.1:\d+\)/);
      assert.equal(failed.retriable, true);
      broker.on(...LIST_OFFSETS, () => newListOffsetsResponse());
      await listOffsets(cluster);
      assert.equal(broker.connectionCount, connections + 1);
      await cluster.close();
    });
  });
}

test('an answer that nobody asked for breaks the connection', async () => {
  await onBroker(async (broker, machine) => {
    const cluster = await connected(broker, machine);
    const unasked = encodeAnswer(listOffsetsResponse, newListOffsetsResponse(), { version: 11, correlationId: 99 });
    broker.on(...LIST_OFFSETS, () => {
      const { correlationId } = broker.received.at(-1)!;
      const asked = encodeAnswer(listOffsetsResponse, newListOffsetsResponse(), { version: 11, correlationId });
      return Buffer.concat([asked, unasked]);
    });
    await listOffsets(cluster);
    broker.on(...LIST_OFFSETS, () => newListOffsetsResponse());
    await cluster.retry(() => listOffsets(cluster), { timeoutMs: 5000, describe: 'list offsets' });
    assert.equal(broker.connectionCount, 2);
    await cluster.close();
  });
});

test('requests behind the one that broke the connection fail with it, and none is answered by another', async () => {
  await onBroker(async (broker, machine) => {
    const cluster = await connected(broker, machine);
    broker.on(...LIST_OFFSETS, () => 'close');
    const failures = await Promise.all([1, 2, 3, 4].map(() => failure(listOffsets(cluster))));
    for (const { code } of failures) assert.equal(code, 'NETWORK_EXCEPTION');
    await cluster.close();
  });
});

const foreign: Record<string, { bytes: Uint8Array; error: RegExp; code: string }> = {
  'an alert of TLS': {
    bytes: Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x50]),
    code: 'TLS_FAILED',
    error: /speaks TLS and the client does not: set tls/,
  },
  'an answer of HTTP': {
    bytes: Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'),
    code: 'CORRUPT_MESSAGE',
    error: /is an HTTP server, not a Kafka broker: check host and port/,
  },
  'the greeting of another protocol': {
    bytes: Buffer.from('SSH-2.0-OpenSSH_9.9\r\n'),
    code: 'CORRUPT_MESSAGE',
    error: /speaks another protocol than Kafka's: check host and port/,
  },
  'something else': {
    bytes: Buffer.from([0, 0, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8]),
    code: 'CORRUPT_MESSAGE',
    error: /broke the protocol: .* check that it is a Kafka broker/,
  },
};

for (const [what, { bytes, code, error }] of Object.entries(foreign)) {
  for (const pieces of ['at once', 'byte by byte']) {
    test(`a bootstrap server that answers with ${what} (${pieces}) is an error that does not pass`, async () => {
      const { env, machine } = createSimulation(7);
      const run = async (): Promise<void> => {
        const listener = await env.network.listen({ host: '127.0.0.1', port: 0 }, (connection) => {
          connection.on('error', () => connection.destroy());
          connection.on('end', () => connection.end());
          connection.on('data', () => {
            if (pieces === 'at once') connection.write(bytes);
            else for (const byte of bytes) connection.write(Uint8Array.of(byte));
          });
        });
        const cluster = openTestCluster(env, { bootstrapServers: `127.0.0.1:${listener.port}` });
        const failed = await failure(cluster.metadata.ensure([], { timeoutMs: 60_000 }));
        assert.equal(failed.code, code, failed.message);
        assert.equal(failed.retriable, false);
        assert.match(failed.message, error);
        assert.match(failed.message, new RegExp(`127\\.0\\.0\\.1:${listener.port}`));
        await cluster.close();
        await listener.close();
      };
      await machine.finish(run());
    });
  }
}

test('one bootstrap server that is no broker does not matter where another is one', async () => {
  await onBroker(async (broker, { env }) => {
    const foreigner = await env.network.listen({ host: '127.0.0.1', port: 0 }, (connection) => {
      connection.on('error', () => connection.destroy());
      connection.on('data', () => connection.write(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')));
    });
    for (let round = 0; round < 10; round++) {
      const bootstrapServers = [`127.0.0.1:${foreigner.port}`, broker.bootstrap, '127.0.0.1:1'];
      const cluster = openTestCluster(env, { bootstrapServers });
      await cluster.metadata.ensure(['orders'], { timeoutMs: 10_000 });
      await cluster.close();
    }
    await foreigner.close();
  });
});

test('a metadata answer whose partitions are numbered as they cannot be leaves a dense list', async () => {
  await onBroker(async (broker, { env }) => {
    broker.on(metadataRequest, metadataResponse, (request) => {
      const answer = broker.metadata(request);
      for (const { partitions } of answer.topics) {
        for (const [index, partition] of partitions.entries()) partition.partitionIndex = [7, -3][index] ?? 0;
      }
      return answer;
    });
    const cluster = openTestCluster(env, { bootstrapServers: broker.bootstrap });
    const failed = await failure(cluster.metadata.ensure(['orders'], { timeoutMs: 1000 }));
    assert.equal(failed.code, 'LEADER_NOT_AVAILABLE');
    assert.deepEqual(
      cluster.metadata.topic('orders')?.partitions.map(({ partition, leader }) => [partition, leader]),
      [
        [0, -1],
        [1, -1],
      ],
    );
    await cluster.close();
  });
});
