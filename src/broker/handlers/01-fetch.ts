/**
 * Fetch (key 1), versions 4 to 18. KIP-74 sizes, KIP-227 sessions, KIP-320 epochs and truncation, KIP-392's rack field
 * (read and not used: there is one replica), KIP-516 topic ids (13), KIP-903 replica state (15), KIP-951
 * leader hints (16).
 *
 * Left out: down-conversion for versions before 4, which Kafka 4 has not either, and fetches by followers, which are
 * answered NOT_LEADER_OR_FOLLOWER as no replica of ours is one.
 */
import {
  Errors,
  fetchRequest,
  fetchResponse,
  newFetchResponse,
  type FetchRequest,
  type FetchResponse,
  type FetchResponseFetchableTopicResponse,
} from '#protocol';
import { AclOperation, isClusterAuthorized, isTopicAuthorized } from '../authorization.ts';
import { AnswerMemory } from '../answer-memory.ts';
import { DelayedFetch } from '../delayed-fetch.ts';
import { openFetchContext, type FetchContext, type FetchTarget } from '../fetch-session.ts';
import type { Handler, RequestContext } from '../handler.ts';
import { LeaderHints, NO_LEADER_HINT } from '../leader-hints.ts';
import type { Partition } from '../partition.ts';
import { readPartitions, type PartitionFetch, type ReadLimits } from '../partition-reader.ts';
import { isFetchThrottled } from '../quotas/fetch-charge.ts';

const FIRST_VERSION_WITH_TOPIC_IDS = 13;
const READ_COMMITTED = 1;
const NO_DIVERGENCE = { epoch: -1, endOffset: -1 };
const FIRST_VERSION_WITH_LEADER_HINTS = 16;
const NO_SNAPSHOT = { endOffset: -1, epoch: -1 };

export const handler: Handler<FetchRequest, FetchResponse> = {
  request: fetchRequest,
  response: fetchResponse,
  minVersion: 4,
  maxVersion: 18,
  async handle(request, context) {
    const { fetchSessions } = context.broker;
    const fetch = openFetchContext(request, context.apiVersion, fetchSessions);
    if (fetch.errorCode !== Errors.NONE.code) return newFetchResponse({ errorCode: fetch.errorCode });
    const memory = new AnswerMemory(context.broker.fetchBuffers);
    context.onSent = memory.giveBack;
    const fetched = await readUntilEnough(request, { fetch, memory }, context);
    if (isFetchThrottled(context, fetched)) return newFetchResponse({ sessionId: fetch.throttledSessionId });
    const { sessionId, isIncluded } = fetch.conclude(fetched);
    const hints = context.apiVersion >= FIRST_VERSION_WITH_LEADER_HINTS ? new LeaderHints(context) : null;
    const responses = toTopics(fetched.filter(isIncluded), hints);
    return newFetchResponse({ sessionId, responses, nodeEndpoints: hints?.endpoints() ?? [] });
  },
};

/** Reads at once, and again whenever there may be more, until the request's conditions are met or its time is up. */
async function readUntilEnough(
  request: FetchRequest,
  { fetch, memory }: { fetch: FetchContext; memory: AnswerMemory },
  context: RequestContext,
): Promise<PartitionFetch[]> {
  const { broker } = context;
  const limits: ReadLimits = {
    maxBytes: Math.min(
      request.maxBytes,
      broker.config.values.fetchMaxBytes,
      broker.quotas.maxFetchBytes(context, context.now),
    ),
    isReadCommitted: request.isolationLevel === READ_COMMITTED,
    allocate: memory.allocate,
  };
  const minBytes = Math.min(request.minBytes, limits.maxBytes);
  const deadline = broker.env.clock.monotonic() + request.maxWaitMs;
  const find = finderOf(request, context);
  for (;;) {
    const partitions = partitionsOf(fetch.targets, find);
    const before = progressOf(partitions);
    memory.giveBack();
    const fetched = await readPartitions(fetch.targets, limits, find);
    const waitMs = Math.ceil(deadline - broker.env.clock.monotonic());
    const bytes = sizeOf(fetched);
    if (waitMs <= 0 || bytes >= minBytes || fetch.targets.length === 0 || fetched.some(mustBeTold)) return fetched;
    if (progressOf(partitions) !== before) continue;
    if (!(await park(context, partitions, { missingBytes: minBytes - bytes, waitMs }))) return fetched;
  }
}

