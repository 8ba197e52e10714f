/** Groups of every type as they go over the wire and come back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  alterShareGroupOffsetsRequest,
  alterShareGroupOffsetsResponse,
  ApiKey,
  consumerGroupDescribeRequest,
  consumerGroupDescribeResponse,
  deleteShareGroupOffsetsRequest,
  deleteShareGroupOffsetsResponse,
  describeGroupsRequest,
  describeGroupsResponse,
  describeShareGroupOffsetsRequest,
  describeShareGroupOffsetsResponse,
  leaveGroupRequest,
  leaveGroupResponse,
  listGroupsRequest,
  listGroupsResponse,
  newAlterShareGroupOffsetsResponse,
  newConsumerGroupDescribeResponse,
  newConsumerGroupDescribeResponseDescribedGroup,
  newConsumerGroupDescribeResponseMember,
  newDeleteShareGroupOffsetsResponse,
  newDescribeGroupsResponse,
  newDescribeGroupsResponseDescribedGroup,
  newDescribeGroupsResponseDescribedGroupMember,
  newDescribeShareGroupOffsetsResponse,
  newDescribeShareGroupOffsetsResponseGroup,
  newDescribeShareGroupOffsetsResponsePartition,
  newLeaveGroupResponse,
  newLeaveGroupResponseMemberResponse,
  newListGroupsResponse,
  newListGroupsResponseListedGroup,
  newOffsetCommitResponse,
  newOffsetDeleteResponse,
  newOffsetFetchResponse,
  newOffsetFetchResponseGroup,
  newOffsetFetchResponsePartitions,
  newOffsetFetchResponseTopics,
  newShareGroupDescribeResponse,
  newShareGroupDescribeResponseDescribedGroup,
  newShareGroupDescribeResponseMember,
  newStreamsGroupDescribeResponse,
  newStreamsGroupDescribeResponseDescribedGroup,
  newStreamsGroupDescribeResponseMember,
  newStreamsGroupDescribeResponseSubtopology,
  newStreamsGroupDescribeResponseTopicInfo,
  offsetCommitRequest,
  offsetCommitResponse,
  offsetDeleteRequest,
  offsetDeleteResponse,
  offsetFetchRequest,
  offsetFetchResponse,
  shareGroupDescribeRequest,
  shareGroupDescribeResponse,
  streamsGroupDescribeRequest,
  streamsGroupDescribeResponse,
  type ListGroupsResponseListedGroup,
  type OffsetCommitResponseTopic,
  ZERO_UUID,
} from '#protocol';
import type { ScriptedBroker } from '../scripted-broker.testing.ts';
import { failure, itemCodes, onScript } from './admin.testing.ts';

const GROUP_ID_NOT_FOUND = 69;
const NON_EMPTY_GROUP = 68;
const UNSTABLE_OFFSET_COMMIT = 88;

function assigned(
  topicName: string,
  ...partitions: number[]
): {
  topicPartitions: { topicId: string; topicName: string; partitions: number[] }[];
} {
  return { topicPartitions: [{ topicId: ZERO_UUID, topicName, partitions }] };
}

/** A coordinator with the new group `new` and the classic groups `old` and `members`. */
function keepGroups(broker: ScriptedBroker): void {
  const member = newConsumerGroupDescribeResponseMember({
    memberId: 'm1',
    instanceId: 'i1',
    rackId: 'r1',
    memberEpoch: 3,
    clientId: 'c',
    clientHost: '/127.0.0.1',
    subscribedTopicNames: ['orders'],
    assignment: assigned('orders', 0, 1),
    targetAssignment: assigned('orders', 0),
    memberType: 1,
  });
  broker.on(consumerGroupDescribeRequest, consumerGroupDescribeResponse, ({ groupIds }) =>
    newConsumerGroupDescribeResponse({
      groups: groupIds.map((groupId) =>
        groupId === 'new'
          ? newConsumerGroupDescribeResponseDescribedGroup({
              groupId,
              groupState: 'Reconciling',
              groupEpoch: 5,
              assignmentEpoch: 4,
              assignorName: 'uniform',
              members: [member],
              authorizedOperations: 0b1_0000_1000,
            })
          : newConsumerGroupDescribeResponseDescribedGroup({ groupId, errorCode: GROUP_ID_NOT_FOUND }),
      ),
    }),
  );
  broker.on(describeGroupsRequest, describeGroupsResponse, ({ groups }) =>
    newDescribeGroupsResponse({
      groups: groups.map((groupId) => {
        if (groupId === 'none')
          return newDescribeGroupsResponseDescribedGroup({ groupId, errorCode: GROUP_ID_NOT_FOUND });
        const members = [
          newDescribeGroupsResponseDescribedGroupMember({ memberId: 'm2' }),
          newDescribeGroupsResponseDescribedGroupMember({ memberId: 'm3', groupInstanceId: 'i3' }),
        ];
        const isActive = groupId === 'members';
        return newDescribeGroupsResponseDescribedGroup({
          groupId,
          groupState: isActive ? 'Stable' : 'Empty',
          protocolType: isActive ? 'consumer' : '',
          members: isActive ? members : [],
        });
      }),
    }),
  );
}

