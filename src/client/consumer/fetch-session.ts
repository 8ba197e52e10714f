/**
 * The client's half of a fetch session (KIP-227) with one broker: the broker remembers which partitions are wanted, and a
 * request names only those that are new, have moved, or are not wanted any longer. From v13 on topics go by their ids
 * (KIP-516): a topic that was created anew is forgotten by its old id.
 *
 * A broker says nothing of a partition of which nothing has changed. One that was taken away and has come again at the same
 * place, between two requests, is nothing new to it, while here nobody knows how far that log goes: the next request is a
 * full one.
 *
 * Invariant: `#partitions` is what the broker remembers, given that it took the request that was built last. Whatever
 * casts doubt on that (an error, a lost connection) makes the next request a full one.
 */
import { Errors, LONG_MAX, ZERO_UUID, type FetchRequest, type FetchResponse } from '#protocol';

export interface WantedPartition {
  readonly topic: string;
  /** ZERO_UUID where the broker has none. */
  readonly topicId: string;
  readonly partition: number;
  readonly fetchOffset: number;
  /** Of the leader as the client knows it; -1 where it does not. */
  readonly currentLeaderEpoch: number;
  /** Of the last record before `fetchOffset`; -1 where it is not known. */
  readonly lastFetchedEpoch: number;
  readonly maxBytes: number;
  /** Nothing has been answered of it since it came. */
  readonly isUntold: boolean;
}

export type SessionPart = Pick<FetchRequest, 'sessionId' | 'sessionEpoch' | 'topics' | 'forgottenTopicsData'>;

/** The first version with sessions. */
const SESSIONS = 7;
/** The first version in which the broker compares logs (KIP-595). */
const FETCHED_EPOCHS = 12;
/** The first version with topic ids. */
export const TOPIC_IDS = 13;

const NO_SESSION = 0;
/** Asks for a session, and closes the one of the id that comes along. */
const INITIAL_EPOCH = 0;
/** Asks for none, and closes the one of the id that comes along. */
const FINAL_EPOCH = -1;
const MAX_EPOCH = 0x7fffffff;

export class FetchSession {
  #id = NO_SESSION;
  #epoch = INITIAL_EPOCH;
  #usesTopicIds = false;
  /** By topic and partition, what the broker was told last. */
  #partitions = new Map<string, Map<number, WantedPartition>>();

  /** Whether there is one at the broker. */
  get isOpen(): boolean {
    return this.#id !== NO_SESSION;
  }

