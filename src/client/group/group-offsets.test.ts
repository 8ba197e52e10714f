import assert from 'node:assert/strict';
import test from 'node:test';
import {
  Errors,
  newOffsetCommitResponse,
  newOffsetFetchResponse,
  newOffsetFetchResponseGroup,
  offsetCommitRequest,
  offsetCommitResponse,
  offsetFetchRequest,
  offsetFetchResponse,
  ZERO_UUID,
  type ErrorName,
  type OffsetCommitRequest,
} from '#protocol';
import { createSimulation, type Simulation } from '#sim';
import { openTestCluster } from '../cluster/cluster.testing.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { type ClientError, isKafkaError, PartialFailure } from '../errors.ts';
import { ScriptedBroker } from '../scripted-broker.testing.ts';
import type { GroupMetadata } from './group-membership.ts';
import { createGroupOffsets, type CommittedOffset, type GroupOffsets } from './group-offsets.ts';
import { TEST_GROUP_CONFIG } from './group-member.testing.ts';

const GROUP = TEST_GROUP_CONFIG.groupId;
const OPTIONS = { timeoutMs: 10_000 };
const code = (name: ErrorName): number => Errors[name].code;

/** A coordinator that keeps what is committed, and answers errors as told. */
class Coordinator {
  readonly world: Simulation = createSimulation(1);
  readonly kept = new Map<string, CommittedOffset>();
  broker!: ScriptedBroker;
  cluster!: Cluster;
  /** Of the next requests, the first first. */
  readonly errors: ErrorName[] = [];
  /** By partition of topic `t`, for good. */
  readonly refused = new Map<number, ErrorName>();
  member: GroupMetadata = { groupId: GROUP, generationId: 4, memberId: 'me', groupInstanceId: null };
  readonly told: (readonly [number, GroupMetadata])[] = [];
  delayMs = 0;

  async start(): Promise<this> {
    const { env } = this.world;
    this.broker = await this.world.finish(ScriptedBroker.start(env));
    this.broker.topics.set('t', { partitions: 4 });
    this.broker.on(offsetCommitRequest, offsetCommitResponse, async (request, version) => {
      await new Promise<void>((resolve) => void env.scheduler.after(this.delayMs, resolve));
      return this.#commit(request, version);
    });
    this.broker.on(offsetFetchRequest, offsetFetchResponse, (request, version) => this.#fetch(request, version));
    this.cluster = openTestCluster(env, { bootstrapServers: this.broker.bootstrap });
    await this.world.finish(this.cluster.metadata.ensure(['t'], { timeoutMs: 5000 }));
    return this;
  }

  offsets(groupProtocol: 'classic' | 'consumer' = 'classic', isMember = true): GroupOffsets {
    const membership = {
      groupMetadata: () => this.member,
      onCommitError: (errorCode: number, sentAs: GroupMetadata) => void this.told.push([errorCode, sentAs]),
    };
    const { env } = this.world;
    const config = { ...TEST_GROUP_CONFIG, groupProtocol };
    return createGroupOffsets({ env, cluster: this.cluster, config, membership: isMember ? membership : null });
  }

  commits(): OffsetCommitRequest[] {
    return this.broker.requests(offsetCommitRequest);
  }

  #nameOf(name: string, topicId: string): string {
    return name === '' ? this.cluster.metadata.topicName(topicId)! : name;
  }

  #commit(request: OffsetCommitRequest, version: number): ReturnType<typeof newOffsetCommitResponse> {
    const error = this.errors.shift() ?? 'NONE';
    const topics = request.topics.map(({ name, topicId, partitions }) => ({
      name: version < 10 ? name : '',
      topicId,
      partitions: partitions.map(({ partitionIndex, committedOffset, committedMetadata, committedLeaderEpoch }) => {
        const errorCode = code(error === 'NONE' ? (this.refused.get(partitionIndex) ?? 'NONE') : error);
        const topic = this.#nameOf(name, topicId);
        const [leaderEpoch, metadata] = [committedLeaderEpoch, committedMetadata ?? ''];
        const offset = { topic, partition: partitionIndex, offset: committedOffset, leaderEpoch, metadata };
        if (errorCode === 0) this.kept.set(`${topic}-${partitionIndex}`, offset);
        return { partitionIndex, errorCode };
      }),
    }));
    return newOffsetCommitResponse({ topics });
  }

  #fetch(
    request: ReturnType<typeof offsetFetchRequest.read>,
    version: number,
  ): ReturnType<typeof newOffsetFetchResponse> {
    const errorCode = code(this.errors.shift() ?? 'NONE');
    const asked: readonly AskedTopic[] | null = version < 8 ? request.topics : request.groups[0]!.topics;
    const partitionIndexes = [...this.kept.values()].map(({ partition }) => partition);
    const topics = (asked ?? [{ name: 't', partitionIndexes }]).map((topic) => {
      const { topicId = ZERO_UUID } = topic;
      const name = this.#nameOf(topic.name, topicId);
      const partitions = topic.partitionIndexes.map((partitionIndex) => {
        const kept = this.kept.get(`${name}-${partitionIndex}`);
        const { offset = -1, leaderEpoch = -1, metadata = '' } = kept ?? {};
        const committedLeaderEpoch = version < 5 ? -1 : leaderEpoch;
        return { partitionIndex, committedOffset: offset, committedLeaderEpoch, metadata, errorCode: 0 };
      });
      return { name: version < 10 ? name : '', topicId, partitions };
    });
    if (version < 8) {
      const named = topics.map(({ name, partitions }) => ({ name, partitions }));
      return newOffsetFetchResponse({ topics: named, errorCode: version < 2 ? 0 : errorCode });
    }
    return newOffsetFetchResponse({ groups: [newOffsetFetchResponseGroup({ groupId: GROUP, topics, errorCode })] });
  }
}

