import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isKafkaError } from '#kernel';
import { createSimulation, type Simulation } from '#sim';
import type { ClientError } from '../errors.ts';
import type { OidcOptions } from './sasl-options.ts';
import type { TokenAnswer, TokenFetch, TokenRequest } from './token-endpoint.ts';
import { tokenSource, type TokenSource } from './token-source.ts';

const SECRET = 'p+ss/w=rd';
const URL_OF_IDP = 'https://idp.example/token';

type Script = (attempt: number) => { status: number; body: string | Uint8Array[] } | 'unreachable' | 'silence';

/** A token endpoint: what it was asked, and what it says. */
function endpoint(script: Script): { asked: TokenRequest[]; fetch: TokenFetch } {
  const asked: TokenRequest[] = [];
  const fetch: TokenFetch = async (url, request) => {
    assert.equal(url, URL_OF_IDP);
    asked.push(request);
    const said = script(asked.length);
    if (said === 'unreachable') throw new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') });
    if (said === 'silence') return await new Promise<TokenAnswer>(() => undefined);
    const chunks = typeof said.body === 'string' ? [Buffer.from(said.body)] : said.body;
    return { status: said.status, body: streamOf(chunks) };
  };
  return { asked, fetch };
}

async function* streamOf(chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

function token(value: string, expiresIn?: number): { status: number; body: string } {
  return { status: 200, body: JSON.stringify({ access_token: value, expires_in: expiresIn, token_type: 'Bearer' }) };
}

function sourceOf(simulation: Simulation, fetch: TokenFetch, changed: Partial<OidcOptions> = {}): TokenSource {
  const oidc: OidcOptions = {
    tokenEndpointUrl: URL_OF_IDP,
    clientId: 'kafka-client',
    clientSecret: SECRET,
    fetch,
    ...changed,
  };
  return tokenSource({ mechanism: 'OAUTHBEARER', oidc }, simulation.env, simulation.env.logger);
}

async function failure(promise: Promise<unknown>): Promise<ClientError> {
  const error: unknown = await promise.then(
    () => assert.fail('it succeeded'),
    (reason: unknown) => reason,
  );
  assert.ok(isKafkaError(error, 'SASL_AUTHENTICATION_FAILED'), String(error));
  assert.ok(!error.message.includes(SECRET), error.message);
  return error as ClientError;
}

test('a token is asked for by a form with a Basic authorization, once for all connections', async () => {
  const simulation = createSimulation(1);
  const { asked, fetch } = endpoint(() => token('one', 3600));
  const source = sourceOf(simulation, fetch, { scope: 'kafka read', parameters: { audience: 'cluster' } });
  const tokens = await simulation.finish(Promise.all([source.token(), source.token()]));
  await simulation.finish(source.token());
  source.close();
  assert.deepEqual(
    tokens.map(({ value }) => value),
    ['one', 'one'],
  );
  assert.equal(asked.length, 1);
  assert.equal(asked[0]!.method, 'POST');
  assert.equal(asked[0]!.redirect, 'error');
  assert.equal(asked[0]!.body, 'grant_type=client_credentials&audience=cluster&scope=kafka+read');
  assert.equal(asked[0]!.headers['authorization'], `Basic ${Buffer.from(`kafka-client:${SECRET}`).toString('base64')}`);
});

test('id and secret are encoded for the header where that is asked for', async () => {
  const simulation = createSimulation(1);
  const { asked, fetch } = endpoint(() => token('one', 3600));
  const source = sourceOf(simulation, fetch, { headerUrlencode: true });
  await simulation.finish(source.token());
  source.close();
  const basic = Buffer.from(asked[0]!.headers['authorization']!.slice(6), 'base64').toString();
  assert.equal(basic, 'kafka-client:p%2Bss%2Fw%3Drd');
});

test('a token is renewed behind the connections after 80 to 85 % of its life', async () => {
  const simulation = createSimulation(4);
  const { asked, fetch } = endpoint((attempt) => token(`token-${attempt}`, 1000));
  const source = sourceOf(simulation, fetch);
  await simulation.finish(source.token());
  await simulation.advance(799_000);
  assert.equal(asked.length, 1);
  await simulation.advance(52_000);
  assert.equal(asked.length, 2);
  assert.equal((await simulation.finish(source.token())).value, 'token-2');
  await simulation.advance(5_000_000);
  assert.ok(asked.length >= 7);
  source.close();
  const before = asked.length;
  await simulation.advance(5_000_000);
  assert.equal(asked.length, before);
});

test('while renewals fail the old token serves until its end, and then the failure is heard', async () => {
  const simulation = createSimulation(5);
  const { asked, fetch } = endpoint((attempt) => (attempt === 1 ? token('old', 1000) : 'unreachable'));
  const source = sourceOf(simulation, fetch);
  await simulation.finish(source.token());
  await simulation.advance(950_000);
  assert.equal((await simulation.finish(source.token())).value, 'old');
  assert.ok(asked.length > 3 && asked.length < 60, `${asked.length} requests`);
  await simulation.advance(60_000);
  const error = await failure(simulation.finish(source.token()));
  assert.equal(error.retriable, true);
  assert.match(error.message, /https:\/\/idp\.example\/token could not be reached \(ECONNREFUSED\)/);
  source.close();
});

test('what may pass is tried again with a growing pause, what does not pass is fatal at once', async () => {
  const simulation = createSimulation(6);
  const flaky = endpoint((attempt) => (attempt < 4 ? { status: 503, body: 'busy' } : token('at last', 60)));
  const source = sourceOf(simulation, flaky.fetch);
  assert.equal((await simulation.finish(source.token())).value, 'at last');
  source.close();
  const body = JSON.stringify({ error: 'invalid_client', error_description: `no client with ${SECRET}` });
  const refusing = endpoint(() => ({ status: 401, body }));
  const error = await failure(simulation.finish(sourceOf(simulation, refusing.fetch).token()));
  assert.equal(refusing.asked.length, 1);
  assert.equal(error.fatal, true);
  assert.match(error.message, /answered 401 \(invalid_client: no client with \[hidden\]\): check sasl\.oidc\.clientId/);
});

test('an endpoint that is silent, talks without end or says nonsense is an error that names it', async () => {
  const simulation = createSimulation(7);
  const silent = endpoint(() => 'silence');
  const late = await failure(simulation.finish(sourceOf(simulation, silent.fetch, { timeoutMs: 2000 }).token()));
  assert.match(late.message, /idp\.example\/token did not answer within 2000 ms/);
  assert.ok(silent.asked.every(({ signal }) => signal.aborted));
  const chunk = Buffer.alloc(100 * 1024);
  const endless = endpoint(() => ({ status: 200, body: [chunk, chunk, chunk] }));
  assert.match((await failure(simulation.finish(sourceOf(simulation, endless.fetch).token()))).message, /256 KiB/);
  for (const body of ['<html>', '{}', '{"access_token":5}', 'null']) {
    const odd = endpoint(() => ({ status: 200, body }));
    const error = await failure(simulation.finish(sourceOf(simulation, odd.fetch).token()));
    assert.match(error.message, /without an access_token/);
  }
});

test('the lifetime of a token is read from it where the endpoint does not tell', async () => {
  const simulation = createSimulation(8);
  const claims = Buffer.from(JSON.stringify({ iat: 1000, exp: 1500 })).toString('base64url');
  const { fetch } = endpoint(() => token(`e30.${claims}.`));
  const source = sourceOf(simulation, fetch);
  assert.equal((await simulation.finish(source.token())).lifetimeMs, 500_000);
  source.close();
});

test('close ends a request that is under way', async () => {
  const simulation = createSimulation(9);
  const { asked, fetch } = endpoint(() => 'silence');
  const source = sourceOf(simulation, fetch);
  const pending = source.token().catch((error: unknown) => error);
  await simulation.settle();
  source.close();
  const error = await simulation.finish(pending);
  assert.ok(isKafkaError(error, 'CLIENT_CLOSED'));
  assert.equal(asked[0]!.signal.aborted, true);
});

test('a function that gives tokens with a lifetime is asked again when it is nearly over, one without at every login', async () => {
  const simulation = createSimulation(10);
  let calls = 0;
  const { env } = simulation;
  const kept = tokenSource(
    { mechanism: 'OAUTHBEARER', token: () => ({ value: `t${++calls}`, lifetimeMs: 10_000 }) },
    env,
    env.logger,
  );
  await simulation.finish(kept.token());
  await simulation.finish(kept.token());
  assert.equal(calls, 1);
  await simulation.advance(9000);
  assert.equal(calls, 2);
  kept.close();
  const fresh = tokenSource({ mechanism: 'OAUTHBEARER', token: () => `t${++calls}` }, env, env.logger);
  await simulation.finish(fresh.token());
  await simulation.finish(fresh.token());
  assert.equal(calls, 4);
});
