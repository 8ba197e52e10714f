/**
 * Random commands against a model that knows the rules in another way: plain arrays, every answer worked out anew. What was
 * written, replayed or compacted, must give the same registry.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CompatibilityLevel } from '#schema';
import type { RegistryCommand, StoreRecord } from '../registry-types.ts';
import { isRegistryError } from '../registry-errors.ts';
import { getConfig, getMode } from './reads/config-and-mode.ts';
import { idsOfGuid, schemaByGuid, schemaById, versionsOfId } from './reads/ids.ts';
import { listSchemas } from './reads/listings.ts';
import { listSubjects, listVersions } from './reads/subjects.ts';
import { NOW, register, TestRegistry } from './state.testing.ts';

const SUBJECTS = ['a', 'b', ':.c:a'];
const SCOPES = [null, ...SUBJECTS, ':.c:'];
const FIELDS = ['x', 'y', 'y?', 'z?'];
const LEVELS: readonly CompatibilityLevel[] = ['NONE', 'BACKWARD', 'BACKWARD_TRANSITIVE', 'FORWARD', 'FULL_TRANSITIVE'];

interface ModelVersion {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly text: string;
  isDeleted: boolean;
}

type Outcome = { readonly answer: unknown } | { readonly code: number };

function fail(code: number): never {
  throw new ModelError(code);
}

class ModelError extends Error {
  readonly code: number;
  constructor(code: number) {
    super(String(code));
    this.code = code;
  }
}

class Model {
  versions: ModelVersion[] = [];
  readonly levels = new Map<string | null, string>();
  readonly modes = new Map<string | null, string>();
  readonly maxIds = new Map<string, number>();

  of(subject: string): ModelVersion[] {
    return this.versions.filter((one) => one.subject === subject).sort((left, right) => left.version - right.version);
  }

  scoped(map: Map<string | null, string>, scope: string | null, otherwise: string): string {
    if (scope === null) return map.get(null) ?? otherwise;
    return map.get(scope) ?? map.get(contextOf(scope) === '.c' ? ':.c:' : null) ?? otherwise;
  }

  run(command: RegistryCommand): unknown {
    switch (command.type) {
      case 'register':
        return this.register(command.subject, command.request.schema ?? '');
      case 'deleteSubject':
        return this.deleteSubject(command.subject, command.permanent);
      case 'deleteVersion':
        return this.deleteVersion(command.subject, command.version, command.permanent);
      case 'putConfig':
        this.checkWritable(command.subject);
        this.levels.set(command.subject, command.config.compatibility ?? '');
        return { compatibility: command.config.compatibility };
      case 'putMode':
        this.modes.set(command.subject, command.mode ?? '');
        return { mode: command.mode };
      case 'deleteMode': {
        const old = this.modes.get(command.subject);
        if (old === undefined && command.subject !== null) fail(40401);
        this.modes.delete(command.subject);
        return { mode: old ?? 'READWRITE' };
      }
      default:
        return fail(0);
    }
  }

  checkWritable(scope: string | null): void {
    if (this.scoped(this.modes, scope, 'READWRITE') === 'READONLY') fail(42205);
  }

  register(subject: string, text: string): unknown {
    this.checkWritable(subject);
    const context = contextOf(subject);
    const all = this.of(subject);
    const live = all.filter((one) => !one.isDeleted);
    const same = live.findLast((one) => one.text === text);
    if (same !== undefined) return { id: same.id, version: same.version };
    if (!this.isCompatible(text, live.toReversed(), this.scoped(this.levels, subject, 'BACKWARD'))) fail(40901);
    const version = Math.max(0, ...all.map((one) => one.version)) + 1;
    const known = this.versions.find((one) => contextOf(one.subject) === context && one.text === text);
    const id = known?.id ?? (this.maxIds.get(context) ?? 0) + 1;
    this.add({ subject, version, id, text, isDeleted: false });
    this.versions = this.versions.filter((one) => one.subject !== subject || one.id !== id || !one.isDeleted);
    return { id, version };
  }

  add(version: ModelVersion): void {
    const context = contextOf(version.subject);
    this.maxIds.set(context, Math.max(this.maxIds.get(context) ?? 0, version.id));
    this.versions.push(version);
  }

  isCompatible(text: string, newestFirst: readonly ModelVersion[], level: string): boolean {
    if (level === 'NONE') return true;
    const compared = level.endsWith('TRANSITIVE') ? newestFirst : newestFirst.slice(0, 1);
    return compared.every(
      (old) =>
        (level.startsWith('FORWARD') || canRead(text, old.text)) &&
        (level.startsWith('BACKWARD') || canRead(old.text, text)),
    );
  }

  deleteSubject(subject: string, permanent: boolean): unknown {
    this.checkWritable(subject);
    const all = this.of(subject);
    const live = all.filter((one) => !one.isDeleted);
    if (all.length === 0) fail(40401);
    if (permanent && live.length > 0) fail(40405);
    if (!permanent && live.length === 0) fail(40404);
    if (permanent) this.versions = this.versions.filter((one) => one.subject !== subject);
    for (const one of live) one.isDeleted = true;
    this.forgetScope(subject);
    return (permanent ? all : live).map((one) => one.version);
  }

  deleteVersion(subject: string, wanted: number, permanent: boolean): unknown {
    this.checkWritable(subject);
    const all = this.of(subject);
    if (all.length === 0) fail(40401);
    const latest = all.findLast((one) => !one.isDeleted) ?? all.at(-1);
    const found = wanted === -1 ? latest : all.find((one) => one.version === wanted);
    if (found === undefined) fail(40402);
    if (permanent !== found.isDeleted) fail(permanent ? 40407 : 40406);
    if (permanent) this.versions = this.versions.filter((one) => one !== found);
    found.isDeleted = true;
    if (this.of(subject).every((one) => one.isDeleted)) this.forgetScope(subject);
    return found.version;
  }

  forgetScope(subject: string): void {
    this.modes.delete(subject);
    this.levels.delete(subject);
  }
}

function contextOf(subject: string): string {
  return subject.startsWith(':.c:') ? '.c' : '.';
}

function canRead(reader: string, writer: string): boolean {
  const names = new Set(fieldsOf(writer).map((field) => field[0]));
  return fieldsOf(reader).every((field) => field.endsWith('?') || names.has(field[0]));
}

function fieldsOf(text: string): string[] {
  return text
    .slice('S: '.length)
    .split(' ')
    .filter((field) => field !== '');
}

type Step =
  | { readonly kind: 'command'; readonly command: RegistryCommand }
  | { readonly kind: 'foreign'; readonly subject: string; readonly text: string };

const subject = fc.constantFrom(...SUBJECTS);
const scope = fc.constantFrom(...SCOPES);
const text = fc
  .uniqueArray(fc.constantFrom(...FIELDS), { maxLength: 3, selector: (field) => field[0] })
  .map((fields) => `S: ${fields.join(' ')}`);
const permanent = fc.boolean();
const command: fc.Arbitrary<RegistryCommand> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(subject, text).map(([name, schema]): RegistryCommand => register(name, schema)) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('deleteSubject' as const), subject, permanent }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('deleteVersion' as const),
      subject,
      version: fc.constantFrom(-1, 1, 2, 3),
      permanent,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('putConfig' as const),
      subject: scope,
      config: fc.record({ compatibility: fc.constantFrom(...LEVELS) }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('putMode' as const),
      subject: scope,
      mode: fc.constantFrom('READWRITE', 'READWRITE', 'READONLY'),
      force: fc.constant(false),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('deleteMode' as const), subject: scope, recursive: fc.constant(false) }),
  },
);
/** Besides our own commands, another registry's records now and then, their keys in another order. */
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('command' as const), command }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('foreign' as const), subject, text }) },
);

