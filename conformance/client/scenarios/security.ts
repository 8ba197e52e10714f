/** Connections that are secured: who gets in by which way, who does not and what they are told, and how sessions go on. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { diagnosticChannels, isKafkaError } from '../../../src/client/index.ts';
import type { AdminOptions, ClientError, DiagnosticChannel, SaslOptions } from '../../../src/client/index.ts';
import { take, texts } from '../records.ts';
import type { ClientScenario, World } from '../scenario.ts';
import {
  clientKey,
  createScramUser,
  listener,
  scramUser,
  securedBroker,
  SESSION_MS,
  tlsFile,
  unsecuredToken,
  user,
} from '../secured-kafka.ts';

type Options = Partial<AdminOptions>;

const tls = { ca: tlsFile('ca.pem') };
const plain: SaslOptions = { mechanism: 'PLAIN', ...user };

/** Gets in through a listener and asks for something. */
async function enter(world: World, name: string, options: Options): Promise<void> {
  const admin = world.admin({ bootstrapServers: world.broker.bootstrapOf(name), ...options });
  const { clusterId } = await admin.describeCluster();
  assert.ok(clusterId !== null && clusterId.length > 0);
  await admin.close();
}

async function refusal(world: World, name: string, options: Options): Promise<ClientError> {
  const bootstrapServers = name === 'PLAINTEXT' ? world.bootstrap : world.broker.bootstrapOf(name);
  const admin = world.admin({ bootstrapServers, defaultApiTimeoutMs: 3000, ...options });
  try {
    await admin.describeCluster();
  } catch (error) {
    assert.ok(isKafkaError(error), String(error));
    for (const { password } of [user, scramUser]) assert.ok(!error.message.includes(password), 'no secret in an error');
    assert.ok(error.message.includes(bootstrapServers), `${error.message} names the broker`);
    return error as ClientError;
  } finally {
    await admin.close();
  }
  return assert.fail('it gets in');
}

/** The messages of a channel that are of one client, while the check runs. */
function listen<M extends { readonly client: { readonly clientId: string } }>(
  world: World,
  { channel, clientId }: { channel: DiagnosticChannel<M>; clientId: string },
): M[] {
  const messages: M[] = [];
  const hear = (message: M): void => {
    if (message.client.clientId === clientId) messages.push(message);
  };
  channel.subscribe(hear);
  world.defer(() => channel.unsubscribe(hear));
  return messages;
}

interface TokenEndpoint {
  readonly url: string;
  readonly asked: { readonly authorization: string | undefined; readonly form: URLSearchParams }[];
}

