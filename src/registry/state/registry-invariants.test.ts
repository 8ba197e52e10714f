/**
 * Random commands of all kinds, imports, references, contexts and aliases among them, without a model: what must hold
 * whatever was asked for, and what replaying and compacting the records must not change.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RegistryCommand } from '../registry-types.ts';
import { isRegistryError } from '../registry-errors.ts';
import { readMetadata } from './entity-shapes.ts';
import { qualifyReference } from './qualified-subject.ts';
import { idsOfGuid } from './reads/ids.ts';
import { listSchemas } from './reads/listings.ts';
import { referencedBy } from './reads/subjects.ts';
import type { SchemaVersion } from './schema-index.ts';
import { NOW, register, TestRegistry } from './state.testing.ts';

const subject = fc.constantFrom('a', 'b', 'c', ':.x:a', ':.x:b', ':.:a');
const scope = fc.constantFrom(null, 'a', ':.x:', ':.x:a', ':.__GLOBAL:');
const reference = fc.record({
  name: fc.constantFrom('R', 'Q'),
  subject: fc.constantFrom('a', 'b', ':.x:a'),
  version: fc.constantFrom(-1, 1, 1, 2),
});
function mostlyNull<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
}
const registration = fc
  .record({
    name: subject,
    fields: fc.uniqueArray(fc.constantFrom('u', 'v?', 'w?'), { maxLength: 2 }),
    references: fc.uniqueArray(reference, { size: 'small', maxLength: 2, selector: ({ name }) => name }),
    id: mostlyNull(fc.integer({ min: 0, max: 6 })),
    version: mostlyNull(fc.integer({ min: 0, max: 4 })),
    owner: mostlyNull(fc.constantFrom('x', 'y')),
    force: fc.boolean(),
    normalize: fc.boolean(),
  })
  .map(({ name, fields, references, owner, ...options }): RegistryCommand => {
    const text = `S: ${[...fields, ...references.map((one) => `@${one.name}`)].join(' ')}`;
    const metadata = owner === null ? null : readMetadata({ properties: { owner } });
    return register(name, text, { references, metadata, ...options });
  });
const command: fc.Arbitrary<RegistryCommand> = fc.oneof(
  { weight: 16, arbitrary: registration },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('deleteSubject' as const), subject, permanent: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('deleteVersion' as const),
      subject,
      version: fc.constantFrom(-1, 1, 2, 3),
      permanent: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('putMode' as const),
      subject: scope,
      mode: fc.constantFrom('IMPORT', 'IMPORT', 'READWRITE', 'READWRITE', 'READWRITE', 'READWRITE', 'READONLY'),
      force: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('deleteMode' as const), subject: scope, recursive: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('putConfig' as const),
      subject: scope,
      config: fc.record(
        {
          compatibility: fc.constantFrom('NONE', 'FULL', null),
          normalize: fc.constantFrom(true, null),
          compatibilityGroup: fc.constantFrom('owner', null),
          defaultMetadata: fc.constant(readMetadata({ properties: { team: 't' } })),
        },
        { requiredKeys: [] },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('deleteConfig' as const), subject: scope }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('deleteContext' as const), context: fc.constant('.x') }) },
);

test('an id means one text in its context, references lead somewhere, and records tell all of it again', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60, size: 'max' }), (commands) => {
      const registry = new TestRegistry();
      for (const next of commands) {
        const before = registry.log.length;
        try {
          registry.execute(next);
        } catch (error) {
          if (!isRegistryError(error)) throw error;
          assert.equal(registry.log.length, before, 'what fails writes nothing');
        }
        assertWhole(registry);
      }
      assert.deepEqual(registry.problems, [], 'no record of ours is refused when it is read');
      const whole = registry.log.map((record, offset) => ({ ...record, offset }));
      const last = new Map(whole.map(({ key, offset }) => [key.toString(), offset]));
      const compacted = whole.filter(({ key, offset }) => last.get(key.toString()) === offset);
      for (const entries of [whole, compacted, compacted.filter(({ value }) => value !== null)]) {
        const again = new TestRegistry();
        for (const { key, value, offset } of entries) {
          assert.equal(again.state.apply(key, value, { offset, timestamp: NOW + offset, isLeader: false }), null);
        }
        assertWhole(again);
        assert.deepEqual(told(again), told(registry));
      }
    }),
    { numRuns: 150 },
  );
});

function versionsOf({ state }: TestRegistry): readonly SchemaVersion[] {
  return state.schemas.subjects().flatMap(({ versions }) => versions);
}

function assertWhole(registry: TestRegistry): void {
  const { state } = registry;
  const versions = versionsOf(registry);
  assert.equal(state.schemas.versionCount, versions.length);
  const texts = new Map<string, string>();
  for (const { context, id, content, subject: name, version, isDeleted } of versions) {
    const place = `${context} ${id}`;
    assert.equal(texts.get(place) ?? content.text, content.text, `two texts have id ${place}`);
    texts.set(place, content.text);
    assert.ok(id <= state.schemas.maxId(context));
    assert.ok(idsOfGuid(state, content.guid).some((one) => one.context === context && one.id === id));
    for (const one of content.references) {
      const target = state.schemas.version(qualifyReference(context, one.subject), one.version);
      assert.ok(isDeleted || target !== null, `${name} ${version} refers to nothing`);
    }
    const holders = versions.filter((other) => other.context === context && other.id === id);
    assert.deepEqual(new Set(state.schemas.byId(context, id)), new Set(holders));
    const referrers = versions.filter((other) =>
      other.content.references.some(
        (one) => one.version === version && qualifyReference(other.context, one.subject) === name,
      ),
    );
    const ids = [...new Set(referrers.map((other) => other.id))].sort((left, right) => left - right);
    assert.deepEqual(referencedBy(state, { subject: name, version }, { deleted: true }), ids);
  }
}

function told(registry: TestRegistry): unknown {
  const { state } = registry;
  const scopes = state.configScopes().map(String).sort();
  const modes = state.modeScopes().map(String).sort();
  return [
    listSchemas(registry, { deleted: true }),
    scopes.map((name) => state.configAt(name === 'null' ? null : name)),
    modes.map((name) => [name, state.modeAt(name === 'null' ? null : name)]),
    state.contexts(),
  ];
}
