import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ZERO_UUID } from '#protocol';
import type { CommandName, Commands } from './commands.ts';
import { imageRecordCount, imageRecords } from './image-records.ts';
import { MetadataImage } from './image.ts';
import { buildMetadataBatch, scanMetadataBatches } from './metadata-batches.ts';
import { brokerCommand, imageValue, newTopic, TestController } from './metadata.testing.ts';
import { readMetadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';

type Step = { [K in CommandName]: readonly [name: K, command: Commands[K]['command']] }[CommandName];

const name = fc.constantFrom('a', 'b', 'a.b', 'a_b', 'a.b_c', 'x');
const config = fc.record({
  name: fc.constantFrom('retention.ms', 'cleanup.policy', 'cleanup.policy', 'retention.ms', 'retention.ms', 'foo'),
  value: fc.constantFrom('1', '2', '3', '4', '5', null),
});
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({
      name,
      numPartitions: fc.constantFrom(-1, 0, 1, 2, 3),
      replicationFactor: fc.constantFrom(-1, 1, 2, 2, 3),
    })
    .chain((topic) =>
      fc.uniqueArray(config, { selector: (c) => c.name, maxLength: 2 }).map((configs): Step => {
        return ['createTopics', { topics: [newTopic({ ...topic, configs })], validateOnly: false }];
      }),
    ),
  name.map((topic): Step => ['deleteTopics', { topics: [{ name: topic, topicId: ZERO_UUID }] }]),
  fc.tuple(name, fc.integer({ min: 0, max: 8 })).map(([topic, count]): Step => {
    return ['createPartitions', { topics: [{ name: topic, count, assignments: null }], validateOnly: false }];
  }),
  fc
    .tuple(
      fc.constantFrom(2, 4, 16, 32),
      fc.oneof(name, fc.constantFrom('', '1')),
      fc.integer({ min: 0, max: 3 }),
      config,
    )
    .map(([resourceType, resourceName, configOperation, { name: key, value }]): Step => {
      const resources = [{ resourceType, resourceName, configs: [{ name: key, configOperation, value }] }];
      return ['incrementalAlterConfigs', { brokerId: 1, resources, validateOnly: false }];
    }),
  fc.tuple(name, fc.array(config, { maxLength: 2 })).map(([resourceName, configs]): Step => {
    return [
      'alterConfigs',
      { brokerId: 1, resources: [{ resourceType: 2, resourceName, configs }], validateOnly: false },
    ];
  }),
  fc.integer({ min: 1, max: 4 }).map((brokerId): Step => ['allocateProducerIds', { brokerId }]),
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.boolean()).map(([id, wasUncleanShutdown]): Step => {
    return ['registerBroker', { ...brokerCommand(id, id > 2 ? 'rack' : null), wasUncleanShutdown }];
  }),
  fc
    .tuple(fc.constantFrom('group.version', 'share.version'), fc.integer({ min: 0, max: 2 }))
    .map(([feature, level]): Step => {
      return ['setFeatureLevels', { features: [{ name: feature, level }] }];
    }),
);

function play(sequence: readonly Step[]): TestController {
  const controller = new TestController({ brokers: 2 });
  for (const [command, value] of sequence) controller.run(command, value);
  return controller;
}

function replayed(records: readonly MetadataRecord[]): MetadataImage {
  const image = new MetadataImage();
  for (const record of records) image.replay(record);
  return image;
}

test('replaying the records, as they were written and read back, gives the same image', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 40, size: 'max' }), (sequence) => {
      const { image, log } = play(sequence);
      const bytes = log.length === 0 ? Buffer.alloc(0) : buildMetadataBatch(log, 0, 1_700_000_000_000);
      const read: MetadataRecord[] = [];
      scanMetadataBatches(bytes, (value) => read.push(readMetadataRecord(value)));
      const copy = replayed(read);
      assert.deepEqual(imageValue(copy), imageValue(image));
      assert.deepEqual([copy.nextOffset, copy.featuresEpoch], [image.nextOffset, image.featuresEpoch]);
    }),
    { numRuns: 300 },
  );
});

test('the records of an image make an equal image, and never more records than made it first', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 40, size: 'max' }), (sequence) => {
      const { image, log } = play(sequence);
      const records = imageRecords(image);
      assert.deepEqual(imageValue(replayed(records)), imageValue(image));
      assert.equal(imageRecordCount(image), records.length);
      assert.ok(records.length <= log.length);
    }),
    { numRuns: 300 },
  );
});

test('no decision changes the image by itself', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 10 }), steps, (sequence, [command, value]) => {
      const { controller, image } = play(sequence);
      const before = structuredClone(imageValue(image));
      controller.handle(command, value);
      assert.deepEqual(imageValue(image), before);
    }),
    { numRuns: 200 },
  );
});
