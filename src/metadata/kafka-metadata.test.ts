import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Env } from '#kernel';
import { newPartitionChangeRecord, newPartitionRecord, RecordBatchBuilder, Writer } from '#protocol';
import { createSimulation } from '#sim';
import type { Machine } from '#sim';
import { FileMetaStore } from './file-meta-store.ts';
import { BOOTSTRAP, testConfigRules, testSettings } from './metadata.testing.ts';
import { buildMetadataBatch } from './metadata-batches.ts';
import { MetadataService } from './metadata-service.ts';
import { metadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';

const METADATA = '/data/__cluster_metadata-0';
const A = 'VIUu36UgTtSD-jqAHerBNw';
const B = 'GdMGw70pRFu-dpZthOHJsg';
const C = 'BY5x2fQGQueJV7Eto6wjtA';

const topic = (name: string, topicId: string): MetadataRecord => metadataRecord('TopicRecord', { name, topicId });
const partition = (topicId: string, partitionId: number, leaderEpoch = 0): MetadataRecord =>
  metadataRecord('PartitionRecord', newPartitionRecord({ topicId, partitionId, replicas: [1, 2], leaderEpoch }));
const config = (resourceType: number, resourceName: string, name: string, value: string): MetadataRecord =>
  metadataRecord('ConfigRecord', { resourceType, resourceName, name, value });

const ID_OF_ACL = ['bCbLZNhtT_24VQqQoV2IRw', 'TLKJZ-LI9s9msOdkOsQA8w'];
const acl = (i: number, principal: string): MetadataRecord =>
  metadataRecord('AccessControlEntryRecord', {
    id: ID_OF_ACL[i]!,
    resourceType: 2,
    resourceName: 'a',
    patternType: 3,
    principal,
    host: '*',
    operation: 3,
    permissionType: 3,
  });

/** What the quorum writes for itself, or a record of a type that is not known here. */
function otherBatch(baseOffset: number, control: boolean): Buffer {
  const builder = new RecordBatchBuilder();
  const writer = new Writer();
  writer.begin();
  for (const byte of [1, 99, 0, 0]) writer.uvarint(byte);
  builder.append(0, control ? Buffer.from([0, 0, 0, 2]) : null, writer.finishBuffer());
  return builder.build({ baseOffset, control });
}

function log(from: number, ...groups: (MetadataRecord[] | 'control' | 'unknown')[]): Buffer {
  let offset = from;
  const batches = groups.map((group) => {
    const isRecords = typeof group !== 'string';
    const batch = isRecords ? buildMetadataBatch(group, offset, 0) : otherBatch(offset, group === 'control');
    offset += isRecords ? group.length : 1;
    return batch;
  });
  return Buffer.concat(batches);
}

async function kafkaLeft(files: Record<string, Buffer>): Promise<Machine> {
  const { machine } = createSimulation(1);
  await machine.finish(machine.env.disk.makeDirectory(METADATA));
  for (const [name, bytes] of Object.entries({ 'quorum-state': Buffer.from('{}'), ...files })) {
    const file = await machine.finish(machine.env.disk.openFile(`${METADATA}/${name}`, 'create'));
    await machine.finish(file.writev([bytes], 0));
    await machine.finish(file.close());
  }
  return machine;
}

async function firstStart(env: Env): Promise<MetadataService> {
  const options = { store: new FileMetaStore(env, '/data'), settings: testSettings, configRules: testConfigRules };
  const service = await MetadataService.open(env, options);
  const { rejected } = await service.submit('bootstrap', {
    ...BOOTSTRAP,
    topics: [{ name: 'a', topicId: A, partitions: [{ partition: 0, leaderEpoch: 9 }] }],
  });
  assert.deepEqual(
    rejected.map((one) => one.topic),
    ['g'],
  );
  return service;
}

const history = [
  'control',
  [metadataRecord('FeatureLevelRecord', { name: 'transaction.version', featureLevel: 2 })],
  [topic('a', A), config(2, 'a', 'retention.ms', '-1'), partition(A, 0, 3), partition(A, 1)],
  'unknown',
  [config(4, '', 'retention.ms', '7'), config(4, '2', 'retention.ms', '8'), config(32, 'g', 'foo', '1')],
  [metadataRecord('PartitionChangeRecord', newPartitionChangeRecord({ topicId: A, partitionId: 1, leader: -1 }))],
  [topic('b', B), partition(B, 1), partition(B, 0)],
  [
    metadataRecord('BeginTransactionRecord', { name: null }),
    topic('c', C),
    metadataRecord('AbortTransactionRecord', { reason: null }),
  ],
  [metadataRecord('ProducerIdsRecord', { brokerId: 1, brokerEpoch: 0, nextProducerId: 3000 })],
  ['User:gone', 'User:alice'].map((principal, i) => acl(i, principal)),
  [metadataRecord('RemoveAccessControlEntryRecord', { id: ID_OF_ACL[0]! })],
] as const;

function check({ image }: MetadataService): void {
  assert.deepEqual(
    [...image.topics.values()].map(({ name, topicId, partitions }) => [name, topicId, partitions.length]),
    [
      ['a', A, 2],
      ['b', B, 2],
    ],
  );
  assert.deepEqual(
    image.topic('a')!.partitions.map((p) => [p.leader, p.replicas, p.leaderEpoch]),
    [
      [1, [1], 10],
      [1, [1], 2],
    ],
  );
  assert.deepEqual([...image.configs(2, 'a')], [['retention.ms', '-1']]);
  assert.deepEqual([...image.configs(4, '')], [['retention.ms', '7']]);
  assert.equal(image.configs(4, '2').size, 0);
  assert.equal(image.nextProducerId, 3000);
  assert.equal(image.features.size, 0);
  assert.deepEqual(
    [...image.acls.values()].map(({ principal }) => principal),
    ['User:alice'],
  );
}

test("a new cluster over Kafka's directory begins with its topics, ids, configs, ACLs and producer ids, and with our features", async () => {
  const machine = await kafkaLeft({
    '00000000000000000000.log': log(0, ...history.map((group) => (typeof group === 'string' ? group : [...group]))),
  });
  check(await machine.finish(firstStart(machine.env)));
  assert.ok(machine.logLines.some(({ message }) => message.includes('left out')));
  const again = await machine.finish(
    MetadataService.open(machine.env, {
      store: new FileMetaStore(machine.env, '/data'),
      settings: testSettings,
      configRules: testConfigRules,
    }),
  );
  assert.equal(again.isNew, false);
  check(again);
});

test("Kafka's own files are kept as they were, beside ours", async () => {
  const bytes = log(0, [topic('a', A), partition(A, 0), config(32, 'g', 'foo', '1')]);
  const machine = await kafkaLeft({ '00000000000000000000.log': bytes });
  await machine.finish(firstStart(machine.env));
  assert.deepEqual(
    await machine.finish(machine.env.disk.readFile(`${METADATA}.kafka/00000000000000000000.log`)),
    bytes,
  );
});

test('with a snapshot, the log counts from where the snapshot ends', async () => {
  const records = history.flatMap((group) => (typeof group === 'string' ? [] : [...group]));
  const machine = await kafkaLeft({
    '00000000000000000003-0000000001.checkpoint': log(0, [topic('gone', C)]),
    '00000000000000000100-0000000002.checkpoint': log(0, 'control', records.slice(0, 5), 'control'),
    '00000000000000000090.log': log(90, [topic('older', C), ...Array(9).fill(metadataRecord('NoOpRecord', {}))]),
    '00000000000000000100.log': log(100, records.slice(5), 'unknown').subarray(0, -1),
  });
  check(await machine.finish(firstStart(machine.env)));
});

test('when the power goes during the take-over, the next start takes over all the same', async () => {
  const files = {
    '00000000000000000000.log': log(0, ...history.map((group) => (typeof group === 'string' ? group : [...group]))),
  };
  const dry = await kafkaLeft(files);
  const before = dry.disk.mutations;
  await dry.finish(firstStart(dry.env));
  for (let point = before + 1; point <= dry.disk.mutations; point++) {
    const machine = await kafkaLeft(files);
    for (const path of [METADATA, '/data', '/']) await machine.finish(machine.env.disk.syncDirectory(path));
    for (const name of ['quorum-state', ...Object.keys(files)]) {
      const file = await machine.finish(machine.env.disk.openFile(`${METADATA}/${name}`, 'write'));
      await machine.finish(file.datasync());
    }
    machine.disk.faults.crashAt(machine.disk.mutations + point - before);
    await assert.rejects(machine.finish(firstStart(machine.env)));
    const next = machine.crash();
    const options = {
      store: new FileMetaStore(next.env, '/data'),
      settings: testSettings,
      configRules: testConfigRules,
    };
    const service = await next.finish(MetadataService.open(next.env, options));
    if (service.isNew) await next.finish(service.close());
    check(service.isNew ? await next.finish(firstStart(next.env)) : service);
  }
});
