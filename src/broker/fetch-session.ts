/**
 * Incremental fetch sessions (KIP-227): what a client fetches is kept between its requests, so that a request names
 * only what changed, and a response holds only partitions with something new.
 *
 * Invariant: a session's epoch is the one its next request has to bear; any other request to it is refused.
 */
import { Errors, ZERO_UUID } from '#protocol';
import type { FetchRequest } from '#protocol';
import type { FetchSessionCache } from './fetch-session-cache.ts';

/** A partition that a fetch asks for; in a session, also what its last response said of it. */
export interface FetchTarget {
  /** Empty while a topic id's name is not known; the handler looks it up by id then. */
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
  fetchOffset: number;
  partitionMaxBytes: number;
  currentLeaderEpoch: number;
  lastFetchedEpoch: number;
  /** −1 before the first response. */
  sentHighWatermark: number;
  sentLogStartOffset: number;
}

/** What the response says of a partition, as far as a session has to know. */
export interface FetchedPartition {
  readonly target: FetchTarget;
  readonly errorCode: number;
  readonly highWatermark: number;
  readonly logStartOffset: number;
  readonly sizeInBytes: number;
  readonly hasDivergingEpoch: boolean;
}

const INITIAL_EPOCH = 0;
const FINAL_EPOCH = -1;

export class FetchSession {
  readonly id: number;
  readonly usesTopicIds: boolean;
  readonly createdMs: number;
  lastUsedMs: number;
  epoch = 1;
  /** In the order they are served: who got records goes to the end. */
  readonly partitions: Map<string, FetchTarget> = new Map();

  constructor(id: number, usesTopicIds: boolean, now: number) {
    this.id = id;
    this.usesTopicIds = usesTopicIds;
    this.createdMs = now;
    this.lastUsedMs = now;
  }

  advanceEpoch(): void {
    this.epoch = this.epoch === 0x7fffffff ? 1 : this.epoch + 1;
  }

  update(request: FetchRequest): void {
    for (const target of targetsOf(request)) {
      const key = keyOf(target.topic, target.topicId, target.partition);
      const known = this.partitions.get(key);
      if (known === undefined) {
        this.partitions.set(key, target);
      } else {
        known.fetchOffset = target.fetchOffset;
        known.partitionMaxBytes = target.partitionMaxBytes;
        known.currentLeaderEpoch = target.currentLeaderEpoch;
        known.lastFetchedEpoch = target.lastFetchedEpoch;
      }
    }
    for (const forgotten of request.forgottenTopicsData) {
      for (const partition of forgotten.partitions) {
        this.partitions.delete(keyOf(forgotten.topic, forgotten.topicId, partition));
      }
    }
  }

  moveToEnd(target: FetchTarget): void {
    const key = keyOf(target.topic, target.topicId, target.partition);
    if (this.partitions.delete(key)) this.partitions.set(key, target);
  }
}

/** One request's view of its session, or of none. */
export interface FetchContext {
  /** Other than NONE: the whole answer is this error. */
  readonly errorCode: number;
  readonly targets: readonly FetchTarget[];
  /** For an answer that leaves all as it was: a session that is to be made is not, one that there is stays. */
  readonly throttledSessionId: number;
  /** Picks what the response holds, and brings the session up to date; `sessionId` is for the response. */
  conclude(fetched: readonly FetchedPartition[]): {
    sessionId: number;
    isIncluded: (fetched: FetchedPartition) => boolean;
  };
}

