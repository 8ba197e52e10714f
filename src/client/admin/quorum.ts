/** The quorum of controllers (KIP-595, KIP-642, KIP-853). */
import {
  addRaftVoterRequest,
  addRaftVoterResponse,
  describeQuorumRequest,
  describeQuorumResponse,
  removeRaftVoterRequest,
  removeRaftVoterResponse,
  type DescribeQuorumResponse,
  type DescribeQuorumResponseReplicaState,
} from '#protocol';
import { errorFor } from '../errors.ts';
import { AdminCall, type AdminContext } from './admin-call.ts';
import { askOne } from './ask.ts';
import type { CallOptions } from './call-options.ts';
import { toAnyBroker } from './routes.ts';
import { topicIdOrNull } from './topics.ts';

/** The quorum of controllers as its leader sees it. */
export interface QuorumInfo {
  /** The active controller's node id. */
  readonly leaderId: number;
  /** Grows with every election. */
  readonly leaderEpoch: number;
  /** Of `__cluster_metadata`: all below it is committed. */
  readonly highWatermark: number;
  /** The controllers. */
  readonly voters: readonly QuorumReplica[];
  /** Brokers, and controllers that do not vote. */
  readonly observers: readonly QuorumReplica[];
  /** The controllers' listeners; empty before Kafka 3.9. */
  readonly nodes: readonly QuorumNode[];
}

/** A replica of `__cluster_metadata`. */
export interface QuorumReplica {
  /** The node's id. */
  readonly replicaId: number;
  /** Null before Kafka 3.9, and where the quorum is static. */
  readonly replicaDirectoryId: string | null;
  /** How far it has come; -1 where not known. */
  readonly logEndOffset: number;
  /** In ms since 1970; null where not known. */
  readonly lastFetchTimestamp: number | null;
  /** When it last had all that the leader had, in ms since 1970; null where not known. */
  readonly lastCaughtUpTimestamp: number | null;
}

/** A controller and where it listens. */
export interface QuorumNode {
  /** The node's id. */
  readonly nodeId: number;
  /** Each by its name. */
  readonly listeners: readonly RaftVoterEndpoint[];
}

/** A listener of a controller. */
export interface RaftVoterEndpoint {
  /** The listener's name: `CONTROLLER`. */
  readonly name: string;
  /** A name or an address. */
  readonly host: string;
  /** The listener's port. */
  readonly port: number;
}

/** What goes with a change of voters. */
export interface RaftVoterOptions extends CallOptions {
  /** Where it is another cluster's, the broker refuses (INCONSISTENT_CLUSTER_ID). */
  readonly clusterId?: string;
}

/** A voter of the quorum (KIP-853). */
export interface RaftVoter {
  /** The controller's node id. */
  readonly voterId: number;
  /** Of its metadata directory, as `meta.properties` has it. */
  readonly voterDirectoryId: string;
}

/** A controller that is to vote. */
export interface NewRaftVoter extends RaftVoter {
  /** Where it listens for other controllers. */
  readonly endpoints: readonly RaftVoterEndpoint[];
}

const METADATA_TOPIC = '__cluster_metadata';
const QUORUM = { topics: [{ topicName: METADATA_TOPIC, partitions: [{ partitionIndex: 0 }] }] };
const NOT_KNOWN = -1;

export function describeMetadataQuorum(context: AdminContext, options: CallOptions = {}): Promise<QuorumInfo> {
  const call = new AdminCall(context, 'describeMetadataQuorum', options);
  return askOne(call, toAnyBroker(), {
    async ask(nodeId) {
      const answer = await call.send(nodeId, [describeQuorumRequest, describeQuorumResponse], QUORUM);
      const partition = answer.topics.flatMap(({ partitions }) => partitions)[0];
      return answer.errorCode === 0 && partition !== undefined ? { ...answer, ...verdictOf(partition) } : answer;
    },
    read: quorumInfo,
  });
}

function verdictOf(partition: { errorCode: number; errorMessage: string | null }): typeof partition {
  return { errorCode: partition.errorCode, errorMessage: partition.errorMessage };
}

function quorumInfo({ topics, nodes }: DescribeQuorumResponse): QuorumInfo {
  const partition = topics.flatMap(({ partitions }) => partitions)[0];
  if (partition === undefined) throw errorFor('UNKNOWN_SERVER_ERROR', `The broker told nothing of ${METADATA_TOPIC}`);
  const { leaderId, leaderEpoch, highWatermark, currentVoters, observers } = partition;
  return {
    leaderId,
    leaderEpoch,
    highWatermark,
    voters: currentVoters.map(quorumReplica),
    observers: observers.map(quorumReplica),
    nodes: nodes.map(({ nodeId, listeners }) => ({
      nodeId,
      listeners: listeners.map(({ name, host, port }) => ({ name, host, port })),
    })),
  };
}

function quorumReplica(replica: DescribeQuorumResponseReplicaState): QuorumReplica {
  const { replicaId, replicaDirectoryId, logEndOffset, lastFetchTimestamp, lastCaughtUpTimestamp } = replica;
  return {
    replicaId,
    replicaDirectoryId: topicIdOrNull(replicaDirectoryId),
    logEndOffset,
    lastFetchTimestamp: lastFetchTimestamp === NOT_KNOWN ? null : lastFetchTimestamp,
    lastCaughtUpTimestamp: lastCaughtUpTimestamp === NOT_KNOWN ? null : lastCaughtUpTimestamp,
  };
}

/** Kafka 3.9 and later, where the quorum is not static. */
export function addRaftVoter(
  context: AdminContext,
  voter: NewRaftVoter,
  options: RaftVoterOptions = {},
): Promise<void> {
  const call = new AdminCall(context, 'addRaftVoter', options);
  const { voterId, voterDirectoryId, endpoints } = voter;
  const listeners = endpoints.map(({ name, host, port }) => ({ name, host, port }));
  return askOne(call, toAnyBroker(), {
    ask: (nodeId) => {
      const which = { clusterId: options.clusterId ?? null, voterId, voterDirectoryId };
      const body = { ...which, timeoutMs: call.requestTimeoutMs(), listeners, ackWhenCommitted: true };
      return call.send(nodeId, [addRaftVoterRequest, addRaftVoterResponse], body);
    },
    read: () => undefined,
  });
}

export function removeRaftVoter(
  context: AdminContext,
  voter: RaftVoter,
  options: RaftVoterOptions = {},
): Promise<void> {
  const call = new AdminCall(context, 'removeRaftVoter', options);
  const { voterId, voterDirectoryId } = voter;
  const body = { clusterId: options.clusterId ?? null, voterId, voterDirectoryId };
  return askOne(call, toAnyBroker(), {
    ask: (nodeId) => call.send(nodeId, [removeRaftVoterRequest, removeRaftVoterResponse], body),
    read: () => undefined,
  });
}
