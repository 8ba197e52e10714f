/** OAUTHBEARER: tokens by an issuer's keys, from a file and an endpoint, and those that nobody signed. */
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Errors } from '#protocol';
import { TestClient } from '../broker.testing.ts';
import { SimulatedBroker } from '../simulation.testing.ts';
import { handshake, sendToken } from './sasl.testing.ts';
import { SignedTokenValidator, type KeySetFetch, type SignedTokenOptions } from './signed-tokens.ts';
import { UNSECURED_VALIDATOR_CLASS } from './unsecured-tokens.ts';

const ISSUER = 'https://issuer.example';
const UNSIGNED_PORT = 9094;

interface Key {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicJwk: object;
}

function newKey(id: string): Key {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return { id, privateKey, publicJwk: { ...publicKey.export({ format: 'jwk' }), kid: id } };
}

const [first, second] = [newKey('first'), newKey('second')];
let broker: SimulatedBroker;

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function claims(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const now = Math.floor(broker.now() / 1000);
  return { sub: 'carol', iss: ISSUER, aud: ['other', 'samsa'], iat: now, exp: now + 300, ...changes };
}

function signed(payload: unknown, { id, privateKey }: Key = first, header: object = {}): string {
  const text = `${part({ alg: 'ES256', kid: id, ...header })}.${part(payload)}`;
  const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}

function keySet(...keys: readonly Key[]): string {
  return JSON.stringify({ keys: keys.map(({ publicJwk }) => publicJwk) });
}

before(async () => {
  broker = new SimulatedBroker(1, {
    listeners: `OAUTH://127.0.0.1:9092,UNSIGNED://127.0.0.1:${UNSIGNED_PORT}`,
    'listener.security.protocol.map': 'OAUTH:SASL_PLAINTEXT,UNSIGNED:SASL_PLAINTEXT',
    'sasl.enabled.mechanisms': 'OAUTHBEARER',
    'sasl.oauthbearer.jwks.endpoint.url': 'file:///keys.json',
    'sasl.oauthbearer.expected.issuer': ISSUER,
    'sasl.oauthbearer.expected.audience': 'samsa,kafka',
    'listener.name.unsigned.oauthbearer.sasl.server.callback.handler.class': UNSECURED_VALIDATOR_CLASS,
  });
  const file = await broker.machine.finish(broker.machine.env.disk.openFile('/keys.json', 'create'));
  await broker.machine.finish(file.writev([Buffer.from(keySet(first))], 0).then(() => file.close()));
  await broker.start();
});
after(() => broker.close());

/** Logs in; resolves with the session's length in ms, or the error code. */
async function login(
  token: string,
  { port = 9092, name = '' } = {},
): Promise<{ errorCode: number; sessionMs: number }> {
  const client = await TestClient.connect(broker.clients.env, port);
  await handshake(client, 'OAUTHBEARER');
  let answer = await sendToken(client, `n,${name === '' ? '' : `a=${name}`},\u0001auth=Bearer ${token}\u0001\u0001`);
  if (answer.errorCode === 0 && answer.authBytes.length > 0) {
    assert.equal(Buffer.from(answer.authBytes).toString(), '{"status":"invalid_token"}');
    answer = await sendToken(client, '\u0001');
  }
  client.close();
  return { errorCode: answer.errorCode, sessionMs: answer.sessionLifetimeMs };
}

const FAILED = Errors.SASL_AUTHENTICATION_FAILED.code;

test('a token that the issuer signed logs in, for as long as it is good', () =>
  broker.run(async () => {
    const { errorCode, sessionMs } = await login(signed(claims()));
    assert.equal(errorCode, 0);
    assert.ok(sessionMs > 298_000 && sessionMs <= 300_000, `${sessionMs} ms`);
    assert.equal((await login(signed(claims()), { name: 'carol' })).errorCode, 0);
    assert.equal((await login(signed(claims({ aud: 'kafka', scope: ['a', 'b'] })))).errorCode, 0);
  }));

test('a token of another issuer, audience, time, key or subject is told to be invalid, and then refused', () =>
  broker.run(async () => {
    const now = Math.floor(broker.now() / 1000);
    const wrong: Record<string, unknown>[] = [
      { iss: 'https://evil.example' },
      { iss: undefined },
      { aud: 'others' },
      { aud: undefined },
      { exp: now - 31 },
      { exp: undefined },
      { exp: '9999999999' },
      { iat: undefined },
      { nbf: now + 60 },
      { sub: undefined },
      { sub: '' },
      { sub: 7 },
      { scope: 7 },
    ];
    for (const changes of wrong) {
      assert.equal((await login(signed(claims(changes)))).errorCode, FAILED, JSON.stringify(changes));
    }
    assert.equal((await login(signed(claims(), { ...first, privateKey: second.privateKey }))).errorCode, FAILED);
    assert.equal((await login(signed(claims(), second))).errorCode, FAILED);
    assert.equal((await login(signed(claims()), { name: 'somebody' })).errorCode, FAILED);
    assert.equal((await login(signed([1]))).errorCode, FAILED);
  }));

