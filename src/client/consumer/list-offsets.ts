/**
 * ListOffsets (v1 to v11): offsets by time, and the first and the last one. Each leader is asked for its partitions;
 * those that fail for a reason that may pass are asked for again where the leader is by then.
 */
import { Errors, listOffsetsRequest, listOffsetsResponse, type ListOffsetsResponse } from '#protocol';
import type { TopicPartition } from '../assignors/group-members.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { errorFor, type ClientError } from '../errors.ts';

/** Where in a log: a special place, or the first record at or after a time (milliseconds since the epoch). */
export type OffsetSpec = 'earliest' | 'latest' | { readonly timestamp: number };

export interface OffsetQuery extends TopicPartition {
  readonly spec: OffsetSpec;
}

export interface FoundOffset extends TopicPartition {
  /** -1 where there is no record at or after the time. */
  readonly offset: number;
  /** Of the record; -1 for a special place. */
  readonly timestamp: number;
  readonly leaderEpoch: number;
}

export interface ListOffsetsOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly isReadCommitted: boolean;
}

/** What became of one query in one attempt. */
export type OffsetAnswer = { readonly query: OffsetQuery } & (
  | { readonly found: FoundOffset; readonly error?: never }
  | { readonly error: ClientError; readonly found?: never }
);

const LATEST = -1;
const EARLIEST = -2;
/** -1 says "a consumer" where the protocol asks for the id of a replica. */
const CONSUMER = -1;

/** In the order of the queries. Rejects with the first error that does not pass, or REQUEST_TIMED_OUT. */
export async function listOffsets(
  cluster: Cluster,
  queries: readonly OffsetQuery[],
  options: ListOffsetsOptions,
): Promise<FoundOffset[]> {
  const found = new Map<OffsetQuery, FoundOffset>();
  const { timeoutMs, signal } = options;
  const describe = `look up offsets of ${[...new Set(queries.map(({ topic }) => topic))].join(', ')}`;
  await cluster.metadata.ensure([...new Set(queries.map(({ topic }) => topic))], { timeoutMs, signal });
  await cluster.retry(
    async (_attempt, remainingMs) => {
      const open = queries.filter((query) => !found.has(query));
      let failure: ClientError | null = null;
      for (const answer of await askLeaders(cluster, open, { ...options, timeoutMs: remainingMs })) {
        if (answer.error === undefined) found.set(answer.query, answer.found);
        else if (failure === null || !answer.error.retriable) failure = answer.error;
      }
      if (failure !== null) throw failure;
    },
    { timeoutMs, signal, describe },
  );
  return queries.map((query) => found.get(query)!);
}

/** One attempt, for each query an answer; never rejects. What is known of leaders is doubted where that is why it failed. */
export async function askLeaders(
  cluster: Cluster,
  queries: readonly OffsetQuery[],
  options: ListOffsetsOptions,
): Promise<OffsetAnswer[]> {
  const byLeader = new Map<number, OffsetQuery[]>();
  const answers: OffsetAnswer[] = [];
  for (const query of queries) {
    const leader = cluster.metadata.partition(query.topic, query.partition)?.leader ?? -1;
    if (leader < 0) answers.push({ query, error: noLeader(cluster, query) });
    else byLeader.set(leader, [...(byLeader.get(leader) ?? []), query]);
  }
  const asked = [...byLeader].map(([nodeId, ofLeader]) => askLeader(cluster, { nodeId, queries: ofLeader }, options));
  for (const list of await Promise.all(asked)) answers.push(...list);
  return answers;
}

function noLeader(cluster: Cluster, { topic, partition }: TopicPartition): ClientError {
  const known = cluster.metadata.topic(topic);
  if (known?.error !== undefined && known.error !== null && !known.error.retriable) {
    return errorFor(known.error, `topic ${topic} cannot be read: ${known.error.message}`, { topic });
  }
  cluster.metadata.invalidate(`the leader of ${topic}-${partition} is not known`);
  const isMissing = known !== undefined && known.error === null && partition >= known.partitions.length;
  return isMissing
    ? errorFor('UNKNOWN_TOPIC_OR_PARTITION', `topic ${topic} has no partition ${partition}`, { topic, partition })
    : errorFor('LEADER_NOT_AVAILABLE', `${topic}-${partition} has no leader at present`, { topic, partition });
}

async function askLeader(
  cluster: Cluster,
  { nodeId, queries }: { nodeId: number; queries: readonly OffsetQuery[] },
  { timeoutMs, signal, isReadCommitted }: ListOffsetsOptions,
): Promise<OffsetAnswer[]> {
  const topics = Map.groupBy(queries, ({ topic }) => topic);
  const body = {
    replicaId: CONSUMER,
    isolationLevel: isReadCommitted ? 1 : 0,
    topics: [...topics].map(([name, ofTopic]) => ({
      name,
      partitions: ofTopic.map(({ topic, partition, spec }) => ({
        partitionIndex: partition,
        currentLeaderEpoch: cluster.metadata.partition(topic, partition)?.leaderEpoch ?? -1,
        timestamp: timestampOf(spec),
      })),
    })),
    timeoutMs: Math.ceil(Math.min(timeoutMs, cluster.context.config.requestTimeoutMs)),
  };
  try {
    const rpc = [listOffsetsRequest, listOffsetsResponse] as const;
    const response = await cluster.send(nodeId, rpc, body, { timeoutMs, signal, minVersion: isReadCommitted ? 2 : 1 });
    return queries.map((query) => answerTo(cluster, query, response));
  } catch (error) {
    cluster.metadata.invalidate(`ListOffsets to node ${nodeId} failed`);
    return queries.map((query) => ({ query, error: error as ClientError }));
  }
}

function timestampOf(spec: OffsetSpec): number {
  if (spec === 'latest') return LATEST;
  return spec === 'earliest' ? EARLIEST : spec.timestamp;
}

function answerTo(cluster: Cluster, query: OffsetQuery, response: ListOffsetsResponse): OffsetAnswer {
  const { topic, partition } = query;
  const answer = response.topics
    .find(({ name }) => name === topic)
    ?.partitions.find(({ partitionIndex }) => partitionIndex === partition);
  const code = answer?.errorCode ?? Errors.UNKNOWN_SERVER_ERROR.code;
  if (answer !== undefined && code === Errors.NONE.code) {
    const { offset, timestamp, leaderEpoch } = answer;
    return { query, found: { topic, partition, offset, timestamp, leaderEpoch } };
  }
  const error = errorFor(code, null, { topic, partition });
  if (error.retriable) cluster.metadata.invalidate(`ListOffsets for ${topic}-${partition} answered ${error.code}`);
  return { query, error };
}
