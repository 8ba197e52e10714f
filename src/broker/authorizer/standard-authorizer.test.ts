import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AclPatternType, AclPermissionType } from '#metadata';
import type { AccessControlEntry } from '#metadata';
import { ANONYMOUS, AclOperation, AclResourceType } from '../authorization.ts';
import type { Requester } from '../authorization.ts';
import { StandardAuthorizer } from './standard-authorizer.ts';

const { ALL, READ, WRITE, CREATE, DELETE, ALTER, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS } = AclOperation;
const { ALLOW, DENY } = AclPermissionType;
const { LITERAL, PREFIXED } = AclPatternType;
const { TOPIC, GROUP } = AclResourceType;

const from = (name: string, host = '10.0.0.1'): Requester => ({ principal: { ...ANONYMOUS, name }, host });

let ids = 0;
function acl(fields: Partial<AccessControlEntry>): AccessControlEntry {
  return {
    id: `acl-${ids++}`,
    resourceType: TOPIC,
    resourceName: 'orders',
    patternType: LITERAL,
    principal: 'User:alice',
    host: '*',
    operation: READ,
    permissionType: ALLOW,
    ...fields,
  };
}

function authorizer(acls: readonly AccessControlEntry[], open = false, superUsers: string[] = []): StandardAuthorizer {
  const made = new StandardAuthorizer({ superUsers, allowEveryoneIfNoAclFound: open });
  made.apply(acls.map((one) => ({ acl: one, isAdded: true })));
  return made;
}

const may = (made: StandardAuthorizer, who: Requester, operation: number, name = 'orders'): boolean =>
  made.isAllowed(who, operation, { type: TOPIC, name });

/** The rules once more, with a look at each ACL. */
function scan(acls: readonly AccessControlEntry[], open: boolean, asked: Asked): boolean {
  const onResource = acls.filter(
    ({ resourceType, resourceName, patternType }) =>
      resourceType === asked.type &&
      (patternType === PREFIXED
        ? asked.name.startsWith(resourceName)
        : resourceName === asked.name || resourceName === '*'),
  );
  if (onResource.length === 0) return open;
  const mine = onResource.filter(
    ({ principal, host }) =>
      ['User:*', `User:${asked.who}`].includes(principal) && (host === '*' || host === asked.host),
  );
  const implied = new Map<number, number[]>([
    [DESCRIBE, [READ, WRITE, DELETE, ALTER]],
    [DESCRIBE_CONFIGS, [ALTER_CONFIGS]],
  ]);
  const names = (one: AccessControlEntry): boolean => one.operation === ALL || one.operation === asked.operation;
  if (mine.some((one) => one.permissionType === DENY && names(one))) return false;
  return mine.some(
    (one) =>
      one.permissionType === ALLOW && (names(one) || (implied.get(asked.operation) ?? []).includes(one.operation)),
  );
}

interface Asked {
  readonly who: string;
  readonly host: string;
  readonly operation: number;
  readonly type: number;
  readonly name: string;
}

const operation = fc.constantFrom(READ, WRITE, CREATE, DELETE, ALTER, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS);
const names = ['a', 'ab', 'abc', 'b', 'ba', '*', '*a', 'a*'];
const anAcl = fc.record({
  resourceType: fc.constantFrom(TOPIC, GROUP),
  resourceName: fc.constantFrom(...names),
  patternType: fc.constantFrom(LITERAL, PREFIXED),
  principal: fc.constantFrom('User:alice', 'User:bob', 'User:*', 'Group:alice'),
  host: fc.constantFrom('*', '10.0.0.1', '10.0.0.2'),
  operation: fc.oneof({ arbitrary: operation, weight: 9 }, fc.constant(ALL)),
  permissionType: fc.constantFrom(ALLOW, ALLOW, DENY),
});
const aQuestion = fc.record({
  who: fc.constantFrom('alice', 'bob', 'carol', '*'),
  host: fc.constantFrom('10.0.0.1', '10.0.0.2'),
  operation,
  type: fc.constantFrom(TOPIC, GROUP),
  name: fc.constantFrom(...names, 'abcd', 'c'),
});