/** False when the client has gone meanwhile. */
async function park(
  context: RequestContext,
  partitions: readonly Partition[],
  { missingBytes, waitMs }: { missingBytes: number; waitMs: number },
): Promise<boolean> {
  const delayed = new DelayedFetch(missingBytes);
  let isGone = false;
  const forget = context.client.onClosed(() => {
    isGone = true;
    delayed.cancel();
  });
  await delayed.park(context.broker.env, partitions, waitMs);
  forget();
  return !isGone;
}

function finderOf(request: FetchRequest, context: RequestContext): (t: FetchTarget) => Partition | number {
  const { apiVersion, broker } = context;
  const replicaId = apiVersion >= 15 ? request.replicaState.replicaId : request.replicaId;
  if (replicaId >= 0) {
    const isBroker = isClusterAuthorized(context, AclOperation.CLUSTER_ACTION);
    return () => (isBroker ? Errors.NOT_LEADER_OR_FOLLOWER.code : Errors.TOPIC_AUTHORIZATION_FAILED.code);
  }
  const { partitions } = broker;
  if (broker.authorizer !== null) return authorizedFinder(context);
  return apiVersion >= FIRST_VERSION_WITH_TOPIC_IDS
    ? ({ topicId, partition }) => partitions.findById(topicId, partition)
    : ({ topic, partition }) => partitions.find(topic, partition);
}

/** Needs READ of each topic. An id that there is not says so, whoever asks: ids tell nothing. */
function authorizedFinder(context: RequestContext): (t: FetchTarget) => Partition | number {
  const { broker, apiVersion } = context;
  const { image } = broker.metadata;
  const allowed = new Map<string, boolean>();
  return ({ topic, topicId, partition }) => {
    const byId = apiVersion >= FIRST_VERSION_WITH_TOPIC_IDS;
    const name = byId ? image.topicById(topicId)?.name : topic;
    if (name === undefined) return Errors.UNKNOWN_TOPIC_ID.code;
    let isAllowed = allowed.get(name);
    if (isAllowed === undefined) {
      isAllowed = isTopicAuthorized(context, AclOperation.READ, name);
      allowed.set(name, isAllowed);
    }
    if (!isAllowed) return Errors.TOPIC_AUTHORIZATION_FAILED.code;
    return byId ? broker.partitions.findById(topicId, partition) : broker.partitions.find(topic, partition);
  };
}

function partitionsOf(targets: readonly FetchTarget[], find: (t: FetchTarget) => Partition | number): Partition[] {
  const partitions: Partition[] = [];
  for (const target of targets) {
    const partition = find(target);
    if (typeof partition !== 'number') partitions.push(partition);
  }
  return partitions;
}

function progressOf(partitions: readonly Partition[]): number {
  let progress = 0;
  for (const partition of partitions) progress += partition.progress;
  return progress;
}

function sizeOf(fetched: readonly PartitionFetch[]): number {
  let bytes = 0;
  for (const one of fetched) bytes += one.sizeInBytes;
  return bytes;
}

function mustBeTold(fetched: PartitionFetch): boolean {
  return fetched.errorCode !== Errors.NONE.code || fetched.hasDivergingEpoch;
}

/** Partitions of one topic that follow each other share an entry; their order is kept. */
function toTopics(
  fetched: readonly PartitionFetch[],
  hints: LeaderHints | null,
): FetchResponseFetchableTopicResponse[] {
  const topics: FetchResponseFetchableTopicResponse[] = [];
  let last: FetchResponseFetchableTopicResponse | undefined;
  for (const one of fetched) {
    const { topic, topicId, partition } = one.target;
    if (last === undefined || last.topic !== topic || last.topicId !== topicId) {
      last = { topic, topicId, partitions: [] };
      topics.push(last);
    }
    const data = {
      partitionIndex: partition,
      errorCode: one.errorCode,
      highWatermark: one.highWatermark,
      lastStableOffset: one.lastStableOffset,
      logStartOffset: one.logStartOffset,
      divergingEpoch: one.divergingEpoch ?? NO_DIVERGENCE,
      currentLeader:
        one.errorCode === Errors.NONE.code || hints === null ? NO_LEADER_HINT : hints.hint(one.errorCode, one.target),
      snapshotId: NO_SNAPSHOT,
      abortedTransactions: one.abortedTransactions,
      preferredReadReplica: -1,
      records: one.records,
    };
    last.partitions.push(data);
    if (one.partition !== null) {
      one.partition.traffic.fetchRequests++;
      one.partition.traffic.bytesOut += one.sizeInBytes;
    }
  }
  return topics;
}
