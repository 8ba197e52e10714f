/** What a Java client's properties become. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { addressText, parseBootstrap } from './bootstrap-servers.ts';
import { parseJaas } from './jaas.ts';
import { takeSasl } from './sasl-properties.ts';
import { takeTls } from './tls-properties.ts';

const directory = mkdtempSync(join(tmpdir(), 'samsa-properties-'));
after(() => rmSync(directory, { recursive: true }));

const SCRAM =
  'org.apache.kafka.common.security.scram.ScramLoginModule required username="alice" password="se\\"cr et";';

test('sasl.jaas.config gives user and password, in any of its ways to write them', () => {
  assert.deepEqual(
    [...parseJaas(SCRAM).options],
    [
      ['username', 'alice'],
      ['password', 'se"cr et'],
    ],
  );
  assert.deepEqual(
    [...parseJaas("a.b.PlainLoginModule required\n  username='bob'\n  password=x;").options],
    [
      ['username', 'bob'],
      ['password', 'x'],
    ],
  );
  assert.throws(() => parseJaas('username=alice'), /is not of the form/);
  assert.throws(() => parseJaas('a.B required username="alice;'), /name="value" pairs/);
});

test('the mechanism follows from sasl.mechanism, or from the module of PLAIN', () => {
  const scram = new Map([
    ['security.protocol', 'SASL_SSL'],
    ['sasl.mechanism', 'scram-sha-512'],
    ['sasl.jaas.config', SCRAM],
  ]);
  assert.deepEqual(takeSasl(scram), { mechanism: 'SCRAM-SHA-512', username: 'alice', password: 'se"cr et' });
  assert.deepEqual([...scram.keys()], ['security.protocol', 'sasl.mechanism']);
  const plain = new Map([['sasl.jaas.config', 'x.PlainLoginModule required username=a password=b;']]);
  assert.deepEqual(takeSasl(plain), { mechanism: 'PLAIN', username: 'a', password: 'b' });
  const librdkafka = new Map([
    ['sasl.mechanisms', 'SCRAM-SHA-256'],
    ['sasl.username', 'a'],
    ['sasl.password', 'b'],
  ]);
  assert.deepEqual(takeSasl(librdkafka), { mechanism: 'SCRAM-SHA-256', username: 'a', password: 'b' });
});

test('a client credentials grant is OAUTHBEARER by OIDC', () => {
  const properties = new Map([
    ['security.protocol', 'SASL_SSL'],
    ['sasl.mechanism', 'OAUTHBEARER'],
    ['sasl.oauthbearer.token.endpoint.url', 'https://idp/token'],
    ['sasl.jaas.config', 'x.OAuthBearerLoginModule required clientId="c" clientSecret="s" scope="kafka";'],
  ]);
  assert.deepEqual(takeSasl(properties), {
    mechanism: 'OAUTHBEARER',
    oidc: { tokenEndpointUrl: 'https://idp/token', clientId: 'c', clientSecret: 's', scope: 'kafka' },
  });
});

test('SASL without what it needs says what is missing, and shows no password', () => {
  const sasl = (pairs: Record<string, string>) => (): unknown => takeSasl(new Map(Object.entries(pairs)));
  const protocol = { 'security.protocol': 'SASL_PLAINTEXT' };
  assert.throws(sasl(protocol), /sasl.mechanism must be given/);
  assert.throws(sasl({ ...protocol, 'sasl.mechanism': 'PLAIN' }), /There is no username for SASL/);
  assert.throws(sasl({ ...protocol, 'sasl.mechanism': 'GSSAPI' }), /GSSAPI: there are PLAIN, SCRAM/);
  assert.throws(sasl({ 'sasl.jaas.config': SCRAM }), (error: Error) => !error.message.includes('cr et'));
});

test('PEM trust stores and keys are read, from files and from the properties', () => {
  const ca = join(directory, 'ca.pem');
  const pem = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n';
  writeFileSync(ca, pem);
  const properties = new Map([
    ['security.protocol', 'SSL'],
    ['ssl.truststore.location', ca],
    ['ssl.truststore.type', 'PEM'],
    ['ssl.keystore.certificate.chain', pem],
    ['ssl.keystore.key', 'KEY'],
    ['ssl.key.password', 'p'],
  ]);
  assert.deepEqual(takeTls(properties), { ca: pem, cert: pem, key: 'KEY', passphrase: 'p' });
  assert.deepEqual([...properties.keys()], ['security.protocol']);
  assert.equal(takeTls(new Map([['security.protocol', 'PLAINTEXT']])), undefined);
  assert.deepEqual(takeTls(new Map([['security.protocol', 'SSL']])), {});
});

test("Java's own stores are refused with the command that converts them", () => {
  const jks = join(directory, 'trust.jks');
  writeFileSync(jks, Buffer.from('feedfeed00000002', 'hex'));
  assert.throws(() => takeTls(new Map([['ssl.truststore.location', jks]])), /keytool -list -rfc/);
  assert.throws(() => takeTls(new Map([['ssl.keystore.location', jks]])), /keytool -importkeystore/);
  assert.throws(() => takeTls(new Map([['ssl.truststore.location', '/none']])), /\/none cannot be read \(ENOENT\)/);
});

test('a bootstrap list may leave the port out, and names what is no address', () => {
  assert.deepEqual(parseBootstrap('a:1, b ,[::1]:9093,SASL_SSL://c:2').map(addressText), [
    'a:1',
    'b:9092',
    '[::1]:9093',
    'c:2',
  ]);
  for (const wrong of ['a:b', 'a:99999', 'http://x/y', '::1']) {
    assert.throws(() => parseBootstrap(wrong), /is not of the form host:port/, wrong);
  }
  assert.throws(() => parseBootstrap(' , '), /is empty/);
});
