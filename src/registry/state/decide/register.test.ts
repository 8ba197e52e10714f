import assert from 'node:assert/strict';
import { test } from 'node:test';
import { avroFormat, jsonSchemaFormat } from '#schema';
import { isRegistryError } from '../../registry-errors.ts';
import { readMetadata, readRuleSet } from '../entity-shapes.ts';
import { getVersion } from '../reads/subjects.ts';
import { NOW, register, TestRegistry } from '../state.testing.ts';
import { explainRegistration } from './register.ts';

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (isRegistryError(error)) return error.message;
    throw error;
  }
  return assert.fail('it went well');
}

test('a known schema gets its id back, and writes nothing', () => {
  const registry = new TestRegistry();
  const first = registry.register('a', 'Order: id');
  assert.deepEqual({ ...first, guid: '' }, { id: 1, version: 1, guid: '', schemaType: 'AVRO', schema: 'Order: id' });
  assert.deepEqual(registry.written(register('a', ' Order:  id ')), []);
  assert.deepEqual(registry.register('a', ' Order:  id '), first);
  assert.equal(registry.register('b', 'Order: id').id, 1, 'another subject has the same id');
  assert.equal(registry.register('b', 'Order: id total?').id, 2);
  assert.equal(registry.register('b', 'Order: id total?').version, 2);
});

test('up to 7.9 a registration answers the id alone', () => {
  const registry = new TestRegistry({ compat: 7 });
  assert.deepEqual(registry.register('a', 'Order: id'), { id: 1 });
  registry.execute({
    type: 'putConfig',
    subject: 'a',
    config: { defaultMetadata: readMetadata({ properties: { k: 'v' } }) },
  });
  assert.deepEqual(registry.register('a', 'Order: id total?'), {
    id: 2,
    version: 2,
    metadata: { properties: Object.assign(Object.create(null), { k: 'v' }) },
    schema: 'Order: id total?',
  });
});

test('each context counts its own ids', () => {
  const registry = new TestRegistry();
  registry.register('a', 'A: x');
  assert.equal(registry.register('a2', 'B: x').id, 2);
  assert.equal(registry.register(':.ctx:b', 'B: x').id, 1);
  assert.equal(registry.register(':.ctx:b', 'B: x y?').id, 2);
  assert.equal(registry.register(':.other:b', 'B: x').id, 1);
});

test('two texts of one type but another are two schemas, though their GUID is one', () => {
  const registry = new TestRegistry();
  const avro = registry.register('a', 'A: x');
  const json = registry.register('b', 'A: x', { schemaType: 'JSON' });
  assert.equal(avro.guid, json.guid);
  assert.notEqual(avro.id, json.id);
});

test('a subject takes what its level allows, and the refusal says what is wrong', () => {
  const registry = new TestRegistry();
  registry.register('a', 'Order: id');
  assert.equal(registry.code(register('a', 'Order: id total')), 40901);
  const message = messageOf(() => registry.register('a', 'Order: id total'));
  const details = message.slice(message.indexOf('[') + 1, -1).split(', {');
  assert.deepEqual(details, [
    "{errorType:'FIELD_WITHOUT_DEFAULT', description:'At path '/total' the new schema cannot read what the old schema has written', additionalInfo:'total is new'}",
    'oldSchemaVersion: 1}',
    "oldSchema: 'Order: id'}",
    "validateFields: 'false', compatibility: 'BACKWARD'}",
  ]);
  assert.equal(registry.register('a', 'Order: id total', { force: true }).version, 2);
  const older = new TestRegistry({ compat: 7 });
  older.register('a', 'Order: id');
  assert.equal(older.code(register('a', 'Order: id total')), 409);
});

test('levels say who reads whose data, and how far back', () => {
  const levels: Readonly<Record<string, readonly [adds: boolean, removes: boolean, returns: boolean]>> = {
    NONE: [true, true, true],
    BACKWARD: [false, true, true],
    BACKWARD_TRANSITIVE: [false, true, false],
    FORWARD: [true, false, true],
    FORWARD_TRANSITIVE: [true, false, true],
    FULL: [false, false, true],
    FULL_TRANSITIVE: [false, false, false],
  };
  const isTaken = (level: string, earlier: readonly string[], schema: string): boolean => {
    const registry = new TestRegistry();
    for (const text of earlier) registry.register('a', text, { force: true });
    registry.execute({ type: 'putConfig', subject: 'a', config: { compatibility: level } });
    return registry.code(register('a', schema)) === null;
  };
  for (const [level, [adds, removes, returns]] of Object.entries(levels)) {
    assert.equal(isTaken(level, ['Order: id'], 'Order: id new'), adds, `${level}: a field is added`);
    assert.equal(isTaken(level, ['Order: id old'], 'Order: id'), removes, `${level}: a field is removed`);
    assert.equal(
      isTaken(level, ['Order: id', 'Order: id x?'], 'Order: id x'),
      returns,
      `${level}: fits the last alone`,
    );
  }
});

