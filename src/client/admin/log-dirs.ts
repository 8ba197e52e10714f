/** The log directories of brokers, the replicas in them, and moving replicas between them (KIP-113, KIP-827, KIP-1066). */
import {
  alterReplicaLogDirsRequest,
  alterReplicaLogDirsResponse,
  describeLogDirsRequest,
  describeLogDirsResponse,
  type DescribeLogDirsResponse,
  type DescribeLogDirsResponseResult,
} from '#protocol';
import type { TopicPartition } from '../assignors/group-members.ts';
import { errorFor, type ClientError } from '../errors.ts';
import { AdminCall, type AdminContext } from './admin-call.ts';
import { askAbout, askBrokers, settled } from './ask.ts';
import type { CallOptions } from './call-options.ts';
import { allBrokers, toBroker } from './routes.ts';
import { byTopic, partitionKey, type Subject } from './subjects.ts';

/** The log directories of one broker. */
export interface BrokerLogDirs {
  /** The broker's node id. */
  readonly brokerId: number;
  /** All of its `log.dirs`. */
  readonly logDirs: readonly LogDirDescription[];
}

/** A log directory and the replicas in it. */
export interface LogDirDescription {
  /** The absolute path on the broker. */
  readonly logDir: string;
  /** KAFKA_STORAGE_ERROR where the directory is offline; otherwise null. */
  readonly error: ClientError | null;
  /** Of the volume, in bytes; null before Kafka 3.3. */
  readonly totalBytes: number | null;
  /** What is free of it, in bytes; null before Kafka 3.3. */
  readonly usableBytes: number | null;
  /** Whether new replicas stay out of it (KIP-1066). */
  readonly isCordoned: boolean;
  /** None where the directory is offline. */
  readonly replicas: readonly LogDirReplica[];
}

/** A replica in a log directory. */
export interface LogDirReplica extends TopicPartition {
  /** In bytes. */
  readonly size: number;
  /** How far it lags behind the high watermark or, as a future replica, behind the current one. */
  readonly offsetLag: number;
  /** Whether it is on its way into this directory. */
  readonly isFuture: boolean;
}

/** A replica: a partition on a broker. */
export interface TopicPartitionReplica extends TopicPartition {
  /** The broker's node id. */
  readonly brokerId: number;
}

/** A replica, and the directory that it is to move to. */
export interface ReplicaLogDirAlteration extends TopicPartitionReplica {
  /** The absolute path on the broker. */
  readonly logDir: string;
}

/** Null and -1 where the broker has no such replica. */
export interface ReplicaLogDirInfo extends TopicPartitionReplica {
  /** Where it is: the absolute path on the broker. */
  readonly currentReplicaLogDir: string | null;
  /** In offsets, behind the high watermark. */
  readonly currentReplicaOffsetLag: number;
  /** Where it moves to; null while it does not move. */
  readonly futureReplicaLogDir: string | null;
  /** In offsets, behind the current replica. */
  readonly futureReplicaOffsetLag: number;
}

const DESCRIBE = [describeLogDirsRequest, describeLogDirsResponse] as const;
const NOT_TOLD = -1;

const replicaSubject: Subject<TopicPartitionReplica> = {
  key: ({ topic, partition, brokerId }) => replicaKey(topic, partition, brokerId),
  describe: ({ topic, partition, brokerId }) => `partition ${partition} of topic ${topic} on broker ${brokerId}`,
  place: ({ topic, partition }) => ({ topic, partition }),
};

function replicaKey(topic: string, partition: number, brokerId: number): string {
  return `${partitionKey(topic, partition)}@${brokerId}`;
}

