import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors, errorForCode, scram } from '#protocol';
import { TestController } from './metadata.testing.ts';
import type { AclCreation, AlterClientQuotasCommand } from './commands.ts';

const [TOPIC, CLUSTER, LITERAL, PREFIXED, READ, DENY, ALLOW] = [2, 4, 3, 4, 3, 2, 3] as const;

const acl = (fields: Partial<AclCreation> = {}): AclCreation => ({
  resourceType: TOPIC,
  resourceName: 'orders',
  resourcePatternType: LITERAL,
  principal: 'User:alice',
  host: '*',
  operation: READ,
  permissionType: ALLOW,
  ...fields,
});
const ANY_ACL = {
  resourceTypeFilter: 1,
  resourceNameFilter: null as string | null,
  patternTypeFilter: 1,
  principalFilter: null,
  hostFilter: null,
  operation: 1,
  permissionType: 1,
};
const names = (results: readonly { errorCode: number }[]): string[] =>
  results.map(({ errorCode }) => errorForCode(errorCode).name);

test('an ACL that is there already is no error and not there twice, also within one request', () => {
  const controller = new TestController();
  const results = controller.run('createAcls', { creations: [acl(), acl(), acl({ permissionType: DENY })] });
  assert.deepEqual(names(results), ['NONE', 'NONE', 'NONE']);
  assert.equal(controller.image.acls.size, 2);
  controller.run('createAcls', { creations: [acl()] });
  assert.equal(controller.image.acls.size, 2);
});

test('an ACL that means nothing definite is INVALID_REQUEST, and the others of the request are created', () => {
  const controller = new TestController();
  const wrong = [
    acl({ resourceType: CLUSTER, resourceName: '*' }),
    acl({ resourceName: '' }),
    acl({ resourceType: 1 }),
    acl({ resourceType: 8 }),
    acl({ resourcePatternType: 2 }),
    acl({ operation: 1 }),
    acl({ operation: 16 }),
    acl({ permissionType: 1 }),
    acl({ principal: 'alice' }),
  ];
  const results = controller.run('createAcls', { creations: [...wrong, acl()] });
  assert.deepEqual(names(results), [...wrong.map(() => 'INVALID_REQUEST'), 'NONE']);
  assert.equal(controller.image.acls.size, 1);
});

test('filters delete what they match: literal, prefixed, any, and with MATCH all that apply to a name', () => {
  const creations = [
    acl(),
    acl({ resourceName: 'ord', resourcePatternType: PREFIXED }),
    acl({ resourceName: '*' }),
    acl({ resourceName: 'order', principal: 'User:bob', host: '10.0.0.1' }),
  ];
  const deleted = (filter: Partial<typeof ANY_ACL>): string[] => {
    const controller = new TestController();
    controller.run('createAcls', { creations });
    const [result] = controller.run('deleteAcls', { filters: [{ ...ANY_ACL, ...filter }] });
    assert.equal(controller.image.acls.size, creations.length - result!.matchingAcls.length);
    return result!.matchingAcls.map(({ resourceName }) => resourceName);
  };
  assert.deepEqual(deleted({}), ['orders', 'ord', '*', 'order']);
  const named = { resourceNameFilter: 'orders' };
  assert.deepEqual(deleted({ ...named, patternTypeFilter: LITERAL }), ['orders']);
  assert.deepEqual(deleted({ ...named, patternTypeFilter: PREFIXED }), []);
  assert.deepEqual(deleted({ ...named, patternTypeFilter: 2 }), ['orders', 'ord', '*']);
  assert.deepEqual(deleted({ ...named, patternTypeFilter: 1 }), ['orders']);
  assert.deepEqual(deleted({ patternTypeFilter: PREFIXED }), ['ord']);
  assert.deepEqual(deleted({ resourceTypeFilter: CLUSTER }), []);
});

test('an ACL that two filters match is in both answers and removed once; an unknown filter is INVALID_REQUEST', () => {
  const controller = new TestController();
  controller.run('createAcls', { creations: [acl()] });
  const results = controller.run('deleteAcls', { filters: [ANY_ACL, ANY_ACL, { ...ANY_ACL, operation: 99 }] });
  assert.deepEqual(
    results.map(({ matchingAcls }) => matchingAcls.length),
    [1, 1, 0],
  );
  assert.deepEqual(names(results), ['NONE', 'NONE', 'INVALID_REQUEST']);
});

