/** Records whose partition depends on how many there are, before the producer knows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientError, errorFor, type PartitionInfo, type ProducerRecord } from '#client';
import type { OutgoingRecord } from '../runtime/stream-task.ts';
import { ProducerSink, type SinkProducer } from './producer-sink.ts';

/** It knows of no topic until it is asked. */
function asked(partitions: number | Error): SinkProducer & { readonly sent: ProducerRecord[] } {
  const sent: ProducerRecord[] = [];
  return {
    sent,
    encodedBytes: 0,
    enqueue: (record) => sent.push({ ...record }) > 0,
    trySend: () => null,
    flush: () => Promise.resolve(),
    partitionCount: () => null,
    partitionsFor: () =>
      partitions instanceof Error
        ? Promise.reject(partitions)
        : Promise.resolve(Array.from({ length: partitions }, () => ({}) as PartitionInfo)),
  };
}

function outgoing(key: string, parts: Partial<OutgoingRecord> = {}): OutgoingRecord {
  return { topic: 'out', partition: null, key, value: null, timestamp: 0, headers: [], ...parts };
}

test('what a record takes is told where it is in a batch by then, and only there', () => {
  let encodedBytes = 100;
  const producer: SinkProducer = {
    ...asked(1),
    get encodedBytes() {
      return encodedBytes;
    },
    enqueue: ({ key }) => {
      if (key === 'ready') encodedBytes += 5;
      return key !== 'no memory';
    },
  };
  const sink = new ProducerSink(producer);
  const told = ['ready', 'waits in line', 'no memory', 'ready'].map((key) => sink.send(outgoing(key)));
  assert.deepEqual(told, [5, -1, -1, -1]);
});

test('a record waits until it is known how many partitions there are, and those behind it keep their order', async () => {
  const producer = asked(4);
  const sink = new ProducerSink(producer);
  sink.send(outgoing('a', { choosePartitions: (count) => [count - 1] }));
  sink.send(outgoing('b'));
  assert.equal(sink.isFull, true);
  await sink.flush();
  assert.deepEqual(
    producer.sent.map(({ key, partition }) => [key, partition]),
    [
      ['a', 3],
      ['b', null],
    ],
  );
});

test('a record goes to all partitions that were chosen, and to none where none was', async () => {
  const producer = asked(3);
  const sink = new ProducerSink(producer);
  sink.send(outgoing('all', { choosePartitions: (count) => [...Array(count).keys()] }));
  sink.send(outgoing('none', { choosePartitions: () => [] }));
  await sink.flush();
  assert.deepEqual(
    producer.sent.map(({ key, partition }) => `${String(key)} ${partition}`),
    ['all 0', 'all 1', 'all 2'],
  );
});

test('a topic that is not there fails the application, unless the sink has an answer', async () => {
  const error = new Error('no such topic');
  const failing = new ProducerSink(asked(error));
  failing.send(outgoing('a', { choosePartitions: () => [0] }));
  await assert.rejects(failing.flush(), error);
  const answered = new ProducerSink(asked(error));
  answered.send(outgoing('a', { choosePartitions: () => [0], onRefused: () => null }));
  await answered.flush();
  assert.equal(answered.failure, null);
});

test('a record that was lost with its transaction, or its producer, is nothing that a handler is asked of', async () => {
  const lost = [
    errorFor('PRODUCER_FENCED'),
    errorFor('OUT_OF_ORDER_SEQUENCE_NUMBER'),
    new ClientError('TRANSACTION_ABORTED', 'aborted'),
  ];
  for (const error of [...lost, errorFor('MESSAGE_TOO_LARGE')]) {
    const judged: unknown[] = [];
    const sink = new ProducerSink({ ...asked(1), trySend: () => Promise.reject(error) });
    sink.send(outgoing('a', { onRefused: (thrown) => (judged.push(thrown), null) }));
    const isLost = lost.includes(error);
    if (isLost) await assert.rejects(sink.flush(), error);
    else await sink.flush();
    assert.deepEqual(judged, isLost ? [] : [error]);
  }
});
