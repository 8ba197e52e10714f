/**
 * What `logicalType` means where it stands (specification, "Logical Types"). One that is unknown or does not fit its
 * type is a mere property: the value is then that of the type below.
 */
import type { JsonEntries, JsonNode } from '../json/json-node.ts';
import { JsonNumber } from '../json/json-node.ts';
import type { AvroLogicalType, AvroSimpleLogicalKind } from './avro-schema.ts';

/** Where a logical type stands: the type's kind, and the size of a fixed. */
export interface LogicalBase {
  readonly kind: string;
  readonly size?: number;
}

const ON_LONG = { on: (base: LogicalBase): boolean => base.kind === 'long' };
const ON_INT = { on: (base: LogicalBase): boolean => base.kind === 'int' };

const SIMPLE: ReadonlyMap<string, { on(base: LogicalBase): boolean }> = new Map<
  AvroSimpleLogicalKind,
  { on(base: LogicalBase): boolean }
>([
  ['big-decimal', { on: (base) => base.kind === 'bytes' }],
  ['uuid', { on: (base) => base.kind === 'string' || (base.kind === 'fixed' && base.size === 16) }],
  ['duration', { on: (base) => base.kind === 'fixed' && base.size === 12 }],
  ['date', ON_INT],
  ['time-millis', ON_INT],
  ['time-micros', ON_LONG],
  ['timestamp-millis', ON_LONG],
  ['timestamp-micros', ON_LONG],
  ['timestamp-nanos', ON_LONG],
  ['local-timestamp-millis', ON_LONG],
  ['local-timestamp-micros', ON_LONG],
  ['local-timestamp-nanos', ON_LONG],
]);

/** The logical type that the properties of a primitive or fixed ask for; null without one and where it does not fit. */
export function logicalTypeOf(base: LogicalBase, properties: JsonEntries): AvroLogicalType | null {
  const named = property(properties, 'logicalType');
  if (typeof named !== 'string') return null;
  if (named === 'decimal') return decimalOf(base, properties);
  return SIMPLE.get(named)?.on(base) === true ? { kind: named as AvroSimpleLogicalKind } : null;
}

function decimalOf(base: LogicalBase, properties: JsonEntries): AvroLogicalType | null {
  const precision = smallInteger(property(properties, 'precision'));
  const scale = smallInteger(property(properties, 'scale') ?? absentScale(properties));
  if (precision === null || scale === null) return null;
  const fits = precision > 0 && precision <= mostDigits(base) && scale >= 0 && scale <= precision;
  return fits ? { kind: 'decimal', precision, scale } : null;
}

const ZERO = new JsonNumber('0');

/** A scale that is left out is 0; one that is null is wrong. */
function absentScale(properties: JsonEntries): JsonNode {
  return properties.some(([key]) => key === 'scale') ? null : ZERO;
}

function property(properties: JsonEntries, key: string): JsonNode | undefined {
  return properties.find(([name]) => name === key)?.[1];
}

function smallInteger(node: JsonNode | undefined): number | null {
  if (!(node instanceof JsonNumber) || !node.isInteger) return null;
  const value = node.toNumber();
  return value === (value | 0) ? value : null;
}

/** How many decimal digits surely fit. */
function mostDigits({ kind, size = 0 }: LogicalBase): number {
  if (kind === 'bytes') return 0x7fff_ffff;
  if (kind !== 'fixed') return 0;
  // In 32 bits, as in Java: for sizes past 2^28 nothing fits, or less than would.
  const bits = (Math.imul(8, size) - 1) | 0;
  return Math.floor(Math.log10(2) * bits);
}
