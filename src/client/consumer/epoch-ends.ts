/**
 * OffsetForLeaderEpoch (v3 and v4; older ones are not for consumers): where the logs of leaders end in the epochs that
 * positions were read in. A log that ends before a position was truncated below it (KIP-320).
 */
import { Errors, offsetForLeaderEpochRequest, offsetForLeaderEpochResponse } from '#protocol';
import type { OffsetForLeaderEpochResponse } from '#protocol';
import type { Cluster } from '../cluster/cluster.ts';
import { asClientError, type ClientError, codeNeedsMetadata, errorFor } from '../errors.ts';
import type { PartitionState } from './partition-state.ts';

export interface EpochEnd {
  readonly epoch: number;
  readonly endOffset: number;
}

export interface EpochQuery {
  readonly state: PartitionState;
  readonly epoch: number;
  readonly fetchOffset: number;
  /** The leader epoch of the last record before `fetchOffset`. */
  readonly fetchedEpoch: number;
}

/** `end` is null where the broker cannot tell, as it is too old. */
export type EpochAnswer = { readonly item: EpochQuery } & (
  | { readonly end: EpochEnd | null; readonly error?: never }
  | { readonly error: ClientError; readonly end?: never }
);

const RPC = [offsetForLeaderEpochRequest, offsetForLeaderEpochResponse] as const;
/** The first version that asks for no permission beyond that to see the topic. */
const FOR_CONSUMERS = 3;
const CONSUMER = -1;

/** One attempt; never rejects. */
export async function askEpochEnds(
  cluster: Cluster,
  items: readonly EpochQuery[],
  limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<EpochAnswer[]> {
  const byLeader = Map.groupBy(
    items,
    ({ state }) => cluster.metadata.partition(state.topic, state.partition)?.leader ?? -1,
  );
  const asked = [...byLeader].map(([nodeId, ofLeader]) =>
    askLeader(cluster, { nodeId, items: ofLeader }, limits).catch((error: unknown) => {
      cluster.metadata.invalidate(`OffsetForLeaderEpoch to node ${nodeId} failed`);
      return ofLeader.map((item): EpochAnswer => ({ item, error: asClientError(error) }));
    }),
  );
  return (await Promise.all(asked)).flat();
}

async function askLeader(
  cluster: Cluster,
  { nodeId, items }: { readonly nodeId: number; readonly items: readonly EpochQuery[] },
  limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<EpochAnswer[]> {
  if (nodeId < 0) throw errorFor('LEADER_NOT_AVAILABLE');
  if ((await cluster.versionOf(nodeId, RPC)) < FOR_CONSUMERS) return items.map((item) => ({ item, end: null }));
  const topics = Map.groupBy(items, ({ state }) => state.topic);
  const body = {
    replicaId: CONSUMER,
    topics: [...topics].map(([topic, ofTopic]) => ({
      topic,
      partitions: ofTopic.map(({ state: { partition }, fetchedEpoch }) => ({
        partition,
        currentLeaderEpoch: cluster.metadata.partition(topic, partition)?.leaderEpoch ?? -1,
        leaderEpoch: fetchedEpoch,
      })),
    })),
  };
  const response = await cluster.send(nodeId, RPC, body, { ...limits, minVersion: FOR_CONSUMERS });
  return items.map((item) => answerTo(cluster, item, response));
}

function answerTo(cluster: Cluster, item: EpochQuery, response: OffsetForLeaderEpochResponse): EpochAnswer {
  const { topic, partition } = item.state;
  const answer = response.topics
    .find((result) => result.topic === topic)
    ?.partitions.find((result) => result.partition === partition);
  const code = answer?.errorCode ?? Errors.UNKNOWN_SERVER_ERROR.code;
  if (answer !== undefined && code === Errors.NONE.code) {
    return { item, end: { epoch: answer.leaderEpoch, endOffset: answer.endOffset } };
  }
  if (codeNeedsMetadata(code)) cluster.metadata.invalidate(`OffsetForLeaderEpoch for ${topic}-${partition} failed`);
  return { item, error: errorFor(code, null, { topic, partition }) };
}
