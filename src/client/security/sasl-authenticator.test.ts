import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isKafkaError } from '#kernel';
import { Errors, saslAuthenticateRequest, saslHandshakeRequest, scram } from '#protocol';
import { createSimulation, type Simulation } from '#sim';
import type { ClientError } from '../errors.ts';
import type { AuthenticationChannel } from '../network/authenticator.ts';
import { ClientDiagnostics } from '../telemetry/client-diagnostics.ts';
import { createAuthenticator } from './sasl-authenticator.ts';
import type { SaslOptions } from './sasl-options.ts';

const PASSWORD = 'pencil-of-alice';
const MECHANISM = 'SCRAM-SHA-256';
const salt = Buffer.from('some salt');

interface ScriptedListener {
  readonly offered?: readonly string[];
  readonly handshakeError?: number;
  readonly isOld?: boolean;
  readonly sessionLifetimeMs?: number;
  /** The server's tokens in turn, or how it refuses. */
  token?(round: number, clientToken: string): string | { errorCode: number; errorMessage: string };
}

/** A broker as far as an authentication sees it. */
function listener(script: ScriptedListener): AuthenticationChannel & { readonly tokens: string[] } {
  const tokens: string[] = [];
  const answer = (apiKey: number, body: unknown): unknown => {
    if (apiKey === saslHandshakeRequest.apiKey) {
      return { errorCode: script.handshakeError ?? 0, mechanisms: [...(script.offered ?? [MECHANISM])] };
    }
    assert.equal(apiKey, saslAuthenticateRequest.apiKey);
    const clientToken = Buffer.from((body as { authBytes: Uint8Array }).authBytes).toString('utf8');
    tokens.push(clientToken);
    const said = script.token?.(tokens.length, clientToken) ?? '';
    const sessionLifetimeMs = script.sessionLifetimeMs ?? 0;
    if (typeof said === 'string')
      return { errorCode: 0, errorMessage: null, authBytes: Buffer.from(said), sessionLifetimeMs };
    return { ...said, authBytes: Buffer.alloc(0), sessionLifetimeMs };
  };
  return {
    tokens,
    host: 'broker.example',
    port: 9093,
    nodeId: -1,
    isReauthentication: false,
    versionOf: () => (script.isOld === true ? 0 : 2),
    send: ([request], body) => Promise.resolve(answer(request.apiKey, body) as never),
  };
}

async function authenticate(sasl: SaslOptions, channel: AuthenticationChannel, simulation = createSimulation(1)) {
  const { env } = simulation;
  const diagnostics = new ClientDiagnostics({ kind: 'admin', clientId: 'a' }, env.clock);
  const authenticator = createAuthenticator(sasl, { env, logger: env.logger, diagnostics });
  return run(simulation, async () => await authenticator.authenticate(channel));
}

async function run<T>(simulation: Simulation, task: () => Promise<T>): Promise<T> {
  return await simulation.finish(task());
}

async function failure(promise: Promise<unknown>): Promise<ClientError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(isKafkaError(error), String(error));
    assert.ok(!error.message.includes(PASSWORD), error.message);
    return error as ClientError;
  }
  return assert.fail('it succeeded');
}

const scramOptions: SaslOptions = { mechanism: MECHANISM, username: 'alice', password: PASSWORD };

/** The server's side, honest unless told otherwise. */
function scramServer(lie: { nonce?: string; iterations?: number; password?: string; final?: string } = {}) {
  const iterations = lie.iterations ?? 4096;
  let first = '';
  let serverFirst = '';
  return (round: number, clientToken: string): string => {
    if (round === 1) {
      first = clientToken;
      const { nonce } = scram.parseClientFirst(first);
      serverFirst = scram.formatServerFirst({ nonce: lie.nonce ?? `${nonce}-server`, salt, iterations });
      return serverFirst;
    }
    const final = scram.parseClientFinal(clientToken);
    const credential = scram.createScramCredential(MECHANISM, lie.password ?? PASSWORD, { salt, iterations });
    const bare = scram.parseClientFirst(first).bare;
    const signed = scram.authMessage(bare, serverFirst, final.withoutProof);
    if (lie.password === undefined) {
      assert.ok(scram.isClientProofValid(MECHANISM, credential, { proof: final.proof, signed }));
    }
    return (
      lie.final ??
      scram.formatServerFinal({ signature: scram.serverSignature(MECHANISM, credential.serverKey, signed) })
    );
  };
}

