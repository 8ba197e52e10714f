/**
 * Traces by OpenTelemetry, over the application's own `@opentelemetry/api`: a span for each record that is sent, whose
 * context travels in the record's headers (W3C `traceparent` or whatever propagator is set), and a span for each call of a
 * handler of `run`, the child of what the record's headers carry; the span of a batch has links to its records' instead.
 * Names and attributes are those of OpenTelemetry's semantic conventions for messaging and Kafka. Nothing of it is loaded
 * or called without `instrumentWithOpenTelemetry`, and this package does not depend on OpenTelemetry.
 */
import { sends, wrapProcessing, type ProcessMessage, type SendMessage } from '../diagnostics.ts';

/** The part of the module `@opentelemetry/api` that is used, by its shape. */
export interface OpenTelemetryApi {
  /** The empty context, from which what headers carry is read. */
  readonly ROOT_CONTEXT: OpenTelemetryContext;
  /** Spans: making them, and putting them into contexts. */
  readonly trace: {
    getTracer(name: string, version?: string): OpenTelemetryTracer;
    setSpan(context: OpenTelemetryContext, span: OpenTelemetrySpan): OpenTelemetryContext;
    getSpanContext(context: OpenTelemetryContext): object | undefined;
  };
  /** Which context is active, and making one active for a call. */
  readonly context: {
    active(): OpenTelemetryContext;
    with<R>(context: OpenTelemetryContext, run: () => R): R;
  };
  /** Contexts into headers, and back. */
  readonly propagation: {
    inject(context: OpenTelemetryContext, carrier: unknown, setter?: HeaderSetter): void;
    extract(context: OpenTelemetryContext, carrier: unknown, getter?: HeaderGetter): OpenTelemetryContext;
  };
}

/** An immutable map that travels with the work. */
export interface OpenTelemetryContext {
  /** What is kept under the key. */
  getValue(key: symbol): unknown;
}

/** Where spans come from. */
export interface OpenTelemetryTracer {
  /** A new span, the child of the one in `context`. */
  startSpan(name: string, options?: OpenTelemetrySpanOptions, context?: OpenTelemetryContext): OpenTelemetrySpan;
}

/** What a span begins with. */
export interface OpenTelemetrySpanOptions {
  /** Of OpenTelemetry's SpanKind: 3 for a producer, 4 for a consumer. */
  readonly kind?: number;
  /** By the semantic conventions for messaging. */
  readonly attributes?: object;
  /** Spans that led to this one without being its parent. */
  readonly links?: readonly { readonly context: object }[];
}

/** A piece of work with a beginning and an end. */
export interface OpenTelemetrySpan {
  /** Adds what was not known at the start, as the record's offset. */
  setAttribute(key: string, value: string | number | boolean): unknown;
  /** `code` 2 says that the work failed. */
  setStatus(status: { readonly code: number; readonly message?: string }): unknown;
  /** Keeps the error as an event of the span. */
  recordException(exception: Error): void;
  /** The work is done. */
  end(): void;
}

/** How a propagator writes to the headers of a record. */
export interface HeaderSetter {
  /** Adds the header `key`. */
  set(carrier: unknown, key: string, value: string): void;
}

/** How a propagator reads the headers of a record. */
export interface HeaderGetter {
  /** The names of all headers. */
  keys(carrier: unknown): string[];
  /** The last header of the name, as text. */
  get(carrier: unknown, key: string): string | undefined;
}

/** How `instrumentWithOpenTelemetry` traces. */
export interface OpenTelemetryOptions {
  /** The tracer's name; default `samsa`. */
  readonly tracerName?: string;
}

/** Of OpenTelemetry's enumerations. */
const SPAN_KIND = { producer: 3, consumer: 4 } as const;
const STATUS_ERROR = 2;
/** OpenTelemetry's own default for the links of one span. */
const MAX_LINKS = 128;

type Attributes = Record<string, string | number | boolean>;

/**
 * Traces all clients of this process from now on; the function returned ends that.
 *
 *     import * as api from '@opentelemetry/api';
 *     instrumentWithOpenTelemetry(api);
 */
export function instrumentWithOpenTelemetry(api: OpenTelemetryApi, options: OpenTelemetryOptions = {}): () => void {
  const tracer = api.trace.getTracer(options.tracerName ?? 'samsa');
  const spans = new WeakMap<SendMessage, OpenTelemetrySpan>();
  const started = (message: SendMessage): void => void spans.set(message, startSend(api, tracer, message));
  const ended = (message: SendMessage): void => {
    const span = spans.get(message);
    if (span !== undefined) endSend(span, message);
  };
  sends.start.subscribe(started);
  sends.asyncEnd.subscribe(ended);
  const unwrap = wrapProcessing((message, run) => processInSpan(api, tracer, { message, run }));
  return () => {
    sends.start.unsubscribe(started);
    sends.asyncEnd.unsubscribe(ended);
    unwrap();
  };
}

