/** Emits the reading functions of a message: one object literal per struct, whose fields stand in wire order. */
import { defaultExpression } from './defaults.ts';
import type { Field, Message, Primitive, Struct } from './definition.ts';
import { includes, isCompact } from './definition.ts';
import type { FunctionTable, Shape } from './functions.ts';
import { SHAPE_SUFFIX, shapeOf } from './functions.ts';

const FIXED_BYTES: Partial<Record<Primitive, number>> = {
  bool: 1,
  int8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  bits64: 8,
  float64: 8,
  uuid: 16,
};

/** The name of the function that reads `struct` in `version`. */
export function emitRead(
  table: FunctionTable,
  message: Message,
  struct: Struct,
  version: number,
  shape: Shape,
): string {
  const type = struct.interfaceName;
  const base = `read${type}${SHAPE_SUFFIX[shape]}`;
  const literal = structLiteral(table, message, struct, version);
  const tags = readTags(table, message, struct, version);
  const isArray = shape === 'array' || shape === 'arrayOrNull';
  const body: string[] = [];
  if (shape === 'orNull') body.push('if (r.int8() < 0) return null;');
  if (shape === 'taggedOrNull') body.push('if (r.uvarint() === 0) return null;');
  if (shape === 'arrayOrNull') body.push('if (count < 0) return null;');
  if (isArray) {
    body.push(`const array: ${type}[] = [];`, 'for (let i = 0; i < count; i++) {');
    const inner = element(literal, tags, type, 'array.push(', ');');
    body.push(...inner.map((line) => `  ${line}`), '}', 'return array;');
  } else {
    body.push(...element(literal, tags, type, 'return ', ';'));
  }
  const orNull = shape === 'single' || shape === 'array' ? '' : ' | null';
  const signature = isArray ? `(r: Reader, count: number): ${type}[]${orNull}` : `(r: Reader): ${type}${orNull}`;
  return table.add(base, version, signature, body);
}

function element(literal: string[], tags: string[], type: string, before: string, after: string): string[] {
  if (tags.length === 0) return [`${before}{`, ...literal, `}${after}`];
  return [`const m: ${type} = {`, ...literal, '};', ...tags, `${before}m${after}`];
}

function structLiteral(table: FunctionTable, message: Message, struct: Struct, version: number): string[] {
  return struct.fields.map((field) => {
    const present = includes(field.versions, version) && field.tag === null;
    const value = present ? readExpression(table, message, field, version) : defaultExpression(field);
    return `  ${field.name}: ${value},`;
  });
}

function readTags(table: FunctionTable, message: Message, struct: Struct, version: number): string[] {
  if (version < message.flexibleFrom) return [];
  const verb = struct === message.root ? 'keep' : 'skip';
  const tagged = struct.fields.filter((field) => field.tag !== null && includes(field.versions, version));
  if (tagged.length === 0) return [`r.${verb}Tags();`];
  const lines = [
    'for (let tags = r.tagCount(); tags > 0; tags--) {',
    '  const tag = r.uvarint();',
    '  const end = r.tagEnd();',
  ];
  lines.push('  switch (tag) {');
  for (const field of tagged) {
    lines.push(`    case ${field.tag}:`, `      m.${field.name} = ${readExpression(table, message, field, version)};`);
    lines.push('      r.expectTagEnd(end);', '      break;');
  }
  lines.push('    default:', `      r.${verb}Tag(tag, end);`, '  }', '}');
  return lines;
}

function readExpression(table: FunctionTable, message: Message, field: Field, version: number): string {
  const compact = isCompact(message, field, version);
  const nullable = includes(field.nullable, version);
  if (field.isArray) {
    const method = `${countMethod(compact, typeof field.type !== 'string')}${nullable ? 'OrNull' : ''}`;
    const count = `r.${method}(${minimalBytes(message, field, field.type, version)})`;
    if (typeof field.type === 'string') {
      const plural = `${field.type === 'string' && compact ? 'compactString' : field.type}s`;
      return `r.${plural}${nullable ? 'OrNull' : ''}(${count})`;
    }
    return `${emitRead(table, message, field.type, version, shapeOf(field, version))}(r, ${count})`;
  }
  if (typeof field.type !== 'string')
    return `${emitRead(table, message, field.type, version, shapeOf(field, version))}(r)`;
  return `r.${primitiveMethod(field.type, compact, nullable)}()`;
}

function countMethod(compact: boolean, ofStructs: boolean): string {
  if (ofStructs) return compact ? 'compactStructCount' : 'structCount';
  return compact ? 'compactCount' : 'count';
}

/** The method of Reader and of Writer for a primitive. */
export function primitiveMethod(type: Primitive, compact: boolean, nullable: boolean): string {
  if (type === 'bool') return 'boolean';
  if (FIXED_BYTES[type] !== undefined) return type;
  const name = type === 'string' ? 'string' : 'bytes';
  const method = compact ? `compact${name[0]!.toUpperCase()}${name.slice(1)}` : name;
  return nullable ? `${method}OrNull` : method;
}

/** The fewest bytes that a value of this type takes: it bounds the elements that an array can have. */
function minimalBytes(message: Message, field: Field, type: Primitive | Struct, version: number): number {
  const compact = isCompact(message, field, version);
  if (typeof type !== 'string') return minimalStructBytes(message, type, version);
  return FIXED_BYTES[type] ?? (compact ? 1 : type === 'string' ? 2 : 4);
}

function minimalStructBytes(message: Message, struct: Struct, version: number): number {
  let sum = version >= message.flexibleFrom ? 1 : 0;
  for (const field of struct.fields) {
    if (!includes(field.versions, version) || field.tag !== null) continue;
    if (field.isArray) sum += isCompact(message, field, version) ? 1 : 4;
    else if (typeof field.type !== 'string' && includes(field.nullable, version)) sum += 1;
    else sum += minimalBytes(message, field, field.type, version);
  }
  if (sum === 0)
    throw new Error(`elements of ${struct.interfaceName} take no bytes, so that their number has no bound`);
  return sum;
}
