/** Logins by SASL on a whole broker, in virtual time: broker rules S1 and S2, KIP-152, KIP-368. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { apiVersionsRequest, Errors, newApiVersionsRequest } from '#protocol';
import { encodeRequest, TestClient } from '../broker.testing.ts';
import { createTopic, listOffset } from '../requests.testing.ts';
import { SimulatedBroker } from '../simulation.testing.ts';
import { askVersions, handshake, plainLogin, saslConfigs, sendToken } from './sasl.testing.ts';

const SASL_PORT = 9093;
const SHORT_PORT = 9094;
const SESSION_MS = 60_000;

let broker: SimulatedBroker;
before(async () => {
  broker = new SimulatedBroker(1, {
    listeners: `PLAINTEXT://127.0.0.1:9092,SASL_PLAINTEXT://127.0.0.1:${SASL_PORT},SHORT://127.0.0.1:${SHORT_PORT}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SHORT:SASL_PLAINTEXT',
    ...saslConfigs('SASL_PLAINTEXT', ['PLAIN', 'SCRAM-SHA-512']),
    ...saslConfigs('SHORT', ['PLAIN']),
    'listener.name.short.plain.connections.max.reauth.ms': String(SESSION_MS),
  });
  await broker.start();
  await broker.run(async () => createTopic(await broker.connect(), 'a'));
});
after(() => broker.close());

function connect(port: number = SASL_PORT): Promise<TestClient> {
  return TestClient.connect(broker.clients.env, port);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void broker.clients.env.scheduler.after(ms, resolve, { keepAlive: true }));
}

/** Why connections were closed since the last call. */
async function closeReasons(): Promise<string[]> {
  // The broker hears of a connection's end a little later than its client.
  await pause(100);
  return broker.machine.logLines
    .splice(0)
    .filter(({ message }) => message.startsWith('connection closed'))
    .map(({ message }) => message);
}

async function isServed(client: TestClient): Promise<boolean> {
  client.topicIds.clear();
  return (await listOffset(client, 'a', -1)).errorCode === 0;
}

test('a client that logs in by PLAIN is served, with versions asked for or not', () =>
  broker.run(async () => {
    for (const asks of [true, false]) {
      const client = await connect();
      if (asks) assert.equal((await askVersions(client, 3)).errorCode, 0);
      assert.deepEqual(await handshake(client, 'PLAIN'), { errorCode: 0, mechanisms: ['PLAIN', 'SCRAM-SHA-512'] });
      const answer = await sendToken(client, '\0alice\0secret of alice');
      assert.deepEqual([answer.errorCode, answer.authBytes.length, answer.sessionLifetimeMs], [0, 0, 0]);
      assert.equal(await isServed(client), true);
      assert.equal((await askVersions(client)).errorCode, 0);
    }
  }));

test('tokens without headers, after SaslHandshake v0, log in too', () =>
  broker.run(async () => {
    const client = await connect();
    await handshake(client, 'PLAIN', 0);
    const token = Buffer.from('\0bob\0b0b');
    const length = Buffer.alloc(4);
    length.writeInt32BE(token.length);
    client.send(Buffer.concat([length, token]));
    assert.equal((await client.answer()).length, 0);
    assert.equal(await isServed(client), true);
  }));

test('a wrong password is answered after the delay, with a text that does not say which half was wrong, and the connection ends', () =>
  broker.run(async () => {
    await closeReasons();
    const messages = new Set<string | null>();
    for (const [user, password] of [
      ['alice', 'wrong'],
      ['nobody', 'secret of alice'],
      ['alice', ''],
      ['', 'x'],
      ['bob', 'secret of alice'],
    ] as const) {
      const client = await connect();
      const begun = broker.world.monotonic();
      const { errorCode, errorMessage } = await plainLogin(client, user, password);
      assert.ok(broker.world.monotonic() - begun >= 100);
      assert.equal(errorCode, Errors.SASL_AUTHENTICATION_FAILED.code);
      messages.add(errorMessage);
      await client.whenClosed();
    }
    assert.equal(messages.size, 1);
    const reasons = await closeReasons();
    assert.equal(reasons.length, 5);
    for (const reason of reasons) assert.doesNotMatch(reason, /secret/);
  }));