function startSend(api: OpenTelemetryApi, tracer: OpenTelemetryTracer, message: SendMessage): OpenTelemetrySpan {
  const { topic, key, value, partition, client } = message;
  const attributes: Attributes = {
    'messaging.system': 'kafka',
    'messaging.operation.name': 'send',
    'messaging.operation.type': 'send',
    'messaging.destination.name': topic,
    'messaging.client.id': client.clientId,
  };
  if (typeof key === 'string') attributes['messaging.kafka.message.key'] = key;
  if (value === null || value === undefined) attributes['messaging.kafka.message.tombstone'] = true;
  if (partition !== undefined) attributes['messaging.destination.partition.id'] = String(partition);
  const active = api.context.active();
  const span = tracer.startSpan(`send ${topic}`, { kind: SPAN_KIND.producer, attributes }, active);
  api.propagation.inject(api.trace.setSpan(active, span), message, intoAddedHeaders);
  return span;
}

function endSend(span: OpenTelemetrySpan, message: SendMessage): void {
  if (message.metadata !== undefined) {
    span.setAttribute('messaging.destination.partition.id', String(message.metadata.partition));
    span.setAttribute('messaging.kafka.offset', message.metadata.offset);
  }
  endSpan(span, message.error);
}

function endSpan(span: OpenTelemetrySpan, error: unknown): void {
  if (error !== undefined) {
    const failure = error instanceof Error ? error : new Error('the handler threw what is no Error', { cause: error });
    span.setAttribute('error.type', 'code' in failure ? String(failure.code) : failure.name);
    span.setStatus({ code: STATUS_ERROR, message: failure.message });
    span.recordException(failure);
  }
  span.end();
}

interface Processing<R> {
  readonly message: ProcessMessage;
  readonly run: () => R;
}

function processInSpan<R>(api: OpenTelemetryApi, tracer: OpenTelemetryTracer, { message, run }: Processing<R>): R {
  const parent = message.record === undefined ? api.ROOT_CONTEXT : contextIn(api, message.record.headers);
  const name = `process ${(message.record ?? message.batch)?.topic ?? ''}`;
  const options = { kind: SPAN_KIND.consumer, attributes: processAttributes(message), links: linksOf(api, message) };
  const span = tracer.startSpan(name, options, parent);
  try {
    const result = api.context.with(api.trace.setSpan(parent, span), run);
    if (isThenable(result)) {
      result.then(
        () => endSpan(span, undefined),
        (error: unknown) => endSpan(span, error),
      );
    } else {
      endSpan(span, undefined);
    }
    return result;
  } catch (error) {
    endSpan(span, error);
    throw error;
  }
}

function processAttributes({ record, batch, client, groupId }: ProcessMessage): Attributes {
  const attributes: Attributes = {
    'messaging.system': 'kafka',
    'messaging.operation.name': 'process',
    'messaging.operation.type': 'process',
    'messaging.client.id': client.clientId,
  };
  if (groupId !== null) attributes['messaging.consumer.group.name'] = groupId;
  const place = record ?? batch;
  if (place !== undefined) {
    attributes['messaging.destination.name'] = place.topic;
    attributes['messaging.destination.partition.id'] = String(place.partition);
  }
  if (batch !== undefined) attributes['messaging.batch.message_count'] = batch.count;
  if (record === undefined) return attributes;
  attributes['messaging.kafka.offset'] = record.offset;
  if (record.keyBytes !== null) attributes['messaging.kafka.message.key'] = textOf(record.keyBytes);
  if (record.valueBytes === null) attributes['messaging.kafka.message.tombstone'] = true;
  return attributes;
}

function linksOf(api: OpenTelemetryApi, { batch }: ProcessMessage): { context: object }[] {
  const links: { context: object }[] = [];
  for (const record of batch ?? []) {
    const context = api.trace.getSpanContext(contextIn(api, record.headers));
    if (context !== undefined) links.push({ context });
    if (links.length === MAX_LINKS) break;
  }
  return links;
}

type RecordHeaders = Iterable<readonly [string, Uint8Array | null]>;

function contextIn(api: OpenTelemetryApi, headers: RecordHeaders): OpenTelemetryContext {
  const texts = new Map<string, string>();
  for (const [name, value] of headers) {
    if (value !== null) texts.set(name, textOf(value));
  }
  return texts.size === 0 ? api.ROOT_CONTEXT : api.propagation.extract(api.ROOT_CONTEXT, texts, fromTexts);
}

/** The carriers are those that are given to `inject` and `extract` above. */
const intoAddedHeaders: HeaderSetter = {
  set: (carrier, key, value) => void (carrier as SendMessage).addedHeaders.push([key, value]),
};

const fromTexts: HeaderGetter = {
  keys: (carrier) => [...(carrier as ReadonlyMap<string, string>).keys()],
  get: (carrier, key) => (carrier as ReadonlyMap<string, string>).get(key),
};

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