test('decisions are those of a look at every ACL, whatever was added and removed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anAcl, fc.boolean()), { maxLength: 12 }),
      fc.array(aQuestion, { minLength: 10, maxLength: 30 }),
      fc.boolean(),
      (drawn, questions, open) => {
        const acls = drawn.map(([fields, stays]) => ({ acl: acl(fields), stays }));
        const made = authorizer(
          acls.map((one) => one.acl),
          open,
        );
        made.apply(acls.filter(({ stays }) => !stays).map((one) => ({ acl: one.acl, isAdded: false })));
        const left = acls.filter(({ stays }) => stays).map((one) => one.acl);
        for (const asked of questions) {
          const decision = made.isAllowed(from(asked.who, asked.host), asked.operation, asked);
          assert.equal(decision, scan(left, open, asked), JSON.stringify({ asked, left, open }));
        }
      },
    ),
    { numRuns: 1500, seed: 11 },
  );
});

test('who is allowed some name is allowed somewhere, and who is denied all of them nowhere', () => {
  fc.assert(
    fc.property(fc.array(anAcl, { maxLength: 8 }), aQuestion, (drawn, asked) => {
      const acls = drawn.map(acl);
      const made = authorizer(acls);
      // Implied operations do not count here, so only what no ACL implies is compared.
      fc.pre(asked.operation !== DESCRIBE && asked.operation !== DESCRIBE_CONFIGS);
      const candidates = [...names, 'hardcode', ...names.map((name) => `${name}-zzz`)];
      const some = candidates.some((name) => scan(acls, false, { ...asked, name }));
      const isSomewhere = made.isAllowedSomewhere(from(asked.who, asked.host), asked.operation, asked.type);
      // A wildcard that allows counts, as in Kafka, even where all names that one could think of are denied one by one.
      const hasWildcard = acls.some((one) => one.resourceName === '*' && one.permissionType === ALLOW);
      if (some) assert.ok(isSomewhere, JSON.stringify({ asked, acls }));
      else if (!hasWildcard) assert.ok(!isSomewhere, JSON.stringify({ asked, acls }));
    }),
    { numRuns: 1500, seed: 12 },
  );
});

test('super users may do everything, whatever denies it', () => {
  const made = authorizer([acl({ principal: 'User:*', operation: ALL, permissionType: DENY })], false, ['User:root']);
  assert.ok(may(made, from('root'), WRITE));
  assert.ok(made.isAllowedSomewhere(from('root'), WRITE, TOPIC));
  assert.ok(!may(made, from('alice'), READ));
  assert.ok(!may(made, { ...from('root'), principal: { ...ANONYMOUS, type: 'Group', name: 'root' } }, WRITE));
});

test('an ACL for somebody else closes a resource that is open to everybody without ACLs', () => {
  const made = authorizer([acl({ principal: 'User:bob' })], true);
  assert.ok(!may(made, from('alice'), READ));
  assert.ok(may(made, from('alice'), READ, 'payments'));
});

test('a host counts in any spelling of its address', () => {
  const made = authorizer([acl({ host: '0:0:0:0:0:0:0:1' })]);
  assert.ok(may(made, from('alice', '::1'), READ));
  assert.ok(!may(made, from('alice', '::2'), READ));
});

test('a denied prefix takes away what is allowed under it, and only that', () => {
  const made = authorizer([
    acl({ resourceName: 'team-a', patternType: PREFIXED, operation: WRITE }),
    acl({ resourceName: 'team-', patternType: PREFIXED, operation: WRITE, permissionType: DENY }),
  ]);
  assert.ok(!made.isAllowedSomewhere(from('alice'), WRITE, TOPIC));
  made.add(acl({ resourceName: 'tea', patternType: PREFIXED, operation: WRITE }));
  assert.ok(made.isAllowedSomewhere(from('alice'), WRITE, TOPIC));
});

test('a name that is denied as it is allowed is nowhere, and one more that is allowed is somewhere', () => {
  const made = authorizer([acl({ operation: WRITE }), acl({ operation: WRITE, permissionType: DENY })]);
  assert.ok(!made.isAllowedSomewhere(from('alice'), WRITE, TOPIC));
  made.add(acl({ resourceName: 'payments', operation: WRITE }));
  assert.ok(made.isAllowedSomewhere(from('alice'), WRITE, TOPIC));
});

test('a decision among many thousand ACLs looks at the few that matter', () => {
  const acls = Array.from({ length: 20_000 }, (_, i) =>
    acl({ resourceName: `topic-${i % 1000}`, principal: `User:user-${Math.floor(i / 1000)}` }),
  );
  let looks = 0;
  for (const one of acls) {
    Object.defineProperty(one, 'permissionType', {
      get() {
        looks++;
        return ALLOW;
      },
    });
  }
  const made = authorizer(acls);
  looks = 0;
  assert.ok(may(made, from('user-7'), READ, 'topic-5'));
  assert.ok(!may(made, from('nobody'), READ, 'topic-5'));
  assert.equal(looks, 1);
});
