/** Emits the interfaces of one definition's messages. */
import type { Definition, Field, Message, Primitive, Struct, VersionRange } from './definition.ts';
import { isNullable, sameRange } from './definition.ts';

const PRIMITIVE_TYPES: Record<Primitive, string> = {
  bool: 'boolean',
  int8: 'number',
  int16: 'number',
  uint16: 'number',
  int32: 'number',
  uint32: 'number',
  int64: 'number',
  bits64: 'bigint',
  float64: 'number',
  uuid: 'string',
  string: 'string',
  bytes: 'Uint8Array',
  records: 'ByteChunks',
};

export function emitTypes(definition: Definition): string {
  const base = definition.path.split('/').at(-1);
  const head = `// generated from ${base}.schema by tools/codegen: change that and run \`npm run generate\`\n`;
  const interfaces = definition.messages.flatMap((message) => {
    return [...message.structs].reverse().map((struct) => emitInterface(message, struct));
  });
  const needsChunks = definition.messages.some(({ structs }) => structs.some(hasRecords));
  return `${head}${needsChunks ? CHUNKS_IMPORT : ''}\n${interfaces.join('\n')}`;
}

const CHUNKS_IMPORT = "import type { ByteChunks } from '../byte-chunks.ts';\n";

function hasRecords(struct: Struct): boolean {
  return struct.fields.some(({ type }) => type === 'records');
}

function emitInterface(message: Message, struct: Struct): string {
  const lines = struct.fields.map((field) => {
    const versions = sameRange(field.versions, struct.versions)
      ? ''
      : ` /** ${showVersions(field.versions, message)} */`;
    return `${versions === '' ? '' : ` ${versions}\n`}  ${field.name}: ${typeOf(field)};\n`;
  });
  return `export interface ${struct.interfaceName} {\n${lines.join('')}}\n`;
}

function showVersions(range: VersionRange, message: Message): string {
  if (range.to === message.versions.to) return `v${range.from}+`;
  return range.from === range.to ? `v${range.from}` : `v${range.from}-${range.to}`;
}

function typeOf(field: Field): string {
  const one = typeof field.type === 'string' ? PRIMITIVE_TYPES[field.type] : field.type.interfaceName;
  return `${one}${field.isArray ? '[]' : ''}${isNullable(field) ? ' | null' : ''}`;
}
