import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import * as api from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { createSimulation } from '#sim';
import type { ProcessedBatch, ProcessedRecord, SendMessage } from '../diagnostics.ts';
import { Consumer } from '../consumer/consumer.ts';
import { Producer } from '../producer/producer.ts';
import { ClientTestBroker } from '../test-broker.testing.ts';
import { ClientDiagnostics } from './client-diagnostics.ts';
import { instrumentWithOpenTelemetry } from './open-telemetry.ts';

const exporter = new InMemorySpanExporter();
let uninstrument = (): void => undefined;

/** OpenTelemetry itself: its api, its tracer, its way to carry contexts through promises. */
function setUp(): void {
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  api.trace.setGlobalTracerProvider(provider);
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  api.propagation.setGlobalPropagator({
    fields: () => ['traceparent'],
    inject: (context, carrier, setter) => {
      const span = api.trace.getSpanContext(context);
      if (span !== undefined) setter.set(carrier, 'traceparent', `00-${span.traceId}-${span.spanId}-01`);
    },
    extract: (context, carrier, getter) => {
      const [, traceId, spanId] = String(getter.get(carrier, 'traceparent')).split('-');
      if (traceId === undefined || spanId === undefined) return context;
      return api.trace.setSpanContext(context, { traceId, spanId, traceFlags: 1, isRemote: true });
    },
  });
  uninstrument = instrumentWithOpenTelemetry(api);
}

function takeDown(): void {
  uninstrument();
  api.trace.disable();
  api.context.disable();
  api.propagation.disable();
}

const { clock } = createSimulation(1).env;
const producer = new ClientDiagnostics({ kind: 'producer', clientId: 'shop' }, clock);
const consumer = new ClientDiagnostics({ kind: 'consumer', clientId: 'mailer' }, clock);

function send(value: string | null = 'v'): SendMessage {
  const message = producer.sendStarted({
    topic: 'orders',
    key: 'k-1',
    value,
    partition: undefined,
    timestamp: undefined,
  });
  assert.ok(message !== null);
  return message;
}

function recordOf(message: SendMessage, offset = 5): ProcessedRecord {
  const headers = message.addedHeaders.map(([name, value]) => [name, Buffer.from(value)] as const);
  return { topic: 'orders', partition: 2, offset, keyBytes: Buffer.from('k-1'), valueBytes: null, headers };
}

