/** What becomes of records that cannot be read, processed or written: failed, left out, or sent to a dead letter queue. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isKafkaError, KafkaError } from '#kernel';
import { long, string } from '#serde';
import { dlq, type ErrorContext, type ErrorHandler, kv, Topology, type TopologyTestDriver } from '#streams';
import type { OutgoingRecord, StreamTask } from '../runtime/stream-task.ts';
import { wholeTask } from '../runtime/whole-task.testing.ts';

const text = string();
const texts = { key: text, value: text };

function numbers(value: string): number {
  const number = Number(value);
  if (Number.isNaN(number)) throw new RangeError(`${value} is no number`);
  return number;
}

function topologyOf(onError?: ErrorHandler): Topology {
  const topology = new Topology('errors', onError === undefined ? {} : { onError });
  topology
    .stream('in', texts)
    .mapValues((value) => String(numbers(value) * 2), { name: 'double' })
    .to('out', texts);
  return topology;
}

function pipe(driver: TopologyTestDriver, ...values: string[]): void {
  const input = driver.input('in', texts);
  for (const [timestamp, value] of values.entries()) input.pipe({ key: 'k', value, timestamp });
}

function values(driver: TopologyTestDriver, topic = 'out'): (string | null)[] {
  return driver
    .output(topic, texts)
    .read()
    .map(({ value }) => value);
}

function headersOf({ headers }: OutgoingRecord): Record<string, string | null> {
  return Object.fromEntries(
    headers.map(({ key, value }) => [key, value === null ? null : Buffer.from(value).toString()]),
  );
}

test('an error in a function ends the application, and says in which node and at which record', () => {
  using driver = topologyOf().testDriver();
  assert.throws(
    () => pipe(driver, '1', 'two'),
    (error: unknown) => {
      assert.ok(isKafkaError(error, 'PROCESSING_FAILED'));
      assert.equal(error.message, 'double failed at the record at in-0, offset 1: two is no number');
      assert.ok(error.cause instanceof RangeError);
      return true;
    },
  );
});

test('with skip the record is left out and counted, and the next one goes on', () => {
  using driver = topologyOf('skip').testDriver();
  pipe(driver, '1', 'two', '3');
  assert.deepEqual(values(driver), ['2', '6']);
  assert.deepEqual([...driver.dropped], [['processing error', 1]]);
});

test('a handler is told what failed and where, and answers for each error', () => {
  const seen: (ErrorContext & { code: string })[] = [];
  const handler: ErrorHandler = (error, context) => {
    seen.push({ ...context, code: error.code });
    return context.offset === 0 ? 'skip' : 'fail';
  };
  using driver = topologyOf(handler).testDriver();
  assert.throws(() => pipe(driver, 'one', 'two'), { code: 'PROCESSING_FAILED' });
  assert.deepEqual(
    seen.map(({ kind, node, topic, partition, offset, code }) => ({ kind, node, topic, partition, offset, code })),
    [0, 1].map((offset) => ({
      kind: 'processing',
      node: 'double',
      topic: 'in',
      partition: 0,
      offset,
      code: 'PROCESSING_FAILED',
    })),
  );
  assert.equal(Buffer.from(seen[0]!.sourceValue!).toString(), 'one');
});

test('a dead letter is the record as it was read, with the headers of KIP-1034', () => {
  using driver = topologyOf(dlq('dead')).testDriver();
  const headers = [{ key: 'trace', value: Buffer.from('7') }];
  driver.input('in', texts).pipe({ key: 'k', value: 'two', timestamp: 5, headers });
  const [letter, ...others] = driver.take('dead');
  assert.equal(others.length, 0);
  const { key, value, timestamp } = letter!;
  assert.deepEqual([key, value].map(String), ['k', 'two']);
  assert.equal(timestamp, 5);
  const { '__streams.errors.stacktrace': stack, ...rest } = headersOf(letter!);
  assert.match(stack!, /^RangeError: two is no number\n {4}at numbers/);
  assert.deepEqual(rest, {
    trace: '7',
    '__streams.errors.exception': 'RangeError',
    '__streams.errors.message': 'two is no number',
    '__streams.errors.topic': 'in',
    '__streams.errors.partition': '0',
    '__streams.errors.offset': '0',
  });
});

test('what was done before the error stays, and siblings of the node that failed get the record', () => {
  const topology = new Topology('partial', { onError: 'skip' });
  const words = topology.stream('in', texts).flatMapValues((value) => value.split(' '));
  words.mapValues((value) => String(numbers(value)), { name: 'first' }).to('out', texts);
  words.to('words', texts);
  using driver = topology.testDriver();
  pipe(driver, '1 two 3');
  assert.deepEqual(values(driver), ['1', '3']);
  assert.deepEqual(values(driver, 'words'), ['1', 'two', '3']);
});

test('a processor that fails keeps what it put into its stores before', () => {
  const seen = kv('seen', { key: text, value: long() });
  const topology = new Topology('partial', { onError: 'skip' });
  topology
    .stream('in', texts)
    .process({ stores: { seen }, ...texts }, ({ stores, forward }) => ({
      process(value, { key, timestamp }) {
        forward(key, value);
        stores.seen.put(value, timestamp, timestamp);
        throw new Error('too late');
      },
    }))
    .to('out');
  using driver = topology.testDriver();
  pipe(driver, 'a');
  assert.deepEqual(values(driver), ['a']);
  assert.deepEqual(driver.keyValueStore('seen').get('a'), { value: 0, timestamp: 0 });
});

test('an operator with a handler of its own does not ask that of the topology', () => {
  const topology = new Topology('own');
  const source = topology.stream('in', texts);
  source.mapValues((value) => String(numbers(value)), { name: 'lenient', onError: 'skip' }).to('out', texts);
  source.mapValues((value) => String(numbers(value)), { name: 'strict' }).to('out2', texts);
  using driver = topology.testDriver();
  assert.throws(() => pipe(driver, 'two'), { code: 'PROCESSING_FAILED', message: /^strict failed/ });
  assert.deepEqual([...driver.dropped], [['processing error', 1]]);
});

test('errors of aggregations, joins and tables are judged by their own handlers', () => {
  const topology = new Topology('own');
  const fail = (): never => {
    throw new Error('no');
  };
  const grouped = topology.stream('in', texts).groupByKey();
  grouped.reduce(fail, { store: 'reduced', name: 'reduce', onError: 'skip' });
  const table = topology.table('rows', { ...texts, store: 'rows' });
  table.mapValues(fail, { name: 'map', onError: 'skip' });
  table.join(
    table.mapValues((value) => value),
    fail,
    { name: 'join', onError: 'skip' },
  );
  topology.stream('more', texts).joinTable(table, fail, { name: 'look', onError: 'skip' });
  using driver = topology.testDriver();
  driver.input('rows', texts).pipe({ key: 'k', value: 'v', timestamp: 0 });
  pipe(driver, 'a', 'b');
  driver.input('more', texts).pipe({ key: 'k', value: 'v', timestamp: 0 });
  // The table's map, both sides of its join with itself, the reduction, and the look-up.
  assert.deepEqual([...driver.dropped], [['processing error', 5]]);
});

test('a record that cannot be read is answered by its source, in its turn', () => {
  const topology = new Topology('reads');
  topology.stream('in', { key: text, value: long(), onError: dlq('dead') }).to('out');
  using driver = topology.testDriver();
  driver.pipe('in', { key: Buffer.from('k'), value: Buffer.from('short'), timestamp: 3 });
  driver.input('in', { key: text, value: long() }).pipe({ key: 'k', value: 4, timestamp: 3 });
  const [letter] = driver.take('dead');
  assert.equal(String(letter!.value), 'short');
  assert.equal(headersOf(letter!)['__streams.errors.offset'], '0');
  assert.equal(driver.take('out').length, 1);
  assert.deepEqual([...driver.dropped], [['deserialization error', 1]]);
});

test('records before one that cannot be read are processed, and then the application fails', () => {
  const sent: OutgoingRecord[] = [];
  const topology = new Topology('reads');
  topology.stream('in', { key: text, value: long(), name: 'numbers' }).to('out');
  const task = taskOf(topology, sent);
  task.add({ ...raw(0), value: Buffer.alloc(8) });
  task.add({ ...raw(1), value: Buffer.from('short') });
  assert.equal(task.process(), true);
  assert.equal(sent.length, 1);
  assert.throws(() => task.process(), {
    code: 'DESERIALIZATION_FAILED',
    message: /^numbers cannot read the record at in-0, offset 1: /,
  });
});

test('an extractor of timestamps that fails is an error of the source', () => {
  const topology = new Topology('reads', { onError: 'skip' });
  topology.stream('in', { ...texts, timestamp: ({ value }) => numbers(value as string) }).to('out');
  using driver = topology.testDriver();
  pipe(driver, '7', 'two', '9');
  assert.deepEqual(
    driver.take('out').map(({ timestamp }) => timestamp),
    [7, 9],
  );
  assert.deepEqual([...driver.dropped], [['deserialization error', 1]]);
});

test('a value that its sink cannot write is an error of production', () => {
  const picky = { ...text, serialize: (_topic: string, value: string): Buffer => Buffer.alloc(numbers(value)) };
  const topology = new Topology('writes');
  topology.stream('in', texts).to('out', { key: text, value: picky, name: 'sink', onError: dlq('dead') });
  using driver = topology.testDriver();
  pipe(driver, 'two', '2');
  assert.equal(driver.take('out').length, 1);
  assert.equal(String(driver.take('dead')[0]!.value), 'two');
  assert.deepEqual([...driver.dropped], [['production error', 1]]);
});

test('a record that the broker refuses is answered by its sink, with the record that it came of', () => {
  const sent: OutgoingRecord[] = [];
  const topology = new Topology('writes');
  const source = topology.stream('in', texts);
  source.mapValues((value) => `${value}${value}`).to('out', { ...texts, onError: dlq('dead') });
  source.to('strict', texts);
  const task = taskOf(topology, sent);
  task.add(raw(0));
  task.add(raw(1));
  while (task.process());
  const [refused, strict] = sent;
  assert.equal(strict!.onRefused, null);
  const refusal = new KafkaError('RECORD_TOO_LARGE', 'The record is too large');
  assert.equal(refused!.onRefused!(refusal), null);
  const letter = sent.at(-1)!;
  assert.equal(letter.topic, 'dead');
  assert.equal(String(letter.value), 'value 0');
  assert.equal(headersOf(letter)['__streams.errors.message'], 'The record is too large');
});

test('an error in a timer is answered by the handler of its node', () => {
  const topology = new Topology('timers');
  topology.stream('in', texts).process({ name: 'timed', onError: dlq('dead') }, ({ schedule }) => {
    schedule('1s', 'wall-clock', () => {
      throw new Error('no');
    });
    return { process: () => undefined };
  });
  using driver = topology.testDriver();
  driver.advanceWallClock(1000);
  const [letter] = driver.take('dead');
  assert.equal(letter!.value, null);
  const headers = headersOf(letter!);
  assert.equal(headers['__streams.errors.topic'], null);
  assert.equal(headers['__streams.errors.offset'], '-1');
});

test('a mistake of the topology ends the application whatever the handler says', () => {
  const promise = Promise.resolve() as never;
  const topology = new Topology('mistakes', { onError: 'skip' });
  topology.stream('in', texts).peek(() => promise);
  using driver = topology.testDriver();
  assert.throws(() => pipe(driver, 'a'), { code: 'ASYNC_FUNCTION' });
});

test("what the producer throws is no record's fault, and ends the application", () => {
  const topology = topologyOf('skip');
  const task = taskOf(topology, [], () => {
    throw new KafkaError('PRODUCER_FENCED', 'Another producer has taken over');
  });
  task.add({ ...raw(0), value: Buffer.from('1') });
  assert.throws(() => task.process(), { code: 'PRODUCER_FENCED' });
});

test('a handler that fails itself ends the application', () => {
  const handler: ErrorHandler = () => {
    throw new Error('handler');
  };
  using driver = topologyOf(handler).testDriver();
  assert.throws(() => pipe(driver, 'two'), { code: 'ERROR_HANDLER_FAILED', message: /double: handler$/ });
});

test('a global table leaves out what it cannot read', () => {
  const topology = new Topology('global', { onError: dlq('dead') });
  topology.globalTable('rows', { key: text, value: long(), store: 'rows' });
  using driver = topology.testDriver();
  driver.pipe('rows', { key: Buffer.from('k'), value: Buffer.from('short'), timestamp: 0 });
  assert.deepEqual([...driver.dropped], [['deserialization error', 1]]);
  assert.deepEqual(driver.take('dead'), []);
});

function raw(offset: number): Parameters<StreamTask['add']>[0] {
  const value = Buffer.from(`value ${offset}`);
  return { topic: 'in', partition: 0, offset, key: Buffer.from('k'), value, timestamp: offset, headers: [] };
}

function taskOf(topology: Topology, sent: OutgoingRecord[], refuse?: () => void): StreamTask {
  const task = wholeTask(topology, {
    onSent: (record) => {
      if (refuse === undefined) sent.push({ ...record });
      else refuse();
    },
  });
  task.start();
  return task;
}