  /** What a request of that version has to say so that the broker fetches `wanted`, in that order. */
  build(wanted: readonly WantedPartition[], version: number): SessionPart {
    if (version < SESSIONS) {
      return {
        sessionId: NO_SESSION,
        sessionEpoch: FINAL_EPOCH,
        topics: byTopic(wanted, version),
        forgottenTopicsData: [],
      };
    }
    const usesTopicIds = version >= TOPIC_IDS;
    if (usesTopicIds !== this.#usesTopicIds) this.reset();
    this.#usesTopicIds = usesTopicIds;
    if (wanted.some((partition) => partition.isUntold && isTold(this.#partitions, partition))) this.reset();
    const isFull = this.#epoch === INITIAL_EPOCH;
    const told = isFull ? new Map<string, Map<number, WantedPartition>>() : this.#partitions;
    const next = index(wanted);
    const changed = wanted.filter((partition) => !isKnown(told, partition));
    const forgotten = [...told.values()]
      .flatMap((partitions) => [...partitions.values()])
      .filter((old) => isGone(next, old));
    this.#partitions = next;
    return {
      sessionId: this.#id,
      sessionEpoch: this.#epoch,
      topics: byTopic(changed, version),
      forgottenTopicsData: forgottenTopics(forgotten),
    };
  }

  /** False where the broker refused the session itself; the next request asks for a new one. */
  handle(response: Pick<FetchResponse, 'errorCode' | 'sessionId'>): boolean {
    if (response.errorCode !== Errors.NONE.code) {
      if (response.errorCode === Errors.FETCH_SESSION_ID_NOT_FOUND.code) this.#id = NO_SESSION;
      this.reset();
      return false;
    }
    if (response.sessionId === NO_SESSION) {
      // The broker keeps none for us, or has just closed it.
      this.#id = NO_SESSION;
      this.reset();
    } else if (this.#epoch === INITIAL_EPOCH) {
      this.#id = response.sessionId;
      this.#epoch = 1;
    } else {
      this.#epoch = this.#epoch === MAX_EPOCH ? 1 : this.#epoch + 1;
    }
    return true;
  }

  /** The next request is a full one, and closes the session there may be. */
  reset(): void {
    this.#epoch = INITIAL_EPOCH;
  }

  /** What closes the session at the broker. */
  closing(): SessionPart {
    return { sessionId: this.#id, sessionEpoch: FINAL_EPOCH, topics: [], forgottenTopicsData: [] };
  }
}

function index(wanted: readonly WantedPartition[]): Map<string, Map<number, WantedPartition>> {
  const topics = new Map<string, Map<number, WantedPartition>>();
  for (const partition of wanted) {
    const partitions = topics.get(partition.topic);
    if (partitions === undefined) topics.set(partition.topic, new Map([[partition.partition, partition]]));
    else partitions.set(partition.partition, partition);
  }
  return topics;
}

type Told = ReadonlyMap<string, ReadonlyMap<number, WantedPartition>>;

/** Whether the broker was told of the partition. */
function isTold(told: Told, { topic, topicId, partition }: WantedPartition): boolean {
  return told.get(topic)?.get(partition)?.topicId === topicId;
}

/** Whether the broker was told exactly this. */
function isKnown(told: Told, partition: WantedPartition): boolean {
  const old = told.get(partition.topic)?.get(partition.partition);
  return (
    old !== undefined &&
    old.topicId === partition.topicId &&
    old.fetchOffset === partition.fetchOffset &&
    old.currentLeaderEpoch === partition.currentLeaderEpoch &&
    old.lastFetchedEpoch === partition.lastFetchedEpoch &&
    old.maxBytes === partition.maxBytes
  );
}

/** Whether what the broker was told is not wanted any longer, or is of a topic that was deleted since. */
function isGone(next: Told, old: WantedPartition): boolean {
  const wanted = next.get(old.topic)?.get(old.partition);
  return wanted === undefined || (old.topicId !== ZERO_UUID && wanted.topicId !== old.topicId);
}

function byTopic(partitions: readonly WantedPartition[], version: number): FetchRequest['topics'] {
  const topics = new Map<string, FetchRequest['topics'][number]>();
  for (const wanted of partitions) {
    let topic = topics.get(wanted.topic);
    if (topic === undefined) {
      topic = { topic: wanted.topic, topicId: wanted.topicId, partitions: [] };
      topics.set(wanted.topic, topic);
    }
    topic.partitions.push({
      partition: wanted.partition,
      currentLeaderEpoch: wanted.currentLeaderEpoch,
      fetchOffset: wanted.fetchOffset,
      lastFetchedEpoch: version < FETCHED_EPOCHS ? -1 : wanted.lastFetchedEpoch,
      logStartOffset: -1,
      partitionMaxBytes: wanted.maxBytes,
      replicaDirectoryId: ZERO_UUID,
      // Says that the client does not track it (KIP-1166).
      highWatermark: LONG_MAX,
    });
  }
  return [...topics.values()];
}

function forgottenTopics(forgotten: readonly WantedPartition[]): FetchRequest['forgottenTopicsData'] {
  const topics = Map.groupBy(forgotten, ({ topic, topicId }) => `${topicId} ${topic}`);
  return [...topics.values()].map((ofTopic) => ({
    topic: ofTopic[0]!.topic,
    topicId: ofTopic[0]!.topicId,
    partitions: ofTopic.map(({ partition }) => partition),
  }));
}