test('another type under a subject is incompatible but under NONE', () => {
  const registry = new TestRegistry();
  registry.register('a', 'Order: id');
  const message = messageOf(() => registry.register('a', 'Order: id', { schemaType: 'JSON' }));
  assert.match(message, /Incompatible because of different schema type/);
  registry.execute({ type: 'putConfig', subject: null, config: { compatibility: 'NONE' } });
  assert.equal(registry.register('a', 'Order: id', { schemaType: 'JSON' }).version, 2);
  assert.equal(registry.code(register('b', 'Order: id', { schemaType: 'XML' })), 42201);
});

test('versions of another compatibility group are not compared', () => {
  const registry = new TestRegistry();
  registry.execute({ type: 'putConfig', subject: 'a', config: { compatibilityGroup: 'major' } });
  const major = (value: string) => ({ metadata: readMetadata({ properties: { major: value } }) });
  registry.register('a', 'Order: id', major('1'));
  assert.equal(registry.code(register('a', 'Order: id total', major('1'))), 40901);
  assert.equal(registry.register('a', 'Order: id total', major('2')).version, 2);
  assert.equal(registry.code(register('a', 'Order: id more', major('1'))), 40901);
  assert.equal(registry.register('a', 'Order: id more?', major('1')).version, 3);
});

test('metadata and rules come from the previous version and the config, and make a schema another one', () => {
  const registry = new TestRegistry();
  const first = registry.register('a', 'Order: id', { metadata: readMetadata({ properties: { owner: 'x' } }) });
  assert.equal(registry.register('a', 'Order: id').id, first.id, 'inherited: nothing is new');
  registry.execute({
    type: 'putConfig',
    subject: 'a',
    config: {
      defaultMetadata: readMetadata({ properties: { owner: 'default', team: 'default' } }),
      overrideMetadata: readMetadata({ properties: { level: 'high' } }),
      overrideRuleSet: readRuleSet({ domainRules: [{ name: 'r', mode: 'WRITE' }] }),
    },
  });
  registry.register('a', 'Order: id');
  const { metadata, ruleSet } = getVersion(registry, { subject: 'a', version: 2 }) as {
    metadata: { properties: Record<string, string> };
    ruleSet: { domainRules: { name: string }[] };
  };
  assert.deepEqual({ ...metadata.properties }, { level: 'high', owner: 'x', team: 'default' });
  assert.deepEqual(
    ruleSet.domainRules.map(({ name }) => name),
    ['r'],
  );
  assert.equal(registry.register('a', 'Order: id').version, 2);
});

test('a registration without a schema takes the previous one with new metadata', () => {
  const registry = new TestRegistry();
  assert.equal(registry.code(register('a', null)), 42201);
  registry.register('a', 'Order: id');
  const metadata = readMetadata({ properties: { k: 'v' } });
  const { id, version, schema } = registry.execute(register('a', '', { metadata })) as Record<string, unknown>;
  assert.deepEqual([id, version, schema], [2, 2, 'Order: id']);
});

test('with normalize, spellings are one schema', () => {
  const registry = new TestRegistry();
  registry.register('a', 'Order: a b', { normalize: true });
  assert.equal(registry.register('a', 'Order: b a', { normalize: true }).version, 1);
  assert.equal(registry.register('a', 'Order: b a').version, 2);
  registry.execute({ type: 'putConfig', subject: 'b', config: { normalize: true } });
  assert.equal(registry.register('b', 'Order: b a').schema, 'Order: a b');
});

test('references are found in the context of the schema, theirs too, and -1 becomes the latest number', () => {
  const registry = new TestRegistry();
  registry.register(':.ctx:money', 'Money: amount');
  registry.register(':.ctx:money', 'Money: amount currency?');
  const reference = { name: 'Money', subject: 'money', version: -1 };
  assert.equal(registry.code(register('order', 'Order: @Money', { references: [reference] })), 42201);
  registry.register(':.ctx:order', 'Order: @Money', { references: [reference] });
  const stored = registry.state.schemas.version(':.ctx:order', 1);
  assert.deepEqual(stored?.content.references, [{ name: 'Money', subject: 'money', version: 2 }]);
  assert.equal(registry.register(':.ctx:order', 'Order: amount currency?').version, 1, 'resolved it says the same');
  const absent = { ...reference, version: 7 };
  assert.equal(registry.code(register(':.ctx:order', 'Order: @Money x?', { references: [absent] })), 42201);
});

