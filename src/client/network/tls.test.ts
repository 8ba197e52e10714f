import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TlsOptions } from '#kernel';
import { createNodeEnv } from '#kernel/node';
import { createSimulation } from '#sim';
import { openTestCluster } from '../cluster/cluster.testing.ts';
import type { ClientError } from '../errors.ts';
import { ScriptedBroker } from '../scripted-broker.testing.ts';
import { tlsFile, withTlsListeners, type TlsListenOptions } from '../tls-network.testing.ts';

const env = createNodeEnv();
const ca = tlsFile('ca.pem');

/** What connecting to such a broker with such options comes to: null where all is well. */
async function outcome(
  broker: TlsListenOptions | 'plaintext',
  tls: TlsOptions | undefined,
  host: string = '127.0.0.1',
): Promise<ClientError | null> {
  const brokerEnv = broker === 'plaintext' ? env : withTlsListeners(env, broker);
  const scripted = await ScriptedBroker.start(brokerEnv, { host });
  const cluster = openTestCluster(
    env,
    { bootstrapServers: `${host}:${scripted.port}`, requestTimeoutMs: 3000 },
    tls === undefined ? {} : { tls },
  );
  try {
    await cluster.metadata.refresh();
    return null;
  } catch (error) {
    return error as ClientError;
  } finally {
    await cluster.close();
    await scripted.stop();
  }
}

function assertRefused(error: ClientError | null, code: string, message: RegExp): void {
  assert.ok(error !== null);
  assert.equal(error.code, code, error.message);
  assert.match(error.message, /127\.0\.0\.1:\d+|localhost:\d+/);
  assert.match(error.message, message);
}

test('a broker whose authority is trusted is connected to over TLS', async () => {
  assert.equal(await outcome({}, { ca }), null);
  assert.equal(await outcome({}, { ca: ca.toString() }, 'localhost'), null);
});

test('a broker whose authority is not trusted is refused, and the error says to set tls.ca', async () => {
  const error = await outcome({}, {});
  assertRefused(error, 'TLS_FAILED', /set tls\.ca/);
  assert.equal(error?.retriable, false);
});

test('a certificate for another name is refused unless that name was asked for', async () => {
  const options: TlsListenOptions = { certificate: 'elsewhere' };
  assertRefused(await outcome(options, { ca }), 'TLS_FAILED', /another name .* set tls\.serverName/);
  assert.equal(await outcome(options, { ca, serverName: 'broker.example' }), null);
});

test('rejectUnauthorized false takes any certificate', async () => {
  assert.equal(await outcome({ certificate: 'elsewhere' }, { rejectUnauthorized: false }), null);
});

test('a broker that asks for a certificate gets the one of cert and key, or of pfx', async () => {
  const broker: TlsListenOptions = { asksForCertificate: true };
  const cert = tlsFile('client.pem');
  assert.equal(await outcome(broker, { ca, cert, key: tlsFile('client.key') }), null);
  assert.equal(await outcome(broker, { ca, cert, key: tlsFile('client-encrypted.key'), passphrase: 'secret' }), null);
  assert.equal(await outcome(broker, { ca, pfx: tlsFile('client.p12'), passphrase: 'secret' }), null);
});

test('a broker that asks for a certificate in vain is an error that says to set tls.cert and tls.key', async () => {
  assertRefused(await outcome({ asksForCertificate: true }, { ca }), 'TLS_FAILED', /set tls\.cert and tls\.key/);
});

test('a key, certificate or passphrase that cannot be used is an error that names the options', async () => {
  const cert = tlsFile('client.pem');
  const broken: TlsOptions[] = [
    { ca, cert, key: tlsFile('client-encrypted.key'), passphrase: 'wrong' },
    { ca, cert, key: tlsFile('client-encrypted.key') },
    { ca, cert, key: tlsFile('broker.key') },
    { ca, cert, key: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n' },
    { ca, pfx: Buffer.from('no PKCS #12'), passphrase: 'secret' },
    { ca, ciphers: 'NO-SUCH-CIPHER' },
  ];
  for (const tls of broken)
    assertRefused(await outcome({}, tls), 'TLS_FAILED', /check tls\.ca, cert, key, passphrase, pfx and ciphers/);
});

test('plaintext at a TLS listener is an error that says to set tls', async () => {
  const error = await outcome({}, undefined);
  assertRefused(error, 'BOOTSTRAP_FAILED', /set tls/);
});

test('TLS at a plaintext listener is an error that says to leave tls out', async () => {
  const error = await outcome('plaintext', { ca });
  assertRefused(error, 'BOOTSTRAP_FAILED', /may not speak TLS on this port/);
});

test('the simulated network says that it has no TLS', async () => {
  const { env: simulated, machine } = createSimulation(1);
  const cluster = openTestCluster(simulated, { bootstrapServers: 'a:1' }, { tls: {} });
  await assert.rejects(machine.finish(cluster.metadata.refresh()), /this network has no TLS/);
  await cluster.close();
});
