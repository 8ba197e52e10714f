import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Reader, Writer } from '#protocol';
import { MetadataDelta } from './delta.ts';
import { imageRecordCount, imageRecords } from './image-records.ts';
import { MetadataImage } from './image.ts';
import { imageValue } from './metadata.testing.ts';
import { metadataRecord, readMetadataRecord, writeMetadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';

const ACL = {
  id: 'bCbLZNhtT_24VQqQoV2IRw',
  resourceType: 2,
  resourceName: 'orders',
  patternType: 4,
  principal: 'User:alice',
  host: '*',
  operation: 3,
  permissionType: 3,
};
const TOKEN = {
  owner: 'User:alice',
  requester: 'User:bob',
  renewers: ['User:carol'],
  issueTimestamp: 1,
  maxTimestamp: 100,
  expirationTimestamp: 10,
  tokenId: 'token-1',
};
const credential = (name: string, mechanism: number): MetadataRecord =>
  metadataRecord('UserScramCredentialRecord', {
    name,
    mechanism,
    salt: Buffer.from('salt'),
    storedKey: Buffer.from('stored'),
    serverKey: Buffer.from('server'),
    iterations: 4096,
  });
const quota = (key: string, value: number, remove = false): MetadataRecord =>
  metadataRecord('ClientQuotaRecord', {
    entity: [
      { entityType: 'user', entityName: 'alice' },
      { entityType: 'client-id', entityName: null },
    ],
    key,
    value,
    remove,
  });

const RECORDS: readonly MetadataRecord[] = [
  metadataRecord('AccessControlEntryRecord', ACL),
  metadataRecord('AccessControlEntryRecord', { ...ACL, id: 'TLKJZ-LI9s9msOdkOsQA8w', host: '10.0.0.1' }),
  credential('alice', 1),
  credential('alice', 2),
  credential('bob', 1),
  metadataRecord('DelegationTokenRecord', TOKEN),
  quota('producer_byte_rate', 1000),
  quota('consumer_byte_rate', 0.5),
];

/** As they are after they were written and read. */
function stored(record: MetadataRecord): MetadataRecord {
  const writer = new Writer();
  writer.begin();
  writeMetadataRecord(writer, record);
  const bytes = writer.finishBuffer();
  assert.ok(new Reader(bytes).uvarint() === 1);
  return readMetadataRecord(bytes);
}

function imageOf(records: readonly MetadataRecord[], delta?: MetadataDelta): MetadataImage {
  const image = new MetadataImage();
  for (const record of records) image.replay(stored(record), delta);
  return image;
}

test('ACLs, credentials, tokens and quotas are read where they were written', () => {
  const image = imageOf(RECORDS);
  assert.deepEqual([...image.acls.keys()], ['bCbLZNhtT_24VQqQoV2IRw', 'TLKJZ-LI9s9msOdkOsQA8w']);
  assert.equal(Buffer.from(image.scramCredential('alice', 2)!.storedKey).toString(), 'stored');
  assert.equal(image.scramCredential('bob', 2), undefined);
  assert.deepEqual([...image.scramUsers().keys()], ['alice', 'bob']);
  assert.deepEqual(image.delegationTokens.get('token-1'), TOKEN);
  const entity = new Map([
    ['client-id', null],
    ['user', 'alice'],
  ]);
  assert.deepEqual(
    [...image.clientQuotas.values(entity)],
    [
      ['producer_byte_rate', 1000],
      ['consumer_byte_rate', 0.5],
    ],
  );
});

test('a rewrite of the log keeps who may do what', () => {
  const image = imageOf(RECORDS);
  assert.equal(imageRecords(image).length, imageRecordCount(image));
  assert.equal(imageRecordCount(image), RECORDS.length);
  assert.deepEqual(imageValue(imageOf(imageRecords(image))), imageValue(image));
});

test('what is removed leaves nothing behind, and each kind of change is told', () => {
  const delta = new MetadataDelta();
  const image = imageOf(
    [
      ...RECORDS,
      metadataRecord('RemoveAccessControlEntryRecord', { id: ACL.id }),
      metadataRecord('RemoveUserScramCredentialRecord', { name: 'alice', mechanism: 1 }),
      metadataRecord('RemoveUserScramCredentialRecord', { name: 'alice', mechanism: 2 }),
      metadataRecord('RemoveDelegationTokenRecord', { tokenId: 'token-1' }),
      quota('producer_byte_rate', 0, true),
      quota('consumer_byte_rate', 0, true),
    ],
    delta,
  );
  assert.equal(image.acls.size, 1);
  assert.deepEqual([...image.scramUsers().keys()], ['bob']);
  assert.equal(image.delegationTokens.size, 0);
  assert.equal(image.clientQuotas.size, 0);
  assert.equal(imageRecordCount(image), 2);
  assert.deepEqual(
    delta.changedAcls.map(({ acl, isAdded }) => [acl.host, isAdded]),
    [
      ['*', true],
      ['10.0.0.1', true],
      ['*', false],
    ],
  );
  const { aclsChanged, scramChanged, tokensChanged, quotasChanged } = delta;
  assert.deepEqual([aclsChanged, scramChanged, tokensChanged, quotasChanged], [true, true, true, true]);
  assert.equal(delta.isEmpty, false);
});