test('references in a circle are refused', () => {
  const registry = new TestRegistry();
  for (const [subject, other, id] of [
    ['a', 'b', 1],
    ['b', 'a', 2],
  ] as const) {
    const references = `[{"name":"${other}","subject":"${other}","version":1}]`;
    registry.writeText(
      `{"keytype":"SCHEMA","subject":"${subject}","version":1,"magic":1}`,
      `{"subject":"${subject}","version":1,"id":${id},"references":${references},"schema":"S${id}: @${other}","deleted":false}`,
    );
  }
  const references = [{ name: 'a', subject: 'a', version: 1 }];
  assert.match(
    messageOf(() => registry.register('c', 'C: @a', { references })),
    /circle: a version 1 → b version 1 → a/,
  );
});

test('references that meet again are followed once, however many ways lead there', () => {
  const registry = new TestRegistry();
  registry.register('s0', 'S0: x');
  for (let depth = 1; depth <= 40; depth++) {
    const before = `s${depth - 1}`;
    const references = ['l', 'r'].map((side) => ({ name: `${side}${depth}`, subject: before, version: 1 }));
    assert.equal(registry.code(register(`s${depth}`, `S${depth}: @l${depth} @r${depth}`, { references })), null);
  }
});

test('a version number of the request must be the next one', () => {
  const registry = new TestRegistry();
  assert.equal(registry.code(register('a', 'A: x', { version: 2 })), 42201);
  assert.equal(registry.register('a', 'A: x', { version: 1 }).version, 1);
  assert.equal(registry.register('a', 'A: x y?', { version: -1 }).version, 2);
});

test('in mode IMPORT ids and versions come in as they are, compatible or not', () => {
  const registry = new TestRegistry();
  assert.equal(registry.code(register('a', 'A: x', { id: 7 })), 42205);
  registry.execute({ type: 'putMode', subject: 'a', mode: 'IMPORT', force: false });
  assert.equal(registry.code(register('a', 'A: x')), 42205, 'an id is needed');
  const imported = registry.register('a', 'A: x', { id: 70, version: 5 });
  assert.deepEqual([imported.id, imported.version], [70, 5]);
  assert.deepEqual(registry.written(register('a', 'A: x', { id: 70, version: 5 })), [], 'once is enough');
  assert.equal(registry.register('a', 'A: other', { id: 71 }).version, 6);
  assert.equal(registry.code(register('a', 'A: third', { id: 70, version: 7 })), 42205, 'the id is taken');
  assert.equal(registry.code(register('a', 'A: third', { id: 72, version: 6 })), 42207, 'the version has another id');
  registry.execute({ type: 'putMode', subject: 'a', mode: 'READWRITE', force: false });
  assert.equal(registry.register('b', 'B: x').id, 72, 'ids go on behind the highest');
});

test('in mode FORWARD what another registry has given ids comes in, and nothing else, whatever a subject says', () => {
  const registry = new TestRegistry();
  registry.register('a', 'A: x');
  registry.execute({ type: 'putMode', subject: 'a', mode: 'READWRITE', force: false });
  registry.execute({ type: 'putMode', subject: null, mode: 'FORWARD', force: false });
  assert.equal(registry.code(register('a', 'A: x y?')), 42205, 'an id is needed');
  const forwarded = registry.register('a', 'A: z', { id: 30, version: 4 });
  assert.deepEqual([forwarded.id, forwarded.version], [30, 4], 'it is compared with nothing');
  assert.equal(registry.code(register('a', 'A: other', { id: 30, version: 5 })), 42205, 'the id is taken');
  assert.equal(registry.code({ type: 'deleteVersion', subject: 'a', version: 4, permanent: false }), null);
});

test('nothing is registered where the mode is read-only', () => {
  const registry = new TestRegistry();
  registry.execute({ type: 'putMode', subject: 'a', mode: 'READONLY', force: false });
  assert.equal(registry.code(register('a', 'A: x')), 42205);
  assert.equal(registry.code(register('b', 'A: x')), null);
  registry.execute({ type: 'putMode', subject: null, mode: 'READONLY_OVERRIDE', force: false });
  registry.execute({ type: 'putMode', subject: 'b', mode: 'READWRITE', force: false });
  assert.equal(registry.code(register('b', 'A: x y?')), 42205);
});

test('a schema that comes back after its deletion has its id, a new version, and the old one is gone', () => {
  const registry = new TestRegistry();
  registry.register('a', 'A: x');
  registry.execute({ type: 'deleteSubject', subject: 'a', permanent: false });
  const again = registry.register('a', 'A: x');
  assert.deepEqual([again.id, again.version], [1, 2]);
  assert.equal(registry.state.schemas.version('a', 1), null);
  assert.deepEqual(registry.log.at(-1)?.value, null);
});

