import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isKafkaError } from '#kernel';
import type { SaslOptions } from './sasl-options.ts';
import { resolveSecurity, type SecurityOptions } from './security-options.ts';

const sasl: SaslOptions = { mechanism: 'SCRAM-SHA-512', username: 'alice', password: 'secret-of-alice' };
const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';

function refusal(options: object): string {
  try {
    resolveSecurity(options);
  } catch (error) {
    assert.ok(isKafkaError(error, 'INVALID_CONFIG'), String(error));
    assert.doesNotMatch(error.message, /secret-of-alice/);
    return error.message;
  }
  return assert.fail(`${JSON.stringify(options)} was taken`);
}

test('the protocol follows from tls and sasl where it is not given', () => {
  assert.equal(resolveSecurity({}).protocol, 'PLAINTEXT');
  assert.equal(resolveSecurity({ tls: {} }).protocol, 'SSL');
  assert.equal(resolveSecurity({ sasl }).protocol, 'SASL_PLAINTEXT');
  assert.equal(resolveSecurity({ tls: {}, sasl }).protocol, 'SASL_SSL');
  assert.deepEqual(resolveSecurity({ securityProtocol: 'SSL' }).tls, {});
  assert.equal(resolveSecurity({ securityProtocol: null, saslMechanism: null }).tls, null);
});

test('options that contradict the protocol are refused, whichever way', () => {
  assert.match(refusal({ securityProtocol: 'SASL_SSL', tls: {} }), /SASL_SSL, but sasl is not set/);
  assert.match(refusal({ securityProtocol: 'SSL', sasl }), /SSL, but sasl is set: say SASL_SSL/);
  assert.match(refusal({ securityProtocol: 'PLAINTEXT', sasl }), /say SASL_PLAINTEXT/);
  assert.match(refusal({ securityProtocol: 'PLAINTEXT', tls: {} }), /say SSL, or leave tls out/);
  assert.match(refusal({ securityProtocol: 'SASL_PLAINTEXT', tls: {}, sasl }), /say SASL_SSL/);
  assert.match(
    refusal({ saslMechanism: 'PLAIN', sasl }),
    /saslMechanism is PLAIN, but sasl\.mechanism is SCRAM-SHA-512/,
  );
  assert.match(refusal({ saslMechanism: 'PLAIN' }), /sasl is not set/);
});

test('what sasl lacks, or what cannot be meant in it, is named', () => {
  assert.match(refusal({ sasl: { ...sasl, mechanism: 'SCRAM' } }), /must be one of PLAIN, SCRAM-SHA-256.*not "SCRAM"/);
  assert.match(refusal({ sasl: { ...sasl, username: '' } }), /sasl\.username/);
  assert.match(refusal({ sasl: { ...sasl, password: 5 } }), /sasl\.password/);
  assert.match(refusal({ sasl: { ...sasl, usernme: 'x' } }), /no sasl\.usernme; did you mean username\?/);
  assert.match(refusal({ sasl: { ...sasl, username: 'a\0b' } }), /NUL/);
  assert.match(refusal({ sasl: { ...sasl, mechanism: 'PLAIN', tokenAuth: true } }), /tokenAuth/);
  assert.match(refusal({ sasl: { mechanism: 'OAUTHBEARER' } }), /either token or oidc/);
  assert.match(
    refusal({ sasl: { mechanism: 'OAUTHBEARER', token: 'a', extensions: { auth: 'b' } } }),
    /other than "auth"/,
  );
});

test('an OIDC login is checked before anybody is asked', () => {
  const oidc = { tokenEndpointUrl: 'https://idp.example/token', clientId: 'a', clientSecret: 'secret-of-alice' };
  const login = (changed: object): object => ({ sasl: { mechanism: 'OAUTHBEARER', oidc: { ...oidc, ...changed } } });
  assert.equal(resolveSecurity(login({}) as SecurityOptions).protocol, 'SASL_PLAINTEXT');
  assert.match(refusal(login({ tokenEndpointUrl: 'idp.example' })), /must be an https URL/);
  assert.match(refusal(login({ tokenEndpointUrl: 'https://a:b@idp.example' })), /must not carry credentials/);
  assert.match(refusal(login({ timeoutMs: 0 })), /timeoutMs must be/);
  assert.match(refusal(login({ clientSecrt: 'x' })), /did you mean clientSecret/);
});

test('TLS material that is a path, or half of a pair, is refused', () => {
  assert.match(refusal({ tls: { ca: '/etc/ssl/ca.pem' } }), /tls\.ca must be PEM.*read the file first/);
  assert.match(refusal({ tls: { cert: pem } }), /tls\.cert is set without tls\.key/);
  assert.match(refusal({ tls: { key: pem } }), /tls\.key is set without tls\.cert/);
  assert.match(refusal({ tls: { cert: pem, key: pem, pfx: Buffer.alloc(1) } }), /pfx holds certificate and key/);
  assert.match(refusal({ tls: { rejectUnauthorised: true } }), /did you mean rejectUnauthorized/);
  assert.match(refusal({ tls: true }), /tls must be an object/);
  assert.equal(resolveSecurity({ tls: { ca: [pem, Buffer.from(pem)], cert: pem, key: pem } }).protocol, 'SSL');
});
