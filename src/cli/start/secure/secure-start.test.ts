/** What `--secure` leaves on disk and makes of the config. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createNodeEnv } from '#kernel/node';
import { Broker } from '#broker';
import { Admin } from '#client';
import { startConfig } from '../start-settings.ts';
import type { StartOptions } from '../start-command.ts';
import { firstUser } from './secure-start.ts';
import { SecureFiles } from './secure-files.ts';

const directory = mkdtempSync(join(tmpdir(), 'samsa-secure-'));
after(() => rmSync(directory, { recursive: true }));

const options: StartOptions = {
  logLevel: 'error',
  logFormat: 'json',
  secure: true,
  data: join(directory, 'data'),
  listen: '127.0.0.1:0',
  option: new Map([['samsa.http.listener', 'none']]),
};

function text(path: string): string {
  return readFileSync(path, 'utf8');
}

test('keys and passwords are for their owner alone', () => {
  const files = new SecureFiles(join(directory, 'modes'), ['localhost'], new Date());
  files.writeClientProperties('localhost:9092', 'secret');
  const modeOf = (path: string): number => statSync(path).mode & 0o777;
  assert.equal(modeOf(files.directory), 0o700);
  for (const path of [files.keyStorePath, files.clientPropertiesPath, join(files.directory, 'ca.key')]) {
    assert.equal(modeOf(path), 0o600, path);
  }
  assert.equal(files.writtenPassword(), 'secret');
});

test('what is there is used again, and a certificate that ends soon or lacks a name is made anew by the same authority', () => {
  const place = join(directory, 'again');
  const certificateOf = ({ keyStorePath }: SecureFiles): X509Certificate => {
    const pem = text(keyStorePath);
    return new X509Certificate(pem.slice(pem.indexOf('-----BEGIN CERTIFICATE')));
  };
  const begun = new Date();
  const first = certificateOf(new SecureFiles(place, ['localhost', '::1'], begun));
  const authority = text(join(place, 'ca.pem'));
  assert.equal(certificateOf(new SecureFiles(place, ['::1', 'localhost'], begun)).serialNumber, first.serialNumber);
  const named = certificateOf(new SecureFiles(place, ['localhost', 'broker.example'], begun));
  assert.notEqual(named.serialNumber, first.serialNumber);
  assert.equal(named.checkHost('broker.example'), 'broker.example');
  const inTwoYears = new Date(begun.getTime() + 780 * 86_400_000);
  const renewed = certificateOf(new SecureFiles(place, ['localhost', 'broker.example'], inTwoYears));
  assert.notEqual(renewed.serialNumber, named.serialNumber);
  assert.equal(text(join(place, 'ca.pem')), authority);
  assert.ok(renewed.checkIssued(new X509Certificate(authority)));
});

test('it makes its own listener, open to other machines too, and refuses to be given another', () => {
  const { config } = startConfig(undefined, { ...options, listen: '0.0.0.0:9092' });
  assert.equal(config.listeners[0]?.securityProtocol, 'SASL_SSL');
  const pem = text(`${config.logDirs[0]}-security/broker.pem`);
  const certificate = new X509Certificate(pem.slice(pem.indexOf('-----BEGIN CERTIFICATE')));
  assert.equal(certificate.checkHost(hostname()), hostname());
  const listeners = new Map([['listeners', 'PLAINTEXT://localhost:9092']]);
  assert.throws(() => startConfig(undefined, { ...options, option: listeners }), /--secure makes the listener itself/);
});

test('the first user gets in with what is printed, and a second start prints nothing', async () => {
  const { config, secure } = startConfig(undefined, options);
  assert.ok(secure !== null);
  const env = createNodeEnv({ logger: { level: 'error' } });
  const broker = await Broker.start(env, config);
  const bootstrap = `127.0.0.1:${broker.addresses[0]!.port}`;
  const told = await firstUser(broker, secure, bootstrap);
  const password = /password {2,}(\S+)/.exec(told ?? '')?.[1] ?? '';
  assert.ok(password.length >= 32);
  const admin = new Admin({
    bootstrapServers: bootstrap,
    tls: { ca: text(secure.files.authorityPath) },
    sasl: { mechanism: 'SCRAM-SHA-512', username: 'admin', password },
  });
  assert.deepEqual(
    (await admin.describeUserScramCredentials(null)).map((one) => one.user),
    ['admin'],
  );
  await admin.close();
  assert.equal(await firstUser(broker, secure, bootstrap), null);
  await broker.close();
  const again = await Broker.start(env, startConfig(undefined, options).config);
  assert.equal(again.hasScramUser('admin'), true);
  await again.close();
});
