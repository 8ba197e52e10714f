/** Positions: kafkajs's scenarios of `seek`, `pause`, `commitOffsets`, `runner` and `offsetManager`. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FacadeWorld, numbers } from './facade.testing.ts';
import {
  type Consumer,
  type ConsumerRunConfig,
  KafkaJSNonRetriableError,
  type Offsets,
  type TopicPartitionOffset,
} from './index.ts';

describe('Consumer', () => {
  let world: FacadeWorld;
  before(async () => {
    world = await FacadeWorld.start();
  });
  after(() => world.stop());

  /** A consumer that notes values, and its group. */
  async function started(
    topic: string,
    run: ConsumerRunConfig = {},
  ): Promise<{ consumer: Consumer; groupId: string; values: string[] }> {
    const groupId = world.unique('positions');
    const consumer = await world.consumer({ groupId });
    const values: string[] = [];
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const eachMessage = async ({ message }: { message: { value: Buffer | null } }): Promise<void> =>
      void values.push(String(message.value));
    await consumer.run(run.eachBatch === undefined ? { eachMessage, ...run } : run);
    return { consumer, groupId, values };
  }

  async function committed(groupId: string, topic: string): Promise<string | undefined> {
    const [group] = await (await world.admin()).fetchOffsets({ groupId, topics: [topic] });
    return group?.partitions[0]?.offset;
  }

  describe('when seek offset', () => {
    test('throws an error if topic, partition or offset are invalid, and before run', () => {
      const consumer = world.kafka().consumer({ groupId: 'g' });
      const wrong: [unknown, RegExp][] = [
        [{ topic: null }, /Invalid topic null/],
        [{ topic: 't', partition: 'ABC' }, /Invalid partition, expected a number received ABC/],
        [{ topic: 't', partition: 0, offset: 'ABC' }, /Invalid offset, expected a long received ABC/],
        [{ topic: 't', partition: 0, offset: '-32' }, /Offset must not be a negative number/],
        [{ topic: 't', partition: 0, offset: '1' }, /consumer#run must be called first/],
      ];
      for (const [place, message] of wrong) {
        assert.throws(
          () => consumer.seek(place as TopicPartitionOffset),
          (error) => {
            return error instanceof KafkaJSNonRetriableError && message.test(error.message);
          },
        );
      }
    });

    test('updates the partition offset to the given offset, right after run is called', async () => {
      const topic = await world.filled(numbers(5));
      const consumer = await world.consumer();
      const values: string[] = [];
      await consumer.subscribe({ topic, fromBeginning: true });
      const running = consumer.run({ eachMessage: async ({ message }) => void values.push(String(message.value)) });
      consumer.seek({ topic, partition: 0, offset: '1' });
      consumer.seek({ topic, partition: 0, offset: '3' });
      await running;
      await world.until('they are there', () => values.length >= 2);
      assert.deepEqual(values, ['3', '4']);
    });

    test('goes to the start by -2 and to the end by -1', async () => {
      const topic = await world.filled(numbers(3));
      const { consumer, values } = await started(topic);
      await world.until('all are there', () => values.length === 3);
      consumer.seek({ topic, partition: 0, offset: '-2' });
      await world.until('they come again', () => values.length === 6);
      let isEndKnown = false;
      consumer.on('consumer.network.request', ({ payload }) => {
        isEndKnown ||= payload.apiName === 'ListOffsets';
      });
      consumer.seek({ topic, partition: 0, offset: '-1' });
      // What is sent before the broker has told where the end is lies before it.
      await world.until('the end is known', () => isEndKnown);
      await world.send(topic, [{ value: 'new' }]);
      await world.until('the new one is there', () => values.length === 7);
      assert.deepEqual(values, [...numbers(3), ...numbers(3), 'new']);
    });

    test('recovers from offset out of range', async () => {
      const topic = await world.filled(['0']);
      const { consumer, values } = await started(topic);
      await world.until('it is there', () => values.length === 1);
      consumer.seek({ topic, partition: 0, offset: '100' });
      await world.until('it comes again', () => values.length === 2);
    });

    test('When "autoCommit" is false should not commit the offset', async () => {
      const topic = await world.filled(numbers(3));
      const { consumer, groupId, values } = await started(topic, { autoCommit: false });
      await world.until('all are there', () => values.length === 3);
      consumer.seek({ topic, partition: 0, offset: '2' });
      await world.until('it comes again', () => values.length === 4);
      await consumer.stop();
      assert.equal(await committed(groupId, topic), '-1');
    });

    test('commits where it went, when the consumer stops before a message comes', async () => {
      const topic = await world.filled(numbers(3));
      const { consumer, groupId, values } = await started(topic);
      await world.until('all are there', () => values.length === 3);
      consumer.pause([{ topic }]);
      consumer.seek({ topic, partition: 0, offset: '1' });
      await consumer.stop();
      assert.equal(await committed(groupId, topic), '1');
    });

    test('stops consuming messages when fetched batch has gone stale', async () => {
      const topic = await world.filled(numbers(5));
      const consumer = await world.consumer();
      const offsets: string[] = [];
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({
        eachMessage: async ({ message }) => {
          offsets.push(message.offset);
          if (offsets.length === 1) consumer.seek({ topic, partition: 0, offset: message.offset });
        },
      });
      await world.until('two are there', () => offsets.length >= 2);
      assert.equal(offsets[1], offsets[0]);
    });

    test('resolves a batch as stale when seek was called while processing it', async () => {
      const topic = await world.filled(numbers(5));
      const consumer = await world.consumer();
      const offsets: string[] = [];
      const stale: boolean[] = [];
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({
        eachBatch: async ({ batch, isStale, resolveOffset, heartbeat }) => {
          for (const message of batch.messages) {
            stale.push(isStale());
            if (isStale()) break;
            offsets.push(message.offset);
            if (offsets.length === 1) consumer.seek({ topic, partition: 0, offset: message.offset });
            resolveOffset(message.offset);
            await heartbeat();
          }
        },
      });
      await world.until('they came again', () => offsets.length === 6);
      assert.deepEqual(offsets, ['0', ...numbers(5)]);
      assert.deepEqual(stale.slice(0, 2), [false, true]);
    });
  });

  describe('when pausing', () => {
    test('throws an error if the topic or partitions are invalid, and before run', () => {
      const consumer = world.kafka().consumer({ groupId: 'g' });
      const invalid: unknown = [{ topic: null }];
      const partitions: unknown = [{ topic: 't', partitions: 1 }];
      for (const call of [consumer.pause, consumer.resume]) {
        assert.throws(() => call(invalid as { topic: string }[]), /Invalid topic null/);
        assert.throws(() => call(partitions as { topic: string }[]), /Array of valid partitions required/);
        assert.throws(() => call([{ topic: 't' }]), /consumer#run must be called first/);
      }
      assert.deepEqual(consumer.paused(), []);
    });

    test('does not fetch messages for the paused topic, until resumed', async () => {
      const topic = await world.topic(2);
      const { consumer, values } = await started(topic);
      consumer.pause([{ topic, partitions: [1] }]);
      assert.deepEqual(consumer.paused(), [{ topic, partitions: [1] }]);
      await world.send(topic, [
        { value: 'held', partition: 1 },
        { value: 'through', partition: 0 },
      ]);
      await world.until('one is there', () => values.length === 1);
      consumer.resume([{ topic, partitions: [1] }]);
      await world.until('both are there', () => values.length === 2);
      assert.deepEqual(values, ['through', 'held']);
      assert.deepEqual(consumer.paused(), []);
    });

    test('a topic that is paused as a whole may have partitions resumed', async () => {
      const topic = await world.topic(3);
      const { consumer } = await started(topic);
      consumer.pause([{ topic }]);
      consumer.resume([{ topic, partitions: [2] }]);
      assert.deepEqual(consumer.paused(), [{ topic, partitions: [0, 1] }]);
      consumer.resume([{ topic }]);
      assert.deepEqual(consumer.paused(), []);
    });

    test('pause() of a handler stops after its message, the rest comes when its answer is called', async () => {
      const topic = await world.filled(numbers(4));
      const consumer = await world.consumer();
      const values: string[] = [];
      let resume: (() => void) | null = null;
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({
        eachMessage: async ({ message, pause }) => {
          values.push(String(message.value));
          if (values.length === 2) resume = pause();
        },
      });
      await world.until('it is paused', () => resume !== null);
      assert.deepEqual(consumer.paused(), [{ topic, partitions: [0] }]);
      assert.equal(values.length, 2);
      resume!();
      await world.until('all are there', () => values.length === 4);
      assert.deepEqual(values, numbers(4));
    });
  });

  describe('when commitOffsets', () => {
    test('throws an error for what is no commit, and before run', async () => {
      const consumer = world.kafka().consumer({ groupId: 'g' });
      const wrong: [unknown, RegExp][] = [
        [{ topic: null }, /Invalid topic/],
        [{ topic: 't', partition: 'x' }, /Invalid partition/],
        [{ topic: 't', partition: 0, offset: 'x' }, /Invalid offset/],
        [{ topic: 't', partition: 0, offset: '-1' }, /must not be a negative/],
        [{ topic: 't', partition: 0, offset: '1', metadata: 5 }, /Invalid offset metadata/],
        [{ topic: 't', partition: 0, offset: '1' }, /consumer#run must be called first/],
      ];
      for (const [commit, message] of wrong) {
        await assert.rejects(consumer.commitOffsets([commit as TopicPartitionOffset]), message);
      }
    });

    test('updates the partition offsets to the given offsets, with metadata', async () => {
      const topic = await world.filled(numbers(5));
      const { consumer, groupId, values } = await started(topic, { autoCommit: false });
      await world.until('all are there', () => values.length === 5);
      await consumer.commitOffsets([{ topic, partition: 0, offset: '2', metadata: 'half way' }]);
      const [group] = await (await world.admin()).fetchOffsets({ groupId, topics: [topic] });
      assert.deepEqual(group?.partitions, [{ partition: 0, offset: '2', metadata: 'half way' }]);
      await consumer.stop();
      values.length = 0;
      await consumer.run({ eachMessage: async ({ message }) => void values.push(String(message.value)) });
      await world.until('the rest comes again', () => values.length === 3);
      assert.deepEqual(values, ['2', '3', '4']);
    });
  });

  describe('automatic commits', () => {
    test('commit after each batch what was resolved', async () => {
      const topic = await world.filled(numbers(5));
      const { consumer, groupId, values } = await started(topic);
      const commits: Offsets[] = [];
      consumer.on(consumer.events.COMMIT_OFFSETS, ({ payload }) => commits.push({ topics: payload.topics }));
      await world.until('all are there', () => values.length === 5);
      await consumer.stop();
      assert.equal(await committed(groupId, topic), '5');
    });

    test('autoCommitThreshold commits within a batch', async () => {
      const topic = await world.filled(numbers(5));
      const consumer = await world.consumer();
      const commits: string[] = [];
      consumer.on(consumer.events.COMMIT_OFFSETS, ({ payload }) => {
        commits.push(payload.topics[0]?.partitions[0]?.offset ?? '');
      });
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({ autoCommitThreshold: 2, eachMessage: async () => undefined });
      await world.until('all is committed', () => commits.at(-1) === '5');
      assert.deepEqual(commits, ['2', '4', '5']);
    });

    test('eachBatch: uncommittedOffsets, resolveOffset, commitOffsetsIfNecessary', async () => {
      const topic = await world.filled(numbers(4));
      const seen: Offsets[] = [];
      const { groupId, consumer } = await started(topic, {
        autoCommitThreshold: 3,
        eachBatch: async ({ batch, resolveOffset, uncommittedOffsets, commitOffsetsIfNecessary }) => {
          for (const { offset } of batch.messages) {
            resolveOffset(offset);
            await commitOffsetsIfNecessary();
            seen.push(uncommittedOffsets());
          }
        },
      });
      await world.until('all are there', () => seen.length === 4);
      const offsets = seen.map(({ topics }) => topics[0]?.partitions[0]?.offset ?? 'none');
      assert.deepEqual(offsets, ['1', '2', 'none', '4']);
      await consumer.stop();
      assert.equal(await committed(groupId, topic), '4');
    });

    test('commitOffsetsIfNecessary with offsets commits these at once', async () => {
      const topic = await world.filled(numbers(4));
      let isCommitted = false;
      const { groupId, consumer } = await started(topic, {
        autoCommit: false,
        eachBatch: async ({ commitOffsetsIfNecessary }) => {
          await commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition: 0, offset: '3' }] }] });
          isCommitted = true;
        },
      });
      await world.until('it is committed', () => isCommitted);
      await consumer.stop();
      assert.equal(await committed(groupId, topic), '3');
    });

    test('with eachBatchAutoResolve false what was not resolved comes again, and is not committed', async () => {
      const topic = await world.filled(numbers(4));
      const batches: string[][] = [];
      const { groupId, consumer } = await started(topic, {
        eachBatchAutoResolve: false,
        eachBatch: async ({ batch, resolveOffset }) => {
          batches.push(batch.messages.map(({ offset }) => offset));
          if (batches.length <= 2) resolveOffset(batch.messages[0]!.offset);
          if (batches.length === 3) consumer.pause([{ topic }]);
        },
      });
      await world.until('three came', () => batches.length >= 3);
      await consumer.stop();
      assert.deepEqual(batches.slice(0, 3), [numbers(4), numbers(3, 1), numbers(2, 2)]);
      assert.equal(await committed(groupId, topic), '2');
    });
  });
});