test('PLAIN sends name and password once, behind two NULs', async () => {
  const channel = listener({ offered: ['PLAIN'] });
  const session = await authenticate({ mechanism: 'PLAIN', username: 'älice', password: PASSWORD }, channel);
  assert.deepEqual(channel.tokens, [`\0älice\0${PASSWORD}`]);
  assert.deepEqual(session, { sessionLifetimeMs: 0, reauthenticateAfterMs: null });
});

test('SCRAM proves the password to a server that proves it too', async () => {
  const channel = listener({ token: scramServer() });
  await authenticate(scramOptions, channel);
  assert.equal(channel.tokens.length, 2);
  assert.match(channel.tokens[0]!, /^n,,n=alice,r=[\w-]{32}$/);
  assert.ok(!channel.tokens.join('').includes(PASSWORD));
});

test('every exchange has a nonce of its own, and a delegation token says what it is', async () => {
  const simulation = createSimulation(2);
  const firsts: string[] = [];
  for (let i = 0; i < 2; i++) {
    const channel = listener({ token: scramServer() });
    await authenticate({ ...scramOptions, tokenAuth: true }, channel, simulation);
    firsts.push(channel.tokens[0]!);
  }
  assert.notEqual(firsts[0], firsts[1]);
  assert.match(firsts[0]!, /,tokenauth=true$/);
});

test('SCRAM refuses a server that does not know the password, repeats the nonce or changes the cost', async () => {
  const lies = [
    [{ password: 'another' }, /could not prove that it knows the password/],
    [{ nonce: 'somebody-elses-nonce' }, /nonce does not continue/],
    [{ iterations: 4095 }, /asks for 4095 iterations/],
    [{ iterations: 100_001 }, /asks for 100001 iterations/],
    [{ final: 'e=other-error' }, /the server says other-error/],
    [{ final: 'garbage' }, /not of its form/],
  ] as const;
  for (const [lie, words] of lies) {
    const error = await failure(authenticate(scramOptions, listener({ token: scramServer(lie) })));
    assert.equal(error.code, 'SASL_AUTHENTICATION_FAILED');
    assert.equal(error.fatal, true);
    assert.match(error.message, words);
    assert.match(error.message, /broker\.example:9093/);
  }
});

test('a wrong password is fatal, in the words of the broker, and says what to check', async () => {
  const errorMessage = 'Authentication failed: Invalid username or password';
  const refusing = listener({ token: () => ({ errorCode: Errors.SASL_AUTHENTICATION_FAILED.code, errorMessage }) });
  const error = await failure(authenticate({ ...scramOptions, mechanism: 'PLAIN' }, refusing));
  assert.equal(error.code, 'SASL_AUTHENTICATION_FAILED');
  assert.equal(error.fatal, true);
  assert.equal(error.retriable, false);
  assert.equal(
    error.message,
    `broker.example:9093 refused the PLAIN login of user alice (${errorMessage}): check sasl.username, sasl.password and sasl.mechanism`,
  );
  assert.equal(refusing.tokens.length, 1);
});

test('a mechanism that the broker does not offer is answered with those that it does', async () => {
  const channel = listener({
    handshakeError: Errors.UNSUPPORTED_SASL_MECHANISM.code,
    offered: ['PLAIN', 'OAUTHBEARER'],
  });
  const error = await failure(authenticate(scramOptions, channel));
  assert.equal(error.code, 'UNSUPPORTED_SASL_MECHANISM');
  assert.equal(error.fatal, true);
  assert.match(error.message, /does not offer the SASL mechanism SCRAM-SHA-256; it offers PLAIN, OAUTHBEARER/);
});

