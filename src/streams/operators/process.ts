/**
 * Processors of an application's own (Kafka's Processor and FixedKeyProcessor). A processor is made for each task; whatever
 * it forwards runs through the rest of the task before `forward` returns, and then the record at hand is what it was.
 */
import { KafkaError } from '#kernel';
import { Node } from '../runtime/node.ts';
import type { NodeContext, Punctuation, PunctuationType } from '../runtime/node-context.ts';
import type { RecordHeader } from '../runtime/record-context.ts';
import { RecordView } from '../runtime/record-view.ts';
import { type NoPromise, settled } from '../runtime/user-function.ts';
import type { StateStore } from '../stores/state-store.ts';
import { type Duration, positiveMilliseconds } from '../windows/windows.ts';

/** What a forwarded record has besides its key and value; as the record at hand where absent. */
export interface ForwardOptions {
  /** Milliseconds since 1970. */
  readonly timestamp?: number;
  readonly headers?: readonly RecordHeader[];
  /** The name of the one child that gets it; all of them where absent. */
  readonly to?: string;
}

/** Where the record at hand was read. */
export interface RecordMetadata {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** A processor's access to its task. */
export interface TaskAccess {
  /** `subtopology_partition`, as Kafka writes it. */
  readonly taskId: string;
  readonly applicationId: string;
  /** The largest timestamp that the task has taken up, -1 before the first. */
  streamTime(): number;
  /** Milliseconds since 1970. */
  wallClock(): number;
  /**
   * Calls the function each time so much time has passed: time as records tell it, which stands still without them, or that
   * of the wall clock. However far time jumps it is called once. What it forwards has the time that it was called with.
   * Times are counted from `start`, milliseconds since 1970, where it is given (KIP-1146): then the first is not before it.
   */
  schedule(
    interval: Duration,
    type: PunctuationType,
    punctuate: (timestamp: number) => NoPromise,
    options?: { readonly start?: number },
  ): Punctuation;
  /** Asks for a commit soon, and not only when its interval has passed. */
  requestCommit(): void;
  /** Null inside a timer. */
  recordMetadata(): RecordMetadata | null;
}

/** What an application writes. Nothing in it may return a promise. */
export interface Processor<K, V> {
  process(value: V, record: RecordView<K>): NoPromise;
  /** The task ends; its stores are still open. */
  close?(): NoPromise;
}

type UntypedProcessor = Processor<unknown, unknown>;

export type CreateProcessor = (node: ProcessNode, access: TaskAccess) => UntypedProcessor;

export class ProcessNode extends Node {
  readonly #create: CreateProcessor;
  #processor: UntypedProcessor | null = null;
  /** Its own: what it forwards must not alter what it sees of the record at hand. */
  #shown: RecordView | null = null;
  /** Whether a record is at hand, and not a timer. */
  #hasRecord = false;

  constructor(create: CreateProcessor) {
    super();
    this.#create = create;
  }

  override init(context: NodeContext): void {
    super.init(context);
    this.#shown = new RecordView(context.record);
    this.#processor = settled(this.#create(this, taskAccess(this.name, context)), this.name);
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    const { record } = this.context;
    const before = record.timestamp;
    record.timestamp = timestamp;
    const shown = this.#shown!;
    shown.key = key;
    shown.timestamp = timestamp;
    this.#hasRecord = true;
    try {
      settled(this.#processor!.process(value, shown) as unknown, this.name);
    } finally {
      this.#hasRecord = false;
      record.timestamp = before;
    }
  }

  /** To all children, with what the options say of it. */
  emit(key: unknown, value: unknown, options: ForwardOptions | undefined): void {
    const { record } = this.context;
    const { timestamp: timestampBefore, headers: headersBefore } = record;
    const timestamp = options?.timestamp ?? timestampBefore;
    if (!Number.isSafeInteger(timestamp) || timestamp < 0) {
      throw new KafkaError('INVALID_TIMESTAMP', `${this.name} forwards a record with the timestamp ${timestamp}`);
    }
    record.timestamp = timestamp;
    record.headers = options?.headers ?? headersBefore;
    if (options?.to === undefined) this.forward(key, value, timestamp);
    else this.forwardTo(this.#childOf(options.to), key, value, timestamp);
    record.timestamp = timestampBefore;
    record.headers = headersBefore;
  }

  /** The same under the key of the record at hand. */
  emitValue(value: unknown, options: ForwardOptions | undefined): void {
    if (!this.#hasRecord) {
      throw new KafkaError(
        'NO_RECORD',
        `${this.name} forwards a value while no record is at hand whose key it would have: use process, which forwards keys`,
      );
    }
    this.emit(this.#shown!.key, value, options);
  }

  /** One that it is connected with. */
  store(name: string): StateStore {
    return this.context.store(name);
  }

  #childOf(name: string): Node {
    const child = this.children.find((one) => one.name === name);
    if (child !== undefined) return child;
    const names = this.children.map((one) => one.name).join(', ') || 'none';
    throw new KafkaError(
      'UNKNOWN_NODE',
      `${this.name} forwards to ${name}, which is no child of it; these are: ${names}`,
    );
  }

  override close(): void {
    this.#processor?.close?.();
    this.#processor = null;
    super.close();
  }
}

/** What the functions of a node have of its task. */
export function taskAccess(node: string, context: NodeContext): TaskAccess {
  const { taskId, applicationId } = context;
  return {
    taskId,
    applicationId,
    streamTime: () => context.streamTime(),
    wallClock: () => context.wallClock(),
    schedule: (interval, type, punctuate, options) =>
      context.schedule(
        positiveMilliseconds(interval, `the interval of a timer of ${node}`),
        type,
        (timestamp) => {
          settled(punctuate(timestamp) as unknown, node);
        },
        options?.start,
      ),
    requestCommit: () => context.requestCommit(),
    recordMetadata: () => {
      const { topic, partition, offset } = context.record;
      return topic === null ? null : { topic, partition, offset };
    },
  };
}

/** Other headers for what comes after it. */
export class HeadersNode extends Node {
  readonly #headersOf: (value: unknown, record: RecordView) => readonly RecordHeader[];

  constructor(headersOf: (value: unknown, record: RecordView) => readonly RecordHeader[]) {
    super();
    this.#headersOf = headersOf;
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    const { record } = this.context;
    const before = record.headers;
    record.headers = settled(this.#headersOf(value, this.view(key, timestamp)), this.name);
    this.forward(key, value, timestamp);
    record.headers = before;
  }
}