/** Of all brokers of the cluster where `brokerIds` is absent. */
export async function describeLogDirs(
  context: AdminContext,
  brokerIds: readonly number[] | null = null,
  options: CallOptions = {},
): Promise<BrokerLogDirs[]> {
  const call = new AdminCall(context, 'describeLogDirs', options);
  return askBrokers(call, brokerIds ?? (await allBrokers(call)), {
    ask: (nodeId) => call.send(nodeId, DESCRIBE, { topics: null }),
    read: ({ results }, brokerId) => ({ brokerId, logDirs: results.map(logDir) }),
  });
}

function logDir(result: DescribeLogDirsResponseResult): LogDirDescription {
  const { errorCode, totalBytes, usableBytes, isCordoned, topics } = result;
  return {
    logDir: result.logDir,
    error: errorCode === 0 ? null : errorFor(errorCode),
    totalBytes: totalBytes === NOT_TOLD ? null : totalBytes,
    usableBytes: usableBytes === NOT_TOLD ? null : usableBytes,
    isCordoned,
    replicas: topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex: partition, partitionSize: size, offsetLag, isFutureKey: isFuture }) => {
        return { topic: name, partition, size, offsetLag, isFuture };
      }),
    ),
  };
}

export function describeReplicaLogDirs(
  context: AdminContext,
  replicas: readonly TopicPartitionReplica[],
  options: CallOptions = {},
): Promise<ReplicaLogDirInfo[]> {
  const call = new AdminCall(context, 'describeReplicaLogDirs', options);
  return askAbout<TopicPartitionReplica, ReplicaLogDirInfo>(call, replicas, {
    subject: replicaSubject,
    route: toBroker(({ brokerId }) => brokerId),
    async ask(nodeId, items, answers) {
      const topics = byTopic(items, ({ partition }) => partition).map(({ name, partitions }) => {
        return { topic: name, partitions };
      });
      const answer = await call.send(nodeId, DESCRIBE, { topics });
      if (answers.refuseAll(answer)) return;
      for (const item of items) answers.accept(replicaSubject.key(item), replicaLogDir(item, answer));
    },
  });
}

function replicaLogDir(
  { topic, partition, brokerId }: TopicPartitionReplica,
  { results }: DescribeLogDirsResponse,
): ReplicaLogDirInfo {
  const found = results
    .map(logDir)
    .flatMap(({ replicas, logDir: path }) =>
      replicas
        .filter((replica) => replica.topic === topic && replica.partition === partition)
        .map((replica) => ({ ...replica, path })),
    );
  const current = found.find(({ isFuture }) => !isFuture);
  const future = found.find(({ isFuture }) => isFuture);
  return {
    topic,
    partition,
    brokerId,
    currentReplicaLogDir: current?.path ?? null,
    currentReplicaOffsetLag: current?.offsetLag ?? NOT_TOLD,
    futureReplicaLogDir: future?.path ?? null,
    futureReplicaOffsetLag: future?.offsetLag ?? NOT_TOLD,
  };
}

/** The broker copies in the background: describeReplicaLogDirs tells how far it is. */
export function alterReplicaLogDirs(
  context: AdminContext,
  alterations: readonly ReplicaLogDirAlteration[],
  options: CallOptions = {},
): Promise<void> {
  const call = new AdminCall(context, 'alterReplicaLogDirs', options);
  const alteration = askAbout<ReplicaLogDirAlteration, undefined>(call, alterations, {
    subject: replicaSubject,
    route: toBroker(({ brokerId }) => brokerId),
    async ask(nodeId, items, answers) {
      const byPath = Map.groupBy(items, (item) => item.logDir);
      const dirs = Array.from(byPath, ([path, list]) => ({
        path,
        topics: byTopic(list, ({ partition }) => partition),
      }));
      const rpc = [alterReplicaLogDirsRequest, alterReplicaLogDirsResponse] as const;
      const answer = await call.send(nodeId, rpc, { dirs });
      for (const { topicName, partitions } of answer.results) {
        for (const result of partitions) {
          answers.add(replicaKey(topicName, result.partitionIndex, nodeId), result, () => undefined);
        }
      }
    },
  });
  return settled(alteration);
}
