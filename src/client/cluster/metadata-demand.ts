/**
 * Who waits for which metadata, and which topics are to be kept fresh. A topic is kept while somebody waits for it, it is
 * watched, or it was used within `maxIdleMs` (metadata.max.idle.ms of producers).
 */
import { Errors } from '#protocol';
import { shownValue } from '../config/parse-options.ts';
import { errorFor, type ClientError } from '../errors.ts';
import type { Wait } from '../network/wait.ts';
import type { MetadataSnapshot } from './metadata-snapshot.ts';

export interface TopicWaiter {
  readonly wait: Wait<void>;
  readonly topics: readonly string[];
  readonly allowAutoTopicCreation: boolean;
}

export class MetadataDemand {
  readonly #maxIdleMs: number;
  readonly #waiters: Set<TopicWaiter> = new Set();
  /** When each topic was last asked for, monotonic. */
  readonly #usedAtMs: Map<string, number> = new Map();
  #watched: ReadonlySet<string> | 'all' = new Set();

  constructor(maxIdleMs: number) {
    this.#maxIdleMs = maxIdleMs;
  }

  get isAll(): boolean {
    return this.#watched === 'all';
  }

  watch(topics: ReadonlySet<string> | 'all'): void {
    this.#watched = topics;
  }

  use(topic: string, nowMs: number): void {
    this.#usedAtMs.set(topic, nowMs);
  }

  add(waiter: TopicWaiter): void {
    this.#waiters.add(waiter);
    const forget = (): void => void this.#waiters.delete(waiter);
    waiter.wait.promise.then(forget, forget);
  }

  /** Somebody waits, be it for brokers only. */
  get hasWaiters(): boolean {
    return this.#openWaiters().length > 0;
  }

  /** The topics that somebody waits for, and that are not usable yet. */
  missing(snapshot: MetadataSnapshot): string[] {
    const missing = new Set<string>();
    for (const { topics } of this.#openWaiters()) {
      for (const topic of topics) {
        if (!isUsable(snapshot, topic)) missing.add(topic);
      }
    }
    return [...missing];
  }

  /** Everyone who waits lets topics be created. */
  get allowsCreation(): boolean {
    return this.#openWaiters().every(({ allowAutoTopicCreation }) => allowAutoTopicCreation);
  }

  /** By name; none where all are watched. */
  get watchedTopics(): string[] {
    return this.#watched === 'all' ? [] : [...this.#watched];
  }

  /** All topics that a full refresh asks for. Forgets those that are idle. */
  topics(nowMs: number): string[] {
    const topics = new Set<string>(this.#watched === 'all' ? [] : this.#watched);
    for (const [topic, usedAtMs] of this.#usedAtMs) {
      if (nowMs - usedAtMs > this.#maxIdleMs) this.#usedAtMs.delete(topic);
      else topics.add(topic);
    }
    for (const waiter of this.#openWaiters()) {
      for (const topic of waiter.topics) topics.add(topic);
    }
    return [...topics];
  }

  /** Lets those go on whose topics can be used, or can never be. */
  settle(snapshot: MetadataSnapshot): void {
    for (const { wait, topics } of this.#openWaiters()) {
      if (snapshot.brokers.size > 0 && topics.every((topic) => isUsable(snapshot, topic))) wait.resolve();
    }
  }

  fail(error: ClientError): void {
    for (const { wait } of this.#openWaiters()) wait.reject(error);
  }

  #openWaiters(): TopicWaiter[] {
    return [...this.#waiters].filter(({ wait }) => !wait.isSettled);
  }
}

/** Whether there is nothing to wait for: some partition has a leader, or the topic's error will not pass. */
export function isUsable({ topics }: MetadataSnapshot, name: string): boolean {
  const topic = topics.get(name);
  if (topic === undefined) return false;
  if (topic.error !== null) return !topic.error.retriable;
  return topic.partitions.some(({ leader }) => leader >= 0);
}

/** INVALID_TOPIC_EXCEPTION where one of these cannot be the name of a topic, so that no broker need be asked. */
export function nameProblem(topics: readonly unknown[]): ClientError | null {
  for (const topic of topics) {
    if (typeof topic === 'string' && topic !== '') continue;
    const given = topic === '' ? 'an empty text' : shownValue(topic);
    return errorFor('INVALID_TOPIC_EXCEPTION', `The name of a topic must be a text, not ${given}`);
  }
  return null;
}

/** The error of one who waited in vain. */
export function waitedInVain(
  snapshot: MetadataSnapshot,
  topics: readonly string[],
  { timeoutMs, lastError }: { timeoutMs: number; lastError: ClientError | null },
): ClientError {
  const topic = topics.find((name) => !isUsable(snapshot, name));
  if (topic === undefined || lastError !== null) {
    const reason = lastError === null ? '' : `: ${lastError.message}`;
    const message = `The cluster's metadata could not be fetched within ${timeoutMs} ms${reason}`;
    return errorFor('REQUEST_TIMED_OUT', message, { topic, cause: lastError });
  }
  const entry = snapshot.topics.get(topic)?.error ?? null;
  if (entry === Errors.UNKNOWN_TOPIC_OR_PARTITION || !snapshot.topics.has(topic)) {
    const message = `Topic ${topic} does not exist, nor did it appear within ${timeoutMs} ms; create it, or check its name and the client's rights to it`;
    return errorFor('UNKNOWN_TOPIC_OR_PARTITION', message, { topic });
  }
  const message = `No partition of topic ${topic} had a leader within ${timeoutMs} ms`;
  return errorFor('LEADER_NOT_AVAILABLE', message, { topic });
}
