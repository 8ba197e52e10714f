import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readMetadata, readRuleSet } from './entity-shapes.ts';
import { listSchemas } from './reads/listings.ts';
import { schemaGuid } from './schema-guid.ts';
import { NOW, register, TestRegistry, textRecord } from './state.testing.ts';

const GLOBAL_CONFIG = '{"keytype":"CONFIG","magic":0}';

test('a registration writes the bytes that Confluent writes', () => {
  const registry = new TestRegistry();
  assert.deepEqual(registry.written(register('orders-value', 'Order: id')), [
    {
      key: '{"keytype":"SCHEMA","subject":"orders-value","version":1,"magic":1}',
      value: '{"subject":"orders-value","version":1,"id":1,"schemaType":"AVRO","schema":"Order: id","deleted":false}',
    },
  ]);
});

test('references, metadata and rules stand before the schema, their members in order and their maps sorted', () => {
  const registry = new TestRegistry();
  registry.register('money', 'Money: amount');
  const [record] = registry.written(
    register('orders', 'Order: @Money "quoted"', {
      references: [{ name: 'Money', subject: 'money', version: -1 }],
      metadata: readMetadata({
        sensitive: ['b'],
        properties: { b: '2', 10: 'x', 9: 'y' },
        tags: { 'o.m': ['PII', 'A'] },
      }),
      ruleSet: readRuleSet({
        domainRules: [
          { type: 'CEL', name: 'check', mode: 'WRITE', kind: 'CONDITION', expr: 'a > "b"', params: { k: 'v' } },
        ],
      }),
    }),
  );
  assert.equal(record?.key, '{"keytype":"SCHEMA","subject":"orders","version":1,"magic":1}');
  const { md5 } = JSON.parse(record?.value ?? '{}') as { md5: string };
  assert.equal(Buffer.from(md5, 'base64').length, 16, 'secrets come with an MD5');
  assert.equal(
    record?.value,
    `{"subject":"orders","version":1,"id":2,"md5":"${md5}","schemaType":"AVRO",` +
      '"references":[{"name":"Money","subject":"money","version":1}],' +
      '"metadata":{"tags":{"o.m":["A","PII"]},"properties":{"10":"x","9":"y","b":"2"},"sensitive":["b"]},' +
      '"ruleSet":{"domainRules":[{"name":"check","kind":"CONDITION","mode":"WRITE","type":"CEL","params":{"k":"v"},"expr":"a > \\"b\\"","disabled":false}]},' +
      '"schema":"Order: @Money \\"quoted\\"","deleted":false}',
  );
});

test('configs, modes, contexts and deletions have their own keys and values', () => {
  const registry = new TestRegistry();
  const written = [
    ...registry.written({ type: 'putConfig', subject: null, config: { compatibility: 'full' } }),
    ...registry.written({ type: 'putConfig', subject: 's', config: { compatibility: 'NONE', normalize: true } }),
    ...registry.written({ type: 'putMode', subject: 's', mode: 'READWRITE', force: false }),
    ...registry.written(register(':.ctx:s', 'S: a')),
    ...registry.written(register('s', 'S: a')),
    ...registry.written({ type: 'deleteSubject', subject: 's', permanent: false }),
    ...registry.written({ type: 'putMode', subject: 's', mode: 'IMPORT', force: false }),
    ...registry.written({ type: 'putMode', subject: null, mode: 'READWRITE', force: false }),
  ];
  assert.deepEqual(written.slice(0, 4), [
    { key: GLOBAL_CONFIG, value: '{"compatibilityLevel":"FULL"}' },
    {
      key: '{"keytype":"CONFIG","subject":"s","magic":0}',
      value: '{"subject":"s","normalize":true,"compatibilityLevel":"NONE"}',
    },
    { key: '{"keytype":"MODE","subject":"s","magic":0}', value: '{"subject":"s","mode":"READWRITE"}' },
    {
      key: '{"keytype":"CONTEXT","tenant":"default","context":".ctx","magic":0}',
      value: '{"tenant":"default","context":".ctx"}',
    },
  ]);
  assert.deepEqual(written.slice(6), [
    { key: '{"keytype":"DELETE_SUBJECT","subject":"s","magic":0}', value: '{"subject":"s","version":1}' },
    { key: '{"keytype":"MODE","subject":"s","magic":0}', value: null },
    { key: '{"keytype":"CONFIG","subject":"s","magic":0}', value: null },
    { key: '{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}', value: null },
    { key: '{"keytype":"CLEAR_SUBJECT","subject":"s","magic":0}', value: '{"subject":"s"}' },
    { key: '{"keytype":"MODE","subject":"s","magic":0}', value: '{"subject":"s","mode":"IMPORT"}' },
    { key: '{"keytype":"MODE","magic":0}', value: '{"mode":"READWRITE"}' },
  ]);
});

test('a version that is deleted is written again with the place it had', () => {
  const registry = new TestRegistry();
  registry.register('s', 'S: a');
  assert.deepEqual(registry.written({ type: 'deleteVersion', subject: 's', version: 1, permanent: false }), [
    {
      key: '{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}',
      value: `{"subject":"s","version":1,"id":1,"schemaType":"AVRO","schema":"S: a","deleted":true,"offset":0,"ts":${NOW}}`,
    },
  ]);
});

