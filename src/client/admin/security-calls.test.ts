/** ACLs, SCRAM credentials, quotas and delegation tokens as they go over the wire and come back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  alterClientQuotasRequest,
  alterClientQuotasResponse,
  alterUserScramCredentialsRequest,
  alterUserScramCredentialsResponse,
  createAclsRequest,
  createAclsResponse,
  createDelegationTokenRequest,
  createDelegationTokenResponse,
  deleteAclsRequest,
  deleteAclsResponse,
  describeAclsRequest,
  describeAclsResponse,
  describeClientQuotasRequest,
  describeClientQuotasResponse,
  describeDelegationTokenRequest,
  describeDelegationTokenResponse,
  describeUserScramCredentialsRequest,
  describeUserScramCredentialsResponse,
  expireDelegationTokenRequest,
  expireDelegationTokenResponse,
  newAlterClientQuotasResponse,
  newAlterClientQuotasResponseEntryData,
  newAlterUserScramCredentialsResponse,
  newAlterUserScramCredentialsResponseResult,
  newCreateAclsResponse,
  newCreateAclsResponseAclCreationResult,
  newCreateDelegationTokenResponse,
  newDeleteAclsResponse,
  newDeleteAclsResponseFilterResult,
  newDeleteAclsResponseMatchingAcl,
  newDescribeAclsResponse,
  newDescribeAclsResponseAclDescription,
  newDescribeAclsResponseResource,
  newDescribeClientQuotasResponse,
  newDescribeDelegationTokenResponse,
  newDescribeDelegationTokenResponseDescribedDelegationToken,
  newDescribeUserScramCredentialsResponse,
  newDescribeUserScramCredentialsResponseResult,
  newExpireDelegationTokenResponse,
  newRenewDelegationTokenResponse,
  renewDelegationTokenRequest,
  renewDelegationTokenResponse,
  scram,
} from '#protocol';
import type { PartialFailure } from '../errors.ts';
import type { AclBindingFilter, DeletedAcls } from './acls.ts';
import { failure, itemCodes, onScript } from './admin.testing.ts';

const SECURITY_DISABLED = 54;

test('a new ACL is literal, for all hosts and allows, unless it says otherwise', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    broker.on(createAclsRequest, createAclsResponse, ({ creations }) =>
      newCreateAclsResponse({
        results: creations.map(({ principal }) =>
          newCreateAclsResponseAclCreationResult({ errorCode: principal === 'nobody' ? 42 : 0 }),
        ),
      }),
    );
    const plain = { resourceType: 'TOPIC', resourceName: 'orders', principal: 'User:a', operation: 'READ' } as const;
    await admin.createAcls([
      plain,
      { ...plain, patternType: 'PREFIXED', host: '10.0.0.1', permissionType: 'DENY', operation: 'TWO_PHASE_COMMIT' },
    ]);
    assert.deepEqual(broker.requests(createAclsRequest)[0]!.creations, [
      {
        resourceType: 2,
        resourceName: 'orders',
        resourcePatternType: 3,
        principal: 'User:a',
        host: '*',
        operation: 3,
        permissionType: 3,
      },
      {
        resourceType: 2,
        resourceName: 'orders',
        resourcePatternType: 4,
        principal: 'User:a',
        host: '10.0.0.1',
        operation: 15,
        permissionType: 2,
      },
    ]);
    const call = admin.createAcls([plain, { ...plain, principal: 'nobody' }]);
    assert.deepEqual(await itemCodes(call), [null, 'INVALID_REQUEST']);
    await assert.rejects(admin.createAcls([{ ...plain, operation: 'UNKNOWN' }]), { code: 'INVALID_REQUEST' });
  });
});

test('ACLs come back flat, and what a newer broker knows reads UNKNOWN', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    const acls = [
      newDescribeAclsResponseAclDescription({ principal: 'User:a', host: '*', operation: 4, permissionType: 3 }),
      newDescribeAclsResponseAclDescription({ principal: 'User:b', host: '*', operation: 99, permissionType: 2 }),
    ];
    broker.on(describeAclsRequest, describeAclsResponse, ({ resourceNameFilter }) =>
      resourceNameFilter === 'none'
        ? newDescribeAclsResponse({ errorCode: SECURITY_DISABLED, errorMessage: 'No authorizer.' })
        : newDescribeAclsResponse({
            resources: [newDescribeAclsResponseResource({ resourceType: 3, resourceName: 'g', patternType: 4, acls })],
          }),
    );
    const found = await admin.describeAcls({ resourceType: 'GROUP', patternType: 'MATCH', resourceName: 'g' });
    const common = { resourceType: 'GROUP', resourceName: 'g', patternType: 'PREFIXED', host: '*' };
    assert.deepEqual(found, [
      { ...common, principal: 'User:a', operation: 'WRITE', permissionType: 'ALLOW' },
      { ...common, principal: 'User:b', operation: 'UNKNOWN', permissionType: 'DENY' },
    ]);
    assert.deepEqual(broker.requests(describeAclsRequest)[0], {
      resourceTypeFilter: 3,
      resourceNameFilter: 'g',
      patternTypeFilter: 2,
      principalFilter: null,
      hostFilter: null,
      operation: 1,
      permissionType: 1,
    });
    const error = await failure(admin.describeAcls({ resourceName: 'none' }));
    assert.equal(error.code, 'SECURITY_DISABLED');
    assert.match(error.message, /No authorizer/);
  });
});

test('each filter tells which ACLs it has deleted, and fails where one of them was not', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    const matching = (principal: string, errorCode = 0): ReturnType<typeof newDeleteAclsResponseMatchingAcl> =>
      newDeleteAclsResponseMatchingAcl({ principal, errorCode, resourceType: 2, operation: 3, permissionType: 3 });
    broker.on(deleteAclsRequest, deleteAclsResponse, () =>
      newDeleteAclsResponse({
        filterResults: [
          newDeleteAclsResponseFilterResult({ matchingAcls: [matching('User:a'), matching('User:b')] }),
          newDeleteAclsResponseFilterResult({ matchingAcls: [matching('User:c'), matching('User:d', -1)] }),
        ],
      }),
    );
    const call = admin.deleteAcls([{ principal: 'User:a' }, { principal: 'User:c' }]);
    const error = (await failure(call)) as PartialFailure<AclBindingFilter, DeletedAcls>;
    const [first, second] = error.results;
    assert.equal(second!.error!.code, 'UNKNOWN_SERVER_ERROR');
    assert.deepEqual(
      first!.value!.bindings.map(({ principal }) => principal),
      ['User:a', 'User:b'],
    );
  });
});

test('a password goes out salted, each with a salt of its own, and a user once in a request', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    broker.on(alterUserScramCredentialsRequest, alterUserScramCredentialsResponse, ({ deletions, upsertions }) =>
      newAlterUserScramCredentialsResponse({
        results: [...deletions, ...upsertions].map(({ name }) =>
          newAlterUserScramCredentialsResponseResult({ user: name, errorCode: name === 'gone' ? 91 : 0 }),
        ),
      }),
    );
    const call = admin.alterUserScramCredentials([
      { user: 'a', mechanism: 'SCRAM-SHA-256', password: 'secret' },
      { user: 'a', mechanism: 'SCRAM-SHA-512', password: 'secret', iterations: 8192 },
      { user: 'gone', mechanism: 'SCRAM-SHA-256', delete: true },
    ]);
    assert.deepEqual(await itemCodes(call), [null, null, 'RESOURCE_NOT_FOUND']);
    const [first, second] = broker.requests(alterUserScramCredentialsRequest);
    assert.deepEqual(first!.deletions, [{ name: 'gone', mechanism: 1 }]);
    const [a256] = first!.upsertions;
    const [a512] = second!.upsertions;
    assert.deepEqual([a256!.mechanism, a256!.iterations, a512!.mechanism, a512!.iterations], [1, 4096, 2, 8192]);
    assert.equal(a256!.salt.length, 32);
    assert.notDeepEqual(a256!.salt, a512!.salt);
    const salted = scram.saltedPassword('SCRAM-SHA-512', 'secret', { salt: a512!.salt, iterations: 8192 });
    assert.deepEqual(Buffer.from(a512!.saltedPassword), salted);
    assert.equal(JSON.stringify(broker.received).includes('secret'), false);
  });
});

test('a password with fewer iterations than brokers take is refused before it is sent', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    for (const iterations of [1, 4095, 16385, 5000.5]) {
      const alteration = { user: 'a', mechanism: 'SCRAM-SHA-256', password: 'secret', iterations } as const;
      const error = await failure(admin.alterUserScramCredentials([alteration]));
      assert.equal(error.code, 'UNACCEPTABLE_CREDENTIAL');
      assert.match(error.message, /4096 to 16384/);
    }
    assert.equal(broker.connectionCount, 0);
  });
});

test('credentials are told of all users, or of those named, each with its error', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    const credentialInfos = [{ mechanism: 2, iterations: 4096 }];
    broker.on(describeUserScramCredentialsRequest, describeUserScramCredentialsResponse, ({ users }) =>
      newDescribeUserScramCredentialsResponse({
        results: (users ?? [{ name: 'a' }]).map(({ name }) =>
          name === 'a'
            ? newDescribeUserScramCredentialsResponseResult({ user: name, credentialInfos })
            : newDescribeUserScramCredentialsResponseResult({ user: name, errorCode: 91 }),
        ),
      }),
    );
    const expected = [{ user: 'a', credentials: [{ mechanism: 'SCRAM-SHA-512', iterations: 4096 }] }];
    assert.deepEqual(await admin.describeUserScramCredentials(), expected);
    assert.deepEqual(await itemCodes(admin.describeUserScramCredentials(['a', 'b'])), [null, 'RESOURCE_NOT_FOUND']);
  });
});

test('quotas name their entity by type, null stands for the default, and null for a value takes it away', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    broker.on(alterClientQuotasRequest, alterClientQuotasResponse, ({ entries }) =>
      newAlterClientQuotasResponse({
        entries: entries.map(({ entity, ops }) =>
          newAlterClientQuotasResponseEntryData({
            entity: entity.toReversed(),
            errorCode: ops.some(({ key }) => key === 'nonsense') ? 42 : 0,
          }),
        ),
      }),
    );
    const call = admin.alterClientQuotas([
      { entity: { user: 'a', 'client-id': null }, quotas: { producer_byte_rate: 1000, consumer_byte_rate: null } },
      { entity: { ip: '10.0.0.1' }, quotas: { nonsense: 1 } },
    ]);
    assert.deepEqual(await itemCodes(call), [null, 'INVALID_REQUEST']);
    assert.deepEqual(broker.requests(alterClientQuotasRequest)[0]!.entries[0], {
      entity: [
        { entityType: 'user', entityName: 'a' },
        { entityType: 'client-id', entityName: null },
      ],
      ops: [
        { key: 'producer_byte_rate', value: 1000, remove: false },
        { key: 'consumer_byte_rate', value: 0, remove: true },
      ],
    });
  });
});

test('quotas are looked up by a name, by the default, or by a type', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    const entity = [{ entityType: 'user', entityName: null }];
    broker.on(describeClientQuotasRequest, describeClientQuotasResponse, () =>
      newDescribeClientQuotasResponse({ entries: [{ entity, values: [{ key: 'request_percentage', value: 12.5 }] }] }),
    );
    const found = await admin.describeClientQuotas({
      components: [
        { entityType: 'user', entityName: 'a' },
        { entityType: 'client-id', entityName: null },
        { entityType: 'ip' },
      ],
      strict: true,
    });
    assert.deepEqual(found, [{ entity: { user: null }, quotas: { request_percentage: 12.5 } }]);
    assert.deepEqual(broker.requests(describeClientQuotasRequest)[0], {
      components: [
        { entityType: 'user', matchType: 0, match: 'a' },
        { entityType: 'client-id', matchType: 1, match: null },
        { entityType: 'ip', matchType: 2, match: null },
      ],
      strict: true,
    });
  });
});

test('a delegation token is made for another, described, renewed and ended', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    const hmac = Buffer.from('hmac');
    const owner = { principalType: 'User', principalName: 'a:b' };
    const requester = { tokenRequesterPrincipalType: 'User', tokenRequesterPrincipalName: 'me' };
    broker.on(createDelegationTokenRequest, createDelegationTokenResponse, () =>
      newCreateDelegationTokenResponse({ ...owner, ...requester, tokenId: 'id', hmac, issueTimestampMs: 1 }),
    );
    broker.on(describeDelegationTokenRequest, describeDelegationTokenResponse, () => {
      const token = { ...owner, ...requester, tokenId: 'id', hmac, issueTimestamp: 1, expiryTimestamp: 2 };
      return newDescribeDelegationTokenResponse({
        tokens: [newDescribeDelegationTokenResponseDescribedDelegationToken(token)],
      });
    });
    broker.on(renewDelegationTokenRequest, renewDelegationTokenResponse, ({ renewPeriodMs }) =>
      newRenewDelegationTokenResponse({ expiryTimestampMs: renewPeriodMs }),
    );
    broker.on(expireDelegationTokenRequest, expireDelegationTokenResponse, () =>
      newExpireDelegationTokenResponse({ errorCode: 62 }),
    );
    const made = await admin.createDelegationToken({ owner: 'User:a:b', renewers: ['User:c'], maxLifetimeMs: 5 });
    assert.equal(made.owner, 'User:a:b');
    assert.deepEqual(made.renewers, ['User:c']);
    assert.deepEqual(broker.requests(createDelegationTokenRequest)[0], {
      ownerPrincipalType: 'User',
      ownerPrincipalName: 'a:b',
      renewers: [{ principalType: 'User', principalName: 'c' }],
      maxLifetimeMs: 5,
    });
    const [described] = await admin.describeDelegationToken({ owners: ['User:a:b'] });
    assert.deepEqual([described!.requester, described!.expiryTimestamp], ['User:me', 2]);
    assert.equal(await admin.renewDelegationToken(hmac, { renewTimePeriodMs: 77 }), 77);
    const error = await failure(admin.expireDelegationToken(hmac));
    assert.equal(error.code, 'DELEGATION_TOKEN_NOT_FOUND');
    const nameless = await failure(admin.createDelegationToken({ renewers: ['bob'] }));
    assert.equal(nameless.code, 'INVALID_PRINCIPAL_TYPE');
  });
});
