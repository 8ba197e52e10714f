import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isKafkaError, type MemberMetadata } from '#client';
import { parseRegistryConfig } from './registry-configs.ts';
import { electLeader, isDuplicateUrls, parseAssignment, parseIdentity, printIdentity } from './registry-identity.ts';

const HERE = { scheme: 'http', host: 'a', port: 8081, isEligible: true, isLeader: false };

function members(...identities: Partial<typeof HERE>[]): MemberMetadata[] {
  return identities.map((one, index) => ({ memberId: `m${index}`, metadata: printIdentity({ ...HERE, ...one }) }));
}

function elected(all: readonly MemberMetadata[], isSticky = true): string | null {
  const assignments = [...electLeader(all, isSticky).values()].map((bytes) => parseAssignment(bytes)!.memberId);
  assert.equal(new Set(assignments).size, 1, 'all are told the same');
  return assignments[0]!;
}

test('members speak of themselves as Confluent’s do', () => {
  const text = '{"version":1,"host":"a","port":8081,"master_eligibility":true,"scheme":"http","leader":false}';
  assert.equal(printIdentity(HERE).toString(), text);
  assert.deepEqual(parseIdentity(Buffer.from(text)), HERE);
  const older = '{"version":1,"host":"a","port":8081,"master_eligibility":true}';
  assert.deepEqual(parseIdentity(Buffer.from(older)), HERE);
  assert.equal(parseIdentity(Buffer.from('{')), null);
});

test('the leader is told with its identity, in Confluent’s words', () => {
  const [assignment] = electLeader(members({}), true).values();
  const identity = printIdentity(HERE).toString();
  assert.equal(assignment!.toString(), `{"version":1,"error":0,"master":"m0","master_identity":${identity}}`);
});

test('of those who may lead it is the smallest URL, or who leads already', () => {
  assert.equal(elected(members({ host: 'b' }, { host: 'a' }, { host: 'c' })), 'm1');
  assert.equal(elected(members({ host: 'b' }, { host: 'a', isEligible: false })), 'm0');
  assert.equal(elected(members({ host: 'a' }, { host: 'b', isLeader: true })), 'm1');
  assert.equal(elected(members({ host: 'a' }, { host: 'b', isLeader: true }), false), 'm0');
  assert.equal(elected(members({ isEligible: false })), null);
});

test('two members with one URL leave nobody to lead, and are told so', () => {
  const [assignment] = electLeader(members({}, {}), true).values();
  assert.ok(isDuplicateUrls(parseAssignment(assignment!)!));
  assert.equal(elected(members({}, {})), null);
});

test('a config that there is not is refused with the one that was probably meant', () => {
  const wrong = (): unknown => parseRegistryConfig({ 'kafkastore.topci': 'x' });
  assert.throws(wrong, (error) => isKafkaError(error, 'INVALID_CONFIG') && /kafkastore\.topic\?/.test(error.message));
});

test('what is for the clients is told apart, and older names are taken', () => {
  const { config, client } = parseRegistryConfig({
    'kafkastore.security.protocol': 'SASL_SSL',
    'master.eligibility': 'false',
  });
  assert.equal(client.get('security.protocol'), 'SASL_SSL');
  assert.equal(config.leaderEligibility, false);
  assert.equal(config.kafkastoreTopic, '_schemas');
});