interface AskedTopic {
  readonly name: string;
  readonly topicId?: string;
  readonly partitionIndexes: readonly number[];
}

const at = (partition: number, offset: number): CommittedOffset => ({ topic: 't', partition, offset });

test('offsets are committed and read in every version that brokers have', async () => {
  for (let version = 1; version <= 10; version++) {
    const coordinator = await new Coordinator().start();
    const commitVersion = Math.max(2, version);
    coordinator.broker.versions.set(8, [commitVersion, commitVersion]);
    coordinator.broker.versions.set(9, [version, version]);
    await coordinator.world.finish(coordinator.cluster.close());
    coordinator.cluster = openTestCluster(coordinator.world.env, { bootstrapServers: coordinator.broker.bootstrap });
    await coordinator.world.finish(coordinator.cluster.metadata.ensure(['t'], { timeoutMs: 5000 }));
    const offsets = coordinator.offsets();
    const committed = [{ ...at(1, 17), leaderEpoch: 3, metadata: 'noted' }];
    await coordinator.world.finish(offsets.commit(committed, OPTIONS));
    const places = [at(1, 0), at(2, 0)];
    const found = await coordinator.world.finish(offsets.fetch(places, { ...OPTIONS, requireStable: true }));
    const leaderEpoch = commitVersion >= 6 ? 3 : -1;
    assert.deepEqual(found[0], { topic: 't', partition: 1, offset: 17, leaderEpoch, metadata: 'noted' }, `v${version}`);
    assert.equal(found[1]!.offset, -1);
    if (version >= 2 && version < 10) {
      const all = await coordinator.world.finish(offsets.fetch(null, { ...OPTIONS, requireStable: false }));
      assert.deepEqual(
        all.map(({ offset }) => offset),
        [17],
      );
    }
  }
});

test('commits that come while one is on its way go together, in order, and the later offset wins', async () => {
  const coordinator = await new Coordinator().start();
  coordinator.delayMs = 100;
  const offsets = coordinator.offsets();
  const commits = [offsets.commit([at(0, 1)], OPTIONS)];
  await coordinator.world.advance(50);
  for (const offset of [2, 3, 4]) commits.push(offsets.commit([at(0, offset), at(1, offset)], OPTIONS));
  await coordinator.world.finish(Promise.all(commits));
  const sent = coordinator.commits().map(({ topics }) => topics[0]!.partitions.map((p) => p.committedOffset));
  assert.deepEqual(sent, [[1], [4, 4]]);
});

test('what passes is tried again: a coordinator that loads or moves, a topic that is not known yet', async () => {
  const coordinator = await new Coordinator().start();
  coordinator.errors.push('COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR', 'UNKNOWN_TOPIC_OR_PARTITION');
  await coordinator.world.finish(coordinator.offsets().commit([at(0, 5)], OPTIONS));
  assert.equal(coordinator.commits().length, 4);
  assert.equal(coordinator.kept.get('t-0')!.offset, 5);
  coordinator.errors.push('NOT_COORDINATOR', 'UNSTABLE_OFFSET_COMMIT');
  const found = await coordinator.world.finish(
    coordinator.offsets().fetch([at(0, 0)], { ...OPTIONS, requireStable: true }),
  );
  assert.equal(found[0]!.offset, 5);
});

test('a member that lost its generation fails with COMMIT_FAILED, and its membership is told', async () => {
  for (const error of ['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID'] as const) {
    const coordinator = await new Coordinator().start();
    coordinator.errors.push(error);
    const failure = await failureOf(coordinator, coordinator.offsets().commit([at(0, 5)], OPTIONS));
    assert.deepEqual([failure.code, failure.retriable], ['COMMIT_FAILED', false]);
    assert.deepEqual(coordinator.told, [[code(error), coordinator.member]]);
  }
  const coordinator = await new Coordinator().start();
  coordinator.member = { ...coordinator.member, generationId: -1, memberId: '' };
  const failure = await failureOf(coordinator, coordinator.offsets().commit([at(0, 5)], OPTIONS));
  assert.equal(failure.code, 'COMMIT_FAILED');
  assert.equal(coordinator.commits().length, 0);
});

