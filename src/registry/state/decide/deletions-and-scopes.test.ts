import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RegistryCommand } from '../../registry-types.ts';
import { readMetadata, readRuleSet } from '../entity-shapes.ts';
import { getConfig, getMode } from '../reads/config-and-mode.ts';
import { schemaById } from '../reads/ids.ts';
import { listSubjects, listVersions } from '../reads/subjects.ts';
import { codeOf, register, TestRegistry } from '../state.testing.ts';

function deleteSubject(subject: string, permanent = false): RegistryCommand {
  return { type: 'deleteSubject', subject, permanent };
}

function deleteVersion(subject: string, version: number, permanent = false): RegistryCommand {
  return { type: 'deleteVersion', subject, version, permanent };
}

function putMode(subject: string | null, mode: string | null, force = false): RegistryCommand {
  return { type: 'putMode', subject, mode, force };
}

test('a subject is deleted softly first, then for good; its id is found until then', () => {
  const registry = new TestRegistry();
  registry.register('a', 'A: x');
  registry.register('a', 'A: x y?');
  assert.equal(registry.code(deleteSubject('b')), 40401);
  assert.equal(registry.code(deleteSubject('a', true)), 40405);
  assert.deepEqual(registry.execute(deleteSubject('a')), [1, 2]);
  assert.equal(registry.code(deleteSubject('a')), 40404);
  assert.deepEqual(listSubjects(registry.state), []);
  assert.deepEqual(listSubjects(registry.state, { deleted: true }), ['a']);
  assert.equal(
    codeOf(() => schemaById(registry, 1)),
    null,
  );
  assert.deepEqual(registry.execute(deleteSubject('a', true)), [1, 2]);
  assert.equal(
    codeOf(() => schemaById(registry, 1)),
    40403,
  );
  assert.equal(registry.code(deleteSubject('a', true)), 40401);
  assert.equal(registry.register('a', 'A: z').id, 3, 'ids go on');
});

test('a version is deleted softly first, then for good', () => {
  const registry = new TestRegistry();
  registry.register('a', 'A: x');
  registry.register('a', 'A: x y?');
  assert.equal(registry.code(deleteVersion('b', 1)), 40401);
  assert.equal(registry.code(deleteVersion('a', 3)), 40402);
  assert.equal(registry.code(deleteVersion('a', 1, true)), 40407);
  assert.equal(registry.execute(deleteVersion('a', 1)), 1);
  assert.equal(registry.code(deleteVersion('a', 1)), 40406);
  assert.deepEqual(listVersions(registry.state, 'a'), [2]);
  assert.deepEqual(listVersions(registry.state, 'a', { deletedAsNegative: true }), [-1, 2]);
  assert.equal(registry.execute(deleteVersion('a', 1, true)), 1);
  assert.deepEqual(listVersions(registry.state, 'a', { deleted: true }), [2]);
  assert.equal(registry.execute(deleteVersion('a', -1)), 2, 'the latest');
});

test('what a live version refers to cannot be deleted', () => {
  const registry = new TestRegistry();
  registry.register('money', 'Money: amount');
  registry.register('order', 'Order: @Money', { references: [{ name: 'Money', subject: 'money', version: 1 }] });
  assert.equal(registry.code(deleteVersion('money', 1)), 42206);
  assert.equal(registry.code(deleteSubject('money')), 42206);
  registry.execute(deleteSubject('order'));
  assert.equal(registry.code(deleteSubject('money')), null);
});

test('a subject without live versions loses its mode and config', () => {
  const registry = new TestRegistry();
  registry.register('a', 'A: x');
  registry.execute({ type: 'putConfig', subject: 'a', config: { compatibility: 'FULL' } });
  registry.execute(putMode('a', 'READWRITE'));
  registry.register('a', 'A: x y?', { force: true });
  registry.execute(deleteVersion('a', 1));
  assert.equal(registry.state.configAt('a')?.compatibilityLevel, 'FULL');
  registry.execute(deleteVersion('a', 2));
  assert.equal(registry.state.configAt('a'), null);
  assert.equal(registry.state.modeAt('a'), null);
});

test('nothing is deleted where the mode is read-only', () => {
  const registry = new TestRegistry();
  registry.register('a', 'A: x');
  registry.execute(putMode('a', 'READONLY'));
  assert.equal(registry.code(deleteSubject('a')), 42205);
  assert.equal(registry.code(deleteVersion('a', 1)), 42205);
  assert.equal(registry.code({ type: 'putConfig', subject: 'a', config: { compatibility: 'NONE' } }), 42205);
});