describe('traces by OpenTelemetry', () => {
  before(setUp);
  beforeEach(() => exporter.reset());
  after(takeDown);

  test('a record that is sent is a span within the one that was active, and carries its context', () => {
    const outer = api.trace.getTracer('test').startSpan('checkout');
    const message = api.context.with(api.trace.setSpan(api.context.active(), outer), () => send());
    producer.sendEnded(message, { topic: 'orders', partition: 2, offset: 5 });
    const [span] = exporter.getFinishedSpans();
    assert.equal(span?.name, 'send orders');
    assert.equal(span.kind, api.SpanKind.PRODUCER);
    assert.equal(span.parentSpanContext?.spanId, outer.spanContext().spanId);
    assert.deepEqual(span.attributes, {
      'messaging.system': 'kafka',
      'messaging.operation.name': 'send',
      'messaging.operation.type': 'send',
      'messaging.destination.name': 'orders',
      'messaging.client.id': 'shop',
      'messaging.kafka.message.key': 'k-1',
      'messaging.destination.partition.id': '2',
      'messaging.kafka.offset': 5,
    });
    const { traceId, spanId } = span.spanContext();
    assert.deepEqual(message.addedHeaders, [['traceparent', `00-${traceId}-${spanId}-01`]]);
  });

  test('a record that could not be sent ends its span with the error', () => {
    const error = Object.assign(new Error('too large'), { code: 'MESSAGE_TOO_LARGE' });
    producer.sendEnded(send(null), error);
    const [span] = exporter.getFinishedSpans();
    assert.equal(span?.status.code, api.SpanStatusCode.ERROR);
    assert.equal(span.attributes['error.type'], 'MESSAGE_TOO_LARGE');
    assert.equal(span.attributes['messaging.kafka.message.tombstone'], true);
    assert.equal(span.events[0]?.name, 'exception');
  });

  test('a handler runs in a span that is the child of the one that sent the record, through all its awaits', async () => {
    const message = send();
    producer.sendEnded(message, { topic: 'orders', partition: 2, offset: 5 });
    await consumer.process({ groupId: 'mail', record: recordOf(message) }, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      api.trace.getTracer('test').startSpan('write mail').end();
    });
    await new Promise((resolve) => setImmediate(resolve));
    const [sent, inner, processed] = exporter.getFinishedSpans();
    assert.equal(processed?.name, 'process orders');
    assert.equal(processed.kind, api.SpanKind.CONSUMER);
    assert.equal(processed.parentSpanContext?.spanId, sent?.spanContext().spanId);
    assert.equal(inner?.parentSpanContext?.spanId, processed.spanContext().spanId);
    assert.equal(inner.spanContext().traceId, sent?.spanContext().traceId);
    assert.equal(processed.attributes['messaging.consumer.group.name'], 'mail');
    assert.equal(processed.attributes['messaging.kafka.offset'], 5);
    assert.equal(processed.attributes['messaging.client.id'], 'mailer');
  });

  test('a handler that throws or rejects marks its span, and the error goes on as it was', async () => {
    const record = recordOf(send());
    const failure = new Error('no such address');
    const call = { groupId: 'mail', record };
    assert.throws(() => consumer.process(call, () => assert.fail(failure)), failure);
    await assert.rejects(
      consumer.process(call, () => Promise.reject(failure)),
      failure,
    );
    await new Promise((resolve) => setImmediate(resolve));
    const spans = exporter.getFinishedSpans();
    assert.equal(spans.length, 2);
    assert.ok(spans.every(({ status }) => status.code === api.SpanStatusCode.ERROR));
  });

  test('a batch is a span of its own trace with links to where its records were sent', () => {
    const records = [send(), send(), send()].map(recordOf);
    const unlinked: ProcessedRecord = { ...records[0]!, headers: [] };
    const all = [...records, unlinked];
    const batch: ProcessedBatch = {
      topic: 'orders',
      partition: 2,
      baseOffset: 5,
      lastOffset: 8,
      count: 4,
      [Symbol.iterator]: () => all[Symbol.iterator](),
    };
    assert.equal(
      consumer.process({ groupId: null, batch }, () => 'done'),
      'done',
    );
    const [span] = exporter.getFinishedSpans();
    assert.equal(span?.links.length, 3);
    assert.equal(span.parentSpanContext, undefined);
    assert.equal(span.attributes['messaging.batch.message_count'], 4);
  });

  test('a trace goes from one process through the broker into the handlers of run, and back out of them', async () => {
    const broker = await ClientTestBroker.start();
    const common = { bootstrapServers: broker.bootstrap, env: broker.env };
    await using sender = new Producer(common);
    await using receiver = new Consumer({ ...common, groupId: 'mail', autoOffsetReset: 'earliest' });
    try {
      const headers = [['own', 'x']] as const;
      await sender.send({ topic: 'orders', key: 'k-1', value: 'v', headers });
      await sender.sendBatch([{ topic: 'orders', value: 'w' }]);
      const handled: string[][] = [];
      receiver.subscribe(['orders']);
      await receiver.run({
        eachRecord: async (record) => {
          await sender.send({ topic: 'mails', value: record.valueBytes });
          handled.push(Array.from(record.headers, ([name]) => name));
          if (handled.length === 2) void receiver.close();
        },
      });
      assert.deepEqual(handled, [['own', 'traceparent'], ['traceparent']]);
    } finally {
      await receiver.close();
      await sender.close();
      await broker.close();
    }
    const spans = exporter.getFinishedSpans();
    const named = (name: string): typeof spans => spans.filter((span) => span.name === name);
    const orders = named('send orders');
    const processed = named('process orders');
    const mails = named('send mails');
    assert.deepEqual([orders.length, processed.length, mails.length], [2, 2, 2]);
    for (const [i, order] of orders.entries()) {
      assert.equal(processed[i]?.parentSpanContext?.spanId, order.spanContext().spanId);
      assert.equal(mails[i]?.parentSpanContext?.spanId, processed[i].spanContext().spanId);
    }
  });
});
