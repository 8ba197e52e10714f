/** The registry's server by itself: HTTPS and logins as the broker beside it has them, users of a file, an orderly end. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Broker, parseBrokerConfig } from '#broker';
import { createNodeEnv } from '#kernel/node';
import { RegistryHttp, type RegistrySecurity } from '#registry';
import { secureStart } from '../start/secure/secure-start.ts';
import { brokerSecurity } from './broker-security.ts';
import { isLoopback, parseListenerAddress, urlOf } from './listener-address.ts';
import { RegistryServer } from './registry-server.ts';
import { certificateSecurity, userFileSecurity } from './user-file.ts';

const env = createNodeEnv({ logger: { level: 'error' } });
const directory = mkdtempSync(join(tmpdir(), 'samsa-registry-server-'));
after(() => rmSync(directory, { recursive: true }));

interface Asked {
  readonly status: number;
  readonly challenge: string | undefined;
}

interface Ask {
  readonly authorization?: string;
  readonly ca?: Buffer;
}

/** The root, which needs a login and nothing else. */
function ask(url: string, { authorization, ...tls }: Ask = {}): Promise<Asked> {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const headers = { connection: 'close', ...(authorization === undefined ? {} : { authorization }) };
    const request = send(url, { headers, ...tls }, (response: IncomingMessage) => {
      response.resume();
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, challenge: response.headers['www-authenticate'] }),
      );
    });
    request.on('error', reject);
    request.end();
  });
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function apiWith(security: RegistrySecurity | null): RegistryHttp {
  const asleep = (): never => assert.fail('the root needs no state');
  const registry = {
    get state(): never {
      return asleep();
    },
    get schemas(): never {
      return asleep();
    },
    ready: () => asleep(),
    leadership: () => ({ isLeader: true }) as const,
    execute: () => asleep(),
    close: () => Promise.resolve(),
  };
  return new RegistryHttp(env, { registry, security, fetch: () => asleep() });
}

test('beside a secured broker it speaks HTTPS with the broker’s certificate and takes its users', async () => {
  const secure = secureStart({ dataDirectory: join(directory, 'data'), address: '127.0.0.1:0' });
  const options = new Map([
    ...secure.configs,
    ['log.dirs', join(directory, 'data')],
    ['offsets.topic.num.partitions', '1'],
  ]);
  const broker = await Broker.start(env, parseBrokerConfig({ options }).config);
  await broker.setScramPassword('alice', 'secret');
  const logins = broker.logins();
  assert.ok(logins);
  const { listener } = apiWith(brokerSecurity(broker, logins));
  const tls = logins.tls(() => undefined);
  const server = await RegistryServer.start({ host: '127.0.0.1', port: 0, tls, listener });
  const url = urlOf({ host: '127.0.0.1', port: server.port }, server.isSecure);
  assert.match(url, /^https:/);
  const ca = readFileSync(secure.files.authorityPath);
  const refused = await ask(url, { ca });
  assert.deepEqual(refused, { status: 401, challenge: 'Basic realm="schema registry", charset="UTF-8"' });
  assert.equal((await ask(url, { ca, authorization: basic('alice', 'wrong') })).status, 401);
  assert.equal((await ask(url, { ca, authorization: 'Basic nonsense' })).status, 401);
  assert.equal((await ask(url, { ca, authorization: basic('alice', 'secret') })).status, 200);
  await assert.rejects(ask(url), /certificate/);
  await server.close();
  await broker.close();
});

test('users of a file log in by HTTP Basic, and nobody else', async () => {
  const file = join(directory, 'users.properties');
  writeFileSync(file, 'alice=secret\nbob=with: colon\n');
  const server = await RegistryServer.start({
    host: '127.0.0.1',
    port: 0,
    tls: null,
    listener: apiWith(userFileSecurity(file)).listener,
  });
  const url = `http://127.0.0.1:${server.port}`;
  assert.equal((await ask(url)).status, 401);
  assert.equal((await ask(url, { authorization: basic('alice', 'secret') })).status, 200);
  assert.equal((await ask(url, { authorization: basic('bob', 'with: colon') })).status, 200);
  assert.equal((await ask(url, { authorization: basic('alice', 'with: colon') })).status, 401);
  assert.equal((await ask(url, { authorization: basic('carol', '') })).status, 401);
  await server.close();
  assert.throws(() => userFileSecurity(join(directory, 'none.properties')), /--users .* cannot be read/);
});

test('where certificates of clients are asked for, who has none does not come in', async () => {
  const secure = secureStart({ dataDirectory: join(directory, 'mutual'), address: '127.0.0.1:0' });
  const identity = readFileSync(secure.files.keyStorePath);
  const ca = readFileSync(secure.files.authorityPath);
  const server = await RegistryServer.start({
    host: '127.0.0.1',
    port: 0,
    tls: {
      cert: identity,
      key: identity,
      ca,
      clientCertificates: 'required',
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.3',
    },
    listener: apiWith(certificateSecurity()).listener,
  });
  await assert.rejects(ask(`https://127.0.0.1:${server.port}`, { ca }));
  await server.close();
  const { fetch } = apiWith(certificateSecurity());
  const statusWith = async (certificate: Uint8Array | null): Promise<number> =>
    (await fetch(new Request('http://localhost/'), { address: '127.0.0.1', certificate })).status;
  assert.deepEqual([await statusWith(null), await statusWith(new X509Certificate(identity).raw)], [401, 200]);
});

test('requests under way are answered before it ends', async () => {
  const gate = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const server = await RegistryServer.start({
    host: '127.0.0.1',
    port: 0,
    tls: null,
    listener: (_request, response) => {
      arrived.resolve();
      void gate.promise.then(() => response.end());
    },
  });
  const asked = ask(`http://127.0.0.1:${server.port}`);
  await arrived.promise;
  const closed = server.close();
  gate.resolve();
  assert.equal((await asked).status, 200);
  await closed;
});

test('an address that is taken is told', async () => {
  const options = { host: '127.0.0.1', tls: null, listener: () => undefined };
  const server = await RegistryServer.start({ ...options, port: 0 });
  await assert.rejects(RegistryServer.start({ ...options, port: server.port }), /the registry at .*EADDRINUSE/);
  await server.close();
});

test('addresses of listeners are read as brokers read theirs', () => {
  assert.deepEqual(parseListenerAddress('8081'), { host: 'localhost', port: 8081 });
  assert.deepEqual(parseListenerAddress('[::1]:8081'), { host: '::1', port: 8081 });
  assert.deepEqual(parseListenerAddress(':8081'), { host: '', port: 8081 });
  assert.equal(parseListenerAddress('http://localhost:8081'), null);
  assert.ok(isLoopback({ host: '127.0.0.2', port: 1 }));
  assert.ok(!isLoopback({ host: '', port: 1 }));
  assert.equal(urlOf({ host: '::1', port: 8081 }, true), 'https://[::1]:8081');
  assert.equal(urlOf({ host: '0.0.0.0', port: 8081 }, false), 'http://localhost:8081');
});
