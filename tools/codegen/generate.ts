/** The texts of all generated files, and which of those on disk differ from them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emitCodecs } from './emit-codecs.ts';
import { emitApis, emitIndex, emitRecordTypes } from './emit-index.ts';
import { emitTypes } from './emit-types.ts';
import { emitErrors, parseErrorTable } from './errors.ts';
import { loadDefinitions, PROTOCOL_FOLDER } from './load.ts';

/** By path in `src/protocol`. Fails with an Error where a definition cannot be understood. */
export function generateProtocol(): Map<string, string> {
  const definitions = loadDefinitions();
  const names = new Set<string>();
  for (const { interfaceName } of definitions.flatMap(({ messages }) => messages.flatMap(({ structs }) => structs))) {
    if (names.has(interfaceName)) throw new Error(`two structs would become the interface ${interfaceName}`);
    names.add(interfaceName);
  }
  const files = new Map(definitions.map((definition) => [`messages/${definition.path}.gen.ts`, emitTypes(definition)]));
  files.set('messages/codecs.gen.ts', emitCodecs(definitions));
  files.set('messages/index.gen.ts', emitIndex(definitions));
  files.set('messages/apis.gen.ts', emitApis(definitions));
  files.set('messages/record-types.gen.ts', emitRecordTypes(definitions));
  files.set('errors.gen.ts', emitErrors(parseErrorTable(readFileSync(join(PROTOCOL_FOLDER, 'errors.table'), 'utf8'))));
  return files;
}

/** The files that differ from what was generated, and those that nothing generates any more. */
export function staleFiles(files: Map<string, string>): string[] {
  const present = readdirSync(PROTOCOL_FOLDER, { recursive: true, encoding: 'utf8' });
  const generated = present.map((file) => file.replaceAll('\\', '/')).filter((file) => file.endsWith('.gen.ts'));
  const orphans = generated.filter((file) => !files.has(file));
  const changed = [...files].filter(([file, text]) => {
    const path = join(PROTOCOL_FOLDER, file);
    return !existsSync(path) || readFileSync(path, 'utf8') !== text;
  });
  return [...changed.map(([file]) => file), ...orphans];
}