test('a config is the subject’s own, its context’s, or the registry’s, member by member', () => {
  const registry = new TestRegistry();
  const { state } = registry;
  assert.deepEqual(getConfig(state, null), { compatibilityLevel: 'BACKWARD' });
  assert.equal(
    codeOf(() => getConfig(state, 'a')),
    40408,
  );
  registry.execute({ type: 'putConfig', subject: null, config: { compatibility: 'FULL', compatibilityGroup: 'g' } });
  registry.execute({ type: 'putConfig', subject: 'a', config: { normalize: true, alias: 'b' } });
  registry.execute({ type: 'putConfig', subject: ':.ctx:', config: { compatibility: 'NONE', alias: 'no' } });
  registry.execute({ type: 'putConfig', subject: ':.__GLOBAL:', config: { validateFields: true } });
  assert.deepEqual(getConfig(state, 'a'), { alias: 'b', normalize: true });
  assert.deepEqual(getConfig(state, 'a', { defaultToGlobal: true }), {
    alias: 'b',
    normalize: true,
    validateFields: true,
    compatibilityLevel: 'FULL',
    compatibilityGroup: 'g',
  });
  assert.deepEqual(getConfig(state, ':.ctx:s', { defaultToGlobal: true }), {
    validateFields: true,
    compatibilityLevel: 'NONE',
  });
  assert.deepEqual(getConfig(state, ':.:a'), getConfig(state, 'a'), 'the default context may be named');
});

test('in a config, absent leaves a member and null takes it away; the answer is what was asked for', () => {
  const registry = new TestRegistry();
  const put = (config: Parameters<typeof registry.execute>[0] & { type: 'putConfig' }): unknown =>
    registry.execute(config);
  const metadata = readMetadata({ properties: { k: 'v' } });
  assert.deepEqual(
    put({
      type: 'putConfig',
      subject: 'a',
      config: { compatibility: 'full', normalize: true, compatibilityPolicy: 'lenient' },
    }),
    { normalize: true, compatibility: 'FULL', compatibilityPolicy: 'LENIENT' },
  );
  put({ type: 'putConfig', subject: 'a', config: { normalize: null, defaultMetadata: metadata } });
  const config = getConfig(registry.state, 'a');
  assert.deepEqual(Object.keys(config), ['compatibilityLevel', 'compatibilityPolicy', 'defaultMetadata']);
  assert.deepEqual(registry.execute({ type: 'deleteConfig', subject: 'a' }), config);
  assert.equal(registry.code({ type: 'deleteConfig', subject: 'a' }), 40401);
  assert.deepEqual(registry.execute({ type: 'deleteConfig', subject: null }), { compatibilityLevel: 'BACKWARD' });
});

test('levels, policies, modes and rules that are none are refused', () => {
  const registry = new TestRegistry();
  assert.equal(registry.code({ type: 'putConfig', subject: null, config: { compatibility: 'SIDEWAYS' } }), 42203);
  assert.equal(registry.code({ type: 'putConfig', subject: null, config: { compatibilityPolicy: 'X' } }), 42203);
  assert.equal(registry.code({ type: 'putConfig', subject: '__GLOBAL', config: {} }), 42208);
  const defaultRuleSet = readRuleSet({ domainRules: [{ name: '1' }] });
  assert.equal(registry.code({ type: 'putConfig', subject: null, config: { defaultRuleSet } }), 42210);
  assert.equal(registry.code(putMode(null, 'SLEEPY')), 42204);
  assert.equal(registry.code(putMode(null, null)), 42204);
  assert.equal(registry.code(putMode('a', 'FORWARD')), 42205);
  assert.equal(new TestRegistry({ isModeMutable: false }).code(putMode(null, 'READONLY')), 42205);
});

test('a mode is the subject’s own, its context’s, or the registry’s, whose override stands over all', () => {
  const registry = new TestRegistry();
  const { state } = registry;
  const mode = (scope: string | null): string => getMode(state, scope, { defaultToGlobal: true }).mode;
  assert.deepEqual(getMode(state, null), { mode: 'READWRITE' });
  assert.equal(
    codeOf(() => getMode(state, 'a')),
    40409,
  );
  registry.execute(putMode('a', 'readonly'));
  registry.execute(putMode(':.ctx:', 'IMPORT'));
  registry.execute(putMode(null, 'READONLY'));
  assert.deepEqual(
    [mode('a'), mode('b'), mode(':.ctx:s'), mode(':.other:s')],
    ['READONLY', 'READONLY', 'IMPORT', 'READWRITE'],
  );
  registry.execute(putMode(null, 'FORWARD'));
  assert.deepEqual([mode('a'), mode(':.ctx:s')], ['FORWARD', 'IMPORT']);
  registry.execute(putMode(':.__GLOBAL:', 'READONLY_OVERRIDE'));
  assert.deepEqual([mode('b'), mode(':.ctx:s')], ['FORWARD', 'READONLY_OVERRIDE']);
  assert.deepEqual(registry.execute({ type: 'deleteMode', subject: 'a', recursive: false }), { mode: 'READONLY' });
  assert.equal(registry.code({ type: 'deleteMode', subject: 'a', recursive: false }), 40401);
});

