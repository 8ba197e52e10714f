/**
 * How two schemas of objects differ. What becomes of a property that only one of them names depends on the other's
 * content model: *open* takes any value for it, *partially open* one of a schema of its own, *closed* none. A removed
 * property is judged by the reader's model, an added one by the writer's.
 */
import { compareBound } from './compare-values.ts';
import type { RestKind } from './difference-types.ts';
import type { Findings, Outcome } from './findings.ts';
import { linearPattern } from './linear-pattern.ts';
import type { ObjectModel, SchemaModel } from './schema-model.ts';
import { dereferenced } from './schema-model.ts';

/** What comparing schemas within schemas asks of whoever compares. */
export interface Comparer {
  /** What is absent asks nothing. */
  compare(original: SchemaModel | undefined, update: SchemaModel | undefined): Outcome;
  /** The verdict alone, which is reached sooner. */
  isCompatible(original: SchemaModel, update: SchemaModel): boolean;
  /** Counts steps; throws SchemaError where they become too many. */
  charge(steps: number): void;
}

/** Looking a property up takes a fraction of what comparing two schemas takes. */
const PROPERTIES_PER_STEP = 16;

export function compareObjects(
  found: Findings,
  [original, update]: readonly [ObjectModel, ObjectModel],
  comparer: Comparer,
): void {
  comparer.charge((original.properties.size + update.properties.size) / PROPERTIES_PER_STEP);
  compareRequired(found, original, update);
  compareProperties(found, [original, update], comparer);
  if (found.isDone) return;
  compareDependencies(found, [original, update], comparer);
  compareRest(
    found,
    ['ADDITIONAL_PROPERTIES', '/additionalProperties'],
    [comparer, original.additionalProperties, update.additionalProperties],
  );
  compareRest(
    found,
    ['UNEVALUATED_PROPERTIES', '/unevaluatedProperties'],
    [comparer, original.unevaluatedProperties, update.unevaluatedProperties],
  );
  compareBound(found, ['MAX_PROPERTIES', '/maxProperties'], [original.maxProperties, update.maxProperties]);
  compareBound(found, ['MIN_PROPERTIES', '/minProperties'], [original.minProperties, update.minProperties]);
  compareReserved(found, original, update);
}

/** Only for properties that both name: what becomes of the others follows from the content models. */
function compareRequired(found: Findings, original: ObjectModel, update: ObjectModel): void {
  for (const [name, schema] of update.properties) {
    if (!original.properties.has(name)) continue;
    const was = original.required.has(name);
    const is = update.required.has(name);
    if (was && !is) found.add('REQUIRED_ATTRIBUTE_REMOVED', `/required/${name}`);
    if (was || !is) continue;
    const type = hasDefault(schema) ? 'REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED' : 'REQUIRED_ATTRIBUTE_ADDED';
    found.add(type, `/required/${name}`);
  }
}

function compareProperties(
  found: Findings,
  [original, update]: readonly [ObjectModel, ObjectModel],
  comparer: Comparer,
): void {
  for (const [name, schema] of original.properties) {
    if (found.isDone) return;
    const path = `/properties/${name}`;
    const updated = update.properties.get(name);
    if (updated === undefined) removed(found, { name, path, schema, model: update }, comparer);
    else found.addAll(path, comparer.compare(schema, updated));
  }
  for (const [name, schema] of update.properties) {
    if (found.isDone) return;
    if (original.properties.has(name)) continue;
    added(found, { name, path: `/properties/${name}`, schema, model: original, update }, comparer);
  }
}

interface Lone {
  readonly name: string;
  readonly path: string;
  readonly schema: SchemaModel;
  /** The object schema that does not name it. */
  readonly model: ObjectModel;
}

function removed(found: Findings, { name, path, schema, model }: Lone, comparer: Comparer): void {
  const cover = coverOf(model, name, comparer);
  if (cover === 'open') return found.add('PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL', path);
  if (cover !== 'closed') {
    const isCovered = comparer.isCompatible(schema, cover);
    return found.add(`PROPERTY_REMOVED_${isCovered ? 'IS' : 'NOT'}_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL`, path);
  }
  const isNever = dereferenced(schema)?.kind === 'false';
  found.add(`PROPERTY_${isNever ? 'WITH_FALSE_' : ''}REMOVED_FROM_CLOSED_CONTENT_MODEL`, path);
}

function added(found: Findings, lone: Lone & { readonly update: ObjectModel }, comparer: Comparer): void {
  const { name, path, schema, model, update } = lone;
  const kind = propertyKind(update, name, schema);
  const cover = coverOf(model, name, comparer);
  if (cover === 'open') {
    if (kind !== 'REQUIRED_PROPERTY' && dereferenced(schema)?.kind === 'empty') {
      return found.add('PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL', path);
    }
    return found.add(`${kind}_ADDED_TO_OPEN_CONTENT_MODEL`, path);
  }
  if (cover !== 'closed') {
    const isCovered = comparer.isCompatible(cover, schema);
    found.add(`PROPERTY_ADDED_${isCovered ? 'IS' : 'NOT'}_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL`, path);
  }
  found.add(`${kind}_ADDED_TO_UNOPEN_CONTENT_MODEL`, path);
}

