import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { compareWithFacts } from './check-facts.ts';

const folder = mkdtempSync(join(tmpdir(), 'facts-'));
after(() => rmSync(folder, { recursive: true }));

function problemsOf(fact: Omit<typeof HEARTBEAT, 'fields'> & { fields: object[] }): string[] {
  mkdirSync(join(folder, 'messages'), { recursive: true });
  writeFileSync(join(folder, 'messages', 'Fact.json'), JSON.stringify(fact));
  return compareWithFacts(folder).filter((problem) => problem.startsWith(`${fact.name}:`));
}

const HEARTBEAT = {
  name: 'HeartbeatRequest',
  type: 'request',
  apiKey: 12,
  listeners: ['broker'],
  validVersions: '0-4',
  flexibleVersions: '4+',
  fields: [
    { name: 'GroupId', type: 'string', versions: '0+' },
    { name: 'GenerationId', type: 'int32', versions: '0+' },
    { name: 'MemberId', type: 'string', versions: '0+' },
    { name: 'GroupInstanceId', type: 'string', versions: '3+', nullableVersions: '3+', default: 'null' },
  ],
};

test('a definition that says what the facts say has no problems', () => {
  assert.deepEqual(problemsOf(HEARTBEAT), []);
});

test('every difference between a definition and the facts is named', () => {
  const [groupId, generationId, memberId, groupInstanceId] = HEARTBEAT.fields;
  const fields = [
    { ...groupId, type: 'bytes' },
    { ...generationId, versions: '1+', ignorable: true },
    { ...memberId, nullableVersions: '2+', tag: 1 },
    { ...groupInstanceId, default: '' },
  ];
  assert.deepEqual(problemsOf({ ...HEARTBEAT, validVersions: '0-5', fields }), [
    'HeartbeatRequest: valid versions differ',
    'HeartbeatRequest: HeartbeatRequest.groupId: default differ',
    'HeartbeatRequest: HeartbeatRequest.groupId: type differ',
    'HeartbeatRequest: HeartbeatRequest.generationId: versions differ',
    'HeartbeatRequest: HeartbeatRequest.memberId: nullable versions differ',
    'HeartbeatRequest: HeartbeatRequest.memberId: tag differ',
    'HeartbeatRequest: HeartbeatRequest.groupInstanceId: default differ',
  ]);
});

test('a field that is missing and a message without definition are named', () => {
  assert.deepEqual(
    problemsOf({ ...HEARTBEAT, fields: HEARTBEAT.fields.slice(1) })[0],
    'HeartbeatRequest: the fields of HeartbeatRequest differ',
  );
  problemsOf({ ...HEARTBEAT, name: 'NewRequest' });
  assert.ok(compareWithFacts(folder).includes('NewRequest has no definition'));
});