test('during a rebalance a commit fails in a way that says to commit again afterwards', async () => {
  const coordinator = await new Coordinator().start();
  coordinator.errors.push('REBALANCE_IN_PROGRESS');
  const failure = await failureOf(coordinator, coordinator.offsets().commit([at(0, 5)], OPTIONS));
  assert.deepEqual([failure.code, failure.retriable], ['REBALANCE_IN_PROGRESS', true]);
  assert.equal(coordinator.told.length, 1);
});

test('a stale member epoch is tried again with the epoch that the member has by then', async () => {
  const coordinator = await new Coordinator().start();
  const offsets = coordinator.offsets('consumer');
  coordinator.errors.push('STALE_MEMBER_EPOCH');
  const commit = offsets.commit([at(0, 5)], OPTIONS);
  await coordinator.world.advance(20);
  coordinator.member = { ...coordinator.member, generationId: 5 };
  await coordinator.world.finish(commit);
  assert.deepEqual(
    coordinator.commits().map(({ generationIdOrMemberEpoch }) => generationIdOrMemberEpoch),
    [4, 5],
  );
  coordinator.errors.push('STALE_MEMBER_EPOCH', 'UNKNOWN_MEMBER_ID');
  await coordinator.world.finish(offsets.fetch([at(0, 0)], { ...OPTIONS, requireStable: false }));
  const [last] = coordinator.broker.requests(offsetFetchRequest).at(-1)!.groups;
  assert.deepEqual([last!.memberId, last!.memberEpoch], ['me', 5]);
});

test('partitions that are refused fail by themselves; the others are committed', async () => {
  const coordinator = await new Coordinator().start();
  coordinator.refused.set(1, 'OFFSET_METADATA_TOO_LARGE');
  const offsets = coordinator.offsets();
  const failure = await failureOf(coordinator, offsets.commit([at(0, 5), at(1, 6)], OPTIONS));
  assert.ok(failure instanceof PartialFailure);
  assert.deepEqual(
    failure.results.map(({ error }) => error?.code),
    [undefined, 'OFFSET_METADATA_TOO_LARGE'],
  );
  assert.equal(coordinator.kept.get('t-0')!.offset, 5);
  const single = await failureOf(coordinator, offsets.commit([at(1, 6)], OPTIONS));
  assert.ok(!(single instanceof PartialFailure));
  assert.deepEqual([single.code, single.message.length > 0], ['OFFSET_METADATA_TOO_LARGE', true]);
});

test('a consumer without a group membership commits as nobody', async () => {
  const coordinator = await new Coordinator().start();
  await coordinator.world.finish(coordinator.offsets('classic', false).commit([at(0, 5)], OPTIONS));
  const [{ generationIdOrMemberEpoch, memberId } = { generationIdOrMemberEpoch: 0, memberId: '' }] =
    coordinator.commits();
  assert.deepEqual([generationIdOrMemberEpoch, memberId], [-1, '']);
});

test('a commit that passes in no time says for which partition, and why', async () => {
  const coordinator = await new Coordinator().start();
  coordinator.refused.set(2, 'UNKNOWN_TOPIC_OR_PARTITION');
  const commit = coordinator.offsets().commit([at(2, 1)], OPTIONS);
  const late = await failureOf(coordinator, commit);
  const { topic, partition } = late as ClientError;
  assert.match(
    late.message,
    /^Could not commit offsets of group .* within 10000 ms: t-2: The broker knows no such topic/,
  );
  assert.deepEqual([topic, partition], ['t', 2]);
});

test('a commit ends in its time or by its signal, whatever the coordinator does', async () => {
  const coordinator = await new Coordinator().start();
  coordinator.delayMs = 3_600_000;
  const offsets = coordinator.offsets();
  const startedMs = coordinator.world.monotonic();
  const controller = new AbortController();
  const aborted = offsets.commit([at(1, 6)], { timeoutMs: 60_000, signal: controller.signal });
  const late = failureOf(coordinator, offsets.commit([at(0, 5)], { timeoutMs: 1500 }));
  assert.equal((await late).code, 'REQUEST_TIMED_OUT');
  assert.ok(coordinator.world.monotonic() - startedMs < 1600);
  controller.abort(new Error('enough'));
  const failure = await failureOf(coordinator, aborted);
  assert.deepEqual([failure.code, String(failure.cause)], ['ABORTED', 'Error: enough']);
});

async function failureOf(coordinator: Coordinator, work: Promise<unknown>) {
  try {
    await coordinator.world.finish(work);
  } catch (error) {
    assert.ok(isKafkaError(error));
    return error;
  }
  return assert.fail('it did not fail');
}