test('any commands are answered as the model answers, and their records tell the same again, compacted or not', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
      const registry = new TestRegistry();
      const model = new Model();
      for (const next of steps) {
        assertFound(registry, model);
        if (next.kind === 'foreign') writeForeign(registry, model, next);
        else
          assert.deepEqual(
            outcome(() => registry.execute(next.command)),
            outcome(() => model.run(next.command)),
          );
      }
      assert.deepEqual(registry.problems, []);
      const expected = snapshot(registry);
      assert.deepEqual(modelSnapshot(registry), model.versions.map(modelLine).sort());
      const whole = registry.log.map((record, offset) => ({ record, offset }));
      assert.deepEqual(snapshot(replayed(whole)), expected, 'replayed');
      const last = new Map(whole.map((entry) => [entry.record.key.toString('latin1'), entry.offset]));
      const compacted = whole.filter(({ record, offset }) => last.get(record.key.toString('latin1')) === offset);
      assert.deepEqual(snapshot(replayed(compacted)), expected, 'compacted');
      const swept = compacted.filter(({ record }) => record.value !== null);
      assert.deepEqual(snapshot(replayed(swept)), expected, 'compacted, tombstones gone');
    }),
    { numRuns: 150 },
  );
});

/** As Karapace writes it: the next version, with an id that the context has not yet, or the text's own. */
function writeForeign(
  registry: TestRegistry,
  model: Model,
  { subject: name, text: schema }: { subject: string; text: string },
): void {
  const context = contextOf(name);
  const version = Math.max(0, ...model.of(name).map((one) => one.version)) + 1;
  const known = model.versions.find((one) => contextOf(one.subject) === context && one.text === schema);
  const id = known?.id ?? (model.maxIds.get(context) ?? 0) + 1;
  model.add({ subject: name, version, id, text: schema, isDeleted: false });
  registry.writeText(
    `{"subject":"${name}","version":${version},"magic":1,"keytype":"SCHEMA"}`,
    `{"subject":"${name}","version":${version},"id":${id},"schema":"${schema}","deleted":false}`,
  );
}