function propertyKind(
  { required }: ObjectModel,
  name: string,
  schema: SchemaModel,
): 'OPTIONAL_PROPERTY' | 'REQUIRED_PROPERTY' | 'REQUIRED_PROPERTY_WITH_DEFAULT' {
  if (!required.has(name)) return 'OPTIONAL_PROPERTY';
  return hasDefault(schema) ? 'REQUIRED_PROPERTY_WITH_DEFAULT' : 'REQUIRED_PROPERTY';
}

function hasDefault(schema: SchemaModel): boolean {
  return schema.annotations.default !== undefined || dereferenced(schema)?.annotations.default !== undefined;
}

/** What a schema asks of a property that it does not name: nothing, something, or that it be absent. */
function coverOf(model: ObjectModel, name: string, comparer: Comparer): 'open' | 'closed' | SchemaModel {
  comparer.charge(model.patternProperties.size);
  for (const [pattern, schema] of model.patternProperties) {
    if (matches(pattern, name)) return schema;
  }
  for (const rest of [model.additionalProperties, model.unevaluatedProperties]) {
    const kind = rest === undefined ? 'empty' : dereferenced(rest)?.kind;
    if (kind === 'false') return 'closed';
    if (rest !== undefined && kind !== 'empty') return rest;
  }
  return 'open';
}

/** A pattern that RE2 does not know matches nothing. */
function matches(pattern: string, name: string): boolean {
  try {
    return linearPattern(pattern)(name);
  } catch {
    // No pattern of RE2.
    return false;
  }
}

function compareDependencies(
  found: Findings,
  [original, update]: readonly [ObjectModel, ObjectModel],
  comparer: Comparer,
): void {
  for (const name of new Set([...original.dependentRequired.keys(), ...update.dependentRequired.keys()])) {
    const before = original.dependentRequired.get(name);
    const after = update.dependentRequired.get(name);
    compareNames(found, `/dependencies/${name}`, [before, after]);
  }
  for (const name of new Set([...original.dependentSchemas.keys(), ...update.dependentSchemas.keys()])) {
    const before = original.dependentSchemas.get(name);
    const after = update.dependentSchemas.get(name);
    const path = `/dependencies/${name}`;
    if (before === undefined) found.add('DEPENDENCY_SCHEMA_ADDED', path);
    else if (after === undefined) found.add('DEPENDENCY_SCHEMA_REMOVED', path);
    else found.addAll(path, comparer.compare(before, after));
  }
}

type Names = readonly string[] | undefined;

function compareNames(found: Findings, path: string, [before, after]: readonly [Names, Names]): void {
  if (before === undefined) return found.add('DEPENDENCY_ARRAY_ADDED', path);
  if (after === undefined) return found.add('DEPENDENCY_ARRAY_REMOVED', path);
  const [was, is] = [new Set(before), new Set(after)];
  const keepsAll = before.every((name) => is.has(name));
  const addsNone = after.every((name) => was.has(name));
  if (keepsAll && addsNone) return;
  found.add(
    keepsAll ? 'DEPENDENCY_ARRAY_EXTENDED' : addsNone ? 'DEPENDENCY_ARRAY_NARROWED' : 'DEPENDENCY_ARRAY_CHANGED',
    path,
  );
}

type Rest = SchemaModel | undefined;

/** What is asked of properties or items that no other keyword names; absent asks nothing, as `true`. */
export function compareRest(
  found: Findings,
  [kind, path]: readonly [RestKind, string],
  [comparer, original, update]: readonly [Comparer, Rest, Rest],
): void {
  const before = restKind(original);
  const after = restKind(update);
  if (before === 'schema' && after === 'schema') return found.addAll(path, comparer.compare(original, update));
  if (before === after) return;
  if (after === 'none') return found.add(`${kind}_REMOVED`, path);
  if (before === 'any') return found.add(`${kind}_NARROWED`, path);
  found.add(`${kind}_${before === 'none' && after === 'any' ? 'ADDED' : 'EXTENDED'}`, path);
}

function restKind(rest: Rest): 'any' | 'none' | 'schema' {
  const kind = rest === undefined ? 'empty' : dereferenced(rest)?.kind;
  return kind === 'empty' ? 'any' : kind === 'false' ? 'none' : 'schema';
}

function compareReserved(found: Findings, original: ObjectModel, update: ObjectModel): void {
  for (const name of original.reserved) {
    if (!update.reserved.has(name)) found.add('RESERVED_PROPERTY_REMOVED', `/properties/${name}`);
  }
  for (const name of update.reserved) {
    if (update.properties.has(name)) found.add('RESERVED_PROPERTY_CONFLICTS_WITH_PROPERTY', `/properties/${name}`);
  }
}
