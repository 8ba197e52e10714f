/** One suite for every Network: what `network.ts` promises holds for sockets and for simulated connections. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNodeEnv } from '#kernel/node';
import { createSimulation } from '#sim';
import type { Connection, Network } from './network.ts';

const implementations: Record<string, (body: (network: Network) => Promise<void>) => Promise<void>> = {
  'the real network': (body) => body(createNodeEnv().network),
  'the simulated network': async (body) => {
    for (let seed = 0; seed < 20; seed++) {
      const { env, machine } = createSimulation(seed);
      await machine.finish(body(env.network));
    }
  },
};

function networkTest(claim: string, body: (network: Network) => Promise<void>): void {
  for (const [name, run] of Object.entries(implementations)) test(`${name}: ${claim}`, () => run(body));
}

const HOST = '127.0.0.1';

/** Both ends of a new connection. */
async function connectPair(
  network: Network,
  onConnection?: (server: Connection) => void,
): Promise<[Connection, Connection]> {
  const accepted = Promise.withResolvers<Connection>();
  const listener = await network.listen({ host: HOST, port: 0 }, (connection) => {
    connection.on('error', () => {});
    onConnection?.(connection);
    accepted.resolve(connection);
  });
  const client = await network.connect({ host: HOST, port: listener.port, timeoutMs: 10_000 });
  client.on('error', () => {});
  const server = await accepted.promise;
  await listener.close();
  return [client, server];
}

function once(connection: Connection, event: 'drain' | 'end' | 'close'): Promise<void> {
  return new Promise((resolve) => connection.on(event, resolve));
}

/** All bytes until the end of the stream. */
function readAll(connection: Connection): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    connection.on('data', (chunk) => chunks.push(chunk));
    connection.on('end', () => resolve(Buffer.concat(chunks)));
  });
}

function pattern(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, index) => index % 251));
}

networkTest('bytes arrive as they were sent, in both directions, and the end after them', async (network) => {
  const [client, server] = await connectPair(network);
  const bytes = pattern(300_000);
  const atServer = readAll(server);
  const atClient = readAll(client);
  const closed = Promise.all([once(client, 'close'), once(server, 'close')]);
  for (let index = 0; index < bytes.length; index += 7_001) client.write(bytes.subarray(index, index + 7_001));
  server.write(Buffer.from('hello'));
  client.end();
  assert.ok((await atServer).equals(bytes));
  assert.equal((await atClient).toString(), 'hello');
  await closed;
  assert.ok(client.destroyed && server.destroyed);
});

networkTest('chunks that are reused carry the same bytes, and the next one overwrites them', async (network) => {
  const accepted = Promise.withResolvers<Connection>();
  const listener = await network.listen({ host: HOST, port: 0 }, (connection) => {
    connection.on('error', () => {});
    accepted.resolve(connection);
  });
  const client = await network.connect({ host: HOST, port: listener.port, timeoutMs: 10_000, reusesChunks: true });
  await listener.close();
  const bytes = pattern(300_000);
  const copies: Buffer[] = [];
  const borrowed: Buffer[] = [];
  const ended = once(client, 'end');
  client.on('data', (chunk) => {
    copies.push(Buffer.from(chunk));
    borrowed.push(chunk);
  });
  (await accepted.promise).write(bytes);
  (await accepted.promise).end();
  await ended;
  assert.ok(Buffer.concat(copies).equals(bytes));
  assert.ok(!Buffer.concat(borrowed).equals(bytes));
  client.destroy();
});

networkTest('corked writes leave on uncork', async (network) => {
  const [client, server] = await connectPair(network);
  const received = readAll(server);
  client.cork();
  client.write(Buffer.from('a'));
  client.write(Buffer.from('b'));
  assert.equal(client.writableLength, 2);
  client.uncork();
  client.end();
  assert.equal((await received).toString(), 'ab');
});

networkTest('a writer whose peer does not read is told to wait, and again to go on', async (network) => {
  const [client, server] = await connectPair(network);
  server.pause();
  const chunk = pattern(65_536);
  let sent = 0;
  while (sent < 1024 * chunk.length) {
    sent += chunk.length;
    if (!client.write(chunk) && client.writableLength > 1024 * 1024) break;
  }
  assert.ok(client.writableLength > 1024 * 1024);
  let received = 0;
  const all = new Promise<void>((resolve) =>
    server.on('data', (bytes) => {
      received += bytes.length;
      if (received === sent) resolve();
    }),
  );
  const drained = once(client, 'drain');
  server.resume();
  await drained;
  assert.equal(client.writableLength, 0);
  await all;
  client.destroy();
});

networkTest('a chunk may be written to again once its writer was told so, and not before', async (network) => {
  const [client, server] = await connectPair(network);
  server.pause();
  const bytes = pattern(8 * 1024 * 1024);
  const chunk = Buffer.from(bytes);
  const half = chunk.length / 2;
  const told: string[] = [];
  client.cork();
  client.write(chunk.subarray(0, half), () => told.push('first'));
  const isDone = new Promise<void>((resolve) => {
    client.write(chunk.subarray(half), () => {
      told.push('second');
      chunk.fill(0xff);
      resolve();
    });
  });
  client.uncork();
  assert.deepEqual(told, [], 'it is told later');
  client.end();
  const received = readAll(server);
  server.resume();
  await isDone;
  assert.deepEqual(told, ['first', 'second']);
  assert.ok((await received).equals(bytes));
});

networkTest('a writer is told also where its bytes never leave', async (network) => {
  const [client, server] = await connectPair(network);
  server.pause();
  const isDone = new Promise<void>((resolve) => void client.write(pattern(32 * 1024 * 1024), resolve));
  client.destroy();
  await isDone;
  await new Promise<void>((resolve) => assert.equal(client.write(Buffer.from('x'), resolve), false));
  server.destroy();
});

networkTest('a connection that is destroyed closes here and ends there', async (network) => {
  const [client, server] = await connectPair(network);
  const ended = readAll(server);
  const closed = once(client, 'close');
  client.write(Buffer.from('last words'));
  await new Promise<void>((resolve) => {
    if (client.writableLength === 0) resolve();
    else client.on('drain', resolve);
    server.on('data', () => resolve());
  });
  client.destroy();
  assert.ok(client.destroyed);
  await closed;
  assert.equal((await ended).toString(), 'last words');
  assert.equal(client.write(Buffer.from('x')), false);
});

networkTest('nobody listening is ECONNREFUSED', async (network) => {
  const listener = await network.listen({ host: HOST, port: 0 }, () => {});
  await listener.close();
  const refused = network.connect({ host: HOST, port: listener.port, timeoutMs: 10_000 });
  await assert.rejects(refused, { code: 'ECONNREFUSED' });
});

networkTest('a port in use is EADDRINUSE', async (network) => {
  const listener = await network.listen({ host: HOST, port: 0 }, () => {});
  await assert.rejects(
    network.listen({ host: HOST, port: listener.port }, () => {}),
    { code: 'EADDRINUSE' },
  );
  await listener.close();
  const again = await network.listen({ host: HOST, port: listener.port }, () => {});
  await again.close();
});

networkTest('both ends know whom they talk to', async (network) => {
  const [client, server] = await connectPair(network);
  assert.equal(server.remoteAddress, HOST);
  assert.equal(server.remotePort, client.localPort);
  assert.equal(client.remotePort, server.localPort);
  client.destroy();
});
