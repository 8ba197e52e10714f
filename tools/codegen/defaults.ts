/** Defaults as TypeScript: the expression of a field's default, and the test whether a field differs from it. */
import type { Field } from './definition.ts';
import { isNullable } from './definition.ts';

export function defaultExpression(field: Field): string {
  if (field.default.kind === 'null') return 'null';
  if (field.default.kind === 'empty') {
    if (field.isArray) return '[]';
    if (typeof field.type === 'string') return 'NO_BYTES';
    const fields = field.type.fields.map((inner) => `${inner.name}: ${defaultExpression(inner)}`);
    return `{ ${fields.join(', ')} }`;
  }
  const { value } = field.default;
  if (field.type === 'uuid') return 'ZERO_UUID';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'bigint') return `${value}n`;
  return value === 2 ** 63 ? 'LONG_MAX' : String(value);
}

export function differsFromDefault(field: Field, value: string): string {
  if (field.default.kind !== 'empty') return `${value} !== ${defaultExpression(field)}`;
  const struct = field.isArray || typeof field.type === 'string' ? null : field.type;
  const differs = struct === null ? `${value}.length !== 0` : `!isDefault${struct.interfaceName}(${value})`;
  return isNullable(field) ? `${value} === null || ${differs}` : differs;
}
