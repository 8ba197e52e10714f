import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMetadata, readRuleSet } from '../entity-shapes.ts';
import { codeOf, NOW, request, TestRegistry } from '../state.testing.ts';
import { checkCompatibility } from './compatibility.ts';
import { findById, idsOfGuid, schemaByGuid, schemaById, schemaTextById, subjectsOfId, versionsOfId } from './ids.ts';
import { listContexts, listSchemas, resolveAlias, schemaTypes } from './listings.ts';
import { parseVersionId } from './pages.ts';
import {
  findByMetadata,
  getVersion,
  getVersionText,
  listSubjects,
  listVersions,
  lookUpSchema,
  referencedBy,
} from './subjects.ts';

/** a (1, 2), b (1, deleted), and in another context a (1). */
function filled(settings: { compat?: 7 | 8; schemaSearchLimit?: number } = {}): TestRegistry {
  const registry = new TestRegistry(settings);
  registry.register('a', 'A: x');
  registry.register('a', 'A: x y?');
  registry.register('b', 'A: x');
  registry.register(':.ctx:a', 'C: x');
  registry.execute({ type: 'deleteSubject', subject: 'b', permanent: false });
  return registry;
}

test('subjects are listed by prefix and context, deleted ones on demand', () => {
  const { state } = filled();
  assert.deepEqual(listSubjects(state), [':.ctx:a', 'a']);
  assert.deepEqual(listSubjects(state, { deleted: true }), [':.ctx:a', 'a', 'b']);
  assert.deepEqual(listSubjects(state, { deletedOnly: true }), ['b']);
  assert.deepEqual(listSubjects(state, { subjectPrefix: '' }), ['a']);
  assert.deepEqual(listSubjects(state, { subjectPrefix: ':.ctx:' }), [':.ctx:a']);
  assert.deepEqual(listSubjects(state, { subjectPrefix: ':*:a' }), [':.ctx:a', 'a']);
  assert.deepEqual(listSubjects(state, { subjectPrefix: 'z' }), []);
  assert.deepEqual(listSubjects(state, { deleted: true, offset: 1, limit: 1 }), ['a']);
  assert.deepEqual(listSubjects(state, { isVisible: (subject) => subject !== 'a', limit: 1 }), [':.ctx:a']);
});

