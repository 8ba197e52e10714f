/** Key stores in their forms, certificates that change under a running broker, and configs that cannot be used. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Env, TlsServerIdentity } from '#kernel';
import { createNodeEnv } from '#kernel/node';
import { parseBrokerConfig } from '../config/index.ts';
import { ListenerSecurity } from './listener-security.ts';

const directory = mkdtempSync(join(tmpdir(), 'samsa-listener-'));
after(() => rmSync(directory, { recursive: true }));

const credentials = { ofUser: () => undefined, ofToken: () => undefined, usualIterations: () => 4096 };

function path(name: string): string {
  return fileURLToPath(new URL(`../../../testdata/tls/${name}`, import.meta.url));
}

function keyStore(name: string): string {
  const file = join(directory, `${name}.pem`);
  writeFileSync(file, Buffer.concat([readFileSync(path(`${name}.key`)), readFileSync(path(`${name}.pem`))]));
  return file;
}

function quietEnv(errors: string[] = []): Env {
  const env = createNodeEnv();
  const logger = { ...env.logger, info: () => undefined, error: (message: string) => void errors.push(message) };
  return { ...env, logger: { ...logger, component: () => ({ ...logger, component: () => env.logger }) } };
}

async function open(options: Record<string, string>, protocol = 'SSL', env = quietEnv()): Promise<ListenerSecurity> {
  const listeners = `${protocol}://127.0.0.1:9092`;
  const { config } = parseBrokerConfig({ options: { listeners, ...options } });
  return ListenerSecurity.open(env, { listener: config.listeners[0]!, credentials }, config.staticTexts);
}

async function identityOf(options: Record<string, string>, protocol = 'SSL'): Promise<TlsServerIdentity> {
  const tls = (await open(options, protocol)).tls(() => undefined);
  assert.ok(tls !== null);
  return tls;
}

test('a key store may be PEM or PKCS #12, in a file or in the configs, and needs no type where it can be told', async () => {
  const file = keyStore('broker');
  const passwords = { 'ssl.keystore.password': 'secret' };
  for (const type of [{ 'ssl.keystore.type': 'PEM' }, {}]) {
    assert.ok((await identityOf({ ...type, 'ssl.keystore.location': file })).key !== undefined);
  }
  for (const type of [{ 'ssl.keystore.type': 'PKCS12' }, {}]) {
    const identity = await identityOf({ ...type, ...passwords, 'ssl.keystore.location': path('client.p12') });
    assert.equal(identity.passphrase, 'secret');
  }
  const inline = {
    'ssl.keystore.certificate.chain': readFileSync(path('broker.pem'), 'utf8'),
    'ssl.keystore.key': readFileSync(path('broker.key'), 'utf8'),
  };
  assert.equal((await identityOf(inline)).cert, inline['ssl.keystore.certificate.chain'].trim());
});

test('a trust store in PKCS #12 gives the authorities of clients', async () => {
  const identity = await identityOf({
    'ssl.keystore.location': keyStore('broker'),
    'ssl.truststore.type': 'PKCS12',
    'ssl.truststore.location': path('client.p12'),
    'ssl.truststore.password': 'secret',
  });
  assert.match(String(identity.ca), /BEGIN CERTIFICATE/);
});

test('ssl.client.auth counts on a SASL_SSL listener only where it is set for just that listener (KIP-684)', async () => {
  const common = { 'ssl.keystore.location': keyStore('broker'), 'ssl.client.auth': 'required' };
  const sasl = { 'sasl.enabled.mechanisms': 'SCRAM-SHA-256' };
  assert.equal((await identityOf(common)).clientCertificates, 'required');
  assert.equal((await identityOf({ ...common, ...sasl }, 'SASL_SSL')).clientCertificates, 'none');
  const own = { 'listener.name.sasl_ssl.ssl.client.auth': 'requested' };
  assert.equal((await identityOf({ ...common, ...sasl, ...own }, 'SASL_SSL')).clientCertificates, 'requested');
});

test("cipher suites by Java's names are OpenSSL's, and versions a range", async () => {
  const identity = await identityOf({
    'ssl.keystore.location': keyStore('broker'),
    'ssl.enabled.protocols': 'TLSv1.2',
    'ssl.cipher.suites':
      'TLS_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,TLS_RSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
  });
  assert.deepEqual([identity.minVersion, identity.maxVersion], ['TLSv1.2', 'TLSv1.2']);
  assert.equal(
    identity.ciphers,
    'TLS_AES_256_GCM_SHA384:ECDHE-RSA-AES128-SHA256:AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305',
  );
});

test('what cannot be used is refused at the start, by the key that has to be mended', async () => {
  const jks = join(directory, 'store.jks');
  writeFileSync(jks, Buffer.from('feedfeed00000002', 'hex'));
  const good = { 'ssl.keystore.location': keyStore('broker') };
  const noKey = path('broker.pem');
  const refusals: readonly (readonly [Record<string, string>, RegExp, string?])[] = [
    [{}, /listener\.name\.ssl\.ssl\.keystore\.location is not set.*--secure/],
    [{ 'ssl.keystore.location': jks }, /JKS, which Samsa does not read.*keytool -importkeystore/],
    [{ 'ssl.keystore.location': '/nowhere/x.pem' }, /\/nowhere\/x\.pem cannot be read \(ENOENT\)/],
    [{ 'ssl.keystore.location': noKey }, /holds no private key/],
    [{ 'ssl.keystore.location': path('client.p12'), 'ssl.keystore.type': 'PEM' }, /is not in PEM/],
    [{ 'ssl.keystore.key': 'x' }, /go together/],
    [{ ...good, 'ssl.enabled.protocols': 'TLSv1.1' }, /TLSv1\.1 is none of TLSv1\.2, TLSv1\.3/],
    [{ ...good, 'ssl.principal.mapping.rules': 'RULE:x' }, /ssl\.principal\.mapping\.rules/],
    [{ ...good, 'ssl.truststore.certificates': 'ca.pem' }, /is not PEM/],
    [{}, /sasl\.enabled\.mechanisms: GSSAPI is none of the mechanisms/, 'SASL_PLAINTEXT'],
    [{ 'sasl.enabled.mechanisms': 'PLAIN' }, /plain\.sasl\.jaas\.config is not set.*user_alice/, 'SASL_PLAINTEXT'],
    [{ 'sasl.enabled.mechanisms': 'OAUTHBEARER' }, /jwks\.endpoint\.url is not set.*Unsecured/, 'SASL_PLAINTEXT'],
  ];
  for (const [options, sentence, protocol] of refusals) {
    await assert.rejects(open(options, protocol), { code: 'INVALID_CONFIG', message: sentence });
  }
});

test('a key store that changes is taken up, one that cannot be used is not, and what was there stays', async () => {
  const errors: string[] = [];
  const file = keyStore('broker');
  const security = await open({ 'ssl.keystore.location': file }, 'SSL', quietEnv(errors));
  const shown: string[] = [];
  const setIdentity = ({ cert }: TlsServerIdentity): void => void shown.push(String(cert));
  security.bound({ port: 1, close: async () => undefined, setIdentity });
  await security.lookAtFiles();
  assert.equal(shown.length, 0);
  copyFileSync(keyStore('elsewhere'), file);
  await security.lookAtFiles();
  await security.lookAtFiles();
  assert.equal(shown.length, 1);
  assert.match(shown.join(), new RegExp(readFileSync(path('elsewhere.pem'), 'utf8').split('\n')[2]!.slice(0, 20)));
  writeFileSync(file, 'half a fi');
  await security.lookAtFiles();
  await security.lookAtFiles();
  assert.equal(shown.length, 1);
  assert.equal(errors.length, 1);
  assert.match(errors[0]!, /goes on with what it had/);
  rmSync(file);
  await security.lookAtFiles();
  copyFileSync(keyStore('elsewhere'), file);
  await security.lookAtFiles();
  assert.equal(shown.length, 2);
});
