/** What configs and certificates hold: JAAS entries, mapping rules, distinguished names, key stores. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { constants, generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { DerError } from './der-reader.ts';
import { subjectOf } from './distinguished-name.ts';
import { parseJaasConfig } from './jaas-config.ts';
import { parseKeySet, verifyToken } from './json-web-signature.ts';
import { listenerConfigs } from './listener-configs.ts';
import { trustedCertificates } from './pkcs12.ts';
import { parsePrincipalMapping } from './principal-mapping.ts';

function file(name: string): Buffer {
  return readFileSync(fileURLToPath(new URL(`../../../testdata/tls/${name}`, import.meta.url)));
}

function mapped(rules: string, name: string): string | null {
  const mapping = parsePrincipalMapping(rules);
  assert.ok(typeof mapping === 'function', String(mapping));
  return mapping(name);
}

test('a JAAS entry gives its login module and its options, however they are quoted', () => {
  const entry = parseJaasConfig(
    '  a.b.PlainLoginModule  required\n user_alice="se \\"cret;=\\\\" user_bob = b0b\n debug="true" ; ',
  );
  assert.ok(typeof entry !== 'string');
  assert.equal(entry.loginModule, 'a.b.PlainLoginModule');
  assert.deepEqual(
    [...entry.options],
    [
      ['user_alice', 'se "cret;=\\'],
      ['user_bob', 'b0b'],
      ['debug', 'true'],
    ],
  );
});

test('what is no JAAS entry is refused with a reason that repeats no value', () => {
  for (const [text, reason] of [
    ['', /login module/],
    ['x.Y', /required/],
    ['x.Y perhaps a=b;', /required/],
    ['x.Y required a="secret', /quotation/],
    ['x.Y required a="secret"', /semicolon/],
    ['x.Y required a=secret; z.W required;', /more than one/],
    ['x.Y required a=;', /no value/],
    ['x.Y required ="secret";', /no name/],
  ] as const) {
    const outcome = parseJaasConfig(text);
    assert.ok(typeof outcome === 'string', text);
    assert.match(outcome, reason);
    assert.doesNotMatch(outcome, /secret/);
  }
});

test('rules for certificates are tried in turn, the whole name has to match, and L and U change letters', () => {
  const rules =
    'RULE:^CN=(.*?),OU=ServiceUsers.*$/$1/, RULE:^CN=(.*?),OU=(.*?),O=(.*?)$/$1@$2/L,RULE:^.*[Cc][Nn]=([a-zA-Z0-9.]*).*$/$1/U,DEFAULT';
  assert.equal(mapped(rules, 'CN=kafka-server1,OU=ServiceUsers,O=Unknown,C=US'), 'kafka-server1');
  assert.equal(mapped(rules, 'CN=Duke,OU=JavaSoft,O=Sun Microsystems'), 'duke@javasoft');
  assert.equal(mapped(rules, 'OU=x,CN=mary.k'), 'MARY.K');
  assert.equal(mapped(rules, 'OU=nobody'), 'OU=nobody');
  assert.equal(mapped('RULE:CN=a/b/', 'CN=ab'), null);
  assert.equal(mapped('RULE:^CN=(.*)\\/x$/a\\/$1$7\\$1/', 'CN=q/x'), 'a/q$7$1');
  assert.equal(mapped('DEFAULT', 'CN=a,O=b'), 'CN=a,O=b');
});

test('a rule that cannot be read, or would need more than linear time, is refused with its text', () => {
  for (const rules of [
    'RULE:a',
    'RULE:a/b',
    'RULE:a/b/X',
    'DEFAUL',
    'DEFAULT,,DEFAULT',
    'RULE:(/b/',
    'RULE:(?=a)/b/',
  ]) {
    const outcome = parsePrincipalMapping(rules);
    assert.ok(typeof outcome === 'string' && outcome.length > 20, rules);
  }
});

test('a pattern of the kind that takes others for ever ends at once', () => {
  assert.equal(mapped('RULE:^(([a-z])+.)+[A-Z]([a-z])+$/x/,DEFAULT', 'a'.repeat(8000)), 'a'.repeat(8000));
  assert.equal(mapped('DEFAULT', 'a'.repeat(9000)), null);
});

test('the name of a certificate is written as Java writes it, the last part first', () => {
  const subject = subjectOf(new X509Certificate(file('client.pem')).raw);
  assert.equal(subject, new X509Certificate(file('client.pem')).subject.split('\n').reverse().join(','));
  const special = Buffer.from(SPECIAL_NAME, 'base64');
  assert.equal(
    subjectOf(special),
    'CN=\\#älice\\<x\\>,1.2.840.113549.1.9.1=#16056140622e63,2.5.4.5=#13023737,DC=org,DC=example,UID=u1,OU=trail\\ ,O=A\\, B \\= \\"c\\"\\ ,ST=Böhmen,C=DE',
  );
});

test('bytes that are no certificate, and no key store, are an error of their own and nothing else', () => {
  const certificate = new X509Certificate(file('client.pem')).raw;
  for (let length = 0; length < certificate.length; length += 7) {
    assert.throws(() => subjectOf(certificate.subarray(0, length)), DerError);
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      assert.throws(() => subjectOf(Buffer.from(bytes)), DerError);
      assert.equal(typeof trustedCertificates(Buffer.from(bytes), 'x'), 'string');
    }),
  );
});

test('a PKCS #12 store gives its certificates with the right password, and says so with a wrong one', () => {
  const found = trustedCertificates(file('client.p12'), 'secret');
  assert.ok(Array.isArray(found));
  assert.ok(found.some((one) => new X509Certificate(one).subject === new X509Certificate(file('client.pem')).subject));
  assert.match(String(trustedCertificates(file('client.p12'), 'wrong')), /password/);
});

test('a key for one listener is stronger than that for all, and one for a mechanism of it than both', () => {
  const texts = new Map([
    ['connections.max.reauth.ms', '1'],
    ['listener.name.inside.connections.max.reauth.ms', '2'],
    ['listener.name.inside.scram-sha-512.connections.max.reauth.ms', '3'],
    ['listener.name.outside.connections.max.reauth.ms', '4'],
  ]);
  const inside = listenerConfigs(texts, 'INSIDE');
  assert.equal(inside.values.connectionsMaxReauthMs, 2);
  assert.equal(inside.forMechanism('SCRAM-SHA-512').connectionsMaxReauthMs, 3);
  assert.equal(inside.forMechanism('PLAIN').connectionsMaxReauthMs, 2);
  assert.equal(listenerConfigs(texts, 'other').values.connectionsMaxReauthMs, 1);
});

test('a signature counts by each algorithm with its kind of key, and by no other', () => {
  const header = (alg: string): string => Buffer.from(JSON.stringify({ alg })).toString('base64url');
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kinds = [
    { names: ['RS256', 'RS384', 'RS512'], pair: rsa, options: {} },
    {
      names: ['PS256', 'PS384', 'PS512'],
      pair: rsa,
      options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: -1 },
    },
    {
      names: ['ES256'],
      pair: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
      options: { dsaEncoding: 'ieee-p1363' },
    },
    {
      names: ['ES384'],
      pair: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
      options: { dsaEncoding: 'ieee-p1363' },
    },
    { names: ['EdDSA'], pair: generateKeyPairSync('ed25519'), options: {} },
  ] as const;
  const tokens = kinds.flatMap(({ names, pair, options }) =>
    names.map((name) => {
      const text = `${header(name)}.e30`;
      const hash = name === 'EdDSA' ? null : `sha${name.slice(2)}`;
      const signature = sign(hash, Buffer.from(text), { key: pair.privateKey, ...options });
      return { name, pair, token: `${text}.${signature.toString('base64url')}` };
    }),
  );
  for (const { name, pair, token } of tokens) {
    const keysOf = (jwk: object): Uint8Array => Buffer.from(JSON.stringify({ keys: [jwk] }));
    const jwk = pair.publicKey.export({ format: 'jwk' });
    const verdict = (key: object): string => verifyToken(token, parseKeySet(keysOf(key)) ?? []).kind;
    assert.equal(verdict(jwk), 'verified', name);
    assert.equal(verdict({ ...jwk, alg: name, use: 'sig', key_ops: ['verify'] }), 'verified', name);
    assert.equal(verdict({ ...jwk, alg: name === 'RS256' ? 'PS256' : 'RS256' }), 'unknown-key', name);
    assert.equal(verdict({ ...jwk, use: 'enc' }), 'unknown-key', name);
    assert.equal(verdict({ kty: 'oct', k: 'c2VjcmV0' }), 'unknown-key', name);
    const forged = `${token.slice(0, token.indexOf('.'))}.e31${token.slice(token.lastIndexOf('.'))}`;
    assert.equal(verifyToken(forged, parseKeySet(keysOf(jwk)) ?? []).kind, 'refused', name);
  }
  const critical = Buffer.from(JSON.stringify({ alg: 'RS256', crit: ['b64'], b64: false })).toString('base64url');
  assert.equal(verifyToken(`${critical}.e30.e30`, []).kind, 'refused');
});

/** A certificate by OpenSSL whose name has what needs care, in DER. */
const SPECIAL_NAME =
  'MIIC1zCCAn2gAwIBAgIUYM/sPgwywrG0651BjiVO54RlXB8wCgYIKoZIzj0EAwIwgcAxCzAJBgNVBAYTAkRFMRAwDgYDVQQIDAdCw7ZobWVuMRQwEgYDVQQKDAtBLCBCID0gImMiIDEPMA0GA1UECwwGdHJhaWwgMRIwEAYKCZImiZPyLGQBAQwCdTExFzAVBgoJkiaJk/IsZAEZFgdleGFtcGxlMRMwEQYKCZImiZPyLGQBGRYDb3JnMQswCQYDVQQFEwI3NzEUMBIGCSqGSIb3DQEJARYFYUBiLmMxEzARBgNVBAMMCiPDpGxpY2U8eD4wHhcNMjYxMTI1MjMwMjQ4WhcNMjYxMjI1MjMwMjQ4WjCBwDELMAkGA1UEBhMCREUxEDAOBgNVBAgMB0LDtmhtZW4xFDASBgNVBAoMC0EsIEIgPSAiYyIgMQ8wDQYDVQQLDAZ0cmFpbCAxEjAQBgoJkiaJk/IsZAEBDAJ1MTEXMBUGCgmSJomT8ixkARkWB2V4YW1wbGUxEzARBgoJkiaJk/IsZAEZFgNvcmcxCzAJBgNVBAUTAjc3MRQwEgYJKoZIhvcNAQkBFgVhQGIuYzETMBEGA1UEAwwKI8OkbGljZTx4PjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPA67NroNJBF0gb3BMcTLVPH79Jq17DIRKfg6wCl7fv+nxgVKpwZnyNEx1VCjsWt6q0WMVkj15+aCXCWfHl2Pw2jUzBRMB0GA1UdDgQWBBTnOQakEQ3UzPQJN/tAekwRIx5CZDAfBgNVHSMEGDAWgBTnOQakEQ3UzPQJN/tAekwRIx5CZDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQCgcSEJGcSn7PGpM535XCAKycbuZ8zoDfVbW5eQbgcv2gIgcvbHVLhitq6uxDz6HsclQyrNAdGmreLXAtylhmQBB18=';
