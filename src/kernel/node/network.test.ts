import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { test } from 'node:test';
import tls from 'node:tls';
import type { TlsOptions } from '../network.ts';
import { createNodeEnv } from './index.ts';

const { network } = createNodeEnv();

function file(name: string): Buffer {
  return readFileSync(new URL(`../../../testdata/tls/${name}`, import.meta.url));
}

/** A TLS server that sends back what it gets; the port it listens on, and what closes it. */
async function echo(): Promise<{ port: number; names: (string | false | null)[]; close: () => void }> {
  const names: (string | false | null)[] = [];
  const server = tls.createServer({ cert: file('broker.pem'), key: file('broker.key') }, (socket) => {
    names.push(socket.servername);
    socket.on('error', () => socket.destroy());
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, names, close: () => server.close() };
}

function connectTls(host: string, port: number, options: TlsOptions): ReturnType<typeof network.connect> {
  return network.connect({ host, port, timeoutMs: 10_000, tls: options });
}

test('a connection over TLS carries bytes both ways, and tells the server the name of a host but not an address', async () => {
  const server = await echo();
  for (const host of ['localhost', '127.0.0.1']) {
    const connection = await connectTls(host, server.port, { ca: file('ca.pem') });
    const answer = new Promise<Buffer>((resolve) => connection.on('data', resolve));
    connection.write(Buffer.from('over TLS'));
    assert.equal((await answer).toString(), 'over TLS');
    connection.destroy();
  }
  assert.deepEqual(server.names, ['localhost', false]);
  server.close();
});

test('what comes before anybody listens is not lost where chunks are reused, over TLS neither', async () => {
  const answered = Promise.withResolvers<void>();
  const server = tls.createServer({ cert: file('broker.pem'), key: file('broker.key') }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.write('a greeting');
    socket.once('data', (chunk) => socket.end(chunk, answered.resolve));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const options = { host: '127.0.0.1', port, timeoutMs: 10_000, tls: { ca: file('ca.pem') }, reusesChunks: true };
  const connection = await network.connect(options);
  connection.write(Buffer.from(', and its echo'));
  await answered.promise;
  await new Promise(setImmediate);
  const chunks: Buffer[] = [];
  connection.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
  await new Promise<void>((resolve) => connection.on('end', resolve));
  assert.equal(Buffer.concat(chunks).toString(), 'a greeting, and its echo');
  server.close();
});

test('options that cannot be used are ERR_TLS_OPTIONS', async () => {
  const refused = connectTls('127.0.0.1', 1, { key: 'no key', cert: file('client.pem') });
  await assert.rejects(refused, { code: 'ERR_TLS_OPTIONS' });
});

test('an authority that is not trusted is refused', async () => {
  const server = await echo();
  await assert.rejects(connectTls('127.0.0.1', server.port, {}), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  server.close();
});

test('an attempt ends by its signal and at its time, also in the midst of the handshake', async () => {
  const accepted: Socket[] = [];
  const silent = createServer((socket) => accepted.push(socket));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const options = { host: '127.0.0.1', port, tls: {} };
  const abort = new AbortController();
  const reason = new Error('closed');
  const aborted = network.connect({ ...options, timeoutMs: 60_000, signal: abort.signal });
  await assert.rejects(network.connect({ ...options, timeoutMs: 1 }), { code: 'ETIMEDOUT' });
  abort.abort(reason);
  await assert.rejects(aborted, reason);
  await assert.rejects(network.connect({ ...options, timeoutMs: 1000, signal: abort.signal }), reason);
  for (const socket of accepted) socket.destroy();
  silent.close();
});
