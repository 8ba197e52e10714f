/** Emits one generated file: interfaces, factories, the functions of all versions, and a codec per message. */
import { defaultExpression, differsFromDefault } from './defaults.ts';
import type { Definition, Field, Message, Primitive, Struct, VersionRange } from './definition.ts';
import { isNullable, sameRange, versionsOf } from './definition.ts';
import { emitRead } from './emit-read.ts';
import { emitWrite } from './emit-write.ts';
import { FunctionTable } from './functions.ts';

const PRIMITIVE_TYPES: Record<Primitive, string> = {
  bool: 'boolean',
  int8: 'number',
  int16: 'number',
  uint16: 'number',
  int32: 'number',
  uint32: 'number',
  int64: 'number',
  float64: 'number',
  uuid: 'string',
  string: 'string',
  bytes: 'Uint8Array',
  records: 'Uint8Array',
};

/** Where the generated files find what they import, by name; `type` for what exists only as a type. */
const IMPORTS: { file: string; values: string[]; types: string[] }[] = [
  { file: 'message-codec.ts', values: ['defineCodec'], types: ['MessageCodec'] },
  { file: 'protocol-error.ts', values: ['nonNull', 'unsupportedField'], types: [] },
  { file: 'reader.ts', values: ['LONG_MAX', 'NO_BYTES'], types: ['Reader'] },
  { file: 'uuid.ts', values: ['ZERO_UUID'], types: [] },
  { file: 'writer.ts', values: [], types: ['Writer'] },
];

export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

export function emitFile(definition: Definition): string {
  const parts = definition.messages.map(emitMessage);
  const body = parts.join('\n');
  const depth = definition.path.split('/').length;
  const base = definition.path.split('/').at(-1);
  const head = `// generated from ${base}.schema by tools/codegen: change that and run \`npm run generate\`\n`;
  return `${head}${emitImports(body, '../'.repeat(depth))}\n${body}`;
}

function emitImports(body: string, up: string): string {
  const used = (name: string) => new RegExp(`\\b${name}\\b`).test(body);
  const lines: string[] = [];
  for (const { file, values, types } of IMPORTS) {
    const usedTypes = types.filter(used);
    const usedValues = values.filter(used);
    if (usedTypes.length > 0) lines.push(`import type { ${usedTypes.join(', ')} } from '${up}${file}';\n`);
    if (usedValues.length > 0) lines.push(`import { ${usedValues.join(', ')} } from '${up}${file}';\n`);
  }
  return lines.join('');
}

function emitMessage(message: Message): string {
  const table = new FunctionTable();
  const versions = versionsOf(message.versions);
  const readers = versions.map((version) => emitRead(table, message, message.root, version, 'single'));
  const writers = versions.map((version) => emitWrite(table, message, message.root, version, 'single'));
  const functions = table.text;
  const defaultTests = message.structs.map(emitDefaultTest).filter((test) => functions.includes(`${test.name}(`));
  return [
    ...[...message.structs].reverse().map((struct) => emitInterface(message, struct)),
    ...[...message.structs].reverse().map(emitFactory),
    ...defaultTests.map((test) => test.text),
    functions,
    emitCodec(message, readers, writers),
  ].join('\n');
}

function emitInterface(message: Message, struct: Struct): string {
  const lines = struct.fields.map((field) => {
    const versions = sameRange(field.versions, struct.versions) ? '' : ` /** ${showVersions(field.versions, message)} */`;
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

function emitFactory(struct: Struct): string {
  const name = struct.interfaceName;
  const defaults = struct.fields.map((field) => `${field.name}: ${defaultExpression(field)}, `).join('');
  return `export function new${name}(fields?: Partial<${name}>): ${name} {\n  return { ${defaults}...fields };\n}\n`;
}

function emitDefaultTest(struct: Struct): { name: string; text: string } {
  const name = `isDefault${struct.interfaceName}`;
  const differs = struct.fields.map((field) => differsFromDefault(field, `m.${field.name}`)).join(' || ');
  return { name, text: `function ${name}(m: ${struct.interfaceName}): boolean {\n  return !(${differs});\n}\n` };
}

function emitCodec(message: Message, readers: string[], writers: string[]): string {
  const lines = [
    `name: '${message.name}',`,
    `apiKey: ${message.key},`,
    `type: '${message.kind}',`,
    `minVersion: ${message.versions.from},`,
    `flexibleVersion: ${message.flexibleFrom},`,
    ...(message.unstable ? ['latestVersionUnstable: true,'] : []),
    `readers: [${readers.join(', ')}],`,
    `writers: [${writers.join(', ')}],`,
  ];
  const declaration = `export const ${lowerFirst(message.name)}: MessageCodec<${message.name}>`;
  return `${declaration} = defineCodec({\n${lines.map((line) => `  ${line}\n`).join('')}});\n`;
}
