import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Connection } from '#kernel';
import type { Machine } from './machine.ts';
import type { SimulatedConnection } from './simulated-connection.ts';
import { createSimulation } from './simulation.ts';
import type { Simulation } from './simulation.ts';

interface Pair {
  readonly world: Simulation;
  readonly clientMachine: Machine;
  readonly client: SimulatedConnection;
  readonly server: Connection;
  /** What happened at the server's end. */
  readonly events: string[];
}

async function connectPair(seed: number): Promise<Pair> {
  const world = createSimulation(seed);
  const clientMachine = world.boot();
  const accepted: Connection[] = [];
  const events: string[] = [];
  await world.finish(
    world.env.network.listen({ host: '', port: 9092 }, (connection) => {
      accepted.push(connection);
      connection.on('error', (error) => events.push('code' in error ? String(error.code) : error.message));
      connection.on('end', () => events.push('end'));
      connection.on('close', () => events.push('close'));
    }),
  );
  const options = { host: 'broker', port: 9092, timeoutMs: 1000 };
  const client = await clientMachine.finish(world.network.connect(clientMachine, options));
  client.on('error', () => {});
  await world.until(() => accepted.length === 1);
  const [server] = accepted;
  assert.ok(server !== undefined);
  return { world, clientMachine, client, server, events };
}

test('bytes arrive in pieces that the seed cuts', async () => {
  const cuts = new Set<string>();
  for (let seed = 0; seed < 20; seed++) {
    const { world, client, server } = await connectPair(seed);
    const lengths: number[] = [];
    server.on('data', (chunk) => lengths.push(chunk.length));
    client.write(Buffer.alloc(1000));
    await world.settle();
    assert.equal(
      lengths.reduce((sum, length) => sum + length, 0),
      1000,
    );
    cuts.add(lengths.join(' '));
  }
  assert.ok(cuts.size > 5);
});

test('a reader that does not read holds one window, the rest stays with the writer', async () => {
  const { world, client, server } = await connectPair(1);
  server.pause();
  for (let round = 0; round < 100; round++) client.write(Buffer.alloc(10_000));
  await world.settle();
  assert.equal(client.writableLength, 1_000_000 - world.network.windowBytes);
});

test('a reset ends the other side with ECONNRESET and close, and unread bytes are lost', async () => {
  const { world, client, server, events } = await connectPair(1);
  let received = 0;
  server.pause();
  server.on('data', (chunk) => (received += chunk.length));
  client.write(Buffer.alloc(100));
  await world.settle();
  client.reset();
  await world.settle();
  server.resume();
  await world.settle();
  assert.deepEqual(events, ['ECONNRESET', 'close']);
  assert.equal(received, 0);
});

test('writing to a peer that has gone fails', async () => {
  const { world, client, server, events } = await connectPair(1);
  client.destroy();
  server.write(Buffer.from('x'));
  await world.settle();
  assert.deepEqual(events, ['EPIPE', 'close']);
});

test('a machine that dies resets its connections and frees its ports', async () => {
  const { world, clientMachine, events } = await connectPair(1);
  clientMachine.die('power loss');
  await world.settle();
  assert.deepEqual(events, ['ECONNRESET', 'close']);
  const next = world.machine.kill();
  await next.finish(next.env.network.listen({ host: '', port: 9092 }, () => {}));
});

test('data and the end that follows it both arrive', async () => {
  for (let seed = 0; seed < 20; seed++) {
    const { world, client, server, events } = await connectPair(seed);
    let received = 0;
    server.on('data', (chunk) => (received += chunk.length));
    client.write(Buffer.alloc(200_000));
    client.end();
    client.resume();
    await world.settle();
    assert.equal(received, 200_000);
    assert.deepEqual(events, ['end', 'close']);
    assert.ok(client.destroyed);
  }
});

test('the end that is destroyed ends the other one too, which closes when it has nothing to send', async () => {
  const { world, client, server } = await connectPair(1);
  const events: string[] = [];
  client.on('end', () => events.push('end'));
  client.on('close', () => events.push('close'));
  client.resume();
  await world.settle();
  server.destroy();
  await world.settle();
  assert.deepEqual(events, ['end', 'close']);
});

test('a connection that has lost one direction goes on in the other, and neither side is told', async () => {
  const { world, client, server, events } = await connectPair(1);
  const heard: string[] = [];
  server.on('data', (chunk) => heard.push(`server ${chunk.toString()}`));
  client.on('data', (chunk: Buffer) => heard.push(`client ${chunk.toString()}`));
  client.lose('incoming');
  client.write(Buffer.from('?'));
  server.write(Buffer.from('!'));
  await world.settle();
  assert.deepEqual(heard, ['server ?']);
  client.lose('outgoing');
  client.destroy();
  await world.settle();
  assert.deepEqual(events, []);
});
