/** Share groups over the protocol: membership, assignment, and their offsets as an administrator sees them (KIP-932). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  alterShareGroupOffsetsRequest,
  alterShareGroupOffsetsResponse,
  deleteGroupsRequest,
  deleteGroupsResponse,
  deleteShareGroupOffsetsRequest,
  deleteShareGroupOffsetsResponse,
  describeShareGroupOffsetsRequest,
  describeShareGroupOffsetsResponse,
  Errors,
  listGroupsRequest,
  listGroupsResponse,
  newListGroupsRequest,
  newShareGroupHeartbeatRequest,
  shareGroupDescribeRequest,
  shareGroupDescribeResponse,
  shareGroupHeartbeatRequest,
  type ShareGroupHeartbeatResponse,
  shareGroupHeartbeatResponse,
} from '#protocol';
import { createPartitions, deleteTopic } from '../admin.testing.ts';
import { batchOf, startTestBroker, type TestBroker, type TestClient } from '../broker.testing.ts';
import { findGroupCoordinator } from '../groups.testing.ts';
import { createTopic, produce } from '../requests.testing.ts';
import { ShareReader } from '../share/share.testing.ts';
import { SimulatedBroker } from '../simulation.testing.ts';

const ACCEPT = 1;

let broker: TestBroker;
let client: TestClient;
before(async () => {
  broker = await startTestBroker({
    'share.coordinator.state.topic.num.partitions': '2',
    'group.share.assignment.interval.ms': '0',
  });
  client = await broker.connect();
  await findGroupCoordinator(client, 'any');
});
after(() => broker.stop());

interface Beat {
  readonly groupId: string;
  readonly memberId: string;
  readonly memberEpoch: number;
  readonly topics?: string[] | null;
}

function heartbeat(
  { groupId, memberId, memberEpoch, topics = null }: Beat,
  on: TestClient = client,
): Promise<ShareGroupHeartbeatResponse> {
  const request = newShareGroupHeartbeatRequest({ groupId, memberId, memberEpoch, subscribedTopicNames: topics });
  return on.call([shareGroupHeartbeatRequest, shareGroupHeartbeatResponse], request);
}

const partitionsOf = ({ assignment }: ShareGroupHeartbeatResponse): number[] =>
  assignment?.topicPartitions.flatMap(({ partitions }) => partitions) ?? [];

async function offsets(groupId: string): Promise<number[][]> {
  const codecs = [describeShareGroupOffsetsRequest, describeShareGroupOffsetsResponse] as const;
  const { groups } = await client.call(codecs, { groups: [{ groupId, topics: null }] });
  const partitions = groups[0]!.topics.flatMap((topic) => topic.partitions);
  return partitions.map(({ partitionIndex, startOffset, lag }) => [partitionIndex, startOffset, lag]);
}

async function describe(groupId: string) {
  const request = { groupIds: [groupId], includeAuthorizedOperations: false };
  const { groups } = await client.call([shareGroupDescribeRequest, shareGroupDescribeResponse], request);
  return groups[0]!;
}

test('who joins is given partitions at once, and those that are added with a later heartbeat', async () => {
  await createTopic(client, 'joined', { partitions: 2 });
  const member = { groupId: 'joiners', memberId: 'one', topics: ['joined'] };
  const joined = await heartbeat({ ...member, memberEpoch: 0 });
  assert.equal(joined.errorCode, Errors.NONE.code);
  assert.deepEqual(partitionsOf(joined), [0, 1]);
  await createPartitions(client, 'joined', 3);
  let { memberEpoch } = joined;
  let partitions: number[] = [];
  // The new partition is there once its state has been written, however many heartbeats that takes.
  while (partitions.length < 3) {
    const next = await heartbeat({ ...member, topics: null, memberEpoch });
    assert.equal(next.errorCode, Errors.NONE.code);
    memberEpoch = next.memberEpoch;
    if (next.assignment !== null) partitions = partitionsOf(next);
  }
  assert.deepEqual(partitions, [0, 1, 2]);
});

test('more members than partitions read the same one side by side', async () => {
  await createTopic(client, 'narrow');
  const one = await heartbeat({ groupId: 'crowd', memberId: 'one', memberEpoch: 0, topics: ['narrow'] });
  const two = await heartbeat({ groupId: 'crowd', memberId: 'two', memberEpoch: 0, topics: ['narrow'] });
  assert.deepEqual([partitionsOf(one), partitionsOf(two)], [[0], [0]]);
  const { groupState, assignorName, members } = await describe('crowd');
  assert.deepEqual(
    [groupState, assignorName, members.map(({ memberId }) => memberId)],
    ['Stable', 'simple', ['one', 'two']],
  );
  assert.equal((await heartbeat({ groupId: 'crowd', memberId: 'two', memberEpoch: -1 })).memberEpoch, -1);
  assert.equal((await describe('crowd')).members.length, 1);
});

test('members with epochs that are not theirs are fenced, and unknown ones are told so', async () => {
  await createTopic(client, 'fenced');
  const member = { groupId: 'fences', memberId: 'one' };
  const { memberEpoch } = await heartbeat({ ...member, memberEpoch: 0, topics: ['fenced'] });
  const { FENCED_MEMBER_EPOCH, UNKNOWN_MEMBER_ID, INVALID_REQUEST, GROUP_ID_NOT_FOUND } = Errors;
  assert.equal((await heartbeat({ ...member, memberEpoch: memberEpoch + 1 })).errorCode, FENCED_MEMBER_EPOCH.code);
  assert.equal((await heartbeat({ ...member, memberId: 'x', memberEpoch })).errorCode, UNKNOWN_MEMBER_ID.code);
  assert.equal((await heartbeat({ ...member, memberEpoch: 0 })).errorCode, INVALID_REQUEST.code);
  assert.equal((await heartbeat({ ...member, memberEpoch: -2 })).errorCode, INVALID_REQUEST.code);
  assert.equal(
    (await heartbeat({ groupId: 'none', memberId: 'x', memberEpoch: 3 })).errorCode,
    GROUP_ID_NOT_FOUND.code,
  );
});

test('an administrator sees the lag of a group, sets its offsets, forgets them, and deletes it', async () => {
  const topicId = await createTopic(client, 'watched');
  const groupId = 'watchers';
  const alter = async (startOffset: number): Promise<number> => {
    const request = { groupId, topics: [{ topicName: 'watched', partitions: [{ partitionIndex: 0, startOffset }] }] };
    const answer = await client.call([alterShareGroupOffsetsRequest, alterShareGroupOffsetsResponse], request);
    return answer.errorCode || answer.responses[0]!.partitions[0]!.errorCode;
  };
  assert.equal(await alter(0), Errors.NONE.code, 'also of a group that is new');
  const records = Array.from({ length: 10 }, (): [null, string] => [null, 'x']);
  await produce(client, 'watched', batchOf(records));
  assert.deepEqual(await offsets(groupId), [[0, 0, 10]]);
  await heartbeat({ groupId, memberId: 'reader', memberEpoch: 0, topics: ['watched'] });
  const reader = new ShareReader(client, { groupId, topicId, partition: 0 }, 'reader');
  assert.equal((await reader.read())!.acquiredRecords[0]!.lastOffset, 9);
  assert.equal(await reader.acknowledge(0, 3, ACCEPT), Errors.NONE.code);
  assert.deepEqual(
    (await offsets(groupId)).map(([, , lag]) => lag),
    [6],
  );
  assert.equal(await alter(5), Errors.NON_EMPTY_GROUP.code);
  await heartbeat({ groupId, memberId: 'reader', memberEpoch: -1 });
  assert.equal(await reader.acknowledge(4, 4, ACCEPT), Errors.SHARE_SESSION_NOT_FOUND.code, 'who left has no session');
  assert.equal(await alter(5), Errors.NONE.code);
  assert.deepEqual(await offsets(groupId), [[0, 5, 5]]);
  await heartbeat({ groupId, memberId: 'again', memberEpoch: 0, topics: ['watched'] });
  const again = new ShareReader(client, { groupId, topicId, partition: 0 }, 'again');
  assert.equal((await again.read())!.acquiredRecords[0]!.firstOffset, 5);
  await heartbeat({ groupId, memberId: 'again', memberEpoch: -1 });
  const forget = { groupId, topics: [{ topicName: 'watched' }, { topicName: 'nowhere' }] };
  const { responses } = await client.call([deleteShareGroupOffsetsRequest, deleteShareGroupOffsetsResponse], forget);
  assert.deepEqual(
    responses.map(({ errorCode }) => errorCode),
    [0, Errors.UNKNOWN_TOPIC_OR_PARTITION.code],
  );
  assert.deepEqual(await offsets(groupId), []);
  const listed = await client.call(
    [listGroupsRequest, listGroupsResponse],
    newListGroupsRequest({ typesFilter: ['share'] }),
  );
  assert.ok(listed.groups.some((group) => group.groupId === groupId && group.groupType === 'share'));
  const { results } = await client.call([deleteGroupsRequest, deleteGroupsResponse], { groupsNames: [groupId] }, 2);
  assert.equal(results[0]!.errorCode, Errors.NONE.code);
  assert.equal((await describe(groupId)).errorCode, Errors.GROUP_ID_NOT_FOUND.code);
});

test('a topic that is deleted and made again is a new one to the group', async () => {
  const groupId = 'survivors';
  await createTopic(client, 'brief');
  const { memberEpoch } = await heartbeat({ groupId, memberId: 'one', memberEpoch: 0, topics: ['brief'] });
  assert.equal((await offsets(groupId)).length, 1);
  await deleteTopic(client, 'brief');
  assert.deepEqual(await offsets(groupId), []);
  await createTopic(client, 'brief', { partitions: 2 });
  const rejoined = await heartbeat({ groupId, memberId: 'one', memberEpoch: 0, topics: ['brief'] });
  assert.ok(rejoined.memberEpoch > memberEpoch);
  assert.deepEqual(partitionsOf(rejoined), [0, 1]);
});

test('a group is as it was after a restart', async () => {
  await createTopic(client, 'lasting');
  const member = { groupId: 'lasters', memberId: 'one' };
  const joined = await heartbeat({ ...member, memberEpoch: 0, topics: ['lasting'] });
  const before = await describe('lasters');
  await broker.restart();
  client = await broker.connect();
  assert.deepEqual(await describe('lasters'), before);
  const next = await heartbeat({ ...member, memberEpoch: joined.memberEpoch });
  assert.deepEqual([next.errorCode, next.memberEpoch], [Errors.NONE.code, joined.memberEpoch]);
});

test('a member that is silent for its session is gone, and its records are for others', async () => {
  const simulated = new SimulatedBroker(3, { 'share.coordinator.state.topic.num.partitions': '1' });
  await simulated.start();
  await simulated.run(async () => {
    const on = await simulated.connect();
    await findGroupCoordinator(on, 'any');
    const topicId = await createTopic(on, 'silent');
    const group = { groupId: 'silence', topics: ['silent'] };
    await heartbeat({ ...group, memberId: 'quiet', memberEpoch: 0 }, on);
    const shared = { groupId: 'silence', topicId, partition: 0 };
    await new ShareReader(on, shared, 'quiet').fetch();
    await produce(on, 'silent', batchOf([[null, 'x']], { timestamp: 0 }));
    const quiet = new ShareReader(on, shared, 'quiet');
    assert.equal((await quiet.read())!.acquiredRecords[0]!.deliveryCount, 1);
    await new Promise<void>((resolve) => simulated.clients.env.scheduler.after(20_000, resolve));
    await heartbeat({ ...group, memberId: 'loud', memberEpoch: 0 }, on);
    await new Promise<void>((resolve) => simulated.clients.env.scheduler.after(26_000, resolve));
    assert.equal(await quiet.acknowledge(0, 0, ACCEPT), Errors.SHARE_SESSION_NOT_FOUND.code);
  });
  await simulated.close();
});