test('a raw token that is refused costs the connection without an answer', () =>
  broker.run(async () => {
    const client = await connect();
    await handshake(client, 'PLAIN', 0);
    client.send(Buffer.from([0, 0, 0, 3, 65, 65, 65]));
    await assert.rejects(client.answer());
  }));

test('a mechanism that is not offered is answered with those that are, and the connection ends', () =>
  broker.run(async () => {
    for (const name of ['GSSAPI', 'SCRAM-SHA-256', 'plain', '', 'x'.repeat(10_000)]) {
      const client = await connect();
      const answer = await handshake(client, name);
      assert.equal(answer.errorCode, Errors.UNSUPPORTED_SASL_MECHANISM.code);
      assert.deepEqual(answer.mechanisms, ['PLAIN', 'SCRAM-SHA-512']);
      await client.whenClosed();
    }
  }));

test('no other request is answered before the login, in none of its steps', () =>
  broker.run(async () => {
    const steps: ((client: TestClient) => Promise<unknown>)[] = [
      async () => undefined,
      (client) => askVersions(client),
      (client) => handshake(client, 'PLAIN'),
      async (client) => (await handshake(client, 'SCRAM-SHA-512'), sendToken(client, 'n,,n=alice,r=abc')),
    ];
    for (const step of steps) {
      await closeReasons();
      const client = await connect();
      await step(client);
      await assert.rejects(listOffset(client, 'a', -1), /closed/);
      assert.match((await closeReasons())[0] ?? '', /API key 2 came before the client had authenticated/);
    }
  }));

test('requests of the login in the wrong order are answered ILLEGAL_SASL_STATE, or not at all, and end the connection', () =>
  broker.run(async () => {
    const illegal = Errors.ILLEGAL_SASL_STATE.code;
    const versionsTwice = await connect();
    await askVersions(versionsTwice);
    await assert.rejects(askVersions(versionsTwice));
    const versionsLate = await connect();
    await handshake(versionsLate, 'PLAIN');
    assert.equal((await askVersions(versionsLate)).errorCode, illegal);
    await versionsLate.whenClosed();
    const handshakeTwice = await connect();
    await handshake(handshakeTwice, 'PLAIN');
    assert.equal((await handshake(handshakeTwice, 'PLAIN')).errorCode, illegal);
    await handshakeTwice.whenClosed();
    const tokenFirst = await connect();
    await assert.rejects(sendToken(tokenFirst, '\0alice\0secret of alice'));
  }));

test('ApiVersions in a version that is not known may be asked for once more in another', () =>
  broker.run(async () => {
    const client = await connect();
    const header = { version: 0, correlationId: 1, clientId: 'test' };
    const frame = encodeRequest(apiVersionsRequest, newApiVersionsRequest(), header);
    frame.writeInt16BE(99, 6);
    frame.writeInt32BE(frame.length - 3, 0);
    client.send(Buffer.concat([frame, Buffer.from([0])]));
    assert.equal((await client.answer()).readInt16BE(4), Errors.UNSUPPORTED_VERSION.code);
    assert.equal((await askVersions(client, 3)).errorCode, 0);
    assert.equal((await plainLogin(client, 'bob', 'b0b')).errorCode, 0);
  }));

test('SaslHandshake and SaslAuthenticate have no place on a listener without SASL, nor after the login', () =>
  broker.run(async () => {
    const illegal = Errors.ILLEGAL_SASL_STATE.code;
    const plain = await broker.connect();
    const loggedIn = await connect();
    await plainLogin(loggedIn, 'bob', 'b0b');
    for (const client of [plain, loggedIn]) {
      assert.deepEqual(await handshake(client, 'PLAIN'), { errorCode: illegal, mechanisms: [] });
      assert.equal((await sendToken(client, '\0bob\0b0b')).errorCode, illegal);
      assert.equal(await isServed(client), true);
    }
  }));

