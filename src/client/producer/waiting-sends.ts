/**
 * Records that cannot go into a batch yet: their serializer has given a promise, their topic is not known, or memory is
 * used up. They wait in the order of their calls, topic by topic, each for `max.block.ms` at most. Invariant: a record is
 * appended only when nothing of its topic waits before it, so that the order of the calls is kept.
 */
import type { Env, Timer } from '#kernel';
import { ClientError, errorFor } from '../errors.ts';
import type { TopicQueue } from './partition-queue.ts';
import type { RecordDraft } from './record-draft.ts';
import type { DeliveryListener } from './send-call.ts';

export interface WaitingSend {
  readonly draft: RecordDraft;
  readonly listener: DeliveryListener | null;
  readonly slot: number;
  /** Monotonic milliseconds. */
  readonly deadlineMs: number;
  /** Bytes of `buffer.memory` that it holds: only what nobody waits for does. */
  reservedBytes: number;
  /** Not before its serializers have ended. */
  isReady: boolean;
  /** Set where a serializer has failed. */
  error: ClientError | null;
  /** What it was waiting for when it was last tried, for the message that it timed out. */
  blockedBy: Blocker;
  /** Told when it has left the line, into a batch or not. */
  onAdmitted: (() => void) | null;
}

export type Blocker = 'serializer' | 'metadata' | 'memory' | 'partition';

/** What waiting records need of the producer. */
export interface WaitingPlace {
  readonly env: Env;
  readonly maxBlockMs: number;
  /** Whether records of the topic can be appended; where not, it is being seen to. */
  isKnown(topic: TopicQueue): boolean;
  /** Why metadata cannot be had at present; null where it can. */
  metadataError(): ClientError | null;
  /** Tries to append; what it waits for where it cannot. */
  append(topic: TopicQueue, waiting: WaitingSend): Blocker | null;
  refuse(topic: TopicQueue, waiting: WaitingSend, error: ClientError): void;
  /** Gives back the memory that it held. */
  release(waiting: WaitingSend): void;
}

export class WaitingSends {
  readonly #place: WaitingPlace;
  /** Topics with something in line. */
  readonly #topics: Set<TopicQueue> = new Set();
  #timer: Timer | null = null;
  #timerMs = 0;
  #memoryWaiters = 0;
  #isPumping = false;

  constructor(place: WaitingPlace) {
    this.#place = place;
  }

  get isEmpty(): boolean {
    return this.#topics.size === 0;
  }

  /** Whether some record waits for memory: batches go out without lingering. */
  get needsMemory(): boolean {
    return this.#memoryWaiters > 0;
  }

  add(topic: TopicQueue, waiting: WaitingSend): void {
    topic.waiting.push(waiting);
    this.#topics.add(topic);
    this.#arm(waiting.deadlineMs);
    if (topic.waiting.length === 1) this.pump(topic);
  }