test('consumer groups of both kinds are described in one call, each as what it is', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    keepGroups(broker);
    const options = { includeAuthorizedOperations: true };
    const [older, newer] = await admin.describeConsumerGroups(['old', 'new'], options);
    assert.deepEqual([older!.type, older!.groupState, older!.isSimpleConsumerGroup], ['CLASSIC', 'EMPTY', true]);
    assert.deepEqual([older!.groupEpoch, older!.targetAssignmentEpoch], [null, null]);
    assert.deepEqual(newer, {
      groupId: 'new',
      groupState: 'RECONCILING',
      coordinator: { nodeId: 1, host: '127.0.0.1', port: broker.port, rack: null },
      authorizedOperations: ['READ', 'DESCRIBE'],
      type: 'CONSUMER',
      isSimpleConsumerGroup: false,
      partitionAssignor: 'uniform',
      members: [
        {
          memberId: 'm1',
          clientId: 'c',
          host: '/127.0.0.1',
          groupInstanceId: 'i1',
          rackId: 'r1',
          assignment: [
            { topic: 'orders', partition: 0 },
            { topic: 'orders', partition: 1 },
          ],
          targetAssignment: [{ topic: 'orders', partition: 0 }],
          memberEpoch: 3,
          upgraded: true,
          subscribedTopicNames: ['orders'],
          subscribedTopicRegex: null,
        },
      ],
      groupEpoch: 5,
      targetAssignmentEpoch: 4,
    });
    assert.deepEqual(broker.requests(describeGroupsRequest)[0]!.groups, ['old']);
    assert.deepEqual(await itemCodes(admin.describeConsumerGroups(['new', 'none'])), [null, 'GROUP_ID_NOT_FOUND']);
  });
});

test('all members are removed where none is named, static ones by their instance', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    keepGroups(broker);
    broker.on(leaveGroupRequest, leaveGroupResponse, ({ members }) =>
      newLeaveGroupResponse({
        members: members.map(({ memberId, groupInstanceId }) =>
          newLeaveGroupResponseMemberResponse({ memberId: memberId || 'm3', groupInstanceId }),
        ),
      }),
    );
    await admin.removeMembersFromConsumerGroup('members', { reason: 'maintenance' });
    assert.deepEqual(broker.requests(leaveGroupRequest)[0]!.members, [
      { memberId: 'm2', groupInstanceId: null, reason: 'maintenance' },
      { memberId: '', groupInstanceId: 'i3', reason: 'maintenance' },
    ]);
    broker.on(leaveGroupRequest, leaveGroupResponse, () => newLeaveGroupResponse({ errorCode: 30 }));
    const error = await failure(admin.removeMembersFromConsumerGroup('members', { members: [{ memberId: 'm2' }] }));
    assert.equal(error.code, 'GROUP_AUTHORIZATION_FAILED');
  });
});

test('groups are filtered by state and type at the broker, by protocol here', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    const group = (groupId: string, groupType: string, protocolType: string): ListGroupsResponseListedGroup =>
      newListGroupsResponseListedGroup({ groupId, groupType, protocolType, groupState: 'NotReady' });
    broker.on(listGroupsRequest, listGroupsResponse, () => {
      const groups = [group('a', 'Classic', ''), group('b', 'Streams', 'streams'), group('c', 'Novel', 'novel')];
      return newListGroupsResponse({ groups });
    });
    const options = { groupStates: ['NOT_READY', 'STABLE'], types: ['SHARE', 'STREAMS'] } as const;
    const listed = await admin.listGroups({ ...options, protocolTypes: ['streams', 'novel'] });
    assert.deepEqual(broker.requests(listGroupsRequest)[0], {
      statesFilter: ['NotReady', 'Stable'],
      typesFilter: ['share', 'streams'],
    });
    assert.deepEqual(
      listed.map(({ groupId, type, groupState }) => [groupId, type, groupState]),
      [
        ['b', 'STREAMS', 'NOT_READY'],
        ['c', 'UNKNOWN', 'NOT_READY'],
      ],
    );
    const consumers = await admin.listConsumerGroups();
    assert.deepEqual(
      consumers.map(({ groupId, isSimpleConsumerGroup }) => [groupId, isSimpleConsumerGroup]),
      [['a', true]],
    );
  });
});