test('with compat 7 the type of Avro schemas stays out of records, as it was up to 7.9', () => {
  const registry = new TestRegistry({ compat: 7 });
  const [record] = registry.written(register('s', 'S: a'));
  assert.equal(record?.value, '{"subject":"s","version":1,"id":1,"schema":"S: a","deleted":false}');
});

test('records of older and other registries are read', () => {
  const registry = new TestRegistry();
  const { state } = registry;
  const records: readonly (readonly [string, string])[] = [
    [
      '{"subject":"k","version":1,"magic":1,"keytype":"SCHEMA"}',
      '{"subject":"k","version":1,"id":7,"schema":"K: a","deleted":false}',
    ],
    [
      '{"keytype":"SCHEMA","subject":"old","version":1,"magic":0}',
      '{"subject":"old","version":1,"id":8,"schema":"O: a","deleted":false}',
    ],
    [
      '{"keytype":"SCHEMA","subject":"r","version":2,"magic":1,"seq":3,"node":1}',
      '{"version":2,"id":9,"schemaType":"JSON","schema":"R: a","deleted":true,"unknown":{"x":[1]}}',
    ],
    ['{"keytype":"CONFIG","subject":null,"magic":0}', '{"compatibilityLevel":"FORWARD"}'],
    ['{"keytype":"CONFIG","subject":"k","magic":0}', '{"compatibilityLevel":"NONE","future":1}'],
    ['{"keytype":"MODE","subject":"k","magic":0}', '{"mode":"READONLY"}'],
    ['{"keytype":"ASSOC","magic":0}', '{"any":"thing"}'],
    ['{"keytype":"NOOP","magic":0}', '{}'],
  ];
  for (const [key, value] of records) assert.equal(registry.writeText(key, value), null, key);
  assert.equal(state.schemas.version('k', 1)?.content.schemaType, 'AVRO');
  assert.equal(state.schemas.version('old', 1)?.id, 8);
  assert.equal(state.schemas.version('r', 2)?.isDeleted, true);
  assert.equal(state.configAt(null)?.compatibilityLevel, 'FORWARD');
  assert.equal(state.configAt('k')?.compatibilityLevel, 'NONE');
  assert.equal(state.modeAt('k'), 'READONLY');
});

test('what cannot be read is passed over with a reason, and changes nothing', () => {
  const registry = new TestRegistry();
  registry.register('s', 'S: a');
  const schemaKey = '{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}';
  const bad: readonly (readonly [string, string])[] = [
    ['', '{}'],
    ['no json', '{}'],
    ['[]', '{}'],
    ['{"magic":1}', '{}'],
    ['{"keytype":"SCHEMA","subject":"s","magic":1}', '{}'],
    ['{"keytype":"SCHEMA","subject":"s","version":1,"magic":2}', '{}'],
    ['{"keytype":"SCHEMA","subject":7,"version":1,"magic":1}', '{}'],
    [schemaKey, '{"id":1'],
    [schemaKey, '{"schema":"S: a"}'],
    [schemaKey, '{"id":1,"schema":"S: a","schemaType":"XML"}'],
    [schemaKey, '{"id":1,"schema":"S: a","references":7}'],
    [schemaKey, '{"id":1,"schema":"S: a","references":[{"name":"n","subject":"s","version":2147483648}]}'],
    [schemaKey, '{"id":4294967297,"schema":"S: a"}'],
    [GLOBAL_CONFIG, '{"compatibilityLevel":"SIDEWAYS"}'],
    ['{"keytype":"MODE","magic":0}', '{"mode":"SLEEPY"}'],
    ['{"keytype":"DELETE_SUBJECT","subject":"s","magic":0}', '{}'],
  ];
  for (const [key, value] of bad) {
    const problem = registry.writeText(key, value);
    assert.equal(problem?.kind, 'unreadable', `${key} ${value}`);
    assert.match(problem.reason, /offset \d+ cannot be read/);
  }
  assert.equal(registry.state.schemas.version('s', 1)?.isDeleted, false);
  assert.equal(registry.state.configAt(null), null);
  assert.equal(registry.state.lastOffset, bad.length);
});

