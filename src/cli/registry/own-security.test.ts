/** Logins and rights of a registry alone: bearer tokens of an issuer, and the ACLs of the cluster. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Admin } from '#client';
import { createNodeEnv } from '#kernel/node';
import { CliBroker } from '../cli.testing.ts';
import { ClusterAcls } from './cluster-acls.ts';
import { ownLogins, withAcls } from './own-security.ts';

const env = createNodeEnv({ logger: { level: 'error' } });
const directory = mkdtempSync(join(tmpdir(), 'samsa-own-security-'));
after(() => rmSync(directory, { recursive: true }));

const ISSUER = 'https://issuer.example';
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

function bearerFile(): string {
  const keys = file('keys.json', JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one' }] }));
  return file(
    'bearer.properties',
    `sasl.oauthbearer.jwks.endpoint.url=${pathToFileURL(keys).href}\nsasl.oauthbearer.expected.issuer=${ISSUER}\n`,
  );
}

function token(changes: Readonly<Record<string, unknown>> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: 'carol', iss: ISSUER, iat: now, exp: now + 300, ...changes };
  const text = `${part({ alg: 'ES256', kid: 'one' })}.${part(claims)}`;
  const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}

const PEER = { address: '127.0.0.1', certificate: null };

test('a token that the issuer signed logs in, another does not; a password goes on to do so beside it', async () => {
  const users = file('users.properties', 'alice=secret\n');
  const logins = await ownLogins(env, { bearer: bearerFile(), users });
  const nameOf = async (authorization: string): Promise<string | null> =>
    (await logins!.authenticate(authorization, PEER))?.name ?? null;
  assert.equal(await nameOf(`Bearer ${token()}`), 'carol');
  assert.equal(await nameOf(`Bearer ${token({ iss: 'https://other.example' })}`), null);
  assert.equal(await nameOf(`Bearer ${token({ exp: 1 })}`), null);
  assert.equal(await nameOf(`Bearer ${token().slice(0, -4)}AAAA`), null);
  assert.equal(await nameOf(`Basic ${Buffer.from('alice:secret').toString('base64')}`), 'alice');
  assert.equal(await nameOf(''), null);
  assert.deepEqual(
    logins!.challenges.map((challenge) => challenge.split(' ')[0]),
    ['Basic', 'Bearer'],
  );
});

test('a file of bearer configs that cannot be used is told with its key', async () => {
  const bearer = file('none.properties', 'sasl.oauthbearer.expected.issuer=x\n');
  await assert.rejects(ownLogins(env, { bearer }), /--bearer .*jwks\.endpoint\.url/);
  await assert.rejects(ownLogins(env, { bearer: join(directory, 'missing') }), /--bearer .* cannot be read/);
  assert.equal(await ownLogins(env, {}), null);
});

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !isSo(); tries++) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(isSo());
}

test('who has logged in may do what the ACLs of the cluster allow, and changes of them hold soon', async () => {
  const broker = await CliBroker.start({ 'authorizer.class.name': 'standard', 'super.users': 'User:ANONYMOUS' });
  const client = { bootstrapServers: [broker.bootstrap] };
  const admin = new Admin(client);
  const alice = { principal: 'User:alice', resourceType: 'TOPIC', operation: 'WRITE' } as const;
  await admin.createAcls([{ ...alice, resourceName: 'orders', patternType: 'PREFIXED' }]);
  const acls = await ClusterAcls.open(env, { client, superUsers: ['User:root'], refreshMs: 50 });
  const users = file('acl-users.properties', 'alice=a\nroot=r\n');
  const security = withAcls((await ownLogins(env, { users }))!, acls);
  const may = (name: string, operation: 'WRITE' | 'DESCRIBE' | 'DELETE', topic: string): boolean =>
    security.isAllowed(
      { principal: { type: 'User', name }, host: '127.0.0.1' },
      { operation, resource: { type: 'TOPIC', name: topic } },
    );
  try {
    assert.deepEqual(
      [may('alice', 'WRITE', 'orders'), may('alice', 'DESCRIBE', 'orders-com.example.Order')],
      [true, true],
    );
    assert.deepEqual([may('alice', 'DELETE', 'orders'), may('alice', 'WRITE', 'users')], [false, false]);
    assert.deepEqual([may('root', 'DELETE', 'orders'), may('bob', 'WRITE', 'orders')], [true, false]);
    await admin.deleteAcls([{ principal: 'User:alice' }]);
    await until(() => !may('alice', 'WRITE', 'orders'));
    await admin.createAcls([{ ...alice, resourceName: 'users' }]);
    await until(() => may('alice', 'WRITE', 'users'));
  } finally {
    await admin.close();
    await acls.close();
    await broker.stop();
  }
});

test('a cluster without an authorizer has no ACLs to go by', async () => {
  const broker = await CliBroker.start();
  try {
    const client = { bootstrapServers: [broker.bootstrap] };
    await assert.rejects(ClusterAcls.open(env, { client, superUsers: [] }), /--acls: the cluster has no authorizer/);
  } finally {
    await broker.stop();
  }
});
