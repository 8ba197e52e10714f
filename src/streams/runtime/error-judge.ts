/**
 * Asks the handlers of a task's topology what becomes of an error, and does it. Nodes catch where they hand a record to a
 * child: the child that failed has forwarded what it had before, its siblings and the nodes above it go on.
 *
 * Invariant: an error is judged once. What is to fail passes all nodes above untouched.
 */
import { isKafkaError, KafkaError } from '#kernel';
import type { DeadLetterQueue, ErrorContext, ErrorHandler, ErrorKind } from './error-handler.ts';
import type { Node } from './node.ts';
import type { RecordHeader, RecordOrigin } from './record-context.ts';
import type { OutgoingRecord, RecordSink } from './stream-task.ts';

/** The handlers of a topology. */
export interface ErrorHandlers {
  /** Of all nodes that have none of their own. */
  readonly onError: ErrorHandler;
  /** By node. */
  readonly errorHandlers: ReadonlyMap<string, ErrorHandler>;
}

export interface ErrorJudgeOptions {
  readonly handlers: ErrorHandlers;
  readonly taskId: string;
  /** Where dead letters go; null: the task writes nothing, and what is meant for a queue is left out. */
  readonly sink: RecordSink | null;
  onDropped(reason: string, at: string): void;
}

const CODES: Readonly<Record<ErrorKind, string>> = {
  deserialization: 'DESERIALIZATION_FAILED',
  processing: 'PROCESSING_FAILED',
  production: 'PRODUCTION_FAILED',
};

/** Mistakes of a topology's, which no record is to blame for: they end the application whatever handlers say. */
const MISTAKES: ReadonlySet<string> = new Set([
  'ASYNC_FUNCTION',
  'BUFFER_FULL',
  'NO_RECORD',
  'UNKNOWN_NODE',
  'UNKNOWN_STORE',
]);

export class ErrorJudge implements RecordSink {
  readonly #options: ErrorJudgeOptions;
  readonly #sink: RecordSink | null;
  /** The error that is on its way up. */
  #failure: Error | null = null;

  constructor(options: ErrorJudgeOptions) {
    this.#options = options;
    this.#sink = options.sink;
  }

  /** What the sink itself throws is about the producer and no record: it passes all nodes. */
  send(record: OutgoingRecord): number {
    try {
      return this.#sink === null ? -1 : this.#sink.send(record);
    } catch (error) {
      this.#failure = error instanceof Error ? error : null;
      throw error;
    }
  }

  partitionCount(topic: string): number | null {
    return this.#sink?.partitionCount(topic) ?? null;
  }

  /** Whether a node's errors may be answered with anything but failure. */
  mayGoOn(node: string): boolean {
    return this.#handlerOf(node) !== 'fail';
  }

  /** Returns where the record is left out, and throws where the application is to fail. */
  judge(node: Pick<Node, 'name' | 'errorKind'>, thrown: unknown, origin: RecordOrigin): void {
    if (this.#failure !== null && thrown === this.#failure) throw this.#failure;
    const failure = this.decide({ node: node.name, kind: node.errorKind, thrown, origin });
    if (failure === null) return;
    this.#failure = failure;
    throw failure;
  }

  /** The error that the application is to fail with; null where the record is left out. */
  decide(event: {
    readonly node: string;
    readonly kind: ErrorKind;
    readonly thrown: unknown;
    readonly origin: RecordOrigin;
  }): KafkaError | null {
    const { node, kind, thrown, origin } = event;
    if (isKafkaError(thrown) && MISTAKES.has(thrown.code)) return thrown;
    const error = new KafkaError(CODES[kind], messageOf(event), { cause: thrown });
    const { taskId, onDropped } = this.#options;
    const { topic, partition, offset, timestamp, headers, source } = origin;
    const where = { topic, partition, offset, timestamp, headers };
    const bytes = { sourceKey: source?.key ?? null, sourceValue: source?.value ?? null };
    const context: ErrorContext = { kind, node, taskId, ...where, ...bytes };
    const answer = answerOf(this.#handlerOf(node), error, context);
    if (answer instanceof KafkaError) return answer;
    if (answer === 'fail') return error;
    if (answer !== 'skip') this.send(deadLetter(answer, thrown, context));
    onDropped(`${kind} error`, node);
    return null;
  }

  #handlerOf(node: string): ErrorHandler {
    const { onError, errorHandlers } = this.#options.handlers;
    return errorHandlers.get(node) ?? onError;
  }
}

function answerOf(
  handler: ErrorHandler,
  error: KafkaError,
  context: ErrorContext,
): 'fail' | 'skip' | DeadLetterQueue | KafkaError {
  if (typeof handler !== 'function') return handler;
  try {
    const answer = handler(error, context);
    if (answer === 'fail' || answer === 'skip' || typeof answer?.deadLetterTopic === 'string') return answer;
    throw new TypeError(`onError answered ${JSON.stringify(answer)}, and there are fail, skip and dlq(topic)`);
  } catch (cause) {
    return new KafkaError(
      'ERROR_HANDLER_FAILED',
      `onError failed itself at an error of ${context.node}: ${textOf(cause)}`,
      {
        cause,
      },
    );
  }
}

const VERBS: Readonly<Record<ErrorKind, string>> = {
  deserialization: 'cannot read',
  processing: 'failed at',
  production: 'cannot write what came of',
};

function messageOf({
  node,
  kind,
  thrown,
  origin,
}: {
  node: string;
  kind: ErrorKind;
  thrown: unknown;
  origin: RecordOrigin;
}): string {
  const { topic, partition, offset } = origin;
  const record = topic === null ? 'a timer' : `the record at ${topic}-${partition}, offset ${offset}`;
  return `${node} ${VERBS[kind]} ${record}: ${textOf(thrown)}`;
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** As Kafka's ExceptionHandlerUtils makes it: the record as it was read, and texts in the headers. */
function deadLetter({ deadLetterTopic }: DeadLetterQueue, thrown: unknown, context: ErrorContext): OutgoingRecord {
  const { topic, partition, offset, timestamp, headers, sourceKey, sourceValue } = context;
  const stack = thrown instanceof Error ? (thrown.stack ?? null) : null;
  const letter: readonly RecordHeader[] = [
    header('exception', thrown instanceof Error ? thrown.name : typeof thrown),
    header('message', textOf(thrown)),
    header('stacktrace', stack),
    header('topic', topic),
    header('partition', String(partition)),
    header('offset', String(offset)),
  ];
  return {
    topic: deadLetterTopic,
    partition: null,
    key: sourceKey,
    value: sourceValue,
    timestamp: Math.max(0, timestamp),
    headers: [...headers, ...letter],
  };
}

function header(name: string, value: string | null): RecordHeader {
  return { key: `__streams.errors.${name}`, value: value === null ? null : Buffer.from(value) };
}