test('a token that nobody signed, or that is signed with the public key, is not taken for signed', () =>
  broker.run(async () => {
    const none = `${part({ alg: 'none' })}.${part(claims())}.`;
    const text = `${part({ alg: 'HS256', kid: 'first' })}.${part(claims())}`;
    const byPublicKey = `${text}.${createHmac('sha256', JSON.stringify(first.publicJwk)).update(text).digest('base64url')}`;
    for (const token of [none, byPublicKey, 'a', 'a.b.c', '..', part({}), signed(claims()).slice(0, -4)]) {
      assert.equal((await login(token)).errorCode, FAILED, token.slice(0, 40));
    }
  }));

test('messages that are not of the form of OAUTHBEARER end the login', () =>
  broker.run(async () => {
    const good = `auth=Bearer ${signed(claims())}`;
    for (const message of [
      '',
      'n,,',
      `n,,\u0001${good}\u0001`,
      `y,,\u0001${good}\u0001\u0001`,
      `n,,\u0001x\u0001\u0001`,
      good,
    ]) {
      const client = await TestClient.connect(broker.clients.env, 9092);
      await handshake(client, 'OAUTHBEARER');
      assert.equal((await sendToken(client, message)).errorCode, FAILED);
    }
  }));

test('tokens that nobody signed are taken where the config names the class for them, and signed ones are not', () =>
  broker.run(async () => {
    const none = (payload: unknown): string => `${part({ alg: 'none' })}.${part(payload)}.`;
    assert.equal((await login(none(claims()), { port: UNSIGNED_PORT })).errorCode, 0);
    assert.equal((await login(none({ sub: 'x', exp: 9_999_999_999 }), { port: UNSIGNED_PORT })).errorCode, 0);
    assert.equal((await login(none(claims({ exp: 1 })), { port: UNSIGNED_PORT })).errorCode, FAILED);
    assert.equal((await login(signed(claims()), { port: UNSIGNED_PORT })).errorCode, FAILED);
  }));

function validator(fetch: KeySetFetch, keysUrl = 'https://issuer.example/keys'): SignedTokenValidator {
  const options: SignedTokenOptions = {
    subjectClaim: 'sub',
    scopeClaim: 'scope',
    issuer: null,
    audiences: [],
    clockSkewMs: 0,
    needsIssueTime: true,
    keysUrl,
    refreshMs: 60_000,
    retryBackoffMs: 1000,
    retryBackoffMaxMs: 8000,
    timeoutMs: 5000,
    fetch,
  };
  return new SignedTokenValidator(broker.clients.env, options);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void broker.clients.env.scheduler.after(ms, resolve, { keepAlive: true }));
}

test('keys are fetched once, again for a key that is new, and not for each made-up one', () =>
  broker.run(async () => {
    let requests = 0;
    let keys = keySet(first);
    const tokens = validator(async () => {
      requests++;
      return {
        status: 200,
        body: (async function* () {
          yield Buffer.from(keys);
        })(),
      };
    });
    const outcomes = await Promise.all([1, 2, 3].map(() => tokens.validate(signed(claims()))));
    assert.ok(outcomes.every((outcome) => typeof outcome !== 'string' && outcome.subject === 'carol'));
    assert.equal(requests, 1);
    keys = keySet(first, second);
    assert.equal(typeof (await tokens.validate(signed(claims(), second))), 'string');
    assert.equal(requests, 1);
    await pause(11_000);
    assert.notEqual(typeof (await tokens.validate(signed(claims(), second))), 'string');
    assert.equal(requests, 2);
    for (let i = 0; i < 20; i++) await tokens.validate(signed(claims(), newKey(`made-up-${i}`)));
    assert.equal(requests, 2);
    await pause(61_000);
    assert.notEqual(typeof (await tokens.validate(signed(claims()))), 'string');
    tokens.close();
  }));

test('an issuer that does not answer, answers an error or nonsense is asked again after a pause; old keys stay good', () =>
  broker.run(async () => {
    let answer: { status: number; text: string } | null = { status: 500, text: '' };
    let requests = 0;
    const tokens = validator((_, { signal }) => {
      requests++;
      if (answer === null)
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      const { status, text } = answer;
      return Promise.resolve({
        status,
        body: (async function* () {
          yield Buffer.from(text);
        })(),
      });
    });
    assert.equal(await tokens.validate(signed(claims())), 'there are no keys of the issuer');
    assert.equal(await tokens.validate(signed(claims())), 'there are no keys of the issuer');
    assert.equal(requests, 1);
    for (const text of ['', '[]', '{"keys":1}', '{"keys":[1]}', 'x'.repeat(2_000_000)]) {
      await pause(10_000);
      answer = { status: 200, text };
      assert.equal(typeof (await tokens.validate(signed(claims()))), 'string');
    }
    await pause(10_000);
    answer = null;
    assert.equal(typeof (await tokens.validate(signed(claims()))), 'string');
    await pause(10_000);
    answer = { status: 200, text: keySet(first) };
    assert.notEqual(typeof (await tokens.validate(signed(claims()))), 'string');
    answer = { status: 500, text: '' };
    await pause(120_000);
    assert.notEqual(typeof (await tokens.validate(signed(claims()))), 'string');
    tokens.close();
  }));
