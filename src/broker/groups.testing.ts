/** For tests: a member of a classic group, and the requests about groups, in any version. */
import {
  findCoordinatorRequest,
  findCoordinatorResponse,
  heartbeatRequest,
  heartbeatResponse,
  joinGroupRequest,
  joinGroupResponse,
  leaveGroupRequest,
  leaveGroupResponse,
  newFindCoordinatorRequest,
  newHeartbeatRequest,
  newJoinGroupRequest,
  newLeaveGroupRequest,
  newOffsetCommitRequest,
  newOffsetCommitRequestPartition,
  newOffsetFetchRequest,
  newOffsetFetchRequestGroup,
  newSyncGroupRequest,
  offsetCommitRequest,
  offsetCommitResponse,
  offsetFetchRequest,
  offsetFetchResponse,
  syncGroupRequest,
  syncGroupResponse,
  ZERO_UUID,
  type JoinGroupResponse,
} from '#protocol';
import type { TestClient } from './broker.testing.ts';

/** The versions in which a member speaks; each API at most at this one. */
export type GroupVersions = 'lowest' | 'highest';

const pick = (versions: GroupVersions, lowest: number, highest: number): number =>
  versions === 'lowest' ? lowest : highest;

export async function findGroupCoordinator(client: TestClient, groupId: string, version = 6) {
  const request = newFindCoordinatorRequest(version >= 4 ? { coordinatorKeys: [groupId] } : { key: groupId });
  const answer = await client.call([findCoordinatorRequest, findCoordinatorResponse], request, version);
  return version >= 4 ? answer.coordinators[0]! : answer;
}

export class TestMember {
  readonly client: TestClient;
  readonly groupId: string;
  readonly versions: GroupVersions;
  memberId = '';
  generationId = -1;

  constructor(client: TestClient, groupId: string, versions: GroupVersions = 'highest') {
    this.client = client;
    this.groupId = groupId;
    this.versions = versions;
  }

  /** Joins, a second time where the first only gave a member id. */
  async join(protocols: readonly string[] = ['range']): Promise<JoinGroupResponse> {
    const request = newJoinGroupRequest({
      groupId: this.groupId,
      sessionTimeoutMs: 30_000,
      rebalanceTimeoutMs: 30_000,
      memberId: this.memberId,
      groupInstanceId: null,
      protocolType: 'consumer',
      protocols: protocols.map((name) => ({ name, metadata: Buffer.from(`metadata of ${name}`) })),
    });
    const version = pick(this.versions, 0, 9);
    const answer = await this.client.call([joinGroupRequest, joinGroupResponse], request, version);
    this.memberId = answer.memberId;
    if (answer.errorCode === 79) return this.join(protocols);
    this.generationId = answer.generationId;
    return answer;
  }

  /** Resolves with the assignment, or the error code. */
  async sync(assignments: Readonly<Record<string, string>> = {}): Promise<string | number> {
    const request = newSyncGroupRequest({
      groupId: this.groupId,
      generationId: this.generationId,
      memberId: this.memberId,
      protocolType: 'consumer',
      protocolName: 'range',
      assignments: Object.entries(assignments).map(([memberId, text]) => ({ memberId, assignment: Buffer.from(text) })),
    });
    const version = pick(this.versions, 0, 5);
    const answer = await this.client.call([syncGroupRequest, syncGroupResponse], request, version);
    return answer.errorCode === 0 ? Buffer.from(answer.assignment).toString() : answer.errorCode;
  }

  async heartbeat(): Promise<number> {
    const { groupId, generationId, memberId } = this;
    const request = newHeartbeatRequest({ groupId, generationId, memberId });
    return (await this.client.call([heartbeatRequest, heartbeatResponse], request, pick(this.versions, 0, 4)))
      .errorCode;
  }

  async leave(): Promise<number> {
    const { groupId, memberId } = this;
    const members = [{ memberId, groupInstanceId: null, reason: 'done' }];
    const request = newLeaveGroupRequest(this.versions === 'lowest' ? { groupId, memberId } : { groupId, members });
    const version = pick(this.versions, 0, 5);
    const answer = await this.client.call([leaveGroupRequest, leaveGroupResponse], request, version);
    return answer.members[0]?.errorCode ?? answer.errorCode;
  }

  async commit(topic: string, committedOffset: number): Promise<number> {
    const { groupId, generationId, memberId } = this;
    return commitOffset(
      this.client,
      { groupId, topic, committedOffset, generationId, memberId },
      pick(this.versions, 2, 10),
    );
  }

  fetchOffset(topic: string): Promise<number> {
    return fetchOffset(this.client, this.groupId, topic, pick(this.versions, 1, 10));
  }
}

export interface Commit {
  readonly groupId: string;
  readonly topic: string;
  readonly committedOffset: number;
  readonly generationId?: number;
  readonly memberId?: string;
}

/** As a group without members, unless told otherwise. Resolves with the error code. */
export async function commitOffset(
  client: TestClient,
  { groupId, topic, committedOffset, generationId = -1, memberId = '' }: Commit,
  version = 10,
): Promise<number> {
  const partitions = [newOffsetCommitRequestPartition({ committedOffset, committedMetadata: 'noted' })];
  const topicId = client.topicIds.get(topic) ?? ZERO_UUID;
  const topics = [{ name: topic, topicId, partitions }];
  const request = newOffsetCommitRequest({ groupId, generationIdOrMemberEpoch: generationId, memberId, topics });
  const answer = await client.call([offsetCommitRequest, offsetCommitResponse], request, version);
  return answer.topics[0]!.partitions[0]!.errorCode;
}

/** Of partition 0; −1 where nothing is committed. */
export async function fetchOffset(client: TestClient, groupId: string, topic: string, version = 10): Promise<number> {
  const topicId = client.topicIds.get(topic) ?? ZERO_UUID;
  const topics = [{ name: topic, topicId, partitionIndexes: [0] }];
  const request = newOffsetFetchRequest(
    version >= 8 ? { groups: [newOffsetFetchRequestGroup({ groupId, topics })] } : { groupId, topics },
  );
  const answer = await client.call([offsetFetchRequest, offsetFetchResponse], request, version);
  const group = version >= 8 ? answer.groups[0]! : answer;
  if (group.errorCode !== 0) throw new Error(`offsets of ${groupId}: ${group.errorCode}`);
  const partition = group.topics[0]!.partitions[0]!;
  if (partition.errorCode !== 0) throw new Error(`offset of ${topic}: ${partition.errorCode}`);
  return partition.committedOffset;
}