/** An OpenID provider as far as the client credentials grant goes. Its tokens live as long as they say. */
async function tokenEndpoint(world: World, lifetimeMs: number): Promise<TokenEndpoint> {
  const asked: { authorization: string | undefined; form: URLSearchParams }[] = [];
  const expected = `Basic ${Buffer.from('kafka:secret-of-kafka').toString('base64')}`;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { authorization } = request.headers;
    asked.push({ authorization, form: new URLSearchParams(body) });
    const isKnown = authorization === expected;
    const token = { access_token: unsecuredToken({ lifetimeMs }), token_type: 'Bearer', expires_in: lifetimeMs / 1000 };
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isKnown ? token : { error: 'invalid_client' }));
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  world.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`, asked };
}

function oidcOf(url: string, clientSecret = 'secret-of-kafka'): SaslOptions {
  return {
    mechanism: 'OAUTHBEARER',
    oidc: { tokenEndpointUrl: url, clientId: 'kafka', clientSecret, scope: 'cluster' },
  };
}

/** Asks without a pause for longer than two sessions last. */
async function stayPastTheEnd(world: World, sasl: SaslOptions): Promise<void> {
  const clientId = world.unique('patient');
  const opened = listen(world, { channel: diagnosticChannels.connectionOpened, clientId });
  const authenticated = listen(world, { channel: diagnosticChannels.authenticated, clientId });
  const admin = world.admin({ bootstrapServers: world.broker.bootstrapOf(listener.shortSessions), sasl, clientId });
  await admin.describeCluster();
  const end = performance.now() + 2.5 * SESSION_MS;
  while (performance.now() < end) {
    await Promise.all(Array.from({ length: 20 }, () => admin.describeCluster()));
    await delay(5);
  }
  const again = authenticated.filter(({ isReauthentication }) => isReauthentication);
  assert.ok(again.length >= 2, `authenticated again ${again.length} times`);
  assert.ok(authenticated.every(({ sessionLifetimeMs }) => sessionLifetimeMs <= SESSION_MS));
  assert.equal(opened.length, authenticated.length - again.length, 'no connection was lost');
}

export const security: ClientScenario = {
  name: 'security',
  broker: securedBroker,
  checks: [
    {
      name: 'TLS is spoken with a broker whose authority is given, and with nobody else',
      run: async (world) => {
        await enter(world, listener.tls, { tls });
        await enter(world, listener.tls, { tls: { ...tls, serverName: 'localhost' } });
        await enter(world, listener.tls, { tls: { rejectUnauthorized: false } });
        const stranger = await refusal(world, listener.tls, { tls: {} });
        assert.equal(stranger.code, 'TLS_FAILED');
        assert.match(stranger.message, /tls\.ca/);
        const impostor = await refusal(world, listener.tls, { tls: { ...tls, serverName: 'other.example' } });
        assert.equal(impostor.code, 'TLS_FAILED');
        assert.match(impostor.message, /serverName/);
      },
    },
    {
      name: 'nothing older than TLS 1.3 is spoken where the client says so',
      needs: ['tls-1.3'],
      run: (world) => enter(world, listener.tls, { tls: { ...tls, minVersion: 'TLSv1.3' } }),
    },
    {
      name: 'a client certificate opens a listener that asks for one, as PEM, encrypted or as PKCS #12',
      run: async (world) => {
        const cert = tlsFile('client.pem');
        await enter(world, listener.mutualTls, { tls: { ...tls, cert, key: tlsFile('client.key') } });
        const { passphrase } = clientKey;
        await enter(world, listener.mutualTls, { tls: { ...tls, cert, key: clientKey.encrypted, passphrase } });
        await enter(world, listener.mutualTls, { tls: { ...tls, pfx: clientKey.pkcs12, passphrase } });
        const without = await refusal(world, listener.mutualTls, { tls });
        assert.equal(without.code, 'TLS_FAILED');
        assert.match(without.message, /tls\.cert and tls\.key/);
      },
    },
    {
      name: 'every SASL mechanism gets in, in the open and over TLS',
      needs: ['scram'],
      run: async (world) => {
        await createScramUser(world);
        const logins: readonly SaslOptions[] = [
          plain,
          { mechanism: 'SCRAM-SHA-256', ...scramUser },
          { mechanism: 'SCRAM-SHA-512', ...scramUser },
          { mechanism: 'SCRAM-SHA-512', ...scramUser, password: async () => scramUser.password },
          { mechanism: 'OAUTHBEARER', token: unsecuredToken() },
          { mechanism: 'OAUTHBEARER', token: () => ({ value: unsecuredToken(), lifetimeMs: 3_600_000 }) },
        ];
        for (const sasl of logins) {
          await enter(world, listener.sasl, { sasl });
          await enter(world, listener.saslOverTls, { sasl, tls });
        }
      },
    },
    {
      name: 'PLAIN and OAUTHBEARER get in, in the open and over TLS, and a wrong password does not',
      run: async (world) => {
        for (const sasl of [plain, { mechanism: 'OAUTHBEARER', token: unsecuredToken() } as const]) {
          await enter(world, listener.sasl, { sasl });
          await enter(world, listener.saslOverTls, { sasl, tls });
        }
        const error = await refusal(world, listener.sasl, { sasl: { ...plain, password: 'wrong' } });
        assert.equal(error.code, 'SASL_AUTHENTICATION_FAILED');
      },
    },
    {
      name: 'records go and come over SASL and TLS',
      run: async (world) => {
        const topic = await world.createTopic();
        const secured = { bootstrapServers: world.broker.bootstrapOf(listener.saslOverTls), tls, sasl: plain };
        const producer = world.producer(secured);
        await producer.sendBatch(['a', 'b', 'c'].map((value) => ({ topic, value })));
        const consumer = world.consumer({ ...secured, groupId: world.unique('group'), autoOffsetReset: 'earliest' });
        consumer.subscribe([topic]);
        assert.deepEqual(texts(await take(consumer, 3)), ['a', 'b', 'c']);
      },
    },
    {
      name: 'a wrong password is an error at once, in the words of the broker, and is tried once',
      needs: ['scram'],
      run: async (world) => {
        await createScramUser(world);
        const logins: readonly SaslOptions[] = [
          { ...plain, password: 'wrong' },
          { ...plain, username: 'nobody' },
          { mechanism: 'SCRAM-SHA-256', ...scramUser, password: 'wrong' },
          { mechanism: 'SCRAM-SHA-512', username: 'nobody', password: 'wrong' },
          { mechanism: 'OAUTHBEARER', token: unsecuredToken({ lifetimeMs: -100_000 }) },
        ];
        for (const sasl of logins) {
          const clientId = world.unique('intruder');
          const opened = listen(world, { channel: diagnosticChannels.connectionFailed, clientId });
          const error = await refusal(world, listener.sasl, { sasl, clientId });
          assert.equal(error.code, 'SASL_AUTHENTICATION_FAILED');
          assert.equal(error.fatal, true);
          assert.equal(error.retriable, false);
          assert.match(error.message, /Authentication failed|invalid_token/);
          assert.equal(opened.length, 1, 'one attempt');
        }
      },
    },
    {
      name: 'a mechanism that the listener does not offer is answered with those that it does',
      run: async (world) => {
        const sasl: SaslOptions = { mechanism: 'SCRAM-SHA-256', ...scramUser };
        const error = await refusal(world, listener.shortSessions, { sasl });
        assert.equal(error.code, 'UNSUPPORTED_SASL_MECHANISM');
        assert.match(error.message, /it offers (?:PLAIN, OAUTHBEARER|OAUTHBEARER, PLAIN)/);
      },
    },
    {
      name: 'a listener of another kind than the client takes it for is named as what it is',
      run: async (world) => {
        const cases: readonly [string, Options, code: string, RegExp][] = [
          ['PLAINTEXT', { sasl: plain }, 'ILLEGAL_SASL_STATE', /expects no SASL on this port/],
          [listener.tls, { sasl: plain, tls }, 'ILLEGAL_SASL_STATE', /expects no SASL on this port/],
          [listener.tls, {}, 'TLS_FAILED', /speaks TLS and the client does not/],
          [listener.sasl, {}, 'REQUEST_TIMED_OUT', /where this port is of a SASL listener, set sasl/],
          [listener.sasl, { tls }, 'REQUEST_TIMED_OUT', /may not speak TLS on this port/],
        ];
        for (const [name, options, code, words] of cases) {
          const error = await refusal(world, name, options);
          assert.equal(error.code, code, `${name}: ${error.message}`);
          assert.match(error.message, words);
        }
      },
    },
    {
      name: 'a session goes on past its end on the connection that it has, and no request fails',
      needs: ['sessions-that-end'],
      run: async (world) => {
        const bearer: SaslOptions = { mechanism: 'OAUTHBEARER', token: () => unsecuredToken() };
        await Promise.all([stayPastTheEnd(world, plain), stayPastTheEnd(world, bearer)]);
      },
    },
    {
      name: 'records are sent and fetched across sessions that end',
      needs: ['sessions-that-end'],
      run: async (world) => {
        const topic = await world.createTopic();
        const secured = { bootstrapServers: world.broker.bootstrapOf(listener.shortSessions), sasl: plain };
        const producer = world.producer(secured);
        const consumer = world.consumer({ ...secured, autoOffsetReset: 'earliest' });
        consumer.assign([{ topic, partition: 0 }]);
        const end = performance.now() + 2.5 * SESSION_MS;
        const sent: string[] = [];
        while (performance.now() < end) {
          const batch = Array.from({ length: 50 }, () => String(sent.push('') - 1));
          await Promise.all(batch.map((value) => producer.send({ topic, value })));
          await delay(5);
        }
        const numbers = texts(await take(consumer, sent.length)).map(Number);
        assert.deepEqual(
          numbers.toSorted((a, b) => a - b),
          sent.map((_, number) => number),
        );
      },
    },
    {
      name: 'tokens come from an OpenID provider, are renewed before they end, and its refusal is fatal',
      needs: ['sessions-of-tokens'],
      run: async (world) => {
        const { url, asked } = await tokenEndpoint(world, 10_000);
        const bootstrapServers = world.broker.bootstrapOf(listener.sasl);
        const clientId = world.unique('token-bearer');
        const authenticated = listen(world, { channel: diagnosticChannels.authenticated, clientId });
        const admin = world.admin({ bootstrapServers, sasl: oidcOf(url), clientId });
        await admin.describeCluster();
        assert.equal(asked[0]?.form.get('grant_type'), 'client_credentials');
        assert.equal(asked[0]?.form.get('scope'), 'cluster');
        assert.ok(authenticated.every(({ sessionLifetimeMs }) => sessionLifetimeMs > 0 && sessionLifetimeMs <= 10_000));
        await world.until('the token is renewed', () => asked.length >= 2);
        await world.until('the session goes on', async () => {
          await admin.describeCluster();
          return authenticated.some(({ isReauthentication }) => isReauthentication);
        });
        const failing = world.admin({ bootstrapServers, sasl: oidcOf(url, 'wrong-secret') });
        const error: unknown = await failing.describeCluster().catch((reason: unknown) => reason);
        assert.ok(isKafkaError(error, 'SASL_AUTHENTICATION_FAILED'), String(error));
        assert.ok(error.message.includes(`${url} answered 401 (invalid_client)`), error.message);
        assert.ok(!error.message.includes('wrong-secret'));
      },
    },
  ],
};
