/** Wrong addresses, strangers on the other end, missing topics: one typed error that names the thing, within the time allowed. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { isKafkaError } from '../../../src/client/index.ts';
import type { ClientError } from '../../../src/client/index.ts';
import { freePort } from '../../../tools/peers/port.ts';
import { run } from '../../runner/tools.ts';
import type { ClientScenario, World } from '../scenario.ts';

/** What each call is given, and how much longer it may take at most. */
const ALLOWED_MS = 2000;
const SLACK_MS = 4000;

async function failsInTime(work: Promise<unknown>): Promise<ClientError> {
  const start = performance.now();
  try {
    await work;
  } catch (error) {
    assert.ok(isKafkaError(error), String(error));
    const took = performance.now() - start;
    assert.ok(took < ALLOWED_MS + SLACK_MS, `it took ${took.toFixed(0)} ms`);
    return error as ClientError;
  }
  assert.fail('it succeeds');
}

/** Every kind of client against that address: each fails in time with the same kind of error, and closes in time. */
async function allFail(world: World, bootstrapServers: string, options: object = {}): Promise<ClientError[]> {
  const common = { bootstrapServers, requestTimeoutMs: 1000, ...options };
  const producer = world.producer({ ...common, maxBlockMs: ALLOWED_MS, deliveryTimeoutMs: ALLOWED_MS });
  const consumer = world.consumer({ ...common, defaultApiTimeoutMs: ALLOWED_MS });
  const admin = world.admin({ ...common, defaultApiTimeoutMs: ALLOWED_MS });
  const errors = await Promise.all([
    failsInTime(producer.send({ topic: 'any', value: 'x' })),
    failsInTime(consumer.listTopics()),
    failsInTime(admin.listTopics()),
  ]);
  const start = performance.now();
  await Promise.all([producer.close({ timeoutMs: 1000 }), consumer.close({ timeoutMs: 1000 }), admin.close()]);
  assert.ok(performance.now() - start < 1000 + SLACK_MS, 'close ends in time');
  return errors;
}

/** Somebody who is no broker. */
async function stranger(world: World, answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    answer(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  world.defer(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return `127.0.0.1:${address.port}`;
}

/** A frame of that length that holds these bytes. */
function frame(length: number, bytes: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeInt32BE(length);
  return Buffer.concat([head, bytes]);
}

export const badInput: ClientScenario = {
  name: 'bad-input',
  checks: [
    {
      name: 'an address where nobody listens is named in the error',
      run: async (world) => {
        const address = `127.0.0.1:${await freePort()}`;
        for (const error of await allFail(world, address))
          assert.match(error.message + String(error.cause), new RegExp(address));
      },
    },
    {
      name: 'one address of several that answers is enough',
      run: async (world) => {
        const topic = await world.createTopic();
        const dead = `127.0.0.1:${await freePort()}`;
        await world.producer({ bootstrapServers: [dead, world.bootstrap] }).send({ topic, value: 'x' });
      },
    },
    {
      name: 'a host name that does not exist is named in the error',
      run: async (world) => {
        for (const error of await allFail(world, 'no-such-host.invalid:9092'))
          assert.match(error.message + String(error.cause), /no-such-host\.invalid/);
      },
    },
    {
      name: 'a listener that never answers costs the time allowed and no more',
      run: async (world) => {
        await allFail(world, await stranger(world, () => undefined));
      },
    },
    {
      name: 'a web server is no broker',
      run: async (world) => {
        const http = Buffer.from('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
        await allFail(world, await stranger(world, (socket) => socket.on('data', () => socket.end(http))));
      },
    },
    {
      name: 'a listener that closes every connection at once',
      run: async (world) => {
        await allFail(world, await stranger(world, (socket) => socket.destroy()));
      },
    },
    {
      name: 'answers that lie about their length, negative, huge or cut short',
      run: async (world) => {
        for (const length of [-1, 0x7f_ff_ff_ff, 3]) {
          const answer = frame(length, Buffer.alloc(3));
          await allFail(world, await stranger(world, (socket) => socket.on('data', () => socket.write(answer))));
        }
      },
    },
    {
      name: 'an answer to another request than was asked',
      run: async (world) => {
        const answer = frame(100, Buffer.alloc(100, 7));
        await allFail(world, await stranger(world, (socket) => socket.on('data', () => socket.write(answer))));
      },
    },
    {
      name: 'TLS against a plaintext listener says so',
      run: async (world) => {
        const errors = await allFail(world, world.bootstrap, {
          securityProtocol: 'SSL',
          tls: { rejectUnauthorized: false },
        });
        for (const error of errors) assert.match(`${error.code} ${error.message} ${String(error.cause)}`, /TLS/);
      },
    },
    {
      name: 'an option that does not exist is refused with the one that was meant',
      run: async (world) => {
        assert.throws(
          () => world.producer({ lingerMS: 5 } as object),
          (error: Error) => isKafkaError(error, 'INVALID_CONFIG') && /lingerMs/.test(error.message),
        );
        assert.throws(
          () => world.consumer({ autoOffsetReset: 'sometimes' }),
          (error: Error) => isKafkaError(error, 'INVALID_CONFIG') && /autoOffsetReset/.test(error.message),
        );
      },
    },
    {
      name: 'clients that are closed leave nothing behind: a process with them ends by itself',
      run: async (world) => {
        const topic = await world.createTopic();
        const script = fileURLToPath(new URL('../open-and-close.ts', import.meta.url));
        const command = [
          process.execPath,
          '--conditions=source',
          script,
          world.bootstrap,
          topic,
          world.unique('group'),
        ];
        const { code, stderr, stdout } = await run(command, { deadlineMs: 20_000 });
        assert.equal(code, 0, `${stderr}${stdout.toString()}`);
      },
    },
  ],
};
