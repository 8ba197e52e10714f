/** Who a client is, by its certificate, its password, its delegation token; as the broker's own answers say it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  createDelegationTokenRequest,
  createDelegationTokenResponse,
  Errors,
  expireDelegationTokenRequest,
  expireDelegationTokenResponse,
  newCreateDelegationTokenRequest,
  newExpireDelegationTokenRequest,
  type CreateDelegationTokenResponse,
} from '#protocol';
import { startTestBroker, TestClient, type TestBroker } from '../broker.testing.ts';
import { plainLogin, saslConfigs, scramLogin, setScramPassword } from './sasl.testing.ts';

const CREATE_TOKEN = [createDelegationTokenRequest, createDelegationTokenResponse] as const;
const EXPIRE_TOKEN = [expireDelegationTokenRequest, expireDelegationTokenResponse] as const;

function path(name: string): string {
  return fileURLToPath(new URL(`../../../testdata/tls/${name}`, import.meta.url));
}

let broker: TestBroker;
before(async () => {
  broker = await startTestBroker({
    listeners: ['PLAINTEXT', 'DN', 'MAPPED', 'NOBODY', 'SASL'].map((name) => `${name}://127.0.0.1:0`).join(),
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,DN:SSL,MAPPED:SSL,NOBODY:SSL,SASL:SASL_PLAINTEXT',
    'ssl.keystore.certificate.chain': readFileSync(path('broker.pem'), 'utf8'),
    'ssl.keystore.key': readFileSync(path('broker.key'), 'utf8'),
    'ssl.truststore.certificates': readFileSync(path('ca.pem'), 'utf8'),
    'ssl.client.auth': 'required',
    'listener.name.mapped.ssl.principal.mapping.rules': 'RULE:^CN=(.*?)(,.*)?$/$1/U,DEFAULT',
    'listener.name.nobody.ssl.principal.mapping.rules': 'RULE:^OU=(.*)$/$1/',
    'delegation.token.secret.key': 'the key of tokens',
    ...saslConfigs('SASL', ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']),
  });
});
after(() => broker.stop());

async function connect(listener: string): Promise<TestClient> {
  const { port, securityProtocol } = broker.broker.addresses.find((address) => address.listener === listener)!;
  const [ca, cert, key] = ['ca.pem', 'client.pem', 'client.key'].map((name) => readFileSync(path(name)));
  const tls = securityProtocol === 'SSL' ? { ca, cert, key } : undefined;
  return TestClient.over(await broker.env.network.connect({ host: '127.0.0.1', port, timeoutMs: 5000, tls }));
}

function createToken(client: TestClient): Promise<CreateDelegationTokenResponse> {
  return client.call(CREATE_TOKEN, newCreateDelegationTokenRequest({ maxLifetimeMs: -1 }));
}

/** Who the broker says the client is. */
async function nameOf(client: TestClient): Promise<string> {
  const { tokenRequesterPrincipalType: type, tokenRequesterPrincipalName: name } = await createToken(client);
  client.close();
  return `${type}:${name}`;
}

test('a certificate makes its owner known by the distinguished name, or as the rules of the listener map it', async () => {
  assert.match(await nameOf(await connect('DN')), /^User:(.*,)?CN=[^,]+/);
  assert.match(await nameOf(await connect('MAPPED')), /^User:[^a-z=]+$/);
});

test('a certificate that no rule is for costs the connection', async () => {
  await (await connect('NOBODY')).whenClosed();
  assert.ok(broker.logLines.some(({ message }) => message.includes('no rule for the certificate of CN=')));
});

test('who logs in by PLAIN or SCRAM is known by the user name', async () => {
  const admin = await connect('PLAINTEXT');
  assert.equal(await nameOf(await connect('PLAINTEXT')), 'User:ANONYMOUS');
  const plain = await connect('SASL');
  await plainLogin(plain, 'bob', 'b0b');
  assert.equal(await nameOf(plain), 'User:bob');
  for (const mechanism of ['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const) {
    const login = { mechanism, user: 'carol,=', password: `${mechanism} pässword` };
    await setScramPassword(admin, login);
    const client = await connect('SASL');
    assert.equal((await scramLogin(client, login)).errorCode, 0);
    assert.equal(await nameOf(client), 'User:carol,=');
  }
});

test('a delegation token logs in its owner, who gets no further token with it, until it expires', async () => {
  const bob = await connect('SASL');
  await plainLogin(bob, 'bob', 'b0b');
  const { tokenId, hmac } = await createToken(bob);
  const password = Buffer.from(hmac).toString('base64');
  const login = { mechanism: 'SCRAM-SHA-256', user: tokenId, password, tokenAuth: true } as const;
  const client = await connect('SASL');
  const { errorCode, sessionLifetimeMs } = await scramLogin(client, login);
  assert.equal(errorCode, 0);
  assert.ok(sessionLifetimeMs > 86_000_000 && sessionLifetimeMs <= 86_400_000, `${sessionLifetimeMs}`);
  const answer = await createToken(client);
  assert.deepEqual([answer.errorCode, answer.principalName], [Errors.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED.code, 'bob']);
  const asUser = await connect('SASL');
  assert.notEqual((await scramLogin(asUser, { ...login, tokenAuth: false })).errorCode, 0);
  const wrong = await connect('SASL');
  assert.notEqual((await scramLogin(wrong, { ...login, password: 'x' })).errorCode, 0);
  await bob.call(EXPIRE_TOKEN, newExpireDelegationTokenRequest({ hmac, expiryTimePeriodMs: -1 }));
  const late = await connect('SASL');
  assert.notEqual((await scramLogin(late, login)).errorCode, 0);
});

test('a user whom nobody made is asked for the same proof as others, with the same salt each time', async () => {
  const answers = new Set<string>();
  for (let i = 0; i < 2; i++) {
    const client = await connect('SASL');
    const answer = await scramLogin(client, { mechanism: 'SCRAM-SHA-512', user: 'nobody', password: 'x' });
    assert.equal(answer.errorCode, Errors.SASL_AUTHENTICATION_FAILED.code);
    answers.add(answer.errorMessage ?? '');
  }
  assert.equal(answers.size, 1);
});
