/** Emits the writing functions of a message. */
import { differsFromDefault } from './defaults.ts';
import type { Field, Message, Struct } from './definition.ts';
import { includes, isCompact, isNullable } from './definition.ts';
import { primitiveMethod } from './emit-read.ts';
import type { FunctionTable, Shape } from './functions.ts';
import { SHAPE_SUFFIX, shapeOf } from './functions.ts';

/** The name of the function that writes `struct` in `version`. */
export function emitWrite(
  table: FunctionTable,
  message: Message,
  struct: Struct,
  version: number,
  shape: Shape,
): string {
  const type = struct.interfaceName;
  const base = `write${type}${SHAPE_SUFFIX[shape]}`;
  const fields = writeFields(table, message, struct, version);
  const count = version >= message.flexibleFrom ? 'compactCount' : 'count';
  if (shape === 'single') return table.add(base, version, `(w: Writer, m: ${type}): void`, fields);
  if (shape === 'orNull' || shape === 'taggedOrNull') {
    const mark = shape === 'orNull' ? -1 : 0;
    const body = ['if (m === null) {', `  w.int8(${mark});`, '  return;', '}', 'w.int8(1);', ...fields];
    return table.add(base, version, `(w: Writer, m: ${type} | null): void`, body);
  }
  const body: string[] = [];
  if (shape === 'arrayOrNull') body.push('if (array === null) {', `  w.${count}(-1);`, '  return;', '}');
  body.push(`w.${count}(array.length);`, 'for (const m of array) {', ...fields.map((line) => `  ${line}`), '}');
  const orNull = shape === 'arrayOrNull' ? ' | null' : '';
  return table.add(base, version, `(w: Writer, array: ${type}[]${orNull}): void`, body);
}

function writeFields(table: FunctionTable, message: Message, struct: Struct, version: number): string[] {
  const lines: string[] = [];
  for (const field of struct.fields) {
    if (!includes(field.versions, version)) {
      if (field.ignorable) continue;
      const path = `${struct.interfaceName}.${field.name}`;
      lines.push(`if (${differsFromDefault(field, `m.${field.name}`)}) throw unsupportedField('${path}');`);
    } else if (field.tag === null) {
      lines.push(...writeField(table, message, struct, field, version));
    }
  }
  if (version >= message.flexibleFrom) lines.push(...writeTags(table, message, struct, version));
  return lines;
}

function writeField(table: FunctionTable, message: Message, struct: Struct, field: Field, version: number): string[] {
  const nullable = includes(field.nullable, version);
  const member = `m.${field.name}`;
  const value = isNullable(field) && !nullable ? `nonNull(${member}, '${struct.interfaceName}.${field.name}')` : member;
  const compact = isCompact(message, field, version);
  if (typeof field.type !== 'string') {
    return [`${emitWrite(table, message, field.type, version, shapeOf(field, version))}(w, ${value});`];
  }
  if (!field.isArray) return [`w.${primitiveMethod(field.type, compact, nullable)}(${value});`];
  const count = compact ? 'compactCount' : 'count';
  const plural = `${field.type === 'string' && compact ? 'compactString' : field.type}s`;
  if (!nullable) {
    const local = value === member ? member : `${field.name}Value`;
    const lines = value === member ? [] : [`const ${local} = ${value};`];
    return [...lines, `w.${count}(${local}.length);`, `w.${plural}(${local});`];
  }
  return [
    `if (${member} === null) {`,
    `  w.${count}(-1);`,
    '} else {',
    `  w.${count}(${member}.length);`,
    `  w.${plural}(${member});`,
    '}',
  ];
}

/** Tagged fields go out in the order of their tags, and only where they differ from their default. */
function writeTags(table: FunctionTable, message: Message, struct: Struct, version: number): string[] {
  const tagged = struct.fields.filter((field) => field.tag !== null && includes(field.versions, version));
  if (tagged.length === 0) return ['w.uvarint(0);'];
  tagged.sort((a, b) => a.tag! - b.tag!);
  const lines = tagged.map((field) => `const has${field.tag} = ${differsFromDefault(field, `m.${field.name}`)};`);
  lines.push(`w.uvarint(${tagged.map((field) => `+has${field.tag}`).join(' + ')});`);
  for (const field of tagged) {
    if (field.type === 'bytes' || field.type === 'records') {
      throw new Error(`${struct.interfaceName}.${field.name}: bytes cannot be tagged, as they may be spliced`);
    }
    lines.push(`if (has${field.tag}) {`, `  w.uvarint(${field.tag});`, `  const at${field.tag} = w.beginTag();`);
    lines.push(...writeField(table, message, struct, field, version).map((line) => `  ${line}`));
    lines.push(`  w.endTag(at${field.tag});`, '}');
  }
  return lines;
}
