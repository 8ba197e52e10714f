/** Logins by what came with one HTTP request: as good as those of the broker's own listener, and no better. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNodeEnv } from '#kernel/node';
import { parseBrokerConfig } from '../config/index.ts';
import { Broker } from '../broker.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PLAIN = 'org.apache.kafka.common.security.plain.PlainLoginModule required user_bob="b0b";';

async function withBroker(configs: Record<string, string>, work: (broker: Broker) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'samsa-logins-'));
  const options = { 'log.dirs': directory, 'offsets.topic.num.partitions': '1', ...configs };
  const broker = await Broker.start(
    createNodeEnv({ logger: { level: 'error' } }),
    parseBrokerConfig({ options }).config,
  );
  try {
    await work(broker);
  } finally {
    await broker.close();
    rmSync(directory, { recursive: true });
  }
}

test('a name and a password are good where SCRAM or PLAIN knows them, and no longer once the password has changed', () =>
  withBroker(
    {
      listeners: 'SASL_PLAINTEXT://127.0.0.1:0',
      'sasl.enabled.mechanisms': 'SCRAM-SHA-256,PLAIN',
      'listener.name.sasl_plaintext.plain.sasl.jaas.config': PLAIN,
    },
    async (broker) => {
      await broker.setScramPassword('alice', 'secret');
      const logins = broker.logins();
      assert.ok(logins);
      assert.deepEqual([logins.needsLogin, logins.takesPasswords, logins.takesTokens], [true, true, false]);
      for (let times = 0; times < 2; times++) {
        assert.equal((await logins.byPassword('alice', 'secret'))?.name, 'alice');
        assert.equal((await logins.byPassword('bob', 'b0b'))?.name, 'bob');
        assert.equal(await logins.byPassword('alice', 'b0b'), null);
        assert.equal(await logins.byPassword('nobody', 'secret'), null);
        assert.equal(await logins.byPassword('bob\0', 'b0b'), null);
        assert.equal(await logins.byToken('a.b.c'), null);
      }
      await broker.setScramPassword('alice', 'another');
      assert.equal(await logins.byPassword('alice', 'secret'), null);
      assert.equal((await logins.byPassword('alice', 'another'))?.name, 'alice');
    },
  ));

test('a bearer token is good where OAUTHBEARER takes it', () =>
  withBroker(
    {
      listeners: 'SASL_PLAINTEXT://127.0.0.1:0',
      'sasl.enabled.mechanisms': 'OAUTHBEARER',
      'listener.name.sasl_plaintext.oauthbearer.sasl.server.callback.handler.class':
        'org.apache.kafka.common.security.oauthbearer.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler',
    },
    async (broker) => {
      const logins = broker.logins();
      assert.ok(logins);
      assert.deepEqual([logins.takesPasswords, logins.takesTokens], [false, true]);
      const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      const token = (exp: number): string => `${encoded({ alg: 'none' })}.${encoded({ sub: 'carol', exp })}.`;
      assert.equal((await logins.byToken(token(4_000_000_000)))?.name, 'carol');
      assert.equal(await logins.byToken(token(1_000_000_000)), null);
      assert.equal(await logins.byPassword('carol', token(4_000_000_000)), null);
    },
  ));

test('nobody has to log in to a broker whose listeners are all plain, and all is allowed without an authorizer', () =>
  withBroker({ listeners: 'PLAINTEXT://127.0.0.1:0' }, async (broker) => {
    assert.equal(broker.logins(), null);
    const requester = { principal: { type: 'User', name: 'ANONYMOUS' }, host: '127.0.0.1' };
    assert.ok(broker.isAllowed(requester, 'WRITE', { type: 'TOPIC', name: 'orders' }));
  }));

test('an authorizer is asked with the name that somebody logged in with', () =>
  withBroker(
    {
      listeners: 'PLAINTEXT://127.0.0.1:0',
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:admin',
    },
    async (broker) => {
      const isAllowed = (name: string): boolean =>
        broker.isAllowed({ principal: { type: 'User', name }, host: '127.0.0.1' }, 'DESCRIBE', {
          type: 'TOPIC',
          name: 'orders',
        });
      assert.deepEqual([isAllowed('admin'), isAllowed('alice')], [true, false]);
    },
  ));