type Entry = AlterClientQuotasCommand['entries'][number];
const quota = (entity: Record<string, string | null>, values: Record<string, number | null>): Entry => ({
  entity: Object.entries(entity).map(([entityType, entityName]) => ({ entityType, entityName })),
  ops: Object.entries(values).map(([key, value]) => ({ key, value: value ?? 0, remove: value === null })),
});

function quotas(controller: TestController): unknown[] {
  return [...controller.image.clientQuotas.entries()].map(({ entity, values }) => [
    Object.fromEntries(entity),
    Object.fromEntries(values),
  ]);
}

test('quotas are set and removed by entity, and only what changes is recorded', () => {
  const controller = new TestController();
  const run = (...entries: Entry[]): string[] =>
    names(controller.run('alterClientQuotas', { entries, validateOnly: false }));
  assert.deepEqual(
    run(quota({ user: 'alice', 'client-id': null }, { producer_byte_rate: 10, request_percentage: 0.5 })),
    ['NONE'],
  );
  const recorded = controller.log.length;
  run(quota({ 'client-id': null, user: 'alice' }, { producer_byte_rate: 10, consumer_byte_rate: null }));
  assert.equal(controller.log.length, recorded);
  run(quota({ 'client-id': null, user: 'alice' }, { producer_byte_rate: null }));
  assert.deepEqual(quotas(controller), [[{ user: 'alice', 'client-id': null }, { request_percentage: 0.5 }]]);
  run(quota({ 'client-id': null, user: 'alice' }, { request_percentage: null }));
  assert.deepEqual(quotas(controller), []);
});

test('a quota that makes no sense leaves its entity as it was, and other entities are changed', () => {
  const wrong = [
    quota({}, { producer_byte_rate: 1 }),
    quota({ user: '' }, { producer_byte_rate: 1 }),
    quota({ planet: 'x' }, { producer_byte_rate: 1 }),
    quota({ user: 'a' }, { producer_byte_rate: 1, connection_creation_rate: 1 }),
    quota({ user: 'b' }, { producer_byte_rate: 1.5 }),
    quota({ user: 'c' }, { producer_byte_rate: 0 }),
    quota({ user: 'd' }, { producer_byte_rate: NaN }),
    quota({ user: 'e' }, { producer_byte_rate: 1e30 }),
    quota({ ip: '10.0.0.1', user: 'f' }, { connection_creation_rate: 1 }),
    quota({ ip: 'not an address' }, { connection_creation_rate: 1 }),
    quota({ ip: '10.0.0.1' }, { connection_creation_rate: 2 ** 31 }),
    quota({ user: 'g' }, { producer_byte_rate: 1 }),
    quota({ user: 'g' }, { producer_byte_rate: 2 }),
  ];
  const controller = new TestController();
  const right = quota({ ip: '10.0.0.2' }, { connection_creation_rate: 5 });
  const results = controller.run('alterClientQuotas', { entries: [...wrong, right], validateOnly: false });
  assert.deepEqual(names(results), [...wrong.map(() => 'INVALID_REQUEST'), 'NONE']);
  assert.deepEqual(quotas(controller), [[{ ip: '10.0.0.2' }, { connection_creation_rate: 5 }]]);
  controller.run('alterClientQuotas', {
    entries: [quota({ user: 'h' }, { producer_byte_rate: 1 })],
    validateOnly: true,
  });
  assert.equal(controller.image.clientQuotas.size, 1);
});

const salt = Buffer.from('0123456789abcdef');
const upsertion = (name: string, mechanism: number, iterations = 4096) => ({
  name,
  mechanism,
  iterations,
  salt,
  saltedPassword: scram.saltedPassword(scram.SCRAM_MECHANISMS[mechanism - 1] ?? 'SCRAM-SHA-256', 'secret', {
    salt,
    iterations: 1,
  }),
});

