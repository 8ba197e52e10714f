/** Listeners with TLS on real sockets: what clients see, whom their certificates name, and certificates that change. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { TlsOptions } from '#kernel';
import {
  incrementalAlterConfigsRequest,
  incrementalAlterConfigsResponse,
  newIncrementalAlterConfigsRequest,
} from '#protocol';
import { startTestBroker, TestClient, type TestBroker } from '../broker.testing.ts';
import { createTopic, listOffset } from '../requests.testing.ts';
import { askVersions, plainLogin, saslConfigs } from './sasl.testing.ts';

const directory = mkdtempSync(join(tmpdir(), 'samsa-tls-'));
const keyStore = join(directory, 'broker.pem');
const ca = pem('ca.pem');
const clientIdentity = { cert: pem('client.pem'), key: pem('client.key') };

function pem(name: string): Buffer {
  return readFileSync(fileURLToPath(new URL(`../../../testdata/tls/${name}`, import.meta.url)));
}

function writeKeyStore(name: string): void {
  writeFileSync(keyStore, Buffer.concat([pem(`${name}.key`), pem(`${name}.pem`)]));
}

const NAMES = ['SSL', 'REQUESTED', 'REQUIRED', 'SASL_SSL', 'PLAINTEXT'] as const;

let broker: TestBroker;
before(async () => {
  writeKeyStore('broker');
  copyFileSync(fileURLToPath(new URL('../../../testdata/tls/ca.pem', import.meta.url)), join(directory, 'ca.pem'));
  broker = await startTestBroker({
    listeners: NAMES.map((name) => `${name}://127.0.0.1:0`).join(),
    'listener.security.protocol.map': 'SSL:SSL,REQUESTED:SSL,REQUIRED:SSL,SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT',
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': keyStore,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': join(directory, 'ca.pem'),
    'listener.name.requested.ssl.client.auth': 'requested',
    'listener.name.required.ssl.client.auth': 'required',
    'listener.name.required.ssl.enabled.protocols': 'TLSv1.3',
    'listener.name.required.ssl.principal.mapping.rules': 'RULE:^CN=([^,]+).*$/$1/U,DEFAULT',
    ...saslConfigs('SASL_SSL', ['PLAIN']),
  });
  await createTopic(await connect('PLAINTEXT'), 'a');
});
after(async () => {
  await broker.stop();
  rmSync(directory, { recursive: true });
});

function portOf(listener: string): number {
  return broker.broker.addresses.find((address) => address.listener === listener)!.port;
}

async function connect(listener: (typeof NAMES)[number], tls?: TlsOptions): Promise<TestClient> {
  const options = { host: '127.0.0.1', port: portOf(listener), timeoutMs: 5000 };
  return TestClient.over(await broker.env.network.connect(tls === undefined ? options : { ...options, tls }));
}

async function isServed(client: TestClient): Promise<boolean> {
  const { errorCode } = await listOffset(client, 'a', -1);
  client.close();
  return errorCode === 0;
}

/** Resolves with the line that says it. */
async function logged(pattern: RegExp, again: () => Promise<void> = async () => undefined): Promise<string> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const line = broker.logLines.find(({ message }) => pattern.test(message));
    if (line !== undefined) return line.message;
    await again();
    assert.ok(Date.now() < deadline, `no line in the log says ${pattern}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Tries until it can. */
async function until(attempt: () => Promise<TestClient>): Promise<void> {
  for (const deadline = Date.now() + 10_000; ;) {
    try {
      return (await attempt()).close();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

test('listeners with TLS, with SASL over TLS and without either serve side by side', async () => {
  assert.equal(await isServed(await connect('PLAINTEXT')), true);
  assert.equal(await isServed(await connect('SSL', { ca })), true);
  const client = await connect('SASL_SSL', { ca });
  assert.equal((await plainLogin(client, 'alice', 'secret of alice')).errorCode, 0);
  assert.equal(await isServed(client), true);
});

test('a client without TLS on a port with it, and the reverse, lose their connection and the log says why', async () => {
  const plain = await broker.env.network.connect({ host: '127.0.0.1', port: portOf('SSL'), timeoutMs: 5000 });
  const alert = new Promise<Buffer>((resolve) => plain.on('data', resolve));
  const closed = new Promise<void>((resolve) => plain.on('close', resolve));
  plain.write(Buffer.from('000000140012000000000001000474657374', 'hex'));
  // A fatal alert, by which clients know that they are wrong here.
  assert.equal((await alert).toString('hex').slice(0, 4), '1503');
  await closed;
  await logged(/does not speak TLS/);
  await assert.rejects(connect('PLAINTEXT', { ca }));
  await logged(/it speaks TLS, and this listener does not/);
  assert.equal(await isServed(await connect('SSL', { ca })), true);
});

test('a listener that requires certificates refuses clients that have none, or one it does not trust', async () => {
  const without = await connect('REQUIRED', { ca }).catch(() => null);
  if (without !== null) await without.whenClosed();
  await logged(/shows no certificate/);
  assert.equal(await isServed(await connect('REQUIRED', { ca, ...clientIdentity })), true);
});

test('a listener that requests certificates serves clients that have none', async () => {
  assert.equal(await isServed(await connect('REQUESTED', { ca })), true);
  assert.equal(await isServed(await connect('REQUESTED', { ca, ...clientIdentity })), true);
});

test('a version of TLS that is not enabled is refused', async () => {
  const old = { ca, ...clientIdentity, ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256', minVersion: 'TLSv1.2' } as const;
  assert.equal(await isServed(await connect('SSL', old)), true);
  await assert.rejects(async () =>
    isServed(await connect('REQUIRED', { ...old, maxVersion: 'TLSv1.2' } as TlsOptions)),
  );
});

test('a handshake that stops in the middle costs its own connection only', async () => {
  const half = connectTcp(portOf('SSL'), '127.0.0.1');
  half.on('error', () => undefined);
  await new Promise((resolve) => half.once('connect', resolve));
  half.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));
  assert.equal(await isServed(await connect('SSL', { ca })), true);
  half.destroy();
  assert.equal(await isServed(await connect('SSL', { ca })), true);
});

test('certificates and trust that are changed by IncrementalAlterConfigs count from the next handshake on', async () => {
  const open = await connect('SSL', { ca });
  const admin = await connect('PLAINTEXT');
  const alter = async (name: string, value: string): Promise<void> => {
    const resources = [{ resourceType: 4, resourceName: '1', configs: [{ name, configOperation: 0, value }] }];
    const rpc = [incrementalAlterConfigsRequest, incrementalAlterConfigsResponse] as const;
    const { responses } = await admin.call(rpc, newIncrementalAlterConfigsRequest({ resources }));
    assert.equal(responses[0]?.errorCode, 0, responses[0]?.errorMessage ?? '');
  };
  const other = join(directory, 'other.pem');
  writeFileSync(other, Buffer.concat([pem('elsewhere.key'), pem('elsewhere.pem')]));
  await alter('listener.name.ssl.ssl.keystore.location', other);
  await until(() => connect('SSL', { ca, serverName: 'broker.example' }));
  assert.equal(await isServed(open), true);
  const distrusting = join(directory, 'elsewhere.pem');
  writeFileSync(distrusting, pem('elsewhere.pem'));
  await alter('listener.name.required.ssl.truststore.location', distrusting);
  await logged(/its certificate is not trusted/, async () => {
    const client = await connect('REQUIRED', { ca, ...clientIdentity }).catch(() => null);
    if (client !== null) await askVersions(client).catch(() => null);
    client?.close();
  });
});