test('a recursive deletion takes the modes of all subjects of a context', () => {
  const registry = new TestRegistry();
  for (const scope of [':.ctx:', ':.ctx:a', ':.ctx:b', ':.other:a', 'a']) registry.execute(putMode(scope, 'READONLY'));
  registry.execute({ type: 'deleteMode', subject: ':.ctx:', recursive: true });
  assert.deepEqual(registry.state.modeScopes(), [':.other:a', 'a']);
});

test('IMPORT begins empty: live subjects are in its way, deleted ones go for good', () => {
  const registry = new TestRegistry();
  registry.register('a', 'A: x');
  registry.register('b', 'B: x');
  registry.register(':.ctx:c', 'C: x');
  assert.equal(registry.code(putMode('a', 'IMPORT')), 42205);
  assert.equal(registry.code(putMode(null, 'IMPORT')), 42205);
  registry.execute(deleteSubject('a'));
  registry.execute(putMode('a', 'IMPORT'));
  assert.equal(registry.state.schemas.subject('a'), null);
  assert.equal(registry.code(register('a', 'A: other', { id: 1, version: 1 })), null, 'its id is free');
  registry.execute(putMode('b', 'IMPORT', true));
  assert.notEqual(registry.state.schemas.subject('b'), null, 'forced: what is there stays');
});

test('a CLEAR_SUBJECT of another registry takes what is deleted, of its scope alone', () => {
  const registry = new TestRegistry();
  for (const subject of ['a', 'b', ':.ctx:a']) {
    registry.register(subject, 'A: x');
    registry.execute(deleteSubject(subject));
  }
  registry.register('live', 'L: x');
  registry.writeText('{"keytype":"CLEAR_SUBJECT","subject":"a","magic":0}', '{"subject":"a"}');
  assert.deepEqual(listSubjects(registry.state, { deleted: true }), [':.ctx:a', 'b', 'live']);
  registry.writeText('{"keytype":"CLEAR_SUBJECT","magic":0}', '{}');
  assert.deepEqual(listSubjects(registry.state, { deleted: true }), [':.ctx:a', 'live']);
});

test('a context goes when it has no subjects, with its mode and config', () => {
  const registry = new TestRegistry();
  const deleteContext: RegistryCommand = { type: 'deleteContext', context: '.ctx' };
  registry.register(':.ctx:a', 'A: x');
  registry.execute({ type: 'putConfig', subject: ':.ctx:', config: { compatibility: 'NONE' } });
  registry.execute(deleteSubject(':.ctx:a'));
  assert.equal(registry.code(deleteContext), 42211);
  registry.execute(deleteSubject(':.ctx:a', true));
  assert.deepEqual(registry.state.contexts(), ['.', '.ctx']);
  assert.equal(registry.execute(deleteContext), undefined);
  assert.deepEqual(registry.state.contexts(), ['.']);
  assert.equal(registry.state.configAt(':.ctx:'), null);
  assert.equal(registry.code({ type: 'deleteContext', context: '.' }), 42205);
});

test('tags, metadata and rules of a version are changed by a new one', () => {
  const registry = new TestRegistry();
  registry.register('a', 'A: x', { ruleSet: readRuleSet({ domainRules: [{ name: 'r' }, { name: 's' }] }) });
  const request = {
    newVersion: 2,
    metadata: readMetadata({ properties: { k: 'v' } }),
    ruleSet: null,
    tagsToAdd: [],
    tagsToRemove: [],
    rulesToMerge: readRuleSet({ domainRules: [{ name: 't' }] }),
    rulesToRemove: ['r'],
  };
  const answer = registry.execute({ type: 'modifyTags', subject: 'a', version: -1, request }) as {
    version: number;
    ruleSet: { domainRules: { name: string }[] };
  };
  assert.equal(answer.version, 2);
  assert.deepEqual(
    answer.ruleSet.domainRules.map(({ name }) => name),
    ['s', 't'],
  );
  assert.equal(registry.code({ type: 'modifyTags', subject: 'a', version: 9, request }), 40402);
  assert.equal(registry.code({ type: 'modifyTags', subject: 'b', version: 1, request }), 40401);
});
