/** Defaults as TypeScript: the expression of a field's default, and the test whether a field differs from it. */
import type { Field } from './definition.ts';
import { isNullable } from './definition.ts';

/** What a generated file takes from the hand-written ones, by the name of what it uses. */
export const ZERO_UUID_TEXT = 'AAAAAAAAAAAAAAAAAAAAAA';

export function defaultExpression(field: Field): string {
  if (field.default.kind === 'null') return 'null';
  if (field.default.kind === 'empty') {
    if (field.isArray) return '[]';
    return typeof field.type === 'string' ? 'NO_BYTES' : `new${field.type.interfaceName}()`;
  }
  const { value } = field.default;
  if (field.type === 'uuid') return 'ZERO_UUID';
  if (typeof value === 'string') return `'${value}'`;
  return value === 2 ** 63 ? 'LONG_MAX' : String(value);
}

export function differsFromDefault(field: Field, value: string): string {
  if (field.default.kind !== 'empty') return `${value} !== ${defaultExpression(field)}`;
  if (!field.isArray && typeof field.type !== 'string') return `!isDefault${field.type.interfaceName}(${value})`;
  return isNullable(field) ? `${value} === null || ${value}.length !== 0` : `${value}.length !== 0`;
}
