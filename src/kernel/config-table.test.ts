import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AssertionFailure } from './assert.ts';
import { CONFIG_TYPE_CODES, defineConfigs } from './config-table.ts';
import { LONG_MAX } from './config-value.ts';

const definitions = {
  'segment.bytes': {
    type: 'int',
    default: 1073741824,
    min: 1048576,
    doc: `The size at which a segment
      is full.`,
    synonyms: ['log.segment.bytes'],
    importance: 'high',
    updateMode: 'cluster-wide',
    group: 'Segments',
  },
  'retention.ms': {
    type: 'long',
    default: 604800000,
    min: -1,
    doc: 'How long records are kept.',
    synonyms: ['log.retention.ms', { name: 'log.retention.hours', factor: 3600000 }],
  },
  'flush.messages': { type: 'long', default: 9223372036854775808, min: 1, doc: 'Records between flushes.' },
  'clean.ratio': { type: 'double', default: 0.5, min: 0, max: 1, doc: 'How dirty a log may be.' },
  'cleanup.policy': { type: 'list', default: ['delete'], validValues: ['delete', 'compact'], doc: 'What goes.' },
  'compression.type': { type: 'string', default: 'producer', validValues: ['producer', 'zstd'], doc: 'Codec.' },
  preallocate: { type: 'boolean', default: false, doc: 'Make files whole at once.' },
  replicas: { type: 'short', default: null, doc: 'How many.' },
  'rack-id_name': { type: 'string', default: null, doc: 'Where.' },
  'key.password': { type: 'password', default: null, doc: 'Secret.' },
  'of.ours': { type: 'boolean', default: true, internal: true, doc: 'Not for users.' },
  even: {
    type: 'int',
    default: 2,
    doc: 'Even.',
    validate: (value: number) => (value % 2 === 0 ? null : 'Must be even'),
  },
} as const;
const table = defineConfigs(definitions);

function problemOf(key: string, text: string): string | undefined {
  return table.parse({ [key]: text }).problems[0]?.message;
}

test('what is not set has its default, under a camel case name of the right type', () => {
  const { values, problems, unknown } = table.parse({});
  const segmentBytes: number = values.segmentBytes;
  const policy: readonly ('delete' | 'compact')[] = values.cleanupPolicy;
  const codec: 'producer' | 'zstd' = values.compressionType;
  const replicas: number | null = values.replicas;
  const rack: string | null = values.rackIdName;
  const preallocate: boolean = values.preallocate;
  assert.deepEqual([segmentBytes, policy, codec, replicas, rack], [1073741824, ['delete'], 'producer', null, null]);
  assert.deepEqual([preallocate, values.flushMessages, problems, unknown], [false, LONG_MAX, [], []]);
});

test('values are read as Kafka reads them: trimmed, booleans in any case, lists split at commas', () => {
  const raw = new Map([
    ['segment.bytes', ' +1048576 '],
    ['preallocate', ' TRUE'],
    ['cleanup.policy', 'compact ,  delete'],
    ['clean.ratio', '1e-1'],
    ['rack-id_name', ' a b '],
    ['replicas', null],
  ]);
  const { values, problems } = table.parse(raw);
  assert.deepEqual(problems, []);
  assert.deepEqual([values.segmentBytes, values.preallocate, values.cleanRatio], [1048576, true, 0.1]);
  assert.deepEqual([values.cleanupPolicy, values.rackIdName, values.replicas], [['compact', 'delete'], 'a b', null]);
});

test('parsed values cannot be changed', () => {
  const { values } = table.parse({ 'cleanup.policy': 'compact' });
  assert.ok(Object.isFrozen(values) && Object.isFrozen(values.cleanupPolicy));
});

test('a wrong value is one problem in the words of Kafka, and the default stands in', () => {
  const prefix = (key: string, text: string): string => `Invalid value ${text} for configuration ${key}: `;
  const cases: [string, string, string][] = [
    ['segment.bytes', '1.5', 'Not a number of type INT'],
    ['segment.bytes', '2147483648', 'Not a number of type INT'],
    ['segment.bytes', '10', 'Value must be at least 1048576'],
    ['retention.ms', '1 day', 'Not a number of type LONG'],
    ['retention.ms', '9223372036854775808', 'Not a number of type LONG'],
    ['clean.ratio', '1.5', 'Value must be no more than 1.0'],
    ['clean.ratio', 'NaN', 'Not a number of type DOUBLE'],
    ['replicas', '32768', 'Not a number of type SHORT'],
    ['preallocate', 'yes', 'Expected value to be either true or false'],
    ['compression.type', 'brotli', 'String must be one of: producer, zstd'],
    ['cleanup.policy', 'delete,forget', 'Items must be among: delete, compact'],
    ['even', '3', 'Must be even'],
  ];
  for (const [key, text, problem] of cases) assert.equal(problemOf(key, text), prefix(key, text) + problem);
  assert.equal(table.parse({ 'segment.bytes': '10' }).values.segmentBytes, 1073741824);
});

