/**
 * Emits the codecs of all messages as one file: 110 files would take Node.js three times as long to load as one does,
 * and nobody reads them.
 */
import { defaultExpression, differsFromDefault } from './defaults.ts';
import type { Definition, Message, Struct } from './definition.ts';
import { versionsOf } from './definition.ts';
import { emitRead } from './emit-read.ts';
import { emitWrite } from './emit-write.ts';
import { FunctionTable } from './functions.ts';

const HEAD = '// generated from all .schema files by tools/codegen: change those and run `npm run generate`\n';

const IMPORTS = `import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { nonNull, unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { LONG_MAX, NO_BYTES } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';
`;

export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

export function emitCodecs(definitions: Definition[]): string {
  const types = definitions.map(({ path, messages }) => {
    const names = messages.flatMap(({ structs }) => structs.map(({ interfaceName }) => interfaceName));
    return `import type { ${names.sort().join(', ')} } from './${path}.gen.ts';\n`;
  });
  const bodies = definitions.flatMap(({ messages }) => messages.map(emitMessage));
  return `${HEAD}${IMPORTS}${types.join('')}\n${bodies.join('\n')}`;
}

function emitMessage(message: Message): string {
  const table = new FunctionTable();
  const readers = runs(message, (version) => emitRead(table, message, message.root, version, 'single'));
  const writers = runs(message, (version) => emitWrite(table, message, message.root, version, 'single'));
  const functions = table.text;
  const defaultTests = message.structs.map(emitDefaultTest).filter((test) => functions.includes(`${test.name}(`));
  return [
    ...[...message.structs].reverse().map(emitFactory),
    ...defaultTests.map((test) => test.text),
    functions,
    emitCodec(message, readers, writers),
  ].join('\n');
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

/** The functions of all versions, each with the first version from which on it serves. */
function runs(message: Message, functionOf: (version: number) => string): string {
  let last = '';
  const changes: string[] = [];
  for (const version of versionsOf(message.versions)) {
    const name = functionOf(version);
    if (name !== last) changes.push(`[${version}, ${name}]`);
    last = name;
  }
  return `[${changes.join(', ')}]`;
}

function emitCodec(message: Message, readers: string, writers: string): string {
  const lines = [
    `name: '${message.name}',`,
    `apiKey: ${message.key},`,
    `type: '${message.kind}',`,
    `minVersion: ${message.versions.from},`,
    `maxVersion: ${message.versions.to},`,
    `flexibleVersion: ${message.flexibleFrom},`,
    ...(message.unstable ? ['latestVersionUnstable: true,'] : []),
    `readers: ${readers},`,
    `writers: ${writers},`,
  ];
  const declaration = `export const ${lowerFirst(message.name)}: MessageCodec<${message.name}>`;
  return `${declaration} = defineCodec({\n${lines.map((line) => `  ${line}\n`).join('')}});\n`;
}