test('offsets of several groups come in one request, and one that is not stable is waited for', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    let attempts = 0;
    broker.on(offsetFetchRequest, offsetFetchResponse, ({ groups }) => {
      attempts++;
      return newOffsetFetchResponse({
        groups: groups.map(({ groupId }) => {
          const errorCode = groupId === 'b' && attempts === 1 ? UNSTABLE_OFFSET_COMMIT : 0;
          const partition = { partitionIndex: 2, committedOffset: attempts, metadata: null, errorCode };
          const partitions = [newOffsetFetchResponsePartitions(partition)];
          const topics = [newOffsetFetchResponseTopics({ name: 'orders', partitions })];
          return newOffsetFetchResponseGroup({ groupId, topics });
        }),
      });
    });
    const [a, b] = await admin.listConsumerGroupOffsets(['a', 'b'], { requireStable: true });
    const offset = { topic: 'orders', partition: 2, leaderEpoch: -1, metadata: '' };
    assert.deepEqual(a, { groupId: 'a', offsets: [{ ...offset, offset: 1 }] });
    assert.deepEqual(b, { groupId: 'b', offsets: [{ ...offset, offset: 2 }] });
    const [first, second] = broker.received.filter(({ apiName }) => apiName === 'OffsetFetch');
    assert.equal(first!.version, 9, 'topics are named');
    assert.deepEqual(
      (second!.body as { groups: { groupId: string }[] }).groups.map(({ groupId }) => groupId),
      ['b'],
    );
  });
});

test('offsets are committed in the place of the group, and each partition has its own error', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    const answer = (
      topics: readonly { name: string; partitions: readonly { partitionIndex: number }[] }[],
    ): OffsetCommitResponseTopic[] =>
      topics.map(({ name, partitions }) => ({
        name,
        topicId: ZERO_UUID,
        partitions: partitions.map(({ partitionIndex }) => ({
          partitionIndex,
          errorCode: partitionIndex === 1 ? 3 : 0,
        })),
      }));
    broker.on(offsetCommitRequest, offsetCommitResponse, ({ topics }) =>
      newOffsetCommitResponse({ topics: answer(topics) }),
    );
    broker.on(offsetDeleteRequest, offsetDeleteResponse, ({ groupId, topics }) =>
      groupId === 'none'
        ? newOffsetDeleteResponse({ errorCode: GROUP_ID_NOT_FOUND })
        : newOffsetDeleteResponse({ topics: answer(topics) }),
    );
    const offsets = [0, 1].map((partition) => ({ topic: 'orders', partition, offset: 5, metadata: 'm' }));
    const altering = admin.alterConsumerGroupOffsets('a', offsets);
    assert.deepEqual(await itemCodes(altering), [null, 'UNKNOWN_TOPIC_OR_PARTITION']);
    const [request] = broker.requests(offsetCommitRequest);
    assert.deepEqual([request!.generationIdOrMemberEpoch, request!.memberId], [-1, '']);
    assert.deepEqual(await itemCodes(admin.deleteConsumerGroupOffsets('a', offsets)), [
      null,
      'UNKNOWN_TOPIC_OR_PARTITION',
    ]);
    const codes = await itemCodes(admin.deleteStreamsGroupOffsets('none', offsets));
    assert.deepEqual(codes, ['GROUP_ID_NOT_FOUND', 'GROUP_ID_NOT_FOUND']);
    await admin.alterStreamsGroupOffsets('a', offsets.slice(0, 1));
  });
});

test('share groups tell their members and from where they read on', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    broker.on(shareGroupDescribeRequest, shareGroupDescribeResponse, ({ groupIds }) => {
      const members = [newShareGroupDescribeResponseMember({ memberId: 'm', assignment: assigned('orders', 1) })];
      const group = { groupState: 'Stable', groupEpoch: 2, assignmentEpoch: 1, members };
      return newShareGroupDescribeResponse({
        groups: groupIds.map((groupId) => newShareGroupDescribeResponseDescribedGroup({ groupId, ...group })),
      });
    });
    const [group] = await admin.describeShareGroups(['shared']);
    assert.deepEqual([group!.groupState, group!.groupEpoch, group!.targetAssignmentEpoch], ['STABLE', 2, 1]);
    assert.deepEqual(group!.members[0]!.assignment, [{ topic: 'orders', partition: 1 }]);
    broker.on(describeShareGroupOffsetsRequest, describeShareGroupOffsetsResponse, ({ groups }) =>
      newDescribeShareGroupOffsetsResponse({
        groups: groups.map(({ groupId }) => {
          const partitions = [10, -1, 30].map((startOffset, partitionIndex) =>
            newDescribeShareGroupOffsetsResponsePartition({ partitionIndex, startOffset, lag: startOffset - 20 }),
          );
          const topics = [{ topicName: 'orders', topicId: ZERO_UUID, partitions }];
          return newDescribeShareGroupOffsetsResponseGroup({ groupId, topics });
        }),
      }),
    );
    const wanted = { groupId: 'shared', partitions: [{ topic: 'orders', partition: 2 }] };
    const [offsets] = await admin.listShareGroupOffsets([wanted]);
    assert.deepEqual(broker.requests(describeShareGroupOffsetsRequest)[0]!.groups, [
      { groupId: 'shared', topics: [{ topicName: 'orders', partitions: [2] }] },
    ]);
    assert.deepEqual(offsets!.offsets, [
      { topic: 'orders', partition: 0, offset: 10, leaderEpoch: 0, lag: -10 },
      { topic: 'orders', partition: 2, offset: 30, leaderEpoch: 0, lag: 10 },
    ]);
    broker.versions.set(ApiKey.DescribeShareGroupOffsets, [0, 0]);
    broker.dropConnections();
    const [older] = await admin.listShareGroupOffsets(['shared']);
    assert.equal(older!.offsets[0]!.lag, null);
  });
});

