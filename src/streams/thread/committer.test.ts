import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorFor, type GroupMetadata } from '#client';
import { AtLeastOnceCommitter, ExactlyOnceCommitter, type CommittingTask } from './committer.ts';
import { needsNewTasks } from './recoverable.ts';

const MEMBER: GroupMetadata = { groupId: 'app', generationId: 3, memberId: 'm', groupInstanceId: null };
/** What a member says of itself that was put out of its group, and has not joined again. */
const NOBODY: GroupMetadata = { ...MEMBER, generationId: -1, memberId: '' };

/** A producer and a task that write down what is asked of them. */
class Scene {
  readonly calls: string[] = [];
  group: GroupMetadata = MEMBER;
  offset = 5;
  /** Whether records were read since the last commit. */
  hasRead = true;
  hasEverRead = true;
  begin: number | null = null;
  /** What the end of the transaction fails with, once. */
  endFails: Error | null = null;
  readonly committer = new ExactlyOnceCommitter({
    sink: { flush: () => this.#call('flush'), offsetOf: () => null },
    producer: {
      beginTransaction: () => this.#call('begin'),
      sendOffsets: (sent) => this.#call(`offsets ${'offsets' in sent ? sent.offsets[0]!.offset : '?'}`),
      commitTransaction: async () => {
        const error = this.endFails;
        this.endFails = null;
        if (error !== null) throw error;
        return this.#call('commit');
      },
      abortTransaction: () => this.#call('abort'),
    },
    groupMetadata: () => this.group,
    beginOf: () => this.begin,
  });
  readonly task: CommittingTask = {
    flush: () => undefined,
    topics: ['in'],
    partition: 0,
    positions: (isAll) =>
      this.hasRead || (isAll === true && this.hasEverRead)
        ? [{ topic: 'in', partition: 0, offset: this.offset, metadata: '' }]
        : [],
    committed: (positions) => void this.calls.push(`committed ${positions[0]?.offset}`),
  };

  #call(name: string): Promise<void> {
    this.calls.push(name);
    return Promise.resolve();
  }
}

test('at least once: what was told is acknowledged before buffers write down that it was, and that before offsets', async () => {
  const calls: string[] = [];
  const call = (name: string) => (): Promise<void> => {
    calls.push(name);
    return Promise.resolve();
  };
  const sink = { flush: call('acknowledged'), offsetOf: () => null };
  const committer = new AtLeastOnceCommitter(sink, { commit: call('offsets') });
  const { task } = new Scene();
  await committer.commit([{ ...task, flush: () => void calls.push('buffers') }]);
  assert.deepEqual(calls, ['acknowledged', 'buffers', 'acknowledged', 'offsets']);
});

test('outputs are acknowledged before their offsets are sent, and stores hear of it when the transaction has ended', async () => {
  const { committer, task, calls } = new Scene();
  await committer.commit([task]);
  assert.deepEqual(calls, ['begin', 'flush', 'offsets 5', 'commit', 'committed 5']);
});

test('a transaction in which nothing was read says where its tasks stand, so that the group judges it too', async () => {
  const scene = new Scene();
  scene.hasRead = false;
  await scene.committer.commit([scene.task]);
  assert.deepEqual(scene.calls, ['begin', 'flush', 'offsets 5', 'commit', 'committed 5']);
});

test('one of a task that has never read anything says where it begins to, as soon as that is known', async () => {
  const scene = new Scene();
  scene.hasRead = scene.hasEverRead = false;
  await scene.committer.commit([scene.task]);
  assert.deepEqual(scene.calls.splice(0), ['begin', 'flush', 'commit', 'committed undefined']);
  scene.begin = 7;
  await scene.committer.commit([scene.task]);
  assert.deepEqual(scene.calls, ['begin', 'flush', 'offsets 7', 'commit', 'committed 7']);
});

test('who is no member of the group any more commits nothing, and begins its tasks anew', async () => {
  const scene = new Scene();
  await scene.committer.begin();
  scene.group = NOBODY;
  await assert.rejects(scene.committer.commit([scene.task]), (error) => needsNewTasks(error));
  assert.deepEqual(scene.calls, ['begin', 'flush']);
  await scene.committer.abort();
  assert.equal(scene.calls.at(-1), 'abort');
});

test('a transaction whose end is not known is ended with what is in it, whatever the tasks have come to', async () => {
  const scene = new Scene();
  scene.endFails = errorFor('REQUEST_TIMED_OUT', null);
  await assert.rejects(scene.committer.commit([scene.task]), { code: 'REQUEST_TIMED_OUT' });
  assert.ok(scene.committer.isCommitting);
  scene.offset = 9;
  await scene.committer.commit([scene.task]);
  assert.deepEqual(scene.calls, ['begin', 'flush', 'offsets 5', 'commit', 'committed 5']);
  assert.ok(!scene.committer.isCommitting);
});
