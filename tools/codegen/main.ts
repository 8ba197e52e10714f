/**
 * Generates the codecs from the definitions in `src/protocol/messages/`, each `x.gen.ts` beside its `x.schema`, and
 * the error table from `src/protocol/errors.table`.
 * `--check` writes nothing and fails where a file differs from what would be generated.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Definition } from './definition.ts';
import { emitErrors, parseErrorTable } from './errors.ts';
import { emitCodecs } from './emit-codecs.ts';
import { emitApis, emitIndex, emitRecordTypes } from './emit-index.ts';
import { emitTypes } from './emit-types.ts';
import { loadDefinitions, PROTOCOL_FOLDER } from './load.ts';

function generate(definitions: Definition[]): Map<string, string> {
  const interfaces = definitions.flatMap(({ messages }) => messages.flatMap(({ structs }) => structs));
  const names = new Set<string>();
  for (const { interfaceName } of interfaces) {
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
function stale(files: Map<string, string>): string[] {
  const present = readdirSync(PROTOCOL_FOLDER, { recursive: true, encoding: 'utf8' });
  const generated = present.map((file) => file.replaceAll('\\', '/')).filter((file) => file.endsWith('.gen.ts'));
  const orphans = generated.filter((file) => !files.has(file));
  const changed = [...files].filter(([file, text]) => {
    const path = join(PROTOCOL_FOLDER, file);
    return !existsSync(path) || readFileSync(path, 'utf8') !== text;
  });
  return [...changed.map(([file]) => file), ...orphans];
}

const files = generate(loadDefinitions());
const differing = stale(files);
if (process.argv.includes('--check')) {
  for (const file of differing) console.error(`src/protocol/${file} is out of date: run \`npm run generate\``);
  process.exitCode = differing.length > 0 ? 1 : 0;
} else {
  for (const file of differing) {
    const text = files.get(file);
    if (text === undefined) rmSync(join(PROTOCOL_FOLDER, file));
    else writeFileSync(join(PROTOCOL_FOLDER, file), text);
  }
  console.log(`${files.size} files, ${differing.length} written`);
}
