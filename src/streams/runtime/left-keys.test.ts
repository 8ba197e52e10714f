/** Keys that no operator looks at are not read: what comes out, and what functions see, is the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { string, type SyncSerde } from '#serde';
import type { Stream } from '../dsl/stream.ts';
import { Topology } from '../dsl/topology.ts';
import { wholeTask } from './whole-task.testing.ts';

/** Text, and how often it was read. */
class CountingText implements SyncSerde<string> {
  reads = 0;
  readonly serializer = string().serializer;
  readonly deserializer = string().deserializer;

  get forKeys(): this {
    return this;
  }

  serialize(topic: string, value: string | null): Buffer | null {
    return string().serialize(topic, value);
  }

  deserialize(topic: string, bytes: Uint8Array | null): string | null {
    this.reads++;
    return string().deserialize(topic, bytes);
  }
}

/** Text that is handed on unread, as keys are that are text. */
class PassingText extends CountingText {
  readonly readsAnyBytes = true;

  rewriteBetween(bytes: Buffer, start: number, end: number): string | Uint8Array {
    return string().forKeys.rewriteBetween!(bytes, start, end);
  }
}

type Pipeline = (stream: Stream<string, string>, key: SyncSerde<string>, seen: unknown[]) => void;

const KEYS = [
  Buffer.from('key'),
  Buffer.from(''),
  null,
  Buffer.from('ключ'),
  Buffer.from([0x6b, 0xff, 0xc3]),
  Buffer.alloc(64, 'k'),
  Buffer.alloc(65, 'k'),
  Buffer.alloc(2000, 'k'),
];

const value = string();

const pipelines: Readonly<Record<string, { readonly build: Pipeline; readonly reads: boolean }>> = {
  'values alone are looked at': {
    build: (stream, key) =>
      stream
        .filter((text) => text.length > 0)
        .mapValues((text) => `${text}!`)
        .flatMapValues((text) => [text, text])
        .peek(() => undefined)
        .to('out', { key, value }),
    reads: false,
  },
  'the key is replaced': {
    build: (stream, key) => stream.selectKey((text) => text, { key }).to('out', { key, value }),
    reads: false,
  },
  'streams are branched and merged': {
    build(stream, key) {
      const { even, odd } = stream.split({ even: (text) => text === '0', odd: null });
      even.merge(odd).to('out', { key, value });
    },
    reads: false,
  },
  'a function asks for the key': {
    build: (stream, key, seen) =>
      stream.filter((_text, record) => seen.push(record.key, record.key) > 0).to('out', { key, value }),
    reads: true,
  },
  'the key is written by another serde': {
    build: (stream) => stream.to('out', { key: string(), value }),
    reads: true,
  },
  'a partitioner is shown the key': {
    build: (stream, key, seen) =>
      stream.to('out', { key, value, partitioner: (_topic, shown) => (seen.push(shown), 0) }),
    reads: true,
  },
  'the topic is chosen by the key': {
    build: (stream, key, seen) => stream.to((shown) => (seen.push(shown), 'out'), { key, value }),
    reads: true,
  },
  'a count needs the key behind operators that do not': {
    build: (stream, key) =>
      stream
        .filter(() => true)
        .groupByKey()
        .count('counts')
        .toStream()
        .mapValues(String)
        .to('out', { key, value }),
    reads: true,
  },
};

for (const [name, { build, reads }] of Object.entries(pipelines)) {
  test(`keys are ${reads ? '' : 'not '}read where ${name}, and come out the same`, () => {
    const [passed, read] = [run(build, new PassingText()), run(build, new CountingText())];
    assert.deepEqual([passed.sent, passed.seen], [read.sent, read.seen]);
    assert.equal(passed.reads > 0, reads);
    assert.ok(read.reads > 0);
  });
}

test('a key that cannot be read is an error, also where it is replaced', () => {
  const { build } = pipelines['the key is replaced']!;
  class Strict extends CountingText {
    override deserialize(): never {
      throw new RangeError('no key');
    }
  }
  assert.throws(() => run(build, new Strict()), { code: 'DESERIALIZATION_FAILED' });
});

function run(build: Pipeline, key: CountingText): { sent: unknown[]; seen: unknown[]; reads: number } {
  const seen: unknown[] = [];
  const sent: unknown[] = [];
  const topology = new Topology('app');
  build(topology.stream('in', { key, value }), key, seen);
  const task = wholeTask(topology, {
    onSent: (record) => void sent.push([record.topic, hexOf(record.key), hexOf(record.value)]),
  });
  task.start();
  for (const [offset, bytes] of KEYS.entries()) {
    const place = { topic: 'in', partition: 0, offset, timestamp: offset, headers: [] };
    task.add({ ...place, key: bytes, value: Buffer.from(String(offset % 2)) });
  }
  while (task.process());
  task.close();
  assert.ok(sent.length >= KEYS.length - 1);
  return { sent, seen, reads: key.reads };
}

function hexOf(part: Uint8Array | string | null): string | null {
  return part === null ? null : Buffer.from(part).toString('hex');
}