test('subjects with control characters and reserved names are refused', () => {
  const registry = new TestRegistry();
  for (const subject of ['', ':*:a', 'a\nb', '__GLOBAL', '__EMPTY', ':.ctx:', ':.ctx:__GLOBAL']) {
    assert.equal(registry.code(register(subject, 'A: x')), 42208, JSON.stringify(subject));
  }
});

test('a schema that is too large is refused, and so are rules that make no sense', () => {
  const registry = new TestRegistry({ maxSchemaLength: 10 });
  assert.equal(registry.code(register('a', 'Order: identifier')), 42209);
  const rules: readonly unknown[] = [
    { domainRules: [{ name: '' }] },
    { domainRules: [{ name: 'a b' }] },
    { domainRules: [{ name: 'a' }, { name: 'a' }] },
    { domainRules: [{ name: 'a', mode: 'UPGRADE' }] },
    { migrationRules: [{ name: 'a', mode: 'WRITE' }] },
  ];
  for (const ruleSet of rules)
    assert.equal(registry.code(register('a', 'A: x', { ruleSet: readRuleSet(ruleSet) })), 42210);
});

test('a dry run tells each difference to each version that is compared, and writes nothing', () => {
  const registry = new TestRegistry();
  registry.register('a', 'A: x');
  registry.register('a', 'A: x y?');
  registry.execute({ type: 'putConfig', subject: 'a', config: { compatibility: 'FULL_TRANSITIVE' } });
  const world = { now: NOW, schemas: registry.schemas };
  const { isCompatible, versions } = explainRegistration(registry.state, register('a', 'A: y'), world);
  assert.equal(isCompatible, false);
  const told = versions.map(({ version, differences }) => [
    version,
    ...differences.map((one) => `${one.reader} ${one.path} ${one.isCompatible}`),
  ]);
  assert.deepEqual(told, [
    [2, 'old /x false'],
    [1, 'new /y false', 'old /x false'],
  ]);
  assert.equal(registry.state.schemas.versionCount, 2);
});

test('with Avro, another spelling of a stored schema is that version, and a new doc is a new one', () => {
  const registry = new TestRegistry({ formats: new Map([['AVRO', avroFormat]]) });
  const { guid } = registry.register('s', '"string"');
  assert.equal(guid, '095d71cf-1255-6b9d-5e33-0ad575b3df5d');
  registry.writeText(
    '{"keytype":"SCHEMA","subject":"r","version":1,"magic":1}',
    String.raw`{"subject":"r","version":1,"id":9,"schema":"{ \"name\":\"R\", \"type\":\"record\", \"fields\":[] }","deleted":false}`,
  );
  assert.equal(registry.register('r', '{"type":"record","name":"R","fields":[]}').id, 9);
  assert.equal(registry.register('r', '{"type":"record","name":"R","doc":"d","fields":[]}').version, 2);
  assert.equal(
    registry.code(register('r', '{"type":"record","name":"R","fields":[{"name":"f","type":"int"}]}')),
    40901,
  );
  assert.equal(registry.code(register('r', '{"type":"recor')), 42201);
});

test('with validateFields, a JSON Schema has no property that is kept for registries', () => {
  const registry = new TestRegistry({ formats: new Map([['JSON', jsonSchemaFormat]]) });
  const schema = '{"type":"object","properties":{"$$id":{"type":"string"}}}';
  registry.execute({ type: 'putConfig', subject: 'a', config: { validateFields: true } });
  assert.equal(registry.code(register('a', schema, { schemaType: 'JSON' })), 42201);
  assert.equal(registry.code(register('b', schema, { schemaType: 'JSON' })), null);
});

test('tags of a request are written into the schema, and those of the previous version go on where asked', () => {
  const registry = new TestRegistry({ formats: new Map([['AVRO', avroFormat]]) });
  const schema = '{"type":"record","name":"R","fields":[{"name":"mail","type":"string"}]}';
  const tags = [{ schemaEntity: { entityPath: 'R.mail', entityType: 'sr_field' }, tags: ['PII'] }];
  const first = registry.register('r', schema, { schemaTagsToAdd: tags });
  assert.equal(first.schema, schema.replace('"string"', '"string","confluent:tags":["PII"]'));
  const wider = schema.replace(']', ',{"name":"more","type":"int","default":1}]');
  const second = registry.register('r', wider, { propagateSchemaTags: true });
  assert.equal(second.schema, wider.replace('"string"', '"string","confluent:tags":["PII"]'));
  assert.equal(registry.register('r', schema, { schemaTagsToRemove: tags }).version, 3);
  const nowhere = [{ schemaEntity: { entityPath: 'R.none', entityType: 'sr_field' }, tags: ['PII'] }];
  assert.equal(registry.code(register('r', schema, { schemaTagsToAdd: nowhere })), 42201);
});