test('frames before the login may have sasl.server.max.receive.size at most, and those behind it more', () =>
  broker.run(async () => {
    const client = await connect();
    client.send(Buffer.from([0, 8, 0, 1]));
    await client.whenClosed();
    const patient = await connect();
    await plainLogin(patient, 'bob', 'b0b');
    const long = encodeRequest(apiVersionsRequest, newApiVersionsRequest(), {
      version: 0,
      correlationId: 5,
      clientId: null,
    });
    const padded = Buffer.concat([long, Buffer.alloc(600_000)]);
    padded.writeInt32BE(padded.length - 4, 0);
    patient.send(padded);
    assert.equal((await patient.answer()).readInt32BE(0), 5);
  }));

test('tokens of any bytes and sizes end the login and nothing else', () =>
  broker.run(async () => {
    const tokens = [
      '',
      '\0',
      '\0\0',
      '\0\0\0\0',
      'a'.repeat(200_000),
      '\0alice\0secret of alice\0',
      '\u00ff\ufffd',
      'n,,n=,r=',
    ];
    for (const token of tokens) {
      for (const mechanism of ['PLAIN', 'SCRAM-SHA-512']) {
        const client = await connect();
        await handshake(client, mechanism);
        assert.equal((await sendToken(client, token)).errorCode, Errors.SASL_AUTHENTICATION_FAILED.code);
        await client.whenClosed();
      }
    }
  }));

test('a client that has not logged in ten seconds after it came is closed', () =>
  broker.run(async () => {
    await closeReasons();
    const silent = await connect();
    const begun = broker.world.monotonic();
    await askVersions(silent);
    await silent.whenClosed();
    const openMs = broker.world.monotonic() - begun;
    assert.ok(openMs >= 9900 && openMs < 13_000, `open for ${openMs} ms`);
    assert.match((await closeReasons())[0] ?? '', /had not authenticated/);
  }));

test('a session that ends is told of, lives on where the client authenticates again, and ends where it does not', () =>
  broker.run(async () => {
    const client = await connect(SHORT_PORT);
    assert.equal((await plainLogin(client, 'alice', 'secret of alice')).sessionLifetimeMs, SESSION_MS);
    await pause(SESSION_MS - 1000);
    assert.equal((await plainLogin(client, 'alice', 'secret of alice')).sessionLifetimeMs, SESSION_MS);
    await pause(SESSION_MS - 1000);
    assert.equal(await isServed(client), true);
    await closeReasons();
    await pause(2000);
    await assert.rejects(listOffset(client, 'a', -1));
    assert.match((await closeReasons())[0] ?? '', /session has expired/);
  }));

test('a session that has expired may still be renewed by its first request', () =>
  broker.run(async () => {
    const client = await connect(SHORT_PORT);
    await plainLogin(client, 'alice', 'secret of alice');
    await pause(SESSION_MS + 5000);
    assert.equal((await plainLogin(client, 'alice', 'secret of alice')).errorCode, 0);
    assert.equal(await isServed(client), true);
  }));

test('who authenticates again must be the same, by the same mechanism, and not within a second', () =>
  broker.run(async () => {
    const other = await connect(SHORT_PORT);
    await plainLogin(other, 'alice', 'secret of alice');
    assert.equal((await plainLogin(other, 'bob', 'b0b')).errorCode, Errors.SASL_AUTHENTICATION_FAILED.code);
    await other.whenClosed();
    const hasty = await connect(SHORT_PORT);
    await plainLogin(hasty, 'alice', 'secret of alice');
    await plainLogin(hasty, 'alice', 'secret of alice');
    assert.equal((await handshake(hasty, 'PLAIN')).errorCode, Errors.ILLEGAL_SASL_STATE.code);
    assert.equal(await isServed(hasty), true);
  }));
