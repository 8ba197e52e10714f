/** Offsets of a streams group: by a consumer beside the member, and by a producer's transactions. On Samsa's broker. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTopic, SimulatedBroker } from '#broker/testing';
import { Consumer, Producer, type ConsumerOptions, type GroupMetadata } from '#client';
import { TestStreamsMember } from './streams-member.testing.ts';

const AT_ONCE = { 'group.streams.initial.rebalance.delay.ms': '0', 'group.streams.assignment.interval.ms': '0' };
const PLACE = { topic: 'lines', partition: 0 };
const CLOSE = { timeoutMs: 5000 };

class App {
  readonly broker: SimulatedBroker = new SimulatedBroker(1, AT_ONCE);

  get common() {
    const { env } = this.broker.clients;
    return { env, bootstrapServers: `127.0.0.1:${this.broker.port}`, enableMetricsPush: false };
  }

  async run(work: (app: App, member: TestStreamsMember) => Promise<void>): Promise<void> {
    await this.broker.start();
    await this.broker.run(async () => {
      await createTopic(await this.broker.connect(), 'lines', { partitions: 2 });
      const member = new TestStreamsMember(this.common).start();
      await this.until(() => member.activeNames.length === 4);
      await work(this, member);
      await member.member.close(CLOSE);
    });
    await this.broker.close();
  }

  async until(condition: () => boolean): Promise<void> {
    for (let i = 0; i < 2000 && !condition(); i++) await this.broker.pause(20);
    assert.ok(condition(), String(condition));
  }

  consumer(groupMember: () => GroupMetadata, options: Partial<ConsumerOptions> = {}): Consumer {
    const consumer = new Consumer({
      ...this.common,
      groupId: 'app',
      enableAutoCommit: false,
      groupMember,
      defaultApiTimeoutMs: 3000,
      ...options,
    });
    consumer.assign([PLACE]);
    return consumer;
  }
}

test('a consumer with groupMember commits and reads offsets as the member of the streams group', () =>
  new App().run(async (app, member) => {
    const consumer = app.consumer(() => member.member.groupMetadata());
    await consumer.commit([{ ...PLACE, offset: 7, metadata: 'm' }]);
    const [committed] = await consumer.committed([PLACE]);
    assert.deepEqual([committed!.offset, committed!.metadata], [7, 'm']);
    assert.deepEqual(consumer.groupMetadata(), member.member.groupMetadata());
    assert.throws(() => app.consumer(() => member.member.groupMetadata()).subscribe('lines'), {
      code: 'ILLEGAL_STATE',
    });
    await consumer.close();
  }));

test('without groupMember, and after the member has left, nothing is committed to its group', () =>
  new App().run(async (app, member) => {
    const nobody = app.consumer(() => ({ ...member.member.groupMetadata(), memberId: 'nobody' }));
    await assert.rejects(nobody.commit([{ ...PLACE, offset: 7 }]), { code: 'COMMIT_FAILED' });
    const stranger = new Consumer({ ...app.common, groupId: 'app', enableAutoCommit: false });
    stranger.assign([PLACE]);
    await assert.rejects(stranger.commit([{ ...PLACE, offset: 7 }]), { code: 'COMMIT_FAILED' });
    const consumer = app.consumer(() => member.member.groupMetadata());
    await member.member.close(CLOSE);
    await assert.rejects(consumer.commit([{ ...PLACE, offset: 7 }]), { code: 'COMMIT_FAILED' });
    assert.equal((await stranger.committed([PLACE]))[0]!.offset, -1);
    await Promise.all([nobody, stranger, consumer].map((one) => one.close()));
  }));

test('a commit with an epoch that the member has left behind goes again with the new one', () =>
  new App().run(async (app, member) => {
    const epochs: number[] = [];
    let isAhead = false;
    const late = (): GroupMetadata => {
      const { generationId, ...rest } = member.member.groupMetadata();
      epochs.push(isAhead ? generationId + 1 : generationId);
      isAhead = false;
      return { ...rest, generationId: epochs.at(-1)! };
    };
    const consumer = app.consumer(late);
    // It asks for its offset at first.
    await consumer.position(PLACE);
    for (const call of [() => consumer.commit([{ ...PLACE, offset: 3 }]), () => consumer.committed([PLACE])]) {
      isAhead = true;
      await call();
      const [tried, again] = epochs.slice(-2);
      assert.equal(again, tried! - 1);
    }
    await consumer.close();
  }));

test('a transaction commits offsets as the member of a streams group, and not for one that is no member', () =>
  new App().run(async (app, member) => {
    const producer = new Producer({ ...app.common, transactionalId: 'app-1' });
    await producer.initTransactions();
    const send = (group: GroupMetadata, offset: number): Promise<void> =>
      producer.transaction(async (transaction) => {
        await transaction.send({ topic: 'lines', value: 'x' });
        await transaction.sendOffsets({ offsets: [{ ...PLACE, offset }], group });
      });
    const group = member.member.groupMetadata();
    await send(group, 5);
    const consumer = app.consumer(() => member.member.groupMetadata());
    assert.equal((await consumer.committed([PLACE]))[0]!.offset, 5);
    for (const wrong of [{ memberId: 'nobody' }, { generationId: group.generationId + 1 }]) {
      await assert.rejects(send({ ...group, ...wrong }, 9), { code: 'COMMIT_FAILED', abortable: true });
    }
    await send(group, 6);
    assert.equal((await consumer.committed([PLACE]))[0]!.offset, 6);
    await Promise.all([consumer.close(), producer.close()]);
  }));

test('groupMember without a group is a mistake that is named', () => {
  const make = (): Consumer => new Consumer({ bootstrapServers: 'localhost:9092', groupMember: () => null as never });
  assert.throws(make, { code: 'INVALID_CONFIG', message: /groupMember .* groupId/ });
});