  /** Something was freed, or found out: whoever can goes on. */
  pumpAll(): void {
    if (this.#topics.size === 0 || this.#isPumping) return;
    this.#isPumping = true;
    for (const topic of this.#topics) this.#advance(topic);
    this.#countMemoryWaiters();
    this.#isPumping = false;
  }

  pump(topic: TopicQueue): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    this.#advance(topic);
    this.#countMemoryWaiters();
    this.#isPumping = false;
  }

  /** Resolves when all that waits now has left the line. */
  async settled(): Promise<void> {
    const last = [...this.#topics].flatMap(({ waiting }) => waiting.slice(-1));
    await Promise.all(last.map((waiting) => new Promise<void>((resolve) => this.#onAdmitted(waiting, resolve))));
  }

  failAll(error: ClientError): void {
    for (const topic of this.#topics) this.fail(topic, error);
  }

  /** Fails what waits for a topic, such as one that may not be written to. */
  fail(topic: TopicQueue, error: ClientError): void {
    this.#topics.delete(topic);
    for (const waiting of topic.waiting.splice(0)) {
      waiting.error ??= error;
      this.#leave(topic, waiting);
    }
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #onAdmitted(waiting: WaitingSend, task: () => void): void {
    const before = waiting.onAdmitted;
    waiting.onAdmitted = (): void => {
      before?.();
      task();
    };
  }

  #advance(topic: TopicQueue): void {
    const line = topic.waiting;
    while (line.length > 0) {
      const done = this.#tryAll(topic);
      if (done === 0) return;
      // Out of the line before anybody hears of it: they may come back with more.
      for (const waiting of line.splice(0, done)) this.#leave(topic, waiting);
    }
    this.#topics.delete(topic);
  }

  /** How many at the head of the line are through: appended, failed or given up. */
  #tryAll(topic: TopicQueue): number {
    const now = this.#place.env.clock.monotonic();
    const line = topic.waiting;
    let done = 0;
    for (; done < line.length; done++) {
      const waiting = line[done]!;
      if (waiting.listener?.isAborted === true || waiting.error !== null) continue;
      const blocker = this.#tryAppend(topic, waiting);
      if (blocker === null) continue;
      waiting.blockedBy = blocker;
      if (now < waiting.deadlineMs) break;
      waiting.error = timedOut(topic, blocker, {
        maxBlockMs: this.#place.maxBlockMs,
        partition: waiting.draft.partition,
        metadataError: this.#place.metadataError(),
      });
    }
    return done;
  }

  #tryAppend(topic: TopicQueue, waiting: WaitingSend): Blocker | null {
    if (!waiting.isReady) return 'serializer';
    if (!this.#place.isKnown(topic)) return 'metadata';
    return this.#place.append(topic, waiting);
  }

  #leave(topic: TopicQueue, waiting: WaitingSend): void {
    this.#place.release(waiting);
    if (waiting.error !== null) this.#place.refuse(topic, waiting, waiting.error);
    waiting.onAdmitted?.();
  }

  #countMemoryWaiters(): void {
    this.#memoryWaiters = 0;
    for (const { waiting } of this.#topics) if (waiting[0]?.blockedBy === 'memory') this.#memoryWaiters++;
  }

  /** One timer for the deadline that comes first; the first of each line has that of its line. */
  #arm(deadlineMs: number): void {
    if (this.#timer !== null && this.#timerMs <= deadlineMs) return;
    this.#timer?.cancel();
    this.#timerMs = deadlineMs;
    const delayMs = Math.max(0, Math.ceil(deadlineMs - this.#place.env.clock.monotonic()));
    this.#timer = this.#place.env.scheduler.after(delayMs, () => {
      this.#timer = null;
      this.pumpAll();
      let next = Number.POSITIVE_INFINITY;
      for (const { waiting } of this.#topics) next = Math.min(next, waiting[0]!.deadlineMs);
      if (next !== Number.POSITIVE_INFINITY) this.#arm(next);
    });
  }
}

interface Wait {
  readonly maxBlockMs: number;
  /** The one that the record names, -1 where it names none. */
  readonly partition: number;
  readonly metadataError: ClientError | null;
}

function timedOut(topic: TopicQueue, blocker: Blocker, { maxBlockMs, partition, metadataError }: Wait): ClientError {
  const context = { topic: topic.name };
  switch (blocker) {
    case 'memory':
      return errorFor(
        'BUFFER_EXHAUSTED',
        `A record for topic ${topic.name} found no room in bufferMemory within maxBlockMs (${maxBlockMs} ms); send more slowly, or allow more memory.`,
        context,
      );
    case 'serializer':
      return errorFor(
        'REQUEST_TIMED_OUT',
        `A serializer for topic ${topic.name} did not end within maxBlockMs (${maxBlockMs} ms).`,
        context,
      );
    case 'partition':
      return errorFor(
        'UNKNOWN_TOPIC_OR_PARTITION',
        `Topic ${topic.name} did not get partition ${partition} within maxBlockMs (${maxBlockMs} ms); it has ${topic.partitionCount}.`,
        { ...context, partition },
      );
    case 'metadata':
      if (metadataError !== null) {
        const message = `Topic ${topic.name} could not be looked up within maxBlockMs (${maxBlockMs} ms): ${metadataError.message}`;
        const { code, retriable } = metadataError;
        return new ClientError(code, message, { ...context, cause: metadataError, retriable });
      }
      return errorFor(
        'UNKNOWN_TOPIC_OR_PARTITION',
        `Topic ${topic.name} was not found within maxBlockMs (${maxBlockMs} ms); create it, or check the name and the brokers.`,
        context,
      );
  }
}