test('a version is shown with all that is known of it; before 8 with less', () => {
  const registry = filled();
  const shown = getVersion(registry, { subject: 'a', version: 2 });
  const { guid } = shown;
  assert.deepEqual(shown, {
    subject: 'a',
    version: 2,
    id: 2,
    schemaType: 'AVRO',
    schema: 'A: x y?',
    guid,
    ts: NOW + 1,
    deleted: false,
  });
  assert.match(String(guid), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.deepEqual(getVersion(registry, { subject: ':.:a', version: -1 }), shown);
  assert.equal(getVersionText(registry, { subject: 'a', version: 1 }), 'A: x');
  const older = filled({ compat: 7 });
  assert.deepEqual(getVersion(older, { subject: 'a', version: 1 }), {
    subject: 'a',
    version: 1,
    id: 1,
    schema: 'A: x',
  });
  assert.deepEqual(schemaById(older, 1), { schema: 'A: x' });
});

test('what is missing is told apart: subject, version, deleted', () => {
  const registry = filled();
  const code = (subject: string, version: number, deleted = false): number | null =>
    codeOf(() => getVersion(registry, { subject, version, deleted }));
  assert.equal(code('none', 1), 40401);
  assert.equal(code('a', 3), 40402);
  assert.equal(code('b', 1), 40401);
  assert.equal(code('b', 1, true), null);
  assert.equal(code('b', -1, true), null);
  assert.equal(code('b', 2, true), 40402);
  assert.equal(
    codeOf(() => listVersions(registry.state, 'b')),
    40401,
  );
  assert.deepEqual(listVersions(registry.state, 'b', { deletedOnly: true }), [1]);
  assert.deepEqual(listVersions(registry.state, 'a', { offset: 1 }), [2]);
});

test('versions in paths are numbers from 1, -1, or latest', () => {
  assert.deepEqual(['1', '2147483647', 'latest', 'LATEST', '-1'].map(parseVersionId), [1, 2147483647, -1, -1, -1]);
  for (const text of ['0', '-2', '2147483648', '1.5', 'x', '', '1e3']) {
    assert.equal(
      codeOf(() => parseVersionId(text)),
      42202,
      text,
    );
  }
});

test('an id is looked for in its context, and a subject without one in all', () => {
  const registry = filled();
  const { guid, ...shown } = schemaById(registry, 1, { fetchMaxId: true });
  assert.equal(typeof guid, 'string');
  assert.deepEqual(shown, {
    subject: 'a',
    version: 1,
    schemaType: 'AVRO',
    schema: 'A: x',
    maxId: 2,
    ts: NOW,
    deleted: false,
  });
  assert.equal(schemaTextById(registry, 1, { subject: ':.ctx:' }), 'C: x');
  assert.equal(schemaTextById(registry, 1, { subject: ':.ctx:other' }), 'C: x');
  registry.register(':.ctx:only', 'C: x z?');
  registry.register(':.ctx:only', 'C: x z? w?');
  assert.equal(
    codeOf(() => schemaById(registry, 3)),
    40403,
  );
  assert.equal(schemaTextById(registry, 3, { subject: 'only' }), 'C: x z? w?');
  assert.equal(
    codeOf(() => schemaById(registry, 9, { subject: 'only' })),
    40403,
  );
  assert.equal(findById(registry.state, 1, 'b').subject, 'b', 'the subject that was asked for, deleted as it is');
});

test('who has an id is listed, deleted ones on demand', () => {
  const { state } = filled();
  assert.deepEqual(subjectsOfId(state, 1), ['a']);
  assert.deepEqual(subjectsOfId(state, 1, { deleted: true }), ['a', 'b']);
  assert.deepEqual(versionsOfId(state, 1, { deleted: true, offset: 1 }), [{ subject: 'b', version: 1 }]);
  assert.deepEqual(versionsOfId(state, 1, { subject: ':.ctx:' }), [{ subject: ':.ctx:a', version: 1 }]);
  assert.equal(
    codeOf(() => subjectsOfId(state, 9)),
    40403,
  );
});

test('an id that two subjects have is shown by the one that is left', () => {
  const registry = filled();
  const shown = (): unknown => schemaById(registry, 1)['subject'];
  registry.execute({ type: 'deleteSubject', subject: 'a', permanent: false });
  assert.equal(shown(), 'a', 'both are deleted: the first');
  registry.execute({ type: 'deleteSubject', subject: 'a', permanent: true });
  assert.equal(shown(), 'b');
  registry.register('c', 'A: x');
  assert.equal(shown(), 'c', 'a live one goes first');
});

test('a schema of many subjects loses them one by one, in any order', () => {
  const registry = new TestRegistry();
  const names = ['a', 'b', 'c', 'd', 'e'];
  for (const name of names) registry.register(name, 'A: x');
  const left = new Set(names);
  for (const name of ['b', 'e', 'a', 'd']) {
    registry.execute({ type: 'deleteSubject', subject: name, permanent: false });
    registry.execute({ type: 'deleteSubject', subject: name, permanent: true });
    left.delete(name);
    assert.deepEqual(subjectsOfId(registry.state, 1), [...left]);
  }
});

test('an id may be that of one text with several metadata; each goes with its last version', () => {
  const registry = new TestRegistry();
  registry.execute({ type: 'putMode', subject: null, mode: 'IMPORT', force: false });
  const plain = registry.register('a', 'A: x', { id: 1 });
  const metadata = readMetadata({ properties: { k: 'v' } });
  const other = registry.register('b', 'A: x', { id: 1, metadata });
  assert.notEqual(plain.guid, other.guid);
  assert.deepEqual(subjectsOfId(registry.state, 1), ['a', 'b']);
  registry.execute({ type: 'deleteSubject', subject: 'b', permanent: false });
  registry.execute({ type: 'deleteSubject', subject: 'b', permanent: true });
  assert.equal(
    codeOf(() => schemaByGuid(registry, other.guid)),
    40403,
  );
  assert.equal(
    codeOf(() => schemaByGuid(registry, plain.guid)),
    null,
  );
});

test('a GUID is one schema in all contexts', () => {
  const registry = filled();
  registry.register(':.ctx:b', 'A: x');
  const guid = String(schemaById(registry, 1)['guid']);
  assert.equal(schemaByGuid(registry, guid.toUpperCase())['schema'], 'A: x');
  assert.deepEqual(idsOfGuid(registry.state, guid), [
    { context: '.', id: 1 },
    { context: '.ctx', id: 2 },
  ]);
  assert.equal(
    codeOf(() => schemaByGuid(registry, '00000000-0000-0000-0000-000000000000')),
    40403,
  );
});

test('schemas are listed by subject and version, in pages that the registry bounds', () => {
  const registry = filled();
  const names = (options: Parameters<typeof listSchemas>[1]): readonly string[] =>
    listSchemas(registry, options).map(({ subject, version }) => `${String(subject)}/${String(version)}`);
  assert.deepEqual(names({}), [':.ctx:a/1', 'a/1', 'a/2']);
  assert.deepEqual(names({ deleted: true, subjectPrefix: '' }), ['a/1', 'a/2', 'b/1']);
  assert.deepEqual(names({ latestOnly: true }), [':.ctx:a/1', 'a/2']);
  assert.deepEqual(names({ offset: 1, limit: 1 }), ['a/1']);
  assert.equal(listSchemas(filled({ schemaSearchLimit: 2 }), { limit: 100 }).length, 2);
  registry.register('r', 'R: x', { ruleSet: readRuleSet({ domainRules: [{ name: 'n', type: 'CEL' }] }) });
  assert.deepEqual(names({ ruleTypes: ['CEL'] }), ['r/1']);
  assert.deepEqual(names({ ruleTypes: ['ENCRYPT'] }), []);
});

test('an alias stands for another subject, one step far, and is listed on demand', () => {
  const registry = filled();
  registry.execute({ type: 'putConfig', subject: 'nick', config: { alias: 'a' } });
  registry.execute({ type: 'putConfig', subject: 'a', config: { alias: 'b' } });
  registry.execute({ type: 'putConfig', subject: ':.ctx:nick', config: { alias: 'a' } });
  assert.equal(resolveAlias(registry.state, 'nick'), 'a');
  assert.equal(resolveAlias(registry.state, ':.ctx:nick'), ':.ctx:a');
  assert.equal(resolveAlias(registry.state, 'c'), 'c');
  const listed = listSchemas(registry, { aliases: true, subjectPrefix: 'n', latestOnly: true });
  assert.deepEqual(
    listed.map(({ subject, schema }) => [subject, schema]),
    [['nick', 'A: x y?']],
  );
});

test('contexts are listed with the default one first', () => {
  const registry = filled();
  registry.register(':.another:s', 'S: x');
  assert.deepEqual(listContexts(registry.state), ['.', '.another', '.ctx']);
  assert.deepEqual(listContexts(registry.state, { contextPrefix: '.c' }), ['.ctx']);
  assert.deepEqual(listContexts(registry.state, { offset: 1, limit: 1 }), ['.another']);
  assert.deepEqual(schemaTypes(registry.schemas), ['JSON', 'PROTOBUF', 'AVRO']);
});

test('a schema is looked up under a subject, also in other words and without its metadata', () => {
  const registry = filled();
  const code = (subject: string, text: string): number | null =>
    codeOf(() => lookUpSchema(registry, subject, { request: request(text) }));
  assert.equal(lookUpSchema(registry, 'a', { request: request(' A:   x ') })['version'], 1);
  assert.equal(code('a', 'A: z'), 40403);
  assert.equal(code('none', 'A: z'), 40401);
  assert.equal(code('b', 'A: x'), 40401);
  assert.equal(lookUpSchema(registry, 'b', { request: request('A: x'), deleted: true })['deleted'], true);
  assert.equal(code('a', 'no colon'), 42201);
  assert.equal(code('a', ''), 42201);
  const metadata = readMetadata({ properties: { k: 'v' } });
  registry.register('m', 'M: x', { metadata });
  assert.equal(lookUpSchema(registry, 'm', { request: request('M: x') })['version'], 1);
  assert.equal(lookUpSchema(registry, 'm', { request: request('M: x', { metadata }) })['version'], 1);
  const other = readMetadata({ properties: { k: 'w' } });
  assert.equal(
    codeOf(() => lookUpSchema(registry, 'm', { request: request('M: x', { metadata: other }) })),
    40403,
  );
});

test('the latest version with all asked properties is found', () => {
  const registry = new TestRegistry();
  const metadata = (value: string) => readMetadata({ properties: { major: value, kind: 'k' } });
  registry.register('a', 'A: x', { metadata: metadata('1') });
  registry.register('a', 'A: x y?', { metadata: metadata('1') });
  registry.register('a', 'A: x y? z?', { metadata: metadata('2') });
  const find = (pairs: readonly (readonly [string, string])[]): unknown =>
    findByMetadata(registry, 'a', { properties: new Map(pairs) })['version'];
  assert.equal(
    find([
      ['major', '1'],
      ['kind', 'k'],
    ]),
    2,
  );
  assert.equal(find([]), 3);
  assert.equal(
    codeOf(() => find([['major', '3']])),
    40403,
  );
});

test('who refers to a version is listed by id', () => {
  const registry = new TestRegistry();
  registry.register('money', 'Money: amount');
  const references = [{ name: 'Money', subject: 'money', version: 1 }];
  registry.register('order', 'Order: @Money', { references });
  registry.register('same', 'Order: @Money', { references });
  registry.register('bill', 'Bill: @Money', { references });
  registry.execute({ type: 'deleteSubject', subject: 'bill', permanent: false });
  const money = { subject: 'money', version: -1 };
  assert.deepEqual(referencedBy(registry.state, money), [2]);
  assert.deepEqual(referencedBy(registry.state, money, { deleted: true }), [2, 3]);
  assert.equal(
    codeOf(() => referencedBy(registry.state, { subject: 'money', version: 2 })),
    40402,
  );
  const resolved = getVersion(
    registry,
    { subject: 'order', version: 1 },
    { format: 'resolved', referenceFormat: 'qualified' },
  );
  assert.equal(resolved['schema'], 'Order: amount');
});

test('compatibility is checked against one version, or against those of the level', () => {
  const registry = filled();
  const check = (version: number | null, text: string, verbose = false): unknown =>
    checkCompatibility(registry, { subject: 'a', version, request: request(text), verbose });
  assert.deepEqual(check(-1, 'A: x y'), { is_compatible: true });
  assert.deepEqual(check(1, 'A: x y'), { is_compatible: false });
  assert.deepEqual(check(null, 'A: x y', true), { is_compatible: true });
  const { messages } = check(1, 'A: x y', true) as { messages: string[] };
  assert.deepEqual(messages.slice(1), [
    '{oldSchemaVersion: 1}',
    "{oldSchema: 'A: x'}",
    "{validateFields: 'false', compatibility: 'BACKWARD'}",
  ]);
  assert.equal(
    codeOf(() => check(9, 'A: x')),
    40402,
  );
  assert.equal(
    codeOf(() => check(-1, '')),
    42201,
  );
  const empty = (version: number | null): unknown =>
    checkCompatibility(registry, { subject: 'new', version, request: request('N: x') });
  assert.deepEqual([empty(-1), empty(null)], [{ is_compatible: true }, { is_compatible: true }]);
  assert.equal(
    codeOf(() => empty(1)),
    40402,
  );
  registry.execute({ type: 'putConfig', subject: 'a', config: { compatibility: 'BACKWARD_TRANSITIVE' } });
  assert.deepEqual(check(null, 'A: x y'), { is_compatible: false });
});

test('an old schema is quoted up to 10 KiB, and one that cannot be read is compatible with none', () => {
  const registry = new TestRegistry();
  registry.register('a', `A: ${'x'.repeat(20_000)}`);
  const check = (subject: string, text: string): readonly string[] =>
    checkCompatibility(registry, { subject, version: -1, request: request(text), verbose: true })[
      'messages'
    ] as readonly string[];
  assert.equal(check('a', 'A: y').at(-2)?.length, "{oldSchema: '…'}".length + 10 * 1024);
  const many = Array.from({ length: 600 }, (_, index) => `f${index}`).join(' ');
  assert.equal(check('a', `A: ${many}`).at(-4), '{andMore: 100}');
  registry.writeText('{"keytype":"SCHEMA","subject":"b","version":1,"magic":1}', '{"id":9,"schema":"broken"}');
  assert.match(check('b', 'B: y')[0] ?? '', /cannot be read: Invalid schema broken/);
});