test('a user is stored by what proves the password, and the salted password is not kept', () => {
  const controller = new TestController();
  const user = upsertion('alice', 2);
  const results = controller.run('alterUserScramCredentials', { deletions: [], upsertions: [user] });
  assert.deepEqual(results, [{ user: 'alice', errorCode: 0, errorMessage: null }]);
  const stored = controller.image.scramCredential('alice', 2)!;
  const key = scram.clientKey('SCRAM-SHA-512', user.saltedPassword);
  assert.deepEqual(Buffer.from(stored.storedKey), scram.storedKey('SCRAM-SHA-512', key));
  assert.deepEqual(Buffer.from(stored.serverKey), scram.serverKey('SCRAM-SHA-512', user.saltedPassword));
  assert.ok(!JSON.stringify(controller.log).includes(JSON.stringify([...user.saltedPassword]).slice(1, -1)));
  controller.run('alterUserScramCredentials', { deletions: [{ name: 'alice', mechanism: 2 }], upsertions: [] });
  assert.equal(controller.image.scramUsers().size, 0);
});

test('each user is changed by one alteration of a request at most, and what is wrong is told by user', () => {
  const controller = new TestController();
  const results = controller.run('alterUserScramCredentials', {
    deletions: [
      { name: 'nobody', mechanism: 1 },
      { name: '', mechanism: 1 },
    ],
    upsertions: [
      upsertion('few', 1, 4095),
      upsertion('many', 1, 16385),
      upsertion('odd', 3),
      upsertion('twice', 1),
      upsertion('twice', 2),
      upsertion('', 1),
      upsertion('fine', 1, 16384),
    ],
  });
  assert.deepEqual(Object.fromEntries(results.map(({ user, errorCode }) => [user, errorForCode(errorCode).name])), {
    nobody: 'RESOURCE_NOT_FOUND',
    '': 'UNACCEPTABLE_CREDENTIAL',
    few: 'UNACCEPTABLE_CREDENTIAL',
    many: 'UNACCEPTABLE_CREDENTIAL',
    odd: 'UNSUPPORTED_SASL_MECHANISM',
    twice: 'DUPLICATE_RESOURCE',
    fine: 'NONE',
  });
  assert.deepEqual([...controller.image.scramUsers().keys()], ['fine']);
});

function withToken(): { controller: TestController; tokenId: string } {
  const controller = new TestController();
  const { tokenId } = controller.run('createDelegationToken', {
    owner: 'User:alice',
    requester: 'User:alice',
    renewers: ['User:bob'],
    now: 1000,
    maxTimestamp: 9000,
    expirationTimestamp: 3000,
  });
  return { controller, tokenId };
}

test('owner and renewers prolong a token, up to its maximum, and nobody else does', () => {
  const { controller, tokenId } = withToken();
  const renew = (principal: string, now: number, periodMs: number): unknown =>
    controller.run('renewDelegationToken', { tokenId, principal, now, periodMs });
  assert.deepEqual(renew('User:bob', 2000, 3000), { errorCode: 0, expiryTimestampMs: 5000 });
  assert.deepEqual(renew('User:alice', 4000, 60_000), { errorCode: 0, expiryTimestampMs: 9000 });
  const mismatch = Errors.DELEGATION_TOKEN_OWNER_MISMATCH.code;
  assert.deepEqual(renew('User:carol', 4000, 1), { errorCode: mismatch, expiryTimestampMs: 0 });
  const expired = Errors.DELEGATION_TOKEN_EXPIRED.code;
  assert.deepEqual(renew('User:alice', 9001, 1), { errorCode: expired, expiryTimestampMs: 0 });
});

test('a token expires when told to: at once and for good, or after a while', () => {
  const { controller, tokenId } = withToken();
  const expire = (now: number, periodMs: number): unknown =>
    controller.run('expireDelegationToken', { tokenId, principal: 'User:alice', now, periodMs });
  assert.deepEqual(expire(2000, 500), { errorCode: 0, expiryTimestampMs: 2500 });
  assert.deepEqual(expire(2400, -1), { errorCode: 0, expiryTimestampMs: 2400 });
  assert.equal(controller.image.delegationTokens.size, 0);
  const notFound = Errors.DELEGATION_TOKEN_NOT_FOUND.code;
  assert.deepEqual(expire(2400, -1), { errorCode: notFound, expiryTimestampMs: 0 });
});

test('a sweep takes out the tokens that have expired, and no other', () => {
  const { controller } = withToken();
  assert.deepEqual(controller.run('sweepDelegationTokens', { now: 3000 }), { removed: 0 });
  assert.deepEqual(controller.run('sweepDelegationTokens', { now: 3001 }), { removed: 1 });
  assert.equal(controller.image.delegationTokens.size, 0);
});