test('a secret is shown neither in a problem nor as a default', () => {
  const secrets = defineConfigs({
    pin: { type: 'int', default: 1234, sensitive: true, doc: 'Secret.' },
    word: { type: 'password', default: 'hunter2', doc: 'Secret.' },
  });
  const text = JSON.stringify([secrets.parse({ pin: 'hunter3' }).problems, secrets.describe(), secrets.help()]);
  assert.ok(!/hunter|1234/.test(text + secrets.referencePage({ title: 'Secrets' })));
});

test('keys that the table lacks are listed, prototype names included', () => {
  const raw: Record<string, string> = JSON.parse('{"__proto__": "1", "toString": "2", "retention.ms": "3"}');
  const { values, unknown } = table.parse(raw);
  assert.deepEqual(unknown, ['__proto__', 'toString']);
  assert.equal(values.retentionMs, 3);
  assert.ok(!table.has('toString'));
});

test('Long.MAX_VALUE goes through a table without losing a digit', () => {
  const parsed = table.parseValue('flush.messages', '9223372036854775807');
  assert.ok('value' in parsed);
  assert.equal(table.format('flush.messages', parsed.value), '9223372036854775807');
  assert.equal(table.entry('flush.messages').defaultValue, '9223372036854775807');
});

test('every number that is printed is read back as the same number', () => {
  const long = fc.maxSafeInteger().filter((value) => value >= 1);
  fc.assert(
    fc.property(long, fc.double({ min: 0, max: 1, noNaN: true }), (flushMessages, cleanRatio) => {
      const raw = {
        'flush.messages': table.format('flush.messages', flushMessages),
        'clean.ratio': table.format('clean.ratio', cleanRatio),
      };
      const { values, problems } = table.parse(raw);
      assert.deepEqual(problems, []);
      assert.deepEqual([values.flushMessages, values.cleanRatio + 0], [flushMessages, cleanRatio + 0]);
    }),
  );
});

test('doubles print as Java prints them', () => {
  const doubles = defineConfigs({ d: { type: 'double', default: 1.7976931348623157e308, doc: '' } });
  assert.equal(doubles.entry('d').defaultValue, '1.7976931348623157E308');
  const texts = [1, 0.5, 0.001, 0.0001, 12345678, 9999999].map((value) => doubles.format('d', value));
  assert.deepEqual(texts, ['1.0', '0.5', '0.001', '1.0E-4', '1.2345678E7', '9999999.0']);
});

test('an entry has all that DescribeConfigs asks for', () => {
  assert.deepEqual(table.entry('segment.bytes'), {
    name: 'segment.bytes',
    property: 'segmentBytes',
    type: 'INT',
    documentation: 'The size at which a segment is full.',
    defaultValue: '1073741824',
    validValues: '[1048576,...]',
    importance: 'high',
    updateMode: 'cluster-wide',
    synonyms: [{ name: 'log.segment.bytes', factor: 1 }],
    isSensitive: false,
    isInternal: false,
    group: 'Segments',
  });
  assert.equal(CONFIG_TYPE_CODES[table.entry('cleanup.policy').type], 7);
  assert.deepEqual(table.entry('retention.ms').synonyms[1], { name: 'log.retention.hours', factor: 3600000 });
  assert.equal(table.entry('clean.ratio').validValues, '[0.0,...,1.0]');
});

test('a table whose default breaks its own rule is a bug', () => {
  assert.throws(() => defineConfigs({ a: { type: 'int', default: 0, min: 1, doc: '' } }), AssertionFailure);
});

test('a misspelt key finds the one that was meant, a strange one none', () => {
  assert.equal(table.nearest('retenion.ms'), 'retention.ms');
  assert.equal(table.nearest('segment.byets'), 'segment.bytes');
  assert.equal(table.nearest('RETENTION.MS'), 'retention.ms');
  assert.equal(table.nearest('colour.of.the.sky'), null);
  assert.equal(table.nearest('x'.repeat(100_000)), null);
});

test('help and the reference page show every key that is not internal', () => {
  const help = table.help({ width: 60 });
  const page = table.referencePage({ title: 'Topic configs', intro: 'All of them.', showUpdateMode: true });
  for (const key of table.keys()) {
    const isShown = key !== 'of.ours';
    assert.equal(
      help.some((line) => line.startsWith(`  ${key}=`)),
      isShown,
    );
    assert.equal(page.includes(`### ${key}\n`), isShown);
  }
  assert.ok(help.every((line) => line.length <= 80));
  assert.ok(page.includes('- Default: `9223372036854775807`') && page.includes('- Update mode: cluster-wide'));
  assert.ok(page.includes("- Broker's key: `log.retention.ms`, `log.retention.hours` × 3600000"));
});
