/**
 * Values made by a function that takes its time: the one operator whose function may return a promise. So many calls are at
 * work at once; a result goes on between two records of the task, under the record that it was made of.
 *
 * Invariant: a record is pending from its arrival until its result has gone on or its error is judged; the offsets of pending
 * records are not committed.
 */
import { KafkaError } from '#kernel';
import type { AsyncSource } from '../runtime/async-work.ts';
import { Node } from '../runtime/node.ts';
import type { NodeContext } from '../runtime/node-context.ts';
import type { RecordHeader, RecordOrigin } from '../runtime/record-context.ts';

/**
 * Which results wait for which: those of one key for each other, whose calls then run one after the other; all, in the order
 * in which their records came; or none.
 */
export type AsyncOrder = 'key' | 'input' | 'none';

export interface AsyncMapOptions {
  map(this: void, value: unknown, record: AsyncRecord): unknown;
  readonly concurrency: number;
  readonly order: AsyncOrder;
  /** Of one call; infinite where it may take any time. */
  readonly timeoutMs: number;
  readonly retry: AsyncRetry;
  /** Keys as text, equal where their bytes are. */
  keyText(this: void, key: unknown): string;
  /** Whether an operator before it keeps state, which is ahead of offsets that are not committed. */
  hasStateBefore(this: void, node: string): boolean;
}

export interface AsyncRetry {
  /** Calls after the first one. */
  readonly times: number;
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  when(this: void, error: unknown): boolean;
}

/** What a function that takes its time sees of the record: it stays as it is. */
export class AsyncRecord<K = unknown> {
  readonly key: K;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  /** Of the record that was read; null for one that a timer made. */
  readonly topic: string | null;
  readonly partition: number;
  readonly offset: number;
  readonly headers: readonly RecordHeader[];
  #controller: AbortController | null = null;
  #reason: KafkaError | null = null;

  constructor(key: K, timestamp: number, { topic, partition, offset, headers }: RecordOrigin) {
    this.key = key;
    this.timestamp = timestamp;
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.headers = headers;
  }

  /** Aborts when nobody waits for the call any more: it took too long, or the task was closed. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#reason !== null) this.#controller.abort(this.#reason);
    return this.#controller.signal;
  }

  /** @internal */
  abort(reason: KafkaError): void {
    this.#reason = reason;
    this.#controller?.abort(reason);
  }
}

interface Job {
  readonly key: unknown;
  readonly value: unknown;
  readonly timestamp: number;
  readonly origin: RecordOrigin;
  /** Of its line; null: it stands in none. */
  readonly line: string | null;
  state: 'waiting' | 'at work' | 'backing off' | 'done';
  calls: number;
  record: AsyncRecord | null;
  /** By when the call has to settle, or when the next one begins. */
  due: number;
  result: unknown;
  thrown: { readonly error: unknown } | null;
}

export class AsyncMapNode extends Node implements AsyncSource {
  readonly #options: AsyncMapOptions;
  readonly #jobs = new Set<Job>();
  /** By arrival; for `input`. */
  readonly #arrivals: Job[] = [];
  /** By completion; for the other orders. */
  readonly #done: Job[] = [];
  readonly #startable: Job[] = [];
  /** At work or backing off. */
  readonly #begun = new Set<Job>();
  /** Those that wait for one of their key, by key. A key is here while one of it is pending. */
  readonly #lines = new Map<string, Job[]>();
  #hasStateBefore = false;
  #isClosed = false;

  constructor(options: AsyncMapOptions) {
    super();
    this.#options = options;
  }

  override init(context: NodeContext): void {
    super.init(context);
    this.#hasStateBefore = this.#options.hasStateBefore(this.name);
    context.asyncWork.register(this);
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    const { order, keyText } = this.#options;
    const job: Job = {
      key,
      value,
      timestamp,
      origin: this.context.record.capture(),
      line: order === 'key' && key !== null ? keyText(key) : null,
      state: 'waiting',
      calls: 0,
      record: null,
      due: Infinity,
      result: null,
      thrown: null,
    };
    this.#jobs.add(job);
    if (order === 'input') this.#arrivals.push(job);
    const line = job.line === null ? undefined : this.#lines.get(job.line);
    if (line !== undefined) line.push(job);
    else this.#startable.push(job);
    if (job.line !== null && line === undefined) this.#lines.set(job.line, []);
    this.#begin();
  }