test('a listener without SASL, and a broker that is too old for it, are named as that', async () => {
  const plain = await failure(authenticate(scramOptions, listener({ handshakeError: Errors.ILLEGAL_SASL_STATE.code })));
  assert.equal(plain.code, 'ILLEGAL_SASL_STATE');
  assert.match(plain.message, /expects no SASL on this port: leave sasl out/);
  const old = await failure(authenticate(scramOptions, listener({ isOld: true })));
  assert.equal(old.code, 'UNSUPPORTED_VERSION');
  assert.equal(old.fatal, true);
});

test('a server that says no to a token and then nothing more is not taken for one that said yes', async () => {
  const channel = listener({ token: (round) => (round === 1 ? '{"status":"invalid_token"}' : '') });
  const error = await failure(authenticate({ mechanism: 'OAUTHBEARER', token: 'abc.def.' }, channel));
  assert.match(error.message, /does not take the token: \{"status":"invalid_token"\}/);
});

test('OAUTHBEARER shows the token with its extensions', async () => {
  const channel = listener({ offered: ['OAUTHBEARER'] });
  const options: SaslOptions = { mechanism: 'OAUTHBEARER', token: 'abc.def.', extensions: { logicalCluster: 'lkc-1' } };
  await authenticate(options, channel);
  assert.deepEqual(channel.tokens, ['n,,\x01auth=Bearer abc.def.\x01logicalCluster=lkc-1\x01\x01']);
});

test('a token that is refused takes one more message, and both reasons reach the error but not the token', async () => {
  const reason = '{"status":"invalid_token"}';
  const refusal = { errorCode: Errors.SASL_AUTHENTICATION_FAILED.code, errorMessage: 'token expired' };
  const channel = listener({ token: (round) => (round === 1 ? reason : refusal) });
  const error = await failure(authenticate({ mechanism: 'OAUTHBEARER', token: 'secret.token.' }, channel));
  assert.deepEqual(channel.tokens.slice(1), ['\x01']);
  assert.match(error.message, /token expired; \{"status":"invalid_token"\}/);
  assert.doesNotMatch(error.message, /secret/);
});

test('a function is asked for the password at every login, and its failure is not the end of the client', async () => {
  const passwords = [PASSWORD, PASSWORD];
  const simulation = createSimulation(3);
  const sasl: SaslOptions = { ...scramOptions, password: async () => passwords.pop()! };
  const { env } = simulation;
  const diagnostics = new ClientDiagnostics({ kind: 'admin', clientId: 'a' }, env.clock);
  const authenticator = createAuthenticator(sasl, { env, logger: env.logger, diagnostics });
  const login = (): Promise<unknown> => {
    return run(simulation, async () => await authenticator.authenticate(listener({ token: scramServer() })));
  };
  await login();
  await login();
  assert.equal(passwords.length, 0);
  const error = await failure(login());
  assert.equal(error.code, 'SASL_AUTHENTICATION_FAILED');
  assert.equal(error.fatal, false);
  assert.equal(error.retriable, true);
});

test('a function that never answers ends the attempt after 30 s', async () => {
  const sasl: SaslOptions = { ...scramOptions, password: () => new Promise<string>(() => undefined) };
  const error = await failure(authenticate(sasl, listener({})));
  assert.match(error.message, /sasl\.password did not answer within 30000 ms/);
  assert.equal(error.retriable, true);
});

test('a session with an end is authenticated again after 85 to 95 % of it', async () => {
  const moments = new Set<number>();
  for (let seed = 0; seed < 50; seed++) {
    const channel = listener({ offered: ['PLAIN'], sessionLifetimeMs: 100_000 });
    const options: SaslOptions = { mechanism: 'PLAIN', username: 'a', password: 'b' };
    const session = await authenticate(options, channel, createSimulation(seed));
    assert.equal(session.sessionLifetimeMs, 100_000);
    assert.ok(session.reauthenticateAfterMs! >= 85_000 && session.reauthenticateAfterMs! <= 95_000);
    moments.add(session.reauthenticateAfterMs!);
  }
  assert.ok(moments.size > 40);
});
