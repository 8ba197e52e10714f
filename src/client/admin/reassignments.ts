/** Moving partitions to other brokers (KIP-455, KIP-860) and electing their leaders (KIP-183, KIP-460). */
import {
  alterPartitionReassignmentsRequest,
  alterPartitionReassignmentsResponse,
  electLeadersRequest,
  electLeadersResponse,
  listPartitionReassignmentsRequest,
  listPartitionReassignmentsResponse,
  type ElectLeadersRequest,
  type ElectLeadersResponse,
} from '#protocol';
import type { TopicPartition } from '../assignors/group-members.ts';
import { AdminCall, type AdminContext } from './admin-call.ts';
import { askAbout, askOne, settled } from './ask.ts';
import type { CallOptions } from './call-options.ts';
import { toController } from './routes.ts';
import { byTopic, partitionKey, partitionSubject } from './subjects.ts';
import { electionTypes, type ElectionType } from './words.ts';

/** Where a partition is to move. */
export interface NewPartitionReassignment extends TopicPartition {
  /** The brokers that shall hold it, the preferred leader first; null takes a move back that is under way. */
  readonly targetReplicas: readonly number[] | null;
}

/** How partitions are moved. */
export interface AlterPartitionReassignmentsOptions extends CallOptions {
  /** Whether the number of replicas may change (KIP-860): true where absent. */
  readonly allowReplicationFactorChange?: boolean;
}

/** A partition that moves. */
export interface PartitionReassignment extends TopicPartition {
  /** Node ids of all its replicas, those that come and those that go included. */
  readonly replicas: readonly number[];
  /** Node ids of those that come. */
  readonly addingReplicas: readonly number[];
  /** Node ids of those that go. */
  readonly removingReplicas: readonly number[];
}

/** Resolves when the move has begun: listPartitionReassignments tells what is under way. */
export function alterPartitionReassignments(
  context: AdminContext,
  reassignments: readonly NewPartitionReassignment[],
  options: AlterPartitionReassignmentsOptions = {},
): Promise<void> {
  const call = new AdminCall(context, 'alterPartitionReassignments', options);
  const { allowReplicationFactorChange = true } = options;
  const alteration = askAbout<NewPartitionReassignment, undefined>(call, reassignments, {
    subject: partitionSubject,
    route: toController(),
    async ask(nodeId, items, answers) {
      const topics = byTopic(items, ({ partition, targetReplicas }) => {
        return { partitionIndex: partition, replicas: targetReplicas === null ? null : [...targetReplicas] };
      });
      const body = { timeoutMs: call.requestTimeoutMs(), allowReplicationFactorChange, topics };
      const rpc = [alterPartitionReassignmentsRequest, alterPartitionReassignmentsResponse] as const;
      const bounds = allowReplicationFactorChange ? {} : { minVersion: 1 };
      const answer = await call.send(nodeId, rpc, body, bounds);
      if (answers.refuseAll(answer)) return;
      for (const { name, partitions } of answer.responses) {
        for (const result of partitions) {
          answers.add(partitionKey(name, result.partitionIndex), result, () => undefined);
        }
      }
    },
  });
  return settled(alteration);
}

/** Of all partitions where `partitions` is absent; those that do not move are not told of. */
export function listPartitionReassignments(
  context: AdminContext,
  partitions: readonly TopicPartition[] | null = null,
  options: CallOptions = {},
): Promise<PartitionReassignment[]> {
  const call = new AdminCall(context, 'listPartitionReassignments', options);
  const wanted = partitions === null ? null : byTopic(partitions, ({ partition }) => partition);
  const topics = wanted?.map(({ name, partitions: partitionIndexes }) => ({ name, partitionIndexes })) ?? null;
  return askOne(call, toController(), {
    ask: (nodeId) => {
      const body = { timeoutMs: call.requestTimeoutMs(), topics };
      return call.send(nodeId, [listPartitionReassignmentsRequest, listPartitionReassignmentsResponse], body);
    },
    read: (answer) =>
      answer.topics.flatMap(({ name: topic, partitions: moving }) =>
        moving.map(({ partitionIndex: partition, replicas, addingReplicas, removingReplicas }) => {
          return { topic, partition, replicas, addingReplicas, removingReplicas };
        }),
      ),
  });
}

const RPC = [electLeadersRequest, electLeadersResponse] as const;

/**
 * Resolves with the partitions that have a new leader. Of all partitions where `partitions` is null, otherwise of those:
 * then one that has the leader already, or cannot have it, is a failure (ELECTION_NOT_NEEDED, …).
 */
export function electLeaders(
  context: AdminContext,
  { electionType, partitions }: { electionType: ElectionType; partitions: readonly TopicPartition[] | null },
  options: CallOptions = {},
): Promise<TopicPartition[]> {
  const call = new AdminCall(context, 'electLeaders', options);
  const send = election(call, electionType);
  if (partitions === null) {
    return askOne(call, toController(), {
      ask: (nodeId) => send(nodeId, null),
      read: electedOf,
    });
  }
  return askAbout<TopicPartition, TopicPartition>(call, partitions, {
    subject: partitionSubject,
    route: toController(),
    async ask(nodeId, items, answers) {
      const topics = byTopic(items, ({ partition }) => partition);
      const answer = await send(
        nodeId,
        topics.map(({ name, partitions: list }) => ({ topic: name, partitions: list })),
      );
      if (answers.refuseAll(answer)) return;
      for (const { topic, partitionResult } of answer.replicaElectionResults) {
        for (const result of partitionResult) {
          const partition = result.partitionId;
          answers.add(partitionKey(topic, partition), result, () => ({ topic, partition }));
        }
      }
    },
  });
}

type SendElection = (nodeId: number, of: ElectLeadersRequest['topicPartitions']) => Promise<ElectLeadersResponse>;

function election(call: AdminCall, electionType: ElectionType): SendElection {
  const wireType = electionTypes.toWire(electionType);
  return (nodeId, topicPartitions) => {
    const body = { electionType: wireType, topicPartitions, timeoutMs: call.requestTimeoutMs() };
    return call.send(nodeId, RPC, body, electionType === 'PREFERRED' ? {} : { minVersion: 1 });
  };
}

/** Brokers answer ELECTION_NOT_NEEDED for nearly all, where all were meant. */
function electedOf({ replicaElectionResults }: ElectLeadersResponse): TopicPartition[] {
  return replicaElectionResults.flatMap(({ topic, partitionResult }) =>
    partitionResult
      .filter(({ errorCode }) => errorCode === 0)
      .map(({ partitionId: partition }) => ({ topic, partition })),
  );
}