  get pending(): number {
    return this.#jobs.size;
  }

  get atWork(): number {
    let atWork = 0;
    for (const { state } of this.#begun) if (state === 'at work') atWork++;
    return atWork;
  }

  get hasReady(): boolean {
    return this.#options.order === 'input' ? this.#arrivals[0]?.state === 'done' : this.#done.length > 0;
  }

  /** As many as are at work may wait besides, so that a call that ends is followed at once. */
  get isFull(): boolean {
    return this.#jobs.size >= 2 * this.#options.concurrency;
  }

  get needsDrain(): boolean {
    if (this.#hasStateBefore) return this.#jobs.size > 0;
    for (const { origin } of this.#jobs) if (!isReadAgain(origin)) return true;
    return false;
  }

  lowestOffset(topic: string): number {
    let lowest = Infinity;
    for (const { origin } of this.#jobs) {
      if (origin.topic === topic && isReadAgain(origin)) lowest = Math.min(lowest, origin.offset);
    }
    return lowest;
  }

  get nextDue(): number {
    let next = Infinity;
    for (const { due } of this.#begun) next = Math.min(next, due);
    return next;
  }

  tick(now: number): void {
    for (const job of this.#begun) {
      if (job.due > now) continue;
      if (job.state === 'backing off') this.#call(job);
      else this.#giveUp(job);
    }
  }

  deliver(): void {
    const job = (this.#options.order === 'input' ? this.#arrivals : this.#done).shift()!;
    this.#jobs.delete(job);
    const { record } = this.context;
    record.restore(job.origin);
    this.#followInLine(job);
    if (job.thrown === null) this.forward(job.key, job.result, job.timestamp);
    else this.context.failed(this, job.thrown.error);
  }

  override close(): void {
    this.#isClosed = true;
    const reason = new KafkaError('TASK_CLOSED', `The task of ${this.name} was closed`);
    for (const { record } of this.#begun) record?.abort(reason);
    super.close();
  }

  #followInLine({ line }: Job): void {
    if (line === null) return;
    const next = this.#lines.get(line)!.shift();
    if (next === undefined) this.#lines.delete(line);
    else this.#startable.push(next);
    this.#begin();
  }

  #begin(): void {
    while (this.#begun.size < this.#options.concurrency && this.#startable.length > 0) {
      const job = this.#startable.shift()!;
      this.#begun.add(job);
      this.#call(job);
    }
  }

  #call(job: Job): void {
    const { map, timeoutMs } = this.#options;
    const call = ++job.calls;
    const record = new AsyncRecord(job.key, job.timestamp, job.origin);
    job.state = 'at work';
    job.record = record;
    job.due = timeoutMs === Infinity ? Infinity : this.context.wallClock() + timeoutMs;
    const isCurrent = (): boolean => !this.#isClosed && job.state === 'at work' && job.calls === call;
    // A function that throws at once is one whose promise is rejected.
    new Promise((resolve) => {
      resolve(map(job.value, record));
    }).then(
      (result) => {
        if (isCurrent()) this.#finish(job, result, null);
      },
      (error: unknown) => {
        if (isCurrent()) this.#fail(job, error);
      },
    );
  }

  #giveUp(job: Job): void {
    const { timeoutMs } = this.#options;
    const error = new KafkaError('TIMED_OUT', `The function of ${this.name} took more than ${timeoutMs} ms`);
    job.record?.abort(error);
    this.#fail(job, error);
  }

  #fail(job: Job, error: unknown): void {
    const { times, backoffMs, maxBackoffMs, when } = this.#options.retry;
    if (job.calls > times || !when(error)) {
      this.#finish(job, null, { error });
      return;
    }
    job.state = 'backing off';
    job.due = this.context.wallClock() + Math.min(maxBackoffMs, backoffMs * 2 ** (job.calls - 1));
    this.context.asyncWork.wake();
  }

  #finish(job: Job, result: unknown, thrown: Job['thrown']): void {
    job.state = 'done';
    job.result = result;
    job.thrown = thrown;
    this.#begun.delete(job);
    if (this.#options.order !== 'input') this.#done.push(job);
    this.#begin();
    this.context.asyncWork.wake();
  }
}

/** Whether the record comes again where its offset is not committed: it is one that was read, and no result of a buffer or a timer. */
function isReadAgain({ topic, source }: RecordOrigin): boolean {
  return topic !== null && source !== null && source !== undefined;
}