/** Decides by the request's session id and epoch which kind of fetch it is. */
export function openFetchContext(request: FetchRequest, version: number, cache: FetchSessionCache): FetchContext {
  const usesTopicIds = version >= 13;
  if (request.sessionEpoch === INITIAL_EPOCH || request.sessionEpoch === FINAL_EPOCH) {
    if (request.sessionId !== 0) cache.remove(request.sessionId);
    const targets = [...targetsOf(request)];
    return request.sessionEpoch === FINAL_EPOCH ? sessionless(targets) : full(targets, usesTopicIds, cache);
  }
  const session = cache.get(request.sessionId);
  if (session === undefined) return refused(Errors.FETCH_SESSION_ID_NOT_FOUND.code);
  if (session.epoch !== request.sessionEpoch) return refused(Errors.INVALID_FETCH_SESSION_EPOCH.code);
  if (session.usesTopicIds !== usesTopicIds) return refused(Errors.FETCH_SESSION_TOPIC_ID_ERROR.code);
  session.update(request);
  if (session.partitions.size === 0) {
    cache.remove(session.id);
    return sessionless([]);
  }
  session.advanceEpoch();
  cache.touch(session);
  return incremental(session);
}

function refused(errorCode: number): FetchContext {
  return { errorCode, targets: [], throttledSessionId: 0, conclude: () => ({ sessionId: 0, isIncluded: () => false }) };
}

function sessionless(targets: FetchTarget[]): FetchContext {
  return {
    errorCode: Errors.NONE.code,
    targets,
    throttledSessionId: 0,
    conclude: () => ({ sessionId: 0, isIncluded: () => true }),
  };
}

function full(targets: FetchTarget[], usesTopicIds: boolean, cache: FetchSessionCache): FetchContext {
  return {
    errorCode: Errors.NONE.code,
    targets,
    throttledSessionId: 0,
    conclude(fetched) {
      const session = targets.length === 0 ? null : cache.create(usesTopicIds, targets.length);
      if (session !== null) {
        for (const target of targets) {
          session.partitions.set(keyOf(target.topic, target.topicId, target.partition), target);
        }
        for (const one of fetched) remember(one);
      }
      return { sessionId: session?.id ?? 0, isIncluded: () => true };
    },
  };
}

function incremental(session: FetchSession): FetchContext {
  return {
    errorCode: Errors.NONE.code,
    targets: [...session.partitions.values()],
    throttledSessionId: session.id,
    conclude(fetched) {
      const included = new Set<FetchedPartition>();
      for (const one of fetched) {
        if (!hasNews(one)) continue;
        included.add(one);
        remember(one);
        if (one.sizeInBytes > 0) session.moveToEnd(one.target);
      }
      return { sessionId: session.id, isIncluded: (one) => included.has(one) };
    },
  };
}

function hasNews(fetched: FetchedPartition): boolean {
  return (
    fetched.sizeInBytes > 0 ||
    fetched.errorCode !== Errors.NONE.code ||
    fetched.hasDivergingEpoch ||
    fetched.highWatermark !== fetched.target.sentHighWatermark ||
    fetched.logStartOffset !== fetched.target.sentLogStartOffset
  );
}

function remember(fetched: FetchedPartition): void {
  // After an error the next response has to tell how the partition is, whatever has or has not changed.
  const isError = fetched.errorCode !== Errors.NONE.code;
  fetched.target.sentHighWatermark = isError ? -1 : fetched.highWatermark;
  fetched.target.sentLogStartOffset = isError ? -1 : fetched.logStartOffset;
}

function* targetsOf(request: FetchRequest): Generator<FetchTarget> {
  for (const topic of request.topics) {
    for (const partition of topic.partitions) {
      yield {
        topic: topic.topic,
        topicId: topic.topicId,
        partition: partition.partition,
        fetchOffset: partition.fetchOffset,
        partitionMaxBytes: partition.partitionMaxBytes,
        currentLeaderEpoch: partition.currentLeaderEpoch,
        lastFetchedEpoch: partition.lastFetchedEpoch,
        sentHighWatermark: -1,
        sentLogStartOffset: -1,
      };
    }
  }
}

function keyOf(topic: string, topicId: string, partition: number): string {
  return topicId === ZERO_UUID ? `${topic}/${partition}` : `${topicId}/${partition}`;
}