test('where a share group reads on is set by partition and deleted by topic, and not while it has members', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    broker.on(alterShareGroupOffsetsRequest, alterShareGroupOffsetsResponse, ({ groupId, topics }) =>
      newAlterShareGroupOffsetsResponse({
        errorCode: groupId === 'busy' ? NON_EMPTY_GROUP : 0,
        responses: topics.map(({ topicName, partitions }) => ({
          topicName,
          topicId: ZERO_UUID,
          partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: 0, errorMessage: null })),
        })),
      }),
    );
    broker.on(deleteShareGroupOffsetsRequest, deleteShareGroupOffsetsResponse, ({ topics }) =>
      newDeleteShareGroupOffsetsResponse({
        responses: topics.map(({ topicName }) => ({
          topicName,
          topicId: ZERO_UUID,
          errorCode: topicName === 'nope' ? 3 : 0,
          errorMessage: null,
        })),
      }),
    );
    const offset = { topic: 'orders', partition: 3, offset: 42 };
    await admin.alterShareGroupOffsets('shared', [offset]);
    assert.deepEqual(broker.requests(alterShareGroupOffsetsRequest)[0]!.topics, [
      { topicName: 'orders', partitions: [{ partitionIndex: 3, startOffset: 42 }] },
    ]);
    assert.equal((await failure(admin.alterShareGroupOffsets('busy', [offset]))).code, 'NON_EMPTY_GROUP');
    const deletion = admin.deleteShareGroupOffsets('shared', ['orders', 'nope']);
    assert.deepEqual(await itemCodes(deletion), [null, 'UNKNOWN_TOPIC_OR_PARTITION']);
  });
});

test('streams groups tell their topology and the tasks of each member', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    const topic = newStreamsGroupDescribeResponseTopicInfo({
      name: 'store-changelog',
      partitions: 2,
      topicConfigs: [{ key: 'cleanup.policy', value: 'compact' }],
    });
    const subtopologies = [
      newStreamsGroupDescribeResponseSubtopology({
        subtopologyId: '0',
        sourceTopics: ['orders'],
        stateChangelogTopics: [topic],
      }),
    ];
    const member = newStreamsGroupDescribeResponseMember({
      memberId: 'm',
      processId: 'p',
      userEndpoint: { host: 'h', port: 80 },
      clientTags: [{ key: 'zone', value: 'a' }],
      taskOffsets: [{ subtopologyId: '0', partition: 1, offset: 9 }],
      assignment: { activeTasks: [{ subtopologyId: '0', partitions: [0, 1] }], standbyTasks: [], warmupTasks: [] },
    });
    broker.on(streamsGroupDescribeRequest, streamsGroupDescribeResponse, () =>
      newStreamsGroupDescribeResponse({
        groups: [
          newStreamsGroupDescribeResponseDescribedGroup({
            groupId: 'app',
            groupState: 'NotReady',
            topology: { epoch: 4, subtopologies },
            members: [member],
          }),
        ],
      }),
    );
    const [group] = await admin.describeStreamsGroups(['app']);
    assert.deepEqual([group!.groupState, group!.topologyEpoch], ['NOT_READY', 4]);
    const [subtopology] = group!.subtopologies;
    assert.deepEqual(subtopology!.stateChangelogTopics[0]!.topicConfigs, { 'cleanup.policy': 'compact' });
    const [only] = group!.members;
    assert.deepEqual(only!.userEndpoint, { host: 'h', port: 80 });
    assert.deepEqual(only!.clientTags, { zone: 'a' });
    assert.deepEqual(only!.taskOffsets, [{ subtopologyId: '0', partition: 1, offset: 9 }]);
    assert.deepEqual(only!.assignment.activeTasks, [
      { subtopologyId: '0', partition: 0 },
      { subtopologyId: '0', partition: 1 },
    ]);
  });
});
