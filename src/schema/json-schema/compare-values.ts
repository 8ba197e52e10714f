/** How two schemas of texts, of numbers or of listed values differ. */
import { equalJson } from '../json/equal-json.ts';
import type { JsonNode } from '../json/json-node.ts';
import type { BoundKind } from './difference-types.ts';
import type { Findings } from './findings.ts';
import type { EnumModel, NumberModel, StringModel } from './schema-model.ts';

export function compareStrings(found: Findings, original: StringModel, update: StringModel): void {
  compareBound(found, ['MAX_LENGTH', '/maxLength'], [original.maxLength, update.maxLength]);
  compareBound(found, ['MIN_LENGTH', '/minLength'], [original.minLength, update.minLength]);
  if (original.pattern === update.pattern) return;
  if (original.pattern === undefined) found.add('PATTERN_ADDED', '/pattern');
  else found.add(update.pattern === undefined ? 'PATTERN_REMOVED' : 'PATTERN_CHANGED', '/pattern');
}

export function compareNumbers(found: Findings, original: NumberModel, update: NumberModel): void {
  compareBound(found, ['MAXIMUM', '/maximum'], [original.maximum, update.maximum]);
  compareBound(found, ['MINIMUM', '/minimum'], [original.minimum, update.minimum]);
  compareBound(found, ['EXCLUSIVE_MAXIMUM', '/exclusiveMaximum'], [original.exclusiveMaximum, update.exclusiveMaximum]);
  compareBound(found, ['EXCLUSIVE_MINIMUM', '/exclusiveMinimum'], [original.exclusiveMinimum, update.exclusiveMinimum]);
  compareMultiples(found, original.multipleOf, update.multipleOf);
  if (original.isInteger !== update.isInteger) found.add(original.isInteger ? 'TYPE_EXTENDED' : 'TYPE_NARROWED');
}

type Bound = number | string | undefined;

/** An upper or a lower bound, of whatever is counted or measured. */
export function compareBound(
  found: Findings,
  [kind, path]: readonly [BoundKind, string],
  [before, after]: readonly [Bound, Bound],
): void {
  if (before === undefined && after === undefined) return;
  if (before === undefined) return found.add(`${kind}_ADDED`, path);
  if (after === undefined) return found.add(`${kind}_REMOVED`, path);
  const order = compareDecimals(String(after), String(before));
  if (order > 0) found.add(`${kind}_INCREASED`, path);
  else if (order < 0) found.add(`${kind}_DECREASED`, path);
}

function compareMultiples(found: Findings, before: string | undefined, after: string | undefined): void {
  const path = '/multipleOf';
  if (before === undefined && after === undefined) return;
  if (before === undefined) return found.add('MULTIPLE_OF_ADDED', path);
  if (after === undefined) return found.add('MULTIPLE_OF_REMOVED', path);
  if (compareDecimals(before, after) === 0) return;
  if (isMultiple(before, after)) found.add('MULTIPLE_OF_REDUCED', path);
  else found.add(isMultiple(after, before) ? 'MULTIPLE_OF_EXPANDED' : 'MULTIPLE_OF_CHANGED', path);
}

/** A number with all its digits: `digits` · 10^`exponent`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** Numbers with more digits than this before or behind the point are taken as the doubles that they are near to. */
const MAX_EXPONENT = 400;

function decimal(text: string): Decimal | null {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const shift = Number(exponent) - fraction.length;
  if (Math.abs(shift) > MAX_EXPONENT || whole.length > MAX_EXPONENT) return null;
  return { digits: BigInt(`${whole}${fraction}`), exponent: shift };
}

/** Both as integers of the same unit; null where one has too many digits. */
function aligned(left: string, right: string): readonly [bigint, bigint] | null {
  const a = decimal(left);
  const b = decimal(right);
  if (a === null || b === null) return null;
  const unit = Math.min(a.exponent, b.exponent);
  return [a.digits * 10n ** BigInt(a.exponent - unit), b.digits * 10n ** BigInt(b.exponent - unit)];
}

function compareDecimals(left: string, right: string): number {
  const [a, b] = aligned(left, right) ?? [Number(left), Number(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function isMultiple(number: string, of: string): boolean {
  const both = aligned(number, of);
  if (both === null) return Number(number) % Number(of) === 0;
  return both[1] !== 0n && both[0] % both[1] === 0n;
}

/** `charge` is called with the number of comparisons before they are made. */
export function compareEnums(
  found: Findings,
  [original, update]: readonly [EnumModel, EnumModel],
  charge: (steps: number) => void,
): void {
  charge(original.values.length * update.values.length);
  const isWithin = (values: readonly JsonNode[], others: readonly JsonNode[]): boolean =>
    values.every((value) => others.some((other) => equalJson(value, other)));
  const keepsAll = isWithin(original.values, update.values);
  const addsNone = isWithin(update.values, original.values);
  if (keepsAll && addsNone) return;
  found.add(keepsAll ? 'ENUM_ARRAY_EXTENDED' : addsNone ? 'ENUM_ARRAY_NARROWED' : 'ENUM_ARRAY_CHANGED', '/enum');
}
