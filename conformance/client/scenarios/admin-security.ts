/** ACLs and delegation tokens, on a broker that has an authorizer and knows who one is. */
import assert from 'node:assert/strict';
import type { AclBinding, AdminOptions } from '../../../src/client/index.ts';
import { currentKafka } from '../../../tools/peers/kafka-releases.ts';
import { releaseOf } from '../../runner/brokers.ts';
import { failure, itemCodes } from '../outcomes.ts';
import type { BrokerSetup, ClientScenario, World } from '../scenario.ts';

const SASL = 'SASL';
const administrator = { username: 'root', password: 'secret-of-root' } as const;
/** May do what ACLs say. */
const visitor = { username: 'visitor', password: 'secret-of-visitor' } as const;
const LOGIN_MODULES = 'org.apache.kafka.common.security';

const broker: BrokerSetup = {
  listeners: { [SASL]: 'SASL_PLAINTEXT' },
  configsFor: (name) => ({
    'authorizer.class.name': releaseOf(name)?.authorizer ?? currentKafka.authorizer,
    // How the key was called before KIP-681.
    ...(typeof releaseOf(name)?.zooKeeper === 'string'
      ? { 'delegation.token.master.key': 'a-key-of-the-cluster' }
      : {}),
  }),
  configs: {
    'super.users': `User:ANONYMOUS;User:${administrator.username}`,
    'delegation.token.secret.key': 'a-key-of-the-cluster',
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256',
    'listener.name.sasl.plain.sasl.jaas.config': `${LOGIN_MODULES}.plain.PlainLoginModule required user_${administrator.username}="${administrator.password}" user_${visitor.username}="${visitor.password}";`,
    'listener.name.sasl.scram-sha-256.sasl.jaas.config': `${LOGIN_MODULES}.scram.ScramLoginModule required;`,
  },
};

function as(world: World, sasl: NonNullable<AdminOptions['sasl']>): ReturnType<World['admin']> {
  return world.admin({ bootstrapServers: world.broker.bootstrapOf(SASL), sasl });
}

export const adminSecurity: ClientScenario = {
  name: 'admin-security',
  broker,
  checks: [
    {
      name: 'ACLs are made, found by filters as Kafka matches them, work, and are deleted',
      needs: ['acls'],
      run: async (world) => {
        const admin = world.admin();
        const topic = await world.createTopic();
        const { username } = visitor;
        const user = as(world, { mechanism: 'PLAIN', ...visitor });
        await world.until('the user may log in', async () => (await user.describeCluster().catch(() => null)) !== null);
        assert.equal((await failure(user.describeTopics([topic]))).code, 'TOPIC_AUTHORIZATION_FAILED');
        const principal = `User:${username}`;
        const literal: AclBinding = {
          resourceType: 'TOPIC',
          resourceName: topic,
          patternType: 'LITERAL',
          principal,
          host: '*',
          operation: 'DESCRIBE',
          permissionType: 'ALLOW',
        };
        const prefixed: AclBinding = { ...literal, resourceName: 'top', patternType: 'PREFIXED', operation: 'ALTER' };
        await admin.createAcls([literal, prefixed]);
        await world.until('both are there', async () => (await admin.describeAcls({ principal })).length === 2);
        await user.describeTopics([topic]);
        const matching = { resourceType: 'TOPIC', resourceName: topic, patternType: 'MATCH', principal } as const;
        assert.equal((await admin.describeAcls(matching)).length, 2);
        assert.deepEqual(await admin.describeAcls({ ...matching, patternType: 'LITERAL' }), [literal]);
        const bad = { ...literal, resourceName: world.unique('topic'), principal: 'nobody' };
        const [good, wrong] = await itemCodes(admin.createAcls([literal, bad]));
        assert.equal(good, null);
        // Kafka 2.8 has no word for it; topics have ids in every call since 3.0.
        assert.ok(
          wrong === 'INVALID_REQUEST' || (wrong === 'UNKNOWN_SERVER_ERROR' && !world.serves('topic-ids')),
          wrong!,
        );
        const [deleted, nothing] = await admin.deleteAcls([{ principal }, { principal: 'User:nobody' }]);
        assert.equal(deleted!.bindings.length, 2);
        assert.deepEqual(nothing!.bindings, []);
        assert.equal((await failure(user.describeAcls())).code, 'CLUSTER_AUTHORIZATION_FAILED');
      },
    },
    {
      name: 'a delegation token is made, logs in, is renewed by whom it names, and ends',
      needs: ['delegation-tokens', 'sasl'],
      run: async (world) => {
        const root = as(world, { mechanism: 'PLAIN', ...administrator });
        const token = await root.createDelegationToken({ renewers: ['User:somebody'], maxLifetimeMs: 3_600_000 });
        assert.equal(token.owner, `User:${administrator.username}`);
        await world.until('it is told of', async () => {
          const tokens = await root.describeDelegationToken({ owners: [token.owner] });
          return tokens.some(({ tokenId, renewers }) => tokenId === token.tokenId && renewers[0] === 'User:somebody');
        });
        const password = token.hmac.toString('base64');
        const bearer = as(world, { mechanism: 'SCRAM-SHA-256', username: token.tokenId, password, tokenAuth: true });
        assert.equal((await bearer.describeCluster()).nodes.length, 1);
        assert.equal((await failure(bearer.createDelegationToken())).code, 'DELEGATION_TOKEN_REQUEST_NOT_ALLOWED');
        const renewed = await root.renewDelegationToken(token.hmac, { renewTimePeriodMs: 60_000 });
        assert.ok(renewed <= token.maxTimestamp);
        await root.expireDelegationToken(token.hmac);
        await world.until('it is gone', async () => (await root.describeDelegationToken()).length === 0);
        const gone = await failure(root.renewDelegationToken(token.hmac));
        assert.equal(gone.code, 'DELEGATION_TOKEN_NOT_FOUND');
        assert.equal(
          (await failure(world.admin().createDelegationToken())).code,
          'DELEGATION_TOKEN_REQUEST_NOT_ALLOWED',
        );
      },
    },
  ],
};