function outcome(work: () => unknown): Outcome {
  try {
    const answer = work();
    // Registrations answer more than the model knows.
    const isRegistered = typeof answer === 'object' && answer !== null && 'id' in answer && 'version' in answer;
    return { answer: isRegistered ? { id: answer.id, version: answer.version } : answer };
  } catch (error) {
    if (error instanceof ModelError) return { code: error.code };
    if (isRegistryError(error)) return { code: error.errorCode };
    throw error;
  }
}

function replayed(entries: readonly { readonly record: StoreRecord; readonly offset: number }[]): TestRegistry {
  const registry = new TestRegistry();
  for (const { record, offset } of entries) {
    const place = { offset, timestamp: NOW + offset, isLeader: false };
    assert.equal(registry.state.apply(record.key, record.value, place), null);
  }
  return registry;
}

/** Each id leads to a version that has it, a live one if there is. */
function assertFound(registry: TestRegistry, model: Model): void {
  for (const { subject: name, id } of model.versions) {
    const context = contextOf(name);
    const holders = model.versions.filter((one) => one.id === id && contextOf(one.subject) === context);
    const shown = schemaById(registry, id, { subject: `:${context}:` });
    const holder = holders.find((one) => one.subject === shown['subject'] && one.version === shown['version']);
    assert.equal(
      holder?.isDeleted,
      holders.every((one) => one.isDeleted),
      `id ${id} of ${context}`,
    );
  }
}

/** All that reads tell. */
function snapshot(registry: TestRegistry): unknown {
  const { state } = registry;
  const schemas = listSchemas(registry, { deleted: true });
  return {
    schemas,
    subjects: [listSubjects(state), listSubjects(state, { deletedOnly: true })],
    versions: listSubjects(state, { deleted: true }).map((name) =>
      listVersions(state, name, { deletedAsNegative: true }),
    ),
    ids: ['.', '.c'].flatMap((context) => {
      const place = { subject: `:${context}:` };
      return Array.from({ length: state.schemas.maxId(context) }, (_, index) => index + 1)
        .filter((id) => state.schemas.byId(context, id).length > 0)
        .map((id) => [schemaById(registry, id, place), versionsOfId(state, id, { ...place, deleted: true })]);
    }),
    guids: schemas.map(({ guid }) => [idsOfGuid(state, String(guid)), schemaByGuid(registry, String(guid))]),
    scopes: SCOPES.map((name) => [
      getConfig(state, name, { defaultToGlobal: true }),
      getMode(state, name, { defaultToGlobal: true }),
    ]),
  };
}

function modelSnapshot(registry: TestRegistry): readonly string[] {
  return registry.state.schemas
    .subjects()
    .flatMap(({ versions }) => versions)
    .map(({ content, ...one }) => modelLine({ ...one, text: content.text }))
    .sort();
}

function modelLine({ subject: name, version, id, text: schema, isDeleted }: ModelVersion): string {
  return `${name} ${version} ${id} ${schema} ${isDeleted}`;
}