test('no bytes make the state fail, and what it takes in is whole', () => {
  const keys = [
    '{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}',
    '{"keytype":"CONFIG","subject":null,"magic":0}',
    '{"keytype":"MODE","subject":":.c:","magic":0}',
    '{"keytype":"DELETE_SUBJECT","subject":"s","magic":0}',
    '{"keytype":"CLEAR_SUBJECT","magic":0}',
    '{"keytype":"CONTEXT","tenant":"default","context":".c","magic":0}',
  ];
  const values = [
    '{"subject":"s","version":1,"id":1,"references":[{"name":"a","subject":"s","version":1}],"metadata":{"properties":{"__proto__":"x"}},"schema":"S: a","deleted":true}',
    '{"compatibilityLevel":"FULL","defaultRuleSet":{"domainRules":[{"name":"r","params":{"a":1}}]}}',
    '{"mode":"READONLY","version":1}',
  ];
  const damaged = (texts: readonly string[]): fc.Arbitrary<Buffer> =>
    fc
      .tuple(
        fc.constantFrom(...texts),
        fc.array(fc.tuple(fc.nat(200), fc.integer({ min: 0, max: 255 })), { maxLength: 2 }),
      )
      .map(([text, changes]) => {
        const bytes = Buffer.from(text);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        return bytes;
      });
  const record = fc.tuple(damaged(keys), fc.option(damaged(values), { freq: 8 }));
  fc.assert(
    fc.property(fc.array(record, { maxLength: 20 }), (records) => {
      const registry = new TestRegistry();
      for (const [key, value] of records) registry.write({ key, value });
      for (const { name, versions } of registry.state.schemas.subjects()) {
        assert.ok(versions.length > 0, name);
        for (const { context, id } of versions)
          assert.notEqual(registry.state.schemas.representative(context, id), null);
      }
      listSchemas(registry, { deleted: true });
    }),
    { numRuns: 300 },
  );
});

test('a key in another byte form is one with ours: the later record counts, and a new value takes the old form away', () => {
  const registry = new TestRegistry();
  const karapace = '{"subject":"s","version":1,"magic":1,"keytype":"SCHEMA"}';
  registry.writeText(karapace, '{"subject":"s","version":1,"id":1,"schema":"S: a","deleted":false}');
  const ours = '{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}';
  const soft = registry.written({ type: 'deleteVersion', subject: 's', version: 1, permanent: false });
  assert.deepEqual(
    soft.map(({ key, value }) => [key, value === null]),
    [
      [karapace, true],
      [ours, false],
    ],
  );
  assert.equal(registry.state.schemas.version('s', 1)?.isDeleted, true);
  const hard = registry.written({ type: 'deleteVersion', subject: 's', version: 1, permanent: true });
  assert.deepEqual(hard, [{ key: ours, value: null }], 'the old form is gone already');
  assert.equal(registry.state.schemas.versionCount, 0);
});

test('an old global key is taken away too', () => {
  const registry = new TestRegistry();
  const old = '{"keytype":"CONFIG","subject":null,"magic":0}';
  registry.writeText(old, '{"compatibilityLevel":"FULL"}');
  const written = registry.written({ type: 'deleteConfig', subject: null });
  assert.deepEqual(written, [
    { key: old, value: null },
    { key: GLOBAL_CONFIG, value: null },
  ]);
  assert.equal(registry.state.configAt(null), null);
});

test('an id that another text has is not given away: the leader writes the old value back', () => {
  const registry = new TestRegistry();
  registry.register('s', 'S: a');
  const key = '{"keytype":"SCHEMA","subject":"t","version":1,"magic":1}';
  const value = '{"subject":"t","version":1,"id":1,"schemaType":"AVRO","schema":"T: b","deleted":false}';
  const problem = registry.writeText(key, value);
  assert.equal(problem?.kind, 'idTaken');
  assert.deepEqual(problem.rewrite.map(textRecord), [{ key, value: null }]);
  assert.equal(registry.state.schemas.version('t', 1), null);
  const own = registry.writeText('{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}', value);
  assert.equal(own?.kind, 'idTaken');
  assert.match(own.rewrite[0]?.value?.toString() ?? '', /"schema":"S: a"/);
  const follower = registry.state.apply(Buffer.from(key), Buffer.from(value), {
    offset: 9,
    timestamp: 0,
    isLeader: false,
  });
  assert.equal(follower?.kind, 'idTaken');
  assert.deepEqual(follower.rewrite, []);
  assert.equal(registry.writeText(key.replace('"t"', '":.ctx:t"'), value), null, 'other contexts have their own ids');
});

test('a GUID is what Confluent computes', () => {
  const plain = { references: [], metadata: null, ruleSet: null };
  assert.equal(schemaGuid({ text: '"string"', ...plain }), '095d71cf-1255-6b9d-5e33-0ad575b3df5d');
  const variants = [
    { text: '"string"', ...plain, metadata: readMetadata({}) },
    { text: '"string"', ...plain, ruleSet: readRuleSet({}) },
    { text: '"string"', ...plain, metadata: readMetadata({ properties: { a: 'b' } }) },
    { text: '"string"', ...plain, references: [{ name: 'n', subject: 's', version: 1 }] },
    { text: '"string"', ...plain, references: [{ name: 'n', subject: 's', version: 2 }] },
    { text: '"string"', ...plain, ruleSet: readRuleSet({ domainRules: [{ name: 'r' }] }) },
    { text: '"string"', ...plain, ruleSet: readRuleSet({ domainRules: [{ name: 'r', disabled: true }] }) },
  ];
  const guids = variants.map(schemaGuid);
  assert.equal(guids[0], guids[1], 'the mark that something is there is the same for both');
  assert.equal(new Set(guids).size, variants.length - 1);
});
