/**
 * How two schemas of arrays differ: items that have one schema in common, and items that have one each, for which the
 * content models count as they do for properties (`compare-objects.ts`).
 */
import type { Comparer } from './compare-objects.ts';
import { compareRest } from './compare-objects.ts';
import { compareBound } from './compare-values.ts';
import type { Findings } from './findings.ts';
import type { ArrayModel, SchemaModel } from './schema-model.ts';
import { dereferenced } from './schema-model.ts';

export function compareArrays(
  found: Findings,
  [original, update]: readonly [ArrayModel, ArrayModel],
  comparer: Comparer,
): void {
  found.addAll('/items', comparer.compare(original.items, update.items));
  comparePrefix(found, [original, update], comparer);
  compareRest(
    found,
    ['ADDITIONAL_ITEMS', '/additionalItems'],
    [comparer, original.additionalItems, update.additionalItems],
  );
  compareRest(
    found,
    ['UNEVALUATED_ITEMS', '/unevaluatedItems'],
    [comparer, original.unevaluatedItems, update.unevaluatedItems],
  );
  compareBound(found, ['MAX_ITEMS', '/maxItems'], [original.maxItems, update.maxItems]);
  compareBound(found, ['MIN_ITEMS', '/minItems'], [original.minItems, update.minItems]);
  compareBound(found, ['MAX_CONTAINS', '/maxContains'], [original.maxContains, update.maxContains]);
  compareBound(found, ['MIN_CONTAINS', '/minContains'], [original.minContains, update.minContains]);
  if (original.uniqueItems === update.uniqueItems) return;
  found.add(update.uniqueItems ? 'UNIQUE_ITEMS_ADDED' : 'UNIQUE_ITEMS_REMOVED', '/uniqueItems');
}

function comparePrefix(
  found: Findings,
  [original, update]: readonly [ArrayModel, ArrayModel],
  comparer: Comparer,
): void {
  const length = Math.max(original.prefixItems.length, update.prefixItems.length);
  comparer.charge(length);
  for (let index = 0; index < length && !found.isDone; index++) {
    const before = original.prefixItems[index];
    const after = update.prefixItems[index];
    const path = `/items/${index}`;
    if (before === undefined) {
      if (after !== undefined) added(found, { path, schema: after, model: original }, comparer);
    } else if (after === undefined) {
      removed(found, { path, schema: before, model: update }, comparer);
    } else {
      found.addAll(path, comparer.compare(before, after));
    }
  }
}

interface Lone {
  readonly path: string;
  readonly schema: SchemaModel;
  /** The array schema that has no schema of its own for this item. */
  readonly model: ArrayModel;
}

function removed(found: Findings, { path, schema, model }: Lone, comparer: Comparer): void {
  const cover = coverOf(model);
  if (cover === 'open') return found.add('ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL', path);
  if (cover !== 'closed') {
    const isCovered = comparer.isCompatible(schema, cover);
    return found.add(`ITEM_REMOVED_${isCovered ? 'IS' : 'NOT'}_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL`, path);
  }
  const isNever = dereferenced(schema)?.kind === 'false';
  found.add(`ITEM_${isNever ? 'WITH_FALSE_' : ''}REMOVED_FROM_CLOSED_CONTENT_MODEL`, path);
}

function added(found: Findings, { path, schema, model }: Lone, comparer: Comparer): void {
  const cover = coverOf(model);
  if (cover === 'closed') return found.add('ITEM_ADDED_TO_CLOSED_CONTENT_MODEL', path);
  if (cover !== 'open') {
    const isCovered = comparer.isCompatible(cover, schema);
    return found.add(`ITEM_ADDED_${isCovered ? 'IS' : 'NOT'}_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL`, path);
  }
  const isAny = dereferenced(schema)?.kind === 'empty';
  found.add(`ITEM_${isAny ? 'WITH_EMPTY_SCHEMA_' : ''}ADDED_TO_OPEN_CONTENT_MODEL`, path);
}

function coverOf(model: ArrayModel): 'open' | 'closed' | SchemaModel {
  for (const rest of [model.additionalItems, model.unevaluatedItems]) {
    const kind = rest === undefined ? 'empty' : dereferenced(rest)?.kind;
    if (kind === 'false') return 'closed';
    if (rest !== undefined && kind !== 'empty') return rest;
  }
  return 'open';
}
